#include "study/study.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "study/central.h"
#include "study/draws.h"
#include "study/evaluate.h"
#include "study/made_up_case.h"

namespace lode::study {
namespace {

CaseFile case_file(Case c) {
  CaseFile file;
  file.values = std::move(c);
  return file;
}

Results small_run(Case c, std::size_t scenarios = 20, int realisations = 5) {
  return run(case_file(std::move(c)), {scenarios, realisations, 3, {}});
}

double total(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

TEST(MadeUpCase, breaks_no_rule) { EXPECT_TRUE(breaches(made_up_case()).empty()); }

finance::RoyaltyRate royalty(finance::RoyaltyBase base, double rate) {
  finance::RoyaltyRate out;
  out.id = "royalty", out.base = base, out.rate = rate;
  return out;
}

// One that slides: 5 % in its first band, 15 % beyond.
finance::RoyaltyRate sliding(finance::Scale scale, double bound) {
  finance::RoyaltyRate out = royalty(finance::RoyaltyBase::revenue, 0);
  out.scale = scale, out.bands = {{0, bound}, {0.05, 0.15}};
  return out;
}

// A tonne of ore in place followed by hand through mine, mill, refinery and tax, against the linear
// law.
RC_GTEST_PROP(OreValue, equals_a_tonne_followed_through_the_plants_for_all, ()) {
  Case c = made_up_case();
  const Deposit& d = c.deposit[0];
  c.tax.normative_loss = *rc::gen::inRange(0, 10) * 0.01;
  c.tax.extraction[0].base =
      *rc::gen::element(finance::ExtractionBase::quote, finance::ExtractionBase::concentrate,
                        finance::ExtractionBase::cost_plus);
  c.tax.extraction[0].price_share = 0.8, c.tax.extraction[0].markup = 0.2;
  const double grade = *rc::gen::inRange(100, 5000) * 1e-5,
               by_grade = *rc::gen::inRange(0, 500) * 1e-5;
  const double price = *rc::gen::inRange(100, 30000), by_price = *rc::gen::inRange(100, 20000),
               take = *rc::gen::inRange(0, 20) * 0.01, by_take = *rc::gen::inRange(0, 20) * 0.01;
  const double years = *rc::gen::inRange(0, 60) * 0.1;
  const double of_main = *rc::gen::inRange(0, 10) * 0.01, of_all = *rc::gen::inRange(0, 10) * 0.01;
  c.tax.royalty = {royalty(finance::RoyaltyBase::revenue, of_main),
                   royalty(finance::RoyaltyBase::nsr, of_all),
                   royalty(finance::RoyaltyBase::profit, 0.3)};
  c.tax.royalty[0].product = c.commodity[0].id;

  const double ore = 1 - d.mine.loss, milled = ore * (1 + d.mine.dilution);
  const double metal = ore * grade + ore * d.mine.dilution * d.mine.dilution_grade;
  const double other = ore * by_grade * 0.6;  // 60 % of it in a concentrate of 40 %
  const double head = metal / (milled - other / 0.4);
  const double concentrate = metal * plant::recovery_at(d.mill.stage[1].recovery[0], head, years);
  const double product = concentrate * c.refinery->yield;
  double value =
      product * price * c.commodity[0].payable * (1 - take - of_main - of_all) -
      product / 0.01 *
          (c.commodity[0].selling_usd * (1 - of_all) + c.refinery->conversion_usd_per_quote);
  value += other * (by_price * 0.8 * (1 - by_take - of_all) - 100 * (1 - of_all));
  value -= milled * (14 + 2 + 1);
  const double kept = 1 - c.tax.normative_loss;
  switch (c.tax.extraction[0].base) {
    case finance::ExtractionBase::quote:
      value -= 0.06 * kept * grade * price;
      break;
    case finance::ExtractionBase::concentrate:
      value -= 0.06 * kept * 0.8 * grade * price;
      break;
    case finance::ExtractionBase::cost_plus:
      value -= 0.06 * 1.2 * (2.2 + 14);
      break;
  }
  value -= 0.05 * kept * by_grade * by_price;

  const OreValue law = ore_value(c, d, std::vector<double>{price, by_price}, {by_take, take}, years,
                                 std::vector<double>{0.012, 0.001});
  RC_ASSERT(std::abs(law.at(std::vector<double>{grade, by_grade}) - value) <
            1e-9 * (1 + std::abs(value)));
  // The cut-off is where a tonne is worth nothing, unless the floor lies above it.
  const double cut = cut_off(law, std::vector<double>{0.0, by_grade});
  if (law.per_grade[0] > 0 && cut > law.floor)
    RC_ASSERT(std::abs(law.constant + law.per_grade[0] * cut + law.per_grade[1] * by_grade) < 1e-6);
  RC_ASSERT(cut >= law.floor);
}

// Money and metal add up in every scenario, and each bid's chain is the case's own.
TEST(Run, identities_hold_in_every_scenario) {
  const Results r = small_run(made_up_case(), 60);
  ASSERT_EQ(r.rows.size(), 60u);
  double sold = 0;
  for (std::size_t b = 0; b < 2; ++b)
    for (const auto& row : r.rows) {
      EXPECT_LE(row[r.layout.measure(b, Measure::identity_residual)], 1e-9);
      EXPECT_LE(row[r.layout.measure(b, Measure::metal_residual)], 1e-12);
      EXPECT_LE(row[r.layout.measure(b, Measure::facility_residual)], 1e-9);
      sold += row[r.layout.measure(b, Measure::product_t)];
      // Along the chain nothing grows.
      const auto g = [&](std::size_t item) { return row[r.layout.bridge(b, 0, item)]; };
      EXPECT_NEAR(g(0) - g(1) + g(2), g(3), 1e-9 * g(0));  // in place - lost + dilution = delivered
      EXPECT_NEAR(g(3), g(4) + g(5), 1e-9 * g(0));         // delivered = stock + milled
      EXPECT_NEAR(g(5), g(6) + g(7), 1e-9 * g(0));         // milled = tails + concentrate
      EXPECT_NEAR(g(7), g(8) + g(9) + g(10), 1e-9 * g(0));  // concentrate = stock + tails + product
    }
  EXPECT_GT(sold, 0);
}

// Every tax that a case may have, under events: money still adds up, and each is paid.
TEST(Run, identities_hold_with_every_tax) {
  Case c = made_up_case();
  c.tax.royalty = {royalty(finance::RoyaltyBase::nsr, 0.02), sliding(finance::Scale::margin, 0.3)};
  c.tax.royalty[1].to_state = false;
  c.tax.rent.resize(1), c.tax.rent[0].id = "rent", c.tax.rent[0].rate = 0.3;
  c.tax.rent[0].hurdle = 0.05;
  c.tax.import_duty = 0.1, c.tax.imported_share = 0.5;
  c.tax.services_withholding = 0.2, c.tax.services_share = 0.1;
  c.tax.debt_to_equity = 1, c.tax.interest_cap = 0.2;
  c.tax.extraction[0].low_profit_rate = 0.01, c.tax.low_profit_limit = 0.3;
  c.financing.sweep = 0.2, c.financing.lock_up = 1.2;
  for (deal::Bid& bid : c.bid)
    for (finance::Loan& loan : bid.venture.loan) loan.guarantee_fee = 0.01;
  const Results r = small_run(c, 60);
  for (std::size_t b = 0; b < 2; ++b) {
    for (const auto& row : r.rows)
      EXPECT_LE(row[r.layout.measure(b, Measure::identity_residual)], 1e-9);
    for (const deal::Payment payment :
         {deal::Payment::royalty, deal::Payment::private_royalty, deal::Payment::rent_tax,
          deal::Payment::import_duty, deal::Payment::services_withholding}) {
      const auto paid = r.column(r.layout.payment(b, static_cast<std::size_t>(payment)));
      EXPECT_GT(total(paid), 0) << deal::kind_of(payment).name;
    }
  }
}

// The last step of the bridge is the other bid: the same row by another way.
TEST(Run, bridge_ends_at_the_other_bid) {
  const Results r = small_run(made_up_case());
  for (const auto& row : r.rows)
    for (std::size_t p = 0; p < deal::kParties; ++p)
      EXPECT_NEAR(row[r.layout.step(r.steps.size() - 1, p)], row[r.layout.own(1, p)], 1e-6);
  EXPECT_EQ(blend(made_up_case().bid[0], made_up_case().bid[1], kTermGroups.size()).id, "second");
}

TEST(Run, bids_that_move_timing_get_their_own_plan_and_equal_ones_share) {
  Case c = made_up_case();
  Results r = small_run(c, 2, 2);
  EXPECT_NE(r.plan_of_bid[0], r.plan_of_bid[1]);
  c.bid[1].delay_y = 0;
  c.bid[1].venture.marketing_discount = c.bid[0].venture.marketing_discount;
  r = small_run(c, 2, 2);
  EXPECT_EQ(r.plan_of_bid[0], r.plan_of_bid[1]);
  EXPECT_EQ(r.plans.size(), 1u);
}

// Equal bids are worth the same to everyone in every scenario.
TEST(Run, equal_bids_are_worth_the_same) {
  Case c = made_up_case();
  c.bid[1] = c.bid[0];
  c.bid[1].id = "second";
  const Results r = small_run(c);
  for (const auto& row : r.rows)
    for (std::size_t p = 0; p < deal::kParties; ++p)
      EXPECT_EQ(row[r.layout.own(0, p)], row[r.layout.own(1, p)]);
}

// A price that never moves, no classes' spread, no events: the mill never takes more than its
// capacity, and what is sold is what the refinery made.
TEST(Operations, keep_within_the_capacities) {
  const Results r = small_run(made_up_case(), 20);
  const Case c = made_up_case();
  for (const auto& row : r.rows)
    for (std::size_t y = 0; y < r.layout.years; ++y) {
      EXPECT_LE(row[r.layout.deposit_year(0, 0, DepositYear::milled_t, y)],
                c.deposit[0].mill.capacity_t_per_y * (1 + 1e-9));
      EXPECT_LE(row[r.layout.deposit_year(0, 0, DepositYear::rock_t, y)],
                c.deposit[0].mine.movement_cap_t_per_y * (1 + 1e-9));
      EXPECT_LE(row[r.layout.series(0, Series::product_t, y)],
                c.refinery->capacity_t_per_y * c.refinery->product_content * (1 + 1e-9));
      const double year = 2026 + static_cast<double>(y);
      // Nothing before first ore and after the licence.
      if (year < 2028 || year >= 2040) {
        EXPECT_EQ(row[r.layout.deposit_year(0, 0, DepositYear::milled_t, y)], 0);
      }
    }
}

// Closed transit holds sales back; open again, all is sold.
// First ore in the middle of a year's period: the mill takes half a year of its first year's ramp.
TEST(Operations, mill_for_the_part_of_a_period_after_first_ore) {
  Case c = made_up_case();
  c.deposit[0].lead_y = 3.5;
  ASSERT_TRUE(breaches(c).empty());
  const Results r = small_run(c, 1);
  const Detail detail = run(case_file(c), {1, 5, 3, 0}).details.at(0);
  const DepositSeries& hill = detail.bid[0].operated.deposit[0];
  std::size_t first = 0;
  while (r.calendar.end_y(first) <= 3.5) ++first;
  ASSERT_DOUBLE_EQ(r.calendar.start_y[first], 3);
  ASSERT_DOUBLE_EQ(r.calendar.length_y[first], 1);
  EXPECT_EQ(hill.milled_t[first - 1], 0);
  EXPECT_DOUBLE_EQ(hill.milled_t[first], 0.3e6 * 0.5 * 0.5);
  EXPECT_DOUBLE_EQ(hill.milled_t[first + 1], 0.3e6 * (0.5 * 0.5 + 0.5 * 1));
}

TEST(Rules, keep_mining_and_capital_within_calendar_and_licence) {
  const auto keys = [](const auto& change) {
    Case c = made_up_case();  // 2026 to 2041, two years of construction, ore after two
    change(c);
    std::vector<std::string> out;
    for (const Breach& breach : breaches(c)) out.push_back(breach.key);
    return out;
  };
  using Keys = std::vector<std::string>;
  EXPECT_EQ(keys([](Case& c) { c.project.licence_start = 2027; }), Keys{"project.licence_start"});
  EXPECT_EQ(keys([](Case& c) { c.deposit[0].prestrip_y = 2.5; }), Keys{"deposit.hill.prestrip"});
  EXPECT_EQ(keys([](Case& c) {
              c.bid[1].delay_y = 14;
              c.project.quarters_until = 2042;
            }),
            Keys{"bid.second.delay"});
  EXPECT_EQ(keys([](Case& c) { c.project.capital_profile.assign(20, 0.05); }),
            (Keys{"project.capital_profile", "bid.second.delay"}));
}

TEST(Events, closed_transit_delays_sales_and_loses_none) {
  Case c = made_up_case();
  Event event;
  event.id = event.name = "closed", event.date = 2031, event.duration_y = 2,
  event.closes_transit = {"T"};
  c.event = {event};
  const Results with = small_run(c, 10), without = small_run(made_up_case(), 10);
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_EQ(with.rows[i][with.layout.series(0, Series::product_t, 5)], 0);
    EXPECT_EQ(with.rows[i][with.layout.series(0, Series::product_t, 6)], 0);
    EXPECT_NEAR(with.rows[i][with.layout.measure(0, Measure::product_t)],
                without.rows[i][without.layout.measure(0, Measure::product_t)], 1e-9);
  }
}

// What is read once in a scenario cannot be changed for a time: such an event would do nothing.
TEST(Events, may_change_only_what_is_read_in_each_period) {
  const auto breach_of = [](const std::string& key) {
    Case c = made_up_case();
    Event event;
    event.id = event.name = "change", event.date = 2030;
    EventChange change;
    change.id = "it", change.key = key, change.factor = 2;
    event.change = {change};
    c.event = {event};
    return !breaches(c).empty();
  };
  Case c = made_up_case();
  const std::string main = "commodity." + c.commodity[0].id, bid = "bid." + c.bid[0].id;
  for (const auto& key : {main + ".payable", main + ".selling", std::string("tax.vat_delay")})
    EXPECT_FALSE(breach_of(key)) << key;
  for (const auto& key : {main + ".long_run", bid + ".marketing_fee", bid + ".capital_factor",
                          std::string("macro.inflation"), std::string("financing.closure")})
    EXPECT_TRUE(breach_of(key)) << key;
}

TEST(Events, halt_a_deposit_and_change_a_parameter_while_they_last) {
  Case c = made_up_case();
  Event halt, dearer;
  halt.id = halt.name = "halt", halt.date = 2032, halt.duration_y = 1, halt.halts = {"hill"};
  dearer.id = dearer.name = "dearer", dearer.date = 2030, dearer.duration_y = 1;
  EventChange change;
  change.id = "cost", change.key = "deposit.hill.mill.processing_cost", change.factor = 2;
  dearer.change = {change};
  c.event = {halt, dearer};
  ASSERT_TRUE(breaches(c).empty());
  const Calendar calendar = make_calendar(2026, 2028, 16);
  Regimes regimes(c);
  regimes.set(c, calendar, draw_events(c, calendar, 1, 0));
  for (std::size_t t = 0; t < calendar.periods(); ++t) {
    EXPECT_EQ(regimes.halted(0, t), calendar.year(t) == 2032 ? 1 : 0);
    EXPECT_EQ(regimes.at(t).deposit[0].mill.processing_usd_per_t,
              calendar.year(t) == 2030 ? 28 : 14);
  }
  const Results r = small_run(c, 4);
  for (const auto& row : r.rows)
    EXPECT_EQ(row[r.layout.deposit_year(0, 0, DepositYear::milled_t, 6)], 0);
}

// Yearly trials: the share of years in which an event of one year's length begins is its
// probability.
TEST(Events, may_not_take_a_parameter_out_of_its_range) {
  Case c = made_up_case();
  Event event;
  event.id = "luck", event.date = 2030, event.duration_y = 2;
  event.change = {{"all", "deposit.hill.mill.stage.flotation.recovery.main.recovery",
                   1.1}};  // 0.88: below what the tail allows
  c.event = {event};
  EXPECT_NO_THROW(small_run(c, 1));
  c.event[0].change[0].factor = 1.3;
  try {
    small_run(c, 1);
    FAIL() << "a recovery of 1.04 was taken";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what())
                  .find("deposit.hill.mill.stage.flotation.recovery.main.recovery to 1.04"),
              std::string::npos)
        << error.what();
  }
}

TEST(Rules, quarters_cover_the_construction_of_every_bid) {
  Case c = made_up_case();  // two years from 2026, the second bid a year later
  c.project.quarters_until = 2028;
  const auto found = breaches(c);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].key, "project.quarters_until");
  EXPECT_NE(found[0].message.find("second (2029)"), std::string::npos);
}

TEST(Events, begin_as_often_as_their_probability_says) {
  Case c = made_up_case();
  Event event;
  event.id = event.name = "often", event.yearly_probability = 0.2, event.duration_y = 0.0,
  event.first_year = 2028;
  c.event = {event};
  const Calendar calendar = make_calendar(2026, 2028, 16);
  double begun = 0;
  constexpr std::size_t kScenarios = 4000;
  for (std::size_t s = 0; s < kScenarios; ++s)
    for (const Happening& happening : draw_events(c, calendar, 5, s)) {
      EXPECT_GE(happening.from_y, 2);
      begun += 1;
    }
  const double n = 14.0 * kScenarios;
  EXPECT_NEAR(begun / n, 0.2, 4 * std::sqrt(0.2 * 0.8 / n));
}

// Flat price far above and far below cost: the venture pays, or is suspended and pays care alone.
TEST(Operations, suspend_when_cash_cost_exceeds_the_trailing_price_for_two_years) {
  const Results r = small_run(made_up_case(), 1);
  const Shared shared = shared_of(r);
  Evaluator evaluator(shared);
  CentralInput rich, poor;
  rich.prices = flat_prices(r.file.values, r.calendar, 200);
  poor.prices = flat_prices(r.file.values, r.calendar, 20);
  EXPECT_EQ(evaluator.central(0, rich).operated.suspended_y, 0);
  const Detail::OfBid low = evaluator.central(0, poor);
  // At this price the cut-off leaves hardly any ore: either nothing is milled or the venture is
  // suspended.
  EXPECT_LT(total(low.operated.product_metal_t),
            0.3 * total(evaluator.central(0, rich).operated.product_metal_t));
}

// Ore for some eight years of a licence of fourteen.
TEST(Operations, pay_no_refinery_once_the_ore_is_gone) {
  const Case c = made_up_case();
  const Results r = small_run(c, 1);
  const Shared shared = shared_of(r);
  Evaluator evaluator(shared);
  CentralInput input;
  input.prices = flat_prices(r.file.values, r.calendar, 80);
  const Operated operated = evaluator.central(0, input).operated;
  double at_work_y = 0;
  for (std::size_t t = 0; t < r.calendar.periods(); ++t) {
    const bool works = operated.product_metal_t[t] > 0;
    if (works) at_work_y += r.calendar.length_y[t];
    if (works)
      EXPECT_GT(operated.money.refining_usd[t],
                c.refinery->fixed_usd_per_y * r.calendar.length_y[t]);
    else
      EXPECT_EQ(operated.money.refining_usd[t], 0) << t;
  }
  EXPECT_GT(at_work_y, 5);
  EXPECT_LT(at_work_y, 11);
}

// Two deposits that differ in their by-product alone, before a refinery too small for both: the one
// that earns less beside the main product waits, the other mills what it would without a limit.
TEST(Operations, throttle_the_mill_that_earns_least_beside_the_main_product) {
  Case c = made_up_case();
  c.deposit.push_back(c.deposit[0]);
  c.deposit[1].id = c.deposit[1].name = "ridge";
  c.deposit[0].statement->by_product[0].grade = 0.01;  // pays for its milling
  c.deposit[1].statement->by_product[0].grade = 0.0001;
  c.refinery->stock_cap_y = 0;
  const auto milled = [&](double capacity_t) {
    c.refinery->capacity_t_per_y = capacity_t;
    const Results r = small_run(c, 1);
    const Shared shared = shared_of(r);
    Evaluator evaluator(shared);
    CentralInput input;
    input.prices = flat_prices(r.file.values, r.calendar, 80);
    return evaluator.central(0, input).operated;
  };
  const Operated whole = milled(1e6), tight = milled(4000);
  const auto most = [](const std::vector<double>& values) {
    return *std::max_element(values.begin(), values.end());
  };
  EXPECT_GT(most(whole.product_metal_t), 4000 * 0.9 * 1.2);
  EXPECT_LE(most(tight.product_metal_t), 4000 * 0.9 * (1 + 1e-12));
  EXPECT_EQ(tight.deposit[0].milled_t, whole.deposit[0].milled_t);
  EXPECT_LT(total(tight.deposit[1].milled_t), 0.9 * total(whole.deposit[1].milled_t));
}

// What the state or the manager takes of a tonne, the plan is told: a higher cut-off, less ore, a
// shorter life; a term that takes nothing of a tonne leaves the plan alone.
TEST(Plan, is_told_the_marginal_cost) {
  struct Planned {
    double cut_off, ore_t, years;
  };
  const auto plan_of = [](const Case& c) {
    const Results r = small_run(c, 1);
    const Shared shared = shared_of(r);
    Evaluator evaluator(shared);
    CentralInput input;
    input.prices = flat_prices(c, r.calendar, 80);
    const Operated operated = evaluator.central(0, input).operated;
    Planned out{};
    for (std::size_t t = 0; t < r.calendar.periods(); ++t)
      if (operated.deposit[0].milled_t[t] > 0) {
        out.cut_off = std::max(out.cut_off, operated.deposit[0].cut_off[t]);
        out.ore_t += operated.deposit[0].milled_t[t];
        out.years += r.calendar.length_y[t];
      }
    return out;
  };
  Case c = made_up_case();
  c.project.licence_y = 15, c.deposit[0].statement->cut_off = 0.002;  // so that the cut-off decides
  c.deposit[0].mill.processing_usd_per_t = 25;
  c.suspension.years_below = 20;
  const Planned base = plan_of(c);
  const auto expect_less = [&](const Case& dearer, const char* what) {
    const Planned planned = plan_of(dearer);
    EXPECT_GT(planned.cut_off, base.cut_off * 1.01) << what;
    EXPECT_LT(planned.ore_t, base.ore_t * 0.99) << what;
    EXPECT_LE(planned.years, base.years) << what;
  };
  Case dearer = c;
  dearer.bid[0].venture.royalty_uplift = 0.15;
  expect_less(dearer, "royalty");
  dearer = c, dearer.bid[0].venture.management_fee = 0.15;
  expect_less(dearer, "management fee");
  dearer = c, dearer.tax.extraction[0].rate = 0.25;
  expect_less(dearer, "extraction tax");
  dearer = c, dearer.tax.royalty = {royalty(finance::RoyaltyBase::nsr, 0.15)};
  expect_less(dearer, "royalty by law");
  dearer.tax.royalty[0].to_state = false;
  expect_less(dearer, "private royalty");
  // The planning price of 80 is in the second band.
  dearer.tax.royalty = {sliding(finance::Scale::price, 60)};
  dearer.tax.royalty[0].product = c.commodity[0].id;
  expect_less(dearer, "royalty by price");
  Case equal = c;
  equal.bid[0].profit_share = 0.3, equal.bid[0].venture.management_usd_per_y = 1e6;
  equal.tax.royalty = {royalty(finance::RoyaltyBase::profit, 0.3)};
  equal.tax.rent.resize(1), equal.tax.rent[0].id = "rent", equal.tax.rent[0].rate = 0.5;
  equal.tax.extraction[0].low_profit_rate = 0;
  EXPECT_EQ(plan_of(equal).ore_t, base.ore_t);
  // What slides with the whole venture's figures: as if its first band were all.
  Case first_band = c;
  first_band.tax.royalty = {royalty(finance::RoyaltyBase::revenue, 0.05)};
  for (const auto scale :
       {finance::Scale::margin, finance::Scale::revenue, finance::Scale::r_factor}) {
    Case slides = c;
    slides.tax.royalty = {sliding(scale, 0.01)};
    EXPECT_EQ(plan_of(slides).ore_t, plan_of(first_band).ore_t);
  }
}

// The pit is empty and ore stands in stock: the venture is kept open for it, and pays for that.
TEST(Operations, pay_care_while_ore_stands_in_stock) {
  Case c = made_up_case();
  c.deposit[0].mine.movement_cap_t_per_y = 20e6, c.deposit[0].mine.sink_rate_benches_per_y = 50;
  c.deposit[0].mine.stock_target_y = 20;  // all is mined at once, and milled over years
  const Results r = small_run(c, 1);
  const Shared shared = shared_of(r);
  Evaluator evaluator(shared);
  CentralInput input;
  input.prices = flat_prices(r.file.values, r.calendar, 80);
  for (std::size_t t = 0; t < r.calendar.periods(); ++t)
    if (r.calendar.mid_y(t) > 5) input.prices[0][t] = 1;
  const Operated operated = evaluator.central(0, input).operated;
  ASSERT_GT(operated.suspended_y, 2);
  ASSERT_GT(operated.bridge[0].ore_stock, 0);
  double mined_since = 0;
  for (std::size_t t = 0; t < r.calendar.periods(); ++t)
    if (operated.care_y[t] > 0) mined_since += operated.deposit[0].rock_t[t];
  EXPECT_EQ(mined_since, 0);
  double rock = 0, planned = 0;
  for (const double t : operated.deposit[0].rock_t) rock += t;
  for (const auto& increment : r.plans[0].deposit[0].inventory.increments)
    planned += increment.rock_t;
  EXPECT_GE(rock, planned * (1 - 1e-9));  // nothing is left in the pit
}

TEST(Central, breakeven_price_is_where_project_value_is_nothing) {
  const Results r = small_run(made_up_case(), 1);
  const Shared shared = shared_of(r);
  Evaluator evaluator(shared);
  ASSERT_FALSE(std::isnan(r.central.breakeven_usd));
  const double rate = r.file.values.discount.project;
  EXPECT_LT(flat_npv(evaluator, shared, 0, 0.999 * r.central.breakeven_usd, rate), 0);
  EXPECT_GT(flat_npv(evaluator, shared, 0, 1.001 * r.central.breakeven_usd, rate), 0);
}

// A stake priced by value costs the stated share of the planned project's value.
TEST(Central, stake_price_by_value_is_the_stated_share) {
  Case c = made_up_case();
  c.bid[0].stake_price_usd = 1e6;
  const Results r = small_run(c, 1);
  const Shared shared = shared_of(r);
  Evaluator evaluator(shared);
  const double npv = flat_npv(evaluator, shared, 1, r.file.values.planning.price_usd,
                              r.file.values.discount.project);
  ASSERT_GT(npv * 0.5 * 0.7, 1e6);  // or it would say nothing
  EXPECT_NEAR(r.stake_price_usd[1], npv * 0.5 * 0.7, 1e-6);
  EXPECT_EQ(r.stake_price_usd[0], 1e6);
}

TEST(Central, stake_price_by_value_is_not_below_what_the_first_bid_pays) {
  Case c = made_up_case();
  c.bid[1].stake_price_share = 1e-6;
  c.bid[1].stake_price_premium = 1.25;
  EXPECT_NEAR(small_run(c, 1).stake_price_usd[1], 1.25 * 2e6, 1e-6);
}

TEST(Central, costs_per_unit_add_up_to_the_breakeven_price) {
  const Results r = small_run(made_up_case(), 1);
  double sum = 0;
  for (const auto& [item, usd] : r.central.breakeven_cost) sum += usd;
  EXPECT_NEAR(sum, r.central.breakeven_usd, 1e-5 * r.central.breakeven_usd);  // found to 1e-6
}

// A sampled input moves only its own stream: the others' draws stay as they were.
TEST(Run, one_more_sampled_input_changes_no_other_draw) {
  CaseFile one = case_file(made_up_case());
  one.sampled = {{"deposit.hill.mill.stage.flotation.recovery.main.recovery",
                  {Distribution::Kind::triangular, {0.7, 0.8, 0.9}, {}},
                  1}};
  CaseFile two = one;
  two.sampled.insert(
      two.sampled.begin(),
      {"deposit.hill.mine.loss", {Distribution::Kind::uniform, {0.02, 0.06}, {}}, 1});
  const Results a = run(std::move(one), {8, 2, 3, {}}), b = run(std::move(two), {8, 2, 3, {}});
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(a.rows[i][a.layout.input(0)], b.rows[i][b.layout.input(1)]);
    EXPECT_EQ(a.rows[i][a.layout.price(0, 3)], b.rows[i][b.layout.price(0, 3)]);
  }
}

TEST(Run, refuses_a_draw_that_breaks_a_rule) {
  CaseFile file = case_file(made_up_case());
  file.sampled = {{"deposit.hill.mill.stage.flotation.recovery.main.recovery",
                   {Distribution::Kind::uniform, {0.97, 0.99}, {}},
                   1}};
  EXPECT_THROW(run(std::move(file), {2, 2, 1, {}}), InputError);
}

TEST(Run, says_no_when_no_pit_is_worth_mining) {
  Case c = made_up_case();
  c.planning.price_usd = 0.01;
  EXPECT_THROW(small_run(c), NoAnswer);
}

// Half of a uniform recovery lies above what the law can hold: as many scenarios break it as a walk
// through their draws, each with a case of its own, finds.
TEST(Draws, tell_every_scenario_that_breaks_a_rule) {
  const std::string key = "deposit.hill.mill.stage.flotation.recovery.main.recovery";
  CaseFile file = case_file(made_up_case());
  file.sampled = {{key, {Distribution::Kind::uniform, {0.9, 0.96}, {}}, 1}};
  const Case& c = file.values;
  const Calendar calendar = make_calendar(2026, 2029, 16);
  constexpr std::uint64_t kScenarios = 700;
  std::size_t broken = 0;
  std::uint64_t first = kScenarios;
  for (std::uint64_t s = 0; s < kScenarios; ++s) {
    Case drawn = c;
    std::vector<double> written(1);
    draw_inputs(file.sampled, 7, s, sampled_members(drawn), written);
    EXPECT_EQ(drawn.deposit[0].mill.stage[1].recovery[0].recovery, written[0]);
    // The law: at most 1 - tail / reference.
    if (written[0] <= 1 - 0.0008 / 0.012) continue;
    first = std::min(first, s);
    ++broken;
  }
  EXPECT_GT(broken, 250U);
  EXPECT_LT(broken, 450U);
  const std::vector<Fault> faults = faults_of_draws(file, calendar, 7, 0, kScenarios);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].key, "deposit.hill.mill.stage.flotation.recovery.main");
  EXPECT_NE(faults[0].message.find("scenario " + std::to_string(first) + " draws"),
            std::string::npos);
  EXPECT_NE(faults[0].message.find("(" + std::to_string(broken) + " of 700 scenarios"),
            std::string::npos)
      << faults[0].message;
  EXPECT_TRUE(faults_of_draws(file, calendar, 7, first, first + 1).size() == 1);
}

// What the bounds let pass never fails in a run, and what they refuse holds of some ore: for every
// grade of the product between that of poor and of the richest ore.
TEST(Feeds, that_pass_the_bounds_never_fail_a_run) {
  std::size_t passed = 0, refused = 0;
  for (double product_grade = 0.01; product_grade < 0.2; product_grade *= 1.5) {
    Case c = made_up_case();
    c.deposit[0].mill.stage[1].product_grade = product_grade;
    try {
      const Results r = small_run(c, 30);
      EXPECT_EQ(r.rows.size(), 30U);
      ++passed;
    } catch (const InputError& error) {
      ++refused;
      EXPECT_EQ(error.faults()[0].key, "deposit.hill.mill.stage.flotation.product_grade");
    }
  }
  EXPECT_GT(passed, 2U);
  EXPECT_GT(refused, 0U);
}

TEST(Check, tells_what_run_tells) {
  for (const double price : {0.01, 80.0})
    for (const double dip : {85.0, 5.0}) {
      Case c = made_up_case();
      c.planning.price_usd = price;
      c.deposit[0].solid[0].centre.x += dip < 50 ? 1e5 : 0;
      std::string checked, ran;
      try {
        check(case_file(c), {20, 5, 3, {}}, {});
      } catch (const NoAnswer& answer) {
        checked = answer.what();
      }
      try {
        small_run(c);
      } catch (const NoAnswer& answer) {
        ran = answer.what();
      }
      EXPECT_EQ(checked, ran);
      EXPECT_EQ(ran.empty(), price > 1 && dip > 50);
    }
}

// 2.2 USD/t and 0.003 for a metre: 100 t at 50 m and 60 t at 10 m, and a road moved.
TEST(Mining, costs_its_tonnes_its_depth_and_what_is_paid_once) {
  const Case c = made_up_case();
  EXPECT_DOUBLE_EQ(mining_usd(c.deposit[0], 160, 100 * 50 + 60 * 10, 5000),
                   160 * 2.2 + 0.003 * 5600 + 5000);
}

std::vector<std::string> doubts(const std::string& country, const std::string& buyer) {
  Case c = made_up_case();
  c.project.country = country;
  for (deal::Bid& bid : c.bid) bid.offtake[0].buyer = buyer;
  std::vector<std::string> out;
  for (const Doubt& doubt : doubtful_countries(c)) out.push_back(doubt.key + " = " + doubt.value);
  return out;
}

TEST(Countries, that_nearly_agree_are_told) {
  const std::string first = "bid.first.offtake.all.buyer = ",
                    second = "bid.second.offtake.all.buyer = ";
  for (const std::string buyer : {"Unted States", "united states", "United  States",
                                  "UnitedStates.", "Untied States", "United Staets"})
    EXPECT_EQ(doubts("United States", buyer),
              (std::vector<std::string>{first + buyer, second + buyer}));
  for (const std::string buyer : {"United States", "Canada", "United Kingdom", ""})
    EXPECT_TRUE(doubts("United States", buyer).empty()) << buyer;
  EXPECT_TRUE(doubts("KZ", "KG").empty());
  EXPECT_EQ(doubts("KZ", "kz").size(), 2U);
  EXPECT_TRUE(doubts("Niger", "Nigeria").empty());
}

TEST(Parameters, nearest_key_is_found) {
  EXPECT_EQ(nearest("recovry", {"capacity", "recovery", "learning"}).front(), "recovery");
  EXPECT_TRUE(nearest("zzzzzz", {"capacity"}).empty());
  for (const Parameter& parameter : parameters())
    EXPECT_FALSE(parameter.meaning.empty()) << parameter.key;
}

}  // namespace
}  // namespace lode::study

#include "deal/waterfall.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

namespace lode::deal {
namespace {

using finance::Line;

// fiscal_regimes_computed.csv: cash of a mine after royalty and income tax (regimes R3 to R6), year
// by year.
const std::vector<double> kCash = {-300,   -300,   149.28, 139.68, 140.08, 140.48, 140.88, 117.28,
                                   117.28, 117.28, 117.28, 117.28, 117.28, 121.28, -40};

// A ledger in which the holders pay what is below zero and get what is above, in flat money.
finance::Venture holders_only(const std::vector<double>& cash) {
  finance::Venture v;
  v.ledger.periods = cash.size();
  v.ledger.values.assign(finance::kLines * cash.size(), 0.0);
  v.index.usd.assign(cash.size(), 1.0);
  v.index.local_per_usd.assign(cash.size(), 1.0);
  for (std::size_t t = 0; t < cash.size(); ++t) {
    v.ledger.at(Line::pretax_cash, t) = cash[t];
    v.ledger.at(Line::revenue, t) = std::max(0.0, cash[t]);
    v.ledger.at(Line::equity, t) = std::max(0.0, -cash[t]);
    v.ledger.at(Line::distribution, t) = std::max(0.0, cash[t]);
  }
  return v;
}

Bid bid_of(double fund_stake, Carry carry) {
  Bid bid;
  bid.sponsor_stake = 1 - fund_stake;
  bid.fund_stake = fund_stake;
  bid.carry = carry;
  return bid;
}

finance::Tax no_withholding() {
  finance::Tax tax;
  tax.dividend_rate = tax.dividend_rate_major = 0;
  return tax;
}

const std::vector<double>& flow(const PartyFlows& flows, Party party) {
  return flows.flow[static_cast<std::size_t>(party)];
}
const std::vector<double>& receipts(const PartyFlows& flows, Instrument instrument) {
  return flows.receipts[static_cast<std::size_t>(instrument)];
}

PartyFlows run(const std::vector<double>& cash, const Bid& bid, const finance::Tax& tax) {
  const Calendar calendar = make_calendar(2026, 2026, static_cast<int>(cash.size()));
  const std::vector<const finance::Tax*> regime(cash.size(), &tax);
  return waterfall(calendar, holders_only(cash), regime, bid, 0, 0);
}

void expect_rows(const std::vector<double>& row, const std::vector<double>& expected) {
  ASSERT_EQ(row.size(), expected.size());
  for (std::size_t t = 0; t < row.size(); ++t) EXPECT_NEAR(row[t], expected[t], 1e-6) << t;
}

// Regime R5: 30 % free.
TEST(Carry, free_matches_the_table) {
  const auto flows = run(kCash, bid_of(0.3, Carry::free), no_withholding());
  expect_rows(flow(flows, Party::fund), {0, 0, 44.784, 41.904, 42.024, 42.144, 42.264, 35.184,
                                         35.184, 35.184, 35.184, 35.184, 35.184, 36.384, 0});
  expect_rows(flow(flows, Party::sponsor),
              {-300, -300, 104.496, 97.776, 98.056, 98.336, 98.616, 82.096, 82.096, 82.096, 82.096,
               82.096, 82.096, 84.896, -40});
}

// Regime R6: 30 % carried, its calls grow at 10 % and are repaid out of its dividends.
TEST(Carry, repaid_matches_the_table) {
  Bid bid = bid_of(0.3, Carry::repaid);
  bid.carry_rate = 0.10;
  const auto flows = run(kCash, bid, no_withholding());
  expect_rows(flow(flows, Party::fund),
              {0, 0, 0, 0, 0, 0, 0, 0, 21.163709, 35.184, 35.184, 35.184, 35.184, 36.384, 0});
  expect_rows(flow(flows, Party::sponsor),
              {-300, -300, 149.28, 139.68, 140.08, 140.48, 140.88, 117.28, 96.116291, 82.096,
               82.096, 82.096, 82.096, 84.896, -40});
}

TEST(Carry, pro_rata_pays_by_stake) {
  const auto flows = run(kCash, bid_of(0.3, Carry::pro_rata), no_withholding());
  for (std::size_t t = 0; t < kCash.size(); ++t) {
    EXPECT_NEAR(flow(flows, Party::fund)[t], 0.3 * kCash[t], 1e-12);
    EXPECT_NEAR(flow(flows, Party::sponsor)[t], 0.7 * kCash[t], 1e-12);
  }
}

// Regime R3: a resource rent tax of 25 % beyond a hurdle of 15 %.
TEST(ProfitShare, matches_the_rent_tax_of_the_table) {
  Bid bid = bid_of(0, Carry::free);
  bid.profit_share = 0.25;
  bid.profit_share_hurdle = 0.15;
  const auto flows = run(kCash, bid, no_withholding());
  expect_rows(receipts(flows, Instrument::profit_share),
              {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 28.677245, 29.32, 30.32, 0});
}

// Regime R4: the same, and 15 % withheld from what is left.
TEST(Withholding, matches_the_table) {
  Bid bid = bid_of(0, Carry::free);
  bid.profit_share = 0.25;
  bid.profit_share_hurdle = 0.15;
  finance::Tax tax;
  tax.dividend_rate_major = 0.15;
  const auto flows = run(kCash, bid, tax);
  expect_rows(receipts(flows, Instrument::dividend_withholding),
              {0, 0, 22.392, 20.952, 21.012, 21.072, 21.132, 17.592, 17.592, 17.592, 17.592,
               13.290413, 13.194, 13.644, 0});
}

TEST(Withholding, depends_on_the_stake_and_leaves_the_fund_alone) {
  const finance::Tax tax;
  const auto rate_at = [&](double fund_stake) {
    const auto flows = run({-100, 200}, bid_of(fund_stake, Carry::free), tax);
    EXPECT_NEAR(flow(flows, Party::fund)[1], 200 * fund_stake, 1e-12);
    return receipts(flows, Instrument::dividend_withholding)[1] / (200 * (1 - fund_stake));
  };
  EXPECT_NEAR(rate_at(0.3), 0.05, 1e-12);
  EXPECT_NEAR(rate_at(0.75), 0.05, 1e-12);
  EXPECT_NEAR(rate_at(0.76), 0.15, 1e-12);
}

// With inflation the hurdle is real: 15 % real on 100 spent at the price level 1 is 115 x 1.02 a
// year later.
TEST(ProfitShare, hurdle_is_real) {
  const Calendar calendar = make_calendar(2026, 2026, 2);
  finance::Venture venture = holders_only({-100, 200});
  venture.index.usd = {1, 1.02};
  const finance::Tax tax = no_withholding();
  const std::vector<const finance::Tax*> regime(2, &tax);
  Bid bid = bid_of(0, Carry::free);
  bid.profit_share = 0.5;
  const auto flows = waterfall(calendar, venture, regime, bid, 0, 0);
  EXPECT_NEAR(receipts(flows, Instrument::profit_share)[1], 0.5 * (200 - 115 * 1.02), 1e-12);
}

// Once shared the account stands at zero: a later 100 must come back with its own 15 % first.
TEST(ProfitShare, what_is_paid_in_later_comes_back_first) {
  Bid bid = bid_of(0, Carry::free);
  bid.profit_share = 0.5;
  const auto flows = run({-100, 200, -100, 120}, bid, no_withholding());
  expect_rows(receipts(flows, Instrument::profit_share), {0, 0.5 * 85, 0, 0.5 * 5});
}

TEST(StakePrice, is_paid_at_closing_in_money_of_the_day) {
  const Calendar calendar = make_calendar(2026, 2026, 3);
  finance::Venture venture = holders_only({0, 0, 0});
  venture.index.usd = {1, 1.02, 1.04};
  const finance::Tax tax;
  const std::vector<const finance::Tax*> regime(3, &tax);
  const auto at = [&](double closing_y) {
    return waterfall(calendar, venture, regime, bid_of(0.3, Carry::free), 35, closing_y);
  };
  expect_rows(flow(at(1), Party::seller), {0, 35.7, 0});
  expect_rows(flow(at(1), Party::sponsor), {0, -35.7, 0});
  expect_rows(flow(at(-1), Party::seller), {35, 0, 0});
  expect_rows(flow(at(9), Party::seller), {0, 0, 36.4});
  EXPECT_EQ(at(1).identity_residual, 0);
}

TEST(HomeTax, is_of_the_gross_dividend) {
  Bid bid = bid_of(0.3, Carry::free);
  bid.home_dividend_tax = 0.1;
  const auto flows = run({-100, 200}, bid, finance::Tax{});
  EXPECT_NEAR(flow(flows, Party::other_governments)[1], 14, 1e-12);
  EXPECT_NEAR(flow(flows, Party::sponsor)[1], 140 - 7 - 14, 1e-12);
}

// ---- on whole ventures ----

double between(double low, double high) {
  return low + (high - low) * *rc::gen::resize(100, rc::gen::inRange(0, 1001)) / 1000.0;
}

struct Case {
  Calendar calendar;
  finance::Tax tax;
  std::vector<const finance::Tax*> regime;
  finance::Venture venture;
  Bid bid;
};

std::shared_ptr<Case> random_case() {
  auto c = std::make_shared<Case>();
  c->calendar = make_calendar(2026, 2029, 25);
  const std::size_t n = c->calendar.periods();
  c->tax.extraction = {{"main", 0.08}};
  c->tax.pool = {{"all", 1.0, 0.2}};
  c->regime.assign(n, &c->tax);
  finance::Operations operations = finance::make_operations(n, 1);
  std::vector<double> capital(n, 0.0);
  const double revenue = between(0, 500), collapse_y = between(3, 40);
  for (std::size_t t = 0; t < n; ++t) {
    const double length = c->calendar.length_y[t], time = c->calendar.mid_y(t);
    if (time < 3) capital[t] = between(0, 400) * length;
    if (time < 3 || time > 23) continue;
    operations.revenue_usd[t] = operations.marketed_usd[t] =
        revenue * (time > collapse_y ? 0.2 : 1);
    operations.mining_usd[t] = between(50, 150);
    operations.ore_milled_t[t] = 10;
    operations.contained_t[0][t] = 5;
    operations.price_usd_per_t[0][t] = revenue / 10;
  }
  Bid& bid = c->bid;
  bid.fund_stake = between(0, 0.9);
  bid.sponsor_stake = 1 - bid.fund_stake;
  bid.carry = *rc::gen::element(Carry::free, Carry::repaid, Carry::pro_rata);
  bid.profit_share = between(0, 0.5);
  bid.home_dividend_tax = between(0, 0.2);
  bid.venture.royalty_uplift = between(0, 0.05);
  bid.venture.marketing_discount = between(0, 0.1);
  for (const double rate : {0.05, 0.075}) {
    finance::Loan loan;
    loan.commitment_usd = between(0, 900);
    loan.rate = rate;
    loan.upfront_fee = 0.01;
    loan.commitment_fee = 0.005;
    loan.exposure_fee = 0.08;
    loan.withholding = between(0, 0.1);
    bid.venture.loan.push_back(loan);
  }
  finance::Financing financing;
  financing.support_cap_usd = between(0, 300);
  financing.closure_usd = between(0, 100);
  financing.closure_usd_per_t = 0.3;
  c->venture = finance::venture_cash_flow(c->calendar, operations, capital, c->regime, financing,
                                          finance::Macro{}, bid.venture, {3, 3, 25});
  return c;
}

// Independent of the function's own residual.
RC_GTEST_PROP(Waterfall, gives_away_just_the_pretax_cash_for_all, ()) {
  const auto c = random_case();
  const auto flows = waterfall(c->calendar, c->venture, c->regime, c->bid, between(0, 100), 1.25);
  for (std::size_t t = 0; t < flows.periods; ++t) {
    double sum = 0, gross = 1e-6;
    for (const auto& row : flows.flow) {
      sum += row[t];
      gross += std::abs(row[t]);
    }
    RC_ASSERT(std::abs(sum - c->venture.ledger.at(Line::pretax_cash, t)) <= 1e-9 * gross);
    double state = 0;
    for (const auto& row : flows.receipts) {
      RC_ASSERT(row[t] >= 0);
      state += row[t];
    }
    RC_ASSERT(std::abs(state - flow(flows, Party::state)[t]) <= 1e-9 * gross);
  }
  RC_ASSERT(flows.identity_residual <= 1e-9);
}

// A free carry: the fund never pays, and gets its stake of every distribution after the profit
// share.
RC_GTEST_PROP(Waterfall, free_carry_holds_for_all, ()) {
  const auto c = random_case();
  c->bid.carry = Carry::free;
  const auto flows = waterfall(c->calendar, c->venture, c->regime, c->bid, 0, 1);
  for (std::size_t t = 0; t < flows.periods; ++t) {
    const double shared = receipts(flows, Instrument::profit_share)[t];
    const double expected =
        c->bid.fund_stake * (c->venture.ledger.at(Line::distribution, t) - shared);
    RC_ASSERT(std::abs(flow(flows, Party::fund)[t] - expected) <= 1e-9 * (1 + expected));
    RC_ASSERT(flow(flows, Party::fund)[t] >= 0);
  }
}

// A carry that is repaid moves money between sponsor and fund only, at a value of nothing at its
// own rate if it is repaid in full.
RC_GTEST_PROP(Waterfall, repaid_carry_moves_between_the_holders_for_all, ()) {
  const auto c = random_case();
  c->bid.carry = Carry::pro_rata;
  const auto paid = waterfall(c->calendar, c->venture, c->regime, c->bid, 0, 1);
  c->bid.carry = Carry::repaid;
  const auto lent = waterfall(c->calendar, c->venture, c->regime, c->bid, 0, 1);
  double value = 0, gross = 1, later = 0;
  for (std::size_t t = 0; t < lent.periods; ++t) {
    const double fund = flow(lent, Party::fund)[t] - flow(paid, Party::fund)[t];
    const double sponsor = flow(lent, Party::sponsor)[t] - flow(paid, Party::sponsor)[t];
    RC_ASSERT(std::abs(fund + sponsor) <= 1e-9 * (1 + std::abs(fund)));
    RC_ASSERT(flow(lent, Party::fund)[t] >= -1e-9);
    const double discounted = fund / std::pow(1 + c->bid.carry_rate, c->calendar.mid_y(t));
    value += discounted;
    gross += std::abs(discounted);
    later += flow(lent, Party::fund)[t];
  }
  if (later > 1e-6) RC_ASSERT(std::abs(value) <= 1e-9 * gross);
  if (later <= 1e-6) RC_ASSERT(value >= -1e-9 * gross);
}

// At the hurdle's rate the holders' real value to date never passes nothing by more than what they
// keep of the excess.
RC_GTEST_PROP(Waterfall, profit_is_shared_only_beyond_the_hurdle_for_all, ()) {
  const auto c = random_case();
  const auto flows = waterfall(c->calendar, c->venture, c->regime, c->bid, 0, 1);
  double value = 0;
  for (std::size_t t = 0; t < flows.periods; ++t) {
    const auto& l = c->venture.ledger;
    const double factor = c->venture.index.usd[t] * std::pow(1.15, c->calendar.mid_y(t));
    value +=
        (l.at(Line::distribution, t) - l.at(Line::equity, t) - l.at(Line::support, t)) / factor;
    const double shared = receipts(flows, Instrument::profit_share)[t];
    RC_ASSERT(shared <= c->bid.profit_share * l.at(Line::distribution, t) * (1 + 1e-12));
    // Before they pay in once more, the account is the value to date.
    if (shared > 1e-6) {
      RC_ASSERT(value > 0);
      break;
    }
    RC_ASSERT(value <= 1e-6 || c->bid.profit_share == 0);
  }
}

RC_GTEST_PROP(PresentValues, match_brute_force_for_all, ()) {
  const auto c = random_case();
  const auto flows = waterfall(c->calendar, c->venture, c->regime, c->bid, 50, 1);
  const DiscountRates rates{0.081, 0.051, 0.082, 0.083, 0.084, 0.052, 0.053, 0.085};
  c->bid.marketer_is_sponsor = *rc::gen::arbitrary<bool>();
  const double of_marketer = c->bid.marketer_is_sponsor ? c->bid.equity_rate : rates.marketer;
  const double expected_rate[] = {
      rates.state, rates.fund,   c->bid.equity_rate,      0.042,        rates.guarantor,
      of_marketer, rates.seller, rates.other_governments, rates.project};
  const auto values = present_values(c->calendar, flows, c->venture.index, c->bid, rates, 0.042);
  const auto common = present_values_at(c->calendar, flows, c->venture.index, 0.08);
  double all = 0, pretax = 0, scale = 1;
  for (std::size_t p = 0; p < kParties; ++p) {
    double own = 0, at_common = 0, size = 1;
    for (std::size_t t = 0; t < flows.periods; ++t) {
      const double mid = c->calendar.mid_y(t);
      const bool lender = p == static_cast<std::size_t>(Party::lenders);
      const double real = flows.flow[p][t] / c->venture.index.usd[t];
      own += (lender ? flows.flow[p][t] : real) / std::pow(1 + expected_rate[p], mid);
      at_common += real / std::pow(1.08, mid);
      size += std::abs(flows.flow[p][t]);
      if (p == 0)
        pretax += c->venture.ledger.at(Line::pretax_cash, t) / c->venture.index.usd[t] /
                  std::pow(1.08, mid);
    }
    RC_ASSERT(std::abs(values[p] - own) <= 1e-10 * size);
    RC_ASSERT(std::abs(common[p] - at_common) <= 1e-10 * size);
    all += common[p];
    scale += size;
  }
  RC_ASSERT(std::abs(all - pretax) <= 1e-9 * scale);  // at one rate the parties add to the whole
}

TEST(Names, of_parties_and_instruments_differ) {
  for (std::size_t p = 0; p < kParties; ++p)
    for (std::size_t q = 0; q < p; ++q)
      EXPECT_NE(name_of(static_cast<Party>(p)), name_of(static_cast<Party>(q)));
  EXPECT_EQ(name_of(Party::state), "state");
  EXPECT_EQ(name_of(Party::other_governments), "other_governments");
  EXPECT_EQ(name_of(Party::balances), "balances");
  EXPECT_EQ(name_of(Instrument::extraction_tax), "extraction_tax");
  EXPECT_EQ(name_of(Instrument::dividend_withholding), "dividend_withholding");
  EXPECT_EQ(name_of(Instrument::profit_share), "profit_share");
}

}  // namespace
}  // namespace lode::deal

#include "study/central.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "study/evaluate.h"
#include "study/scene.h"

namespace lode::study {
namespace {

using finance::Line;

// What a project before financing and marketing pays or sets aside.
bool is_paid(const finance::Venture& venture, Line line) {
  const std::vector<double> row = venture.ledger.row(line);
  return std::any_of(row.begin(), row.end(), [](double amount) { return amount != 0; });
}

// What the project spends, in the order of the tables; of taxes and royalties what there is.
std::vector<Line> costs_of(const finance::Venture& venture) {
  std::vector<Line> out(kOperatingCosts.begin(), kOperatingCosts.end());
  out.insert(out.end(), {Line::sustaining, Line::capital, Line::closure});
  for (const Line tax : finance::kTaxes)
    if (is_paid(venture, tax)) out.push_back(tax);
  if (is_paid(venture, Line::private_royalty)) out.push_back(Line::private_royalty);
  for (const Line line :
       {Line::vat_due_change, Line::working_capital_change, Line::closure_fund_change})
    out.push_back(line);
  return out;
}

// A bid of the case mined and sold in one world.
struct CentralCase {
  CentralCase(const Study& of, std::size_t bid_index, World in)
      : study(of),
        world(std::move(in)),
        scene(study, world),
        bid(study.stake_price_usd.size() > bid_index ? bid_in(scene, bid_index)
                                                     : scene.now.drawn().bid[bid_index]),
        operated(operate(scene, study.plans[study.plan_of_bid[bid_index]], {}, 0,
                         selling_of(study, study.file->values.bid[bid_index]))) {}
  Trade trade() const { return trade_of(scene, operated, bid); }
  Books books() const { return books_of(scene, operated, bid); }
  std::vector<double> flow() const { return project_flow(project_of(scene, bid, trade())); }
  double npv(double rate) const { return finance::net_present_value(flow(), study.calendar, rate); }

  const Study& study;
  const World world;
  const Scene scene;
  const deal::Bid bid;
  const Operated operated;
};

World at_price(const Study& study, double price_usd) {
  return central_world(study, flat_prices(study.file->values, study.calendar, price_usd));
}

// The planning price, or the long run where by-products alone are planned on.
double usual_price_usd(const Case& c) {
  return c.planning.price_usd > 0 ? c.planning.price_usd : c.commodity.front().long_run_usd;
}

// Bisection between 1 % of the usual price and that price, doubled until the value is not negative.
// Value rises with price except where a tax limit makes it fall: there the price found is one of
// several.
double breakeven(const Study& study) {
  const Case& c = study.file->values;
  const double rate = c.discount.project;
  const double start = usual_price_usd(c);
  double low = 0.01 * start, high = start;
  if (flat_npv(study, 0, low, rate) >= 0) return std::numeric_limits<double>::quiet_NaN();
  while (flat_npv(study, 0, high, rate) < 0)
    if ((high *= 2) > 100 * start) return std::numeric_limits<double>::quiet_NaN();
  while (high - low > 1e-6 * high) {
    const double middle = 0.5 * (low + high);
    (flat_npv(study, 0, middle, rate) < 0 ? low : high) = middle;
  }
  return high;
}

std::vector<double> price_steps(const Case& c) {
  std::vector<double> out;
  for (const double factor : {0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.25, 1.5, 2.0}) {
    const double price = factor * usual_price_usd(c);
    const double unit = std::pow(10, std::floor(std::log10(price)) - 1);  // two significant digits
    out.push_back(std::round(price / unit) * unit);
  }
  return out;
}

void add_take(Central& out, const Study& study, std::size_t b, double price) {
  const CentralCase one(study, b, at_price(study, price));
  const Books books = one.books();
  const auto worth = deal::present_values_at(study.calendar, books.flows, books.venture.index,
                                             study.file->values.discount.state);
  double whole = 0;
  for (const double value : worth) whole += value;
  const double state = worth[static_cast<std::size_t>(deal::Party::state)];
  const double host = sum_over(deal::host_side({}), [&](deal::Party party) {
    return worth[static_cast<std::size_t>(party)];
  });
  const double none = std::numeric_limits<double>::quiet_NaN();
  out.take.push_back({b, price, whole > 0 ? state / whole : none, whole > 0 ? host / whole : none});
}

Central::Bank bank_case(const Study& study, std::size_t b) {
  const Case& c = study.file->values;
  const CentralCase one(study, b, bank_world(study));
  const Books e = one.books();
  Central::Bank out;
  double least = kInfinity, sum = 0, n = 0, last_service = 0, last_cash = 0;
  for (const double cover : e.venture.cover)
    if (!std::isnan(cover)) {
      least = std::min(least, cover);
      sum += cover;
      n += 1;
    }
  for (std::size_t t = 0; t < study.calendar.periods(); ++t) {
    if (e.venture.ledger.at(Line::scheduled_service, t) > 0) last_service = study.calendar.end_y(t);
    if (e.venture.ledger.at(Line::cash_for_debt_service, t) > 0 && e.money.ore_milled_t[t] > 0)
      last_cash = study.calendar.end_y(t);
  }
  const double none = std::numeric_limits<double>::quiet_NaN();
  out.minimum_cover = n > 0 ? least : none;
  out.mean_cover = n > 0 ? sum / n : none;
  out.loan_life_cover = e.venture.loan_life_cover;
  out.drawn_usd = e.venture.drawn_usd;
  out.peak_debt_usd = e.venture.peak_debt_usd;
  out.in_default = e.venture.default_period.has_value();
  out.tail_y = n > 0 ? last_cash - last_service : none;
  out.npv_usd = one.npv(c.discount.project);
  return out;
}

// What is spent and who pays until construction ends, nominal, reference bid, median price path.
void sources_and_uses(Central& out, const Books& e, const Calendar& calendar, double end_y) {
  const auto total = [&](Line line) {
    double sum = 0;
    for (std::size_t t = 0; t < calendar.periods() && calendar.mid_y(t) < end_y; ++t)
      sum += e.venture.ledger.at(line, t);
    return sum;
  };
  double operating = 0, taxes = 0;
  for (const Line line : kOperatingCosts) operating += total(line);
  for (const Line line :
       {Line::sustaining, Line::closure, Line::marketing, Line::management, Line::private_royalty})
    operating += total(line);
  for (const Line line : finance::kTaxes) taxes += total(line);
  out.sources = {{"loans drawn", total(Line::draw)},
                 {"equity", total(Line::equity)},
                 {"support", total(Line::support)},
                 {"revenue before construction ends", total(Line::revenue)}};
  out.uses = {{"initial capital", total(Line::capital)},
              {"operating and sustaining", operating},
              {"taxes", taxes},
              {"interest", total(Line::interest)},
              {"fees", total(Line::upfront_fee) + total(Line::commitment_fee) +
                           total(Line::exposure_fee) + total(Line::guarantee_fee)},
              {"principal", total(Line::principal)},
              {"distributed", total(Line::distribution)},
              {"VAT due", total(Line::vat_due_change)},
              {"working capital", total(Line::working_capital_change)},
              {"closure fund", total(Line::closure_fund_change)},
              {"reserve and cash", total(Line::reserve_change) + total(Line::cash_change)}};
}

void add_plan_cash(Central& out, const CentralCase& planned) {
  const finance::Venture venture = project_of(planned.scene, planned.bid, planned.trade());
  const auto put = [&](std::string_view name, const std::vector<double>& real) {
    out.plan_cash.emplace_back(std::string(name), planned.study.calendar.by_year(real));
  };
  put(finance::name_of(Line::revenue), real_row(venture, Line::revenue));
  for (const Line line : costs_of(venture)) put(finance::name_of(line), real_row(venture, line));
  put("net", project_flow(venture));
}

std::vector<YearLine> lines_of(const CentralCase& one) {
  const Books books = one.books();
  const finance::Venture project = project_of(one.scene, one.bid, one.trade());
  return year_lines({one.study, one.bid, one.operated, books, project});
}

// Present value of each cost over that of the units paid for: they add up to the breakeven price,
// since the project is worth nothing there.
void add_breakeven_cost(Central& out, const Study& study) {
  const CentralCase even(study, 0, at_price(study, out.breakeven_usd));
  const Trade trade = even.trade();
  const finance::Venture venture = project_of(even.scene, even.bid, trade);
  const auto worth = [&](const std::vector<double>& real) {
    return finance::net_present_value(real, study.calendar, study.file->values.discount.project);
  };
  const double units = worth(trade.money.marketed_usd) / out.breakeven_usd;
  out.breakeven_cost.emplace_back("by-products",
                                  -(worth(trade.money.revenue_usd) / units - out.breakeven_usd));
  for (const Line line : costs_of(venture))
    out.breakeven_cost.emplace_back(std::string(finance::name_of(line)),
                                    worth(real_row(venture, line)) / units);
}

// The reference bid's value at flat prices, and along median paths from other starts.
void add_price_values(Central& out, const Study& study) {
  const Case& c = study.file->values;
  for (const double price : price_steps(c)) {
    const std::vector<double> flow = CentralCase(study, 0, at_price(study, price)).flow();
    for (const double rate : {0.05, 0.06, 0.08, 0.10, 0.12})
      out.grid.push_back({price, rate, finance::net_present_value(flow, study.calendar, rate)});
    for (std::size_t b = 0; b < c.bid.size(); ++b) add_take(out, study, b, price);
    out.price_values.push_back(
        {fmt::format("flat {:g}", price),
         finance::net_present_value(flow, study.calendar, c.discount.project)});
  }
  for (const double start : {0.5, 1.0, 2.0, 3.0})
    for (const double half_life : {0.5, 1.0, 2.0, 3.0}) {
      std::vector<market::Commodity> moved = c.commodity;
      moved[0].start_usd *= start;
      moved[0].half_life_y = half_life;
      const CentralCase one(study, 0,
                            central_world(study, market::median_prices(moved, study.calendar)));
      out.price_values.push_back({fmt::format("from {:g} with a half-life of {:g} y",
                                              start * c.commodity[0].start_usd, half_life),
                                  one.npv(c.discount.project)});
    }
}

}  // namespace

market::PricePath flat_prices(const Case& c, const Calendar& calendar, double main_usd) {
  std::vector<double> flat = planning_prices(c);
  flat[0] = main_usd / c.commodity.front().quote_mass_t;
  market::PricePath out;
  for (const double price : flat) out.emplace_back(calendar.periods(), price);
  return out;
}

World bank_world(const Study& study) {
  const BankCase& bank = study.file->values.bank_case;
  World out = at_price(study, bank.price_usd);
  out.stress = {bank.recovery_factor, bank.capital_factor, bank.delay_y};
  return out;
}

double flat_npv(const Study& study, std::size_t bid, double price_usd, double rate) {
  return CentralCase(study, bid, at_price(study, price_usd)).npv(rate);
}

double stake_price_usd(const Study& study, std::size_t b) {
  const Case& c = study.file->values;
  const deal::Bid& bid = c.bid[b];
  if (bid.stake_price_rule == deal::StakePrice::given) return bid.stake_price_usd;
  const double npv = flat_npv(study, b, c.planning.price_usd, c.discount.project);
  const double first = b > 0 ? stake_price_usd(study, 0) : 0;
  return bid.stake_price_premium * std::max(npv * bid.stake_price_share * bid.sponsor_stake, first);
}

Central make_central(const Study& study) {
  const Case& c = study.file->values;
  const Calendar& calendar = study.calendar;
  Central out;
  out.breakeven_usd = breakeven(study);
  add_price_values(out, study);
  for (std::size_t b = 0; b < c.bid.size(); ++b) out.bank.push_back(bank_case(study, b));
  const CentralCase median(study, 0, median_world(study));
  sources_and_uses(out, median.books(), calendar,
                   c.project.construction_start - c.project.base_year + c.bid[0].delay_y +
                       static_cast<double>(c.project.capital_profile.size()));
  for (std::size_t b = 0; b < c.bid.size(); ++b)
    out.yearly.push_back(lines_of(CentralCase(study, b, at_price(study, c.planning.price_usd))));
  const CentralCase planned(study, 0, at_price(study, c.planning.price_usd));
  add_plan_cash(out, planned);
  out.base_npv_usd = planned.npv(c.discount.project);
  World means = at_price(study, usual_price_usd(c));
  for (const SampledInput& sampled : study.file->sampled)
    means.inputs.push_back(sampled.distribution.mean());
  out.mean_inputs_npv_usd = CentralCase(study, 0, std::move(means)).npv(c.discount.project);
  out.party_breakeven = party_breakevens(study);
  if (!std::isnan(out.breakeven_usd)) add_breakeven_cost(out, study);
  for (std::size_t d = 0; d < c.deposit.size(); ++d) {
    const DepositSeries& series = planned.operated.deposit[d];
    out.plan.push_back({d, calendar.by_year(series.ore_mined_t), calendar.by_year(series.rock_t),
                        calendar.by_year(series.milled_t), calendar.by_year(series.feed_metal_t)});
  }
  return out;
}

}  // namespace lode::study

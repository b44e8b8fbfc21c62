#include "study/evaluate.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "study/draws.h"
#include "study/plants.h"

namespace lode::study {
namespace {

using deal::Party;
using finance::Line;

std::vector<double> real_row(const finance::Venture& venture, Line line) {
  std::vector<double> out = venture.ledger.row(line);
  for (std::size_t t = 0; t < out.size(); ++t) out[t] /= venture.index.usd[t];
  return out;
}

std::vector<double> real_flow(const deal::PartyFlows& flows, const finance::Index& index,
                              Party party) {
  std::vector<double> out = flows.flow[static_cast<std::size_t>(party)];
  for (std::size_t t = 0; t < out.size(); ++t) out[t] /= index.usd[t];
  return out;
}

void add(std::vector<double>& to, const std::vector<double>& from, double factor = 1) {
  for (std::size_t t = 0; t < to.size(); ++t) to[t] += factor * from[t];
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

double lowest_cumulative(const std::vector<double>& flow) {
  double cumulative = 0, lowest = 0;
  for (const double value : flow) lowest = std::min(lowest, cumulative += value);
  return lowest;
}

double nan() { return std::numeric_limits<double>::quiet_NaN(); }

}  // namespace

Evaluator::Evaluator(const Shared& shared)
    : shared_(shared),
      drawn_(shared.file.values),
      members_(sampled_members(drawn_)),
      regimes_(drawn_) {}

void Evaluator::draw(std::uint64_t scenario, std::vector<double>& row) {
  drawn_ = shared_.file.values;  // lists keep their sizes, so the members' addresses hold
  draw_inputs(shared_.file.sampled, shared_.seed, scenario, members_,
              std::span(row).subspan(shared_.layout.input(0), shared_.file.sampled.size()));
}

finance::Timeline Evaluator::timeline(const deal::Bid& bid, double extra_delay_y) const {
  const Project& project = drawn_.project;
  finance::Timeline out;
  const double start = project.construction_start - project.base_year + bid.delay_y;
  out.construction_end_y = start + static_cast<double>(project.capital_profile.size());
  out.production_start_y = kInfinity;
  for (const Deposit& deposit : drawn_.deposit)
    out.production_start_y = std::min(
        out.production_start_y, production_start_y(drawn_, deposit, bid.delay_y + extra_delay_y));
  out.licence_end_y = project.licence_start + project.licence_y - project.base_year;
  return out;
}

// Initial capital, real [period]: the case's, times overrun, the bid's factor and the regime of the
// period. A late first ore moves none of it: the money is out, the ore is late.
std::vector<double> Evaluator::capital(const deal::Bid& bid, double factor) const {
  const Project& project = drawn_.project;
  const Calendar& calendar = shared_.calendar;
  std::vector<double> out(calendar.periods(), 0.0);
  const double start = project.construction_start - project.base_year + bid.delay_y;
  for (std::size_t year = 0; year < project.capital_profile.size(); ++year)
    for (std::size_t t = 0; t < calendar.periods(); ++t) {
      const double from = start + static_cast<double>(year);
      const double share = calendar.overlap(t, from, from + 1) * calendar.length_y[t];
      out[t] += share * project.capital_profile[year] * project.capital_usd *
                regimes_.at(t).project.capital_overrun * bid.capital_factor * factor;
    }
  return out;
}

Detail::OfBid Evaluator::evaluate(const deal::Bid& bid, const Operated& operated,
                                  double stake_price_usd,
                                  const std::vector<std::vector<double>>& prices,
                                  double capital_factor, double extra_delay_y, bool with_loans) {
  Detail::OfBid out;
  out.sales = sell(operated, bid, regimes_);
  out.money = with_sales(operated, out.sales, regimes_, prices);
  out.capital_usd = capital(bid, capital_factor);
  finance::VentureTerms terms = bid.venture;
  if (!with_loans) terms.loan.clear();
  out.venture = finance::venture_cash_flow(shared_.calendar, out.money, out.capital_usd,
                                           regimes_.tax(), drawn_.financing, drawn_.macro, terms,
                                           timeline(bid, extra_delay_y));
  const Project& project = drawn_.project;
  out.flows = deal::waterfall(shared_.calendar, out.venture, regimes_.tax(), bid, stake_price_usd,
                              {project.closing_year - project.base_year + bid.delay_y,
                               project.construction_start - project.base_year + bid.delay_y});
  return out;
}

finance::Venture Evaluator::project(const Detail::OfBid& evaluated, const deal::Bid& bid,
                                    double extra_delay_y) const {
  finance::VentureTerms terms;
  terms.royalty_uplift = bid.venture.royalty_uplift;
  return finance::venture_cash_flow(shared_.calendar, evaluated.money, evaluated.capital_usd,
                                    regimes_.tax(), drawn_.financing, drawn_.macro, terms,
                                    timeline(bid, extra_delay_y));
}

std::vector<double> Evaluator::project_flow(const Detail::OfBid& evaluated, const deal::Bid& bid,
                                            double extra_delay_y) const {
  const finance::Venture alone = project(evaluated, bid, extra_delay_y);
  std::vector<double> flow = real_row(alone, Line::distribution);
  add(flow, real_row(alone, Line::equity), -1);
  add(flow, real_row(alone, Line::support), -1);
  return flow;
}

void Evaluator::write_bid(std::size_t b, const Detail::OfBid& evaluated,
                          std::vector<double>& row) const {
  const Layout& at = shared_.layout;
  const Calendar& calendar = shared_.calendar;
  const deal::Bid& bid = drawn_.bid[b];
  const finance::Venture& venture = evaluated.venture;
  const auto own = deal::present_values(calendar, evaluated.flows, venture.index, bid,
                                        drawn_.discount, drawn_.macro.risk_free);
  const auto common =
      deal::present_values_at(calendar, evaluated.flows, venture.index, drawn_.discount.common);
  for (std::size_t p = 0; p < deal::kParties; ++p) {
    row[at.own(b, p)] = own[p];
    row[at.common(b, p)] = common[p];
  }

  const auto put = [&](Measure m, double value) { row[at.measure(b, m)] = value; };
  const std::vector<double> project = project_flow(evaluated, bid);
  const double rate = drawn_.discount.project;
  const double npv = finance::net_present_value(project, calendar, rate);
  put(Measure::project_npv, npv);
  put(Measure::project_npv_end,
      finance::net_present_value(project, calendar, rate, finance::Convention::period_end));
  put(Measure::project_breaks_even, npv >= 0 ? 1 : 0);
  put(Measure::project_irr,
      finance::internal_rate_of_return(project, calendar).value.value_or(nan()));
  const std::vector<double> sponsor = real_flow(evaluated.flows, venture.index, Party::sponsor);
  put(Measure::sponsor_irr,
      finance::internal_rate_of_return(sponsor, calendar).value.value_or(nan()));
  put(Measure::payback_y, finance::payback_years(project, calendar).value_or(nan()));
  std::vector<double> late = project;
  for (std::size_t t = 0; t < late.size(); ++t)
    if (calendar.mid_y(t) < drawn_.project.licence_start - drawn_.project.base_year + 25)
      late[t] = 0;
  put(Measure::value_after_licence25, finance::net_present_value(late, calendar, rate));

  double least = nan(), total = 0, due = 0;
  for (const double cover : venture.cover)
    if (!std::isnan(cover)) {
      least = std::isnan(least) ? cover : std::min(least, cover);
      total += cover;
      due += 1;
    }
  put(Measure::minimum_cover, least);
  put(Measure::mean_cover, due > 0 ? total / due : nan());
  put(Measure::loan_life_cover, venture.loan_life_cover);
  put(Measure::drawn, venture.drawn_usd);
  put(Measure::peak_debt, venture.peak_debt_usd);
  put(Measure::in_default, venture.default_period ? 1 : 0);
  put(Measure::unpaid, venture.unpaid_usd);
  put(Measure::peak_sponsor_outlay, -lowest_cumulative(sponsor));
  put(Measure::state_receipts, sum(real_flow(evaluated.flows, venture.index, Party::state)));
  double first = nan();
  for (std::size_t t = 0; t < calendar.periods() && std::isnan(first); ++t)
    if (venture.ledger.at(Line::distribution, t) > 0) first = calendar.year(t);
  put(Measure::first_dividend_year, first);

  const finance::Operations& m = evaluated.money;
  const double sold = sum(evaluated.sales.sold_t);
  const double quotes = sum(evaluated.sales.paid_t) / drawn_.commodity.front().quote_mass_t;
  const double by_products = sum(m.revenue_usd) - sum(m.marketed_usd);
  const double cash_cost = sum(m.mining_usd) + sum(m.processing_usd) + sum(m.general_usd) +
                           sum(m.refining_usd) + sum(m.selling_usd) - by_products;
  double taxes_on_cost = 0;
  for (const Line line :
       {Line::extraction_tax, Line::property_tax, Line::royalty, Line::private_royalty})
    taxes_on_cost += sum(real_row(venture, line));
  put(Measure::product_t, sold);
  put(Measure::unsold_t, evaluated.sales.unsold_t);
  put(Measure::paid_t, sum(evaluated.sales.paid_t));
  put(Measure::c1_usd, quotes > 0 ? cash_cost / quotes : nan());
  put(Measure::aisc_usd,
      quotes > 0 ? (cash_cost + sum(m.sustaining_usd) + taxes_on_cost) / quotes : nan());
  put(Measure::suspended_y, evaluated.operated.suspended_y);
  put(Measure::identity_residual, evaluated.flows.identity_residual);
  put(Measure::metal_residual, evaluated.operated.metal_residual);
  put(Measure::facility_residual, venture.facility_residual);

  const auto put_years = [&](Series s, const std::vector<double>& by_period) {
    const std::vector<double> years = calendar.by_year(by_period);
    for (std::size_t y = 0; y < years.size(); ++y) row[at.series(b, s, y)] = years[y];
  };
  std::vector<double> operating(calendar.periods(), 0.0), taxes = operating, net = operating;
  for (const Line line : kOperatingCosts) add(operating, real_row(venture, line));
  for (const Line line : finance::kTaxes) add(taxes, real_row(venture, line));
  add(net, real_row(venture, Line::pretax_cash));
  std::vector<double> fees = real_row(venture, Line::marketing);
  for (const Line line : {Line::management, Line::private_royalty})
    add(fees, real_row(venture, line));
  add(net, fees, -1);
  add(net, taxes, -1);
  std::vector<double> spent = real_row(venture, Line::capital);
  for (const Line line : {Line::sustaining, Line::closure}) add(spent, real_row(venture, line));
  put_years(Series::revenue, real_row(venture, Line::revenue));
  put_years(Series::operating, operating);
  put_years(Series::marketing, fees);
  put_years(Series::taxes, taxes);
  put_years(Series::capital, spent);
  put_years(Series::net, net);
  put_years(Series::distribution, real_row(venture, Line::distribution));
  put_years(Series::product_t, evaluated.sales.sold_t);
  for (std::size_t t = 0; t < calendar.periods(); ++t)
    if (calendar.ends_year(t)) {  // balances at the year's end, nominal debt deflated
      row[at.series(b, Series::debt_balance, calendar.year_index(t))] =
          venture.ledger.at(Line::debt_balance, t) / venture.index.usd[t];
      row[at.series(b, Series::concentrate_stock_t, calendar.year_index(t))] =
          evaluated.operated.concentrate_stock_t[t];
    }
  for (std::size_t y = 0; y < at.years; ++y) row[at.series(b, Series::cover, y)] = venture.cover[y];
  for (std::size_t i = 0; i < deal::kInstruments; ++i) {
    std::vector<double> receipts = evaluated.flows.receipts[i];
    for (std::size_t t = 0; t < receipts.size(); ++t) receipts[t] /= venture.index.usd[t];
    const std::vector<double> years = calendar.by_year(receipts);
    for (std::size_t y = 0; y < years.size(); ++y) row[at.receipt(b, i, y)] = years[y];
  }
  for (std::size_t p = 0; p < deal::kPayments; ++p) {
    double paid = 0;
    for (std::size_t t = 0; t < calendar.periods(); ++t)
      paid += evaluated.flows.payment.at(static_cast<deal::Payment>(p), t) / venture.index.usd[t];
    row[at.payment(b, p)] = paid;
  }
  for (std::size_t d = 0; d < at.deposits; ++d) {
    const DepositSeries& series = evaluated.operated.deposit[d];
    const std::array<const std::vector<double>*, kDepositYears> lines = {
        &series.rock_t, &series.ore_mined_t, &series.milled_t, &series.feed_metal_t};
    for (std::size_t k = 0; k < kDepositYears; ++k) {
      const std::vector<double> years = calendar.by_year(*lines[k]);
      for (std::size_t y = 0; y < years.size(); ++y)
        row[at.deposit_year(b, d, static_cast<DepositYear>(k), y)] = years[y];
    }
    const MetalBridge& g = evaluated.operated.bridge[d];
    const std::array<double, kBridge> items = {g.in_ore_mined,   g.lost,        g.dilution,
                                               g.delivered,      g.ore_stock,   g.milled,
                                               g.mill_tails,     g.concentrate, g.concentrate_stock,
                                               g.refinery_tails, g.product,     g.inferred_in_ore,
                                               g.ore_t,          g.delivered_t};
    for (std::size_t k = 0; k < kBridge; ++k) row[at.bridge(b, d, k)] = items[k];
  }
}

std::vector<double> Evaluator::row(std::uint64_t scenario, Detail* detail) {
  const Layout& at = shared_.layout;
  std::vector<double> row(at.size(), 0.0);
  draw(scenario, row);
  const auto prices =
      market::simulate_prices(drawn_.commodity, shared_.calendar, shared_.seed, scenario);
  for (std::size_t k = 0; k < prices.size(); ++k) {
    std::vector<double> weighted = prices[k];
    for (std::size_t t = 0; t < weighted.size(); ++t)
      weighted[t] *= shared_.calendar.length_y[t] * drawn_.commodity[k].quote_mass_t;
    const auto years = shared_.calendar.by_year(weighted);
    for (std::size_t y = 0; y < years.size(); ++y) row[at.price(k, y)] = years[y];
  }
  const auto happenings = draw_events(drawn_, shared_.calendar, shared_.seed, scenario);
  regimes_.set(drawn_, shared_.calendar, happenings);
  const std::size_t realisation = static_cast<std::size_t>(scenario) % shared_.realisations;
  std::vector<Operated> operated;
  for (const Plan& plan : shared_.plans)
    operated.push_back(operate(drawn_, plan, shared_.calendar, realisation, prices, regimes_));

  for (std::size_t b = 0; b < at.bids; ++b) {
    Detail::OfBid evaluated = evaluate(drawn_.bid[b], operated[shared_.plan_of_bid[b]],
                                       shared_.stake_price_usd[b], prices);
    evaluated.operated = operated[shared_.plan_of_bid[b]];
    write_bid(b, evaluated, row);
    if (detail) detail->bid.push_back(std::move(evaluated));
  }
  for (std::size_t s = 0; s < at.steps; ++s) {
    const Step& step = shared_.steps[s];
    const std::size_t groups =
        1 + static_cast<std::size_t>(std::find(kTermGroups.begin(), kTermGroups.end(), step.term) -
                                     kTermGroups.begin());
    const deal::Bid bid = blend(drawn_.bid[0], drawn_.bid[step.to], groups);
    const Detail::OfBid evaluated =
        evaluate(bid, operated[shared_.plan_of_step[s]], shared_.stake_price_usd[step.to], prices);
    const auto own =
        deal::present_values(shared_.calendar, evaluated.flows, evaluated.venture.index, bid,
                             drawn_.discount, drawn_.macro.risk_free);
    for (std::size_t p = 0; p < deal::kParties; ++p) row[at.step(s, p)] = own[p];
  }
  if (detail) {
    detail->scenario = scenario;
    detail->happenings = happenings;
    for (const auto& [key, member] : members_)
      detail->inputs.emplace_back(key, std::vector<double>());
    for (std::size_t t = 0; t < shared_.calendar.periods(); ++t) {
      Case regime = regimes_.at(t);
      std::size_t i = 0;
      for (const auto& [key, member] : sampled_members(regime))
        detail->inputs[i++].second.push_back(*member.value);
    }
  }
  return row;
}

Detail::OfBid Evaluator::central(std::size_t b, const CentralInput& input) {
  drawn_ = shared_.file.values;
  for (Deposit& deposit : drawn_.deposit)
    for (plant::Stage& stage : deposit.mill.stage)
      for (plant::Recovery& law : stage.recovery)
        if (carries_main(drawn_, stage.makes) && law.id == drawn_.commodity.front().id) {
          law.recovery *= input.recovery_factor;
          law.start_recovery *= input.recovery_factor;
        }
  regimes_.set(drawn_, shared_.calendar, {});
  const Plan& plan = shared_.plans[shared_.plan_of_bid[b]];
  const Operated operated = operate(drawn_, plan, shared_.calendar, shared_.realisations,
                                    input.prices, regimes_, input.extra_delay_y);
  Detail::OfBid out = evaluate(
      drawn_.bid[b], operated, b < shared_.stake_price_usd.size() ? shared_.stake_price_usd[b] : 0,
      input.prices, input.capital_factor, input.extra_delay_y, input.with_loans);
  out.operated = operated;
  return out;
}

deal::Bid blend(const deal::Bid& from, const deal::Bid& to, std::size_t groups) {
  if (groups >= kTermGroups.size()) return to;
  deal::Bid bid = from;
  if (groups >= 1) {
    bid.stake_price_rule = to.stake_price_rule;
    bid.stake_price_usd = to.stake_price_usd;
    bid.stake_price_share = to.stake_price_share;
    bid.stake_price_premium = to.stake_price_premium;
    bid.milestone = to.milestone;
  }
  if (groups >= 2) {
    bid.sponsor_stake = to.sponsor_stake;
    bid.fund_stake = to.fund_stake;
    bid.carry = to.carry;
    bid.carry_rate = to.carry_rate;
    bid.fund_call_cap_usd = to.fund_call_cap_usd;
    bid.dilution = to.dilution;
    bid.shareholder_loan_share = to.shareholder_loan_share;
    bid.shareholder_loan_rate = to.shareholder_loan_rate;
    bid.shareholder_loan_withholding = to.shareholder_loan_withholding;
    bid.preferred = to.preferred;
    bid.preferred_return = to.preferred_return;
    bid.buy_in_share = to.buy_in_share;
    bid.buy_in_after_y = to.buy_in_after_y;
    bid.buy_in_price_usd = to.buy_in_price_usd;
    bid.buy_in_cost_share = to.buy_in_cost_share;
    bid.buy_in_rate = to.buy_in_rate;
    bid.buy_in_multiple = to.buy_in_multiple;
  }
  if (groups >= 3) {
    bid.profit_share = to.profit_share;
    bid.profit_share_hurdle = to.profit_share_hurdle;
    bid.profit_floor = to.profit_floor;
    bid.venture.royalty_uplift = to.venture.royalty_uplift;
  }
  if (groups >= 4) bid.capital_factor = to.capital_factor;
  if (groups >= 5) {
    bid.capacity_factor = to.capacity_factor;
    bid.delay_y = to.delay_y;
  }
  if (groups >= 6) bid.venture.loan = to.venture.loan;
  if (groups >= 7) {
    bid.offtake = to.offtake;
    bid.venture.marketing_discount = to.venture.marketing_discount;
    bid.venture.marketing_fee = to.venture.marketing_fee;
    bid.venture.management_fee = to.venture.management_fee;
    bid.venture.management_usd_per_y = to.venture.management_usd_per_y;
    bid.marketer_is_sponsor = to.marketer_is_sponsor;
    bid.home_dividend_tax = to.home_dividend_tax;
  }
  return bid;
}

std::vector<double> Results::column(std::size_t place) const {
  std::vector<double> out;
  out.reserve(rows.size());
  for (const std::vector<double>& row : rows) out.push_back(row[place]);
  return out;
}

}  // namespace lode::study

#include "deal/waterfall.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace lode::deal {
namespace {

using finance::Ledger;
using finance::Line;

constexpr std::array<std::string_view, kParties> kPartyNames = {
    "state",    "fund",   "sponsor",           "lenders", "guarantor",
    "marketer", "seller", "other_governments", "balances"};
constexpr std::array<std::string_view, kInstruments> kInstrumentNames = {
    "extraction_tax", "royalty_uplift",       "income_tax",           "property_tax",
    "social_tax",     "dividend_withholding", "interest_withholding", "profit_share"};
static_assert(!kPartyNames.back().empty() && !kInstrumentNames.back().empty());

// What the holders have put in and not yet had back with the hurdle's return, real USD.
// Distributions beyond it are the excess; then it stands at zero until they pay in again (as a
// resource rent tax does).
class HurdleAccount {
 public:
  explicit HurdleAccount(double rate) : rate_(rate) {}
  double excess(double time_y, double paid_in, double distributed) {
    due_ = due_ * std::pow(1 + rate_, time_y - time_y_) + paid_in - distributed;
    time_y_ = time_y;
    const double beyond = std::clamp(-due_, 0.0, distributed);
    due_ = std::max(0.0, due_);
    return beyond;
  }

 private:
  double rate_, due_ = 0, time_y_ = 0;
};

// The fund's share of contributions, lent by the sponsor, nominal USD.
class CarryLoan {
 public:
  explicit CarryLoan(double rate) : rate_(rate) {}
  void lend(double time_y, double amount) {
    due_ = due_ * std::pow(1 + rate_, time_y - time_y_) + amount;
    time_y_ = time_y;
  }
  double repay(double at_most) {
    const double paid = std::min(due_, at_most);
    due_ -= paid;
    return paid;
  }

 private:
  double rate_, due_ = 0, time_y_ = 0;
};

struct Holders {
  double sponsor = 0, fund = 0, withheld = 0, home_tax = 0;
};

// contributions and distributions (after the profit share) between the two holders, less tax on
// dividends.
Holders split(const Bid& bid, const finance::Tax& tax, CarryLoan& carry, double time_y,
              double equity, double support, double distribution) {
  const double sponsor_dividend = bid.sponsor_stake * distribution;
  const double fund_dividend = distribution - sponsor_dividend;
  const double fund_part = bid.fund_stake * equity;
  Holders h;
  double repaid = 0;
  if (bid.carry == Carry::repaid) {
    carry.lend(time_y, fund_part);
    repaid = carry.repay(fund_dividend);
  }
  const double fund_pays = bid.carry == Carry::pro_rata ? fund_part : 0;
  h.withheld = sponsor_dividend *
               (bid.sponsor_stake >= tax.major_stake ? tax.dividend_rate_major : tax.dividend_rate);
  h.home_tax = sponsor_dividend * bid.home_dividend_tax;
  h.fund = fund_dividend - repaid - fund_pays;
  h.sponsor = sponsor_dividend - h.withheld - h.home_tax + repaid - (equity - fund_pays) - support;
  return h;
}

double lenders_flow(const Ledger& l, std::size_t t) {
  return l.at(Line::interest, t) - l.at(Line::interest_withholding, t) + l.at(Line::principal, t) +
         l.at(Line::upfront_fee, t) + l.at(Line::commitment_fee, t) - l.at(Line::draw, t);
}

double balances_flow(const Ledger& l, std::size_t t) {
  return l.at(Line::vat_due_change, t) + l.at(Line::working_capital_change, t) +
         l.at(Line::closure_fund_change, t) + l.at(Line::reserve_change, t) +
         l.at(Line::cash_change, t);
}

double gross_flow(const Ledger& l, std::size_t t) {
  double sum = 0;
  for (const Line line :
       {Line::revenue, Line::selling, Line::mining, Line::processing, Line::general, Line::refining,
        Line::care, Line::sustaining, Line::capital, Line::closure, Line::vat_due_change,
        Line::working_capital_change, Line::closure_fund_change, Line::reserve_change,
        Line::cash_change})
    sum += std::abs(l.at(line, t));
  return sum;
}

double residual(const Ledger& ledger, const PartyFlows& flows) {
  double worst = 0;
  for (std::size_t t = 0; t < flows.periods; ++t) {
    double sum = 0, gross = gross_flow(ledger, t);
    for (const auto& flow : flows.flow) {
      sum += flow[t];
      gross += std::abs(flow[t]);
    }
    const double gap = std::abs(ledger.at(Line::pretax_cash, t) - sum);
    if (gap > 0) worst = std::max(worst, gap / gross);
  }
  return worst;
}

std::size_t period_of(const Calendar& calendar, double time_y) {
  std::size_t t = 0;
  while (t + 1 < calendar.periods() && calendar.end_y(t) <= time_y) ++t;
  return t;
}

PartyFlows zeros(std::size_t periods) {
  PartyFlows flows;
  flows.periods = periods;
  for (auto& row : flows.flow) row.assign(periods, 0.0);
  for (auto& row : flows.receipts) row.assign(periods, 0.0);
  return flows;
}

}  // namespace

std::string_view name_of(Party party) {
  LODE_CHECK(party < Party::kCount);
  return kPartyNames[static_cast<std::size_t>(party)];
}

std::string_view name_of(Instrument instrument) {
  LODE_CHECK(instrument < Instrument::kCount);
  return kInstrumentNames[static_cast<std::size_t>(instrument)];
}

PartyFlows waterfall(const Calendar& calendar, const finance::Venture& venture,
                     std::span<const finance::Tax* const> tax, const Bid& bid,
                     double stake_price_usd, double closing_y) {
  const Ledger& ledger = venture.ledger;
  const std::size_t n = calendar.periods();
  LODE_CHECK(n > 0 && ledger.periods == n && tax.size() == n && venture.index.usd.size() == n);
  PartyFlows flows = zeros(n);
  const auto party = [&](Party p, std::size_t t) -> double& {
    return flows.flow[static_cast<std::size_t>(p)][t];
  };
  const auto receipt = [&](Instrument i, std::size_t t) -> double& {
    return flows.receipts[static_cast<std::size_t>(i)][t];
  };
  HurdleAccount hurdle(bid.profit_share_hurdle);
  CarryLoan carry(bid.carry_rate);
  for (std::size_t t = 0; t < n; ++t) {
    const auto at = [&](Line line) { return ledger.at(line, t); };
    const double time = calendar.mid_y(t), usd = venture.index.usd[t];
    const double equity = at(Line::equity), support = at(Line::support);
    const double distribution = at(Line::distribution);
    double shared = 0;
    if (bid.profit_share > 0)
      shared = bid.profit_share * usd *
               hurdle.excess(time, (equity + support) / usd, distribution / usd);
    const Holders h = split(bid, *tax[t], carry, time, equity, support, distribution - shared);

    receipt(Instrument::extraction_tax, t) = at(Line::extraction_tax);
    receipt(Instrument::royalty_uplift, t) = at(Line::royalty_uplift);
    receipt(Instrument::income_tax, t) = at(Line::income_tax);
    receipt(Instrument::property_tax, t) = at(Line::property_tax);
    receipt(Instrument::social_tax, t) = at(Line::social_tax);
    receipt(Instrument::dividend_withholding, t) = h.withheld;
    receipt(Instrument::interest_withholding, t) = at(Line::interest_withholding);
    receipt(Instrument::profit_share, t) = shared;
    for (const auto& row : flows.receipts) party(Party::state, t) += row[t];
    party(Party::fund, t) = h.fund;
    party(Party::sponsor, t) = h.sponsor;
    party(Party::lenders, t) = lenders_flow(ledger, t);
    party(Party::guarantor, t) = at(Line::exposure_fee);
    party(Party::marketer, t) = at(Line::marketing);
    party(Party::other_governments, t) = h.home_tax;
    party(Party::balances, t) = balances_flow(ledger, t);
  }
  const std::size_t closing = period_of(calendar, closing_y);
  const double price = stake_price_usd * venture.index.usd[closing];
  party(Party::sponsor, closing) -= price;
  party(Party::seller, closing) += price;
  flows.identity_residual = residual(ledger, flows);
  return flows;
}

namespace {

double present_value(const Calendar& calendar, const std::vector<double>& nominal,
                     const finance::Index& index, double real_rate, std::vector<double>& real) {
  if (std::all_of(nominal.begin(), nominal.end(), [](double v) { return v == 0; })) return 0;
  real.resize(nominal.size());
  for (std::size_t t = 0; t < nominal.size(); ++t) real[t] = nominal[t] / index.usd[t];
  return finance::net_present_value(real, calendar, real_rate);
}

}  // namespace

std::array<double, kParties> present_values(const Calendar& calendar, const PartyFlows& flows,
                                            const finance::Index& index, const Bid& bid,
                                            const DiscountRates& rates, double risk_free) {
  const double marketer = bid.marketer_is_sponsor ? bid.equity_rate : rates.marketer;
  const std::array<double, kParties> rate = {
      rates.state, rates.fund,   bid.equity_rate,         risk_free,    rates.guarantor,
      marketer,    rates.seller, rates.other_governments, rates.project};
  constexpr auto lenders = static_cast<std::size_t>(Party::lenders);
  std::array<double, kParties> values{};
  std::vector<double> real;
  for (std::size_t p = 0; p < kParties; ++p)
    values[p] = p == lenders ? finance::net_present_value(flows.flow[p], calendar, risk_free)
                             : present_value(calendar, flows.flow[p], index, rate[p], real);
  return values;
}

std::array<double, kParties> present_values_at(const Calendar& calendar, const PartyFlows& flows,
                                               const finance::Index& index, double real_rate) {
  std::array<double, kParties> values{};
  std::vector<double> real;
  for (std::size_t p = 0; p < kParties; ++p)
    values[p] = present_value(calendar, flows.flow[p], index, real_rate, real);
  return values;
}

}  // namespace lode::deal

#include "finance/business.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "finance/claims.h"

namespace lode::finance {
namespace {

struct RealLine {
  Line line;
  const std::vector<double>& real_usd;
};

// All lines of a period together: a ledger's periods lie far apart.
void write_nominal(Ledger& ledger, std::span<const RealLine> lines, const Index& index) {
  for (const RealLine& line : lines) LODE_CHECK(line.real_usd.size() == ledger.periods);
  for (std::size_t t = 0; t < ledger.periods; ++t)
    for (const RealLine& line : lines) ledger.at(line.line, t) = line.real_usd[t] * index.usd[t];
}

void write_fees(Ledger& ledger, const Calendar& calendar, const Operations& operations,
                const Index& index, const VentureTerms& terms) {
  for (std::size_t t = 0; t < ledger.periods; ++t) {
    const double years = operations.ore_milled_t[t] > 0 ? calendar.length_y[t] : 0;
    ledger.at(Line::marketing, t) *= terms.marketing_discount + terms.marketing_fee;
    ledger.at(Line::management, t) = terms.management_fee * ledger.at(Line::revenue, t) +
                                     terms.management_usd_per_y * years * index.usd[t];
  }
}

// The first period after the last ore milled or care paid for (nobody closes a site that is kept to
// be opened again); the last one if that goes on to the end. None: never milled.
std::optional<std::size_t> closure_period(const Operations& operations) {
  const auto& milled = operations.ore_milled_t;
  if (std::all_of(milled.begin(), milled.end(), [](double tonnes) { return tonnes <= 0; }))
    return std::nullopt;
  std::size_t after = milled.size();
  while (milled[after - 1] <= 0 && operations.care_usd[after - 1] <= 0) --after;
  return std::min(after, milled.size() - 1);
}

// Of the ore, from first ore: as it was planned, else as it came.
double planned_life_y(const Calendar& calendar, const Operations& operations,
                      const VentureTerms& terms, const Timeline& timeline) {
  double life_y = terms.as_signed.life_y;
  for (std::size_t t = 0; std::isinf(terms.as_signed.life_y) && t < calendar.periods(); ++t)
    if (operations.ore_milled_t[t] > 0) life_y = calendar.end_y(t) - timeline.production_start_y;
  return std::max(life_y, 1e-9);
}

void write_balances(Ledger& ledger, const Calendar& calendar, const Operations& operations,
                    const Financing& financing, const Index& index, std::size_t last_period,
                    double built_up_y, double first_ore_y) {
  double working_capital = 0, fund = 0;
  const bool is_funded = financing.closure_security == ClosureSecurity::fund;
  for (std::size_t t = 0; t < ledger.periods; ++t) {
    const double yearly = ledger.at(Line::revenue, t) / calendar.length_y[t];
    const double wanted =
        t + 1 == ledger.periods ? 0 : financing.working_capital_days / 365 * yearly;
    ledger.at(Line::working_capital_change, t) = wanted - working_capital;
    working_capital = wanted;
    const double put_by = financing.closure_usd_per_t * index.usd[t] * operations.ore_milled_t[t];
    const double part = std::clamp((calendar.end_y(t) - first_ore_y) / built_up_y, 0.0, 1.0);
    const double secured = part * financing.closure_usd * index.usd[t];
    const double held = t >= last_period || !is_funded ? 0 : std::max(fund + put_by, secured);
    ledger.at(Line::closure_fund_change, t) = held - fund;
    fund = held;
  }
}

void write_sums(FinancedLedger& flow, const VentureTerms& terms, std::span<const Tax* const> tax) {
  for (std::size_t t = 0; t < flow.periods; ++t) {
    const double operating = operating_cost(flow, t), capital = flow.at(Line::capital, t);
    const double revenue = flow.at(Line::revenue, t);
    flow.at(Line::pretax_cash, t) =
        revenue - operating - flow.at(Line::sustaining, t) - capital - flow.at(Line::closure, t);
    flow.at(Line::royalty_uplift, t) = terms.royalty_uplift * revenue;
    double claims = 0;
    for (const Line line : {Line::marketing, Line::management, Line::extraction_tax,
                            Line::royalty_uplift, Line::royalty, Line::private_royalty,
                            Line::import_duty, Line::services_withholding, Line::social_tax})
      claims += flow.at(line, t);
    flow.base_cash[t] = flow.at(Line::pretax_cash, t) - claims;
    RingPeriod& at = flow.ring[t];
    at.revenue = at.income = revenue;
    at.cost += operating + claims;
    at.apart = flow.at(Line::closure, t) + tax[t]->investment_allowance * capital;
  }
}

}  // namespace

std::size_t write_business(FinancedLedger& ledger, const Calendar& calendar,
                           const Operations& operations, const std::vector<double>& capital_usd,
                           std::span<const Tax* const> tax, const Financing& financing,
                           const Index& index, const VentureTerms& terms,
                           const Timeline& timeline) {
  const RealLine lines[] = {
      {Line::revenue, operations.revenue_usd},
      {Line::selling, operations.selling_usd},
      {Line::mining, operations.mining_usd},
      {Line::processing, operations.processing_usd},
      {Line::general, operations.general_usd},
      {Line::refining, operations.refining_usd},
      {Line::care, operations.care_usd},
      {Line::sustaining, operations.sustaining_usd},
      {Line::capital, capital_usd},
      {Line::marketing, operations.marketed_usd},
  };
  write_nominal(ledger, lines, index);
  write_fees(ledger, calendar, operations, index, terms);
  const auto closure = closure_period(operations);
  const std::size_t closed = closure.value_or(ledger.periods - 1);
  if (closure) ledger.at(Line::closure, *closure) = financing.closure_usd * index.usd[*closure];
  write_extraction_tax(ledger, calendar, operations, tax, index, timeline);
  write_royalties(ledger, calendar, operations, tax, index, timeline);
  write_levies_on_cost(ledger, tax);
  for (std::size_t t = 0; t < ledger.periods; ++t)
    book_vat(ledger, calendar, t,
             tax[t]->vat_rate * (ledger.at(Line::capital, t) + ledger.at(Line::sustaining, t)),
             tax[t]->vat_delay_y);
  const double life_y = closure ? planned_life_y(calendar, operations, terms, timeline) : kInfinity;
  write_balances(ledger, calendar, operations, financing, index, closed,
                 financing.closure_funded_by * life_y, timeline.production_start_y);
  write_sums(ledger, terms, tax);
  return closed;
}

}  // namespace lode::finance

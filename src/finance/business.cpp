#include "finance/business.h"

#include <algorithm>

#include "base/error.h"

namespace lode::finance {
namespace {

struct RealLine {
  Line line;
  const std::vector<double>& real_usd;
};

void write_nominal(Ledger& ledger, const RealLine& source, const Index& index) {
  LODE_CHECK(source.real_usd.size() == ledger.periods);
  for (std::size_t t = 0; t < ledger.periods; ++t)
    ledger.at(source.line, t) = source.real_usd[t] * index.usd[t];
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

std::size_t commodity_of(const Operations& operations, const Tax& tax, std::size_t k) {
  if (operations.commodity.empty()) {
    if (k < operations.contained_t.size()) return k;
  } else {
    const auto& ids = operations.commodity;
    const auto found = std::find(ids.begin(), ids.end(), tax.extraction[k].id);
    if (found != ids.end()) return static_cast<std::size_t>(found - ids.begin());
  }
  throw InputError("extraction tax on '" + tax.extraction[k].id +
                   "': the case has no such commodity");
}

void write_extraction_tax(Ledger& ledger, const Calendar& calendar, const Operations& operations,
                          std::span<const Tax* const> tax, const Index& index,
                          const Timeline& timeline) {
  std::vector<std::size_t> commodity;
  for (std::size_t t = 0; t < ledger.periods; ++t) {
    if (t == 0 || tax[t] != tax[t - 1]) {
      commodity.clear();
      for (std::size_t k = 0; k < tax[t]->extraction.size(); ++k)
        commodity.push_back(commodity_of(operations, *tax[t], k));
    }
    double sum = 0;
    for (std::size_t k = 0; k < commodity.size(); ++k) {
      const Extraction& extraction = tax[t]->extraction[k];
      sum += extraction.rate *
             extraction_base(extraction, operations.contained_t[commodity[k]][t],
                             operations.price_usd_per_t[commodity[k]][t] * index.usd[t],
                             tax[t]->normative_loss,
                             ledger.at(Line::mining, t) + ledger.at(Line::processing, t));
    }
    const double relief = tax[t]->extraction_relief_y;
    if (relief > 0) sum *= calendar.overlap(t, timeline.production_start_y + relief, kInfinity);
    ledger.at(Line::extraction_tax, t) = sum;
  }
}

// Paid with the capital, back in the period in which the delay ends; the last period gives back
// what is left.
void write_vat(Ledger& ledger, const Calendar& calendar, std::span<const Tax* const> tax) {
  for (std::size_t t = 0; t < ledger.periods; ++t) {
    const double paid =
        tax[t]->vat_rate * (ledger.at(Line::capital, t) + ledger.at(Line::sustaining, t));
    if (paid == 0) continue;
    const double due_y = calendar.mid_y(t) + tax[t]->vat_delay_y;
    std::size_t back = t;
    while (back + 1 < ledger.periods && calendar.end_y(back) <= due_y) ++back;
    ledger.at(Line::vat_due_change, t) += paid;
    ledger.at(Line::vat_due_change, back) -= paid;
  }
}

void write_balances(Ledger& ledger, const Calendar& calendar, const Operations& operations,
                    const Financing& financing, const Index& index, std::size_t last_period) {
  double working_capital = 0, fund = 0;
  for (std::size_t t = 0; t < ledger.periods; ++t) {
    const double yearly = ledger.at(Line::revenue, t) / calendar.length_y[t];
    const double wanted =
        t + 1 == ledger.periods ? 0 : financing.working_capital_days / 365 * yearly;
    ledger.at(Line::working_capital_change, t) = wanted - working_capital;
    working_capital = wanted;
    const double put_by = financing.closure_usd_per_t * index.usd[t] * operations.ore_milled_t[t];
    const double held = t >= last_period ? 0 : fund + put_by;
    ledger.at(Line::closure_fund_change, t) = held - fund;
    fund = held;
  }
}

void write_sums(Ledger& ledger, std::span<const Tax* const> tax, const VentureTerms& terms,
                Business& business) {
  const auto at = [&](Line line, std::size_t t) { return ledger.at(line, t); };
  for (std::size_t t = 0; t < ledger.periods; ++t) {
    const double payroll_base = at(Line::mining, t) + at(Line::processing, t) +
                                at(Line::general, t) + at(Line::refining, t) + at(Line::care, t);
    const double operating = payroll_base + at(Line::selling, t);
    ledger.at(Line::pretax_cash, t) = at(Line::revenue, t) - operating - at(Line::sustaining, t) -
                                      at(Line::capital, t) - at(Line::closure, t);
    ledger.at(Line::royalty_uplift, t) = terms.royalty_uplift * at(Line::revenue, t);
    ledger.at(Line::social_tax, t) = tax[t]->payroll_share * tax[t]->social_rate * payroll_base;
    const double claims = at(Line::marketing, t) + at(Line::management, t) +
                          at(Line::extraction_tax, t) + at(Line::royalty_uplift, t) +
                          at(Line::social_tax, t);
    business.deductible_usd[t] = operating + claims;
    business.cash_usd[t] = at(Line::pretax_cash, t) + at(Line::capital, t) - claims -
                           at(Line::vat_due_change, t) - at(Line::working_capital_change, t) -
                           at(Line::closure_fund_change, t);
  }
}

}  // namespace

Business write_business(Ledger& ledger, const Calendar& calendar, const Operations& operations,
                        const std::vector<double>& capital_usd, std::span<const Tax* const> tax,
                        const Financing& financing, const Index& index, const VentureTerms& terms,
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
  for (const RealLine& line : lines) write_nominal(ledger, line, index);
  for (std::size_t t = 0; t < ledger.periods; ++t)
    ledger.at(Line::marketing, t) *= terms.marketing_discount + terms.marketing_fee;
  for (std::size_t t = 0; t < ledger.periods; ++t) {
    const double years = operations.ore_milled_t[t] > 0 ? calendar.length_y[t] : 0;
    ledger.at(Line::management, t) = terms.management_fee * ledger.at(Line::revenue, t) +
                                     terms.management_usd_per_y * years * index.usd[t];
  }

  Business business;
  business.cash_usd.resize(ledger.periods);
  business.deductible_usd.resize(ledger.periods);
  const auto closure = closure_period(operations);
  business.last_period = closure.value_or(ledger.periods - 1);
  if (closure) ledger.at(Line::closure, *closure) = financing.closure_usd * index.usd[*closure];
  write_extraction_tax(ledger, calendar, operations, tax, index, timeline);
  write_vat(ledger, calendar, tax);
  write_balances(ledger, calendar, operations, financing, index, business.last_period);
  write_sums(ledger, tax, terms, business);
  return business;
}

}  // namespace lode::finance

#include "finance/claims.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace lode::finance {
namespace {

// Operating cost without selling, which is work of others.
double own_cost(const Ledger& ledger, std::size_t t) {
  return operating_cost(ledger, t) - ledger.at(Line::selling, t);
}

constexpr std::size_t kAll = static_cast<std::size_t>(-1);

// Place of a commodity by its id; where operations name none, `otherwise`.
std::size_t commodity_of(const Operations& operations, const std::string& id, std::size_t otherwise,
                         const char* what) {
  if (operations.commodity.empty()) {
    if (otherwise < operations.contained_t.size()) return otherwise;
  } else {
    const auto& ids = operations.commodity;
    const auto found = std::find(ids.begin(), ids.end(), id);
    if (found != ids.end()) return static_cast<std::size_t>(found - ids.begin());
  }
  throw InputError(std::string(what) + " on '" + id + "': the case has no such commodity");
}

}  // namespace

void write_extraction_tax(FinancedLedger& ledger, const Calendar& calendar,
                          const Operations& operations, std::span<const Tax* const> tax,
                          const Index& index, const Timeline& timeline) {
  std::vector<std::size_t> commodity;
  const std::size_t first_year = production_year(timeline);
  ledger.extraction.resize(ledger.periods);
  for (std::size_t t = 0; t < ledger.periods; ++t) {
    if (t == 0 || tax[t] != tax[t - 1]) {
      commodity.clear();
      for (std::size_t k = 0; k < tax[t]->extraction.size(); ++k)
        commodity.push_back(
            commodity_of(operations, tax[t]->extraction[k].id, k, "extraction tax"));
    }
    ledger.extraction[t] = ledger.at(Line::extraction_tax, t) = ledger.ring[t].held = 0;
    if (commodity.empty()) continue;
    double sum = 0, low = 0;
    for (std::size_t k = 0; k < commodity.size(); ++k) {
      const Extraction& extraction = tax[t]->extraction[k];
      const double base = extraction_base(
          extraction, operations.contained_t[commodity[k]][t],
          operations.price_usd_per_t[commodity[k]][t] * index.usd[t], tax[t]->normative_loss,
          ledger.at(Line::mining, t) + ledger.at(Line::processing, t));
      sum += extraction.rate * base;
      low += low_profit_rate(extraction) * base;
    }
    const double relief = tax[t]->extraction_relief_y;
    const double due =
        relief > 0 ? calendar.overlap(t, timeline.production_start_y + relief, kInfinity) : 1;
    const bool waits = low < sum && calendar.year_index(t) >= first_year;
    ledger.at(Line::extraction_tax, t) = due * (waits ? low : sum);
    ledger.extraction[t] = ledger.at(Line::extraction_tax, t);
    ledger.ring[t].held = waits ? due * (sum - low) : 0;
  }
}

namespace {

// Nothing of the period but its revenue moves them.
bool are_on_revenue_alone(const std::vector<RoyaltyRate>& royalty) {
  return std::all_of(royalty.begin(), royalty.end(), [](const RoyaltyRate& r) {
    return r.scale == Scale::flat && r.base == RoyaltyBase::revenue;
  });
}

bool follow_r_factor(std::span<const Tax* const> tax) {
  for (std::size_t t = 0; t < tax.size(); ++t)
    if (t == 0 || tax[t] != tax[t - 1])
      for (const RoyaltyRate& r : tax[t]->royalty)
        if (r.scale == Scale::r_factor) return true;
  return false;
}

}  // namespace

void write_royalties(FinancedLedger& ledger, const Calendar& calendar, const Operations& operations,
                     std::span<const Tax* const> tax, const Index& index,
                     const Timeline& timeline) {
  RFactor so_far;
  const bool counts = follow_r_factor(tax);
  bool is_simple = false;
  for (std::size_t t = 0; t < ledger.periods; ++t) {
    if (t == 0 || tax[t] != tax[t - 1])
      is_simple = !counts && are_on_revenue_alone(tax[t]->royalty);
    ScaleBasis now;
    now.all.revenue = ledger.at(Line::revenue, t);
    if (!is_simple)
      now.all = {now.all.revenue, ledger.at(Line::selling, t), operating_cost(ledger, t)};
    now.length_y = calendar.length_y[t];
    const double spent =
        now.all.operating + ledger.at(Line::capital, t) + ledger.at(Line::sustaining, t);
    for (const RoyaltyRate& r : tax[t]->royalty) {
      const std::size_t k =
          r.product.empty() ? kAll : commodity_of(operations, r.product, kAll, "royalty");
      const std::size_t scale =
          r.scale_product.empty() ? k : commodity_of(operations, r.scale_product, kAll, "royalty");
      if (scale != kAll) {
        now.price = operations.price_usd_per_t[scale][t] * operations.quote_mass_t[scale];
        now.quantity = operations.sold_t[scale][t];
      }
      if (r.scale == Scale::revenue)
        now.revenue = now.all.revenue / index.usd[t] / unit::kMillionUsd.factor;
      if (r.scale == Scale::r_factor)
        now.r_factor = so_far.at(r.r_factor, now.all.revenue, spent).ratio();
      const double rate = r.scale == Scale::flat ? r.rate : rate_in(r, now);
      const double revenue =
          k == kAll ? now.all.revenue : operations.sales_usd[k][t] * index.usd[t];
      double due = rate * royalty_base(r.base, revenue, now.all);
      if (r.holiday_y > 0)
        due *= calendar.overlap(t, timeline.production_start_y + r.holiday_y, kInfinity);
      ledger.at(r.to_state ? Line::royalty : Line::private_royalty, t) += due;
      if (!r.deductible) ledger.ring[t].cost -= due;
    }
    so_far.count(now.all.revenue, spent);
  }
}

void write_levies_on_cost(Ledger& ledger, std::span<const Tax* const> tax) {
  for (std::size_t t = 0; t < ledger.periods; ++t) {
    const Tax& now = *tax[t];
    const double own = own_cost(ledger, t), capital = ledger.at(Line::capital, t);
    ledger.at(Line::social_tax, t) = now.payroll_share * now.social_rate * own;
    ledger.at(Line::import_duty, t) =
        now.import_duty * now.imported_share * (capital + ledger.at(Line::sustaining, t));
    ledger.at(Line::services_withholding, t) =
        now.services_withholding *
        (now.services_share * own + now.capital_services_share * capital);
  }
}

}  // namespace lode::finance

#include "finance/fiscal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lode::finance {

Fiscal::Fiscal() {
  tax.income_rate = 0;
  tax.loss_years = 100;
  tax.property_rate = tax.payroll_share = tax.social_rate = tax.vat_rate = 0;
  tax.dividend_rate = tax.dividend_rate_major = 0;
  tax.major_stake = kInfinity;
  tax.processing_agreement.profitability_limit = kInfinity;
}

double rate_of(const Bands& bands, double scale) {
  if (bands.manner == Manner::slab || scale <= bands.from[0]) {
    double rate = bands.rate[0];
    for (std::size_t i = 0; i < bands.from.size() && scale >= bands.from[i]; ++i)
      rate = bands.rate[i];
    return rate;
  }
  double sum = bands.rate[0] * bands.from[0];
  for (std::size_t i = 0; i < bands.from.size() && scale > bands.from[i]; ++i) {
    const double end = i + 1 < bands.from.size() ? bands.from[i + 1] : kInfinity;
    sum += bands.rate[i] * (std::min(scale, end) - bands.from[i]);
  }
  return sum / scale;
}

std::string fault_of(const Bands& bands) {
  if (bands.from.empty()) return "needs bands: from = [...] and rates = [...]";
  if (bands.from.size() != bands.rate.size())
    return fmt::format("has {} bounds in `from` but {} `rates`", bands.from.size(),
                       bands.rate.size());
  if (bands.from[0] > 0) return fmt::format("must start `from` 0, not {:g}", bands.from[0]);
  for (std::size_t i = 1; i < bands.from.size(); ++i)
    if (!(bands.from[i] > bands.from[i - 1])) return "must have rising bounds in `from`";
  return {};
}

double resource_rent_tax(const RentTax& tax, double length_y, double cash, double& balance) {
  const double growth = length_y == 1 ? 1 + tax.hurdle : std::pow(1 + tax.hurdle, length_y);
  balance = balance * growth + cash;
  if (balance <= 0) return 0;
  const double due = tax.rate * balance;
  balance = 0;
  return due;
}

double production_share(const RentTax& tax, double revenue, double cost, double r_factor,
                        double& balance) {
  const double all = std::max(0.0, revenue), wanted = balance + cost;
  const double recovered = std::clamp(tax.cost_limit * all, 0.0, std::max(0.0, wanted));
  balance = wanted - recovered;
  return rate_of(tax.bands, r_factor) * (all - recovered);
}

double excess_profit_tax(const RentTax& tax, double income_after_tax, double deductions) {
  if (income_after_tax <= 0) return 0;
  // Nothing deducted: the ratio has no bound, and all of it lies in the highest band.
  if (deductions <= 0) return tax.bands.rate.back() * income_after_tax;
  return rate_of(tax.bands, income_after_tax / deductions) * income_after_tax;
}

}  // namespace lode::finance

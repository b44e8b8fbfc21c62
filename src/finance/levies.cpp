#include "finance/levies.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "finance/growth.h"

namespace lode::finance {

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

double scale_of(Scale scale, const ScaleBasis& p) {
  switch (scale) {
    case Scale::price:
      return p.price;
    case Scale::margin:
      return p.all.revenue > 0 ? (p.all.revenue - p.all.operating) / p.all.revenue : 0;
    case Scale::production:
      return p.quantity / p.length_y;
    case Scale::revenue:
      return p.revenue / p.length_y;
    case Scale::r_factor:
      return p.r_factor;
    case Scale::flat:
      break;
  }
  return 0;
}

double resource_rent_tax(const RentTax& tax, double length_y, double cash, double& balance) {
  balance = balance * growth_over(tax.hurdle, length_y) + cash;
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

double rent_tax(const RentTax& tax, const RentPeriod& p, double& balance) {
  const RFactor r_factor = p.r_factor.at(tax.r_factor, p.received, p.spent);
  switch (tax.kind) {
    case RentKind::resource_rent:
      return resource_rent_tax(tax, p.length_y, p.cash, balance);
    case RentKind::r_factor:
      return r_factor.spent > 0 ? rate_of(tax.bands, r_factor.ratio()) * std::max(0.0, p.cash) : 0;
    case RentKind::production_share:
      return production_share(tax, p.revenue, p.cost, r_factor.ratio(), balance);
    case RentKind::excess_profit:
      return p.ends_year ? excess_profit_tax(tax, p.income_after_tax, p.deductions) : 0;
  }
  return 0;
}

double supported_interest(double debt_to_equity, double interest, double debt, double equity) {
  if (std::isinf(debt_to_equity) || debt <= debt_to_equity * equity || debt <= 0) return interest;
  return interest * (debt_to_equity * equity / debt);
}

double capped_interest(double most, double interest, double& kept) {
  const double wanted = interest + kept, taken = std::min(wanted, std::max(0.0, most));
  kept = wanted - taken;
  return taken;
}

double less_credit(double tax, double& credit) {
  const double used = std::min(credit, std::max(0.0, tax));
  credit -= used;
  return tax - used;
}

std::vector<std::string> faults_of(const RoyaltyRate& r) {
  std::vector<std::string> out;
  if (r.scale == Scale::flat) {
    if (!r.bands.from.empty() || !r.bands.rate.empty())
      out.push_back("scale is flat: `from` and `rates` go with another one");
    return out;
  }
  if (const std::string fault = fault_of(r.bands); !fault.empty()) out.push_back("from " + fault);
  if (r.rate != 0) out.push_back("rate goes with scale flat; a sliding royalty has `rates`");
  return out;
}

std::vector<std::string> faults_of(const RentTax& tax) {
  std::vector<std::string> out;
  if (tax.kind == RentKind::resource_rent) return out;
  if (const std::string fault = fault_of(tax.bands); !fault.empty()) out.push_back("from " + fault);
  if (tax.kind == RentKind::excess_profit && tax.base == RentBase::before_income_tax)
    out.push_back("base excess profit is taken of income after income tax");
  return out;
}

}  // namespace lode::finance

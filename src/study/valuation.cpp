#include "study/valuation.h"

#include <algorithm>

namespace lode::study {

std::vector<std::size_t> commodities_of(const Case& c, const Deposit& deposit) {
  std::vector<std::size_t> out{0};
  for (const std::string& by_product : by_products(deposit)) {
    const auto found =
        std::find_if(c.commodity.begin(), c.commodity.end(),
                     [&](const auto& commodity) { return commodity.id == by_product; });
    LODE_CHECK(found != c.commodity.end());
    out.push_back(static_cast<std::size_t>(found - c.commodity.begin()));
  }
  return out;
}

namespace {

// Extraction tax per tonne of contained commodity, and its part per tonne of ore (cost plus).
struct ExtractionPerTonne {
  double contained = 0, ore = 0;
};
ExtractionPerTonne extraction_per_tonne(const Case& c, const Deposit& deposit,
                                        std::size_t commodity, double price) {
  ExtractionPerTonne out;
  for (const finance::Extraction& tax : c.tax.extraction) {
    if (tax.id != c.commodity[commodity].id) continue;
    switch (tax.base) {
      case finance::ExtractionBase::quote:
        out.contained = tax.rate * price;
        break;
      case finance::ExtractionBase::concentrate:
        out.contained = tax.rate * tax.price_share * price;
        break;
      case finance::ExtractionBase::cost_plus:
        out.ore = tax.rate * (1 + tax.markup) *
                  (deposit.mining_usd_per_t + deposit.mill.processing_usd_per_t);
        break;
    }
  }
  out.contained *= 1 - c.tax.normative_loss;
  return out;
}

}  // namespace

OreValue ore_value(const Case& c, const Deposit& deposit, std::span<const double> price_usd_per_t,
                   double price_take, double years) {
  const schedule::Mine& mine = deposit.mine;
  const plant::Concentrator& mill = deposit.mill;
  const market::Commodity& main = c.commodity.front();
  OreValue out;
  out.floor = least_grade(deposit);

  const double kept = 1 - mine.loss, diluted = 1 + mine.dilution;
  const double slope = plant::recovery_at(mill, mill.reference_grade, years) /
                       (1 - mill.tail_grade / mill.reference_grade);
  const double net = c.refinery.yield *
                     (price_usd_per_t[0] * main.payable * (1 - price_take) -
                      (main.selling_usd + c.refinery.conversion_usd_per_quote) / main.quote_mass_t);
  out.per_grade[0] = kept * slope * net;
  out.constant =
      kept * slope * net * (mine.dilution * mine.dilution_grade - diluted * mill.tail_grade);
  out.constant -= kept * diluted *
                  (mill.processing_usd_per_t + mill.general_usd_per_t + mill.sustaining_usd_per_t);

  const auto commodity = commodities_of(c, deposit);
  for (std::size_t e = 0; e < commodity.size(); ++e) {
    const double price = price_usd_per_t[commodity[e]];
    if (e > 0) {
      const market::Commodity& sold = c.commodity[commodity[e]];
      const auto recovery = std::find_if(mill.by_product.begin(), mill.by_product.end(),
                                         [&](const auto& b) { return b.id == sold.id; });
      LODE_CHECK(recovery != mill.by_product.end());
      out.per_grade[e] =
          kept * recovery->recovery * (price * sold.payable - sold.selling_usd / sold.quote_mass_t);
    }
    const ExtractionPerTonne tax = extraction_per_tonne(c, deposit, commodity[e], price);
    out.per_grade[e] -= tax.contained;
    out.constant -= tax.ore;
  }
  return out;
}

double cut_off(const OreValue& value, std::span<const double> mean_grade) {
  double constant = value.constant;
  for (std::size_t e = 1; e < mean_grade.size(); ++e)
    constant += value.per_grade[e] * mean_grade[e];
  if (value.per_grade[0] <= 0) return constant > 0 ? value.floor : kInfinity;
  return std::max(value.floor, -constant / value.per_grade[0]);
}

std::vector<double> planning_prices(const Case& c) {
  std::vector<double> out;
  for (const market::Commodity& commodity : c.commodity)
    out.push_back((out.empty() ? c.planning.price_usd : commodity.long_run_usd) /
                  commodity.quote_mass_t);
  return out;
}

double mining_usd_per_t(const Deposit& deposit, double depth_m) {
  return deposit.mining_usd_per_t + deposit.mining_usd_per_t_m * depth_m;
}

}  // namespace lode::study

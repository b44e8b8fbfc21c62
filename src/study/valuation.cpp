#include "study/valuation.h"

#include <algorithm>

namespace lode::study {
namespace {

// Extraction tax per tonne of contained commodity, and its part per tonne of ore (cost plus).
struct ExtractionPerTonne {
  double contained = 0, ore = 0;
};
ExtractionPerTonne extraction_per_tonne(const Case& c, const Deposit& deposit,
                                        std::size_t commodity, double price,
                                        double processing_usd_per_t) {
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
        // Of a tonne at surface: its depth is not known here.
        out.ore = tax.rate * (1 + tax.markup) * (mining_usd(deposit, 1, 0) + processing_usd_per_t);
        break;
    }
  }
  out.contained *= 1 - c.tax.normative_loss;
  return out;
}

// What royalties take of the sale of a commodity at a price: of its revenue, and of that less
// selling. A royalty on profit reduces all values in the same proportion and so changes no
// decision, as the income tax; one whose rate depends on figures that are not known of a tonne has
// the rate of its first band.
struct RoyaltyTake {
  double revenue = 0, nsr = 0;
  double nsr_of_all = 0;  // part of nsr: of what is on all products, and so on charges too
};
// price: [commodity of the case].
RoyaltyTake royalty_take(const Case& c, std::size_t commodity, std::span<const double> price) {
  RoyaltyTake out;
  const auto price_scale = [&](const std::string& id) {
    std::size_t k = commodity;
    for (std::size_t i = 0; i < c.commodity.size(); ++i)
      if (c.commodity[i].id == id) k = i;
    return price[k] * c.commodity[k].quote_mass_t;
  };
  for (const finance::RoyaltyRate& r : c.tax.royalty) {
    if (r.base == finance::RoyaltyBase::profit) continue;
    if (!r.product.empty() && r.product != c.commodity[commodity].id) continue;
    const double scale =
        r.scale == finance::Scale::price ? price_scale(finance::scale_product(r)) : 0;
    const double rate = r.scale == finance::Scale::flat ? r.rate : finance::rate_of(r.bands, scale);
    if (r.base == finance::RoyaltyBase::revenue) out.revenue += rate;
    if (r.base != finance::RoyaltyBase::nsr) continue;
    out.nsr += rate;
    if (r.product.empty()) out.nsr_of_all += rate;
  }
  return out;
}

// A tonne of ore in place as it enters the mill: what dilutes it, and what is lost.
struct Feed {
  explicit Feed(const schedule::Mine& mine)
      : kept(1 - mine.loss),
        milled_t(kept * (1 + mine.dilution)),
        diluting_t(kept * mine.dilution * mine.dilution_grade) {}
  double kept, milled_t;
  double diluting_t;  // main metal that comes with what dilutes
};

FeedBalance feed_balance(const Case& c, const Deposit& deposit, const Works& works, double years,
                         std::span<const double> mean_grade, double main_grade) {
  const Feed feed(deposit.mine);
  plant::Stream around{feed.milled_t, {}};
  for (std::size_t e = 0; e < works.commodity.size(); ++e)
    around.metal_t[e] = feed.kept * mean_grade[e];
  around.metal_t[0] = feed.kept * main_grade + feed.diluting_t;
  const auto streams = in_mill_of(deposit, [&] {
    return plant::linear_balance(works.circuit, deposit.mill.stage, around, years);
  });
  FeedBalance out{main_grade, plant::cost_of(deposit.mill, works.circuit, streams), {}, {}};
  for (const Works::Made& one : works.made) {
    out.made.push_back(streams[works.circuit.product(one.stage)]);
    out.sale.push_back(plant::sale_of(c.product[one.product], works.element, out.made.back()));
  }
  return out;
}

// What a feed is worth once sold, less its processing.
plant::Linear feed_usd(const Case& c, const Works& works, const FeedBalance& feed,
                       std::span<const double> price, const Take& take) {
  const market::Commodity& main = c.commodity.front();
  const RoyaltyTake royalty = royalty_take(c, 0, price);
  const double conversion = c.refinery ? c.refinery->conversion_usd_per_quote : 0;
  const double sold = price[0] * main.payable * (1 - take.price - royalty.revenue - royalty.nsr) -
                      (main.selling_usd * (1 - royalty.nsr) + conversion) / main.quote_mass_t;
  plant::Linear out = feed.cost.general_usd * -1.0;
  out = out - feed.cost.processing_usd - feed.cost.sustaining_usd;
  for (std::size_t i = 0; i < works.made.size(); ++i) {
    const Works::Made& one = works.made[i];
    const plant::LinearSale& sale = feed.sale[i];
    out = out - sale.charges_usd * (1 - royalty.nsr_of_all);
    if (one.carries_main && c.refinery) {
      out = out + feed.made[i].metal_t[0] * (c.refinery->yield * sold);
      continue;
    }
    if (one.carries_main) out = out + sale.paid_t[0] * sold;
    for (std::size_t e = one.carries_main ? 1 : 0; e < works.commodity.size(); ++e) {
      const std::size_t k = works.commodity[e];
      const market::Commodity& other = c.commodity[k];
      const RoyaltyTake by = royalty_take(c, k, price);
      out = out +
            sale.paid_t[e] * (price[k] * other.payable * (1 - take.revenue - by.revenue - by.nsr) -
                              other.selling_usd * (1 - by.nsr) / other.quote_mass_t);
    }
  }
  return out;
}

constexpr int kCurvePoints = 200;  // up to kCurveReach times the mean main grade
constexpr double kCurveReach = 10;

}  // namespace

double OreValue::at_curve(std::span<const double> grade) const {
  double out = constant;
  for (std::size_t e = 1; e < grade.size(); ++e) out += per_grade[e] * grade[e];
  const auto above = std::upper_bound(curve_grade.begin() + 1, curve_grade.end() - 1, grade[0]);
  const auto i = static_cast<std::size_t>(above - curve_grade.begin());
  const double part = (grade[0] - curve_grade[i - 1]) / (curve_grade[i] - curve_grade[i - 1]);
  return out + curve_usd[i - 1] + part * (curve_usd[i] - curve_usd[i - 1]);
}

OreBalance ore_balance(const Case& c, const Deposit& deposit, const Works& works, double years,
                       std::span<const double> mean_grade) {
  OreBalance out{{mean_grade.begin(), mean_grade.end()},
                 feed_balance(c, deposit, works, years, mean_grade, mean_grade[0]),
                 {}};
  if (works.has_table_law)
    for (int i = 0; i <= kCurvePoints; ++i)
      out.curve.push_back(feed_balance(c, deposit, works, years, mean_grade,
                                       mean_grade[0] * kCurveReach * i / kCurvePoints));
  return out;
}

double learning_years(const Deposit& deposit) {
  double out = 0;
  for (const plant::Stage& stage : deposit.mill.stage)
    for (const plant::Recovery& law : stage.recovery) out = std::max(out, law.learning_y);
  return out;
}

OreValue ore_value(const Case& c, const Deposit& deposit, const Works& works,
                   const OreBalance& balance, std::span<const double> price_usd_per_t,
                   const Take& take) {
  const Feed feed(deposit.mine);
  const std::size_t elements = works.commodity.size();
  const plant::Linear at_mean = feed_usd(c, works, balance.at_mean, price_usd_per_t, take);
  OreValue out;
  out.floor = least_grade(deposit);
  out.constant = at_mean.per_tonne * feed.milled_t + at_mean.per_metal[0] * feed.diluting_t;
  double tax_usd = 0, tax_on_main = 0;
  for (std::size_t e = 0; e < elements; ++e) {
    out.per_grade[e] = feed.kept * at_mean.per_metal[e];
    const std::size_t k = works.commodity[e];
    const ExtractionPerTonne tax =
        extraction_per_tonne(c, deposit, k, price_usd_per_t[k],
                             balance.at_mean.cost.processing_usd.value / feed.milled_t);
    out.per_grade[e] -= tax.contained;
    tax_usd += tax.ore;
    if (e == 0) tax_on_main = tax.contained;
  }
  out.constant -= tax_usd;
  if (balance.curve.empty()) return out;
  // The whole at the mean grades of the others, less their linear part.
  double others = 0;
  for (std::size_t e = 1; e < elements; ++e)
    others += feed.kept * at_mean.per_metal[e] * balance.mean_grade[e];
  out.constant = -tax_usd;
  for (const FeedBalance& one : balance.curve) {
    out.curve_grade.push_back(one.main_grade);
    out.curve_usd.push_back(feed_usd(c, works, one, price_usd_per_t, take).value - others -
                            tax_on_main * one.main_grade);
  }
  return out;
}

OreValue ore_value(const Case& c, const Deposit& deposit, const Works& works,
                   std::span<const double> price_usd_per_t, const Take& take, double years,
                   std::span<const double> mean_grade) {
  return ore_value(c, deposit, works, ore_balance(c, deposit, works, years, mean_grade),
                   price_usd_per_t, take);
}

double cut_off(const OreValue& value, std::span<const double> mean_grade) {
  std::vector<double> grade(mean_grade.begin(), mean_grade.end());
  grade[0] = 0;
  if (value.curve_grade.empty()) {
    const double constant = value.at(grade);
    if (value.per_grade[0] <= 0) return constant > 0 ? value.floor : kInfinity;
    return std::max(value.floor, -constant / value.per_grade[0]);
  }
  // The lowest grade above which the curve stays positive.
  double cut = kInfinity, above = 0;
  for (std::size_t i = value.curve_grade.size(); i-- > 0;) {
    grade[0] = value.curve_grade[i];
    const double usd = value.at(grade);
    if (usd < 0) {
      if (i + 1 < value.curve_grade.size())
        cut = grade[0] + (value.curve_grade[i + 1] - grade[0]) * -usd / (above - usd);
      break;
    }
    above = usd;
    cut = grade[0];
  }
  return std::max(value.floor, cut);
}

std::vector<double> planning_prices(const Case& c) {
  std::vector<double> out;
  for (const market::Commodity& commodity : c.commodity)
    out.push_back((out.empty() ? c.planning.price_usd : commodity.long_run_usd) /
                  commodity.quote_mass_t);
  return out;
}

double mining_usd(const Deposit& deposit, double rock_t, double rock_depth_tm, double once_usd) {
  return rock_t * deposit.mining_usd_per_t + rock_depth_tm * deposit.mining_usd_per_t_m + once_usd;
}

}  // namespace lode::study

#include "study/price_check.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/parallel.h"
#include "study/evaluate.h"
#include "study/scene.h"

namespace lode::study {
namespace {

struct OneScenario {
  std::vector<double> calm, regime;  // [year that sells] relative error
  std::array<double, deal::kParties> used{}, outright{};
};

double p95(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[(values.size() - 1) * 95 / 100];
}

OneScenario one_scenario(const Study& study, std::size_t b, std::uint64_t scenario) {
  OneScenario out;
  const Calendar& calendar = study.calendar;
  // In turn the dates at which it may be built.
  const std::vector<std::size_t>& dates = study.choices[b].plan;
  const Plan& plan =
      study.plans[dates.empty() ? study.plan_of_bid[b] : dates[scenario % dates.size()]];
  World world = draw(study, scenario);
  const Scene scene(study, world);
  const deal::Bid bid = bid_in(scene, b);
  const std::size_t selling = selling_of(study, bid);
  const Operated operated = operate(scene, plan, {}, 0, selling);
  out.used = values_of(scene, bid, books_of(scene, operated, bid).flows);
  World solved = world;
  solved.market = nullptr;
  solved.prices[0] =
      study.market->outright(*world.market, calendar, selling, operated.product_metal_t);
  // Within a year prices follow what each quarter makes; years are compared as means.
  const auto yearly = [&](const std::vector<double>& price) {
    std::vector<double> weighted = price;
    for (std::size_t t = 0; t < weighted.size(); ++t) weighted[t] *= calendar.length_y[t];
    return calendar.by_year(weighted);
  };
  const std::vector<double> used = yearly(operated.money.price_usd_per_t[0]);
  const std::vector<double> outright = yearly(solved.prices[0]);
  const std::vector<double> made = calendar.by_year(operated.product_metal_t);
  for (std::size_t y = 0; y < world.market->years; ++y)
    if (made[y] > 0)
      (world.market->state[y].shock.regime == 0 ? out.calm : out.regime)
          .push_back(std::abs(used[y] / outright[y] - 1));
  const Scene other(study, solved);
  out.outright = values_of(other, bid, books_of(other, operate(other, plan), bid).flows);
  return out;
}

}  // namespace

std::vector<PriceCheck> price_check(const Study& study, std::size_t scenarios) {
  std::vector<PriceCheck> out;
  for (std::size_t b = 0; study.market && b < study.file->values.bid.size(); ++b) {
    if (selling_of(study, study.file->values.bid[b]) == MarketPrices::kNone) continue;
    std::vector<OneScenario> all(std::min(scenarios, kCheckedScenarios));
    parallel_for(all.size(), [&](std::size_t i) { all[i] = one_scenario(study, b, i); });
    PriceCheck check;
    check.bid = b;
    std::vector<double> calm, regime;
    for (const OneScenario& one : all) {
      calm.insert(calm.end(), one.calm.begin(), one.calm.end());
      regime.insert(regime.end(), one.regime.begin(), one.regime.end());
    }
    check.calm_years = calm.size(), check.regime_years = regime.size();
    check.calm_p95 = p95(std::move(calm)), check.regime_p95 = p95(std::move(regime));
    for (std::size_t p = 0; p < deal::kParties; ++p) {
      std::vector<double> used;
      double difference = 0;
      for (const OneScenario& one : all) {
        used.push_back(one.used[p]);
        difference += one.outright[p] - one.used[p];
      }
      check.party[p].used = clustered_mean(used, {});
      check.party[p].difference = difference / static_cast<double>(all.size());
    }
    out.push_back(std::move(check));
  }
  return out;
}

}  // namespace lode::study

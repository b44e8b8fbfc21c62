#include "resource/distance_weighting.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>

#include "base/error.h"
#include "base/parallel.h"

namespace lode::resource {

void describe(Visitor& visit, DistanceWeighting& weighting) {
  visit.fixed("power", weighting.power, unit::kNone, {0, 20}, "of the distance in the weights");
}

DistanceEstimates inverse_distance(const Samples& samples, std::size_t variable,
                                   const Search& search, const DistanceWeighting& weighting,
                                   const Targets& targets, const SampleTraits& traits) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  LODE_CHECK(variable < samples.value.size());
  if (const std::string fault = fault_of(search); !fault.empty())
    throw InputError("search: " + fault);
  const std::vector<double>& value = samples.value[variable];
  std::vector<bool> usable;
  for (const double v : value) usable.push_back(!std::isnan(v));
  if (std::find(usable.begin(), usable.end(), true) == usable.end())
    throw InputError("no sample has a value: nothing to estimate from");
  const SampleSearch index(
      samples, search,
      {samples.hole, traits.boundary.empty() ? std::vector<std::int32_t>{} : samples.domain,
       traits.group, traits.boundary},
      usable, least_length(targets, {}));
  DistanceEstimates out;
  const std::size_t n = targets.size();
  out.estimate.assign(n, kNone), out.nearest_m.assign(n, kNone);
  out.samples.assign(n, 0), out.holes.assign(n, 0);
  const SampleSearch::Tiles tiles = index.tiles(targets.x, targets.y, targets.z);
  const std::size_t count = tiles.first.size() - 1;
  constexpr std::size_t kTilesPerTask = 32;
  out.dropped = index.duplicates();
  std::mutex mutex;
  parallel_for((count + kTilesPerTask - 1) / kTilesPerTask, [&](std::size_t task) {
    SampleSearch::View view(index);
    std::vector<Point> points;
    std::vector<double> distance;  // [found]
    for (std::size_t k = task * kTilesPerTask; k < std::min(count, (task + 1) * kTilesPerTask);
         ++k) {
      const std::span tile{tiles.order.data() + tiles.first[k],
                           tiles.order.data() + tiles.first[k + 1]};
      points.clear();
      for (const std::uint32_t t : tile)
        points.push_back({targets.x[t], targets.y[t], targets.z[t]});
      view.enter(points);
      for (std::size_t i = 0; i < tile.size(); ++i) {
        const std::uint32_t t = tile[i];
        SearchTarget target{points[i]};
        if (!targets.domain.empty()) target.domain = targets.domain[t];
        if (!targets.group.empty()) target.group = targets.group[t];
        const auto found = view.neighbours(target);
        out.samples[t] = static_cast<std::int32_t>(found.size());
        out.holes[t] = index.holes_among(found);
        if (!index.enough(found)) continue;
        distance.clear();
        for (const std::uint32_t position : found) {
          const std::uint32_t s = index.sample_at()[position];
          distance.push_back(index.distance(points[i], {samples.x[s], samples.y[s], samples.z[s]}));
        }
        const auto near = std::min_element(distance.begin(), distance.end());
        if (*near <= index.same_distance()) {
          out.nearest_m[t] = 0;
          out.estimate[t] =
              value[index.sample_at()[found[static_cast<std::size_t>(near - distance.begin())]]];
          continue;
        }
        // Over the nearest's, so that no weight is too large or small for a number.
        double sum = 0, weights = 0;
        for (std::size_t j = 0; j < found.size(); ++j) {
          const double w = std::pow(*near / distance[j], weighting.power);
          sum += w * value[index.sample_at()[found[j]]], weights += w;
        }
        out.nearest_m[t] = *near;
        out.estimate[t] = sum / weights;
      }
    }
    const std::vector<std::uint32_t> later = view.left_out();
    const std::lock_guard lock(mutex);
    out.dropped.insert(out.dropped.end(), later.begin(), later.end());
  });
  std::sort(out.dropped.begin(), out.dropped.end());
  out.dropped.erase(std::unique(out.dropped.begin(), out.dropped.end()), out.dropped.end());
  return out;
}

DistanceEstimates nearest_sample(const Samples& samples, std::size_t variable, const Search& search,
                                 const Targets& targets, const SampleTraits& traits) {
  Search one = search;
  one.min_samples = 1, one.max_samples = 1, one.min_holes = 0;
  one.max_per_octant = one.max_per_hole = 0;
  return inverse_distance(samples, variable, one, {}, targets, traits);
}

}  // namespace lode::resource

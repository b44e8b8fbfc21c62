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

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<bool> usable_samples(const std::vector<double>& value) {
  std::vector<bool> usable;
  for (const double v : value) usable.push_back(!std::isnan(v));
  if (std::find(usable.begin(), usable.end(), true) == usable.end())
    throw InputError("no sample has a value: nothing to estimate from");
  return usable;
}

// One target after the other, from the samples found around it.
struct Weighting {
  const Samples& samples;
  const std::vector<double>& value;  // [sample]
  const SampleSearch& index;
  double power;

  double value_of(std::uint32_t position) const { return value[index.sample_at()[position]]; }

  // distance: room for [found].
  void estimate(std::size_t t, const Point& at, std::span<const std::uint32_t> found,
                std::vector<double>& distance, DistanceEstimates& out) const {
    out.samples[t] = static_cast<std::int32_t>(found.size());
    out.holes[t] = index.holes_among(found);
    if (!index.enough(found)) return;
    distance.clear();
    for (const std::uint32_t position : found) {
      const std::uint32_t s = index.sample_at()[position];
      distance.push_back(index.distance(at, {samples.x[s], samples.y[s], samples.z[s]}));
    }
    const auto near = std::min_element(distance.begin(), distance.end());
    if (*near <= index.same_distance()) {
      out.nearest_m[t] = 0;
      out.estimate[t] = value_of(found[static_cast<std::size_t>(near - distance.begin())]);
      return;
    }
    // Relative to the nearest sample's weight, so that no weight overflows or vanishes.
    double sum = 0, weights = 0;
    for (std::size_t j = 0; j < found.size(); ++j) {
      const double w = std::pow(*near / distance[j], power);
      sum += w * value_of(found[j]), weights += w;
    }
    out.nearest_m[t] = *near;
    out.estimate[t] = sum / weights;
  }
};

void estimate_tile(const Weighting& weighting, const Targets& targets,
                   std::span<const std::uint32_t> tile, SampleSearch::View& view,
                   DistanceEstimates& out) {
  std::vector<Point> points;
  for (const std::uint32_t t : tile) points.push_back({targets.x[t], targets.y[t], targets.z[t]});
  view.enter(points);
  std::vector<double> distance;
  for (std::size_t i = 0; i < tile.size(); ++i) {
    const std::uint32_t t = tile[i];
    SearchTarget target{points[i]};
    if (!targets.domain.empty()) target.domain = targets.domain[t];
    if (!targets.group.empty()) target.group = targets.group[t];
    weighting.estimate(t, points[i], view.neighbours(target), distance, out);
  }
}

}  // namespace

DistanceEstimates inverse_distance(const Samples& samples, std::size_t variable,
                                   const Search& search, const DistanceWeighting& weighting,
                                   const Targets& targets, const SampleTraits& traits) {
  LODE_CHECK(variable < samples.value.size());
  if (const std::string fault = fault_of(search); !fault.empty())
    throw InputError("search: " + fault);
  const std::vector<double>& value = samples.value[variable];
  const SampleSearch index(
      samples, search,
      {samples.hole, traits.boundary.empty() ? std::vector<std::int32_t>{} : samples.domain,
       traits.group, traits.boundary},
      usable_samples(value), least_length(targets, {}));
  DistanceEstimates out;
  const std::size_t n = targets.size();
  out.estimate.assign(n, kNone), out.nearest_m.assign(n, kNone);
  out.samples.assign(n, 0), out.holes.assign(n, 0);
  out.dropped = index.duplicates();
  const Weighting by_distance{samples, value, index, weighting.power};
  const SampleSearch::Tiles tiles = index.tiles(targets.x, targets.y, targets.z);
  const std::size_t count = tiles.first.size() - 1;
  constexpr std::size_t kTilesPerTask = 32;
  std::mutex mutex;
  parallel_for((count + kTilesPerTask - 1) / kTilesPerTask, [&](std::size_t task) {
    SampleSearch::View view(index);
    const std::size_t end = std::min(count, (task + 1) * kTilesPerTask);
    for (std::size_t k = task * kTilesPerTask; k < end; ++k)
      estimate_tile(by_distance, targets,
                    {tiles.order.data() + tiles.first[k], tiles.order.data() + tiles.first[k + 1]},
                    view, out);
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

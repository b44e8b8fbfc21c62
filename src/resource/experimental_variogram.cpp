#include "resource/experimental_variogram.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.h"
#include "base/parallel.h"
#include "base/same.h"
#include "resource/pair_rows.h"

namespace lode::resource {
namespace {

constexpr std::size_t kBlock = 256;  // pairs met at once: their distances stay in the first cache
constexpr std::size_t kLanes = 4;    // independent sums, so that one need not wait for the last
constexpr std::size_t kChunks = 64;  // folded in order, whatever the threads
constexpr double kRounding = 1e-12;  // of products of unit vectors

// Sums over the pairs of one class of distance. Pairs are whole numbers below 2^53: exact.
struct Sums {
  double pairs = 0, distance = 0, squares = 0;
  void add(double h, double square) { pairs += 1, distance += h, squares += square; }
  void add(const Sums& other) {
    pairs += other.pairs, distance += other.distance, squares += other.squares;
  }
};

int number_of(const Lags& lags) { return lags.count + (lags.rule == LagRule::centred ? 1 : 0); }

// Classes of distance: 0 coincident, 1 .. lags, lags + 1 beyond or not of this direction.
struct Classes {
  Classes(const Lags& rule_of, double same_m)
      : rule(rule_of.rule),
        width(rule_of.width_m),
        cutoff(rule_of.cutoff_m + same_m),
        tolerance(rule_of.tolerance_m + same_m),
        same(same_m),
        same_share(same_m / width),
        lags(number_of(rule_of)),
        outside(lags + 1) {}
  LagRule rule;
  double width, cutoff, tolerance;  // the two with the slack
  double same, same_share;          // of the width
  int lags;
  std::int32_t outside;
};

// A direction prepared for many pairs.
struct Cone {
  Cone(const Direction& d, double same_m, double width_m) {
    constexpr double kDegree = std::numbers::pi / 180;
    const double azimuth = d.azimuth_deg * kDegree, dip = d.dip_deg * kDegree;
    east = std::sin(azimuth), north = std::cos(azimuth);
    level = std::cos(dip), up = std::sin(dip);
    sideways = same_m / width_m;
    const auto cosine = [&](double tolerance_deg) {
      return tolerance_deg >= 90 ? -1 : std::cos(tolerance_deg * kDegree + sideways) - kRounding;
    };
    azimuth_cosine = cosine(d.azimuth_tolerance_deg), dip_cosine = cosine(d.dip_tolerance_deg);
    across = d.horizontal_bandwidth_m + same_m, above = d.vertical_bandwidth_m + same_m;
    any_direction =
        azimuth_cosine < 0 && dip_cosine < 0 && across == kInfinity && above == kInfinity;
    within_hole = d.within_hole;
  }
  bool takes_all() const { return any_direction && !within_hole; }
  double east, north, level, up;  // of the direction: in plan, and in its vertical plane
  double azimuth_cosine, dip_cosine, across, above;
  double sideways;  // an angle that is none, radians
  bool any_direction, within_hole;
};

// The pairs of one sample with a block of others.
struct Block {
  std::size_t size = 0;
  alignas(32) double dx[kBlock], dy[kBlock], dz[kBlock], h[kBlock], square[kBlock];
  alignas(32) std::int32_t of[kBlock];  // class of distance
};

void meet(const PairRows& rows, std::size_t i, std::size_t begin, std::size_t end, Block& block) {
  block.size = end - begin;
  const double x = rows.x[i], y = rows.y[i], z = rows.z[i], value = rows.value[i];
  const double *to_x = &rows.x[begin], *to_y = &rows.y[begin], *to_z = &rows.z[begin],
               *to_value = &rows.value[begin];
  for (std::size_t k = 0; k < block.size; ++k) {
    const double dx = to_x[k] - x, dy = to_y[k] - y, dz = to_z[k] - z, dv = to_value[k] - value;
    block.dx[k] = dx, block.dy[k] = dy, block.dz[k] = dz;
    block.h[k] = std::sqrt(dx * dx + dy * dy + dz * dz);
    block.square[k] = dv * dv;
  }
}

void classify_closed_right(const Classes& classes, Block& block) {
  const double width = classes.width, cutoff = classes.cutoff, outside = classes.outside,
               same = classes.same_share;
  for (std::size_t k = 0; k < block.size; ++k) {
    const double h = block.h[k];
    const double lag = std::ceil(h / width - same);
    block.of[k] = static_cast<std::int32_t>(h <= cutoff && lag < outside ? lag : outside);
  }
}

// Lags may share pairs: this asks only the lag `shift` after the last one centred before h.
void classify_centred(const Classes& classes, int shift, Block& block) {
  const double width = classes.width, tolerance = classes.tolerance, outside = classes.outside,
               same = classes.same;
  for (std::size_t k = 0; k < block.size; ++k) {
    const double h = block.h[k];
    const double lag = std::floor(h / width) + shift;
    const bool in = (h > same) & (lag >= 0) & (lag + 1 < outside) & (h >= lag * width - tolerance) &
                    (h <= lag * width + tolerance);
    const double otherwise = h <= same && shift == 0 ? 0 : outside;
    block.of[k] = static_cast<std::int32_t>(in ? lag + 1 : otherwise);
  }
}

// Which of a block's pairs belong to a direction, in order.
struct Chosen {
  std::size_t size = 0;
  std::int32_t in[kBlock], at[kBlock];
};

void choose_direction(const Cone& cone, const Block& block, Chosen& chosen) {
  for (std::size_t k = 0; k < block.size; ++k) {
    const double dx = block.dx[k], dy = block.dy[k], dz = block.dz[k], h = block.h[k];
    const double plan = std::sqrt(dx * dx + dy * dy);
    const double along = dx * cone.east + dy * cone.north;
    // Square to the azimuth in plan, a pair counts the way that lies nearer to the direction.
    const double way = std::abs(along) <= cone.sideways * plan ? dz * cone.up : along;
    const double forward = way < 0 ? -plan : plan, slack = kRounding * h;
    chosen.in[k] = (std::abs(along) >= cone.azimuth_cosine * plan) &
                   (std::abs(cone.north * dx - cone.east * dy) <= cone.across + slack) &
                   (std::abs(forward * cone.level + dz * cone.up) >= cone.dip_cosine * h) &
                   (std::abs(cone.level * dz - cone.up * forward) <= cone.above + slack);
  }
}

void choose(const Cone& cone, const PairRows& rows, std::size_t i, std::size_t begin,
            const Block& block, Chosen& chosen) {
  if (cone.any_direction)
    std::fill_n(chosen.in, block.size, 1);
  else
    choose_direction(cone, block, chosen);
  if (cone.within_hole) {
    const std::int32_t hole = rows.hole[i], *holes = &rows.hole[begin];
    for (std::size_t k = 0; k < block.size; ++k) chosen.in[k] &= hole >= 0 && holes[k] == hole;
  }
  chosen.size = 0;
  for (std::size_t k = 0; k < block.size; ++k) {
    chosen.at[chosen.size] = static_cast<std::int32_t>(k);
    chosen.size += static_cast<std::size_t>(chosen.in[k]);
  }
}

// sums [class][lane]
void add_all(const Block& block, Sums* sums) {
  for (std::size_t k = 0; k < block.size; ++k)
    sums[static_cast<std::size_t>(block.of[k]) * kLanes + k % kLanes].add(block.h[k],
                                                                          block.square[k]);
}
void add_chosen(const Block& block, const Chosen& chosen, Sums* sums) {
  for (std::size_t c = 0; c < chosen.size; ++c) {
    const auto k = static_cast<std::size_t>(chosen.at[c]);
    sums[static_cast<std::size_t>(block.of[k]) * kLanes + c % kLanes].add(block.h[k],
                                                                          block.square[k]);
  }
}

// [direction][class][lane] over the pairs of the samples first .. last - 1 with all after them.
std::vector<Sums> sum_pairs(const PairRows& rows, const Classes& classes,
                            std::span<const Cone> cones, std::size_t first, std::size_t last) {
  const std::size_t per_direction = static_cast<std::size_t>(classes.lags + 2) * kLanes;
  std::vector<Sums> sums(cones.size() * per_direction);
  std::vector<Chosen> chosen(cones.size());
  Block block;
  const auto add_classes = [&] {
    for (std::size_t d = 0; d < cones.size(); ++d)
      if (cones[d].takes_all())
        add_all(block, &sums[d * per_direction]);
      else
        add_chosen(block, chosen[d], &sums[d * per_direction]);
  };
  const auto add_block = [&](std::size_t i, std::size_t begin, std::size_t end) {
    meet(rows, i, begin, end, block);
    for (std::size_t d = 0; d < cones.size(); ++d)
      if (!cones[d].takes_all()) choose(cones[d], rows, i, begin, block, chosen[d]);
    if (classes.rule == LagRule::closed_right) {
      classify_closed_right(classes, block);
      add_classes();
      return;
    }
    const double reach = classes.tolerance / classes.width + 1e-9;
    for (int shift = -static_cast<int>(reach); shift <= 1 + static_cast<int>(reach); ++shift) {
      classify_centred(classes, shift, block);
      add_classes();
    }
  };
  for (std::size_t i = first; i < last; ++i)
    rows.for_each_run(i, [&](std::size_t begin, std::size_t end) {
      for (std::size_t at = begin; at < end; at += kBlock)
        add_block(i, at, std::min(at + kBlock, end));
    });
  return sums;
}

Lags filled_in(Lags lags) {
  if (lags.rule == LagRule::centred) {
    if (lags.tolerance_m == 0) lags.tolerance_m = lags.width_m / 2;
    if (lags.count == 0) lags.count = static_cast<int>(lags.cutoff_m / lags.width_m + kSameShare);
    lags.cutoff_m = lags.count * lags.width_m + lags.tolerance_m;
  } else {
    if (lags.count == 0)
      lags.count = static_cast<int>(std::ceil(lags.cutoff_m / lags.width_m - kSameShare));
    if (lags.cutoff_m == 0) lags.cutoff_m = lags.count * lags.width_m;
  }
  return lags;
}

VariogramLag lag_of(const Sums* lanes, double from, double to) {
  Sums sum;
  for (std::size_t lane = 0; lane < kLanes; ++lane) sum.add(lanes[lane]);
  VariogramLag out{from, to, static_cast<std::uint64_t>(sum.pairs)};
  if (out.pairs > 0)
    out.distance_m = sum.distance / sum.pairs, out.semivariance = sum.squares / (2 * sum.pairs);
  return out;
}

DirectionalVariogram directional(const Direction& direction, const Lags& lags, const Sums* sums) {
  DirectionalVariogram out{direction, {}, lag_of(sums, 0, 0)};
  for (int k = 0; k < number_of(lags); ++k) {
    const double from = lags.rule == LagRule::centred
                            ? std::max(0.0, k * lags.width_m - lags.tolerance_m)
                            : k * lags.width_m;
    const double to = lags.rule == LagRule::centred
                          ? k * lags.width_m + lags.tolerance_m
                          : std::min((k + 1) * lags.width_m, lags.cutoff_m);
    out.lag.push_back(lag_of(sums + static_cast<std::size_t>(k + 1) * kLanes, from, to));
  }
  return out;
}

std::vector<Fault> faults_of(const PairSamples& samples, const Lags& lags,
                             std::span<const Direction> directions) {
  std::vector<Fault> out;
  const auto add = [&](const std::string& key, std::string message) {
    if (!message.empty()) out.push_back({{}, key, {}, std::move(message)});
  };
  add("lags", fault_of(lags));
  for (const Direction& d : directions) {
    add("direction." + d.id, fault_of(d));
    if (d.within_hole && samples.hole.empty())
      add("direction." + d.id + ".within_hole", "the samples have no holes");
  }
  if (directions.empty()) add("direction", "at least one is needed");
  return out;
}

}  // namespace

std::string fault_of(const Lags& lags) {
  const bool centred = lags.rule == LagRule::centred;
  if (!(lags.width_m >= kLeastLength && lags.width_m <= kGreatestLength))
    return fmt::format("the width is {}: it must be above 0, in [{}, {}]", lags.width_m,
                       kLeastLength, kGreatestLength);
  if (lags.count < 0 || !(lags.cutoff_m >= 0)) return "count and cutoff must not be negative";
  if (lags.cutoff_m > kGreatestLength || lags.count * lags.width_m > kGreatestLength)
    return fmt::format("{} lags of {} up to {} reach beyond {}", lags.count, lags.width_m,
                       lags.cutoff_m, kGreatestLength);
  if (lags.count == 0 && lags.cutoff_m == 0)
    return "say how far: count (of lags) or cutoff (metres)";
  if (lags.count > 0 && lags.cutoff_m > 0 &&
      (centred || lags.cutoff_m > (lags.count + kSameShare) * lags.width_m ||
       lags.cutoff_m <= (lags.count - 1 + kSameShare) * lags.width_m))
    return centred ? "say how far by count or by cutoff, not by both"
                   : fmt::format("{} lags of {} do not end at a cutoff of {}: give one of the two",
                                 lags.count, lags.width_m, lags.cutoff_m);
  constexpr double kMostLags = 100'000;
  if (lags.cutoff_m / lags.width_m > kMostLags || lags.count > kMostLags)
    return fmt::format("more than {} lags", kMostLags);
  if (!centred && lags.tolerance_m != 0)
    return "a tolerance goes with the rule centred; lags closed on the right leave no gap";
  if (!(lags.tolerance_m >= 0) || !std::isfinite(lags.tolerance_m) ||
      lags.tolerance_m > 10 * lags.width_m)
    return fmt::format("the tolerance is {}: it must lie above 0 and not above ten widths",
                       lags.tolerance_m);
  return {};
}

std::string fault_of(const Direction& d) {
  for (const double tolerance : {d.azimuth_tolerance_deg, d.dip_tolerance_deg})
    if (!(tolerance > 0 && tolerance <= 90))
      return fmt::format("an angular tolerance is {}: it must lie in (0, 90] degrees", tolerance);
  for (const double width : {d.horizontal_bandwidth_m, d.vertical_bandwidth_m})
    if (!(width > 0)) return fmt::format("a bandwidth is {}: it must be above 0", width);
  if (!(std::abs(d.azimuth_deg) <= 360)) return "the azimuth must lie in [-360, 360] degrees";
  if (!(std::abs(d.dip_deg) <= 90)) return "the dip must lie in [-90, 90] degrees";
  return {};
}

std::vector<std::size_t> usable_samples(const PairSamples& samples) {
  const std::size_t n = samples.x.size();
  std::vector<Fault> faults;
  const auto add = [&](const std::string& key, const std::string& message) {
    faults.push_back({{}, key, {}, message});
  };
  if (samples.y.size() != n || samples.value.size() != n ||
      (!samples.z.empty() && samples.z.size() != n) ||
      (!samples.hole.empty() && samples.hole.size() != n))
    throw InputError("the samples' coordinates and values differ in number");
  std::vector<std::size_t> keep;
  for (std::size_t i = 0; i < n; ++i) {
    const auto within = [](double at) { return std::abs(at) <= kGreatestLength; };
    const bool placed =
        within(samples.x[i]) && within(samples.y[i]) && (samples.z.empty() || within(samples.z[i]));
    if (std::isnan(samples.value[i])) continue;
    if (!placed)
      add(fmt::format("sample {}", i + 1),
          fmt::format("has no place: a coordinate is missing, or beyond {}", kGreatestLength));
    if (std::isinf(samples.value[i])) add(fmt::format("sample {}", i + 1), "its value is infinite");
    keep.push_back(i);
  }
  if (!faults.empty()) throw InputError(std::move(faults));
  if (keep.size() < 2)
    throw InputError(fmt::format("a variogram needs two samples with a value at least; there {} {}",
                                 keep.size() == 1 ? "is" : "are", keep.size()));
  return keep;
}

ExperimentalVariogram experimental_variogram(const PairSamples& samples, const Lags& lags,
                                             std::span<const Direction> directions) {
  if (std::vector<Fault> faults = faults_of(samples, lags, directions); !faults.empty())
    throw InputError(std::move(faults));
  const std::vector<std::size_t> keep = usable_samples(samples);
  ExperimentalVariogram out{filled_in(lags), keep.size(), samples.x.size() - keep.size(), 0, 0, {}};
  const double n = static_cast<double>(keep.size());
  for (const std::size_t i : keep) out.mean += samples.value[i] / n;
  for (const std::size_t i : keep)
    out.variance += (samples.value[i] - out.mean) * (samples.value[i] - out.mean) / n;

  const double width = out.lags.width_m;
  const double same =
      std::min(same_length(width, std::max({farthest_of(samples.x), farthest_of(samples.y),
                                            farthest_of(samples.z)})),
               width / 4);
  const PairRows rows(samples, keep, out.lags.cutoff_m + same);
  const Classes classes(out.lags, same);
  std::vector<Cone> cones;
  for (const Direction& direction : directions) cones.emplace_back(direction, same, width);
  std::vector<std::vector<Sums>> part(kChunks);
  parallel_for(kChunks, [&](std::size_t c) {
    part[c] =
        sum_pairs(rows, classes, cones, keep.size() * c / kChunks, keep.size() * (c + 1) / kChunks);
  });
  for (std::size_t c = 1; c < kChunks; ++c)
    for (std::size_t k = 0; k < part[0].size(); ++k) part[0][k].add(part[c][k]);
  const std::size_t per_direction = part[0].size() / cones.size();
  for (std::size_t d = 0; d < cones.size(); ++d)
    out.direction.push_back(directional(directions[d], out.lags, &part[0][d * per_direction]));
  return out;
}

}  // namespace lode::resource

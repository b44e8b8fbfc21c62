#include "resource/classification.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/error.h"
#include "base/parallel.h"

namespace lode::resource {

void describe(Visitor& visit, DrillingThresholds& t) {
  visit.fixed("spacing", t.spacing_m, unit::kMetres, {0.1, 1e5},
              "greatest distance from a block's centre to its n-th nearest hole");
  visit.integer("nearest", t.nearest, 1, 100, "n: which nearest hole the spacing is measured to");
  visit.integer("holes", t.holes, 1, 1000, "least number of holes that a block is estimated from");
  visit.fixed("slope", t.slope, unit::kNone, {-10, 1},
              "least slope of the regression of the true grade of a block on its estimate");
}

void describe(Visitor& visit, Classification& c) {
  visit.choice("smoothing", c.smoothing,
               "majority: a block takes the class of most of its 26 neighbours and itself");
  visit.integer("passes", c.passes, 1, 20, "how often the map of classes is smoothed");
}

namespace {

struct Box {
  Point low{kInfinity, kInfinity, kInfinity}, high{-kInfinity, -kInfinity, -kInfinity};
  void add(const Point& p) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
  double square(const Point& p) const {
    const double x = std::max({low.x - p.x, 0.0, p.x - high.x}),
                 y = std::max({low.y - p.y, 0.0, p.y - high.y}),
                 z = std::max({low.z - p.z, 0.0, p.z - high.z});
    return x * x + y * y + z * z;
  }
};

struct Hole {  // the samples of one hole in one domain
  Box box;
  std::vector<Point> at;
};

using HolesOfDomain = std::map<std::int32_t, std::vector<Hole>>;  // by domain; all: under -1

HolesOfDomain holes_of(const Samples& samples, bool by_domain) {
  std::map<std::pair<std::int32_t, std::int64_t>, Hole> found;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const std::int32_t domain = by_domain ? samples.domain[i] : -1;
    const bool named = !samples.hole.empty() && samples.hole[i] >= 0;
    const std::int64_t hole =
        named ? std::int64_t{samples.hole[i]} : -1 - static_cast<std::int64_t>(i);
    Hole& own = found[{domain, hole}];
    const Point at{samples.x[i], samples.y[i], samples.z[i]};
    own.box.add(at);
    own.at.push_back(at);
  }
  HolesOfDomain out;
  for (auto& [key, hole] : found) out[key.first].push_back(std::move(hole));
  return out;
}

double square_to(const Hole& hole, const Point& p) {
  double least = kInfinity;
  for (const Point& at : hole.at) {
    const double x = at.x - p.x, y = at.y - p.y, z = at.z - p.z;
    least = std::min(least, x * x + y * y + z * z);
  }
  return least;
}

// The n least squares are kept, the greatest of them last; a hole whose box is farther is passed
// over.
double nth(const std::vector<Hole>& holes, const Point& p, std::size_t n) {
  std::vector<double> best;
  for (const Hole& hole : holes) {
    if (best.size() == n && hole.box.square(p) >= best.back()) continue;
    const double square = square_to(hole, p);
    if (best.size() == n && square >= best.back()) continue;
    if (best.size() == n) best.pop_back();
    best.insert(std::upper_bound(best.begin(), best.end(), square), square);
  }
  return best.size() == n ? std::sqrt(best.back()) : kInfinity;
}

}  // namespace

std::vector<double> distance_to_nth_hole(const Samples& samples, std::span<const Point> points,
                                         std::span<const std::int32_t> domain, int n) {
  LODE_CHECK(n >= 1);
  LODE_CHECK(domain.empty() ||
             (domain.size() == points.size() && samples.domain.size() == samples.size()));
  const HolesOfDomain holes = holes_of(samples, !domain.empty());
  std::vector<double> out(points.size(), kInfinity);
  parallel_for(points.size(), [&](std::size_t i) {
    const auto own = holes.find(domain.empty() ? -1 : domain[i]);
    if (own != holes.end()) out[i] = nth(own->second, points[i], static_cast<std::size_t>(n));
  });
  return out;
}

std::vector<std::uint8_t> classify(const DrillingOfBlocks& drilling,
                                   std::span<const DrillingThresholds> classes) {
  LODE_CHECK(drilling.spacing_m.size() == classes.size() && classes.size() < kUnclassified);
  std::vector<std::uint8_t> out(drilling.holes.size(), kUnclassified);
  for (std::size_t b = 0; b < out.size(); ++b)
    for (std::size_t c = 0; c < classes.size(); ++c) {
      const DrillingThresholds& t = classes[c];
      if (!(drilling.spacing_m[c][b] <= t.spacing_m && drilling.holes[b] >= t.holes &&
            drilling.slope[b] >= t.slope))
        continue;
      out[b] = static_cast<std::uint8_t>(c);
      break;
    }
  return out;
}

std::vector<std::uint8_t> smoothed(const Grid& grid, std::span<const std::uint32_t> block,
                                   std::vector<std::uint8_t> confidence,
                                   const Classification& rule) {
  LODE_CHECK(block.size() == confidence.size());
  if (rule.smoothing == Smoothing::none) return confidence;
  constexpr std::int32_t kOutside = -1;
  std::vector<std::int32_t> place(grid.size(), kOutside);
  for (std::size_t b = 0; b < block.size(); ++b) place[block[b]] = static_cast<std::int32_t>(b);
  for (int pass = 0; pass < rule.passes; ++pass) {
    std::vector<std::uint8_t> next(confidence.size());
    parallel_for(block.size(), [&](std::size_t b) {
      std::array<int, 256> votes{};
      const auto cell = grid.cell_of(block[b]);
      for (int dz = -1; dz <= 1; ++dz)
        for (int dy = -1; dy <= 1; ++dy)
          for (int dx = -1; dx <= 1; ++dx) {
            const int x = cell[0] + dx, y = cell[1] + dy, z = cell[2] + dz;
            if (x < 0 || y < 0 || z < 0 || x >= grid.count[0] || y >= grid.count[1] ||
                z >= grid.count[2])
              continue;
            const std::int32_t other = place[grid.index(x, y, z)];
            if (other != kOutside) ++votes[confidence[static_cast<std::size_t>(other)]];
          }
      const int most = *std::max_element(votes.begin(), votes.end());
      std::uint8_t winner = confidence[b];
      if (votes[winner] < most)
        for (int c = kUnclassified; c >= 0; --c)
          if (votes[static_cast<std::size_t>(c)] == most) {
            winner = static_cast<std::uint8_t>(c);
            break;
          }
      next[b] = winner;
    });
    confidence = std::move(next);
  }
  return confidence;
}

}  // namespace lode::resource

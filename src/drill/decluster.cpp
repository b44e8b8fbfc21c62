#include "drill/decluster.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "base/error.h"
#include "base/parallel.h"

namespace lode::drill {
namespace {

constexpr double kMostCells = 1 << 20;  // along an axis: three of them share 64 bits
constexpr double kMargin = 0.01;        // as declus: the first origin lies this far below the data

struct Box {
  Point low, high;
};

Box box_of(std::span<const Point> place) {
  Box box{place[0], place[0]};
  for (const Point& p : place) {
    box.low = {std::min(box.low.x, p.x), std::min(box.low.y, p.y), std::min(box.low.z, p.z)};
    box.high = {std::max(box.high.x, p.x), std::max(box.high.y, p.y), std::max(box.high.z, p.z)};
  }
  return box;
}

// Counts points by cell: open addressing over a power of two, emptied by a new epoch.
class CellCounts {
 public:
  explicit CellCounts(std::size_t points) : slot_(std::bit_ceil(2 * points + 1)) {}
  void clear() { ++epoch_; }
  // The slot of a cell, counted once more.
  std::size_t count(std::uint64_t cell) {
    std::size_t at = (cell * 0x9E3779B97F4A7C15u) >> (64 - std::bit_width(slot_.size() - 1));
    while (slot_[at].epoch == epoch_ && slot_[at].cell != cell) at = (at + 1) & (slot_.size() - 1);
    if (slot_[at].epoch != epoch_) slot_[at] = {cell, epoch_, 0};
    ++slot_[at].points;
    return at;
  }
  double points(std::size_t at) const { return slot_[at].points; }

 private:
  struct Slot {
    std::uint64_t cell = 0;
    std::uint32_t epoch = 0, points = 0;
  };
  std::vector<Slot> slot_;
  std::uint32_t epoch_ = 0;
};

double mean_of(std::span<const double> value, std::span<const double> weight) {
  double sum = 0, all = 0;
  for (std::size_t i = 0; i < value.size(); ++i)
    if (!std::isnan(value[i])) sum += weight[i] * value[i], all += weight[i];
  return sum / all;
}

std::vector<double> weights_of(std::span<const Point> place, const Box& box, const Point& cell,
                               int origins) {
  CellCounts counts(place.size());
  std::vector<double> weight(place.size(), 0);
  std::vector<std::size_t> slot(place.size());
  const auto step = [&](double side, double extent) {
    return std::min(side / origins, extent / 2);
  };
  const Point shift{step(cell.x, box.high.x - box.low.x), step(cell.y, box.high.y - box.low.y),
                    step(cell.z, box.high.z - box.low.z)};
  for (int k = 0; k < origins; ++k) {
    const Point origin{box.low.x - kMargin - k * shift.x, box.low.y - kMargin - k * shift.y,
                       box.low.z - kMargin - k * shift.z};
    counts.clear();
    const auto along = [](double distance, double side) {
      return static_cast<std::uint64_t>(distance / side);
    };
    for (std::size_t i = 0; i < place.size(); ++i)
      slot[i] = counts.count(along(place[i].x - origin.x, cell.x) |
                             along(place[i].y - origin.y, cell.y) << 21 |
                             along(place[i].z - origin.z, cell.z) << 42);
    double all = 0;
    for (const std::size_t at : slot) all += 1 / counts.points(at);
    for (std::size_t i = 0; i < slot.size(); ++i) weight[i] += 1 / counts.points(slot[i]) / all;
  }
  const double scale = static_cast<double>(place.size()) / origins;
  for (double& w : weight) w *= scale;
  return weight;
}

}  // namespace

Declustered decluster(std::span<const Point> place, std::span<const double> value,
                      const Declustering& rule) {
  LODE_CHECK(place.size() == value.size());
  Declustered out;
  out.weight.assign(place.size(), 1);
  out.scan.push_back({0, mean_of(value, out.weight)});
  if (std::isnan(out.scan[0].mean)) return out;
  const Box box = box_of(place);
  const double extent = std::max({box.high.x - box.low.x, (box.high.y - box.low.y) / rule.y_over_x,
                                  (box.high.z - box.low.z) / rule.z_over_x});
  if (extent / rule.smallest_m > kMostCells)
    throw InputError(Fault{
        {}, "decluster.smallest", {}, "makes more than a million cells along an axis of the data"});
  const int steps = rule.largest_m > rule.smallest_m ? rule.sizes : 0;
  std::vector<std::vector<double>> weight(static_cast<std::size_t>(steps) + 1);
  std::vector<double> size(weight.size());
  for (std::size_t k = 0; k < size.size(); ++k)
    size[k] = steps == 0 ? rule.smallest_m
                         : rule.smallest_m +
                               (rule.largest_m - rule.smallest_m) * static_cast<double>(k) / steps;
  parallel_for(size.size(), [&](std::size_t k) {
    weight[k] = weights_of(place, box, {size[k], size[k] * rule.y_over_x, size[k] * rule.z_over_x},
                           rule.origins);
  });
  for (std::size_t k = 0; k < size.size(); ++k) {
    out.scan.push_back({size[k], mean_of(value, weight[k])});
    const double best = out.scan[out.chosen].mean, mean = out.scan.back().mean;
    if (rule.seek == Seek::minimum ? mean < best : mean > best) out.chosen = k + 1;
  }
  if (out.chosen > 0) out.weight = std::move(weight[out.chosen - 1]);
  return out;
}

}  // namespace lode::drill

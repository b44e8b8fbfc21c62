#include "resource/cokriging.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>

#include "base/error.h"
#include "base/parallel.h"
#include "base/same.h"
#include "resource/block_support.h"
#include "resource/kriging_system.h"

namespace lode::resource {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kLeastPivot = 1e-10;  // of a sill of 1
constexpr std::size_t kMostData = 16'000;

// Semi-definite: Cholesky's pivots are at least 0, and where one is 0 so is its column. Relative to
// the diagonal, so that variables may have any units.
bool is_semi_definite(const std::vector<double>& matrix, std::size_t n) {
  constexpr double kRounding = 1e-12;
  std::vector<double> a = matrix;
  for (std::size_t j = 0; j < n; ++j) {
    const double diagonal = matrix[j * n + j], pivot = a[j * n + j];
    if (!(pivot >= -kRounding * diagonal) || diagonal < 0) return false;
    const bool zero = pivot <= kRounding * diagonal;
    for (std::size_t i = j + 1; i < n; ++i) {
      const double scale = std::sqrt(std::abs(diagonal * matrix[i * n + i]));
      if (zero && std::abs(a[i * n + j]) > 1e-6 * scale) return false;
      if (zero) continue;
      for (std::size_t k = j + 1; k <= i; ++k) a[i * n + k] -= a[i * n + j] * a[k * n + j] / pivot;
    }
  }
  return true;
}

std::string matrix_fault(const std::vector<double>& matrix, std::size_t n,
                         const std::string& name) {
  if (matrix.size() != n * n)
    return fmt::format("{} has {} numbers; {} variables need {} (row by row)", name, matrix.size(),
                       n, n * n);
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = 0; b < a; ++b)
      if (matrix[a * n + b] != matrix[b * n + a])
        return fmt::format("{} is not symmetric: {} and {}", name, matrix[a * n + b],
                           matrix[b * n + a]);
  if (!is_semi_definite(matrix, n))
    return name + " is not positive semi-definite: no variables vary together like that";
  return {};
}

// Correlation structures of unit sill (the nugget first) and their matrices.
struct Parts {
  std::vector<BlockSupport> support;
  std::vector<std::vector<double>> matrix;  // scaled: total sill of each variable 1
  std::vector<double> sd;                   // [variable]
};

Parts parts_of(const Coregionalisation& model, std::size_t n, const Point& origin,
               const Kriging& kriging, const Targets& targets, double same_m) {
  Parts out;
  const auto add = [&](const Variogram& variogram, const std::vector<double>& matrix) {
    out.support.emplace_back(variogram, origin, kriging, targets.block_m, targets.rotation_deg,
                             same_m);
    out.matrix.push_back(matrix);
  };
  Variogram pure;
  pure.nugget = 1;
  if (!model.nugget.empty()) add(pure, model.nugget);
  for (const CoregionalisedStructure& s : model.structure) {
    Variogram variogram;
    variogram.azimuth_deg = model.azimuth_deg, variogram.dip_deg = model.dip_deg;
    variogram.rake_deg = model.rake_deg, variogram.ranges = model.ranges;
    variogram.structure = {{s.id, s.type, 1, s.range_major_m, s.range_semi_m, s.range_minor_m}};
    add(variogram, s.sill);
  }
  out.sd.assign(n, 0.0);
  for (const auto& matrix : out.matrix)
    for (std::size_t a = 0; a < n; ++a) out.sd[a] += matrix[a * n + a];
  for (double& sd : out.sd) sd = std::sqrt(sd);
  for (auto& matrix : out.matrix)
    for (std::size_t a = 0; a < n; ++a)
      for (std::size_t b = 0; b < n; ++b) matrix[a * n + b] /= out.sd[a] * out.sd[b];
  return out;
}

// The smallest length by which places are told apart.
double least_length_of(const Targets& targets, const Coregionalisation& model) {
  Variogram all;
  for (const CoregionalisedStructure& s : model.structure)
    all.structure.push_back({s.id, s.type, 1, s.range_major_m, s.range_semi_m, s.range_minor_m});
  return least_length(targets, all);
}

// Duplicates hand what the sample at their place lacks on to it; those with a value too many.
std::vector<std::uint32_t> merge_duplicates(const SampleSearch& index, Samples& samples) {
  std::vector<std::uint32_t> dropped;
  for (std::size_t k = 0; k < index.duplicates().size(); ++k) {
    const std::uint32_t later = index.duplicates()[k], first = index.duplicate_of()[k];
    bool too_many = false;
    for (std::vector<double>& value : samples.value) {
      if (std::isnan(value[later])) continue;
      if (std::isnan(value[first]))
        value[first] = value[later];
      else
        too_many = true;
    }
    if (too_many) dropped.push_back(later);
  }
  return dropped;
}

class Solver {
 public:
  Solver(const Samples& samples, const Parts& parts, const SampleSearch& search,
         const Targets& targets, CokrigingEstimates& out)
      : samples_(samples),
        parts_(parts),
        search_(search),
        targets_(targets),
        out_(out),
        view_(search),
        variables_(samples.value.size()) {}

  std::vector<std::uint32_t> dropped;
  std::vector<std::uint32_t> left_out() const { return view_.left_out(); }

  void tile(std::span<const std::uint32_t> targets) {
    std::vector<Point> points;
    for (const std::uint32_t t : targets) points.push_back(point(t));
    view_.enter(points);
    for (const std::uint32_t t : targets) one(t);
  }

 private:
  struct Datum {
    std::size_t variable, place;  // of found_
  };
  Point point(std::uint32_t t) const { return {targets_.x[t], targets_.y[t], targets_.z[t]}; }
  std::uint32_t sample(std::size_t place) const { return search_.sample_at()[found_[place]]; }

  void one(std::uint32_t t) {
    SearchTarget target{point(t)};
    if (!targets_.domain.empty()) target.domain = targets_.domain[t];
    if (!targets_.group.empty()) target.group = targets_.group[t];
    const auto found = view_.neighbours(target);
    out_.samples[t] = static_cast<std::int32_t>(found.size());
    if (!search_.enough(found)) return;
    if (!std::equal(found.begin(), found.end(), found_.begin(), found_.end())) {
      found_.assign(found.begin(), found.end());
      build();
    }
    if (all_there_) solve(t);
  }

  void build() {
    data_.clear();
    std::vector<bool> there(variables_, false);
    for (std::size_t v = 0; v < variables_; ++v)
      for (std::size_t i = 0; i < found_.size(); ++i)
        if (!std::isnan(samples_.value[v][sample(i)])) data_.push_back({v, i}), there[v] = true;
    all_there_ = std::find(there.begin(), there.end(), false) == there.end();
    if (!all_there_) return;
    if (data_.size() > kMostData)
      throw InputError(fmt::format(
          "a target has {} values around it: one system of equations would need {:.1f} GB; limit "
          "the samples with max_samples",
          data_.size(), 8e-9 * double(data_.size()) * double(data_.size())));
    correlate();
    for (;;) {
      fill();
      const auto failed = system_.factor(kLeastPivot);
      if (!failed) break;
      dropped.push_back(sample(data_[*failed].place));
      data_.erase(data_.begin() + static_cast<std::ptrdiff_t>(*failed));
    }
    all_there_ = system_.factor_drift();
  }

  // Correlations between the places, structure by structure.
  void correlate() {
    const std::size_t n = found_.size(), stride = padded(n);
    place_.assign(parts_.support.size(), {});
    between_.assign(parts_.support.size(), {});
    for (std::size_t k = 0; k < parts_.support.size(); ++k) {
      const CovarianceKernel& kernel = parts_.support[k].kernel();
      const std::size_t axes = kernel.coordinates();
      std::vector<double>& place = place_[k];
      std::vector<double> at(axes);
      place.assign(axes * stride, 0.0);
      for (std::size_t i = 0; i < n; ++i) {
        const std::uint32_t s = sample(i);
        kernel.place({samples_.x[s], samples_.y[s], samples_.z[s]}, at.data());
        for (std::size_t c = 0; c < axes; ++c) place[c * stride + i] = at[c];
      }
      between_[k].resize(n * stride);
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t c = 0; c < axes; ++c) at[c] = place[c * stride + i];
        kernel.covariances(place.data(), stride, at.data(), stride, &between_[k][i * stride]);
      }
    }
  }

  void fill() {
    const std::size_t n = data_.size(), stride = padded(found_.size());
    system_.resize(n, variables_);
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t i = j; i < n; ++i) {
        double sum = 0;
        for (std::size_t k = 0; k < between_.size(); ++k)
          sum += parts_.matrix[k][data_[i].variable * variables_ + data_[j].variable] *
                 between_[k][data_[j].place * stride + data_[i].place];
        system_.column(j)[i] = sum;
      }
      for (std::size_t i = n; i < system_.padded_size(); ++i) system_.column(j)[i] = 0;
      for (std::size_t v = 0; v < variables_; ++v)
        system_.drift(j, v) = data_[j].variable == v ? 1 : 0;
    }
  }

  void solve(std::uint32_t t) {
    const std::size_t n = data_.size(), stride = padded(found_.size());
    std::vector<std::vector<double>> to_target(parts_.support.size(), std::vector<double>(stride));
    std::size_t here = found_.size();
    for (std::size_t k = 0; k < parts_.support.size(); ++k)
      here = parts_.support[k].covariances(place_[k], found_.size(), point(t), to_target[k]);
    std::vector<bool> measured(variables_, false);  // at the target itself: no error
    for (const Datum& datum : data_)
      if (datum.place == here) measured[datum.variable] = true;
    std::vector<std::vector<double>> c(variables_, std::vector<double>(system_.padded_size()));
    for (std::size_t v = 0; v < variables_; ++v)
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k < to_target.size(); ++k)
          c[v][i] +=
              parts_.matrix[k][v * variables_ + data_[i].variable] * to_target[k][data_[i].place];
    for (std::size_t v = 0; v < variables_; ++v) {
      std::vector<double> f(variables_, 0.0);
      f[v] = 1;
      system_.solve(c[v], f);
      const auto w = system_.weights();
      double estimate = 0;
      for (std::size_t i = 0; i < n; ++i)
        estimate += w[i] * samples_.value[data_[i].variable][sample(data_[i].place)] /
                    parts_.sd[data_[i].variable];
      out_.estimate[v][t] = measured[v] ? samples_.value[v][sample(here)] : estimate * parts_.sd[v];
      for (std::size_t u = 0; u < variables_; ++u) {
        double rest = -system_.multipliers()[u];
        for (std::size_t k = 0; k < to_target.size(); ++k)
          rest += parts_.matrix[k][u * variables_ + v] * parts_.support[k].variance();
        for (std::size_t i = 0; i < n; ++i) rest -= w[i] * c[u][i];
        out_.covariance[u * variables_ + v][t] =
            measured[u] || measured[v] ? 0 : rest * parts_.sd[u] * parts_.sd[v];
      }
    }
    out_.status[t] = EstimateStatus::estimated;
  }

  const Samples& samples_;
  const Parts& parts_;
  const SampleSearch& search_;
  const Targets& targets_;
  CokrigingEstimates& out_;
  SampleSearch::View view_;
  const std::size_t variables_;
  KrigingSystem system_;
  bool all_there_ = false;
  std::vector<std::uint32_t> found_;
  std::vector<Datum> data_;
  std::vector<std::vector<double>> place_, between_;  // [structure]
};

}  // namespace

void describe(Visitor& visit, CoregionalisedStructure& structure) {
  visit.choice("type", structure.type, "shape of the structure");
  visit.series("sill", structure.sill, unit::kNone, {-1e15, 1e15},
               "matrix of its contributions to the covariances, in the order of the variables, row "
               "by row");
  visit.fixed("range_major", structure.range_major_m, unit::kMetres,
              {kLeastLength, kGreatestLength},
              "distance over which values are alike along the major axis");
  visit.fixed("range_semi", structure.range_semi_m, unit::kMetres, {kLeastLength, kGreatestLength},
              "the same along the second axis");
  visit.fixed("range_minor", structure.range_minor_m, unit::kMetres,
              {kLeastLength, kGreatestLength}, "the same along the third axis");
}

void describe(Visitor& visit, Coregionalisation& model) {
  visit.series("nugget", model.nugget, unit::kNone, {-1e15, 1e15},
               "matrix of the nugget, in the order of the variables, row by row");
  visit.fixed("azimuth", model.azimuth_deg, unit::kDegrees, {-360, 360},
              "of the major axis, clockwise from north");
  visit.fixed("dip", model.dip_deg, unit::kDegrees, {-90, 90}, "of the major axis, negative down");
  visit.fixed("rake", model.rake_deg, unit::kDegrees, {-180, 180},
              "turn of the two other axes about the major axis");
  visit.choice(
      "ranges", model.ranges,
      "of exponential and Gaussian structures: practical, or the parameter of the formula");
  visit.named("structure", model.structure, "a nested structure");
}

std::string fault_of(const Coregionalisation& model, std::size_t n) {
  if (n < 2) return "cokriging needs at least two variables";
  std::vector<double> sill(n, 0.0);
  const auto look = [&](const std::vector<double>& matrix, const std::string& name) {
    const std::string fault = matrix_fault(matrix, n, name);
    for (std::size_t a = 0; fault.empty() && a < n; ++a) sill[a] += matrix[a * n + a];
    return fault;
  };
  if (!model.nugget.empty())
    if (const std::string fault = look(model.nugget, "nugget"); !fault.empty()) return fault;
  for (const CoregionalisedStructure& s : model.structure) {
    if (const std::string fault = look(s.sill, "sill of structure " + s.id); !fault.empty())
      return fault;
    if (!(s.range_major_m > 0 && s.range_semi_m > 0 && s.range_minor_m > 0))
      return fmt::format("structure {}: the three ranges must be positive", s.id);
  }
  for (const double s : sill)
    if (!(s > 0)) return "nugget and sills of a variable are all 0: it does not vary";
  return {};
}

CokrigingEstimates cokrige(const Samples& samples, const Coregionalisation& model,
                           const Search& search, const Kriging& kriging, const Targets& targets,
                           const SampleTraits& traits) {
  const std::size_t variables = samples.value.size(), n = targets.size();
  if (const std::string fault = fault_of(model, variables); !fault.empty())
    throw InputError("coregionalisation: " + fault);
  if (const std::string fault = fault_of(search); !fault.empty())
    throw InputError("search: " + fault);
  std::vector<bool> usable(samples.size(), false);
  for (const auto& value : samples.value)
    for (std::size_t i = 0; i < samples.size(); ++i)
      if (!std::isnan(value[i])) usable[i] = true;
  const auto first = std::find(usable.begin(), usable.end(), true);
  if (first == usable.end()) throw InputError("no sample has a value: nothing to estimate from");
  const auto near = static_cast<std::size_t>(first - usable.begin());
  const SampleSearch index(
      samples, search,
      {samples.hole, traits.boundary.empty() ? std::vector<std::int32_t>{} : samples.domain,
       traits.group, traits.boundary},
      usable, least_length_of(targets, model));
  const Parts parts =
      parts_of(model, variables, {samples.x[near], samples.y[near], samples.z[near]}, kriging,
               targets, index.same());
  Samples merged = samples;
  CokrigingEstimates out;
  out.dropped = merge_duplicates(index, merged);
  out.estimate.assign(variables, std::vector<double>(n, kNone));
  out.covariance.assign(variables * variables, std::vector<double>(n, kNone));
  out.samples.assign(n, 0);
  out.status.assign(n, EstimateStatus::too_few);
  const SampleSearch::Tiles tiles = index.tiles(targets.x, targets.y, targets.z);
  const std::size_t count = tiles.first.size() - 1;
  constexpr std::size_t kTilesPerTask = 32;
  std::mutex mutex;
  parallel_for((count + kTilesPerTask - 1) / kTilesPerTask, [&](std::size_t task) {
    Solver solver(merged, parts, index, targets, out);
    for (std::size_t t = task * kTilesPerTask; t < std::min(count, (task + 1) * kTilesPerTask); ++t)
      solver.tile({tiles.order.data() + tiles.first[t], tiles.order.data() + tiles.first[t + 1]});
    const std::lock_guard lock(mutex);
    out.dropped.insert(out.dropped.end(), solver.dropped.begin(), solver.dropped.end());
    const std::vector<std::uint32_t> later = solver.left_out();
    out.dropped.insert(out.dropped.end(), later.begin(), later.end());
  });
  std::sort(out.dropped.begin(), out.dropped.end());
  out.dropped.erase(std::unique(out.dropped.begin(), out.dropped.end()), out.dropped.end());
  return out;
}

}  // namespace lode::resource

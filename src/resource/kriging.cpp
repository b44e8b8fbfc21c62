#include "resource/kriging.h"

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
constexpr std::size_t kTilesPerTask = 32;
constexpr double kLeastPivot = 1e-10;            // of the sill
constexpr std::size_t kMostNeighbours = 16'000;  // 2 GB for one system

// Drift functions brought to mean 0 and deviation 1 over the samples: the same answer (1 is among
// the functions), better conditioned.
struct DriftScale {
  std::vector<double> mean, sd;

  explicit DriftScale(const std::vector<std::vector<double>>& drift,
                      const std::vector<bool>& usable) {
    for (const std::vector<double>& function : drift) {
      double sum = 0, squares = 0, n = 0;
      for (std::size_t i = 0; i < function.size(); ++i)
        if (usable[i]) sum += function[i], n += 1;
      const double m = n > 0 ? sum / n : 0;
      for (std::size_t i = 0; i < function.size(); ++i)
        if (usable[i]) squares += (function[i] - m) * (function[i] - m);
      mean.push_back(m);
      sd.push_back(squares > 0 ? std::sqrt(squares / n) : 1);
    }
  }
  double scaled(std::size_t k, double value) const { return (value - mean[k]) / sd[k]; }
};

struct Problem {
  const Samples& samples;
  const Kriging& kriging;
  const Targets& targets;
  const SampleTraits& traits;
  const SampleSearch& search;
  const BlockSupport& support;
  const DriftScale& scale;
  std::vector<double> place;  // [coordinate][position] in the kernel's space
  std::size_t functions = 0;  // of the drift, with 1
};

// One thread's work: the system of the last target is kept, and used again while the neighbours
// stay the same.
class Solver {
 public:
  explicit Solver(const Problem& problem)
      : p_(problem), view_(problem.search), at_(problem.support.kernel().coordinates()) {}

  std::vector<std::uint32_t> dropped;  // others determine them
  std::vector<std::uint32_t> left_out() const { return view_.left_out(); }

  void tile(std::span<const std::uint32_t> targets, const WeightSink& sink) {
    points_.clear();
    for (const std::uint32_t t : targets) points_.push_back(point(t));
    view_.enter(points_);
    for (const std::uint32_t t : targets) one(t, sink);
  }

 private:
  Point point(std::uint32_t t) const { return {p_.targets.x[t], p_.targets.y[t], p_.targets.z[t]}; }

  void one(std::uint32_t t, const WeightSink& sink) {
    const Targets& all = p_.targets;
    SearchTarget target{point(t)};
    if (!all.domain.empty()) target.domain = all.domain[t];
    if (!all.group.empty()) target.group = all.group[t];
    const auto found = view_.neighbours(target);
    Weights out{t, EstimateStatus::too_few, {}, {}, kNone, kNone, kNone, 0};
    const bool enough = p_.search.enough(found);
    if (!enough) {
      used_.assign(found.begin(), found.end());
      found_.clear();
    } else if (!std::equal(found.begin(), found.end(), found_.begin(), found_.end())) {
      found_.assign(found.begin(), found.end());
      build();
    }
    const bool enough_left = enough && (used_.size() == found_.size() || p_.search.enough(used_));
    sample_.clear();
    for (const std::uint32_t position : used_) sample_.push_back(p_.search.sample_at()[position]);
    out.sample = sample_;
    out.holes = p_.search.holes_among(used_);
    if (enough_left) out.status = status_of(t);
    if (out.status == EstimateStatus::estimated) solve(target.at, out);
    sink(out);
  }

  EstimateStatus status_of(std::uint32_t t) {
    if (!drift_is_regular_) return EstimateStatus::singular_drift;
    f_.assign(p_.functions, 1.0);
    for (std::size_t k = 1; k < p_.functions; ++k) {
      f_[k] = p_.scale.scaled(k - 1, p_.targets.drift[k - 1][t]);
      if (std::isnan(f_[k])) return EstimateStatus::no_drift;
    }
    return EstimateStatus::estimated;
  }

  // The left-hand side, less samples that others determine.
  void build() {
    used_ = found_;
    if (used_.size() > kMostNeighbours)
      throw InputError(fmt::format(
          "a target has {} samples around it: one system of equations would need {:.1f} "
          "GB; limit them with max_samples (at most {})",
          used_.size(), 8e-9 * double(used_.size()) * double(used_.size()), kMostNeighbours));
    for (;;) {
      fill();
      const auto failed = system_.factor(kLeastPivot * p_.support.kernel().sill());
      if (!failed) break;
      dropped.push_back(p_.search.sample_at()[used_[*failed]]);
      used_.erase(used_.begin() + static_cast<std::ptrdiff_t>(*failed));
    }
    drift_is_regular_ = system_.factor_drift();
  }

  void fill() {
    const CovarianceKernel& kernel = p_.support.kernel();
    const std::size_t n = used_.size(), stride = padded(n), axes = kernel.coordinates();
    const std::size_t all = p_.search.sample_at().size();
    place_.assign(axes * stride, 0.0);
    for (std::size_t c = 0; c < axes; ++c)
      for (std::size_t i = 0; i < n; ++i) place_[c * stride + i] = p_.place[c * all + used_[i]];
    system_.resize(n, p_.functions);
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t c = 0; c < axes; ++c) at_[c] = place_[c * stride + j];
      const std::size_t from = j / kLanes * kLanes;
      kernel.covariances(place_.data() + from, stride, at_.data(), stride - from,
                         system_.column(j) + from);
      for (std::size_t i = n; i < stride; ++i) system_.column(j)[i] = 0;
      if (p_.functions > 0) system_.drift(j, 0) = 1;
      for (std::size_t k = 1; k < p_.functions; ++k)
        system_.drift(j, k) =
            p_.scale.scaled(k - 1, p_.traits.drift[k - 1][p_.search.sample_at()[used_[j]]]);
    }
    c_.assign(stride, 0.0);
  }

  void solve(const Point& at, Weights& out) {
    const std::size_t n = used_.size();
    const std::size_t here = p_.support.covariances(place_, n, at, c_);
    if (here < n && has_drift_of(here)) return take(here, out);
    system_.solve(c_, f_);
    out.weight = system_.weights();
    const auto mu = system_.multipliers();
    double explained = 0, drift = 0;  // w'c and mu'f
    for (std::size_t i = 0; i < n; ++i) explained += out.weight[i] * c_[i];
    for (std::size_t k = 0; k < mu.size(); ++k) drift += mu[k] * f_[k];
    out.variance = p_.support.variance() - explained - drift;
    // Rounding at a sample.
    if (out.variance < 0 && out.variance > -1e-9 * p_.support.kernel().sill()) out.variance = 0;
    out.lagrange = mu.empty() ? 0 : mu[0];
    for (std::size_t k = 1; k < mu.size(); ++k)
      out.lagrange -= mu[k] * p_.scale.mean[k - 1] / p_.scale.sd[k - 1];
    out.slope = explained - drift != 0 ? explained / (explained - drift) : kNone;
  }

  bool has_drift_of(std::size_t i) const {
    for (std::size_t k = 1; k < p_.functions; ++k) {
      const auto& function = p_.traits.drift[k - 1];
      const double there = p_.scale.scaled(k - 1, function[p_.search.sample_at()[used_[i]]]);
      if (!(std::abs(f_[k] - there) <= kSameShare)) return false;
    }
    return true;
  }

  // At a sample kriging gives the sample.
  void take(std::size_t i, Weights& out) {
    exact_.assign(used_.size(), 0.0);
    exact_[i] = 1;
    out.weight = exact_;
    out.variance = out.lagrange = 0, out.slope = 1;
  }

  const Problem& p_;
  SampleSearch::View view_;
  KrigingSystem system_;
  bool drift_is_regular_ = true;
  std::vector<Point> points_;
  std::vector<std::uint32_t> found_, used_, sample_;
  std::vector<double> place_, c_, f_, at_, exact_;
};

void check(const Samples& samples, const Variogram& variogram, const Search& search,
           const Kriging& kriging, const Targets& targets, const SampleTraits& traits) {
  if (const std::string fault = fault_of_model(variogram); !fault.empty())
    throw InputError("variogram: " + fault);
  if (const std::string fault = fault_of(search); !fault.empty())
    throw InputError("search: " + fault);
  const bool drift = kriging.method == KrigingMethod::external_drift;
  if (drift && (traits.drift.empty() || traits.drift.size() != targets.drift.size()))
    throw InputError(
        "external drift needs the same functions at samples and targets, at least one");
  const auto fits = [](const auto& labels, std::size_t n) {
    return labels.empty() || labels.size() == n;
  };
  LODE_CHECK(fits(samples.hole, samples.size()) && fits(samples.domain, samples.size()) &&
             fits(traits.group, samples.size()) && fits(targets.domain, targets.size()) &&
             fits(targets.group, targets.size()));
}

}  // namespace

Targets targets_of(const Grid& grid) {
  Targets out;
  const std::size_t n = grid.size();
  out.x.reserve(n), out.y.reserve(n), out.z.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    const Point p = grid.centre(i);
    out.x.push_back(p.x), out.y.push_back(p.y), out.z.push_back(p.z);
  }
  out.block_m = grid.cell_m;
  out.rotation_deg = grid.rotation_deg;
  return out;
}

double least_length(const Targets& targets, const Variogram& variogram) {
  double least = std::numeric_limits<double>::infinity();
  for (const double side : {targets.block_m.x, targets.block_m.y, targets.block_m.z})
    if (side > 0) least = std::min(least, side);
  for (const VariogramStructure& s : variogram.structure)
    least = std::min({least, s.range_major_m, s.range_semi_m, s.range_minor_m});
  return std::isfinite(least) ? least : 0;
}

std::size_t Estimates::count(EstimateStatus asked) const {
  return static_cast<std::size_t>(std::count(status.begin(), status.end(), asked));
}

std::vector<std::uint32_t> krige_weights(const Samples& samples, const std::vector<bool>& usable,
                                         const Variogram& variogram, const Search& search,
                                         const Kriging& kriging, const Targets& targets,
                                         const SampleTraits& traits, const WeightSink& sink) {
  check(samples, variogram, search, kriging, targets, traits);
  std::vector<bool> taken = usable.empty() ? std::vector<bool>(samples.size(), true) : usable;
  const bool drift = kriging.method == KrigingMethod::external_drift;
  if (drift)
    for (const auto& function : traits.drift)
      for (std::size_t i = 0; i < samples.size(); ++i)
        if (std::isnan(function[i])) taken[i] = false;
  const auto first = std::find(taken.begin(), taken.end(), true);
  if (first == taken.end()) throw InputError("no sample has a value: nothing to estimate from");

  const SampleSearch index(
      samples, search,
      {samples.hole, traits.boundary.empty() ? std::vector<std::int32_t>{} : samples.domain,
       traits.group, traits.boundary},
      taken, least_length(targets, variogram));
  const auto near = static_cast<std::size_t>(first - taken.begin());
  const BlockSupport support(variogram, {samples.x[near], samples.y[near], samples.z[near]},
                             kriging, targets.block_m, targets.rotation_deg, index.same());
  const DriftScale scale(drift ? traits.drift : std::vector<std::vector<double>>{}, taken);
  Problem problem{samples, kriging, targets, traits, index, support, scale, {}, 0};
  problem.functions = kriging.method == KrigingMethod::simple     ? 0
                      : kriging.method == KrigingMethod::ordinary ? 1
                                                                  : 1 + traits.drift.size();
  const auto& sample_at = index.sample_at();
  const std::size_t axes = support.kernel().coordinates();
  problem.place.resize(axes * sample_at.size());
  std::vector<double> placed(axes);
  for (std::size_t i = 0; i < sample_at.size(); ++i) {
    const std::uint32_t s = sample_at[i];
    support.kernel().place({samples.x[s], samples.y[s], samples.z[s]}, placed.data());
    for (std::size_t c = 0; c < axes; ++c) problem.place[c * sample_at.size() + i] = placed[c];
  }

  const SampleSearch::Tiles tiles = index.tiles(targets.x, targets.y, targets.z);
  const std::size_t count = tiles.first.size() - 1;
  std::vector<std::uint32_t> dropped = index.duplicates();
  std::mutex mutex;
  parallel_for((count + kTilesPerTask - 1) / kTilesPerTask, [&](std::size_t task) {
    Solver solver(problem);
    for (std::size_t t = task * kTilesPerTask; t < std::min(count, (task + 1) * kTilesPerTask); ++t)
      solver.tile({tiles.order.data() + tiles.first[t], tiles.order.data() + tiles.first[t + 1]},
                  sink);
    const std::vector<std::uint32_t> later = solver.left_out();
    if (solver.dropped.empty() && later.empty()) return;
    const std::lock_guard lock(mutex);
    dropped.insert(dropped.end(), solver.dropped.begin(), solver.dropped.end());
    dropped.insert(dropped.end(), later.begin(), later.end());
  });
  std::sort(dropped.begin(), dropped.end());
  dropped.erase(std::unique(dropped.begin(), dropped.end()), dropped.end());
  return dropped;
}

Estimates krige(const Samples& samples, std::size_t variable, const Variogram& variogram,
                const Search& search, const Kriging& kriging, const Targets& targets,
                const SampleTraits& traits) {
  LODE_CHECK(variable < samples.value.size());
  const std::vector<double>& value = samples.value[variable];
  std::vector<bool> usable(samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) usable[i] = !std::isnan(value[i]);
  Estimates out;
  const std::size_t n = targets.size();
  for (auto* column : {&out.estimate, &out.variance, &out.lagrange, &out.slope})
    column->assign(n, kNone);
  out.samples.assign(n, 0), out.holes.assign(n, 0);
  out.status.assign(n, EstimateStatus::too_few);
  const double mean = kriging.method == KrigingMethod::simple ? kriging.mean : 0;
  out.dropped = krige_weights(samples, usable, variogram, search, kriging, targets, traits,
                              [&](const Weights& w) {
                                out.status[w.target] = w.status;
                                out.samples[w.target] = static_cast<std::int32_t>(w.sample.size());
                                out.holes[w.target] = w.holes;
                                if (w.status != EstimateStatus::estimated) return;
                                double sum = mean;
                                for (std::size_t i = 0; i < w.weight.size(); ++i)
                                  sum += w.weight[i] * (value[w.sample[i]] - mean);
                                out.estimate[w.target] = sum;
                                out.variance[w.target] = w.variance;
                                out.lagrange[w.target] = w.lagrange;
                                out.slope[w.target] = w.slope;
                              });
  return out;
}

}  // namespace lode::resource

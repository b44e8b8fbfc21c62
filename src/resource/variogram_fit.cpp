#include "resource/variogram_fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "base/error.h"
#include "resource/block_covariance.h"

namespace lode::resource {
namespace {

using Vector = std::vector<double>;

double slope(Structure type, double distance) {  // of 1 - correlation, by distance in ranges
  if (type == Structure::gaussian) return 6 * distance * std::exp(-3 * distance * distance);
  if (type == Structure::exponential) return 3 * std::exp(-3 * distance);
  return distance < 1 ? 1.5 * (1 - distance * distance) : 0;
}

std::array<int, 3> axis_groups(FitRanges ranges) {
  if (ranges == FitRanges::isotropic) return {0, 0, 0};
  if (ranges == FitRanges::in_plane) return {0, 1, 1};
  if (ranges == FitRanges::vertical) return {0, 0, 1};
  return {0, 1, 2};
}

std::array<double*, 3> ranges_of(VariogramStructure& s) {
  return {&s.range_major_m, &s.range_semi_m, &s.range_minor_m};
}

// The problem as a function of a vector of parameters: nugget, then per structure its contribution
// and its free ranges.
class Problem {
 public:
  Problem(std::span<const FitPoint> points, const Variogram& start, const FitOptions& options)
      : start_(start), options_(options), groups_(axis_groups(options.ranges)) {
    groups_in_use_ = groups_[2] + 1;
    for (const FitPoint& p : points)
      if (p.pairs >= options.least_pairs && p.pairs > 0) points_.push_back(p);
    double least = kInfinity, largest = 0;
    for (const FitPoint& p : points_) {
      const double h = length(p.lag);
      least = std::min(least, h), largest = std::max(largest, h);
      const double weight = options.weights == FitWeights::equal   ? 1
                            : options.weights == FitWeights::pairs ? p.pairs
                                                                   : p.pairs / (h * h);
      root_weight_.push_back(std::sqrt(weight));
    }
    add("nugget", start.nugget, 0, kInfinity, !options.fix_nugget);
    constexpr std::array<const char*, 3> kRange = {"range_major", "range_semi", "range_minor"};
    for (VariogramStructure s : start.structure) {
      add("contribution " + s.id, s.contribution, 0, kInfinity, !options.fix_contributions);
      for (int group = 0; group < groups_in_use_; ++group) {
        const auto axis = static_cast<std::size_t>(
            std::find(groups_.begin(), groups_.end(), group) - groups_.begin());
        const double range = *ranges_of(s)[axis];
        add(kRange[axis] + (" " + s.id), range, std::min(range, least / 2),
            std::max(range, largest * 10), !options.fix_ranges);
      }
    }
  }

  const std::vector<FitPoint>& points() const { return points_; }
  std::size_t size() const { return first.size(); }
  std::size_t free_count() const {
    return static_cast<std::size_t>(std::count(free.begin(), free.end(), true));
  }
  std::size_t contribution_index(std::size_t structure) const {
    return 1 + structure * static_cast<std::size_t>(1 + groups_in_use_);
  }
  // Does a parameter move the model? The ranges of a structure of no contribution do not.
  bool counts(const Vector& at, std::size_t parameter) const {
    if (parameter == 0) return true;
    const auto stride = static_cast<std::size_t>(1 + groups_in_use_);
    const std::size_t own = 1 + (parameter - 1) / stride * stride;
    return parameter == own || at[own] > 0;
  }

  Variogram model(const Vector& at) const {
    Variogram out = start_;
    out.nugget = at[0];
    std::size_t next = 1;
    for (VariogramStructure& s : out.structure) {
      s.contribution = at[next++];
      if (!options_.fix_ranges)
        for (std::size_t axis = 0; axis < 3; ++axis)
          *ranges_of(s)[axis] = at[next + static_cast<std::size_t>(groups_[axis])];
      next += static_cast<std::size_t>(groups_in_use_);
    }
    return out;
  }

  // Weighted residuals, model less experimental; jacobian [point][parameter] if asked for.
  Vector residuals(const Vector& at, Vector* jacobian = nullptr) const {
    const Variogram m = model(at);
    std::vector<Matrix3> axes;
    for (const VariogramStructure& s : m.structure) axes.push_back(scaled_axes(m, s));
    Vector out(points_.size());
    if (jacobian) jacobian->assign(points_.size() * size(), 0);
    for (std::size_t i = 0; i < points_.size(); ++i) {
      double value = at[0];
      double* row = jacobian ? &(*jacobian)[i * size()] : nullptr;
      if (row) row[0] = root_weight_[i];
      std::size_t next = 1;
      for (std::size_t k = 0; k < axes.size(); ++k) {
        const VariogramStructure& s = m.structure[k];
        const Point p = multiply(axes[k], points_[i].lag);
        const double r = length(p), shape = 1 - correlation(s.type, r);
        value += s.contribution * shape;
        if (row) {
          row[next] = root_weight_[i] * shape;
          const double by_range =
              r > 0 ? -root_weight_[i] * s.contribution * slope(s.type, r) / r : 0;
          const std::array<double, 3> component = {p.x, p.y, p.z};
          for (std::size_t axis = 0; axis < 3; ++axis) {
            const std::size_t own = next + 1 + static_cast<std::size_t>(groups_[axis]);
            row[own] += by_range * component[axis] * component[axis] / at[own];
          }
        }
        next += static_cast<std::size_t>(1 + groups_in_use_);
      }
      out[i] = root_weight_[i] * (value - points_[i].semivariance);
    }
    return out;
  }

  Vector first, low, high;  // [parameter]
  std::vector<bool> free;
  std::vector<std::string> name;

 private:
  void add(std::string called, double value, double least, double most, bool is_free) {
    name.push_back(std::move(called)), first.push_back(value);
    low.push_back(least), high.push_back(most), free.push_back(is_free);
  }
  Variogram start_;
  FitOptions options_;
  std::array<int, 3> groups_;
  int groups_in_use_;
  std::vector<FitPoint> points_;
  Vector root_weight_;
};

double squared_sum(const Vector& v) {
  double sum = 0;
  for (const double x : v) sum += x * x;
  return sum;
}

// Solves A x = b in place for a symmetric positive definite A (n x n) by Cholesky; none if a pivot
// falls below `least`.
std::optional<Vector> solve(Vector a, Vector b, double least) {
  const std::size_t n = b.size();
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t k = 0; k < j; ++k) a[j * n + j] -= a[j * n + k] * a[j * n + k];
    if (!(a[j * n + j] > least)) return {};
    const double pivot = a[j * n + j] = std::sqrt(a[j * n + j]);
    for (std::size_t i = j + 1; i < n; ++i) {
      for (std::size_t k = 0; k < j; ++k) a[i * n + j] -= a[i * n + k] * a[j * n + k];
      a[i * n + j] /= pivot;
    }
    for (std::size_t k = 0; k < j; ++k) b[j] -= a[j * n + k] * b[k];
    b[j] /= pivot;
  }
  for (std::size_t j = n; j-- > 0;) {
    for (std::size_t i = j + 1; i < n; ++i) b[j] -= a[i * n + j] * b[i];
    b[j] /= a[j * n + j];
  }
  return b;
}

// The normal equations of the parameters that may move, each scaled to a unit diagonal.
struct Normal {
  std::vector<std::size_t> parameter;
  Vector matrix, gradient, scale;
  double steepest = 0;  // largest cosine between the residuals and a parameter's column
};

Normal normal_equations(const Problem& problem, const Vector& at, const Vector& residual,
                        const Vector& jacobian) {
  const std::size_t n = problem.size(), points = residual.size();
  const auto dot_columns = [&](std::size_t a, std::size_t b) {
    double sum = 0;
    for (std::size_t i = 0; i < points; ++i) sum += jacobian[i * n + a] * jacobian[i * n + b];
    return sum;
  };
  Normal out;
  const double norm = std::sqrt(squared_sum(residual));
  for (std::size_t j = 0; j < n; ++j) {
    if (!problem.free[j] || !problem.counts(at, j)) continue;
    double gradient = 0;
    for (std::size_t i = 0; i < points; ++i) gradient += jacobian[i * n + j] * residual[i];
    const double column = std::sqrt(dot_columns(j, j));
    if (column == 0) continue;  // moves nothing, to first order
    if ((at[j] <= problem.low[j] && gradient > 0) || (at[j] >= problem.high[j] && gradient < 0))
      continue;
    out.parameter.push_back(j), out.scale.push_back(1 / column);
    out.gradient.push_back(gradient / column);
    if (norm > 0) out.steepest = std::max(out.steepest, std::abs(gradient) / (column * norm));
  }
  for (std::size_t a = 0; a < out.parameter.size(); ++a)
    for (std::size_t b = 0; b < out.parameter.size(); ++b)
      out.matrix.push_back(a == b ? 1
                                  : dot_columns(out.parameter[a], out.parameter[b]) * out.scale[a] *
                                        out.scale[b]);
  return out;
}

// Is every free parameter that counts told by the points?
bool determined(const Problem& problem, const Vector& at, const Normal& normal) {
  std::size_t inside = 0;
  for (std::size_t j = 0; j < problem.size(); ++j)
    inside += problem.free[j] && problem.counts(at, j) && at[j] > problem.low[j] &&
              at[j] < problem.high[j];
  return normal.parameter.size() >= inside &&
         solve(normal.matrix, Vector(normal.parameter.size(), 0), 1e-10).has_value();
}

VariogramFit minimise(const Problem& problem, const FitOptions& options) {
  constexpr double kFlat = 1e-11, kFlatEnough = 1e-6, kFirstDamping = 1e-3, kMostDamping = 1e14;
  VariogramFit out;
  Vector at = problem.first, jacobian;
  Vector residual = problem.residuals(at, &jacobian);
  out.objective = out.objective_at_start = squared_sum(residual);
  out.points = residual.size();
  double exact = 0;  // an objective that is rounding alone
  for (std::size_t i = 0; i < residual.size(); ++i) {
    const double weighted = jacobian[i * problem.size()] * problem.points()[i].semivariance;
    exact += weighted * weighted * 1e-28;
  }
  Normal normal = normal_equations(problem, at, residual, jacobian);
  double damping = 0, growth = 2;  // 0: Gauss-Newton, as long as its steps go down
  bool settled = false;
  while (!settled && normal.steepest > kFlat && out.objective > exact &&
         out.iterations < options.most_iterations && damping <= kMostDamping) {
    ++out.iterations;
    const std::size_t n = normal.parameter.size();
    Vector damped = normal.matrix;
    for (std::size_t a = 0; a < n; ++a) damped[a * n + a] += damping;
    Vector next = at;
    if (const std::optional<Vector> step = solve(std::move(damped), normal.gradient, 0))
      for (std::size_t a = 0; a < n; ++a) {
        const std::size_t j = normal.parameter[a];
        next[j] = std::clamp(at[j] - (*step)[a] * normal.scale[a], problem.low[j], problem.high[j]);
      }
    const double objective = squared_sum(problem.residuals(next));
    if (objective < out.objective) {
      settled = damping == 0 && out.objective - objective < options.least_gain * out.objective;
      out.objective = objective, at = next;
      residual = problem.residuals(at, &jacobian);
      normal = normal_equations(problem, at, residual, jacobian);
      damping = damping > kFirstDamping / 100 ? damping / 5 : 0, growth = 2;
    } else {
      damping = damping > 0 ? damping * growth : kFirstDamping;
      growth *= 2;
    }
  }
  out.model = problem.model(at);
  for (std::size_t j = 0; j < problem.size(); ++j)
    if (problem.free[j] && problem.counts(at, j) &&
        (at[j] <= problem.low[j] || at[j] >= problem.high[j]))
      out.at_bound.push_back(problem.name[j]);
  if (settled || out.objective <= exact || normal.steepest <= kFlatEnough)
    out.status = determined(problem, at, normal) ? FitStatus::converged : FitStatus::not_determined;
  else
    out.status =
        out.iterations == options.most_iterations ? FitStatus::iteration_limit : FitStatus::stalled;
  return out;
}

void refuse_nonsense(const Variogram& start, const FitOptions& options) {
  std::vector<Fault> faults;
  const auto add = [&](const std::string& key, const char* message) {
    faults.push_back({{}, key, {}, message});
  };
  if (!(start.nugget >= 0) || !std::isfinite(start.nugget))
    add("model.nugget", "must not be negative");
  for (VariogramStructure s : start.structure) {
    if (!(s.contribution >= 0) || !std::isfinite(s.contribution))
      add("model.structure." + s.id + ".contribution", "must not be negative");
    for (const double* range : ranges_of(s))
      if (!(*range > 0) || !std::isfinite(*range))
        add("model.structure." + s.id, "its ranges must be above 0");
  }
  if (options.most_iterations < 1) add("fit.most_iterations", "must be 1 at least");
  if (!faults.empty()) throw InputError(std::move(faults));
}

void refuse_hopeless(const Problem& problem) {
  if (problem.points().size() < problem.free_count())
    throw NoAnswer(fmt::format("the fit has {} parameters but only {} lags with enough pairs",
                               problem.free_count(), problem.points().size()));
  if (std::all_of(problem.points().begin(), problem.points().end(),
                  [](const FitPoint& p) { return p.semivariance == 0; }))
    throw NoAnswer("every semivariance is zero (all samples alike): there is no variogram to fit");
}

// Contributions >= 0 of least squares for the ranges of `model`, by trying every set of those above
// zero (few: 2^(structures + 1)).
void set_contributions(std::span<const FitPoint> points, const FitOptions& options,
                       Variogram& model) {
  const Problem problem(points, model, options);
  const std::size_t n = model.structure.size() + 1;
  Vector jacobian, zero = problem.first;
  std::vector<std::size_t> column(n, 0);
  for (std::size_t k = 1; k < n; ++k) column[k] = problem.contribution_index(k - 1);
  for (const std::size_t c : column) zero[c] = 0;
  const Vector residual = problem.residuals(zero, &jacobian);
  const auto at = [&](std::size_t i, std::size_t k) {
    return jacobian[i * problem.size() + column[k]];
  };
  Vector gram(n * n, 0), right(n, 0);
  for (std::size_t i = 0; i < residual.size(); ++i)
    for (std::size_t a = 0; a < n; ++a) {
      right[a] -= at(i, a) * residual[i];
      for (std::size_t b = 0; b < n; ++b) gram[a * n + b] += at(i, a) * at(i, b);
    }
  double best = 0;  // what the squares fall by
  Vector chosen(n, 0);
  for (unsigned set = 1; set < (1u << n); ++set) {
    std::vector<std::size_t> in;
    for (std::size_t k = 0; k < n; ++k)
      if (set >> k & 1) in.push_back(k);
    Vector matrix, of_set;
    for (const std::size_t a : in) {
      of_set.push_back(right[a]);
      for (const std::size_t b : in) matrix.push_back(gram[a * n + b]);
    }
    const std::optional<Vector> solution = solve(std::move(matrix), of_set, 0);
    if (!solution ||
        std::any_of(solution->begin(), solution->end(), [](double c) { return c < 0; }))
      continue;
    double fall = 0;
    for (std::size_t a = 0; a < in.size(); ++a) fall += (*solution)[a] * of_set[a];
    if (fall > best) {
      best = fall, chosen.assign(n, 0);
      for (std::size_t a = 0; a < in.size(); ++a) chosen[in[a]] = (*solution)[a];
    }
  }
  model.nugget = chosen[0];
  for (std::size_t k = 1; k < n; ++k) model.structure[k - 1].contribution = chosen[k];
}

// Starts with ranges at fractions of the largest distance, the first structure the shortest; the
// other axes at fractions of the major one.
std::vector<Variogram> spread_starts(double largest, const Variogram& shape, FitRanges ranges) {
  constexpr std::array kFractions = {0.04, 0.06, 0.09, 0.13, 0.2, 0.3, 0.45, 0.65, 1.0, 1.5, 3.0};
  constexpr std::array kRatios = {1.0, 0.5, 0.2};
  std::vector<Variogram> out;
  const std::size_t n = shape.structure.size();
  const bool semi_moves = ranges == FitRanges::in_plane || ranges == FitRanges::three;
  const bool minor_moves = ranges == FitRanges::vertical || ranges == FitRanges::three;
  std::vector<std::size_t> pick(n, 0);
  const auto emit = [&] {
    for (const double semi : kRatios)
      for (const double minor : kRatios) {
        if ((!semi_moves && semi != 1) || (!minor_moves && minor != 1)) continue;
        Variogram start = shape;
        for (std::size_t k = 0; k < n; ++k) {
          VariogramStructure& s = start.structure[k];
          s.range_major_m = kFractions[pick[k]] * largest;
          s.range_semi_m = s.range_major_m * semi;
          s.range_minor_m = minor_moves ? s.range_major_m * minor : s.range_semi_m;
        }
        out.push_back(std::move(start));
      }
  };
  // Structures of one type are interchangeable: the first has the shorter range.
  const auto may_take = [&](std::size_t k, std::size_t fraction) {
    for (std::size_t j = 0; j < k; ++j)
      if (pick[j] == fraction ||
          (shape.structure[j].type == shape.structure[k].type && pick[j] > fraction))
        return false;
    return true;
  };
  const auto choose = [&](auto&& self, std::size_t k) -> void {
    if (k == n) return emit();
    for (std::size_t f = 0; f < kFractions.size(); ++f)
      if (may_take(k, f)) pick[k] = f, self(self, k + 1);
  };
  choose(choose, 0);
  return out;
}

}  // namespace

double semivariance(const Variogram& variogram, const Point& lag) {
  return sill(variogram) - covariance(variogram, lag);
}

std::vector<FitPoint> fit_points(const ExperimentalVariogram& experimental) {
  constexpr double kDegree = std::numbers::pi / 180;
  std::vector<FitPoint> out;
  for (const DirectionalVariogram& d : experimental.direction) {
    const double azimuth = d.direction.azimuth_deg * kDegree, dip = d.direction.dip_deg * kDegree;
    const Point unit{std::sin(azimuth) * std::cos(dip), std::cos(azimuth) * std::cos(dip),
                     std::sin(dip)};
    for (const VariogramLag& lag : d.lag)
      if (lag.pairs > 0)
        out.push_back({{unit.x * lag.distance_m, unit.y * lag.distance_m, unit.z * lag.distance_m},
                       lag.semivariance,
                       static_cast<double>(lag.pairs)});
  }
  return out;
}

VariogramFit fit_variogram(std::span<const FitPoint> points, const Variogram& start,
                           const FitOptions& options) {
  refuse_nonsense(start, options);
  const Problem problem(points, start, options);
  refuse_hopeless(problem);
  return minimise(problem, options);
}

VariogramFit fit_variogram_from_spread(std::span<const FitPoint> points, const Variogram& shape,
                                       const FitOptions& options) {
  constexpr std::size_t kTried = 8, kMostStructures = 4;
  if (shape.structure.size() > kMostStructures)
    throw InputError(fmt::format("{} structures are too many for a fit without a start: {} at most",
                                 shape.structure.size(), kMostStructures));
  if (options.fix_nugget || options.fix_contributions || options.fix_ranges)
    throw InputError("a fit without a start can fix nothing: give the values to keep");
  double largest = 0;
  for (const FitPoint& p : points) largest = std::max(largest, length(p.lag));
  struct Start {
    Variogram model;
    double objective;
  };
  std::vector<Start> starts;
  for (Variogram& model : spread_starts(largest > 0 ? largest : 1, shape, options.ranges)) {
    set_contributions(points, options, model);
    const Problem problem(points, model, options);
    starts.push_back({std::move(model), squared_sum(problem.residuals(problem.first))});
  }
  std::stable_sort(starts.begin(), starts.end(),
                   [](const Start& a, const Start& b) { return a.objective < b.objective; });
  starts.resize(std::min(starts.size(), kTried));
  std::optional<VariogramFit> best;
  for (const Start& start : starts) {
    VariogramFit fit = fit_variogram(points, start.model, options);
    if (!best || fit.objective < best->objective) best = std::move(fit);
  }
  return *best;
}

}  // namespace lode::resource

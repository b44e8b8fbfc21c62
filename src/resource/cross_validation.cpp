#include "resource/cross_validation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/error.h"
#include "base/random.h"

namespace lode::resource {
namespace {

// A random permutation dealt out to the folds.
std::vector<std::int32_t> folds_of(std::size_t n, const CrossValidation& validation) {
  const Stream stream(static_cast<std::uint64_t>(validation.seed), "resource.cross_validation");
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0u);
  std::vector<double> key(n);
  for (std::size_t i = 0; i < n; ++i) key[i] = stream.uniform(i);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return key[a] != key[b] ? key[a] < key[b] : a < b;
  });
  std::vector<std::int32_t> fold(n);
  for (std::size_t i = 0; i < n; ++i)
    fold[order[i]] = static_cast<std::int32_t>(i % static_cast<std::size_t>(validation.folds));
  return fold;
}

void summarise(Validation& v) {
  double n = 0, e = 0, absolute = 0, square = 0, score = 0, scores = 0;
  double mean_x = 0, mean_y = 0, xx = 0, yy = 0, xy = 0;
  const auto each = [&](const auto& use) {
    for (std::size_t i = 0; i < v.sample.size(); ++i)
      if (v.estimates.status[i] == EstimateStatus::estimated)
        use(v.estimates.estimate[i], v.observed[i], std::sqrt(v.estimates.variance[i]));
  };
  double with_spread = 0;
  each([&](double x, double y, double sd) {
    n += 1, e += y - x, absolute += std::abs(y - x), square += (y - x) * (y - x);
    mean_x += x, mean_y += y;
    if (sd > 0) with_spread += 1, score += (y - x) / sd;
  });
  v.rows = static_cast<std::size_t>(n);
  if (n == 0) return;
  mean_x /= n, mean_y /= n;
  v.mean_residual = e / n, v.mean_absolute = absolute / n;
  v.root_mean_square = std::sqrt(square / n);
  v.mean_score = with_spread > 0 ? score / with_spread : 0;
  each([&](double x, double y, double sd) {
    if (sd > 0) scores += std::pow((y - x) / sd - v.mean_score, 2);
    xx += (x - mean_x) * (x - mean_x), yy += (y - mean_y) * (y - mean_y);
    xy += (x - mean_x) * (y - mean_y);
  });
  v.sd_score = with_spread > 1 ? std::sqrt(scores / (with_spread - 1)) : 0;
  v.correlation = xy / std::sqrt(xx * yy);  // 0 / 0 is NaN
}

}  // namespace

void describe(Visitor& visit, CrossValidation& validation) {
  visit.choice("leave_out", validation.leave_out,
               "each sample is estimated without itself, its drill hole or its fold");
  visit.integer("folds", validation.folds, 2, 1000, "into which samples are dealt at random");
  visit.integer("seed", validation.seed, 0, 1'000'000'000, "of that deal");
}

Validation cross_validate(const Samples& samples, std::size_t variable, const Variogram& variogram,
                          const Search& search, const Kriging& kriging,
                          const CrossValidation& validation, SampleTraits traits) {
  LODE_CHECK(variable < samples.value.size());
  Validation out;
  Targets targets;
  targets.drift.resize(traits.drift.size());
  traits.group.assign(samples.size(), 0);
  const std::vector<std::int32_t> fold =
      validation.leave_out == LeaveOut::fold ? folds_of(samples.size(), validation) : samples.hole;
  if (validation.leave_out != LeaveOut::one && fold.empty())
    throw InputError("leaving out holes needs the hole of every sample; there is no such column");
  for (std::size_t i = 0; i < samples.size(); ++i) {
    traits.group[i] =
        validation.leave_out == LeaveOut::one ? static_cast<std::int32_t>(i) : fold[i];
    if (std::isnan(samples.value[variable][i])) continue;
    if (traits.group[i] < 0)
      throw InputError("leaving out holes needs the hole of every sample; one has none");
    out.sample.push_back(static_cast<std::uint32_t>(i));
    out.observed.push_back(samples.value[variable][i]);
    targets.x.push_back(samples.x[i]), targets.y.push_back(samples.y[i]);
    targets.z.push_back(samples.z[i]);
    targets.group.push_back(traits.group[i]);
    if (!samples.domain.empty()) targets.domain.push_back(samples.domain[i]);
    for (std::size_t k = 0; k < traits.drift.size(); ++k)
      targets.drift[k].push_back(traits.drift[k][i]);
  }
  Kriging points = kriging;
  points.support = Support::point;
  out.estimates = krige(samples, variable, variogram, search, points, targets, traits);
  summarise(out);
  return out;
}

}  // namespace lode::resource

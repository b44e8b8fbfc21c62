#include "decision/upper_bound.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/clusters.h"
#include "base/distribution.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"

namespace lode::decision {
namespace {

constexpr double kFarthest = 7;  // standard deviations beyond which the value stays as it is there
constexpr double kReach = 7;     // of the whole horizon that the grid covers

}  // namespace

Bound upper_bound(const Rights& rights, std::size_t paths, std::size_t dates,
                  std::span<const std::uint64_t> cluster, const Payoff& payoff,
                  const Penalty& penalty) {
  check(rights, dates);
  if (paths == 0 || dates == 0 || (!cluster.empty() && cluster.size() != paths))
    throw InputError("an upper bound needs paths, dates and clusters [path]");
  const std::size_t modes = rights.mode.size();
  Bound out;
  std::vector<double>& best = out.path_value;
  best.resize(paths);
  const std::size_t chunks = (paths + kChunk - 1) / kChunk;
  parallel_for(chunks, [&](std::size_t c) {
    const std::size_t first = c * kChunk, n = std::min(kChunk, paths - first);
    std::vector<std::vector<double>> value(modes, std::vector<double>(n, 0.0)), next = value;
    std::vector<double> known(n), later(n), charge(n);
    for (std::size_t t = dates; t-- > 0;) {
      for (std::size_t m = 0; m < modes; ++m) {
        const std::vector<std::size_t> actions = rights.actions(m, t);
        if (!actions.empty()) std::fill(next[m].begin(), next[m].end(), kNotAllowed);
        for (const std::size_t a : actions) {
          std::fill(known.begin(), known.end(), 0.0), std::fill(later.begin(), later.end(), 0.0);
          std::fill(charge.begin(), charge.end(), 0.0);
          payoff(t, a, first, known, later);
          penalty(t, a, first, charge);
          const std::vector<double>& after = value[rights.action[a].to];
          for (std::size_t i = 0; i < n; ++i)
            next[m][i] = std::max(next[m][i], known[i] + later[i] + after[i] - charge[i]);
        }
      }
      std::swap(value, next);
    }
    std::copy(value[rights.start].begin(), value[rights.start].end(),
              best.begin() + static_cast<std::ptrdiff_t>(first));
  });
  const Mean mean = clustered_mean(best, cluster);
  out.value = mean.mean, out.standard_error = mean.standard_error;
  return out;
}

std::vector<double> penalties(std::span<const std::uint16_t> taken, std::size_t actions,
                              std::size_t paths, std::size_t dates, const Penalty& penalty) {
  LODE_CHECK(taken.size() == paths * dates);
  std::vector<double> out(paths, 0.0);
  parallel_for((paths + kChunk - 1) / kChunk, [&](std::size_t c) {
    const std::size_t first = c * kChunk, n = std::min(kChunk, paths - first);
    std::vector<double> charge(n);
    for (std::size_t t = 0; t < dates; ++t) {
      const std::uint16_t* at = taken.data() + t * paths + first;
      for (std::size_t a = 0; a < actions; ++a) {
        if (std::find(at, at + n, a) == at + n) continue;
        std::fill(charge.begin(), charge.end(), 0.0);
        penalty(t, a, first, charge);
        for (std::size_t i = 0; i < n; ++i)
          if (at[i] == a) out[first + i] += charge[i];
      }
    }
  });
  return out;
}

Payoff payoff_of(const OneFactor& model, const PricePaths& paths) {
  return [&model, &paths](std::size_t date, std::size_t action, std::size_t first,
                          std::span<double> known, std::span<double>) {
    const double discount = std::exp(-model.rate * model.years[date]);
    const std::span<const double> price = paths.prices(date);
    for (std::size_t i = 0; i < known.size(); ++i)
      known[i] = discount * model.payoff(date, action, price[first + i]);
  };
}

GridValues::GridValues(const Rights& rights, const OneFactor& model)
    : modes_(rights.mode.size()), dates_(model.years.size()) {
  check(rights, dates_);
  if (model.years.empty() || model.years[0] != 0) throw InputError("the first date is now, year 0");
  double low = std::log(model.process.start), high = low, least = kFarthest;
  for (std::size_t t = 0; t < dates_; ++t) {
    const Step whole = step(model.process, model.years[t]);
    const double middle = whole.scale * std::log(model.process.start) + whole.shift;
    low = std::min(low, middle - kReach * whole.deviation);
    high = std::max(high, middle + kReach * whole.deviation);
    step_.push_back(t + 1 < dates_ ? step(model.process, model.years[t + 1] - model.years[t])
                                   : Step{});
    if (t + 1 < dates_) least = std::min(least, step_[t].deviation);
  }
  if (!(high > low)) high = low + 1e-6, low -= 1e-6;
  nodes_ =
      static_cast<std::size_t>(std::clamp(std::ceil((high - low) / (least / 2)), 64.0, 4000.0)) + 1;
  low_ = low, width_ = (high - low) / static_cast<double>(nodes_ - 1);
  need_memory(
      8.0 * static_cast<double>(dates_) * static_cast<double>(nodes_) * static_cast<double>(modes_),
      fmt::format("values of {} modes at {} dates and {} prices", modes_, dates_, nodes_));
  value_.assign(dates_ * nodes_ * modes_, 0.0);
  for (std::size_t t = dates_; t-- > 0;) {
    const double discount = std::exp(-model.rate * model.years[t]);
    constexpr std::size_t kPiece = 64;
    parallel_for((nodes_ + kPiece - 1) / kPiece, [&](std::size_t piece) {
      std::vector<double> after(modes_, 0.0);
      for (std::size_t j = piece * kPiece; j < std::min(nodes_, (piece + 1) * kPiece); ++j) {
        const double x = low_ + width_ * static_cast<double>(j), price = std::exp(x);
        if (t + 1 < dates_) expected(t, x, after);
        double* out = value_.data() + (t * nodes_ + j) * modes_;
        for (std::size_t m = 0; m < modes_; ++m) {
          const std::vector<std::size_t> actions = rights.actions(m, t);
          if (!actions.empty()) out[m] = kNotAllowed;
          for (const std::size_t a : actions)
            out[m] =
                std::max(out[m], discount * model.payoff(t, a, price) + after[rights.action[a].to]);
        }
      }
    });
  }
  start_ = value(0, rights.start, std::log(model.process.start));
}

void GridValues::expected(std::size_t date, double log_price, std::span<double> out) const {
  const Step& s = step_[date];
  const double mean = s.scale * log_price + s.shift;
  std::fill(out.begin(), out.end(), 0.0);
  const double* at = value_.data() + (date + 1) * nodes_ * modes_;
  const auto last = static_cast<double>(nodes_ - 1);
  if (s.deviation == 0) {
    for (std::size_t m = 0; m < modes_; ++m) out[m] = value(date + 1, m, mean);
    return;
  }
  // Nodes before `from` and behind `to` are out of reach; beyond the ends values stay as there.
  const double reach = kFarthest * s.deviation;
  const auto from =
      static_cast<std::size_t>(std::clamp(std::floor((mean - reach - low_) / width_), 0.0, last));
  const auto to =
      static_cast<std::size_t>(std::clamp(std::ceil((mean + reach - low_) / width_), 0.0, last));
  const auto add = [&](std::size_t node, double weight) {
    const double* v = at + node * modes_;
    for (std::size_t m = 0; m < modes_; ++m) out[m] += weight * v[m];
  };
  double z = (low_ + width_ * static_cast<double>(from) - mean) / s.deviation;
  double cdf = normal_cdf(z), pdf = normal_pdf(z);
  add(from, cdf);
  for (std::size_t j = from; j < to; ++j) {
    const double z_next = (low_ + width_ * static_cast<double>(j + 1) - mean) / s.deviation;
    const double cdf_next = normal_cdf(z_next), pdf_next = normal_pdf(z_next);
    const double mass = cdf_next - cdf;
    // Share of the way from node j to j + 1, integrated over the density between them.
    const double way = (pdf - pdf_next - z * mass) * s.deviation / width_;
    add(j, mass - way), add(j + 1, way);
    z = z_next, cdf = cdf_next, pdf = pdf_next;
  }
  add(to, 1 - cdf);
}

double GridValues::value(std::size_t date, std::size_t mode, double log_price) const {
  const double* at = value_.data() + date * nodes_ * modes_ + mode;
  const double place =
      std::clamp((log_price - low_) / width_, 0.0, static_cast<double>(nodes_ - 1));
  const auto j = std::min(static_cast<std::size_t>(place), nodes_ - 2);
  const double way = place - static_cast<double>(j);
  return at[j * modes_] * (1 - way) + at[(j + 1) * modes_] * way;
}

Penalty martingale(const Rights& rights, const GridValues& values, const PricePaths& paths) {
  return [&rights, &values, &paths](std::size_t date, std::size_t action, std::size_t first,
                                    std::span<double> out) {
    const std::size_t to = rights.action[action].to;
    if (date + 1 >= paths.dates || rights.is_end(to)) return;
    const std::span<const double> now = paths.factor(date, 0), then = paths.factor(date + 1, 0);
    std::vector<double> mean(rights.mode.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
      values.expected(date, now[first + i], mean);
      out[i] = values.value(date + 1, to, then[first + i]) - mean[to];
    }
  };
}

}  // namespace lode::decision

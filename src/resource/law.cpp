#include "resource/law.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/distribution.h"
#include "base/error.h"

namespace lode::resource {
namespace {

constexpr double kLeastLogSd = 1.0 / 1024, kGreatestLogSd = 8;
constexpr double kCertified = 1e-6;

// Root of f inside a bracket whose ends have values of opposite sign. Chandrupatla (1997): inverse
// quadratic interpolation where it is safe, bisection elsewhere; ends at the resolution of a
// double.
template <class F>
double bracketed_root(const F& f, double a, double fa, double b, double fb) {
  double c = a, fc = fa, share = 0.5;
  for (int i = 0; i < 200; ++i) {
    const double x = a + share * (b - a), fx = f(x);
    if ((fx > 0) == (fa > 0)) {
      c = a, fc = fa;
    } else {
      c = b, fc = fb;
      b = a, fb = fa;
    }
    a = x, fa = fx;
    const double best = std::abs(fa) < std::abs(fb) ? a : b;
    const double least = 4e-16 * (std::abs(best) + 1e-3) / std::abs(b - a);
    if (fa == 0 || least > 0.5) return best;
    const double xi = (a - b) / (c - b), phi = (fa - fb) / (fc - fb);
    share = 0.5;
    if (phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi)
      share = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb);
    share = std::clamp(share, least, 1 - least);
  }
  return std::abs(fa) < std::abs(fb) ? a : b;
}

struct Shares {
  double tonnage = 0;  // of the body's blocks above the cut-off
  double metal = 0;    // mean over all blocks of grade counted above the cut-off only, fraction
};

// Closed form of each block's lognormal tail: P(z > c) = Phi(a), E[z; z > c] = E[z] Phi(a +
// log_sd).
Shares shares_above(const std::vector<double>& trend, double log_mean, double log_sd,
                    double log_cut_off) {
  Shares sum;
  for (const double t : trend) {
    const double a = (log_mean + t - log_cut_off) / log_sd;
    sum.tonnage += normal_cdf(a);
    sum.metal += std::exp(log_mean + t + 0.5 * log_sd * log_sd) * normal_cdf(a + log_sd);
  }
  const auto n = static_cast<double>(trend.size());
  return {sum.tonnage / n, sum.metal / n};
}

// The log mean that puts the share p of the blocks above the cut-off. If the block of the greatest
// (least) trend alone has the chance p, all together have at most (at least) p: a sure bracket.
double log_mean_for_share(const std::vector<double>& trend, double log_sd, double log_cut_off,
                          double share) {
  const auto [least, greatest] = std::minmax_element(trend.begin(), trend.end());
  const double at_share = log_cut_off + log_sd * normal_quantile(share);
  const auto excess = [&](double log_mean) {
    double sum = 0;
    for (const double t : trend) sum += normal_cdf((log_mean + t - log_cut_off) / log_sd);
    return sum / (share * static_cast<double>(trend.size())) - 1;
  };
  const double low = at_share - *greatest, high = at_share - *least;
  if (high - low <= 1e-14 * (1 + std::abs(low))) return 0.5 * (low + high);
  const double at_low = excess(low), at_high = excess(high);
  if (at_low >= 0) return low;
  if (at_high <= 0) return high;
  return bracketed_root(excess, low, at_low, high, at_high);
}

// What the statement and the body cannot be, before any law is sought.
Law refusal(const Statement& s, const Grid& grid, const Body& body) {
  Law law;
  if (!(s.tonnage_t > 0 && s.cut_off > 0 && s.density_t_per_m3 > 0 && s.rim_grade > 0 &&
        std::isfinite(s.grade))) {
    law.message = "tonnage, grade, cut-off, density and rim_grade must be positive numbers";
    return law;
  }
  const double body_t =
      static_cast<double>(body.block.size()) * grid.cell_volume_m3() * s.density_t_per_m3;
  law.share_above = body_t > 0 ? s.tonnage_t / body_t : 0;
  if (!(s.grade > s.cut_off)) {
    law.status = LawStatus::grade_not_above_cut_off;
    law.message = fmt::format("the mean grade {:.4g} % is not above the cut-off {:.4g} %",
                              100 * s.grade, 100 * s.cut_off);
  } else if (body.block.empty() || law.share_above > 0.95) {
    law.status = LawStatus::body_too_small;
    law.message = fmt::format(
        "the body holds {:.4g} Mt, the statement {:.4g} Mt above the cut-off: at most 95 % of the "
        "body can be ore",
        body_t / 1e6, s.tonnage_t / 1e6);
  } else {
    law.status = LawStatus::solved;
  }
  return law;
}

// Mean of each by-product over the blocks above the main cut-off: with correlation r between the
// Gaussians, E[b; z > c] = exp(log_mean + log_sd^2 / 2) Phi(a + r log_sd).
std::vector<double> by_product_log_means(const Statement& statement, const Law& law,
                                         const std::vector<double>& trend) {
  std::vector<double> out;
  const double log_cut_off = std::log(statement.cut_off);
  for (const ByProduct& b : statement.by_product) {
    double above = 0, shifted = 0;
    for (const double t : trend) {
      const double a = (law.log_mean + t - log_cut_off) / law.log_sd;
      above += normal_cdf(a);
      shifted += normal_cdf(a + b.correlation * b.log_sd);
    }
    out.push_back(std::log(b.grade * above / shifted) - 0.5 * b.log_sd * b.log_sd);
  }
  return out;
}

}  // namespace

std::vector<double> log_trend(const Statement& statement, const Body& body) {
  double mean = 0;
  for (const double rim : body.rim) mean += rim;
  mean /= static_cast<double>(body.rim.size());
  std::vector<double> trend(body.rim.size());
  const double slope = std::log(statement.rim_grade);
  for (std::size_t i = 0; i < trend.size(); ++i) trend[i] = slope * (body.rim[i] - mean);
  return trend;
}

// The grade above the cut-off rises with log_sd at a fixed share above it whenever the distribution
// of the trend over the blocks is log-concave (one solid); for any other body the least log_sd
// found on the ladder of doublings is taken.
Law fit_law(const Statement& statement, const Grid& grid, const Body& body) {
  Law law = refusal(statement, grid, body);
  if (law.status != LawStatus::solved) return law;
  const std::vector<double> trend = log_trend(statement, body);
  const double log_cut_off = std::log(statement.cut_off), share = law.share_above;
  const auto excess = [&](double log_sd) {
    const double log_mean = log_mean_for_share(trend, log_sd, log_cut_off, share);
    const Shares sum = shares_above(trend, log_mean, log_sd, log_cut_off);
    return sum.metal / sum.tonnage / statement.grade - 1;
  };
  double low = kLeastLogSd, at_low = excess(low), high = low, at_high = at_low;
  const double at_least = at_low;
  while (!(at_low < 0 && at_high >= 0) && high < kGreatestLogSd) {
    low = high, at_low = at_high;
    high *= 2;
    at_high = excess(high);
  }
  if (!(at_low < 0 && at_high >= 0)) {
    law.status = LawStatus::no_law;
    law.message = fmt::format(
        "no log_sd between {:.3g} and {:.3g} meets the grade {:.4g} %: at {:.3g} of the body above "
        "the cut-off, {}, the grade there is {:.4g} %",
        kLeastLogSd, kGreatestLogSd, 100 * statement.grade, share,
        at_least >= 0 ? "at the least log_sd (the trend to the rim alone)"
                      : "at the greatest log_sd",
        100 * statement.grade * (1 + (at_least >= 0 ? at_least : at_high)));
    return law;
  }
  law.log_sd = at_high == 0 ? high : bracketed_root(excess, low, at_low, high, at_high);
  law.log_mean = log_mean_for_share(trend, law.log_sd, log_cut_off, share);
  const Shares sum = shares_above(trend, law.log_mean, law.log_sd, log_cut_off);
  law.tonnage_error = std::abs(sum.tonnage / share - 1);
  law.grade_error = std::abs(sum.metal / sum.tonnage / statement.grade - 1);
  if (!(law.tonnage_error <= kCertified && law.grade_error <= kCertified)) {
    law.status = LawStatus::no_law;
    law.message = fmt::format("the search ended {:.1e} off the tonnage and {:.1e} off the grade",
                              law.tonnage_error, law.grade_error);
    return law;
  }
  law.by_product_log_mean = by_product_log_means(statement, law, trend);
  if (law.log_sd < 0.25 || law.log_sd > 1)
    law.message = fmt::format(
        "log_sd {:.3g} lies outside 0.25-1.0: look at the size of the body and the cut-off",
        law.log_sd);
  return law;
}

std::vector<ExpectedShare> expected_share(const Law& law, const Statement& statement,
                                          const Body& body) {
  LODE_CHECK(law.status == LawStatus::solved);
  const double log_cut_off = std::log(statement.cut_off);
  std::vector<ExpectedShare> out;
  for (const double trend : log_trend(statement, body)) {
    const Shares one = shares_above({trend}, law.log_mean, law.log_sd, log_cut_off);
    out.push_back({one.tonnage, one.metal});
  }
  return out;
}

AboveCutOff expected_above(const Law& law, const Statement& statement, const Grid& grid,
                           const Body& body, double cut_off) {
  LODE_CHECK(law.status == LawStatus::solved);
  const Shares sum =
      shares_above(log_trend(statement, body), law.log_mean, law.log_sd, std::log(cut_off));
  const double body_t =
      static_cast<double>(body.block.size()) * grid.cell_volume_m3() * statement.density_t_per_m3;
  return {sum.tonnage * body_t, sum.metal * body_t};
}

}  // namespace lode::resource

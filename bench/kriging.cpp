// How long does the kriging of 200,000 blocks take? 20,000 composites, two nested spherical
// structures, the 20 nearest in an ellipsoid, 4 x 4 x 2 points a block; answers compared with a
// brute-force oracle first: every sample's distance, Gaussian elimination of the whole system.
//
//   bench_kriging ../shared/geodata/synthetic/composites20k.csv [RUNS]
#include "resource/kriging.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>

#include "base/base.h"
#include "composites.h"

namespace {

using namespace lode;
using namespace lode::resource;

// The same question answered from the formulas alone; shares no line with what it judges.
struct Oracle {
  const Samples& s;
  static double spherical(double h) { return h < 1 ? 1 - 1.5 * h + 0.5 * h * h * h : 0; }
  static double distance(const double d[3], double a, double b, double c) {
    const double turn = std::acos(-1.0) / 6;  // azimuth 30
    const double along = d[0] * std::sin(turn) + d[1] * std::cos(turn);
    const double across = d[0] * std::cos(turn) - d[1] * std::sin(turn);
    return std::sqrt(along * along / (a * a) + across * across / (b * b) + d[2] * d[2] / (c * c));
  }
  static double covariance(const double d[3]) {  // without nugget
    return 0.45 * spherical(distance(d, 150, 100, 40)) +
           0.45 * spherical(distance(d, 400, 250, 100));
  }
  std::vector<std::array<double, 3>> points(const Point& at) const {
    std::vector<std::array<double, 3>> out;
    for (int k = 0; k < 2; ++k)
      for (int j = 0; j < 4; ++j)
        for (int i = 0; i < 4; ++i)
          out.push_back({at.x - 3.75 + 2.5 * i, at.y - 3.75 + 2.5 * j, at.z - 2.5 + 5 * k});
    return out;
  }
  // The 20 nearest within the ellipsoid: relative distance, index.
  std::vector<std::pair<double, std::size_t>> nearest(const Point& at) const {
    std::vector<std::pair<double, std::size_t>> near;
    for (std::size_t i = 0; i < s.size(); ++i) {
      const double d[] = {s.x[i] - at.x, s.y[i] - at.y, s.z[i] - at.z};
      const double h = distance(d, 150, 100, 40);
      if (h <= 1) near.emplace_back(h, i);
    }
    std::sort(near.begin(), near.end());
    if (near.size() > 20) near.resize(20);
    return near;
  }
  // Gauss-Jordan with row exchanges: the last column over the diagonal is the answer.
  static void eliminate(std::vector<std::vector<double>>& a) {
    const std::size_t n = a.size();
    for (std::size_t c = 0; c < n; ++c) {
      std::size_t pivot = c;
      for (std::size_t r = c; r < n; ++r)
        if (std::abs(a[r][c]) > std::abs(a[pivot][c])) pivot = r;
      std::swap(a[c], a[pivot]);
      for (std::size_t r = 0; r < n; ++r) {
        if (r == c) continue;
        const double factor = a[r][c] / a[c][c];
        for (std::size_t k = c; k <= n; ++k) a[r][k] -= factor * a[c][k];
      }
    }
  }
  static double variance_of(const std::vector<std::array<double, 3>>& block) {
    double variance = 0;
    for (const auto& p : block)
      for (const auto& q : block) {
        const double d[] = {p[0] - q[0], p[1] - q[1], p[2] - q[2]};
        variance += covariance(d) / 1024;
      }
    return variance;
  }
  // Estimate and variance; false with fewer than 4 samples.
  bool krige(const Point& at, double& estimate, double& variance) const {
    const auto near = nearest(at);
    const std::size_t n = near.size();
    if (n < 4) return false;
    const auto block = points(at);
    std::vector<std::vector<double>> a(n + 1, std::vector<double>(n + 2, 1.0));
    for (std::size_t i = 0; i < n; ++i) {
      const std::size_t si = near[i].second;
      for (std::size_t j = 0; j < n; ++j) {
        const std::size_t sj = near[j].second;
        const double d[] = {s.x[si] - s.x[sj], s.y[si] - s.y[sj], s.z[si] - s.z[sj]};
        a[i][j] = covariance(d) + (i == j ? 0.1 : 0);
      }
      a[i][n + 1] = 0;
      for (const auto& p : block) {
        const double d[] = {s.x[si] - p[0], s.y[si] - p[1], s.z[si] - p[2]};
        a[i][n + 1] += covariance(d) / 32;
      }
    }
    a[n][n] = 0;
    std::vector<double> right;
    for (const auto& row : a) right.push_back(row[n + 1]);
    eliminate(a);
    estimate = 0, variance = variance_of(block);
    for (std::size_t i = 0; i <= n; ++i) {
      const double w = a[i][n + 1] / a[i][i];
      if (i < n) estimate += w * s.value[0][near[i].second];
      variance -= w * right[i];
    }
    return true;
  }
};

double peak_mb() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  return 0;
}

// What is estimated, and how.
struct Question {
  Samples samples;
  Variogram model;
  Search search;
  Kriging kriging;
  Grid grid;
  Estimates answer() const { return krige(samples, 0, model, search, kriging, targets_of(grid)); }
};

Question make_question(const char* composites) {
  Question out;
  out.samples = bench::read_composites(composites, bench::Column::grade);
  out.model.nugget = 0.1, out.model.azimuth_deg = 30;
  for (const auto& [a, b, c] : {std::array{150.0, 100.0, 40.0}, std::array{400.0, 250.0, 100.0}})
    out.model.structure.push_back({"s", Structure::spherical, 0.45, a, b, c});
  out.search.radius_major_m = 150, out.search.radius_semi_m = 100, out.search.radius_minor_m = 40;
  out.search.azimuth_deg = 30, out.search.min_samples = 4, out.search.max_samples = 20;
  out.kriging.support = Support::block, out.kriging.points = {4, 4, 2};
  out.grid.cell_m = {10, 10, 10}, out.grid.count = {100, 100, 20};
  return out;
}

// Every 397th block: the largest difference of estimates, relative, and of variances; infinity if
// one has an answer where the other has none.
double difference_from_oracle(const Question& question, const Estimates& found,
                              std::size_t& compared) {
  const Oracle oracle{question.samples};
  double largest = 0;
  for (std::size_t i = 0; i < question.grid.size(); i += 397, ++compared) {
    double estimate = 0, variance = 0;
    const bool there = oracle.krige(question.grid.centre(i), estimate, variance);
    if (there != (found.status[i] == EstimateStatus::estimated)) return kInfinity;
    if (there)
      largest = std::max({largest, std::abs(found.estimate[i] - estimate) / std::max(1.0, estimate),
                          std::abs(found.variance[i] - variance)});
  }
  return largest;
}

bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(),
                    [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

// Prints the best of some runs; false if one of them gives another answer.
bool time_runs(const Question& question, const Estimates& found, int threads, int runs) {
  const ThreadLimit limit(threads);
  double cpu = 1e300, wall = 1e300;
  for (int r = 0; r < runs; ++r) {
    const std::clock_t start = std::clock();
    const auto from = std::chrono::steady_clock::now();
    const Estimates again = question.answer();
    cpu = std::min(cpu, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    wall = std::min(wall,
                    std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count());
    if (!same(again.estimate, found.estimate) || !same(again.variance, found.variance))
      return false;
  }
  fmt::print("threads {}: {:.2f} CPU s, {:.2f} s wall, {:.1f} us a block (best of {})\n", threads,
             cpu, wall, 1e6 * cpu / static_cast<double>(question.grid.size()), runs);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || !std::ifstream(argv[1])) {
    fmt::print("skipped: give the path of composites20k.csv\n");
    return 0;
  }
  const int runs = argc > 2 ? std::atoi(argv[2]) : 5;
  const Question question = make_question(argv[1]);
  const double before = peak_mb();
  const Estimates found = question.answer();
  const double memory = peak_mb() - before;
  std::size_t compared = 0;
  if (const double largest = difference_from_oracle(question, found, compared); largest <= 1e-9) {
    fmt::print("{} blocks, {} estimated; {} of them compared: largest difference {:.1e}\n",
               question.grid.size(), found.count(EstimateStatus::estimated), compared, largest);
  } else {
    fmt::print("answers differ from the oracle's by {}: no times are shown\n", largest);
    return 1;
  }
  fmt::print("peak memory of the kriging {:.0f} MB\n\n", memory);
  for (const int threads : {1, 2})
    if (!time_runs(question, found, threads, runs)) {
      fmt::print("another run gives another answer\n");
      return 1;
    }
}

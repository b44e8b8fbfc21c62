#include "resource/discretisation.h"

#include <cmath>
#include <numbers>

#include "base/error.h"

namespace lode::resource {
namespace {

struct Nodes {
  std::vector<double> at, weight;  // on [-0.5, 0.5]
};

// Newton's iteration on the Legendre polynomial; Press et al. (2007), section 4.6.1.
Nodes gauss_legendre(int n) {
  Nodes out;
  for (int i = 0; i < n; ++i) {
    double x = -std::cos(std::numbers::pi * (i + 0.75) / (n + 0.5)), slope = 1;
    for (int iteration = 0; iteration < 100; ++iteration) {
      double p = 1, before = 0;
      for (int k = 1; k <= n; ++k) {
        const double older = before;
        before = p;
        p = ((2 * k - 1) * x * before - (k - 1) * older) / k;
      }
      slope = n * (x * p - before) / (x * x - 1);
      const double step = p / slope;
      x -= step;
      if (std::abs(step) < 1e-16) break;
    }
    out.at.push_back(x / 2);
    out.weight.push_back(1 / ((1 - x * x) * slope * slope));
  }
  return out;
}

Nodes nodes(double size, int count, Discretisation discretisation) {
  if (size == 0) return {{0}, {1}};
  if (discretisation == Discretisation::gauss) return gauss_legendre(count);
  Nodes out;
  for (int i = 0; i < count; ++i) {
    out.at.push_back((i + 0.5) / count - 0.5);
    out.weight.push_back(1.0 / count);
  }
  return out;
}

}  // namespace

BlockPoints block_points(const Point& size, const std::array<int, 3>& counts,
                         Discretisation discretisation, double rotation_deg) {
  LODE_CHECK(counts[0] > 0 && counts[1] > 0 && counts[2] > 0);
  const Nodes x = nodes(size.x, counts[0], discretisation),
              y = nodes(size.y, counts[1], discretisation),
              z = nodes(size.z, counts[2], discretisation);
  const double turn = rotation_deg * std::numbers::pi / 180;
  const double cosine = std::cos(turn), sine = std::sin(turn);
  BlockPoints out;
  for (std::size_t k = 0; k < z.at.size(); ++k)
    for (std::size_t j = 0; j < y.at.size(); ++j)
      for (std::size_t i = 0; i < x.at.size(); ++i) {
        const double u = x.at[i] * size.x, v = y.at[j] * size.y;
        out.offset.push_back({u * cosine + v * sine, -u * sine + v * cosine, z.at[k] * size.z});
        out.weight.push_back(x.weight[i] * y.weight[j] * z.weight[k]);
      }
  return out;
}

}  // namespace lode::resource

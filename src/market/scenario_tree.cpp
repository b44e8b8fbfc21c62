// The tree of periods and scenarios, and what a model looks up and inverts.
#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.h"
#include "market/model.h"

namespace lode::market {

std::uint32_t index_in(const std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  LODE_CHECK(found != names.end());
  return static_cast<std::uint32_t>(found - names.begin());
}

std::vector<double> inverse_of(const std::vector<double>& matrix, std::size_t n) {
  std::vector<long double> a(matrix.begin(), matrix.end()), b(n * n);
  for (std::size_t i = 0; i < n; ++i) b[i * n + i] = 1;
  for (std::size_t c = 0; c < n; ++c) {
    std::size_t best = c;
    for (std::size_t r = c; r < n; ++r)
      if (std::abs(a[r * n + c]) > std::abs(a[best * n + c])) best = r;
    if (!(std::abs(a[best * n + c]) > 0)) return {};
    for (std::size_t k = 0; k < n; ++k) {
      std::swap(a[c * n + k], a[best * n + k]);
      std::swap(b[c * n + k], b[best * n + k]);
    }
    const long double pivot = a[c * n + c];
    for (std::size_t k = 0; k < n; ++k) a[c * n + k] /= pivot, b[c * n + k] /= pivot;
    for (std::size_t r = 0; r < n; ++r) {
      if (r == c) continue;
      const long double f = a[r * n + c];
      for (std::size_t k = 0; k < n; ++k)
        a[r * n + k] -= f * a[c * n + k], b[r * n + k] -= f * b[c * n + k];
    }
  }
  return {b.begin(), b.end()};
}

Tree path_of(const World& world, const Scenario& scenario) {
  Tree out{{under(world, scenario)}, {scenario}, {}};
  for (int t = 0; t < world.periods; ++t)
    out.nodes.push_back({t, t - 1, std::pow(1 + world.discount, -t), 0, 0});
  return out;
}

Tree tree_of(const World& world, const std::vector<Scenario>& scenarios) {
  Tree out;
  out.worlds.push_back(world);
  out.scenarios.push_back({});
  const int split = world.known_from - 1;
  for (int t = 0; t < split; ++t)
    out.nodes.push_back({t, t - 1, std::pow(1 + world.discount, -t), 0, 0});
  for (const Scenario& s : scenarios) {
    out.worlds.push_back(under(world, s));
    out.scenarios.push_back(s);
    const std::size_t of = out.worlds.size() - 1;
    for (int t = split; t < world.periods; ++t) {
      const int parent = t == split ? split - 1 : static_cast<int>(out.nodes.size()) - 1;
      out.nodes.push_back({t, parent, s.probability * std::pow(1 + world.discount, -t), of, of});
    }
  }
  return out;
}

}  // namespace lode::market

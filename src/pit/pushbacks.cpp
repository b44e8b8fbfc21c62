#include "pit/pushbacks.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/error.h"

namespace lode::pit {
namespace {

struct Step {  // a shell that adds rock
  std::uint16_t shell;
  double tonnes;
};

std::vector<Step> steps_up_to(const Shells& shells, std::span<const double> tonnes,
                              std::size_t final_shell) {
  std::vector<double> added(final_shell + 1, 0.0);
  for (std::size_t block = 0; block < tonnes.size(); ++block)
    if (shells.shell[block] <= final_shell) added[shells.shell[block]] += tonnes[block];
  std::vector<Step> steps;
  for (std::size_t k = 0; k <= final_shell; ++k)
    if (added[k] > 0) steps.push_back({static_cast<std::uint16_t>(k), added[k]});
  return steps;
}

// least[groups][first]: the least possible largest pushback when steps first.. are shared out among
// `groups`.
std::vector<std::vector<double>> least_largest(const std::vector<Step>& steps, std::size_t groups) {
  const std::size_t n = steps.size();
  std::vector least(groups + 1,
                    std::vector<double>(n + 1, std::numeric_limits<double>::infinity()));
  for (std::size_t g = 0; g <= groups; ++g) least[g][n] = 0;
  for (std::size_t g = 1; g <= groups; ++g)
    for (std::size_t first = 0; first < n; ++first) {
      double here = 0;
      for (std::size_t end = first; end < n; ++end) {
        here += steps[end].tonnes;
        least[g][first] = std::min(least[g][first], std::max(here, least[g - 1][end + 1]));
      }
    }
  return least;
}

}  // namespace

Pushbacks choose_pushbacks(const Shells& shells, std::span<const double> tonnes,
                           std::size_t final_shell, int count) {
  LODE_CHECK(final_shell < shells.value_usd.size());
  if (tonnes.size() != shells.shell.size())
    throw InputError(
        fmt::format("tonnes of {} blocks for {} blocks", tonnes.size(), shells.shell.size()));
  if (count < 1 || count > 254) throw InputError("the number of pushbacks must be from 1 to 254");
  const std::vector<Step> steps = steps_up_to(shells, tonnes, final_shell);
  const std::size_t n = steps.size(), groups = std::min(n, static_cast<std::size_t>(count));
  const auto least = least_largest(steps, groups);

  Pushbacks out;
  std::size_t first = 0;
  for (std::size_t left = groups; first < n; --left) {
    double here = 0;
    for (std::size_t end = first;; ++end) {  // the earliest end that keeps to the optimum
      LODE_CHECK(end < n);
      here += steps[end].tonnes;
      if (std::max(here, least[left - 1][end + 1]) > least[groups][0]) continue;
      out.shell.push_back(steps[end].shell);
      first = end + 1;
      break;
    }
  }
  if (!out.shell.empty()) out.shell.back() = static_cast<std::uint16_t>(final_shell);
  out.pushback.assign(shells.shell.size(), 255);
  for (std::size_t block = 0; block < shells.shell.size(); ++block)
    if (!out.shell.empty() && shells.shell[block] <= final_shell)
      out.pushback[block] = static_cast<std::uint8_t>(
          std::lower_bound(out.shell.begin(), out.shell.end(), shells.shell[block]) -
          out.shell.begin());
  return out;
}

}  // namespace lode::pit

#include "schedule/stripping.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace lode::schedule {
namespace {

// Rock moved when the delivered ore reaches `ore_t`, walking on from where the last call ended.
class OreWalk {
 public:
  OreWalk(const Inventory& inventory, const Mine& mine, double cut_off)
      : inventory_(inventory), per_ore_((1 - mine.loss) * (1 + mine.dilution)), cut_off_(cut_off) {}

  double rock_for(double ore_t) {
    while (next_ < inventory_.increments.size()) {
      const double ore =
          per_ore_ * inventory_.above(next_, inventory_.realisations, cut_off_).tonnes;
      const double rock = inventory_.rock(next_, inventory_.realisations);
      if (ore_ + ore >= ore_t)
        return rock_ + (ore > 0 ? rock * std::max(0.0, ore_t - ore_) / ore : 0);
      ore_ += ore;
      rock_ += rock;
      if (ore > 0) last_ore_ = rock_;
      ++next_;
    }
    return last_ore_;
  }

 private:
  const Inventory& inventory_;
  double per_ore_, cut_off_;
  std::size_t next_ = 0;
  double ore_ = 0, rock_ = 0, last_ore_ = 0;
};

}  // namespace

std::vector<double> stripping_targets(const Inventory& inventory, const Mine& mine, double cut_off,
                                      std::span<const double> mill_need_t, std::size_t look_ahead) {
  OreWalk walk(inventory, mine, cut_off);
  std::vector<double> above(mill_need_t.size() + 1, 0.0);
  double need = 0;
  for (std::size_t y = 0; y < mill_need_t.size(); ++y) {
    LODE_CHECK(mill_need_t[y] >= 0);
    need += mill_need_t[y];
    above[y + 1] = need > 0 ? walk.rock_for(need) : 0;
  }
  std::vector<double> targets = above;
  for (std::size_t y = 0; y < targets.size(); ++y)
    for (std::size_t z = y; z < above.size() && z <= y + look_ahead; ++z)
      targets[y] =
          std::max(targets[y], above[z] - static_cast<double>(z - y) * mine.movement_cap_t_per_y);
  return targets;
}

double target_at(std::span<const double> targets, double years) {
  LODE_CHECK(!targets.empty() && years >= 0);
  const auto below = static_cast<std::size_t>(std::floor(years));
  if (below + 1 >= targets.size()) return targets.back();
  return targets[below] +
         (years - static_cast<double>(below)) * (targets[below + 1] - targets[below]);
}

}  // namespace lode::schedule

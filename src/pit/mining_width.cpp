#include "pit/mining_width.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.h"

namespace lode::pit {
namespace {

using Mask = std::vector<std::uint8_t>;

int blocks_across(double width_m, double cell_m) {
  return std::max(1, static_cast<int>(std::ceil(width_m / cell_m * (1 - 1e-9))));
}

// One bench: nx x ny cells, and a rectangle of wide x deep cells that must fit.
struct Bench {
  int nx, ny, wide, deep;
  std::vector<int> sum;  // of a mask, over the cells below and left: (nx + 1) x (ny + 1)

  std::size_t at(int x, int y) const {
    return static_cast<std::size_t>(x) + static_cast<std::size_t>(nx) * static_cast<std::size_t>(y);
  }
  template <class Has>
  void add_up(const Has& has) {
    const auto row = static_cast<std::size_t>(nx) + 1;
    sum.assign(row * (static_cast<std::size_t>(ny) + 1), 0);
    for (int y = 0; y < ny; ++y) {
      int line = 0;
      for (int x = 0; x < nx; ++x) {
        line += has(at(x, y)) ? 1 : 0;
        const auto here = static_cast<std::size_t>(x) + row * static_cast<std::size_t>(y);
        sum[here + row + 1] = sum[here + 1] + line;
      }
    }
  }
  int count(int x, int y, int w, int d) const {
    const auto row = static_cast<std::size_t>(nx) + 1;
    const auto sum_at = [&](int i, int j) {
      return sum[static_cast<std::size_t>(i) + row * static_cast<std::size_t>(j)];
    };
    return sum_at(x + w, y + d) - sum_at(x, y + d) - sum_at(x + w, y) + sum_at(x, y);
  }
  // The cells of `own` that lie in no rectangle within own and room: own less its opening.
  template <class Own, class Room>
  std::vector<std::size_t> narrow(const Own& own, const Room& room) {
    add_up([&](std::size_t i) { return own(i) || room(i); });
    // Corners of rectangles that fit, then whether any of them covers a cell.
    const Bench corners = [&] {
      Bench out{nx, ny, wide, deep, {}};
      out.add_up([&](std::size_t i) {
        const int x = static_cast<int>(i) % nx, y = static_cast<int>(i) / nx;
        return x + wide <= nx && y + deep <= ny && count(x, y, wide, deep) == wide * deep;
      });
      return out;
    }();
    std::vector<std::size_t> out;
    for (int y = 0; y < ny; ++y)
      for (int x = 0; x < nx; ++x) {
        if (!own(at(x, y))) continue;
        const int left = std::max(0, x - wide + 1), low = std::max(0, y - deep + 1);
        if (corners.count(left, low, x - left + 1, y - low + 1) == 0) out.push_back(at(x, y));
      }
    return out;
  }
};

class Widening {
 public:
  Widening(const Grid& grid, const Precedence& precedence, std::span<const std::uint8_t> air,
           std::span<const double> value_usd, double width_m)
      : grid_(grid),
        precedence_(precedence),
        air_(air),
        value_(value_usd),
        bench_{grid.count[0],
               grid.count[1],
               blocks_across(width_m, grid.cell_m.x),
               blocks_across(width_m, grid.cell_m.y),
               {}},
        layer_(static_cast<std::size_t>(grid.count[0]) * static_cast<std::size_t>(grid.count[1])),
        available_(precedence.present) {
    if (available_.empty()) available_.assign(grid.size(), 1);
  }
  bool nothing_to_do() const { return bench_.wide == 1 && bench_.deep == 1; }

  // The final shell, widened or trimmed.
  void fit_outermost(Mask& pit) {
    for (int z = 0; z < grid_.count[2]; ++z)
      if (fit_bench(pit, z)) z = -1;  // what was below has changed
  }

  // Grows `inner` within `outer` until what is between them is wide enough, and it itself.
  void fit_between(Mask& inner, const Mask& outer) {
    for (bool changed = true; changed;) {
      changed = false;
      for (int z = 0; z < grid_.count[2]; ++z)
        for (const std::size_t cell :
             narrow(z, [&](std::size_t b) { return outer[b] && !inner[b]; }))
          changed |= add_with_needs(inner, cell) > 0;
      for (int z = 0; z < grid_.count[2]; ++z)
        for (const std::size_t cell : narrow(z, [&](std::size_t b) { return inner[b] != 0; })) {
          std::vector<std::size_t> fresh;
          LODE_CHECK(best_rectangle(inner, outer, cell, fresh));
          for (const std::size_t block : fresh) changed |= add_with_needs(inner, block) > 0;
        }
    }
  }

 private:
  bool is_air(std::size_t block) const { return !air_.empty() && air_[block]; }

  template <class Own>
  std::vector<std::size_t> narrow(int z, const Own& own) {
    const std::size_t base = layer_ * static_cast<std::size_t>(z);
    std::vector<std::size_t> out = bench_.narrow([&](std::size_t i) { return own(base + i); },
                                                 [&](std::size_t i) { return is_air(base + i); });
    for (std::size_t& cell : out) cell += base;
    return out;
  }

  // What a block needs, and what needs it, among the blocks that exist.
  template <class F>
  void for_each_offset(std::size_t block, int sign, const F& f) const {
    const auto c = grid_.cell_of(block);
    const auto visit = [&](std::size_t k, const Offset& o) {
      const int x = c[0] + sign * o.dx, y = c[1] + sign * o.dy, z = c[2] + sign * o.dz;
      if (x < 0 || x >= grid_.count[0] || y < 0 || y >= grid_.count[1] || z < 0 ||
          z >= grid_.count[2])
        return;
      const std::size_t other = grid_.index(x, y, z);
      if (sign < 0 && domain(other) != k) return;
      if (precedence_.present.empty() || precedence_.present[other]) f(other);
    };
    for (std::size_t k = 0; k < precedence_.pattern.size(); ++k) {
      if (sign > 0 && domain(block) != k) continue;
      for (const Offset& o : precedence_.pattern[k].offsets) visit(k, o);
    }
  }
  std::size_t domain(std::size_t block) const {
    return precedence_.domain.empty() ? 0 : precedence_.domain[block];
  }

  // Adds a block and all it needs; returns how many were new, and what they are worth.
  std::size_t add_with_needs(Mask& pit, std::size_t block, double* value = nullptr,
                             std::vector<std::size_t>* added = nullptr) const {
    if (pit[block]) return 0;
    std::vector<std::size_t> stack{block};
    pit[block] = 1;
    std::size_t count = 0;
    while (!stack.empty()) {
      const std::size_t here = stack.back();
      stack.pop_back();
      ++count;
      if (value) *value += value_[here];
      if (added) added->push_back(here);
      for_each_offset(here, 1, [&](std::size_t above) {
        if (pit[above]) return;
        pit[above] = 1;
        stack.push_back(above);
      });
    }
    return count;
  }

  // The rectangle with `cell` in it, within `allowed` (or air), that takes the fewest blocks not in
  // `pit`, of equals the ones worth most; false if there is none.
  bool best_rectangle(const Mask& pit, const Mask& allowed, std::size_t cell,
                      std::vector<std::size_t>& fresh) const {
    const auto c = grid_.cell_of(cell);
    std::size_t least = std::numeric_limits<std::size_t>::max();
    double most = 0;
    std::vector<std::size_t> now;
    for (int y0 = std::max(0, c[1] - bench_.deep + 1);
         y0 <= std::min(c[1], grid_.count[1] - bench_.deep); ++y0)
      for (int x0 = std::max(0, c[0] - bench_.wide + 1);
           x0 <= std::min(c[0], grid_.count[0] - bench_.wide); ++x0) {
        now.clear();
        bool fits = true;
        double value = 0;
        for (int y = y0; y < y0 + bench_.deep && fits; ++y)
          for (int x = x0; x < x0 + bench_.wide && fits; ++x) {
            const std::size_t block = grid_.index(x, y, c[2]);
            if (pit[block] || is_air(block)) continue;
            fits = allowed[block] != 0;
            now.push_back(block);
            value += value_[block];
          }
        if (!fits || now.size() > least || (now.size() == least && value <= most)) continue;
        least = now.size();
        most = value;
        fresh = now;
      }
    return least < std::numeric_limits<std::size_t>::max();
  }

  // Narrow cells that touch by a side, as one patch.
  std::vector<std::vector<std::size_t>> patches(std::vector<std::size_t> cells) const {
    std::vector<std::vector<std::size_t>> out;
    const auto nx = static_cast<std::size_t>(grid_.count[0]);
    while (!cells.empty()) {
      out.push_back({cells.front()});
      cells.erase(cells.begin());
      for (std::size_t i = 0; i < out.back().size(); ++i) {
        const std::size_t here = out.back()[i];
        std::erase_if(cells, [&](std::size_t other) {
          const std::size_t gap = other > here ? other - here : here - other;
          const bool beside = gap == nx || (gap == 1 && other / nx == here / nx);
          if (beside) out.back().push_back(other);
          return beside;
        });
      }
    }
    return out;
  }

  bool is_needed(const Mask& pit, const std::vector<std::size_t>& patch) const {
    bool needed = false;
    for (const std::size_t cell : patch)
      for_each_offset(cell, -1, [&](std::size_t below) { needed = needed || pit[below]; });
    return needed;
  }

  // Leaves a block for good, with all that needs it.
  void ban(Mask& pit, std::size_t block) {
    std::vector<std::size_t> stack{block};
    while (!stack.empty()) {
      const std::size_t here = stack.back();
      stack.pop_back();
      if (!available_[here]) continue;
      available_[here] = pit[here] = 0;
      for_each_offset(here, -1, [&](std::size_t below) { stack.push_back(below); });
    }
  }

  // True if blocks below were given up, so that the benches below must be looked at again. Patches
  // one by one: what widens one may hold another.
  bool fit_bench(Mask& pit, int z) {
    for (;;) {
      const auto all = patches(narrow(z, [&](std::size_t b) { return pit[b] != 0; }));
      if (all.empty()) return false;
      if (fit_patch(pit, all.front())) return true;
    }
  }

  bool fit_patch(Mask& pit, const std::vector<std::size_t>& patch) {
    double change = 0;
    std::vector<std::size_t> added, fresh;
    for (const std::size_t cell : patch) {
      if (!best_rectangle(pit, available_, cell, fresh)) {
        for (const std::size_t block : added) pit[block] = 0;
        ban(pit, cell);
        return true;
      }
      for (const std::size_t block : fresh) add_with_needs(pit, block, &change, &added);
    }
    for (const std::size_t cell : patch) change += value_[cell];
    if (change > 0) return false;
    for (const std::size_t block : added) pit[block] = 0;
    if (!is_needed(pit, patch))
      for (const std::size_t cell : patch) pit[cell] = 0;
    else
      for (const std::size_t block : added) pit[block] = 1;
    return false;
  }

  const Grid& grid_;
  const Precedence& precedence_;
  std::span<const std::uint8_t> air_;
  std::span<const double> value_;
  Bench bench_;
  std::size_t layer_;
  Mask available_;  // [block] may be mined: present, and not given up, nor needing what is
};

}  // namespace

Widened widen(const Grid& grid, const Precedence& precedence, std::span<const std::uint8_t> air,
              std::span<const double> value_usd, const Pushbacks& pushbacks, double width_m) {
  LODE_CHECK(pushbacks.pushback.size() == grid.size() && value_usd.size() == grid.size());
  LODE_CHECK(air.empty() || air.size() == grid.size());
  Widened out{pushbacks, 0, 0, 0};
  Widening widening(grid, precedence, air, value_usd, width_m);
  if (widening.nothing_to_do() || pushbacks.shell.empty()) return out;

  const std::size_t n = pushbacks.shell.size();
  std::vector<Mask> pit(n, Mask(grid.size(), 0));  // [pushback] mined by it and those before
  for (std::size_t block = 0; block < grid.size(); ++block)
    for (std::size_t k = pushbacks.pushback[block]; k < n; ++k) pit[k][block] = 1;
  widening.fit_outermost(pit[n - 1]);
  for (std::size_t k = n - 1; k-- > 0;) {
    for (std::size_t block = 0; block < grid.size(); ++block) pit[k][block] &= pit[k + 1][block];
    widening.fit_between(pit[k], pit[k + 1]);
  }

  out.pushbacks = Pushbacks{{}, Mask(grid.size(), 255)};
  for (std::size_t k = 0; k < n; ++k) {
    const auto number = static_cast<std::uint8_t>(out.pushbacks.shell.size());
    bool any = false;
    for (std::size_t block = 0; block < grid.size(); ++block)
      if (pit[k][block] && out.pushbacks.pushback[block] == 255)
        out.pushbacks.pushback[block] = number, any = true;
    if (any) out.pushbacks.shell.push_back(pushbacks.shell[k]);
  }
  for (std::size_t block = 0; block < grid.size(); ++block) {
    const std::uint8_t before = pushbacks.pushback[block], now = out.pushbacks.pushback[block];
    out.added += before == 255 && now != 255;
    out.dropped += before != 255 && now == 255;
    out.moved += before != 255 && now != 255 && pushbacks.shell[before] != out.pushbacks.shell[now];
  }
  return out;
}

double narrowest_opening_m(const Grid& grid, std::span<const std::uint8_t> air,
                           std::span<const std::uint8_t> pushback) {
  LODE_CHECK(pushback.size() == grid.size());
  int pushbacks = 0;
  for (const std::uint8_t p : pushback)
    if (p != 255) pushbacks = std::max(pushbacks, p + 1);
  if (pushbacks == 0) return std::numeric_limits<double>::infinity();
  const std::size_t layer =
      static_cast<std::size_t>(grid.count[0]) * static_cast<std::size_t>(grid.count[1]);
  const auto all_open = [&](double width_m) {
    Bench bench{grid.count[0],
                grid.count[1],
                blocks_across(width_m, grid.cell_m.x),
                blocks_across(width_m, grid.cell_m.y),
                {}};
    for (int z = 0; z < grid.count[2]; ++z)
      for (int p = 0; p < pushbacks; ++p) {
        const std::size_t base = layer * static_cast<std::size_t>(z);
        if (!bench
                 .narrow([&](std::size_t i) { return pushback[base + i] == p; },
                         [&](std::size_t i) { return !air.empty() && air[base + i] != 0; })
                 .empty())
          return false;
      }
    return true;
  };
  const double step = std::min(grid.cell_m.x, grid.cell_m.y);
  const int most = std::max(grid.count[0], grid.count[1]);
  int width = 1;
  while (width < most && all_open((width + 1) * step)) ++width;
  return width * step;
}

}  // namespace lode::pit

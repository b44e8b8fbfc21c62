#include "pit/zones.h"

#include <fmt/format.h>

#include <bit>
#include <limits>

#include "base/error.h"

namespace lode::pit {
namespace {

void check(const Grid& grid, std::span<const OneOff> zones) {
  if (zones.size() > kMostOneOffs)
    throw InputError(fmt::format("{} zones cost when touched; at most {} are allowed", zones.size(),
                                 kMostOneOffs));
  for (const OneOff& zone : zones) {
    if (zone.cost_usd < 0) throw InputError("what a zone costs when touched must not be below 0");
    for (const std::uint32_t block : zone.block)
      if (block >= grid.size()) throw InputError("a zone has a block outside the block model");
  }
}

std::size_t first_to_touch(const Shells& shells, const OneOff& zone) {
  std::size_t first = shells.value_usd.size();
  for (const std::uint32_t block : zone.block)
    first = std::min<std::size_t>(first, shells.shell[block]);
  return first;
}

}  // namespace

Precedence without(const Grid& grid, Precedence precedence,
                   std::span<const std::uint8_t> excluded) {
  LODE_CHECK(excluded.size() == grid.size());
  if (precedence.present.empty()) precedence.present.assign(grid.size(), 1);
  const std::vector<std::uint8_t> ground = precedence.present;
  for (int iz = grid.count[2] - 1; iz >= 0; --iz)
    for (int iy = 0; iy < grid.count[1]; ++iy)
      for (int ix = 0; ix < grid.count[0]; ++ix) {
        const std::size_t block = grid.index(ix, iy, iz);
        if (!ground[block]) continue;
        bool lost = excluded[block] != 0;
        const Pattern& pattern =
            precedence.pattern[precedence.domain.empty() ? 0 : precedence.domain[block]];
        for (std::size_t i = 0; i < pattern.offsets.size() && !lost; ++i) {
          const Offset& o = pattern.offsets[i];
          const int x = ix + o.dx, y = iy + o.dy, z = iz + o.dz;
          if (x < 0 || x >= grid.count[0] || y < 0 || y >= grid.count[1] || z >= grid.count[2])
            continue;
          const std::size_t above = grid.index(x, y, z);
          lost = ground[above] && !precedence.present[above];
        }
        if (lost) precedence.present[block] = 0;
      }
  return precedence;
}

ZonedShells nested_shells(const Grid& grid, const std::vector<std::vector<std::int64_t>>& value_usd,
                          const Precedence& precedence, std::span<const OneOff> zones) {
  check(grid, zones);
  const std::size_t n = value_usd.size();
  ZonedShells out{nested_shells(grid, value_usd, precedence), {}};
  out.touched.assign(zones.size(), n);
  // A cost only shrinks pits: a zone that no pit touches without costs matters no more.
  std::vector<std::size_t> asked;
  for (std::size_t z = 0; z < zones.size(); ++z)
    if (first_to_touch(out.shells, zones[z]) < n && zones[z].cost_usd > 0) asked.push_back(z);

  const unsigned all = (1u << asked.size()) - 1;
  const auto cost_of = [&](unsigned set) {
    std::int64_t cost = 0;
    for (std::size_t i = 0; i < asked.size(); ++i)
      if (set >> i & 1) cost += zones[asked[i]].cost_usd;
    return cost;
  };
  std::vector<Shells> of_set(all + 1);
  for (unsigned set = 0; set < all; ++set) {
    std::vector<std::uint8_t> excluded(grid.size(), 0);
    for (std::size_t i = 0; i < asked.size(); ++i)
      if (!(set >> i & 1))
        for (const std::uint32_t block : zones[asked[i]].block) excluded[block] = 1;
    of_set[set] = nested_shells(grid, value_usd, without(grid, precedence, excluded));
  }
  of_set[all] = std::move(out.shells);

  out.shells = Shells{};
  out.shells.shell.assign(grid.size(), static_cast<std::uint16_t>(n));
  unsigned before = 0;
  for (std::size_t k = 0; k < n; ++k) {
    unsigned best = 0;
    std::int64_t most = std::numeric_limits<std::int64_t>::min();
    for (unsigned set = 0; set <= all; ++set) {
      const std::int64_t value = of_set[set].value_usd[k] - cost_of(set);
      if (value < most || (value == most && std::popcount(set) >= std::popcount(best))) continue;
      most = value;
      best = set;
    }
    LODE_CHECK((before & ~best) == 0);  // nested, as the smallest closures of rising values are
    before = best;
    for (std::size_t block = 0; block < grid.size(); ++block)
      if (out.shells.shell[block] == n && of_set[best].shell[block] <= k)
        out.shells.shell[block] = static_cast<std::uint16_t>(k);
    out.shells.value_usd.push_back(most);
    out.shells.blocks.push_back(of_set[best].blocks[k]);
  }
  for (std::size_t z = 0; z < zones.size(); ++z)
    out.touched[z] = first_to_touch(out.shells, zones[z]);
  return out;
}

}  // namespace lode::pit

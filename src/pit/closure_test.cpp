#include "pit/closure.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

#include "base/error.h"
#include "base/random.h"
#include "pit/certificate.h"
#include "pit/ultimate_pit.h"

namespace lode::pit {
namespace {

Arcs random_arcs(const Stream& stream, std::size_t blocks, double density, bool rings) {
  Arcs arcs;
  arcs.first = {0};
  std::uint64_t at = 1000;
  for (std::size_t a = 0; a < blocks; ++a) {
    for (std::size_t b = 0; b < blocks; ++b)
      if (a != b && (rings || b > a) && stream.uniform(at++) < density)
        arcs.needed.push_back(static_cast<std::int32_t>(b));
    arcs.first.push_back(arcs.needed.size());
  }
  return arcs;
}

// Blocks shuffled: nothing may rest on an order of ids.
Arcs renumbered(const Arcs& arcs, const std::vector<std::int32_t>& name) {
  std::vector<std::vector<std::int32_t>> lists(arcs.blocks());
  for (std::size_t b = 0; b < arcs.blocks(); ++b)
    for (const std::int32_t needed : arcs.needs(static_cast<std::int32_t>(b)))
      lists[static_cast<std::size_t>(name[b])].push_back(name[static_cast<std::size_t>(needed)]);
  Arcs out;
  out.first = {0};
  for (const auto& list : lists) {
    out.needed.insert(out.needed.end(), list.begin(), list.end());
    out.first.push_back(out.needed.size());
  }
  return out;
}

std::vector<std::int32_t> shuffled(const Stream& stream, std::size_t n) {
  std::vector<std::int32_t> name(n);
  std::iota(name.begin(), name.end(), 0);
  for (std::size_t i = n; i-- > 1;)
    std::swap(name[i],
              name[static_cast<std::size_t>(stream.uniform(i) * static_cast<double>(i + 1))]);
  return name;
}

std::vector<std::int64_t> random_values(const Stream& stream, std::size_t n, std::uint64_t at,
                                        int spread) {
  std::vector<std::int64_t> values(n);
  for (std::size_t i = 0; i < n; ++i)
    values[i] = static_cast<std::int64_t>((2 * spread + 1) * stream.uniform(at + i)) - spread;
  return values;
}

// Every closure of up to 16 blocks; the smallest of the best is their intersection.
std::vector<std::uint8_t> enumerate(const Arcs& arcs, const std::vector<std::int64_t>& values) {
  std::vector<std::uint32_t> needs(arcs.blocks(), 0);
  for (std::size_t b = 0; b < needs.size(); ++b)
    for (const std::int32_t needed : arcs.needs(static_cast<std::int32_t>(b)))
      needs[b] |= 1u << needed;
  std::int64_t most = 0;
  std::uint32_t smallest = 0;
  for (std::uint32_t set = 0; set < 1u << needs.size(); ++set) {
    std::int64_t value = 0;
    bool closed = true;
    for (std::size_t b = 0; b < needs.size() && closed; ++b)
      if (set >> b & 1) {
        value += values[b];
        closed = (needs[b] & ~set) == 0;
      }
    if (!closed || value < most) continue;
    smallest = value > most ? set : smallest & set;
    most = value;
  }
  std::vector<std::uint8_t> mined(needs.size());
  for (std::size_t b = 0; b < needs.size(); ++b) mined[b] = smallest >> b & 1;
  return mined;
}

TEST(ClosureSolver, listed_arcs_and_restarts_match_brute_force) {
  for (std::uint64_t trial = 0; trial < 1500; ++trial) {
    const Stream stream(20, "pit.listed", trial);
    const std::size_t blocks = 1 + trial % 11;
    const Arcs arcs =
        renumbered(random_arcs(stream, blocks, 0.1 + 0.5 * stream.uniform(0), trial % 5 == 0),
                   shuffled(Stream(21, "pit.names", trial), blocks));
    ClosureSolver solver(arcs);
    for (std::uint64_t round = 0; round < 4; ++round) {
      const auto values = random_values(stream, blocks, 100 + 20 * round, trial % 2 ? 3 : 500);
      const Pit pit = solver.solve(values);
      ASSERT_EQ(pit.mined, enumerate(arcs, values)) << "trial " << trial << " round " << round;
      const Certificate proof = certify(arcs, values, pit, solver.flows());
      ASSERT_EQ(proof.fault, "") << "trial " << trial << " round " << round;
      ASSERT_TRUE(proof.closed && proof.smallest && proof.bound_usd == pit.value_usd);
    }
  }
}

Precedence random_precedence(const Stream& stream, const Grid& grid) {
  Precedence out;
  for (std::uint64_t k = 0; k < 2; ++k) {
    Slopes slopes;
    slopes.benches = 3;
    slopes.sector = {{"all", 0, 35 + 40 * stream.uniform(k)}};
    out.pattern.push_back(make_pattern(grid, slopes));
  }
  for (std::size_t b = 0; b < grid.size(); ++b) {
    out.domain.push_back(stream.uniform(10000 + b) < 0.5);
    out.present.push_back(stream.uniform(20000 + b) < 0.9);
  }
  return out;
}

// The grid's precedence as a list.
Arcs listed(const Grid& grid, const Precedence& precedence) {
  Arcs arcs;
  arcs.first = {0};
  for (std::size_t b = 0; b < grid.size(); ++b) {
    const auto c = grid.cell_of(b);
    if (precedence.present[b])
      for (const Offset& o : precedence.pattern[precedence.domain[b]].offsets) {
        const int x = c[0] + o.dx, y = c[1] + o.dy, z = c[2] + o.dz;
        if (x < 0 || y < 0 || x >= grid.count[0] || y >= grid.count[1] || z >= grid.count[2])
          continue;
        if (precedence.present[grid.index(x, y, z)])
          arcs.needed.push_back(static_cast<std::int32_t>(grid.index(x, y, z)));
      }
    arcs.first.push_back(arcs.needed.size());
  }
  return arcs;
}

TEST(ClosureSolver, grid_and_its_listed_arcs_agree_through_restarts_and_rises) {
  for (std::uint64_t trial = 0; trial < 60; ++trial) {
    const Stream stream(22, "pit.both", trial);
    Grid grid;
    grid.count = {6 + static_cast<int>(trial % 5), 7, 6};
    const Precedence precedence = random_precedence(stream, grid);
    const Arcs arcs = listed(grid, precedence);
    ClosureSolver on_grid(grid, precedence), on_list(arcs);
    auto values = random_values(stream, grid.size(), 100, 40);
    for (std::uint64_t round = 0; round < 6; ++round) {
      for (std::size_t b = 0; b < grid.size(); ++b)
        if (stream.uniform(30000 * (round + 2) + b) < 0.2)
          values[b] += static_cast<std::int64_t>(40 * stream.uniform(30000 * (round + 3) + b)) - 20;
      auto worth = values;
      for (std::size_t b = 0; b < grid.size(); ++b)
        if (!precedence.present[b]) worth[b] = 0;
      const Pit pit = on_grid.solve(values);
      ASSERT_EQ(pit.mined, on_list.solve(worth).mined) << trial << " " << round;
      ASSERT_EQ(pit.mined, ClosureSolver(grid, precedence).solve(values).mined);
      ASSERT_EQ(certify(grid, precedence, values, pit, on_grid.flows()).fault, "");
    }
    std::vector<std::uint8_t> mined = on_grid.solve(values).mined;
    for (int rise = 0; rise < 4; ++rise) {
      for (std::size_t b = 0; b < grid.size(); b += 3) values[b] += 6;
      for (const std::int32_t block : on_grid.raise(values))
        mined[static_cast<std::size_t>(block)] = 1;
      const Pit pit = ClosureSolver(grid, precedence).solve(values);
      ASSERT_EQ(mined, pit.mined) << trial << " rise " << rise;
      ASSERT_EQ(certify(grid, precedence, values, pit, on_grid.flows()).fault, "");
    }
    ASSERT_EQ(on_grid.solve(values).mined, mined);
  }
}

RC_GTEST_PROP(ClosureSolver, scaling_and_renumbering_change_nothing, ()) {
  const auto seed = *rc::gen::inRange<std::uint64_t>(0, 1u << 30);
  const Stream stream(seed, "pit.scale");
  const auto blocks = *rc::gen::inRange<std::size_t>(1, 60);
  const Arcs arcs = random_arcs(stream, blocks, 0.08, false);
  const auto values = random_values(stream, blocks, 10, 9);
  const auto name = shuffled(stream, blocks);
  std::vector<std::int64_t> larger(values), moved(blocks);
  for (std::size_t b = 0; b < blocks; ++b) {
    larger[b] *= 1'000'000'007;
    moved[static_cast<std::size_t>(name[b])] = values[b];
  }
  const Arcs elsewhere = renumbered(arcs, name);
  const Pit pit = ClosureSolver(arcs).solve(values);
  RC_ASSERT(ClosureSolver(arcs).solve(larger).mined == pit.mined);
  const Pit other = ClosureSolver(elsewhere).solve(moved);
  for (std::size_t b = 0; b < blocks; ++b)
    RC_ASSERT(other.mined[static_cast<std::size_t>(name[b])] == pit.mined[b]);
}

TEST(ClosureSolver, refuses_wrong_sizes_and_sums_too_large) {
  const Arcs arcs{{0, 1, 1}, {1}};
  ClosureSolver solver(arcs);
  EXPECT_THROW(solver.solve(std::vector<std::int64_t>(3)), InputError);
  EXPECT_THROW(solver.solve(std::vector<std::int64_t>(2, std::int64_t{1} << 62)), InputError);
  EXPECT_THROW(ClosureSolver(Arcs{{0, 1, 1}, {2}}), InternalError);
  EXPECT_EQ(ClosureSolver(Arcs{{0}, {}}).solve({}).blocks, 0u);
}

TEST(Certificate, tells_what_does_not_hold) {
  const Arcs arcs{{0, 1, 1, 1}, {1}};  // 0 needs 1; 2 alone
  const std::vector<std::int64_t> values{5, -3, 0};
  ClosureSolver solver(arcs);
  const Pit pit = solver.solve(values);
  const auto flows = solver.flows();
  EXPECT_EQ(certify(arcs, values, pit, flows).fault, "");
  EXPECT_NE(certify(arcs, values, pit, {}).fault, "");  // no flow: the bound is 5
  EXPECT_NE(certify(arcs, values, Pit{{1, 0, 0}, 5, 1}, flows).fault, "");
  EXPECT_NE(certify(arcs, values, Pit{{1, 1, 1}, 2, 3}, flows).fault, "");
  EXPECT_NE(certify(arcs, values, Pit{{1, 1, 0}, 2, 3}, flows).fault, "");
  EXPECT_NE(certify(arcs, values, pit, std::vector<Flow>{{0, 2, 3}}).fault, "");
  EXPECT_NE(certify(arcs, values, pit, std::vector<Flow>{{0, 1, -3}}).fault, "");
}

TEST(Arcs, a_ring_is_found) {
  EXPECT_TRUE(find_cycle(Arcs{{0, 1, 2, 2}, {1, 2}}).empty());
  const Arcs ring{{0, 1, 2, 3, 4}, {1, 2, 3, 1}};  // 0 -> 1 -> 2 -> 3 -> 1
  auto found = find_cycle(ring);
  ASSERT_EQ(found.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(ring.needs(found[i])[0], found[(i + 1) % 3]);
}

}  // namespace
}  // namespace lode::pit

#include "pit/pushbacks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.h"
#include "base/random.h"

namespace lode::pit {
namespace {

Shells shells_of(std::size_t count, std::vector<std::uint16_t> shell) {
  Shells shells;
  shells.shell = std::move(shell);
  shells.value_usd.assign(count, 0);
  shells.blocks.assign(count, 0);
  return shells;
}

// Every choice of end shells among those that add rock, in rising order of the list of ends.
std::vector<std::uint16_t> brute_force(const std::vector<double>& added, std::size_t final_shell,
                                       std::size_t count) {
  std::vector<std::uint16_t> with_rock;
  for (std::size_t k = 0; k <= final_shell; ++k)
    if (added[k] > 0) with_rock.push_back(static_cast<std::uint16_t>(k));
  const std::size_t n = with_rock.size();
  double best = std::numeric_limits<double>::infinity();
  std::vector<std::uint16_t> best_ends;
  for (std::uint32_t set = 0; set < (1u << n); ++set) {
    if (n == 0 || !(set >> (n - 1) & 1)) continue;
    std::vector<std::uint16_t> ends;
    double largest = 0, here = 0;
    for (std::size_t i = 0; i < n; ++i) {
      here += added[with_rock[i]];
      if (!(set >> i & 1)) continue;
      ends.push_back(with_rock[i]);
      largest = std::max(largest, here);
      here = 0;
    }
    if (ends.size() != std::min(count, n)) continue;
    if (largest < best || (largest == best && ends < best_ends)) best = largest, best_ends = ends;
  }
  if (!best_ends.empty()) best_ends.back() = static_cast<std::uint16_t>(final_shell);
  return best_ends;
}

TEST(Pushbacks, choice_matches_brute_force) {
  for (std::uint64_t trial = 0; trial < 300; ++trial) {
    const Stream stream(11, "pit.pushbacks", trial);
    const std::size_t count = 1 + trial % 10, blocks = 40;
    std::vector<std::uint16_t> shell(blocks);
    std::vector<double> tonnes(blocks), added(count + 1, 0.0);
    for (std::size_t b = 0; b < blocks; ++b) {
      shell[b] = static_cast<std::uint16_t>(static_cast<double>(count + 1) * stream.uniform(3 * b));
      tonnes[b] =
          trial % 3 ? std::floor(6 * stream.uniform(3 * b + 1)) : 1;  // whole: sums are exact
      if (shell[b] % 4 == 2) tonnes[b] = 0;
      added[shell[b]] += tonnes[b];
    }
    const std::size_t final_shell =
        static_cast<std::size_t>(static_cast<double>(count) * stream.uniform(900));
    const int wanted = 1 + static_cast<int>(5 * stream.uniform(901));
    const Pushbacks got = choose_pushbacks(shells_of(count, shell), tonnes, final_shell, wanted);
    ASSERT_EQ(got.shell, brute_force(added, final_shell, static_cast<std::size_t>(wanted)))
        << trial;
    for (std::size_t b = 0; b < blocks; ++b) {
      const std::size_t p = got.pushback[b];
      if (shell[b] > final_shell || got.shell.empty()) {
        ASSERT_EQ(p, 255u);
        continue;
      }
      ASSERT_LT(p, got.shell.size());
      ASSERT_LE(shell[b], got.shell[p]);
      ASSERT_TRUE(p == 0 || shell[b] > got.shell[p - 1]);
    }
  }
}

TEST(Pushbacks, more_than_the_shells_give_one_each) {
  const Pushbacks got =
      choose_pushbacks(shells_of(4, {0, 1, 1, 3, 4}), std::vector<double>{1, 2, 3, 4, 5}, 3, 9);
  EXPECT_EQ(got.shell, (std::vector<std::uint16_t>{0, 1, 3}));
  EXPECT_EQ(got.pushback, (std::vector<std::uint8_t>{0, 1, 1, 2, 255}));
}

TEST(Pushbacks, refuses_bad_input) {
  const Shells shells = shells_of(2, {0, 1});
  EXPECT_THROW(choose_pushbacks(shells, std::vector<double>{1}, 1, 2), InputError);
  EXPECT_THROW(choose_pushbacks(shells, std::vector<double>{1, 1}, 1, 0), InputError);
  EXPECT_THROW(choose_pushbacks(shells, std::vector<double>{1, 1}, 2, 1), InternalError);
}

}  // namespace
}  // namespace lode::pit

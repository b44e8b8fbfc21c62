#include "schedule/sequence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/random.h"

namespace lode::schedule {
namespace {

std::vector<Increment> random_increments(std::uint64_t trial) {
  const Stream stream(21, "schedule.sequence", trial);
  std::vector<Increment> out;
  for (std::uint64_t i = 0; i < 60; ++i) {
    if (stream.uniform(9 * i) < 0.3) continue;  // not every pushback has every bench
    Increment one;
    one.pushback = static_cast<int>(i % 5);
    one.bench = static_cast<int>(i / 5);
    one.rock_t = 1e6 * stream.uniform(9 * i + 1);
    one.ore_t = stream.uniform(9 * i + 2) < 0.5 ? 0 : one.rock_t * stream.uniform(9 * i + 3);
    one.value_usd = 1e6 * stream.normal(9 * i + 4);
    out.push_back(one);
  }
  std::sort(out.begin(), out.end(), [&](const Increment& a, const Increment& b) {
    return stream.uniform(static_cast<std::uint64_t>(a.rock_t)) <
           stream.uniform(static_cast<std::uint64_t>(b.rock_t));
  });
  return out;
}

TEST(OrderByLag, order_holds_for_all) {
  for (std::uint64_t trial = 0; trial < 50; ++trial)
    for (const int lag : {0, 1, 3, 12}) {
      const auto in = random_increments(trial);
      const auto out = order_by_lag(in, lag);
      ASSERT_EQ(out.size(), in.size());
      for (std::size_t i = 0; i < out.size(); ++i)
        for (std::size_t j = i + 1; j < out.size(); ++j) {
          const Increment &first = out[i], &later = out[j];
          // downward within a pushback, and nothing above a bench is left in an earlier pushback
          ASSERT_TRUE(first.pushback != later.pushback || first.bench < later.bench);
          ASSERT_TRUE(later.pushback >= first.pushback || later.bench > first.bench);
          ASSERT_LE(first.bench + lag * first.pushback, later.bench + lag * later.pushback);
        }
    }
}

TEST(OrderByLag, ends_are_bench_by_bench_and_pushback_by_pushback) {
  std::vector<Increment> in;
  for (int pushback = 0; pushback < 3; ++pushback)
    for (int bench = 3; bench >= 0; --bench) in.push_back({pushback, bench, 1, 0, 0});
  const auto level = order_by_lag(in, 0), deep = order_by_lag(in, 4);
  for (int i = 0; i < 12; ++i) {
    const auto at = static_cast<std::size_t>(i);
    EXPECT_EQ(level[at].bench, i / 3);
    EXPECT_EQ(level[at].pushback, i % 3);
    EXPECT_EQ(deep[at].pushback, i / 4);
    EXPECT_EQ(deep[at].bench, i % 4);
  }
}

TEST(OrderByLag, refuses_negative_lag) { EXPECT_THROW(order_by_lag({}, -1), InputError); }

// Mill 2 t/y, movement 5 t/y, 10 %, three years. The first increment moves 10 t of rock in 2 years:
// its flow of 100 stands at year 1. Rock so far 19 and ore so far 9 would end the second at
// max(4.5, 3.8) years: 1 of its 2.5 years lies within the horizon, 40 % of its flow at year 2.5.
TEST(DiscountedValue, matches_hand_calculation) {
  const std::vector<Increment> ordered{{0, 0, 10, 1, 100}, {0, 1, 9, 8, 40}, {0, 2, 1, 1, 1e9}};
  const SequenceValue got = discounted_value(ordered, {2, 5, 0.1, 3});
  EXPECT_NEAR(got.value_usd, 100 / 1.1 + 16 / std::pow(1.1, 2.5), 1e-12 * 100);
  EXPECT_DOUBLE_EQ(got.rock_t, 10 + 9 * 0.4);
  EXPECT_DOUBLE_EQ(got.ore_t, 1 + 8 * 0.4);
  EXPECT_DOUBLE_EQ(got.years, 3);
}

TEST(DiscountedValue, totals_hold_for_all) {
  for (std::uint64_t trial = 0; trial < 30; ++trial) {
    const auto ordered = order_by_lag(random_increments(trial), 2);
    double rock = 0, ore = 0, value = 0;
    for (const Increment& i : ordered) {
      rock += i.rock_t;
      ore += i.ore_t;
      value += i.value_usd;
    }
    const double years = std::max(ore / 1e6, rock / 3e6);
    const SequenceValue all = discounted_value(ordered, {1e6, 3e6, 0, 1e9});
    EXPECT_NEAR(all.rock_t, rock, 1e-9 * rock);
    EXPECT_NEAR(all.ore_t, ore, 1e-9 * rock);
    EXPECT_NEAR(all.value_usd, value, 1e-3);
    EXPECT_NEAR(all.years, years, 1e-9 * years);
    const SequenceValue none = discounted_value(ordered, {1e6, 3e6, 0.08, 0});
    EXPECT_EQ(none.rock_t, 0);
    EXPECT_EQ(none.years, 0);
    const SequenceValue some = discounted_value(ordered, {1e6, 3e6, 0.08, years / 2});
    EXPECT_DOUBLE_EQ(some.years, years / 2);
  }
}

}  // namespace
}  // namespace lode::schedule

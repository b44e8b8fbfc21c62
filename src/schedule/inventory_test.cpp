#include "schedule/inventory.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "base/parallel.h"
#include "base/random.h"

namespace lode::schedule {
namespace {

// A plan of random blocks; the data that the spans of the input look at.
struct Plan {
  std::size_t realisations, elements, body_blocks;
  std::vector<Increment> increments;
  std::vector<double> depth_m, cut_off, tonnes, tonnage_factor, grade_factor;
  std::vector<std::uint32_t> increment;
  std::vector<std::int32_t> body_block;
  std::vector<float> grade;
  std::vector<std::uint8_t> confidence, class_is_inferred;

  BodyRealisation realisation(std::size_t r) const {
    BodyRealisation out;
    const auto part = [&](const auto& of, std::size_t place, std::size_t size) {
      return std::span(of).subspan(place * size, size);
    };
    for (std::size_t e = 0; e < elements; ++e)
      out.grade[e] = part(grade, e * realisations + r, body_blocks);
    out.tonnage_factor = part(tonnage_factor, r, class_is_inferred.size());
    out.grade_factor = part(grade_factor, r, class_is_inferred.size());
    return out;
  }
  Inventory make() const {
    std::vector<std::uint32_t> first = {0};
    std::vector<double> mass;
    std::vector<std::int32_t> body;
    for (std::uint32_t i = 0; i < increments.size(); ++i) {
      for (std::size_t b = 0; b < tonnes.size(); ++b)
        if (increment[b] == i) mass.push_back(tonnes[b]), body.push_back(body_block[b]);
      first.push_back(static_cast<std::uint32_t>(mass.size()));
    }
    const PlanBlocks blocks{first, mass, body, confidence, class_is_inferred};
    Inventory out = begin_inventory(increments, depth_m, cut_off, elements, realisations);
    for (std::size_t r = 0; r < realisations; ++r) add_realisation(blocks, realisation(r), out);
    add_mean(out);
    return out;
  }
};

Plan random_plan() {
  const Stream stream(31, "schedule.inventory");
  Plan plan{7, 3, 150, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
  for (int i = 0; i < 9; ++i) {
    plan.increments.push_back({i % 2, i / 2, 0, 0, 0});
    plan.depth_m.push_back(10.0 * i);
  }
  for (int c = 0; c < 6; ++c) plan.cut_off.push_back(0.001 + 0.0005 * c * c);
  plan.cut_off[1] = 0x1p-9;  // exact as float: some grades lie on it and count as above
  for (std::size_t b = 0; b < 400; ++b) {
    plan.increment.push_back(static_cast<std::uint32_t>(8.999 * stream.uniform(4 * b)));
    plan.tonnes.push_back(1000 + 500 * stream.uniform(4 * b + 1));
    plan.body_block.push_back(b % 3 == 0 ? static_cast<std::int32_t>(b / 3) : -1);
  }
  for (std::size_t i = 0; i < plan.elements * plan.realisations * plan.body_blocks; ++i)
    plan.grade.push_back(static_cast<float>(0.003 * std::exp(stream.normal(5000 + i))));
  for (std::size_t i = 0; i < plan.grade.size(); i += 9) plan.grade[i] = 0x1p-9f;
  plan.class_is_inferred = {0, 1, 0};
  for (std::size_t b = 0; b < plan.body_blocks; ++b)
    plan.confidence.push_back(static_cast<std::uint8_t>(b % 3));
  for (std::size_t i = 0; i < plan.realisations * 3; ++i)
    plan.tonnage_factor.push_back(0.8 + 0.4 * stream.uniform(20000 + i)),
        plan.grade_factor.push_back(0.7 + 0.6 * stream.uniform(30000 + i));
  return plan;
}

// One increment, realisation and cut-off by going through all blocks.
Ore by_hand(const Plan& plan, std::size_t increment, std::size_t realisation, double cut_off,
            double& rock) {
  Ore ore;
  rock = 0;
  for (std::size_t b = 0; b < plan.tonnes.size(); ++b) {
    if (plan.increment[b] != increment) continue;
    rock += plan.tonnes[b];
    if (plan.body_block[b] < 0) continue;
    const auto body = static_cast<std::size_t>(plan.body_block[b]);
    const double tonnes =
        plan.tonnes[b] * plan.tonnage_factor[realisation * 3 + plan.confidence[body]];
    const double factor = plan.grade_factor[realisation * 3 + plan.confidence[body]];
    const auto grade = [&](std::size_t e) {
      return static_cast<double>(
          plan.grade[(e * plan.realisations + realisation) * plan.body_blocks + body]);
    };
    if (grade(0) < cut_off) continue;
    ore.tonnes += tonnes;
    for (std::size_t e = 0; e < plan.elements; ++e) ore.metal_t[e] += tonnes * factor * grade(e);
    if (plan.confidence[body] == 1) ore.inferred_metal_t += tonnes * factor * grade(0);
  }
  return ore;
}

void expect_near(const Ore& got, const Ore& expected) {
  const double t = 1e-11 * (1 + expected.tonnes);
  EXPECT_NEAR(got.tonnes, expected.tonnes, t);
  for (std::size_t e = 0; e < kMaxElements; ++e)
    EXPECT_NEAR(got.metal_t[e], expected.metal_t[e], t);
  EXPECT_NEAR(got.inferred_metal_t, expected.inferred_metal_t, t);
}

Ore blend(const Ore& a, const Ore& b, double share) {
  Ore out;
  out.tonnes = (1 - share) * a.tonnes + share * b.tonnes;
  for (std::size_t e = 0; e < kMaxElements; ++e)
    out.metal_t[e] = (1 - share) * a.metal_t[e] + share * b.metal_t[e];
  out.inferred_metal_t = (1 - share) * a.inferred_metal_t + share * b.inferred_metal_t;
  return out;
}

TEST(Inventory, tabulated_columns_match_brute_force) {
  const Plan plan = random_plan();
  const Inventory inventory = plan.make();
  for (std::size_t i = 0; i < plan.increments.size(); ++i)
    for (const double cut : plan.cut_off) {
      Ore sum;
      double rock_sum = 0;
      const auto n = static_cast<double>(plan.realisations);
      for (std::size_t r = 0; r < plan.realisations; ++r) {
        double rock = 0;
        const Ore expected = by_hand(plan, i, r, cut, rock);
        expect_near(inventory.above(i, r, cut), expected);
        EXPECT_NEAR(inventory.rock(i, r), rock, 1e-9);
        rock_sum += rock;
        sum.tonnes += expected.tonnes / n;
        for (std::size_t e = 0; e < kMaxElements; ++e) sum.metal_t[e] += expected.metal_t[e] / n;
        sum.inferred_metal_t += expected.inferred_metal_t / n;
      }
      expect_near(inventory.above(i, plan.realisations, cut), sum);
      EXPECT_NEAR(inventory.rock(i, plan.realisations), rock_sum / n, 1e-9);
    }
}

TEST(Inventory, above_is_linear_between_cut_offs_and_clipped_outside) {
  const Plan plan = random_plan();
  const Inventory inventory = plan.make();
  for (std::size_t i = 0; i < plan.increments.size(); ++i) {
    double rock = 0;
    const auto at = [&](std::size_t c) { return by_hand(plan, i, 2, plan.cut_off[c], rock); };
    for (std::size_t c = 0; c + 1 < plan.cut_off.size(); ++c)
      for (const double share : {0.1, 0.5, 0.9})
        expect_near(inventory.above(i, 2, std::lerp(plan.cut_off[c], plan.cut_off[c + 1], share)),
                    blend(at(c), at(c + 1), share));
    expect_near(inventory.above(i, 2, 0), at(0));
    expect_near(inventory.above(i, 2, std::nextafter(plan.cut_off.back(), 1)), Ore{});
  }
}

TEST(Inventory, threads_do_not_change_a_bit) {
  const Plan plan = random_plan();
  Inventory one, two;
  {
    const ThreadLimit limit(1);
    one = plan.make();
  }
  {
    const ThreadLimit limit(2);
    two = plan.make();
  }
  EXPECT_EQ(one.rock_t, two.rock_t);
  ASSERT_EQ(one.ore.size(), two.ore.size());
  for (std::size_t i = 0; i < one.ore.size(); ++i) {
    EXPECT_EQ(one.ore[i].tonnes, two.ore[i].tonnes);
    EXPECT_EQ(one.ore[i].metal_t[1], two.ore[i].metal_t[1]);
  }
}

TEST(Inventory, refuses_shapes_that_do_not_fit) {
  Plan plan = random_plan();
  plan.depth_m.pop_back();
  EXPECT_THROW(plan.make(), InternalError);
  plan = random_plan();
  plan.cut_off[1] = plan.cut_off[0];
  EXPECT_THROW(plan.make(), InternalError);
  plan = random_plan();
  plan.body_block[3] = static_cast<std::int32_t>(plan.body_blocks);
  EXPECT_THROW(plan.make(), InternalError);
  plan = random_plan();
  plan.confidence[1] = 3;
  EXPECT_THROW(plan.make(), InternalError);
  plan = random_plan();
  plan.confidence.pop_back();  // a grade more than blocks
  EXPECT_THROW(plan.make(), InternalError);
}

}  // namespace
}  // namespace lode::schedule

#include "plant/flowsheet.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/error.h"
#include "plant/mill.h"

namespace lode::plant {
namespace {

const std::vector<std::string> kElements = {"w", "mo", "cu"};

double between(double low, double high) {
  return low + (high - low) * *rc::gen::resize(100, rc::gen::inRange(0, 1001)) / 1000.0;
}

struct Plant {
  std::vector<std::string> feeds;
  std::vector<Stage> stages;
  std::vector<Stream> feed;
};

Recovery random_law(const std::string& element) {
  Recovery law;
  law.id = element;
  law.law = *rc::gen::element(Law::constant, Law::constant_tail, Law::table);
  law.recovery = between(0, 0.8);
  law.start_recovery = between(0, 0.8);
  law.learning_y = *rc::gen::element(0.0, 2.5);
  if (law.law == Law::constant_tail) law.reference_grade = 0.01, law.tail_grade = between(0, 0.002);
  if (law.law == Law::table) law.grades = {0.001, 0.004, 0.02}, law.factors = {0.2, 0.7, 1};
  return law;
}

// Stages in any order, each fed with one to three streams that nothing else is fed with.
Plant random_plant() {
  Plant plant;
  std::vector<std::string> free;
  const int feeds = *rc::gen::inRange(1, 4), stages = *rc::gen::inRange(1, 7);
  for (int i = 0; i < feeds; ++i) {
    plant.feeds.push_back("feed" + std::to_string(i));
    Stream stream{between(10, 1000), {}};
    for (std::size_t e = 0; e < kElements.size(); ++e)
      stream.metal_t[e] = stream.tonnes * between(0, 0.03);
    plant.feed.push_back(stream);
  }
  free = plant.feeds;
  for (int i = 0; i < stages; ++i) {
    Stage stage;
    stage.id = "stage" + std::to_string(i);
    // The last takes every feed that nothing has taken yet.
    const int taken = *rc::gen::inRange(1, 4);
    for (int k = 0; k < taken && !free.empty(); ++k) {
      const auto place = *rc::gen::inRange<std::size_t>(0, free.size());
      stage.feed.push_back(free[place]);
      free.erase(free.begin() + static_cast<std::ptrdiff_t>(place));
    }
    if (i + 1 == stages)
      for (const std::string& name : plant.feeds)
        if (const auto left = std::find(free.begin(), free.end(), name); left != free.end())
          stage.feed.push_back(*left), free.erase(left);
    for (const std::string& element : kElements)
      if (*rc::gen::inRange(0, 3) == 0) stage.recovery.push_back(random_law(element));
    if (stage.recovery.empty())
      stage.mass_pull = between(0, 1);
    else if (*rc::gen::arbitrary<bool>())
      stage.mass_pull = between(0, 0.9);
    else
      stage.product_grade = between(0.3, 0.9);
    free.push_back(stage.id), free.push_back(stage.id + ".rest");
    plant.stages.push_back(stage);
  }
  for (Stage& stage : plant.stages)
    if (std::find(free.begin(), free.end(), stage.id) != free.end()) stage.makes = "x";
  const auto order = *rc::gen::arbitrary<int>();
  std::rotate(plant.stages.begin(),
              plant.stages.begin() + std::abs(order % static_cast<int>(plant.stages.size())),
              plant.stages.end());
  return plant;
}

// Tonnes and metals of a stream by its name, from the definitions alone, one element after another.
struct ByHand {
  const Plant& plant;
  double years;

  double quantity(const std::string& name, int element) const {  // element -1: tonnes
    for (std::size_t i = 0; i < plant.feeds.size(); ++i)
      if (plant.feeds[i] == name)
        return element < 0 ? plant.feed[i].tonnes
                           : plant.feed[i].metal_t[static_cast<std::size_t>(element)];
    for (const Stage& stage : plant.stages) {
      if (name == stage.id) return product(stage, element);
      if (name == stage.id + ".rest") return fed(stage, element) - product(stage, element);
    }
    throw std::logic_error(name);
  }
  double fed(const Stage& stage, int element) const {
    double out = 0;
    for (const std::string& name : stage.feed) out += quantity(name, element);
    return out;
  }
  double product(const Stage& stage, int element) const {
    if (element < 0) {
      if (stage.product_grade <= 0) return fed(stage, -1) * stage.mass_pull;
      const auto first = std::find(kElements.begin(), kElements.end(), stage.recovery[0].id);
      return product(stage, static_cast<int>(first - kElements.begin())) / stage.product_grade;
    }
    const std::string& id = kElements[static_cast<std::size_t>(element)];
    const double metal = fed(stage, element);
    if (stage.recovery.empty()) return metal * stage.mass_pull;
    for (const Recovery& law : stage.recovery)
      if (law.id == id)
        return metal > 0 ? metal * recovery_at(law, metal / fed(stage, -1), years) : 0;
    return 0;
  }
};

RC_GTEST_PROP(Flowsheet, matches_brute_force_and_loses_no_metal_for_all, ()) {
  const Plant plant = random_plant();
  const auto faults = faults_of(plant.feeds, plant.stages, kElements);
  RC_ASSERT(faults.empty());
  const Circuit circuit = make_circuit(plant.feeds, plant.stages, kElements);
  const double years = between(0, 5);
  std::vector<Stream> streams;
  try {
    streams = balance(circuit, plant.stages, plant.feed, years);
  } catch (const InputError&) {
    RC_DISCARD("a product heavier than its feed, or metal in no tonnes");
  }
  const ByHand by_hand{plant, years};
  // A rest is a difference, so its rounding error is relative to the feed.
  double all = 0;
  for (const Stream& feed : plant.feed) all += feed.tonnes;
  const double tolerance = 1e-11 * (1 + all);
  for (std::size_t s = 0; s < plant.stages.size(); ++s)
    for (int e = -1; e < 3; ++e) {
      const auto of = [&](std::size_t stream) {
        return e < 0 ? streams[stream].tonnes
                     : streams[stream].metal_t[static_cast<std::size_t>(e)];
      };
      const double fed = by_hand.fed(plant.stages[s], e);
      RC_ASSERT(std::abs(of(circuit.product(s)) - by_hand.product(plant.stages[s], e)) < tolerance);
      RC_ASSERT(std::abs(of(circuit.product(s)) + of(circuit.rest(s)) - fed) < tolerance);
      RC_ASSERT(of(circuit.product(s)) >= 0 && of(circuit.rest(s)) >= -tolerance);
    }
  for (std::size_t e = 0; e < kElements.size(); ++e) {
    double in = 0, out = 0;
    for (const Stream& stream : plant.feed) in += stream.metal_t[e];
    for (const std::size_t stream : circuit.leaving) out += streams[stream].metal_t[e];
    RC_ASSERT(std::abs(in - out) <= 1e-12 * (1 + in));
  }
}

// Without tables the linear form holds at every other feed that stays above the tails.
RC_GTEST_PROP(LinearBalance, is_the_balance_itself_for_all, ()) {
  Plant plant;
  plant.feeds = {"ore"};
  Stage sort, mo, w;
  sort.id = "sort", sort.feed = {"ore"}, sort.mass_pull = between(0.3, 1);
  mo.id = "mo", mo.feed = {"sort"}, mo.product_grade = 0.5;
  Recovery of_mo, of_w;
  of_mo.id = "mo", of_mo.recovery = between(0, 1);
  mo.recovery = {of_mo};
  w.id = "w", w.feed = {"mo.rest", "sort.rest"}, w.product_grade = 0.65;
  of_w.id = "w", of_w.law = Law::constant_tail, of_w.recovery = between(0, 0.8),
  of_w.reference_grade = 0.002, of_w.tail_grade = between(0, 0.0004);
  w.recovery = {of_w};
  plant.stages = {w, mo, sort};
  const Circuit circuit = make_circuit(plant.feeds, plant.stages, kElements);
  const auto ore = [] {
    Stream out{between(1, 100), {}};
    out.metal_t = {out.tonnes * between(0.001, 0.01), out.tonnes * between(0, 0.001), 0};
    return out;
  };
  const Stream around = ore(), other = ore();
  const auto linear = linear_balance(circuit, plant.stages, around, 1);
  const auto exact = balance(circuit, plant.stages, {&other, 1}, 1);
  for (std::size_t i = 0; i < exact.size(); ++i) {
    const auto at = [&](const Linear& form) {
      double sum = form.per_tonne * other.tonnes;
      for (std::size_t e = 0; e < kMaxElements; ++e) sum += form.per_metal[e] * other.metal_t[e];
      return sum;
    };
    RC_ASSERT(std::abs(at(linear[i].tonnes) - exact[i].tonnes) < 1e-11 * other.tonnes);
    for (std::size_t e = 0; e < 3; ++e)
      RC_ASSERT(std::abs(at(linear[i].metal_t[e]) - exact[i].metal_t[e]) < 1e-11 * other.tonnes);
  }
}

// Two pits share a mill: 100 t at 1 % and 300 t at 2 % are 400 t with 7 t; 80 % of it is 5.6 t, in
// 22.4 t of a concentrate of 25 %.
TEST(Flowsheet, blends_two_feeds_in_a_shared_stage) {
  Stage mill;
  mill.id = "mill", mill.feed = {"a", "b"}, mill.product_grade = 0.25, mill.makes = "concentrate";
  Recovery law;
  law.id = "w", law.recovery = 0.8;
  mill.recovery = {law};
  const std::vector<std::string> feeds = {"a", "b"};
  const Circuit circuit = make_circuit(feeds, {mill}, kElements);
  const std::vector<Stream> in = {{100, {1.0}}, {300, {6.0}}};
  const auto out = balance(circuit, {mill}, in, 0);
  EXPECT_DOUBLE_EQ(out[circuit.product(0)].metal_t[0], 5.6);
  EXPECT_DOUBLE_EQ(out[circuit.product(0)].tonnes, 22.4);
  EXPECT_DOUBLE_EQ(out[circuit.rest(0)].tonnes, 377.6);
}

TEST(Flowsheet, refuses_a_product_heavier_than_its_feed) {
  Stage mill;
  mill.id = "mill", mill.feed = {"ore"}, mill.product_grade = 0.005, mill.makes = "concentrate";
  Recovery law;
  law.id = "w", law.recovery = 0.8;
  mill.recovery = {law};
  const Stream ore{100, {1.0}};
  EXPECT_THROW(balance(make_circuit({&kOre, 1}, {mill}, kElements), {mill}, {&ore, 1}, 0),
               InputError);
}

TEST(Flowsheet, faults_name_the_stage_and_the_key) {
  Stage a, b;
  a.id = "a", a.feed = {"ore"};
  b.id = "b", b.feed = {"a"}, b.makes = "x";
  const auto faults = [&](std::vector<Stage> stages) {
    std::map<std::string, std::string> out;
    for (const StageFault& fault : faults_of({&kOre, 1}, stages, kElements))
      out[fault.key] = fault.message;
    return out;
  };
  EXPECT_TRUE(faults({a, b}).empty());
  b.feed = {"nothing"};
  EXPECT_NE(faults({a, b}).at("b.feed").find("ore, a, a.rest, b, b.rest"), std::string::npos);
  EXPECT_TRUE(faults({a, b}).contains("a.makes"));
  b.feed = {"a", "b.rest"};
  EXPECT_NE(faults({a, b}).at("b.feed").find("circle"), std::string::npos);
  b.feed = {"ore"};
  EXPECT_NE(faults({a, b}).at("b.feed").find("feeds stage a already"), std::string::npos);
  b.feed = {"a"}, a.makes = "y";
  EXPECT_NE(faults({a, b}).at("a.makes").find("feeds stage b"), std::string::npos);
  a.makes = "";
  Recovery law;
  law.id = "gold", law.recovery = 0.5;
  b.recovery = {law};
  EXPECT_TRUE(faults({a, b}).contains("b.recovery.gold"));
  EXPECT_TRUE(faults({a, b}).contains("b.product_grade"));  // what does the product weigh?
  b.product_grade = 0.2, b.mass_pull = 0.5;
  EXPECT_TRUE(faults({a, b}).contains("b.mass_pull"));
}

TEST(Ramp, averages_over_a_period_that_crosses_years) {
  const std::vector<double> ramp = {0.1, 0.4};
  EXPECT_DOUBLE_EQ(ramp_at(ramp, 0, 1), 0.1);
  EXPECT_DOUBLE_EQ(ramp_at(ramp, 0.5, 1), 0.25);
  EXPECT_DOUBLE_EQ(ramp_at(ramp, 1.5, 1), 0.7);
  EXPECT_DOUBLE_EQ(ramp_at(ramp, 7, 0.25), 1);
}

// A sorter takes 1,000 t/y 90 % of the time and sends 60 % on; the flotation behind it takes 480.
TEST(Mill, takes_as_much_as_its_narrowest_stage) {
  Mill mill;
  mill.capacity_t_per_y = 2000, mill.availability = 0.95, mill.processing_usd_per_t = 1;
  Stage sort, flotation;
  sort.id = "sort", sort.feed = {"ore"}, sort.mass_pull = 0.6, sort.capacity_t_per_y = 1000,
  sort.availability = 0.9;
  flotation.id = "flotation", flotation.feed = {"sort"}, flotation.makes = "x",
  flotation.capacity_t_per_y = 480, flotation.ramp_up = {0.5};
  mill.stage = {sort, flotation};
  const Circuit circuit = make_circuit({&kOre, 1}, mill.stage, kElements);
  const Stream ore{1, {0.002}};
  EXPECT_DOUBLE_EQ(ore_rate(mill, circuit, ore, 0, 1), 400);  // 240 / 0.6
  EXPECT_DOUBLE_EQ(ore_rate(mill, circuit, ore, 5, 1), 800);  // 480 / 0.6
  EXPECT_FALSE(past_ramp(mill, 0, 1));
  EXPECT_TRUE(past_ramp(mill, 1, 1));
  mill.stage[1].capacity_t_per_y = 0;
  EXPECT_DOUBLE_EQ(ore_rate(mill, circuit, ore, 5, 1), 900);  // 1000 x 0.9
  mill.stage[0].capacity_t_per_y = 0;
  EXPECT_DOUBLE_EQ(ore_rate(mill, circuit, ore, 5, 1), 1900);
}

// 100 t of ore: sorting 2 $/t and 3 kWh/t at 0.1; 60 t on to flotation: reagents 1.5, labour 0.5,
// water 2 m3 at 0.25, sustaining 1; a crew of 40 a year for half a year; the mill's own 4 + 0.5.
TEST(Mill, cost_is_of_each_stage_s_own_feed) {
  Mill mill;
  mill.capacity_t_per_y = 2000, mill.processing_usd_per_t = 4, mill.sustaining_usd_per_t = 0.5;
  mill.power_usd_per_kwh = 0.1, mill.water_usd_per_m3 = 0.25, mill.fixed_usd_per_y = 10;
  Stage sort, flotation;
  sort.id = "sort", sort.feed = {"ore"}, sort.mass_pull = 0.6, sort.cost_usd_per_t = 2,
  sort.power_kwh_per_t = 3;
  flotation.id = "flotation", flotation.feed = {"sort"}, flotation.makes = "x",
  flotation.reagents_usd_per_t = 1.5, flotation.labour_usd_per_t = 0.5,
  flotation.water_m3_per_t = 2, flotation.sustaining_usd_per_t = 1, flotation.labour_usd_per_y = 40,
  flotation.sustaining_usd_per_y = 6;
  mill.stage = {sort, flotation};
  const Circuit circuit = make_circuit({&kOre, 1}, mill.stage, kElements);
  const Stream ore{100, {0.2}};
  const MillCost cost = cost_of(mill, circuit, balance(circuit, mill.stage, {&ore, 1}, 0), 0.5);
  EXPECT_NEAR(cost.processing_usd, 100 * (4 + 2 + 0.3) + 60 * 2.5 + 0.5 * 50, 1e-9);
  EXPECT_NEAR(cost.sustaining_usd, 100 * 0.5 + 60 + 3, 1e-9);
  const LinearMillCost linear =
      cost_of(mill, circuit, linear_balance(circuit, mill.stage, {1, {}}, 0));
  EXPECT_NEAR(linear.processing_usd.per_tonne, 4 + 2.3 + 0.6 * 2.5, 1e-12);
  EXPECT_NEAR(linear.sustaining_usd.per_tonne, 0.5 + 0.6, 1e-12);
}

}  // namespace
}  // namespace lode::plant

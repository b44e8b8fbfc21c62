// A flowsheet as data: stages that each split what they are fed into a product and a rest, by one
// law per element; several feeds, shared stages, no recirculation. Metal in is metal out.
//
//   [stage.sort]      feed = ["pit_a", "pit_b"]    mass_pull = 0.7
//   [stage.flotation] feed = ["sort"]              product_grade = 25   makes = "concentrate"
//   [stage.flotation.recovery.cu]                  recovery = 0.88
//   [stage.leach]     feed = ["flotation.rest", "sort.rest"] ...
//
// "sort" is the product of the stage `sort`, "sort.rest" the rest of its feed; a stream that
// neither feeds a stage nor makes a product is tails.
//   tonnes     a stage with product_grade: the recovered metal of its first element / that grade;
//              without: mass_pull x its feed
//   elements   a stage without laws splits every element as it splits tonnes; in one with laws an
//              element that has none stays in the rest
// Hence every stream is linear in the feeds' tonnes and metals, except where a feed is at or below
// its tail grade or a table is used.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/describe.h"
#include "plant/recovery.h"

namespace lode::plant {

inline constexpr std::size_t kMaxElements = 6;

struct Stage {
  std::string id;
  std::string name, kind;
  std::vector<std::string> feed;
  double capacity_t_per_y = 0;  // of its own feed, while it runs; 0: no limit of its own
  double availability = 1;
  std::vector<double> ramp_up;  // [year of operation] share of capacity; full after the last
  std::vector<Recovery> recovery;
  double mass_pull = 1;
  double product_grade = 0;  // of the first element that has a law; 0: mass_pull holds
  std::string makes;         // a product of the case; empty: another stage is fed with it
  // Per tonne of its feed; the last two a year while it runs.
  double cost_usd_per_t = 0, reagents_usd_per_t = 0, power_kwh_per_t = 0, water_m3_per_t = 0,
         labour_usd_per_t = 0, sustaining_usd_per_t = 0, labour_usd_per_y = 0,
         sustaining_usd_per_y = 0;
};
void describe(Visitor& visit, Stage& stage);

struct StageFault {
  std::string key, message;  // key: "sort.feed", below the table of stages
};
// Unknown names, streams used twice or not at all, circular feeds, laws of a stage without mass
// pull or product grade, the laws' own faults.
std::vector<StageFault> faults_of(std::span<const std::string> feeds,
                                  const std::vector<Stage>& stages,
                                  std::span<const std::string> elements);

struct Stream {
  double tonnes = 0;
  std::array<double, kMaxElements> metal_t{};
};

// The stages in an order in which each comes after those that feed it. Streams: the feeds, then
// the product and the rest of each stage in the case's order.
struct Circuit {
  struct Step {
    std::size_t stage = 0;
    std::vector<std::size_t> input;          // streams
    std::array<int, kMaxElements> law_of{};  // [element] of the stage's laws; -1: none
    std::size_t grade_of = 0;                // element that product_grade is of
  };
  std::size_t feeds = 0, elements = 0;
  std::vector<Step> step;
  std::vector<std::size_t> leaving;  // streams that feed no stage: products and tails
  std::size_t product(std::size_t stage) const { return feeds + 2 * stage; }
  std::size_t rest(std::size_t stage) const { return feeds + 2 * stage + 1; }
  std::size_t streams() const { return feeds + 2 * step.size(); }
};
// faults_of must be empty: LODE_CHECK.
Circuit make_circuit(std::span<const std::string> feeds, const std::vector<Stage>& stages,
                     std::span<const std::string> elements);

// [stream], `years` after the plant's start. Guarantee: at every stage feed = product + rest in
// tonnes and in each element, exactly but for rounding; nothing is negative. Throws InputError,
// with the key of the stage ("stage.NAME.product_grade"), where a product would weigh more than the
// feed (product_grade too low for what is recovered), or a stream less than the metal in it
// (mass_pull too low).
std::vector<Stream> balance(const Circuit& circuit, const std::vector<Stage>& stages,
                            std::span<const Stream> feed, double years);
// What a stage is fed with.
Stream feed_of(const Circuit& circuit, std::size_t step, std::span<const Stream> streams);

// A quantity as a linear function of one feed's tonnes and metals, and its value at the feed that
// tables and tails were read at.
struct Linear {
  double value = 0, per_tonne = 0;
  std::array<double, kMaxElements> per_metal{};
};
struct LinearStream {
  Linear tonnes;
  std::array<Linear, kMaxElements> metal_t{};
};
// [stream] around a feed of the given stream: exact for every other feed that reaches the same tail
// grades, but for tables, which are taken at their value there. One feed alone.
std::vector<LinearStream> linear_balance(const Circuit& circuit, const std::vector<Stage>& stages,
                                         const Stream& around, double years);
LinearStream feed_of(const Circuit& circuit, std::size_t step,
                     std::span<const LinearStream> streams);

inline Linear operator+(Linear a, const Linear& b) {
  a.value += b.value;
  a.per_tonne += b.per_tonne;
  for (std::size_t e = 0; e < kMaxElements; ++e) a.per_metal[e] += b.per_metal[e];
  return a;
}
inline Linear operator-(Linear a, const Linear& b) {
  a.value -= b.value;
  a.per_tonne -= b.per_tonne;
  for (std::size_t e = 0; e < kMaxElements; ++e) a.per_metal[e] -= b.per_metal[e];
  return a;
}
inline Linear operator*(Linear a, double f) {
  a.value *= f;
  a.per_tonne *= f;
  for (double& one : a.per_metal) one *= f;
  return a;
}

// Share of capacity in the operating year that begins `years` after start, averaged over [years,
// years + length).
double ramp_at(std::span<const double> ramp_up, double years, double length_y);

}  // namespace lode::plant

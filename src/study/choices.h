// What the holders of a bid's rights may choose, and what each choice is worth to every party in a
// world. What they do choose, knowing no more than they may: decide.h.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "study/case.h"

namespace lode::study {

class OperatedPlans;
class Scene;

// In a year something is decided by those who have not built, or by those who have built the first
// deposits: they know more.
struct DecisionDate {
  int year = 0;
  bool expands = false;
  auto operator<=>(const DecisionDate&) const = default;
};

// Of one bid. A date is a year in which construction may start, a stage the deposits that are built
// with it: all of them, or the first so many where each says what it costs (deposit.capital_profile).
struct Choices {
  std::vector<int> build_year;         // [date]; empty: nobody decides, it is built
  std::vector<std::size_t> stage;      // deposits; 0: all, which is the last
  std::vector<std::size_t> plan;       // [date] in Study::plans
  std::vector<finance::Signed> loans;  // [date * stages + stage] as signed for it
  std::vector<DecisionDate> decision;  // rising
  // Years after the start of construction in which that of the further deposits would start; 0:
  // nobody may leave them out later.
  int expand_after = 0;

  bool any() const { return !build_year.empty(); }
};

// plan: of none yet.
Choices choices_of(const Case& c, const deal::Bid& bid);

// Terms under which a choice is valued: those of the bid; with the product sold at arm's length,
// without the marketer's discount and fee; without the discount alone; with mines that never suspend.
enum class Variant { as_bid, arms_length, audited, runs_on, kCount };
inline constexpr std::size_t kVariants = static_cast<std::size_t>(Variant::kCount);

// What is known at a date of decision, as numbers to regress on: log prices of the main commodity
// (the last, the mean since the base date), the capital that the study estimates, what else it
// finds, and where the first deposits are built already what they cost beyond the estimate.
std::vector<std::string> factors_of(const Case& c);

// Where the choices of one bid stand in a row; the largest of all bids.
struct ChoiceLayout {
  std::size_t dates = 0, stages = 0, decisions = 0, factors = 0;

  std::size_t unbuilt(std::size_t party) const { return party; }
  // The sponsor's study, at its rate: spent whatever is chosen, and in none of the values.
  std::size_t study_cost() const { return deal::kParties; }
  std::size_t value(Variant v, std::size_t date, std::size_t stage, std::size_t party) const {
    return deal::kParties + 1 +
           ((static_cast<std::size_t>(v) * dates + date) * stages + stage) * deal::kParties + party;
  }
  std::size_t known(std::size_t decision, std::size_t factor) const {
    return value(Variant::kCount, 0, 0, 0) + decision * factors + factor;
  }
  std::size_t size() const { return dates == 0 ? 0 : known(decisions, 0); }
};
ChoiceLayout layout_of(const Case& c, std::span<const Choices> choices);

// Fills out[layout.size()] for a bid of the study that gives somebody a choice; the other variants
// stay as they are where all that is asked for is what the bid says.
enum class Asked { all, as_bid };
void write_choices(const Scene& scene, OperatedPlans& operated, std::size_t bid,
                   std::span<double> out, Asked asked = Asked::all);

}  // namespace lode::study

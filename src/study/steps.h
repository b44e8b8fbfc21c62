// From the reference bid to another, one group of terms after the other: what each is worth.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "study/case.h"

namespace lode::study {

// A bid between the reference and another: the reference with the first `groups` groups of terms
// taken from the other.
struct Step {
  std::size_t to = 0;      // index of the other bid
  std::size_t groups = 1;  // of kTermGroups
  std::string term;        // what changed in this step
  deal::Bid bid;           // at base values; drawn values are blended anew in each scenario
};
inline constexpr std::array<std::string_view, 8> kTermGroups = {"price of the stake",
                                                                "stakes and carry",
                                                                "profit share and royalty",
                                                                "capital",
                                                                "schedule",
                                                                "loans",
                                                                "offtake and marketing",
                                                                "discount rate"};
// The first of them are between the holders: they leave the venture as it is.
inline constexpr std::size_t kGroupsBetweenHolders = 2;
// `from` with the first `groups` groups of terms replaced by those of `to`. All replaced: `to`
// itself.
deal::Bid blend(const deal::Bid& from, const deal::Bid& to, std::size_t groups);

// A step per group of terms between the first bid and each other one.
std::vector<Step> make_steps(const Case& c);

}  // namespace lode::study

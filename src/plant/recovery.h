// Recovery of an element to a stage's product: by the grade of the stage's feed and by the time
// since the stage started.
#pragma once

#include <string>
#include <vector>

#include "base/describe.h"

namespace lode::plant {

//   constant       R whatever the grade
//   constant_tail  metal up to the tail grade is not recovered:
//                  R (1 - tail/g) / (1 - tail/reference), 0 where g <= tail
//                  (Wills & Finch 2016, ch. 1)
//   table          R x a factor read from a table of grades, straight between its points, level
//                  outside them
// R is learnt in a straight line from start_recovery on the first day to recovery after learning_y.
enum class Law { constant, constant_tail, table };

struct Recovery {
  std::string id;  // the element
  Law law = Law::constant;
  double recovery = kRequired;
  double start_recovery = 0;
  double learning_y = 0;  // 0: recovery from the first day
  double reference_grade = 0, tail_grade = 0;
  std::vector<double> grades, factors;
};
void describe(Visitor& visit, Recovery& recovery);
// The law's fault: a parameter missing or not used by this law, or a recovery above 1. Begins with
// the key; empty if there is none.
std::string fault_of(const Recovery& recovery);
// Greatest recovery_at over all grades and times, or close to it; the law has no fault.
double highest_recovery(const Recovery& recovery);

// Of law constant_tail: metal recovered per tonne of metal above the tail grade, R / (1 - tail /
// reference).
double tail_slope(const Recovery& recovery, double years);
// Guarantee: within [0, 1] for every grade and time if fault_of is empty.
double recovery_at(const Recovery& recovery, double head_grade, double years);

}  // namespace lode::plant
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::plant::Law> = {
    "constant", "constant_tail", "table"};

#include "plant/recovery.h"

#include <fmt/format.h>

#include <algorithm>

namespace lode::plant {
namespace {

double factor_at(const Recovery& r, double grade) {
  if (grade <= r.grades.front()) return r.factors.front();
  if (grade >= r.grades.back()) return r.factors.back();
  const auto above = std::upper_bound(r.grades.begin(), r.grades.end(), grade);
  const auto i = static_cast<std::size_t>(above - r.grades.begin());
  const double part = (grade - r.grades[i - 1]) / (r.grades[i] - r.grades[i - 1]);
  return r.factors[i - 1] + part * (r.factors[i] - r.factors[i - 1]);
}

double most_learnt(const Recovery& r) {
  return std::max(r.recovery, r.learning_y > 0 ? r.start_recovery : 0.0);
}

std::string fault_of_table(const Recovery& r, double most) {
  if (r.grades.empty() || r.grades.size() != r.factors.size())
    return fmt::format("grades has {} numbers and factors {}: law table needs as many of both",
                       r.grades.size(), r.factors.size());
  if (!std::is_sorted(r.grades.begin(), r.grades.end(), std::less_equal<>()))
    return "grades must rise";
  const double highest = *std::max_element(r.factors.begin(), r.factors.end());
  if (most * highest > 1)
    return fmt::format("recovery {:g} times the table's highest factor {:g} is more than all", most,
                       highest);
  return {};
}

// R at `years` after the start.
double learnt_recovery(const Recovery& r, double years) {
  const double learnt = r.learning_y > 0 ? std::clamp(years / r.learning_y, 0.0, 1.0) : 1.0;
  return r.start_recovery + learnt * (r.recovery - r.start_recovery);
}

}  // namespace

std::string fault_of(const Recovery& r) {
  const double most = most_learnt(r);
  if (r.law != Law::table && (!r.grades.empty() || !r.factors.empty()))
    return "grades are not used: law is not \"table\"";
  if (r.law != Law::constant_tail && (r.tail_grade != 0 || r.reference_grade != 0))
    return fmt::format("{} is not used: law is not \"constant_tail\"",
                       r.tail_grade != 0 ? "tail_grade" : "reference_grade");
  if (r.law == Law::table) return fault_of_table(r, most);
  if (r.law == Law::constant) return {};
  if (!(r.tail_grade < r.reference_grade))
    return fmt::format("tail_grade {:g} % must lie below reference_grade {:g} %",
                       100 * r.tail_grade, 100 * r.reference_grade);
  const double limit = 1 - r.tail_grade / r.reference_grade;
  if (most > limit)
    return fmt::format(
        "recovery {:g} at reference_grade would exceed 1 for rich feed; with this tail_grade it "
        "may be at most {:g}",
        most, limit);
  return {};
}

double highest_recovery(const Recovery& r) {
  const double most = most_learnt(r);
  switch (r.law) {
    case Law::constant:
      break;
    case Law::constant_tail:
      return most / (1 - r.tail_grade / r.reference_grade);
    case Law::table:
      return most * *std::max_element(r.factors.begin(), r.factors.end());
  }
  return most;
}

double tail_slope(const Recovery& r, double years) {
  return learnt_recovery(r, years) / (1 - r.tail_grade / r.reference_grade);
}

double recovery_at(const Recovery& r, double head_grade, double years) {
  const double learnt = learnt_recovery(r, years);
  switch (r.law) {
    case Law::constant:
      break;
    case Law::constant_tail:
      if (head_grade <= r.tail_grade) return 0;
      return tail_slope(r, years) * (1 - r.tail_grade / head_grade);
    case Law::table:
      return learnt * factor_at(r, head_grade);
  }
  return learnt;
}

}  // namespace lode::plant

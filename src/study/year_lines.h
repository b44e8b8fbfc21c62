// One bid year by year, as studies print it: production, cash of the venture down to its holders, the
// loans as their contracts count them, who gets what, and the project alone.
#pragma once

#include <string>
#include <vector>

#include "study/evaluate.h"

namespace lode::study {

// part    added up from the last sum of its section on
// sum     all parts above it in its section
// stock   at the year's end: no sum over years
// ratio   likewise
// amount  of its own: summed over years, part of no sum
enum class YearLineKind { part, sum, stock, ratio, amount };

// A minus is paid out. Money is real unless the unit says nominal.
struct YearLine {
  std::string section, item, unit;
  YearLineKind kind = YearLineKind::part;
  std::vector<double> values;  // [year]
};

// What the lines are made of: a bid of a study in one world. project: the same before its financing
// and marketing (project_of), with the taxes that it would pay then.
struct YearLinesOf {
  const Study& study;
  const deal::Bid& bid;
  const Operated& operated;
  const Books& books;
  const finance::Venture& project;
};

// Guarantee, held by a test: in each year the parts of a section add up to its sums; what is left
// for the holders is what they are paid less what they pay in, and every loan is drawn, added to,
// repaid or left unpaid.
std::vector<YearLine> year_lines(const YearLinesOf& of);

}  // namespace lode::study
template <>
inline constexpr std::array<std::string_view, 5> lode::kNames<lode::study::YearLineKind> = {
    "part", "sum", "stock", "ratio", "amount"};

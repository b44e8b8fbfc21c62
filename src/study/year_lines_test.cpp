#include "study/year_lines.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

using Section = std::vector<YearLine>;

std::map<std::string, Section> sections_of(const std::vector<YearLine>& lines) {
  std::map<std::string, Section> out;
  for (const YearLine& line : lines) out[line.section].push_back(line);
  return out;
}

const YearLine& item(const Section& section, const std::string& name) {
  for (const YearLine& line : section)
    if (line.item == name) return line;
  throw std::runtime_error("no line " + name);
}

// Every bid of the made-up case, with and without its loans paid back.
std::vector<std::vector<YearLine>> made_up() { return small_run(made_up_case(), 1).central.yearly; }

TEST(YearLines, parts_of_a_section_add_up_to_its_sums) {
  int sums = 0;
  for (const auto& lines : made_up())
    for (const auto& [name, section] : sections_of(lines)) {
      std::vector<double> sofar(section.front().values.size());
      for (const YearLine& line : section)
        for (std::size_t y = 0; y < sofar.size(); ++y) {
          if (line.kind == YearLineKind::part) sofar[y] += line.values[y];
          if (line.kind != YearLineKind::sum) continue;
          EXPECT_NEAR(line.values[y], sofar[y], 1e-9) << name << ": " << line.item;
          ++sums;
        }
    }
  EXPECT_GT(sums, 0);
}

TEST(YearLines, what_is_left_is_what_holders_are_paid_less_what_they_pay_in) {
  for (const auto& lines : made_up()) {
    const Section cash = sections_of(lines).at("Cash of the venture");
    const YearLine& left = item(cash, "left for the holders (a minus: called from them)");
    const YearLine& called = item(cash, "of that called from holders");
    const YearLine& paid = item(cash, "of that distributed to holders");
    double gross = 0;
    for (std::size_t y = 0; y < left.values.size(); ++y) {
      EXPECT_NEAR(left.values[y], called.values[y] + paid.values[y], 1e-9);
      gross += std::abs(left.values[y]);
    }
    EXPECT_GT(gross, 1);
  }
}

TEST(YearLines, loans_are_drawn_added_to_repaid_or_left_unpaid) {
  double drawn = 0;
  for (const auto& lines : made_up()) {
    const Section loans = sections_of(lines).at("Loans as their contracts count them, nominal");
    double sum = 0;
    for (const YearLine& line : loans)
      if (line.kind == YearLineKind::part)
        for (const double value : line.values) {
          sum += value;
          if (line.item == "drawn") drawn += value;
        }
    EXPECT_NEAR(sum, 0, 1e-9);
  }
  EXPECT_GT(drawn, 1);
}

}  // namespace
}  // namespace lode::study

// The findings of one table, gathered while it is checked (private to the room).
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "drill/checked.h"

namespace lode::drill {

class Findings {
 public:
  Findings(const RawTable& table, const Repairs& repairs)
      : file(table.file), table_(table), repairs_(repairs) {}

  // Notes a fault and returns the repair chosen for it. `column` is an index of the table's
  // columns, -1 if none is meant; message() makes the text and is asked only for a new finding.
  template <class Message>
  Repair add(FaultKind kind, int line, std::string_view hole, int column, std::string_view value,
             Message message) {
    auto [last, is_new] = last_.try_emplace({kind, column}, list.size());
    if (!is_new) {
      Finding& before = list[last->second];
      if (before.last_line + 1 == line && before.hole == hole && before.value == value &&
          can_merge(kind)) {
        before.last_line = line;
        ++before.count;
        return repairs_[kind];
      }
      last->second = list.size();
    }
    list.push_back({kind, file, line, line, std::string(hole), column_name(column),
                    std::string(value), message(), 1});
    return repairs_[kind];
  }
  Repair add(FaultKind kind, int line, std::string_view hole, int column, std::string_view value,
             const char* message) {
    return add(kind, line, hole, column, value, [&] { return std::string(message); });
  }

  std::string column_name(int column) const {
    return column < 0 ? std::string() : table_.column[static_cast<std::size_t>(column)];
  }

  std::string file;
  std::vector<Finding> list;

 private:
  // Of faults that say where in the hole they are, each is reported by itself.
  static bool can_merge(FaultKind kind) {
    return kind >= FaultKind::empty_value || kind == FaultKind::missing_collar ||
           kind == FaultKind::text_in_number;
  }
  const RawTable& table_;
  const Repairs& repairs_;
  std::map<std::pair<FaultKind, int>, std::size_t> last_;
};

// Holes by name.
class HoleIndex {
 public:
  void add(std::string_view name, std::int32_t hole) { index_.emplace(name, hole); }
  std::int32_t find(std::string_view name) const {
    const auto found = index_.find(name);
    return found == index_.end() ? -1 : found->second;
  }
  // A name that differs in case or inner blanks alone; empty if there is none.
  std::string_view similar(std::string_view name) const;

 private:
  std::unordered_map<std::string_view, std::int32_t> index_;
};

// A cell as a number; false if it is none (base/number.h).
bool number_of(const RawTable& table, std::string_view cell, double& value);

// Faults that any row may have: ragged rows, the byte-order mark.
void check_rows(const RawTable& table, Findings& findings);

// What a cell holds by the one notion of a missing value (base/missing.h).
enum class CellKind { value, suspect, missing, text };
CellKind cell_kind(const RawTable& table, std::string_view cell, Range range,
                   const GivenCodes& missing, double& value);

// A column that a row cannot do without.
struct KeyColumn {
  std::size_t column;
  Range range;  // that its numbers can have at all, in the unit of the file
  double factor = 1;
};
inline constexpr Range kDepths{0, kInfinity};
// Its number times the factor; else false, with a finding.
bool key_number(const KeyColumn& key, const RawTable& table, std::size_t row,
                const GivenCodes& missing, std::string_view hole, Findings& findings,
                double& value);

std::vector<Hole> check_collars(const CollarTable& collar, const RawTable& table,
                                double greatest_depth_m, HoleIndex& index, Findings& findings);
// Needs every hole's end.
void check_surveys(const SurveyTable& survey, const RawTable& table, double greatest_depth_m,
                   const Repairs& repairs, const HoleIndex& index, std::vector<Hole>& holes,
                   Findings& of_surveys, Findings& of_collars);

// Rows of an interval table by hole, checked one by one and against each other.
struct SortedRows {
  std::vector<std::vector<Piece>> of_hole;   // by rising start; may overlap
  std::vector<std::vector<Piece>> left_out;  // where a row was left out: no gap of the drilling
  std::vector<double> deepest_m;             // [hole] end of its deepest row; 0: it has none
  // [row] out of order without a choice: kept in its place, without a value
  std::vector<bool> unanswered;
};
SortedRows sort_rows(const TableFile& file, const RawTable& table, const HoleIndex& index,
                     const std::vector<Hole>& holes, bool ends_are_told, double greatest_depth_m,
                     Findings& findings);
// Overlaps resolved, gaps filled. Needs every hole's end.
Pieces join_rows(const SortedRows& rows, const TableFile& file, const RawTable& table,
                 const Repairs& repairs, const std::vector<Hole>& holes, Findings& findings);

// One column of numbers with its codes.
struct NumberColumn {
  std::size_t column = 0;
  GivenCodes missing;
  double whole = kInfinity;  // the value of a grade of 100 %
  Repair empty = Repair::refuse;
  bool density = false;  // positive, and empty is no fault
  double factor = 1;     // of densities to t/m3
};
std::vector<double> check_numbers(const NumberColumn& column, const RawTable& table,
                                  Findings& findings);
void check_grade_unit(const Element& element, std::size_t column, Findings& findings);

// Codes to domains; names as they are met or as the groups name them.
std::vector<std::int32_t> check_codes(const DomainRule& rule, const RawTable& table,
                                      const GivenCodes& missing, const Repairs& repairs,
                                      std::vector<std::string>& names, Findings& findings);

// "12.5 m", in the unit in which the file was written.
std::string depth_text(double metres, LengthUnit unit);

}  // namespace lode::drill

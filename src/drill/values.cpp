// Cells: numbers with their codes, codes with their domains.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>

#include "base/number.h"
#include "base/same.h"
#include "drill/findings.h"

namespace lode::drill {
namespace {

using enum FaultKind;

constexpr double kGreatestDensity = 20;  // t/m3
constexpr const char* kSuspect =
    "looks like a code for a missing value; if it is one, list it under missing";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// What a cell stands for once its fault is repaired; NaN: missing.
double repaired(Repair repair, double limit, double as_written) {
  switch (repair) {
    case Repair::half:
      return limit / 2;
    case Repair::limit:
      return limit;
    case Repair::zero:
      return 0;
    case Repair::keep:
      return as_written;
    default:
      return kRequired;
  }
}

// The unit that a column's name tells, if any.
GradeUnit unit_told(std::string_view name) {
  if (name.find('%') != std::string_view::npos) return GradeUnit::percent;
  std::string word;
  const auto meaning = [&] {
    if (word == "pct" || word == "perc" || word == "percent") return GradeUnit::percent;
    if (word == "ppm") return GradeUnit::ppm;
    if (word == "ppb") return GradeUnit::ppb;
    if (word == "gpt" || word == "gt" || word == "g/t") return GradeUnit::gram_per_tonne;
    if (word == "opt" || word == "oz/st" || word == "oz/t") return GradeUnit::ounce_per_ton;
    return GradeUnit::not_said;
  };
  for (std::size_t i = 0; i <= name.size(); ++i) {
    const char c = i < name.size() ? lower(name[i]) : ' ';
    if ((c >= 'a' && c <= 'z') || c == '/') {
      word += c;
      continue;
    }
    if (const GradeUnit unit = meaning(); unit != GradeUnit::not_said) return unit;
    word.clear();
  }
  return GradeUnit::not_said;
}

class Cells {
 public:
  Cells(const NumberColumn& column, const RawTable& table, Findings& findings)
      : column_(column), table_(table), findings_(findings) {}

  double read(std::size_t row) {
    const std::string_view cell = table_.cell[column_.column][row];
    double value = 0;
    const Range range{0, column_.density ? kGreatestDensity / column_.factor : column_.whole};
    switch (cell_kind(table_, cell, range, column_.missing, value)) {
      case CellKind::suspect:
        findings_add(suspect_value, row, kSuspect);
        return number(row, value);
      case CellKind::value:
        return number(row, value);
      case CellKind::missing:
        if (!cell.empty())
          return repaired(findings_add(missing_code, row, "stands for a missing value"), 0, 0);
        if (column_.density) return kRequired;
        findings_add(empty_value, row, "no value");
        return repaired(column_.empty, 0, 0);
      case CellKind::text:
        break;
    }
    if ((cell[0] == '<' || cell[0] == '>') && number_of(table_, cell.substr(1), value) &&
        value >= 0)
      return repaired(findings_add(cell[0] == '<' ? below_detection : above_detection, row,
                                   cell[0] == '<' ? "below what the laboratory detects"
                                                  : "above what the laboratory measures"),
                      value * column_.factor, 0);
    findings_add(text_in_number, row,
                 cell.find(',') != std::string_view::npos
                     ? "is no number (decimals are written with a point)"
                     : "is no number");
    return kRequired;
  }

 private:
  Repair findings_add(FaultKind kind, std::size_t row, const char* message) {
    return findings_.add(kind, table_.line[row], table_.cell[0][row],
                         static_cast<int>(column_.column), table_.cell[column_.column][row],
                         message);
  }
  double number(std::size_t row, double value) {
    if (column_.density) {
      value *= column_.factor;
      if (value > 0 && value <= kGreatestDensity) return value;
      findings_add(density_range, row, "a density is in (0, 20] t/m3");
      return kRequired;
    }
    if (value < 0)
      return repaired(findings_add(negative_value, row, "a grade below zero"), -value, 0);
    if (value > column_.whole)
      return repaired(findings_add(above_whole, row, "is more than the whole"), 0, value);
    return value;
  }

  const NumberColumn& column_;
  const RawTable& table_;
  Findings& findings_;
};

}  // namespace

bool number_of(const RawTable& table, std::string_view cell, double& value) {
  const std::optional<double> read = finite_number(cell, table.decimal);
  value = read.value_or(0);
  return read.has_value();
}

std::string_view HoleIndex::similar(std::string_view name) const {
  const auto plain = [](std::string_view text) {
    std::string out;
    for (const char c : text)
      if (c != ' ' && c != '-' && c != '_') out += lower(c);
    return out;
  };
  const std::string wanted = plain(name);
  std::string_view best;
  for (const auto& [other, hole] : index_)
    if (plain(other) == wanted && (best.empty() || other < best)) best = other;
  return best;
}

void check_rows(const RawTable& table, Findings& findings) {
  if (table.byte_order_mark)
    findings.add(byte_order_mark, 1, "", -1, "", "a UTF-8 byte-order mark was skipped");
  for (const RaggedRow& row : table.ragged)
    findings.add(ragged_row, row.line, "", -1, "", [&] {
      return fmt::format("has {} cells; the header has {}", row.cells, row.header);
    });
}

CellKind cell_kind(const RawTable& table, std::string_view cell, Range range,
                   const GivenCodes& missing, double& value) {
  if (is_missing_word(cell)) return CellKind::missing;
  if (!number_of(table, cell, value)) return CellKind::text;
  switch (reading_of(value, range, missing)) {
    case Reading::missing:
      return CellKind::missing;
    case Reading::suspect:
      return CellKind::suspect;
    default:
      return CellKind::value;
  }
}

bool key_number(const KeyColumn& key, const RawTable& table, std::size_t row,
                const GivenCodes& missing, std::string_view hole, Findings& findings,
                double& value) {
  const std::string_view cell = table.cell[key.column][row];
  const auto add = [&](FaultKind kind, const char* message) {
    findings.add(kind, table.line[row], hole, static_cast<int>(key.column), cell, message);
  };
  switch (cell_kind(table, cell, key.range, missing, value)) {
    case CellKind::missing:
      add(empty_key, cell.empty()
                         ? "is needed; the row is left out"
                         : "stands for a missing value, and is needed; the row is left out");
      return false;
    case CellKind::text:
      add(text_in_number, "is no number; the row is left out");
      return false;
    case CellKind::suspect:
      add(suspect_value, kSuspect);
      break;
    case CellKind::value:
      break;
  }
  value *= key.factor;
  if (std::abs(value) <= kGreatestLength) return true;
  add(text_in_number, "is beyond all places and depths; the row is left out");
  return false;
}

std::vector<double> check_numbers(const NumberColumn& column, const RawTable& table,
                                  Findings& findings) {
  std::vector<double> out(table.rows());
  Cells cells(column, table, findings);
  for (std::size_t row = 0; row < out.size(); ++row) out[row] = cells.read(row);
  return out;
}

void check_grade_unit(const Element& element, std::size_t column, Findings& findings) {
  GradeUnit told = unit_told(findings.column_name(static_cast<int>(column)));
  if (told == GradeUnit::not_said) told = unit_told(element.column);
  if (told == GradeUnit::not_said || fraction_in(told) == fraction_in(element.unit)) return;
  findings.add(grade_unit, 1, "", static_cast<int>(column),
               findings.column_name(static_cast<int>(column)), [&] {
                 return fmt::format("the name of the column says {}; assay.element.{}.unit says {}",
                                    symbol_of(told), element.id,
                                    kNames<GradeUnit>[static_cast<std::size_t>(element.unit)]);
               });
}

std::vector<std::int32_t> check_codes(const DomainRule& rule, const RawTable& table,
                                      const GivenCodes& missing, const Repairs& repairs,
                                      std::vector<std::string>& names, Findings& findings) {
  constexpr std::int32_t kUnknown = -2;
  std::unordered_map<std::string_view, std::int32_t> domain;
  for (const CodeGroup& group : rule.group) {
    for (const std::string& code : group.codes)
      domain.emplace(code, static_cast<std::int32_t>(names.size()));
    names.push_back(group.id);
  }
  std::vector<std::int32_t> out(table.rows(), -1);
  for (std::size_t row = 0; row < out.size(); ++row) {
    const std::string_view code = table.cell[3][row];
    const int line = table.line[row];
    if (code.empty()) {
      findings.add(empty_value, line, table.cell[0][row], 3, "", "no code");
      continue;
    }
    double number = 0;
    if (!domain.contains(code) &&
        cell_kind(table, code, {0, kInfinity}, missing, number) == CellKind::missing) {
      findings.add(missing_code, line, table.cell[0][row], 3, code, "stands for a missing code");
      continue;
    }
    const auto [found, is_new] = domain.try_emplace(code, kUnknown);
    if (found->second == kUnknown && rule.group.empty()) {
      found->second = static_cast<std::int32_t>(names.size());
      names.emplace_back(code);
    }
    // A code outside the groups: -3 - index once it has a domain of its own.
    if (found->second < 0) {
      findings.add(ungrouped_code, line, table.cell[0][row], 3, code, "stands in no group");
      if (repairs[ungrouped_code] != Repair::keep) continue;
      if (found->second == kUnknown) {
        found->second = -3 - static_cast<std::int32_t>(names.size());
        names.emplace_back(code);
      }
      out[row] = -3 - found->second;
      continue;
    }
    out[row] = found->second;
  }
  return out;
}

}  // namespace lode::drill

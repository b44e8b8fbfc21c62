// What can be wrong with drill holes, and the repairs that a case may name for it.
//
// Nothing is repaired unless the case says so: `repair.overlap = "first"`. A kind of fault that is
// present and has no choice leaves out what it touches (a cell, a row, a station, a hole) and the
// campaign is refused; notes need no choice.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lode::drill {

enum class FaultKind : std::size_t {
  // rows and cells of any table
  ragged_row,
  empty_key,
  text_in_number,
  negative_depth,
  too_deep,
  // collars and surveys
  duplicate_collar,
  missing_collar,
  no_survey,
  station_order,
  duplicate_station,
  station_beyond_end,
  azimuth_range,
  dip_range,
  dip_sign,
  sharp_bend,
  // intervals
  reversed_interval,
  zero_length,
  interval_order,
  overlap,
  gap,
  gap_at_collar,
  gap_at_end,
  beyond_end,
  // values
  empty_value,
  missing_code,
  negative_value,
  below_detection,
  above_detection,
  above_whole,
  grade_unit,
  depth_unit,
  density_range,
  no_density,
  ungrouped_code,
  // notes
  byte_order_mark,
  late_first_station,
  vertical_station,
  suspect_value,
  shared_collar,
  no_intervals,
  kCount
};
inline constexpr std::size_t kFaultKinds = static_cast<std::size_t>(FaultKind::kCount);

enum class Repair {
  refuse,     // no choice made
  leave_out,  // the row, station, interval or hole
  keep,       // as it stands
  first,      // of the rows in conflict, the one that stands first in the file
  last,
  mean,
  sort,
  vertical,
  wrap,  // the azimuth into [0, 360)
  flip,  // the sign of the dip
  swap,  // the two ends
  cut,   // at the hole's end
  missing,
  zero,
  half,  // of the detection limit
  limit  // the detection limit itself
};

struct FaultRule {
  std::string_view key;           // in [repair], and in the table of faults
  bool note;                      // reported, needs no choice
  std::array<Repair, 5> allowed;  // refuse first; unused places repeat refuse
  std::string_view meaning;
  std::span<const Repair> choices() const;
};
const FaultRule& rule_of(FaultKind kind);
std::string_view name_of(Repair repair);

// The choices of a case, one for each kind of fault.
struct Repairs {
  std::array<Repair, kFaultKinds> choice{};
  Repair operator[](FaultKind kind) const { return choice[static_cast<std::size_t>(kind)]; }
  Repair& operator[](FaultKind kind) { return choice[static_cast<std::size_t>(kind)]; }
};

// One fault with its place. Consecutive lines of one hole with the same fault, column and value are
// one finding.
struct Finding {
  FaultKind kind = FaultKind::kCount;
  std::string file;
  int line = 0, last_line = 0;  // from 1; 0: of the whole file
  std::string hole;
  std::string column;
  std::string value;    // as written
  std::string message;  // what is wrong
  std::size_t count = 1;
};

// The faults of one kind in one file and column.
struct FaultSum {
  FaultKind kind = FaultKind::kCount;
  std::string file, column;
  std::size_t count = 0, holes = 0;
  int first_line = 0;
};
// In the order of kinds, then of the findings.
std::vector<FaultSum> summed(std::span<const Finding> findings);
// Kinds that are present, are no notes and have no choice.
std::vector<FaultKind> unanswered(std::span<const Finding> findings, const Repairs& repairs);

}  // namespace lode::drill

// From tables of text to consistent holes and intervals, with every fault found.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/grid.h"
#include "drill/campaign.h"
#include "drill/raw.h"

namespace lode::drill {

struct Station {
  double depth_m = 0;      // along the hole
  double azimuth_deg = 0;  // clockwise from north
  double dip_deg = -90;    // from horizontal, negative down
};

struct Hole {
  std::string name;
  int line = 0;  // of its collar
  Point collar;
  // Length given in the collar table, else the deepest interval's end; NaN: neither is known.
  double end_m = kRequired;
  std::vector<Station> station;  // by rising depth, none twice
  bool usable = true;            // false: an unanswered fault, or a choice, leaves it out
};

// Depths closer than this are one depth.
inline constexpr double kTouching_m = 1e-4;

// Part of a hole and the row of the table that covers it.
struct Piece {
  double from_m = 0, to_m = 0;
  std::int32_t row = 0;
};
// Where no row covers it, `row` is the number of rows plus one of these.
enum class NoRow : std::int32_t { left_out, gap, gap_at_collar, gap_at_end, kCount };

// The pieces of a hole cover it without overlap from the first to the last.
struct Pieces {
  std::vector<std::vector<Piece>> of_hole;
  std::size_t rows = 0;  // of the table
  bool is_gap(const Piece& piece) const { return static_cast<std::size_t>(piece.row) >= rows; }
};

struct Checked {
  std::vector<Hole> hole;  // in the order of the collars
  Pieces assay;
  // [element][row], and after the rows what each NoRow counts as; NaN: missing
  std::vector<std::vector<double>> grade;
  std::vector<double> density_t_per_m3;  // [row of the assays], empty without such a column
  Pieces domain;                         // without a domain table: no pieces
  std::vector<std::int32_t> domain_of;   // [row of the domain table], -1 none; NoRow: -1
  std::vector<std::string> domain_name;
  Pieces density;  // of the density table, if there is one
  std::vector<double> density_of;
  std::string assay_file;
  std::vector<int> assay_line;    // [row]
  std::vector<Finding> findings;  // by file, then line
};

// Checks the tables and applies the repairs that the campaign names. Never throws on what the
// tables hold.
Checked check(const Campaign& campaign, const RawCampaign& raw);

}  // namespace lode::drill

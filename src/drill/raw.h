// The tables of a campaign as text: as io reads them and `check` checks them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "drill/campaign.h"

namespace lode::drill {

struct RaggedRow {
  int line = 0;
  std::size_t cells = 0, header = 0;
};

// Cells stand in the order of columns_of(...), without the blanks around them.
struct RawTable {
  std::string file;  // as a person names it
  bool byte_order_mark = false;
  char decimal = '.';                               // before the decimals of its numbers
  std::vector<std::string> column;                  // [asked column]
  std::vector<int> line;                            // [row] of the file, from 1
  std::vector<std::vector<std::string_view>> cell;  // [asked column][row], into `owner`
  std::vector<RaggedRow> ragged;                    // rows that are not above
  std::shared_ptr<const void> owner;
  std::size_t rows() const { return line.size(); }
};

struct RawCampaign {
  RawTable collar, survey, assay;
  std::vector<RawTable> interval;  // as Campaign::interval
};

// The columns that a table must have.
std::vector<std::string> columns_of(const CollarTable& collar);     // hole, x, y, z, (depth)
std::vector<std::string> columns_of(const SurveyTable& survey);     // hole, depth, azimuth, dip
std::vector<std::string> columns_of(const AssayTable& assay);       // hole, from, to, elements,
                                                                    // (density)
std::vector<std::string> columns_of(const IntervalFile& interval);  // hole, from, to, value

}  // namespace lode::drill

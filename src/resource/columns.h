// A table by columns, for the files of estimates: a million rows stay numbers until they are
// written.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lode::resource {

// A column of words: "too_few", "indicated".
struct Labels {
  std::string name;
  std::vector<std::string> word;   // of code 0, 1, ...
  std::vector<std::int32_t> code;  // [row]; -1: none

  std::string text(std::size_t row) const;  // empty: none
};

struct Columns {
  std::vector<std::string> name;
  std::vector<std::vector<double>> number;  // [column][row], NaN = none
  std::vector<Labels> label;                // after the numbers
  std::vector<std::string> note;

  void add(std::string column, std::vector<double> values);
  void add(std::string column, const std::vector<std::int32_t>& values);
  void append(Columns more);  // of the same rows
  std::size_t rows() const { return number.empty() ? 0 : number[0].size(); }
};

}  // namespace lode::resource

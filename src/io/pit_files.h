// Files of the pit: MineLib's (Espinoza, Goycoolea, Moreno & Newman 2013), plain grids of values,
// solutions. Formats and what is accepted beyond them: docs/pit.md. Every fault has its line.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "pit/arcs.h"

namespace lode::io {

// Values are whole numbers in units of 10^-digits: what the file writes, exactly.
struct MineLibPit {
  std::string name;
  pit::Arcs arcs;
  std::vector<std::int64_t> value;  // [block]
  int digits = 0;
  std::vector<std::string> notes;
};

// truncate: decimals are cut off towards zero. Throws InputError with the faults of the first file
// that has any: counts that differ, ids twice or unknown, rings, numbers that are none or too
// large, a file cut short, values whose sizes add up to more than 9e18.
MineLibPit read_minelib_pit(const std::filesystem::path& blocks, const std::filesystem::path& prec,
                            const std::filesystem::path& upit, bool truncate);

// `columns` numbers a line, one line a block. All columns have the same digits.
struct ValueGrid {
  std::vector<std::vector<std::int64_t>> column;  // [column][block]
  int digits = 0;
};
ValueGrid read_value_grid(const std::filesystem::path& path, std::size_t blocks,
                          std::size_t columns, bool truncate);

// The line of a block's numbers in such a file, read once more; 0 if there is none.
int line_of_block(const std::filesystem::path& path, std::size_t block);

// A line per block, ascending: its id, or its id and a label. Throws InputError if the file cannot
// be written.
void write_block_ids(const std::filesystem::path& path, std::span<const std::uint8_t> mined);
//   shell [block] index of label; blocks of none (label.size()) are left out
void write_block_shells(const std::filesystem::path& path, std::span<const std::uint16_t> shell,
                        const std::vector<std::string>& label);

}  // namespace lode::io

// Files of the pit: MineLib's (Espinoza, Goycoolea, Moreno & Newman 2013), plain grids of values,
// solutions. Formats and what is accepted beyond them: docs/pit.md. Every fault has its line.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "io/pit_values.h"
#include "pit/pit.h"

namespace lode::io {

struct MineLibPit {
  std::string name;
  pit::Arcs arcs;
  pit::BlockValues values;
  std::vector<std::string> notes;
};

// Throws InputError with the faults of the first file that has any: counts that differ, ids twice
// or unknown, rings, numbers that are none or too large, a file cut short, values whose sizes add
// up to more than 9e18.
MineLibPit read_minelib_pit(const std::filesystem::path& blocks, const std::filesystem::path& prec,
                            const std::filesystem::path& upit, const ValueReading& reading);

// `columns` numbers a line, one line a block, separated by blanks, tabs, commas or semicolons (then
// a comma may be the decimal sign). A first line of words is skipped with a note. All columns have
// the same digits. A shortage of lines is reported before memory for the blocks is taken.
pit::BlockValues read_value_grid(const std::filesystem::path& path, std::size_t blocks,
                                 std::size_t columns, const ValueReading& reading);

// The line of a block's numbers in such a file, read once more; 0 if there is none.
int line_of_block(const std::filesystem::path& path, std::size_t block);

// A line per block, ascending: its id, or its id and a label. Throws InputError if the file cannot
// be written.
void write_block_ids(const std::filesystem::path& path, std::span<const std::uint8_t> mined);
//   shell [block] index of label; blocks of none (label.size()) are left out
void write_block_shells(const std::filesystem::path& path, std::span<const std::uint16_t> shell,
                        const std::vector<std::string>& label);

}  // namespace lode::io

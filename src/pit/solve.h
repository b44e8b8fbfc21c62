// A pit, or a family of them, with all that `lode pit` tells of it: what it is worth, whether the
// model's edge cuts it off, the proof.
#pragma once

#include <optional>
#include <vector>

#include "base/grid.h"
#include "pit/arcs.h"
#include "pit/block_values.h"
#include "pit/certificate.h"
#include "pit/family.h"
#include "pit/priced_blocks.h"
#include "pit/ultimate_pit.h"

namespace lode::pit {

struct PitResult {
  Shells shells;                     // of a family; of one pit its only shell
  std::size_t pit = 0;               // the shell that is the answer
  std::vector<Worth> worth;          // [shell] at its own values
  std::optional<EdgeBlocks> edge;    // of the pit, on a grid
  std::optional<Certificate> proof;  // of the pit, if asked for
  double seconds = 0;                // of the processor: to solve alone

  std::size_t blocks_mined() const { return shells.blocks[pit]; }
  std::vector<std::uint8_t> mined() const;  // [block] 1 if in the pit
};

enum class Proof { no, yes };

// All throw InputError as ClosureSolver does (sizes that differ, values that add up to too much),
// and InternalError if a proof is asked for and does not hold.

// Of the first column.
PitResult solve(const Arcs& precedence, const BlockValues& values, Proof proof);
PitResult solve(const Grid& grid, const Precedence& precedence, const BlockValues& values,
                Proof proof);

// A shell for each factor of the family over two columns; the pit is the last. A proof is made of
// each shell, by a solution of its own, and the last one's is kept. The columns must be such that
// the pits are nested (io::check_family).
PitResult solve(const Grid& grid, const Precedence& precedence, const BlockValues& values,
                const Family& family, Proof proof);

// A shell for each factor on the prices, rising; the pit is that of factor 1, which must be among
// them (LODE_CHECK). Values are whole cents.
PitResult solve(const Grid& grid, const Precedence& precedence, const PricedBlocks& blocks,
                const std::vector<double>& factors, Proof proof);

// Rising, and 1 among them.
std::vector<double> with_one(std::vector<double> factors);

}  // namespace lode::pit

// Pushbacks that equipment fits into: mathematical morphology on benches (Serra 1982), with the
// slopes kept; the idea of adapting shells to a template is that of Bai, Marcotte, Gamache, Gregory
// & Lapworth (2018).
#pragma once

#include <cstdint>
#include <span>

#include "pit/pushbacks.h"
#include "pit/slopes.h"

namespace lode::pit {

// What the width changed.
struct Widened {
  Pushbacks pushbacks;
  std::size_t added = 0;    // blocks outside the final shell that are mined now
  std::size_t dropped = 0;  // blocks of the final shell that are left
  std::size_t moved = 0;    // blocks mined in another pushback than before
};

// Every bench of every pushback (what it mines there and the pushbacks before it did not) becomes a
// union of rectangles of at least width_m along both axes of the grid, in whole blocks; air counts
// as room. Guarantees: each pushback with those before it keeps the slopes; blocks that are not
// present are not mined; pushbacks that leave nothing of their own are gone.
//
// From the outside in. The final shell first, bench by bench from the bottom: a narrow patch is
// widened by the rectangles that take the fewest new blocks, with all that these need; or given up,
// if nothing below needs it and the widening costs more than the patch is worth; or given up with
// all that needs it where no rectangle fits. Then each shell inside grows within the one around it
// until what is left between the two is wide enough (a strip too narrow to be mined later is mined
// now) and it is so itself; it always can, at the latest where it reaches the shell around it.
//
//   value_usd  [block]
//   air        [block] 1 where there is no ground; empty = nowhere. Other absent blocks are no
//   room.
// width_m <= 0 or not above a block: pushbacks as they were.
Widened widen(const Grid& grid, const Precedence& precedence, std::span<const std::uint8_t> air,
              std::span<const double> value_usd, const Pushbacks& pushbacks, double width_m);

// The least over all blocks mined, of the side of the largest square of blocks' area that holds the
// block, lies in its pushback's bench (or air), metres along the narrower axis: at least width_m
// after widen. Infinity if nothing is mined.
double narrowest_opening_m(const Grid& grid, std::span<const std::uint8_t> air,
                           std::span<const std::uint8_t> pushback);

}  // namespace lode::pit

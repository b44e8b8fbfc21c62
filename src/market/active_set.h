// Makes an active set exact: the equations of the columns that lie between their bounds are solved
// with refinement in long double, signs are checked again, columns that have the wrong sign are
// moved, and so on (block principal pivoting: Judice & Pires 1994; one column at a time where blocks
// cycle: Murty 1974). No header for users of the room.
#pragma once

#include "market/factor.h"
#include "market/program.h"

namespace lode::market {

// From answer.x, y and place to answers of them; true if every sign holds. The program should be
// scaled.
bool settle(const Program& program, Factor& factor, Solution& answer, int most_rounds);

}  // namespace lode::market

// Room market: prices [commodity][period] of a scenario, and who depends on whom; the equilibrium of
// a market in regions, stages and periods as a convex program. Knows nothing of mines.
#pragma once

#include "market/dependence.h"
#include "market/price.h"
#include "market/program.h"
#include "market/solve.h"

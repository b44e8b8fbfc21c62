// Room market: prices [commodity][period] of a scenario, and who depends on whom; the equilibrium of
// a market in regions, stages and periods as a convex program. Knows nothing of mines.
#pragma once

#include "market/accounts.h"
#include "market/base_year.h"
#include "market/dependence.h"
#include "market/equilibrium.h"
#include "market/indices.h"
#include "market/market_answer.h"
#include "market/measures.h"
#include "market/model.h"
#include "market/price.h"
#include "market/program.h"
#include "market/scenario.h"
#include "market/solve.h"
#include "market/world.h"
#include "market/years.h"

// Room market: prices [commodity][period] of a scenario, and who depends on whom. Knows nothing of
// mines.
#pragma once

#include "market/dependence.h"
#include "market/price.h"

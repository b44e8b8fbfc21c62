// Room plant: feed by element -> products, tails, cost. A flowsheet as data, products with their
// terms and export rules, and a refinery that all mills share if there is one.
// Simplified, and said in the report: with a refinery, concentrate of the main element is refined,
// stocked or not made, never sold.
#pragma once

#include "plant/flowsheet.h"
#include "plant/mill.h"
#include "plant/product.h"
#include "plant/recovery.h"
#include "plant/refinery.h"

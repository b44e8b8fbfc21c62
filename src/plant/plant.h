// Room plant: feed by element -> products, tails, cost. A flowsheet as data, products with their
// terms and the law that they stand under, one refinery that all mills share. Simplified, and said
// in the report: concentrate of the main element is refined, stocked or not made, never sold.
#pragma once

#include "plant/flowsheet.h"
#include "plant/mill.h"
#include "plant/product.h"
#include "plant/recovery.h"
#include "plant/refinery.h"

// Room pit: which blocks to mine, if everything were mined at once; nested shells; pushbacks from
// them.
#pragma once

#include "pit/arcs.h"
#include "pit/block_values.h"
#include "pit/certificate.h"
#include "pit/closure.h"
#include "pit/family.h"
#include "pit/mining_width.h"
#include "pit/priced_blocks.h"
#include "pit/pushbacks.h"
#include "pit/slopes.h"
#include "pit/solve.h"
#include "pit/ultimate_pit.h"
#include "pit/zones.h"

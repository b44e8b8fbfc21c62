// Room schedule: in which order and how fast. Sees numbers only: tonnes, metal, value per
// increment.
//
// First method: a fixed sequence (pushbacks bench by bench at a constant lag); its rate and the
// destination of the rock adapt to each scenario. Simplified, as the report states: within a bench
// rock is mined in proportion; one ore stockpile a deposit, fully mixed with fresh ore; no
// optimisation of the sequence itself.
#pragma once

#include "schedule/inventory.h"
#include "schedule/mine.h"
#include "schedule/sequence.h"
#include "schedule/stripping.h"

// Room deal: what each party gets under each bid. One waterfall, terms as data.
#pragma once

#include "deal/bid.h"
#include "deal/payments.h"
#include "deal/rights.h"
#include "deal/waterfall.h"

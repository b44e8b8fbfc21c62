// Room drill: from collars, surveys, assays and further intervals to composites.
//
//   RawCampaign (tables of text) -> check -> stretches, paths -> composite -> top cuts,
//   declustering, statistics, contacts                                 (all of it: `prepare`)
//
// Every fault of the tables is reported; none is repaired unless the case names the repair.
// Simplified: domains come from one table of codes along the holes, not from solids in space; top
// cuts act on composites.
#pragma once

#include "drill/campaign.h"
#include "drill/checked.h"
#include "drill/composite.h"
#include "drill/composites.h"
#include "drill/contact.h"
#include "drill/decluster.h"
#include "drill/desurvey.h"
#include "drill/fault.h"
#include "drill/prepare.h"
#include "drill/raw.h"
#include "drill/statistics.h"
#include "drill/stretches.h"

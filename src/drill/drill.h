// Room drill: from collars, surveys, assays and further intervals to composites.
//
//   RawCampaign (tables of text) -> check -> desurvey -> composite -> statistics
//
// Every fault of the tables is found and told; none is repaired unless the case names the repair.
#pragma once

#include "drill/campaign.h"
#include "drill/composites.h"
#include "drill/fault.h"

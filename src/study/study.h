// Room study: one case, many scenarios. The one place that knows the order of the stages; it opens
// no file.
//
//   check(case_file, {.scenarios = 2000}, progress);       // throws whatever run would refuse
//   const Results results = run(case_file, {.scenarios = 2000}, sink, progress);
#pragma once

#include "study/case.h"
#include "study/countries.h"
#include "study/defaults.h"
#include "study/ground.h"
#include "study/parameters.h"
#include "study/plants.h"
#include "study/prepare.h"
#include "study/results.h"
#include "study/run.h"

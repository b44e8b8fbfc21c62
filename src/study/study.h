// Room study: one case, many scenarios. The one place that knows the order of the stages; it opens
// no file. A study is prepared once (throws where it cannot run) and is then asked from any thread:
//
//   const Study study = prepare(case_file, {.scenarios = 2000}, stop, progress);
//   const World world = draw(study, 17);
//   const Operated operated = operate(study, study.plans[study.plan_of_bid[0]], world);
//   const Answer answer = evaluate(study, world, operated, bid);
//   answer.values[study.layout.answer.measure(Measure::project_npv)]
//
// run() asks it for all scenarios: const Results results = run(case_file, options, sink, stop);
#pragma once

#include "study/block_value.h"
#include "study/case.h"
#include "study/control.h"
#include "study/countries.h"
#include "study/decide.h"
#include "study/defaults.h"
#include "study/evaluate.h"
#include "study/ground.h"
#include "study/lending.h"
#include "study/parameters.h"
#include "study/plants.h"
#include "study/prepare.h"
#include "study/results.h"
#include "study/run.h"
#include "study/scene.h"

// The run of a whole study: the four calls over all scenarios, on all threads.
//
//   const Study study = prepare(file, options, stop);
//   const World world = draw(study, 17);
//   const Operated operated = operate(study, study.plans[study.plan_of_bid[0]], world);
//   const Answer answer = evaluate(study, world, operated, bid);
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "base/progress.h"
#include "study/results.h"

namespace lode::study {

inline constexpr std::size_t kChunk = 50;  // scenarios that reach the sink together

// Where rows go as they finish, in scenario order, a chunk at a time; and the rows of a run that
// was stopped.
struct Sink {
  // Rows of an earlier run, each of `width` numbers.
  std::function<std::optional<std::vector<std::vector<double>>>(std::size_t chunk,
                                                                std::size_t width)>
      stored;
  std::function<void(std::size_t chunk, const std::vector<std::vector<double>>& rows)> store;
};

// Scenario s uses realisation s mod R; scenarios and --scenario never change the plan or R. Memory:
// what moves in the rows (some 6 kB a scenario and bid) + the realisations + the inventories of
// the plans. When asked to stop, it ends after the current chunk, with the rows it has; before the
// first scenario, without rows. `readings`: the case under its other readings, after the scenarios
// (readings.h). Throws what prepare() throws, but Stopped.
Results run(CaseFile file, const RunOptions& options, const Sink& sink = {}, const Stop& stop = {},
            const Progress& progress = {}, std::vector<CaseFile> readings = {});

// A scenario's row: its inputs and prices, the answer to every bid, each step between bids.
std::vector<double> row_of(const Study& study, std::uint64_t scenario, Detail* detail = nullptr);

}  // namespace lode::study

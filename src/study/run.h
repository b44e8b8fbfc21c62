// The run: model -> plans -> scenarios over threads -> results. Reads as the order of the stages.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/progress.h"
#include "study/results.h"

namespace lode::study {

struct RunOptions {
  std::size_t scenarios = 2000;
  int realisations = 100;
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> scenario;  // this one alone, with every period of it
};

inline constexpr std::size_t kChunk = 50;  // scenarios that reach the sink together

// Where rows go as they finish, in scenario order, a chunk at a time; and where a stopped run left
// off.
struct Sink {
  // Rows of an earlier run, each of `width` numbers.
  std::function<std::optional<std::vector<std::vector<double>>>(std::size_t chunk,
                                                                std::size_t width)>
      stored;
  std::function<void(std::size_t chunk, const std::vector<std::vector<double>>& rows)> store;
};

// Scenario s uses realisation s mod R; scenarios and --scenario never change the plan or R.
// Memory: rows x layout doubles (about 20 kB a scenario and bid) + the realisations + the
// inventories of the plans. Throws NoAnswer if no law meets a statement or no pit is worth mining
// at the planning price.
Results run(CaseFile file, const RunOptions& options, const Sink& sink = {},
            const Progress& progress = {});

}  // namespace lode::study

#include "study/run.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "base/memory.h"
#include "study/central.h"
#include "study/evaluate.h"
#include "study/prepare.h"
#include "study/stopwatch.h"

namespace lode::study {
namespace {

std::vector<std::vector<double>> run_chunk(const Shared& shared,
                                           const std::vector<std::uint64_t>& scenarios) {
  std::vector<std::vector<double>> rows(scenarios.size());
  constexpr std::size_t kPerTask = 5;
  parallel_for((scenarios.size() + kPerTask - 1) / kPerTask, [&](std::size_t task) {
    Evaluator evaluator(shared);
    for (std::size_t i = task * kPerTask; i < std::min(scenarios.size(), (task + 1) * kPerTask);
         ++i)
      rows[i] = evaluator.row(scenarios[i]);
  });
  return rows;
}

// In chunks, in scenario order; a chunk that an earlier run stored is taken as it is.
void run_scenarios(Results& results, const Shared& shared, const RunOptions& options,
                   const Sink& sink, const Progress& progress) {
  for (std::size_t first = 0; first < options.scenarios; first += kChunk) {
    if (stop_requested()) {
      results.status = RunStatus::interrupted;
      return;
    }
    const std::size_t chunk = first / kChunk;
    std::vector<std::uint64_t> scenarios;
    for (std::size_t s = first; s < std::min(options.scenarios, first + kChunk); ++s)
      scenarios.push_back(s);
    std::optional<std::vector<std::vector<double>>> rows =
        sink.stored ? sink.stored(chunk, shared.layout.size()) : std::nullopt;
    if (rows && rows->size() > scenarios.size()) rows->resize(scenarios.size());
    if (!rows || rows->size() < scenarios.size()) {
      rows = run_chunk(shared, scenarios);
      if (sink.store) sink.store(chunk, *rows);
    }
    results.scenarios.insert(results.scenarios.end(), scenarios.begin(), scenarios.end());
    std::move(rows->begin(), rows->end(), std::back_inserter(results.rows));
    if (progress)
      progress("scenarios",
               static_cast<double>(results.rows.size()) / static_cast<double>(options.scenarios));
  }
}

// Thrown where a stage tells of its progress, once the run is asked to stop.
struct Stopped {};

}  // namespace

Results run(CaseFile file, const RunOptions& options, const Sink& sink, const Progress& tell) {
  Results results;
  results.file = std::move(file);
  const Progress progress = [&tell](std::string_view stage, double done) {
    if (tell) tell(stage, done);
    if (stop_requested() && stage != "scenarios") throw Stopped{};
  };
  try {
    prepare(results, options, progress);
  } catch (const Stopped&) {
    results.status = RunStatus::interrupted;
    return results;
  }

  Stopwatch watch(results.seconds);
  const Case& c = results.file.values;
  Shared shared = shared_of(results);
  {
    Evaluator evaluator(shared);
    for (std::size_t b = 0; b < c.bid.size(); ++b)
      results.stake_price_usd.push_back(stake_price_usd(evaluator, c, results.calendar, b));
  }
  shared.stake_price_usd = results.stake_price_usd;
  results.central = make_central(shared);
  watch.lap("central case");

  if (options.scenario) {
    Evaluator evaluator(shared);
    results.scenarios = {*options.scenario};
    results.details.resize(1);
    results.rows = {evaluator.row(*options.scenario, &results.details.front())};
  } else {
    run_scenarios(results, shared, options, sink, progress);
  }
  watch.lap("scenarios");
  return results;
}

}  // namespace lode::study

#include "study/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>

#include "study/central.h"
#include "study/evaluate.h"

namespace lode::study {
namespace {

class Stopwatch {
 public:
  explicit Stopwatch(std::vector<std::pair<std::string, double>>& seconds) : seconds_(seconds) {}
  void lap(const std::string& stage) {
    const auto now = std::chrono::steady_clock::now();
    seconds_.emplace_back(stage, std::chrono::duration<double>(now - last_).count());
    last_ = now;
  }

 private:
  std::vector<std::pair<std::string, double>>& seconds_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

std::size_t plan_index(const std::vector<Plan>& plans, const PlanKey& key) {
  const auto found =
      std::find_if(plans.begin(), plans.end(), [&](const Plan& plan) { return plan.key == key; });
  LODE_CHECK(found != plans.end());
  return static_cast<std::size_t>(found - plans.begin());
}

// Between the reference bid and each other one: a step per group of terms.
std::vector<Step> make_steps(const Case& c) {
  std::vector<Step> out;
  for (std::size_t to = 1; to < c.bid.size(); ++to)
    for (std::size_t groups = 1; groups <= kTermGroups.size(); ++groups)
      out.push_back({to, std::string(kTermGroups[groups - 1]), blend(c.bid[0], c.bid[to], groups)});
  return out;
}

// Bids that move cut-off, capacity or timing get their own plan; equal ones share it.
void make_plans(Results& results, const Progress& progress) {
  const Case& c = results.file.values;
  std::vector<PlanKey> keys;
  const auto want = [&](const deal::Bid& bid) {
    if (std::find(keys.begin(), keys.end(), plan_key(bid)) == keys.end())
      keys.push_back(plan_key(bid));
  };
  for (const deal::Bid& bid : c.bid) want(bid);
  for (const Step& step : results.steps) want(step.bid);
  Planner planner(c, results.models);
  for (const PlanKey& key : keys) results.plans.push_back(planner.make_plan(key, progress));
  for (const deal::Bid& bid : c.bid)
    results.plan_of_bid.push_back(plan_index(results.plans, plan_key(bid)));
  for (const Plan& plan : results.plans)
    if (std::all_of(plan.deposit.begin(), plan.deposit.end(),
                    [](const DepositPlan& d) { return d.inventory.increments.empty(); }))
      throw NoAnswer(
          fmt::format("no pit is worth mining at the planning price {:g} (of all {} deposits)",
                      c.planning.price_usd, c.deposit.size()));
}

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

Layout make_layout(const Results& results) {
  const Case& c = results.file.values;
  Layout layout;
  layout.inputs = results.file.sampled.size();
  layout.commodities = c.commodity.size();
  layout.years = results.calendar.years();
  layout.deposits = c.deposit.size();
  layout.bids = c.bid.size();
  layout.steps = results.steps.size();
  return layout;
}

}  // namespace

Results run(CaseFile file, const RunOptions& options, const Sink& sink, const Progress& tell) {
  Results results;
  const Progress progress = [&tell](std::string_view stage, double done) {
    if (tell) tell(stage, done);
    if (stop_requested() && stage != "scenarios") throw Stopped{};
  };
  Stopwatch watch(results.seconds);
  results.file = std::move(file);
  const Case& c = results.file.values;
  results.realisations = options.realisations;
  results.seed = options.seed;
  results.calendar =
      make_calendar(c.project.base_year, c.project.quarters_until, c.project.horizon_years);

  try {
    for (const Deposit& deposit : c.deposit)
      results.models.push_back(
          make_deposit_model(deposit, options.realisations, options.seed, progress));
    watch.lap("resource");
    results.steps = make_steps(c);
    make_plans(results, progress);
    progress("plan", 1);
    watch.lap("pit and plan");
  } catch (const Stopped&) {
    results.status = RunStatus::interrupted;
    return results;
  }

  results.layout = make_layout(results);
  Shared shared{results.file,
                results.calendar,
                results.plans,
                options.seed,
                static_cast<std::size_t>(options.realisations),
                results.steps,
                results.plan_of_bid,
                {},
                {},
                results.layout};
  for (const Step& step : results.steps)
    shared.plan_of_step.push_back(plan_index(results.plans, plan_key(step.bid)));
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

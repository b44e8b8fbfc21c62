#include "study/prepare.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

#include "base/memory.h"
#include "study/draws.h"
#include "study/feeds.h"
#include "study/stopwatch.h"

namespace lode::study {
namespace {

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
  for (const PlanKey& key : keys) {
    results.plans.push_back(planner.make_plan(key, progress));
    const Plan& plan = results.plans.back();
    if (!std::all_of(plan.deposit.begin(), plan.deposit.end(),
                     [](const DepositPlan& d) { return d.inventory.increments.empty(); }))
      continue;
    std::string why;
    for (std::size_t d = 0; d < c.deposit.size(); ++d)
      why += (d > 0 ? "; " : "") + planner.why_no_pit(d, plan);
    throw NoAnswer(fmt::format("no pit is worth mining at the planning price {:g}: {}",
                               c.planning.price_usd, why));
  }
  for (const deal::Bid& bid : c.bid)
    results.plan_of_bid.push_back(plan_index(results.plans, plan_key(bid)));
}

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

// Of the rows of all scenarios and the table made of them, before any of it is taken.
double bytes_of_rows(const Layout& layout, const RunOptions& options) {
  const double rows = options.scenario ? 1 : static_cast<double>(options.scenarios);
  // A cell of the table of scenarios: in the table, its copies, as JSON and as text.
  const double cells =
      static_cast<double>(2 + layout.inputs + layout.bids * (deal::kParties + kMeasures));
  return rows * (8.0 * static_cast<double>(layout.size()) + 150 * cells);
}

Calendar calendar_of(const Case& c) {
  return make_calendar(c.project.base_year, c.project.quarters_until, c.project.horizon_years);
}

// The scenarios that the options ask for: [first, second).
std::pair<std::uint64_t, std::uint64_t> scenarios_of(const RunOptions& options) {
  if (options.scenario) return {*options.scenario, *options.scenario + 1};
  return {0, options.scenarios};
}

}  // namespace

std::vector<DepositFrame> refuse_or_frame(const CaseFile& file, const RunOptions& options) {
  const auto [first, end] = scenarios_of(options);
  std::vector<Fault> faults =
      faults_of_draws(file, calendar_of(file.values), options.seed, first, end);
  std::vector<DepositFrame> out;
  std::exception_ptr no_answer;
  for (const Deposit& deposit : file.values.deposit) try {
      out.push_back(make_frame(deposit));
    } catch (const InputError& error) {
      faults.insert(faults.end(), error.faults().begin(), error.faults().end());
    } catch (const NoAnswer&) {
      if (!no_answer) no_answer = std::current_exception();
    }
  if (!faults.empty()) throw InputError(std::move(faults));
  if (no_answer) std::rethrow_exception(no_answer);
  return out;
}

void prepare(Results& results, const RunOptions& options, const Progress& progress) {
  Stopwatch watch(results.seconds);
  const Case& c = results.file.values;
  results.realisations = options.realisations;
  results.seed = options.seed;
  results.calendar = calendar_of(c);
  results.steps = make_steps(c);
  results.layout = make_layout(results);
  need_memory(bytes_of_rows(results.layout, options),
              fmt::format("a run of {} scenarios", options.scenarios));
  std::vector<DepositFrame> frames = refuse_or_frame(results.file, options);
  watch.lap("check");
  for (std::size_t d = 0; d < c.deposit.size(); ++d)
    results.models.push_back(make_deposit_model(c.deposit[d], std::move(frames[d]),
                                                options.realisations, options.seed, progress));
  watch.lap("resource");
  make_plans(results, progress);
  const auto [first, end] = scenarios_of(options);
  if (std::vector<Fault> faults =
          faults_of_plants(results.file, results.calendar, results.plans, options.seed, first, end);
      !faults.empty())
    throw InputError(std::move(faults));
  if (progress) progress("plan", 1);
  watch.lap("pit and plan");
}

void check(const CaseFile& file, const RunOptions& options, const Progress& progress) {
  Results results;
  results.file = file;
  prepare(results, options, progress);
}

Shared shared_of(const Results& results) {
  Shared out{results.file,
             results.calendar,
             results.plans,
             results.seed,
             static_cast<std::size_t>(results.realisations),
             results.steps,
             results.plan_of_bid,
             {},
             results.stake_price_usd,
             results.layout};
  for (const Step& step : results.steps)
    out.plan_of_step.push_back(plan_index(results.plans, plan_key(step.bid)));
  return out;
}

}  // namespace lode::study

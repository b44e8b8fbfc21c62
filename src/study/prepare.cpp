#include "study/prepare.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

#include "base/memory.h"
#include "study/differences.h"
#include "study/draws.h"
#include "study/feeds.h"
#include "study/stopwatch.h"

namespace lode::study {
namespace {

[[noreturn]] void refuse_plan(const Study& study, Planner& planner, const Plan& plan) {
  const Case& c = study.file->values;
  std::string why;
  for (std::size_t d = 0; d < c.deposit.size(); ++d)
    why += (d > 0 ? "; " : "") + planner.why_no_pit(d, plan);
  throw NoAnswer(fmt::format("no pit is worth mining at the planning price {:g}: {}",
                             c.planning.price_usd, why));
}

// Bids that move cut-off, capacity or timing get their own plan; equal ones share it. What may be
// built later has plans of its own too.
void make_plans(Study& study, const Progress& progress) {
  const Case& c = study.file->values;
  Planner planner(c, study.models);
  const auto plan_of = [&](const PlanKey& key) {
    for (std::size_t i = 0; i < study.plans.size(); ++i)
      if (study.plans[i].key == key) return i;
    study.plans.push_back(planner.make_plan(key, progress));
    return study.plans.size() - 1;
  };
  const auto is_empty = [](const DepositPlan& d) { return d.inventory->increments.empty(); };
  const auto plan_of_bid = [&](const deal::Bid& bid) {
    const std::size_t i = plan_of(plan_key(bid));
    const Plan& plan = study.plans[i];
    if (std::all_of(plan.deposit.begin(), plan.deposit.end(), is_empty))
      refuse_plan(study, planner, plan);
    return i;
  };
  for (const deal::Bid& bid : c.bid) study.plan_of_bid.push_back(plan_of_bid(bid));
  for (const Step& step : study.steps) study.plan_of_step.push_back(plan_of_bid(step.bid));
  const auto plan_choices = [&](const deal::Bid& bid, Choices& choices) {
    PlanKey key = plan_key(bid);
    for (const int year : choices.build_year) {
      key.delay_y = year - c.project.construction_start;
      choices.plan.push_back(plan_of(key));
    }
  };
  for (std::size_t b = 0; b < c.bid.size(); ++b) plan_choices(c.bid[b], study.choices[b]);
  for (std::size_t s = 0; s < study.steps.size(); ++s)
    plan_choices(study.steps[s].bid, study.choices_of_step[s]);
}

Layout make_layout(const Study& study) {
  const Case& c = study.file->values;
  Layout layout;
  layout.inputs = study.file->sampled.size();
  layout.commodities = c.commodity.size();
  layout.years = study.calendar.years();
  layout.bids = c.bid.size();
  layout.deposits = c.deposit.size();
  layout.steps = study.steps.size();
  std::size_t holders = 0;
  for (const deal::Bid& bid : c.bid) holders = std::max(holders, bid.holder.size());
  layout.answer = AnswerLayout(c.deposit.size(), study.calendar.years(), holders);
  layout.choice = layout_of(c, study.choices);
  return layout;
}

// Of the rows of all scenarios, before any of it is taken.
double bytes_of_rows(const Layout& layout, const RunOptions& options) {
  const double rows = options.scenario ? 1 : static_cast<double>(options.scenarios);
  return rows * 8.0 * static_cast<double>(layout.size());
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

std::vector<DepositFrame> refuse_or_frame(const std::shared_ptr<const CaseFile>& file,
                                          const RunOptions& options) {
  const auto [first, end] = scenarios_of(options);
  std::vector<Fault> faults =
      faults_of_draws(file, calendar_of(file->values), options.seed, first, end);
  std::vector<DepositFrame> out;
  std::exception_ptr no_answer;
  for (const Deposit& deposit : file->values.deposit) try {
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

Study prepare(CaseFile file, const RunOptions& options, const Stop& stop, const Progress& tell,
              const Study* like) {
  const Progress progress = [&](std::string_view stage, double done) {
    if (tell) tell(stage, done);
    stop.check();
  };
  Study study;
  Stopwatch watch(study.seconds);
  study.file = std::make_shared<const CaseFile>(std::move(file));
  const Case& c = study.file->values;
  study.realisations = options.realisations;
  study.seed = options.seed;
  study.calendar = calendar_of(c);
  if (!like) study.steps = make_steps(c);
  for (const deal::Bid& bid : c.bid) study.choices.push_back(choices_of(c, bid));
  // A way from one bid to another is decided all along, or not at all.
  for (const Step& step : study.steps)
    study.choices_of_step.push_back(study.choices[0].any() && study.choices[step.to].any()
                                        ? choices_of(c, step.bid)
                                        : Choices());
  study.layout = make_layout(study);
  need_memory(bytes_of_rows(study.layout, options),
              fmt::format("a run of {} scenarios", options.scenarios));
  stop.check();
  std::vector<DepositFrame> frames = refuse_or_frame(study.file, options);
  study.works = all_works(c);
  study.conditions = std::make_shared<ConditionsPool>(study.file, study.calendar);
  watch.lap("check");
  const bool is_like =
      like && like->realisations == options.realisations && like->seed == options.seed;
  const std::vector<std::string> differing =
      is_like ? differing_keys(*study.file, *like->file) : std::vector<std::string>();
  for (std::size_t d = 0; d < c.deposit.size(); ++d)
    if (is_like && leaves_model(differing, c.deposit[d]))
      study.models.share(like->models, d);
    else
      study.models.push_back(make_deposit_model(c.deposit[d], std::move(frames[d]),
                                                options.realisations, options.seed, progress));
  if (is_like && leaves_plans(differing)) study.plans = like->plans;
  watch.lap("resource");
  make_plans(study, progress);
  const auto [first, end] = scenarios_of(options);
  if (std::vector<Fault> faults = faults_of_plants(study, first, end); !faults.empty())
    throw InputError(std::move(faults));
  progress("plan", 1);
  watch.lap("pit and plan");
  study.market = market_prices(study);
  for (std::size_t b = 0; b < c.bid.size(); ++b)
    study.stake_price_usd.push_back(stake_price_usd(study, b));
  study.lending = lending_of_bids(study);
  study.lending_of_step = lending_of_steps(study);
  const auto sign_choices = [&](const deal::Bid& bid, Choices& choices) {
    for (const std::size_t plan : choices.plan)
      for (const std::size_t deposits : choices.stage)
        choices.loans.push_back(lend(study, bid, study.plans[plan], deposits).loans);
  };
  for (std::size_t b = 0; b < c.bid.size(); ++b) sign_choices(c.bid[b], study.choices[b]);
  for (std::size_t s = 0; s < study.steps.size(); ++s)
    sign_choices(study.steps[s].bid, study.choices_of_step[s]);
  if (!like) study.central = make_central(study);
  watch.lap("central case");
  return study;
}

}  // namespace lode::study

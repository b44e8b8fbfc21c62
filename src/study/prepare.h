// All that is made once, before the first scenario: the ground, the plans, results at base values.
// And every reason why a run cannot begin: `lode check` and `lode run` use the same function.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/progress.h"
#include "study/answer.h"
#include "study/central.h"
#include "study/conditions.h"
#include "study/lending.h"
#include "study/market_prices.h"
#include "study/model.h"
#include "study/plan.h"
#include "study/steps.h"

namespace lode::study {

struct RunOptions {
  std::size_t scenarios = 2000;
  int realisations = 100;
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> scenario;  // this one alone, with every period of it
};

// A study that can be asked: draw, operate and evaluate take it from any thread and change nothing
// in it.
struct Study {
  std::shared_ptr<const CaseFile> file;
  int realisations = 0;
  std::uint64_t seed = 0;
  Calendar calendar;
  std::vector<Works> works;  // [deposit]
  Models models;             // [deposit]
  std::vector<Step> steps;
  std::vector<Plan> plans;
  std::vector<std::size_t> plan_of_bid, plan_of_step;  // places in plans
  std::shared_ptr<const MarketPrices> market;          // none: prices are the prior's
  std::vector<Choices> choices;                        // [bid]
  std::vector<Choices> choices_of_step;           // [step]; none where the other bid gives none
  std::vector<double> stake_price_usd;            // [bid] real
  std::vector<Lending> lending, lending_of_step;  // [bid], [step]
  Layout layout;
  Central central;
  std::shared_ptr<ConditionsPool> conditions;
  // Of each stage, in order: for run.log and the benchmark only.
  std::vector<std::pair<std::string, double>> seconds;

  std::size_t realisation_count() const { return static_cast<std::size_t>(realisations); }
};

// Throws Stopped once it is asked to end, where a stage reports its progress. Throws InputError
// with the faults of the draws of the options' scenarios (faults_of_draws), of all deposits' drill
// holes, and of what no draw may do to the plants (faults_of_plants); NoAnswer if no law meets a
// statement, no block lies in a body or, with its numbers, no pit is worth mining at the planning
// price; LimitError if the options ask for more rows than there is memory for. `like`: a study of as
// many realisations and the same seed, from which models and plans that this case leaves as they
// are (differences.h) are taken; steps between bids and results at base values (Study::central) are
// not made then.
Study prepare(CaseFile file, const RunOptions& options, const Stop& stop = {},
              const Progress& progress = {}, const Study* like = nullptr);

// The part of prepare() that comes before grades are drawn or kriged: throws the same faults and
// returns the deposits so far.
std::vector<DepositFrame> refuse_or_frame(const std::shared_ptr<const CaseFile>& file,
                                          const RunOptions& options);

}  // namespace lode::study

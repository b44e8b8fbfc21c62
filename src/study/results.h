// What a run leaves: the study, and a row of numbers per scenario.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "study/decide.h"
#include "study/decided_bridge.h"
#include "study/evaluate.h"
#include "study/market_effects.h"
#include "study/prepare.h"
#include "study/price_check.h"
#include "study/readings.h"
#include "study/rows.h"

namespace lode::study {

// One scenario with everything in it, by period: for `--scenario` and for whoever recomputes.
struct Detail {
  std::uint64_t scenario = 0;
  std::vector<Happening> happenings;
  // Sampled keys, [period] as in force, stored units.
  std::vector<std::pair<std::string, std::vector<double>>> inputs;
  struct OfBid : Books {
    Operated operated;
  };
  std::vector<OfBid> bid;
};

enum class RunStatus { done, interrupted };

struct Results : Study {
  RunStatus status = RunStatus::done;
  std::vector<std::uint64_t> scenarios;  // ids, [row]
  Rows rows;                             // [row][layout]
  // [bid] what its holders choose, and would choose were their rights elsewhere (control.h); of a bid
  // that gives nobody a choice, none.
  std::vector<std::vector<Decided>> control;
  std::vector<DecidedStep> decided_bridge;
  std::vector<Reading> readings;  // the case's other readings
  // Where prices come from a market: what it does to each region, and how near the prices that were
  // used are to those of years solved outright.
  std::optional<MarketEffects> market_effects;
  std::vector<PriceCheck> price_check;
  std::vector<Detail> details;  // of single scenarios asked for

  std::vector<double> column(std::size_t place) const { return rows.column(place); }
};

}  // namespace lode::study

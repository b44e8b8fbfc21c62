// Runs of the made-up case for the tests of this room.
#pragma once

#include <numeric>
#include <utility>
#include <vector>

#include "study/central.h"
#include "study/made_up_case.h"
#include "study/run.h"
#include "study/scene.h"

namespace lode::study {

inline CaseFile case_file(Case c) {
  CaseFile file;
  file.values = std::move(c);
  return file;
}

// Draws in the plant, the money and a bid; events that change parameters, halt and close.
inline CaseFile uncertain_case_file() {
  CaseFile file = case_file(made_up_case());
  const auto uniform = [](double low, double high) {
    return Distribution{Distribution::Kind::uniform, {low, high}, {}};
  };
  file.sampled = {
      {"deposit.hill.mill.stage.flotation.recovery.main.recovery", uniform(0.7, 0.85), 1},
      {"deposit.hill.mill.processing_cost", uniform(10, 18), 1},
      {"commodity.main.long_run", uniform(60, 120), 1},
      {"bid.second.capital_factor", uniform(0.8, 1.1), 1},
      {"event.dearer.yearly_probability", uniform(0.05, 0.4), 1}};
  Event dearer, closed;
  dearer.id = dearer.name = "dearer", dearer.yearly_probability = 0.2, dearer.duration_y = 2.5;
  dearer.change = {{"milling", "deposit.hill.mill.processing_cost", 1.4},
                   {"tax", "tax.income_rate", 1.25},
                   {"price", "commodity.main.price", 1.2}};
  closed.id = closed.name = "closed", closed.yearly_probability = 0.1, closed.duration_y = 0.7;
  closed.closes_transit = {"T"}, closed.halts = {"hill"};
  file.values.event = {dearer, closed};
  return file;
}

inline Study small_study(Case c, std::size_t scenarios = 20, int realisations = 5) {
  return prepare(case_file(std::move(c)), {scenarios, realisations, 3, {}});
}

inline Results small_run(Case c, std::size_t scenarios = 20, int realisations = 5) {
  return run(case_file(std::move(c)), {scenarios, realisations, 3, {}});
}

// Of a bid's plan, on the mean of the realisations.
inline Operated operated_at(const Study& study, std::size_t bid, market::PricePath prices) {
  return operate(study, study.plans[study.plan_of_bid[bid]],
                 central_world(study, std::move(prices)));
}
inline Operated operated_at_flat(const Study& study, double price_usd) {
  return operated_at(study, 0, flat_prices(study.file->values, study.calendar, price_usd));
}

inline finance::RoyaltyRate royalty(finance::RoyaltyBase base, double rate) {
  finance::RoyaltyRate out;
  out.id = "royalty", out.base = base, out.rate = rate;
  return out;
}

// A sliding royalty: 5 % in its first band, 15 % above.
inline finance::RoyaltyRate sliding(finance::Scale scale, double bound) {
  finance::RoyaltyRate out = royalty(finance::RoyaltyBase::revenue, 0);
  out.scale = scale, out.bands = {{0, bound}, {0.05, 0.15}};
  return out;
}

inline double total(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace lode::study

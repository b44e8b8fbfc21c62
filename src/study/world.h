// What is drawn once in a scenario, and is the same for every plan, policy and bid.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "market/market.h"
#include "study/events.h"

namespace lode::study {

struct Study;

// In addition to the draws: the stresses with which lenders test a project.
struct Stress {
  double recovery_factor = 1;    // of the main element into what carries it on
  double capital_factor = 1;     // of initial capital
  double first_ore_delay_y = 0;  // not in the plan; the capital is spent as planned
  double extraction_factor = 1;  // of the extraction tax's rates
};

// Some kB. Prices, events and inputs may come from elsewhere: who makes a world fills its members.
// Prices are those that are paid: what events do to them is in them.
struct World {
  std::uint64_t scenario = 0;
  std::size_t realisation = 0;  // of the grades; that past the last one: their mean
  std::vector<double> inputs;   // [sampled input] in written units; empty: all at their base values
  market::PricePath prices;     // [commodity][period] real USD per tonne
  std::vector<Happening> happenings;
  // Where prices come from a market: what it answers to the project's own output. Prices of the
  // main commodity are then those without it.
  std::shared_ptr<const market::YearPath> market;
  Stress stress;
};

// A function of the study and of `scenario` alone: whatever was drawn before, by whichever thread.
// Realisation: scenario modulo their number. prepare() has refused scenarios of its options whose
// inputs or events break a rule; of others, draws that break a rule across keys throw InputError
// here, events that take a parameter out of its range when the world is asked (Scene).
World draw(const Study& study, std::uint64_t scenario);

// Without events, every input at its base value, on the mean of the realisations.
World central_world(const Study& study, market::PricePath prices);
// The same at the prices of no shock: of the prior its median path, of a market what it does when
// nothing happens.
World median_world(const Study& study);

}  // namespace lode::study

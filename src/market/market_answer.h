// A case of `lode market` answered: the base, every scenario, and what is expected over them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "market/accounts.h"
#include "market/base_year.h"
#include "market/equilibrium.h"
#include "market/measures.h"

namespace lode::market {

struct ScenarioAnswer {
  std::string id;  // "base", a scenario, or "tree" where scenarios are decided for together
  Model model;
  Equilibrium equilibrium;
  // Empty where there is no equilibrium.
  Welfare welfare;
  std::vector<RegionMeasures> regions;
  std::vector<WorldMeasures> world;
};

struct Expected {
  std::string expectation, region;  // region: empty for the world
  std::string measure;              // unserved, protected_unserved, use
  double mean = 0;
  struct Tail {
    double level, mean;
  };
  std::vector<Tail> tails;
};

struct MarketAnswer {
  World world;  // calibrated where there is a base year
  std::optional<BaseYearWorld> base_year;
  double base_year_error = 0;  // largest relative miss of its quantities and prices
  std::vector<ScenarioAnswer> scenarios;
  std::vector<Expected> expected;
  bool solved = true;  // all of them
};

// The world must hold its rules (io/market_checks.cpp). Scenarios are solved in their order, each
// warm from the base; the answer does not depend on that.
MarketAnswer answer(const World& world);

}  // namespace lode::market

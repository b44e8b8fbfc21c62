// A world brought to its base year: statistics that do not balance are reconciled, then curves and
// routes are given the numbers that make the base year an equilibrium (positive mathematical
// programming: Howitt 1995, Positive mathematical programming, AJAE 77).
//
//   reconcile  min sum ((X - observed) / deviation)^2 subject to the balances
//   demand     B = -p / (e q), A = p (1 - 1 / e); supply b = p / (e q), c = p - b q
//   route      friction = p_to / (stickiness x), freight = p_to - p_from - tax - friction x;
//              without a flow: the freight given, or the least that leaves it at 0
//   plant      cost = yield p_to - p_from
#pragma once

#include <string>
#include <vector>

#include "market/program.h"
#include "market/world.h"

namespace lode::market {

struct Adjusted {
  std::string table, id;
  double observed = 0, deviation = 0, reconciled = 0;
};
struct Calibrated {
  std::string table, id;
  double quantity = 0, price = 0;  // of the base year; of a route: the margin it earns
  double first = 0, second = 0;    // choke or cost and slope; of a route: freight and friction
  double given_freight = 0;        // of a route, before
};

struct BaseYearWorld {
  SolveStatus status = SolveStatus::solved;
  std::string trouble;      // statistics that no quantities fit
  Certificate certificate;  // of the reconciliation
  World world;              // calibrated
  std::vector<Adjusted> adjusted;
  std::vector<Calibrated> calibrated;
};
// The world must have a [base_year].
BaseYearWorld bring_to_base_year(const World& world);

}  // namespace lode::market

// The tables of `lode market`.
#pragma once

#include <vector>

#include "market/market.h"
#include "report/table.h"

namespace lode::report {

// scenarios, prices, producers, plants, demand, systems, flows, stocks, offtakes, firms, welfare, accounts,
// dependence, concentration, expected, tails, adjusted, calibrated, shares, supply_risk, reliance; those
// that the case has nothing for are left out.
std::vector<Table> market_tables(const market::MarketAnswer& answer);

// For a terminal: without routes that carry nothing, and without what few ask for.
std::vector<Table> market_tables_to_show(std::vector<Table> tables);

// Adds the tables of measures (tables_market_measures.cpp).
void add_market_measures(const market::MarketAnswer& answer, std::vector<Table>& out);
// The name of a node's scenario: "all" before the scenarios of a tree part.
std::string scenario_of(const market::ScenarioAnswer& answer, std::size_t node);

}  // namespace lode::report

// Measures of dependence that are formulas of figures: concentration, reliance, cover, supply risk,
// and means over scenarios.
#pragma once

#include <span>
#include <vector>

namespace lode::market {

// Herfindahl & Hirschman: 10,000 times the sum of squared shares. `rest`: a quantity of so many small
// suppliers that none has a share. 0 of nothing.
double concentration(std::span<const double> quantities, double rest = 0);

// Sum of squared shares (0 to 1) times governance (0 good to 10 bad) times trade factor: the
// concentration of the criticality method of the EU (guidelines of 2017).
// trade_factors may be empty: 1.
double weighted_concentration(std::span<const double> quantities,
                              std::span<const double> governance,
                              std::span<const double> trade_factors);

// (global IR / 2 + sourcing (1 - IR / 2)) (1 - recycled) substitution: supply risk of the same.
// Import reliance IR counts half: a buyer that imports all still depends half on whom it buys from.
double supply_risk(double global, double sourcing, double import_reliance, double recycled,
                   double substitution);

// Months. To exhaustion: of what supply does not meet; infinite where it meets all.
double months_of_cover(double stock, double use_a_year);
double months_to_exhaustion(double stock, double use_a_year, double supply_a_year);

double expected(std::span<const double> values, std::span<const double> probabilities);
// Mean of the worse (largest) values, of probability 1 - level together: expected shortfall, CVaR
// (Rockafellar & Uryasev 2002). Probabilities add to 1.
double tail_mean(std::span<const double> values, std::span<const double> probabilities,
                 double level);

}  // namespace lode::market

// Results at base values, on the expected orebody, without events: break-even price, price grid,
// bank case, one bid year by year.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "market/market.h"
#include "study/case.h"
#include "study/party_breakeven.h"
#include "study/world.h"
#include "study/year_lines.h"

namespace lode::study {

struct Study;

// Computed once per run.
struct Central {
  double breakeven_usd = 0;  // flat price per quoted unit at which project_npv = 0 for the
                             // reference bid; NaN if none in 0..100x
  struct Cell {
    double price_usd, rate, npv_usd;
  };
  std::vector<Cell> grid;  // of the reference bid
  struct Take {
    std::size_t bid;
    // Of pre-tax value at the state's rate; NaN where that is not positive.
    double price_usd, state_share, host_share;
  };
  std::vector<Take> take;
  struct Value {
    std::string item;
    double usd;
  };
  // Project NPV of the reference bid at flat prices and at the median path.
  std::vector<Value> price_values;
  struct Bank {
    double minimum_cover = 0, mean_cover = 0, loan_life_cover = 0, drawn_usd = 0, peak_debt_usd = 0,
           npv_usd = 0, tail_y = 0;
    bool in_default = false;
  };
  std::vector<Bank> bank;  // [bid]
  // Of the reference bid until construction ends, nominal.
  std::vector<std::pair<std::string, double>> sources, uses;
  // [year] at the planning price on the expected orebody.
  struct PlanYear {
    std::size_t deposit;
    std::vector<double> ore_mined_t, rock_t, milled_t, feed_metal_t;
  };
  std::vector<PlanYear> plan;
  // That plan in money, before financing and marketing: line, [year] real USD.
  std::vector<std::pair<std::string, std::vector<double>>> plan_cash;
  // [bid] the same with financing and all terms, line by line.
  std::vector<std::vector<YearLine>> yearly;
  // Project NPV of the reference bid with every input at its base value, and at its mean, at the
  // planning price.
  double base_npv_usd = 0, mean_inputs_npv_usd = 0;
  std::vector<PartyBreakeven> party_breakeven;
  // What the breakeven price pays for, USD per quoted unit: it is their sum. Empty without one.
  std::vector<std::pair<std::string, double>> breakeven_cost;
};

// Flat real price of the main commodity (USD per quoted unit), the others at their long-run
// medians.
market::PricePath flat_prices(const Case& c, const Calendar& calendar, double main_usd);

// Real price of a bid's stake by its rule (deal/bid.h). The study has its plans.
double stake_price_usd(const Study& study, std::size_t bid);

// The world that lenders try a project in: the case's [bank_case], all else at base values.
World bank_world(const Study& study);

// The study has its plans, the prices of its stakes and what its lenders signed.
Central make_central(const Study& study);

// Project NPV of a bid at a flat price.
double flat_npv(const Study& study, std::size_t bid, double price_usd, double rate);

}  // namespace lode::study

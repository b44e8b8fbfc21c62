// What a run leaves: a row of numbers per scenario, and what was made once.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "study/model.h"
#include "study/operations.h"
#include "study/plan.h"

namespace lode::study {

// One number per scenario and bid. Money is real USD of the base date.
enum class Measure : std::size_t {
  project_npv,  // after tax, before financing and marketing (equity alone, arm's length), mid-year
  project_npv_end,  // the same, flows at period ends
  project_irr,      // real; NaN where none exists
  sponsor_irr,
  payback_y,              // of the project, from first spending; NaN if never
  value_after_licence25,  // part of project_npv from flows later than 25 years after the licence
  minimum_cover,
  mean_cover,
  loan_life_cover,  // NaN without debt
  drawn,
  peak_debt,            // until the loans are called in, nominal USD
  in_default,           // 1 if the loans were called in
  unpaid,               // nominal USD: bills left to creditors
  peak_sponsor_outlay,  // largest cumulative outlay, undiscounted
  state_receipts,       // undiscounted
  first_dividend_year,  // calendar year; NaN if none
  product_t,            // main commodity sold
  unsold_t,             // held back by closed transit at the end
  paid_t,               // main commodity in what was sold that the buyer's terms pay for
  c1_usd,               // per quoted unit sold: cash cost after by-products
  aisc_usd,             // and with sustaining capital, extraction tax, property tax
  suspended_y,
  project_breaks_even,  // 1 if project_npv >= 0
  identity_residual,
  metal_residual,
  facility_residual,
  kCount
};
inline constexpr std::size_t kMeasures = static_cast<std::size_t>(Measure::kCount);

// One number per scenario, bid and calendar year. Money is real USD of the base date.
enum class Series : std::size_t {
  revenue,
  operating,
  marketing,
  taxes,
  capital,
  net,  // the venture before debt, after marketing and tax
  debt_balance,
  cover,
  distribution,
  product_t,
  concentrate_stock_t,
  kCount
};
inline constexpr std::size_t kSeries = static_cast<std::size_t>(Series::kCount);

// Per deposit and calendar year.
enum class DepositYear : std::size_t { rock_t, ore_mined_t, milled_t, feed_metal_t, kCount };
inline constexpr std::size_t kDepositYears = static_cast<std::size_t>(DepositYear::kCount);

// Life sums per deposit, in the order of MetalBridge.
inline constexpr std::size_t kBridge = 14;

// A bid between the reference and another: the reference with the first `terms` groups of terms
// taken from the other.
struct Step {
  std::size_t to = 0;  // index of the other bid
  std::string term;    // what changed in this step
  deal::Bid bid;       // at base values; drawn values are blended anew in each scenario
};
inline constexpr std::array<std::string_view, 8> kTermGroups = {"price of the stake",
                                                                "stakes and carry",
                                                                "profit share and royalty",
                                                                "capital",
                                                                "schedule",
                                                                "loans",
                                                                "offtake and marketing",
                                                                "discount rate"};
// `from` with the first `groups` groups of terms replaced by those of `to`. All replaced: `to`
// itself.
deal::Bid blend(const deal::Bid& from, const deal::Bid& to, std::size_t groups);

// Where each number stands in a scenario's row.
struct Layout {
  std::size_t inputs = 0, commodities = 0, years = 0, deposits = 0, bids = 0, steps = 0;
  std::size_t input(std::size_t i) const { return i; }
  std::size_t price(std::size_t commodity, std::size_t year) const {
    return inputs + commodity * years + year;
  }
  std::size_t bid(std::size_t b) const { return inputs + commodities * years + b * bid_size(); }
  std::size_t own(std::size_t b, std::size_t party) const { return bid(b) + party; }
  std::size_t common(std::size_t b, std::size_t party) const {
    return bid(b) + deal::kParties + party;
  }
  std::size_t measure(std::size_t b, Measure m) const {
    return bid(b) + 2 * deal::kParties + static_cast<std::size_t>(m);
  }
  std::size_t series(std::size_t b, Series s, std::size_t year) const {
    return bid(b) + 2 * deal::kParties + kMeasures + static_cast<std::size_t>(s) * years + year;
  }
  std::size_t receipt(std::size_t b, std::size_t instrument, std::size_t year) const {
    return bid(b) + 2 * deal::kParties + kMeasures + (kSeries + instrument) * years + year;
  }
  std::size_t deposit_year(std::size_t b, std::size_t deposit, DepositYear what,
                           std::size_t year) const {
    return bid(b) + 2 * deal::kParties + kMeasures +
           (kSeries + deal::kInstruments + deposit * kDepositYears +
            static_cast<std::size_t>(what)) *
               years +
           year;
  }
  std::size_t bridge(std::size_t b, std::size_t deposit, std::size_t item) const {
    return bid(b) + 2 * deal::kParties + kMeasures +
           (kSeries + deal::kInstruments + deposits * kDepositYears) * years + deposit * kBridge +
           item;
  }
  // Over the life, real, not discounted.
  std::size_t payment(std::size_t b, std::size_t which) const {
    return bid(b + 1) - deal::kPayments + which;
  }
  std::size_t bid_size() const {
    return 2 * deal::kParties + kMeasures +
           (kSeries + deal::kInstruments + deposits * kDepositYears) * years + deposits * kBridge +
           deal::kPayments;
  }
  std::size_t step(std::size_t s, std::size_t party) const {
    return inputs + commodities * years + bids * bid_size() + s * deal::kParties + party;
  }
  std::size_t size() const { return step(steps, 0); }
};

// One scenario with everything in it, by period: for `--scenario` and for whoever recomputes.
struct Detail {
  std::uint64_t scenario = 0;
  std::vector<Happening> happenings;
  // Sampled keys, [period] as in force, stored units.
  std::vector<std::pair<std::string, std::vector<double>>> inputs;
  struct OfBid {
    Operated operated;
    Sales sales;
    finance::Operations money;
    std::vector<double> capital_usd;  // real [period]
    finance::Venture venture;
    deal::PartyFlows flows;
  };
  std::vector<OfBid> bid;
};

// Computed once, at base values and the expected orebody: what the price alone does.
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
  // [bid] the same with financing and all terms, line by line; money real USD.
  struct YearLine {
    std::string section, item, unit;
    std::vector<double> values;  // [year]
  };
  std::vector<std::vector<YearLine>> yearly;
  // Project NPV of the reference bid with every input at its base value, at the planning price.
  double base_npv_usd = 0;
  // What the breakeven price pays for, USD per quoted unit: it is their sum. Empty without one.
  std::vector<std::pair<std::string, double>> breakeven_cost;
};

enum class RunStatus { done, interrupted };

struct Results {
  RunStatus status = RunStatus::done;
  CaseFile file;
  int realisations = 0;
  std::uint64_t seed = 0;
  Calendar calendar;
  std::vector<DepositModel> models;
  std::vector<Plan> plans;
  std::vector<std::size_t> plan_of_bid;
  std::vector<double> stake_price_usd;  // [bid] real
  std::vector<Step> steps;
  Layout layout;
  std::vector<std::uint64_t> scenarios;   // ids, [row]
  std::vector<std::vector<double>> rows;  // [row][layout]
  Central central;
  std::vector<Detail> details;  // of single scenarios asked for
  // Of each stage, in order: for run.log and the benchmark only.
  std::vector<std::pair<std::string, double>> seconds;

  std::vector<double> column(std::size_t place) const;
};

}  // namespace lode::study

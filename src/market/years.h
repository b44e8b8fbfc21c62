// A market from year to year. Each year is an equilibrium of its own, solved knowing its own regime
// alone; what the past leaves is a lag of demand and of supply (Nerlove 1958, The Dynamics of
// Supply; Houthakker & Taylor 1966 for demand): of a change of price use follows at once by its
// short-run elasticity and with the years by the long-run one; mines follow at once within what is
// built, and what is built follows the price of `lead` years before.
//
//   use    q = q0 exp(d) (1 - short (p - A) / A),  d' = (1 - short / long) (d - short ln(p / A))
//   mines  q = q0 exp(k) (1 + short (p - A) / A),  k' = (1 - invest) k
//                                                       + invest (long - short) ln(p[-lead] / A)
//
// q0 grows at `growth` and is moved by shocks; A is the price of the node at the level where the long
// run balances: that of the base year and the difference between the level and the base year's quoted
// price, so that what parts nodes in the base year parts them always. Scrap follows its price at once.
//
// Where a world gives a cost that does not rise with its quantity (a plant, a new route), a year's
// rises by a tenth of the level over as much as the world uses.
//
// What a new producer adds is told apart: along the path on which it makes what is expected of it every
// year is also solved with less and more, and its own path (OwnPath) reads prices between these answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "market/equilibrium.h"
#include "market/price_newton.h"

namespace lode::market {

// Elasticities are of the world, positive; each tier's and producer's stands to the world's as in
// the base year.
struct YearRules {
  double level = 0;  // price of the quoted node at which the long run balances
  double demand_short = 0.08, demand_long = 0.4;
  double mine_short = 0.07, mine_long = 0.8, scrap_short = 0.15;
  double growth = 0;     // of use and supply, a year
  double invest = 0.05;  // part of the gap between what is built and what a price calls for, a year
  int lead = 3;          // years from a price to what is built for it
  double displaced = 0;  // of a new producer's output: so much less is built by others
};

// What moves a market in one year: ln of use and of mines' supply, and the scenarios of the world that
// hold (a bit each).
struct YearShock {
  double demand = 0, supply = 0;
  std::uint64_t regime = 0;
};

// A new producer of the world, and the region at whose price it sells.
struct Outlet {
  std::string producer, priced_in;
};

// The yearly program of a world that is brought to its base year: what of it depends on no draw.
class YearlyMarket {
 public:
  // level of `output`, rising from 0: at which every outlet is solved. Throws NoAnswer where the
  // world's base year has none.
  YearlyMarket(World world, const std::string& quoted_region, const std::string& quoted_stage,
               std::vector<Outlet> outlets, std::vector<double> levels);

  const World& world() const { return world_; }
  std::size_t regions() const { return world_.regions.size(); }
  std::size_t quoted() const { return quoted_; }
  const std::vector<double>& levels() const { return levels_; }
  std::size_t outlets() const { return outlet_.size(); }
  const std::string& producer(std::size_t outlet) const {
    return world_.producer[outlet_[outlet].producer].id;
  }
  // Region at whose price an outlet sells.
  std::size_t priced_in(std::size_t outlet) const { return outlet_[outlet].region; }
  double base_price(std::size_t region) const { return base_price_[region]; }
  double base_price() const { return base_price_[quoted_]; }
  // Of the base year, by region.
  const std::vector<double>& use() const { return use_; }
  const std::vector<double>& mined() const { return mined_; }  // as the quoted stage
  // d ln(use less supply) / d ln(price) at the level, at once: what a shock of 1 is divided by.
  double steepness(const YearRules& rules) const;

  // A program under scenarios of the world that hold together; the same whoever asks first.
  struct Template {
    Model model;
    Solution start;  // of its base, to start from
    bool solved = false;
  };
  const Template& under(std::uint64_t regime) const;

 private:
  friend class YearSolver;
  struct OutletPlace {
    std::size_t producer, region;
    bool bound;  // what it sells must be used where it arrives
  };
  World world_;
  std::size_t quoted_ = 0, stage_ = 0;
  std::vector<OutletPlace> outlet_;
  std::vector<double> levels_;
  std::vector<double> base_price_, use_, mined_;  // [region]
  std::vector<double> stage_factor_;  // [stage] price change per change of the quoted stage's
  std::vector<double> node_price_;    // [region * stages + stage] of the base year
  // Of the base year, over all tiers, mines, scrap; weighted by quantity.
  double demand_elasticity_ = 0, mine_elasticity_ = 0, scrap_elasticity_ = 0;
  double scrap_ = 0;  // quantity of the base year
  mutable std::mutex mutex_;
  mutable std::map<std::uint64_t, std::unique_ptr<Template>> template_;
};

// What a year begins with.
struct YearState {
  double grown = 1;  // q0 over that of the base year
  YearShock shock;
  std::vector<double> use, mines;  // [region] d and k above
};

// One year solved. Makes programs of its own: one for each thread.
class YearSolver {
 public:
  explicit YearSolver(const YearlyMarket& market) : market_(market) {}
  // price: of the quoted stage [region], and last what the outlet gets. output: of the outlet's
  // producer, 0 for the others. `from` starts it: an answer under the same regime, or none. Throws
  // NoAnswer where a year has none.
  struct Answer {
    std::vector<double> x, y;  // [column], [row]
  };
  const Answer& solve(const YearRules& rules, const YearState& state, std::size_t outlet,
                      double output, const Answer* from, std::vector<double>& price);
  // The same with a certificate, from nothing.
  Solution solve_outright(const YearRules& rules, const YearState& state, std::size_t outlet,
                          double output, std::vector<double>& price);
  // What it was solved for last, as a model and its equilibrium: for measures and accounts.
  struct Told {
    Model model;
    Equilibrium equilibrium;
  };
  void tell(const YearState& state, Told& out);

 private:
  const YearlyMarket::Template& write(const YearRules& rules, const YearState& state,
                                      std::size_t outlet, double output);
  void read(const YearlyMarket::Template& t, const std::vector<double>& y, std::size_t outlet,
            double output, std::vector<double>& price) const;
  const YearlyMarket& market_;
  std::unique_ptr<Solver> solver_;
  std::unique_ptr<PriceNewton> newton_;
  Program program_;
  Answer answer_;
  std::vector<double> duty_;  // [value tax] a unit
  std::uint64_t told_ = 0;
};

// What a path is asked about.
struct YearDraw {
  YearRules rules;
  double start = 0;                           // quoted price of the first year; 0: none is given
  double persistence = 0;                     // of the shock that makes the first year's price
  std::vector<YearShock> year;                // [year], without that shock
  std::size_t first_output = 0;               // year from which a new producer may sell
  std::vector<std::vector<double>> expected;  // [outlet][year] its output
};

// Prices of the quoted stage, in the world's unit: without the new producer, and with each level of its output in a year
// before which it made what is expected.
struct YearPath {
  std::size_t years = 0, regions = 0, levels = 0, outlets = 0;
  YearRules rules;
  double first_shock = 0;        // that makes the first year's price
  std::vector<YearState> state;  // [year]
  std::vector<double> price;     // [year][region]
  // [year from first_output][outlet][level][region, and last what the outlet gets]
  std::vector<double> with_output;
  std::vector<YearState>
      with_state;  // [year from first_output][outlet] where it made what is expected
  std::vector<std::vector<double>> expected;
  std::size_t first_output = 0;

  double at(std::size_t year, std::size_t region) const { return price[year * regions + region]; }
  double at(std::size_t year, std::size_t outlet, std::size_t level, std::size_t place) const {
    return with_output[(((year - first_output) * outlets + outlet) * levels + level) *
                           (regions + 1) +
                       place];
  }
  const YearState& with(std::size_t year, std::size_t outlet) const {
    return with_state[(year - first_output) * outlets + outlet];
  }
};

// A function of its arguments alone. draw.expected: of every outlet (LODE_CHECK). Throws NoAnswer where
// a year has none, or no shock makes the start.
YearPath year_path(const YearlyMarket& market, YearSolver& solver, const YearDraw& draw);

// Lags of use and of what is built, after a year at these prices.
void close_year(const YearlyMarket& market, const YearRules& rules, const YearState& year,
                const std::vector<double>& price, const std::vector<std::vector<double>>& before,
                YearState& next);

// The path of one new producer along its own output, year after year.
class OwnPath {
 public:
  OwnPath(const YearlyMarket& market, const YearPath& path, std::size_t outlet);
  // Price that the outlet gets in the year at hand at this output a year.
  double price(double output) const;
  // To the next year, after this output.
  void close(double output);
  std::size_t year() const { return year_; }
  void prices(double output, std::vector<double>& out) const;  // of all regions

 private:
  double effective(double output) const;
  double read(double effective, std::size_t place) const;
  void find_shift();
  const YearlyMarket& market_;
  const YearPath& path_;
  std::size_t outlet_, year_ = 0;
  YearState state_;
  std::vector<std::vector<double>> before_;  // prices of the years before
  double displaced_ = 0;                     // of own output, where it moves the outlet's price
  // What others use less and supply more than where it made what is expected, as own output.
  double shift_ = 0;
};

// What others build less for a new producer's output: each mine by the same share.
void displace(const YearlyMarket& market, const YearRules& rules, double output, YearState& state);

// The same solved outright with this output [year]: prices [year][region, and last what
// the outlet gets].
std::vector<double> solved_path(const YearlyMarket& market, YearSolver& solver,
                                const YearPath& path, std::size_t outlet,
                                const std::vector<double>& output);

// What a yearly market cannot have: firms with market power, systems, curves, capacity that is added,
// reserves, several periods. Key and message of the first; empty: nothing.
std::string fault_of_years(const World& world);

}  // namespace lode::market

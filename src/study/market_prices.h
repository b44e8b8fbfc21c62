// Prices of the main commodity from a market that is solved year by year (market/years.h): what it
// does without the project, and what the project's own output does to it. The first commodity's
// parameters keep their meaning: `start` is the price that the first year has (the shock that makes it
// so is found, and fades with `half_life`), `long_run` the level at which the market's long run
// balances, `volatility` the yearly standard deviation of ln price that shocks to use bring.
//
// No foresight: the price of a year depends on this year's regime and shocks and on the past.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "market/market.h"
#include "study/case.h"
#include "study/events.h"

namespace lode::study {

struct Study;
struct World;

// By which producers of the market's world a bid's product reaches it, and their shares of it. The
// price of one that has several is taken as if each brought all of it.
struct Selling {
  std::vector<std::pair<std::size_t, double>> outlet;  // of YearlyMarket, share
  bool operator==(const Selling&) const = default;
};

class MarketPrices {
 public:
  // most_output: of the project, tonnes of main commodity a year; first_output_y: after the base date;
  // planned_t: what each bid's plan makes, [bid][period].
  MarketPrices(const Case& c, const Calendar& calendar, double most_output_t_per_y,
               double first_output_y, const std::vector<std::vector<double>>& planned_t);

  const market::YearlyMarket& yearly() const { return *yearly_; }
  const std::vector<Selling>& sellings() const { return sellings_; }
  // Place in sellings() of a bid's offtakes; kNone: it names no producer of the world.
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t selling_of(const Case& c, const deal::Bid& bid) const;

  // Real USD per tonne of main commodity at a price of the world; of the world's quantity a year.
  double usd_per_t(double price) const { return price * usd_per_t_; }
  double output(double tonnes_per_y) const { return tonnes_per_y / tonnes_; }

  // With all shocks and regimes of a scenario; without any.
  market::YearDraw draw(const Case& drawn, const Calendar& calendar, std::uint64_t seed,
                        std::uint64_t scenario, const std::vector<Happening>& happenings) const;
  market::YearDraw central(const Case& c) const;
  market::YearPath path(const market::YearDraw& draw) const;
  // Of a scenario, kept while there are fewer than kMostKept: it is asked for again and again.
  std::shared_ptr<const market::YearPath> path_of(std::uint64_t scenario,
                                                  const market::YearDraw& draw) const;
  // Without shocks and regimes.
  std::shared_ptr<const market::YearPath> central_path() const { return central_; }
  // Quoted prices without the project, [period].
  std::vector<double> quoted(const market::YearPath& path, const Calendar& calendar) const;
  // The same solved with what was made, tonnes of main commodity [period]: prices that the selling
  // gets, USD per tonne [period], every year solved outright.
  std::vector<double> outright(const market::YearPath& path, const Calendar& calendar,
                               std::size_t selling, const std::vector<double>& made_t) const;

  // What the plans make at most in a year, in the world's quantity.
  double planned_output() const { return planned_output_; }
  // With these producers beside those of the bids: another market, whose programs are larger.
  std::unique_ptr<market::YearlyMarket> with_clauses(const Case& c) const;

 private:
  struct Return {
    const MarketPrices* of;
    void operator()(market::YearSolver* solver) const;
  };
  using Lease = std::unique_ptr<market::YearSolver, Return>;
  Lease lease() const;

  std::unique_ptr<market::YearlyMarket> yearly_;
  std::vector<Selling> sellings_;
  std::vector<std::size_t> selling_of_bid_;
  std::vector<market::Outlet> outlets_;
  std::vector<std::vector<double>> expected_;  // [outlet][year]
  double usd_per_t_ = 1, tonnes_ = 1, planned_output_ = 0;
  std::size_t years_ = 0, first_output_ = 0;
  static constexpr std::size_t kMostKept = 2500;  // of some 15 kB
  std::shared_ptr<const market::YearPath> central_;
  mutable std::mutex mutex_;
  mutable std::map<std::uint64_t, std::shared_ptr<const market::YearPath>> kept_;  // [scenario]
  mutable std::vector<std::unique_ptr<market::YearSolver>> free_;
};

// None where prices are the prior's.
std::shared_ptr<const MarketPrices> market_prices(const Study& study);

// What the project's own output does to the price that it gets, period after period.
class OwnPrice {
 public:
  // path: of the world; empty: nothing.
  OwnPrice(const MarketPrices* market, const market::YearPath* path, std::size_t selling,
           const Calendar& calendar);
  bool moves() const { return !own_.empty(); }
  // Of the period at hand, with what was made in it; then to the next period.
  double close(std::size_t period, double made_t);
  // Of the first period, before anything is made.
  double first() const;

 private:
  double price(double output) const;
  const MarketPrices* market_;
  const Calendar& calendar_;
  std::size_t years_ = 0;
  std::vector<std::pair<market::OwnPath, double>> own_;
  double made_ = 0, length_y_ = 0, last_ = 0;
};

}  // namespace lode::study

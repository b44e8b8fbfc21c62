// One scenario through plant, price, money and deal, for every bid and every step between bids.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "study/results.h"

namespace lode::study {

// What it costs to dig, mill and sell, in the order of the tables.
inline constexpr std::array kOperatingCosts = {finance::Line::selling,    finance::Line::mining,
                                               finance::Line::processing, finance::Line::general,
                                               finance::Line::refining,   finance::Line::care};

// What all scenarios share, made by run().
struct Shared {
  const CaseFile& file;
  const Calendar& calendar;
  const std::vector<Plan>& plans;
  std::uint64_t seed = 1;
  std::size_t realisations = 1;
  std::vector<Step> steps;
  std::vector<std::size_t> plan_of_bid, plan_of_step;
  std::vector<double> stake_price_usd;  // [bid]
  Layout layout;
};

// A flat or given price, base values, the expected orebody, no events.
struct CentralInput {
  std::vector<std::vector<double>> prices;  // [commodity][period]
  double recovery_factor = 1, capital_factor = 1, extra_delay_y = 0;
  bool with_loans = false;
};

class Evaluator {
 public:
  explicit Evaluator(const Shared& shared);
  // The draw must break no rule: faults_of_draws and faults_of_plants tell before.
  std::vector<double> row(std::uint64_t scenario, Detail* detail = nullptr);
  // Of one bid under CentralInput.
  Detail::OfBid central(std::size_t bid, const CentralInput& input);
  // The bid's project before its financing and its marketing: equity alone pays, all is sold at
  // arm's length. Taxes and royalty uplift included.
  finance::Venture project(const Detail::OfBid& evaluated, const deal::Bid& bid,
                           double extra_delay_y = 0) const;
  // What its holders get and pay, real [period].
  std::vector<double> project_flow(const Detail::OfBid& evaluated, const deal::Bid& bid,
                                   double extra_delay_y = 0) const;

 private:
  void draw(std::uint64_t scenario, std::vector<double>& row);
  Detail::OfBid evaluate(const deal::Bid& bid, const Operated& operated, double stake_price_usd,
                         const std::vector<std::vector<double>>& prices, double capital_factor = 1,
                         double extra_delay_y = 0, bool with_loans = true);
  finance::Timeline timeline(const deal::Bid& bid, double extra_delay_y) const;
  std::vector<double> capital(const deal::Bid& bid, double factor) const;
  void write_bid(std::size_t b, const Detail::OfBid& evaluated, std::vector<double>& row) const;

  const Shared& shared_;
  Case drawn_;
  std::map<std::string, SampledMember> members_;
  Regimes regimes_;
};

}  // namespace lode::study

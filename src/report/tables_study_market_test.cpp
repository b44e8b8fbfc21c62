// Tables of the market that a study's prices come from.
#include <gtest/gtest.h>

#include <cmath>

#include "report/report.h"
#include "report/tables.h"
#include "study/made_up_market.h"
#include "study/run.h"

namespace lode::report {
namespace {

const study::Results& results() {
  static const study::Results made = study::run(study::market_case_file(), {8, 4, 1, {}});
  return made;
}
double cell(const std::vector<Cell>& row, std::size_t at) { return std::get<double>(row[at]); }

TEST(StudyMarketTables, give_prices_per_quoted_unit) {
  const Table t = market_effects_table(results());
  ASSERT_EQ(t.rows.size(), 2u * 3 * 3);  // regimes, sellers, regions
  // Calm, nobody: the long run as the scenarios drew it, in every region that uses the metal.
  const std::vector<study::SampledInput>& sampled = results().file->sampled;
  std::size_t place = 0;
  while (sampled[place].key != "commodity.main.long_run") ++place;
  double level = 0;
  for (const double drawn : results().column(place)) level += drawn / 8;
  for (const std::size_t region : {0u, 1u}) EXPECT_NEAR(cell(t.rows[region], 3) / level, 1, 1e-5);
  EXPECT_EQ(cell(t.rows[0], 9), 0);  // gain
}

// At the break-even probability the clause neither gains nor costs.
TEST(StudyMarketTables, break_even_where_calm_and_regime_weigh_the_same) {
  const Table t = clauses_table(results());
  ASSERT_EQ(t.rows.size(), 2u * 3);
  for (const auto& row : t.rows)
    if (const double* even = std::get_if<double>(&row[10])) {
      EXPECT_GT(*even, 0);
      EXPECT_LT(*even, 100);
      EXPECT_NEAR(*even / 100 * cell(row, 7) + (1 - *even / 100) * cell(row, 6), 0,
                  1e-9 * std::abs(cell(row, 7)));
    } else {
      EXPECT_TRUE(std::get<std::string>(row[3]) == "calm" || cell(row, 6) * cell(row, 7) >= 0);
    }
}

TEST(StudyMarketTables, balance_flows_of_the_new_producer) {
  double sold = 0;
  for (const auto& row : market_flows_table(results()).rows)
    if (std::get<std::string>(row[0]) == "calm" && std::get<std::string>(row[5]) == "new")
      sold += cell(row, 7);
  EXPECT_NEAR(sold, results().market_effects->output * 1000, 1e-3 * sold);
}

TEST(StudyMarketTables, say_what_is_not_there) {
  study::CaseFile file = study::market_case_file();
  file.values.market->prices = study::Prices::prior;
  const study::Results prior = study::run(std::move(file), {4, 4, 1, {}});
  for (const Table& t :
       {market_effects_table(prior), market_reliance_table(prior), clauses_table(prior),
        market_flows_table(prior), price_paths_check_table(prior), cost_curve_table(prior)}) {
    EXPECT_TRUE(t.rows.empty()) << t.name;
    EXPECT_FALSE(t.note.empty()) << t.name;
  }
  EXPECT_TRUE(market_sentences(prior).empty());
}

}  // namespace
}  // namespace lode::report

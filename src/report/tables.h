// The tables of a run, each made by one function from the results.
#pragma once

#include <vector>

#include "report/table.h"
#include "study/study.h"

namespace lode::report {

// What each offer is worth (tables_deal.cpp).
Table deal_table(const study::Results& results);
Table deal_common_table(const study::Results& results);
Table deal_difference_table(const study::Results& results);
Table bridge_table(const study::Results& results);
Table holders_table(const study::Results& results);
Table npv_histogram_table(const study::Results& results);

// Who builds, when, and what the right to decide is worth (tables_decisions.cpp).
Table built_table(const study::Results& results);
Table decided_table(const study::Results& results);
Table decided_difference_table(const study::Results& results);
Table decided_bridge_table(const study::Results& results);
Table readings_table(const study::Results& results);
Table control_table(const study::Results& results);
Table decision_bound_table(const study::Results& results);

// What each reader asks first, and who offers what, by name (tables_parties.cpp).
Table answers_table(const study::Results& results);
Table parties_table(const study::Results& results);
// "United States" for the id of a buyer, the host's or the adverse state's code; else as it is.
std::string name_of_buyer(const study::Case& c, const std::string& id);

// What would change the answer, and the numbers each reader asks for (tables_answer.cpp).
Table flips_table(const study::Results& results);
Table indicators_table(const study::Results& results);

// Money by year (tables_money.cpp).
Table cash_table(const study::Results& results);
Table plan_cash_table(const study::Results& results);
Table yearly_table(const study::Results& results);
Table payments_table(const study::Results& results);
Table waterfall_table(const study::Results& results);
Table take_by_year_table(const study::Results& results);
Table receipts_table(const study::Results& results);
Table debt_table(const study::Results& results);
Table cover_table(const study::Results& results);
Table take_table(const study::Results& results);
Table sources_uses_table(const study::Results& results);
Table bank_case_table(const study::Results& results);
Table lending_table(const study::Results& results);
Table flat_price_table(const study::Results& results);
Table breakeven_cost_table(const study::Results& results);
Table party_breakeven_table(const study::Results& results);
Table price_rate_grid_table(const study::Results& results);
Table price_table(const study::Results& results);
Table price_check_table(const study::Results& results);
Table price_value_table(const study::Results& results);

// The ground and the mine (tables_mine.cpp).
Table metal_bridge_table(const study::Results& results);
Table flowsheet_table(const study::Results& results);
Table products_table(const study::Results& results);
Table tonnage_grade_table(const study::Results& results);
Table schedule_table(const study::Results& results);
Table product_table(const study::Results& results);
Table dependence_table(const study::Results& results);

// The market that prices come from (tables_study_market.cpp).
Table market_effects_table(const study::Results& results);
Table market_reliance_table(const study::Results& results);
Table clauses_table(const study::Results& results);
Table market_places_table(const study::Results& results);
Table market_flows_table(const study::Results& results);
Table cost_curve_table(const study::Results& results);
Table price_paths_check_table(const study::Results& results);
// What the regime that moves prices most does to each region, and what clauses give and cost.
std::vector<std::string> market_sentences(const study::Results& results);

// The resource of deposits with drill holes (tables_resource.cpp).
Table resource_table(const study::Results& results);
Table statement_classes_table(const study::Results& results);
Table resource_by_product_table(const study::Results& results);
Table estimation_table(const study::Results& results);
Table support_table(const study::Results& results);

// Its estimates beside the samples (tables_estimate.cpp).
Table swath_table(const study::Results& results);
Table sample_histogram_table(const study::Results& results);
Table log_probability_table(const study::Results& results);
Table composites_variogram_table(const study::Results& results);
Table cross_validation_table(const study::Results& results);
Table cross_validation_figures_table(const study::Results& results);
Table model_section_table(const study::Results& results);
Table hole_section_table(const study::Results& results);

// The pit and published plans (tables_pit.cpp).
Table pit_by_pit_table(const study::Results& results);
Table pushbacks_table(const study::Results& results);
Table slopes_table(const study::Results& results);
Table section_table(const study::Results& results);
Table plan_view_table(const study::Results& results);
Table published_plan_table(const study::Results& results);

// The inputs and how far they carry the results (tables_inputs.cpp); identities and limits that the
// run was checked against (tables_checks.cpp).
Table inputs_table(const study::Results& results);
Table events_table(const study::Results& results);
Table trust_table(const study::Results& results);
Table checks_table(const study::Results& results);

// Single scenarios (tables_scenario.cpp).
LongTable scenarios_table(const study::Results& results);  // a row per scenario; refers to them
std::vector<Table> scenario_detail_tables(
    const study::Results& results);  // of --scenario, by period

// Used by several tables.
double supply_t_per_y(const study::Results& results,
                      std::size_t bid);  // metal sold in a year of operation, mean
std::vector<double> host_values(const study::Results& results,
                                std::size_t bid);  // state + fund + seller, [row]
// The sampled input for which the difference of its mean from its base value changes mean project
// value most.
struct Shift {
  std::string key;  // empty: none does
  double value_usd = 0, mean = 0, base = 0;
};
Shift largest_shift(const study::Results& results);
// Of the main commodity that is marketed, what an offtake takes: its share of its product and,
// where there are several, the product's part of the metal at full rate on the reference bid's
// plan.
double share_of_supply(const study::Results& results, const deal::Offtake& offtake);

// How many values of a case have a source, an assumption, a method or none: counted once for
// terminal, tables and page.
struct Provenances {
  double source = 0, assumption = 0, method = 0, silent = 0;
  double given() const { return source + assumption + method + silent; }
};
Provenances provenances_of(const study::CaseFile& file);
std::string sentence_of(const Provenances& rest_on);

double price_share_of_spread(
    const study::Results& results);  // rank R^2 of project NPV on the mean price while producing
inline constexpr double kMillion = 1e6;

// Values in the table of flips.
inline constexpr const char* kFlipStakePrice = "price of the stake";
inline constexpr const char* kFlipFreeStake = "fund's free stake";
inline constexpr const char* kFlipClosing = "chance that it closes";

// Rows of the indicators that the summary also reads.
inline constexpr const char* kChanceBelowCover = "Chance that the DSCR falls below 1";
inline constexpr const char* kLendersLoss =
    "Loss of the lenders, present value at the risk-free rate";

}  // namespace lode::report

// Cash flow of a study's table: from products, costs and terms to every line, the debt and each
// party's flows. Nominal inside; flows are deflated to be discounted at real rates.
//
//   CashFlowModel model = make_model(terms);            // names resolved, faults reported
//   CashFlow flow = cash_flow(model);                   // the case as it stands
//   evaluate(model, {.price = 0.9}, flow);              // again, into the same memory
//
// Business and claims on revenue and cost here; taxes, debt, reserves and distribution by the march
// of march.h; then the holders (holders.h).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "finance/cash_flow_terms.h"
#include "finance/march.h"

namespace lode::finance {

// What a scenario changes. price_factor: [period] or empty.
struct CashScenario {
  double price = 1, quantity = 1, operating = 1, capital = 1;
  std::span<const double> price_factor{};
};

// What a ring's income tax takes that no scenario changes but by a factor; nominal, [period].
struct RingRows {
  std::string id;                      // the deposit that is ring-fenced
  std::vector<double> operating;       // deductible
  std::vector<double> closure;         // likewise
  std::vector<double> other_income;    // taxable
  std::vector<double> allowance_base;  // initial capital
};

// What a second tax on profit deducts, nominal.
struct ModelProfitTax {
  std::vector<double> operating, closure, capital;  // [period]
};

// What a reserve for maintenance takes of cash and gives back, nominal.
struct ModelMaintenance {
  CostKind kind = CostKind::sustaining;
  std::vector<double> put, spent;  // [period]
};

struct ModelProduct {
  std::size_t ring = 0;
  std::vector<double> quantity;                             // [period] payable, price units
  std::vector<double> price, floor, cap, charge, discount;  // in nominal money of the case per unit
  bool has_discount = false;
};
struct ModelStream {
  std::size_t product = 0;
  std::vector<double> price;  // nominal money per unit; empty: price_share
};

struct CashFlowModel : MarchModel {
  CashFlowTerms terms;
  std::vector<std::string> label;
  std::vector<double> index;     // price level of the case's currency; 1 where rows are nominal
  std::vector<double> deflator;  // to the money that rates are of
  std::vector<RingRows> rows;    // [ring]
  std::vector<ModelProduct> product;
  std::vector<ModelStream> stream;
  std::vector<double> cost;                              // [period][kind] nominal
  std::vector<double> vat, imported, payroll, services;  // [period] bases
  std::vector<double> by_product, other_revenue, other_income;
  std::vector<double> given_royalty, given_income_tax, given_other_tax;
  std::vector<std::vector<double>> extraction;  // [tax][period] contained metal, price units
  std::vector<std::size_t> extraction_product;
  std::vector<std::size_t> royalty_product;  // kNoProduct: all
  std::vector<std::size_t> royalty_scale;    // whose price or quantity its rate follows
  std::vector<double> row_cost_nominal;      // [cost * periods + t] for the table
  std::vector<ModelProfitTax> profit_rows;   // [second tax on profit]
  std::vector<ModelMaintenance> maintenance;
  std::vector<Holder> holder;                             // the partners; without any one investor
  std::vector<HolderSum> sums;                            // between them
  double produced = 0;                                    // of the main product
  std::size_t first_production = 0, last_production = 0;  // periods; 0 and the last if none
  bool has_production = false;
  // Of discount, a year: one, or one a period. Of the headline; that the breakeven price must give.
  std::vector<double> rates, hurdle;
  std::vector<double> discount;  // [period] by `rates` to its middle, where they are by period
};
inline constexpr std::size_t kNoProduct = static_cast<std::size_t>(-1);

// Every fault across keys, each with its key; empty if all is well. What make_model throws.
std::vector<Fault> faults_of(const CashFlowTerms& terms);
// Throws InputError with the keys of what contradicts itself.
CashFlowModel make_model(const CashFlowTerms& terms);

// Results and the memory they are made in.
struct CashFlow : FinancedLedger {
  HolderShares shares;  // of the model's holders
};

// passes: most that tax and debt are sought for.
void evaluate(const CashFlowModel& model, const CashScenario& scenario, CashFlow& flow,
              int passes = 100, Search search = Search::quick);
CashFlow cash_flow(const CashFlowModel& model, const CashScenario& scenario = {});

// The same without loans and partners: the project alone.
CashFlowTerms without_finance(const CashFlowTerms& terms);

}  // namespace lode::finance

// A study's table in money: from products, costs and terms to every line, the debt and what each
// party gets. Nominal inside; flows are deflated to be discounted at real rates.
//
//   CashFlowModel model = make_model(terms);            // names resolved, faults told
//   CashFlow flow = cash_flow(model);                   // the case as it stands
//   evaluate(model, {.price = 0.9}, flow);              // again, into the same memory
//
// In a period, in this order: business; royalties and other claims on revenue and cost; pools and
// income tax with the interest that falls due; taxes on rent; debt service, reserves, sweep;
// distribution to the holders. Interest counts in the tax when it falls due, so that a march from
// period to period settles tax and debt together; what it cannot know before its end is sought:
// what construction uses (fees are of what will be drawn), then what the cash of sculpted loans is
// worth (it decides their size and the scale of their service). Secant steps until a march repeats
// what it assumed to 1e-13 of the cash for debt service; `passes` of them, `residual` says how
// well.
//
// Construction: in its periods the loans are drawn at one gearing of all uses (capital, interest,
// fees, reserves funded at close, less cash from operations), so that they are drawn in full at its
// end; equity pays the rest. Afterwards holders pay bills that cash does not cover; debt service is
// paid from cash, then the reserve, then support up to its cap; the rest goes to arrears.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "finance/cash_flow_terms.h"
#include "finance/ledger.h"
#include "finance/loan_book.h"
#include "finance/tax_books.h"

namespace lode::finance {

// What a scenario changes. price_factor: [period] or empty.
struct CashScenario {
  double price = 1, quantity = 1, operating = 1, capital = 1;
  std::span<const double> price_factor{};
};

// Per deposit that is ring-fenced; else one.
struct Ring {
  std::string id;
  double share = 1;                    // of what belongs to none
  std::vector<double> operating;       // [period] deductible, nominal
  std::vector<double> closure;         // likewise
  std::vector<double> other_income;    // taxable
  std::vector<double> pool;            // [period * pools + pool] capital put into it
  std::size_t pooled_until = 0;        // no capital from this period on
  std::vector<double> allowance_base;  // initial capital
};

// What one period hands to the next.
struct CashState {
  std::vector<TaxBooks> books;       // [ring]
  std::vector<double> rent_balance;  // [tax on rent]
  std::vector<TaxBooks> profit;      // [second tax on profit]
  double interest_kept = 0;          // above the cap, for later years
  double credit = 0;                 // investment credit not yet used
  double invested = 0, equity = 0;   // so far
  RFactor r_factor;                  // before the period
  LoanBook loans;
  double cash = 0, reserve = 0, operating_reserve = 0, maintenance = 0;
  double earned = 0;  // on the reserves, in the next period
  double support_left = 0;
  double gearing = 0, expected = 0;  // of what is drawn; what will be drawn
  double uses = 0;                   // of construction so far
  int in_arrears = 0;
  bool called = false;
};

// What the income tax takes of a period that no scenario changes.
struct TaxPeriod {
  double local = 1, to_case = 1;  // of the tax's currency for one of the case's; the reverse
  double rate = 0;                // of the income tax
  double minimum_rate = -1;       // of the minimum tax; negative: there is none
  bool amends = false;            // minimum tax, or losses that are carried back or grow
  std::size_t year = 0;           // tax year
  std::size_t pools_from = 0;     // the first in which capital of the period may be deducted
  bool ends_year = false;
  bool deducts = false;                          // pools, at its end
  bool tax_free = false, property_free = false;  // by the years of the processing agreement
  DepreciationYear deduction;
};

// What a second tax on profit deducts, nominal.
struct ModelProfitTax {
  std::vector<double> operating, closure, capital;  // [period]
  std::vector<double> rate;                         // [period] of scale flat
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

struct CashFlowModel {
  CashFlowTerms terms;
  Calendar calendar;
  std::size_t periods = 0;
  std::vector<std::string> label;
  std::vector<double> index;     // price level of the case's currency; 1 where rows are nominal
  std::vector<double> deflator;  // to the money that rates are of
  std::vector<TaxPeriod> tax;    // [period]
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
  std::vector<Ring> ring;
  std::vector<ModelProfitTax> profit;
  std::vector<ModelMaintenance> maintenance;
  std::vector<Loan> loan;
  CashState opening;                  // nothing spent, nothing drawn
  std::vector<double> loan_discount;  // [loan * periods + t] of one period
  std::vector<double> mean_discount;  // [period] at the loans' mean rate
  double upfront = 0, commitment = 0, exposure = 0, exposure_at_signing = 0;  // means of the loans
  std::vector<double> given_draw;  // [period * loans + i] nominal; empty: with the need
  double given_draws = 0;          // in all, nominal
  std::vector<Holder> holder;      // the partners; without any one investor
  std::vector<HolderSum> sums;     // between them
  // Of construction as the case stands: where a scenario's search starts, and by which slope.
  double uses = 0, uses_slope = 0;
  double produced = 0;  // of the main product
  std::size_t tax_years = 0;
  std::size_t first_production = 0, last_production = 0;  // periods; 0 and the last if none
  bool has_production = false;
  std::size_t construction = 0;  // periods of it
  std::size_t first_capital = 0;
  // Of discount, a year: one, or one a period. Of the headline; that the breakeven price must give.
  std::vector<double> rates, hurdle;
  std::vector<double> discount;  // [period] by `rates` to its middle, where they are by period
};
inline constexpr std::size_t kNoProduct = static_cast<std::size_t>(-1);

// Every fault across keys, each with its key; empty if all is well. What make_model throws.
std::vector<Fault> faults_of(const CashFlowTerms& terms);
// Throws InputError with the keys of what contradicts itself.
CashFlowModel make_model(const CashFlowTerms& terms);

// quick: secants, and a short march of interest and income tax alone that foresees where the whole
// will end. plain: each march starts from what the last one found. Both end at the same.
enum class Search { quick, plain };
// x = g(x): the next x after the pair (x, g); plain where the slope says nothing.
struct Repeat {
  double last_x = 0, last_g = 0, slope = 0;
  bool has_last = false;
  double next(double x, double g, Search search);
};

enum class CashDebt {
  none,
  repaid,
  outstanding_at_end,
  in_default,
  no_debt_meets_cover  // sculpted loans, but no cash to size them on
};
std::string_view name_of(CashDebt status);

// A sculpted loan's cash over its cover, and what it is worth when construction ends.
struct Sculpture {
  std::vector<double> cash;      // [period] of the last march
  double worth = kInfinity;      // assumed; infinite where the loan is not sculpted
  double scale = 1;              // of its service: drawn over worth
  double found = 0, factor = 1;  // worth by the march so far; its discount factor
  double end_y = -1;             // of repayment; negative in grace
  Repeat search;
};

// What a short march of interest and income tax alone goes by.
struct Foresight {
  struct Period {
    double income = 0, cash = 0;    // taxable, money of the tax; for service, before income tax
    double interest = 0, cost = 0;  // of the balance; with the guarantor's fee
    double discount = 0;
  };
  std::vector<Period> period;
  std::size_t repaid_from = 0, repaid_to = 0;  // periods of the loan's term
  TaxBooks books;                              // losses alone
};

// What one ring's income tax takes of a period.
struct RingPeriod {
  double revenue = 0, income = 0, cost = 0;
  double deduction = 0, property = 0;  // out of the pools; on them, as tax. Money of the tax
};

// One loan's lines in a period, where there are several.
struct LoanPeriod {
  double draw = 0, interest = 0, principal = 0, fees = 0, balance = 0;
};

// Results and the memory they are made in.
struct CashFlow : Ledger {
  HolderShares shares;                                      // of the model's holders
  std::vector<double> debt_cover;                           // [period] NaN where no service is due
  std::vector<double> loan_life_cover, project_life_cover;  // [period] likewise, opening balance
  std::vector<LoanPeriod> loan;                             // [loan * periods + t], of several
  // [second tax on profit * periods + t] income before losses and tax of the tax year that ends.
  std::vector<double> profit_income, profit_tax;
  double drawn = 0, uses = 0;  // of construction
  double residual = 0;         // of the last pass, relative
  int passes = 0;
  CashDebt debt = CashDebt::none;
  std::optional<std::size_t> default_period;
  std::optional<std::size_t> rising_debt;  // first period in which sculpting lets debt grow

  // Working memory.
  CashState state, built, opening;  // now; when construction ends; when a period of it opens
  LoanBook ahead;                   // the loans of later periods, if all is paid
  Foresight foresight;
  double operating = 1, capital = 1;  // factors of the scenario
  // [period] of reserves for maintenance: put by less spent; what of it cover ratios take.
  std::vector<double> maintenance_change, maintenance_cover;
  std::vector<double> base_cash;     // [period] before income tax, property tax and rent taxes
  std::vector<RingPeriod> ring;      // [ring * periods + t]
  Repeat uses_search;                // of construction
  std::vector<Sculpture> sculpture;  // [loan]
};

// passes: most that tax and debt are sought for.
void evaluate(const CashFlowModel& model, const CashScenario& scenario, CashFlow& flow,
              int passes = 100, Search search = Search::quick);
CashFlow cash_flow(const CashFlowModel& model, const CashScenario& scenario = {});

// The same without loans and partners: the project alone.
CashFlowTerms without_finance(const CashFlowTerms& terms);

}  // namespace lode::finance

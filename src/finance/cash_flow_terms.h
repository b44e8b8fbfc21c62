// A study's table as data: what `lode cashflow CASE` reads. Money is in the case's unit (millions,
// say) of the case's currency unless a row names another; docs/cashflow.md is the manual.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/dialect.h"
#include "base/row.h"
#include "finance/financing.h"
#include "finance/fiscal.h"
#include "finance/holders.h"
#include "finance/indicators.h"

namespace lode::finance {

// Rows of money at the base date's price level, or of each day.
enum class Money { real, nominal };

struct PeriodTerms {
  int count = 0;                 // 0: as long as the lists and tables are
  int first_year = 0;            // the first period begins with it
  std::vector<double> length_y;  // [period]; empty: years
  std::vector<std::string> label;
};
void describe(Visitor& visit, PeriodTerms& period);

// A CSV file, relative to the case; a line a row (its periods are columns), or a line a column.
enum class Layout { lines, columns };
// printed: 1,050 and 1 050, (68) for -68, - for 0.
enum class TableNumbers { plain, printed };
struct TableFile {
  std::string id, file;
  Layout layout = Layout::lines;
  std::string name_column;   // that holds the lines' names; empty: the first
  std::string first_period;  // column of the first period; empty: the first named 2026, -3, t0, y1
  std::string last_period;   // column of the last; empty: the last of the file
  TableNumbers numbers = TableNumbers::plain;
  std::string where_column, where;  // only rows that hold this text in this column
  bool blank_is_zero = false;       // else an empty cell is a fault
  Dialect dialect;
};
void describe(Visitor& visit, TableFile& table);

struct Currency {
  std::string id;
  Row per_report;  // of it for one of the case's; one number follows the two price levels
  Row inflation;   // of its prices; not given: the case's
};
void describe(Visitor& visit, Currency& currency);

struct Product {
  std::string id;
  Row quantity;  // of metal, concentrate or ore: what the shares below turn into payable product
  std::string unit = "t";
  Row grade;
  std::string grade_unit = "fraction";
  Row recovery, payable;  // shares; not given: 1
  Row price;
  std::string price_unit;   // "USD/oz"
  Row charge;               // treatment, refining, freight: per price unit, off the price
  Row floor, cap;           // of the price
  Row discount;             // off the price, to the offtaker, share
  double escalation = 0;    // of the price, a year
  int escalation_from = 0;  // period in which the price is as given
  std::string deposit;
};
void describe(Visitor& visit, Product& product);

enum class CostKind {
  mining,
  processing,
  general,
  selling,
  other,
  royalty,  // to private holders, or a state's that the study counts before tax
  sustaining,
  capital,
  closure,
  working_capital
};
inline constexpr std::size_t kCostKinds = 10;
struct Cost {
  std::string id;
  CostKind kind = CostKind::other;
  Row amount;               // or
  Row quantity, unit_cost;  // their product, in `currency`, not in its unit
  std::string currency;
  double escalation = 0;
  int escalation_from = 0;
  std::string deposit;
  std::string pool;        // of capital: all into this one; "none": never deducted
  bool deductible = true;  // of operating cost and closure
  bool vat = false;        // is paid on it
  double imported = 0;     // share that bears the duty
  double payroll = 0;      // share that is pay
  double services = 0;     // share that is paid to services from abroad
};
void describe(Visitor& visit, Cost& cost);

// revenue: bears royalties. by_product: the same, and lowers C1. other: outside both.
enum class IncomeKind { revenue, by_product, other };
struct Income {
  std::string id;
  IncomeKind kind = IncomeKind::other;
  Row amount;
  std::string currency, deposit;
  bool taxable = true;
};
void describe(Visitor& visit, Income& income);

enum class GivenTaxKind { royalty, income_tax, other };
struct GivenTax {
  std::string id;
  GivenTaxKind kind = GivenTaxKind::income_tax;
  Row amount;
};
void describe(Visitor& visit, GivenTax& tax);

// A stream or a prepayment: money first, metal later below its price. The holder pays the lesser of
// `price` and the market's.
struct Stream {
  std::string id, product;
  Row deposit;               // received by the venture
  Row share;                 // of the payable product that is delivered; or
  Row delivered;             // so much of it, in price units
  double limit = kInfinity;  // in all, price units; afterwards share_after
  double share_after = 0;
  Row price;               // paid on delivery, per price unit; or
  double price_share = 0;  // of the market's price
};
void describe(Visitor& visit, Stream& stream);

struct WorkingCapital {        // in days of a year's flow; released in the period after the last
  double receivable_days = 0;  // of revenue
  double inventory_days = 0;   // of operating cost
  double payable_days = 0;     // of operating cost
};
void describe(Visitor& visit, WorkingCapital& terms);

// Fund that is paid into before closure, for the closure row's cost.
struct ClosureFund {
  Row contribution;         // paid in; released when closure is paid and at the end
  bool spread = false;      // instead: the whole cost, by production
  bool deductible = false;  // contributions, and then not the closure they pay
};
void describe(Visitor& visit, ClosureFund& fund);

struct CashLoan {
  CashLoan() { loan.commitment_usd = kInfinity, loan.grace_y = 0; }
  std::string id;
  Loan loan;  // its rate is below; commitment infinite: as much as the debt's other terms allow
  Row rate;
  Row draw;                          // given; none: with the need
  double balance = 0;                // owed when the first period starts: nothing more is drawn
  bool exposure_at_signing = false;  // the guarantor's fee on the whole, with the first draw
};
void describe(Visitor& visit, CashLoan& loan);

// Maintenance reserve, ahead of debt service, for a row of cost with large outlays: in equal parts
// by time until the period in which it is spent, that period included.
struct MaintenanceReserve {
  std::string id;
  std::string cost;  // a row of cost
  double years = 0;  // before each spending; 0: since the one before, or since construction ended
};
void describe(Visitor& visit, MaintenanceReserve& reserve);

struct DebtTerms : FinancingRules {
  std::vector<CashLoan> loan;
  std::vector<MaintenanceReserve> maintenance;
  int construction_periods = 0;  // 0: until first production
};
void describe(Visitor& visit, DebtTerms& debt);

struct DepositShare {
  std::string id;
  double share = 0;  // of rows that name no deposit
};
void describe(Visitor& visit, DepositShare& deposit);

struct Valuation {
  std::vector<double> rates = {0, 0.05, 0.08, 0.10};  // real or nominal as the rows are
  Row rate;  // the headline's; not given: the first of the list above 0
  Convention convention = Convention::mid_period;
  double from_y = 0;          // values are of this time after the start of the first period
  double hurdle = kInfinity;  // return that the breakeven price must give; not given: `rate`
  // Of the modified rate of return: of outflows, of inflows; not given: `rate`.
  double finance_rate = kInfinity, reinvestment_rate = kInfinity;
  std::vector<double> price_factors = {0.8, 0.9, 1, 1.1, 1.25, 1.5};
};
void describe(Visitor& visit, Valuation& valuation);

struct CashFlowTerms {
  std::string title;
  std::string currency = "USD";
  double money_unit = 1e6;  // of the currency, in one of the case's numbers
  Money money = Money::real;
  Row inflation;  // of the case's currency; not given: none
  double grams_per_ounce = 31.1034768;
  PeriodTerms period;
  std::vector<TableFile> table;
  std::vector<Currency> other_currency;
  std::vector<DepositShare> deposit;
  std::vector<Product> product;
  std::vector<Cost> cost;
  std::vector<Income> income;
  std::vector<GivenTax> given_tax;
  std::vector<Stream> stream;
  WorkingCapital working_capital;
  ClosureFund closure_fund;
  Fiscal fiscal;
  DebtTerms debt;
  std::vector<Holder> partner;  // none: one investor holds all
  Valuation valuation;
};
void describe(Visitor& visit, CashFlowTerms& terms);
// Shows every row of the terms with its key.
void each_row(CashFlowTerms& terms, const std::function<void(const std::string&, Row&)>& see);
// As many as the longest row has, if the terms do not say.
std::size_t periods_of(CashFlowTerms& terms);

}  // namespace lode::finance
#define LODE_NAMES(Type, count, ...)                                                         \
  template <>                                                                                \
  inline constexpr std::array<std::string_view, count> lode::kNames<lode::finance::Type> = { \
      __VA_ARGS__}
LODE_NAMES(Money, 2, "real", "nominal");
LODE_NAMES(Layout, 2, "lines", "columns");
LODE_NAMES(TableNumbers, 2, "plain", "printed");
LODE_NAMES(CostKind, 10, "mining", "processing", "general", "selling", "other", "royalty",
           "sustaining", "capital", "closure", "working_capital");
LODE_NAMES(IncomeKind, 3, "revenue", "by_product", "other");
LODE_NAMES(GivenTaxKind, 3, "royalty", "income_tax", "other");
#undef LODE_NAMES

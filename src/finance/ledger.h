// The ledger: nominal money, [period], every line positive in the sense of its name.
// One list of lines: tables, CSV, payments and the recomputation in tests/ use these names.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lode::finance {

// Every line of the money, in the order of the tables. One list for studies and for
// `lode cashflow`: a ledger leaves at 0 what its source does not have.
enum class Line : std::size_t {
  // business: pretax_cash = revenue + other_income - the costs
  revenue,
  other_income,
  mining,
  processing,
  general,
  refining,
  care,
  selling,
  other_cost,
  private_royalty,  // to who holds it; a table takes it off pretax_cash, a study does not
  sustaining,
  capital,
  closure,
  working_capital,  // as a table gives it, part of pretax_cash
  pretax_cash,
  // claims on it before the lenders
  marketing,  // marketer's or offtaker's discount and fee
  management,
  stream,  // metal delivered below its price, less deposits received
  royalty_uplift,
  royalty,  // by the law's list, to the state
  extraction_tax,
  given_royalty,
  before_income_tax,  // pretax_cash less the claims so far
  property_tax,
  social_tax,
  import_duty,
  services_withholding,
  rent_tax,
  profit_tax,  // second taxes on profit, with bases of their own
  income_tax,  // with the minimum tax; negative: refunded
  given_income_tax,
  given_other_tax,
  // balances: what was set aside in the period (negative: released)
  vat_due_change,
  working_capital_change,
  closure_fund_change,
  after_tax,  // cash after all taxes and those balances, before debt
  // debt
  cash_for_debt_service,  // what cover ratios take
  reserve_interest,
  draw,
  interest,  // paid in cash, with that of arrears made good; before withholding
  capitalised_interest,
  principal,  // likewise, with what is swept
  sweep,      // part of principal
  upfront_fee,
  commitment_fee,
  exposure_fee,
  guarantee_fee,
  interest_withholding,  // part of interest: to the state
  scheduled_service,     // interest and principal without arrears; none in construction
  arrears,               // stock at the period's end: service that was due and not paid
  debt_balance,          // stock: all that is owed to the lenders, arrears included
  reserve_balance,       // stock, for debt service
  operating_reserve_balance,
  maintenance_reserve_balance,
  // claims put off by rank (ranks.h): what is due less what is paid, negative when it is paid late
  bills_deferred,
  taxes_deferred,
  guarantee_deferred,
  marketing_deferred,
  management_deferred,
  closure_beyond_fund,  // borne by the state, or who guaranteed it
  deferred_interest,    // of the period, added to the claims that were put off
  unpaid_bills,  // stocks with that interest; else cash below zero, owed to suppliers and the state
  unpaid_taxes,
  unpaid_guarantee,
  unpaid_marketing,
  unpaid_management,
  reserve_change,  // of all reserves
  cash_change,     // locked up, left from construction, or owed for bills
  // holders
  equity,   // called from all holders
  support,  // of debt service and bills, from those who promised it
  distribution,
  dividend_withholding,
  milestones,  // sums that holders pay to the state
  state_equity,
  state_share,  // what the state gets as a holder, after what repays its carry
  investor,     // the other holders' net flow
  government,   // all of the above that the state gets, net of what it pays in
  lenders,
  // memo; the tax year's figures stand in its last period
  depreciation,
  taxable_income,  // before losses brought forward; may be negative
  loss_used,
  loss_carried_back,  // against the income of earlier years
  minimum_tax,        // least that the income tax of the year may be
  deductible_cost,
  profitability,
  pool_addition,      // into the tax pools
  pool_balance,       // stock, at the period's parity
  interest_due,       // of the period, on arrears too; not what earlier periods left
  interest_deducted,  // of it and of what was kept before, what the limits leave to the tax
  price_index,
  kCount
};
inline constexpr std::size_t kLines = static_cast<std::size_t>(Line::kCount);

// Who has such a line: a study's venture, a table's cash flow.
enum class LineOf { both, study, table };
struct LineKind {
  std::string_view name;  // "extraction_tax"
  LineOf of = LineOf::both;
  std::string_view from{}, to{};  // who pays whom; empty: no payment
};
const LineKind& kind_of(Line line);
inline std::string_view name_of(Line line) { return kind_of(line).name; }
inline bool is_in_table(Line line) { return kind_of(line).of != LineOf::study; }
inline bool is_in_study(Line line) { return kind_of(line).of != LineOf::table; }

// All that a venture or a table's cash flow owes the state.
inline constexpr std::array kStateClaims = {
    Line::royalty_uplift, Line::royalty,    Line::extraction_tax, Line::given_royalty,
    Line::property_tax,   Line::social_tax, Line::import_duty,    Line::services_withholding,
    Line::rent_tax,       Line::profit_tax, Line::income_tax,     Line::given_income_tax,
    Line::given_other_tax};
// Of them what a study's venture has.
inline constexpr std::array kTaxes = {
    Line::extraction_tax, Line::royalty_uplift,       Line::royalty,
    Line::import_duty,    Line::services_withholding, Line::rent_tax,
    Line::income_tax,     Line::property_tax,         Line::social_tax};

struct Ledger {
  std::size_t periods = 0;
  std::vector<double> values;  // [period][line]
  double& at(Line line, std::size_t t) {
    return values[t * kLines + static_cast<std::size_t>(line)];
  }
  double at(Line line, std::size_t t) const {
    return values[t * kLines + static_cast<std::size_t>(line)];
  }
  std::vector<double> row(Line line) const;
};
Ledger make_ledger(std::size_t periods);  // zeros

}  // namespace lode::finance

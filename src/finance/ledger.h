// The venture's ledger: nominal USD, [period], every line positive in the sense of its name.
// One list of lines: the table, the CSV and the recomputation in tests/ use these names.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lode::finance {

// Real USD of the base date, [period]: what mines and plants did in one scenario under one plan.
struct Operations {
  std::vector<double> revenue_usd;   // at arm's-length price x payable, before marketing terms
  std::vector<double> marketed_usd;  // of that, what the marketer's discount and fee apply to
  std::vector<double> selling_usd, mining_usd, processing_usd, general_usd, refining_usd, care_usd;
  std::vector<double> sustaining_usd;  // capital, after construction
  std::vector<double> ore_milled_t;    // for the closure fund
  // Ids of the commodities that the next two rows speak of; each extraction tax finds its own by
  // its id. Empty: the taxes stand in the order of the commodities.
  std::vector<std::string> commodity;
  std::vector<std::vector<double>> contained_t;      // [commodity][period] metal in ore mined
  std::vector<std::vector<double>> price_usd_per_t;  // [commodity][period] real
  // [commodity][period], for royalties on one of them: tonnes paid for, and their part of revenue.
  std::vector<std::vector<double>> sold_t, sales_usd;
  std::vector<double> quote_mass_t;  // [commodity] of the unit that prices are quoted for
};
Operations make_operations(std::size_t periods, std::size_t commodities);  // zeros

enum class Line : std::size_t {
  // the venture's business: pretax_cash = revenue - these costs
  revenue,
  selling,
  mining,
  processing,
  general,
  refining,
  care,
  sustaining,
  capital,
  closure,
  pretax_cash,
  // claims on it before the lenders
  marketing,
  management,
  extraction_tax,
  royalty_uplift,
  royalty,          // by the law's list, to the state
  private_royalty,  // to who holds it
  import_duty,
  services_withholding,
  rent_tax,
  income_tax,
  property_tax,
  social_tax,
  // balances: what was put by in the period (negative: released)
  vat_due_change,
  working_capital_change,
  closure_fund_change,
  reserve_change,
  cash_change,
  // debt
  cash_for_debt_service,  // after tax and sustaining, before initial capital, debt and reserve
  draw,
  interest,   // paid in cash, with that of arrears made good; before withholding
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
  // holders
  equity,
  support,
  distribution,
  // memo; the tax year's figures stand in its last period
  depreciation,
  taxable_income,  // before losses brought forward; may be negative
  loss_used,
  deductible_cost,
  profitability,
  pool_addition,      // into the tax pools
  pool_balance,       // stock, at the period's parity
  unpaid_bills,       // stock: cash below zero, owed to suppliers and the state
  interest_due,       // of the period, on arrears too; not what earlier periods left
  interest_deducted,  // of it and of what was kept before, what the limits leave to the tax
  kCount
};
// What the venture itself pays to the state.
inline constexpr std::array kTaxes = {
    Line::extraction_tax, Line::royalty_uplift,       Line::royalty,
    Line::import_duty,    Line::services_withholding, Line::rent_tax,
    Line::income_tax,     Line::property_tax,         Line::social_tax};
inline constexpr std::size_t kLines = static_cast<std::size_t>(Line::kCount);
std::string_view name_of(Line line);  // "extraction_tax"

struct Ledger {
  std::size_t periods = 0;
  std::vector<double> values;  // [line][period]
  std::size_t place(Line line, std::size_t t) const {
    return static_cast<std::size_t>(line) * periods + t;
  }
  double& at(Line line, std::size_t t) { return values[place(line, t)]; }
  double at(Line line, std::size_t t) const { return values[place(line, t)]; }
  std::vector<double> row(Line line) const;
};

}  // namespace lode::finance

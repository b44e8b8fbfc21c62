// Taxes of a regime: on extraction, income, property, payroll, dividends, interest; royalties and
// resource rent taxes (levies.h); duties; VAT that is refunded with a delay.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/describe.h"
#include "finance/levies.h"

namespace lode::finance {

// Base of the extraction tax of one commodity.
//   quote        metal in ore mined less normative loss, at the quoted price
//   concentrate  the same at price_share of the quoted price
//   cost_plus    (1 + markup) x cost of mining and processing, all of it: for the main commodity
enum class ExtractionBase { quote, concentrate, cost_plus };

struct Extraction {
  std::string id;  // a commodity of the case
  double rate = kRequired;
  ExtractionBase base = ExtractionBase::quote;
  double price_share = 1;  // concentrate over quoted price
  double markup = 0;
  double low_profit_rate = 1;  // in tax years of low profit; not below `rate`: no relief
};
void describe(Visitor& visit, Extraction& extraction);

// How the capital in a pool is deducted, tax year by tax year.
//   declining            `rate` of the balance
//   straight_line        each year's additions in equal parts over `life` years
//   units_of_production  the balance x what is produced in the year / what is produced from it on
//   immediate            all at once
//   schedule             each year's additions by the shares of `schedule`
enum class Depreciation { declining, straight_line, units_of_production, immediate, schedule };

// Capital that is deducted together. `share` of all capital goes in.
struct Pool {
  std::string id;
  double share = kRequired;
  double rate = 0;  // of declining
  Depreciation method = Depreciation::declining;
  double life_y = 0;               // of straight_line
  std::vector<double> schedule{};  // [year after spending] shares, adding to 1
};
void describe(Visitor& visit, Pool& pool);

struct ProcessingAgreement {
  bool in_force = false;
  double minimum_investment_usd = 0;  // nominal, initial capital spent so far
  double years = 0;                   // from first production, without income tax
  // Pre-tax profit over deductible cost of the year; above it the full tax of that year.
  double profitability_limit = kInfinity;
  double property_years = 0;  // from first production, without property tax on the same condition
};
void describe(Visitor& visit, ProcessingAgreement& agreement);

// What becomes of a tax loss: it is carried forward (first in, first out), or the state pays the
// rate of it in the same year (a tax that is symmetric).
enum class Losses { carried_forward, refunded };

// Nothing is levied that a case does not say: every rate is 0, every limit on relief is none.
struct Tax {
  std::vector<Extraction> extraction;
  double normative_loss = 0;       // share of metal in ore mined that is not taxed
  double extraction_relief_y = 0;  // years from first production with no extraction tax
  double low_profit_limit = 0;     // profitability up to which low_profit_rate holds
  std::vector<RoyaltyRate> royalty;
  double income_rate = 0;
  double loss_years = kInfinity;  // carry-forward, first in first out; in local money
  double loss_cap = 1;            // most of a year's taxable income that losses may take away
  Losses losses = Losses::carried_forward;
  double loss_uplift = 0;  // a tax year, of what is carried forward; of a study's table alone
  double loss_back_y = 0;  // a loss may be set against the income of so many years before; likewise
  std::vector<Pool> pool;  // shares add to 1
  ProcessingAgreement processing_agreement;
  double debt_to_equity = kInfinity;  // of more debt than that the interest is not deductible
  double interest_cap = kInfinity;    // of income before depreciation; what is above is kept
  double investment_allowance = 0;    // of initial capital, deducted on top, when spent
  double investment_credit = 0;       // of initial capital, off the income tax
  std::vector<RentTax> rent;
  double import_duty = 0;             // of the imported share of costs
  double imported_share = 0;          // of initial and sustaining capital
  double services_withholding = 0;    // of services from abroad, borne by the venture
  double services_share = 0;          // of operating cost, paid to them
  double capital_services_share = 0;  // of initial capital, likewise
  double property_rate = 0;           // of the pools' mean balance
  double payroll_share = 0;           // of operating cost
  double social_rate = 0;             // of payroll
  double vat_rate = 0;                // on initial and sustaining capital
  double vat_delay_y = 0;             // until it is refunded
  double dividend_rate = 0;           // withholding
  // For a holder of at least major_stake; infinite: dividend_rate, whatever the stake.
  double dividend_rate_major = kInfinity, major_stake = kInfinity;
};
void describe(Visitor& visit, Tax& tax);
std::string fault_of(const Pool& pool);  // what its method needs; empty if all is well
std::string fault_of(const Tax& tax);    // pool shares add to 1; the pools' own faults
// The keys that a study and a study's table have alike: limits on interest, incentives, duties,
// taxes on rent.
void describe_shared(Visitor& visit, Tax& tax);

inline bool has_private_royalty(const Tax& tax) {
  return std::any_of(tax.royalty.begin(), tax.royalty.end(),
                     [](const RoyaltyRate& royalty) { return !royalty.to_state; });
}

// Withheld from the dividends of a holder of so much.
inline double dividend_rate(const Tax& tax, double stake) {
  const bool major = stake >= tax.major_stake && std::isfinite(tax.dividend_rate_major);
  return major ? tax.dividend_rate_major : tax.dividend_rate;
}

// Rate in a tax year of low profit.
inline double low_profit_rate(const Extraction& extraction) {
  return std::min(extraction.rate, extraction.low_profit_rate);
}

// Metal in ore of one period, or its cost: what `extraction.rate` is taken of, in money of prices
// and costs. cost_plus knows no normative loss.
double extraction_base(const Extraction& extraction, double contained_t, double price_per_t,
                       double normative_loss, double mining_and_processing);

}  // namespace lode::finance
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::finance::ExtractionBase> = {
    "quote", "concentrate", "cost_plus"};
template <>
inline constexpr std::array<std::string_view, 5> lode::kNames<lode::finance::Depreciation> = {
    "declining", "straight_line", "units_of_production", "immediate", "schedule"};
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::finance::Losses> = {
    "carried_forward", "refunded"};

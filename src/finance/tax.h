// What the state takes: tax on extraction, income, property, payroll, dividends, interest; VAT that
// comes back late.
#pragma once

#include <string>
#include <vector>

#include "base/describe.h"

namespace lode::finance {

// Base of the extraction tax of one commodity, modelling.md 3.4.
//   quote        metal in ore mined less normative loss, at the quoted price
//   concentrate  the same at price_share of the quoted price
//   cost_plus    (1 + markup) x cost of mining and processing, all of it: for the main commodity
enum class ExtractionBase { quote, concentrate, cost_plus };

struct Extraction {
  std::string id;  // a commodity of the case
  double rate = kRequired;
  ExtractionBase base = ExtractionBase::quote;
  double price_share = 0.80;  // concentrate over quoted price
  double markup = 0.20;
};
void describe(Visitor& visit, Extraction& extraction);

// A declining-balance pool: a share of all capital goes in, `rate` of its balance is deducted
// yearly.
struct Pool {
  std::string id;
  double share = kRequired;
  double rate = kRequired;
};
void describe(Visitor& visit, Pool& pool);

struct ProcessingAgreement {
  bool in_force = false;
  double minimum_investment_usd = 0;  // nominal, initial capital spent so far
  double years = 10;                  // from first production, without income tax
  // Pre-tax profit over deductible cost of the year; above it the full tax of that year.
  double profitability_limit = 0.15;
  double property_years = 0;  // from first production, without property tax on the same condition
};
void describe(Visitor& visit, ProcessingAgreement& agreement);

struct Tax {
  std::vector<Extraction> extraction;
  double normative_loss = 0;       // share of metal in ore mined that is not taxed
  double extraction_relief_y = 0;  // years from first production with no extraction tax
  double income_rate = 0.20;
  double loss_years = 10;  // carry-forward, first in first out; in local money
  std::vector<Pool> pool;  // shares add to 1
  ProcessingAgreement processing_agreement;
  double property_rate = 0.015;       // of the pools' mean balance
  double payroll_share = 0.2;         // of operating cost
  double social_rate = 0.06;          // of payroll
  double vat_rate = 0.16;             // on initial and sustaining capital
  double vat_delay_y = 1;             // until it is refunded
  double dividend_rate = 0.15;        // withholding
  double dividend_rate_major = 0.05;  // for a holder of at least major_stake
  double major_stake = 0.25;
};
void describe(Visitor& visit, Tax& tax);
std::string fault_of(const Tax& tax);  // pool shares add to 1; empty if all is well

}  // namespace lode::finance
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::finance::ExtractionBase> = {
    "quote", "concentrate", "cost_plus"};

// All that a study's table (cash_flow_terms.h) may say of the state: the taxes that a venture knows
// too (tax.h), and what is given by rows.
#pragma once

#include <string>
#include <vector>

#include "base/describe.h"
#include "base/row.h"
#include "finance/tax.h"

namespace lode::finance {

struct Royalty : RoyaltyTerms {
  std::string id;
  Row rate;  // of scale flat
};
void describe(Visitor& visit, Royalty& royalty);

// Tax on metal in extracted ore.
struct ExtractionTax {
  std::string id;
  std::string product;  // whose price is taken
  Row contained;        // in the ore of the period
  std::string unit;     // of it
  Row rate;
  Extraction terms;  // base, price_share, markup
  double normative_loss = 0, relief_y = 0;
};
void describe(Visitor& visit, ExtractionTax& tax);

enum class WriteOff { at_closure, last_production, never };

struct Fiscal {
  Tax tax;  // all but what follows; its `income_rate`, `royalty` and `extraction` are not used
  Row income_rate;          // of a tax year: that of its last period
  std::string currency;     // in which pools and losses are kept; empty: the case's
  bool ring_fence = false;  // each deposit pays income tax by itself
  WriteOff write_off = WriteOff::last_production;  // of what is left in the pools
  bool pools_start_with_production = true;         // else with spending
  double interest_withholding = 0;                 // borne by the lender
  std::vector<Royalty> royalty;
  std::vector<ExtractionTax> extraction;
};
void describe(Visitor& visit, Fiscal& fiscal);

}  // namespace lode::finance
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::finance::WriteOff> = {
    "at_closure", "last_production", "never"};

// Two runs side by side: what was asked differently, what came out differently.
#pragma once

#include <string>
#include <vector>

#include "report/json.h"

namespace lode::report {

struct Comparison {
  // The two runs have the same title, or a bid or a deposit in common.
  bool same_study = true;
  Table runs;         // what was asked for: scenarios, seed, alternatives, ...; empty: nothing
  Table inputs;       // inputs whose value, range, status or note differ
  Table only_in_one;  // tables that stand in one run only
  Table answers;      // the numbers of the first page side by side, where one differs
  Table deal;         // the means of the deal table side by side, where one differs
  Table indicators;   // the same of the indicators
  // Every cell of the other tables that differs, numbers and words; {table, row, column, first,
  // second, difference}. A row or a column that one run lacks is one line of it.
  Table compare;
  Table changed;  // one sentence: what changed in the numbers of the first page; empty: nothing

  bool nothing() const;  // neither asked nor answered differently
};

// Rows are matched by their key columns: ids, years, orders, grid positions; of several rows with
// equal keys the first with the first, the second with the second. Numbers are equal if their bits
// read back equal; a missing number equals a missing one only. Cost: linear in the cells.
Comparison compare(const Document& first, const Document& second);

// Everything but empty tables, for --json.
std::vector<Table> tables_of(const Comparison& comparison);

// For a terminal: what was asked, the first page, the deal, the indicators, how much differs by
// table; a sentence of what changed ends it.
std::string to_text(const Comparison& comparison, int width);

}  // namespace lode::report

// Tables as JSON and back: the envelope that `--json` prints, that a result folder keeps and that
// the report's page draws.
//   {"lode": version, "command", "status", <facts>, "study"?, "text"?,
//    "tables": {name: {"title", "note", "columns": [{"name", "unit"}], "rows": [[...]]}}}
// A missing number is null. Keys stand in the order of the structs, so equal documents are equal
// bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "report/table.h"

namespace lode::report {

struct BidName {
  std::string id;
  std::string name;
  std::string sponsor;
};

struct DepositName {
  std::string id;
  std::string name;
};

// What the run was; the first bid is the reference.
struct StudyFacts {
  std::string title;
  std::string subtitle;
  int base_year = 0;  // money is real money of this year
  int scenarios = 0;
  int realisations = 0;
  std::uint64_t seed = 0;
  std::vector<std::string> alternatives;
  std::vector<BidName> bids;
  std::vector<DepositName> deposits;
  std::string main_name;      // the commodity the price is quoted for
  std::string quoted_unit;    // "mtu"
  double planning_price = 0;  // USD per quoted unit; NaN: none
  std::string host;           // whose deposits they are
  std::string metal;          // what tables of supply count
  std::string adverse;        // the state that dependence is measured against; empty: none
};

struct Simplification {
  std::string stage;
  std::string text;
};

// Sentences for people, one finding each.
struct ReportText {
  std::string headline;
  std::vector<std::string> trust;
  std::vector<std::string> flips;
  std::vector<std::string> dependence;
  std::vector<std::string> plans;  // published ones against Lode's
  std::vector<Simplification> simplified;
  std::string repeat;  // the command line that gives the same bytes
};

struct Document {
  std::string version;
  std::string command;                              // "run", "pit", ...
  std::string status;                               // "done", "stopped", ...
  std::vector<std::pair<std::string, Cell>> facts;  // a solver's objective, bound, gap, seconds
  std::optional<StudyFacts> study;
  std::optional<ReportText> text;
  std::vector<Table> tables;
  // Further facts whose numbers stand with every digit: {"objective", "9007199254740993"}. A reader
  // with doubles loses some; beside each stands KEY_text, the same as text. Not read back.
  std::vector<std::pair<std::string, std::string>> exact_facts = {};
};

// One line of UTF-8 ending in a newline, or indented for people. Not finite = null. Bytes that are
// not UTF-8 become U+FFFD.
std::string to_json(const Document& document, bool indented = false);
// With these tables in place of its own, which are not copied.
std::string to_json(const Document& document, std::span<const Table* const> tables,
                    bool indented = false);
// A row as it stands in a table's "rows", which are the last thing of a document with one table.
std::string to_json_row(const std::vector<Cell>& row);

// Throws InputError: not JSON, not this envelope, a row of another length than the columns, a cell
// that is neither number, text nor null. Unknown keys are left out. What to_json wrote comes back
// equal, except that infinities are missing numbers.
Document from_json(const std::string& bytes);

// nullptr: no table of that name.
const Table* find_table(const Document& document, const std::string& name);

}  // namespace lode::report

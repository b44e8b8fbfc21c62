#include "report/json.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/error.h"

namespace lode::report {
namespace {

using Json = nlohmann::ordered_json;

// Whole numbers without a point, as far as doubles count them.
Json number(double value) {
  if (!std::isfinite(value)) return nullptr;
  if (std::abs(value) < 9e15 && value == std::trunc(value)) return static_cast<std::int64_t>(value);
  return value;
}

Json cell_json(const Cell& cell) {
  if (const double* value = std::get_if<double>(&cell)) return number(*value);
  if (const std::string* word = std::get_if<std::string>(&cell)) return *word;
  return nullptr;
}

Json row_json(const std::vector<Cell>& row) {
  Json cells = Json::array();
  for (const Cell& cell : row) cells.push_back(cell_json(cell));
  return cells;
}

// One line of UTF-8; bytes that are not become U+FFFD.
std::string text_of(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Json table_json(const Table& table) {
  Json columns = Json::array(), rows = Json::array();
  for (const Column& column : table.columns)
    columns.push_back({{"name", column.name}, {"unit", column.unit}});
  for (const std::vector<Cell>& row : table.rows) {
    LODE_CHECK(row.size() == table.columns.size());
    rows.push_back(row_json(row));
  }
  Json out = Json::object();
  out["title"] = table.title;
  out["note"] = table.note;
  out["columns"] = std::move(columns);
  out["rows"] = std::move(rows);
  return out;
}

Json study_json(const StudyFacts& study) {
  Json bids = Json::array(), deposits = Json::array();
  for (const BidName& bid : study.bids)
    bids.push_back({{"id", bid.id}, {"name", bid.name}, {"sponsor", bid.sponsor}});
  for (const DepositName& deposit : study.deposits)
    deposits.push_back({{"id", deposit.id}, {"name", deposit.name}});
  Json out = Json::object();
  out["title"] = study.title;
  out["subtitle"] = study.subtitle;
  out["base_year"] = study.base_year;
  out["scenarios"] = study.scenarios;
  out["realisations"] = study.realisations;
  out["seed"] = study.seed;
  out["alternatives"] = study.alternatives;
  out["bids"] = std::move(bids);
  out["deposits"] = std::move(deposits);
  out["main"] = {{"name", study.main_name}, {"quoted_unit", study.quoted_unit}};
  out["planning_price"] = number(study.planning_price);
  out["host"] = study.host;
  out["metal"] = study.metal;
  out["adverse"] = study.adverse;
  return out;
}

Json text_json(const ReportText& text) {
  Json simplified = Json::array();
  for (const Simplification& one : text.simplified)
    simplified.push_back({{"stage", one.stage}, {"text", one.text}});
  Json out = Json::object();
  out["headline"] = text.headline;
  out["trust"] = text.trust;
  out["flips"] = text.flips;
  out["dependence"] = text.dependence;
  out["plans"] = text.plans;
  out["simplified"] = std::move(simplified);
  out["repeat"] = text.repeat;
  return out;
}

[[noreturn]] void refuse(const std::string& message) {
  throw InputError("tables as JSON: " + message);
}

// The library builds and destroys nested values by recursion: a file with deep nesting could
// exhaust the stack. A document of Lode has six levels.
void check_depth(const std::string& bytes) {
  constexpr int kDeepest = 64;
  int open = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (quoted && c == '\\')
      ++i;
    else if (c == '"')
      quoted = !quoted;
    else if (!quoted && (c == '[' || c == '{') && ++open > kDeepest)
      refuse(fmt::format("nests deeper than {} levels", kDeepest));
    else if (!quoted && (c == ']' || c == '}'))
      --open;
  }
}

// The member, or nullptr: absent or null.
const Json* member(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

template <class T>
T value_or(const Json& object, const char* key, T otherwise) {
  const Json* found = member(object, key);
  if (!found) return otherwise;
  const bool fits = std::is_same_v<T, std::string> ? found->is_string()
                    : std::is_floating_point_v<T>  ? found->is_number()
                                                   : found->is_number_integer();
  if (!fits) refuse(fmt::format("\"{}\" is a {}", key, found->type_name()));
  return found->get<T>();
}

std::string word(const Json& object, const char* key) {
  return value_or<std::string>(object, key, {});
}

// The list under a key, each element turned by `read`; absent = empty.
template <class T, class Read>
std::vector<T> list(const Json& object, const char* key, Read read) {
  std::vector<T> out;
  const Json* found = member(object, key);
  if (!found) return out;
  if (!found->is_array()) refuse(fmt::format("\"{}\" is not a list", key));
  for (const Json& element : *found) out.push_back(read(element));
  return out;
}

const Json& object_of(const Json& json, const char* what) {
  if (!json.is_object()) refuse(fmt::format("{} is not an object", what));
  return json;
}

std::vector<std::string> words(const Json& object, const char* key) {
  return list<std::string>(object, key, [&](const Json& element) {
    if (!element.is_string()) refuse(fmt::format("\"{}\" holds a {}", key, element.type_name()));
    return element.get<std::string>();
  });
}

Cell read_cell(const Json& json, const std::string& place) {
  if (json.is_null()) return std::monostate{};
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  refuse(fmt::format("{} holds a {}", place, json.type_name()));
}

Table read_table(const std::string& name, const Json& json) {
  object_of(json, name.c_str());
  Table table{name, word(json, "title"), word(json, "note"), {}, {}};
  table.columns = list<Column>(json, "columns", [&](const Json& column) {
    object_of(column, "a column");
    return Column{word(column, "name"), word(column, "unit")};
  });
  table.rows = list<std::vector<Cell>>(json, "rows", [&](const Json& cells) {
    const std::string place = "table " + name;
    if (!cells.is_array()) refuse(place + " has a row that is not a list");
    if (cells.size() != table.columns.size())
      refuse(fmt::format("{} has a row of {} cells under {} columns", place, cells.size(),
                         table.columns.size()));
    std::vector<Cell> row;
    for (const Json& cell : cells) row.push_back(read_cell(cell, place));
    return row;
  });
  return table;
}

StudyFacts read_study(const Json& json) {
  object_of(json, "\"study\"");
  StudyFacts study;
  study.title = word(json, "title");
  study.subtitle = word(json, "subtitle");
  study.base_year = value_or(json, "base_year", 0);
  study.scenarios = value_or(json, "scenarios", 0);
  study.realisations = value_or(json, "realisations", 0);
  study.seed = value_or(json, "seed", std::uint64_t{0});
  study.alternatives = words(json, "alternatives");
  study.bids = list<BidName>(json, "bids", [](const Json& bid) {
    object_of(bid, "a bid");
    return BidName{word(bid, "id"), word(bid, "name"), word(bid, "sponsor")};
  });
  study.deposits = list<DepositName>(json, "deposits", [](const Json& deposit) {
    object_of(deposit, "a deposit");
    return DepositName{word(deposit, "id"), word(deposit, "name")};
  });
  if (const Json* main = member(json, "main")) {
    object_of(*main, "\"main\"");
    study.main_name = word(*main, "name");
    study.quoted_unit = word(*main, "quoted_unit");
  }
  study.planning_price = value_or(json, "planning_price", std::numeric_limits<double>::quiet_NaN());
  study.host = word(json, "host");
  study.metal = word(json, "metal");
  study.adverse = word(json, "adverse");
  return study;
}

ReportText read_text(const Json& json) {
  object_of(json, "\"text\"");
  ReportText text;
  text.headline = word(json, "headline");
  text.trust = words(json, "trust");
  text.flips = words(json, "flips");
  text.dependence = words(json, "dependence");
  text.plans = words(json, "plans");
  text.simplified = list<Simplification>(json, "simplified", [](const Json& one) {
    object_of(one, "a simplification");
    return Simplification{word(one, "stage"), word(one, "text")};
  });
  text.repeat = word(json, "repeat");
  return text;
}

constexpr const char* kExactMark = "exact number ";

bool is_envelope_key(const std::string& key) {
  return key == "lode" || key == "command" || key == "status" || key == "study" || key == "text" ||
         key == "tables";
}

}  // namespace

std::string to_json(const Document& document, bool indented) {
  std::vector<const Table*> tables;
  for (const Table& table : document.tables) tables.push_back(&table);
  return to_json(document, tables, indented);
}

std::string to_json(const Document& document, std::span<const Table* const> shown, bool indented) {
  Json out = Json::object();
  out["lode"] = document.version;
  out["command"] = document.command;
  out["status"] = document.status;
  for (const auto& [key, cell] : document.facts) {
    LODE_CHECK(!is_envelope_key(key));
    out[key] = cell_json(cell);
  }
  for (const auto& [key, number] : document.exact_facts) {
    out[key] = kExactMark + number;
    out[key + "_text"] = number;
  }
  if (document.study) out["study"] = study_json(*document.study);
  if (document.text) out["text"] = text_json(*document.text);
  Json tables = Json::object();
  for (const Table* table : shown) {
    LODE_CHECK(!tables.contains(table->name));
    tables[table->name] = table_json(*table);
  }
  out["tables"] = std::move(tables);
  std::string text = text_of(out, indented ? 1 : -1) + "\n";
  for (const auto& [key, number] : document.exact_facts) {  // the library has no such numbers
    const std::string marked = '"' + (kExactMark + number) + '"';
    text.replace(text.find(marked), marked.size(), number);
  }
  return text;
}

std::string to_json_row(const std::vector<Cell>& row) { return text_of(row_json(row)); }

Document from_json(const std::string& bytes) {
  Json json;
  try {
    check_depth(bytes);
    json = Json::parse(bytes);
  } catch (const Json::exception& error) {  // also a number that no double holds: 1e999
    refuse(error.what());
  }
  object_of(json, "the whole");
  Document document;
  document.version = word(json, "lode");
  document.command = word(json, "command");
  document.status = word(json, "status");
  const Json* tables = member(json, "tables");
  if (!tables) refuse("\"tables\" is missing");
  object_of(*tables, "\"tables\"");
  for (const auto& [key, value] : json.items())
    if (!is_envelope_key(key) && !value.is_structured() && !value.is_boolean())
      document.facts.emplace_back(key, read_cell(value, key));
  if (const Json* study = member(json, "study")) document.study = read_study(*study);
  if (const Json* text = member(json, "text")) document.text = read_text(*text);
  for (const auto& [name, table] : tables->items())
    document.tables.push_back(read_table(name, table));
  return document;
}

const Table* find_table(const Document& document, const std::string& name) {
  for (const Table& table : document.tables)
    if (table.name == name) return &table;
  return nullptr;
}

}  // namespace lode::report

#include "report/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "base/input_file.h"
#include "base/output_file.h"
#include "report/text.h"

namespace lode::report {
namespace fs = std::filesystem;
namespace {

constexpr const char* kVersion = LODE_VERSION;

constexpr std::uintmax_t kLargest = 4'000'000'000;  // bytes; a million scenarios have some 2e9

// What is wrong with a file's content is reported with the file's name.
Document read_document(const fs::path& path) {
  std::error_code failed;
  if (!fs::exists(path, failed) && path.filename() == "run.json")
    throw InputError(Fault{{path.string(), 0, 0},
                           {},
                           {},
                           "cannot be read: no such file; is this the folder of a finished run?"});
  const std::string bytes = read_file(path, path.string(), kLargest);
  try {
    return from_json(bytes);
  } catch (const InputError& error) {
    std::vector<Fault> faults = error.faults();
    for (Fault& fault : faults) fault.source.file = path.string();
    throw InputError(std::move(faults));
  }
}

// Tables that are files of the folder but not drawn in the report: too long for a page.
bool is_drawn(const Table& table) { return !table.name.starts_with("scenario_"); }

void missing_where_not_finite(std::vector<Cell>& row) {
  for (Cell& cell : row)
    if (const double* value = std::get_if<double>(&cell); value && !std::isfinite(*value))
      cell = std::monostate{};
}

Document plain(const Document& document) {
  return {document.version, document.command, document.status, {}, {}, {}, {}};
}

// Row by row: a million scenarios have some 2e9 bytes.
void write_long(const LongTable& table, const Document& document, const fs::path& folder) {
  OutputFile csv(folder / (table.head.name + ".csv")), json(folder / (table.head.name + ".json"));
  csv.write(to_csv(table.head));
  const Table* const head = &table.head;
  const std::string whole = to_json(plain(document), {&head, 1});
  const std::size_t at = whole.rfind(']');  // of its rows
  json.write(std::string_view(whole).substr(0, at));
  for (std::size_t i = 0; i < table.rows; ++i) {
    std::vector<Cell> row = table.row(i);
    missing_where_not_finite(row);
    std::string line;
    append_csv_row(line, table.head, row);
    csv.write(line);
    json.write((i > 0 ? "," : "") + to_json_row(row));
  }
  json.write(std::string_view(whole).substr(at));
  csv.close();
  json.close();
}

}  // namespace

Document make_document(const study::Results& r, const std::string& repeat) {
  Document document;
  document.version = kVersion;
  document.command = "run";
  document.status = r.status == study::RunStatus::done ? "done" : "interrupted";
  document.facts = {{"case_hash", fmt::format("{:016x}", r.file->hash)}};
  document.study = make_facts(r);
  const auto put = [&](auto... tables) { (document.tables.push_back(std::move(tables)), ...); };
  put(answers_table(r), parties_table(r), decided_table(r), decided_difference_table(r),
      decided_bridge_table(r), readings_table(r), built_table(r), control_table(r),
      decision_bound_table(r), deal_table(r), deal_common_table(r), holders_table(r),
      deal_difference_table(r), bridge_table(r), trust_table(r), flips_table(r),
      indicators_table(r), npv_histogram_table(r), cash_table(r), plan_cash_table(r),
      yearly_table(r), payments_table(r), waterfall_table(r), receipts_table(r),
      take_by_year_table(r), take_table(r), sources_uses_table(r), debt_table(r), cover_table(r),
      bank_case_table(r), lending_table(r), flat_price_table(r), breakeven_cost_table(r),
      party_breakeven_table(r), price_rate_grid_table(r), price_table(r), price_check_table(r),
      price_value_table(r), dependence_table(r), market_effects_table(r), market_reliance_table(r),
      clauses_table(r), market_places_table(r), market_flows_table(r), cost_curve_table(r),
      price_paths_check_table(r), metal_bridge_table(r), flowsheet_table(r), products_table(r),
      resource_table(r), statement_classes_table(r), resource_by_product_table(r),
      estimation_table(r), tonnage_grade_table(r), support_table(r), swath_table(r),
      sample_histogram_table(r), log_probability_table(r), composites_variogram_table(r),
      cross_validation_table(r), cross_validation_figures_table(r), model_section_table(r),
      hole_section_table(r), pit_by_pit_table(r), pushbacks_table(r), slopes_table(r),
      section_table(r), plan_view_table(r), schedule_table(r), product_table(r),
      published_plan_table(r), inputs_table(r), events_table(r), checks_table(r),
      simplified_table(r));
  for (Table& table : scenario_detail_tables(r)) document.tables.push_back(std::move(table));
  for (Table& table : document.tables)
    for (std::vector<Cell>& row : table.rows) missing_where_not_finite(row);
  document.text = make_text(r, document.tables, repeat);
  return document;
}

void write_csv(const Table& table, const fs::path& folder) {
  write_file(folder / (table.name + ".csv"), to_csv(table));
}

void write(const study::Results& r, const Document& document, const fs::path& folder) {
  make_folders(folder, "case");
  write_file(folder / "case" / "case.toml", r.file->text);
  for (const auto& [name, bytes] : r.file->data_files) {
    make_folders(folder, fs::path("case") / fs::path(name).parent_path());
    write_file(folder / "case" / name, bytes);
  }
  write_long(scenarios_table(r), document, folder);
  write(document, folder);
}

void write(const Document& document, const fs::path& folder) {
  const Document envelope = plain(document);
  std::vector<const Table*> drawn;
  for (const Table& table : document.tables) {
    write_csv(table, folder);
    const Table* const one = &table;
    write_file(folder / (table.name + ".json"), to_json(envelope, {&one, 1}));
    if (is_drawn(table)) drawn.push_back(&table);
  }
  write_file(folder / "report.html", make_html(to_json(document, drawn)));
  write_file(folder / "run.json",
             to_json(document, {}, true));  // last: its presence says that the folder is whole
}

Document read_folder(const fs::path& folder, const std::vector<std::string>& tables) {
  Document out = read_document(folder / "run.json");
  std::vector<std::string> names = tables;
  if (names.empty()) {
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
      if (fs::path twin = entry.path();
          twin.extension() == ".json" && fs::exists(twin.replace_extension(".csv")))
        names.push_back(twin.stem().string());
    std::sort(names.begin(), names.end());
  }
  for (const std::string& name : names) {
    Document one = read_document(folder / (name + ".json"));
    for (Table& table : one.tables) out.tables.push_back(std::move(table));
  }
  return out;
}

const std::vector<Topic>& topics() {
  static const std::vector<Topic> kTopics = {
      {"answers", {"answers", "parties"}},
      {"deal", {"deal", "deal_difference", "bridge", "flips", "trust"}},
      {"decisions", {"decided", "decided_difference", "decided_bridge", "readings", "built"}},
      {"rights", {"control", "decision_bound"}},
      {"holders", {"holders"}},
      {"returns",
       {"indicators", "flat_price", "breakeven_cost", "party_breakeven", "price_rate_grid"}},
      {"cash", {"cash", "plan_cash"}},
      {"payments", {"payments", "waterfall"}},
      {"state", {"receipts", "take_by_year", "take"}},
      {"debt", {"sources_uses", "debt", "cover", "bank_case", "lending"}},
      {"schedule", {"schedule", "published_plan"}},
      {"plant", {"product", "flowsheet", "products"}},
      {"pits", {"pit_by_pit", "pushbacks", "slopes"}},
      {"resource",
       {"statement_classes", "resource", "resource_by_product", "tonnage_grade", "metal_bridge"}},
      {"estimates", {"estimation", "cross_validation_figures"}},
      {"market", {"price", "price_check", "price_value", "price_paths_check"}},
      {"dependence", {"dependence", "market_effects", "market_reliance", "clauses", "cost_curve"}},
      {"inputs", {"inputs", "events"}},
      {"checks", {"checks", "simplified"}}};
  return kTopics;
}

std::vector<std::string> tables_of_topic(const std::string& topic) {
  for (const Topic& one : topics())
    if (one.name == topic) return one.tables;
  return {};
}

bool has_table(const fs::path& folder, const std::string& name) {
  std::error_code failed;
  return !name.empty() && name.find('/') == std::string::npos &&
         fs::exists(folder / (name + ".csv"), failed) &&
         fs::exists(folder / (name + ".json"), failed);
}

}  // namespace lode::report

// Room report: results -> tables, sentences, CSV, JSON, HTML and the terminal. The only writer of
// numbers for people.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "report/cash_flow_document.h"
#include "report/compare.h"
#include "report/html.h"
#include "report/json.h"
#include "report/pit_document.h"
#include "report/result_folder.h"
#include "report/stats.h"
#include "report/table.h"
#include "report/tables.h"
#include "report/tables_holes.h"
#include "report/tables_krige.h"
#include "report/tables_market.h"
#include "report/tables_option.h"
#include "report/tables_parameters.h"
#include "report/tables_pit_alone.h"
#include "report/tables_plant_alone.h"
#include "report/tables_variogram.h"
#include "report/variogram_toml.h"

namespace lode::report {

// The whole document of a run: facts, sentences, tables.
Document make_document(const study::Results& results, const std::string& repeat);

// Writes into an existing folder: case.toml as run, run.json, <table>.csv and <table>.json,
// report.html. Throws InputError if a file cannot be written.
void write(const study::Results& results, const Document& document,
           const std::filesystem::path& folder);

// The same of a document that is no run's: run.json, its tables, report.html.
void write(const Document& document, const std::filesystem::path& folder);

// One table as <folder>/<name>.csv. Throws InputError if it cannot be written.
void write_csv(const Table& table, const std::filesystem::path& folder);

// The first page in the terminal, at most 100 columns whatever the names and numbers are.
std::string summary(const Document& document);

// The bids' names without the words that all of them share ("Home bid", "Rival bid": Home,
// Rival); the whole names where that leaves nothing or the same twice.
std::vector<std::string> short_names(const std::vector<BidName>& bids);

// A result folder read back: run.json and the tables asked for (all if empty). Throws InputError.
Document read_folder(const std::filesystem::path& folder,
                     const std::vector<std::string>& tables = {});

// What `lode show DIR TOPIC` prints: one table, or a few that answer one question.
struct Topic {
  std::string name;
  std::vector<std::string> tables;
};
const std::vector<Topic>& topics();
// Empty if the topic is unknown.
std::vector<std::string> tables_of_topic(const std::string& topic);

// Whether a result folder holds the table.
bool has_table(const std::filesystem::path& folder, const std::string& name);

}  // namespace lode::report

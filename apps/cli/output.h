// What every command prints with: results on stdout, messages on stderr, tables, the JSON envelope.
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "commands.h"
#include "report/report.h"

namespace lode::cli {

// Columns that tables on stdout keep to: those of the terminal ($COLUMNS where it tells none), 60
// at least; 100 for a file or a pipe.
int table_width();

// Results, to stdout. What cannot be written is told by flush_results().
void print_text(const std::string& text);
template <class... Values>
void print(fmt::format_string<Values...> format, Values&&... values) {
  print_text(fmt::format(format, std::forward<Values>(values)...));
}

void message(const Manners& manners, const std::string& text);

// The envelope of --json; facts (objective, seconds, ...) are the caller's to add.
report::Document envelope(const std::string& command, const std::string& status,
                          std::vector<report::Table> tables);
report::Table faults_table(const std::vector<Fault>& faults);
void print_tables(const std::vector<report::Table>& tables);

}  // namespace lode::cli

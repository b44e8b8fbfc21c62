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

// Columns that tables on stdout keep to: those of the terminal ($COLUMNS where it gives none), 60
// at least; 100 for a file or a pipe.
int table_width();

// Results, to stdout, control characters shown escaped (which JSON reads back as they were). What
// cannot be written is reported by flush_results().
void print_text(const std::string& text);
void print_exactly(const std::string& text);  // data that has no escapes: CSV
template <class... Values>
void print(fmt::format_string<Values...> format, Values&&... values) {
  print_text(fmt::format(format, std::forward<Values>(values)...));
}

// To stderr, control characters shown escaped. What cannot be written there is dropped: a reader
// that has seen enough stops no run.
void complain(const std::string& text);
void message(const Manners& manners, const std::string& text);  // unless --quiet

// Standard streams that are closed at the start get the null device, so that no result file can
// take their place; a closed stdout still cannot be written to. Call first.
void open_standard_streams();

// The envelope of --json; facts (objective, seconds, ...) are the caller's to add.
report::Document envelope(const std::string& command, const std::string& status,
                          std::vector<report::Table> tables);
report::Table faults_table(const std::vector<Fault>& faults);
void print_tables(const std::vector<report::Table>& tables);

}  // namespace lode::cli

#include "output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace lode::cli {
namespace {

constexpr int kInFiles = 100, kNarrowest = 60;

int write_error = 0;  // errno of the first write to stdout that failed

}  // namespace

int table_width() {
  if (isatty(STDOUT_FILENO) == 0) return kInFiles;
  winsize size{};
  int columns = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
  const char* told = std::getenv("COLUMNS");
  if (columns == 0 && told) columns = std::atoi(told);
  return columns <= 0 ? kInFiles : std::max(columns, kNarrowest);
}

void print_text(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) < text.size() && write_error == 0)
    write_error = errno;
}

void message(const Manners& manners, const std::string& text) {
  if (!manners.quiet) fmt::print(stderr, "{}\n", text);
}

report::Document envelope(const std::string& command, const std::string& status,
                          std::vector<report::Table> tables) {
  report::Document out;
  out.version = LODE_VERSION;
  out.command = command;
  out.status = status;
  out.tables = std::move(tables);
  return out;
}

report::Table faults_table(const std::vector<Fault>& faults) {
  report::Table out{
      "faults",
      "What is wrong",
      "",
      {{"file", ""}, {"line", ""}, {"column", ""}, {"key", ""}, {"value", ""}, {"message", ""}},
      {}};
  for (const Fault& fault : faults)
    out.rows.push_back({fault.source.file, static_cast<double>(fault.source.line),
                        static_cast<double>(fault.source.column), fault.key, fault.value,
                        fault.message});
  return out;
}

void print_tables(const std::vector<report::Table>& tables) {
  for (std::size_t i = 0; i < tables.size(); ++i)
    print("{}{}", i > 0 ? "\n\n" : "", report::to_text(tables[i], table_width()));
}

Exit flush_results(Exit outcome) {
  const bool failed = std::fflush(stdout) != 0 || std::ferror(stdout) != 0;
  if (failed && write_error == 0) write_error = errno != 0 ? errno : EIO;
  // A reader that has seen enough (`lode show DIR | head`) is no fault.
  if (write_error == 0 || write_error == EPIPE) return outcome;
  fmt::print(stderr, "lode: standard output cannot be written: {}\n", std::strerror(write_error));
  return outcome == Exit::done ? Exit::input : outcome;
}

}  // namespace lode::cli

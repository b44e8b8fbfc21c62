#include "output.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/printable.h"

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

void print_text(const std::string& text) { print_exactly(printable(text, true)); }

void print_exactly(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) < text.size() && write_error == 0)
    write_error = errno;
}

void complain(const std::string& text) {
  std::fputs((printable(text, true) + "\n").c_str(), stderr);
}

void message(const Manners& manners, const std::string& text) {
  if (!manners.quiet) complain(text);
}

void open_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1 || errno != EBADF) continue;
    // The lowest free number is this stream's, as those below it are open by now.
    if (open("/dev/null", stream == STDERR_FILENO ? O_WRONLY : O_RDONLY) < 0) open("/", O_RDONLY);
  }
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
  complain(fmt::format("lode: standard output cannot be written: {}", std::strerror(write_error)));
  return outcome == Exit::done ? Exit::input : outcome;
}

}  // namespace lode::cli

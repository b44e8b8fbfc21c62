#include "result_folder.h"

#include <fmt/format.h>

#include <array>
#include <fstream>

#include "base/error.h"

namespace lode::cli {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw InputError(Fault{{path.string(), 0, 0}, {}, {}, why});
}

// A table that Lode wrote begins with its envelope.
bool is_ours(const fs::path& json) {
  constexpr std::string_view kStart = "{\"lode\":";
  std::array<char, kStart.size()> begin{};
  std::ifstream(json, std::ios::binary).read(begin.data(), begin.size());
  return std::string_view(begin.data(), begin.size()) == kStart;
}

void clear_results(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const fs::path table = entry.path();
    fs::path twin = table;
    if (table.extension() == ".csv" && fs::exists(twin.replace_extension(".json")) && is_ours(twin))
      found.insert(found.end(), {table, twin});
  }
  for (const fs::path& path : found) fs::remove(path);
  for (const char* name : {"run.json", "run.log", "report.html"}) fs::remove(folder / name);
  for (const char* more : {"", "-journal"}) fs::remove(folder / (std::string(kCheckpoint) + more));
}

// results/<study>: the name of the case's folder, or of its file.
fs::path standard_folder(const fs::path& case_path) {
  const fs::path whole = fs::weakly_canonical(case_path);
  if (fs::is_directory(whole)) return fs::path("results") / whole.filename();
  if (whole.filename() == "case.toml") return fs::path("results") / whole.parent_path().filename();
  return fs::path("results") / whole.stem();
}

void make_folder(const fs::path& folder) {
  std::error_code failed;
  if (fs::exists(folder, failed) && !fs::is_directory(folder, failed))
    refuse(folder, "is a file; a folder is needed for --out");
  fs::create_directories(folder, failed);
  if (failed) refuse(folder, "cannot be made: " + failed.message());
}

bool holds_the_case(const fs::path& folder, const fs::path& case_path) {
  std::error_code failed;
  const fs::path home = fs::is_directory(case_path, failed) ? case_path : case_path.parent_path();
  return fs::equivalent(folder, home.empty() ? "." : home, failed) && !failed;
}

}  // namespace

fs::path prepare_folder(const RunArguments& arguments) {
  const fs::path folder =
      arguments.out.empty() ? standard_folder(arguments.case_path) : arguments.out;
  std::error_code failed;
  make_folder(folder);
  if (holds_the_case(folder, arguments.case_path))
    refuse(folder, "is the case's own folder; results need one of their own (--out)");
  if (!fs::is_empty(folder, failed) && !arguments.force && !arguments.resume)
    refuse(folder, "is not empty; --force writes over the run in it, --resume goes on with it");
  if (failed) refuse(folder, "cannot be read: " + failed.message());
  const fs::path probe = folder / ".lode-probe";
  if (!std::ofstream(probe)) refuse(folder, "cannot be written to");
  fs::remove(probe, failed);
  if (arguments.force) clear_results(folder);
  return folder;
}

fs::path ready_folder(const fs::path& folder, bool force) {
  make_folder(folder);
  std::error_code failed;
  const bool empty = fs::is_empty(folder, failed);
  if (failed) refuse(folder, "cannot be read: " + failed.message());
  if (!empty && !force) refuse(folder, "is not empty; --force writes into it");
  return folder;
}

void check_summary_tables(const report::Document& document, const fs::path& folder) {
  if (!document.study || !document.text)
    refuse(folder / "run.json", "holds no study: not of a finished run, or changed by hand");
  struct Expected {
    const char* table;
    std::size_t words, columns;  // the first are words, the others numbers
  };
  for (const Expected& expected :
       {Expected{"deal", 3, 7}, {"deal_difference", 3, 6}, {"flat_price", 1, 2}}) {
    const fs::path file = folder / (std::string(expected.table) + ".json");
    const report::Table* table = report::find_table(document, expected.table);
    if (!table || table->columns.size() < expected.columns)
      refuse(file, fmt::format("holds no table {} with {} columns; was it changed by hand?",
                               expected.table, expected.columns));
    for (std::size_t r = 0; r < table->rows.size(); ++r)
      for (std::size_t c = 0; c < expected.columns; ++c)
        if (std::holds_alternative<std::string>(table->rows[r][c]) != (c < expected.words))
          refuse(file,
                 fmt::format("row {}, column {}: a {} is needed; was it changed by hand?", r + 1,
                             table->columns[c].name, c < expected.words ? "text" : "number"));
  }
}

}  // namespace lode::cli

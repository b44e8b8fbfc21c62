#include "report/result_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/error.h"
#include "base/input_file.h"
#include "base/output_file.h"
#include "io/io.h"

namespace lode::report {
namespace fs = std::filesystem;
namespace {

constexpr const char* kMarker = ".lode";
constexpr const char* kPart = ".lode-part";  // of a file that was being written (output_file.h)

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw InputError(Fault{{path.string(), 0, 0}, {}, {}, why});
}

bool is_file(const fs::path& path) {
  std::error_code failed;
  return fs::is_regular_file(fs::symlink_status(path, failed));
}

// A file that Lode wrote begins with its envelope.
bool is_ours(const fs::path& json) {
  constexpr std::string_view kStart = "{\"lode\":", kIndented = "{\n \"lode\":";
  if (!is_file(json)) return false;
  std::array<char, kIndented.size()> begin{};
  std::ifstream(json, std::ios::binary).read(begin.data(), begin.size());
  const std::string_view found(begin.data(), begin.size());
  return found.starts_with(kStart) || found == kIndented;
}

// A store of Lode: SQLite's header names the application (io/checkpoint.cpp) in bytes 68 to 71.
bool is_our_store(const fs::path& store) {
  if (!is_file(store)) return false;
  std::array<char, 72> head{};
  std::ifstream(store, std::ios::binary).read(head.data(), head.size());
  return std::string_view(head.data() + 68, 4) == "Lode";
}

bool is_store_file(const std::string& name) { return name.starts_with(kCheckpoint); }

// The first folder on the way to `folder` that is not there yet; empty if it is there.
fs::path first_missing(const fs::path& folder) {
  std::error_code failed;
  fs::path missing;
  for (fs::path at = fs::absolute(folder).lexically_normal();
       !fs::exists(fs::symlink_status(at, failed)) && at.has_relative_path(); at = at.parent_path())
    if (at.has_filename()) missing = at;
  return missing;
}

void make_folder(const fs::path& folder) {
  std::error_code failed;
  if (fs::exists(folder, failed) && !fs::is_directory(folder, failed))
    refuse(folder, "is a file; a folder is needed for --out");
  fs::create_directories(folder, failed);
  if (failed) refuse(folder, "cannot be made: " + failed.message());
}

// Is the case in the folder, or in one within it?
bool holds_the_case(const fs::path& folder, const fs::path& case_path) {
  std::error_code failed;
  fs::path at = fs::weakly_canonical(case_path, failed);
  if (!fs::is_directory(at, failed)) at = at.parent_path();
  for (;; at = at.parent_path()) {
    if (fs::equivalent(folder, at, failed) && !failed) return true;
    if (!at.has_relative_path()) return false;
  }
}

std::string marker_text(const FolderWish& wish) {
  Document out;
  out.version = LODE_VERSION, out.command = wish.command, out.status = "started";
  out.facts = {{"title", wish.title}};
  return to_json(out);
}

// Of the study whose results a folder holds; empty if that is not known.
std::string title_in(const fs::path& folder) {
  for (const char* name : {kMarker, "run.json"}) try {
      if (!is_ours(folder / name)) continue;
      const Document found = from_json(read_file(folder / name, name, 10'000'000));
      if (found.study) return found.study->title;
      for (const auto& [key, cell] : found.facts)
        if (const auto* text = std::get_if<std::string>(&cell); text && key == "title")
          return *text;
    } catch (const InputError&) {  // changed by hand
    }
  return {};
}

}  // namespace

fs::path standard_folder(const fs::path& case_path) {
  const fs::path whole = fs::weakly_canonical(case_path);
  if (fs::is_directory(whole)) return fs::path("results") / whole.filename();
  if (whole.filename() == "case.toml") return fs::path("results") / whole.parent_path().filename();
  return fs::path("results") / whole.stem();
}

struct ResultFolder::Impl {
  FolderWish wish;
  fs::path folder, made;  // made: the first folder on the way that was not there
  std::string note;
  int lock = -1;
  bool goes_on = false, kept = false, marked = false, had_store = false;

  ~Impl() {
    if (!kept) take_away();
    if (lock >= 0) ::close(lock);  // releases it
  }

  // Not two at a time. The lock is the system's: it ends with the program, however that ends.
  void take_lock() {
    lock = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock < 0) refuse(folder, std::string("cannot be read: ") + std::strerror(errno));
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
      refuse(folder, "another run is at work here; wait for its end or choose another --out");
  }

  // Removes what a command without results has left: the marker, a store without a chunk, folders.
  void take_away() const {
    std::error_code failed;
    if (marked) take_marker_away();
    if (made.empty()) return;
    fs::path at = fs::absolute(folder).lexically_normal();
    if (!at.has_filename()) at = at.parent_path();
    for (; fs::remove(at, failed) && at != made; at = at.parent_path()) {  // empty ones alone
    }
  }

  void take_marker_away() const {
    std::error_code failed;
    const auto stored = io::stored_run(folder / kCheckpoint);
    if (stored && stored->chunks > 0) return;  // to be resumed
    if (!had_store)
      for (const char* more : {"", "-journal"})
        fs::remove(folder / (std::string(kCheckpoint) + more), failed);
    if (only_marker()) fs::remove(folder / kMarker, failed);
  }

  bool only_marker() const {
    std::error_code failed;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed))
      if (entry.path().filename() != kMarker) return false;
    return !failed;
  }

  void inspect() {
    bool ours = is_ours(folder / kMarker) || is_ours(folder / "run.json"), contents = false;
    std::error_code failed;
    fs::directory_iterator entries(folder, failed);
    if (failed) refuse(folder, "cannot be read: " + failed.message());
    for (const fs::directory_entry& entry : entries) {
      const std::string name = entry.path().filename().string();
      contents = contents || (name != kMarker && !is_store_file(name) && !name.ends_with(kPart));
    }
    const fs::path store = folder / kCheckpoint;
    had_store = fs::exists(fs::symlink_status(store, failed));
    ours = ours || is_our_store(store);
    const auto stored = had_store ? io::stored_run(store) : std::nullopt;
    // A store that cannot be read is reported by --resume; without it, it is of no use to anyone.
    const bool rows = stored && stored->chunks > 0;
    if (fs::exists(fs::symlink_status(folder / "case.toml", failed)))
      refuse(folder,
             "holds a case.toml: results are never written into a study; choose another "
             "folder (--out)");
    goes_on = wish.resume;
    if (wish.resume && (ours || !contents)) return;
    if (!contents && !rows && (ours || !had_store)) return;
    if (!ours)
      refuse(folder,
             "is not empty, and no run of Lode made it: results go into a new or an empty folder "
             "(--out), with --force too");
    if (wish.force) return;
    const bool same = title_in(folder) == wish.title && !wish.title.empty();
    if (wish.out.empty() && same) {
      goes_on = rows && !wish.identity.empty() && stored->identity == wish.identity &&
                stored->build == wish.build;
      note = fmt::format("{}: {}", io::shown(folder),
                         goes_on ? "goes on with the run of this case that was stopped"
                                 : "takes the place of an earlier run of this study");
      return;
    }
    if (rows)
      refuse(folder,
             "is not empty: it holds a run that was stopped; --resume goes on with it, --force "
             "starts anew");
    refuse(folder,
           wish.out.empty()
               ? "is not empty: it holds the results of another study; --force writes over them, "
                 "--out names another folder"
           : wish.command == "run"
               ? "is not empty; --force writes over the run in it, --resume goes on with it"
               : "is not empty; --force writes over the results in it");
  }
};

ResultFolder::ResultFolder(const FolderWish& wish) : impl_(std::make_unique<Impl>()) {
  Impl& my = *impl_;
  my.wish = wish;
  if (my.wish.title.empty()) my.wish.title = standard_folder(wish.case_path).filename().string();
  my.folder = wish.out.empty() ? standard_folder(wish.case_path) : wish.out;
  my.made = first_missing(my.folder);
  make_folder(my.folder);
  std::vector<fs::path> cases = wish.more_cases;
  cases.push_back(wish.case_path);
  for (const fs::path& each : cases)
    if (holds_the_case(my.folder, each))
      refuse(my.folder,
             "is the case's own folder, or one around it; results need one of their own (--out)");
  my.take_lock();
  my.inspect();
  my.marked = true;
  write_file(my.folder / kMarker, marker_text(my.wish));
}

ResultFolder::~ResultFolder() = default;

const fs::path& ResultFolder::path() const { return impl_->folder; }
const std::string& ResultFolder::note() const { return impl_->note; }
bool ResultFolder::goes_on() const { return impl_->goes_on; }
void ResultFolder::keep() { impl_->kept = true; }

void ResultFolder::clear() {
  const fs::path& folder = impl_->folder;
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const fs::path table = entry.path();
    fs::path twin = table;
    if (table.extension() == ".csv" && is_ours(twin.replace_extension(".json")))
      found.insert(found.end(), {table, twin});
    if (table.filename().string().ends_with(kPart) && is_file(table)) found.push_back(table);
  }
  // run.json first: without it the folder tells that it is not whole.
  for (const char* name : {"run.json", "run.log", "report.html"}) fs::remove(folder / name);
  for (const fs::path& path : found) fs::remove(path);
}

void check_summary_tables(const Document& document, const fs::path& folder) {
  if (!document.study || !document.text)
    refuse(folder / "run.json", "holds no study: not of a finished run, or changed by hand");
  struct Expected {
    const char* table;
    std::size_t words, columns;  // the first are words, the others numbers
  };
  for (const Expected& expected :
       {Expected{"deal", 3, 7}, {"deal_difference", 3, 6}, {"flat_price", 1, 2}}) {
    const fs::path file = folder / (std::string(expected.table) + ".json");
    const Table* table = find_table(document, expected.table);
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

}  // namespace lode::report

#include "io/checkpoint.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>
#include <string_view>

#include "base/error.h"
#include "base/random.h"
#include "io/files.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

constexpr int kApplication = 0x4C6F6465;  // "Lode", in the header of the file (SQLite, section 1.3)
constexpr int kVersion = 2;               // of the tables below

struct Closed {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Closed>;
using Statement = std::unique_ptr<sqlite3_stmt, Closed>;

std::string_view bytes_of(const std::vector<double>& cells) {
  return {reinterpret_cast<const char*>(cells.data()), cells.size() * sizeof(double)};
}

}  // namespace

struct Checkpoint::Impl {
  Database db;
  std::string name;

  [[noreturn]] void refuse(const std::string& why) const {
    throw InputError(Fault{{name, 0, 0}, {}, {}, why});
  }
  [[noreturn]] void damaged(const std::string& how) const {
    refuse("is damaged (" + how + "); --force starts the run anew");
  }
  void require(bool good) const {
    if (good) return;
    const int code = sqlite3_errcode(db.get());
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) damaged(sqlite3_errmsg(db.get()));
    refuse(fmt::format("cannot be used: {}", sqlite3_errmsg(db.get())));
  }
  Statement prepare(const std::string& sql) const {
    sqlite3_stmt* raw = nullptr;
    require(sqlite3_prepare_v2(db.get(), sql.c_str(), -1, &raw, nullptr) == SQLITE_OK);
    return Statement(raw);
  }
  // True: a row is there to be read.
  bool step(const Statement& statement) const {
    const int result = sqlite3_step(statement.get());
    require(result == SQLITE_DONE || result == SQLITE_ROW);
    return result == SQLITE_ROW;
  }
  void execute(const std::string& sql) const { step(prepare(sql)); }
  std::string text(const std::string& sql) const {
    const Statement read = prepare(sql);
    if (!step(read)) damaged("an empty table");
    const unsigned char* found = sqlite3_column_text(read.get(), 0);
    return found ? reinterpret_cast<const char*>(found) : "";
  }

  void open(const fs::path& file, int flags) {
    sqlite3* raw = nullptr;
    const int opened = sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
    db.reset(raw);
    require(opened == SQLITE_OK);
  }

  void make(const fs::path& file, const std::string& identity) {
    std::error_code failed;
    fs::remove(file, failed);
    if (failed) refuse("cannot be replaced: " + failed.message());
    open(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    execute("BEGIN");
    execute(fmt::format("PRAGMA application_id = {}", kApplication));
    execute(fmt::format("PRAGMA user_version = {}", kVersion));
    execute("CREATE TABLE run (identity TEXT NOT NULL)");
    execute(
        "CREATE TABLE chunk (number INTEGER PRIMARY KEY, rows INTEGER NOT NULL, hash INTEGER NOT "
        "NULL, cells BLOB NOT NULL)");
    const Statement write = prepare("INSERT INTO run VALUES (?)");
    sqlite3_bind_text(write.get(), 1, identity.c_str(), -1, SQLITE_TRANSIENT);
    step(write);
    execute("COMMIT");
  }

  void go_on(const fs::path& file, const std::string& identity) {
    std::error_code failed;
    if (!fs::exists(file, failed))
      refuse("is not there: no stopped run to go on with; leave out --resume");
    open(file, SQLITE_OPEN_READWRITE);
    if (text("PRAGMA application_id") != fmt::format("{}", kApplication))
      refuse("is no store of Lode; --force starts the run anew");
    if (const std::string version = text("PRAGMA user_version");
        version != fmt::format("{}", kVersion))
      refuse(fmt::format("is a store of format {}, this program reads {}; --force starts anew",
                         version, kVersion));
    if (const std::string state = text("PRAGMA quick_check(1)"); state != "ok") damaged(state);
    if (const std::string held = text("SELECT identity FROM run"); held != identity)
      refuse(fmt::format("holds another run ({}); this one is {}. --force starts anew", held,
                         identity));
  }
};

Checkpoint::Checkpoint(const fs::path& file, const std::string& identity, Open open)
    : impl_(std::make_unique<Impl>()) {
  impl_->name = shown(file);
  if (open == Open::anew)
    impl_->make(file, identity);
  else
    impl_->go_on(file, identity);
}

Checkpoint::~Checkpoint() = default;

void Checkpoint::store(std::size_t chunk, const std::vector<std::vector<double>>& rows) {
  LODE_CHECK(!rows.empty());
  std::vector<double> cells;
  for (const auto& row : rows) {
    LODE_CHECK(row.size() == rows.front().size());
    cells.insert(cells.end(), row.begin(), row.end());
  }
  const Statement write = impl_->prepare("INSERT OR REPLACE INTO chunk VALUES (?, ?, ?, ?)");
  sqlite3_bind_int64(write.get(), 1, static_cast<sqlite3_int64>(chunk));
  sqlite3_bind_int64(write.get(), 2, static_cast<sqlite3_int64>(rows.size()));
  sqlite3_bind_int64(write.get(), 3, static_cast<sqlite3_int64>(hash_bytes(bytes_of(cells))));
  sqlite3_bind_blob64(write.get(), 4, cells.data(), cells.size() * sizeof(double), SQLITE_STATIC);
  impl_->step(write);
}

std::optional<std::vector<std::vector<double>>> Checkpoint::stored(std::size_t chunk,
                                                                   std::size_t width) const {
  const Statement read = impl_->prepare("SELECT rows, hash, cells FROM chunk WHERE number = ?");
  sqlite3_bind_int64(read.get(), 1, static_cast<sqlite3_int64>(chunk));
  if (!impl_->step(read)) return std::nullopt;
  const auto count = static_cast<std::size_t>(sqlite3_column_int64(read.get(), 0));
  const auto bytes = static_cast<std::size_t>(sqlite3_column_bytes(read.get(), 2));
  if (count == 0 || bytes != count * width * sizeof(double))
    impl_->damaged(fmt::format("chunk {} holds {} bytes for {} rows of {} numbers", chunk, bytes,
                               count, width));
  std::vector<double> cells(count * width);
  std::memcpy(cells.data(), sqlite3_column_blob(read.get(), 2), bytes);
  if (static_cast<std::uint64_t>(sqlite3_column_int64(read.get(), 1)) !=
      hash_bytes(bytes_of(cells)))
    impl_->damaged(fmt::format("chunk {} is not what was written", chunk));
  std::vector<std::vector<double>> rows;
  for (auto at = cells.begin(); at != cells.end(); at += static_cast<std::ptrdiff_t>(width))
    rows.emplace_back(at, at + static_cast<std::ptrdiff_t>(width));
  return rows;
}

}  // namespace lode::io

#include "io/checkpoint.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "base/error.h"
#include "base/random.h"
#include "io/files.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

constexpr int kApplication = 0x4C6F6465;  // "Lode", in the header of the file (SQLite, section 1.3)
constexpr int kVersion = 3;               // of the tables below

struct Closed {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Closed>;
using Statement = std::unique_ptr<sqlite3_stmt, Closed>;

constexpr const char* kRunTable = "CREATE TABLE run (identity TEXT NOT NULL, build TEXT NOT NULL)";
constexpr const char* kChunkTable =
    "CREATE TABLE chunk (number INTEGER PRIMARY KEY, rows INTEGER NOT NULL, hash INTEGER NOT NULL, "
    "cells BLOB NOT NULL)";
constexpr int kLongest = 256'000'000;  // bytes of one value; a chunk has less than a million

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
    const int told = sqlite3_system_errno(db.get()), reason = code == SQLITE_FULL    ? ENOSPC
                                                              : told != 0            ? told
                                                              : code == SQLITE_IOERR ? errno
                                                                                     : 0;
    refuse(fmt::format("cannot be used: {}{}", sqlite3_errmsg(db.get()),
                       reason == 0 ? "" : fmt::format(" ({})", std::strerror(reason))));
  }
  Statement prepare(const std::string& sql) const {
    sqlite3_stmt* raw = nullptr;
    require(sqlite3_prepare_v2(db.get(), sql.c_str(), -1, &raw, nullptr) == SQLITE_OK);
    return Statement(raw);
  }
  // True: a row is there to be read.
  bool step(const Statement& statement) const {
    errno = 0;  // of a write that fails, where SQLite does not keep it
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

  // Neither the store nor what SQLite keeps beside it may be a link, a pipe or a device.
  void open(const fs::path& file, int flags) {
    std::error_code failed;
    for (const char* beside : {"", "-journal", "-wal", "-shm"})
      if (const auto status = fs::symlink_status(file.string() + beside, failed);
          fs::exists(status) && !fs::is_regular_file(status))
        refuse(fmt::format("cannot be used: {}{} is no regular file; --force starts the run anew",
                           file.filename().string(), beside));
    sqlite3* raw = nullptr;
    const int opened = sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
    db.reset(raw);
    require(opened == SQLITE_OK);
    sqlite3_limit(db.get(), SQLITE_LIMIT_LENGTH, kLongest);
    sqlite3_db_config(db.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  }

  void make(const fs::path& file, const std::string& identity, const std::string& build) {
    for (const char* beside : {"", "-journal", "-wal", "-shm"}) {
      std::error_code failed;
      fs::remove(file.string() + beside, failed);
      if (failed) refuse("cannot be replaced: " + failed.message());
    }
    open(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    execute("BEGIN");
    execute(fmt::format("PRAGMA application_id = {}", kApplication));
    execute(fmt::format("PRAGMA user_version = {}", kVersion));
    execute(kRunTable);
    execute(kChunkTable);
    const Statement write = prepare("INSERT INTO run VALUES (?, ?)");
    sqlite3_bind_text(write.get(), 1, identity.c_str(), -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(write.get(), 2, build.c_str(), -1, SQLITE_TRANSIENT);
    step(write);
    execute("COMMIT");
  }

  // No trigger, view or other table can work in what is read.
  void check_tables() const {
    const std::string found = text(
        "SELECT coalesce(group_concat(sql, ';'), '') FROM (SELECT sql FROM sqlite_schema ORDER BY "
        "rowid)");
    if (found != fmt::format("{};{}", kRunTable, kChunkTable)) damaged("its tables are others");
  }

  void open_to_read(const fs::path& file) {
    std::error_code failed;
    if (!fs::exists(fs::symlink_status(file, failed)))
      refuse("is not there: no stopped run to go on with; leave out --resume");
    open(file, SQLITE_OPEN_READWRITE);
    if (text("PRAGMA application_id") != fmt::format("{}", kApplication))
      refuse("is no store of Lode; --force starts the run anew");
    if (const std::string version = text("PRAGMA user_version");
        version != fmt::format("{}", kVersion))
      refuse(fmt::format("is a store of format {}, this program reads {}; --force starts anew",
                         version, kVersion));
    check_tables();
  }

  void go_on(const fs::path& file, const std::string& identity, const std::string& build) {
    open_to_read(file);
    if (const std::string state = text("PRAGMA quick_check(1)"); state != "ok") damaged(state);
    if (const std::string held = text("SELECT identity FROM run"); held != identity)
      refuse(fmt::format("holds another run ({}); this one is {}. --force starts anew", held,
                         identity));
    if (text("SELECT build FROM run") != build)
      refuse(
          "was written by another build of this program (another compiler, library or version of "
          "the source), whose rows may differ from this one's in their last digits; go on with "
          "that build, or --force starts anew");
  }
};

Checkpoint::Checkpoint(const fs::path& file, const std::string& identity, const std::string& build,
                       Open open)
    : impl_(std::make_unique<Impl>()) {
  impl_->name = shown(file);
  if (open == Open::anew)
    impl_->make(file, identity, build);
  else
    impl_->go_on(file, identity, build);
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
                                                                   std::size_t width,
                                                                   std::size_t most) const {
  const auto of_chunk = [&](const char* what) {
    Statement read = impl_->prepare(fmt::format("SELECT {} FROM chunk WHERE number = ?", what));
    sqlite3_bind_int64(read.get(), 1, static_cast<sqlite3_int64>(chunk));
    return read;
  };
  const Statement size = of_chunk("rows, length(cells)");  // reads no cell
  if (!impl_->step(size)) return std::nullopt;
  const sqlite3_int64 told = sqlite3_column_int64(size.get(), 0),
                      held = sqlite3_column_int64(size.get(), 1);
  if (told <= 0 || static_cast<std::uint64_t>(told) > most)
    impl_->damaged(fmt::format("chunk {} tells {} rows; a chunk has 1 to {}", chunk, told, most));
  const auto count = static_cast<std::size_t>(told);
  const std::size_t bytes = count * width * sizeof(double);
  if (held < 0 || static_cast<std::uint64_t>(held) != bytes)
    impl_->damaged(fmt::format("chunk {} holds {} bytes for {} rows of {} numbers", chunk, held,
                               count, width));
  const Statement read = of_chunk("rows, hash, cells");
  if (!impl_->step(read) || static_cast<std::size_t>(sqlite3_column_bytes(read.get(), 2)) != bytes)
    impl_->damaged(fmt::format("chunk {} cannot be read", chunk));
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

std::optional<StoredRun> stored_run(const fs::path& file) {
  try {
    Checkpoint::Impl store{nullptr, shown(file)};
    store.open_to_read(file);
    return StoredRun{store.text("SELECT identity FROM run"), store.text("SELECT build FROM run"),
                     static_cast<std::size_t>(std::strtoull(
                         store.text("SELECT count(*) FROM chunk").c_str(), nullptr, 10))};
  } catch (const InputError&) {
    return std::nullopt;
  }
}

}  // namespace lode::io

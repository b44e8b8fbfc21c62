#include "io/checkpoint.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>

#include "base/error.h"
#include "io/files.h"

namespace lode::io {
namespace {

struct Closed {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Closed>;
using Statement = std::unique_ptr<sqlite3_stmt, Closed>;

}  // namespace

struct Checkpoint::Impl {
  Database db;
  std::string name;

  void require(bool good, const char* doing) const {
    if (!good)
      throw InputError(fmt::format("{}: {} failed: {}", name, doing, sqlite3_errmsg(db.get())));
  }
  Statement prepare(const char* sql) const {
    sqlite3_stmt* raw = nullptr;
    require(sqlite3_prepare_v2(db.get(), sql, -1, &raw, nullptr) == SQLITE_OK, sql);
    return Statement(raw);
  }
  void execute(const char* sql) const {
    const Statement statement = prepare(sql);
    const int result = sqlite3_step(statement.get());
    require(result == SQLITE_DONE || result == SQLITE_ROW, sql);
  }
};

Checkpoint::Checkpoint(const std::filesystem::path& file, const std::string& identity)
    : impl_(std::make_unique<Impl>()) {
  impl_->name = shown(file);
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open(file.c_str(), &raw);
  impl_->db.reset(raw);
  impl_->require(opened == SQLITE_OK, "opening");
  impl_->execute("CREATE TABLE IF NOT EXISTS run (identity TEXT NOT NULL)");
  impl_->execute(
      "CREATE TABLE IF NOT EXISTS chunk (number INTEGER PRIMARY KEY, rows INTEGER NOT NULL, cells "
      "BLOB NOT NULL)");
  const Statement read = impl_->prepare("SELECT identity FROM run");
  if (sqlite3_step(read.get()) == SQLITE_ROW) {
    const std::string held = reinterpret_cast<const char*>(sqlite3_column_text(read.get(), 0));
    if (held != identity)
      throw InputError(
          fmt::format("{} holds another run ({}); this one is {}. Use --force to start anew",
                      impl_->name, held, identity));
    return;
  }
  const Statement write = impl_->prepare("INSERT INTO run VALUES (?)");
  sqlite3_bind_text(write.get(), 1, identity.c_str(), -1, SQLITE_TRANSIENT);
  impl_->require(sqlite3_step(write.get()) == SQLITE_DONE, "writing");
}

Checkpoint::~Checkpoint() = default;

void Checkpoint::store(std::size_t chunk, const std::vector<std::vector<double>>& rows) {
  std::vector<double> cells;
  for (const auto& row : rows) cells.insert(cells.end(), row.begin(), row.end());
  const Statement write = impl_->prepare("INSERT OR REPLACE INTO chunk VALUES (?, ?, ?)");
  sqlite3_bind_int64(write.get(), 1, static_cast<sqlite3_int64>(chunk));
  sqlite3_bind_int64(write.get(), 2, static_cast<sqlite3_int64>(rows.size()));
  sqlite3_bind_blob64(write.get(), 3, cells.data(), cells.size() * sizeof(double), SQLITE_STATIC);
  impl_->require(sqlite3_step(write.get()) == SQLITE_DONE, "writing");
}

std::optional<std::vector<std::vector<double>>> Checkpoint::stored(std::size_t chunk) const {
  const Statement read = impl_->prepare("SELECT rows, cells FROM chunk WHERE number = ?");
  sqlite3_bind_int64(read.get(), 1, static_cast<sqlite3_int64>(chunk));
  if (sqlite3_step(read.get()) != SQLITE_ROW) return std::nullopt;
  const auto count = static_cast<std::size_t>(sqlite3_column_int64(read.get(), 0));
  const auto bytes = static_cast<std::size_t>(sqlite3_column_bytes(read.get(), 1));
  if (count == 0 || bytes % (count * sizeof(double)) != 0) return std::nullopt;
  std::vector<std::vector<double>> rows(count, std::vector<double>(bytes / sizeof(double) / count));
  const auto* cells = static_cast<const char*>(sqlite3_column_blob(read.get(), 1));
  for (std::vector<double>& row : rows) {
    std::memcpy(row.data(), cells, row.size() * sizeof(double));
    cells += row.size() * sizeof(double);
  }
  return rows;
}

}  // namespace lode::io

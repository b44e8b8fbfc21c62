#include "io/checkpoint.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <random>

#include "base/error.h"

namespace lode::io {
namespace {

namespace fs = std::filesystem;
using Rows = std::vector<std::vector<double>>;
using Open = Checkpoint::Open;

constexpr const char* kBuild = "this build";
constexpr std::size_t kMost = 50;  // rows of a chunk

class CheckpointFile : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    file_ = fs::temp_directory_path() / fmt_name(test->name());
    fs::remove(file_);
  }
  void TearDown() override { fs::remove(file_); }

  static std::string fmt_name(const std::string& test) {
    return "lode_" + std::to_string(getpid()) + "_" + test + ".sqlite";
  }
  void write(const Rows& rows, std::size_t chunk = 0) {
    Checkpoint(file_, "this run", kBuild, Open::anew).store(chunk, rows);
  }
  void alter(const char* sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }
  // The messages when the file is resumed and chunk 0 is read with rows of two numbers.
  std::string refusal(const std::string& identity = "this run") {
    try {
      Checkpoint(file_, identity, kBuild, Open::to_go_on).stored(0, 2, kMost);
    } catch (const InputError& error) {
      EXPECT_NE(std::string(error.what()).find(file_.filename()), std::string::npos);
      return error.what();
    }
    return "accepted";
  }
  void expect_refusal(const std::string& words) {
    const std::string said = refusal();
    EXPECT_NE(said.find(words), std::string::npos) << said;
  }

  fs::path file_;
};

TEST_F(CheckpointFile, gives_back_what_was_stored_bit_for_bit) {
  const double odd = std::nextafter(1.0, 2.0), tiny = std::numeric_limits<double>::denorm_min();
  const Rows rows = {{1, -0.0}, {odd, tiny}, {std::numeric_limits<double>::infinity(), 3}};
  write(rows, 7);
  const Checkpoint again(file_, "this run", kBuild, Open::to_go_on);
  EXPECT_EQ(again.stored(7, 2, kMost), rows);
  EXPECT_EQ(again.stored(8, 2, kMost), std::nullopt);
}

TEST_F(CheckpointFile, replaces_a_chunk_that_grew) {
  write({{1, 2}});
  Checkpoint(file_, "this run", kBuild, Open::to_go_on).store(0, {{1, 2}, {3, 4}});
  EXPECT_EQ(Checkpoint(file_, "this run", kBuild, Open::to_go_on).stored(0, 2, kMost),
            (Rows{{1, 2}, {3, 4}}));
}

TEST_F(CheckpointFile, anew_forgets_what_was_there) {
  write({{1, 2}});
  EXPECT_EQ(Checkpoint(file_, "that run", kBuild, Open::anew).stored(0, 2, kMost), std::nullopt);
  std::ofstream(file_, std::ios::trunc) << "no database";
  EXPECT_EQ(Checkpoint(file_, "that run", kBuild, Open::anew).stored(0, 2, kMost), std::nullopt);
}

TEST_F(CheckpointFile, refuses_to_go_on_without_a_store) { expect_refusal("no stopped run"); }

TEST_F(CheckpointFile, refuses_another_run) {
  write({{1, 2}});
  EXPECT_NE(refusal("that run").find("holds another run (this run)"), std::string::npos);
}

TEST_F(CheckpointFile, refuses_another_program_and_another_version) {
  write({{1, 2}});
  alter("PRAGMA user_version = 1");
  expect_refusal("format 1");
  alter("PRAGMA application_id = 5");
  expect_refusal("no store of Lode");
}

TEST_F(CheckpointFile, refuses_what_is_no_database) {
  std::ofstream(file_) << std::string(5000, 'x');
  expect_refusal("damaged");
  std::ofstream(file_, std::ios::trunc) << "";
  expect_refusal("no store of Lode");
}

TEST_F(CheckpointFile, refuses_a_truncated_file) {
  write(Rows(50, {1, 2}));
  const auto size = fs::file_size(file_);
  for (const auto part : {size / 2, size - 100, std::uintmax_t{200}}) {
    write(Rows(50, {1, 2}));
    fs::resize_file(file_, part);
    expect_refusal("damaged");
  }
}

TEST_F(CheckpointFile, refuses_a_row_of_another_width) {
  write({{1, 2, 3}});
  expect_refusal("24 bytes for 1 rows of 2 numbers");
}

TEST_F(CheckpointFile, refuses_half_a_chunk_and_changed_cells) {
  write({{1, 2}, {3, 4}});
  alter("UPDATE chunk SET cells = substr(cells, 1, 20)");
  expect_refusal("damaged");
  write({{1, 2}, {3, 4}});
  alter("UPDATE chunk SET cells = zeroblob(32)");
  expect_refusal("not what was written");
  write({{1, 2}, {3, 4}});
  alter("UPDATE chunk SET rows = 0");
  expect_refusal("damaged");
}

TEST_F(CheckpointFile, refuses_the_store_of_another_build) {
  write({{1, 2}});
  alter("UPDATE run SET build = 'of another compiler'");
  expect_refusal("another build");
}

TEST_F(CheckpointFile, refuses_counts_that_overflow_before_it_takes_memory) {
  // 2^61 rows of 2 numbers are 2^65 bytes, 0 modulo 2^64; 2^60 are 2^64.
  for (const char* rows : {"2305843009213693952", "1152921504606846976", "51", "-1", "'many'"}) {
    write({{1, 2}});
    alter(("UPDATE chunk SET cells = zeroblob(0), rows = " + std::string(rows)).c_str());
    expect_refusal("a chunk has 1 to 50");
  }
  write({{1, 2}});
  alter("UPDATE chunk SET cells = zeroblob(200000000)");
  expect_refusal("200000000 bytes for 1 rows of 2 numbers");
}

TEST_F(CheckpointFile, refuses_other_tables_views_and_triggers) {
  for (const char* sql :
       {"CREATE TABLE more (x)",
        "CREATE TRIGGER t AFTER INSERT ON chunk BEGIN DELETE FROM run; END",
        "DROP TABLE run; CREATE VIEW run AS WITH RECURSIVE n(identity, build) AS (SELECT 'a', 'b' "
        "UNION ALL SELECT identity, build FROM n) SELECT * FROM n",
        "DROP TABLE chunk", "DELETE FROM run"}) {
    write({{1, 2}});
    alter(sql);
    expect_refusal("damaged");
    EXPECT_FALSE(stored_run(file_)) << sql;
  }
}

TEST_F(CheckpointFile, never_follows_a_link) {
  write({{1, 2}});
  const fs::path real = file_.string() + ".real";
  fs::rename(file_, real);
  fs::create_symlink(real, file_);
  expect_refusal("no regular file");
  write({{3, 4}});
  EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(file_)));
  EXPECT_EQ(Checkpoint(real, "this run", kBuild, Open::to_go_on).stored(0, 2, kMost),
            (Rows{{1, 2}}));
  fs::remove(real);
}

TEST_F(CheckpointFile, a_changed_byte_is_refused_or_changes_nothing) {
  const Rows rows(50, {1, 2});
  write(rows);
  std::ifstream in(file_, std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(in), {}};
  std::minstd_rand random(1);
  for (int round = 0; round < 600; ++round) {
    std::string bytes = whole;
    for (unsigned k = 0; k < 1 + random() % 3; ++k) {
      // Half of them where the headers of the file and of its pages are.
      const std::size_t at = random() % (round % 2 == 0 ? 120 : bytes.size());
      bytes[at] = static_cast<char>(random());
    }
    std::ofstream(file_, std::ios::binary) << bytes;
    try {
      const auto found = Checkpoint(file_, "this run", kBuild, Open::to_go_on).stored(0, 2, kMost);
      EXPECT_TRUE(!found || *found == rows) << round;
    } catch (const InputError&) {
    }
  }
}

TEST_F(CheckpointFile, tells_what_a_store_holds) {
  EXPECT_FALSE(stored_run(file_));
  Checkpoint(file_, "this run", kBuild, Open::anew);
  EXPECT_EQ(stored_run(file_)->chunks, 0u);
  write({{1, 2}});
  EXPECT_EQ(stored_run(file_)->identity, "this run");
  EXPECT_EQ(stored_run(file_)->build, kBuild);
  EXPECT_EQ(stored_run(file_)->chunks, 1u);
}

TEST_F(CheckpointFile, refuses_a_folder_that_cannot_be_written) {
  EXPECT_THROW(Checkpoint("/proc/none/checkpoint.sqlite", "run", kBuild, Open::anew), InputError);
}

}  // namespace
}  // namespace lode::io

#include "report/result_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/error.h"

namespace lode::report {
namespace {
namespace fs = std::filesystem;

class ResultFolderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "lode-folder-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    root_ = name;
    fs::create_directories(root_ / "study");
    write("study/case.toml", "title = \"a\"\n");
  }
  void TearDown() override { fs::remove_all(root_); }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(root_ / name) << text;
  }
  FolderWish wish(const std::string& out, bool force = false) {
    return {root_ / out, root_ / "study", "pit", "pit a", {}, {}, force, false};
  }
  // A command that leaves one result.
  void run(const FolderWish& asked) {
    ResultFolder taken(asked);
    std::ofstream(taken.path() / "table.csv") << "1\n";
    taken.keep();
  }
  fs::path root_;
};

TEST_F(ResultFolderTest, a_command_that_keeps_nothing_leaves_no_folder) {
  {
    const ResultFolder taken(wish("new/results"));
    EXPECT_TRUE(fs::exists(root_ / "new/results/.lode"));
  }
  EXPECT_FALSE(fs::exists(root_ / "new"));
}

TEST_F(ResultFolderTest, results_are_replaced_only_by_force_and_only_where_lode_wrote_them) {
  run(wish("out"));
  EXPECT_TRUE(fs::exists(root_ / "out/table.csv"));
  EXPECT_THROW(run(wish("out")), InputError);
  EXPECT_NO_THROW(run(wish("out", true)));
  fs::create_directories(root_ / "theirs");
  write("theirs/notes.txt", "do not lose\n");
  EXPECT_THROW(run(wish("theirs")), InputError);
  EXPECT_THROW(run(wish("theirs", true)), InputError);
  EXPECT_TRUE(fs::exists(root_ / "theirs/notes.txt"));
}

TEST_F(ResultFolderTest, a_study_or_the_way_to_it_is_no_place_for_results) {
  EXPECT_THROW(run(wish("study", true)), InputError);
  EXPECT_THROW(run(wish(".", true)), InputError);
  EXPECT_THROW(run(wish("study/case.toml")), InputError);
}

TEST_F(ResultFolderTest, two_commands_are_not_at_work_in_one_folder) {
  const ResultFolder first(wish("out"));
  EXPECT_THROW(ResultFolder second(wish("out")), InputError);
}

TEST_F(ResultFolderTest, the_standard_folder_is_named_after_the_case) {
  EXPECT_EQ(standard_folder(root_ / "study"), fs::path("results/study"));
  EXPECT_EQ(standard_folder(root_ / "study/case.toml"), fs::path("results/study"));
  EXPECT_EQ(standard_folder(root_ / "krige.toml"), fs::path("results/krige"));
}

}  // namespace
}  // namespace lode::report

#include "io/stage_case.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace lode::io {
namespace {
namespace fs = std::filesystem;

struct Record {
  double width_m = kRequired, share = 0.5;
};

class StageCaseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "lode-stage-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }
  StageCase read(const std::string& text) {
    std::ofstream(folder_ / "case.toml") << text;
    return read_stage_case(
        folder_,
        [&](Visitor& visit) {
          visit.fixed("width", record_.width_m, unit::kMetres, {0, 10}, "a width");
          visit.sampled("share", record_.share, unit::kFraction, {0, 1}, "a share");
        },
        [&]() -> std::vector<study::Breach> {
          if (record_.width_m * record_.share > 5) return {{"share", "times width is above 5"}};
          return {};
        });
  }
  // The message that refuses this text.
  std::string refusal(const std::string& text) {
    try {
      read(text);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }
  fs::path folder_;
  Record record_;
};

TEST_F(StageCaseTest, fills_the_record_and_knows_where_its_values_stand) {
  const StageCase file = read("share = 0.25\nwidth = { value = 4, source = \"a drawing\" }\n");
  EXPECT_EQ(record_.width_m, 4);
  EXPECT_EQ(record_.share, 0.25);
  EXPECT_EQ(file.where("width").line, 2);
  EXPECT_EQ(file.where("nothing").line, 0);
}

TEST_F(StageCaseTest, refuses_with_every_fault_by_line) {
  const std::string text = refusal("shore = 1\nwidth = 11\n");
  EXPECT_LT(text.find("case.toml:1"), text.find("case.toml:2")) << text;
  EXPECT_NE(text.find("did you mean share"), std::string::npos) << text;
}

TEST_F(StageCaseTest, refuses_chance_alternatives_and_broken_rules) {
  EXPECT_NE(refusal("width = 1\nshare = { triangular = [0.1, 0.2, 0.3] }\n").find("without chance"),
            std::string::npos);
  EXPECT_NE(refusal("width = 1\n[alternative.a]\ndefault = \"b\"\n").find("no alternatives"),
            std::string::npos);
  EXPECT_NE(refusal("width = 9\nshare = 0.9\n").find("above 5"), std::string::npos);
}

TEST_F(StageCaseTest, tells_a_whole_case_from_a_stages_own) {
  read("width = 1\n");
  EXPECT_TRUE(has_top_key(folder_, "width"));
  EXPECT_FALSE(has_top_key(folder_, "deposit"));
}

}  // namespace
}  // namespace lode::io

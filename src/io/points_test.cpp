#include "io/points.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>

namespace lode::io {
namespace {
namespace fs = std::filesystem;

class PointsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "lode-points-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    asked_.file = "points.csv";
    asked_.z = "elev";
    asked_.variables = {"cu", "au"};
    asked_.hole = "bhid";
    asked_.domain = "rock";
    asked_.missing = {-999};
  }
  void TearDown() override { fs::remove_all(folder_); }
  Points read(const std::string& text, const std::vector<std::string>& domains = {}) {
    std::ofstream(folder_ / asked_.file) << text;
    return read_points(asked_, folder_, domains);
  }
  std::string refusal(const std::string& text) {
    try {
      read(text);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }
  fs::path folder_;
  PointFile asked_;
};

TEST_F(PointsTest, finds_columns_by_name_and_numbers_holes_and_domains) {
  const Points points = read(
      "rock,bhid,x,y,elev,au,cu\n"
      "ore,A,1,2,3,0.5,7\n"
      "waste,B,4,5,6,-999,\n"
      "ore,,7,8,9,NA,1e-3\n",
      {"air", "ore"});
  EXPECT_EQ(points.samples.y, (std::vector<double>{2, 5, 8}));
  EXPECT_EQ(points.samples.z, (std::vector<double>{3, 6, 9}));
  EXPECT_EQ(points.samples.value[0][2], 1e-3);
  EXPECT_TRUE(std::isnan(points.samples.value[0][1]));
  EXPECT_TRUE(std::isnan(points.samples.value[1][1]));
  EXPECT_TRUE(std::isnan(points.samples.value[1][2]));
  EXPECT_EQ(points.samples.hole, (std::vector<std::int32_t>{0, 1, -1}));
  EXPECT_EQ(points.samples.domain, (std::vector<std::int32_t>{1, 2, 1}));
  EXPECT_EQ(points.domain_name, (std::vector<std::string>{"air", "ore", "waste"}));
  EXPECT_EQ(points.notes.size(), 2u);
  EXPECT_EQ(points.lines[2], 4);
}

TEST_F(PointsTest, without_z_points_lie_in_a_plane) {
  asked_ = {"points.csv", "x", "y", "", {"v"}, "", "", {}};
  const Points points = read("x,y,v\n1,2,3\n");
  EXPECT_EQ(points.samples.z, std::vector<double>{0});
  EXPECT_TRUE(points.samples.hole.empty());
}

TEST_F(PointsTest, refuses_with_every_fault_by_line) {
  const std::string text = refusal(
      "rock,bhid,x,y,elev,au,cu\n"
      "ore,A,1,2,3,0.5,seven\n"
      ",A,1,nan,3,0.5,7\n");
  EXPECT_NE(text.find("points.csv:2:7"), std::string::npos) << text;
  EXPECT_NE(text.find("seven"), std::string::npos) << text;
  EXPECT_NE(text.find("points.csv:3:4"), std::string::npos) << text;
  EXPECT_NE(text.find("needs its domain"), std::string::npos) << text;
  EXPECT_NE(refusal("rock,bhid,x,y,elev,au\n").find("missing from the header"), std::string::npos);
  EXPECT_NE(refusal("rock,bhid,x,y,elev,au,cu\n").find("no row"), std::string::npos);
}

}  // namespace
}  // namespace lode::io

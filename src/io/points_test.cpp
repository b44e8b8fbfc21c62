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
  asked_ = {};
  asked_.file = "points.csv", asked_.variables = {"v"};
  const Points points = read("x,y,v\n1,2,3\n");
  EXPECT_EQ(points.samples.z, std::vector<double>{0});
  EXPECT_TRUE(points.samples.hole.empty());
}

TEST_F(PointsTest, geo_eas_rows_are_read_by_the_names_of_variables) {
  asked_ = {};
  asked_.file = "points.dat", asked_.format = drill::Format::geo_eas;
  asked_.x = "Easting", asked_.y = "Northing", asked_.variables = {"Cu %", "Au"};
  asked_.missing = {-999};
  const Points points = read(
      "A title, of anything\n"
      "4   \n"
      "Au\nEasting\n Northing \nCu %\n"
      "  0.5\t10 20 1.25\n"
      "\n"
      "-999 11 21 1.0e21\n");
  EXPECT_EQ(points.samples.x, (std::vector<double>{10, 11}));
  EXPECT_EQ(points.samples.y, (std::vector<double>{20, 21}));
  EXPECT_EQ(points.samples.value[0][0], 1.25);
  EXPECT_TRUE(std::isnan(points.samples.value[0][1]));  // GSLIB's trimming limit
  EXPECT_EQ(points.samples.value[1][0], 0.5);
  EXPECT_TRUE(std::isnan(points.samples.value[1][1]));
  EXPECT_EQ(points.lines, (std::vector<int>{7, 9}));
}

TEST_F(PointsTest, geo_eas_faults_are_told_with_their_lines) {
  asked_ = {};
  asked_.file = "points.dat", asked_.format = drill::Format::geo_eas;
  asked_.variables = {"v"};
  const std::string rows = refusal("t\n3\nx\ny\nv\n1 2 3\n1 2\n1 2 3 4\n");
  EXPECT_NE(rows.find("points.dat:7"), std::string::npos) << rows;
  EXPECT_NE(rows.find("points.dat:8"), std::string::npos) << rows;
  EXPECT_NE(rows.find("has 4 numbers; the file has 3 variables"), std::string::npos) << rows;
  const std::string cell = refusal("t\n3\nx\ny\nv\n1 2 3\n1 east 3\n");
  EXPECT_NE(cell.find("points.dat:7:2"), std::string::npos) << cell;
  EXPECT_NE(refusal("t\n3\nx\ny\ngrade\n1 2 3\n").find("missing from the variables"),
            std::string::npos);
  EXPECT_NE(refusal("t\nthree\n").find("points.dat:2"), std::string::npos);
  EXPECT_NE(refusal("t\n3\nx\n").find("ends before the names"), std::string::npos);
  EXPECT_NE(refusal("t\n3 2 2 1\nx\ny\nv\n1 2 3\n").find("grid of 4 cells; the file has 1"),
            std::string::npos);
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

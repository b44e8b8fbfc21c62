#include "io/points.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unistd.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <limits>

#include "base/missing.h"
#include "base/number.h"
#include "io/geo_eas.h"

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
    asked_.missing = std::vector<double>{-999};
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
  EXPECT_EQ(points.notes,
            (std::vector<std::string>{points.file + ": 1 of 3 rows have no cu: empty (1)",
                                      points.file + ": 2 of 3 rows have no au: -999 (1), NA (1)",
                                      points.file + ": 1 of 3 rows have no bhid: empty (1)"}));
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
  asked_.missing = std::vector<double>{-999};
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

TEST_F(PointsTest, geo_eas_lines_may_end_with_any_sign) {
  asked_ = {};
  asked_.file = "points.dat", asked_.format = drill::Format::geo_eas;
  asked_.x = "x", asked_.y = "y", asked_.variables = {"v"};
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    std::string text;
    for (const char* line : {"title", "3", "x", "y", "v", "1 2 3", "", "4 5 6"}) text += line + end;
    const Points points = read(text);
    EXPECT_EQ(points.samples.x, (std::vector<double>{1, 4}));
    EXPECT_EQ(points.samples.value[0], (std::vector<double>{3, 6}));
    EXPECT_EQ(points.lines, (std::vector<int>{6, 8}));
  }
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

const double kNaN = std::numeric_limits<double>::quiet_NaN();
std::vector<std::string> codes() {
  std::vector<std::string> out;
  for (const double code : kMissingCodes) out.push_back(shortest(-code));
  return out;
}

TEST_F(PointsTest, missing_words_count_as_missing_in_every_column) {
  for (const std::string word : {"", "NA", "NaN", "nan", "N/A", "null", "-", "1e21", "-1e30"}) {
    const Points points =
        read("rock,bhid,x,y,elev,au,cu\nore,A,1,2,3," + word + ",7\nore," +
             (word.ends_with("0") || word.ends_with("1") ? "" : word) + ",1,2,3,4,5\n");
    EXPECT_TRUE(std::isnan(points.samples.value[1][0])) << word;
    EXPECT_EQ(points.samples.value[1][1], 4);
    EXPECT_EQ(points.samples.hole[1], -1) << word;
    for (const std::string row : {"ore,A,W,2,3,4,5", "ore,A,1,W,3,4,5", "ore,A,1,2,W,4,5"}) {
      std::string with = row;
      with.replace(with.find('W'), 1, word);
      EXPECT_NE(refusal("rock,bhid,x,y,elev,au,cu\n" + with + "\n").find("missing"),
                std::string::npos)
          << with;
    }
  }
  EXPECT_NE(refusal("rock,bhid,x,y,elev,au,cu\nNaN,A,1,2,3,4,5\n").find("needs its domain"),
            std::string::npos);
}

TEST_F(PointsTest, codes_are_missing_where_a_variable_is_never_below_zero) {
  asked_.missing.reset();
  for (const std::string& code : codes()) {
    const std::string header = "rock,bhid,x,y,elev,au,cu\n";
    const Points points = read(header + "ore,A,1,2,3,0," + code + "\nore,A,1,2,3," + code + ",7\n");
    EXPECT_TRUE(std::isnan(points.samples.value[0][0])) << code;
    EXPECT_TRUE(std::isnan(points.samples.value[1][1])) << code;
    ASSERT_EQ(points.notes.size(), 2u);
    EXPECT_NE(points.notes[0].find("1 of 2 rows have no cu: " + code + " (1)"), std::string::npos)
        << points.notes[0];
    // A variable below 0, and places, keep them.
    const Points kept = read(header + "ore,A," + code + "," + code + "," + code +
                             ",-0.5,1\nore,A,1,2,3," + code + ",7\n");
    const double value = std::stod(code);
    EXPECT_EQ(kept.samples.value[1][1], value);
    EXPECT_EQ(kept.samples.x[0], value);
    EXPECT_EQ(kept.samples.z[0], value);
    const bool told = value <= -99;
    EXPECT_EQ(kept.notes.size(), told ? 4u : 0u) << code;
    // The case says so: missing in any column.
    asked_.missing = std::vector<double>{value};
    EXPECT_NE(refusal(header + "ore,A,1,2," + code + ",1,1\n").find("stands for a missing value"),
              std::string::npos);
    EXPECT_TRUE(std::isnan(
        read(header + "ore,A,1,2,3,-0.5,1\nore,A,1,2,3," + code + ",7\n").samples.value[1][1]));
    EXPECT_EQ(read(header + "ore," + code + ",1,2,3,4,5\n").samples.hole[0], -1);
    // And that nothing is.
    asked_.missing = std::vector<double>{};
    EXPECT_EQ(read(header + "ore,A,1,2,3,1," + code + "\n").samples.value[0][0], value);
    asked_.missing.reset();
  }
}

TEST_F(PointsTest, refuses_places_that_are_none) {
  const std::string said = refusal(
      "rock,bhid,x,y,elev,au,cu\nore,A,1e155,2,3,4,5\nore,A,1,-2e12,3,4,5\nore,A,1e12,2,3,4,5\n");
  EXPECT_NE(said.find("points.csv:2:3: x = 1e155"), std::string::npos) << said;
  EXPECT_NE(said.find("points.csv:3:4: y = -2e12"), std::string::npos) << said;
  EXPECT_EQ(said.find("points.csv:4"), std::string::npos) << said;
}

TEST_F(PointsTest, semicolons_and_decimal_commas_are_found) {
  const Points points =
      read("rock;bhid;x;y;elev[m];au[g/t];cu\r\nore;A;2600123,45;1200456,78;500,5;+1,5;NA\r\n");
  EXPECT_EQ(points.samples.x[0], 2600123.45);
  EXPECT_EQ(points.samples.z[0], 500.5);
  EXPECT_EQ(points.samples.value[1][0], 1.5);
  EXPECT_TRUE(std::isnan(points.samples.value[0][0]));
}

// What is written as Geo-EAS reads back the same, whatever the numbers are.
RC_GTEST_PROP(GeoEas, reads_back_the_same_for_all, ()) {
  const auto rows = *rc::gen::nonEmpty(
      rc::gen::container<std::vector<std::uint64_t>>(rc::gen::arbitrary<std::uint64_t>()));
  const bool negative = *rc::gen::arbitrary<bool>();
  GeoEas data{"Title\nof two lines", {"x", "y", "v", "w[%]"}, {{}, {}, {}, {}}, {}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double any = std::bit_cast<double>(rows[i]);
    const bool measured = std::isfinite(any) && std::abs(any) < kTrimming && rows[i] % 3 != 0;
    data.column[0].push_back(*rc::gen::element(-999.0, 0.1, 5e5, -9999.0));
    data.column[1].push_back(static_cast<double>(i));
    data.column[2].push_back(measured ? std::abs(any) : kNaN);
    data.column[3].push_back(measured ? any : kNaN);
  }
  data.column[3].push_back(negative ? -1 : 1);
  for (const std::size_t k : {0u, 1u, 2u}) data.column[k].push_back(7);
  const fs::path file = fs::temp_directory_path() / ("lode-" + std::to_string(getpid()) + ".dat");
  write_geo_eas(file, data);
  PointFile asked;
  asked.file = file.filename().string();
  asked.format = drill::Format::geo_eas;
  asked.variables = {"v", "w"};
  asked.missing = std::vector<double>{};  // the data hold codes as values; the title has its own
  const Points points = read_points(asked, file.parent_path());
  fs::remove(file);
  RC_ASSERT(points.samples.x == data.column[0]);
  for (const std::size_t k : {2u, 3u})
    for (std::size_t i = 0; i < data.rows(); ++i) {
      const double written = data.column[k][i], read = points.samples.value[k - 2][i];
      RC_ASSERT((std::isnan(written) ? std::isnan(read) : written == read));
    }
}

TEST(GeoEas, tells_which_number_is_missing) {
  const fs::path file = fs::temp_directory_path() / ("lode-" + std::to_string(getpid()) + ".dat");
  const auto written = [&](const std::vector<double>& values) {
    write_geo_eas(file, {"Blocks", {"v"}, {values}, {}});
    const std::string bytes = read_text(file).bytes;
    fs::remove(file);
    return bytes;
  };
  EXPECT_EQ(written({1.5, kNaN}), "Blocks (Lode: missing is -999)\n1\nv\n1.5\n-999\n");
  EXPECT_EQ(written({-999, kNaN, 500000}),
            "Blocks (Lode: missing is -9999)\n1\nv\n-999\n-9999\n500000\n");
  EXPECT_EQ(written({-999}), "Blocks\n1\nv\n-999\n");
}

}  // namespace
}  // namespace lode::io

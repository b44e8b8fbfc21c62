// Price series and surfaces in the dialect that the case gives: the same numbers as in the plain one.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "io/price_series.h"
#include "io/surface_grid.h"

namespace lode::io {
namespace {
namespace fs = std::filesystem;

class GivenDialect : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "lode-dialect-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path file(const std::string& text) const {
    std::ofstream(folder_ / "t.csv") << text;
    return folder_ / "t.csv";
  }
  template <class Read>
  static std::string refusal(const Read& read) {
    try {
      read();
    } catch (const InputError& error) {
      return error.what();
    }
    return "no fault";
  }

 private:
  fs::path folder_;
};

constexpr Dialect kCommas{Separator::semicolon, Decimal::comma};
constexpr Dialect kPoints{Separator::semicolon, Decimal::point};

// "1,250" is 1.25 or 1250 where nothing in the file says which.
TEST_F(GivenDialect, settles_the_two_readings_of_a_price_series) {
  const fs::path path = file(
      "year;nominal;deflator\n2020;1,250;1\n2021;1,500;1\n2022;1,750;1\n2023;2,125;1\n2024;1,375;1"
      "\n");
  const PriceSeries read = read_price_series(path, kCommas);
  ASSERT_EQ(read.points.size(), 5u);
  EXPECT_EQ(read.points[0].nominal_usd, 1.25);
  EXPECT_EQ(read.points[3].nominal_usd, 2.125);
  EXPECT_NE(refusal([&] {
              read_price_series(path, {});
            }).find("write price_series_decimal = \"comma\" or \"point\" above the first table"),
            std::string::npos);
  EXPECT_NE(refusal([&] { read_price_series(path, kPoints); }).find("nominal = 1,250"),
            std::string::npos);
  EXPECT_NE(refusal([&] {
              read_price_series(path, {Separator::comma, {}});
            }).find("parted by semicolons, and separator says commas"),
            std::string::npos);
}

TEST_F(GivenDialect, settles_the_two_readings_of_a_surface) {
  const fs::path path = file("x;y;z\n0;0;1,250\n10;0;1,500\n0;10;1,750\n10;10;2,125\n");
  const SurfaceGrid read = read_surface_grid(path, {kCommas, "surface"});
  EXPECT_EQ(read.heights.z, (std::vector<double>{1.25, 1.5, 1.75, 2.125}));
  EXPECT_NE(refusal([&] {
              read_surface_grid(path, {{}, "deposit.hill.surface"});
            }).find("write decimal = \"comma\" or \"point\" in [deposit.hill.surface]"),
            std::string::npos);
  EXPECT_NE(refusal([&] {
              read_surface_grid(path, {kPoints, "surface"});
            }).find("z = 1,250"),
            std::string::npos);
}

}  // namespace
}  // namespace lode::io

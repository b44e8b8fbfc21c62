#include "base/missing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "base/number.h"

namespace lode {
namespace {

constexpr Range kGrade{0, kInfinity}, kAzimuth{0, 360}, kDip{-90, 90}, kPlace{};

TEST(Missing, knows_the_words_of_other_programs) {
  for (const char* word :
       {"",     " ",   "\t ",  "NA",   "na",   "N/A",  "#N/A",    "NaN", "nan", "NAN", "-nan",
        "<NA>", "NaT", "null", "NULL", "None", "n.a.", "missing", "-",   "--",  ".",   "  NaN  "})
    EXPECT_TRUE(is_missing_word(word)) << word;
  for (const char* word : {"0", "-1", "N", "A", "nano", "Nantes", "nan1", "NAB", "-999", "1e21",
                           "inf", "nothing", "nd", "nil", "---", "..", "missing value"})
    EXPECT_FALSE(is_missing_word(word)) << word;
}

TEST(Missing, takes_a_code_for_no_value_only_where_the_range_excludes_it) {
  for (const double code : {-9., -99., -999., -9999., -99999., -999.25, -9999.25, -32768.}) {
    EXPECT_EQ(reading_of(code, kGrade, {}), Reading::missing) << code;
    EXPECT_EQ(reading_of(code, kAzimuth, {}), Reading::missing) << code;
    EXPECT_NE(reading_of(code, kPlace, {}), Reading::missing) << code;
  }
  EXPECT_EQ(reading_of(-9, kDip, {}), Reading::value);  // a dip that occurs
  EXPECT_EQ(reading_of(-99, kDip, {}), Reading::missing);
  EXPECT_EQ(reading_of(99, kDip, {}), Reading::missing);
  EXPECT_EQ(reading_of(999, kAzimuth, {}), Reading::missing);
  EXPECT_EQ(reading_of(99, kAzimuth, {}), Reading::value);
  EXPECT_EQ(reading_of(999, kGrade, {}), Reading::value);  // 999 ppm
  EXPECT_EQ(reading_of(-999, kPlace, {}), Reading::suspect);
  EXPECT_EQ(reading_of(-9, kPlace, {}), Reading::value);
  EXPECT_EQ(reading_of(-0.5, kGrade, {}), Reading::value);  // no code: a fault of another kind
}

TEST(Missing, follows_the_list_of_the_case) {
  const GivenCodes ten = std::vector<double>{10}, none = std::vector<double>{};
  EXPECT_EQ(reading_of(10, kPlace, ten), Reading::missing);
  EXPECT_EQ(reading_of(10, kPlace, {}), Reading::value);
  EXPECT_EQ(reading_of(-999, kGrade, ten), Reading::missing);
  EXPECT_EQ(reading_of(-999, kPlace, std::vector<double>{-999}), Reading::missing);
  EXPECT_EQ(reading_of(-999, kGrade, none), Reading::suspect);
}

TEST(Missing, trims_as_gslib_does) {
  for (const double huge : {1e21, -1e21, 1e30, -1.70141e38, 3.4028234663852886e38,
                            std::numeric_limits<double>::lowest()})
    EXPECT_EQ(reading_of(huge, kPlace, {}), Reading::missing) << huge;
  EXPECT_EQ(reading_of(9.9e20, kPlace, {}), Reading::value);
}

TEST(Number, reads_what_people_and_programs_write) {
  EXPECT_EQ(finite_number("+1.0"), 1.0);
  EXPECT_EQ(finite_number(" 1e-3\t"), 1e-3);
  EXPECT_EQ(finite_number(".5"), 0.5);
  EXPECT_EQ(finite_number("5."), 5.0);
  EXPECT_EQ(finite_number("2600123,45", ','), 2600123.45);
  EXPECT_EQ(finite_number("-60,25", ','), -60.25);
  EXPECT_EQ(finite_number("7", ','), 7.0);
  for (const char* text : {"", " ", "1,5", "nan", "inf", "-inf", "1e999", "0x10", "1 000", "+-1",
                           "++1", "1.5m", "--1"})
    EXPECT_FALSE(finite_number(text)) << text;
  for (const char* text : {"1.5", "1.234,5", "1,234,5", "1,234.5"})
    EXPECT_FALSE(finite_number(text, ',')) << text;
}

TEST(Number, is_written_as_a_person_writes_it) {
  EXPECT_EQ(shortest(500000), "500000");
  EXPECT_EQ(shortest(5e6 + 0.25), "5000000.25");
  EXPECT_EQ(shortest(0.1), "0.1");
  EXPECT_EQ(shortest(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(shortest(2031), "2031");
  EXPECT_EQ(shortest(0.00001), "0.00001");
  EXPECT_EQ(shortest(-100000), "-100000");
  EXPECT_EQ(shortest(999999999999999), "999999999999999");
  EXPECT_EQ(shortest(0), "0");
  EXPECT_EQ(shortest(1e20), "1e+20");
  EXPECT_EQ(shortest(1e-7), "1e-07");
  EXPECT_EQ(shortest(std::nan("")), "");
}

// Any 64 bits, so subnormals, neighbours of powers of ten and the largest doubles come too.
RC_GTEST_PROP(Number, reads_back_the_same_for_all, (std::uint64_t bits)) {
  const double value = std::bit_cast<double>(bits);
  if (!std::isfinite(value)) return;
  const std::string text = shortest(value);
  const std::optional<double> back = finite_number(text);
  RC_ASSERT(back.has_value());
  RC_ASSERT(std::bit_cast<std::uint64_t>(*back) == bits);
}

RC_GTEST_PROP(Number, reads_back_the_same_for_all_coordinates, (std::int64_t thousandths)) {
  const double value = static_cast<double>(thousandths % 10'000'000'000'000) / 1000;
  const std::string text = shortest(value);
  RC_ASSERT(text.find('e') == std::string::npos);
  RC_ASSERT(finite_number(text) == value);
  std::string comma = text;
  if (const auto point = comma.find('.'); point != std::string::npos) comma[point] = ',';
  RC_ASSERT(finite_number(comma, ',') == value);
}

}  // namespace
}  // namespace lode

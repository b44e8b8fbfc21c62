#include "base/wide.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace lode {
namespace {

TEST(DecimalText, writes_every_digit_and_no_more) {
  EXPECT_EQ(decimal_text(0, 0), "0");
  EXPECT_EQ(decimal_text(0, 5), "0");
  EXPECT_EQ(decimal_text(9007199254740993, 0), "9007199254740993");
  EXPECT_EQ(decimal_text(-250, 3), "-0.25");
  EXPECT_EQ(decimal_text(5, 1), "0.5");
  EXPECT_EQ(decimal_text(1230, 1), "123");
  EXPECT_EQ(decimal_text(1200, 0), "1200");
  EXPECT_EQ(decimal_text(1, 18), "0.000000000000000001");
  EXPECT_EQ(decimal_text(std::numeric_limits<std::int64_t>::min(), 0), "-9223372036854775808");
  EXPECT_EQ(decimal_text(Wide{8944920239199999999} * 10, 13), "8944920.239199999999");
  EXPECT_EQ(decimal_text(power_of_ten(38), 38), "1");
}

}  // namespace
}  // namespace lode

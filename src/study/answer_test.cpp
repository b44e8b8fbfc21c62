#include "study/answer.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace lode::study {
namespace {

// The list of a record's fields and the places that code asks for agree.
TEST(AnswerLayout, fields_are_where_the_places_are) {
  const std::size_t deposits = 3, years = 7;
  const AnswerLayout at(deposits, years);
  std::map<std::string, Field> by_name;
  std::size_t next = 0;
  for (const Field& field : at.fields()) {
    EXPECT_EQ(field.at, next) << field.name;
    next += field.size;
    EXPECT_TRUE(by_name.emplace(field.name, field).second) << field.name << " twice";
    EXPECT_FALSE(field.unit.empty()) << field.name;
  }
  EXPECT_EQ(next, at.size());
  EXPECT_EQ(by_name.at("value_at_common_rate").at + 1, at.common(1));
  EXPECT_EQ(by_name.at("aisc").at, at.measure(Measure::aisc_usd));
  EXPECT_EQ(by_name.at("distribution").at + 4, at.series(Series::distribution, 4));
  EXPECT_EQ(by_name.at("state_receipts_by_year").at + 2 * years + 3, at.receipt(2, 3));
  EXPECT_EQ(by_name.at("milled").at + 1 * years + 6, at.deposit_year(1, DepositYear::milled_t, 6));
  EXPECT_EQ(by_name.at("metal_product").at + 2, at.bridge(2, &MetalBridge::product));
  EXPECT_EQ(by_name.at("payment").at + 5, at.payment(5));
}

}  // namespace
}  // namespace lode::study

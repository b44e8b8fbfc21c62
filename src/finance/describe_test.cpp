#include <gtest/gtest.h>

#include <map>
#include <string>

#include "base/listed.h"
#include "finance/finance.h"

namespace lode::finance {
namespace {

template <class T>
std::map<std::string, Use> keys_of() {
  return listed<T>().use;
}

TEST(Describe, lists_every_parameter_once) {
  EXPECT_EQ(keys_of<Macro>().size(), 6u);
  EXPECT_EQ(keys_of<Financing>().size(), 24u);
  EXPECT_EQ(keys_of<Loan>().size(), 13u);
  // extraction, pool, agreement, royalty, rent, the rest
  EXPECT_EQ(keys_of<Tax>().size(), 5u + 5u + 5u + 12u + 9u + 24u);
}

TEST(Describe, rates_of_tax_and_money_are_sampled_and_loans_are_not) {
  for (const auto& [key, use] : keys_of<Macro>()) EXPECT_EQ(use, Use::sampled) << key;
  for (const auto& [key, use] : keys_of<Loan>()) EXPECT_EQ(use, Use::fixed) << key;
  const auto tax = keys_of<Tax>();
  for (const char* key : {"income_rate", "extraction.NAME.rate", "pool.NAME.rate", "property_rate",
                          "vat_rate", "dividend_rate", "social_rate"})
    EXPECT_EQ(tax.at(key), Use::sampled) << key;
  for (const char* key : {"pool.NAME.share", "major_stake", "processing_agreement.in_force"})
    EXPECT_EQ(tax.at(key), Use::fixed) << key;
}

}  // namespace
}  // namespace lode::finance

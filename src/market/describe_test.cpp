// Every parameter record lists the keys that case files use, and what has no default must be given.
#include <gtest/gtest.h>

#include "base/listed.h"
#include "market/market.h"

namespace lode::market {
namespace {

TEST(Describe, lists_the_keys) {
  EXPECT_EQ(listed<Commodity>().keys,
            "name quoted_unit quote_mass start long_run half_life volatility correlation payable "
            "selling");
  EXPECT_EQ(listed<Supply>().keys, "tonnes origin marketed_by refined_in transit");
  EXPECT_EQ(listed<Buyer>().keys, "name consumption domestic exports supply");
}

TEST(Describe, asks_for_what_has_no_default) {
  EXPECT_EQ(listed<Commodity>().required, "start long_run");
  EXPECT_EQ(listed<Supply>().required, "tonnes origin");
  EXPECT_EQ(listed<Buyer>().required, "consumption");
}

TEST(Describe, lets_prices_vary_between_scenarios) {
  EXPECT_EQ(listed<Commodity>().sampled,
            "start long_run half_life volatility correlation payable selling");
  EXPECT_EQ(listed<Buyer>().sampled, "");
}

}  // namespace
}  // namespace lode::market

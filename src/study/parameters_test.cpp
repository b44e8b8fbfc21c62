#include "study/parameters.h"

#include <gtest/gtest.h>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

TEST(Parameters, nearest_key_is_found) {
  EXPECT_EQ(nearest("recovry", {"capacity", "recovery", "learning"}).front(), "recovery");
  EXPECT_TRUE(nearest("zzzzzz", {"capacity"}).empty());
  for (const Parameter& parameter : parameters())
    EXPECT_FALSE(parameter.meaning.empty()) << parameter.key;
}

}  // namespace
}  // namespace lode::study

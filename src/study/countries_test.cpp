#include "study/countries.h"

#include <gtest/gtest.h>

#include <string>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

std::vector<std::string> doubts(const std::string& country, const std::string& buyer) {
  Case c = made_up_case();
  c.project.country = country;
  for (deal::Bid& bid : c.bid) bid.offtake[0].buyer = buyer;
  std::vector<std::string> out;
  for (const Doubt& doubt : doubtful_countries(c)) out.push_back(doubt.key + " = " + doubt.value);
  return out;
}

TEST(Countries, that_nearly_agree_are_told) {
  const std::string first = "bid.first.offtake.all.buyer = ",
                    second = "bid.second.offtake.all.buyer = ";
  for (const std::string buyer : {"Unted States", "united states", "United  States",
                                  "UnitedStates.", "Untied States", "United Staets"})
    EXPECT_EQ(doubts("United States", buyer),
              (std::vector<std::string>{first + buyer, second + buyer}));
  for (const std::string buyer : {"United States", "Canada", "United Kingdom", ""})
    EXPECT_TRUE(doubts("United States", buyer).empty()) << buyer;
  EXPECT_TRUE(doubts("KZ", "KG").empty());
  EXPECT_EQ(doubts("KZ", "kz").size(), 2U);
  EXPECT_TRUE(doubts("Niger", "Nigeria").empty());
}

}  // namespace
}  // namespace lode::study

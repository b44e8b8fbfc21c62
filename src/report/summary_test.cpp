#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <sstream>

#include "report/report.h"

namespace lode::report {
namespace {

Document document(const std::vector<BidName>& bids, const std::string& party, double money) {
  Document d;
  d.study.emplace();
  d.study->title = "A study";
  d.study->base_year = 2026;
  d.study->bids = bids;
  d.study->main_name = "Metal";
  d.study->quoted_unit = "t";
  d.study->planning_price = money;
  d.text.emplace();
  d.text->flips = {"To be worth as much as " + bids[0].name + " it must add something."};
  Table deal{"deal",
             "",
             "",
             {{"party", ""},
              {"name", ""},
              {"bid", ""},
              {"mean", "M$"},
              {"p90_exceed", "M$"},
              {"p50", "M$"},
              {"p10_exceed", "M$"}},
             {}};
  Table difference{"deal_difference",
                   "",
                   "",
                   {{"party", ""},
                    {"name", ""},
                    {"bid", ""},
                    {"mean", "M$"},
                    {"standard_error", "M$"},
                    {"better", "fraction"}},
                   {}};
  for (const BidName& bid : bids) {
    deal.rows.push_back({std::string("state"), party, bid.id, money, -money, money, money});
    if (bid.id != bids[0].id)
      difference.rows.push_back({std::string("state"), party, bid.id, money, money / 100, 0.5});
  }
  d.tables = {deal, difference};
  return d;
}

std::size_t widest_line(const std::string& text) {
  std::istringstream in(text);
  std::size_t widest = 0;
  for (std::string line; std::getline(in, line);)
    widest =
        std::max(widest, static_cast<std::size_t>(std::count_if(
                             line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; })));
  return widest;
}

RC_GTEST_PROP(Summary, keeps_to_100_columns_for_all, ()) {
  std::vector<BidName> bids(static_cast<std::size_t>(*rc::gen::inRange(1, 4)));
  for (std::size_t b = 0; b < bids.size(); ++b) {
    bids[b].id = std::string(1, static_cast<char>('a' + b));
    const auto words = static_cast<std::size_t>(*rc::gen::inRange(1, 12));
    for (std::size_t w = 0; w < words; ++w)
      bids[b].name +=
          (w ? " " : "") + std::string(static_cast<std::size_t>(*rc::gen::inRange(1, 30)), 'x');
  }
  const auto label = static_cast<std::size_t>(*rc::gen::inRange(1, 140));
  std::string party;
  for (std::size_t i = 0; i < label; ++i)
    party += *rc::gen::element(std::string("a"), std::string("é"), std::string(" "));
  const double money = *rc::gen::element(0.0, 12.0, -1234567.0, 9.9e11, -3e30);
  RC_ASSERT(widest_line(summary(document(bids, "p" + party, money))) <= 100u);
}

TEST(Summary, names_both_bids_and_their_difference) {
  const std::string text =
      summary(document({{"a", "American bid", ""}, {"b", "Rival bid", ""}}, "State", 1234));
  EXPECT_NE(text.find("American - Rival"), std::string::npos) << text;
  EXPECT_NE(text.find("mean ± s.e."), std::string::npos) << text;
  EXPECT_NE(text.find("1,234 ± 12"), std::string::npos) << text;
  EXPECT_NE(text.find("-1,234"), std::string::npos) << text;
}

TEST(Summary, of_a_party_without_any_money_is_left_out) {
  EXPECT_EQ(summary(document({{"a", "Bid", ""}}, "Nobody", 0.2)).find("Nobody"), std::string::npos);
}

TEST(ShortNames, leave_out_what_all_share) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(short_names({{"a", "Bid of A", ""}, {"b", "Bid of B", ""}}), (Names{"A", "B"}));
  EXPECT_EQ(short_names({{"a", "Bid", ""}}), (Names{"Bid"}));
  EXPECT_EQ(short_names({{"a", "Bid", ""}, {"b", "Bid two", ""}}), (Names{"Bid", "two"}));
  EXPECT_EQ(short_names({{"a", "One bid", ""}, {"b", "bid One", ""}}),
            (Names{"One bid", "bid One"}));
}

}  // namespace
}  // namespace lode::report

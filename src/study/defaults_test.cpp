#include "study/defaults.h"

#include <gtest/gtest.h>

#include "study/made_up_case.h"

namespace lode::study {
namespace {

using Lines = std::vector<std::string>;

Input input(const char* key, const char* value, const char* unit, bool by_default = true) {
  Input out;
  out.key = key, out.value = value, out.unit = unit, out.by_default = by_default;
  return out;
}

CaseFile with(std::vector<Input> inputs) {
  CaseFile file;
  file.values = made_up_case();
  file.inputs = std::move(inputs);
  return file;
}

TEST(Defaults, are_choices_that_the_file_leaves_out_with_their_units) {
  const CaseFile file =
      with({input("planning.lag", "6", "-"), input("planning.pushbacks", "4", "-", false),  // given
            input("project.horizon", "30", ""), input("tax.income_rate", "0", "%"),  // neutral
            input("deposit.hill.mine.sink_rate", "6", "benches/y"),
            input("deposit.hill.mine", "6", ""), input("deposit.hill.mine.sink_rate.more", "6", ""),
            input("event.strike.duration", "1", "y")});
  EXPECT_EQ(defaults_in_force(file),
            (Lines{"planning.lag = 6", "project.horizon = 30",
                   "deposit.hill.mine.sink_rate = 6 benches/y", "event.strike.duration = 1 y"}));
}

TEST(Defaults, are_named_where_they_have_an_effect_alone) {
  CaseFile file = with(
      {input("financing.debt_share", "1", ""), input("bid.first.marketer_is_sponsor", "true", ""),
       input("refinery.stock_cap", "100", "y"), input("commodity.main.half_life", "1", "y")});
  EXPECT_EQ(defaults_in_force(file).size(), 4u);
  for (deal::Bid& bid : file.values.bid) bid.venture.loan.clear();
  EXPECT_EQ(defaults_in_force(file).front(), "bid.first.marketer_is_sponsor = true");
  for (deal::Bid& bid : file.values.bid) bid.venture.marketing_discount = 0;
  EXPECT_EQ(defaults_in_force(file).front(), "refinery.stock_cap = 100 y");
  file.values.refinery->when_full = plant::WhenFull::curtail;
  EXPECT_EQ(defaults_in_force(file), Lines{"commodity.main.half_life = 1 y"});
  for (market::Commodity& one : file.values.commodity)
    one.volatility = 0, one.start_usd = one.long_run_usd;
  EXPECT_EQ(defaults_in_force(file), Lines{});
}

}  // namespace
}  // namespace lode::study

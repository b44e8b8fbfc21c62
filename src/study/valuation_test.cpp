#include "study/valuation.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

// A tonne of ore in place followed by hand through mine, mill, refinery and tax, against the linear
// law.
RC_GTEST_PROP(OreValue, equals_a_tonne_followed_through_the_plants_for_all, ()) {
  Case c = made_up_case();
  const Deposit& d = c.deposit[0];
  c.tax.normative_loss = *rc::gen::inRange(0, 10) * 0.01;
  c.tax.extraction[0].base =
      *rc::gen::element(finance::ExtractionBase::quote, finance::ExtractionBase::concentrate,
                        finance::ExtractionBase::cost_plus);
  c.tax.extraction[0].price_share = 0.8, c.tax.extraction[0].markup = 0.2;
  const double grade = *rc::gen::inRange(100, 5000) * 1e-5,
               by_grade = *rc::gen::inRange(0, 500) * 1e-5;
  const double price = *rc::gen::inRange(100, 30000), by_price = *rc::gen::inRange(100, 20000),
               take = *rc::gen::inRange(0, 20) * 0.01, by_take = *rc::gen::inRange(0, 20) * 0.01;
  const double years = *rc::gen::inRange(0, 60) * 0.1;
  const double of_main = *rc::gen::inRange(0, 10) * 0.01, of_all = *rc::gen::inRange(0, 10) * 0.01;
  c.tax.royalty = {royalty(finance::RoyaltyBase::revenue, of_main),
                   royalty(finance::RoyaltyBase::nsr, of_all),
                   royalty(finance::RoyaltyBase::profit, 0.3)};
  c.tax.royalty[0].product = c.commodity[0].id;

  const double ore = 1 - d.mine.loss, milled = ore * (1 + d.mine.dilution);
  const double metal = ore * grade + ore * d.mine.dilution * d.mine.dilution_grade;
  const double other = ore * by_grade * 0.6;  // 60 % of it in a concentrate of 40 %
  const double head = metal / (milled - other / 0.4);
  const double concentrate = metal * plant::recovery_at(d.mill.stage[1].recovery[0], head, years);
  const double product = concentrate * c.refinery->yield;
  double value =
      product * price * c.commodity[0].payable * (1 - take - of_main - of_all) -
      product / 0.01 *
          (c.commodity[0].selling_usd * (1 - of_all) + c.refinery->conversion_usd_per_quote);
  value += other * (by_price * 0.8 * (1 - by_take - of_all) - 100 * (1 - of_all));
  value -= milled * (14 + 2 + 1);
  const double kept = 1 - c.tax.normative_loss;
  switch (c.tax.extraction[0].base) {
    case finance::ExtractionBase::quote:
      value -= 0.06 * kept * grade * price;
      break;
    case finance::ExtractionBase::concentrate:
      value -= 0.06 * kept * 0.8 * grade * price;
      break;
    case finance::ExtractionBase::cost_plus:
      value -= 0.06 * 1.2 * (2.2 + 14);
      break;
  }
  value -= 0.05 * kept * by_grade * by_price;

  const OreValue law = ore_value(c, d, works_of(c, d), std::vector<double>{price, by_price},
                                 {by_take, take}, years, std::vector<double>{0.012, 0.001});
  RC_ASSERT(std::abs(law.at(std::vector<double>{grade, by_grade}) - value) <
            1e-9 * (1 + std::abs(value)));
  // At the cut-off grade a tonne has zero value, unless the floor is higher.
  const double cut = cut_off(law, std::vector<double>{0.0, by_grade});
  if (law.per_grade[0] > 0 && cut > law.floor)
    RC_ASSERT(std::abs(law.constant + law.per_grade[0] * cut + law.per_grade[1] * by_grade) < 1e-6);
  RC_ASSERT(cut >= law.floor);
}

// 2.2 USD/t and 0.003 for a metre: 100 t at 50 m and 60 t at 10 m, and a road moved.
TEST(Mining, costs_its_tonnes_its_depth_and_what_is_paid_once) {
  const Case c = made_up_case();
  EXPECT_DOUBLE_EQ(mining_usd(c.deposit[0], 160, 100 * 50 + 60 * 10, 5000),
                   160 * 2.2 + 0.003 * 5600 + 5000);
}

}  // namespace
}  // namespace lode::study

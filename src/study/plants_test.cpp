#include "study/plants.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "study/made_up_case.h"

namespace lode::study {
namespace {

using Names = std::vector<std::string>;

TEST(Plants, an_element_is_the_commodity_of_its_name) {
  Case c = made_up_case();
  market::Commodity silver;
  silver.id = "silver";
  c.commodity.insert(c.commodity.begin() + 1, silver);  // which the ore does not have
  EXPECT_EQ(commodities_of(c, c.deposit[0]), (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(elements_of(c, c.deposit[0]), (Names{"main", "other"}));
  c.commodity.pop_back();
  EXPECT_THROW(commodities_of(c, c.deposit[0]), InternalError);
}

TEST(Plants, with_a_refinery_its_feed_alone_carries_the_main_commodity) {
  const Case c = made_up_case();
  const Works works = works_of(c, c.deposit[0]);
  ASSERT_EQ(works.made.size(), 2u);  // gravity, then flotation
  EXPECT_EQ(works.made[0].product, 1u);
  EXPECT_FALSE(works.made[0].carries_main);
  EXPECT_FALSE(works.made[0].is_refined);
  EXPECT_EQ(works.made[1].product, 0u);
  EXPECT_TRUE(works.made[1].carries_main);
  EXPECT_TRUE(works.made[1].is_refined);
  for (const Works::Made& made : works.made) EXPECT_FALSE(made.marketed);
  EXPECT_FALSE(carries_main(c, "product"));
}

TEST(Plants, without_a_refinery_products_that_pay_for_the_main_commodity_are_marketed) {
  Case c = made_up_case();
  c.refinery.reset();
  plant::Payable main;
  main.id = "main";
  c.product[1].pays.push_back(main);  // the gravity concentrate
  const Works works = works_of(c, c.deposit[0]);
  EXPECT_EQ(works.made[0].marketed, 0u);
  EXPECT_TRUE(works.made[0].carries_main);
  EXPECT_FALSE(works.made[1].marketed);
  EXPECT_FALSE(works.made[1].carries_main);
  EXPECT_FALSE(works.made[0].is_refined || works.made[1].is_refined);
}

TEST(Plants, a_table_counts_where_it_is_of_the_main_element) {
  Case c = made_up_case();
  EXPECT_FALSE(works_of(c, c.deposit[0]).has_table_law);
  c.deposit[0].mill.stage[0].recovery[0].law = plant::Law::table;  // the other element's
  EXPECT_FALSE(works_of(c, c.deposit[0]).has_table_law);
  c.deposit[0].mill.stage[1].recovery[0].law = plant::Law::table;
  EXPECT_TRUE(works_of(c, c.deposit[0]).has_table_law);
}

TEST(Plants, faults_of_a_stage_name_the_deposits_mill_once) {
  const Case c = made_up_case();
  try {
    in_mill_of(c.deposit[0], []() -> int {
      throw InputError({Fault{{}, "stage.flotation.product_grade", "", "is too low"},
                        Fault{{}, "deposit.other.mill.stage.leach", "", "is too low"}});
    });
    FAIL();
  } catch (const InputError& error) {
    ASSERT_EQ(error.faults().size(), 2u);
    EXPECT_EQ(error.faults()[0].key, "deposit.hill.mill.stage.flotation.product_grade");
    EXPECT_EQ(error.faults()[1].key, "deposit.other.mill.stage.leach");
  }
  EXPECT_EQ(in_mill_of(c.deposit[0], [] { return 7; }), 7);
}

}  // namespace
}  // namespace lode::study

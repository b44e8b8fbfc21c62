#include "plant/product.h"

#include <gtest/gtest.h>

namespace lode::plant {
namespace {

const std::vector<std::string> kElements = {"cu", "as"};

// A usual copper concentrate: 96.5 % of what it holds, at least one unit deducted; 80 $/t treated,
// 45 $ per wet tonne of 10 % moisture; 3 $/t for each 0.1 % As above 0.2 %.
Product concentrate() {
  Product p;
  p.id = p.name = "copper concentrate";
  Payable cu;
  cu.id = "cu", cu.share = 0.965, cu.deduction = 0.01;
  p.pays = {cu};
  p.treatment_usd_per_t = 80, p.freight_usd_per_t = 45, p.moisture = 0.1;
  Penalty as;
  as.id = "as", as.limit = 0.002, as.step = 0.001, as.usd_per_t = 3;
  p.penalty = {as};
  return p;
}

TEST(Sale, pays_the_smaller_of_share_and_deduction_and_charges_by_hand) {
  Sale sale = sale_of(concentrate(), kElements, Stream{1000, {250, 5}});
  EXPECT_DOUBLE_EQ(sale.paid_t[0], 240);  // 250 - 10, less than 241.25
  EXPECT_NEAR(sale.charges_usd, 1000 * (80 + 50 + 3 * 3), 1e-9);
  sale = sale_of(concentrate(), kElements, Stream{1000, {350, 1}});
  EXPECT_DOUBLE_EQ(sale.paid_t[0], 0.965 * 350);  // 337.75, less than 340
  EXPECT_NEAR(sale.charges_usd, 1000 * 130, 1e-9);
  EXPECT_EQ(sale_of(concentrate(), kElements, Stream{1000, {5, 0}}).paid_t[0], 0);
}

TEST(Refusal, says_what_the_law_says) {
  Product p = concentrate();
  EXPECT_EQ(refusal(p, "CN", "KZ"), "");
  p.may_be_sold = Market::inside, p.because = "semi-product stays";
  EXPECT_EQ(refusal(p, "KZ", "KZ"), "");
  EXPECT_EQ(refusal(p, "CN", "KZ"),
            "copper concentrate may be sold in KZ alone, not in CN: semi-product stays");
  p.may_be_sold = Market::nowhere;
  EXPECT_EQ(refusal(p, "KZ", "KZ"),
            "copper concentrate may not be sold at all: semi-product stays");
}

}  // namespace
}  // namespace lode::plant

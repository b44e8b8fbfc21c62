#include "plant/refinery.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace lode::plant {
namespace {

Refinery refinery() {
  Refinery r;
  r.capacity_t_per_y = 1000;
  r.product_content = 0.885;
  r.yield = 0.96;
  r.conversion_usd_per_quote = 45;
  return r;
}

RC_GTEST_PROP(Refine, metal_in_is_product_tails_and_stock_for_all, ()) {
  const Refinery r = refinery();
  const double in = *rc::gen::inRange(0, 2000000) * 1e-3,
               stock = *rc::gen::inRange(0, 2000000) * 1e-3;
  const double years = *rc::gen::element(0.25, 1.0);
  const Refined out = refine(r, in, stock, years);
  RC_ASSERT(std::abs(in + stock - out.product_metal_t - out.tails_t - out.stock_t) < 1e-9);
  RC_ASSERT(out.product_metal_t >= 0 && out.tails_t >= 0 && out.stock_t >= 0);
  RC_ASSERT(out.product_metal_t / r.product_content <= r.capacity_t_per_y * years * (1 + 1e-12));
  RC_ASSERT(out.stock_t == 0 ||
            out.product_metal_t / r.product_content > r.capacity_t_per_y * years * (1 - 1e-12));
}

// Curtailed mills send at most what the plant takes in: 1000 t x 0.885 / 0.96 = 921.875 t a year.
TEST(Refine, room_is_intake_when_curtailed_and_adds_stock_when_not) {
  Refinery r = refinery();
  r.when_full = WhenFull::curtail;
  EXPECT_DOUBLE_EQ(room_for(r, 0, 1), 921.875);
  EXPECT_DOUBLE_EQ(room_for(r, 900, 1), 21.875);
  r.when_full = WhenFull::stock;
  r.stock_cap_y = 2;
  EXPECT_DOUBLE_EQ(room_for(r, 900, 1), 3 * 921.875 - 900);
}

}  // namespace
}  // namespace lode::plant

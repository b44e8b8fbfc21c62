// Newton's method on prices against the solver with a certificate.
#include "market/price_newton.h"

#include <gtest/gtest.h>

#include <cmath>

#include "market/made_up_world.h"

namespace lode::market {
namespace {

TEST(PriceNewton, finds_the_prices_of_the_solver_from_another_answer) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    Model model = build(path_of(made_up::world(seed, 4, 1), {}));
    const Solution before = Solver(model.program).solve(model.program);
    for (const Columns::Use& use : model.columns.uses)
      model.program.cost[use.column] *= use.item % 2 == 0 ? 1.2 : 0.9;
    const Solution sure = Solver(model.program).solve(model.program);
    ASSERT_EQ(sure.status, SolveStatus::solved);
    std::vector<double> x = before.x, y = before.y;
    ASSERT_TRUE(PriceNewton(model.program).solve(model.program, x, y, 1e-2)) << seed;
    double price = 0;
    for (const double one : sure.y) price = std::max(price, std::abs(one));
    for (std::size_t r = 0; r < 4; ++r)  // the last stage, whose price demand makes unique
      EXPECT_NEAR(y[model.balance[model.place(0, r, 1)]],
                  sure.y[model.balance[model.place(0, r, 1)]], 1e-5 * price)
          << seed;
    EXPECT_NEAR(objective(model.program, x), sure.objective, 1e-6 * std::abs(sure.objective));
  }
}

}  // namespace
}  // namespace lode::market

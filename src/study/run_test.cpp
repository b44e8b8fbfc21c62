#include "study/run.h"

#include <gtest/gtest.h>

#include <atomic>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

// Money and metal add up in every scenario, and each bid's chain is the case's own.
TEST(Run, identities_hold_in_every_scenario) {
  const Results r = small_run(made_up_case(), 60);
  ASSERT_EQ(r.rows.size(), 60u);
  double sold = 0;
  for (std::size_t b = 0; b < 2; ++b)
    for (const auto& row : r.rows) {
      EXPECT_LE(row[r.layout.measure(b, Measure::identity_residual)], 1e-9);
      EXPECT_LE(row[r.layout.measure(b, Measure::metal_residual)], 1e-12);
      EXPECT_LE(row[r.layout.measure(b, Measure::facility_residual)], 1e-9);
      sold += row[r.layout.measure(b, Measure::product_t)];
      // Metal never increases from one step of the chain to the next.
      const auto g = [&](double MetalBridge::*item) { return row[r.layout.bridge(b, 0, item)]; };
      EXPECT_NEAR(g(&MetalBridge::in_ore_mined) - g(&MetalBridge::lost) + g(&MetalBridge::dilution),
                  g(&MetalBridge::delivered),
                  1e-9 * g(&MetalBridge::in_ore_mined));  // in place - lost + dilution = delivered
      EXPECT_NEAR(g(&MetalBridge::delivered), g(&MetalBridge::ore_stock) + g(&MetalBridge::milled),
                  1e-9 * g(&MetalBridge::in_ore_mined));  // delivered = stock + milled
      EXPECT_NEAR(g(&MetalBridge::milled),
                  g(&MetalBridge::mill_tails) + g(&MetalBridge::concentrate),
                  1e-9 * g(&MetalBridge::in_ore_mined));  // milled = tails + concentrate
      EXPECT_NEAR(g(&MetalBridge::concentrate),
                  g(&MetalBridge::concentrate_stock) + g(&MetalBridge::refinery_tails) +
                      g(&MetalBridge::product),
                  1e-9 * g(&MetalBridge::in_ore_mined));  // concentrate = stock + tails + product
    }
  EXPECT_GT(sold, 0);
}

// Every tax that a case may have, under events: money still adds up, and each is paid.
TEST(Run, identities_hold_with_every_tax) {
  Case c = made_up_case();
  c.tax.royalty = {royalty(finance::RoyaltyBase::nsr, 0.02), sliding(finance::Scale::margin, 0.3)};
  c.tax.royalty[1].to_state = false;
  c.tax.rent.resize(1), c.tax.rent[0].id = "rent", c.tax.rent[0].rate = 0.3;
  c.tax.rent[0].hurdle = 0.05;
  c.tax.import_duty = 0.1, c.tax.imported_share = 0.5;
  c.tax.services_withholding = 0.2, c.tax.services_share = 0.1;
  c.tax.debt_to_equity = 1, c.tax.interest_cap = 0.2;
  c.tax.extraction[0].low_profit_rate = 0.01, c.tax.low_profit_limit = 0.3;
  c.financing.sweep = 0.2, c.financing.lock_up = 1.2;
  for (deal::Bid& bid : c.bid)
    for (finance::Loan& loan : bid.venture.loan) loan.guarantee_fee = 0.01;
  const Results r = small_run(c, 60);
  for (std::size_t b = 0; b < 2; ++b) {
    for (const auto& row : r.rows)
      EXPECT_LE(row[r.layout.measure(b, Measure::identity_residual)], 1e-9);
    for (const deal::Payment payment :
         {deal::Payment::royalty, deal::Payment::private_royalty, deal::Payment::rent_tax,
          deal::Payment::import_duty, deal::Payment::services_withholding}) {
      const auto paid = r.column(r.layout.payment(b, static_cast<std::size_t>(payment)));
      EXPECT_GT(total(paid), 0) << deal::kind_of(payment).name;
    }
  }
}

// Equal bids are worth the same to everyone in every scenario.
TEST(Run, equal_bids_are_worth_the_same) {
  Case c = made_up_case();
  c.bid[1] = c.bid[0];
  c.bid[1].id = "second";
  const Results r = small_run(c);
  for (const auto& row : r.rows)
    for (std::size_t p = 0; p < deal::kParties; ++p)
      EXPECT_EQ(row[r.layout.own(0, p)], row[r.layout.own(1, p)]);
}

// A sampled input moves only its own stream: the others' draws stay as they were.
TEST(Run, one_more_sampled_input_changes_no_other_draw) {
  CaseFile one = case_file(made_up_case());
  one.sampled = {{"deposit.hill.mill.stage.flotation.recovery.main.recovery",
                  {Distribution::Kind::triangular, {0.7, 0.8, 0.9}, {}},
                  1}};
  CaseFile two = one;
  two.sampled.insert(
      two.sampled.begin(),
      {"deposit.hill.mine.loss", {Distribution::Kind::uniform, {0.02, 0.06}, {}}, 1});
  const Results a = run(std::move(one), {8, 2, 3, {}}), b = run(std::move(two), {8, 2, 3, {}});
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(a.rows[i][a.layout.input(0)], b.rows[i][b.layout.input(1)]);
    EXPECT_EQ(a.rows[i][a.layout.price(0, 3)], b.rows[i][b.layout.price(0, 3)]);
  }
}

TEST(Run, refuses_a_draw_that_breaks_a_rule) {
  CaseFile file = case_file(made_up_case());
  file.sampled = {{"deposit.hill.mill.stage.flotation.recovery.main.recovery",
                   {Distribution::Kind::uniform, {0.97, 0.99}, {}},
                   1}};
  EXPECT_THROW(run(std::move(file), {2, 2, 1, {}}), InputError);
}

TEST(Run, says_no_when_no_pit_is_worth_mining) {
  Case c = made_up_case();
  c.planning.price_usd = 0.01;
  EXPECT_THROW(small_run(c), NoAnswer);
}

// Asked to stop as its second chunk is stored, a run leaves that one and the one in hand, as a run
// that goes on has them.
TEST(Run, stops_with_the_rows_it_has) {
  std::atomic<bool> flag{false};
  std::vector<std::size_t> stored;
  Sink sink;
  sink.store = [&](std::size_t chunk, const auto& rows) {
    stored.push_back(rows.size());
    flag = chunk == 1;
  };
  const Results stopped = run(uncertain_case_file(), {5 * kChunk, 5, 3, {}}, sink, Stop(flag));
  const Results whole = run(uncertain_case_file(), {5 * kChunk, 5, 3, {}});
  EXPECT_EQ(stopped.status, RunStatus::interrupted);
  EXPECT_EQ(whole.status, RunStatus::done);
  ASSERT_EQ(stopped.rows.size(), 3 * kChunk);
  EXPECT_EQ(stored, std::vector<std::size_t>(3, kChunk));
  const std::size_t npv = whole.layout.measure(1, Measure::project_npv);
  for (std::size_t i = 0; i < stopped.rows.size(); ++i)
    EXPECT_EQ(stopped.rows[i][npv], whole.rows[i][npv]);
}

TEST(Run, asked_to_stop_before_it_begins_leaves_no_rows) {
  const std::atomic<bool> flag{true};
  const Results none = run(uncertain_case_file(), {kChunk, 5, 3, {}}, {}, Stop(flag));
  EXPECT_EQ(none.status, RunStatus::interrupted);
  EXPECT_TRUE(none.rows.empty());
}

}  // namespace
}  // namespace lode::study

#include "finance/holders.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lode::finance {
namespace {

double between(double low, double high) {
  return low + (high - low) * *rc::gen::resize(100, rc::gen::inRange(0, 1001)) / 1000.0;
}
bool one_in(int n) { return *rc::gen::resize(100, rc::gen::inRange(0, n)) == 0; }

// What a venture asks and gives, in memory of its own.
struct Asked {
  std::vector<double> equity, support, distribution, taxable, tax, level;
  Tax terms;
  Calendar calendar;
};

HolderShares share(const Asked& a, const std::vector<Holder>& holders) {
  const Tax* const tax = &a.terms;
  HolderShares out;
  share_out(holders, sums_of(holders, a.equity.size()), a.calendar,
            {{a.equity.data()},
             {a.support.data()},
             {a.distribution.data()},
             {a.taxable.data()},
             {a.tax.data()},
             {a.level.data()},
             {&tax, 1},
             0.08},
            out);
  return out;
}

// Holders that pay what is below zero and get what is above, in flat money, untaxed.
Asked asked(const std::vector<double>& cash) {
  Asked out;
  for (const double c : cash) {
    out.equity.push_back(std::max(0.0, -c));
    out.distribution.push_back(std::max(0.0, c));
  }
  out.support.assign(cash.size(), 0.0);
  out.taxable = out.tax = out.support;
  out.level.assign(cash.size(), 1.0);
  out.terms.dividend_rate = out.terms.dividend_rate_major = 0;
  out.calendar = make_calendar(2026, 2026, static_cast<int>(cash.size()));
  return out;
}

Holder holder(const char* id, double stake) {
  Holder out;
  out.id = id, out.stake = stake;
  return out;
}

void expect_net(const HolderShares& shares, std::size_t k, const std::vector<double>& expected) {
  const std::vector<double> net = net_of(shares, k);
  ASSERT_EQ(net.size(), expected.size());
  for (std::size_t t = 0; t < net.size(); ++t) EXPECT_NEAR(net[t], expected[t], 1e-9) << k << t;
}

// Called 100: c's 20 are paid by a and b, 5 to 3: a 50 + 12.5, b 30 + 7.5. b may pay 15 in all: the
// other 22.5 are a's, and cost b 22.5 of 100 points of stake.
TEST(Calls, are_paid_by_those_who_pay_and_missed_ones_dilute) {
  std::vector<Holder> holders = {holder("a", 0.5), holder("b", 0.3), holder("c", 0.2)};
  holders[1].call_cap = 15;
  holders[2].kind = Carried::free;
  const auto shares = share(asked({-100, 100}), holders);
  expect_net(shares, 0, {-85, 72.5});
  expect_net(shares, 1, {-15, 7.5});
  expect_net(shares, 2, {0, 20});
}

// Of the first call a and b pay 40 each and half of c's 20; of the second a pays all. c owes each
// what it has lent, without interest.
TEST(Carry, is_repaid_to_those_who_paid_it) {
  std::vector<Holder> holders = {holder("a", 0.4), holder("b", 0.4), holder("c", 0.2)};
  holders[1].pays_until = 1;
  holders[1].dilution = 0;
  holders[2].kind = Carried::carried;
  const auto shares = share(asked({-100, -100, 300}), holders);
  // First 10 each; then a pays c's 20 (and b's 40): a has lent 30 of 40.
  expect_net(shares, 0, {-50, -100, 120 + 30});
  expect_net(shares, 1, {-50, 0, 120 + 10});
  expect_net(shares, 2, {0, 0, 20});
}

// 100 at 10 %, half of a's 60 and all of b's 40 lent: 33 and 44 due, of which 70 go 30 to 40; the
// rest, 3 and 4, bears 10 %; of the next 100 come 3.3 and 4.4, and 92.3 by stake.
TEST(Loans, of_several_holders_share_short_money_by_what_is_due) {
  std::vector<Holder> holders = {holder("a", 0.6), holder("b", 0.4)};
  holders[0].loan_share = 0.5, holders[0].loan_rate = 0.1;
  holders[1].loan_share = 1, holders[1].loan_rate = 0.1;
  const auto shares = share(asked({-100, 70, 100}), holders);
  EXPECT_NEAR(shares.at(0, 0).lent, 30, 1e-12);
  EXPECT_NEAR(shares.at(0, 0).call, 30, 1e-12);
  // Interest of 7 first, then 63 of 70 of the principal.
  expect_net(shares, 0, {-60, 3 + 27, 3.3 + 0.6 * 92.3});
  expect_net(shares, 1, {-40, 4 + 36, 4.4 + 0.4 * 92.3});
}

// Only a is preferred: 60 and 8 % of it before the other 35.2, of which b has 40 %.
TEST(Preferred, may_be_one_holder_s_alone) {
  std::vector<Holder> holders = {holder("a", 0.6), holder("b", 0.4)};
  holders[0].preferred = Preferred::capital_and_return, holders[0].preferred_return = 0.08;
  const auto shares = share(asked({-100, 100}), holders);
  expect_net(shares, 0, {-60, 64.8 + 0.6 * 35.2});
  expect_net(shares, 1, {-40, 0.4 * 35.2});
}

// Profit of 100 less 20 of tax; c's floor of half is 40, of which it has 12: a and b make up 28 out
// of 60 and 48 after 20 % and nothing withheld, by what they have.
TEST(Floor, is_made_up_by_the_others_out_of_what_they_get_after_tax) {
  std::vector<Holder> holders = {holder("a", 0.5), holder("b", 0.4), holder("c", 0.1)};
  holders[1].state = holders[2].state = true;
  holders[2].kind = Carried::free, holders[2].profit_floor = 0.5;
  Asked a = asked({-100, 120});
  a.taxable[1] = 100, a.tax[1] = 20;
  a.terms.dividend_rate = 0.2, a.terms.major_stake = 2;
  const auto shares = share(a, holders);
  expect_net(shares, 2, {0, 40});
  expect_net(shares, 0, {-100.0 * 5 / 9, 48 - 28 * 48.0 / 96});
  expect_net(shares, 1, {-100.0 * 4 / 9, 48 - 28 * 48.0 / 96});
}

TEST(Sums, go_to_a_holder_or_the_state_at_prices_of_the_day) {
  std::vector<Holder> holders = {holder("a", 0.5), holder("b", 0.5)};
  holders[0].milestone = {{"signature", 10, 0, ""}, {"works", 4, 1, "b"}, {"late", 3, 7, ""}};
  Asked a = asked({0, 0});
  a.level = {1, 1.5};
  const auto shares = share(a, holders);
  expect_net(shares, 0, {-10, -6});
  expect_net(shares, 1, {0, 6});
}

// A half bought at the start of period 1 moves that period's money; at its end it does not.
TEST(Options, move_the_stake_at_the_start_or_at_the_end) {
  std::vector<Holder> holders = {holder("a", 1), holder("b", 0)};
  holders[1].option_stake = 0.5, holders[1].option_period = 1, holders[1].option_price = 20;
  expect_net(share(asked({-100, 60, 60}), holders), 1, {0, -20 + 30, 30});
  holders[1].option_at_end = true;
  expect_net(share(asked({-100, 60, 60}), holders), 1, {0, -20, 30});
  holders[1].option_price = 31;  // 30 at 8 % are not worth it
  expect_net(share(asked({-100, 60, 60}), holders), 1, {0, 0, 0});
}

// Where less is for sale than was agreed the price falls with it: 0.6 for 60, of which 0.1 is left.
TEST(Options, cost_in_proportion_to_what_is_bought) {
  std::vector<Holder> holders = {holder("a", 1), holder("b", 0), holder("c", 0)};
  for (const std::size_t k : {1u, 2u}) {
    holders[k].kind = Carried::free, holders[k].option = Option::always;
    holders[k].option_period = 1, holders[k].option_price = 60;
  }
  holders[1].option_stake = 0.9, holders[1].option_price = 90;
  holders[2].option_stake = 0.6;
  const auto shares = share(asked({-100, 50}), holders);
  expect_net(shares, 1, {0, -90 + 45});
  expect_net(shares, 2, {0, -10 + 5});
  expect_net(shares, 0, {-100, 100});
}

// All of the stakes that pay are sold: what is called later is still paid.
TEST(Options, may_buy_all_and_calls_are_paid_all_the_same) {
  std::vector<Holder> holders = {holder("a", 0.7), holder("b", 0.3)};
  holders[1].kind = Carried::free;
  holders[1].option_stake = 0.7, holders[1].option_period = 1, holders[1].option = Option::always;
  const auto shares = share(asked({-100, 60, -40}), holders);
  expect_net(shares, 0, {-100, 0, -40});
  expect_net(shares, 1, {0, 60, 0});
}

Asked random_asked() {
  const int quarters = *rc::gen::inRange(0, 3);
  Asked a;
  a.calendar = make_calendar(2026, 2026 + quarters, 12);
  for (std::size_t t = 0; t < a.calendar.periods(); ++t) {
    const bool calls = t < 3 || one_in(6);
    a.equity.push_back(calls ? between(0, 200) : 0);
    a.support.push_back(one_in(6) ? between(0, 50) : 0);
    a.distribution.push_back(t >= 2 && !one_in(5) ? between(0, 150) : 0);
    a.taxable.push_back(between(-100, 200));
    a.tax.push_back(between(0, 40));
    a.level.push_back(1 + 0.02 * a.calendar.mid_y(t));
  }
  a.terms.dividend_rate = between(0, 0.2), a.terms.dividend_rate_major = between(0, 0.1);
  return a;
}

std::vector<Holder> random_holders() {
  std::vector<Holder> out(1 + *rc::gen::resize(100, rc::gen::inRange<std::size_t>(0, 4)));
  double left = 1;
  for (std::size_t k = 0; k < out.size(); ++k) {
    Holder& h = out[k];
    h.id = std::string(1, static_cast<char>('a' + k));
    h.stake = k + 1 < out.size() ? left * between(0, 1) : left;
    left -= h.stake;
    if (k > 0) {
      h.kind = *rc::gen::element(Carried::paid, Carried::free, Carried::carried);
      h.state = one_in(2);
      h.supports = one_in(2);
    }
    if (k > 0 && h.kind == Carried::paid) {
      if (one_in(2)) h.call_cap = between(0, 200);
      if (one_in(2)) h.pays_until = 1;
      h.dilution = between(0, 2);
    }
    h.carry_rate = between(0, 0.1), h.carried_share = between(0, 1);
    if (h.kind != Carried::free) h.loan_share = one_in(2) ? between(0, 1) : 0;
    h.loan_rate = between(0, 0.1), h.loan_withholding = between(0, 0.2);
    h.preferred =
        *rc::gen::element(Preferred::none, Preferred::return_only, Preferred::capital_and_return);
    h.profit_share = one_in(2) ? between(0, 0.25) : 0;
    h.hurdle = between(0, 0.2), h.hurdle_is_real = one_in(2);
    h.profit_floor = one_in(2) ? between(0, 0.5) : 0;
    h.home_tax = one_in(2) ? between(0, 0.1) : 0;
    if (one_in(2)) {
      h.option_stake = between(0.001, 0.5), h.option_period = *rc::gen::inRange(1, 8);
      h.option = *rc::gen::element(Option::if_worth, Option::always, Option::multiple);
      h.option_at_end = one_in(2);
      h.option_price = between(0, 50), h.option_cost_share = between(0, 1);
      h.option_multiple = between(0, 5);
    }
    if (one_in(2)) h.milestone = {{"m", between(0, 20), 2, one_in(2) ? "" : "a"}};
    if (k == 0) h.milestone.clear();
  }
  return out;
}

// What goes in is what is called; what comes out is what is distributed; nothing is negative; what
// moves between holders leaves one and reaches another.
RC_GTEST_PROP(Shares, re_add_for_all, ()) {
  const Asked a = random_asked();
  const std::vector<Holder> holders = random_holders();
  const HolderShares shares = share(a, holders);
  std::vector<double> all(a.equity.size(), 0.0);
  for (std::size_t k = 0; k < holders.size(); ++k) {
    const std::vector<double> net = net_of(shares, k);
    for (std::size_t t = 0; t < net.size(); ++t) all[t] += net[t];
  }
  for (std::size_t t = 0; t < a.equity.size(); ++t) {
    double in = 0, out = 0, taxes = 0, stakes = 0, to_state = 0;
    const double gross = a.equity[t] + a.support[t] + a.distribution[t] + 1;
    for (std::size_t k = 0; k < holders.size(); ++k) {
      const HolderPeriod& p = shares.at(k, t);
      in += p.call + p.lent + p.support;
      out += p.interest + p.principal + p.preferred + p.dividend + p.profit_share;
      taxes += p.withheld + p.interest_withheld + p.home_tax;
      stakes += p.stake;
      for (const double amount : {p.call, p.lent, p.support, p.interest, p.principal, p.preferred,
                                  p.dividend, p.profit_share, p.withheld, p.stake})
        RC_ASSERT(amount >= -1e-9 * gross);
    }
    for (const Transfer& moved : shares.transfer) {
      RC_ASSERT(moved.amount >= 0);
      if (moved.period == t && moved.to == kNoHolder) to_state += moved.amount;
    }
    RC_ASSERT(std::abs(in - a.equity[t] - a.support[t]) <= 1e-9 * gross);
    RC_ASSERT(std::abs(out - a.distribution[t]) <= 1e-9 * gross);
    RC_ASSERT(std::abs(stakes - 1) <= 1e-9);
    RC_ASSERT(std::abs(all[t] - (out - in - taxes - to_state)) <= 1e-9 * gross);
  }
}

// It does not matter in which order holders stand, but for options of the same day and who pays a
// floor's floor: each of those may depend on the other.
RC_GTEST_PROP(Shares, do_not_depend_on_the_order_for_all, ()) {
  const Asked a = random_asked();
  std::vector<Holder> holders = random_holders();
  for (std::size_t k = 0; k < holders.size(); ++k)
    holders[k].option_period = holders[k].option_stake > 0 ? 1 + static_cast<int>(k) : -1;
  std::vector<std::size_t> order(holders.size());
  std::iota(order.begin(), order.end(), 0);
  std::rotate(order.begin(), order.begin() + 1, order.end());
  std::vector<Holder> turned;
  for (const std::size_t k : order) turned.push_back(holders[k]);
  const HolderShares one = share(a, holders), other = share(a, turned);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto x = net_of(one, order[i]), y = net_of(other, i);
    for (std::size_t t = 0; t < x.size(); ++t) RC_ASSERT(std::abs(x[t] - y[t]) <= 1e-7);
  }
}

// Two who hold a half each of what one had, on its terms, get together what it got.
RC_GTEST_PROP(Shares, of_two_halves_are_those_of_the_whole_for_all, ()) {
  Asked a = random_asked();
  a.terms.major_stake = 2;  // the rate would change with the stake
  std::vector<Holder> holders = random_holders();
  for (Holder& h : holders) h.option_stake = 0, h.option_period = -1, h.milestone.clear();
  holders[0].profit_floor = 0;
  std::vector<Holder> halves = holders;
  halves[0].stake /= 2, halves[0].profit_share /= 2;
  halves.push_back(halves[0]);
  halves.back().id = "half";
  const HolderShares whole = share(a, holders), parts = share(a, halves);
  for (std::size_t k = 0; k < holders.size(); ++k) {
    const auto x = net_of(whole, k);
    auto y = net_of(parts, k);
    if (k == 0) {
      const auto other = net_of(parts, holders.size());
      for (std::size_t t = 0; t < y.size(); ++t) y[t] += other[t];
    }
    for (std::size_t t = 0; t < x.size(); ++t) RC_ASSERT(std::abs(x[t] - y[t]) <= 1e-7);
  }
}

TEST(Contradictions, name_the_key) {
  Holder h = holder("a", 1);
  EXPECT_TRUE(faults_of(h).empty());
  h.kind = Carried::free, h.call_cap = 5, h.loan_share = 0.5, h.option_stake = 0.1;
  std::string all;
  for (const std::string& fault : faults_of(h)) all += fault + "\n";
  for (const char* key : {"call_cap: ", "loan_share: ", "option_stake: "})
    EXPECT_NE(all.find(key), std::string::npos) << all;
}

}  // namespace
}  // namespace lode::finance

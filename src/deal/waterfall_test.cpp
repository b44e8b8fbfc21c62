#include "deal/waterfall.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

namespace lode::deal {
namespace {

using finance::Line;

// fiscal_regimes_computed.csv: cash of a mine after royalty and income tax (regimes R3 to R6), year
// by year.
const std::vector<double> kCash = {-300,   -300,   149.28, 139.68, 140.08, 140.48, 140.88, 117.28,
                                   117.28, 117.28, 117.28, 117.28, 117.28, 121.28, -40};

// A ledger in which the holders pay negative cash and receive positive cash, without inflation.
finance::Venture holders_only(const std::vector<double>& cash) {
  finance::Venture v;
  v.ledger = finance::make_ledger(cash.size());
  v.index.usd.assign(cash.size(), 1.0);
  v.index.local_per_usd.assign(cash.size(), 1.0);
  for (std::size_t t = 0; t < cash.size(); ++t) {
    v.ledger.at(Line::pretax_cash, t) = cash[t];
    v.ledger.at(Line::revenue, t) = std::max(0.0, cash[t]);
    v.ledger.at(Line::equity, t) = std::max(0.0, -cash[t]);
    v.ledger.at(Line::distribution, t) = std::max(0.0, cash[t]);
  }
  return v;
}

Bid bid_of(double fund_stake, Carry carry) {
  Bid bid;
  bid.sponsor_stake = 1 - fund_stake;
  bid.fund_stake = fund_stake;
  bid.carry = carry;
  return bid;
}

finance::Tax no_withholding() { return {}; }
finance::Tax withholding() {
  finance::Tax tax;
  tax.dividend_rate = 0.15, tax.dividend_rate_major = 0.05, tax.major_stake = 0.25;
  return tax;
}

const std::vector<double>& flow(const PartyFlows& flows, Party party) {
  return flows.flow[static_cast<std::size_t>(party)];
}
std::vector<double> receipts(const PartyFlows& flows, Instrument instrument) {
  std::vector<double> out;
  for (std::size_t t = 0; t < flows.periods; ++t)
    out.push_back(sign_of(instrument) * flows.payment.at(payment_of(instrument), t));
  return out;
}

PartyFlows run(const std::vector<double>& cash, const Bid& bid, const finance::Tax& tax) {
  const Calendar calendar = make_calendar(2026, 2026, static_cast<int>(cash.size()));
  const std::vector<const finance::Tax*> regime(cash.size(), &tax);
  return waterfall(calendar, holders_only(cash), regime, bid, 0, {});
}

void expect_rows(const std::vector<double>& row, const std::vector<double>& expected) {
  ASSERT_EQ(row.size(), expected.size());
  for (std::size_t t = 0; t < row.size(); ++t) EXPECT_NEAR(row[t], expected[t], 1e-6) << t;
}

// Regime R5: 30 % free.
TEST(Carry, free_matches_the_table) {
  const auto flows = run(kCash, bid_of(0.3, Carry::free), no_withholding());
  expect_rows(flow(flows, Party::fund), {0, 0, 44.784, 41.904, 42.024, 42.144, 42.264, 35.184,
                                         35.184, 35.184, 35.184, 35.184, 35.184, 36.384, 0});
  expect_rows(flow(flows, Party::sponsor),
              {-300, -300, 104.496, 97.776, 98.056, 98.336, 98.616, 82.096, 82.096, 82.096, 82.096,
               82.096, 82.096, 84.896, -40});
}

// Regime R6: 30 % carried, its calls grow at 10 % and are repaid out of its dividends.
TEST(Carry, repaid_matches_the_table) {
  Bid bid = bid_of(0.3, Carry::repaid);
  bid.carry_rate = 0.10;
  const auto flows = run(kCash, bid, no_withholding());
  expect_rows(flow(flows, Party::fund),
              {0, 0, 0, 0, 0, 0, 0, 0, 21.163709, 35.184, 35.184, 35.184, 35.184, 36.384, 0});
  expect_rows(flow(flows, Party::sponsor),
              {-300, -300, 149.28, 139.68, 140.08, 140.48, 140.88, 117.28, 96.116291, 82.096,
               82.096, 82.096, 82.096, 84.896, -40});
}

TEST(Carry, pro_rata_pays_by_stake) {
  const auto flows = run(kCash, bid_of(0.3, Carry::pro_rata), no_withholding());
  for (std::size_t t = 0; t < kCash.size(); ++t) {
    EXPECT_NEAR(flow(flows, Party::fund)[t], 0.3 * kCash[t], 1e-12);
    EXPECT_NEAR(flow(flows, Party::sponsor)[t], 0.7 * kCash[t], 1e-12);
  }
}

// Regime R3: a resource rent tax of 25 % beyond a hurdle of 15 %.
TEST(ProfitShare, matches_the_rent_tax_of_the_table) {
  Bid bid = bid_of(0, Carry::free);
  bid.profit_share = 0.25;
  bid.profit_share_hurdle = 0.15;
  const auto flows = run(kCash, bid, no_withholding());
  expect_rows(receipts(flows, Instrument::profit_share),
              {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 28.677245, 29.32, 30.32, 0});
}

// Regime R4: the same, and 15 % withheld from what is left.
TEST(Withholding, matches_the_table) {
  Bid bid = bid_of(0, Carry::free);
  bid.profit_share = 0.25;
  bid.profit_share_hurdle = 0.15;
  finance::Tax tax;
  tax.dividend_rate = 0.15;
  const auto flows = run(kCash, bid, tax);
  expect_rows(receipts(flows, Instrument::dividend_withholding),
              {0, 0, 22.392, 20.952, 21.012, 21.072, 21.132, 17.592, 17.592, 17.592, 17.592,
               13.290413, 13.194, 13.644, 0});
}

TEST(Withholding, depends_on_the_stake_and_leaves_the_fund_alone) {
  const finance::Tax tax = withholding();
  const auto rate_at = [&](double fund_stake) {
    const auto flows = run({-100, 200}, bid_of(fund_stake, Carry::free), tax);
    EXPECT_NEAR(flow(flows, Party::fund)[1], 200 * fund_stake, 1e-12);
    return receipts(flows, Instrument::dividend_withholding)[1] / (200 * (1 - fund_stake));
  };
  EXPECT_NEAR(rate_at(0.3), 0.05, 1e-12);
  EXPECT_NEAR(rate_at(0.75), 0.05, 1e-12);
  EXPECT_NEAR(rate_at(0.76), 0.15, 1e-12);
}

// With inflation the hurdle is real: 15 % real on 100 spent at the price level 1 is 115 x 1.02 a
// year later.
TEST(ProfitShare, hurdle_is_real) {
  const Calendar calendar = make_calendar(2026, 2026, 2);
  finance::Venture venture = holders_only({-100, 200});
  venture.index.usd = {1, 1.02};
  const finance::Tax tax = no_withholding();
  const std::vector<const finance::Tax*> regime(2, &tax);
  Bid bid = bid_of(0, Carry::free);
  bid.profit_share = 0.5, bid.profit_share_hurdle = 0.15;
  const auto flows = waterfall(calendar, venture, regime, bid, 0, {});
  EXPECT_NEAR(receipts(flows, Instrument::profit_share)[1], 0.5 * (200 - 115 * 1.02), 1e-12);
}

// Once shared the account stands at zero: a later 100 must come back with its own 15 % first.
TEST(ProfitShare, what_is_paid_in_later_comes_back_first) {
  Bid bid = bid_of(0, Carry::free);
  bid.profit_share = 0.5, bid.profit_share_hurdle = 0.15;
  const auto flows = run({-100, 200, -100, 120}, bid, no_withholding());
  expect_rows(receipts(flows, Instrument::profit_share), {0, 0.5 * 85, 0, 0.5 * 5});
}

TEST(StakePrice, is_paid_at_closing_in_money_of_the_day) {
  const Calendar calendar = make_calendar(2026, 2026, 3);
  finance::Venture venture = holders_only({0, 0, 0});
  venture.index.usd = {1, 1.02, 1.04};
  const finance::Tax tax = withholding();
  const std::vector<const finance::Tax*> regime(3, &tax);
  const auto at = [&](double closing_y) {
    return waterfall(calendar, venture, regime, bid_of(0.3, Carry::free), 35, {closing_y});
  };
  expect_rows(flow(at(1), Party::seller), {0, 35.7, 0});
  expect_rows(flow(at(1), Party::sponsor), {0, -35.7, 0});
  expect_rows(flow(at(-1), Party::seller), {35, 0, 0});
  expect_rows(flow(at(9), Party::seller), {0, 0, 36.4});
  EXPECT_EQ(at(1).identity_residual, 0);
}

TEST(HomeTax, is_of_the_gross_dividend) {
  Bid bid = bid_of(0.3, Carry::free);
  bid.home_dividend_tax = 0.1;
  const auto flows = run({-100, 200}, bid, withholding());
  EXPECT_NEAR(flow(flows, Party::other_governments)[1], 14, 1e-12);
  EXPECT_NEAR(flow(flows, Party::sponsor)[1], 140 - 7 - 14, 1e-12);
}

// 50 of 100 is lent at 10 %: 55 come back first, 5 of it interest; 60 - 55 = 5 and all later money
// go by stakes.
TEST(ShareholderLoan, is_repaid_with_interest_before_any_dividend) {
  Bid bid = bid_of(0.3, Carry::free);
  bid.shareholder_loan_share = 0.5, bid.shareholder_loan_rate = 0.10;
  bid.shareholder_loan_withholding = 0.2;
  const auto flows = run({-100, 60, 80}, bid, no_withholding());
  expect_rows(flow(flows, Party::sponsor), {-100, 55 - 1 + 3.5, 56});
  expect_rows(flow(flows, Party::fund), {0, 1.5, 24});
  expect_rows(receipts(flows, Instrument::shareholder_withholding), {0, 1, 0});
  EXPECT_NEAR(flows.payment.at(Payment::shareholder_loan, 0), 50, 1e-12);
  // What the cash does not serve bears interest: 40 of 55 paid, 15 x 1.1 = 16.5 the year after.
  const auto late = run({-100, 40, 80}, bid, no_withholding());
  EXPECT_NEAR(late.payment.at(Payment::shareholder_principal, 2) +
                  late.payment.at(Payment::shareholder_interest, 2),
              16.5, 1e-12);
}

// 100 at 8 %: 60 of 108 are paid, 48 left grow to 51.84; 80 - 51.84 = 28.16 go 70 to 30.
TEST(Preferred, capital_and_return_come_before_the_split) {
  Bid bid = bid_of(0.3, Carry::free);
  bid.preferred = Preferred::capital_and_return, bid.preferred_return = 0.08;
  const auto flows = run({-100, 60, 80}, bid, no_withholding());
  expect_rows(flow(flows, Party::sponsor), {-100, 60, 51.84 + 0.7 * 28.16});
  expect_rows(flow(flows, Party::fund), {0, 0, 0.3 * 28.16});
}

TEST(Preferred, return_only_leaves_the_capital_in) {
  Bid bid = bid_of(0.3, Carry::free);
  bid.preferred = Preferred::return_only, bid.preferred_return = 0.08;
  const auto flows = run({-100, 60, 80}, bid, no_withholding());
  expect_rows(flow(flows, Party::sponsor), {-100, 8 + 0.7 * 52, 8 + 0.7 * 72});
}

// Both pay in 70 to 30; 54 of 108 due are shared in that proportion.
TEST(Preferred, short_money_is_shared_by_what_is_due) {
  Bid bid = bid_of(0.3, Carry::pro_rata);
  bid.preferred = Preferred::capital_and_return, bid.preferred_return = 0.08;
  const auto flows = run({-100, 54}, bid, no_withholding());
  expect_rows(flow(flows, Party::sponsor), {-70, 37.8});
  expect_rows(flow(flows, Party::fund), {-30, 16.2});
}

// Straight dilution leaves the fund the share of all capital that it has paid: 20 of 100, then 20
// of 200.
TEST(Dilution, missed_calls_cost_stake) {
  Bid bid = bid_of(0.3, Carry::pro_rata);
  bid.fund_call_cap_usd = 20;
  auto flows = run({-100, -100, 100}, bid, no_withholding());
  expect_rows(flows.fund_stake, {0.2, 0.1, 0.1});
  expect_rows(flow(flows, Party::fund), {-20, 0, 10});
  expect_rows(flow(flows, Party::sponsor), {-80, -100, 90});
  bid.dilution = 2;  // 0.3 - 2 x 10 / 100 = 0.1; then 0.1 - 2 x 10 / 200 = 0
  flows = run({-100, -100, 100}, bid, no_withholding());
  expect_rows(flows.fund_stake, {0.1, 0, 0});
}

// A tenth of the venture at cost, a year after the first sale: 1/7 of the sponsor's 100.
TEST(BuyIn, moves_stake_for_its_price_if_it_pays) {
  Bid bid = bid_of(0.3, Carry::free);
  bid.buy_in.share = 0.1, bid.buy_in.after_y = 1, bid.buy_in.cost_share = 1;
  const std::vector<double> cash = {-100, 50, 50, 50};
  auto flows = run(cash, bid, no_withholding());
  EXPECT_TRUE(flows.bought_in);
  expect_rows(flow(flows, Party::fund), {0, 15, 15 - 100.0 / 7, 20});
  expect_rows(flow(flows, Party::sponsor), {-100, 35, 35 + 100.0 / 7, 30});
  bid.buy_in.rate = 0.1;  // 100 grown for two years
  flows = run(cash, bid, no_withholding());
  EXPECT_NEAR(flows.payment.at(Payment::buy_in, 2), 121.0 / 7, 1e-9);
  bid.buy_in.rate = 0, bid.buy_in.multiple = 2;  // 2 x 5 < 14.3
  EXPECT_FALSE(run(cash, bid, no_withholding()).bought_in);
  bid.buy_in.multiple = 3;
  EXPECT_TRUE(run(cash, bid, no_withholding()).bought_in);
}

// Profit after tax of 80 and a floor of 40 %: 32, of which the fund's 30 % of 60 are 18.
TEST(ProfitFloor, is_made_up_out_of_the_sponsor_s_dividends) {
  Bid bid = bid_of(0.3, Carry::free);
  bid.profit_floor = 0.4;
  const auto with = [&](const std::vector<double>& cash) {
    finance::Venture venture = holders_only(cash);
    venture.ledger.at(Line::taxable_income, 1) = 100;
    venture.ledger.at(Line::income_tax, 1) = 20;
    venture.ledger.at(Line::pretax_cash, 1) += 20;
    const Calendar calendar = make_calendar(2026, 2026, static_cast<int>(cash.size()));
    const finance::Tax tax = no_withholding();
    const std::vector<const finance::Tax*> regime(cash.size(), &tax);
    return waterfall(calendar, venture, regime, bid, 0, {});
  };
  expect_rows(flow(with({-100, 60}), Party::fund), {0, 32});
  // 10 are distributed: all of it goes to the fund, and 22 are owed; 30 of the next 100 cover them.
  expect_rows(flow(with({-100, 10, 100}), Party::fund), {0, 10, 30});
  // 15 of 50 do not: 7 more.
  expect_rows(flow(with({-100, 10, 50}), Party::fund), {0, 10, 22});
  EXPECT_EQ(with({-100, 10, 50}).identity_residual, 0);
}

TEST(Milestone, is_paid_once_to_whom_it_is_due) {
  Bid bid = bid_of(0.3, Carry::free);
  bid.milestone = {{"signature", 10, When::closing, 0, Payee::state},
                   {"works", 4, When::construction, 1, Payee::seller},
                   {"ore", 5, When::first_sale, 1, Payee::fund},
                   {"never", 7, When::first_sale, 50, Payee::state}};
  const Calendar calendar = make_calendar(2026, 2026, 4);
  const finance::Tax tax = no_withholding();
  const std::vector<const finance::Tax*> regime(4, &tax);
  const auto flows =
      waterfall(calendar, holders_only({-100, -100, 100, 100}), regime, bid, 0, {0, 1});
  expect_rows(receipts(flows, Instrument::milestones), {10, 0, 0, 0});
  expect_rows(flow(flows, Party::seller), {0, 0, 4, 0});
  expect_rows(flow(flows, Party::fund), {0, 0, 30, 35});
  expect_rows(flow(flows, Party::sponsor), {-110, -100, 66, 65});
}

// ---- on whole ventures ----

double between(double low, double high) {
  return low + (high - low) * *rc::gen::resize(100, rc::gen::inRange(0, 1001)) / 1000.0;
}

struct Case {
  Calendar calendar;
  finance::Tax tax;
  std::vector<const finance::Tax*> regime;
  finance::Venture venture;
  Bid bid;
};

std::shared_ptr<Case> random_case() {
  auto c = std::make_shared<Case>();
  c->calendar = make_calendar(2026, 2029, 25);
  const std::size_t n = c->calendar.periods();
  c->tax = withholding();
  c->tax.extraction = {{"main", 0.08}};
  c->tax.pool = {{"all", 1.0, 0.2}};
  c->tax.income_rate = 0.2, c->tax.property_rate = 0.015, c->tax.payroll_share = 0.2;
  c->tax.social_rate = 0.06, c->tax.vat_rate = 0.16, c->tax.vat_delay_y = 1;
  c->regime.assign(n, &c->tax);
  finance::Operations operations = finance::make_operations(n, 1);
  std::vector<double> capital(n, 0.0);
  const double revenue = between(0, 500), collapse_y = between(3, 40);
  for (std::size_t t = 0; t < n; ++t) {
    const double length = c->calendar.length_y[t], time = c->calendar.mid_y(t);
    if (time < 3) capital[t] = between(0, 400) * length;
    if (time < 3 || time > 23) continue;
    operations.revenue_usd[t] = operations.marketed_usd[t] =
        revenue * (time > collapse_y ? 0.2 : 1);
    operations.mining_usd[t] = between(50, 150);
    operations.ore_milled_t[t] = 10;
    operations.contained_t[0][t] = 5;
    operations.price_usd_per_t[0][t] = revenue / 10;
  }
  Bid& bid = c->bid;
  bid.fund_stake = between(0, 0.9);
  bid.sponsor_stake = 1 - bid.fund_stake;
  bid.carry = *rc::gen::element(Carry::free, Carry::repaid, Carry::pro_rata);
  bid.carry_rate = between(0, 0.15), bid.equity_rate = 0.12;
  bid.profit_share = between(0, 0.5), bid.profit_share_hurdle = 0.15;
  bid.home_dividend_tax = between(0, 0.2);
  bid.venture.royalty_uplift = between(0, 0.05);
  bid.venture.management_fee = between(0, 0.05);
  bid.venture.management_usd_per_y = between(0, 5);
  bid.venture.marketing_discount = between(0, 0.1);
  for (const double rate : {0.05, 0.075}) {
    finance::Loan loan;
    loan.commitment_usd = between(0, 900);
    loan.rate = rate;
    loan.term_y = 12, loan.grace_y = 3;
    loan.upfront_fee = 0.01;
    loan.commitment_fee = 0.005;
    loan.exposure_fee = 0.08;
    loan.withholding = between(0, 0.1);
    bid.venture.loan.push_back(loan);
  }
  finance::Financing financing;
  financing.share = 0.65, financing.reserve_y = 0.5, financing.working_capital_days = 60;
  financing.support_cap = between(0, 300);
  financing.closure_usd = between(0, 100);
  financing.closure_usd_per_t = 0.3;
  finance::Macro macro;
  macro.inflation = 0.023, macro.local_inflation_start = 0.08, macro.local_inflation_end = 0.05;
  macro.local_inflation_years = 10;
  c->venture =
      finance::venture_cash_flow(c->calendar, operations, capital, c->regime, financing,
                                 finance::make_index(macro, c->calendar), bid.venture, {3, 3, 25});
  return c;
}

void add_every_term(Bid& bid) {
  if (bid.carry == Carry::pro_rata) bid.fund_call_cap_usd = between(0, 500);
  bid.dilution = between(0, 3);
  bid.shareholder_loan_share = between(0, 1);
  bid.shareholder_loan_rate = between(0, 0.2);
  bid.shareholder_loan_withholding = between(0, 0.2);
  bid.preferred =
      *rc::gen::element(Preferred::none, Preferred::return_only, Preferred::capital_and_return);
  bid.preferred_return = between(0, 0.2);
  bid.buy_in.share = between(0.01, bid.sponsor_stake);
  bid.buy_in.after_y = between(0, 20);
  bid.buy_in.price_usd = between(0, 100);
  bid.buy_in.cost_share = between(0, 2);
  bid.buy_in.rate = between(0, 0.2);
  bid.buy_in.multiple = *rc::gen::element(0.0, 5.0, 50.0);
  bid.profit_floor = between(0, 0.5);
  double unpromised = 1 - bid.profit_share - bid.profit_floor;
  const int further = *rc::gen::inRange(0, 4);
  for (int k = 0; k < further; ++k) {
    BidHolder holder;
    holder.id = "holder" + std::to_string(k);
    finance::Holder& h = holder.terms;
    h.stake = between(0, 0.5) * bid.sponsor_stake, bid.sponsor_stake -= h.stake;
    h.state = *rc::gen::element(true, false);
    h.kind = *rc::gen::element(finance::Carried::paid, finance::Carried::free,
                               finance::Carried::carried);
    h.carry_rate = between(0, 0.1), h.carried_share = between(0, 1);
    h.home_tax = h.state ? 0 : between(0, 0.2);
    h.profit_floor = std::min(between(0, 0.2), unpromised);
    unpromised -= h.profit_floor;
    bid.holder.push_back(holder);
  }
  for (BidHolder& holder : bid.holder)
    holder.buy_in = {between(0.01, 1) * bid.sponsor_stake,
                     between(0, 20),
                     between(0, 100),
                     between(0, 2),
                     between(0, 0.2),
                     0};
  bid.buy_in.share = std::min(bid.buy_in.share, bid.sponsor_stake);
  for (const When when : {When::closing, When::construction, When::first_sale})
    bid.milestone.push_back({"m", between(0, 30), when, between(0, 10),
                             *rc::gen::element(Payee::state, Payee::fund, Payee::seller)});
}

// Every amount has one payer and one receiver, so that the flows of all parties add up to the cash
// of the venture. Nothing but what is put by or put off is ever negative; every stake stays within
// [0, 1].
RC_GTEST_PROP(Waterfall, ledgers_re_add_with_every_term_for_all, ()) {
  const auto c = random_case();
  add_every_term(c->bid);
  RC_ASSERT(faults_of(c->bid).empty());
  const auto flows =
      waterfall(c->calendar, c->venture, c->regime, c->bid, between(0, 100), {1.25, 2});
  RC_ASSERT(flows.identity_residual <= 1e-9);
  for (std::size_t t = 0; t < flows.periods; ++t) {
    std::array<double, kParties + 1> paid{}, received{};
    double gross = 1e-6;
    for (std::size_t p = 0; p < kPayments; ++p) {
      const auto payment = static_cast<Payment>(p);
      const double amount = flows.payment.at(payment, t);
      const bool comes_back = payment >= Payment::put_by && payment <= Payment::management_deferred;
      RC_ASSERT(amount >= -1e-9 || comes_back);
      RC_ASSERT(kind_of(payment).from != kind_of(payment).to);
      paid[static_cast<std::size_t>(kind_of(payment).from)] += amount;
      received[static_cast<std::size_t>(kind_of(payment).to)] += amount;
      gross += std::abs(amount);
    }
    double all = 0;
    for (std::size_t p = 0; p < kParties; ++p) {
      RC_ASSERT(std::abs(received[p] - paid[p] - flows.flow[p][t]) <= 1e-9 * gross);
      all += received[p] - paid[p];
    }
    const double venture = c->venture.ledger.at(Line::pretax_cash, t) + received[kParties];
    RC_ASSERT(std::abs(venture - paid[kParties]) <= 1e-9 * gross);
    RC_ASSERT(std::abs(all - c->venture.ledger.at(Line::pretax_cash, t)) <= 1e-9 * gross);
    double partners = 0;  // by the shares, not by the book
    for (std::size_t k = 0; k < c->bid.holder.size(); ++k)
      if (!c->bid.holder[k].terms.state) partners += flows.holder[k][t];
    RC_ASSERT(std::abs(partners - flow(flows, Party::partners)[t]) <= 1e-9 * gross);
    RC_ASSERT(flows.fund_stake[t] >= 0 && flows.fund_stake[t] <= 1 + 1e-12);
  }
}

Bid with_holder(Bid bid, const char* id, const finance::Holder& terms) {
  BidHolder holder;
  holder.id = id, holder.terms = terms;
  bid.sponsor_stake -= terms.stake;
  bid.holder.push_back(holder);
  return bid;
}

// A 13 % free carry beside a fund that pays for its 6 %: of a call of 100, the 13 that the carried
// holder does not pay are shared 81 to 6 by those who pay.
TEST(FurtherHolders, of_the_state_stand_beside_its_fund) {
  finance::Holder carry;
  carry.stake = 0.13, carry.state = true, carry.kind = finance::Carried::free;
  const Bid bid = with_holder(bid_of(0.06, Carry::pro_rata), "carry", carry);
  const auto flows = run({-100, 200}, bid, no_withholding());
  expect_rows(flow(flows, Party::sponsor), {-81 / 0.87, 162});
  expect_rows(flow(flows, Party::fund), {-6 / 0.87, 38});
  expect_rows(flows.holder[0], {0, 26});
  expect_rows(flow(flows, Party::partners), {0, 0});
}

// A partner that earns a fifth of the venture with the first sale, at cost: 2/7 of the sponsor's
// 100; its dividends bear tax.
TEST(FurtherHolders, earn_in_at_cost) {
  finance::Holder terms;
  terms.stake = 0;
  Bid bid = with_holder(bid_of(0.3, Carry::free), "partner", terms);
  bid.holder[0].buy_in.share = 0.2, bid.holder[0].buy_in.cost_share = 1;
  const auto flows = run({-100, 50, 50}, bid, withholding());
  expect_rows(flow(flows, Party::partners), {0, -200.0 / 7, 10 * (1 - 0.15)});
  expect_rows(flow(flows, Party::sponsor), {-100, 35 * 0.95 + 200.0 / 7, 25 * 0.95});
  expect_rows(flow(flows, Party::fund), {0, 15, 15});
  expect_rows(flow(flows, Party::state), {0, 35 * 0.05, 25 * 0.05 + 1.5});
  expect_rows(receipts(flows, Instrument::partners_withholding), {0, 0, 1.5});
}

// Each party at its own rate, no two alike.
TEST(PresentValues, are_taken_at_the_rate_of_each_party) {
  PartyFlows flows;
  flows.periods = 2;
  for (auto& row : flows.flow) row = {0, 100};
  const Calendar calendar = make_calendar(2026, 2026, 2);
  const finance::Index index{{1, 1}, {1, 1}};
  Bid bid = bid_of(0.3, Carry::free);
  bid.equity_rate = 0.12, bid.venture.marketer_is_sponsor = false;
  DiscountRates rates;
  rates.project = 0.08, rates.state = 0.01, rates.fund = 0.02, rates.guarantor = 0.03;
  rates.marketer = 0.04, rates.seller = 0.05, rates.other_governments = 0.06;
  rates.royalty_holder = 0.07, rates.partners = 0.09;
  const std::array<double, kParties> rate = {0.01, 0.02, 0.12, 0.1,  0.03, 0.04,
                                             0.05, 0.06, 0.07, 0.09, 0.08, 0.08};
  const auto values = present_values(calendar, flows, index, bid, rates, 0.1);
  for (std::size_t p = 0; p < kParties; ++p)
    EXPECT_NEAR(values[p], 100 / std::pow(1 + rate[p], 1.5), 1e-9) << p;
}

// Independent of the function's own residual.
RC_GTEST_PROP(Waterfall, gives_away_just_the_pretax_cash_for_all, ()) {
  const auto c = random_case();
  const auto flows =
      waterfall(c->calendar, c->venture, c->regime, c->bid, between(0, 100), {1.25, 0});
  for (std::size_t t = 0; t < flows.periods; ++t) {
    double sum = 0, gross = 1e-6;
    for (const auto& row : flows.flow) {
      sum += row[t];
      gross += std::abs(row[t]);
    }
    RC_ASSERT(std::abs(sum - c->venture.ledger.at(Line::pretax_cash, t)) <= 1e-9 * gross);
    double state = 0;
    for (std::size_t i = 0; i < kInstruments; ++i) {
      const auto instrument = static_cast<Instrument>(i);
      const double received = receipts(flows, instrument)[t];
      RC_ASSERT(received >= 0 || sign_of(instrument) < 0);
      state += received;
    }
    RC_ASSERT(std::abs(state - flow(flows, Party::state)[t]) <= 1e-9 * gross);
  }
  RC_ASSERT(flows.identity_residual <= 1e-9);
}

// A free carry: the fund never pays, and gets its stake of every distribution after the profit
// share.
RC_GTEST_PROP(Waterfall, free_carry_holds_for_all, ()) {
  const auto c = random_case();
  c->bid.carry = Carry::free;
  const auto flows = waterfall(c->calendar, c->venture, c->regime, c->bid, 0, {1, 0});
  for (std::size_t t = 0; t < flows.periods; ++t) {
    const double shared = receipts(flows, Instrument::profit_share)[t];
    const double expected =
        c->bid.fund_stake * (c->venture.ledger.at(Line::distribution, t) - shared);
    RC_ASSERT(std::abs(flow(flows, Party::fund)[t] - expected) <= 1e-9 * (1 + expected));
    RC_ASSERT(flow(flows, Party::fund)[t] >= 0);
  }
}

// A repaid carry moves money between sponsor and fund only; if it is repaid in full, its present
// value at its own rate is zero.
RC_GTEST_PROP(Waterfall, repaid_carry_moves_between_the_holders_for_all, ()) {
  const auto c = random_case();
  c->bid.carry = Carry::pro_rata;
  const auto paid = waterfall(c->calendar, c->venture, c->regime, c->bid, 0, {1, 0});
  c->bid.carry = Carry::repaid;
  const auto lent = waterfall(c->calendar, c->venture, c->regime, c->bid, 0, {1, 0});
  double value = 0, gross = 1, later = 0;
  for (std::size_t t = 0; t < lent.periods; ++t) {
    const double fund = flow(lent, Party::fund)[t] - flow(paid, Party::fund)[t];
    const double sponsor = flow(lent, Party::sponsor)[t] - flow(paid, Party::sponsor)[t];
    RC_ASSERT(std::abs(fund + sponsor) <= 1e-9 * (1 + std::abs(fund)));
    RC_ASSERT(flow(lent, Party::fund)[t] >= -1e-9);
    const double discounted = fund / std::pow(1 + c->bid.carry_rate, c->calendar.mid_y(t));
    value += discounted;
    gross += std::abs(discounted);
    later += flow(lent, Party::fund)[t];
  }
  if (later > 1e-6) RC_ASSERT(std::abs(value) <= 1e-9 * gross);
  if (later <= 1e-6) RC_ASSERT(value >= -1e-9 * gross);
}

// At the hurdle rate, the holders' real present value to date exceeds zero by no more than their
// part of the excess.
RC_GTEST_PROP(Waterfall, profit_is_shared_only_beyond_the_hurdle_for_all, ()) {
  const auto c = random_case();
  const auto flows = waterfall(c->calendar, c->venture, c->regime, c->bid, 0, {1, 0});
  double value = 0;
  for (std::size_t t = 0; t < flows.periods; ++t) {
    const auto& l = c->venture.ledger;
    const double factor = c->venture.index.usd[t] * std::pow(1.15, c->calendar.mid_y(t));
    value +=
        (l.at(Line::distribution, t) - l.at(Line::equity, t) - l.at(Line::support, t)) / factor;
    const double shared = receipts(flows, Instrument::profit_share)[t];
    RC_ASSERT(shared <= c->bid.profit_share * l.at(Line::distribution, t) * (1 + 1e-12));
    // Before they pay in once more, the account is the value to date.
    if (shared > 1e-6) {
      RC_ASSERT(value > 0);
      break;
    }
    RC_ASSERT(value <= 1e-6 || c->bid.profit_share == 0);
  }
}

RC_GTEST_PROP(PresentValues, match_brute_force_for_all, ()) {
  const auto c = random_case();
  const auto flows = waterfall(c->calendar, c->venture, c->regime, c->bid, 50, {1, 0});
  const DiscountRates rates{0.081, 0.051, 0.082, 0.083, 0.084, 0.052, 0.053, 0.054, 0.085};
  c->bid.venture.marketer_is_sponsor = *rc::gen::arbitrary<bool>();
  const double of_marketer =
      c->bid.venture.marketer_is_sponsor ? c->bid.equity_rate : rates.marketer;
  const double expected_rate[] = {
      rates.state,          rates.fund,     c->bid.equity_rate, 0.042,
      rates.guarantor,      of_marketer,    rates.seller,       rates.other_governments,
      rates.royalty_holder, rates.partners, rates.project,      rates.project};
  const auto values = present_values(c->calendar, flows, c->venture.index, c->bid, rates, 0.042);
  const auto common = present_values_at(c->calendar, flows, c->venture.index, 0.08);
  double all = 0, pretax = 0, scale = 1;
  for (std::size_t p = 0; p < kParties; ++p) {
    double own = 0, at_common = 0, size = 1;
    for (std::size_t t = 0; t < flows.periods; ++t) {
      const double mid = c->calendar.mid_y(t);
      const bool lender = p == static_cast<std::size_t>(Party::lenders);
      const double real = flows.flow[p][t] / c->venture.index.usd[t];
      own += (lender ? flows.flow[p][t] : real) / std::pow(1 + expected_rate[p], mid);
      at_common += real / std::pow(1.08, mid);
      size += std::abs(flows.flow[p][t]);
      if (p == 0)
        pretax += c->venture.ledger.at(Line::pretax_cash, t) / c->venture.index.usd[t] /
                  std::pow(1.08, mid);
    }
    RC_ASSERT(std::abs(values[p] - own) <= 1e-10 * size);
    RC_ASSERT(std::abs(common[p] - at_common) <= 1e-10 * size);
    all += common[p];
    scale += size;
  }
  RC_ASSERT(std::abs(all - pretax) <= 1e-9 * scale);  // at one rate the parties add to the whole
}

TEST(Names, of_parties_and_instruments_differ) {
  for (std::size_t p = 0; p < kParties; ++p)
    for (std::size_t q = 0; q < p; ++q)
      EXPECT_NE(name_of(static_cast<Party>(p)), name_of(static_cast<Party>(q)));
  EXPECT_EQ(name_of(Party::state), "state");
  EXPECT_EQ(name_of(Party::other_governments), "other_governments");
  EXPECT_EQ(name_of(Party::balances), "balances");
  EXPECT_EQ(name_of(Instrument::extraction_tax), "extraction_tax");
  EXPECT_EQ(name_of(Instrument::dividend_withholding), "dividend_withholding");
  EXPECT_EQ(name_of(Instrument::profit_share), "profit_share");
}

}  // namespace
}  // namespace lode::deal

// What holds for every venture, however badly it goes.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "finance/finance.h"

namespace lode::finance {
namespace {

double between(double low, double high) {
  return low + (high - low) * *rc::gen::resize(100, rc::gen::inRange(0, 1001)) / 1000.0;
}
bool one_in(int n) { return *rc::gen::resize(100, rc::gen::inRange(0, n)) == 0; }

struct Setup {
  Calendar calendar;
  Operations operations;
  std::vector<double> capital;
  Tax tax, reform;
  std::vector<const Tax*> regime;
  Financing financing;
  Macro macro;
  VentureTerms terms;
  Timeline timeline;
  Venture run() const {
    return venture_cash_flow(calendar, operations, capital, regime, financing,
                             make_index(macro, calendar), terms, timeline);
  }
};

RoyaltyRate random_royalty(const std::string& id) {
  RoyaltyRate r;
  r.id = id;
  r.base = *rc::gen::element(RoyaltyBase::revenue, RoyaltyBase::nsr, RoyaltyBase::profit);
  r.scale = *rc::gen::element(Scale::flat, Scale::price, Scale::margin, Scale::production,
                              Scale::revenue, Scale::r_factor);
  if (r.scale == Scale::flat)
    r.rate = between(0, 0.1);
  else
    r.bands = {{0, 0.5, 1},
               {between(0, 0.05), between(0, 0.1), between(0, 0.15)},
               one_in(2) ? Manner::slab : Manner::marginal};
  if (r.scale == Scale::price || r.scale == Scale::production || one_in(2)) r.product = "main";
  r.to_state = !one_in(3);
  r.deductible = !one_in(3);
  r.holiday_y = one_in(3) ? between(0, 6) : 0;
  return r;
}

RentTax random_rent() {
  RentTax rent;
  rent.id = "rent";
  rent.kind = *rc::gen::element(RentKind::resource_rent, RentKind::r_factor,
                                RentKind::excess_profit, RentKind::production_share);
  rent.rate = between(0, 0.5), rent.hurdle = between(0, 0.2), rent.cost_limit = between(0, 1);
  rent.bands = {{0, 0.3, 1}, {0, between(0, 0.2), between(0, 0.5)}, Manner::marginal};
  if (rent.kind != RentKind::excess_profit && one_in(2)) rent.base = RentBase::before_income_tax;
  return rent;
}

Tax random_tax() {
  Tax tax;
  tax.extraction = {
      {"main", between(0, 0.15), one_in(2) ? ExtractionBase::quote : ExtractionBase::cost_plus}};
  tax.extraction_relief_y = one_in(3) ? 5 : 0;
  tax.income_rate = between(0, 0.4);
  tax.pool = {{"a", 0.3, between(0, 0.5)}, {"b", 0.7, between(0, 1)}};
  tax.processing_agreement = {one_in(2), between(0, 2000), 10, between(0, 0.5),
                              one_in(2) ? 8.0 : 0.0};
  tax.loss_years = one_in(3) ? kInfinity : between(1, 12);
  tax.property_rate = between(0, 0.03), tax.payroll_share = between(0, 0.4);
  tax.social_rate = between(0, 0.2), tax.vat_rate = between(0, 0.2),
  tax.vat_delay_y = between(0, 3);
  tax.extraction[0].low_profit_rate = one_in(2) ? between(0, 0.15) : 1;
  tax.low_profit_limit = between(-0.5, 1);
  if (one_in(2)) tax.debt_to_equity = between(0, 4);
  if (one_in(2)) tax.interest_cap = between(0, 0.5);
  tax.investment_allowance = one_in(3) ? between(0, 0.5) : 0;
  tax.investment_credit = one_in(3) ? between(0, 0.2) : 0;
  tax.import_duty = between(0, 0.1), tax.imported_share = between(0, 1);
  tax.services_withholding = between(0, 0.2), tax.services_share = between(0, 0.3);
  tax.capital_services_share = between(0, 0.3);
  tax.royalty = {random_royalty("first"), random_royalty("second")};
  tax.rent = {random_rent()};
  return tax;
}

void random_operations(Setup& s) {
  const double revenue = between(0, 600), cost = between(10, 200);
  const double collapse_y = between(0, 40), collapse = one_in(2) ? between(0, 0.5) : 1;
  const double last_ore_y = between(10, 40);
  for (std::size_t t = 0; t < s.calendar.periods(); ++t) {
    const double time = s.calendar.mid_y(t), length = s.calendar.length_y[t];
    if (time < s.timeline.construction_end_y) s.capital[t] = between(0, 300) * length;
    if (time < s.timeline.production_start_y) {
      s.operations.care_usd[t] = between(0, 10) * length;
      continue;
    }
    if (time > last_ore_y) continue;
    const double price = time > collapse_y ? collapse : between(0.7, 1.3);
    s.operations.revenue_usd[t] = revenue * price * length;
    s.operations.marketed_usd[t] = s.operations.revenue_usd[t] * 0.9;
    s.operations.mining_usd[t] = cost * length;
    s.operations.processing_usd[t] = cost * between(0, 1) * length;
    s.operations.sustaining_usd[t] = between(0, 20) * length;
    s.operations.ore_milled_t[t] = 5 * length;
    s.operations.contained_t[0][t] = 0.1 * revenue * length;
    s.operations.price_usd_per_t[0][t] = 10 * price;
    s.operations.sold_t[0][t] = 0.09 * revenue * length;
    s.operations.sales_usd[0][t] = s.operations.marketed_usd[t];
  }
}

// As if the loans had been signed on some other venture.
void sign_at_random(VentureTerms& terms) {
  terms.as_signed = {};
  terms.as_signed.limit_usd = between(0, 1000);
  for (std::size_t i = 0; i < terms.loan.size(); ++i) {
    SignedLoan loan{between(0, 3), std::vector<double>(1 + *rc::gen::inRange<std::size_t>(0, 12))};
    double sum = 0;
    for (double& share : loan.repaid) sum += share = between(0, 1) + 1e-3;
    for (double& share : loan.repaid) share /= sum;
    terms.as_signed.loan.push_back(loan);
  }
}

void random_financing(Setup& s) {
  s.financing.share = between(0, 1);
  s.financing.shortfall =
      *rc::gen::element(Shortfall::by_rank, Shortfall::by_rank, Shortfall::creditors_wait);
  if (one_in(2)) s.financing.deferred_rate = between(0, 0.2);
  s.financing.closure_funded_by = one_in(2) ? between(0.1, 1) : kInfinity;
  if (one_in(4)) s.financing.closure_security = ClosureSecurity::guaranteed;
  s.financing.stops = !one_in(3);
  s.terms.marketer_is_sponsor = one_in(2);
  if (one_in(2)) s.terms.as_signed.life_y = between(1, 40);
  s.financing.reserve_y = between(0, 1);
  s.financing.support_cap = one_in(3) ? 0 : between(0, 500);
  s.financing.working_capital_days = between(0, 120);
  s.financing.closure_usd = between(0, 200);
  s.financing.closure_usd_per_t = between(0, 2);
  s.financing.sweep = one_in(2) ? between(0, 1) : 0;
  s.financing.lock_up = one_in(2) ? between(0, 2) : 0;
  s.terms.royalty_uplift = between(0, 0.1), s.terms.marketing_discount = between(0, 0.1);
  s.terms.marketing_fee = between(0, 0.05), s.terms.management_fee = between(0, 0.05);
  const int loans = *rc::gen::element(0, 1, 2, 2);
  for (int i = 0; i < loans; ++i) {
    Loan loan;
    loan.id = i == 0 ? "first" : "second";
    loan.commitment_usd = between(0, 1500);
    loan.rate = 0.02 + between(0, 0.1);
    loan.term_y = between(2, 15);
    loan.grace_y = between(0, 6);
    loan.upfront_fee = between(0, 0.03);
    loan.commitment_fee = between(0, 0.02);
    loan.exposure_fee = between(0, 0.12);
    loan.guarantee_fee = one_in(2) ? between(0, 0.02) : 0;
    loan.withholding = between(0, 0.15);
    loan.repayment = *rc::gen::element(Repayment::level, Repayment::equal_principal,
                                       Repayment::bullet, Repayment::sculpted);
    loan.cover = 1 + between(0, 1);
    if (one_in(2)) loan.grace_interest = GraceInterest::capitalised;
    s.terms.loan.push_back(loan);
  }
  s.financing.repayment_after_y = between(0, 2);
  if (loans > 0 && one_in(2)) sign_at_random(s.terms);
}

std::shared_ptr<Setup> random_setup() {
  auto setup = std::make_shared<Setup>();
  Setup& s = *setup;
  const int quarters = *rc::gen::resize(100, rc::gen::inRange(0, 7));
  s.calendar = make_calendar(2026, 2026 + quarters, *rc::gen::resize(100, rc::gen::inRange(8, 41)));
  s.operations = make_operations(s.calendar.periods(), 1);
  s.operations.commodity = {"main"};
  s.capital.assign(s.calendar.periods(), 0.0);
  s.timeline.construction_end_y = between(0, 7);
  s.timeline.production_start_y = between(0, 7);
  s.macro.inflation = between(0, 0.06);
  if (one_in(2)) s.macro.local_inflation_start = between(0, 0.1);
  if (one_in(2)) s.macro.local_inflation_end = between(0, 0.1), s.macro.local_inflation_years = 10;
  s.tax = random_tax();
  s.reform = random_tax();
  const double reform_y = one_in(2) ? between(0, 40) : 100;
  for (std::size_t t = 0; t < s.calendar.periods(); ++t)
    s.regime.push_back(s.calendar.mid_y(t) < reform_y ? &s.tax : &s.reform);
  random_operations(s);
  random_financing(s);
  return setup;
}

double gross(const Ledger& l, std::size_t t) {
  double sum = 1e-6;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(Line::distribution); ++i)
    sum += std::abs(l.at(static_cast<Line>(i), t));
  return sum;
}

double sum_of(const Ledger& l, std::initializer_list<Line> lines, std::size_t t) {
  double sum = 0;
  for (const Line line : lines) sum += l.at(line, t);
  return sum;
}

double taxes_of(const Ledger& l, std::size_t t) {
  double sum = 0;
  for (const Line line : kTaxes) sum += l.at(line, t);
  return sum;
}

RC_GTEST_PROP(Venture, identity_of_each_period_holds_for_all, ()) {
  const auto s = random_setup();
  const Ledger l = s->run().ledger;
  for (std::size_t t = 0; t < l.periods; ++t) {
    const double claims =
        sum_of(l, {Line::marketing, Line::management, Line::private_royalty}, t) + taxes_of(l, t);
    const double balances =
        sum_of(l,
               {Line::vat_due_change, Line::working_capital_change, Line::closure_fund_change,
                Line::reserve_change, Line::cash_change},
               t);
    const double lenders = sum_of(l,
                                  {Line::interest, Line::principal, Line::upfront_fee,
                                   Line::commitment_fee, Line::exposure_fee, Line::guarantee_fee},
                                  t) -
                           l.at(Line::draw, t);
    const double holders =
        l.at(Line::distribution, t) - sum_of(l, {Line::equity, Line::support}, t);
    const double put_off =
        sum_of(l,
               {Line::bills_deferred, Line::taxes_deferred, Line::guarantee_deferred,
                Line::marketing_deferred, Line::management_deferred, Line::closure_beyond_fund},
               t);
    const double gap = l.at(Line::pretax_cash, t) - claims - balances - lenders - holders + put_off;
    RC_ASSERT(std::abs(gap) <= 1e-9 * gross(l, t));
  }
}

RC_GTEST_PROP(Venture, draws_stay_below_share_and_commitments_for_all, ()) {
  const auto s = random_setup();
  const Venture v = s->run();
  double commitments = 0;
  for (const Loan& loan : s->terms.loan) commitments += loan.commitment_usd;
  for (std::size_t t = 0; t < v.ledger.periods; ++t) {
    const double drawn = v.ledger.at(Line::draw, t), equity = v.ledger.at(Line::equity, t);
    RC_ASSERT(drawn >= 0);
    RC_ASSERT(equity >= 0);
    RC_ASSERT(drawn <= s->financing.share * (drawn + equity) * (1 + 1e-12));
    if (s->calendar.mid_y(t) >= s->timeline.construction_end_y) RC_ASSERT(drawn + equity == 0);
  }
  RC_ASSERT(v.drawn_usd <= commitments * (1 + 1e-12));
  RC_ASSERT(v.facility_residual <= 1e-9);
}

// The upfront fee is of what was drawn in the end; the commitment fee of what was still to come.
RC_GTEST_PROP(Venture, fees_are_of_what_is_drawn_in_the_end_for_all, ()) {
  const auto s = random_setup();
  s->terms.as_signed = {};
  const Venture v = s->run();
  double commitments = 0, upfront = 0, commitment_fee = 0, drawn = 0, paid = 0;
  for (const Loan& loan : s->terms.loan) commitments += loan.commitment_usd;
  RC_PRE(v.drawn_usd > 0);
  for (const Loan& loan : s->terms.loan) {
    upfront += loan.commitment_usd / commitments * loan.upfront_fee;
    commitment_fee += loan.commitment_usd / commitments * loan.commitment_fee;
  }
  for (std::size_t t = 0; t < v.ledger.periods; ++t) {
    const double expected = commitment_fee * (v.drawn_usd - drawn) * s->calendar.length_y[t];
    if (v.ledger.at(Line::draw, t) > 0)
      RC_ASSERT(std::abs(v.ledger.at(Line::commitment_fee, t) - expected) <= 1e-7);
    drawn += v.ledger.at(Line::draw, t);
    paid += v.ledger.at(Line::upfront_fee, t);
  }
  RC_ASSERT(std::abs(paid - upfront * v.drawn_usd) <= 1e-7);
}

// Whatever the cash: principal that is due is the signed share of what was drawn (with interest that
// was added until repayment started).
RC_GTEST_PROP(Venture, as_signed_falls_due_and_is_drawn_for_all, ()) {
  const auto s = random_setup();
  RC_PRE(!s->terms.loan.empty());
  s->financing.sweep = 0;
  for (Loan& loan : s->terms.loan) loan.grace_interest = GraceInterest::paid, loan.rate = 0.06;
  sign_at_random(s->terms);
  for (SignedLoan& loan : s->terms.as_signed.loan) loan = s->terms.as_signed.loan[0];
  const SignedLoan& loan = s->terms.as_signed.loan[0];
  const Venture v = s->run();
  const Ledger& l = v.ledger;
  RC_ASSERT(v.drawn_usd <= s->terms.as_signed.limit_usd * (1 + 1e-12));
  RC_PRE(v.drawn_usd > 1);
  double balance = v.drawn_usd, built_y = 0;
  for (std::size_t t = 0; t < l.periods; ++t)
    if (s->calendar.mid_y(t) < s->timeline.construction_end_y) built_y = s->calendar.end_y(t);
  const double start_y = std::max(built_y, s->timeline.construction_end_y + loan.start_y);
  for (std::size_t t = 0; t + 1 < l.periods && !v.default_period; ++t) {
    if (l.at(Line::draw, t) > 0 || balance < 1e-6 || l.at(Line::scheduled_service, t) == 0)
      continue;
    double share = 0;
    for (std::size_t k = 0; k < loan.repaid.size(); ++k) {
      const double from = start_y + static_cast<double>(k);
      share += loan.repaid[k] * s->calendar.overlap(t, from, from + 1) * s->calendar.length_y[t];
    }
    const double interest = 0.06 * s->calendar.length_y[t] * balance;
    RC_ASSERT(std::abs(l.at(Line::scheduled_service, t) - interest - share * v.drawn_usd) <=
              1e-6 * (1 + v.drawn_usd));
    balance -= share * v.drawn_usd;
  }
}

RC_GTEST_PROP(Venture, nothing_goes_below_nothing_for_all, ()) {
  const auto s = random_setup();
  const Venture v = s->run();
  const Ledger& l = v.ledger;
  double cash = 0, reserve = 0, fund = 0, vat = 0, working = 0, support = 0;
  const double tiny = 1e-7;
  for (std::size_t t = 0; t < l.periods; ++t) {
    cash += l.at(Line::cash_change, t);
    reserve += l.at(Line::reserve_change, t);
    fund += l.at(Line::closure_fund_change, t);
    vat += l.at(Line::vat_due_change, t);
    working += l.at(Line::working_capital_change, t);
    support += l.at(Line::support, t);
    for (const Line line :
         {Line::support, Line::distribution, Line::interest, Line::principal, Line::income_tax,
          Line::extraction_tax, Line::royalty, Line::private_royalty, Line::rent_tax, Line::sweep,
          Line::debt_balance, Line::arrears, Line::unpaid_bills})
      RC_ASSERT(l.at(line, t) >= 0);
    RC_ASSERT(reserve >= -tiny && fund >= -tiny && vat >= -tiny && working >= -tiny);
    if (s->financing.shortfall == Shortfall::by_rank)
      RC_ASSERT(cash >= -tiny);
    else
      RC_ASSERT(std::abs(l.at(Line::unpaid_bills, t) - std::max(0.0, -cash)) <= tiny);
    if (l.at(Line::arrears, t) > 0 || l.at(Line::unpaid_bills, t) > 0)
      RC_ASSERT(l.at(Line::distribution, t) == 0);
  }
  RC_ASSERT(std::abs(reserve) <= tiny && std::abs(fund) <= tiny && std::abs(vat) <= tiny &&
            std::abs(working) <= tiny);
  const bool waits = s->financing.shortfall == Shortfall::creditors_wait;
  RC_ASSERT(std::abs(cash + (waits ? v.unpaid_usd : 0)) <= tiny ||
            s->timeline.construction_end_y >= s->calendar.end_y(l.periods - 1) - 0.5);
  if (!s->terms.loan.empty() && v.drawn_usd > 0)
    RC_ASSERT(support <= s->financing.support_cap + tiny);
}

// What each rank got in a period of operation, in the order of kPaymentRanks.
std::vector<double> got_by_rank(const Ledger& l, const VentureTerms& terms, std::size_t t) {
  std::vector<double> got;
  for (const PaymentRank& rank : kPaymentRanks) {
    if (rank.kind == RankKind::service)
      got.push_back(sum_of(l, {Line::interest, Line::principal}, t) - l.at(Line::sweep, t));
    if (rank.kind == RankKind::reserves)
      got.push_back(std::max(0.0, l.at(Line::reserve_change, t)));
    if (rank.kind == RankKind::holders)
      got.push_back(l.at(Line::distribution, t) + l.at(Line::sweep, t));
    if (rank.kind != RankKind::claim) continue;
    double due = 0;
    if (rank.claim == Claim::taxes) due = std::max(0.0, taxes_of(l, t));
    if (rank.claim == Claim::guarantee) due = l.at(Line::guarantee_fee, t);
    if (rank.claim == Claim::management) due = l.at(Line::management, t);
    if (rank.claim == Claim::marketing && terms.marketer_is_sponsor) due = l.at(Line::marketing, t);
    got.push_back(due - l.at(rank.due_less_paid, t));
  }
  got[0] = 0;  // current bills are among the costs: what is paid of them is not told apart
  return got;
}

RC_GTEST_PROP(Ranks, nobody_is_paid_while_a_claim_above_stands_for_all, ()) {
  const auto s = random_setup();
  s->financing.shortfall = Shortfall::by_rank;
  const Venture v = s->run();
  const Ledger& l = v.ledger;
  for (std::size_t t = 0; t < l.periods; ++t) {
    if (s->calendar.mid_y(t) < s->timeline.construction_end_y) continue;
    const std::vector<double> got = got_by_rank(l, s->terms, t);
    const double tiny = 1e-9 * gross(l, t);
    double standing = 0;
    for (std::size_t k = 0; k < kPaymentRanks.size(); ++k) {
      RC_ASSERT(got[k] >= -tiny);
      const PaymentRank& rank = kPaymentRanks[k];
      if (standing > tiny && got[k] > tiny)
        RC_FAIL(std::string(rank.what) + " got " + std::to_string(got[k]) + " in period " +
                std::to_string(t) + " while " + std::to_string(standing) + " stood");
      if (rank.kind == RankKind::claim) standing += l.at(rank.unpaid, t);
      if (rank.kind == RankKind::service) standing += l.at(Line::arrears, t);
      RC_ASSERT(standing >= 0);
    }
  }
}

// Stocks roll forward with interest at the given rate; what stands at the end is what bearers lack.
RC_GTEST_PROP(Ranks, claims_put_off_bear_interest_and_are_kept_for_all, ()) {
  const auto s = random_setup();
  s->financing.shortfall = Shortfall::by_rank;
  s->financing.deferred_rate = 0.09;
  s->financing.closure_usd = 10;
  const Venture v = s->run();
  const Ledger& l = v.ledger;
  std::size_t closed = v.closed_after ? *v.closed_after + 1 : l.periods;
  for (std::size_t t = 0; t < closed; ++t)
    if (l.at(Line::closure, t) > 0) closed = t;  // then nothing is left to earn interest from
  for (std::size_t t = 1; t < l.periods; ++t) {
    double interest = 0;
    for (const PaymentRank& rank : kPaymentRanks) {
      if (rank.kind != RankKind::claim) continue;
      const double years = t > closed ? 0 : s->calendar.length_y[t];
      const double added = 0.09 * years * l.at(rank.unpaid, t - 1);
      interest += added;
      RC_ASSERT(std::abs(l.at(rank.unpaid, t) - l.at(rank.unpaid, t - 1) - added -
                         l.at(rank.due_less_paid, t)) <= 1e-9 * (gross(l, t) + interest));
    }
    RC_ASSERT(std::abs(l.at(Line::deferred_interest, t) - interest) <= 1e-9 * (1 + interest));
  }
  RC_ASSERT(v.unpaid_usd == l.at(Line::unpaid_bills, l.periods - 1));
}

// Operations after a period are changed: what was decided until then is not.
RC_GTEST_PROP(Stop, depends_on_nothing_later_for_all, ()) {
  const auto s = random_setup();
  RC_PRE(!s->terms.loan.empty());
  s->financing.shortfall = Shortfall::by_rank;
  s->financing.stops = true;
  s->financing.closure_funded_by = kInfinity;
  for (Tax* tax : {&s->tax, &s->reform}) tax->vat_rate = 0;  // what is spent later comes back later
  const Venture v = s->run();
  RC_PRE(v.stopped_period.has_value());
  const std::size_t t = *v.stopped_period;
  for (std::size_t u = t + 1; u < s->operations.revenue_usd.size(); ++u) {
    const double factor = between(0, 3);
    for (auto* row : {&s->operations.revenue_usd, &s->operations.marketed_usd,
                      &s->operations.sales_usd[0], &s->operations.mining_usd})
      (*row)[u] *= factor;
  }
  const Venture other = s->run();
  RC_ASSERT(other.stopped_period == v.stopped_period);
  RC_ASSERT((v.closed_after == t) == (other.closed_after == t));
  for (std::size_t u = 0; u <= t; ++u)
    for (const Line line : {Line::support, Line::interest, Line::principal, Line::distribution,
                            Line::unpaid_bills, Line::debt_balance})
      RC_ASSERT(std::abs(v.ledger.at(line, u) - other.ledger.at(line, u)) <=
                1e-9 * gross(v.ledger, u));
}

RC_GTEST_PROP(Stop, closed_mines_earn_and_spend_nothing_for_all, ()) {
  const auto s = random_setup();
  s->financing.shortfall = Shortfall::by_rank;
  s->financing.stops = true;
  const Venture v = s->run();
  RC_PRE(v.closed_after.has_value());
  for (std::size_t t = *v.closed_after + 1; t < v.ledger.periods; ++t) {
    for (const Line line : {Line::revenue, Line::mining, Line::care, Line::sustaining,
                            Line::capital, Line::marketing, Line::royalty, Line::social_tax})
      RC_ASSERT(v.ledger.at(line, t) == 0);
    if (v.ledger.at(Line::debt_balance, t) > 0) RC_ASSERT(v.ledger.at(Line::distribution, t) == 0);
    if (t > *v.closed_after + 1) RC_ASSERT(v.ledger.at(Line::pretax_cash, t) == 0);
  }
}

double sum_of_ore_from(const Setup& s, std::size_t first) {
  double sum = 0;
  for (std::size_t t = first; t < s.operations.ore_milled_t.size(); ++t)
    sum += s.operations.ore_milled_t[t];
  return sum;
}

RC_GTEST_PROP(Venture, debt_of_one_rate_rolls_forward_for_all, ()) {
  const auto s = random_setup();
  for (Loan& loan : s->terms.loan) loan.rate = 0.06;
  const Venture v = s->run();
  double before = 0;
  for (std::size_t t = 0; t < v.ledger.periods; ++t) {
    const double due = v.ledger.at(Line::interest_due, t);
    const double after = before + due + v.ledger.at(Line::draw, t) -
                         v.ledger.at(Line::interest, t) - v.ledger.at(Line::principal, t);
    // After the last ore of a mine in default nothing falls due.
    const bool closed = v.closed_after && t > *v.closed_after;
    const bool stopped = due == 0 && v.default_period && t > *v.default_period &&
                         (closed || sum_of_ore_from(*s, t) == 0);
    RC_ASSERT(stopped || std::abs(due - 0.06 * before * s->calendar.length_y[t]) <=
                             1e-9 * (1 + v.peak_debt_usd));
    before = v.ledger.at(Line::debt_balance, t);
    RC_ASSERT(std::abs(before - after) <= 1e-9 * (1 + v.peak_debt_usd));
  }
}

RC_GTEST_PROP(Venture, in_default_pays_the_holders_nothing_for_all, ()) {
  const auto s = random_setup();
  const Venture v = s->run();
  if (!v.default_period) {
    RC_ASSERT(v.debt_status != DebtStatus::in_default);
    return;
  }
  for (std::size_t t = *v.default_period; t < v.ledger.periods; ++t) {
    if (v.ledger.at(Line::debt_balance, t) <= 0) break;
    RC_ASSERT(v.ledger.at(Line::distribution, t) == 0);
  }
}

RC_GTEST_PROP(TaxPools, deduct_all_that_went_in_for_all, ()) {
  const auto s = random_setup();
  const Venture v = s->run();
  double in = 0, out = 0, late = 0;
  for (std::size_t t = 0; t < v.ledger.periods; ++t) {
    const double local = v.index.local_per_usd[t];
    in += v.ledger.at(Line::pool_addition, t) * local;
    out += v.ledger.at(Line::depreciation, t) * local;
    late = v.ledger.at(Line::pool_balance, t) * local;
    RC_ASSERT(v.ledger.at(Line::pool_balance, t) >= 0);
    RC_ASSERT(std::abs(in - out - late) <= 1e-9 * (1 + in));
  }
  // Left at the end: only what entered after the last deduction.
  if (s->timeline.construction_end_y < s->calendar.end_y(v.ledger.periods - 1) - 1)
    RC_ASSERT(late <= 1e-9 * (1 + in));
}

// Independent: from the ledger's income before losses, with vintages as (year, amount), in local
// money.
RC_GTEST_PROP(IncomeTax, matches_brute_force_on_the_ledger_for_all, ()) {
  const auto s = random_setup();
  for (Tax* tax : {&s->tax, &s->reform}) {
    tax->processing_agreement.in_force = false;
    tax->loss_years = 4;
    tax->investment_credit = 0;
  }
  const Venture v = s->run();
  std::vector<std::pair<int, double>> losses;
  for (std::size_t t = 0; t < v.ledger.periods; ++t) {
    if (!s->calendar.ends_year(t)) {
      RC_ASSERT(v.ledger.at(Line::income_tax, t) == 0);
      continue;
    }
    double income = v.ledger.at(Line::taxable_income, t) * v.index.local_per_usd[t];
    const int year = s->calendar.year(t);
    if (income < 0) losses.emplace_back(year, -income);
    for (auto& [from, amount] : losses) {
      if (income <= 0 || year - from > 4 || from == year) continue;
      const double part = std::min(amount, income);
      amount -= part;
      income -= part;
    }
    const double expected =
        s->regime[t]->income_rate * std::max(0.0, income) / v.index.local_per_usd[t];
    RC_ASSERT(std::abs(v.ledger.at(Line::income_tax, t) - expected) <= 1e-7);
  }
}

// Every deduction of a tax year from the ledger's own lines (before production what is capitalised
// is none of them); interest counts as far as the limits leave it.
RC_GTEST_PROP(IncomeTax, base_re_adds_from_the_ledger_for_all, ()) {
  const auto s = random_setup();
  s->timeline.production_start_y = 0;
  for (Tax* tax : {&s->tax, &s->reform}) {
    for (RoyaltyRate& royalty : tax->royalty) royalty.deductible = true;
    for (RentTax& rent : tax->rent) rent.base = RentBase::after_income_tax;
  }
  const Ledger l = s->run().ledger;
  double income = 0;
  for (std::size_t t = 0; t < l.periods; ++t) {
    income += l.at(Line::revenue, t) - l.at(Line::interest_deducted, t) - taxes_of(l, t) +
              l.at(Line::income_tax, t) + l.at(Line::rent_tax, t) -
              s->regime[t]->investment_allowance * l.at(Line::capital, t) -
              sum_of(l,
                     {Line::selling, Line::mining, Line::processing, Line::general, Line::refining,
                      Line::care, Line::closure, Line::marketing, Line::management,
                      Line::private_royalty, Line::commitment_fee, Line::guarantee_fee},
                     t);
    if (!s->calendar.ends_year(t)) continue;
    RC_ASSERT(std::abs(l.at(Line::taxable_income, t) + l.at(Line::depreciation, t) - income) <=
              1e-6);
    income = 0;
  }
}

// Independent: what is supported of the ledger's own debt and equity, then the cap and what is
// kept.
RC_GTEST_PROP(Interest, deducted_matches_brute_force_on_the_ledger_for_all, ()) {
  const auto s = random_setup();
  s->tax.extraction[0].low_profit_rate = s->reform.extraction[0].low_profit_rate = 1;
  for (Tax* tax : {&s->tax, &s->reform})
    for (RoyaltyRate& royalty : tax->royalty) royalty.deductible = true;
  const Ledger l = s->run().ledger;
  double debt = 0, equity = 0, kept = 0;
  for (std::size_t t = 0; t < l.periods; ++t) {
    const Tax& tax = *s->regime[t];
    const double ratio = equity > 0 ? debt / equity : debt > 0 ? kInfinity : 0;
    double wanted = l.at(Line::interest_due, t);
    if (ratio > tax.debt_to_equity) wanted *= tax.debt_to_equity / ratio;
    wanted += kept;
    const double income = l.at(Line::pretax_cash, t) + l.at(Line::capital, t) +
                          l.at(Line::sustaining, t) + l.at(Line::closure, t) +
                          l.at(Line::income_tax, t) + l.at(Line::property_tax, t) +
                          l.at(Line::rent_tax, t) - taxes_of(l, t) -
                          sum_of(l, {Line::marketing, Line::management, Line::private_royalty}, t);
    const double taken = std::isinf(tax.interest_cap)
                             ? wanted - kept
                             : std::min(wanted, std::max(0.0, tax.interest_cap * income));
    kept = wanted - taken;
    RC_ASSERT(std::abs(l.at(Line::interest_deducted, t) - taken) <= 1e-9 * gross(l, t));
    debt = l.at(Line::debt_balance, t);
    equity += l.at(Line::equity, t) + l.at(Line::support, t);
  }
}

// Without loans only who pays differs: the business lines are the same, and no lender appears.
RC_GTEST_PROP(Venture, without_loans_has_no_lenders_for_all, ()) {
  const auto s = random_setup();
  s->terms.loan.clear();
  s->terms.as_signed = {};
  const Venture v = s->run();
  RC_ASSERT(v.debt_status == DebtStatus::none && v.unpaid_usd == 0);
  for (std::size_t t = 0; t < v.ledger.periods; ++t)
    for (const Line line :
         {Line::draw, Line::interest, Line::principal, Line::upfront_fee, Line::commitment_fee,
          Line::exposure_fee, Line::guarantee_fee, Line::sweep, Line::debt_balance,
          Line::scheduled_service, Line::reserve_change})
      RC_ASSERT(v.ledger.at(line, t) == 0);
}

}  // namespace
}  // namespace lode::finance

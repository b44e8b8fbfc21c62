// Construction in the march: loans are drawn with what it needs.
#include <algorithm>
#include <span>

#include "finance/march_passes.h"

namespace lode::finance {

// Construction, until its uses, or what is drawn, are those that the fees were reckoned from.
// Draws at a share: a contraction by share x (upfront fee + commitment fee x years), about 0.02.
// The cliffs of the agreement and of low profit can break it where ore comes before construction
// ends (the fee frees the year that the fee comes from): what the tenth pass found stays so.
void March::build(double most) {
  most_ = most;
  f_.settled.clear();
  if (m_.construction == 0) {
    s_ = m_.opening;
    if (stands_) schedule(0);
    return;
  }
  Repeat& search = f_.uses_search;
  search = {};
  search.slope = m_.uses_slope;
  const bool is_signed = std::isfinite(m_.limit_usd);
  const bool fees = !is_signed && m_.upfront + m_.commitment + m_.exposure_at_signing > 0;
  double sought = m_.uses;
  // Before loans are signed nothing depends on what is sought.
  const std::size_t from = stands_ ? 0 : std::min(m_.signing, m_.construction - 1);
  s_ = m_.opening;
  if (stands_) schedule(0);
  build_residual_ = 0;
  for (std::size_t t = 0; t < from; ++t) build_period(t);
  const bool repeats =
      fees || even_ || rules_.reserves_at_close || (m_.exposure > 0 && !pools_late_);
  if (repeats) f_.signing = s_;
  const double residual_before = build_residual_;
  for (int pass = 1;; ++pass) {
    if (pass > 1) s_ = f_.signing;
    s_.gearing = even_ ? gearing_for(sought, most) : rules_.share;
    s_.expected = m_.given_draws > 0 ? m_.given_draws
                  : is_signed        ? most
                  : even_            ? s_.gearing * sought
                                     : sought;
    if (sculpted_) scale_services(s_.expected);
    build_residual_ = residual_before;
    for (std::size_t t = from; t < m_.construction; ++t) build_period(t);
    const double found = even_ ? s_.uses : s_.loans.drawn_usd;
    const bool follows =
        fees || rules_.reserves_at_close || (even_ && gearing_for(s_.uses, most) != s_.gearing);
    if (follows && (sought > 0 || found > 0))
      build_residual_ += std::abs(found - sought) / (sought > 0 ? sought : found);
    if (build_residual_ <= 1e-14 || pass >= 50 || !repeats) break;
    sought = std::max(0.0, search.next(sought, found, search_));
    if (pass == 10) f_.settled = s_.verdict;
  }
  f_.settled.clear();
}

// Fees of the period's draw and reserves funded at close are part of the need that is drawn for.
void March::build_period(std::size_t t) {
  const bool closes = t + 1 == m_.construction && rules_.reserves_at_close;
  const bool circular = closes || (m_.exposure > 0 && !pools_late_);
  if (circular) f_.opening = s_;
  double exposure = 0, reserves = 0;
  Repeat search;
  for (int pass = 1;; ++pass) {
    const double exposure_before = exposure, reserves_before = reserves;
    construct(t, exposure, reserves, closes);
    const double change =
        std::abs(exposure - exposure_before) + std::abs(reserves - reserves_before);
    if (!circular || change <= 1e-15 * std::abs(s_.uses)) return;
    if (pass >= 100) {
      build_residual_ += change / s_.uses;
      return;
    }
    reserves = search.next(reserves_before, reserves, search_);
    s_ = f_.opening;
  }
}

// exposure, reserves: as assumed; replaced by what follows.
void March::construct(std::size_t t, double& exposure, double& reserves, bool closes) {
  FinancedLedger& f = f_;
  if (loans_ > 1) open_loan_lines(t);
  const double interest = scheduled_interest(s_.loans), added = capitalised(s_.loans);
  const double scheduled = scheduled_service(s_.loans);  // principal: of loans owed at the start
  const bool given = m_.given_draws > 0;
  const double undrawn = most_ - s_.loans.drawn_usd;
  const bool open = t >= m_.signing && s_.gearing > 0;
  const bool first = open && s_.loans.first_draw_y < 0;
  const double commitment_fee = open ? commitment_fee_of(t) : 0;
  const double guarantee = guarantee_fee(t), running = commitment_fee + guarantee;
  double upfront = first ? m_.upfront * s_.expected : 0;
  double at_signing = first ? m_.exposure_at_signing * s_.expected : 0;
  const double interest_due = interest + added + s_.loans.all.arrears_interest;
  pay_taxes_of_construction(t, interest_due, running,
                            interest_due + running + upfront + at_signing + exposure);
  double need = scheduled + running + reserves - f.at(Line::after_tax, t) - s_.earned - s_.cash;
  const bool draws = open && (even_ || given || (need > 0 && undrawn > 0));
  if (!draws) upfront = at_signing = 0;
  need += upfront + at_signing;
  double drawn = 0;
  if (given) {
    drawn = given_draw(t, exposure);
  } else if (draws && need > 0) {
    drawn = s_.gearing * need / (1 - s_.gearing * m_.exposure);
    if (!even_) drawn = std::min(drawn, undrawn);
    exposure = m_.exposure * drawn;
  } else {
    exposure = 0;
  }
  s_.uses += std::max(0.0, need + exposure);
  if (loans_ > 1) note_draws(t, drawn, first && draws, open);
  pay_service(t, scheduled);
  f.at(Line::capitalised_interest, t) = added;
  if (given)
    draw(s_.loans, std::span(m_.given_draw).subspan(t * loans_, loans_), m_.calendar.end_y(t));
  else
    draw(s_.loans, drawn, m_.calendar.end_y(t));
  if (pools_late_) pool_late(t, upfront + at_signing + exposure);
  const double left = drawn - need - exposure, before = s_.cash;
  s_.cash = std::max(0.0, left);
  const double equity = std::max(0.0, -left);
  s_.equity += equity;
  note_no_operation(t);
  f.at(Line::interest_due, t) = interest_due;
  f.at(Line::draw, t) = drawn;
  f.at(Line::upfront_fee, t) = upfront;
  f.at(Line::commitment_fee, t) = commitment_fee;
  f.at(Line::exposure_fee, t) = at_signing + exposure;
  f.at(Line::guarantee_fee, t) = guarantee;
  f.at(Line::equity, t) = equity;
  f.at(Line::cash_change, t) = s_.cash - before;
  f.at(Line::reserve_change, t) = reserves;
  schedule(t + 1);
  if (closes) fund_reserves_at_close(t, reserves);
  note_balances(t);
}

// Nothing is served or distributed; of cash after capital there is none for service while things
// are built.
void March::note_no_operation(std::size_t t) {
  for (const Line line : {Line::scheduled_service, Line::sweep, Line::distribution, Line::support})
    f_.at(line, t) = 0;
  const double cash = rules_.cash == SizingCash::before_capital ? service_cash(t) : 0;
  cash_per_y_ = cash / m_.calendar.length_y[t];
  f_.at(Line::cash_for_debt_service, t) = cash;
}

// Reserves funded when construction closes: what was put by, and what follows from the service.
void March::fund_reserves_at_close(std::size_t t, double& reserves) {
  const double service = wanted_reserve(t), operating = wanted_operating_reserve(t);
  const double wanted = service + operating;
  s_.reserve = wanted > 0 ? reserves * service / wanted : 0;
  s_.operating_reserve = wanted > 0 ? reserves * operating / wanted : 0;
  reserves = wanted;
}

// all: interest and fees, with those of the draw.
void March::pay_taxes_of_construction(std::size_t t, double interest, double running_fees,
                                      double all) {
  const ConstructionFinance how = rules_.construction_finance;
  const bool pooled = how == ConstructionFinance::pooled && !tax(t).pool.empty();
  deduct_pools(t, t + 1, pooled ? all : 0);
  if (pools_late_)
    pay_taxes(t, interest, running_fees);
  else
    pay_taxes(t, how == ConstructionFinance::deducted ? interest : 0,
              how == ConstructionFinance::deducted ? all - interest : 0);
}

// Of what will be drawn and is not at the start of the period.
double March::commitment_fee_of(std::size_t t) const {
  if (m_.commitment == 0) return 0;
  const double length = m_.calendar.length_y[t];
  if (m_.given_draws == 0)
    return m_.commitment * length * std::max(0.0, s_.expected - s_.loans.drawn_usd);
  double fee = 0;
  for (std::size_t u = t; u < m_.construction; ++u)
    for (std::size_t i = 0; i < loans_; ++i)
      fee += m_.loan[i].commitment_fee * m_.given_draw[u * loans_ + i];
  return fee * length;
}

// Of each loan where there are several: draws and the fees on them.
void March::note_draws(std::size_t t, double drawn, bool first, bool open) {
  const double length = m_.calendar.length_y[t];
  for (std::size_t i = 0; i < loans_; ++i) {
    const Loan& loan = m_.loan[i];
    const double share = s_.loans.entry[i].share;
    LoanPeriod& out = f_.loan[i * m_.periods + t];
    out.draw = m_.given_draws > 0 ? m_.given_draw[t * loans_ + i] : share * drawn;
    if (first) out.fees += loan.upfront_fee * share * s_.expected;
    if (!m_.exposed_at_signing[i])
      out.fees += loan.exposure_fee * out.draw;
    else if (first)
      out.fees += loan.exposure_fee * share * s_.expected;
    double undrawn = std::max(0.0, share * (s_.expected - s_.loans.drawn_usd));
    if (m_.given_draws > 0) {
      undrawn = 0;
      for (std::size_t u = t; u < m_.construction; ++u) undrawn += m_.given_draw[u * loans_ + i];
    }
    if (open) out.fees += loan.commitment_fee * length * undrawn;
  }
}

// Of all loans; and the guarantor's fees on them.
double March::given_draw(std::size_t t, double& exposure) const {
  double sum = exposure = 0;
  for (std::size_t i = 0; i < loans_; ++i) {
    const double amount = m_.given_draw[t * loans_ + i];
    sum += amount;
    if (!m_.exposed_at_signing[i]) exposure += m_.loan[i].exposure_fee * amount;
  }
  return sum;
}

}  // namespace lode::finance

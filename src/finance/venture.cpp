#include "finance/venture.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.h"
#include "finance/venture_passes.h"

namespace lode::finance {
namespace {

Setting make_setting(const Calendar& calendar, std::span<const Tax* const> tax,
                     const Financing& financing, const VentureTerms& terms,
                     const Timeline& timeline, const Index& index, const Business& business,
                     const Ledger& ledger, const std::vector<double>& milled_t) {
  Setting s{calendar, tax, financing, terms, timeline, index, business, {}, {}, 0, 0, 0, 0, {}, {}};
  const std::size_t n = calendar.periods();
  for (std::size_t t = 0; t < n; ++t) {
    s.year.push_back(calendar.year_index(t));
    s.ends_year.push_back(calendar.ends_year(t) || t + 1 == n);
    if (calendar.mid_y(t) < timeline.construction_end_y) s.construction_periods = t + 1;
  }
  s.production_year = production_year(timeline);
  s.last_year = s.year[business.last_period];
  s.milled_t = s.milled_from_now_t = calendar.by_year(milled_t);
  for (std::size_t y = s.milled_t.size(); y-- > 1;)
    s.milled_from_now_t[y - 1] += s.milled_from_now_t[y];
  while (s.signing < s.construction_periods &&
         ledger.at(Line::capital, s.signing) <= business.cash_usd[s.signing])
    ++s.signing;
  const LoanBook book = open_loan_book(terms.loan);
  s.has_debt = book.commitment_usd > 0 && financing.debt_share > 0;
  for (std::size_t i = 0; i < terms.loan.size(); ++i) {
    s.upfront_fee += book.entry[i].share * terms.loan[i].upfront_fee;
    s.commitment_fee += book.entry[i].share * terms.loan[i].commitment_fee;
    s.exposure_fee += book.entry[i].share * terms.loan[i].exposure_fee;
    s.rate += book.entry[i].share * terms.loan[i].rate;
  }
  return s;
}

void write_payment(Ledger& ledger, std::size_t t, const Payment& payment) {
  ledger.at(Line::interest, t) = payment.interest;
  ledger.at(Line::principal, t) = payment.principal;
  ledger.at(Line::interest_withholding, t) = payment.withholding;
}

// need = what cash in hand does not pay, with the fees of the draw itself: draw = share x (need +
// fee x draw).
void fund_construction(const Setting& s, State& state, Ledger& ledger, double facility_usd,
                       std::size_t t) {
  const double interest = scheduled_interest(state.loans);
  const double before = state.cash;
  double need = ledger.at(Line::capital, t) - ledger.at(Line::cash_for_debt_service, t) - before +
                interest + ledger.at(Line::commitment_fee, t) + ledger.at(Line::guarantee_fee, t);
  double drawn = 0, upfront = 0, exposure = 0;
  const double undrawn = state.loans.commitment_usd - state.loans.drawn_usd;
  if (need > 0 && s.has_debt && t >= s.signing && undrawn > 0) {
    if (state.loans.first_draw_y < 0) upfront = s.upfront_fee * facility_usd;
    const double share = s.financing.debt_share;
    drawn = std::min(share * (need + upfront) / (1 - share * s.exposure_fee), undrawn);
    exposure = s.exposure_fee * drawn;
    need += upfront + exposure;
  }
  write_payment(ledger, t, pay(state.loans, s.terms.loan, interest, false));
  draw(state.loans, drawn, s.calendar.end_y(t));
  state.cash = std::max(0.0, -need);
  ledger.at(Line::draw, t) = drawn;
  ledger.at(Line::upfront_fee, t) = upfront;
  ledger.at(Line::exposure_fee, t) = exposure;
  ledger.at(Line::equity, t) = std::max(0.0, need - drawn);
  ledger.at(Line::cash_change, t) = state.cash - before;
}

// Cash, reserve and support for bills and debt service, in that order; then everything to the
// lenders if they call.
void serve_debt(const Setting& s, State& state, Ledger& ledger, std::size_t t) {
  state.cash += ledger.at(Line::cash_for_debt_service, t) - ledger.at(Line::capital, t) -
                ledger.at(Line::guarantee_fee, t);
  const double service = due(state.loans);
  ledger.at(Line::scheduled_service, t) = scheduled_service(state.loans);
  const double lacking = std::max(0.0, service - state.cash);
  const bool all_called_in = state.in_default || t + 1 == s.calendar.periods();
  const double from_reserve = all_called_in ? state.reserve : std::min(lacking, state.reserve);
  const double support = std::min(std::max(0.0, lacking - from_reserve), state.support_left);
  state.cash += from_reserve + support;
  state.reserve -= from_reserve;
  state.support_left -= support;
  ledger.at(Line::support, t) = support;
  if (state.cash <= 0 && service == 0 && capitalised(state.loans) == 0) return;
  const double for_lenders = std::max(0.0, state.cash);
  const Payment payment = pay(state.loans, s.terms.loan, for_lenders, all_called_in);
  write_payment(ledger, t, payment);
  state.cash -= payment.total();
  // Rounding: a payment leaves no cash below zero, and none in hand while lenders wait for theirs.
  const bool lenders_wait = arrears(state.loans) > 0 || (all_called_in && owed(state.loans) > 0);
  if (for_lenders > 0) state.cash = lenders_wait ? 0 : std::max(0.0, state.cash);
}

void watch_arrears(const Setting& s, State& state, std::size_t t) {
  if (!s.ends_year[t]) return;
  state.years_in_arrears = arrears(state.loans) > 0 ? state.years_in_arrears + 1 : 0;
  if (state.in_default || state.years_in_arrears < std::max(1, s.financing.arrears_until_default))
    return;
  state.in_default = true;
  if (!state.default_period) state.default_period = t;
}

// Service of a sculpted loan in a period: its share of the cash over its cover, but all interest.
double sculpted_service(const Loan& loan, const LoanBook::Entry& e, double length_y, double cash) {
  return std::max((e.balance + e.swept) * loan.rate * length_y, e.share * cash / loan.cover);
}

// What falls due in the next period; of a sculpted loan, as if cash came at this period's rate.
void schedule_next(const Setting& s, State& state, const Ledger& ledger, std::size_t t) {
  if (t + 1 == s.calendar.periods()) return;
  const double length = s.calendar.length_y[t + 1];
  const double cash = ledger.at(Line::cash_for_debt_service, t) / s.calendar.length_y[t] * length;
  for (std::size_t i = 0; i < s.terms.loan.size(); ++i)
    if (s.terms.loan[i].repayment == Repayment::sculpted)
      state.loans.entry[i].service =
          sculpted_service(s.terms.loan[i], state.loans.entry[i], length, cash);
  make_schedule(state.loans, s.terms.loan, s.calendar, t + 1, s.timeline.construction_end_y);
}

// The cash of the period is known: so is the service of sculpted loans.
void sculpt_loans(const Setting& s, State& state, const Ledger& ledger, std::size_t t) {
  const double cash = ledger.at(Line::cash_for_debt_service, t);
  for (std::size_t i = 0; i < s.terms.loan.size(); ++i)
    if (s.terms.loan[i].repayment == Repayment::sculpted)
      sculpt(state.loans, i, s.terms.loan[i], s.calendar, t,
             sculpted_service(s.terms.loan[i], state.loans.entry[i], s.calendar.length_y[t], cash));
}

// The service of the time to come; of sculpted loans as if cash came at this period's rate.
double wanted_reserve(const Setting& s, const State& state, const Ledger& ledger, std::size_t t) {
  const double years = s.financing.reserve_y, length = s.calendar.length_y[t + 1];
  if (years <= length + 1e-9) return years * scheduled_service(state.loans) / length;
  const double cash_per_y = ledger.at(Line::cash_for_debt_service, t) / s.calendar.length_y[t];
  LoanBook ahead = state.loans;
  return service_ahead(ahead, s.terms.loan, s.calendar, t + 1, years, s.timeline.construction_end_y,
                       [&](std::size_t i, std::size_t u) {
                         const double length_u = s.calendar.length_y[u];
                         return sculpted_service(s.terms.loan[i], ahead.entry[i], length_u,
                                                 cash_per_y * length_u);
                       });
}

// What falls due next, and the reserve for it out of cash; one that is too full gives back.
void look_ahead(const Setting& s, State& state, const Ledger& ledger, std::size_t t) {
  double wanted = 0;
  if (t + 1 < s.calendar.periods()) {
    schedule_next(s, state, ledger, t);
    if (state.in_default && t >= s.business.last_period) stop_interest(state.loans);
    if (!state.in_default) wanted = wanted_reserve(s, state, ledger, t);
  }
  const double put_by = std::min(std::max(0.0, state.cash), wanted - state.reserve);
  state.reserve += put_by;
  state.cash -= put_by;
}

// Prepays the loans' last repayments out of what service and reserve leave.
void sweep_cash(const Setting& s, State& state, Ledger& ledger, std::size_t t) {
  double swept = 0;
  if (s.financing.sweep > 0 && state.cash > 0) {
    swept = sweep(state.loans, s.financing.sweep * state.cash);
    state.cash -= swept;
    look_ahead(s, state, ledger, t);
  }
  ledger.at(Line::sweep, t) = swept;
  ledger.at(Line::principal, t) += swept;
}

// Nothing is distributed out of a period whose cover is too low, until all is repaid.
bool is_locked_up(const Setting& s, const State& state, const Ledger& ledger, std::size_t t) {
  const double service = ledger.at(Line::scheduled_service, t);
  return service > 0 && owed(state.loans) > 0 && t + 1 < s.calendar.periods() &&
         ledger.at(Line::cash_for_debt_service, t) < s.financing.lock_up * service;
}

void operate(const Setting& s, State& state, Ledger& ledger, std::size_t t) {
  const double cash_before = state.cash, reserve_before = state.reserve;
  sculpt_loans(s, state, ledger, t);
  serve_debt(s, state, ledger, t);
  watch_arrears(s, state, t);
  look_ahead(s, state, ledger, t);
  sweep_cash(s, state, ledger, t);
  const double distribution = is_locked_up(s, state, ledger, t) ? 0 : std::max(0.0, state.cash);
  state.cash -= distribution;
  ledger.at(Line::distribution, t) = distribution;
  ledger.at(Line::reserve_change, t) = state.reserve - reserve_before;
  ledger.at(Line::cash_change, t) = state.cash - cash_before;
}

double guarantee_fee(const Setting& s, const State& state, std::size_t t) {
  double fee = 0;
  for (std::size_t i = 0; i < s.terms.loan.size(); ++i)
    fee += s.terms.loan[i].guarantee_fee * state.loans.entry[i].balance;
  return fee * s.calendar.length_y[t];
}

void advance(const Setting& s, State& state, Ledger& ledger, double facility_usd, std::size_t t) {
  const bool constructing = t < s.construction_periods;
  ledger.at(Line::commitment_fee, t) =
      constructing && s.has_debt && t >= s.signing
          ? s.commitment_fee * std::max(0.0, facility_usd - state.loans.drawn_usd) *
                s.calendar.length_y[t]
          : 0.0;
  ledger.at(Line::guarantee_fee, t) = guarantee_fee(s, state, t);
  pay_taxes(s, state, ledger, t);
  if (constructing) {
    fund_construction(s, state, ledger, facility_usd, t);
    schedule_next(s, state, ledger, t);
  } else {
    operate(s, state, ledger, t);
  }
  const double late =
      state.capitalised + ledger.at(Line::upfront_fee, t) + ledger.at(Line::exposure_fee, t);
  const double local_per_usd = s.index.local_per_usd[t];
  add_to_pools(state.books, *s.tax[t], late * local_per_usd,
               std::max(s.year[t], s.production_year));
  ledger.at(Line::pool_addition, t) =
      late + ledger.at(Line::capital, t) + ledger.at(Line::sustaining, t);
  ledger.at(Line::pool_balance, t) = pool_balance(state.books) / local_per_usd;
  state.equity += ledger.at(Line::equity, t) + ledger.at(Line::support, t);
  ledger.at(Line::arrears, t) = arrears(state.loans);
  ledger.at(Line::debt_balance, t) = owed(state.loans);
  ledger.at(Line::unpaid_bills, t) = std::max(0.0, -state.cash);
}

// Upfront and commitment fees are of what will be drawn, which they are part of: passes over the
// construction until it repeats. A contraction by debt share x (upfront fee + commitment fee x
// years), about 0.02; secant steps cut it short where it is a straight line. The cliffs of the
// agreement and of low profit can break it where ore comes before construction ends (the fee frees
// the year that the fee comes from): what the tenth pass found stays so.
double build(const Setting& s, const State& initial, State& state, Ledger& ledger) {
  std::vector<Verdict> settled;
  const auto drawn_with = [&](double facility) {
    state = initial;
    state.settled = settled;
    for (std::size_t t = 0; t < s.construction_periods; ++t) advance(s, state, ledger, facility, t);
    return state.loans.drawn_usd;
  };
  double facility = 0, drawn = drawn_with(facility);
  double facility_before = 0, drawn_before = 0;
  for (int pass = 0; pass < 50; ++pass) {
    if (std::abs(drawn - facility) <= 1e-12 * drawn) break;
    double next = drawn;
    if (pass > 0 && facility != facility_before) {
      const double slope = (drawn - drawn_before) / (facility - facility_before);
      if (std::abs(slope) < 0.9) next = facility + (drawn - facility) / (1 - slope);
    }
    if (pass == 10) settled = state.found;
    facility_before = facility;
    drawn_before = drawn;
    facility = std::max(0.0, next);
    drawn = drawn_with(facility);
  }
  state.settled.clear();
  return drawn > 0 ? std::abs(drawn - facility) / drawn : 0;
}

DebtStatus debt_status(const Venture& venture, const State& state) {
  if (venture.drawn_usd == 0) return DebtStatus::none;
  if (owed(state.loans) <= 1e-9 * venture.peak_debt_usd) return DebtStatus::repaid;
  return state.in_default ? DebtStatus::in_default : DebtStatus::outstanding_at_end;
}

void write_cover(const Setting& s, const State& state, Venture& venture) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const Ledger& ledger = venture.ledger;
  std::vector<double> service(s.calendar.years(), 0.0);
  venture.cover.assign(s.calendar.years(), 0.0);
  double end_y = -1, present_value = 0, factor = 1;
  for (const auto& e : state.loans.entry) end_y = std::max(end_y, e.repayment_end_y);
  for (std::size_t t = s.construction_periods; t < ledger.periods; ++t) {
    const double cash = ledger.at(Line::cash_for_debt_service, t);
    const double scheduled = ledger.at(Line::scheduled_service, t);
    if (scheduled > 0) {
      service[s.year[t]] += scheduled;
      venture.cover[s.year[t]] += cash;
    }
    factor /= 1 + s.rate * s.calendar.length_y[t];
    if (s.calendar.mid_y(t) < end_y) present_value += cash * factor;
  }
  for (std::size_t y = 0; y < service.size(); ++y)
    venture.cover[y] = service[y] > 0 ? venture.cover[y] / service[y] : none;
  const std::size_t built = s.construction_periods;
  const double debt = built > 0 ? ledger.at(Line::debt_balance, built - 1) : 0;
  venture.loan_life_cover = debt > 0 ? present_value / debt : none;
}

void check_sizes(const Calendar& calendar, const Operations& o,
                 const std::vector<double>& capital_usd, std::span<const Tax* const> tax) {
  const std::size_t n = calendar.periods();
  LODE_CHECK(n > 0 && capital_usd.size() == n && tax.size() == n && o.ore_milled_t.size() == n);
  LODE_CHECK(o.contained_t.size() == o.price_usd_per_t.size());
  LODE_CHECK(o.commodity.empty() || o.commodity.size() == o.contained_t.size());
  LODE_CHECK(o.sold_t.size() == o.contained_t.size() &&
             o.sales_usd.size() == o.contained_t.size() &&
             o.quote_mass_t.size() == o.contained_t.size());
  for (std::size_t k = 0; k < o.contained_t.size(); ++k)
    LODE_CHECK(o.contained_t[k].size() == n && o.price_usd_per_t[k].size() == n &&
               o.sold_t[k].size() == n && o.sales_usd[k].size() == n);
  for (const Tax* one : tax)
    LODE_CHECK(one->pool.size() == tax[0]->pool.size() && one->rent.size() == tax[0]->rent.size());
}

}  // namespace

std::size_t production_year(const Timeline& timeline) {
  return static_cast<std::size_t>(std::max(0.0, std::floor(timeline.production_start_y + 1e-9)));
}

std::string_view name_of(DebtStatus status) {
  switch (status) {
    case DebtStatus::none:
      return "none";
    case DebtStatus::repaid:
      return "repaid";
    case DebtStatus::outstanding_at_end:
      return "outstanding_at_end";
    case DebtStatus::in_default:
      return "in_default";
  }
  LODE_CHECK(false);
  return {};
}

Venture venture_cash_flow(const Calendar& calendar, const Operations& operations,
                          const std::vector<double>& capital_usd, std::span<const Tax* const> tax,
                          const Financing& financing, const Macro& macro, const VentureTerms& terms,
                          const Timeline& timeline) {
  check_sizes(calendar, operations, capital_usd, tax);
  Venture venture;
  venture.index = make_index(macro, calendar);
  Ledger& ledger = venture.ledger = make_ledger(calendar.periods());
  const Business business = write_business(ledger, calendar, operations, capital_usd, tax,
                                           financing, venture.index, terms, timeline);
  const Setting s = make_setting(calendar, tax, financing, terms, timeline, venture.index, business,
                                 ledger, operations.ore_milled_t);
  State initial;
  initial.books = open_books(*tax[0], calendar.years());
  initial.found.assign(calendar.years(), {});
  initial.rent_balance.assign(tax[0]->rent.size(), 0.0);
  initial.loans = open_loan_book(terms.loan);
  initial.support_left = s.has_debt ? financing.support_cap_usd : kInfinity;
  State state = initial;
  venture.facility_residual = build(s, initial, state, ledger);
  for (std::size_t t = s.construction_periods; t < ledger.periods; ++t)
    advance(s, state, ledger, 0, t);

  venture.drawn_usd = state.loans.drawn_usd;
  venture.default_period = state.default_period;
  venture.unpaid_usd = std::max(0.0, -state.cash);
  const std::size_t last = state.default_period.value_or(ledger.periods - 1);
  for (std::size_t t = 0; t <= last; ++t)
    venture.peak_debt_usd = std::max(venture.peak_debt_usd, ledger.at(Line::debt_balance, t));
  venture.debt_status = debt_status(venture, state);
  write_cover(s, state, venture);
  return venture;
}

}  // namespace lode::finance

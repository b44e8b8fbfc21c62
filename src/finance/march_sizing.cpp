// Sculpted loans of the march: what their cash is worth, as assumed and as found; or, where they
// are committed, what a period's cash makes due.
#include "finance/march_passes.h"

namespace lode::finance {

void March::build_and_foresee() {
  for (int pass = 0; pass < 8; ++pass) {
    const double uses = s_.uses;
    build(most_drawn());
    if (!pools_late_) deduct_pools(m_.construction, m_.periods, 0);
    if (sculpted_) f_.built = s_;
    // Foresight gives the first march its start; what it does not see the later ones find.
    if (!sculpted_ || loans_ > 1 || search_ == Search::plain || f_.passes > 1) return;
    foresee();
    const bool reserved = !rules_.reserves_at_close || std::abs(s_.uses - uses) <= 1e-14 * uses;
    if (reserved && size_error() <= 1e-14) return;
  }
}

// A loan smaller than its cash carries has the same shape of service, at a higher cover.
void March::scale_services(double drawn) {
  for (Sculpture& c : f_.sculpture)
    c.scale = std::isinf(c.worth) ? 1 : c.worth > 0 ? drawn / c.worth : 0;
}

// The service of the period's own cash, instead of that of the last march.
void March::sculpt(std::size_t t, double cash) {
  double others = 0;
  for (std::size_t i = 0; mixed_ && i < loans_; ++i)
    if (!is_sculpted(m_.loan[i]))
      others += s_.loans.entry[i].interest + s_.loans.entry[i].principal;
  for (std::size_t i = 0; i < loans_; ++i) {
    if (!is_sculpted(m_.loan[i])) continue;
    Sculpture& c = f_.sculpture[i];
    c.factor *= m_.loan_discount[i * m_.periods + t];
    if (c.end_y < 0 && m_.calendar.mid_y(t) < repayment_start_y(i)) {
      // Interest paid in grace does not change what is owed.
      if (m_.loan[i].grace_interest == GraceInterest::paid) c.factor = 1;
      continue;
    }
    if (c.end_y < 0) c.end_y = m_.calendar.start_y[t] + m_.loan[i].term_y;
    if (m_.calendar.start_y[t] > c.end_y - 1e-9) continue;
    const double before = assumed_service(i, t);
    // Sculpted loans have what the cover leaves beside the others, each its part of it.
    c.cash[t] = std::max(0.0, cash) / m_.loan[i].cover;
    if (mixed_) c.cash[t] = std::max(0.0, c.cash[t] - others) / sculpted_share_;
    c.found += c.factor * c.cash[t];
    const double service = assumed_service(i, t);
    mismatch_ += std::abs(service - before);
    finance::sculpt(s_.loans, i, m_.loan[i], m_.calendar, t, service);
  }
}

// As make_schedule has it; of a loan that is not drawn, as if it were with the first capital.
double March::repayment_start_y(std::size_t i) const {
  const double drawn_y = s_.loans.first_draw_y;
  return std::max((drawn_y < 0 ? m_.calendar.end_y(m_.signing) : drawn_y) + m_.loan[i].grace_y,
                  m_.repayment_y);
}

bool March::is_in_term(std::size_t t) const {
  for (std::size_t i = 0; i < loans_; ++i) {
    const double end_y = f_.sculpture[i].end_y;
    if (is_sculpted(m_.loan[i]) && (end_y < 0 || m_.calendar.start_y[t] < end_y - 1e-9))
      return true;
  }
  return false;
}

double March::residual() const {
  if (!sculpted_) return build_residual_;
  double sum = size_error() * s_.uses + (rules_.reserve_y > 0 ? mismatch_ : 0);
  for (std::size_t i = 0; i < loans_; ++i)
    if (is_sculpted(m_.loan[i])) {
      const Sculpture& c = f_.sculpture[i];
      sum += std::isinf(c.worth) ? kInfinity : std::abs(c.found - c.worth);
    }
  return build_residual_ + sum / (cash_sum_ + 1e-300);
}

// What moves beside a loan's worth can lead secants astray: they have kFree passes, then each step
// goes part of the way.
void March::assume() {
  constexpr int kFree = 15;
  constexpr double kPart = 0.7;
  for (std::size_t i = 0; i < loans_; ++i) {
    Sculpture& c = f_.sculpture[i];
    if (!is_sculpted(m_.loan[i])) continue;
    if (std::isinf(c.worth))
      c.worth = c.found;
    else if (f_.passes > kFree && search_ == Search::quick)
      c.worth += kPart * (c.found - c.worth);
    else
      c.worth = std::max(0.0, c.search.next(c.worth, c.found, search_));
  }
}

// Where the marches will end if interest moves nothing but the income tax of one set of books:
// found at a tenth of their cost. In any other regime it is a start.
void March::foresee() {
  prepare_foresight();
  Sculpture& c = f_.sculpture[0];
  Repeat search;
  for (int pass = 0; pass < 20; ++pass) {
    const double found = foreseen(c.worth);
    if (std::abs(found - c.worth) <= 1e-14 * found) break;
    c.worth = std::isinf(c.worth) ? found : std::max(0.0, search.next(c.worth, found, search_));
  }
  c.search = {};
  c.search.slope = search.slope;
}

// All that does not depend on the loan's size.
void March::prepare_foresight() {
  const Loan& loan = m_.loan[0];
  const double start_y = repayment_start_y(0), guarantee = loan.guarantee_fee;
  Foresight& f = f_.foresight;
  double end_y = kInfinity;
  f.repaid_from = f.repaid_to = m_.periods;
  for (std::size_t t = m_.construction; t < m_.periods; ++t) {
    if (f.repaid_from == m_.periods && m_.calendar.mid_y(t) >= start_y) {
      f.repaid_from = t;
      end_y = m_.calendar.start_y[t] + loan.term_y;
    }
    if (m_.calendar.start_y[t] > end_y - 1e-9) {
      f.repaid_to = t;
      return;
    }
    const TaxPeriod& tax = m_.tax[t];
    const RingPeriod& ring = f_.ring[t];
    const double property = ring.property * tax.to_case, length = m_.calendar.length_y[t];
    Foresight::Period& p = f.period[t];
    p.income = (ring.income - ring.cost - ring.apart - property) * tax.local - ring.deduction;
    if (is_after_tax())
      p.cash = f_.base_cash[t] - property - f_.at(Line::given_income_tax, t) -
               f_.at(Line::vat_due_change, t) - f_.at(Line::working_capital_change, t) -
               f_.at(Line::closure_fund_change, t) + affiliates_fees(t) +
               (rules_.cash == SizingCash::before_capital ? f_.at(Line::capital, t) : 0);
    else
      p.cash = service_cash(t);
    if (is_after_tax() && !f_.maintenance_change.empty()) p.cash -= f_.maintenance_cover[t];
    p.interest = loan.rate_in(t) * length;
    p.cost = (loan.rate_in(t) + guarantee) * length * tax.local;
    p.discount = m_.loan_discount[t];
  }
}

double March::foreseen(double worth) {
  const Loan& loan = m_.loan[0];
  const Tax& law = tax(m_.construction);
  Foresight& f = f_.foresight;
  Sculpture& c = f_.sculpture[0];
  f.books.loss_local = s_.ring[0].books.loss_local;
  f.books.oldest_loss = s_.ring[0].books.oldest_loss;
  const bool after_tax = is_after_tax();
  const bool capitalised = loan.grace_interest == GraceInterest::capitalised;
  const double per_cover = 1 / loan.cover;
  double balance = gearing_for(s_.uses, std::min(worth, m_.opening.loans.commitment_usd)) * s_.uses;
  double found = 0, factor = 1, income = 0;
  const double scale = std::isinf(worth) ? 1 : worth > 0 ? balance / worth : 0;
  const std::size_t repaid_from = f.repaid_from, repaid_to = f.repaid_to;
  for (std::size_t t = m_.construction; t < repaid_to; ++t) {
    const Foresight::Period& p = f.period[t];
    const TaxPeriod& period = m_.tax[t];
    const double interest = balance * p.interest;
    double cash = p.cash;
    income += p.income - balance * p.cost;
    if (period.ends_year) {
      const double due = income_tax(f.books, law, period.year, income_rate(t), income).tax_local;
      if (after_tax) cash -= due * period.to_case;
      income = 0;
    }
    factor *= p.discount;
    if (t < repaid_from) {
      if (capitalised)
        balance += interest;
      else
        factor = 1;
      continue;
    }
    const double covered = std::max(0.0, cash) * per_cover;
    c.cash[t] = covered;
    found += factor * covered;
    balance += interest - scale * covered;
  }
  return found;
}

// All interest, and its share of the cash over its cover if that is more.
double March::committed_service(std::size_t i, const LoanBook& book, std::size_t t) const {
  const Loan& loan = m_.loan[i];
  const LoanBook::Entry& e = book.entry[i];
  const double length = m_.calendar.length_y[t];
  return std::max((e.balance + e.swept) * loan.rate_in(t) * length,
                  e.share * cash_per_y_ * length / loan.cover);
}

// The cash of the period is known: so is the service of committed loans.
void March::sculpt_committed(std::size_t t) {
  for (std::size_t i = 0; i < loans_; ++i)
    if (is_sculpted(m_.loan[i]))
      finance::sculpt(s_.loans, i, m_.loan[i], m_.calendar, t, committed_service(i, s_.loans, t));
}

}  // namespace lode::finance

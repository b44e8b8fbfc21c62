// Loans, reserves and distributions of a study's cash flow: a march from period to period, and what
// it must repeat.
#include <algorithm>
#include <cmath>

#include "finance/cash_flow_passes.h"

namespace lode::finance {
namespace {

bool is_sculpted(const Loan& loan) { return loan.repayment == Repayment::sculpted; }

// What cover ratios take, before debt.
double service_cash(const CashFlowModel& m, const CashFlow& f, std::size_t t) {
  switch (m.terms.debt.cash) {
    case SizingCash::operating:
      return f.at(CashLine::revenue, t) + f.at(CashLine::other_income, t) - operating_cost(f, t);
    case SizingCash::pre_tax:
      return f.at(CashLine::pretax_cash, t);
    case SizingCash::after_tax:
      break;
  }
  return f.at(CashLine::after_tax, t);
}

class March {
 public:
  March(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f, Search search)
      : m_(m), scenario_(scenario), f_(f), s_(f.state), terms_(m.terms.debt), search_(search) {
    for (const Loan& loan : m.loan) sculpted_ = sculpted_ || is_sculpted(loan);
  }

  void settle(int passes) {
    for (Sculpture& c : f_.sculpture) c.worth = kInfinity, c.search = {};
    for (f_.passes = 1;; ++f_.passes) {
      if (f_.passes == 1 || terms_.reserves_at_close || gearing_error() > 1e-14)
        build_and_foresee();
      else
        s_ = f_.built;
      scale_services(s_.loans.drawn_usd);
      f_.default_period.reset();
      f_.rising_debt.reset();
      for (Sculpture& c : f_.sculpture) c.found = 0, c.factor = 1, c.end_y = -1;
      if (sculpted_) schedule(m_.construction);
      std::size_t t = first_operated();
      mismatch_ = cash_sum_ = 0;
      for (; t < m_.periods && (!sculpted_ || is_in_term(t)); ++t) operate(t);
      f_.residual = residual();
      if (f_.residual <= 1e-13 || f_.passes >= passes) {
        for (; t < m_.periods; ++t) operate(t);
        break;
      }
      assume();
    }
    f_.drawn = s_.loans.drawn_usd;
    f_.uses = s_.uses;
    write_life_covers();
    write_status();
  }

 private:
  double built_y() const {
    return m_.construction > 0 ? m_.calendar.end_y(m_.construction - 1) : 0;
  }

  // Without loans construction is as any other period.
  std::size_t first_operated() const { return m_.loan.empty() ? 0 : m_.construction; }

  // How far what was drawn is from the size that the services have now.
  double gearing_error() const { return std::abs(gearing_for(s_.uses, most_drawn()) - s_.gearing); }

  void build_and_foresee() {
    for (int pass = 0; pass < 8; ++pass) {
      const double uses = s_.uses;
      build(most_drawn());
      for (std::size_t t = first_operated(); t < m_.periods; ++t)
        deduct_pools(m_, scenario_, f_, t, 0);
      if (sculpted_) f_.built = s_;
      if (!sculpted_ || m_.loan.size() > 1 || search_ == Search::plain) return;
      foresee();
      const bool reserved = !terms_.reserves_at_close || std::abs(s_.uses - uses) <= 1e-14 * uses;
      if (reserved && gearing_error() <= 1e-14) return;
    }
  }

  // --- sculpted loans: what their cash is worth, as assumed and as found ---

  // A loan smaller than its cash carries has the same shape of service, at a higher cover.
  void scale_services(double drawn) {
    for (Sculpture& c : f_.sculpture)
      c.scale = std::isinf(c.worth) ? 1 : c.worth > 0 ? drawn / c.worth : 0;
  }

  double assumed_service(std::size_t i, std::size_t t) const {
    const Sculpture& c = f_.sculpture[i];
    return c.scale * s_.loans.entry[i].share * c.cash[t];
  }

  // The service of the period's own cash, instead of that of the last march.
  void sculpt(std::size_t t, double cash) {
    for (std::size_t i = 0; i < m_.loan.size(); ++i) {
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
      c.cash[t] = std::max(0.0, cash) / m_.loan[i].cover;
      c.found += c.factor * c.cash[t];
      const double service = assumed_service(i, t);
      mismatch_ += std::abs(service - before);
      finance::sculpt(s_.loans, i, m_.loan[i], m_.calendar, t, service);
    }
  }

  // As make_schedule has it; of a loan that is not drawn, as if it were with the first capital.
  double repayment_start_y(std::size_t i) const {
    const double drawn_y = s_.loans.first_draw_y;
    return std::max(
        (drawn_y < 0 ? m_.calendar.end_y(m_.first_capital) : drawn_y) + m_.loan[i].grace_y,
        built_y());
  }

  bool is_in_term(std::size_t t) const {
    for (std::size_t i = 0; i < m_.loan.size(); ++i) {
      const double end_y = f_.sculpture[i].end_y;
      if (is_sculpted(m_.loan[i]) && (end_y < 0 || m_.calendar.start_y[t] < end_y - 1e-9))
        return true;
    }
    return false;
  }

  double residual() const {
    if (!sculpted_) return build_residual_;
    double sum = gearing_error() * s_.uses + (terms_.reserve_y > 0 ? mismatch_ : 0);
    for (std::size_t i = 0; i < m_.loan.size(); ++i)
      if (is_sculpted(m_.loan[i])) {
        const Sculpture& c = f_.sculpture[i];
        sum += std::isinf(c.worth) ? kInfinity : std::abs(c.found - c.worth);
      }
    return build_residual_ + sum / (cash_sum_ + 1e-300);
  }

  void assume() {
    for (std::size_t i = 0; i < m_.loan.size(); ++i) {
      Sculpture& c = f_.sculpture[i];
      if (!is_sculpted(m_.loan[i])) continue;
      c.worth =
          std::isinf(c.worth) ? c.found : std::max(0.0, c.search.next(c.worth, c.found, search_));
    }
  }

  // Where the marches will end if interest moves nothing but the income tax of one set of books:
  // found at a tenth of their cost. In any other regime it is a start.
  void foresee() {
    Foresight& f = f_.foresight;
    for (std::size_t t = m_.construction; t < m_.periods; ++t) {
      const double property = f_.ring_property[t] * m_.to_case[t];
      f.income[t] =
          (f_.ring_income[t] - f_.ring_cost[t] - property) * m_.local[t] - f_.ring_deduction[t];
      f.cash[t] = terms_.cash != SizingCash::after_tax
                      ? service_cash(m_, f_, t)
                      : f_.base_cash[t] - property - f_.at(CashLine::given_income_tax, t) -
                            f_.at(CashLine::vat_due_change, t) -
                            f_.at(CashLine::closure_fund_change, t);
    }
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

  double foreseen(double worth) {
    const Loan& loan = m_.loan[0];
    const Tax& tax = m_.terms.fiscal.tax;
    Foresight& f = f_.foresight;
    Sculpture& c = f_.sculpture[0];
    f.books.loss_local = s_.books[0].loss_local;
    f.books.oldest_loss = s_.books[0].oldest_loss;
    const bool after_tax = terms_.cash == SizingCash::after_tax;
    const double guarantee = terms_.loan[0].guarantee_fee, per_cover = 1 / loan.cover;
    const double most = std::min(worth, m_.opening.loans.commitment_usd);
    double balance = gearing_for(s_.uses, most) * s_.uses;
    double found = 0, factor = 1, end_y = -1, income = 0;
    const double scale = std::isinf(worth) ? 1 : worth > 0 ? balance / worth : 0;
    const double start_y = repayment_start_y(0);
    for (std::size_t t = m_.construction; t < m_.periods; ++t) {
      const double length = m_.calendar.length_y[t], interest = balance * loan.rate * length;
      double cash = f.cash[t];
      income += f.income[t] - (interest + guarantee * balance * length) * m_.local[t];
      if (m_.ends_year[t]) {
        const double due = income_tax(f.books, tax, m_.tax_year[t], income).tax_local;
        if (after_tax) cash -= due * m_.to_case[t];
        income = 0;
      }
      cash = std::max(0.0, cash) * per_cover;
      factor *= m_.loan_discount[t];
      if (end_y < 0 && m_.calendar.mid_y(t) < start_y) {
        if (loan.grace_interest == GraceInterest::capitalised)
          balance += interest;
        else
          factor = 1;
        continue;
      }
      if (end_y < 0) end_y = m_.calendar.start_y[t] + loan.term_y;
      if (m_.calendar.start_y[t] > end_y - 1e-9) break;
      c.cash[t] = cash;
      found += factor * cash;
      balance += interest - scale * cash;
    }
    return found;
  }

  // --- construction ---

  double most_drawn() const {
    double most = m_.opening.loans.commitment_usd;
    for (const Sculpture& c : f_.sculpture) most = std::min(most, c.worth);
    return most;
  }

  double gearing_for(double uses, double most) const {
    return uses > 0 ? std::min(terms_.share, most / uses) : most > 0 ? terms_.share : 0;
  }

  // Construction, until its uses are those that the draws were reckoned from.
  void build(double most) {
    if (m_.loan.empty()) {
      s_ = m_.opening;
      return;
    }
    const bool fees = m_.upfront + m_.commitment + m_.exposure_at_signing > 0;
    double uses = m_.uses;
    Repeat search;
    for (int pass = 1;; ++pass) {
      s_ = m_.opening;
      s_.gearing = gearing_for(uses, most);
      s_.expected = m_.given_draws > 0 ? m_.given_draws : s_.gearing * uses;
      scale_services(s_.expected);
      build_residual_ = 0;
      for (std::size_t t = 0; t < m_.construction; ++t) build_period(t);
      const bool follows =
          fees || terms_.reserves_at_close || gearing_for(s_.uses, most) != s_.gearing;
      if (follows && uses > 0) build_residual_ += std::abs(s_.uses - uses) / uses;
      if (build_residual_ <= 1e-14 || pass >= 50) return;
      uses = std::max(0.0, search.next(uses, s_.uses, search_));
    }
  }

  // Fees of the period's draw and reserves funded at close are part of the need that is drawn for.
  void build_period(std::size_t t) {
    const bool closes = t + 1 == m_.construction && terms_.reserves_at_close;
    const bool circular = closes || m_.exposure > 0;
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
  void construct(std::size_t t, double& exposure, double& reserves, bool closes) {
    CashFlow& f = f_;
    const double interest = scheduled_interest(s_.loans), added = capitalised(s_.loans);
    const bool open = t >= m_.first_capital && s_.gearing > 0;
    const double commitment_fee = open ? m_.commitment * m_.calendar.length_y[t] *
                                             std::max(0.0, s_.expected - s_.loans.drawn_usd)
                                       : 0;
    const bool first = open && s_.loans.first_draw_y < 0;
    const double upfront = first ? m_.upfront * s_.expected : 0;
    const double at_signing = first ? m_.exposure_at_signing * s_.expected : 0;
    const double fees = commitment_fee + upfront + at_signing;
    const double guarantee = guarantee_fee(t);
    pay_taxes_of_construction(t, interest + added + fees + exposure + guarantee);
    const double need =
        interest + fees + guarantee + reserves - f.at(CashLine::after_tax, t) - s_.earned - s_.cash;
    double drawn = 0;
    if (s_.gearing > 0 && m_.given_draws > 0)
      drawn = given_draw(t);
    else if (open && need > 0)
      drawn = s_.gearing * need / (1 - s_.gearing * m_.exposure);
    exposure = m_.exposure * drawn;
    s_.uses += std::max(0.0, need + exposure);
    pay_service(t, interest);
    f.at(CashLine::capitalised_interest, t) = added;
    draw(s_.loans, drawn, m_.calendar.end_y(t));
    const double left = drawn - need - exposure, before = s_.cash;
    s_.cash = std::max(0.0, left);
    const double equity = std::max(0.0, -left);
    s_.equity += equity;
    for (const CashLine line : {CashLine::scheduled_service, CashLine::cash_for_debt_service,
                                CashLine::sweep, CashLine::distribution})
      f.at(line, t) = 0;
    f.at(CashLine::draw, t) = drawn;
    f.at(CashLine::upfront_fee, t) = upfront;
    f.at(CashLine::commitment_fee, t) = commitment_fee;
    f.at(CashLine::exposure_fee, t) = at_signing + exposure;
    f.at(CashLine::guarantee_fee, t) = guarantee;
    f.at(CashLine::equity, t) = equity;
    f.at(CashLine::cash_change, t) = s_.cash - before;
    f.at(CashLine::reserve_change, t) = reserves;
    schedule(t + 1);
    if (closes) {
      const double service = wanted_reserve(t), operating = wanted_operating_reserve(t);
      const double wanted = service + operating;
      s_.reserve = wanted > 0 ? reserves * service / wanted : 0;
      s_.operating_reserve = wanted > 0 ? reserves * operating / wanted : 0;
      reserves = wanted;
    }
    note_balances(t);
  }

  void pay_taxes_of_construction(std::size_t t, double finance) {
    const ConstructionFinance how = terms_.construction_finance;
    const bool pooled = how == ConstructionFinance::pooled && !m_.terms.fiscal.tax.pool.empty();
    deduct_pools(m_, scenario_, f_, t, pooled ? finance : 0);
    tax_period(m_, f_, t, how == ConstructionFinance::deducted ? finance : 0);
  }

  double guarantee_fee(std::size_t t) const {
    double fee = 0;
    for (std::size_t i = 0; i < m_.loan.size(); ++i)
      fee += terms_.loan[i].guarantee_fee * s_.loans.entry[i].balance;
    return fee * m_.calendar.length_y[t];
  }

  double given_draw(std::size_t t) const {
    double sum = 0;
    for (const CashLoan& loan : terms_.loan) sum += loan.draw.at(t) * m_.index[t];
    return sum;
  }

  // --- operation ---

  void operate(std::size_t t) {
    CashFlow& f = f_;
    const LoanBook::Entry& all = s_.loans.all;
    const double guarantee = guarantee_fee(t);
    tax_period(m_, f, t, all.interest + all.arrears_interest + all.capitalised + guarantee);
    f.at(CashLine::guarantee_fee, t) = guarantee;
    const double cash = service_cash(m_, f, t);
    if (sculpted_) {
      cash_sum_ += std::abs(cash);
      sculpt(t, cash);
    }
    for (const CashLine line :
         {CashLine::draw, CashLine::upfront_fee, CashLine::commitment_fee, CashLine::exposure_fee})
      f.at(line, t) = 0;
    if (is_idle()) return hand_out(t, cash);
    const double cash_before = s_.cash, reserves_before = s_.reserve + s_.operating_reserve;
    s_.cash += f.at(CashLine::after_tax, t) + s_.earned - guarantee;
    const double scheduled = scheduled_service(s_.loans);
    f.at(CashLine::scheduled_service, t) = scheduled;
    f.at(CashLine::cash_for_debt_service, t) = cash;
    f.debt_cover[t] = scheduled > 0 ? cash / scheduled : std::nan("");
    serve(t);
    schedule(t + 1);
    fill_reserves(t);
    double swept = 0;
    if (terms_.sweep > 0 && s_.cash > 0) {
      swept = sweep(s_.loans, terms_.sweep * s_.cash);
      s_.cash -= swept;
      schedule(t + 1);
      fill_reserves(t);
    }
    f.at(CashLine::sweep, t) = swept;
    f.at(CashLine::principal, t) += swept;
    const bool owing = owed(s_.loans) > 0;
    const bool locked = f.debt_cover[t] < terms_.lock_up && t + 1 < m_.periods && owing;
    const double distribution = locked || (s_.called && owing) ? 0 : std::max(0.0, s_.cash);
    s_.cash -= distribution;
    s_.equity += f.at(CashLine::equity, t);
    f.at(CashLine::distribution, t) = distribution;
    f.at(CashLine::cash_change, t) = s_.cash - cash_before;
    f.at(CashLine::reserve_change, t) = s_.reserve + s_.operating_reserve - reserves_before;
    note_balances(t);
  }

  // Nothing is owed or held, and nothing has to be.
  bool is_idle() const {
    return s_.loans.all.balance == 0 && arrears(s_.loans) == 0 && s_.cash == 0 && s_.reserve == 0 &&
           s_.operating_reserve == 0 && terms_.operating_reserve_y == 0;
  }

  void hand_out(std::size_t t, double cash) {
    CashFlow& f = f_;
    for (const CashLine line :
         {CashLine::scheduled_service, CashLine::interest, CashLine::capitalised_interest,
          CashLine::principal, CashLine::sweep, CashLine::interest_withholding, CashLine::arrears,
          CashLine::debt_balance, CashLine::reserve_interest, CashLine::reserve_balance,
          CashLine::operating_reserve_balance, CashLine::reserve_change, CashLine::cash_change})
      f.at(line, t) = 0;
    const double left = f.at(CashLine::after_tax, t);
    f.at(CashLine::cash_for_debt_service, t) = cash;
    f.at(CashLine::equity, t) = std::max(0.0, -left);
    f.at(CashLine::distribution, t) = std::max(0.0, left);
    f.debt_cover[t] = std::nan("");
    s_.equity += f.at(CashLine::equity, t);
    s_.in_arrears = 0;
  }

  // Bills are the holders'; debt service is paid from cash, then the reserves, then the holders'
  // support up to its cap.
  void serve(std::size_t t) {
    CashFlow& f = f_;
    const double service = due(s_.loans);
    const bool all = s_.called || t + 1 == m_.periods;
    double lacking = std::max(0.0, service - std::max(0.0, s_.cash));
    const auto take = [&](double& reserve) {
      const double taken = all ? reserve : std::min(lacking, reserve);
      lacking -= std::min(lacking, taken);
      reserve -= taken;
      s_.cash += taken;
    };
    take(s_.operating_reserve);
    take(s_.reserve);
    const double bills = std::max(0.0, -s_.cash);
    const double support = std::min(lacking, s_.support_left);
    s_.support_left -= support;
    s_.cash += bills + support;
    f.at(CashLine::equity, t) = bills + support;
    const double added = capitalised(s_.loans);
    f.at(CashLine::capitalised_interest, t) = added;
    if (sculpted_ && added > 0 && !f.rising_debt) note_rising_debt(t);
    pay_service(t, std::max(0.0, s_.cash));
    s_.cash -= f.at(CashLine::interest, t) + f.at(CashLine::principal, t);
    if (std::abs(s_.cash) < 1e-12 * service) s_.cash = 0;
    s_.in_arrears = arrears(s_.loans) > 1e-9 * s_.loans.drawn_usd ? s_.in_arrears + 1 : 0;
    if (s_.in_arrears >= terms_.arrears_until_default && !s_.called) {
      s_.called = true;
      f.default_period = t;
    }
  }

  void note_rising_debt(std::size_t t) {
    for (std::size_t i = 0; i < m_.loan.size(); ++i) {
      const auto& e = s_.loans.entry[i];
      if (is_sculpted(m_.loan[i]) && e.repayment_end_y >= 0 && e.capitalised > 0)
        f_.rising_debt = t;
    }
  }

  // Fills the reserves out of cash, in this order; a reserve that is too full gives back.
  void fill_reserves(std::size_t t) {
    const auto fill = [&](double& held, double wanted) {
      if (terms_.reserves_supported && wanted - held > s_.cash) {
        f_.at(CashLine::equity, t) += wanted - held - s_.cash;
        s_.cash = wanted - held;
      }
      const double change = std::min(wanted - held, std::max(0.0, s_.cash));
      held += change;
      s_.cash -= change;
    };
    fill(s_.reserve, s_.called ? 0 : wanted_reserve(t));
    fill(s_.operating_reserve, s_.called ? 0 : wanted_operating_reserve(t));
  }

  // --- both ---

  // What falls due in period t; of a sculpted loan, as the cash of the last march has it.
  void schedule(std::size_t t) {
    if (t >= m_.periods || m_.loan.empty()) return;
    for (std::size_t i = 0; i < m_.loan.size() && sculpted_; ++i)
      s_.loans.entry[i].service = assumed_service(i, t);
    make_schedule(s_.loans, m_.loan, m_.calendar, t, built_y());
  }

  void pay_service(std::size_t t, double cash) {
    if (m_.loan.empty()) {
      f_.at(CashLine::interest, t) = f_.at(CashLine::principal, t) = 0;
      f_.at(CashLine::interest_withholding, t) = 0;
      return;
    }
    const Payment paid = pay(s_.loans, m_.loan, cash, s_.called || t + 1 == m_.periods);
    f_.at(CashLine::interest, t) = paid.interest;
    f_.at(CashLine::principal, t) = paid.principal;
    f_.at(CashLine::interest_withholding, t) = m_.terms.fiscal.interest_withholding * paid.interest;
  }

  double wanted_reserve(std::size_t t) const {
    if (terms_.reserve_y == 0 || t + 1 >= m_.periods) return 0;
    return terms_.reserve_y * scheduled_service(s_.loans) / m_.calendar.length_y[t + 1];
  }

  double wanted_operating_reserve(std::size_t t) const {
    if (terms_.operating_reserve_y == 0 || t + 1 >= m_.periods) return 0;
    return terms_.operating_reserve_y * operating_cost(f_, t + 1) / m_.calendar.length_y[t + 1];
  }

  void note_balances(std::size_t t) {
    CashFlow& f = f_;
    f.at(CashLine::reserve_interest, t) = s_.earned;
    f.at(CashLine::reserve_balance, t) = s_.reserve;
    f.at(CashLine::operating_reserve_balance, t) = s_.operating_reserve;
    f.at(CashLine::arrears, t) = arrears(s_.loans);
    f.at(CashLine::debt_balance, t) = owed(s_.loans);
    s_.earned = terms_.reserve_rate == 0 || t + 1 == m_.periods
                    ? 0
                    : terms_.reserve_rate * m_.calendar.length_y[t + 1] *
                          (s_.reserve + s_.operating_reserve);
  }

  void write_life_covers() {
    if (m_.loan.empty()) return;
    double end_y = 0, loan_life = 0, project_life = 0;
    for (const auto& e : s_.loans.entry) end_y = std::max(end_y, e.repayment_end_y);
    for (std::size_t t = m_.periods; t-- > m_.construction && t > 0;) {
      const double cash = service_cash(m_, f_, t), factor = m_.mean_discount[t];
      project_life = factor * (project_life + cash);
      loan_life = m_.calendar.mid_y(t) < end_y ? factor * (loan_life + cash) : 0;
      const double opening = f_.at(CashLine::debt_balance, t - 1);
      if (opening <= 1e-9 * f_.drawn) continue;
      f_.loan_life_cover[t] = loan_life / opening;
      f_.project_life_cover[t] = project_life / opening;
    }
  }

  void write_status() {
    bool worthless = sculpted_;
    for (std::size_t i = 0; i < m_.loan.size(); ++i)
      if (is_sculpted(m_.loan[i]) && f_.sculpture[i].worth > 0) worthless = false;
    if (worthless)
      f_.debt = CashDebt::no_debt_meets_cover;
    else if (f_.drawn == 0)
      f_.debt = CashDebt::none;
    else if (owed(s_.loans) <= 1e-9 * f_.drawn)
      f_.debt = CashDebt::repaid;
    else
      f_.debt = s_.called ? CashDebt::in_default : CashDebt::outstanding_at_end;
  }

  const CashFlowModel& m_;
  const CashScenario& scenario_;
  CashFlow& f_;
  CashState& s_;
  const DebtTerms& terms_;
  Search search_;
  bool sculpted_ = false;
  double build_residual_ = 0;
  double mismatch_ = 0, cash_sum_ = 0;  // of service assumed and found; of cash, absolute
};

}  // namespace

void settle(const CashFlowModel& model, const CashScenario& scenario, CashFlow& flow, int passes,
            Search search) {
  March(model, scenario, flow, search).settle(passes);
}

}  // namespace lode::finance

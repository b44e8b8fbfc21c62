// The march of a study's cash flow from period to period: its loans, reserves and distributions;
// finance/cash_flow.h says in what order. Private to the cash_flow_*.cpp that define it:
// construction, operation, sizing of sculpted loans, and in cash_flow_debt.cpp what is repeated.
#pragma once

#include <algorithm>
#include <cmath>

#include "finance/cash_flow_passes.h"

namespace lode::finance {

inline bool is_sculpted(const Loan& loan) { return loan.repayment == Repayment::sculpted; }

// What cover ratios take, before debt.
inline double service_cash(const CashFlowModel& m, const CashFlow& f, std::size_t t) {
  const double put_by = m.maintenance.empty() ? 0 : f.maintenance_cover[t];
  switch (m.terms.debt.cash) {
    case SizingCash::operating:
      return f.at(Line::revenue, t) + f.at(Line::other_income, t) - operating_cost(f, t) - put_by;
    case SizingCash::pre_tax:
      return f.at(Line::pretax_cash, t) - put_by;
    case SizingCash::after_tax:
      break;
  }
  return f.at(Line::after_tax, t) - put_by;
}

class March {
 public:
  March(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f, Search search)
      : m_(m),
        scenario_(scenario),
        f_(f),
        s_(f.state),
        terms_(m.terms.debt),
        search_(search),
        loans_(m.loan.size()),
        built_y_(m.construction > 0 ? m.calendar.end_y(m.construction - 1) : 0) {
    double others = 0;
    for (std::size_t i = 0; i < loans_; ++i) {
      const bool is = is_sculpted(m.loan[i]);
      sculpted_ = sculpted_ || is;
      guaranteed_ = guaranteed_ || m.loan[i].guarantee_fee > 0;
      if (!is) others += m.opening.loans.entry[i].share;
    }
    sculpted_share_ = 1 - others;
    stands_ = m.opening.loans.opening_usd > 0;
    mixed_ = sculpted_ && (others > 0 || stands_);
  }

  void settle(int passes);

 private:
  // Without loans construction is as any other period.
  std::size_t first_operated() const { return m_.loan.empty() ? 0 : m_.construction; }

  // --- sculpted loans: what their cash is worth, as assumed and as found ---

  void build_and_foresee();
  void scale_services(double drawn);
  double assumed_service(std::size_t i, std::size_t t) const {
    const Sculpture& c = f_.sculpture[i];
    return c.scale * s_.loans.entry[i].share * c.cash[t];
  }
  void sculpt(std::size_t t, double cash);
  double repayment_start_y(std::size_t i) const;
  bool is_in_term(std::size_t t) const;
  double residual() const;
  void assume();
  void foresee();
  void prepare_foresight();
  double foreseen(double worth);

  // --- construction ---

  double most_drawn() const {
    double most = m_.opening.loans.commitment_usd;
    for (const Sculpture& c : f_.sculpture) most = std::min(most, c.worth);
    return most;
  }
  double gearing_for(double uses, double most) const {
    return uses > 0 ? std::min(terms_.share, most / uses) : most > 0 ? terms_.share : 0;
  }
  // How far what was drawn is from the size that the services have now.
  double gearing_error() const { return std::abs(gearing_for(s_.uses, most_drawn()) - s_.gearing); }
  void build(double most);
  void build_period(std::size_t t);
  void construct(std::size_t t, double& exposure, double& reserves, bool closes);
  void pay_taxes_of_construction(std::size_t t, double finance);
  double commitment_fee_of(std::size_t t) const;
  void note_draws(std::size_t t, double drawn, bool first, bool open);
  double given_draw(std::size_t t, double& exposure) const;

  // --- operation ---

  void operate(std::size_t t);
  // Nothing is owed or held, and nothing has to be.
  bool is_idle() const {
    return s_.loans.all.balance == 0 && arrears(s_.loans) == 0 && s_.cash == 0 && s_.reserve == 0 &&
           s_.operating_reserve == 0 && terms_.operating_reserve_y == 0 && m_.maintenance.empty();
  }
  void hand_out(std::size_t t);
  void serve(std::size_t t);
  void note_rising_debt(std::size_t t);
  void fill_reserves(std::size_t t);

  // --- both ---

  void schedule(std::size_t t);
  void pay_service(std::size_t t, double cash);
  double guarantee_fee(std::size_t t) const {
    double fee = 0;
    for (std::size_t i = 0; guaranteed_ && i < loans_; ++i)
      fee += m_.loan[i].guarantee_fee * s_.loans.entry[i].balance;
    return fee * m_.calendar.length_y[t];
  }
  double wanted_reserve(std::size_t t);
  double wanted_operating_reserve(std::size_t t) const;
  void note_balances(std::size_t t);
  void put_by_for_maintenance();
  void open_loan_lines(std::size_t t);
  void close_loan_lines(std::size_t t);
  double mean_discount(std::size_t t) const;
  void finish(std::size_t t);
  void write_life_covers();
  void write_status();

  const CashFlowModel& m_;
  const CashScenario& scenario_;
  CashFlow& f_;
  CashState& s_;
  const DebtTerms& terms_;
  Search search_;
  std::size_t loans_;
  double built_y_;             // when construction ends
  double sculpted_share_ = 1;  // of every draw; mixed_: there are other loans beside
  bool sculpted_ = false, mixed_ = false, guaranteed_ = false;
  bool stands_ = false;  // some loan is owed at the start
  double build_residual_ = 0;
  double mismatch_ = 0, cash_sum_ = 0;  // of service assumed and found; of cash, absolute
};

}  // namespace lode::finance

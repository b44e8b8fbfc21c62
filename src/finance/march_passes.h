// The march of march.h; private to the march_*.cpp that define it: taxes, construction, operation,
// sizing of sculpted loans, and in march.cpp what is repeated.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "finance/march.h"

namespace lode::finance {

// By the cash of this march: one that was signed has its instalments.
inline bool is_sculpted(const Loan& loan) {
  return loan.repayment == Repayment::sculpted && loan.instalment.empty();
}

// What is taxed, over the rings: of the period; of the tax year where it ends.
struct Assessed {
  double property = 0;
  double taxable = 0, loss_used = 0, year_deducted = 0, year_tax = 0, profitability = 0;
  double minimum = 0, refund = 0, carried_back = 0;
};

class March {
 public:
  March(const MarchModel& m, std::span<const Tax* const> taxes, FinancedLedger& f, double capital,
        Search search);
  void settle(int passes);

 private:
  const Tax& tax(std::size_t t) const { return *taxes_[taxes_.size() == 1 ? 0 : t]; }
  RingPeriod& ring(std::size_t r, std::size_t t) { return f_.ring[r * m_.periods + t]; }
  double service_cash(std::size_t t) const;
  bool is_after_tax() const {
    return rules_.cash == SizingCash::after_tax || rules_.cash == SizingCash::before_capital;
  }

  // --- taxes ---

  // Of the periods [from, to): capital, and what financing costs of each is `pooled`, into the
  // pools; the deductions out of them.
  void deduct_pools(std::size_t from, std::size_t to, double pooled);
  void put_into_pools(std::size_t r, std::size_t t, double pooled);
  // Fills property tax .. after_tax of one period and the tax memo, after deduct_pools. fees:
  // deductible, beyond the limits on interest.
  void pay_taxes(std::size_t t, double interest, double fees);
  double deductible_interest(std::size_t t, double interest);
  void charge(std::size_t r, std::size_t t, double interest, double fees, Assessed& sum);
  double settle_extraction(std::size_t r, std::size_t t);
  // profit_share: adds what production sharing leaves the venture beyond cost.
  double rent_taxes(std::size_t t, RentBase base, double cash, const Assessed& assessed,
                    double& profit_share);
  double profit_taxes(std::size_t t, double interest, double profit_share, double& deducted);
  // Taxes on rent before income tax and second taxes on profit.
  struct Before {
    double rent = 0, second = 0;
  };
  Before taxes_before_income(std::size_t t, double interest, double cash, const Assessed& a);
  double depreciation_for(std::size_t k, std::size_t t);
  void amend(std::size_t r, std::size_t t, TaxYear year, double rate, Assessed& sum);
  void take_credit(std::size_t t, Assessed& a);
  double income_rate(std::size_t t) const {
    return m_.tax[t].rate >= 0 ? m_.tax[t].rate : tax(t).income_rate;
  }
  double free_up_to(std::size_t r, std::size_t t) const;
  void close_tax_year(std::size_t r, std::size_t t, Assessed& sum);
  // pre_production: what was not deducted, and the fees of a draw, into the pools for later.
  void pool_late(std::size_t t, double draw_fees);
  Verdict* verdict(std::size_t r, std::size_t t);

  // --- sculpted loans sized by cover: what their cash is worth, as assumed and as found ---

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

  // --- sculpted loans that are committed ---

  // As if cash came at the last period's rate.
  double committed_service(std::size_t i, const LoanBook& book, std::size_t t) const;
  void sculpt_committed(std::size_t t);

  // --- construction ---

  double most_drawn() const {
    double most = std::min(m_.opening.loans.commitment_usd, m_.limit_usd);
    for (const Sculpture& c : f_.sculpture) most = std::min(most, c.worth);
    return most;
  }
  double gearing_for(double uses, double most) const {
    return uses > 0 ? std::min(rules_.share, most / uses) : most > 0 ? rules_.share : 0;
  }
  // How far what was drawn is from the size that the services have now, over uses.
  double size_error() const {
    const double most = most_drawn(), drawn = s_.loans.drawn_usd;
    if (even_) return std::abs(gearing_for(s_.uses, most) - s_.gearing);
    if (drawn >= most_ * (1 - 1e-12)) return std::abs(most - most_) / s_.uses;
    return std::max(0.0, drawn - most) / (s_.uses + 1e-300);
  }
  void build(double most);
  void build_period(std::size_t t);
  void construct(std::size_t t, double& exposure, double& reserves, bool closes);
  void note_no_operation(std::size_t t);
  void fund_reserves_at_close(std::size_t t, double& reserves);
  void pay_taxes_of_construction(std::size_t t, double interest, double running_fees, double all);
  double commitment_fee_of(std::size_t t) const;
  void note_draws(std::size_t t, double drawn, bool first, bool open);
  double given_draw(std::size_t t, double& exposure) const;

  // --- operation ---

  void operate(std::size_t t);
  // Nothing is owed or held, and nothing has to be.
  bool is_idle() const {
    return s_.loans.all.balance == 0 && arrears(s_.loans) == 0 && s_.cash == 0 && s_.reserve == 0 &&
           s_.operating_reserve == 0 && rules_.operating_reserve_y == 0 &&
           f_.maintenance_change.empty() && !owes_claims();
  }
  void hand_out(std::size_t t, double service_cash);
  void serve(std::size_t t);
  // What is lacking from the reserves, then support; returns the support. Once loans are called in
  // the reserves give all they hold.
  double meet_shortage(std::size_t t, double lacking);
  void pay_lenders(std::size_t t);
  bool calls_all(std::size_t t) const { return s_.called || t + 1 == m_.periods; }
  void watch_arrears(std::size_t t);
  void note_rising_debt(std::size_t t);
  void look_ahead(std::size_t t);
  void fill_reserves(std::size_t t);

  // --- payments by rank ---

  using Claims = std::array<double, kClaims>;
  double affiliates_fees(std::size_t t) const {
    if (!by_rank_) return 0;
    return f_.at(Line::management, t) + (m_.marketer_is_affiliate ? f_.at(Line::marketing, t) : 0);
  }
  Claims claims_due(std::size_t t, double guarantee);
  void grow_claims(std::size_t t);
  void pay_claim(std::size_t t, const PaymentRank& rank, double due);
  void pay_standing_claims(std::size_t t);
  void pass_on_closure(std::size_t t);
  void pay_by_rank(std::size_t t, double guarantee);
  bool owes_claims() const {
    return std::any_of(s_.unpaid.begin(), s_.unpaid.end(), [](double owed) { return owed > 0; });
  }

  // --- the venture stops ---

  void watch_for_stop(std::size_t t);
  double standing_above_lenders() const;
  double cash_of_last_year(std::size_t t) const;
  double held(Line change, std::size_t t) const;
  double worth_of_going_on(std::size_t t) const;
  double worth_of_closing(std::size_t t) const;
  void restructure(std::size_t t);
  void close(std::size_t t);
  bool is_shut(std::size_t t) const { return f_.closed_after && t > *f_.closed_after; }

  // --- both ---

  void schedule(std::size_t t);
  void pay_service(std::size_t t, double cash);
  double lent() const { return s_.loans.opening_usd + s_.loans.drawn_usd; }  // so far
  double guarantee_fee(std::size_t t) const {
    double fee = 0;
    for (std::size_t i = 0; guaranteed_ && i < loans_; ++i)
      fee += m_.loan[i].guarantee_fee * s_.loans.entry[i].balance;
    return fee * m_.calendar.length_y[t];
  }
  double wanted_reserve(std::size_t t);
  double wanted_operating_reserve(std::size_t t) const;
  void note_balances(std::size_t t);
  void open_loan_lines(std::size_t t);
  void close_loan_lines(std::size_t t);
  double mean_discount(std::size_t t) const;
  void finish(std::size_t t);
  void write_life_covers();
  void write_status();

  const MarchModel& m_;
  std::span<const Tax* const> taxes_;
  FinancedLedger& f_;
  MarchState& s_;
  const FinancingRules& rules_;
  double capital_;
  Search search_;
  std::size_t loans_;
  double sculpted_share_ = 1;  // of every draw; mixed_: there are other loans beside
  double cash_per_y_ = 0;      // for debt service, of the last period
  bool sculpted_ = false;      // some loan, sized by its cover
  bool committed_ = false;     // some sculpted loan is committed
  bool mixed_ = false, guaranteed_ = false;
  bool stands_ = false;          // some loan is owed at the start
  std::size_t closed_ = 0;       // from this period on
  bool stops_ = false;           // where it cannot pay
  bool by_rank_;                 // payments
  bool even_;                    // draws
  bool pools_late_;              // what is spent before production, and fees of draws
  bool profit_decides_ = false;  // of the year: relief from the income tax or extraction tax
  double most_ = kInfinity;      // that construction may draw
  double build_residual_ = 0;
  double mismatch_ = 0, cash_sum_ = 0;  // of service assumed and found; of cash, absolute
};

}  // namespace lode::finance

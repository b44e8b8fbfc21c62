// What each holder of the venture, the state and the lenders get.
#include <algorithm>

#include "finance/cash_flow_passes.h"
#include "finance/participation.h"

namespace lode::finance {
namespace {

// The holders of one period after another: stakes move by options and by dilution.
class Holders {
 public:
  Holders(const CashFlowModel& m, CashFlow& f) : m_(m), f_(f), partners_(m.terms.partner) {
    for (std::size_t k = 0; k < partners_.size(); ++k) {
      const Partner& p = partners_[k];
      f.stake[k] = p.stake;
      has_options_ = has_options_ || p.option_period >= 0;
      shares_profit_ = shares_profit_ || p.profit_share > 0;
      misses_calls_ = misses_calls_ || p.pays_until >= 0;
    }
  }

  void share(std::size_t t) {
    const double equity = f_.at(CashLine::equity, t), paid = f_.at(CashLine::distribution, t);
    withheld_ = state_share_ = state_equity_ = investor_ = 0;
    if (partners_.empty()) {
      withheld_ = m_.terms.fiscal.dividend_withholding * paid;
      investor_ = paid - withheld_ - equity;
      return write(t);
    }
    for (std::size_t k = 0; k < partners_.size(); ++k) f_.party[k * m_.periods + t] = 0;
    for (std::size_t k = 0; has_options_ && k < partners_.size(); ++k)
      if (partners_[k].option_period == static_cast<int>(t) && is_exercised(k, t)) buy_in(k, t);
    pay_and_receive(t, equity, paid);
    if (shares_profit_) share_beyond_hurdle(t, equity, paid);
    if (misses_calls_) dilute(t, equity);
    write(t);
  }

 private:
  bool pays(std::size_t k, std::size_t t) const {
    const Partner& p = partners_[k];
    return p.kind == Carried::paid && (p.pays_until < 0 || static_cast<int>(t) < p.pays_until);
  }
  double paying_stakes(std::size_t t, std::size_t but = kNoProduct) const {
    double sum = 0;
    for (std::size_t k = 0; k < partners_.size(); ++k)
      if (k != but && pays(k, t)) sum += f_.stake[k];
    return sum;
  }

  // Books what holder k gets (dividend) and pays (calls) in the period.
  void book(std::size_t k, std::size_t t, double dividend, double calls) {
    const Partner& p = partners_[k];
    const double tax = p.state ? 0 : m_.terms.fiscal.dividend_withholding * dividend;
    const double net = dividend - tax - calls;
    f_.party[k * m_.periods + t] += net;
    withheld_ += tax;
    if (p.state) {
      state_share_ += dividend;
      state_equity_ += calls;
    } else {
      investor_ += net;
    }
  }
  // A price between holders bears no tax on dividends.
  void move(std::size_t k, std::size_t t, double amount) {
    f_.party[k * m_.periods + t] += amount;
    if (!partners_[k].state)
      investor_ += amount;
    else if (amount > 0)
      state_share_ += amount;
    else
      state_equity_ -= amount;
  }

  double option_price(std::size_t k, std::size_t t) const {
    return partners_[k].option_price * m_.index[t];
  }

  // In this scenario: is what the stake will get worth its price, at the headline's rate?
  bool is_exercised(std::size_t k, std::size_t t) const {
    const Partner& p = partners_[k];
    if (p.option != Option::if_worth) return p.option == Option::always;
    const double kept = p.state ? 1 : 1 - m_.terms.fiscal.dividend_withholding;
    double worth = 0;
    for (std::size_t s = t; s < m_.periods; ++s) {
      const double flow = kept * f_.at(CashLine::distribution, s) - f_.at(CashLine::equity, s);
      worth += flow / m_.deflator[s] /
               std::pow(1 + m_.rate, m_.calendar.mid_y(s) - m_.calendar.mid_y(t));
    }
    return p.option_stake * worth > option_price(k, t) / m_.deflator[t];
  }

  void buy_in(std::size_t k, std::size_t t) {
    const double selling = paying_stakes(t, k),
                 bought = std::min(partners_[k].option_stake, selling);
    const double price = option_price(k, t);
    for (std::size_t i = 0; i < partners_.size(); ++i) {
      if (i == k || !pays(i, t)) continue;
      const double part = f_.stake[i] / selling;
      move(i, t, price * part);
      f_.stake[i] -= bought * part;
    }
    move(k, t, -price);
    f_.stake[k] += bought;
  }

  // Holders that are carried first: what they do not pay and repay is the payers', by stake.
  void pay_and_receive(std::size_t t, double equity, double paid) {
    const double paying = paying_stakes(t);
    double carried = 0, repaid = 0;
    for (std::size_t k = 0; k < partners_.size(); ++k) {
      if (pays(k, t)) continue;
      const Partner& p = partners_[k];
      const double part = f_.stake[k] * equity, dividend = f_.stake[k] * paid;
      const double by_others = p.kind == Carried::carried ? p.carried_share * part : part;
      const double back =
          p.kind == Carried::carried
              ? repay_carry(f_.carry[k], m_.carry_growth[k * m_.periods + t], by_others, dividend)
              : 0;
      carried += by_others;
      repaid += back;
      book(k, t, dividend - back, part - by_others);
    }
    for (std::size_t k = 0; k < partners_.size(); ++k) {
      if (!pays(k, t)) continue;
      const double part = f_.stake[k] / paying;
      book(k, t, f_.stake[k] * paid + part * repaid, f_.stake[k] * equity + part * carried);
    }
  }

  // Beyond a hurdle of all holders together, one takes a share of what the others get.
  void share_beyond_hurdle(std::size_t t, double equity, double paid) {
    for (std::size_t k = 0; k < partners_.size(); ++k) {
      const Partner& p = partners_[k];
      if (p.profit_share == 0 || f_.stake[k] >= 1) continue;
      double& balance = f_.hurdle_balance[k];
      balance = balance * growth_over(p.hurdle, m_.calendar.length_y[t]) + paid - equity;
      const double beyond = std::min(paid, std::max(0.0, balance));
      balance = std::min(0.0, balance);
      const double taken = p.profit_share * beyond * (1 - f_.stake[k]);
      book(k, t, taken, 0);
      for (std::size_t i = 0; i < partners_.size(); ++i)
        if (i != k) book(i, t, -taken * f_.stake[i] / (1 - f_.stake[k]), 0);
    }
  }

  // Who misses a call loses `dilution` x what it missed over all calls so far, to those who paid.
  void dilute(std::size_t t, double equity) {
    called_ += equity;
    const double paying = paying_stakes(t);
    if (equity <= 0 || paying <= 0) return;
    double lost = 0;
    for (std::size_t k = 0; k < partners_.size(); ++k) {
      const Partner& p = partners_[k];
      if (p.kind != Carried::paid || pays(k, t)) continue;
      const double loss = std::min(f_.stake[k], p.dilution * f_.stake[k] * equity / called_);
      f_.stake[k] -= loss;
      lost += loss;
    }
    if (lost == 0) return;
    for (std::size_t k = 0; k < partners_.size(); ++k)
      if (pays(k, t)) f_.stake[k] += lost * f_.stake[k] / paying;
  }

  void write(std::size_t t) {
    CashFlow& f = f_;
    f.at(CashLine::dividend_withholding, t) = withheld_;
    f.at(CashLine::state_share, t) = state_share_;
    f.at(CashLine::state_equity, t) = state_equity_;
    f.at(CashLine::investor, t) = investor_;
    double state =
        state_share_ - state_equity_ + withheld_ + f.at(CashLine::interest_withholding, t);
    for (const CashLine line :
         {CashLine::royalty, CashLine::extraction_tax, CashLine::given_royalty,
          CashLine::property_tax, CashLine::social_tax, CashLine::import_duty,
          CashLine::services_withholding, CashLine::rent_tax, CashLine::income_tax,
          CashLine::given_income_tax, CashLine::given_other_tax})
      state += f.at(line, t);
    f.at(CashLine::government, t) = state;
    f.at(CashLine::lenders, t) = f.at(CashLine::interest, t) -
                                 f.at(CashLine::interest_withholding, t) +
                                 f.at(CashLine::principal, t) + f.at(CashLine::upfront_fee, t) +
                                 f.at(CashLine::commitment_fee, t) - f.at(CashLine::draw, t);
  }

  const CashFlowModel& m_;
  CashFlow& f_;
  const std::vector<Partner>& partners_;
  bool has_options_ = false, shares_profit_ = false, misses_calls_ = false;
  double called_ = 0;
  double withheld_ = 0, state_share_ = 0, state_equity_ = 0, investor_ = 0;  // of the period
};

}  // namespace

void write_parties(const CashFlowModel& m, CashFlow& f) {
  Holders holders(m, f);
  for (std::size_t t = 0; t < m.periods; ++t) holders.share(t);
}

}  // namespace lode::finance

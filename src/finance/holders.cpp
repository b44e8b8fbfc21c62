#include "finance/holders.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.h"
#include "finance/growth.h"

namespace lode::finance {
namespace {

void grow(Owed& owed, double rate, double years) {
  const double all = owed.all();
  if (all != 0) owed.interest += all * (growth_over(rate, years) - 1);
}
double pay(double& owed, double at_most) {
  const double paid = std::min(owed, std::max(0.0, at_most));
  owed -= paid;
  return paid;
}

class Sharing {
 public:
  Sharing(const std::vector<Holder>& holders, const Calendar& calendar, const HolderFlows& flows,
          HolderShares& shares)
      : holders_(holders), calendar_(calendar), flows_(flows), shares_(shares) {
    bool pays_all = false;
    for (const Holder& h : holders) {
      has_options_ = has_options_ || h.option_period >= 0;
      carries_ = carries_ || h.kind == Carried::carried;
      shares_profit_ = shares_profit_ || h.profit_share > 0;
      lends_ = lends_ || h.loan_share > 0;
      prefers_ = prefers_ || h.preferred != Preferred::none;
      has_floors_ = has_floors_ || h.profit_floor > 0;
      pays_all = pays_all || (pays_without_end(h) && h.supports);
    }
    LODE_CHECK(pays_all);
  }

  void period(std::size_t t) {
    now_ = &shares_.values[t * holders_.size()];
    for (std::size_t k = 0; k < holders_.size(); ++k) now_[k] = {};
    if (has_options_) use_options(t, false);
    grow_accounts(t);
    double left = flows_.distribution[t];
    if (shares_profit_) left = std::max(0.0, left - share_profit(t, left));
    call(t);
    if (missed_) dilute(t);
    if (lends_) left -= repay_loans(left);
    if (prefers_) left = std::max(0.0, left - pay_preferred(left));
    const Tax& tax = tax_of(t);
    for (std::size_t k = 0; k < holders_.size(); ++k) {
      now_[k].stake = at(k).stake;
      now_[k].dividend = at(k).stake * left;
      withhold(k, tax);
    }
    if (carries_) repay_carries(t);
    if (has_floors_) keep_floors(t);
    if (has_options_) use_options(t, true);
  }

 private:
  static bool pays_without_end(const Holder& h) {
    return h.kind == Carried::paid && h.pays_until < 0 && std::isinf(h.call_cap);
  }
  bool pays(std::size_t k, std::size_t t) const {
    const Holder& h = holders_[k];
    return h.kind == Carried::paid && (h.pays_until < 0 || static_cast<int>(t) < h.pays_until);
  }
  HolderAccount& at(std::size_t k) { return shares_.account[k]; }
  // Of some holders: how they share among them, by stake; alike where none has any.
  struct Split {
    double stakes = 0;
    std::size_t count = 0;
    double part(double stake) const {
      return stakes > 0 ? stake / stakes : 1.0 / static_cast<double>(count);
    }
  };
  template <class Counts>
  Split split(const Counts& counts) const {
    Split out;
    for (std::size_t k = 0; k < holders_.size(); ++k)
      if (counts(k)) out.stakes += shares_.account[k].stake, ++out.count;
    return out;
  }
  void transfer(TransferKind kind, std::size_t from, std::size_t to, std::size_t t, double amount) {
    if (amount != 0) shares_.transfer.push_back({kind, from, to, t, amount});
  }

  void grow_accounts(std::size_t t) {
    if (t == 0 || !(carries_ || lends_ || prefers_ || has_options_ || shares_profit_)) return;
    const double years = calendar_.mid_y(t) - calendar_.mid_y(t - 1);
    for (std::size_t k = 0; k < holders_.size(); ++k) {
      const Holder& h = holders_[k];
      grow(at(k).carry, h.carry_rate, years);
      grow(at(k).loan, h.loan_rate, years);
      if (h.preferred != Preferred::none) grow(at(k).preferred, h.preferred_return, years);
      grow(at(k).cost, h.option_cost_rate, years);
      if (h.profit_share > 0) at(k).hurdle *= growth_over(h.hurdle, years);
    }
  }

  // Once shared an account stands at zero until they pay in again, as a resource rent tax's does.
  double share_profit(std::size_t t, double distribution) {
    double all = 0;
    for (std::size_t k = 0; k < holders_.size(); ++k) {
      const Holder& h = holders_[k];
      if (h.profit_share == 0) continue;
      const double level = h.hurdle_is_real ? flows_.level[t] : 1;
      double& due = at(k).hurdle;
      due += (flows_.equity[t] + flows_.support[t] - distribution) / level;
      now_[k].profit_share = h.profit_share * level * std::clamp(-due, 0.0, distribution / level);
      due = std::max(0.0, due);
      all += now_[k].profit_share;
    }
    return all;
  }

  void call(std::size_t t) {
    const double equity = flows_.equity[t], support = flows_.support[t];
    if (equity == 0 && support == 0) return;
    const double others = call_those_who_do_not_pay(t, equity);
    const Split paying = split([&](std::size_t k) { return pays(k, t); });
    double missed = 0;
    for (std::size_t k = 0; k < holders_.size(); ++k) {
      if (!pays(k, t)) continue;
      const double part = at(k).stake * equity + paying.part(at(k).stake) * others;
      now_[k].call = std::min(part, std::max(0.0, holders_[k].call_cap - at(k).paid));
      at(k).missed = part - now_[k].call;
      missed += at(k).missed;
    }
    pay_for_the_rest(missed, support);
    if (carries_) note_lenders(equity);
    paid_ += equity + support;
    for (std::size_t k = 0; k < holders_.size(); ++k) {
      HolderPeriod& now = now_[k];
      now.lent = holders_[k].loan_share * now.call;
      at(k).paid += now.call;
      missed_ = missed_ || at(k).missed > 0;
      at(k).loan.principal += now.lent;
      at(k).preferred.principal += now.call - now.lent + now.support;
      add_cost(k, now.call + now.support);
      now.call -= now.lent;
    }
  }

  // Returns what the others pay in their place.
  double call_those_who_do_not_pay(std::size_t t, double equity) {
    double others = 0;
    for (std::size_t k = 0; k < holders_.size(); ++k) {
      if (pays(k, t)) continue;
      const Holder& h = holders_[k];
      const double part = at(k).stake * equity;
      const double by_others = h.kind == Carried::carried ? h.carried_share * part : part;
      now_[k].call = part - by_others;
      at(k).carried_now = h.kind == Carried::carried ? by_others : 0;
      if (h.kind == Carried::paid) at(k).missed = by_others;
      others += by_others;
    }
    return others;
  }

  // A carry is owed to those who paid it: what each has paid beyond its own part of the call.
  void note_lenders(double equity) {
    const auto beyond = [&](std::size_t i) {
      return holders_[i].kind == Carried::paid ? std::max(0.0, now_[i].call - at(i).stake * equity)
                                               : 0;
    };
    double all = 0;
    for (std::size_t i = 0; i < holders_.size(); ++i) all += beyond(i);
    for (std::size_t k = 0; k < holders_.size(); ++k) {
      const double lent = std::exchange(at(k).carried_now, 0), owed = at(k).carry.all();
      if (lent == 0) continue;
      for (std::size_t i = 0; i < holders_.size(); ++i) {
        double& part = shares_.lender[k * holders_.size() + i];
        part = (part * owed + lent * beyond(i) / all) / (owed + lent);
      }
      at(k).carry.principal += lent;
    }
  }

  // By the stakes of those who pay without end.
  void pay_for_the_rest(double missed, double support) {
    const auto open = [&](std::size_t k) { return pays_without_end(holders_[k]); };
    const auto supports = [&](std::size_t k) { return open(k) && holders_[k].supports; };
    const Split paying = split(open), supporting = split(supports);
    for (std::size_t k = 0; k < holders_.size(); ++k) {
      if (missed > 0 && open(k)) now_[k].call += missed * paying.part(at(k).stake);
      if (support > 0 && supports(k)) now_[k].support = support * supporting.part(at(k).stake);
    }
  }

  // What a holder pays in is the cost of a stake that any other may buy from it.
  void add_cost(std::size_t k, double paid) {
    if (!has_options_ || holders_[k].kind != Carried::paid) return;
    for (std::size_t i = 0; i < holders_.size(); ++i)
      if (i != k && holders_[i].option_cost_share > 0) at(i).cost.principal += paid;
  }

  void dilute(std::size_t t) {
    double lost = 0;
    for (std::size_t k = 0; k < holders_.size(); ++k) {
      HolderAccount& account = at(k);
      if (account.missed == 0) continue;
      const double loss = std::min(account.stake, holders_[k].dilution * account.missed / paid_);
      account.stake -= loss;
      lost += loss;
    }
    if (lost > 0) {
      const auto gains = [&](std::size_t k) { return pays(k, t) && at(k).missed == 0; };
      const Split gaining = split(gains);
      for (std::size_t k = 0; k < holders_.size(); ++k)
        if (gains(k)) at(k).stake += lost * gaining.part(at(k).stake);
    }
    for (std::size_t k = 0; k < holders_.size(); ++k) at(k).missed = 0;
    missed_ = false;
  }

  // Each returns what it takes out of `left`.
  double repay_loans(double left) {
    double interest = 0, principal = 0;
    for (std::size_t k = 0; k < holders_.size(); ++k) {
      interest += at(k).loan.interest;
      principal += at(k).loan.principal;
    }
    if (interest + principal == 0) return 0;
    const double of_interest = interest > left ? left / interest : 1;
    const double rest = std::max(0.0, left - interest);
    const double of_principal = principal > rest ? rest / principal : 1;
    double all = 0;
    for (std::size_t k = 0; k < holders_.size(); ++k) {
      Owed& loan = at(k).loan;
      now_[k].interest = pay(loan.interest, of_interest * loan.interest);
      now_[k].principal = pay(loan.principal, of_principal * loan.principal);
      all += now_[k].interest + now_[k].principal;
    }
    return std::min(all, left);
  }

  double pay_preferred(double left) {
    const auto due = [&](std::size_t k) {
      switch (holders_[k].preferred) {
        case Preferred::capital_and_return:
          return at(k).preferred.all();
        case Preferred::return_only:
          return at(k).preferred.interest;
        case Preferred::none:
          break;
      }
      return 0.0;
    };
    double all = 0;
    for (std::size_t k = 0; k < holders_.size(); ++k) all += due(k);
    if (all == 0) return 0;
    const double share = all > left ? left / all : 1;
    for (std::size_t k = 0; k < holders_.size(); ++k) {
      Owed& owed = at(k).preferred;
      now_[k].preferred = share * due(k);
      const double interest = pay(owed.interest, now_[k].preferred);
      pay(owed.principal, now_[k].preferred - interest);
    }
    return share < 1 ? left : all;
  }

  void repay_carries(std::size_t t) {
    for (std::size_t k = 0; k < holders_.size(); ++k) {
      Owed& carry = at(k).carry;
      if (carry.all() == 0) continue;
      const double dividend = now_[k].dividend + now_[k].preferred;
      const double interest = pay(carry.interest, dividend);
      const double repaid = interest + pay(carry.principal, dividend - interest);
      for (std::size_t i = 0; i < holders_.size(); ++i)
        transfer(TransferKind::carry_repaid, k, i, t,
                 repaid * shares_.lender[k * holders_.size() + i]);
    }
  }

  const Tax& tax_of(std::size_t t) const { return *flows_.tax[flows_.tax.size() == 1 ? 0 : t]; }

  void withhold(std::size_t k, const Tax& tax) {
    const Holder& h = holders_[k];
    HolderPeriod& now = now_[k];
    const double gross = now.dividend + now.preferred + now.profit_share;
    now.withheld = h.state ? 0 : gross * dividend_rate(tax, now.stake);
    now.home_tax = h.home_tax * gross;
    now.interest_withheld = h.loan_withholding * now.interest;
  }

  double after_tax(std::size_t k) const {
    const HolderPeriod& now = now_[k];
    return now.dividend + now.preferred + now.profit_share - now.withheld - now.home_tax;
  }

  // What a floor may be made up of: a profit share without a stake is the state's, not a partner's.
  double for_floors(std::size_t i) const {
    return shares_.account[i].stake > 0 ? std::max(0.0, after_tax(i)) : 0;
  }

  // More than the floor of one year is not set against others. A holder that several floors ask
  // more of than it got gives each the same share of what they ask.
  void keep_floors(std::size_t t) {
    const double profit = std::max(0.0, flows_.taxable_income[t] - flows_.income_tax[t]);
    double repaid = 0;
    for (std::size_t k = 0; k < holders_.size(); ++k) {
      if (holders_[k].profit_floor == 0) continue;
      for (const Transfer& moved : shares_.transfer)
        if (moved.period == t && moved.kind == TransferKind::carry_repaid && moved.from == k)
          repaid += moved.amount;
      at(k).lacking += holders_[k].profit_floor * profit - after_tax(k) + std::exchange(repaid, 0);
    }
    if (t + 1 < calendar_.periods() && calendar_.year(t + 1) == calendar_.year(t)) return;
    std::size_t made_up = shares_.transfer.size();
    for (std::size_t i = 0; i < holders_.size(); ++i) {
      const double there = for_floors(i);
      double asked = 0;
      for (std::size_t k = 0; k < holders_.size(); ++k) asked += there * asked_by(k, i);
      const double share = asked > there ? there / asked : 1;
      for (std::size_t k = 0; k < holders_.size(); ++k)
        transfer(TransferKind::floor, i, k, t, share * there * asked_by(k, i));
    }
    for (; made_up < shares_.transfer.size(); ++made_up)
      at(shares_.transfer[made_up].to).lacking -= shares_.transfer[made_up].amount;
    for (std::size_t k = 0; k < holders_.size(); ++k) at(k).lacking = std::max(0.0, at(k).lacking);
  }

  // Of each unit that holder i got, what the floor of k asks: of all others alike.
  double asked_by(std::size_t k, std::size_t i) const {
    if (k == i || holders_[k].profit_floor == 0) return 0;
    double others = 0;
    for (std::size_t j = 0; j < holders_.size(); ++j)
      if (j != k) others += for_floors(j);
    const double lacking = std::max(0.0, shares_.account[k].lacking);
    return others > 0 ? std::min(lacking, others) / others : 0;
  }

  void use_options(std::size_t t, bool at_end) {
    for (std::size_t k = 0; k < holders_.size(); ++k) {
      const Holder& h = holders_[k];
      if (h.option_period != static_cast<int>(t) || h.option_at_end != at_end) continue;
      const auto sells = [&](std::size_t i) { return i != k && pays(i, t); };
      const double selling = split(sells).stakes, bought = std::min(h.option_stake, selling);
      if (bought <= 0) continue;
      const double price = h.option_price * bought / h.option_stake * flows_.level[t] +
                           h.option_cost_share * bought / selling * at(k).cost.all();
      if (!is_used(k, t, bought, price)) continue;
      for (std::size_t i = 0; i < holders_.size(); ++i) {
        if (!sells(i)) continue;
        const double part = at(i).stake / selling;
        transfer(TransferKind::option, k, i, t, price * part);
        at(i).stake -= bought * part;
      }
      at(k).stake += bought;
      shares_.bought_in[k] = true;
    }
    for (std::size_t k = 0; k < holders_.size(); ++k) now_[k].stake = at(k).stake;
  }

  bool is_used(std::size_t k, std::size_t t, double bought, double price) const {
    const Holder& h = holders_[k];
    switch (h.option) {
      case Option::always:
        return true;
      case Option::never:
        return false;
      case Option::multiple:
        return h.option_multiple * bought * last_year(t) >= price;
      case Option::if_worth:
        break;
    }
    const double kept =
        h.state ? 1 : 1 - dividend_rate(tax_of(t), shares_.account[k].stake + bought);
    return bought * worth_from(h.option_at_end ? t + 1 : t, t, kept) > price / flows_.level[t];
  }

  double last_year(std::size_t t) const {
    double distributed = 0, years = 0;
    for (std::size_t s = t + 1; s-- > 0 && years < 1 - 1e-9; years += calendar_.length_y[s])
      distributed += flows_.distribution[s];
    return distributed;
  }

  // Of the whole, real, at the middle of period t.
  double worth_from(std::size_t first, std::size_t t, double kept) const {
    double worth = 0;
    for (std::size_t s = first; s < calendar_.periods(); ++s)
      worth += (kept * flows_.distribution[s] - flows_.equity[s] - flows_.support[s]) /
               flows_.level[s] * discount(t, s);
    return worth;
  }
  double discount(std::size_t t, std::size_t s) const {
    if (flows_.discount.first) return flows_.discount[s] / flows_.discount[t];
    return 1 / growth_over(flows_.real_rate, calendar_.mid_y(s) - calendar_.mid_y(t));
  }

  const std::vector<Holder>& holders_;
  const Calendar& calendar_;
  const HolderFlows& flows_;
  HolderShares& shares_;
  HolderPeriod* now_ = nullptr;  // [holder]
  double paid_ = 0;              // in by all so far
  bool missed_ = false;          // somebody a call of this period
  bool has_options_ = false, shares_profit_ = false, lends_ = false, prefers_ = false,
       has_floors_ = false, carries_ = false;
};

}  // namespace

std::string_view name_of(TransferKind kind) {
  constexpr std::string_view names[] = {"carry_repaid", "buy_in", "floor_made_up", "milestone"};
  return names[static_cast<std::size_t>(kind)];
}

std::vector<std::string> faults_of(const Holder& h) {
  std::vector<std::string> out;
  const auto add = [&](bool wrong, const char* text) {
    if (wrong) out.push_back(text);
  };
  add((h.option_stake > 0) != (h.option_period >= 0),
      "option_stake: an option has both option_stake and option_period");
  add(h.pays_until >= 0 && h.kind != Carried::paid,
      "pays_until: goes with kind paid: a holder that is carried misses no call");
  add(std::isfinite(h.call_cap) && h.kind != Carried::paid,
      "call_cap: goes with kind paid: a holder that is carried misses no call");
  add(h.loan_share > 0 && h.kind == Carried::free,
      "loan_share: is of its calls, and a holder of kind free pays none");
  return out;
}

std::vector<HolderSum> sums_of(const std::vector<Holder>& holders, std::size_t periods) {
  std::vector<HolderSum> out;
  for (std::size_t k = 0; k < holders.size(); ++k)
    for (const HolderMilestone& m : holders[k].milestone) {
      if (m.period < 0 || static_cast<std::size_t>(m.period) >= periods) continue;
      std::size_t to = kNoHolder;
      for (std::size_t i = 0; i < holders.size(); ++i)
        if (holders[i].id == m.to) to = i;
      out.push_back({k, to, static_cast<std::size_t>(m.period), m.amount});
    }
  return out;
}

void share_out(const std::vector<Holder>& holders, const std::vector<HolderSum>& sums,
               const Calendar& calendar, const HolderFlows& flows, HolderShares& shares) {
  const std::size_t n = calendar.periods();
  LODE_CHECK(flows.tax.size() == n || flows.tax.size() == 1);
  shares.holders = holders.size();
  shares.values.resize(n * holders.size());
  shares.transfer.clear();
  shares.bought_in.assign(holders.size(), false);
  shares.account.assign(holders.size(), {});
  shares.lender.assign(holders.size() * holders.size(), 0.0);
  for (std::size_t k = 0; k < holders.size(); ++k) shares.account[k].stake = holders[k].stake;
  Sharing sharing(holders, calendar, flows, shares);
  for (std::size_t t = 0; t < n; ++t) sharing.period(t);
  for (const HolderSum& sum : sums)
    shares.transfer.push_back(
        {TransferKind::sum, sum.from, sum.to, sum.period, sum.amount * flows.level[sum.period]});
}

std::vector<double> net_of(const HolderShares& shares, std::size_t holder) {
  std::vector<double> out(shares.values.size() / shares.holders);
  for (std::size_t t = 0; t < out.size(); ++t) {
    const HolderPeriod& p = shares.at(holder, t);
    out[t] = p.interest + p.principal + p.preferred + p.dividend + p.profit_share - p.call -
             p.lent - p.support - p.withheld - p.interest_withheld - p.home_tax;
  }
  for (const Transfer& moved : shares.transfer) {
    if (moved.from == holder) out[moved.period] -= moved.amount;
    if (moved.to == holder) out[moved.period] += moved.amount;
  }
  return out;
}

}  // namespace lode::finance

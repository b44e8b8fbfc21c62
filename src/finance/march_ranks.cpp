// Payments by rank in the march: what is due to whom, and what is put off.
#include <numeric>

#include "finance/march_passes.h"

namespace lode::finance {
namespace {

std::size_t place(Claim claim) { return static_cast<std::size_t>(claim); }

}  // namespace

// Of the period. Bills: what cash lacks, once the others' claims are not taken off it.
March::Claims March::claims_due(std::size_t t, double guarantee) {
  Claims due{};
  double taxes = 0;
  for (const Line line : kStateClaims) taxes += f_.at(line, t);
  due[place(Claim::taxes)] = std::max(0.0, taxes);  // a refund is cash
  due[place(Claim::guarantee)] = guarantee;
  due[place(Claim::management)] = f_.at(Line::management, t);
  if (m_.marketer_is_affiliate) due[place(Claim::marketing)] = f_.at(Line::marketing, t);
  s_.cash = std::accumulate(due.begin(), due.end(), s_.cash);
  due[place(Claim::bills)] = std::max(0.0, -s_.cash);
  s_.cash = std::max(0.0, s_.cash);
  return due;
}

// Interest on what was put off, as long as there is a mine to earn it.
void March::grow_claims(std::size_t t) {
  f_.at(Line::deferred_interest, t) = 0;
  if (t > closed_) return;
  const double length = m_.calendar.length_y[t];
  const double interest = std::isfinite(rules_.deferred_rate) ? rules_.deferred_rate * length
                          : loans_ > 0                        ? 1 / mean_discount(t) - 1
                                                              : m_.deferred_rate * length;
  double added = 0;
  for (double& unpaid : s_.unpaid) {
    added += unpaid * interest;
    unpaid *= 1 + interest;
  }
  f_.at(Line::deferred_interest, t) = added;
}

void March::pay_claim(std::size_t t, const PaymentRank& rank, double due) {
  double& unpaid = s_.unpaid[place(rank.claim)];
  const double wanted = unpaid + due;
  const double paid = wanted <= s_.cash * (1 + 1e-12) ? wanted : s_.cash;
  s_.cash = std::max(0.0, s_.cash - paid);
  unpaid = wanted - paid;
  f_.at(rank.due_less_paid, t) = due - paid;
}

// What a reserve that was too full gives back goes to claims that stand, before the holders.
void March::pay_standing_claims(std::size_t t) {
  if (s_.cash <= 0 || !owes_claims()) return;
  for (const PaymentRank& rank : kPaymentRanks) {
    if (rank.kind != RankKind::claim) continue;
    const double before = f_.at(rank.due_less_paid, t);
    pay_claim(t, rank, 0);
    f_.at(rank.due_less_paid, t) += before;
  }
}

// Of what closing the site costs beyond its fund, all that is still unpaid is somebody else's.
void March::pass_on_closure(std::size_t t) {
  f_.at(Line::closure_beyond_fund, t) = 0;
  if (t != closed_) return;
  double& unpaid = s_.unpaid[place(Claim::bills)];
  const double beyond =
      std::max(0.0, f_.at(Line::closure, t) + std::min(0.0, f_.at(Line::closure_fund_change, t)));
  const double passed = std::min(unpaid, beyond);
  unpaid -= passed;
  f_.at(Line::bills_deferred, t) -= passed;
  f_.at(Line::closure_beyond_fund, t) = passed;
}

void March::pay_by_rank(std::size_t t, double guarantee) {
  grow_claims(t);
  const Claims due = claims_due(t, guarantee);
  double lacking = finance::due(s_.loans) - s_.cash;
  for (const Claim claim : {Claim::bills, Claim::taxes, Claim::guarantee})
    lacking += s_.unpaid[place(claim)] + due[place(claim)];
  f_.at(Line::equity, t) = 0;
  f_.at(Line::support, t) = meet_shortage(t, std::max(0.0, lacking));
  for (const PaymentRank& rank : kPaymentRanks)
    if (rank.kind == RankKind::claim)
      pay_claim(t, rank, due[place(rank.claim)]);
    else if (rank.kind == RankKind::service)
      pay_lenders(t);
  pass_on_closure(t);
}

}  // namespace lode::finance

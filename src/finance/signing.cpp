#include "finance/signing.h"

#include <algorithm>
#include <cmath>

namespace lode::finance {
namespace {

// The case that lenders sign on: one venture whose service is always paid.
class SignedCase {
 public:
  SignedCase(const Calendar& calendar, const Operations& operations,
             const std::vector<double>& capital_usd, std::span<const Tax* const> tax,
             const Financing& financing, const Index& index, const VentureTerms& terms,
             const Timeline& timeline)
      : calendar_(calendar),
        operations_(operations),
        capital_usd_(capital_usd),
        tax_(tax),
        index_(index),
        timeline_(timeline),
        rules_(financing),
        terms_(terms) {
    terms_.as_signed = {};
    rules_.support_cap = kInfinity;
    rules_.stops = false;
    rules_.sweep = 0;
  }

  // At a cover: sized by it, all loans sculpted to it.
  void size_by_cover(double cover) {
    rules_.sizing = Sizing::by_cover;
    for (Loan& loan : terms_.loan) loan.repayment = Repayment::sculpted, loan.cover = cover;
  }

  Signing sign() {
    Signing out;
    out.loans.life_y = ore_end_y() - timeline_.production_start_y;
    if (terms_.loan.empty()) return out;
    if (rules_.sizing == Sizing::at_signing) rules_.sizing = Sizing::committed;
    run();
    cut_terms();
    const Venture& venture = run();
    out.drawn_usd = venture.drawn_usd;
    if (rules_.sizing == Sizing::by_cover) out.drawn_usd = worth();
    out.loans.limit_usd = out.drawn_usd;
    for (std::size_t i = 0; i < terms_.loan.size(); ++i)
      out.loans.loan.push_back(
          {calendar_.start_y[start_[i]] - timeline_.construction_end_y, repaid(venture.ledger, i)});
    return out;
  }

 private:
  const Venture& run() {
    const Venture& out = venture_cash_flow(calendar_, operations_, capital_usd_, tax_, rules_,
                                           index_, terms_, timeline_, memory_);
    const double first_draw_y = memory_.flow.state.loans.first_draw_y;
    start_.clear();
    for (const Loan& loan : terms_.loan) {
      const double earliest_y = std::max(first_draw_y + loan.grace_y, memory_.model.repayment_y);
      std::size_t t = 0;
      while (t + 1 < calendar_.periods() && calendar_.mid_y(t) < earliest_y) ++t;
      start_.push_back(t);
    }
    return out;
  }

  double ore_end_y() const {
    double out = timeline_.production_start_y;
    for (std::size_t t = 0; t < calendar_.periods(); ++t)
      if (operations_.ore_milled_t[t] > 0) out = calendar_.end_y(t);
    return out;
  }

  void cut_terms() {
    const double last_y = std::min(ore_end_y(), timeline_.licence_end_y) - rules_.reserve_tail_y;
    for (std::size_t i = 0; i < terms_.loan.size(); ++i) {
      const std::size_t t = start_[i];
      terms_.loan[i].term_y = std::clamp(last_y - calendar_.start_y[t], calendar_.length_y[t],
                                         std::max(terms_.loan[i].term_y, calendar_.length_y[t]));
    }
  }

  // The least over the loans, each as if all were lent on its terms: as the march sizes them.
  double worth() const {
    double least = kInfinity;
    for (const Sculpture& loan : memory_.flow.sculpture) least = std::min(least, loan.worth);
    return std::isinf(least) ? 0 : least;
  }

  double principal(const Ledger& ledger, std::size_t i, std::size_t t) const {
    return terms_.loan.size() > 1 ? memory_.flow.loan[i * calendar_.periods() + t].principal
                                  : ledger.at(Line::principal, t);
  }

  std::vector<double> repaid(const Ledger& ledger, std::size_t i) const {
    const double start_y = calendar_.start_y[start_[i]];
    double all = 0;
    std::vector<double> out(calendar_.years() + 1, 0.0);
    for (std::size_t t = start_[i]; t < calendar_.periods(); ++t) {
      const double paid = std::max(0.0, principal(ledger, i, t));
      if (paid == 0) continue;
      for (std::size_t year = 0; year < out.size(); ++year) {
        const double from_y = start_y + static_cast<double>(year);
        out[year] += paid * calendar_.overlap(t, from_y, from_y + 1);
      }
      all += paid;
    }
    while (!out.empty() && out.back() <= 1e-12 * all) out.pop_back();
    for (double& share : out) share /= all;
    return out;
  }

  const Calendar& calendar_;
  const Operations& operations_;
  const std::vector<double>& capital_usd_;
  std::span<const Tax* const> tax_;
  const Index& index_;
  const Timeline& timeline_;
  Financing rules_;
  VentureTerms terms_;
  VentureMemory memory_;
  std::vector<std::size_t> start_;  // [loan] period
};

}  // namespace

Signing sign_loans(const Calendar& calendar, const Operations& operations,
                   const std::vector<double>& capital_usd, std::span<const Tax* const> tax,
                   const Financing& financing, const Index& index, const VentureTerms& terms,
                   const Timeline& timeline) {
  return SignedCase(calendar, operations, capital_usd, tax, financing, index, terms, timeline)
      .sign();
}

Signing sign_at_cover(const Calendar& calendar, const Operations& operations,
                      const std::vector<double>& capital_usd, std::span<const Tax* const> tax,
                      const Financing& financing, const Index& index, const VentureTerms& terms,
                      const Timeline& timeline, double cover) {
  SignedCase one(calendar, operations, capital_usd, tax, financing, index, terms, timeline);
  one.size_by_cover(cover);
  return one.sign();
}

}  // namespace lode::finance

// What each holder of the venture, the state and the lenders get.
#include "finance/cash_flow_passes.h"

namespace lode::finance {
namespace {

double got_from_venture(const HolderPeriod& p) {
  return p.interest + p.principal + p.preferred + p.dividend + p.profit_share;
}
double paid_to_venture(const HolderPeriod& p) { return p.call + p.lent + p.support; }

// The state as a holder, and the other holders.
void write_holders(const CashFlowModel& m, CashFlow& f) {
  for (std::size_t t = 0; t < m.periods; ++t) {
    double withheld = 0, share = 0, equity = 0, investor = 0;
    for (std::size_t k = 0; k < m.holder.size(); ++k) {
      const HolderPeriod& p = f.shares.at(k, t);
      withheld += p.withheld + p.interest_withheld;
      if (!m.holder[k].state) {
        investor += got_from_venture(p) - paid_to_venture(p) - p.withheld - p.interest_withheld;
        continue;
      }
      share += got_from_venture(p);
      equity += paid_to_venture(p) + p.interest_withheld;
    }
    f.at(CashLine::dividend_withholding, t) = withheld;
    f.at(CashLine::state_share, t) = share;
    f.at(CashLine::state_equity, t) = equity;
    f.at(CashLine::investor, t) = investor;
    f.at(CashLine::milestones, t) = 0;
  }
  for (const Transfer& moved : f.shares.transfer) {
    const auto add = [&](CashLine line, double amount) { f.at(line, moved.period) += amount; };
    const bool repays = moved.kind == TransferKind::carry_repaid;
    if (!m.holder[moved.from].state)
      add(CashLine::investor, -moved.amount);
    else if (repays)
      add(CashLine::state_share, -moved.amount);
    else
      add(CashLine::state_equity, moved.amount);
    if (moved.to == kNoHolder)
      add(CashLine::milestones, moved.amount);
    else
      add(m.holder[moved.to].state ? CashLine::state_share : CashLine::investor, moved.amount);
  }
}

}  // namespace

void write_parties(const CashFlowModel& m, CashFlow& f) {
  static constexpr double kNothing = 0;
  const auto series = [&](CashLine line) { return Series{&f.at(line, 0), kCashLines}; };
  const Tax* const tax = &m.terms.fiscal.tax;
  const HolderFlows flows{series(CashLine::equity),
                          {&kNothing, 0},
                          series(CashLine::distribution),
                          series(CashLine::taxable_income),
                          series(CashLine::income_tax),
                          {m.index.data(), 1},
                          {&tax, 1},
                          m.rates[0],
                          {m.discount.empty() ? nullptr : m.discount.data(), 1}};
  share_out(m.holder, m.sums, m.calendar, flows, f.shares);
  write_holders(m, f);
  for (std::size_t t = 0; t < m.periods; ++t) {
    double state = f.at(CashLine::state_share, t) - f.at(CashLine::state_equity, t);
    for (const CashLine line :
         {CashLine::dividend_withholding, CashLine::interest_withholding, CashLine::milestones,
          CashLine::royalty, CashLine::extraction_tax, CashLine::given_royalty,
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
}

}  // namespace lode::finance

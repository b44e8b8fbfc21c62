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
    f.at(Line::dividend_withholding, t) = withheld;
    f.at(Line::state_share, t) = share;
    f.at(Line::state_equity, t) = equity;
    f.at(Line::investor, t) = investor;
    f.at(Line::milestones, t) = 0;
  }
  for (const Transfer& moved : f.shares.transfer) {
    const auto add = [&](Line line, double amount) { f.at(line, moved.period) += amount; };
    const bool repays = moved.kind == TransferKind::carry_repaid;
    if (!m.holder[moved.from].state)
      add(Line::investor, -moved.amount);
    else if (repays)
      add(Line::state_share, -moved.amount);
    else
      add(Line::state_equity, moved.amount);
    if (moved.to == kNoHolder)
      add(Line::milestones, moved.amount);
    else
      add(m.holder[moved.to].state ? Line::state_share : Line::investor, moved.amount);
  }
}

}  // namespace

void write_parties(const CashFlowModel& m, CashFlow& f) {
  const auto series = [&](Line line) { return series_of(f, line); };
  const Tax* const tax = &m.terms.fiscal.tax;
  const HolderFlows flows{series(Line::equity),
                          series(Line::support),
                          series(Line::distribution),
                          series(Line::taxable_income),
                          series(Line::income_tax),
                          {m.index.data(), 1},
                          {&tax, 1},
                          m.rates[0],
                          {m.discount.empty() ? nullptr : m.discount.data(), 1}};
  share_out(m.holder, m.sums, m.calendar, flows, f.shares);
  write_holders(m, f);
  for (std::size_t t = 0; t < m.periods; ++t) {
    double state = f.at(Line::state_share, t) - f.at(Line::state_equity, t);
    for (const Line line :
         {Line::dividend_withholding, Line::interest_withholding, Line::milestones, Line::royalty,
          Line::extraction_tax, Line::given_royalty, Line::property_tax, Line::social_tax,
          Line::import_duty, Line::services_withholding, Line::rent_tax, Line::profit_tax,
          Line::income_tax, Line::given_income_tax, Line::given_other_tax})
      state += f.at(line, t);
    state -= f.at(Line::taxes_deferred, t) + f.at(Line::closure_beyond_fund, t);
    f.at(Line::government, t) = state;
    f.at(Line::lenders, t) = f.at(Line::interest, t) - f.at(Line::interest_withholding, t) +
                             f.at(Line::principal, t) + f.at(Line::upfront_fee, t) +
                             f.at(Line::commitment_fee, t) - f.at(Line::draw, t);
  }
}

}  // namespace lode::finance

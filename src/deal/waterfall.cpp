#include "deal/waterfall.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace lode::deal {
namespace {

using finance::Ledger;
using finance::Line;

// The payment that each instrument is.
struct InstrumentKind {
  std::string_view name;
  Payment payment;
};
constexpr std::array<InstrumentKind, kInstruments> kInstrumentKinds = {{
    {"extraction_tax", Payment::extraction_tax},
    {"royalty_uplift", Payment::royalty_uplift},
    {"income_tax", Payment::income_tax},
    {"property_tax", Payment::property_tax},
    {"social_tax", Payment::social_tax},
    {"dividend_withholding", Payment::dividend_withholding},
    {"interest_withholding", Payment::interest_withholding},
    {"profit_share", Payment::profit_share},
    {"shareholder_withholding", Payment::shareholder_withholding},
    {"milestones", Payment::milestone_to_state},
}};
static_assert(!kInstrumentKinds.back().name.empty());

// What the holders have put in and not yet had back with the hurdle's return, real USD.
// Distributions beyond it are the excess; then it stands at zero until they pay in again (as a
// resource rent tax does).
class HurdleAccount {
 public:
  explicit HurdleAccount(double rate) : rate_(rate) {}
  double excess(double time_y, double paid_in, double distributed) {
    due_ = due_ * std::pow(1 + rate_, time_y - time_y_) + paid_in - distributed;
    time_y_ = time_y;
    const double beyond = std::clamp(-due_, 0.0, distributed);
    due_ = std::max(0.0, due_);
    return beyond;
  }

 private:
  double rate_, due_ = 0, time_y_ = 0;
};

// An amount owed, nominal USD, that grows at a rate; interest apart from what was lent.
struct Debt {
  double rate = 0, principal = 0, interest = 0, time_y = 0;
  void grow(double to_y) {
    interest += (principal + interest) * (std::pow(1 + rate, to_y - time_y) - 1);
    time_y = to_y;
  }
};
double pay(double& owed, double at_most) {
  const double paid = std::min(owed, std::max(0.0, at_most));
  owed -= paid;
  return paid;
}

class Holders {
 public:
  Holders(const Calendar& calendar, const finance::Venture& venture, const Bid& bid,
          PaymentBook& book)
      : calendar_(calendar),
        ledger_(venture.ledger),
        usd_(venture.index.usd),
        bid_(bid),
        book_(book),
        fund_stake_(bid.fund_stake) {
    carry_.rate = bid.carry_rate;
    lent_.rate = bid.shareholder_loan_rate;
    due_[0].rate = due_[1].rate = bid.preferred_return;
    cost_.rate = bid.buy_in_rate;
  }

  void call(std::size_t t) {
    const double time = calendar_.mid_y(t), equity = ledger_.at(Line::equity, t);
    for (Debt* debt : {&carry_, &lent_, &due_[0], &due_[1], &cost_}) debt->grow(time);
    const double part = fund_stake_ * equity;
    double fund = 0;
    if (bid_.carry == Carry::pro_rata)
      fund = std::min(part, std::max(0.0, bid_.fund_call_cap_usd - fund_paid_));
    if (bid_.carry == Carry::repaid) carry_.principal += part;
    const double sponsor = equity - fund, support = ledger_.at(Line::support, t);
    const double lent = bid_.shareholder_loan_share * sponsor;
    lent_.principal += lent;
    due_[0].principal += sponsor - lent + support;
    due_[1].principal += fund;
    cost_.principal += sponsor + support;
    fund_paid_ += fund;
    paid_ += equity + support;
    if (bid_.carry == Carry::pro_rata && part > fund)
      fund_stake_ = std::max(0.0, fund_stake_ - bid_.dilution * (part - fund) / paid_);
    book_.at(Payment::call_on_sponsor, t) = sponsor - lent;
    book_.at(Payment::shareholder_loan, t) = lent;
    book_.at(Payment::support, t) = support;
    book_.at(Payment::call_on_fund, t) = fund;
  }

  void distribute(std::size_t t, double amount, const finance::Tax& tax) {
    const double interest = pay(lent_.interest, amount);
    const double principal = pay(lent_.principal, amount - interest);
    double left = amount - interest - principal;
    std::array<double, 2> preferred{};  // sponsor, fund
    if (bid_.preferred != Preferred::none) {
      std::array<double, 2> due{};
      for (std::size_t h = 0; h < 2; ++h)
        due[h] = due_[h].interest +
                 (bid_.preferred == Preferred::capital_and_return ? due_[h].principal : 0);
      const double all = due[0] + due[1], share = all > left ? left / all : 1;
      for (std::size_t h = 0; h < 2; ++h) {
        preferred[h] = share * due[h];
        due_[h].principal -= std::max(0.0, preferred[h] - due_[h].interest);
        due_[h].interest = std::max(0.0, due_[h].interest - preferred[h]);
      }
      left = share < 1 ? 0 : std::max(0.0, left - preferred[0] - preferred[1]);
    }
    const double sponsor_stake = 1 - fund_stake_;
    const double to_sponsor = sponsor_stake * left, to_fund = left - to_sponsor;
    const double gross = to_sponsor + preferred[0];
    const double withheld =
        gross * (sponsor_stake >= tax.major_stake ? tax.dividend_rate_major : tax.dividend_rate);
    double repaid = 0;
    if (bid_.carry == Carry::repaid) {
      const double of_interest = pay(carry_.interest, to_fund + preferred[1]);
      repaid = of_interest + pay(carry_.principal, to_fund + preferred[1] - of_interest);
    }
    book_.at(Payment::shareholder_interest, t) = interest;
    book_.at(Payment::shareholder_principal, t) = principal;
    book_.at(Payment::shareholder_withholding, t) = interest * bid_.shareholder_loan_withholding;
    book_.at(Payment::preferred_to_sponsor, t) = preferred[0];
    book_.at(Payment::preferred_to_fund, t) = preferred[1];
    book_.at(Payment::dividend_to_sponsor, t) = to_sponsor;
    book_.at(Payment::dividend_to_fund, t) = to_fund;
    book_.at(Payment::dividend_withholding, t) = withheld;
    book_.at(Payment::home_tax, t) = gross * bid_.home_dividend_tax;
    book_.at(Payment::carry_repaid, t) = repaid;
    make_up(t, to_fund + preferred[1] - repaid, gross - withheld - gross * bid_.home_dividend_tax);
  }

  // At the end of period t, if the date of the option falls into it.
  bool buy_in(std::size_t t, double date_y) {
    if (bid_.buy_in_share <= 0 || !(calendar_.start_y[t] <= date_y && date_y < calendar_.end_y(t)))
      return false;
    const double share = std::min(bid_.buy_in_share, 1 - fund_stake_);
    const double price = bid_.buy_in_price_usd * usd_[t] + bid_.buy_in_cost_share * share /
                                                               (1 - fund_stake_) *
                                                               (cost_.principal + cost_.interest);
    double distributed = 0, years = 0;
    for (std::size_t s = t + 1; s-- > 0 && years < 1 - 1e-9; years += calendar_.length_y[s])
      distributed += ledger_.at(Line::distribution, s);
    if (bid_.buy_in_multiple > 0 && bid_.buy_in_multiple * share * distributed < price)
      return false;
    book_.at(Payment::buy_in, t) = price;
    fund_stake_ += share;
    return true;
  }

  double fund_stake() const { return fund_stake_; }

 private:
  void make_up(std::size_t t, double fund, double sponsor) {
    if (bid_.profit_floor <= 0) return;
    lacking_ -= fund;
    const double profit = ledger_.at(Line::taxable_income, t) - ledger_.at(Line::income_tax, t);
    lacking_ += bid_.profit_floor * std::max(0.0, profit);
    if (!calendar_.ends_year(t) && t + 1 < calendar_.periods()) return;
    const double made_up = std::min(std::max(0.0, lacking_), std::max(0.0, sponsor));
    book_.at(Payment::floor_made_up, t) = made_up;
    lacking_ = std::max(0.0, lacking_ - made_up);  // more than the floor is not set against others
  }

  const Calendar& calendar_;
  const Ledger& ledger_;
  const std::vector<double>& usd_;
  const Bid& bid_;
  PaymentBook& book_;
  double fund_stake_, fund_paid_ = 0, paid_ = 0, lacking_ = 0;
  Debt carry_, lent_, cost_;
  std::array<Debt, 2> due_;  // to sponsor and fund, preferred
};

void write_claims(const Ledger& l, PaymentBook& book, std::size_t t) {
  constexpr std::pair<Payment, Line> kClaims[] = {
      {Payment::extraction_tax, Line::extraction_tax},
      {Payment::royalty_uplift, Line::royalty_uplift},
      {Payment::income_tax, Line::income_tax},
      {Payment::property_tax, Line::property_tax},
      {Payment::social_tax, Line::social_tax},
      {Payment::interest_withholding, Line::interest_withholding},
      {Payment::marketing, Line::marketing},
      {Payment::management, Line::management},
      {Payment::interest, Line::interest},
      {Payment::principal, Line::principal},
      {Payment::upfront_fee, Line::upfront_fee},
      {Payment::commitment_fee, Line::commitment_fee},
      {Payment::exposure_fee, Line::exposure_fee},
      {Payment::draw, Line::draw}};
  for (const auto& [payment, line] : kClaims) book.at(payment, t) = l.at(line, t);
  for (const Line line : {Line::vat_due_change, Line::working_capital_change,
                          Line::closure_fund_change, Line::reserve_change, Line::cash_change})
    book.at(Payment::put_by, t) += l.at(line, t);
}

double gross_flow(const Ledger& l, std::size_t t) {
  double sum = 0;
  for (const Line line :
       {Line::revenue, Line::selling, Line::mining, Line::processing, Line::general, Line::refining,
        Line::care, Line::sustaining, Line::capital, Line::closure, Line::vat_due_change,
        Line::working_capital_change, Line::closure_fund_change, Line::reserve_change,
        Line::cash_change})
    sum += std::abs(l.at(line, t));
  return sum;
}

double residual(const Ledger& ledger, const PartyFlows& flows) {
  double worst = 0;
  for (std::size_t t = 0; t < flows.periods; ++t) {
    double sum = 0, gross = gross_flow(ledger, t);
    for (const auto& flow : flows.flow) {
      sum += flow[t];
      gross += std::abs(flow[t]);
    }
    const double gap = std::abs(ledger.at(Line::pretax_cash, t) - sum);
    if (gap > 0) worst = std::max(worst, gap / gross);
  }
  return worst;
}

std::size_t period_of(const Calendar& calendar, double time_y) {
  std::size_t t = 0;
  while (t + 1 < calendar.periods() && calendar.end_y(t) <= time_y) ++t;
  return t;
}

// The first period with revenue; infinity if nothing is ever sold.
double first_sale_y(const Calendar& calendar, const Ledger& ledger) {
  for (std::size_t t = 0; t < ledger.periods; ++t)
    if (ledger.at(Line::revenue, t) > 0) return calendar.start_y[t];
  return kInfinity;
}

void write_milestones(const Calendar& calendar, const Bid& bid, const Dates& dates,
                      double first_sale, const std::vector<double>& usd, PaymentBook& book) {
  for (const Milestone& milestone : bid.milestone) {
    const std::array<double, 3> from = {std::max(0.0, dates.closing_y),
                                        std::max(0.0, dates.construction_y), first_sale};
    const double date = from[static_cast<std::size_t>(milestone.when)] + milestone.after_y;
    if (!(date < calendar.end_y(calendar.periods() - 1))) continue;
    constexpr Payment kTo[] = {Payment::milestone_to_state, Payment::milestone_to_fund,
                               Payment::milestone_to_seller};
    const std::size_t t = period_of(calendar, date);
    book.at(kTo[static_cast<std::size_t>(milestone.to)], t) += milestone.amount_usd * usd[t];
  }
}

}  // namespace

std::string_view name_of(Instrument instrument) {
  LODE_CHECK(instrument < Instrument::kCount);
  return kInstrumentKinds[static_cast<std::size_t>(instrument)].name;
}

PartyFlows waterfall(const Calendar& calendar, const finance::Venture& venture,
                     std::span<const finance::Tax* const> tax, const Bid& bid,
                     double stake_price_usd, const Dates& dates) {
  const Ledger& ledger = venture.ledger;
  const std::vector<double>& usd = venture.index.usd;
  const std::size_t n = calendar.periods();
  LODE_CHECK(n > 0 && ledger.periods == n && tax.size() == n && usd.size() == n);
  PartyFlows flows;
  flows.periods = n;
  flows.payment = make_book(n);
  PaymentBook& book = flows.payment;
  HurdleAccount hurdle(bid.profit_share_hurdle);
  Holders holders(calendar, venture, bid, book);
  const double first_sale = first_sale_y(calendar, ledger);
  for (std::size_t t = 0; t < n; ++t) {
    write_claims(ledger, book, t);
    const double distribution = ledger.at(Line::distribution, t);
    const double paid_in = ledger.at(Line::equity, t) + ledger.at(Line::support, t);
    if (bid.profit_share > 0)
      book.at(Payment::profit_share, t) =
          bid.profit_share * usd[t] *
          hurdle.excess(calendar.mid_y(t), paid_in / usd[t], distribution / usd[t]);
    holders.call(t);
    holders.distribute(t, distribution - book.at(Payment::profit_share, t), *tax[t]);
    flows.bought_in = holders.buy_in(t, first_sale + bid.buy_in_after_y) || flows.bought_in;
    flows.fund_stake.push_back(holders.fund_stake());
  }
  write_milestones(calendar, bid, dates, first_sale, usd, book);
  const std::size_t closing = period_of(calendar, dates.closing_y);
  book.at(Payment::stake_price, closing) += stake_price_usd * usd[closing];
  for (std::size_t p = 0; p < kParties; ++p) flows.flow[p] = flow_of(book, static_cast<Party>(p));
  for (std::size_t i = 0; i < kInstruments; ++i)
    for (std::size_t t = 0; t < n; ++t)
      flows.receipts[i].push_back(book.at(kInstrumentKinds[i].payment, t));
  flows.identity_residual = residual(ledger, flows);
  return flows;
}

namespace {

double present_value(const Calendar& calendar, const std::vector<double>& nominal,
                     const finance::Index& index, double real_rate, std::vector<double>& real) {
  if (std::all_of(nominal.begin(), nominal.end(), [](double v) { return v == 0; })) return 0;
  real.resize(nominal.size());
  for (std::size_t t = 0; t < nominal.size(); ++t) real[t] = nominal[t] / index.usd[t];
  return finance::net_present_value(real, calendar, real_rate);
}

}  // namespace

std::array<double, kParties> present_values(const Calendar& calendar, const PartyFlows& flows,
                                            const finance::Index& index, const Bid& bid,
                                            const DiscountRates& rates, double risk_free) {
  const double marketer = bid.marketer_is_sponsor ? bid.equity_rate : rates.marketer;
  const std::array<double, kParties> rate = {
      rates.state, rates.fund,   bid.equity_rate,         risk_free,    rates.guarantor,
      marketer,    rates.seller, rates.other_governments, rates.project};
  constexpr auto lenders = static_cast<std::size_t>(Party::lenders);
  std::array<double, kParties> values{};
  std::vector<double> real;
  for (std::size_t p = 0; p < kParties; ++p)
    values[p] = p == lenders ? finance::net_present_value(flows.flow[p], calendar, risk_free)
                             : present_value(calendar, flows.flow[p], index, rate[p], real);
  return values;
}

std::array<double, kParties> present_values_at(const Calendar& calendar, const PartyFlows& flows,
                                               const finance::Index& index, double real_rate) {
  std::array<double, kParties> values{};
  std::vector<double> real;
  for (std::size_t p = 0; p < kParties; ++p)
    values[p] = present_value(calendar, flows.flow[p], index, real_rate, real);
  return values;
}

}  // namespace lode::deal

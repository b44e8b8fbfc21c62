#include "deal/waterfall.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace lode::deal {
namespace {

using finance::Ledger;
using finance::Line;

// The payment of each instrument.
struct InstrumentKind {
  std::string_view name;
  Payment payment;
};
constexpr std::array<InstrumentKind, kInstruments> kInstrumentKinds = {{
    {"extraction_tax", Payment::extraction_tax},
    {"royalty_uplift", Payment::royalty_uplift},
    {"royalty", Payment::royalty},
    {"import_duty", Payment::import_duty},
    {"services_withholding", Payment::services_withholding},
    {"rent_tax", Payment::rent_tax},
    {"income_tax", Payment::income_tax},
    {"property_tax", Payment::property_tax},
    {"social_tax", Payment::social_tax},
    {"dividend_withholding", Payment::dividend_withholding},
    {"interest_withholding", Payment::interest_withholding},
    {"profit_share", Payment::profit_share},
    {"shareholder_withholding", Payment::shareholder_withholding},
    {"milestones", Payment::milestone_to_state},
    {"partners_withholding", Payment::partners_withholding},
    {"taxes_deferred", Payment::taxes_deferred},
    {"closure_beyond_fund", Payment::closure_beyond_fund},
}};
static_assert(!kInstrumentKinds.back().name.empty());

// The holders of a bid, in this order, then Bid::holder; the treasury holds nothing and takes the
// profit share.
enum : std::size_t { kSponsor, kFund, kTreasury, kFurther };

// Exercised at the end of the period in which its date falls.
void set_option(finance::Holder& holder, const BuyIn& buy_in, const Calendar& calendar,
                double first_sale) {
  const double date_y = first_sale + buy_in.after_y;
  for (std::size_t t = 0; t < calendar.periods(); ++t)
    if (buy_in.share > 0 && calendar.start_y[t] <= date_y && date_y < calendar.end_y(t))
      holder.option_period = static_cast<int>(t);
  holder.option_stake = buy_in.share;
  holder.option_at_end = true;
  holder.option_price = buy_in.price_usd;
  holder.option_cost_share = buy_in.cost_share;
  holder.option_cost_rate = buy_in.rate;
  holder.option = buy_in.multiple > 0 ? finance::Option::multiple : finance::Option::always;
  holder.option_multiple = buy_in.multiple;
}

std::vector<finance::Holder> holders_of(const Calendar& calendar, const Bid& bid,
                                        double first_sale) {
  std::vector<finance::Holder> out(3);
  out.reserve(3 + bid.holder.size());
  finance::Holder &sponsor = out[kSponsor], &fund = out[kFund], &treasury = out[kTreasury];
  sponsor.stake = 1 - bid.fund_stake;
  sponsor.loan_share = bid.shareholder_loan_share;
  sponsor.loan_rate = bid.shareholder_loan_rate;
  sponsor.loan_withholding = bid.shareholder_loan_withholding;
  sponsor.home_tax = bid.home_dividend_tax;
  fund.stake = bid.fund_stake;
  fund.state = true;
  fund.supports = false;
  fund.carry_rate = bid.carry_rate;
  switch (bid.carry) {
    case Carry::free:
      fund.kind = finance::Carried::free;
      break;
    case Carry::repaid:
      fund.kind = finance::Carried::carried;
      break;
    case Carry::pro_rata:
      fund.call_cap = bid.fund_call_cap_usd;
      fund.dilution = bid.dilution;
  }
  for (finance::Holder* holder : {&sponsor, &fund}) {
    holder->preferred = bid.preferred;
    holder->preferred_return = bid.preferred_return;
  }
  fund.profit_floor = bid.profit_floor;
  set_option(fund, bid.buy_in, calendar, first_sale);
  treasury.stake = 0;
  treasury.state = true;
  treasury.kind = finance::Carried::free;
  treasury.profit_share = bid.profit_share;
  treasury.hurdle = bid.profit_share_hurdle;
  treasury.hurdle_is_real = true;
  for (const BidHolder& further : bid.holder) {
    finance::Holder holder = further.terms;
    holder.supports = !holder.state;
    sponsor.stake -= holder.stake;
    set_option(holder, further.buy_in, calendar, first_sale);
    out.push_back(std::move(holder));
  }
  return out;
}

void write_holders(const finance::HolderShares& shares, PaymentBook& book) {
  for (std::size_t t = 0; t < book.periods; ++t) {
    const finance::HolderPeriod &sponsor = shares.at(kSponsor, t), &fund = shares.at(kFund, t);
    book.at(Payment::call_on_sponsor, t) = sponsor.call;
    book.at(Payment::shareholder_loan, t) = sponsor.lent;
    book.at(Payment::support, t) = sponsor.support;
    book.at(Payment::call_on_fund, t) = fund.call;
    book.at(Payment::profit_share, t) = shares.at(kTreasury, t).profit_share;
    book.at(Payment::shareholder_interest, t) = sponsor.interest;
    book.at(Payment::shareholder_principal, t) = sponsor.principal;
    book.at(Payment::shareholder_withholding, t) = sponsor.interest_withheld;
    book.at(Payment::preferred_to_sponsor, t) = sponsor.preferred;
    book.at(Payment::preferred_to_fund, t) = fund.preferred;
    book.at(Payment::dividend_to_sponsor, t) = sponsor.dividend;
    book.at(Payment::dividend_to_fund, t) = fund.dividend;
    book.at(Payment::dividend_withholding, t) = sponsor.withheld;
    book.at(Payment::home_tax, t) = sponsor.home_tax;
  }
}

// Payments of further holders: public ones are booked with the fund, private ones as partners.
void write_further(const Bid& bid, const finance::HolderShares& shares, PaymentBook& book) {
  for (std::size_t k = 0; k < bid.holder.size(); ++k) {
    const bool state = bid.holder[k].terms.state;
    const auto add = [&](Payment of_fund, Payment of_partners, std::size_t t, double amount) {
      book.at(state ? of_fund : of_partners, t) += amount;
    };
    for (std::size_t t = 0; t < book.periods; ++t) {
      const finance::HolderPeriod& p = shares.at(kFurther + k, t);
      add(Payment::call_on_fund, Payment::call_on_partners, t, p.call + p.lent + p.support);
      add(Payment::preferred_to_fund, Payment::preferred_to_partners, t,
          p.interest + p.principal + p.preferred);
      add(Payment::dividend_to_fund, Payment::dividend_to_partners, t, p.dividend);
      book.at(Payment::partners_withholding, t) += p.withheld + p.interest_withheld;
      book.at(Payment::partners_home_tax, t) += p.home_tax;
    }
  }
}

// Transfers between holders. One among public holders, or among partners, is not a payment.
void write_transfers(const Bid& bid, const finance::HolderShares& shares, PaymentBook& book) {
  const auto who = [&](std::size_t holder) {
    if (holder == kSponsor) return Party::sponsor;
    return holder < kFurther || bid.holder[holder - kFurther].terms.state ? Party::fund
                                                                          : Party::partners;
  };
  constexpr Payment kOfTwo[] = {Payment::carry_repaid, Payment::buy_in, Payment::floor_made_up};
  constexpr Payment kOfThree[] = {Payment::partners_to_sponsor, Payment::sponsor_to_partners,
                                  Payment::partners_to_fund, Payment::fund_to_partners};
  for (const finance::Transfer& moved : shares.transfer) {
    LODE_CHECK(moved.kind != finance::TransferKind::sum);  // milestones are booked apart
    const Party from = who(moved.from), to = who(moved.to);
    if (from == to) continue;
    Payment payment = kOfTwo[static_cast<std::size_t>(moved.kind)];
    for (const Payment other : kOfThree)
      if (kind_of(other).from == from && kind_of(other).to == to) payment = other;
    LODE_CHECK(kind_of(payment).from == from && kind_of(payment).to == to);
    book.at(payment, moved.period) += moved.amount;
  }
}

Payment payment_named(std::string_view name) {
  std::size_t p = 0;
  while (p < kPayments && kind_of(static_cast<Payment>(p)).name != name) ++p;
  LODE_CHECK(p < kPayments);
  return static_cast<Payment>(p);
}

// The lines of a study's ledger that are payments: a line has the payment of its own name, what is
// set aside is all in one.
std::vector<std::pair<Payment, Line>> claims() {
  std::vector<std::pair<Payment, Line>> out = {{Payment::private_royalty, Line::private_royalty}};
  for (std::size_t i = 0; i < finance::kLines; ++i) {
    const auto line = static_cast<Line>(i);
    const finance::LineKind& kind = finance::kind_of(line);
    if (!finance::is_in_study(line) || kind.from.empty()) continue;
    out.emplace_back(kind.to == "balances" ? Payment::put_by : payment_named(kind.name), line);
  }
  return out;
}

void write_claims(const Ledger& l, PaymentBook& book) {
  static const auto kClaims = claims();
  for (std::size_t t = 0; t < book.periods; ++t)
    for (const auto& [payment, line] : kClaims) book.at(payment, t) += l.at(line, t);
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

Payment payment_of(Instrument instrument) {
  LODE_CHECK(instrument < Instrument::kCount);
  return kInstrumentKinds[static_cast<std::size_t>(instrument)].payment;
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
  write_claims(ledger, book);
  if (venture.closure_is_guaranteed)
    for (std::size_t t = 0; t < n; ++t)
      std::swap(book.at(Payment::closure_guaranteed, t), book.at(Payment::closure_beyond_fund, t));
  const double first_sale = first_sale_y(calendar, ledger);
  const auto row = [&](Line line) { return finance::series_of(ledger, line); };
  finance::HolderShares shares;
  finance::share_out(holders_of(calendar, bid, first_sale), {}, calendar,
                     {row(Line::equity),
                      row(Line::support),
                      row(Line::distribution),
                      row(Line::taxable_income),
                      row(Line::income_tax),
                      {usd.data()},
                      tax},
                     shares);
  write_holders(shares, book);
  write_further(bid, shares, book);
  write_transfers(bid, shares, book);
  for (std::size_t k = 0; k < bid.holder.size(); ++k)
    flows.holder.push_back(finance::net_of(shares, kFurther + k));
  flows.bought_in = shares.bought_in[kFund];
  for (std::size_t t = 0; t < n; ++t) flows.fund_stake.push_back(shares.at(kFund, t).stake);
  write_milestones(calendar, bid, dates, first_sale, usd, book);
  const std::size_t closing = period_of(calendar, dates.closing_y);
  book.at(Payment::stake_price, closing) += stake_price_usd * usd[closing];
  for (std::size_t p = 0; p < kParties; ++p) flows.flow[p] = flow_of(book, static_cast<Party>(p));
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
  const double marketer = bid.venture.marketer_is_sponsor ? bid.equity_rate : rates.marketer;
  const std::array<double, kParties> rate = {
      rates.state,          rates.fund,     bid.equity_rate, risk_free,
      rates.guarantor,      marketer,       rates.seller,    rates.other_governments,
      rates.royalty_holder, rates.partners, rates.project,   rates.project};
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
  const double force = std::log1p(real_rate);  // of interest: the rate compounded continuously
  for (std::size_t t = 0; t < flows.periods; ++t) {
    const double worth = std::exp(-force * calendar.mid_y(t)) / index.usd[t];
    for (std::size_t p = 0; p < kParties; ++p) values[p] += flows.flow[p][t] * worth;
  }
  return values;
}

}  // namespace lode::deal

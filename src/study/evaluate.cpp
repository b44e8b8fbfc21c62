#include "study/evaluate.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "study/scene.h"

namespace lode::study {
namespace {

using deal::Party;
using finance::Line;

std::vector<double> real_flow(const deal::PartyFlows& flows, const finance::Index& index,
                              Party party) {
  std::vector<double> out = flows.flow[static_cast<std::size_t>(party)];
  for (std::size_t t = 0; t < out.size(); ++t) out[t] /= index.usd[t];
  return out;
}

void add(std::vector<double>& to, const std::vector<double>& from, double factor = 1) {
  for (std::size_t t = 0; t < to.size(); ++t) to[t] += factor * from[t];
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

double lowest_cumulative(const std::vector<double>& flow) {
  double cumulative = 0, lowest = 0;
  for (const double value : flow) lowest = std::min(lowest, cumulative += value);
  return lowest;
}

double nan() { return std::numeric_limits<double>::quiet_NaN(); }

// [year of construction] share of the project's initial capital.
std::vector<double> spending(const Case& c, const Start& start) {
  if (start.deposits == 0 || start.deposits >= c.deposit.size()) return c.project.capital_profile;
  std::vector<double> out;
  for (std::size_t d = 0; d < start.deposits; ++d) {
    const std::vector<double>& part = c.deposit[d].capital_profile;
    out.resize(std::max(out.size(), part.size()), 0.0);
    for (std::size_t year = 0; year < part.size(); ++year) out[year] += part[year];
  }
  while (out.size() > 1 && out.back() == 0) out.pop_back();
  return out;
}

double construction_start_y(const Project& project, const Start& start) {
  return project.construction_start - project.base_year + start.delay_y;
}

finance::Timeline timeline(const Scene& scene, const Start& start) {
  const Case& c = scene.now.drawn();
  const Project& project = c.project;
  finance::Timeline out;
  out.construction_end_y =
      construction_start_y(project, start) + static_cast<double>(spending(c, start).size());
  out.production_start_y = kInfinity;
  const std::size_t built = start.deposits > 0 ? start.deposits : c.deposit.size();
  for (std::size_t d = 0; d < built; ++d)
    out.production_start_y = std::min(
        out.production_start_y,
        production_start_y(c, c.deposit[d], start.delay_y + scene.world.stress.first_ore_delay_y));
  out.licence_end_y = project.licence_start + project.licence_y - project.base_year;
  return out;
}

// Initial capital, real [period]: the case's, times the estimate and the overrun, the bid's factor
// and the conditions of the period. A late first ore moves none of it: the money is out, the ore is
// late.
std::vector<double> capital(const Scene& scene, const deal::Bid& bid, const Start& start) {
  const Project& project = scene.now.drawn().project;
  const Calendar& calendar = scene.study.calendar;
  const std::vector<double> profile = spending(scene.now.drawn(), start);
  std::vector<double> out(calendar.periods(), 0.0);
  const double begin = construction_start_y(project, start);
  const double end = begin + static_cast<double>(profile.size());
  for (std::size_t t = 0; t < calendar.periods() && calendar.start_y[t] < end; ++t) {
    double spent = 0;  // share of the capital
    for (std::size_t year = 0; year < profile.size(); ++year) {
      const double from = begin + static_cast<double>(year);
      spent += calendar.overlap(t, from, from + 1) * calendar.length_y[t] * profile[year];
    }
    out[t] = spent * project.capital_usd * project.capital_estimate *
             scene.now.at(t).project.capital_overrun * bid.capital_factor *
             scene.world.stress.capital_factor;
  }
  return out;
}

// Stands until the next is asked for on the same thread.
finance::Venture& venture_of(const Scene& scene, const Trade& trade,
                             const finance::VentureTerms& terms) {
  const Case& c = scene.now.drawn();
  thread_local finance::VentureMemory memory;  // memory alone: nothing is carried over
  return finance::venture_cash_flow(scene.study.calendar, trade.money, trade.capital_usd,
                                    scene.now.tax(), c.financing, scene.now.index(), terms,
                                    timeline(scene, trade.start), memory);
}

// Of the bid's project before its financing and its marketing.
finance::VentureTerms unfinanced(const deal::Bid& bid) {
  finance::VentureTerms terms;
  terms.royalty_uplift = bid.venture.royalty_uplift;
  terms.as_signed.life_y = bid.venture.as_signed.life_y;
  return terms;
}

// What an unlevered project depends on beside its world and the bid's delay.
std::array<double, 3> what_moves(const deal::Bid& bid, const Trade& trade) {
  return {bid.venture.royalty_uplift, sum(trade.money.revenue_usd), sum(trade.capital_usd)};
}

// A record being filled: each part puts its numbers in their places.
class Writer {
 public:
  Writer(const Scene& scene, const Operated& operated, const deal::Bid& bid, const Books& books,
         const Unlevered& unlevered)
      : scene_(scene),
        calendar_(scene.study.calendar),
        at_(scene.study.layout.answer),
        operated_(operated),
        bid_(bid),
        books_(books),
        unlevered_(unlevered),
        ledger_(books.venture.ledger),
        out_{std::vector<double>(at_.size(), 0.0)} {
    if (books.venture.closed_after) end_ = *books.venture.closed_after + 1;
    for (std::size_t t = 0; t < calendar_.periods(); ++t) {
      year_of_.push_back(calendar_.year_index(t));
      deflator_.push_back(1 / books.venture.index.usd[t]);
    }
  }

  Answer write() {
    parties();
    project();
    debt();
    holders();
    units();
    years();
    payments();
    deposits();
    return std::move(out_);
  }

 private:
  // Until the mine was closed, if lenders closed it: what was planned after that never came.
  double until_end(const std::vector<double>& by_period) const {
    return std::accumulate(
        by_period.begin(),
        by_period.begin() + static_cast<std::ptrdiff_t>(std::min(end_, by_period.size())), 0.0);
  }
  void put(Measure m, double value) { out_.values[at_.measure(m)] = value; }
  // Sums of a year's periods.
  template <class AtPeriod>
  void put_years(std::size_t place, const AtPeriod& value) {
    for (std::size_t t = 0; t < year_of_.size(); ++t) out_.values[place + year_of_[t]] += value(t);
  }
  double real(Line line, std::size_t t) const { return ledger_.at(line, t) * deflator_[t]; }
  template <class Lines>
  double real_sum(const Lines& lines, std::size_t t) const {
    double sum = 0;
    for (const Line line : lines) sum += real(line, t);
    return sum;
  }

  void parties() {
    const auto own = values_of(scene_, bid_, books_.flows);
    const auto common = deal::present_values_at(calendar_, books_.flows, books_.venture.index,
                                                scene_.now.drawn().discount.common);
    for (std::size_t p = 0; p < deal::kParties; ++p) {
      out_.values[at_.own(p)] = own[p];
      out_.values[at_.common(p)] = common[p];
    }
  }

  void project() {
    put(Measure::project_npv, unlevered_.npv);
    put(Measure::project_npv_end, unlevered_.npv_end);
    put(Measure::project_breaks_even, unlevered_.npv >= 0 ? 1 : 0);
    put(Measure::project_irr, unlevered_.irr);
    put(Measure::payback_y, unlevered_.payback_y);
    put(Measure::value_after_licence25, unlevered_.late_npv);
  }

  void debt() {
    const finance::Venture& venture = books_.venture;
    double least = nan(), total = 0, due = 0;
    for (const double cover : venture.cover)
      if (!std::isnan(cover)) {
        least = std::isnan(least) ? cover : std::min(least, cover);
        total += cover;
        due += 1;
      }
    put(Measure::minimum_cover, least);
    put(Measure::mean_cover, due > 0 ? total / due : nan());
    put(Measure::loan_life_cover, venture.loan_life_cover);
    put(Measure::drawn, venture.drawn_usd);
    put(Measure::peak_debt, venture.peak_debt_usd);
    put(Measure::in_default, venture.default_period ? 1 : 0);
    put(Measure::unpaid, venture.unpaid_usd);
    put(Measure::unpaid_taxes, venture.unpaid_taxes_usd);
    put(Measure::unpaid_fees, venture.unpaid_fees_usd);
    put(Measure::closure_beyond_fund, sum(venture.ledger.row(Line::closure_beyond_fund)));
    put(Measure::service_missed, venture.service_missed ? 1 : 0);
    put(Measure::exposure_at_default, venture.exposure_usd);
    put(Measure::loss_given_default, venture.loss_given_default);
    put(Measure::contract_loss,
        venture.service_missed
            ? venture.exposure_usd * venture.loss_given_default *
                  std::pow(1 + scene_.now.drawn().macro.risk_free, -venture.exposure_y)
            : 0);
  }

  void holders() {
    const finance::Venture& venture = books_.venture;
    const std::vector<double> sponsor = real_flow(books_.flows, venture.index, Party::sponsor);
    put(Measure::sponsor_irr,
        finance::internal_rate_of_return(sponsor, calendar_).value.value_or(nan()));
    put(Measure::peak_sponsor_outlay, -lowest_cumulative(sponsor));
    put(Measure::state_receipts, sum(real_flow(books_.flows, venture.index, Party::state)));
    double first = nan();
    for (std::size_t t = 0; t < calendar_.periods() && std::isnan(first); ++t)
      if (venture.ledger.at(Line::distribution, t) > 0) first = calendar_.year(t);
    put(Measure::first_dividend_year, first);
    for (std::size_t k = 0; k < at_.holders(); ++k)
      out_.values[at_.holder(k)] = k < bid_.holder.size() ? value_of_holder(k) : nan();
    put(Measure::identity_residual, books_.flows.identity_residual);
    put(Measure::metal_residual, operated_.metal_residual);
    put(Measure::facility_residual, venture.facility_residual);
  }

  double value_of_holder(std::size_t k) const {
    const deal::DiscountRates& rates = scene_.now.drawn().discount;
    const deal::BidHolder& holder = bid_.holder[k];
    const double otherwise = holder.terms.state ? rates.fund : rates.partners;
    std::vector<double> real = books_.flows.holder[k];
    for (std::size_t t = 0; t < real.size(); ++t) real[t] *= deflator_[t];
    return finance::net_present_value(real, calendar_,
                                      std::isfinite(holder.rate) ? holder.rate : otherwise);
  }

  void units() {
    const finance::Operations& m = books_.money;
    const double paid = until_end(books_.sales.paid_t);
    const double quotes = paid / scene_.now.drawn().commodity.front().quote_mass_t;
    const double by_products = until_end(m.revenue_usd) - until_end(m.marketed_usd);
    const double cash_cost = until_end(m.mining_usd) + until_end(m.processing_usd) +
                             until_end(m.general_usd) + until_end(m.refining_usd) +
                             until_end(m.selling_usd) - by_products;
    double taxes_on_cost = 0;
    for (const Line line :
         {Line::extraction_tax, Line::property_tax, Line::royalty, Line::private_royalty})
      for (std::size_t t = 0; t < calendar_.periods(); ++t) taxes_on_cost += real(line, t);
    put(Measure::product_t, until_end(books_.sales.sold_t));
    put(Measure::unsold_t, books_.sales.unsold_t);
    put(Measure::paid_t, paid);
    put(Measure::c1_usd, quotes > 0 ? cash_cost / quotes : nan());
    put(Measure::aisc_usd,
        quotes > 0 ? (cash_cost + until_end(m.sustaining_usd) + taxes_on_cost) / quotes : nan());
    put(Measure::suspended_y, until_end(operated_.care_y));
  }

  void years() {
    constexpr std::array kFees = {Line::marketing, Line::management, Line::private_royalty};
    constexpr std::array kSpent = {Line::capital, Line::sustaining, Line::closure};
    for (std::size_t t = 0; t < calendar_.periods(); ++t) {
      const std::size_t y = year_of_[t];
      const auto add = [&](Series s, double value) { out_.values[at_.series(s, y)] += value; };
      const double fees = real_sum(kFees, t), taxes = real_sum(finance::kTaxes, t);
      add(Series::revenue, real(Line::revenue, t));
      add(Series::operating, real_sum(kOperatingCosts, t));
      add(Series::marketing, fees);
      add(Series::taxes, taxes);
      add(Series::capital, real_sum(kSpent, t));
      add(Series::net, real(Line::pretax_cash, t) - fees - taxes);
      add(Series::distribution, real(Line::distribution, t));
      add(Series::product_t, t < end_ ? books_.sales.sold_t[t] : 0);
      if (!calendar_.ends_year(t)) continue;  // balances at the year's end, nominal debt deflated
      out_.values[at_.series(Series::debt_balance, y)] = real(Line::debt_balance, t);
      out_.values[at_.series(Series::concentrate_stock_t, y)] =
          t < end_ ? operated_.concentrate_stock_t[t] : 0;
    }
    const std::vector<double>& cover = books_.venture.cover;
    std::copy(cover.begin(), cover.end(),
              out_.values.begin() + static_cast<std::ptrdiff_t>(at_.series(Series::cover, 0)));
  }

  void payments() {
    const deal::PaymentBook& book = books_.flows.payment;
    for (std::size_t i = 0; i < deal::kInstruments; ++i) {
      const auto instrument = static_cast<deal::Instrument>(i);
      const deal::Payment payment = deal::payment_of(instrument);
      const double sign = deal::sign_of(instrument);
      put_years(at_.receipt(i, 0),
                [&](std::size_t t) { return sign * book.at(payment, t) * deflator_[t]; });
    }
    double* const paid = &out_.values[at_.payment(0)];
    for (std::size_t t = 0; t < calendar_.periods(); ++t)
      for (std::size_t p = 0; p < deal::kPayments; ++p)
        paid[p] += book.values[t * deal::kPayments + p] * deflator_[t];
  }

  void deposits() {
    for (std::size_t d = 0; d < operated_.deposit.size(); ++d) {
      const DepositSeries& series = operated_.deposit[d];
      const auto put = [&](DepositYear what, const std::vector<double>& by_period) {
        put_years(at_.deposit_year(d, what, 0),
                  [&](std::size_t t) { return t < end_ ? by_period[t] : 0; });
      };
      put(DepositYear::rock_t, series.rock_t);
      put(DepositYear::ore_mined_t, series.ore_mined_t);
      put(DepositYear::milled_t, series.milled_t);
      put(DepositYear::feed_metal_t, series.feed_metal_t);
      for (const BridgeField& field : kBridgeFields)
        out_.values[at_.bridge(d, field.item)] = operated_.bridge[d].*field.item;
    }
  }

  const Scene& scene_;
  const Calendar& calendar_;
  const AnswerLayout& at_;
  const Operated& operated_;
  const deal::Bid& bid_;
  const Books& books_;
  const Unlevered& unlevered_;
  const finance::Ledger& ledger_;
  std::vector<std::size_t> year_of_;                // [period]
  std::vector<double> deflator_;                    // [period] real for nominal USD
  std::size_t end_ = static_cast<std::size_t>(-1);  // of the mine, if it was closed early
  Answer out_;
};

}  // namespace

std::vector<double> real_row(const finance::Venture& venture, Line line) {
  std::vector<double> out = venture.ledger.row(line);
  for (std::size_t t = 0; t < out.size(); ++t) out[t] /= venture.index.usd[t];
  return out;
}

Trade trade_of(const Scene& scene, const Operated& operated, const deal::Bid& bid) {
  LODE_CHECK(bid.delay_y <= operated.start.delay_y &&
             bid.capacity_factor == operated.capacity_factor);
  Trade out;
  out.start = operated.start;
  out.sales = sell(operated, bid, scene.now);
  out.money = with_sales(operated, out.sales, scene.now);
  out.capital_usd = capital(scene, bid, out.start);
  return out;
}

deal::PartyFlows flows_of(const Scene& scene, const deal::Bid& bid, const Start& start,
                          const finance::Venture& venture) {
  LODE_CHECK(bid.stake_price_rule == deal::StakePrice::given);
  const Project& project = scene.now.drawn().project;
  return deal::waterfall(scene.study.calendar, venture, scene.now.tax(), bid, bid.stake_price_usd,
                         {project.closing_year - project.base_year + bid.delay_y,
                          construction_start_y(project, start)});
}

deal::PartyFlows flows_unbuilt(const Scene& scene, const deal::Bid& bid) {
  finance::Venture nothing;
  nothing.ledger = finance::make_ledger(scene.study.calendar.periods());
  nothing.index = scene.now.index();
  return flows_of(scene, bid, {kInfinity, 0}, nothing);
}

finance::Signing signing_of(const Scene& scene, const Operated& operated, const deal::Bid& bid,
                            std::optional<double> cover) {
  const Trade trade = trade_of(scene, operated, bid);
  const auto sign = [&](const auto& rule, auto... more) {
    return rule(scene.study.calendar, trade.money, trade.capital_usd, scene.now.tax(),
                scene.now.drawn().financing, scene.now.index(), bid.venture,
                timeline(scene, trade.start), more...);
  };
  return cover ? sign(finance::sign_at_cover, *cover) : sign(finance::sign_loans);
}

Books books_of(const Scene& scene, const Operated& operated, const deal::Bid& bid) {
  Books out{trade_of(scene, operated, bid), {}, {}};
  out.venture = std::move(venture_of(scene, out, bid.venture));
  out.flows = flows_of(scene, bid, out.start, out.venture);
  return out;
}

finance::Venture project_of(const Scene& scene, const deal::Bid& bid, const Trade& trade) {
  return std::move(venture_of(scene, trade, unfinanced(bid)));
}

std::vector<double> project_flow(const finance::Venture& project) {
  std::vector<double> flow = real_row(project, Line::distribution);
  add(flow, real_row(project, Line::equity), -1);
  add(flow, real_row(project, Line::support), -1);
  return flow;
}

Unlevered unlevered_of(const Scene& scene, const deal::Bid& bid, const Trade& trade) {
  const std::vector<double> flow = project_flow(venture_of(scene, trade, unfinanced(bid)));
  const Calendar& calendar = scene.study.calendar;
  const Case& c = scene.now.drawn();
  const double rate = c.discount.project;
  Unlevered out;
  out.of = what_moves(bid, trade);
  out.npv = finance::net_present_value(flow, calendar, rate);
  out.npv_end = finance::net_present_value(flow, calendar, rate, finance::Convention::period_end);
  out.irr = finance::internal_rate_of_return(flow, calendar).value.value_or(nan());
  out.payback_y = finance::payback_years(flow, calendar).value_or(nan());
  std::vector<double> late = flow;
  for (std::size_t t = 0; t < late.size(); ++t)
    if (calendar.mid_y(t) < c.project.licence_start - c.project.base_year + kLateAfterYears)
      late[t] = 0;
  out.late_npv = finance::net_present_value(late, calendar, rate);
  return out;
}

Unlevered unlevered_of(const Scene& scene, const Operated& operated, const deal::Bid& bid) {
  return unlevered_of(scene, bid, trade_of(scene, operated, bid));
}

std::array<double, deal::kParties> values_of(const Scene& scene, const deal::Bid& bid,
                                             const deal::PartyFlows& flows) {
  const Case& c = scene.now.drawn();
  return deal::present_values(scene.study.calendar, flows, scene.now.index(), bid, c.discount,
                              c.macro.risk_free);
}

Answer answer_of(const Scene& scene, const Operated& operated, const deal::Bid& bid,
                 const Books& books, const Unlevered& unlevered) {
  LODE_CHECK(unlevered.of == what_moves(bid, books));
  return Writer(scene, operated, bid, books, unlevered).write();
}

finance::Signed signed_in(const Scene& scene, finance::Signed loans) {
  loans.limit_usd *= scene.now.drawn().project.capital_estimate /
                     scene.study.file->values.project.capital_estimate;
  return loans;
}

deal::Bid bid_in(const Scene& scene, std::size_t bid) {
  deal::Bid out = scene.now.drawn().bid[bid];
  if (bid < scene.study.lending.size())
    out.venture.as_signed = signed_in(scene, scene.study.lending[bid].loans);
  out.stake_price_rule = deal::StakePrice::given;
  out.stake_price_usd = scene.study.stake_price_usd[bid];
  return out;
}

Answer evaluate(const Scene& scene, const Operated& operated, const deal::Bid& bid,
                const Unlevered& unlevered) {
  return answer_of(scene, operated, bid, books_of(scene, operated, bid), unlevered);
}

Answer evaluate(const Scene& scene, const Operated& operated, const deal::Bid& bid) {
  const Books books = books_of(scene, operated, bid);
  return answer_of(scene, operated, bid, books, unlevered_of(scene, bid, books));
}

Answer evaluate(const Study& study, const World& world, const Operated& operated,
                const deal::Bid& bid) {
  return evaluate(Scene(study, world), operated, bid);
}

}  // namespace lode::study

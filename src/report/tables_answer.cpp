#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "report/stats.h"
#include "report/tables.h"

namespace lode::report {
namespace {

using deal::Party;
using study::Measure;
using study::Results;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// An indicator: a measure of each scenario, or a given number.
struct Item {
  std::string name, unit;
  bool chance = false;  // only its mean says anything
  std::function<double(const study::Rows::Row& row, std::size_t bid)> value;
  std::string missing;  // why a scenario may have none
};

// +1 where a side receives a payment, -1 where it pays it, 0 between its own parties.
double side_part(const deal::Side& side, deal::Payment payment) {
  const deal::PaymentKind& kind = deal::kind_of(payment);
  const auto has = [&](Party party) {
    return std::find(side.parties.begin(), side.parties.end(), party) != side.parties.end();
  };
  return (has(kind.to) ? 1.0 : 0.0) - (has(kind.from) ? 1.0 : 0.0);
}

// Whether the licence lasts kLateAfterYears or more and the calendar goes on after that.
bool has_late_years(const study::Project& p) {
  return p.licence_y >= study::kLateAfterYears &&
         p.base_year + p.horizon_years > p.licence_start + study::kLateAfterYears;
}

// In the order of the table.
class Items {
 public:
  explicit Items(const Results& r)
      : r_(r), at_(r.layout), quote_("$/" + r.file->values.commodity.front().quoted_unit) {}
  std::vector<Item> all() {
    project();
    debt();
    losses();
    receipts();
    operations();
    return std::move(items_);
  }

 private:
  void add(Measure m, const char* name, const std::string& unit, double factor,
           const char* missing = "") {
    items_.push_back(
        {name, unit,
         unit == "%" && factor == 100 && m != Measure::project_irr && m != Measure::sponsor_irr,
         [&at = at_, m, factor](const study::Rows::Row& row, std::size_t b) {
           return row[at.measure(b, m)] * factor;
         },
         missing});
  }

  void project() {
    const char* no_return =
        "no single rate fits: nothing is paid back, nothing is paid in, or several rates do";
    add(Measure::project_npv, "Project NPV, mid-year", "M$", 1e-6);
    add(Measure::project_npv_end, "Project NPV, period end", "M$", 1e-6);
    add(Measure::project_breaks_even, "Chance that project NPV is positive", "%", 100);
    add(Measure::project_irr, "Project IRR, real", "%", 100, no_return);
    add(Measure::sponsor_irr, "Sponsor's IRR, real", "%", 100, no_return);
    add(Measure::payback_y, "Payback from first spending", "y", 1, "the outlay is never paid back");
    add(Measure::peak_sponsor_outlay, "Peak outlay of the sponsor", "M$", 1e-6);
    if (has_late_years(r_.file->values.project))
      add(Measure::value_after_licence25, "Value later than 25 years after the licence", "M$",
          1e-6);
  }

  void debt() {
    const char* no_debt = "no debt service is due";
    add(Measure::drawn, "Debt drawn, nominal", "M$", 1e-6);
    add(Measure::minimum_cover, "Minimum DSCR", "x", 1, no_debt);
    add(Measure::mean_cover, "Average DSCR", "x", 1, no_debt);
    add(Measure::loan_life_cover, "LLCR", "x", 1, "no debt");
    items_.push_back({kChanceBelowCover, "%", true,
                      [&at = at_](const study::Rows::Row& row, std::size_t b) {
                        const double cover = row[at.measure(b, Measure::minimum_cover)];
                        return std::isnan(cover) ? kNone : cover < 1 ? 100.0 : 0.0;
                      },
                      no_debt});
    add(Measure::in_default, "Chance of default", "%", 100);
    items_.push_back({kLendersLoss, "M$", false,
                      [&at = at_](const study::Rows::Row& row, std::size_t b) {
                        const double worth =
                            row[at.own(b, static_cast<std::size_t>(Party::lenders))];
                        return std::max(0.0, -worth) / kMillion;
                      },
                      ""});
  }

  void losses() {
    const char* never = "debt service is never missed";
    add(Measure::service_missed, "Chance that debt service is missed (PD)", "%", 100);
    add(Measure::exposure_at_default, "Exposure when service is first missed, nominal", "M$", 1e-6,
        never);
    add(Measure::loss_given_default, "Loss given default (LGD), of the exposure", "fraction", 1,
        never);
    add(Measure::contract_loss, "Loss against contractual service, at the risk-free rate", "M$",
        1e-6);
    items_.push_back({"Lenders and guarantor together, one public purse", "M$", false,
                      [&at = at_](const study::Rows::Row& row, std::size_t b) {
                        return (row[at.own(b, static_cast<std::size_t>(Party::lenders))] +
                                row[at.own(b, static_cast<std::size_t>(Party::guarantor))]) /
                               kMillion;
                      },
                      ""});
    add(Measure::unpaid, "Bills left unpaid, nominal", "M$", 1e-6);
    add(Measure::unpaid_taxes, "Taxes left unpaid, nominal", "M$", 1e-6);
    add(Measure::unpaid_fees, "Guarantor's and affiliates' fees left unpaid, nominal", "M$", 1e-6);
    add(Measure::closure_beyond_fund, "Closure beyond the fund, nominal", "M$", 1e-6);
  }

  // Over the life: the treasury alone, and with what its fund and the price of the stake bring.
  void receipts() {
    add(Measure::state_receipts, "State receipts, not discounted", "M$", 1e-6);
    const deal::Side host = deal::host_side(r_.file->values.project.host);
    items_.push_back(
        {"State receipts with fund and price of the stake, not discounted", "M$", false,
         [&at = at_, host](const study::Rows::Row& row, std::size_t b) {
           double sum = 0;
           for (std::size_t p = 0; p < deal::kPayments; ++p)
             sum += side_part(host, static_cast<deal::Payment>(p)) * row[at.payment(b, p)];
           return sum / kMillion;
         },
         ""});
  }

  void operations() {
    add(Measure::first_dividend_year, "First dividend", "year", 1, "none is ever paid");
    add(Measure::product_t, "Sold, main commodity in product", "kt", 1e-3);
    add(Measure::c1_usd, "C1 cash cost after by-products", quote_, 1, "nothing is sold");
    add(Measure::aisc_usd, "All-in sustaining cost", quote_, 1, "nothing is sold");
    add(Measure::suspended_y, "Years suspended", "y", 1);
  }

  const Results& r_;
  const study::Layout& at_;
  const std::string quote_;
  std::vector<Item> items_;
};

// Mean present value to the state, real USD, mid-year.
double withheld_from_dividends(const Results& r, std::size_t bid) {
  double out = 0;
  for (std::size_t y = 0; y < r.layout.years; ++y)
    out += mean_of(r.column(r.layout.receipt(
               bid, static_cast<std::size_t>(deal::Instrument::dividend_withholding), y))) *
           std::pow(1 + r.file->values.discount.state, -(static_cast<double>(y) + 0.5));
  return out;
}

Cell cell(double value) { return std::isnan(value) ? Cell{} : Cell{value}; }

// Whether the state receives, as a holder, the fund's free part of each distribution and nothing
// else: then the value is proportional to the fund's stake.
bool is_in_proportion(const deal::Bid& bid) {
  return bid.carry == deal::Carry::free && bid.fund_stake > 0 && bid.buy_in.share == 0 &&
         bid.profit_floor == 0 && bid.preferred == deal::Preferred::none &&
         bid.shareholder_loan_share == 0 &&
         std::none_of(bid.milestone.begin(), bid.milestone.end(),
                      [](const deal::Milestone& m) { return m.to == deal::Payee::fund; }) &&
         std::none_of(bid.holder.begin(), bid.holder.end(), [](const deal::BidHolder& holder) {
           return holder.terms.state || holder.buy_in.share > 0 || holder.terms.profit_floor > 0 ||
                  holder.terms.loan_share > 0 || holder.terms.preferred != deal::Preferred::none;
         });
}

}  // namespace

// What would make the host country indifferent between two bids: its value is linear in each term,
// so means suffice. A larger free stake of the fund leaves less to withhold from the sponsor's
// dividends.
Table flips_table(const Results& r) {
  Table out{
      "flips",
      "What would change the answer for " + r.file->values.project.host,
      "Where the host country (taxes, fund and price of the stake together, at their own "
      "rates) would be indifferent, one term at a time. Withholding from dividends at its rate "
      "for today's stakes. The free stake is told where the fund gets its part of distributions "
      "and "
      "nothing else. A missing number: no value of that term does it.",
      {{"what", ""}, {"bid", ""}, {"against", ""}, {"now", ""}, {"flips_at", ""}, {"unit", ""}},
      {}};
  const study::Case& c = r.file->values;
  const double reference = mean_of(host_values(r, 0));
  for (std::size_t b = 1; b < r.layout.bids; ++b) {
    const double other = mean_of(host_values(r, b)), gap = reference - other;
    const std::size_t l = gap > 0 ? b : 0, w = gap > 0 ? 0 : b;
    const deal::Bid& loser = c.bid[l];
    const double closing = c.project.closing_year - c.project.base_year + loser.delay_y;
    const double growth = std::pow(1 + c.discount.seller, closing);
    out.rows.push_back(
        {std::string(kFlipStakePrice), loser.id, c.bid[w].id, r.stake_price_usd[l] / kMillion,
         (r.stake_price_usd[l] + std::abs(gap) * growth) / kMillion, std::string("M$")});
    const double fund = mean_of(r.column(r.layout.own(l, static_cast<std::size_t>(Party::fund))));
    if (is_in_proportion(loser) && fund > 0) {
      const double usd_per_stake =
          fund / loser.fund_stake - withheld_from_dividends(r, l) / loser.sponsor_stake;
      const double stake = loser.fund_stake + std::abs(gap) / usd_per_stake;
      out.rows.push_back(
          {std::string(kFlipFreeStake), loser.id, c.bid[w].id, 100 * loser.fund_stake,
           usd_per_stake > 0 && stake <= 1 ? Cell{100 * stake} : Cell{}, std::string("%")});
    }
    if (other > 0) {
      const double flip = c.bid[0].closing_probability * reference / other;
      out.rows.push_back({std::string(kFlipClosing), c.bid[b].id, c.bid[0].id,
                          100 * c.bid[b].closing_probability,
                          flip >= 0 && flip <= 1 ? Cell{100 * flip} : Cell{}, std::string("%")});
    }
  }
  return out;
}

Table indicators_table(const Results& r) {
  Table out{
      "indicators",
      "Indicators of the project and its financing",
      "Mean and percentiles are over the scenarios in which the number exists: all of them, or so "
      "many as are said. Money is real unless it says nominal. A chance has no percentiles, and "
      "neither has what the case gives.",
      {{"bid", ""},
       {"indicator", ""},
       {"unit", ""},
       {"mean", ""},
       {"p90_exceed", ""},
       {"p50", ""},
       {"p10_exceed", ""},
       {"exists", "fraction"},
       {"otherwise", ""},
       {"scenarios", ""}},
      {}};
  const std::vector<Item> items = Items(r).all();
  for (std::size_t b = 0; b < r.layout.bids; ++b) {
    const std::string& bid = r.file->values.bid[b].id;
    for (const Item& item : items) {
      std::vector<double> values;
      for (const auto& row : r.rows) values.push_back(item.value(row, b));
      const Spread s = spread_of(values);
      std::vector<Cell> row = {bid, item.name, item.unit, cell(s.mean)};
      for (const double q : {s.p90_exceed, s.p50, s.p10_exceed})
        row.push_back(item.chance ? Cell{} : cell(q));
      row.push_back(s.share);
      row.push_back(s.share < 1 ? item.missing : std::string());
      row.push_back(std::round(s.share * static_cast<double>(values.size())));
      out.rows.push_back(std::move(row));
    }
    if (const double taxes = r.file->values.project.announced_taxes_usd; taxes > 0)
      out.rows.push_back({bid, std::string("State receipts as announced by others"),
                          std::string("M$"), taxes / kMillion, Cell{}, Cell{}, Cell{}, 1.0,
                          std::string(), Cell{}});
    if (const double jobs = r.file->values.project.jobs; jobs > 0)
      out.rows.push_back({bid, std::string("Jobs at full capacity, as the case gives them"),
                          std::string("people"), jobs, Cell{}, Cell{}, Cell{}, 1.0, std::string(),
                          Cell{}});
  }
  return out;
}

}  // namespace lode::report

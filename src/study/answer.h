// The results of a bid in one world: a record of named numbers, the same for every bid of a study.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "deal/deal.h"
#include "study/choices.h"
#include "study/operations.h"

namespace lode::study {

// The licence's years after which a value is late: that of value_after_licence25.
inline constexpr int kLateAfterYears = 25;

// One number per scenario and bid. Money is real USD of the base date unless it says nominal.
enum class Measure : std::size_t {
  project_npv,  // after tax, before financing and marketing (equity alone, arm's length), mid-year
  project_npv_end,  // the same, flows at period ends
  project_irr,      // real; NaN where none exists
  sponsor_irr,
  payback_y,              // of the project, from first spending; NaN if never
  value_after_licence25,  // part of project_npv from flows later than 25 years after the licence
  minimum_cover,
  mean_cover,
  loan_life_cover,      // NaN without debt
  drawn,                // nominal USD
  peak_debt,            // until the loans are called in, nominal USD
  in_default,           // 1 if the loans were called in
  unpaid,               // nominal USD: bills left to creditors
  unpaid_taxes,         // nominal USD, with interest: left to the state
  unpaid_fees,          // likewise: the guarantor's and affiliates' fees
  closure_beyond_fund,  // nominal USD: borne by the state, or who guaranteed it
  service_missed,       // 1 if debt service was ever not paid when due
  exposure_at_default,  // nominal USD: owed when it was first missed; NaN if never
  loss_given_default,   // of that, not recovered, at the loans' mean rate; NaN if never
  contract_loss,        // that loss at the risk-free rate, at the base date
  peak_sponsor_outlay,  // largest cumulative outlay, undiscounted
  state_receipts,       // undiscounted
  first_dividend_year,  // calendar year; NaN if none
  product_t,            // main commodity sold
  unsold_t,             // held back by closed transit at the end
  paid_t,               // main commodity in what was sold that the buyer's terms pay for
  c1_usd,               // per quoted unit sold: cash cost after by-products
  aisc_usd,             // and with sustaining capital, extraction tax, property tax
  suspended_y,
  project_breaks_even,  // 1 if project_npv >= 0
  identity_residual,
  metal_residual,
  facility_residual,
  kCount
};
inline constexpr std::size_t kMeasures = static_cast<std::size_t>(Measure::kCount);

// One number per scenario, bid and calendar year. Money is real USD of the base date.
enum class Series : std::size_t {
  revenue,
  operating,
  marketing,
  taxes,
  capital,
  net,  // the venture before debt, after marketing and tax
  debt_balance,
  cover,
  distribution,
  product_t,
  concentrate_stock_t,
  kCount
};
inline constexpr std::size_t kSeries = static_cast<std::size_t>(Series::kCount);

// Per deposit and calendar year.
enum class DepositYear : std::size_t { rock_t, ore_mined_t, milled_t, feed_metal_t, kCount };
inline constexpr std::size_t kDepositYears = static_cast<std::size_t>(DepositYear::kCount);

// Names and units, each beside what it names: the columns of tables, the keys of a server's answer.
template <class E>
struct Named {
  E what;
  std::string_view name, unit;
};
inline constexpr std::array<Named<Measure>, kMeasures> kMeasureFields = {{
    {Measure::project_npv, "project_npv", "USD"},
    {Measure::project_npv_end, "project_npv_end", "USD"},
    {Measure::project_irr, "project_irr", "fraction"},
    {Measure::sponsor_irr, "sponsor_irr", "fraction"},
    {Measure::payback_y, "payback_y", "y"},
    {Measure::value_after_licence25, "value_after_licence25", "USD"},
    {Measure::minimum_cover, "minimum_cover", "x"},
    {Measure::mean_cover, "mean_cover", "x"},
    {Measure::loan_life_cover, "loan_life_cover", "x"},
    {Measure::drawn, "drawn", "nominal USD"},
    {Measure::peak_debt, "peak_debt", "nominal USD"},
    {Measure::in_default, "in_default", "0 or 1"},
    {Measure::unpaid, "unpaid", "nominal USD"},
    {Measure::unpaid_taxes, "unpaid_taxes", "nominal USD"},
    {Measure::unpaid_fees, "unpaid_fees", "nominal USD"},
    {Measure::closure_beyond_fund, "closure_beyond_fund", "nominal USD"},
    {Measure::service_missed, "service_missed", "0 or 1"},
    {Measure::exposure_at_default, "exposure_at_default", "nominal USD"},
    {Measure::loss_given_default, "loss_given_default", "fraction"},
    {Measure::contract_loss, "contract_loss", "USD"},
    {Measure::peak_sponsor_outlay, "peak_sponsor_outlay", "USD"},
    {Measure::state_receipts, "state_receipts", "USD"},
    {Measure::first_dividend_year, "first_dividend_year", "year"},
    {Measure::product_t, "product_t", "t"},
    {Measure::unsold_t, "unsold_t", "t"},
    {Measure::paid_t, "paid_t", "t"},
    {Measure::c1_usd, "c1", "USD per quoted unit"},
    {Measure::aisc_usd, "aisc", "USD per quoted unit"},
    {Measure::suspended_y, "suspended_y", "y"},
    {Measure::project_breaks_even, "project_breaks_even", "0 or 1"},
    {Measure::identity_residual, "identity_residual", "relative"},
    {Measure::metal_residual, "metal_residual", "relative"},
    {Measure::facility_residual, "facility_residual", "relative"},
}};
inline constexpr std::array<Named<Series>, kSeries> kSeriesFields = {{
    {Series::revenue, "revenue", "USD"},
    {Series::operating, "operating", "USD"},
    {Series::marketing, "marketing", "USD"},
    {Series::taxes, "taxes", "USD"},
    {Series::capital, "capital", "USD"},
    {Series::net, "net", "USD"},
    {Series::debt_balance, "debt_balance", "USD"},
    {Series::cover, "cover", "x"},
    {Series::distribution, "distribution", "USD"},
    {Series::product_t, "product", "t"},
    {Series::concentrate_stock_t, "concentrate_stock", "t"},
}};
inline constexpr std::array<Named<DepositYear>, kDepositYears> kDepositYearFields = {{
    {DepositYear::rock_t, "rock", "t"},
    {DepositYear::ore_mined_t, "ore_mined", "t"},
    {DepositYear::milled_t, "milled", "t"},
    {DepositYear::feed_metal_t, "feed_metal", "t"},
}};

enum class Dimension { party, year, instrument, deposit, payment, holder };
// Consecutive numbers in a record: one, or one for each element of its dimensions, the last
// fastest.
struct Field {
  std::string name, unit;
  std::vector<Dimension> over;
  std::size_t at = 0, size = 1;
};

// Where each number stands in an answer.
class AnswerLayout {
 public:
  AnswerLayout() = default;
  // holders: of the bid that has most of them beside the sponsor and the fund.
  AnswerLayout(std::size_t deposits, std::size_t years, std::size_t holders = 0);

  std::size_t own(std::size_t party) const { return party; }
  std::size_t common(std::size_t party) const { return deal::kParties + party; }
  std::size_t measure(Measure m) const { return kAfterParties + static_cast<std::size_t>(m); }
  std::size_t series(Series s, std::size_t year) const {
    return kAfterMeasures + static_cast<std::size_t>(s) * years_ + year;
  }
  std::size_t receipt(std::size_t instrument, std::size_t year) const {
    return kAfterMeasures + (kSeries + instrument) * years_ + year;
  }
  std::size_t deposit_year(std::size_t deposit, DepositYear what, std::size_t year) const {
    return kAfterMeasures +
           (kSeries + deal::kInstruments + static_cast<std::size_t>(what) * deposits_ + deposit) *
               years_ +
           year;
  }
  // One of kBridgeFields.
  std::size_t bridge(std::size_t deposit, double MetalBridge::*item) const;
  // Over the life, real, not discounted.
  std::size_t payment(std::size_t which) const { return payments_ + which; }
  // Worth of one of Bid::holder, real, at its own rate.
  std::size_t holder(std::size_t which) const { return payments_ + deal::kPayments + which; }
  std::size_t holders() const { return holders_; }
  std::size_t size() const { return holder(holders_); }

  // Every number of it, in order, without a gap.
  std::vector<Field> fields() const;

 private:
  static constexpr std::size_t kAfterParties = 2 * deal::kParties;
  static constexpr std::size_t kAfterMeasures = kAfterParties + kMeasures;
  std::size_t deposits_ = 0, years_ = 0, holders_ = 0;
  std::size_t bridges_ = 0, payments_ = 0;  // where they begin
};

struct Answer {
  std::vector<double> values;  // as AnswerLayout says
};

// Where each number stands in the row of a scenario: inputs, prices, the answer of each bid, what
// each step between bids is worth to each party.
struct Layout {
  std::size_t inputs = 0, commodities = 0, years = 0, deposits = 0, bids = 0, steps = 0;
  AnswerLayout answer;
  ChoiceLayout choice;

  std::size_t input(std::size_t i) const { return i; }
  std::size_t price(std::size_t commodity, std::size_t year) const {
    return inputs + commodity * years + year;
  }
  std::size_t bid(std::size_t b) const { return inputs + commodities * years + b * answer.size(); }
  std::size_t own(std::size_t b, std::size_t party) const { return bid(b) + answer.own(party); }
  std::size_t common(std::size_t b, std::size_t party) const {
    return bid(b) + answer.common(party);
  }
  std::size_t measure(std::size_t b, Measure m) const { return bid(b) + answer.measure(m); }
  std::size_t series(std::size_t b, Series s, std::size_t year) const {
    return bid(b) + answer.series(s, year);
  }
  std::size_t receipt(std::size_t b, std::size_t instrument, std::size_t year) const {
    return bid(b) + answer.receipt(instrument, year);
  }
  std::size_t deposit_year(std::size_t b, std::size_t deposit, DepositYear what,
                           std::size_t year) const {
    return bid(b) + answer.deposit_year(deposit, what, year);
  }
  std::size_t bridge(std::size_t b, std::size_t deposit, double MetalBridge::*item) const {
    return bid(b) + answer.bridge(deposit, item);
  }
  std::size_t payment(std::size_t b, std::size_t which) const {
    return bid(b) + answer.payment(which);
  }
  std::size_t holder(std::size_t b, std::size_t which) const {
    return bid(b) + answer.holder(which);
  }
  std::size_t step(std::size_t s, std::size_t party) const {
    return bid(bids) + s * deal::kParties + party;
  }
  // Of what the holders of a bid's rights may choose.
  std::size_t choices(std::size_t b) const { return step(steps, 0) + b * choice.size(); }
  std::size_t size() const { return choices(bids); }
};

}  // namespace lode::study

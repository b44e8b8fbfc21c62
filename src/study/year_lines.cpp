#include "study/year_lines.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "study/study.h"

namespace lode::study {
namespace {

using finance::Line;
using Years = std::vector<double>;  // [year]

constexpr const char* kCash = "Cash of the venture";
constexpr const char* kLoans = "Loans as their contracts count them, nominal";
constexpr const char* kAlone = "The project alone: no loans, sold at arm's length, taxed so";

// Lines that one heading of the table adds up, with their sign in the cash.
struct Heading {
  const char* item;
  std::vector<Line> lines;
  double sign;
};

const std::vector<Heading>& business() {
  static const std::vector<Heading> kHeadings = {{"revenue", {Line::revenue}, 1},
                                                 {"selling", {Line::selling}, -1},
                                                 {"mining", {Line::mining}, -1},
                                                 {"processing", {Line::processing}, -1},
                                                 {"refining", {Line::refining}, -1},
                                                 {"general", {Line::general}, -1},
                                                 {"care", {Line::care}, -1},
                                                 {"sustaining capital", {Line::sustaining}, -1},
                                                 {"initial capital", {Line::capital}, -1},
                                                 {"closure", {Line::closure}, -1}};
  return kHeadings;
}

const std::vector<Heading>& balances() {
  static const std::vector<Heading> kHeadings = {
      {"change of VAT due", {Line::vat_due_change}, -1},
      {"change of working capital", {Line::working_capital_change}, -1},
      {"paid into the closure fund", {Line::closure_fund_change}, -1}};
  return kHeadings;
}

// After the cash before debt, down to the holders.
const std::vector<Heading>& financing() {
  static const std::vector<Heading> kHeadings = {
      {"loans drawn", {Line::draw}, 1},
      {"interest", {Line::interest}, -1},
      {"principal", {Line::principal}, -1},
      {"fees of lenders and guarantor",
       {Line::upfront_fee, Line::commitment_fee, Line::exposure_fee, Line::guarantee_fee},
       -1},
      {"put off less paid late: bills, taxes, fees",
       {Line::bills_deferred, Line::taxes_deferred, Line::guarantee_deferred,
        Line::marketing_deferred, Line::management_deferred},
       1},
      {"closure that others pay", {Line::closure_beyond_fund}, 1},
      {"into reserves and cash", {Line::reserve_change, Line::cash_change}, -1}};
  return kHeadings;
}

std::string in_words(Line line) {
  std::string name(finance::name_of(line));
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

class Lines {
 public:
  explicit Lines(const YearLinesOf& of) : of_(of), calendar_(of.study.calendar) {}
  std::vector<YearLine> all() {
    production();
    cash();
    loans();
    receivers();
    project_alone();
    return std::move(out_);
  }

 private:
  void put(const char* section, std::string item, const char* unit, YearLineKind kind, Years years,
           double factor) {
    for (double& value : years) value *= factor;
    out_.push_back({section, std::move(item), unit, kind, std::move(years)});
  }

  // Real USD of some lines together.
  Years real(const finance::Venture& venture, const std::vector<Line>& lines, double sign) const {
    Years out(calendar_.years());
    for (const Line line : lines) {
      const Years one = calendar_.by_year(real_row(venture, line));
      for (std::size_t y = 0; y < out.size(); ++y) out[y] += sign * one[y];
    }
    return out;
  }

  void part(const char* section, std::string item, Years years) {
    sofar_.resize(years.size());
    for (std::size_t y = 0; y < years.size(); ++y) sofar_[y] += years[y];
    put(section, std::move(item), "M$", YearLineKind::part, std::move(years), 1e-6);
  }
  void parts(const char* section, const finance::Venture& venture,
             const std::vector<Heading>& headings) {
    for (const Heading& heading : headings)
      part(section, heading.item, real(venture, heading.lines, heading.sign));
  }
  void sum(const char* section, const char* item) {
    put(section, item, "M$", YearLineKind::sum, sofar_, 1e-6);
  }

  // Of all deposits.
  Years of_deposits(std::vector<double> DepositSeries::*series) const {
    Years out(calendar_.years());
    for (const DepositSeries& one : of_.operated.deposit) {
      const Years by_year = calendar_.by_year(one.*series);
      for (std::size_t y = 0; y < out.size(); ++y) out[y] += by_year[y];
    }
    return out;
  }

  void production() {
    const char* section = "Production";
    const Years milled = of_deposits(&DepositSeries::milled_t),
                fed = of_deposits(&DepositSeries::feed_metal_t),
                sent = of_deposits(&DepositSeries::concentrate_metal_t);
    Years grade(milled.size()), recovery(milled.size());
    for (std::size_t y = 0; y < milled.size(); ++y) {
      grade[y] = milled[y] > 0 ? 100 * fed[y] / milled[y] : std::nan("");
      recovery[y] = fed[y] > 0 ? 100 * sent[y] / fed[y] : std::nan("");
    }
    put(section, "rock moved", "Mt", YearLineKind::amount, of_deposits(&DepositSeries::rock_t),
        1e-6);
    put(section, "ore milled", "Mt", YearLineKind::amount, milled, 1e-6);
    put(section, "head grade", "%", YearLineKind::ratio, grade, 1);
    put(section, "recovery to concentrate", "%", YearLineKind::ratio, recovery, 1);
    put(section, of_.study.file->values.commodity.front().name + " sold", "t", YearLineKind::amount,
        calendar_.by_year(of_.books.sales.sold_t), 1);
  }

  // The claims on cash that the venture has: taxes as it pays them, with its loans and its marketer.
  void claims(const char* section, const finance::Venture& venture) {
    std::vector<Line> lines = {Line::marketing, Line::management, Line::private_royalty};
    lines.insert(lines.end(), finance::kTaxes.begin(), finance::kTaxes.end());
    for (const Line line : lines) {
      const Years years = real(venture, {line}, -1);
      if (std::any_of(years.begin(), years.end(), [](double usd) { return usd != 0; }))
        part(section, in_words(line), years);
    }
  }

  void cash() {
    const finance::Venture& venture = of_.books.venture;
    sofar_.clear();
    parts(kCash, venture, business());
    sum(kCash, "cash before marketing, tax and debt");
    claims(kCash, venture);
    parts(kCash, venture, balances());
    sum(kCash, "cash after tax, before debt");
    parts(kCash, venture, financing());
    sum(kCash, "left for the holders (a minus: called from them)");
    put(kCash, "of that called from holders", "M$", YearLineKind::amount,
        real(venture, {Line::equity, Line::support}, -1), 1e-6);
    put(kCash, "of that distributed to holders", "M$", YearLineKind::amount,
        real(venture, {Line::distribution}, 1), 1e-6);
  }

  // Nominal: what is drawn and added is repaid or left unpaid.
  void loans() {
    const finance::Venture& venture = of_.books.venture;
    const char* unit = "M$ nominal";
    Years drawn = calendar_.by_year(venture.ledger.row(Line::draw)),
          repaid = calendar_.by_year(venture.ledger.row(Line::principal)), balance(drawn.size()),
          added(drawn.size()), left(drawn.size());
    for (std::size_t t = 0; t < calendar_.periods(); ++t)
      if (calendar_.ends_year(t))
        balance[calendar_.year_index(t)] = venture.ledger.at(Line::debt_balance, t);
    for (std::size_t y = 0; y < drawn.size(); ++y) {
      added[y] = balance[y] - (y > 0 ? balance[y - 1] : 0) - drawn[y] + repaid[y];
      if (std::abs(added[y]) < 1e-3) added[y] = 0;  // USD: what rounding leaves
      repaid[y] = -repaid[y];
    }
    if (!left.empty()) left.back() = -balance.back();
    const auto nominal = [&](const char* item, YearLineKind kind, const Years& years) {
      put(kLoans, item, unit, kind, years, 1e-6);
    };
    nominal("drawn", YearLineKind::part, drawn);
    nominal("unpaid interest added", YearLineKind::part, added);
    nominal("repaid", YearLineKind::part, repaid);
    nominal("never repaid: the lenders' loss", YearLineKind::part, left);
    nominal("owed at the year's end", YearLineKind::stock, balance);
    put(kLoans, "DSCR", "x", YearLineKind::ratio, venture.cover, 1);
  }

  void receivers() {
    for (const auto& [party, name] :
         {std::pair{deal::Party::state, "state: taxes, withholdings, less what it bears"},
          std::pair{deal::Party::fund, "state fund"}, std::pair{deal::Party::sponsor, "sponsor"},
          std::pair{deal::Party::partners, "other private holders"},
          std::pair{deal::Party::lenders, "lenders, less what they lend"}}) {
      if (party == deal::Party::partners && !has_partners(of_.bid)) continue;
      Years flow = of_.books.flows.flow[static_cast<std::size_t>(party)];
      for (std::size_t t = 0; t < flow.size(); ++t) flow[t] /= of_.books.venture.index.usd[t];
      put("Who gets what", name, "M$", YearLineKind::amount, calendar_.by_year(flow), 1e-6);
    }
  }

  void project_alone() {
    const finance::Venture& project = of_.project;
    sofar_.clear();
    Years before = calendar_.by_year(real_row(project, Line::pretax_cash));
    part(kAlone, "cash before marketing, tax and debt", before);
    claims(kAlone, project);
    parts(kAlone, project, balances());
    sum(kAlone, "cash after tax");
    Years cumulative = sofar_;
    std::partial_sum(sofar_.begin(), sofar_.end(), cumulative.begin());
    put(kAlone, "cumulative", "M$", YearLineKind::stock, std::move(cumulative), 1e-6);
  }

  const YearLinesOf& of_;
  const Calendar& calendar_;
  Years sofar_;  // of the section's parts, real USD
  std::vector<YearLine> out_;
};

}  // namespace

std::vector<YearLine> year_lines(const YearLinesOf& of) { return Lines(of).all(); }

}  // namespace lode::study

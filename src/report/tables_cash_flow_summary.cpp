#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/cash_flow_cells.h"
#include "report/tables_cash_flow.h"

namespace lode::report {
namespace {

using finance::CashFlowStudy;
using finance::Convention;
using finance::Valued;

void add(Table& out, std::string name, Cell value, std::string unit, std::string note = "") {
  out.rows.push_back({std::move(name), std::move(value), std::move(unit), std::move(note)});
}

std::string rates_text(const std::vector<double>& rates) {
  return rates.size() == 1 ? fmt::format("{:g}", rates[0]) : "the rates by period";
}

// Why there is no rate, or that a rate on the other side of 0 fits as well.
std::string about(const finance::RateOfReturn& rate, const std::vector<double>& flow,
                  const Calendar& calendar) {
  if (!rate.value) return std::string(rate.why_not);
  std::string others;
  for (const double other : finance::rates_of_return(flow, calendar))
    if ((other < 0) != (*rate.value < 0))
      others += fmt::format("{}{:.3g}", others.empty() ? "" : ", ", other);
  if (others.empty()) return {};
  return fmt::format("{} fits too; looked for {} 0", others, *rate.value < 0 ? "below" : "from");
}

void add_present_values(const CashFlowStudy& s, Table& out) {
  for (const Valued flow : flows_of(s))
    add(out, fmt::format("npv_{}", name_of(flow)),
        finance::value_of(s.model, finance::valued_flow(s, flow), s.model.rates,
                          s.model.terms.valuation.convention),
        money_of(s));
}

void add_rate_of_return(const CashFlowStudy& s, Valued flow, const std::vector<double>& row,
                        Table& out) {
  const auto rate = finance::internal_rate_of_return(row, s.model.calendar);
  add(out, fmt::format("irr_{}", name_of(flow)), number(rate.value), "1/y",
      about(rate, row, s.model.calendar));
  const auto years = payback_of(s, row);
  add(out, fmt::format("payback_{}", name_of(flow)), number(years), "y",
      years ? "from the first outlay" : "nothing is spent, or it is not given back");
}

// Other paybacks, and the modified rate of return.
void add_further_returns(const CashFlowStudy& s, Valued flow, const std::vector<double>& row,
                         Table& out) {
  const auto later = payback_of(s, finance::discounted(s.model, row));
  add(out, fmt::format("discounted_payback_{}", name_of(flow)), number(later), "y",
      later ? fmt::format("of flows discounted at {}", rates_text(s.model.rates))
            : "nothing is spent, or its discounted value is not given back");
  const auto produced = finance::payback_from_production(s.model, row);
  add(out, fmt::format("production_payback_{}", name_of(flow)), number(produced), "y",
      produced ? "from the start of the first period with production"
               : "there is no production or no payback");
  const auto modified = finance::modified_return(s.model, row);
  add(out, fmt::format("mirr_{}", name_of(flow)), number(modified), "1/y",
      modified ? "outlays discounted and receipts compounded, each at its own rate"
      : s.model.rates.size() > 1 ? "`rate` is by period: give one for outlays and one for receipts"
                                 : "nothing is spent, or nothing is received");
}

void add_returns(const CashFlowStudy& s, Table& out) {
  for (const Valued flow :
       {Valued::pre_tax, Valued::before_income_tax, Valued::after_tax, Valued::investor}) {
    const auto row = finance::valued_flow(s, flow);
    add_rate_of_return(s, flow, row, out);
    if (flow == Valued::after_tax || flow == Valued::investor)
      add_further_returns(s, flow, row, out);
  }
}

void add_breakeven_prices(const CashFlowStudy& s, Table& out) {
  for (const Valued flow : {Valued::pre_tax, Valued::after_tax, Valued::investor}) {
    const auto b = finance::breakeven(s, flow, s.model.hurdle);
    add(out, fmt::format("breakeven_price_factor_{}", name_of(flow)), number(b.factor), "",
        b.factor ? fmt::format("on all prices, for a return of {}", rates_text(s.model.hurdle))
                 : b.why_not);
    if (flow != Valued::after_tax || !b.factor || s.model.product.empty()) continue;
    const finance::Product& main = s.model.terms.product[0];
    if (main.price.values.size() == 1)
      add(out, "breakeven_price_after_tax", *b.factor * main.price.values[0], main.price_unit,
          "of the main product, all others moving with it");
  }
}

void add_unit_costs(const CashFlowStudy& s, Table& out) {
  const auto cost = finance::unit_cost(s, 0, s.model.periods);
  if (!cost) return;
  add(out, "c1", cost->c1, unit_of_price(s), "of the life, net of by-products");
  add(out, "aisc", cost->aisc, unit_of_price(s), "of the life, net of by-products");
}

void add_effective_tax_rates(const CashFlowStudy& s, Table& out) {
  const Convention convention = s.model.terms.valuation.convention;
  const auto all = finance::take(s.model, s.flow, s.model.rates, convention);
  add(out, "aetr", number(all.share), "",
      all.share ? "value to the state over value before tax" : "value before tax is not positive");
  add(out, "aetr_undiscounted", number(finance::take(s.model, s.flow, {0.0}, convention).share),
      "");
  const auto wedge = finance::marginal_take(s);
  add(out, "metr_irr_wedge", number(wedge), "",
      wedge ? "(return before tax - return of the investor) / return before tax"
            : "a return is missing");
  const auto marginal = finance::marginal_take_at_hurdle(s);
  add(out, "metr_at_hurdle", number(marginal), "",
      marginal ? fmt::format("the same at the prices at which the investor just gets {}",
                             rates_text(s.model.hurdle))
               : "a return is missing");
}

void add_debt(const CashFlowStudy& s, Table& out) {
  const std::string money = money_of(s);
  add(out, "debt_drawn", s.flow.drawn, money);
  if (const double before = s.model.opening.loans.opening_usd; before > 0)
    add(out, "debt_at_start", before, money, "of loans drawn before");
  add(out, "debt_share", s.flow.uses > 0 ? Cell(s.flow.drawn / s.flow.uses) : Cell(), "",
      "of the uses of construction");
  add(out, "uses_of_construction", s.flow.uses, money);
}

// Infinity if no period has one.
double least_of(const std::vector<double>& ratios) {
  double least = kInfinity;
  for (const double ratio : ratios)
    if (ratio < least) least = ratio;
  return least;
}

void add_cover_ratios(const CashFlowStudy& s, Table& out) {
  const std::vector<double>& dscr = s.flow.debt_cover;
  double sum = 0;
  int counted = 0;
  for (const double ratio : dscr)
    if (std::isfinite(ratio)) sum += ratio, ++counted;
  const double least = least_of(dscr);
  const auto at =
      static_cast<std::size_t>(std::find(dscr.begin(), dscr.end(), least) - dscr.begin());
  add(out, "dscr_minimum", number(least), "",
      counted > 0 ? "in " + s.model.label[at] : "no service");
  add(out, "dscr_mean", counted > 0 ? Cell(sum / counted) : Cell(), "");
  add(out, "llcr_minimum", number(least_of(s.flow.loan_life_cover)), "");
  add(out, "plcr_minimum", number(least_of(s.flow.project_life_cover)), "");
}

void add_debt_status(const CashFlowStudy& s, Table& out) {
  const auto& label = s.model.label;
  std::string note;
  if (s.flow.default_period)
    note = "default in " + label[*s.flow.default_period];
  else if (s.flow.rising_debt)
    note = "sculpting lets the debt rise in " + label[*s.flow.rising_debt];
  add(out, "debt_status", std::string(name_of(s.flow.debt)), "", note);
  add(out, "passes", static_cast<double>(s.flow.passes), "",
      fmt::format("of tax and debt; residual {:.1e}", s.flow.residual));
}

}  // namespace

Table cash_flow_summary(const CashFlowStudy& s) {
  const finance::Valuation& valuation = s.model.terms.valuation;
  Table out{"summary",
            s.model.terms.title.empty() ? "The study" : s.model.terms.title,
            fmt::format("values at {} in the case's convention, {}", rates_text(s.model.rates),
                        kNames<Convention>[static_cast<std::size_t>(valuation.convention)]),
            {{"measure", ""}, {"value", ""}, {"unit", ""}, {"note", ""}},
            {}};
  add_present_values(s, out);
  add_returns(s, out);
  add_breakeven_prices(s, out);
  add_unit_costs(s, out);
  add_effective_tax_rates(s, out);
  if (s.model.loan.empty()) return out;
  add_debt(s, out);
  add_cover_ratios(s, out);
  add_debt_status(s, out);
  return out;
}

}  // namespace lode::report

#include "report/tables_cash_flow.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lode::report {
namespace {

using finance::CashFlowStudy;
using finance::Convention;
using finance::Line;
using finance::Valued;

Cell number(double value) { return std::isfinite(value) ? Cell(value) : Cell(); }
Cell number(const std::optional<double>& value) { return value ? number(*value) : Cell(); }

std::string money_of(const CashFlowStudy& s) {
  const double unit = s.model.terms.money_unit;
  const std::string prefix = unit == 1     ? ""
                             : unit == 1e3 ? "k"
                             : unit == 1e6 ? "M"
                             : unit == 1e9 ? "bn"
                                           : fmt::format("{:g} ", unit);
  return prefix + s.model.terms.currency;
}

std::string unit_of_price(const CashFlowStudy& s) {
  const std::string& text = s.model.terms.product[0].price_unit;
  return s.model.terms.currency + text.substr(text.find('/'));
}

std::vector<Valued> flows_of(const CashFlowStudy& s) {
  std::vector<Valued> out = {Valued::pre_tax, Valued::before_income_tax, Valued::after_tax,
                             Valued::investor, Valued::government};
  if (!s.model.loan.empty()) out.push_back(Valued::lenders);
  return out;
}

std::string period_text(const CashFlowStudy& s, std::size_t t) { return s.model.label[t]; }

double smallest_cover(const CashFlowStudy& s, std::size_t& at) {
  double least = kInfinity;
  for (std::size_t t = 0; t < s.model.periods; ++t)
    if (s.flow.debt_cover[t] < least) least = s.flow.debt_cover[t], at = t;
  return least;
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

Table values(const CashFlowStudy& s) {
  Table out{"values",
            "Net present values",
            "period_start leaves the first flow undiscounted",
            {{"flow", ""},
             {"rate", "1/y"},
             {"period_start", money_of(s)},
             {"mid_period", money_of(s)},
             {"period_end", money_of(s)}},
            {}};
  for (const Valued flow : flows_of(s)) {
    const auto row = finance::valued_flow(s, flow);
    for (const double rate : s.model.terms.valuation.rates) {
      std::vector<Cell> cells = {std::string(name_of(flow)), rate};
      for (const Convention c :
           {Convention::period_start, Convention::mid_period, Convention::period_end})
        cells.push_back(finance::value_of(s.model, row, rate, c));
      out.rows.push_back(std::move(cells));
    }
    if (s.model.rates.size() == 1) continue;
    std::vector<Cell> cells = {std::string(name_of(flow)), std::string("by period")};
    for (const Convention c :
         {Convention::period_start, Convention::mid_period, Convention::period_end})
      cells.push_back(finance::value_of(s.model, row, s.model.rates, c));
    out.rows.push_back(std::move(cells));
  }
  return out;
}

std::optional<double> payback_of(const CashFlowStudy& s, const std::vector<double>& flow) {
  return finance::payback_years(flow, s.model.calendar, s.model.terms.valuation.convention);
}

Table returns(const CashFlowStudy& s) {
  Table out{
      "returns",
      "Rates of return",
      "irr: the one rate that fits from 0 up, or below 0 of a flow that adds to less than "
      "nothing; all_rates: every rate from -99 % to 1,000 % that fits; payback in years from the "
      "first outlay; discounted: of the flow at the headline's rate; produced: from first "
      "production instead; mirr: modified rate of return",
      {{"flow", ""},
       {"irr", "1/y"},
       {"why_not", ""},
       {"sign_changes", ""},
       {"all_rates", ""},
       {"payback", "y"},
       {"discounted", "y"},
       {"produced", "y"},
       {"mirr", "1/y"}},
      {}};
  for (const Valued flow : flows_of(s)) {
    const auto row = finance::valued_flow(s, flow);
    const auto rate = finance::internal_rate_of_return(row, s.model.calendar);
    std::string all;
    for (const double r : finance::rates_of_return(row, s.model.calendar))
      all += fmt::format("{}{:.10g}", all.empty() ? "" : " ", r);
    out.rows.push_back({std::string(name_of(flow)), number(rate.value), std::string(rate.why_not),
                        static_cast<double>(finance::sign_changes(row)), all,
                        number(payback_of(s, row)), number(payback_of(s, discounted(s.model, row))),
                        number(finance::payback_from_production(s.model, row)),
                        number(finance::modified_return(s.model, row))});
  }
  return out;
}

Table prices(const CashFlowStudy& s) {
  const std::string money = money_of(s);
  Table out{"prices",
            "Value and take against price",
            "at the case's convention; take: value to the state over value before tax, empty where "
            "that is not positive, of little meaning where it is small",
            {{"price_factor", ""},
             {"rate", "1/y"},
             {"pre_tax", money},
             {"investor", money},
             {"government", money},
             {"lenders", money},
             {"take", ""}},
            {}};
  finance::CashFlow flow;
  for (const double factor : s.model.terms.valuation.price_factors) {
    finance::CashScenario scenario;
    scenario.price = factor;
    finance::evaluate(s.model, scenario, flow);
    for (const double rate : s.model.terms.valuation.rates) {
      const auto t = finance::take(s.model, flow, {rate}, s.model.terms.valuation.convention);
      out.rows.push_back(
          {factor, rate, t.pre_tax, t.investor, t.government, t.lenders, number(t.share)});
    }
  }
  return out;
}

constexpr std::pair<const char*, double finance::LoanPeriod::*> kLoanLines[] = {
    {"draw", &finance::LoanPeriod::draw},
    {"interest", &finance::LoanPeriod::interest},
    {"principal", &finance::LoanPeriod::principal},
    {"fees", &finance::LoanPeriod::fees},
    {"balance", &finance::LoanPeriod::balance}};

// Every line, a column a period: rows of the case first, then what follows from them.
Table lines(const CashFlowStudy& s) {
  const finance::CashFlowModel& m = s.model;
  const std::string money = money_of(s);
  Table out{"lines", "Every line by period", "nominal money", {{"line", ""}, {"unit", ""}}, {}};
  for (std::size_t t = 0; t < m.periods; ++t) out.columns.push_back({m.label[t], ""});
  const auto add = [&](const std::string& name, const std::string& unit, auto at) {
    std::vector<Cell> row = {name, unit};
    for (std::size_t t = 0; t < m.periods; ++t) row.push_back(number(at(t)));
    out.rows.push_back(std::move(row));
  };
  for (std::size_t k = 0; k < m.product.size(); ++k) {
    const auto& p = m.product[k];
    const auto& terms = m.terms.product[k];
    const std::string id = "product." + terms.id,
                      unit = terms.price_unit.substr(terms.price_unit.find('/') + 1);
    add(id + ".payable", unit, [&](std::size_t t) { return p.quantity[t]; });
    add(id + ".revenue", money, [&](std::size_t t) {
      return p.quantity[t] * (std::clamp(p.price[t], p.floor[t], p.cap[t]) - p.charge[t]);
    });
  }
  for (std::size_t k = 0; k < m.terms.cost.size(); ++k)
    add("cost." + m.terms.cost[k].id, money,
        [&](std::size_t t) { return m.row_cost_nominal[k * m.periods + t]; });
  for (std::size_t i = 0; i < finance::kLines; ++i) {
    const auto line = static_cast<Line>(i);
    if (!finance::is_in_table(line)) continue;
    if (line == Line::after_tax)
      add("after_tax_unlevered", money, [&](std::size_t t) { return s.project_flow.at(line, t); });
    add(std::string(name_of(line)), line == Line::price_index ? "" : money,
        [&](std::size_t t) { return s.flow.at(line, t); });
  }
  for (std::size_t k = 0; k < m.profit.size(); ++k) {
    const std::string id = "tax.profit." + m.terms.fiscal.profit[k].id;
    const std::size_t from = k * m.periods;
    add(id + ".income", money, [&](std::size_t t) { return s.flow.profit_income[from + t]; });
    add(id, money, [&](std::size_t t) { return s.flow.profit_tax[from + t]; });
  }
  for (std::size_t i = 0; m.loan.size() > 1 && i < m.loan.size(); ++i)
    for (const auto& [name, part] : kLoanLines)
      add("debt.loan." + m.terms.debt.loan[i].id + "." + name, money,
          [&, part = part](std::size_t t) { return s.flow.loan[i * m.periods + t].*part; });
  for (std::size_t k = 0; k < m.terms.partner.size(); ++k)
    add("partner." + m.terms.partner[k].id, money,
        [&, net = finance::net_of(s.flow.shares, k)](std::size_t t) { return net[t]; });
  return out;
}

Table unit_costs(const CashFlowStudy& s) {
  const std::string unit = unit_of_price(s);
  Table out{
      "unit_costs",
      "Cost of a unit of the main product",
      fmt::format("{} money, net of by-products; empty where none is sold",
                  s.model.terms.money == finance::Money::nominal ? "nominal" : "the base date's"),
      {{"period", ""}, {"c1", unit}, {"aisc", unit}},
      {}};
  for (std::size_t t = 0; t < s.model.periods; ++t) {
    const auto cost = finance::unit_cost(s, t, t + 1);
    out.rows.push_back(
        {s.model.label[t], cost ? Cell(cost->c1) : Cell(), cost ? Cell(cost->aisc) : Cell()});
  }
  return out;
}

Table receipts(const CashFlowStudy& s) {
  const std::string money = money_of(s);
  constexpr Line instruments[] = {Line::royalty,
                                  Line::extraction_tax,
                                  Line::given_royalty,
                                  Line::income_tax,
                                  Line::given_income_tax,
                                  Line::rent_tax,
                                  Line::profit_tax,
                                  Line::property_tax,
                                  Line::social_tax,
                                  Line::import_duty,
                                  Line::services_withholding,
                                  Line::given_other_tax,
                                  Line::interest_withholding,
                                  Line::dividend_withholding,
                                  Line::milestones};
  Table out{"receipts",
            "What the state gets, by instrument",
            "nominal; take: cumulative receipts over cumulative cash before tax, empty until that "
            "is positive",
            {{"period", ""}},
            {}};
  for (const Line line : instruments) out.columns.push_back({std::string(name_of(line)), money});
  out.columns.push_back({"participation", money});
  out.columns.push_back({"government", money});
  out.columns.push_back({"take", ""});
  double state = 0, pretax = 0;
  for (std::size_t t = 0; t < s.model.periods; ++t) {
    std::vector<Cell> row = {s.model.label[t]};
    for (const Line line : instruments) row.push_back(s.flow.at(line, t));
    row.push_back(s.flow.at(Line::state_share, t) - s.flow.at(Line::state_equity, t));
    row.push_back(s.flow.at(Line::government, t));
    state += s.flow.at(Line::government, t);
    pretax += s.flow.at(Line::pretax_cash, t);
    row.push_back(pretax > 0 ? Cell(state / pretax) : Cell());
    out.rows.push_back(std::move(row));
  }
  return out;
}

Table debt(const CashFlowStudy& s) {
  const std::string money = money_of(s);
  constexpr Line columns[] = {
      Line::draw,         Line::interest, Line::principal,       Line::sweep,
      Line::debt_balance, Line::arrears,  Line::reserve_balance, Line::cash_for_debt_service};
  Table out{"debt",
            "Debt by period",
            "llcr, plcr: of the opening balance; empty where there is no service or balance",
            {{"period", ""}},
            {}};
  for (const Line line : columns) out.columns.push_back({std::string(name_of(line)), money});
  for (const char* cover : {"dscr", "llcr", "plcr"}) out.columns.push_back({cover, ""});
  for (std::size_t t = 0; t < s.model.periods; ++t) {
    std::vector<Cell> row = {s.model.label[t]};
    for (const Line line : columns) row.push_back(s.flow.at(line, t));
    row.push_back(number(s.flow.debt_cover[t]));
    row.push_back(number(s.flow.loan_life_cover[t]));
    row.push_back(number(s.flow.project_life_cover[t]));
    out.rows.push_back(std::move(row));
  }
  return out;
}

Table payments(const CashFlowStudy& s) {
  const std::string money = money_of(s);
  Table out{
      "payments",
      "Who pays whom",
      "nominal; every amount has one payer and one receiver; negative: it comes back. What the "
      "venture pays less what it is paid is its cash before tax",
      {{"payment", ""}, {"from", ""}, {"to", ""}, {"sum", money}},
      {}};
  for (const std::string& label : s.model.label) out.columns.push_back({label, money});
  for (const finance::CashPayment& payment : finance::payments_of(s.model, s.flow)) {
    std::vector<Cell> row = {payment.name, payment.from, payment.to,
                             std::accumulate(payment.amount.begin(), payment.amount.end(), 0.0)};
    row.insert(row.end(), payment.amount.begin(), payment.amount.end());
    out.rows.push_back(std::move(row));
  }
  return out;
}

Table partners(const CashFlowStudy& s) {
  const std::string money = money_of(s);
  const finance::CashFlowModel& m = s.model;
  Table out{"partners",
            "Holders of the venture",
            "after withholding; values at the case's convention",
            {{"partner", ""},
             {"stake", ""},
             {"undiscounted", money},
             {"value", money},
             {"irr", "1/y"},
             {"why_not", ""}},
            {}};
  for (std::size_t k = 0; k < m.terms.partner.size(); ++k) {
    std::vector<double> row = finance::net_of(s.flow.shares, k);
    double sum = 0;
    for (std::size_t t = 0; t < m.periods; ++t) {
      row[t] /= m.deflator[t];
      sum += row[t];
    }
    const auto rate = finance::internal_rate_of_return(row, m.calendar);
    out.rows.push_back({m.terms.partner[k].id, m.terms.partner[k].stake, sum,
                        finance::value_of(m, row, m.rates, m.terms.valuation.convention),
                        number(rate.value), std::string(rate.why_not)});
  }
  return out;
}

}  // namespace

Table cash_flow_summary(const CashFlowStudy& s) {
  const std::string money = money_of(s);
  Table out{
      "summary",
      s.model.terms.title.empty() ? "The study" : s.model.terms.title,
      fmt::format("values at {} in the case's convention, {}", rates_text(s.model.rates),
                  kNames<Convention>[static_cast<std::size_t>(s.model.terms.valuation.convention)]),
      {{"measure", ""}, {"value", ""}, {"unit", ""}, {"note", ""}},
      {}};
  const auto add = [&](std::string name, Cell value, std::string unit, std::string note = "") {
    out.rows.push_back({std::move(name), std::move(value), std::move(unit), std::move(note)});
  };
  const Convention convention = s.model.terms.valuation.convention;
  for (const Valued flow : flows_of(s)) {
    const auto row = finance::valued_flow(s, flow);
    add(fmt::format("npv_{}", name_of(flow)),
        finance::value_of(s.model, row, s.model.rates, convention), money);
  }
  const auto add_returns = [&](Valued flow, const std::vector<double>& row) {
    const auto later = payback_of(s, finance::discounted(s.model, row));
    add(fmt::format("discounted_payback_{}", name_of(flow)), number(later), "y",
        later ? fmt::format("of flows discounted at {}", rates_text(s.model.rates))
              : "nothing is spent, or its discounted value is not given back");
    const auto produced = finance::payback_from_production(s.model, row);
    add(fmt::format("production_payback_{}", name_of(flow)), number(produced), "y",
        produced ? "from the start of the first period with production"
                 : "there is no production or no payback");
    const auto modified = finance::modified_return(s.model, row);
    add(fmt::format("mirr_{}", name_of(flow)), number(modified), "1/y",
        modified ? "outlays discounted and receipts compounded, each at its own rate"
        : s.model.rates.size() > 1
            ? "`rate` is by period: give one for outlays and one for receipts"
            : "nothing is spent, or nothing is received");
  };
  for (const Valued flow :
       {Valued::pre_tax, Valued::before_income_tax, Valued::after_tax, Valued::investor}) {
    const auto row = finance::valued_flow(s, flow);
    const auto rate = finance::internal_rate_of_return(row, s.model.calendar);
    add(fmt::format("irr_{}", name_of(flow)), number(rate.value), "1/y",
        about(rate, row, s.model.calendar));
    const auto years = payback_of(s, row);
    add(fmt::format("payback_{}", name_of(flow)), number(years), "y",
        years ? "from the first outlay" : "nothing is spent, or it is not given back");
    if (flow == Valued::after_tax || flow == Valued::investor) add_returns(flow, row);
  }
  for (const Valued flow : {Valued::pre_tax, Valued::after_tax, Valued::investor}) {
    const auto b = finance::breakeven(s, flow, s.model.hurdle);
    add(fmt::format("breakeven_price_factor_{}", name_of(flow)), number(b.factor), "",
        b.factor ? fmt::format("on all prices, for a return of {}", rates_text(s.model.hurdle))
                 : b.why_not);
    if (flow == Valued::after_tax && b.factor && !s.model.product.empty()) {
      const auto& price = s.model.terms.product[0].price;
      if (price.values.size() == 1)
        add("breakeven_price_after_tax", *b.factor * price.values[0],
            s.model.terms.product[0].price_unit, "of the main product, all others moving with it");
    }
  }
  if (const auto cost = finance::unit_cost(s, 0, s.model.periods)) {
    add("c1", cost->c1, unit_of_price(s), "of the life, net of by-products");
    add("aisc", cost->aisc, unit_of_price(s), "of the life, net of by-products");
  }
  const auto all = finance::take(s.model, s.flow, s.model.rates, convention);
  add("aetr", number(all.share), "",
      all.share ? "value to the state over value before tax" : "value before tax is not positive");
  add("aetr_undiscounted", number(finance::take(s.model, s.flow, {0.0}, convention).share), "");
  const auto wedge = finance::marginal_take(s);
  add("metr_irr_wedge", number(wedge), "",
      wedge ? "(return before tax - return of the investor) / return before tax"
            : "a return is missing");
  const auto marginal = finance::marginal_take_at_hurdle(s);
  add("metr_at_hurdle", number(marginal), "",
      marginal ? fmt::format("the same at the prices at which the investor just gets {}",
                             rates_text(s.model.hurdle))
               : "a return is missing");
  if (s.model.loan.empty()) return out;
  std::size_t at = 0;
  const double least = smallest_cover(s, at);
  add("debt_drawn", s.flow.drawn, money);
  if (s.model.opening.loans.opening_usd > 0)
    add("debt_at_start", s.model.opening.loans.opening_usd, money, "of loans drawn before");
  add("debt_share", s.flow.uses > 0 ? Cell(s.flow.drawn / s.flow.uses) : Cell(), "",
      "of the uses of construction");
  add("uses_of_construction", s.flow.uses, money);
  double sum = 0;
  int counted = 0;
  for (const double cover : s.flow.debt_cover)
    if (std::isfinite(cover)) sum += cover, ++counted;
  add("dscr_minimum", number(least), "", counted > 0 ? "in " + period_text(s, at) : "no service");
  add("dscr_mean", counted > 0 ? Cell(sum / counted) : Cell(), "");
  double loan_life = kInfinity, project_life = kInfinity;
  for (std::size_t t = 0; t < s.model.periods; ++t) {
    if (s.flow.loan_life_cover[t] < loan_life) loan_life = s.flow.loan_life_cover[t];
    if (s.flow.project_life_cover[t] < project_life) project_life = s.flow.project_life_cover[t];
  }
  add("llcr_minimum", number(loan_life), "");
  add("plcr_minimum", number(project_life), "");
  add("debt_status", std::string(name_of(s.flow.debt)), "",
      s.flow.default_period ? "default in " + period_text(s, *s.flow.default_period)
      : s.flow.rising_debt
          ? "sculpting lets the debt rise in " + period_text(s, *s.flow.rising_debt)
          : "");
  add("passes", static_cast<double>(s.flow.passes), "",
      fmt::format("of tax and debt; residual {:.1e}", s.flow.residual));
  return out;
}

Table without_zero_rows(Table table) {
  const auto left_out = std::erase_if(table.rows, [](const std::vector<Cell>& row) {
    const bool all_zero = std::all_of(row.begin(), row.end(), [](const Cell& cell) {
      const double* value = std::get_if<double>(&cell);
      return std::holds_alternative<std::string>(cell) || (value && *value == 0);
    });
    return all_zero;
  });
  if (left_out > 0)
    table.note += fmt::format(
        "{}{} rows that are zero in all periods are left out here; --csv {} "
        "and --json have them",
        table.note.empty() ? "" : "; ", left_out, table.name);
  return table;
}

std::vector<Table> cash_flow_tables(const CashFlowStudy& study) {
  std::vector<Table> out = {cash_flow_summary(study), values(study), returns(study), prices(study)};
  if (!study.model.loan.empty()) out.push_back(debt(study));
  if (!study.model.terms.partner.empty()) out.push_back(partners(study));
  out.push_back(payments(study));
  out.push_back(receipts(study));
  if (!study.model.product.empty()) out.push_back(unit_costs(study));
  out.push_back(lines(study));
  return out;
}

}  // namespace lode::report

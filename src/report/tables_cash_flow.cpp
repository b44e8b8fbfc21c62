#include "report/tables_cash_flow.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "report/cash_flow_cells.h"

namespace lode::report {
namespace {

using finance::CashFlowStudy;
using finance::Convention;
using finance::Line;
using finance::Valued;

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

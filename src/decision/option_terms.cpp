#include "decision/option_terms.h"

namespace lode::decision {

void describe(Visitor& visit, OptionProcess& p) {
  visit.choice("kind", p.kind, "of the price: geometric Brownian, or reverting to a mean");
  visit.fixed("start", p.start, {"money", 1}, {1e-9, 1e12}, "price now");
  visit.fixed("volatility", p.volatility, {"1/sqrt(y)", 1}, {1e-4, 5}, "of the log price");
  visit.fixed("yield", p.yield, unit::kPerYear, {-2, 2},
              "dividends or convenience yield, continuous");
  visit.fixed("speed", p.speed, unit::kPerYear, {1e-6, 100}, "of return to the mean (kappa)");
  visit.fixed("mu", p.mu, unit::kNone, {-50, 50},
              "of dS = speed (mu - ln S) S dt + volatility S dW (Schwartz 1997)");
  visit.fixed("lambda", p.lambda, unit::kNone, {-50, 50}, "market price of risk");
  visit.fixed("unit", p.unit, {"money", 1}, {1e-9, 1e9},
              "what the price was measured in when mu was fitted: 0.01 for cents");
}

void describe(Visitor& visit, OptionDates& d) {
  visit.series("at", d.at, unit::kYears, {0, 1000}, "of decisions, from now, rising");
  visit.fixed("per_year", d.per_year, {"1/y", 1}, {0, 1000},
              "how many dates a year, instead of `at`");
  visit.fixed("first", d.first, unit::kYears, {0, 1000},
              "of them; left out: one step from now; 0: now");
  visit.fixed("until", d.until, unit::kYears, {0, 1000}, "the last of them");
  visit.flag("any_time", d.any_time,
             "tell the value with decisions at any time up to the last date too");
  visit.flag("perpetual", d.perpetual,
             "tell the value of one action that never lapses too, in closed form");
}

void describe(Visitor& visit, OptionMode& m) {
  visit.fixed("output", m.output, {"units/y", 1}, {-1e15, 1e15}, "sold at the price while in it");
  visit.fixed("unit_cost", m.unit_cost, {"money/unit", 1}, {0, 1e12}, "of the output");
  visit.fixed("fixed_cost", m.fixed_cost, {"money/y", 1}, {-1e15, 1e15}, "while in it");
  visit.text("column", m.column, false, "of the table of paths: cash until the next date");
}

void describe(Visitor& visit, OptionAction& a) {
  visit.choice("pays", a.pays,
               "put: strike - price; call: price - strike; project: value of an output for some "
               "years less the investment; amount; column of the table of paths");
  visit.texts("from", a.from, "modes in which it may be taken; left out: the one at the start");
  visit.text("to", a.to, false, "mode that it leads to; left out: an end");
  visit.fixed("first", a.first, unit::kYears, {0, 1000}, "from when it may be taken");
  visit.fixed("last", a.last, unit::kYears, {0, 1000}, "until when");
  visit.fixed("strike", a.strike, {"money", 1}, {0, 1e15}, "of a put or call");
  visit.fixed("amount", a.amount, {"money", 1}, {-1e15, 1e15}, "received; below 0: paid");
  visit.fixed("cost", a.cost, {"money", 1}, {-1e15, 1e15}, "paid when it is taken");
  visit.fixed("output", a.output, {"units/y", 1}, {0, 1e15}, "of a project, at each year's end");
  visit.fixed("unit_cost", a.unit_cost, {"money/unit", 1}, {0, 1e12}, "of a project's output");
  visit.fixed("life", a.life, unit::kYears, {0, 200}, "whole years that a project produces");
  visit.fixed("investment", a.investment, {"money", 1}, {0, 1e15}, "of a project, when it starts");
  visit.text("column", a.column, false, "of the table of paths: what it pays in that row's year");
  visit.flag("later", a.later, "the column is learnt only after the decision");
}

void describe(Visitor& visit, OptionMethod& m) {
  visit.integer("paths", m.paths, 16, 10'000'000, "simulated for the value");
  visit.integer("bound_paths", m.bound_paths, 0, 1'000'000,
                "simulated for the upper bound; 0: none");
  visit.integer("degree", m.degree, 0, 8,
                "greatest of the polynomials of the state; cross-validation chooses up to it");
  visit.integer("nodes", m.nodes, 100, 100'000, "of the grid of finite differences");
  visit.integer("seed", m.seed, 0, 1'000'000'000, "of the random numbers");
}

void describe(Visitor& visit, OptionHolder& h) {
  visit.text("name", h.name, false, "as it stands in tables");
}

void describe(Visitor& visit, OptionChoice& c) {
  visit.text("to", c.to, true, "node that follows");
  visit.series("pays", c.pays, {"money", 1}, {-1e15, 1e15},
               "to each holder, in the order of [holder.NAME]; left out: nothing");
  visit.fixed("probability", c.probability, unit::kFraction, {0, 1}, "of a branch of chance");
  visit.texts("consent", c.consent, "holders that may each refuse it");
  visit.text("refused", c.refused, false, "node that follows a refusal");
  visit.fixed("first", c.first, {"year", 1}, {-1e5, 1e5}, "from which year it may be taken");
  visit.fixed("last", c.last, {"year", 1}, {-1e5, 1e5}, "until which year");
}

void describe(Visitor& visit, OptionNode& n) {
  visit.text("holder", n.holder, false, "who decides here; left out: chance, or an end");
  visit.texts("jointly", n.jointly, "holders that decide with it, by `rule`");
  visit.choice("rule", n.rule,
               "of a joint decision. proposal: the holder proposes, each of the others may refuse; "
               "sum: the largest sum of their values");
  visit.text("refused", n.refused, false, "node that follows a refusal of a proposal");
  visit.fixed("year", n.year, {"year", 1}, {-1e5, 1e5}, "when; payments are discounted from it");
  visit.named("choice", n.choice, "what the holder may choose");
  visit.named("chance", n.chance, "what may happen");
  visit.series("pays", n.pays, {"money", 1}, {-1e15, 1e15},
               "to each holder when it is reached, in the order of [holder.NAME]");
}

std::vector<double> decision_years(const OptionDates& d) {
  if (!d.at.empty()) return d.at;
  std::vector<double> out;
  const double first = d.first == kInfinity ? 1 / d.per_year : d.first;
  for (int k = 0; first + k / d.per_year <= d.until + 1e-9; ++k)
    out.push_back(first + k / d.per_year);
  return out;
}

std::vector<double> open_years(std::span<const double> years, const OptionAction& a) {
  std::vector<double> out;
  for (const double year : years)
    if (year >= a.first - 1e-9 && year <= a.last + 1e-9) out.push_back(year);
  return out;
}

bool in_window(const OptionNode& node, const OptionChoice& choice) {
  return node.year == kInfinity || (choice.first <= node.year && node.year <= choice.last);
}

}  // namespace lode::decision

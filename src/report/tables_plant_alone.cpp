#include "report/tables_plant_alone.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lode::report {
namespace {

using plant::PlantCase;
using plant::PlantYear;
using plant::Stream;

Cell ratio(double part, double whole) { return whole > 0 ? Cell(part / whole) : Cell(); }
Cell percent(double part, double whole) { return whole > 0 ? Cell(100 * part / whole) : Cell(); }

Table streams(const PlantCase& c, const PlantYear& y) {
  Table out{
      "streams",
      "Streams of a year",
      "recovery: of the metal in all feeds. What feeds no stage and makes no product is tails",
      {{"stream", ""}, {"becomes", ""}, {"tonnes", "kt"}},
      {}};
  for (const char* what : {"grade", "metal", "recovery"})
    for (const std::string& metal : y.metals)
      out.columns.push_back({fmt::format("{}_{}", what, metal), what[0] == 'm' ? "t" : "%"});
  const auto add = [&](const std::string& name, std::size_t at, const std::string& makes) {
    std::string becomes = "feed of a stage";
    if (std::count(y.circuit.leaving.begin(), y.circuit.leaving.end(), at))
      becomes = makes.empty() ? "tails" : makes;
    const Stream& s = y.stream[at];
    std::vector<Cell> row = {name, becomes, s.tonnes / 1e3};
    const std::size_t n = y.metals.size();
    for (std::size_t e = 0; e < n; ++e) row.push_back(percent(s.metal_t[e], s.tonnes));
    for (std::size_t e = 0; e < n; ++e) row.push_back(s.metal_t[e]);
    for (std::size_t e = 0; e < n; ++e) row.push_back(percent(s.metal_t[e], y.fed_t[e]));
    out.rows.push_back(std::move(row));
  };
  for (std::size_t f = 0; f < c.feed.size(); ++f) add(c.feed[f].id, f, "");
  for (std::size_t s = 0; s < c.mill.stage.size(); ++s) {
    add(c.mill.stage[s].id, y.circuit.product(s), c.mill.stage[s].makes);
    add(c.mill.stage[s].id + ".rest", y.circuit.rest(s), "");
  }
  return out;
}

Table stages(const PlantCase& c, const PlantYear& y) {
  Table out{"stages",
            "Stages",
            "recovery: of the stage's own feed; used: of what it takes at that time",
            {{"stage", ""}, {"kind", ""}, {"feed", "kt"}, {"used", "%"}},
            {}};
  for (const std::string& metal : y.metals) out.columns.push_back({"recovery_" + metal, "%"});
  for (std::size_t i = 0; i < y.circuit.step.size(); ++i) {
    const std::size_t s = y.circuit.step[i].stage;
    const plant::Stage& stage = c.mill.stage[s];
    const Stream in = plant::feed_of(y.circuit, i, y.stream);
    std::vector<Cell> row = {
        stage.id, stage.kind, in.tonnes / 1e3,
        std::isinf(y.stage[i].takes_t) ? Cell() : percent(in.tonnes, y.stage[i].takes_t)};
    for (std::size_t e = 0; e < y.metals.size(); ++e)
      row.push_back(percent(y.stream[y.circuit.product(s)].metal_t[e], in.metal_t[e]));
    out.rows.push_back(std::move(row));
  }
  return out;
}

Table products(const PlantCase& c, const PlantYear& y) {
  Table out{"products",
            "Products",
            "paid: metal that the buyer pays for; charges: treatment, freight, penalties",
            {{"product", ""}, {"may_be_sold", ""}, {"tonnes", "kt"}},
            {}};
  for (const std::string& metal : y.metals) out.columns.push_back({"paid_" + metal, "t"});
  for (const char* money : {"revenue", "charges"}) out.columns.push_back({money, "M$"});
  for (std::size_t p = 0; p < c.product.size(); ++p) {
    const plant::Product& product = c.product[p];
    const plant::ProductYear& sold = y.product[p];
    std::vector<Cell> row = {
        product.id,
        std::string(kNames<plant::Market>[static_cast<std::size_t>(product.may_be_sold)]),
        sold.made.tonnes / 1e3};
    for (std::size_t e = 0; e < y.metals.size(); ++e) row.push_back(sold.sale.paid_t[e]);
    row.push_back(sold.paid_usd / 1e6);
    row.push_back(sold.sale.charges_usd / 1e6);
    out.rows.push_back(std::move(row));
  }
  return out;
}

Table balance(const PlantCase& c, const PlantYear& y) {
  Table out{"balance",
            "Metal in is metal out",
            "residual: what is in less what is out, over what is in",
            {{"metal", ""},
             {"in", "t"},
             {"in_products", "t"},
             {"in_tails", "t"},
             {"recovery", "%"},
             {"residual", ""}},
            {}};
  for (std::size_t e = 0; e < y.metals.size(); ++e) {
    double products = 0, tails = 0;
    for (const std::size_t at : y.circuit.leaving) {
      bool made = false;
      for (std::size_t s = 0; s < c.mill.stage.size(); ++s)
        made = made || (at == y.circuit.product(s) && !c.mill.stage[s].makes.empty());
      (made ? products : tails) += y.stream[at].metal_t[e];
    }
    const double in = y.fed_t[e];
    out.rows.push_back({y.metals[e], in, products, tails, percent(products, in),
                        ratio(std::abs(in - products - tails), in)});
  }
  return out;
}

Table summary(const PlantCase& c, const PlantYear& y) {
  const plant::MillCost& cost = y.cost;
  const double general = cost.general_usd;
  const double net = y.paid_usd - y.charges_usd;
  Table out{
      "summary",
      c.title.empty() ? "The plant" : c.title,
      fmt::format("a year, {:g} years after the start; mining and refining are not in it", c.years),
      {{"measure", ""}, {"year", "M$"}, {"per_tonne_of_ore", "USD/t"}},
      {}};
  const auto add = [&](const char* name, double usd) {
    out.rows.push_back({std::string(name), usd / 1e6, usd / y.ore_t});
  };
  add("net_smelter_return", net);
  add("processing_cost", cost.processing_usd);
  add("general_cost", general);
  add("sustaining_capital", cost.sustaining_usd);
  add("margin", net - cost.processing_usd - general - cost.sustaining_usd);
  return out;
}

}  // namespace

std::vector<Table> plant_tables(const PlantCase& c, const PlantYear& y) {
  return {summary(c, y), streams(c, y), stages(c, y), products(c, y), balance(c, y)};
}

std::vector<std::string> overloads_of(const PlantCase& c, const PlantYear& y) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& what, const plant::Load& load) {
    if (load.is_over())
      out.push_back(fmt::format("{} is fed {:g} Mt a year and takes {:g}", what, load.fed_t / 1e6,
                                load.takes_t / 1e6));
  };
  add("mill", y.mill);
  for (std::size_t i = 0; i < y.stage.size(); ++i)
    add("mill.stage." + c.mill.stage[y.circuit.step[i].stage].id, y.stage[i]);
  return out;
}

}  // namespace lode::report

#include "plant_command.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "output.h"

namespace lode::cli {

void describe(Visitor& visit, PlantMetal& metal) {
  visit.fixed("price", metal.price_usd_per_t, unit::kUsdPerTonne, {0, 1e12},
              "of the metal that a buyer pays for");
}

void describe(Visitor& visit, PlantFeed& feed) {
  visit.fixed("tonnes", feed.tonnes_per_y, unit::kMegatonnesPerYear, {0, 1e3}, "a year");
  visit.series("grades", feed.grades, unit::kPercent, {0, 100},
               "of each metal, in the order of [metal.NAME]");
}

void describe(Visitor& visit, PlantCase& values) {
  visit.text("title", values.title, false, "of the plant");
  visit.fixed("years", values.years, unit::kYears, {0, 100},
              "after the start, at which recoveries and ramp-ups are read; 100: learnt and full");
  visit.named("metal", values.metal, "carried through the plant");
  visit.named("feed", values.feed, "what comes in");
  visit.group("mill", values.mill, "the plant, as in a deposit's mill");
  visit.named("product", values.product, "what leaves it for sale");
}

namespace {

template <class T>
std::vector<std::string> ids(const std::vector<T>& list) {
  std::vector<std::string> out;
  for (const T& one : list) out.push_back(one.id);
  return out;
}

bool has(const std::vector<std::string>& list, const std::string& id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

struct Run {
  const PlantCase& c;
  std::vector<std::string> metals;
  plant::Circuit circuit;
  std::vector<plant::Stream> feed, stream;
};

Run run_of(const PlantCase& c) {
  Run out{c, ids(c.metal), plant::make_circuit(ids(c.feed), c.mill.stage, ids(c.metal)), {}, {}};
  for (const PlantFeed& feed : c.feed) {
    plant::Stream stream{feed.tonnes_per_y, {}};
    for (std::size_t e = 0; e < feed.grades.size(); ++e)
      stream.metal_t[e] = feed.tonnes_per_y * feed.grades[e];
    out.feed.push_back(stream);
  }
  out.stream = plant::balance(out.circuit, c.mill.stage, out.feed, c.years);
  return out;
}

// What the stages cannot hold of this feed, with its key.
std::vector<study::Breach> overweight(const PlantCase& c) {
  std::vector<study::Breach> out;
  try {
    run_of(c);
  } catch (const InputError& error) {
    for (const Fault& fault : error.faults()) out.push_back({"mill." + fault.key, fault.message});
  }
  return out;
}

}  // namespace

std::vector<study::Breach> breaches(const PlantCase& c) {
  std::vector<study::Breach> out;
  if (c.metal.empty() || c.metal.size() > plant::kMaxElements)
    out.push_back({"metal", fmt::format("needs one to {} tables [metal.NAME], not {}",
                                        plant::kMaxElements, c.metal.size())});
  if (c.feed.empty()) out.push_back({"feed", "needs at least one table [feed.NAME]"});
  double all = 0;
  for (const PlantFeed& feed : c.feed) {
    all += feed.tonnes_per_y;
    const std::string key = "feed." + feed.id + ".grades";
    if (feed.grades.size() != c.metal.size())
      out.push_back(
          {key, fmt::format("has {} grades for {} metals", feed.grades.size(), c.metal.size())});
    else if (const double sum = std::accumulate(feed.grades.begin(), feed.grades.end(), 0.0);
             sum > 1)
      out.push_back({key, fmt::format("add to {:g} %", 100 * sum)});
  }
  constexpr double kLeast = 1e-3;  // tonnes a year: figures per tonne of less are none
  if (!c.feed.empty() && !(all >= kLeast))
    out.push_back({"feed", all > 0 ? fmt::format("brings {:g} t a year; a plant is fed with {:g} t "
                                                 "or more",
                                                 all, kLeast)
                                   : "brings no tonnes"});
  if (!out.empty()) return out;
  for (const plant::StageFault& fault : plant::faults_of(ids(c.feed), c.mill.stage, ids(c.metal)))
    out.push_back({fault.key.empty() ? "mill.stage" : "mill.stage." + fault.key, fault.message});
  for (const plant::Stage& stage : c.mill.stage)
    if (!stage.makes.empty() && !has(ids(c.product), stage.makes))
      out.push_back({"mill.stage." + stage.id + ".makes",
                     fmt::format("there is no [product.{}]", stage.makes)});
  for (const plant::Product& product : c.product) {
    const auto check = [&](const char* table, const std::string& id) {
      if (!has(ids(c.metal), id))
        out.push_back({fmt::format("product.{}.{}.{}", product.id, table, id),
                       fmt::format("there is no [metal.{}]", id)});
    };
    for (const auto& pays : product.pays) check("pays", pays.id);
    for (const auto& penalty : product.penalty) check("penalty", penalty.id);
  }
  return out.empty() ? overweight(c) : out;
}

namespace {

using report::Cell;
using report::Table;

double fed(const Run& r, std::size_t metal) {
  double sum = 0;
  for (const plant::Stream& feed : r.feed) sum += feed.metal_t[metal];
  return sum;
}
double ore(const Run& r) {
  double sum = 0;
  for (const plant::Stream& feed : r.feed) sum += feed.tonnes;
  return sum;
}

Cell ratio(double part, double whole) { return whole > 0 ? Cell(part / whole) : Cell(); }
Cell percent(double part, double whole) { return whole > 0 ? Cell(100 * part / whole) : Cell(); }

Table streams(const Run& r) {
  Table out{
      "streams",
      "Streams of a year",
      "recovery: of the metal in all feeds. What feeds no stage and makes no product is tails",
      {{"stream", ""}, {"becomes", ""}, {"tonnes", "kt"}},
      {}};
  for (const char* what : {"grade", "metal", "recovery"})
    for (const std::string& metal : r.metals)
      out.columns.push_back({fmt::format("{}_{}", what, metal), what[0] == 'm' ? "t" : "%"});
  const auto add = [&](const std::string& name, std::size_t at, const std::string& makes) {
    std::string becomes = "feed of a stage";
    if (std::count(r.circuit.leaving.begin(), r.circuit.leaving.end(), at))
      becomes = makes.empty() ? "tails" : makes;
    const plant::Stream& s = r.stream[at];
    std::vector<Cell> row = {name, becomes, s.tonnes / 1e3};
    const std::size_t n = r.metals.size();
    for (std::size_t e = 0; e < n; ++e) row.push_back(percent(s.metal_t[e], s.tonnes));
    for (std::size_t e = 0; e < n; ++e) row.push_back(s.metal_t[e]);
    for (std::size_t e = 0; e < n; ++e) row.push_back(percent(s.metal_t[e], fed(r, e)));
    out.rows.push_back(std::move(row));
  };
  for (std::size_t f = 0; f < r.feed.size(); ++f) add(r.c.feed[f].id, f, "");
  for (std::size_t s = 0; s < r.c.mill.stage.size(); ++s) {
    add(r.c.mill.stage[s].id, r.circuit.product(s), r.c.mill.stage[s].makes);
    add(r.c.mill.stage[s].id + ".rest", r.circuit.rest(s), "");
  }
  return out;
}

// Of its own feed: what a stage can take at that time; infinite without a limit.
double most(const Run& r, const plant::Stage& stage) {
  if (stage.capacity_t_per_y == 0) return kInfinity;
  return stage.capacity_t_per_y * stage.availability * plant::ramp_at(stage.ramp_up, r.c.years, 1);
}
double most(const Run& r) {
  return r.c.mill.capacity_t_per_y * r.c.mill.availability *
         plant::ramp_at(r.c.mill.ramp_up, r.c.years, 1);
}

Table stages(const Run& r) {
  Table out{"stages",
            "Stages",
            "recovery: of the stage's own feed; used: of what it takes at that time",
            {{"stage", ""}, {"kind", ""}, {"feed", "kt"}, {"used", "%"}},
            {}};
  for (const std::string& metal : r.metals) out.columns.push_back({"recovery_" + metal, "%"});
  for (std::size_t i = 0; i < r.circuit.step.size(); ++i) {
    const std::size_t s = r.circuit.step[i].stage;
    const plant::Stage& stage = r.c.mill.stage[s];
    const plant::Stream in = plant::feed_of(r.circuit, i, r.stream);
    std::vector<Cell> row = {
        stage.id, stage.kind, in.tonnes / 1e3,
        std::isinf(most(r, stage)) ? Cell() : percent(in.tonnes, most(r, stage))};
    for (std::size_t e = 0; e < r.metals.size(); ++e)
      row.push_back(percent(r.stream[r.circuit.product(s)].metal_t[e], in.metal_t[e]));
    out.rows.push_back(std::move(row));
  }
  return out;
}

struct Sold {
  double paid_usd = 0, charges_usd = 0;
};
Sold sell(const Run& r, const plant::Product& product, const plant::Stream& made,
          plant::Sale& sale) {
  sale = plant::sale_of(product, r.metals, made);
  Sold out{0, sale.charges_usd};
  for (std::size_t e = 0; e < r.metals.size(); ++e)
    out.paid_usd += sale.paid_t[e] * r.c.metal[e].price_usd_per_t;
  return out;
}

// Adds what all products earn to `all`.
Table products(const Run& r, Sold& all) {
  Table out{"products",
            "Products",
            "paid: metal that the buyer pays for; charges: treatment, freight, penalties",
            {{"product", ""}, {"may_be_sold", ""}, {"tonnes", "kt"}},
            {}};
  for (const std::string& metal : r.metals) out.columns.push_back({"paid_" + metal, "t"});
  for (const char* money : {"revenue", "charges"}) out.columns.push_back({money, "M$"});
  for (const plant::Product& product : r.c.product) {
    plant::Stream made;
    for (std::size_t s = 0; s < r.c.mill.stage.size(); ++s) {
      if (r.c.mill.stage[s].makes != product.id) continue;
      const plant::Stream& stream = r.stream[r.circuit.product(s)];
      made.tonnes += stream.tonnes;
      for (std::size_t e = 0; e < r.metals.size(); ++e) made.metal_t[e] += stream.metal_t[e];
    }
    plant::Sale sale;
    const Sold sold = sell(r, product, made, sale);
    all.paid_usd += sold.paid_usd, all.charges_usd += sold.charges_usd;
    std::vector<Cell> row = {
        product.id,
        std::string(kNames<plant::Market>[static_cast<std::size_t>(product.may_be_sold)]),
        made.tonnes / 1e3};
    for (std::size_t e = 0; e < r.metals.size(); ++e) row.push_back(sale.paid_t[e]);
    row.push_back(sold.paid_usd / 1e6);
    row.push_back(sold.charges_usd / 1e6);
    out.rows.push_back(std::move(row));
  }
  return out;
}

Table balance(const Run& r) {
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
  for (std::size_t e = 0; e < r.metals.size(); ++e) {
    double products = 0, tails = 0;
    for (const std::size_t at : r.circuit.leaving) {
      bool made = false;
      for (std::size_t s = 0; s < r.c.mill.stage.size(); ++s)
        made = made || (at == r.circuit.product(s) && !r.c.mill.stage[s].makes.empty());
      (made ? products : tails) += r.stream[at].metal_t[e];
    }
    const double in = fed(r, e);
    out.rows.push_back({r.metals[e], in, products, tails, percent(products, in),
                        ratio(std::abs(in - products - tails), in)});
  }
  return out;
}

Table summary(const Run& r, const Sold& sold) {
  const plant::MillCost cost = plant::cost_of(r.c.mill, r.circuit, r.stream, 1);
  const double general = cost.general_usd;
  const double net = sold.paid_usd - sold.charges_usd;
  Table out{"summary",
            r.c.title.empty() ? "The plant" : r.c.title,
            fmt::format("a year, {:g} years after the start; mining and refining are not in it",
                        r.c.years),
            {{"measure", ""}, {"year", "M$"}, {"per_tonne_of_ore", "USD/t"}},
            {}};
  const auto add = [&](const char* name, double usd) {
    out.rows.push_back({std::string(name), usd / 1e6, usd / ore(r)});
  };
  add("net_smelter_return", net);
  add("processing_cost", cost.processing_usd);
  add("general_cost", general);
  add("sustaining_capital", cost.sustaining_usd);
  add("margin", net - cost.processing_usd - general - cost.sustaining_usd);
  return out;
}

// What is asked to take more than it can at that time.
std::vector<std::string> overloaded(const Run& r) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& what, double asked, double takes) {
    if (asked > takes * (1 + 1e-9))
      out.push_back(
          fmt::format("{} is fed {:g} Mt a year and takes {:g}", what, asked / 1e6, takes / 1e6));
  };
  add("mill", ore(r), most(r));
  for (std::size_t i = 0; i < r.circuit.step.size(); ++i) {
    const plant::Stage& stage = r.c.mill.stage[r.circuit.step[i].stage];
    add("mill.stage." + stage.id, plant::feed_of(r.circuit, i, r.stream).tonnes, most(r, stage));
  }
  return out;
}

}  // namespace

Exit plant(const std::string& case_path, const Manners& manners) {
  PlantCase values;
  const io::StageCase file = io::read_stage_case(
      case_path, [&](Visitor& visit) { describe(visit, values); }, [&] { return breaches(values); },
      [&](io::IdleKeys& idle) {
        io::add_idle(idle, "mill.", values.mill);
        io::add_idle(idle, "", values.product);
      });
  for (const std::string& note : file.notes) message(manners, note);
  const Run run = run_of(values);
  Sold sold;
  Table of_products = products(run, sold);
  std::vector<Table> tables = {summary(run, sold), streams(run), stages(run),
                               std::move(of_products), balance(run)};
  const std::vector<std::string> too_much = overloaded(run);
  for (const std::string& text : too_much) message(manners, text);
  const Exit exit = too_much.empty() ? Exit::done : Exit::no_answer;
  if (manners.json)
    print_text(report::to_json(
        envelope("plant", too_much.empty() ? "done" : "overloaded", std::move(tables))));
  else
    print_tables(tables);
  return exit;
}

}  // namespace lode::cli

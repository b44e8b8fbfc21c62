#include "plant/plant_year.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/error.h"

namespace lode::plant {

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

std::vector<Stream> feeds_of(const PlantCase& c) {
  std::vector<Stream> out;
  for (const PlantFeed& feed : c.feed) {
    Stream stream{feed.tonnes_per_y, {}};
    for (std::size_t e = 0; e < feed.grades.size(); ++e)
      stream.metal_t[e] = feed.tonnes_per_y * feed.grades[e];
    out.push_back(stream);
  }
  return out;
}

// The fault of the stage whose product or rest would weigh less than its metal, with its key.
std::vector<StageFault> overweight(const PlantCase& c) {
  std::vector<StageFault> out;
  try {
    const std::vector<Stream> feeds = feeds_of(c);
    balance(make_circuit(ids(c.feed), c.mill.stage, ids(c.metal)), c.mill.stage, feeds, c.years);
  } catch (const InputError& error) {
    for (const Fault& fault : error.faults()) out.push_back({"mill." + fault.key, fault.message});
  }
  return out;
}

double takes(const Stage& stage, double years) {
  if (stage.capacity_t_per_y == 0) return std::numeric_limits<double>::infinity();
  return stage.capacity_t_per_y * stage.availability * ramp_at(stage.ramp_up, years, 1);
}
double takes(const Mill& mill, double years) {
  return mill.capacity_t_per_y * mill.availability * ramp_at(mill.ramp_up, years, 1);
}

ProductYear sold(const PlantCase& c, const Product& product, const PlantYear& year) {
  ProductYear out;
  for (std::size_t s = 0; s < c.mill.stage.size(); ++s) {
    if (c.mill.stage[s].makes != product.id) continue;
    const Stream& stream = year.stream[year.circuit.product(s)];
    out.made.tonnes += stream.tonnes;
    for (std::size_t e = 0; e < year.metals.size(); ++e) out.made.metal_t[e] += stream.metal_t[e];
  }
  out.sale = sale_of(product, year.metals, out.made);
  for (std::size_t e = 0; e < year.metals.size(); ++e)
    out.paid_usd += out.sale.paid_t[e] * c.metal[e].price_usd_per_t;
  return out;
}

}  // namespace

std::vector<StageFault> breaches(const PlantCase& c) {
  std::vector<StageFault> out;
  if (c.metal.empty() || c.metal.size() > kMaxElements)
    out.push_back({"metal", fmt::format("needs one to {} tables [metal.NAME], not {}", kMaxElements,
                                        c.metal.size())});
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
  constexpr double kLeast = 1e-3;  // tonnes a year: of less, no figure per tonne is given
  if (!c.feed.empty() && !(all >= kLeast))
    out.push_back({"feed", all > 0 ? fmt::format("brings {:g} t a year; a plant is fed with {:g} t "
                                                 "or more",
                                                 all, kLeast)
                                   : "brings no tonnes"});
  if (!out.empty()) return out;
  for (const StageFault& fault : faults_of(ids(c.feed), c.mill.stage, ids(c.metal)))
    out.push_back({fault.key.empty() ? "mill.stage" : "mill.stage." + fault.key, fault.message});
  for (const Stage& stage : c.mill.stage)
    if (!stage.makes.empty() && !has(ids(c.product), stage.makes))
      out.push_back({"mill.stage." + stage.id + ".makes",
                     fmt::format("there is no [product.{}]", stage.makes)});
  for (const Product& product : c.product) {
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

bool PlantYear::is_over() const {
  return mill.is_over() ||
         std::any_of(stage.begin(), stage.end(), [](const Load& load) { return load.is_over(); });
}

PlantYear plant_year(const PlantCase& c) {
  PlantYear out;
  out.metals = ids(c.metal);
  out.circuit = make_circuit(ids(c.feed), c.mill.stage, out.metals);
  const std::vector<Stream> feeds = feeds_of(c);
  out.stream = balance(out.circuit, c.mill.stage, feeds, c.years);
  out.fed_t.assign(out.metals.size(), 0);
  for (const Stream& feed : feeds) {
    out.ore_t += feed.tonnes;
    for (std::size_t e = 0; e < out.metals.size(); ++e) out.fed_t[e] += feed.metal_t[e];
  }
  out.mill = {out.ore_t, takes(c.mill, c.years)};
  for (std::size_t i = 0; i < out.circuit.step.size(); ++i)
    out.stage.push_back({feed_of(out.circuit, i, out.stream).tonnes,
                         takes(c.mill.stage[out.circuit.step[i].stage], c.years)});
  for (const Product& product : c.product) {
    out.product.push_back(sold(c, product, out));
    out.paid_usd += out.product.back().paid_usd;
    out.charges_usd += out.product.back().sale.charges_usd;
  }
  out.cost = cost_of(c.mill, out.circuit, out.stream, 1);
  return out;
}

}  // namespace lode::plant

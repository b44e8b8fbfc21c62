// Worlds for the tests of market.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "market/market.h"

namespace lode::market::made_up {

inline Row row(std::vector<double> values) {
  Row out;
  out.values = std::move(values);
  return out;
}
inline Producer producer(const std::string& id, const std::string& region, double cost,
                         double slope, const std::string& stage = "metal") {
  Producer out;
  out.id = id, out.region = region, out.stage = stage;
  out.cost = row({cost}), out.slope = slope;
  return out;
}
inline Demand tier(const std::string& id, const std::string& region, double choke, double slope,
                   const std::string& stage = "metal") {
  Demand out;
  out.id = id, out.region = region, out.stage = stage;
  out.choke = row({choke}), out.slope = row({slope});
  return out;
}
inline Route route(const std::string& from, const std::string& to, double freight) {
  Route out;
  out.id = from + "-" + to, out.from = {from}, out.to = {to};
  out.freight = row({freight});
  return out;
}

// Random regions with a mine, two tiers and routes to all others; a plant in each, taxes, stocks and
// an offtake of the first mine.
inline World world(unsigned seed, int regions = 4, int periods = 2) {
  std::mt19937 random(seed);
  const auto uniform = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random()) / 4294967296.0;
  };
  World w;
  w.stages = {"concentrate", "metal"};
  w.periods = periods;
  w.discount = 0.08;
  for (int r = 0; r < regions; ++r) w.regions.push_back("r" + std::to_string(r));
  for (const std::string& r : w.regions) {
    w.producer.push_back(producer(r, r, uniform(5, 40), uniform(0.5, 3), "concentrate"));
    w.producer.back().capacity = row({uniform(5, 50)});
    Plant p;
    p.id = p.region = r;
    p.from = "concentrate", p.to = "metal";
    p.yield = uniform(0.85, 0.98);
    p.cost = row({uniform(2, 8)}), p.capacity = row({uniform(10, 60)});
    w.plant.push_back(p);
    w.demand.push_back(tier(r + "-high", r, uniform(120, 300), uniform(1, 8)));
    w.demand.push_back(tier(r + "-low", r, uniform(50, 110), uniform(0.5, 3)));
    for (const std::string& to : w.regions)
      if (to != r) {
        w.route.push_back(route(r, to, uniform(1, 10)));
        if (uniform(0, 1) < 0.3) w.route.back().tax = row({uniform(0, 5)});
        if (uniform(0, 1) < 0.2) w.route.back().quota = row({uniform(1, 8)});
        if (uniform(0, 1) < 0.2) w.route.back().ad_valorem = uniform(0, 0.3);
      }
    Stock s;
    s.id = s.region = r, s.stage = "metal";
    s.initial = uniform(0, 5), s.holding = row({uniform(0.1, 1)});
    w.stock.push_back(s);
  }
  return w;
}

inline Equilibrium solve(const World& w, const Scenario& s = {}) {
  const Model m = build(path_of(w, s));
  Solver solver(m.program);
  return equilibrium(m, solver);
}

}  // namespace lode::market::made_up

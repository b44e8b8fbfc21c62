// A world of three regions at its base year, for tests of yearly markets: south sells to north, and a
// new producer in the third may.
#pragma once

#include "market/market.h"

namespace lode::market::made_up {

inline World base_year_world() {
  World w;
  w.regions = {"south", "north", "new"};
  w.stages = {"metal"};
  w.base_year.emplace();
  w.base_year->price = 40, w.base_year->stickiness = 10;
  const auto mine = [&](const char* region, double observed) {
    Producer p;
    p.id = region, p.region = region, p.stage = "metal";
    p.observed = observed, p.elasticity = 0.1;
    w.producer.push_back(p);
  };
  const auto use = [&](const char* region, double observed) {
    Demand d;
    d.id = region, d.region = region, d.stage = "metal";
    d.observed = observed, d.elasticity = -0.1;
    w.demand.push_back(d);
  };
  mine("south", 60), mine("north", 30);
  use("south", 40), use("north", 50);
  const auto route = [&](const char* from, const char* to, double observed) {
    Route r;
    r.id = std::string(from) + "-" + to, r.from = {from}, r.to = {to}, r.stages = w.stages;
    if (observed > 0)
      r.observed = observed;
    else
      r.freight.values = {1};
    w.route.push_back(r);
  };
  route("south", "north", 20), route("new", "south", 0), route("new", "north", 0);
  Producer project;
  project.id = "project", project.region = "new", project.stage = "metal";
  project.output.values = {0};
  w.producer.push_back(project);
  project.id = "tied";  // the same tonnes, to be used in north
  w.producer.push_back(project);
  Offtake all;
  all.id = "tied", all.producer = "tied", all.buyers = {"north"}, all.share = 1, all.resale = false;
  w.offtake.push_back(all);
  Scenario ban;
  ban.id = "ban", ban.no_exports_from = {"south"};
  w.scenario.push_back(ban);
  RegionFacts facts;
  facts.id = "south", facts.adverse = true;
  w.region.push_back(facts);
  return w;
}

}  // namespace lode::market::made_up

#include "study/rules_market.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "study/events.h"

namespace lode::study {
namespace {

template <class T>
std::vector<std::string> ids_of(const std::vector<T>& items) {
  std::vector<std::string> out;
  for (const T& item : items) out.push_back(item.id);
  return out;
}

bool is_in(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

class MarketRules {
 public:
  explicit MarketRules(const Case& c) : c_(c) {}
  std::vector<Breach> check() {
    if (!c_.market)
      without();
    else if (c_.market->world)
      against(*c_.market->world);
    return std::move(out_);
  }

 private:
  void breach(const std::string& key, std::string message, std::vector<std::string> more = {}) {
    more.push_back(key);
    out_.push_back({key, std::move(message), std::move(more)});
  }
  void needs(const std::string& key, const std::string& name, const char* what,
             const std::vector<std::string>& known) {
    if (!name.empty() && !is_in(known, name))
      breach(key,
             fmt::format("\"{}\" is no {} of the market's world: {}", name, what,
                         fmt::join(known, ", ")),
             {"market"});
  }

  void without() {
    for (const Event& event : c_.event)
      if (!event.market_scenario.empty())
        breach("event." + event.id + ".market_scenario", "needs a [market]");
    for (const deal::Bid& bid : c_.bid)
      for (const deal::Offtake& offtake : bid.offtake) {
        const std::string at = "bid." + bid.id + ".offtake." + offtake.id;
        if (!offtake.market_producer.empty()) breach(at + ".market_producer", "needs a [market]");
        if (!offtake.priced_in.empty()) breach(at + ".priced_in", "needs a [market]");
      }
  }

  void against(const market::World& w) {
    const MarketTerms& m = *c_.market;
    if (const std::string fault = market::fault_of_years(w); !fault.empty())
      breach("market.world", m.world_file + " " + fault);
    needs("market.quoted_in", m.quoted_in, "region", w.regions);
    needs("market.quoted_stage", m.quoted_stage, "stage", w.stages);
    for (Breach& breach : elasticity_breaches(m)) out_.push_back(std::move(breach));
    for (const Event& event : c_.event) {
      const std::string at = "event." + event.id;
      needs(at + ".market_scenario", event.market_scenario, "scenario", ids_of(w.scenario));
      for (const EventChange& change : event.change)
        if (m.prices == Prices::equilibrium && moved_price(c_, change) == 0)
          breach(at + ".change." + change.id + ".key",
                 fmt::format("the market makes the price of {}: give the event a market_scenario",
                             c_.commodity.front().id),
                 {"market.prices"});
    }
    for (const MarketTerms::Clause& clause : m.clause)
      needs("market.clause." + clause.id, clause.id, "producer", ids_of(w.producer));
    for (const MarketTerms::Place& place : m.place)
      needs("market.place." + place.id, place.id, "region", w.regions);
    for (const MarketTerms::Competitor& one : m.competitor)
      needs("market.competitor." + one.id + ".region", one.region, "region", w.regions);
    for (const deal::Bid& bid : c_.bid)
      for (const deal::Offtake& offtake : bid.offtake) check(bid, offtake, w);
  }

  void check(const deal::Bid& bid, const deal::Offtake& offtake, const market::World& w) {
    const std::string at = "bid." + bid.id + ".offtake." + offtake.id;
    needs(at + ".market_producer", offtake.market_producer, "producer", ids_of(w.producer));
    needs(at + ".priced_in", offtake.priced_in, "region", w.regions);
    for (const market::Producer& producer : w.producer) {
      if (producer.id != offtake.market_producer) continue;
      if (!producer.output.given())
        breach(
            at + ".market_producer",
            fmt::format("producer.{} of the world needs output = 0: the study says what it makes",
                        producer.id),
            {"market.world"});
      else if (producer.stage != c_.market->quoted_stage)
        breach(at + ".market_producer",
               fmt::format("producer.{} of the world makes {}, not market.quoted_stage {}",
                           producer.id, producer.stage, c_.market->quoted_stage),
               {"market.world", "market.quoted_stage"});
    }
  }

  const Case& c_;
  std::vector<Breach> out_;
};

}  // namespace

std::vector<Breach> elasticity_breaches(const MarketTerms& m) {
  std::vector<Breach> out;
  const auto order = [&](const std::string& at_once, double low, const std::string& later,
                         double high) {
    if (low <= high) return;
    out.push_back(
        {"market." + later,
         fmt::format("{:g} lies below market.{} {:g}: what answers at once is part of what "
                     "answers in the end",
                     high, at_once, low),
         {"market." + later, "market." + at_once}});
  };
  order("demand_short", m.demand_short, "demand_long", m.demand_long);
  order("mine_short", m.mine_short, "mine_long", m.mine_long);
  return out;
}

std::vector<Breach> market_breaches(const Case& c) { return MarketRules(c).check(); }

}  // namespace lode::study

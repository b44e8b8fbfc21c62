// What does not hold across the keys of a market case.
#include "io/market_checks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "study/study.h"

namespace lode::io {

using namespace market;

bool is_in(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

std::string none_of(const char* list, const std::vector<std::string>& known,
                    const std::string& name) {
  const auto near = study::nearest(name, known);
  return fmt::format("\"{}\" is none of {}{}", name, list,
                     near.empty() ? fmt::format(" ({})", fmt::join(known, ", "))
                                  : "; did you mean " + near[0] + "?");
}

namespace {

// Every row of the world: numbers, one or one a period.
class RowCheck : public Visitor {
 public:
  RowCheck(int periods, Breaches& out) : periods_(static_cast<std::size_t>(periods)), out_(out) {}
  void number(std::string_view, double&, Unit, Range, Use, std::string_view) override {}
  void series(std::string_view, std::vector<double>&, Unit, Range, std::string_view) override {}
  void row(std::string_view key, Row& row, Unit, Range, bool, std::string_view) override {
    const std::string path = path_ + std::string(key);
    if (!row.name.empty())
      out_.push_back(
          {path, fmt::format("= \"{}\" must be a number, or a list of one a period", row.name)});
    else if (row.values.size() > 1 && row.values.size() != periods_)
      out_.push_back({path, fmt::format("has {} numbers; the case has {} periods",
                                        row.values.size(), periods_)});
  }
  void integer(std::string_view, int&, int, int, std::string_view) override {}
  void flag(std::string_view, bool&, std::string_view) override {}
  void text(std::string_view, std::string&, bool, std::string_view) override {}
  void texts(std::string_view, std::vector<std::string>&, std::string_view) override {}

 protected:
  void choice_index(std::string_view, int&, std::span<const std::string_view>,
                    std::string_view) override {}
  void names(std::string_view, std::vector<std::string>&, std::string_view) override {}
  void enter(std::string_view key, std::string_view) override {
    sizes_.push_back(path_.size());
    path_ += std::string(key) + ".";
  }
  void leave() override { path_.resize(sizes_.back()), sizes_.pop_back(); }

 private:
  std::size_t periods_;
  Breaches& out_;
  std::string path_;
  std::vector<std::size_t> sizes_;
};

class Checks {
 public:
  Checks(const World& w, Breaches& out) : w_(w), out_(out) {}

  void all() {
    names("regions", w_.regions), names("stages", w_.stages);
    if (!out_.empty()) return;
    for (const Producer& p : w_.producer) producer(p);
    for (const Plant& p : w_.plant) plant(p);
    for (const Demand& d : w_.demand) demand(d);
    for (const PriceSystem& s : w_.system) system(s);
    for (const Route& r : w_.route) route(r);
    for (const Stock& s : w_.stock) stock(s);
    for (const Offtake& o : w_.offtake) offtake(o);
    for (const Firm& f : w_.firm) firm(f);
    for (const RegionFacts& r : w_.region)
      need(is_in(w_.regions, r.id), "region." + r.id, none_of("regions", w_.regions, r.id));
    for (const BasePrice& p : w_.price) at("price." + p.id, p.region, p.stage);
    base_year();
    shares_of_offtakes();
  }

 private:
  void need(bool good, const std::string& key, const std::string& what) {
    if (!good) out_.push_back({key, what});
  }
  void names(const char* key, const std::vector<std::string>& list) {
    for (std::size_t i = 0; i < list.size(); ++i)
      need(std::count(list.begin(), list.end(), list[i]) == 1 ||
               std::find(list.begin(), list.end(), list[i]) !=
                   list.begin() + static_cast<std::ptrdiff_t>(i),
           key, fmt::format("names \"{}\" twice", list[i]));
    need(!list.empty() || std::string(key) == "regions", key, "must name at least one");
    if (list.empty() && std::string(key) == "regions")
      need(w_.producer.empty() && w_.demand.empty() && w_.route.empty() && w_.plant.empty() &&
               w_.system.empty() &&
               !(w_.shares.empty() && w_.supply_risk.empty() && w_.reliance.empty()),
           key, "is required: a list of names, as [\"north\", \"south\"]");
  }
  void region(const std::string& key, const std::string& name) {
    need(is_in(w_.regions, name), key, none_of("regions", w_.regions, name));
  }
  void stage(const std::string& key, const std::string& name) {
    need(is_in(w_.stages, name), key, none_of("stages", w_.stages, name));
  }
  void at(const std::string& key, const std::string& in, const std::string& of) {
    region(key + ".region", in), stage(key + ".stage", of);
  }
  void order(const std::string& key, const Row& low, const Row& high, const char* names) {
    for (std::size_t t = 0; t < static_cast<std::size_t>(w_.periods); ++t)
      if (low.given() && high.given() && value(low, t) > value(high, t))
        return out_.push_back(
            {key, fmt::format("= {:g} is above {:g} ({})", value(low, t), value(high, t), names)});
  }
  static double value(const Row& row, std::size_t t) {
    return row.values.empty() ? 0 : t < row.values.size() ? row.at(t) : row.values[0];
  }

  void producer(const Producer& p) {
    const std::string key = "producer." + p.id;
    at(key, p.region, p.stage);
    if (!p.marketer.empty()) region(key + ".marketer", p.marketer);
    need(p.owner.empty() || is_in(ids(w_.firm), p.owner), key + ".owner",
         no_such("firm", w_.firm, p.owner));
    const bool curve = p.quantity != kInfinity, observed = p.observed != kInfinity;
    need(p.cost.given() || curve || p.output.given() || observed || p.slope > 0, key,
         "needs cost (and slope), or quantity, price and elasticity, or a fixed output");
    need(!curve || (p.price != kInfinity && p.elasticity > 0), key + ".quantity",
         "needs price and an elasticity above 0");
    need(!(curve && observed), key + ".quantity",
         "goes without observed, from which the base year makes it");
    need(p.curve == Curve::linear || curve || observed, key + ".curve",
         "\"iso_elastic\" needs quantity, price and an elasticity above 0");
    need(!(p.output.given() && (curve || observed || p.capex != kInfinity)), key + ".output",
         "is fixed: it goes without quantity, observed and capex");
    need(!(p.curve == Curve::iso_elastic && p.capex != kInfinity), key + ".capex",
         "goes with a linear cost alone");
    order(key + ".minimum", p.minimum, p.capacity, "capacity");
  }

  void plant(const Plant& p) {
    const std::string key = "plant." + p.id;
    region(key + ".region", p.region);
    stage(key + ".from", p.from), stage(key + ".to", p.to);
    need(p.from != p.to, key + ".to", fmt::format("= \"{}\" is its own feed", p.to));
    for (const std::string& s : p.also_from) stage(key + ".also_from", s);
    for (const std::string& s : p.more_to) stage(key + ".more_to", s);
    need(p.also_from.size() == p.also_amount.size(), key + ".also_amount",
         fmt::format("has {} numbers for {} stages of also_from", p.also_amount.size(),
                     p.also_from.size()));
    need(p.more_to.size() == p.more_yield.size(), key + ".more_yield",
         fmt::format("has {} numbers for {} stages of more_to", p.more_yield.size(),
                     p.more_to.size()));
    order(key + ".minimum", p.minimum, p.capacity, "capacity");
  }

  void demand(const Demand& d) {
    const std::string key = "demand." + d.id;
    at(key, d.region, d.stage);
    const bool line = d.choke.given(), observed = d.observed != kInfinity;
    need(!line || d.slope.given(), key + ".choke",
         "needs slope, above 0: a tier of one price throughout leaves the price undefined");
    need(!(line && (d.elasticity != 0 || d.quantity.given() || observed)), key + ".choke",
         "goes without elasticity, quantity and observed");
    need(line || d.quantity.given() || observed, key,
         "needs choke and slope, or quantity (fixed, or with price and elasticity)");
    need(d.elasticity == 0 || d.price != kInfinity || observed, key + ".elasticity",
         "needs price, at which `quantity` is used");
    need(!(observed && d.quantity.given()), key + ".observed",
         "goes without quantity, which the base year makes of it");
    need(d.curve == Curve::linear || d.elasticity != 0, key + ".curve",
         "\"iso_elastic\" needs an elasticity below 0");
    if (d.elasticity != 0 && d.quantity.given())
      for (const double q : d.quantity.values)
        need(q > 0, key + ".quantity", fmt::format("= {:g} must be above 0 with elasticity", q));
  }

  void system(const PriceSystem& s) {
    const std::string key = "system." + s.id;
    region(key + ".region", s.region);
    for (const std::string& k : s.stages) stage(key + ".stages", k);
    const std::size_t n = s.stages.size();
    need(n > 0, key + ".stages", "must name at least one");
    need(s.intercept.size() == n, key + ".intercept",
         fmt::format("has {} numbers for {} stages", s.intercept.size(), n));
    need(s.slopes.size() == n * n, key + ".slopes",
         fmt::format("has {} numbers; {} stages need {}", s.slopes.size(), n, n * n));
    if (s.slopes.size() != n * n || n == 0) return;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < i; ++j)
        need(
            s.slopes[i * n + j] == s.slopes[j * n + i], key + ".slopes",
            fmt::format("must be symmetric: {:g} of {} on {}, {:g} of {} on {}; else no surplus is "
                        "defined",
                        s.slopes[i * n + j], s.stages[i], s.stages[j], s.slopes[j * n + i],
                        s.stages[j], s.stages[i]));
    need(is_definite(s.slopes, n, s.kind == SystemKind::supply ? 1 : -1), key + ".slopes",
         s.kind == SystemKind::supply ? "must be positive definite: supply rises with its price"
                                      : "must be negative definite: demand falls with its price");
  }
  // Cholesky's pivots.
  static bool is_definite(std::vector<double> a, std::size_t n, double sign) {
    for (double& v : a) v *= sign;
    for (std::size_t c = 0; c < n; ++c) {
      if (!(a[c * n + c] > 0)) return false;
      for (std::size_t r = c + 1; r < n; ++r)
        for (std::size_t k = c + 1; k < n; ++k)
          a[r * n + k] -= a[r * n + c] * a[c * n + k] / a[c * n + c];
    }
    return true;
  }

  void route(const Route& r) {
    const std::string key = "route." + r.id;
    for (const std::string& name : r.from) region(key + ".from", name);
    for (const std::string& name : r.to) region(key + ".to", name);
    for (const std::string& name : r.stages) stage(key + ".stages", name);
    need(!(r.from.size() == 1 && r.from == r.to), key + ".to", "is where it comes from");
    need(r.observed == kInfinity || (r.from.size() == 1 && r.to.size() == 1 && !r.both_ways &&
                                     (r.stages.size() == 1 || w_.stages.size() == 1)),
         key + ".observed", "needs one region in from and in to, one stage, one way");
    if (!r.tax_to.empty()) region(key + ".tax_to", r.tax_to);
    if (!r.rent_to.empty()) region(key + ".rent_to", r.rent_to);
  }

  void stock(const Stock& s) {
    const std::string key = "stock." + s.id;
    at(key, s.region, s.stage);
    order(key + ".minimum", s.minimum, s.capacity, "capacity");
  }

  void offtake(const Offtake& o) {
    const std::string key = "offtake." + o.id;
    need(o.producer.empty() != o.plant.empty(), key, "needs producer or plant, one of them");
    need(o.producer.empty() || is_in(ids(w_.producer), o.producer), key + ".producer",
         no_such("producer", w_.producer, o.producer));
    need(o.plant.empty() || is_in(ids(w_.plant), o.plant), key + ".plant",
         no_such("plant", w_.plant, o.plant));
    need((o.share != kInfinity) != o.amount.given(), key, "needs share or amount, one of them");
    need(!o.buyers.empty(), key + ".buyers", "is required: a list of regions");
    for (const std::string& b : o.buyers) region(key + ".buyers", b);
    for (const std::string& s : o.scenarios)
      need(s == "base" || is_in(ids(w_.scenario), s), key + ".scenarios",
           no_such("scenario", w_.scenario, s));
    for (const Producer& p : w_.producer)
      if (p.id == o.producer) {
        need(p.owner.empty(), key + ".producer",
             fmt::format(
                 "= \"{}\" is sold by firm \"{}\": a clause on what a firm with market power "
                 "sells is not there yet",
                 p.id, p.owner));
        carried(o, p.region, p.stage);
      }
    for (const Plant& p : w_.plant)
      if (p.id == o.plant) carried(o, p.region, p.to);
  }
  void carried(const Offtake& o, const std::string& from, const std::string& of) {
    const auto listed = [](const std::vector<std::string>& list, const std::string& name) {
      return list.empty() || is_in(list, name);
    };
    for (const std::string& b : o.buyers)
      need(b == from || !is_in(w_.regions, b) ||
               std::any_of(w_.route.begin(), w_.route.end(),
                           [&](const Route& r) {
                             return listed(r.stages, of) &&
                                    ((listed(r.from, from) && listed(r.to, b)) ||
                                     (r.both_ways && listed(r.from, b) && listed(r.to, from)));
                           }),
           "offtake." + o.id + ".buyers",
           fmt::format("\"{}\": no route carries {} there from {}", b, of, from));
  }
  void shares_of_offtakes() {
    for (const Offtake& o : w_.offtake) {
      double sum = 0;
      for (const Offtake& other : w_.offtake)
        if (other.producer == o.producer && other.plant == o.plant &&
            other.scenarios == o.scenarios && other.share != kInfinity)
          sum += other.share;
      need(sum <= 1 + 1e-12, "offtake." + o.id + ".share",
           fmt::format("= {:g} with the others of the same output makes {:g}: at most 1", o.share,
                       sum));
    }
  }

  void firm(const Firm& f) {
    need(std::any_of(w_.producer.begin(), w_.producer.end(),
                     [&](const Producer& p) { return p.owner == f.id; }),
         "firm." + f.id, "owns no producer: producer.NAME.owner");
    for (const Producer& p : w_.producer)
      if (p.owner == f.id)
        need(p.ad_valorem == 0, "producer." + p.id + ".ad_valorem",
             "of a firm with market power is not there yet");
  }

  void base_year() {
    const auto observed = [](const auto& list) {
      return std::any_of(list.begin(), list.end(),
                         [](const auto& item) { return item.observed != kInfinity; });
    };
    const bool any =
        observed(w_.producer) || observed(w_.demand) || observed(w_.route) || observed(w_.plant);
    if (any && !w_.base_year)
      need(false, "base_year", "is required: something is observed; [base_year] says the price");
    if (!w_.base_year) return;
    need(observed(w_.producer) || observed(w_.demand), "base_year",
         "needs producers and tiers with `observed`");
    need(w_.base_year->price != kInfinity || covers_all_prices(), "base_year.price",
         "is required: not every region and stage has a [price.NAME]");
  }
  bool covers_all_prices() const {
    for (const std::string& r : w_.regions)
      for (const std::string& k : w_.stages)
        if (std::none_of(w_.price.begin(), w_.price.end(),
                         [&](const BasePrice& p) { return p.region == r && p.stage == k; }))
          return false;
    return true;
  }

  const World& w_;
  Breaches& out_;
};

}  // namespace

std::vector<study::Breach> breaches(const World& world) {
  Breaches out;
  World copy = world;
  RowCheck rows(world.periods, out);
  describe(rows, copy);
  Checks(world, out).all();
  check_given(world, out);
  if (!out.empty()) return out;
  check_scenarios(world, out);
  check_reach(world, out);
  return out;
}

}  // namespace lode::io

#include "market/base_year.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "market/model.h"
#include "market/solve.h"

namespace lode::market {
namespace {

using Index = std::uint32_t;

class BaseYearMaker {
 public:
  explicit BaseYearMaker(const World& world) { out_.world = world; }

  BaseYearWorld go() {
    reconcile();
    if (out_.status != SolveStatus::solved) return out_;
    for (Producer& p : w().producer) supply(p);
    for (Demand& d : w().demand) demand(d);
    for (Plant& p : w().plant) plant(p);
    for (Route& r : w().route) route(r);
    return out_;
  }

 private:
  World& w() { return out_.world; }
  Index region(const std::string& name) { return index_in(w().regions, name); }
  Index stage(const std::string& name) { return index_in(w().stages, name); }
  Index balance(const std::string& r, const std::string& k) {
    return region(r) * static_cast<Index>(w().stages.size()) + stage(k);
  }

  // A quantity of the reconciliation: exact, with a deviation, or free where it has no statistics.
  template <class Item>
  Index quantity(const Item& s, const char* table) {
    const double v = s.deviation;
    const bool seen = s.observed != kInfinity, exact = seen && v == 0;
    const Index c =
        p_.add_column(seen && !exact ? -s.observed / (v * v) : 0, seen && !exact ? 1 / (v * v) : 0,
                      exact ? s.observed : 0, exact ? s.observed : HUGE_VAL);
    out_.adjusted.push_back({table, s.id, s.observed, v, 0});
    return c;
  }

  void reconcile() {
    for (const std::string& r : w().regions)
      for (const std::string& k : w().stages) {
        p_.add_row(0);
        name_.push_back(fmt::format("balance of {} in {}", k, r));
      }
    for (const Producer& s : w().producer) {
      if (s.observed == kInfinity) continue;  // not there in the base year
      quantity(s, "producer");
      p_.enter(balance(s.region, s.stage), 1);
    }
    for (const Demand& s : w().demand) {
      if (s.observed == kInfinity) continue;
      quantity(s, "demand");
      p_.enter(balance(s.region, s.stage), -1);
    }
    for (const Plant& s : w().plant) {
      quantity(s, "plant");
      p_.enter(balance(s.region, s.from), -1), p_.enter(balance(s.region, s.to), s.yield);
      for (std::size_t i = 0; i < s.also_from.size(); ++i)
        p_.enter(balance(s.region, s.also_from[i]), -s.also_amount[i]);
      for (std::size_t i = 0; i < s.more_to.size(); ++i)
        p_.enter(balance(s.region, s.more_to[i]), s.more_yield[i]);
    }
    for (const Route& s : w().route) {
      if (s.observed == kInfinity) continue;
      quantity(s, "route");
      p_.enter(balance(s.from[0], s.stages[0]), -1), p_.enter(balance(s.to[0], s.stages[0]), 1);
    }
    const Solution found = Solver(p_).solve(p_);
    out_.status = found.status, out_.certificate = found.certificate;
    for (std::size_t j = 0; j < out_.adjusted.size(); ++j) out_.adjusted[j].reconciled = found.x[j];
    for (const Solution::Obstacle& o : found.obstacles)
      out_.trouble += fmt::format("{}{} of the base year lacks {:.6g}",
                                  out_.trouble.empty() ? "" : "; ", name_[o.at], o.amount);
  }

  double reconciled(const char* table, const std::string& id) const {
    for (const Adjusted& a : out_.adjusted)
      if (a.table == table && a.id == id) return a.reconciled;
    return 0;
  }

  double price(const std::string& r, const std::string& k) {
    for (const BasePrice& p : w().price)
      if (p.region == r && p.stage == k) return p.value;
    return w().base_year->price;
  }

  void supply(Producer& s) {
    if (s.observed == kInfinity) return;
    const double q = reconciled("producer", s.id);
    // What its region pays it after its own tax.
    const double p = price(s.region, s.stage) * (1 - s.ad_valorem) - at(s.tax, 0, 0);
    Calibrated c{"producer", s.id, q, p, 0, 0, 0};
    if (s.elasticity > 0 && q > 0) {
      s.quantity = q, s.price = p;
      c.second = p / (s.elasticity * q), c.first = p - c.second * q;
    } else {
      s.output.values = {q};
    }
    out_.calibrated.push_back(c);
  }

  void demand(Demand& s) {
    if (s.observed == kInfinity) return;
    const double q = reconciled("demand", s.id);
    const double p = price(s.region, s.stage) * (1 + s.ad_valorem) + at(s.tax, 0, 0);
    Calibrated c{"demand", s.id, q, p, 0, 0, 0};
    s.quantity.values = {q};
    if (s.elasticity < 0 && q > 0) {
      s.price = p;
      c.second = -p / (s.elasticity * q), c.first = p * (1 - 1 / s.elasticity);
    } else {
      s.elasticity = 0;
    }
    out_.calibrated.push_back(c);
  }

  void plant(Plant& s) {
    double margin = s.yield * price(s.region, s.to) - price(s.region, s.from);
    for (std::size_t i = 0; i < s.also_from.size(); ++i)
      margin -= s.also_amount[i] * price(s.region, s.also_from[i]);
    for (std::size_t i = 0; i < s.more_to.size(); ++i)
      margin += s.more_yield[i] * price(s.region, s.more_to[i]);
    const double q = reconciled("plant", s.id);
    out_.calibrated.push_back({"plant", s.id, q, price(s.region, s.from), margin, s.slope, 0});
    s.cost.values = {margin - s.slope * q};
  }

  void route(Route& s) {
    const bool pair = s.from.size() == 1 && s.to.size() == 1 && s.stages.size() == 1;
    if (!pair) return;
    const double from = price(s.from[0], s.stages[0]), to = price(s.to[0], s.stages[0]);
    const double freight = at(s.freight, 0, 0);
    const double value = s.ad_valorem_on == ValueBase::destination ? to : from;
    const double share = s.ad_valorem_on == ValueBase::landed ? s.ad_valorem : 0;
    const double margin = to - from - at(s.tax, 0, 0) - s.ad_valorem * value;
    const double x = s.observed == kInfinity ? 0 : reconciled("route", s.id);
    Calibrated c{"route", s.id, x, to - from, freight, 0, freight};
    if (x > 0) {
      s.friction = to / ((s.stickiness > 0 ? s.stickiness : w().base_year->stickiness) * x);
      s.freight.values = {(margin - s.friction * x) / (1 + share)};
    } else {
      s.freight.values = {std::max(freight, margin / (1 + share))};
    }
    c.first = s.freight.values[0], c.second = s.friction;
    out_.calibrated.push_back(c);
  }

  BaseYearWorld out_;
  Program p_;
  std::vector<std::string> name_;
};

}  // namespace

BaseYearWorld bring_to_base_year(const World& world) { return BaseYearMaker(world).go(); }

}  // namespace lode::market

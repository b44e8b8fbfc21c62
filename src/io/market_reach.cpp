// Which demand no supply can reach, and what nothing joins, whatever scenarios close.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "io/market_checks.h"

namespace lode::io {

using namespace market;

namespace {

class Reach {
 public:
  explicit Reach(const World& w)
      : w_(w), made_(w.regions.size() * w.stages.size()), joined_(made_) {
    sources();
    handled_ = joined_;
    for (bool more = true; more;) more = spread();
  }

  void tell(Breaches& out) const {
    for (const Demand& d : w_.demand)
      if (!made_[place(d.region, d.stage)] && !d.penalty.given())
        out.push_back(
            {"demand." + d.id,
             fmt::format("no supply of {} can reach {}: no producer, plant, stock or route "
                         "brings it; give one, or a penalty for what is left unserved",
                         d.stage, d.region)});
    for (const PriceSystem& s : w_.system)
      for (const std::string& k : s.stages)
        if (s.kind == SystemKind::demand && !made_[place(s.region, k)])
          out.push_back(
              {"system." + s.id, fmt::format("no supply of {} can reach {}", k, s.region)});
    for (const Plant& p : w_.plant) {
      std::vector<std::string> feeds = p.also_from;
      feeds.push_back(p.from);
      for (const std::string& k : feeds)
        if (!made_[place(p.region, k)])
          out.push_back(
              {"plant." + p.id, fmt::format("no supply of {} can reach {}", k, p.region)});
    }
    for (std::size_t r = 0; r < w_.regions.size(); ++r)
      if (none(joined_, [&](std::size_t i) { return i / w_.stages.size() == r; }))
        out.push_back({"regions", fmt::format("\"{}\" is cut off: nothing is made, used, stored or "
                                              "carried there",
                                              w_.regions[r])});
    for (std::size_t k = 0; k < w_.stages.size(); ++k)
      if (none(handled_, [&](std::size_t i) { return i % w_.stages.size() == k; }))
        out.push_back(
            {"stages", fmt::format("\"{}\" is disconnected: nothing makes, converts or uses "
                                   "it",
                                   w_.stages[k])});
  }

 private:
  std::size_t place(const std::string& region, const std::string& stage) const {
    return index_in(w_.regions, region) * w_.stages.size() + index_in(w_.stages, stage);
  }
  template <class Which>
  bool none(const std::vector<bool>& of, Which which) const {
    for (std::size_t i = 0; i < of.size(); ++i)
      if (which(i) && of[i]) return false;
    return true;
  }

  void sources() {
    const auto join = [&](const std::string& r, const std::string& k, bool source) {
      joined_[place(r, k)] = true;
      if (source) made_[place(r, k)] = true;
    };
    for (const Producer& p : w_.producer) join(p.region, p.stage, true);
    for (const Demand& d : w_.demand) join(d.region, d.stage, false);
    for (const Stock& s : w_.stock) join(s.region, s.stage, s.initial > 0);
    for (const PriceSystem& s : w_.system)
      for (const std::string& k : s.stages) join(s.region, k, s.kind == SystemKind::supply);
    for (const Plant& p : w_.plant) join(p.region, p.from, false), join(p.region, p.to, false);
  }

  bool mark(std::size_t to, bool from_made) {
    const bool news = !joined_[to] || (from_made && !made_[to]);
    joined_[to] = true;
    if (from_made) made_[to] = true;
    return news;
  }

  bool spread() {
    bool more = false;
    for (const Plant& p : w_.plant) {
      bool fed = made_[place(p.region, p.from)];
      for (const std::string& k : p.also_from) fed = fed && made_[place(p.region, k)];
      more = mark(place(p.region, p.to), fed) || more;
      for (const std::string& k : p.more_to) more = mark(place(p.region, k), fed) || more;
    }
    const auto listed = [](const std::vector<std::string>& list, const std::string& name) {
      return list.empty() || is_in(list, name);
    };
    for (const Route& r : w_.route)
      for (const std::string& a : w_.regions)
        for (const std::string& b : w_.regions) {
          const bool way = (listed(r.from, a) && listed(r.to, b)) ||
                           (r.both_ways && listed(r.from, b) && listed(r.to, a));
          if (a == b || !way) continue;
          for (const std::string& k : w_.stages)
            if (listed(r.stages, k)) {
              more = mark(place(a, k), false) || more;
              more = mark(place(b, k), made_[place(a, k)]) || more;
            }
        }
    return more;
  }

  const World& w_;
  // [region][stage]: supply can be there; something is done there, routes aside, or with them.
  std::vector<bool> made_, joined_, handled_;
};

}  // namespace

void check_reach(const World& world, Breaches& out) {
  if (world.regions.empty() || !out.empty()) return;
  Reach(world).tell(out);
}

}  // namespace lode::io

#include "market/measures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "market/indices.h"

namespace lode::market {
namespace {

const double kNan = std::nan("");

double sum_of(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); }

class Measuring {
 public:
  Measuring(const Model& m, const Equilibrium& e, std::size_t node)
      : m_(m), x_(e.solution.x), node_(node), w_(m.world(node)), regions_(w_.regions.size()) {
    mined_.resize(regions_), mined_by_.resize(regions_), scrap_.resize(regions_);
    marketed_.assign(regions_, std::vector<double>(regions_));
    traded_ = marketed_;
    for (const Columns::Output& o : m.columns.outputs) {
      if (o.node != node) continue;
      const Producer& s = w_.producer[o.item];
      const std::size_t r = region(s.region);
      (s.kind == Origin::mine ? mined_ : scrap_)[r] += x_[o.column];
      const std::size_t by = s.marketer.empty() ? r : region(s.marketer);
      marketed_[r][by] += x_[o.column];
      if (s.kind == Origin::mine) mined_by_[by] += x_[o.column];
    }
    for (const Columns::Coupled& c : m.columns.coupled) {
      const PriceSystem& s = w_.system[c.item];
      if (c.node != node || s.kind != SystemKind::supply) continue;
      mined_[region(s.region)] += x_[c.column];
      marketed_[region(s.region)][region(s.region)] += x_[c.column];
      mined_by_[region(s.region)] += x_[c.column];
    }
    for (const Columns::Flow& f : m.columns.flows)
      if (f.node == node) traded_[f.to][f.from] += x_[f.column];
  }

  RegionMeasures of(std::size_t r) const {
    RegionMeasures out;
    out.node = node_, out.region = r;
    out.mined = mined_[r], out.scrap = scrap_[r];
    out.imports = sum_of(traded_[r]);
    for (std::size_t to = 0; to < regions_; ++to) out.exports += traded_[to][r];
    count_stocks(out);
    count_use(out);
    const double drawn = out.imports - out.exports + out.stock_drawn;
    out.net_import_reliance = out.use > 0 ? drawn / out.use : kNan;
    const std::vector<double> by_marketer = marketers(r);
    out.hhi_origin = out.imports > 0 ? concentration(traded_[r]) : kNan;
    out.hhi_marketer = out.imports > 0 ? concentration(by_marketer) : kNan;
    out.from_adverse = adverse_share(traded_[r]);
    out.marketed_by_adverse = adverse_share(by_marketer);
    out.supply_risk = risk(out, r);
    out.cover_months = out.use > 0 ? months_of_cover(out.stock, out.use) : kNan;
    out.exhaustion_months = out.use > 0
                                ? months_to_exhaustion(out.stock, out.use + out.unserved,
                                                       out.use - std::max(0.0, out.stock_drawn))
                                : kNan;
    return out;
  }

  WorldMeasures world() const {
    return {node_, sum_of(mined_), concentration(mined_), concentration(mined_by_)};
  }

 private:
  std::size_t region(const std::string& name) const { return index_in(w_.regions, name); }

  const RegionFacts* facts(std::size_t r) const {
    for (const RegionFacts& f : w_.region)
      if (f.id == w_.regions[r]) return &f;
    return nullptr;
  }

  void count_stocks(RegionMeasures& out) const {
    for (const Columns::Carry& c : m_.columns.carries) {
      const Stock& s = w_.stock[c.item];
      if (region(s.region) != out.region) continue;
      const int parent = m_.tree.nodes[node_].parent;
      if (c.node == node_) {
        out.stock += x_[c.column], out.stock_drawn -= x_[c.column];
        if (parent < 0) out.stock_drawn += s.initial;
      }
      if (static_cast<int>(c.node) == parent) out.stock_drawn += (1 - s.loss) * x_[c.column];
    }
  }

  void count_use(RegionMeasures& out) const {
    for (const Columns::Use& u : m_.columns.uses) {
      const Demand& s = w_.demand[u.item];
      if (u.node != node_ || region(s.region) != out.region) continue;
      const double lacking = u.unserved == kNoIndex ? 0 : x_[u.unserved];
      out.use += x_[u.column] - lacking;
      out.unserved += lacking;
      if (s.is_protected) out.protected_unserved += lacking;
    }
    for (const Columns::Coupled& c : m_.columns.coupled)
      if (c.node == node_ && w_.system[c.item].kind == SystemKind::demand &&
          region(w_.system[c.item].region) == out.region)
        out.use += x_[c.column];
  }

  // Imports by who markets them: those of each origin in the proportions of what it makes.
  std::vector<double> marketers(std::size_t r) const {
    std::vector<double> out(regions_);
    for (std::size_t from = 0; from < regions_; ++from) {
      const double made = sum_of(marketed_[from]);
      for (std::size_t k = 0; k < regions_; ++k)
        out[k] += traded_[r][from] * (made > 0 ? marketed_[from][k] / made : k == from ? 1.0 : 0.0);
    }
    return out;
  }

  double adverse_share(const std::vector<double>& by_region) const {
    double adverse = 0;
    bool any = false;
    for (std::size_t k = 0; k < regions_; ++k)
      if (const RegionFacts* f = facts(k); f && f->adverse) adverse += by_region[k], any = true;
    const double all = sum_of(by_region);
    return any && all > 0 ? adverse / all : kNan;
  }

  double risk(const RegionMeasures& at, std::size_t r) const {
    std::vector<double> governance, factor, sourcing = traded_[r];
    sourcing[r] += at.mined;
    for (std::size_t k = 0; k < regions_; ++k) {
      const RegionFacts* f = facts(k);
      const bool known = f && f->governance != kInfinity;
      if (!known && (mined_[k] > 0 || sourcing[k] > 0)) return kNan;
      governance.push_back(known ? f->governance : 0);
      factor.push_back(known ? f->trade_factor : 1);
    }
    if (!(at.use > 0)) return kNan;
    const RegionFacts* own = facts(r);
    const double scrap_share = std::min(1.0, at.scrap / at.use);
    const double recycled = own && own->recycled != kInfinity ? own->recycled : scrap_share;
    return market::supply_risk(weighted_concentration(mined_, governance, factor),
                               weighted_concentration(sourcing, governance, factor),
                               std::clamp(at.net_import_reliance, 0.0, 1.0), recycled,
                               own ? own->substitution : 1);
  }

  const Model& m_;
  const std::vector<double>& x_;
  std::size_t node_;
  const World& w_;
  std::size_t regions_;
  std::vector<double> mined_, mined_by_, scrap_;
  std::vector<std::vector<double>> marketed_, traded_;  // [region][marketer], [to][from]
};

double value_at_risk(const Model& m, const Equilibrium& e, const Equilibrium& base,
                     const RegionMeasures& at) {
  double out = 0;
  for (const Columns::Use& u : m.columns.uses) {
    const Demand& s = m.world(at.node).demand[u.item];
    if (u.node != at.node || s.region != m.world(at.node).regions[at.region]) continue;
    const auto served = [&](const Equilibrium& of) {
      return of.solution.x[u.column] - (u.unserved == kNoIndex ? 0 : of.solution.x[u.unserved]);
    };
    const double before = served(base);
    if (before > 0) out += s.value_added * std::max(0.0, 1 - served(e) / before);
  }
  return out;
}

}  // namespace

std::vector<RegionMeasures> region_measures(const Model& m, const Equilibrium& e,
                                            const Model* base_model, const Equilibrium* base) {
  std::vector<RegionMeasures> out;
  const bool same = base && base_model->program.columns() == m.program.columns();
  for (std::size_t n = 0; n < m.tree.nodes.size(); ++n) {
    const Measuring measuring(m, e, n);
    for (std::size_t r = 0; r < m.world(n).regions.size(); ++r) {
      out.push_back(measuring.of(r));
      out.back().value_at_risk = same ? value_at_risk(m, e, *base, out.back()) : kNan;
    }
  }
  return out;
}

std::vector<WorldMeasures> world_measures(const Model& m, const Equilibrium& e) {
  std::vector<WorldMeasures> out;
  for (std::size_t n = 0; n < m.tree.nodes.size(); ++n) out.push_back(Measuring(m, e, n).world());
  return out;
}

}  // namespace lode::market

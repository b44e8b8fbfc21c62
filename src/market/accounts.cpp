#include "market/accounts.h"

#include <cmath>

namespace lode::market {
namespace {

class Books {
 public:
  Books(const Model& m, const Equilibrium& e) : m_(m), e_(e), x_(e.solution.x) {
    out_.region.resize(m.tree.worlds[0].regions.size());
    tax_.assign(m.program.columns(), 0);
    for (std::size_t i = 0; i < m.value_taxes.size(); ++i)
      tax_[m.value_taxes[i].column] += weight(m.value_taxes[i].node) * e.value_tax[i];
    smooth_.assign(m.program.columns(), 0);
    for (const Smooth& s : m.program.smooth) {
      Program alone;
      alone.add_column(0, 0, 0, HUGE_VAL);
      alone.smooth.push_back(s);
      alone.smooth.back().column = 0;
      smooth_[s.column] = objective(alone, {x_[s.column]});
    }
    coupled_.assign(m.program.columns(), 0);
    for (const Coupling& c : m.program.couplings) {
      const double half = c.value * x_[c.first] * x_[c.second] / 2;
      coupled_[c.first] += half, coupled_[c.second] += half;
    }
    rents_ = bound_rents(m, e);
  }

  Welfare close() {
    outputs(), plants(), uses(), flows(), sales(), stocks();
    for (const Account& a : out_.region) {
      out_.world.consumer += a.consumer, out_.world.producer += a.producer;
      out_.world.storage += a.storage, out_.world.revenue += a.revenue;
      out_.world.rent += a.rent, out_.world.friction += a.friction, out_.world.tie += a.tie;
    }
    out_.revenue = out_.world.revenue;
    out_.objective = -e_.solution.objective;
    gross_ += std::abs(out_.objective) + 1e-300;
    out_.error =
        std::abs(out_.world.total() - (out_.objective + out_.revenue + out_.conduct)) / gross_;
    return out_;
  }

 private:
  double weight(std::uint32_t node) const { return m_.tree.nodes[node].weight; }
  std::uint32_t region(const std::string& name) const {
    return index_in(m_.tree.worlds[0].regions, name);
  }
  std::size_t period(std::uint32_t node) const {
    return static_cast<std::size_t>(m_.tree.nodes[node].period);
  }

  // What the column receives for what it brings to balances, less its costs and taxes.
  double profit(std::uint32_t j) {
    const Program& p = m_.program;
    double out =
        -(p.cost[j] + tax_[j] + p.curvature[j] * x_[j] / 2) * x_[j] - smooth_[j] - coupled_[j];
    for (std::size_t k = p.start[j]; k < p.start[j + 1]; ++k)
      if (m_.is_price[p.row[k]]) {
        const double paid = p.value[k] * e_.solution.y[p.row[k]] * x_[j];
        out += paid;
        gross_ += std::abs(paid);
      }
    return out;
  }
  void levy(std::uint32_t j, double unit_tax, std::uint32_t node, std::uint32_t to) {
    out_.region[to].revenue += (weight(node) * unit_tax + tax_[j]) * x_[j];
  }

  void outputs() {
    for (const Columns::Output& o : m_.columns.outputs) {
      const Producer& s = m_.world(o.node).producer[o.item];
      const std::uint32_t r = region(s.region);
      out_.region[r].producer += profit(o.column);
      if (o.added != kNoIndex) out_.region[r].producer += profit(o.added);
      levy(o.column, at(s.tax, period(o.node), 0), o.node, r);
    }
  }
  void plants() {
    for (const Columns::Feed& f : m_.columns.feeds) {
      Account& a = out_.region[region(m_.world(f.node).plant[f.item].region)];
      a.producer += profit(f.column);
      if (f.added != kNoIndex) a.producer += profit(f.added);
    }
  }
  void uses() {
    for (const Columns::Use& u : m_.columns.uses) {
      const Demand& s = m_.world(u.node).demand[u.item];
      const std::uint32_t r = region(s.region);
      for (const std::uint32_t j : {u.column, u.served, u.served_kept, u.unserved})
        if (j != kNoIndex) out_.region[r].consumer += profit(j);
      levy(u.column, at(s.tax, period(u.node), 0), u.node, r);
    }
    for (const Columns::Coupled& c : m_.columns.coupled) {
      const PriceSystem& s = m_.world(c.node).system[c.item];
      Account& a = out_.region[region(s.region)];
      (s.kind == SystemKind::demand ? a.consumer : a.producer) += profit(c.column);
    }
  }
  void flows() {
    for (const Columns::Flow& f : m_.columns.flows) {
      const Route& s = m_.world(f.node).route[f.item];
      const double all = profit(f.column), x = x_[f.column];
      const double quota =
          f.quota_row == kNoIndex ? rents_[f.column] * weight(f.node) : -e_.solution.y[f.quota_row];
      const double rent = quota > 0 ? quota * x : 0;
      const double friction = m_.program.curvature[f.column] * x * x / 2;
      out_.region[s.rent_to.empty() ? f.from : region(s.rent_to)].rent += rent;
      out_.region[f.from].friction += friction;
      out_.region[f.from].tie += all - rent - friction;
      levy(f.column, at(s.tax, period(f.node), 0), f.node,
           s.tax_to.empty() ? f.from : region(s.tax_to));
    }
  }
  // A firm's margin over its own marginal cost is booked where its first producer is.
  void sales() {
    for (std::size_t i = 0; i < m_.columns.sales.size(); ++i) {
      const Columns::Sale& s = m_.columns.sales[i];
      const World& w = m_.world(s.node);
      const double margin = profit(s.column), x = x_[s.column];
      for (const Producer& p : w.producer)
        if (p.owner == w.firm[s.item].id) {
          out_.region[region(p.region)].producer += margin;
          break;
        }
      out_.conduct += weight(s.node) * w.firm[s.item].conduct * e_.conduct_slope[i] * x * x / 2;
    }
  }
  void stocks() {
    for (const Columns::Carry& c : m_.columns.carries) {
      const Stock& s = m_.world(c.node).stock[c.item];
      Account& a = out_.region[region(s.region)];
      a.storage += profit(c.column);
      if (m_.tree.nodes[c.node].parent < 0) a.storage += s.initial * e_.solution.y[c.row];
    }
  }

  const Model& m_;
  const Equilibrium& e_;
  const std::vector<double>& x_;
  Welfare out_;
  std::vector<double> tax_, smooth_, coupled_, rents_;
  double gross_ = 0;
};

}  // namespace

Welfare welfare(const Model& model, const Equilibrium& answer) {
  return Books(model, answer).close();
}

}  // namespace lode::market

#include "report/tables_market.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace lode::report {

using namespace market;

std::string scenario_of(const ScenarioAnswer& a, std::size_t node) {
  if (a.id != "tree") return a.id;
  const Tree& tree = a.model.tree;
  return tree.nodes[node].scenario == 0 ? "all" : tree.scenarios[tree.nodes[node].scenario].id;
}

namespace {

Cell number(double value) { return std::isfinite(value) ? Cell(value) : Cell(); }
// What is 0 or below 0 by rounding alone is 0.
double rent(double value) { return value > 0 ? value : 0; }
double slack(double rent) { return rent < 0 ? -rent : 0; }

// The rows of one scenario's answer.
class Results {
 public:
  Results(const MarketAnswer& all, const ScenarioAnswer& a)
      : w_(all.world), a_(a), m_(a.model), e_(a.equilibrium), x_(e_.solution.x) {
    const ScenarioAnswer& base = all.scenarios.front();
    if (&base != &a && base.equilibrium.solved() &&
        base.model.tree.nodes.size() == m_.tree.nodes.size())
      base_ = &base;
    rents_ = bound_rents(m_, e_);
  }

  void prices(Table& out) const {
    for (std::size_t n = 0; n < m_.tree.nodes.size(); ++n)
      for (std::size_t r = 0; r < w_.regions.size(); ++r)
        for (std::size_t k = 0; k < w_.stages.size(); ++k) {
          const double now = price(m_, e_, n, r, k);
          const double before = base_ ? price(base_->model, base_->equilibrium, n, r, k) : NAN;
          auto row = begin(static_cast<std::uint32_t>(n));
          row.insert(row.end(), {w_.regions[r], w_.stages[k], now, number(100 * (now / before - 1)),
                                 number(now / before)});
          out.rows.push_back(std::move(row));
        }
  }

  void producers(Table& out) const {
    for (const Columns::Output& o : m_.columns.outputs) {
      const Producer& s = m_.world(o.node).producer[o.item];
      auto row = begin(o.node);
      row.insert(row.end(),
                 {s.id, s.region, s.stage, x_[o.column], price_of(m_, e_, o.row),
                  rent(o.capacity_row == kNoIndex ? rents_[o.column] : dual(o.capacity_row)),
                  o.reserve_row == kNoIndex ? Cell() : Cell(rent(dual(o.reserve_row, o.node))),
                  o.added == kNoIndex ? Cell() : Cell(x_[o.added])});
      out.rows.push_back(std::move(row));
    }
  }

  void plants(Table& out) const {
    for (const Columns::Feed& f : m_.columns.feeds) {
      if (f.kept) continue;
      double feed = x_[f.column];
      for (const Columns::Feed& k : m_.columns.feeds)
        if (k.kept && k.item == f.item && k.node == f.node) feed += x_[k.column];
      const Plant& s = m_.world(f.node).plant[f.item];
      auto row = begin(f.node);
      row.insert(row.end(),
                 {s.id, s.region, feed, feed * s.yield,
                  rent(f.capacity_row == kNoIndex ? rents_[f.column] : dual(f.capacity_row)),
                  f.added == kNoIndex ? Cell() : Cell(x_[f.added])});
      out.rows.push_back(std::move(row));
    }
  }

  void demand(Table& out) const {
    for (std::size_t i = 0; i < m_.columns.uses.size(); ++i) {
      const Columns::Use& u = m_.columns.uses[i];
      const Demand& s = m_.world(u.node).demand[u.item];
      const double lacking = u.unserved == kNoIndex ? 0 : x_[u.unserved];
      double lost = NAN;
      if (base_) {
        const Columns::Use& b = base_->model.columns.uses[i];
        const std::vector<double>& before = base_->equilibrium.solution.x;
        lost = before[b.column] - (b.unserved == kNoIndex ? 0 : before[b.unserved]) -
               (x_[u.column] - lacking);
      }
      auto row = begin(u.node);
      row.insert(row.end(), {s.id, s.region, s.stage, x_[u.column], lacking,
                             price_of(m_, e_, u.row), number(lost)});
      out.rows.push_back(std::move(row));
    }
  }

  void systems(Table& out) const {
    for (const Columns::Coupled& c : m_.columns.coupled) {
      const PriceSystem& s = m_.world(c.node).system[c.item];
      auto row = begin(c.node);
      row.insert(row.end(),
                 {s.id, s.region, w_.stages[c.stage], x_[c.column], price_of(m_, e_, c.row)});
      out.rows.push_back(std::move(row));
    }
  }

  void flows(Table& out) const {
    for (const Columns::Flow& f : m_.columns.flows) {
      const World& w = m_.world(f.node);
      const double quota = f.quota_row == kNoIndex ? rents_[f.column] : dual(f.quota_row);
      std::string of;
      if (f.firm >= 0) of = w.firm[static_cast<std::size_t>(f.firm)].id;
      if (f.offtake >= 0) of = w.offtake[static_cast<std::size_t>(f.offtake)].id;
      auto row = begin(f.node);
      row.insert(row.end(),
                 {w.route[f.item].id, w.regions[f.from], w.regions[f.to], w.stages[f.stage], of,
                  x_[f.column], tax(f), rent(quota), slack(rents_[f.column])});
      out.rows.push_back(std::move(row));
    }
  }

  void stocks(Table& out) const {
    for (const Columns::Carry& c : m_.columns.carries) {
      const Stock& s = m_.world(c.node).stock[c.item];
      auto row = begin(c.node);
      row.insert(row.end(), {s.id, s.region, s.stage, x_[c.column], slack(rents_[c.column]),
                             rent(rents_[c.column])});
      out.rows.push_back(std::move(row));
    }
  }

  void offtakes(Table& out) const {
    for (const Columns::Clause& c : m_.columns.clauses) {
      const World& w = m_.world(c.node);
      const Offtake& s = w.offtake[c.item];
      double delivered = 0;
      for (const std::uint32_t j : c.deliveries) delivered += x_[j];
      const bool holds = s.scenarios.empty() ||
                         std::count(s.scenarios.begin(), s.scenarios.end(),
                                    m_.tree.scenarios[m_.tree.nodes[c.node].scenario].id) > 0;
      const double due =
          !holds ? 0
          : s.share != kInfinity
              ? s.share * c.output_factor * x_[c.output]
              : at(s.amount, static_cast<std::size_t>(m_.tree.nodes[c.node].period), 0);
      auto row = begin(c.node);
      row.insert(row.end(), {s.id, delivered, due, rent(price_of(m_, e_, c.row))});
      out.rows.push_back(std::move(row));
    }
  }

  void firms(Table& out) const {
    for (std::size_t i = 0; i < m_.columns.sales.size(); ++i) {
      const Columns::Sale& s = m_.columns.sales[i];
      const World& w = m_.world(s.node);
      const double there = price_of(m_, e_, s.market_row), own = price_of(m_, e_, s.row);
      auto row = begin(s.node);
      row.insert(row.end(),
                 {w.firm[s.item].id, w.regions[s.region], w.stages[s.stage], x_[s.column], there,
                  e_.conduct_slope[i], x_[s.column] > 0 ? Cell(there - own) : Cell(),
                  x_[s.column] > 0 ? number((there - own) / there) : Cell()});
      out.rows.push_back(std::move(row));
    }
  }

 private:
  std::vector<Cell> begin(std::uint32_t node) const {
    return {scenario_of(a_, node), static_cast<double>(m_.tree.nodes[node].period + 1)};
  }
  // What a unit more of a limit is worth, undiscounted.
  double dual(std::uint32_t row) const { return -price_of(m_, e_, row); }
  double dual(std::uint32_t row, std::uint32_t node) const {
    return -e_.solution.y[row] / m_.tree.nodes[node].weight;
  }
  double tax(const Columns::Flow& f) const {
    double out = at(m_.world(f.node).route[f.item].tax,
                    static_cast<std::size_t>(m_.tree.nodes[f.node].period), 0);
    for (std::size_t i = 0; i < m_.value_taxes.size(); ++i)
      if (m_.value_taxes[i].column == f.column) out += e_.value_tax[i];
    return out;
  }
  // Of what is used there, where anything is bound to the region: its tiers pay the one price.
  static double price(const Model& m, const Equilibrium& e, std::size_t n, std::size_t r,
                      std::size_t k) {
    const std::size_t place = m.place(n, r, k);
    if (m.kept[place] == kNoIndex) return price_of(m, e, m.balance[place]);
    for (const Columns::Use& u : m.columns.uses) {
      const Demand& s = m.world(n).demand[u.item];
      if (u.node == n && s.region == m.world(n).regions[r] && s.stage == m.world(n).stages[k])
        return price_of(m, e, m.kept[place]);
    }
    return price_of(m, e, m.balance[place]);
  }

  const World& w_;
  const ScenarioAnswer& a_;
  const Model& m_;
  const Equilibrium& e_;
  const std::vector<double>& x_;
  const ScenarioAnswer* base_ = nullptr;
  std::vector<double> rents_;
};

Table scenarios_table(const MarketAnswer& all) {
  Table out{
      "scenarios",
      all.world.title.empty() ? "Scenarios" : all.world.title,
      "objective: benefits less costs and taxes, present value. residual: the largest natural "
      "residual, over the largest price and quantity; gap: of the primal and dual objective, "
      "relative. iterations: of the interior point, 0 where the base's active set was enough",
      {{"scenario", ""},
       {"status", ""},
       {"objective", all.world.money_unit},
       {"residual", ""},
       {"gap", ""},
       {"iterations", ""},
       {"rounds", ""},
       {"programs", ""},
       {"why", ""}},
      {}};
  for (const ScenarioAnswer& a : all.scenarios) {
    const Equilibrium& e = a.equilibrium;
    const bool good = e.solved();
    out.rows.push_back(
        {a.id, std::string(name_of(e.status)), good ? Cell(-e.solution.objective) : Cell(),
         good ? Cell(e.certificate.residual) : Cell(), good ? Cell(e.certificate.gap) : Cell(),
         static_cast<double>(e.solution.iterations), static_cast<double>(e.solution.rounds),
         static_cast<double>(e.passes), e.trouble});
  }
  return out;
}

using Filler = void (Results::*)(Table&) const;

void add_results(const MarketAnswer& all, Table table, Filler fill, std::vector<Table>& out) {
  table.columns.insert(table.columns.begin(), {{"scenario", ""}, {"period", ""}});
  for (const ScenarioAnswer& a : all.scenarios)
    if (a.equilibrium.solved()) (Results(all, a).*fill)(table);
  if (!table.rows.empty()) out.push_back(std::move(table));
}

// What is made and used where.
void add_places(const MarketAnswer& all, std::vector<Table>& out) {
  const std::string &p = all.world.price_unit, &q = all.world.quantity_unit;
  add_results(all,
              {"prices",
               "Prices",
               "change and ratio: against the same period of the base",
               {{"region", ""}, {"stage", ""}, {"price", p}, {"change", "%"}, {"ratio", ""}},
               {}},
              &Results::prices, out);
  add_results(all,
              {"producers",
               "What is produced",
               "rent: of a unit more of capacity; reserve_rent: of a unit more of the reserve",
               {{"producer", ""},
                {"region", ""},
                {"stage", ""},
                {"output", q},
                {"price", p},
                {"rent", p},
                {"reserve_rent", p},
                {"capacity_added", q}},
               {}},
              &Results::producers, out);
  add_results(all,
              {"plants",
               "What plants convert",
               "rent: of a unit more of capacity, per unit of feed",
               {{"plant", ""},
                {"region", ""},
                {"feed", q},
                {"product", q},
                {"rent", p},
                {"capacity_added", q}},
               {}},
              &Results::plants, out);
  add_results(all,
              {"demand",
               "What is used",
               "quantity: with what is unserved; lost: of what the base serves in that period",
               {{"tier", ""},
                {"region", ""},
                {"stage", ""},
                {"quantity", q},
                {"unserved", q},
                {"price", p},
                {"lost", q}},
               {}},
              &Results::demand, out);
  add_results(all,
              {"systems",
               "Demand and supply with cross prices",
               "",
               {{"system", ""}, {"region", ""}, {"stage", ""}, {"quantity", q}, {"price", p}},
               {}},
              &Results::systems, out);
  add_results(
      all,
      {"flows",
       "What is carried",
       "of: the firm or the clause that it is of. tax: with shares of value. quota_price: of a "
       "unit more of a quota or through what is closed. slack: what an unused route costs too "
       "much",
       {{"route", ""},
        {"from", ""},
        {"to", ""},
        {"stage", ""},
        {"of", ""},
        {"quantity", q},
        {"tax", p},
        {"quota_price", p},
        {"slack", p}},
       {}},
      &Results::flows, out);
  add_results(
      all,
      {"stocks",
       "Stocks at the end of each period",
       "slack: what carrying a unit more loses; rent: of a unit more of room",
       {{"stock", ""}, {"region", ""}, {"stage", ""}, {"carried", q}, {"slack", p}, {"rent", p}},
       {}},
      &Results::stocks, out);
}

// What joins places, periods and parties.
void add_links(const MarketAnswer& all, std::vector<Table>& out) {
  const std::string &p = all.world.price_unit, &q = all.world.quantity_unit;
  add_results(all,
              {"offtakes",
               "Clauses on who gets an output",
               "shadow: what the first unit released from the clause would earn more",
               {{"offtake", ""}, {"delivered", q}, {"due", q}, {"shadow", p}},
               {}},
              &Results::offtakes, out);
  add_results(
      all,
      {"firms",
       "Sales of firms with market power",
       "slope: fall of the price per unit sold that the firm counts with; margin: price less "
       "its marginal cost there; lerner: margin over price",
       {{"firm", ""},
        {"region", ""},
        {"stage", ""},
        {"sales", q},
        {"price", p},
        {"slope", p + "/" + q},
        {"margin", p},
        {"lerner", ""}},
       {}},
      &Results::firms, out);
}

}  // namespace

std::vector<Table> market_tables(const MarketAnswer& all) {
  std::vector<Table> out;
  if (!all.scenarios.empty()) out.push_back(scenarios_table(all));
  add_places(all, out);
  add_links(all, out);
  add_market_measures(all, out);
  return out;
}

std::vector<Table> market_tables_to_show(std::vector<Table> tables) {
  for (Table& t : tables) {
    for (Column& column : t.columns) column.more = column.unit.empty() ? 0 : 2;
    if (t.name != "flows" || t.rows.size() <= 40) continue;
    const std::size_t before = t.rows.size();
    std::erase_if(t.rows, [](const std::vector<Cell>& row) {
      const double* quantity = std::get_if<double>(&row[7]);
      return !quantity || *quantity == 0;
    });
    t.note += fmt::format(". {} that carry nothing are left out", before - t.rows.size());
  }
  return tables;
}

}  // namespace lode::report

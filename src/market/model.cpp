#include "market/model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.h"

namespace lode::market {

namespace {

constexpr double kNone = HUGE_VAL;
using Index = std::uint32_t;

bool listed(const std::vector<std::string>& list, const std::string& name) {
  return list.empty() || std::count(list.begin(), list.end(), name) > 0;
}

// Whether a clause of some scenarios holds in this one, which may be several together ("a+b").
bool holds_in(const std::vector<std::string>& list, const std::string& scenario) {
  if (list.empty()) return true;
  for (std::size_t from = 0; from <= scenario.size();) {
    const std::size_t to = std::min(scenario.find('+', from), scenario.size());
    if (std::count(list.begin(), list.end(), scenario.substr(from, to - from)) > 0) return true;
    from = to + 1;
  }
  return false;
}

class Builder {
 public:
  explicit Builder(Tree tree) { m_.tree = std::move(tree); }

  Model build() {
    const auto nodes = static_cast<Index>(m_.tree.nodes.size());
    find_kept();
    for (now_ = 0; now_ < nodes; ++now_) add_balances();
    for (now_ = 0; now_ < nodes; ++now_) {
      firm_row_.clear();
      for (Index i = 0; i < world().producer.size(); ++i) add_producer(i);
      for (Index i = 0; i < world().plant.size(); ++i) add_plant(i);
      for (Index i = 0; i < world().demand.size(); ++i) add_demand(i);
      for (Index i = 0; i < world().system.size(); ++i) add_system(i);
      const std::size_t first = m_.columns.flows.size();
      for (Index i = 0; i < world().route.size(); ++i) add_route(i);
      const std::size_t last = m_.columns.flows.size();
      for (Index i = 0; i < world().firm.size(); ++i) add_firm(i, first, last);
      for (Index i = 0; i < world().offtake.size(); ++i) add_offtake(i, first, last);
      for (Index i = 0; i < world().stock.size(); ++i) add_stock(i);
    }
    add_capacity(m_.columns.outputs, m_.tree.worlds[0].producer, "producer");
    add_capacity(m_.columns.feeds, m_.tree.worlds[0].plant, "plant");
    add_reserves();
    assemble();
    return std::move(m_);
  }

 private:
  // A column that is being made, and its entries.
  struct Made {
    Builder& of;
    Index index;
    Made& at(Index row, double coefficient) {
      of.entries_[index].push_back({row, coefficient});
      return *this;
    }
    operator Index() const { return index; }
  };

  Program& p() { return m_.program; }
  const World& world() const { return m_.world(now_); }
  const TreeNode& node() const { return m_.tree.nodes[now_]; }
  const Scenario& scenario() const { return m_.tree.scenarios[node().scenario]; }
  double w() const { return node().weight; }
  double row_at(const Row& row, double otherwise) const {
    return at(row, static_cast<std::size_t>(node().period), otherwise);
  }
  Index region(const std::string& name) const { return index_in(world().regions, name); }
  Index stage(const std::string& name) const { return index_in(world().stages, name); }
  Index balance(Index r, Index k) const { return m_.balance[m_.place(now_, r, k)]; }
  Index kept(Index r, Index k) const { return m_.kept[m_.place(now_, r, k)]; }
  std::string named(const char* table, const std::string& id) const {
    return fmt::format("{}.{}, period {}", table, id, node().period + 1);
  }

  Index row(double right, double relaxed, std::string name, bool is_price = false) {
    m_.row_name.push_back(std::move(name));
    m_.row_node.push_back(now_);
    m_.is_price.push_back(is_price);
    return p().add_row(right, relaxed);
  }
  Index price_row(double relaxed, std::string name) {
    return row(0, relaxed, std::move(name), true);
  }
  // Money per unit as of its period; the weight of the node is put in here.
  Made column(double cost, double slope, double low, double high, std::string name) {
    m_.column_name.push_back(std::move(name));
    m_.column_node.push_back(now_);
    entries_.emplace_back();
    p().cost.push_back(w() * cost), p().curvature.push_back(w() * slope);
    p().low.push_back(low), p().high.push_back(high);
    return {*this, static_cast<Index>(entries_.size() - 1)};
  }
  Made idle(double high, std::string name) { return column(0, 0, 0, high, std::move(name)); }
  void smooth(Index column, double sign, double price, double quantity, double elasticity) {
    p().smooth.push_back({column, sign, w() * price, quantity, elasticity});
  }
  void value_tax(Index column, Index at_row, double rate, double addend) {
    m_.value_taxes.push_back({column, at_row, now_, rate, addend});
  }

  // Whether one route may have several columns of a pair: of firms, and of what is bound to a buyer.
  bool splits_flows() const {
    return !world().firm.empty() || std::any_of(world().offtake.begin(), world().offtake.end(),
                                                [](const Offtake& o) { return !o.resale; });
  }
  void find_kept();
  void add_balances();
  void add_producer(Index item);
  Index unsold(const Producer& producer);
  void add_plant(Index item);
  void add_feed(Index item, bool of_kept, Index capacity_row, double high);
  void add_demand(Index item);
  void serve(Columns::Use& use);
  void add_system(Index item);
  void add_route(Index item);
  Columns::Flow& add_flow(Columns::Flow flow);
  void add_firm(Index item, std::size_t first, std::size_t last);
  Index sales_row(Index item, Index r, Index k);
  std::pair<Index, Index> find_output(Columns::Clause& clause, const Offtake& offtake) const;
  void add_offtake(Index item, std::size_t first, std::size_t last);
  void add_stock(Index item);
  template <class Column, class Item>
  void add_capacity(std::vector<Column>& made, const std::vector<Item>& items, const char* table);
  void add_reserves();
  void assemble();

  Model m_;
  Index now_ = 0;
  std::vector<bool> keeps_;  // [region]: some arrivals must be used there
  struct FirmRow {           // of the node at hand
    Index firm, region, stage, row;
  };
  std::vector<FirmRow> firm_row_;
  std::vector<std::vector<std::pair<Index, double>>> entries_;  // [column]
};

void Builder::find_kept() {
  keeps_.assign(world().regions.size(), false);
  for (const Route& r : world().route)
    for (Index j = 0; j < keeps_.size() && !r.resale; ++j)
      if (listed(r.to, world().regions[j]) || (r.both_ways && listed(r.from, world().regions[j])))
        keeps_[j] = true;
  for (const Offtake& o : world().offtake)
    for (const std::string& buyer : o.buyers)
      if (!o.resale) keeps_[region(buyer)] = true;
}

void Builder::add_balances() {
  const std::size_t regions = world().regions.size(), stages = world().stages.size();
  if (m_.balance.empty()) {
    m_.balance.assign(m_.tree.nodes.size() * regions * stages, kNoIndex);
    m_.kept = m_.balance;
  }
  for (Index r = 0; r < regions; ++r)
    for (Index k = 0; k < stages; ++k) {
      const std::string name = fmt::format("{} in {}, period {}", world().stages[k],
                                           world().regions[r], node().period + 1);
      const Index open = m_.balance[m_.place(now_, r, k)] = price_row(-1, "balance of " + name);
      idle(kNone, "surplus of " + name).at(open, -1);
      if (!keeps_[r]) continue;
      const Index bound = m_.kept[m_.place(now_, r, k)] =
          price_row(-1, "balance of what must be used there of " + name);
      idle(kNone, "surplus of " + name).at(bound, -1);
      idle(kNone, name + " bound to the region").at(open, -1).at(bound, 1);
    }
}

// The balance of what a producer's firm has not sold yet, made when first asked for.
Index Builder::unsold(const Producer& s) {
  const Index r = region(s.region), k = stage(s.stage);
  Index firm = 0;
  while (world().firm[firm].id != s.owner) ++firm;
  for (const FirmRow& f : firm_row_)
    if (f.firm == firm && f.region == r && f.stage == k) return f.row;
  const Index made = price_row(-1, "unsold of " + named("firm", s.owner));
  firm_row_.push_back({firm, r, k, made});
  idle(kNone, "surplus of " + named("firm", s.owner)).at(made, -1);
  return made;
}

void Builder::add_producer(Index item) {
  const Producer& s = world().producer[item];
  const bool fixed = s.output.given(), curved = s.curve == Curve::iso_elastic;
  const double low = fixed ? row_at(s.output, 0) : row_at(s.minimum, 0);
  const double high = fixed ? low : row_at(s.capacity, kNone);
  const bool grows = s.capex != kInfinity;
  double cost = row_at(s.cost, 0), slope = s.slope;
  if (!curved && s.quantity != kInfinity) {  // b = p0 / (es q0), c = p0 - b q0
    slope = s.price / (s.elasticity * s.quantity);
    cost = s.price - slope * s.quantity;
  }
  const std::string name = named("producer", s.id);
  const Index at_row = s.owner.empty() ? balance(region(s.region), stage(s.stage)) : unsold(s);
  Made c = column((curved ? 0 : cost) + row_at(s.tax, 0), curved ? 0 : slope, low,
                  grows ? kNone : high, name);
  c.at(at_row, 1);
  if (curved) smooth(c, 1, s.price, s.quantity, s.elasticity);
  if (s.ad_valorem != 0) value_tax(c, at_row, s.ad_valorem, 0);
  m_.columns.outputs.push_back({item, now_, c, at_row});
  if (!grows) return;
  const Index limit = row(high, 0, "capacity of " + name);
  m_.columns.outputs.back().capacity_row = limit;
  c.at(limit, 1);
  idle(kNone, "idle capacity of " + name).at(limit, 1);
}

void Builder::add_plant(Index item) {
  const Plant& s = world().plant[item];
  const double high = row_at(s.capacity, kNone);
  const bool both = keeps_[region(s.region)], grows = s.capex != kInfinity;
  Index limit = kNoIndex;
  if (grows || (both && s.capacity.given())) {
    const std::string name = "capacity of " + named("plant", s.id);
    limit = row(high, 0, name);
    idle(kNone, "idle " + name).at(limit, 1);
  }
  add_feed(item, false, limit, limit == kNoIndex ? high : kNone);
  if (both) add_feed(item, true, limit, kNone);
}

void Builder::add_feed(Index item, bool of_kept, Index capacity_row, double high) {
  const Plant& s = world().plant[item];
  const Index r = region(s.region);
  const auto at_row = [&](const std::string& name) {
    return of_kept ? kept(r, stage(name)) : balance(r, stage(name));
  };
  Made c = column(row_at(s.cost, 0), s.slope, of_kept ? 0 : row_at(s.minimum, 0), high,
                  named("plant", s.id));
  c.at(at_row(s.from), -1).at(at_row(s.to), s.yield);
  for (std::size_t i = 0; i < s.also_from.size(); ++i)
    c.at(at_row(s.also_from[i]), -s.also_amount[i]);
  for (std::size_t i = 0; i < s.more_to.size(); ++i) c.at(at_row(s.more_to[i]), s.more_yield[i]);
  if (capacity_row != kNoIndex) c.at(capacity_row, 1);
  m_.columns.feeds.push_back(
      {item, now_, c, at_row(s.from), at_row(s.to), capacity_row, kNoIndex, of_kept});
}

void Builder::add_demand(Index item) {
  const Demand& s = world().demand[item];
  const Index r = region(s.region), k = stage(s.stage);
  const bool curved = s.curve == Curve::iso_elastic, elastic = s.elasticity != 0;
  const bool fixed = !s.choke.given() && !elastic;
  const double quantity = row_at(s.quantity, 0);
  double choke = row_at(s.choke, 0), slope = row_at(s.slope, 0);
  if (elastic && !curved) {  // B = -p0 / (ed D), A = p0 (1 - 1 / ed)
    slope = -s.price / (s.elasticity * quantity);
    choke = s.price * (1 - 1 / s.elasticity);
  }
  const bool line = !curved && !fixed;
  Columns::Use use{item, now_, 0, balance(r, k)};
  const bool own = s.penalty.given() || keeps_[r];
  if (own) use.row = price_row(0, "served to " + named("demand", s.id));
  Made c = column((line ? -choke : 0) + row_at(s.tax, 0), line ? slope : 0, fixed ? quantity : 0,
                  fixed ? quantity : row_at(s.most, kNone), named("demand", s.id));
  use.column = c.at(use.row, -1);
  if (curved) smooth(c, -1, s.price, quantity, s.elasticity);
  if (s.ad_valorem != 0) value_tax(c, use.row, s.ad_valorem, 0);
  if (own) serve(use);
  m_.columns.uses.push_back(use);
}

// A tier with a balance of its own takes from the open and the kept balance, or goes unserved.
void Builder::serve(Columns::Use& use) {
  const Demand& s = world().demand[use.item];
  const Index r = region(s.region), k = stage(s.stage);
  const std::string name = named("demand", s.id);
  use.served = idle(kNone, "served to " + name).at(balance(r, k), -1).at(use.row, 1);
  if (keeps_[r])
    use.served_kept = idle(kNone, "served to " + name).at(kept(r, k), -1).at(use.row, 1);
  if (s.penalty.given())
    use.unserved = column(row_at(s.penalty, 0), 0, 0, kNone, "unserved of " + name).at(use.row, 1);
}

void Builder::add_system(Index item) {
  const PriceSystem& s = world().system[item];
  const std::size_t n = s.stages.size();
  const Index r = region(s.region);
  const std::vector<double> inverse = inverse_of(s.slopes, n);
  const double sign = s.kind == SystemKind::supply ? 1 : -1;
  std::vector<Index> made;
  for (std::size_t i = 0; i < n; ++i) {
    double price = 0;  // at quantity 0
    for (std::size_t j = 0; j < n; ++j) price -= inverse[i * n + j] * s.intercept[j];
    const Index k = stage(s.stages[i]);
    made.push_back(column(sign * price, sign * inverse[i * n + i], 0, kNone, named("system", s.id))
                       .at(balance(r, k), sign));
    m_.columns.coupled.push_back({item, now_, k, made.back(), balance(r, k)});
  }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < i; ++j)
      p().couplings.push_back({made[j], made[i], w() * sign * inverse[i * n + j]});
}

void Builder::add_route(Index item) {
  const Route& s = world().route[item];
  const std::vector<std::string>& regions = world().regions;
  for (Index i = 0; i < regions.size(); ++i)
    for (Index j = 0; j < regions.size(); ++j) {
      const bool way = listed(s.from, regions[i]) && listed(s.to, regions[j]);
      const bool back = s.both_ways && listed(s.from, regions[j]) && listed(s.to, regions[i]);
      if (i == j || !(way || back)) continue;
      for (Index k = 0; k < world().stages.size(); ++k) {
        if (!listed(s.stages, world().stages[k])) continue;
        // A quota that several columns share has a row; else it is the column's bound.
        Index quota_row = kNoIndex;
        if (s.quota.given() && splits_flows()) {
          quota_row = row(row_at(s.quota, 0), 0, "quota of " + named("route", s.id));
          idle(kNone, "unused quota of " + named("route", s.id)).at(quota_row, 1);
        }
        add_flow({item, now_, 0, i, j, k, balance(i, k), s.resale ? balance(j, k) : kept(j, k),
                  quota_row, -1, -1, !s.resale});
      }
    }
}

// What is said of the flow but for its column, which is made.
Columns::Flow& Builder::add_flow(Columns::Flow flow) {
  const Route& s = world().route[flow.item];
  const std::string &a = world().regions[flow.from], &b = world().regions[flow.to];
  const double freight = row_at(s.freight, 0);
  double most = flow.quota_row == kNoIndex ? row_at(s.quota, kNone) : kNone;
  if (is_closed(s, a, b, scenario(), node().period)) most = 0;
  Made c = column(freight + row_at(s.tax, 0), s.friction, 0, most,
                  fmt::format("{} from {} to {}", named("route", s.id), a, b));
  c.at(flow.from_row, -1).at(flow.to_row, 1);
  if (flow.quota_row != kNoIndex) c.at(flow.quota_row, 1);
  if (s.ad_valorem != 0) {
    const bool at_end = s.ad_valorem_on == ValueBase::destination;
    value_tax(c, balance(at_end ? flow.to : flow.from, flow.stage), s.ad_valorem,
              s.ad_valorem_on == ValueBase::landed ? freight : 0);
  }
  flow.column = c;
  m_.columns.flows.push_back(flow);
  return m_.columns.flows.back();
}

Index Builder::sales_row(Index item, Index r, Index k) {
  for (const Columns::Sale& s : m_.columns.sales)
    if (s.item == item && s.node == now_ && s.region == r && s.stage == k) return s.row;
  const std::string name = named("firm", world().firm[item].id);
  const Index made = price_row(0, fmt::format("sales in {} of {}", world().regions[r], name));
  const Index c = idle(kNone, "sales of " + name).at(made, -1).at(balance(r, k), 1);
  m_.columns.sales.push_back({item, now_, r, k, c, made, balance(r, k)});
  return made;
}

// Out of its own balance by every route into its sales in each region, which conduct counts.
void Builder::add_firm(Index item, std::size_t first, std::size_t last) {
  for (const FirmRow& own : firm_row_) {
    if (own.firm != item) continue;
    idle(kNone, "sold at home by " + named("firm", world().firm[item].id))
        .at(own.row, -1)
        .at(sales_row(item, own.region, own.stage), 1);
    for (std::size_t f = first; f < last; ++f) {
      Columns::Flow flow = m_.columns.flows[f];
      if (flow.from != own.region || flow.stage != own.stage) continue;
      flow.firm = static_cast<std::int32_t>(item);
      flow.from_row = own.row;
      flow.to_row = sales_row(item, flow.to, flow.stage);
      flow.kept = false;
      add_flow(flow);
    }
  }
}

// The column whose output the clause is on; its region and stage.
std::pair<Index, Index> Builder::find_output(Columns::Clause& clause, const Offtake& s) const {
  for (const Columns::Output& o : m_.columns.outputs)
    if (o.node == now_ && world().producer[o.item].id == s.producer) {
      const Producer& of = world().producer[o.item];
      clause.output = o.column;
      return {region(of.region), stage(of.stage)};
    }
  for (const Columns::Feed& o : m_.columns.feeds)
    if (!o.kept && o.node == now_ && world().plant[o.item].id == s.plant) {
      const Plant& of = world().plant[o.item];
      clause.output = o.column, clause.output_factor = of.yield;
      return {region(of.region), stage(of.to)};
    }
  LODE_CHECK(false);
  return {};
}

void Builder::add_offtake(Index item, std::size_t first, std::size_t last) {
  const Offtake& s = world().offtake[item];
  Columns::Clause clause{item, now_, 0, {}, kNoIndex, 1};
  const auto [from, k] = find_output(clause, s);
  const bool holds = holds_in(s.scenarios, scenario().id);
  const double share = s.share != kInfinity && holds ? s.share : 0;
  clause.row = row(holds ? row_at(s.amount, 0) : 0, -1, "clause of " + named("offtake", s.id));
  if (s.share != kInfinity) {
    entries_[clause.output].push_back({clause.row, -share * clause.output_factor});
  }
  idle(kNone, "more than the clause of " + named("offtake", s.id)).at(clause.row, -1);
  if (s.amount.given()) {  // it is of this output: what others bring and carry on is none of it
    const Index due = row(holds ? row_at(s.amount, 0) : 0, -1,
                          "output due under the clause of " + named("offtake", s.id));
    entries_[clause.output].push_back({due, clause.output_factor});
    idle(kNone, "more than is due under " + named("offtake", s.id)).at(due, -1);
  }
  for (const std::string& buyer : s.buyers) {
    const Index to = region(buyer);
    if (to == from) {
      clause.deliveries.push_back(idle(kNone, "delivered at home under " + named("offtake", s.id))
                                      .at(balance(from, k), -1)
                                      .at(s.resale ? balance(from, k) : kept(from, k), 1)
                                      .at(clause.row, 1));
      continue;
    }
    for (std::size_t f = first; f < last; ++f) {
      Columns::Flow flow = m_.columns.flows[f];
      if (flow.from != from || flow.to != to || flow.stage != k) continue;
      if (!s.resale) {
        flow.offtake = static_cast<std::int32_t>(item);
        flow.to_row = kept(to, k), flow.kept = true;
        flow = add_flow(flow);
      }
      entries_[flow.column].push_back({clause.row, 1});
      clause.deliveries.push_back(flow.column);
    }
  }
  m_.columns.clauses.push_back(clause);
}

void Builder::add_stock(Index item) {
  const Stock& s = world().stock[item];
  const Index r = region(s.region), k = stage(s.stage);
  if (node().parent < 0) p().right[balance(r, k)] -= s.initial;
  Made c = column(row_at(s.holding, 0), 0, row_at(s.minimum, 0), row_at(s.capacity, kNone),
                  named("stock", s.id));
  c.at(balance(r, k), -1);
  for (Index n = now_ + 1; n < m_.tree.nodes.size(); ++n)
    if (m_.tree.nodes[n].parent == static_cast<int>(now_))
      c.at(m_.balance[m_.place(n, r, k)], 1 - s.loss);
  m_.columns.carries.push_back({item, now_, c, balance(r, k)});
}

// Capacity added in a node can be used in its descendants from `lead` periods later on.
template <class Column, class Item>
void Builder::add_capacity(std::vector<Column>& made, const std::vector<Item>& items,
                           const char* table) {
  for (Column& at_node : made) {
    const Item& s = items[at_node.item];
    if (s.capex == kInfinity) continue;
    if constexpr (requires { at_node.kept; })
      if (at_node.kept) continue;
    now_ = at_node.node;
    Made c = column(s.capex, 0, 0, s.most_added == kInfinity ? kNone : s.most_added,
                    "capacity added to " + named(table, s.id));
    at_node.added = c;
    for (const Column& later : made) {
      if (later.item != at_node.item) continue;
      if constexpr (requires { later.kept; })
        if (later.kept) continue;
      int n = static_cast<int>(later.node);
      while (n > static_cast<int>(now_)) n = m_.tree.nodes[static_cast<std::size_t>(n)].parent;
      if (n == static_cast<int>(now_) && m_.tree.nodes[later.node].period >= node().period + s.lead)
        c.at(later.capacity_row, -1);
    }
  }
}

// Output of all periods of a path through the tree: one row for each of its ends.
void Builder::add_reserves() {
  const std::vector<TreeNode>& nodes = m_.tree.nodes;
  std::vector<bool> goes_on(nodes.size());
  for (const TreeNode& n : nodes)
    if (n.parent >= 0) goes_on[static_cast<std::size_t>(n.parent)] = true;
  for (Index i = 0; i < m_.tree.worlds[0].producer.size(); ++i)
    for (Index end = 0; end < nodes.size(); ++end) {
      const Producer& s = m_.world(end).producer[i];
      if (goes_on[end] || s.reserve == kInfinity) continue;
      now_ = end;
      const Index limit = row(s.reserve, 0, fmt::format("reserve of producer.{}", s.id));
      idle(kNone, fmt::format("left of producer.{}", s.id)).at(limit, 1);
      for (int n = static_cast<int>(end); n >= 0; n = nodes[static_cast<std::size_t>(n)].parent)
        for (Columns::Output& o : m_.columns.outputs)
          if (o.item == i && o.node == static_cast<Index>(n)) {
            entries_[o.column].push_back({limit, 1});
            o.reserve_row = limit;
          }
    }
}

void Builder::assemble() {
  p().start = {0};
  for (const auto& column : entries_) {
    const std::size_t first = p().row.size();
    for (const auto& [at_row, coefficient] : column) {
      std::size_t k = first;
      while (k < p().row.size() && p().row[k] != at_row) ++k;
      if (k == p().row.size()) p().row.push_back(at_row), p().value.push_back(0);
      p().value[k] += coefficient;
    }
    p().start.push_back(p().row.size());
  }
}

}  // namespace

Model build(Tree tree) { return Builder(std::move(tree)).build(); }

}  // namespace lode::market

#include "option_tree.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace lode::cli {
namespace {

using Breaches = std::vector<study::Breach>;

template <class T>
std::size_t index_of(const std::vector<T>& list, const std::string& id) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list[i].id == id) return i;
  return decision::kNobody;
}

template <class T>
std::string no_such(const char* table, const std::vector<T>& list, const std::string& id) {
  std::vector<std::string> known;
  for (const T& one : list) known.push_back(one.id);
  const std::vector<std::string> near = study::nearest(id, known);
  std::string there = near.empty() ? fmt::format("there are {}", fmt::join(known, ", "))
                                   : fmt::format("did you mean {}?", near[0]);
  if (known.empty()) there = "there is none at all";
  return fmt::format("\"{}\": there is no [{}.{}]; {}", id, table, id, there);
}

bool in_window(const OptionNode& node, const OptionChoice& choice) {
  return node.year == kInfinity || (choice.first <= node.year && node.year <= choice.last);
}

class TreeCheck {
 public:
  TreeCheck(const OptionCase& c, Breaches& out) : c_(c), out_(out) {}

  void run() {
    if (c_.holder.empty())
      add("node", "needs at least one table [holder.NAME]: who decides and is paid");
    if (!c_.start.empty()) must_be_node("start", c_.start);
    for (const OptionNode& node : c_.node) check_node(node);
    check_years();
  }

 private:
  void add(std::string key, std::string message) {
    out_.push_back({std::move(key), std::move(message)});
  }
  bool must_be_node(const std::string& key, const std::string& id) {
    const bool good = index_of(c_.node, id) != decision::kNobody;
    if (!good) add(key, no_such("node", c_.node, id));
    return good;
  }
  void must_be_holder(const std::string& key, const std::string& id) {
    if (index_of(c_.holder, id) == decision::kNobody) add(key, no_such("holder", c_.holder, id));
  }
  void check_pays(const std::string& key, const std::vector<double>& pays) {
    if (!pays.empty() && pays.size() != c_.holder.size())
      add(key + ".pays",
          fmt::format("has {} amounts for {} holders", pays.size(), c_.holder.size()));
  }

  void check_node(const OptionNode& node) {
    const std::string key = "node." + node.id;
    check_pays(key, node.pays);
    if (!node.choice.empty() && !node.chance.empty())
      add(key, "has choices and chances; a node is one of a decision, chance and an end");
    if (!node.choice.empty() && node.holder.empty())
      add(key, fmt::format("has choices ({}) and no holder: a decision needs `holder`, one of {}",
                           fmt::join(names(node.choice), ", "), fmt::join(names(c_.holder), ", ")));
    if (node.choice.empty() && !node.holder.empty())
      add(key + ".holder",
          fmt::format("= \"{}\" has nothing to choose: [{}.choice.NAME]", node.holder, key));
    if (!node.holder.empty()) must_be_holder(key + ".holder", node.holder);
    check_jointly(node, key);
    bool open = node.choice.empty();
    for (const OptionChoice& choice : node.choice) {
      check_choice(node, choice, fmt::format("{}.choice.{}", key, choice.id));
      open = open || in_window(node, choice);
    }
    if (!open) add(key, fmt::format("has no choice whose window holds its year, {:g}", node.year));
    double sum = 0;
    for (const OptionChoice& branch : node.chance) {
      check_chance(branch, fmt::format("{}.chance.{}", key, branch.id));
      sum += branch.probability;
    }
    if (!node.chance.empty() && std::abs(sum - 1) > 1e-9)
      add(key + ".chance", fmt::format("the probabilities add to {:.10g}, not to 1", sum));
  }

  template <class T>
  static std::vector<std::string> names(const std::vector<T>& list) {
    std::vector<std::string> out;
    for (const T& one : list) out.push_back(one.id);
    return out;
  }

  void each_once(const std::vector<std::string>& list, const std::string& key) {
    for (const std::string& one : std::set<std::string>(list.begin(), list.end()))
      if (std::count(list.begin(), list.end(), one) > 1)
        add(key, fmt::format("names \"{}\" twice", one));
  }

  void check_jointly(const OptionNode& node, const std::string& key) {
    each_once(node.jointly, key + ".jointly");
    for (const std::string& other : node.jointly) {
      must_be_holder(key + ".jointly", other);
      if (other == node.holder)
        add(key + ".jointly", fmt::format("\"{}\" is the node's holder already", other));
    }
    if (!node.jointly.empty() && node.rule == JointRule::none)
      add(key + ".jointly",
          fmt::format("= {}: {} holders of one decision need a `rule`: \"proposal\" or \"sum\"",
                      fmt::join(node.jointly, ", "), node.jointly.size() + 1));
    if (node.jointly.empty() && node.rule != JointRule::none)
      add(key + ".rule", "goes with jointly, which names no one");
    const bool proposal = node.rule == JointRule::proposal && !node.jointly.empty();
    if (proposal && node.refused.empty())
      add(key + ".rule", "= \"proposal\" needs `refused`, the node that follows a refusal");
    if (!proposal && !node.refused.empty()) add(key + ".refused", "goes with rule \"proposal\"");
    if (!node.refused.empty()) must_be_node(key + ".refused", node.refused);
  }

  void check_choice(const OptionNode& node, const OptionChoice& c, const std::string& key) {
    must_be_node(key + ".to", c.to);
    check_pays(key, c.pays);
    if (c.probability != 0) add(key + ".probability", "goes with chance; a choice is its holder's");
    each_once(c.consent, key + ".consent");
    for (const std::string& party : c.consent) {
      must_be_holder(key + ".consent", party);
      if (party == node.holder)
        add(key + ".consent", fmt::format("\"{}\" decides here itself", party));
    }
    if (!c.consent.empty() && c.refused.empty())
      add(key + ".consent", fmt::format("= {} needs `refused`, the node that follows a refusal",
                                        fmt::join(c.consent, ", ")));
    if (c.consent.empty() && !c.refused.empty()) add(key + ".refused", "goes with consent");
    if (!c.refused.empty()) must_be_node(key + ".refused", c.refused);
    if (!c.consent.empty() && node.rule == JointRule::proposal)
      add(key + ".consent", "does not go with rule \"proposal\", in which all others may refuse");
    if (c.last < c.first)
      add(key + ".last", fmt::format("the window ends in {:g}, before it begins in {:g} (first)",
                                     c.last, c.first));
    if ((c.first > -1e5 || c.last < 1e5) && node.year == kInfinity)
      add(key + (c.first > -1e5 ? ".first" : ".last"), "needs the node's `year`");
  }

  void check_chance(const OptionChoice& c, const std::string& key) {
    must_be_node(key + ".to", c.to);
    check_pays(key, c.pays);
    if (!c.consent.empty()) add(key + ".consent", "goes with a choice; chance asks no one");
    if (!c.refused.empty()) add(key + ".refused", "goes with a choice; chance asks no one");
    if (c.first > -1e5) add(key + ".first", "goes with a choice; chance has no window");
    if (c.last < 1e5) add(key + ".last", "goes with a choice; chance has no window");
  }

  void check_years() {
    const auto given = static_cast<std::size_t>(
        std::count_if(c_.node.begin(), c_.node.end(),
                      [](const OptionNode& node) { return node.year < kInfinity; }));
    if (given > 0 && c_.rate == kInfinity)
      add("rate", "is required, since nodes have years: of discount, a year; 0 for none");
    std::vector<char> reached(c_.node.size(), 0);
    reached[c_.start.empty() ? 0 : std::min(index_of(c_.node, c_.start), c_.node.size() - 1)] = 1;
    for (const OptionNode& node : c_.node) {
      if (given > 0 && node.year == kInfinity)
        add("node." + node.id, "needs `year`, since other nodes have one");
      const auto leads = [&](const std::string& key, const std::string& id) {
        const std::size_t to = index_of(c_.node, id);
        if (to == decision::kNobody) return;
        reached[to] = 1;
        if (node.year < kInfinity && c_.node[to].year < node.year)
          add(key, fmt::format("leads from {:g} to {:g} (node.{}.year): dates must not fall",
                               node.year, c_.node[to].year, id));
      };
      for (const OptionChoice& choice : node.choice) {
        const std::string key = fmt::format("node.{}.choice.{}", node.id, choice.id);
        leads(key + ".to", choice.to);
        if (!choice.refused.empty()) leads(key + ".refused", choice.refused);
      }
      for (const OptionChoice& branch : node.chance)
        leads(fmt::format("node.{}.chance.{}.to", node.id, branch.id), branch.to);
      if (!node.refused.empty()) leads("node." + node.id + ".refused", node.refused);
    }
    for (std::size_t n = 0; n < c_.node.size(); ++n)
      if (!reached[n]) add("node." + c_.node[n].id, "no node leads here");
  }

  const OptionCase& c_;
  Breaches& out_;
};

decision::Tree built(const OptionCase& c) {
  decision::Tree tree;
  tree.holders = c.holder.size();
  tree.start = c.start.empty() ? 0 : index_of(c.node, c.start);
  const double now = c.node[tree.start].year;
  for (const OptionNode& from : c.node) {
    decision::TreeNode node;
    node.name = from.id;
    if (!from.holder.empty()) node.holder = index_of(c.holder, from.holder);
    const auto present = [&](std::vector<double> pays) {
      const double factor = from.year < kInfinity ? std::exp(-c.rate * (from.year - now)) : 1;
      for (double& amount : pays) amount *= factor;
      return pays;
    };
    node.pays = present(from.pays);
    std::vector<std::size_t> jointly;
    for (const std::string& id : from.jointly) jointly.push_back(index_of(c.holder, id));
    if (from.rule == JointRule::sum) node.together = jointly;
    for (const auto* list : {&from.choice, &from.chance})
      for (const OptionChoice& choice : *list) {
        if (list == &from.choice && !in_window(from, choice)) continue;
        decision::Branch branch{
            choice.id, index_of(c.node, choice.to), choice.probability, present(choice.pays), {},
            0};
        for (const std::string& id : choice.consent)
          branch.consent.push_back(index_of(c.holder, id));
        if (!choice.refused.empty()) branch.refused = index_of(c.node, choice.refused);
        if (from.rule == JointRule::proposal)
          branch.consent = jointly, branch.refused = index_of(c.node, from.refused);
        node.branch.push_back(std::move(branch));
      }
    tree.node.push_back(std::move(node));
  }
  return tree;
}

}  // namespace

void check_tree(const OptionCase& c, std::vector<study::Breach>& out) {
  TreeCheck(c, out).run();
  if (!out.empty()) return;
  std::string circle;
  decision::order_of(built(c), circle);
  if (!circle.empty())
    out.push_back({"node." + circle, "leads back to itself; a tree goes forward alone"});
}

std::vector<report::Table> tree_tables(const OptionCase& c) {
  using report::Cell;
  const decision::Tree tree = built(c);
  const decision::TreeValue solved = decision::solve(tree);
  const auto name = [&](std::size_t h) {
    return c.holder[h].name.empty() ? c.holder[h].id : c.holder[h].name;
  };
  report::Table holders{
      "holders",
      c.title.empty() ? "What the tree is worth to each holder" : c.title,
      "each decision by its holder for its own value; at equal values the first choice, "
      "and consent",
      {{"holder", ""}, {"name", ""}, {"value", ""}},
      {}};
  for (std::size_t h = 0; h < c.holder.size(); ++h)
    holders.rows.push_back({c.holder[h].id, name(h), solved.value[tree.start][h]});

  report::Table decisions{"decisions",
                          "Who decides what",
                          "probability: that the node is reached; refused_by: who does not consent "
                          "to the choice made; tie: another "
                          "choice, or answer, is worth the same to who decides",
                          {{"node", ""},
                           {"holder", ""},
                           {"probability", ""},
                           {"choice", ""},
                           {"refused_by", ""},
                           {"leads_to", ""},
                           {"tie", ""}},
                          {}};
  report::Table choices{"choices",
                        "What each choice is worth to each holder",
                        "with the answers to it; refused_by: who would refuse it",
                        {{"node", ""}, {"choice", ""}, {"refused_by", ""}},
                        {}};
  report::Table outcomes{"outcomes",
                         "Where it ends",
                         "value: of the end alone; what is paid on the way there stands in holders",
                         {{"node", ""}, {"probability", ""}},
                         {}};
  for (const OptionHolder& h : c.holder) {
    decisions.columns.push_back({"value_" + h.id, ""});
    choices.columns.push_back({"value_" + h.id, ""});
    outcomes.columns.push_back({"value_" + h.id, ""});
  }
  for (std::size_t n = 0; n < tree.node.size(); ++n) {
    const decision::TreeNode& node = tree.node[n];
    const auto with_values = [&](std::vector<Cell> row, const std::vector<double>& values) {
      for (const double value : values) row.emplace_back(value);
      return row;
    };
    if (node.branch.empty() && solved.reached[n] > 0)
      outcomes.rows.push_back(with_values({node.name, solved.reached[n]}, solved.value[n]));
    if (node.holder == decision::kNobody) continue;
    const decision::TreeChoice& made = solved.choice[n];
    const decision::Branch& branch = node.branch[made.branch];
    const auto who = [&](std::size_t h) {
      return h == decision::kNobody ? std::string() : c.holder[h].id;
    };
    std::string decider = who(node.holder);
    for (const std::string& other : c.node[n].jointly) decider += " + " + other;
    decisions.rows.push_back(with_values(
        {node.name, decider, solved.reached[n], branch.name, who(made.refused_by),
         tree.node[made.refused_by == decision::kNobody ? branch.to : branch.refused].name,
         std::string(made.tie ? "tie" : "")},
        solved.value[n]));
    for (std::size_t k = 0; k < node.branch.size(); ++k) {
      const decision::Branch& one = node.branch[k];
      const bool refused = made.refuser[k] != decision::kNobody;
      std::vector<double> value = solved.value[refused ? one.refused : one.to];
      for (std::size_t h = 0; h < value.size(); ++h) {
        if (!refused && !one.pays.empty()) value[h] += one.pays[h];
        if (!node.pays.empty()) value[h] += node.pays[h];
      }
      choices.rows.push_back(with_values({node.name, one.name, who(made.refuser[k])}, value));
    }
  }
  return {holders, decisions, choices, outcomes};
}

}  // namespace lode::cli

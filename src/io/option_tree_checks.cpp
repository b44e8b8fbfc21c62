// What does not hold in the tree of an option case.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "io/option_checks.h"

namespace lode::io {
namespace {

using decision::index_of;
using decision::JointRule;
using decision::OptionChoice;
using decision::OptionNode;
using decision::OptionTerms;

class TreeCheck {
 public:
  TreeCheck(const OptionTerms& c, Breaches& out) : c_(c), out_(out) {}

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
                           fmt::join(ids(node.choice), ", "), fmt::join(ids(c_.holder), ", ")));
    if (node.choice.empty() && !node.holder.empty())
      add(key + ".holder",
          fmt::format("= \"{}\" has nothing to choose: [{}.choice.NAME]", node.holder, key));
    if (!node.holder.empty()) must_be_holder(key + ".holder", node.holder);
    check_jointly(node, key);
    bool open = node.choice.empty();
    for (const OptionChoice& choice : node.choice) {
      check_choice(node, choice, fmt::format("{}.choice.{}", key, choice.id));
      open = open || decision::in_window(node, choice);
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
    if ((c.first > -kInfinity || c.last < kInfinity) && node.year == kInfinity)
      add(key + (c.first > -kInfinity ? ".first" : ".last"), "needs the node's `year`");
  }

  void check_chance(const OptionChoice& c, const std::string& key) {
    must_be_node(key + ".to", c.to);
    check_pays(key, c.pays);
    if (!c.consent.empty()) add(key + ".consent", "goes with a choice; chance asks no one");
    if (!c.refused.empty()) add(key + ".refused", "goes with a choice; chance asks no one");
    if (c.first > -kInfinity) add(key + ".first", "goes with a choice; chance has no window");
    if (c.last < kInfinity) add(key + ".last", "goes with a choice; chance has no window");
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

  const OptionTerms& c_;
  Breaches& out_;
};

}  // namespace

std::string no_such(const std::string& table, const std::vector<std::string>& known,
                    const std::string& id) {
  const std::vector<std::string> near = study::nearest(id, known);
  std::string there = near.empty() ? fmt::format("there are {}", fmt::join(known, ", "))
                                   : fmt::format("did you mean {}?", near[0]);
  if (known.empty()) there = "there is none at all";
  return fmt::format("\"{}\": there is no [{}.{}]; {}", id, table, id, there);
}

void check_tree(const OptionTerms& c, Breaches& out) {
  TreeCheck(c, out).run();
  if (!out.empty()) return;
  std::string circle;
  decision::order_of(decision::tree_of(c), circle);
  if (!circle.empty())
    out.push_back({"node." + circle, "leads back to itself; a tree goes forward alone"});
}

}  // namespace lode::io

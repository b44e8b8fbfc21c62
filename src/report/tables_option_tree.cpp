// The tables of a tree with several holders of rights.
#include <string>
#include <utility>

#include "report/tables_option.h"

namespace lode::report {
namespace {

using decision::kNobody;
using decision::OptionTerms;
using decision::RightsInTree;

std::vector<Cell> with_values(std::vector<Cell> row, const std::vector<double>& values) {
  for (const double value : values) row.emplace_back(value);
  return row;
}

std::string id_of(const OptionTerms& c, std::size_t holder) {
  return holder == kNobody ? std::string() : c.holder[holder].id;
}

void add_value_columns(Table& table, const OptionTerms& c) {
  for (const decision::OptionHolder& h : c.holder) table.columns.push_back({"value_" + h.id, ""});
}

Table holders_table(const OptionTerms& c, const RightsInTree& r) {
  Table out{"holders",
            c.title.empty() ? "What the tree is worth to each holder" : c.title,
            "each decision by its holder for its own value; at equal values the first choice, "
            "and consent",
            {{"holder", ""}, {"name", ""}, {"value", ""}},
            {}};
  for (std::size_t h = 0; h < c.holder.size(); ++h)
    out.rows.push_back({c.holder[h].id,
                        c.holder[h].name.empty() ? c.holder[h].id : c.holder[h].name,
                        r.solved.value[r.tree.start][h]});
  return out;
}

Table decisions_table(const OptionTerms& c, const RightsInTree& r) {
  Table out{"decisions",
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
  add_value_columns(out, c);
  for (std::size_t n = 0; n < r.tree.node.size(); ++n) {
    const decision::TreeNode& node = r.tree.node[n];
    if (node.holder == kNobody) continue;
    const decision::TreeChoice& made = r.solved.choice[n];
    const decision::Branch& branch = node.branch[made.branch];
    std::string decider = id_of(c, node.holder);
    for (const std::string& other : c.node[n].jointly) decider += " + " + other;
    out.rows.push_back(with_values(
        {node.name, decider, r.solved.reached[n], branch.name, id_of(c, made.refused_by),
         r.tree.node[made.refused_by == kNobody ? branch.to : branch.refused].name,
         std::string(made.tie ? "tie" : "")},
        r.solved.value[n]));
  }
  return out;
}

Table choices_table(const OptionTerms& c, const RightsInTree& r) {
  Table out{"choices",
            "What each choice is worth to each holder",
            "with the answers to it; refused_by: who would refuse it",
            {{"node", ""}, {"choice", ""}, {"refused_by", ""}},
            {}};
  add_value_columns(out, c);
  for (std::size_t n = 0; n < r.tree.node.size(); ++n) {
    const decision::TreeNode& node = r.tree.node[n];
    if (node.holder == kNobody) continue;
    for (std::size_t k = 0; k < node.branch.size(); ++k)
      out.rows.push_back(
          with_values({node.name, node.branch[k].name, id_of(c, r.solved.choice[n].refuser[k])},
                      decision::value_of_branch(r, n, k)));
  }
  return out;
}

Table outcomes_table(const OptionTerms& c, const RightsInTree& r) {
  Table out{"outcomes",
            "Where it ends",
            "value: of the end alone; what is paid on the way there stands in holders",
            {{"node", ""}, {"probability", ""}},
            {}};
  add_value_columns(out, c);
  for (std::size_t n = 0; n < r.tree.node.size(); ++n)
    if (r.tree.node[n].branch.empty() && r.solved.reached[n] > 0)
      out.rows.push_back(
          with_values({r.tree.node[n].name, r.solved.reached[n]}, r.solved.value[n]));
  return out;
}

}  // namespace

std::vector<Table> option_tables(const OptionTerms& c, const RightsInTree& r) {
  return {holders_table(c, r), decisions_table(c, r), choices_table(c, r), outcomes_table(c, r)};
}

}  // namespace lode::report

#include "decision/tree.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/error.h"

namespace lode::decision {
namespace {

TreeNode end(std::string name, std::vector<double> pays) {
  TreeNode out;
  out.name = std::move(name), out.pays = std::move(pays);
  return out;
}
TreeNode decision(std::string name, std::size_t holder, std::vector<Branch> branch) {
  TreeNode out;
  out.name = std::move(name), out.holder = holder, out.branch = std::move(branch);
  return out;
}
Branch to(std::string name, std::size_t node) {
  Branch out;
  out.name = std::move(name), out.to = node;
  return out;
}

// An entrant stays out (1, 5) or comes in; the incumbent then fights (0, 0) or shares (2, 2). Selten (1978).
TEST(Tree, threats_that_would_not_be_carried_out_do_not_count) {
  const Tree tree{2,
                  {decision("entrant", 0, {to("out", 2), to("in", 1)}),
                   decision("incumbent", 1, {to("fight", 3), to("share", 4)}), end("out", {1, 5}),
                   end("fight", {0, 0}), end("share", {2, 2})},
                  0};
  const TreeValue v = solve(tree);
  EXPECT_EQ(v.value[0], (std::vector<double>{2, 2}));
  EXPECT_EQ(v.choice[0].branch, 1u);
  EXPECT_EQ(v.reached[4], 1);
}

// Without the right to expand the sponsor gets 3. With it, the state foresees that it will expand (which costs the state)
// and refuses the licence: the right is worth -3 to its holder.
TEST(Tree, a_right_may_be_worth_less_than_nothing_where_others_react) {
  const auto value = [](bool may_expand) {
    std::vector<Branch> after = {to("keep", 2)};
    if (may_expand) after.push_back(to("expand", 3));
    const Tree tree{
        2,
        {decision("state", 1, {to("license", 1), to("refuse", 4)}), decision("sponsor", 0, after),
         end("small", {3, 2}), end("large", {5, -1}), end("nothing", {0, 0})},
        0};
    return solve(tree).value[0];
  };
  EXPECT_EQ(value(false), (std::vector<double>{3, 2}));
  EXPECT_EQ(value(true), (std::vector<double>{0, 0}));
}

TEST(Tree, a_tie_goes_to_the_first_and_is_told) {
  const Tree tree{
      1,
      {decision("start", 0, {to("a", 1), to("b", 2)}), end("one", {0.1 + 0.2}), end("two", {0.3})},
      0};
  const TreeValue v = solve(tree);
  EXPECT_EQ(v.choice[0].branch, 0u);
  EXPECT_TRUE(v.choice[0].tie);
}

TEST(Tree, refuses_what_is_no_tree) {
  TreeNode chance;
  chance.name = "luck", chance.branch = {to("a", 1), to("b", 1)};
  chance.branch[0].probability = 0.5, chance.branch[1].probability = 0.4;
  EXPECT_THROW(solve({1, {chance, end("end", {1})}, 0}), InputError);
  EXPECT_THROW(solve({1, {decision("a", 0, {to("again", 0)})}, 0}), InputError);
  EXPECT_THROW(solve({1, {decision("a", 3, {to("b", 1)}), end("b", {})}, 0}), InputError);
  EXPECT_THROW(solve({1, {decision("a", 0, {to("b", 7)})}, 0}), InputError);
  EXPECT_THROW(solve({2, {end("b", {1})}, 0}), InputError);
}

// A single decider never loses by one more branch anywhere.
RC_GTEST_PROP(Tree, single_decider_never_loses_by_a_right, ()) {
  const auto pays = *rc::gen::container<std::vector<int>>(7, rc::gen::inRange(-9, 10));
  const auto more = *rc::gen::inRange(-9, 10);
  const auto at = *rc::gen::inRange<std::size_t>(0, 2);
  std::vector<TreeNode> node = {decision("root", 0, {to("l", 1), to("r", 2)}),
                                decision("left", 0, {to("a", 3), to("b", 4)}),
                                end("right", {}),
                                end("a", {}),
                                end("b", {}),
                                end("more", {})};
  TreeNode luck;
  luck.name = "luck", luck.branch = {to("h", 3), to("t", 4)};
  luck.branch[0].probability = 0.25, luck.branch[1].probability = 0.75;
  node[2] = luck;
  for (std::size_t i = 0; i < 3; ++i) node[3 + i].pays = {static_cast<double>(pays[i])};
  node[5].pays = {static_cast<double>(more)};
  const double before = solve({1, node, 0}).value[0][0];
  node[at].branch.push_back(to("more", 5));
  RC_ASSERT(solve({1, node, 0}).value[0][0] >= before);
}

}  // namespace
}  // namespace lode::decision

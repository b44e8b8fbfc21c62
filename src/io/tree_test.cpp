#include "io/tree.h"

#include <gtest/gtest.h>

namespace lode::io {
namespace {

Node parse(const std::string& text) { return parse_toml({text, {}}, "case.toml"); }

std::string refusal(const std::string& text) {
  try {
    parse(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Tree, keeps_the_place_of_keys_and_values) {
  const Node root = parse("title = \"x\"\n\n[a.b]\n  c = [1, 2.5, true]\n");
  const Node* b = root.find("a")->find("b");
  ASSERT_NE(b, nullptr);
  EXPECT_EQ(b->place.line, 3);
  ASSERT_EQ(b->table.size(), 1u);
  EXPECT_EQ(b->table[0].place.line, 4);
  EXPECT_EQ(b->table[0].place.column, 3);
  const Node& c = b->table[0].value;
  EXPECT_EQ(c.place.column, 7);
  ASSERT_EQ(c.list.size(), 3u);
  EXPECT_EQ(c.list[0].whole, 1);
  EXPECT_EQ(c.list[0].real, 1);
  EXPECT_EQ(c.list[1].real, 2.5);
  EXPECT_TRUE(c.list[2].flag);
  EXPECT_EQ(root.find("nothing"), nullptr);
}

TEST(Tree, keeps_the_order_of_the_file) {
  const Node root = parse("zebra = 1\napple = 2\nmango = 3\n");
  std::string order;
  for (const Entry& entry : root.table) order += entry.key + " ";
  EXPECT_EQ(order, "zebra apple mango ");
}

TEST(Tree, writes_a_value_on_one_short_line) {
  const Node root = parse("a = { b = [0.1, \"two\"], c = true }\nd = 2026-01-02\nlong = \"" +
                          std::string(99, 'x') + "\"\nlines = \"\"\"one\ntwo\"\"\"\ncyrillic = \"" +
                          [] {
                            std::string text;
                            for (int i = 0; i < 40; ++i) text += "ж";
                            return text;
                          }() +
                          "\"\n");
  EXPECT_EQ(written(*root.find("a")), "{ b = [0.1, \"two\"], c = true }");
  EXPECT_EQ(written(*root.find("d")), "2026-01-02");
  EXPECT_EQ(written(*root.find("long")).size(), 60u);
  EXPECT_EQ(written(*root.find("lines")), "\"one two\"");
  const std::string cut = written(*root.find("cyrillic"));
  EXPECT_EQ(cut.size() % 2, 0u) << "cut within a character: " << cut;  // quote + 2n + dots
}

TEST(Tree, refuses_what_is_no_toml_with_its_place) {
  EXPECT_TRUE(refusal("a = 1\nb = \n").starts_with("case.toml:2:")) << refusal("a = 1\nb = \n");
  EXPECT_NE(refusal("a = 1\na = 2\n").find("case.toml:2:"), std::string::npos);
}

TEST(Tree, refuses_what_nests_too_deep_and_only_that) {
  const std::string open(65, '['), close(65, ']');
  EXPECT_NE(refusal("\na = " + open + close).find("case.toml:2: nests deeper"), std::string::npos);
  std::string dots = "a";
  for (int i = 0; i < 65; ++i) dots += ".a";
  EXPECT_NE(refusal(dots + " = 1").find("nests deeper"), std::string::npos);
  EXPECT_NE(refusal("[" + dots + "]").find("nests deeper"), std::string::npos);
  // Brackets and dots that nest nothing.
  const std::string many(500, '.');
  EXPECT_EQ(refusal("a = \"" + many + open + "\" # " + many + open), "accepted");
  std::string list = "a = [";
  for (int i = 0; i < 200; ++i) list += "0.5, [1.5], ";
  EXPECT_EQ(refusal(list + "1]"), "accepted");
  EXPECT_EQ(refusal("a = \"don't\"\nb = 'say \"'\nc = \"\\\"[[[\"\n"), "accepted");
}

}  // namespace
}  // namespace lode::io

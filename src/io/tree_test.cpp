#include "io/tree.h"

#include <gtest/gtest.h>

#include <random>

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

// Nesting after a string is counted as anywhere else: no form of string hides it.
TEST(Tree, sees_depth_behind_every_form_of_string) {
  std::string deep = "a", tables;
  for (int i = 0; i < 200'000; ++i) deep += ".a";
  for (int i = 0; i < 100'000; ++i) tables += "{a=";
  const std::string list(200'000, '['), table = "{" + deep + " = 1}";
  for (const char* before : {R"(x = ["""
#""", )",
                             R"(x = ['''
#''', )",
                             R"(x = ["""
'""", )",
                             R"(x = ['''
"''', )",
                             R"(x = ["""""", )", R"(x = ["""a"""", )", R"(x = ["""a""""", )",
                             R"(x = ['''a''''', )", R"(x = ["""\"""", )", R"(x = ["""\
""", )",
                             R"(x = ["\\", )", R"(x = ['\', )", R"(x = ["", )", R"(x = ['', )",
                             R"(x = ["#", )", "x = [ # \"\n", "x = [ # '''\n", "x = [1,\r\n"})
    for (const std::string& what : {list, table, tables}) {
      const std::string said = refusal(before + what + "]");
      EXPECT_NE(said.find("nests deeper"), std::string::npos) << before << what.substr(0, 9) << "\n"
                                                              << said.substr(0, 300);
    }
  for (const char* before : {"[", "[[", "x = \"\"\"\n[\"\"\"\n[", "['a'.", "[\"]\".",
                             "x = 1 # \"\"\"\n", "x = { y.", "\"x\".", "'x' . "})
    EXPECT_NE(refusal(before + deep).find("nests deeper"), std::string::npos) << before;
}

// A tree as deep as it may be is read, and one level more is not, whatever it is made of.
TEST(Tree, counts_levels_of_headers_keys_arrays_and_tables_together) {
  std::minstd_rand random(1);
  for (int round = 0; round < 300; ++round) {
    const int most = round % 2 == 0 ? 64 : 65, headed = static_cast<int>(random() % 20);
    std::string text = headed > 0 ? "[h" : "", close;
    for (int i = 1; i < headed; ++i) text += ".h";
    text += headed > 0 ? "]\nk" : "k";
    bool key = true;  // may go on with a dot
    for (int level = headed; level < most; ++level) {
      const auto kind = random() % 3;
      if (key && kind == 0)
        text += ".k";
      else if (kind == 1)
        text += key ? " = [" : "[", close = "]" + close, key = false;
      else
        text += key ? " = {k" : "{k", close = "}" + close, key = true;
    }
    const std::string said = refusal(text + (key ? " = '..[['" : "'..[['") + close);
    if (most == 64)
      EXPECT_EQ(said, "accepted") << text;
    else
      EXPECT_NE(said.find("nests deeper"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace lode::io

#include "io/values.h"

#include <gtest/gtest.h>

#include "io/tree.h"

namespace lode::io {
namespace {

// The value of `x = ...`, read as a sampled fraction in percent (stored = written / 100).
struct Read {
  bool good = false;
  double value = -1;
  study::Input input;
  std::vector<Fault> faults;
};

Read read(const std::string& text, Use use = Use::sampled) {
  const Node root = parse_toml({"x = " + text + "\n", {}}, "case.toml");
  const Node& node = *root.find("x");
  Faults faults("case.toml");
  Read out;
  out.input.key = "x";
  out.input.use = use;
  const Range range{0, 100};
  out.good = node.is(Node::Kind::table)
                 ? read_number_table(faults, node, out.input, unit::kPercent, range, out.value)
                 : read_number(faults, node, out.input, unit::kPercent, range, out.value);
  out.faults = faults.list;
  EXPECT_EQ(out.good, out.faults.empty()) << text;
  return out;
}

TEST(Values, a_number_is_stored_in_its_unit) {
  EXPECT_DOUBLE_EQ(read("25").value, 0.25);
  EXPECT_DOUBLE_EQ(read("{ value = 25.0 }").value, 0.25);
}

TEST(Values, say_where_they_come_from) {
  const Read r = read("{ value = 25, range = [20, 30], assumption = \"a guess\" }");
  EXPECT_EQ(r.input.provenance, study::Provenance::assumption);
  EXPECT_EQ(r.input.note, "a guess");
  EXPECT_EQ(r.input.range, (std::pair{20.0, 30.0}));
}

TEST(Values, a_distribution_gives_its_mean_or_its_base) {
  const Read r = read("{ triangular = [10, 20, 60] }");
  ASSERT_TRUE(r.input.distribution);
  EXPECT_DOUBLE_EQ(r.value, 0.30);  // (10 + 20 + 60) / 3 percent
  EXPECT_EQ(r.input.distribution->values, (std::vector<double>{10, 20, 60}));
  EXPECT_DOUBLE_EQ(read("{ triangular = [10, 20, 60], base = 20 }").value, 0.20);
  EXPECT_DOUBLE_EQ(read("{ discrete = [10, 20] }").value, 0.15);
  EXPECT_DOUBLE_EQ(read("{ discrete = [10, 20], weights = [0.9, 0.1] }").value, 0.11);
}

TEST(Values, refuses_what_contradicts_itself) {
  for (const char* text : {"\"25\"",
                           "nan",
                           "inf",
                           "101",
                           "-1",
                           "true",
                           "[25]",
                           "{}",
                           "{ value = 101 }",
                           "{ value = 25, range = [30, 40] }",
                           "{ value = 25, range = [30, 20] }",
                           "{ value = 25, base = 3 }",
                           "{ value = 25, uniform = [20, 30] }",
                           "{ uniform = [20, 30], triangular = [1, 2, 3] }",
                           "{ uniform = [20, 30], base = 300 }",
                           "{ uniform = [20, 30], weights = [0.5, 0.5] }",
                           "{ uniform = [20, 130] }",
                           "{ uniform = [30, 20] }",
                           "{ uniform = 3 }",
                           "{ base = 3 }",
                           "{ weights = [1] }",
                           "{ value = 25, source = \"\" }",
                           "{ valu = 25 }",
                           "{ value = { value = 25 } }"}) {
    const Read r = read(text);
    EXPECT_FALSE(r.good) << text;
    ASSERT_FALSE(r.faults.empty()) << text;
    EXPECT_EQ(r.faults[0].source.line, 1) << text;
    EXPECT_TRUE(r.faults[0].key.starts_with("x")) << text;
  }
  EXPECT_NE(read("{ uniform = [20, 30] }", Use::fixed).faults.at(0).message.find("is fixed"),
            std::string::npos);
}

TEST(Values, a_fraction_written_as_percent_is_told) {
  const Node root = parse_toml({"x = 87\n", {}}, "case.toml");
  Faults faults("case.toml");
  double value = 0;
  study::Input input;
  input.key = "x";
  EXPECT_FALSE(read_number(faults, *root.find("x"), input, unit::kFraction, {0, 1}, value));
  EXPECT_EQ(
      faults.list.at(0).text(),
      "case.toml:1:5: x = 87: must be at least 0 and at most 1 (a fraction); did you mean 0.87?");
  const Node near = parse_toml({"x = 1.2\n", {}}, "case.toml");
  EXPECT_FALSE(read_number(faults, *near.find("x"), input, unit::kFraction, {0, 1}, value));
  EXPECT_EQ(faults.list.at(1).text(),
            "case.toml:1:5: x = 1.2: must be at least 0 and at most 1 (a fraction)");
}

TEST(Values, every_wrong_item_of_a_list_is_named) {
  const Node root = parse_toml({"x = [1, \"two\", 300]\n", {}}, "case.toml");
  Faults faults("case.toml");
  std::vector<double> values;
  EXPECT_FALSE(read_numbers(faults, *root.find("x"), "x", unit::kPercent, {0, 100}, values));
  ASSERT_EQ(faults.list.size(), 2u);
  EXPECT_EQ(faults.list[0].key, "x[1]");
  EXPECT_EQ(faults.list[1].key, "x[2]");
  EXPECT_LT(faults.list[0].source.column, faults.list[1].source.column);
}

}  // namespace
}  // namespace lode::io

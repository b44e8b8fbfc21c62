#include "report/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "base/error.h"

namespace lode::report {
namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();

Document document() {
  Document d;
  d.version = "0.1.0";
  d.command = "run";
  d.status = "done";
  d.facts = {{"objective", 12.5}, {"bound", std::monostate{}}};
  StudyFacts study;
  study.title = "A <title> with \"quotes\"";
  study.base_year = 2026;
  study.scenarios = 2000;
  study.seed = 18446744073709551615ULL;
  study.bids = {{"a", "First bid", "Someone"}, {"b", "Second bid", ""}};
  study.deposits = {{"north", "Northern"}};
  study.main_name = "APT";
  study.quoted_unit = "mtu";
  study.planning_price = 490;
  study.host = "Country";
  study.metal = "W";
  study.adverse = "Other country";
  d.study = study;
  ReportText text;
  text.headline = "Größe ± 1";
  text.trust = {"one", "two"};
  text.plans = {"three"};
  text.simplified = {{"Pit", "One slope."}};
  text.repeat = "lode run case";
  d.text = text;
  d.tables = {{"deal",
               "Deal",
               "Note",
               {{"name", ""}, {"mean", "M$"}},
               {{"State", 0.1}, {"Fund", std::monostate{}}}},
              {"debt", "Debt", "none drawn", {{"year", "year"}}, {}}};
  return d;
}

TEST(Json, is_the_envelope_in_its_order) {
  Document d;
  d.version = "1";
  d.command = "pit";
  d.status = "done";
  d.facts = {{"gap", kNaN}};
  d.tables = {{"t", "T", "", {{"x", "M$"}}, {{1.5}, {kNaN}, {"w"}}}};
  EXPECT_EQ(
      to_json(d),
      R"({"lode":"1","command":"pit","status":"done","gap":null,"tables":{"t":{"title":"T","note":"",)"
      R"("columns":[{"name":"x","unit":"M$"}],"rows":[[1.5],[null],["w"]]}}})"
      "\n");
}

TEST(Json, what_was_written_comes_back) {
  const Document back = from_json(to_json(document()));
  EXPECT_EQ(to_json(back), to_json(document()));
  EXPECT_EQ(to_json(from_json(to_json(document(), true))), to_json(document()));
  EXPECT_EQ(back.study->seed, 18446744073709551615ULL);
  EXPECT_EQ(back.study->bids[1].name, "Second bid");
  EXPECT_EQ(back.text->simplified[0].text, "One slope.");
  ASSERT_NE(find_table(back, "debt"), nullptr);
  EXPECT_EQ(find_table(back, "debt")->note, "none drawn");
  EXPECT_EQ(find_table(back, "absent"), nullptr);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(back.tables[0].rows[1][1]));
}

RC_GTEST_PROP(Json, every_finite_number_comes_back_equal_holds_for_all, (double value)) {
  RC_PRE(std::isfinite(value));
  Document d;
  d.tables = {{"t", "", "", {{"x", ""}}, {{value}}}};
  RC_ASSERT(std::get<double>(from_json(to_json(d)).tables[0].rows[0][0]) == value);
}

TEST(Json, writes_bytes_that_are_not_utf8_as_a_replacement) {
  Document d;
  d.tables = {{"t", "", "", {{"x", ""}}, {{"a\xff"}}}};
  EXPECT_EQ(std::get<std::string>(from_json(to_json(d)).tables[0].rows[0][0]), "a\xEF\xBF\xBD");
}

TEST(Json, refuses_what_is_no_envelope) {
  for (const char* bad :
       {"", "{", "[]", "{}", R"({"tables":[]})", R"({"tables":{"t":1}})",
        R"({"tables":{"t":{"columns":[{"name":"a"}],"rows":[[1,2]]}}})",
        R"({"tables":{"t":{"columns":[{"name":"a"}],"rows":[[[]]]}}})",
        R"({"tables":{"t":{"columns":[{"name":"a"}],"rows":[1]}}})",
        R"({"tables":{"t":{"columns":{},"rows":[]}}})", R"({"lode":1,"tables":{}})",
        R"({"tables":{},"study":{"bids":["x"]}})", R"({"tables":{},"text":{"trust":[1]}})"})
    EXPECT_THROW(from_json(bad), InputError) << bad;
  EXPECT_NO_THROW(from_json(R"({"tables":{},"unknown":[1],"study":null})"));
}

TEST(Json, says_where_the_fault_is) {
  try {
    from_json(R"({"tables":{"cash":{"columns":[{"name":"a"}],"rows":[[1,2]]}}})");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("table cash has a row of 2 cells under 1 column"),
              std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace lode::report

#include "report/html.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "report/json.h"

namespace lode::report {
namespace {

std::string json(const std::string& text) {
  Document d;
  d.version = "0.1.0";
  d.study.emplace();
  d.study->title = "Title & more";
  d.study->bids = {{"a", "First <bid>", ""}};
  d.text.emplace();
  d.text->headline = text;
  d.tables = {{"deal",
               "Worth",
               "A note.",
               {{"party", ""}, {"name", ""}, {"bid", ""}, {"mean", "M$"}},
               {{"state", "The state", "a", 1234.5}}}};
  return to_json(d);
}

std::string between(const std::string& whole, const std::string& from, const std::string& to) {
  const std::size_t begin = whole.find(from) + from.size();
  return whole.substr(begin, whole.find(to, begin) - begin);
}

TEST(Html, data_come_back_whatever_the_text_says) {
  const std::string data = json("ends </script> and <!-- begins <script> \u2028");
  const std::string embedded = between(make_html(data), "id=\"lode-data\">", "</script>");
  EXPECT_EQ(embedded.find('<'), std::string::npos);
  EXPECT_EQ(to_json(from_json(embedded)), data);
}

TEST(Html, has_one_script_that_runs_and_asks_no_network) {
  const std::string page = make_html(json("x"));
  std::size_t scripts = 0;
  for (std::size_t at = page.find("<script"); at != std::string::npos;
       at = page.find("<script", at + 1))
    ++scripts;
  EXPECT_EQ(scripts, 2u);  // the data and the code
  EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
  for (const char* request : {" src=\"", "<link", "@import", "url(http"})
    EXPECT_EQ(between(page, "<head>", "<script>").find(request), std::string::npos) << request;
  EXPECT_GT(between(page, "<script>", "</script>").size(), 100000u);
  EXPECT_GT(between(page, "<style>", "</style>").size(), 2000u);
}

TEST(Html, shows_the_deal_table_without_a_script) {
  const std::string plain = between(make_html(json("One < two")), "<noscript>", "</noscript>");
  EXPECT_NE(plain.find("<td>The state</td><td>First &lt;bid&gt;</td>"), std::string::npos) << plain;
  EXPECT_NE(plain.find("1,234"), std::string::npos);
  EXPECT_NE(plain.find("One &lt; two"), std::string::npos);
  EXPECT_NE(plain.find("Title &amp; more"), std::string::npos);
}

TEST(Html, the_same_json_gives_the_same_bytes) {
  EXPECT_EQ(make_html(json("x")), make_html(json("x")));
}

TEST(Html, stands_without_study_text_and_tables) {
  EXPECT_NO_THROW(make_html(R"({"lode":"1","tables":{}})"));
}

TEST(Html, refuses_what_is_no_envelope) { EXPECT_THROW(make_html("<html>"), InputError); }

}  // namespace
}  // namespace lode::report

#include "report/html.h"

#include <algorithm>

#include "base/error.h"
#include "report/json.h"

namespace lode::report {

// The built page: src/report/page, put into the library by embed.cmake.
namespace page {
extern const char* const kScript;
extern const char* const kStyle;
}  // namespace page

namespace {

// The browser itself refuses any request that the page might make.
constexpr const char* kPolicy =
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  return out;
}

// JSON inside a script element: '<' occurs in JSON only inside strings, where \u003c means the
// same, so neither "</script>" nor "<!--" can be formed.
std::string inside_script(const std::string& json) {
  std::string out;
  out.reserve(json.size() + json.size() / 50);
  for (const char c : json) {
    if (c == '<')
      out += "\\u003c";
    else
      out += c;
  }
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

bool ends_script(std::string code) {
  std::transform(code.begin(), code.end(), code.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return code.find("</script") != std::string::npos || code.find("<!--") != std::string::npos;
}

std::string bid_name(const Document& document, const std::string& id) {
  if (document.study)
    for (const BidName& bid : document.study->bids)
      if (bid.id == id) return bid.name;
  return id;
}

// The deal table for a reader without a script.
std::string deal_table(const Document& document) {
  const Table* deal = find_table(document, "deal");
  if (!deal || deal->rows.empty()) return {};
  const auto shown = rows_for_people(*deal);
  std::string out = "<table><caption>" + escaped(deal->title) + "</caption>\n<tr>";
  for (const Column& column : deal->columns)
    if (column.name != "party")
      out += "<th>" + escaped(heading(column.name)) +
             (column.unit.empty() ? "" : ", " + escaped(column.unit)) + "</th>";
  out += "</tr>\n";
  for (const std::vector<std::string>& row : shown) {
    out += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string& name = deal->columns[c].name;
      if (name == "party") continue;
      out += "<td>" + escaped(name == "bid" ? bid_name(document, row[c]) : row[c]) + "</td>";
    }
    out += "</tr>\n";
  }
  return out + "</table>\n<p>" + escaped(deal->note) + "</p>\n";
}

std::string without_script(const Document& document) {
  std::string out = "<h1>" + escaped(document.study ? document.study->title : "Lode") + "</h1>\n";
  if (document.text) out += "<p>" + escaped(document.text->headline) + "</p>\n";
  return out + deal_table(document) +
         "<p>The pictures need a browser that runs scripts; every table stands beside this file as "
         "CSV.</p>\n";
}

}  // namespace

std::string make_html(const std::string& json) {
  const Document document = from_json(json);
  LODE_CHECK(!ends_script(page::kScript));
  const std::string title = document.study ? document.study->title : "Lode";
  std::string out = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += std::string("<meta http-equiv=\"Content-Security-Policy\" content=\"") + kPolicy + "\">\n";
  out += "<meta name=\"generator\" content=\"lode " + escaped(document.version) + "\">\n";
  out += "<title>" + escaped(title) + "</title>\n";
  out += std::string("<style>") + page::kStyle + "</style>\n</head>\n<body>\n";
  out += "<noscript>\n" + without_script(document) + "</noscript>\n<main id=\"report\"></main>\n";
  out +=
      "<script type=\"application/json\" id=\"lode-data\">" + inside_script(json) + "</script>\n";
  out += std::string("<script>") + page::kScript + "</script>\n</body>\n</html>\n";
  return out;
}

}  // namespace lode::report

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

std::string cell_text(const Document& document, const Column& column, const std::string& shown) {
  return escaped(column.name == "bid" || column.name == "against" ? bid_name(document, shown)
                                                                  : shown);
}

// A table for a reader without a script.
std::string plain_table(const Document& document, const Table& table) {
  std::string out = "<table><caption>" + escaped(table.title) + "</caption>\n<tr>";
  for (const Column& column : table.columns)
    out += "<th>" + escaped(heading(column.name)) +
           (column.unit.empty() ? "" : ", " + escaped(column.unit)) + "</th>";
  out += "</tr>\n";
  for (const std::vector<std::string>& row : rows_for_people(table)) {
    out += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c)
      out += "<td>" + cell_text(document, table.columns[c], row[c]) + "</td>";
    out += "</tr>\n";
  }
  return out + "</table>\n<p>" + escaped(table.note) + "</p>\n";
}

std::string list_of(const char* title, const std::vector<std::string>& lines) {
  if (lines.empty()) return {};
  std::string out = std::string("<h2>") + title + "</h2>\n<ul>\n";
  for (const std::string& line : lines) out += "<li>" + escaped(line) + "</li>\n";
  return out + "</ul>\n";
}

// Without a script: the answer, the sentences, and the tables that people read line by line. The
// others are too long to be written a second time.
std::string without_script(const Document& document) {
  std::string out = "<h1>" + escaped(document.study ? document.study->title : "Lode") + "</h1>\n";
  if (document.text) out += "<p>" + escaped(document.text->headline) + "</p>\n";
  out +=
      "<p>The pictures need a browser that runs scripts; every table stands beside this file as "
      "CSV.</p>\n";
  if (const Table* deal = find_table(document, "deal"); deal && !deal->rows.empty()) {
    Table shown = *deal;  // the name says the party
    shown.columns.erase(shown.columns.begin());
    for (auto& row : shown.rows) row.erase(row.begin());
    out += plain_table(document, shown);
  }
  if (document.text) {
    out += list_of("How far to trust this", document.text->trust);
    out += list_of("What would change the answer", document.text->flips);
    out += list_of("Who depends on whom", document.text->dependence);
  }
  for (const char* name :
       {"summary", "values", "returns", "partners", "regimes", "takes", "deal_difference",
        "indicators", "bank_case", "breakeven_cost", "metal_bridge", "checks", "simplified"})
    if (const Table* table = find_table(document, name); table && !table->rows.empty())
      out += plain_table(document, *table);
  return out;
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

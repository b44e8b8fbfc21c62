#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "report/report.h"

namespace lode::report {
namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kName = 27, kNumber = 6, kBid = 4 * kNumber + 1, kDifference = 22;

std::string whole(const Cell& cell) {
  const double* value = std::get_if<double>(&cell);
  if (!value || std::isnan(*value)) return "-";
  std::string digits = fmt::format("{:.0f}", std::abs(*value));
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return (*value <= -0.5 ? "-" : "") + digits;
}

const std::string& word(const std::vector<Cell>& row, std::size_t k) {
  return std::get<std::string>(row[k]);
}

const std::vector<Cell>* find_row(const Table* table, const std::string& party,
                                  const std::string& bid) {
  if (!table) return nullptr;
  for (const auto& row : table->rows)
    if (word(row, 0) == party && word(row, 2) == bid) return &row;
  return nullptr;
}

double number(const Document& document, const char* table, std::size_t row, std::size_t column) {
  const Table* found = find_table(document, table);
  if (!found || found->rows.size() <= row) return std::numeric_limits<double>::quiet_NaN();
  const double* value = std::get_if<double>(&found->rows[row][column]);
  return value ? *value : std::numeric_limits<double>::quiet_NaN();
}

// Words broken at blanks, lines after the first indented.
std::string wrapped(const std::string& text, const std::string& indent = "  ") {
  std::istringstream words(text);
  std::string out, line, next;
  while (words >> next) {
    if (!line.empty() && line.size() + 1 + next.size() > kWidth) {
      out += line + "\n";
      line = indent + next;
    } else {
      line += (line.empty() ? "" : " ") + next;
    }
  }
  return out + line + "\n";
}

std::string centred(const std::string& text, std::size_t width) {
  std::string shown = text.substr(0, width - 1);
  return fmt::format("{:>{}}", fmt::format("{:^{}}", shown, width - 1), width);
}

// One block of the deal table: the reference bid and one other with their difference, or a single
// bid.
std::string block(const Document& document, const std::vector<BidName>& bids) {
  const Table* deal = find_table(document, "deal");
  const Table* difference = find_table(document, "deal_difference");
  std::string first = fmt::format("{:{}}", "", kName), second = first;
  for (const BidName& bid : bids) {
    first += centred(bid.name, kBid);
    second += fmt::format("{:>{}}{:>{}}{:>{}}{:>{}}", "mean", kNumber + 1, "P90", kNumber, "P50",
                          kNumber, "P10", kNumber);
  }
  if (bids.size() == 2) {
    first += centred("first - second", kDifference);
    second += fmt::format("{:>{}}{:>{}}", "mean +- s.e.", 15, "better", 7);
  }
  std::string out = first + "\n" + second + "\n";
  std::vector<std::string> parties;
  for (const auto& row : deal->rows)
    if (parties.empty() || parties.back() != word(row, 0)) parties.push_back(word(row, 0));
  for (const std::string& party : parties) {
    std::string line;
    bool anything = false;
    for (const BidName& bid : bids) {
      const auto* row = find_row(deal, party, bid.id);
      if (line.empty()) line = fmt::format("{:{}}", word(*row, 1).substr(0, kName), kName);
      line +=
          fmt::format("{:>{}}{:>{}}{:>{}}{:>{}}", whole((*row)[3]), kNumber + 1, whole((*row)[4]),
                      kNumber, whole((*row)[5]), kNumber, whole((*row)[6]), kNumber);
      for (std::size_t k = 3; k <= 6; ++k) anything = anything || whole((*row)[k]) != "0";
    }
    if (!anything) continue;
    if (bids.size() == 2)
      if (const auto* row = find_row(difference, party, bids[1].id)) {
        const double better = std::get<double>((*row)[5]);
        line += fmt::format("{:>8} +- {:<4}{:>5.0f} %", whole((*row)[3]), whole((*row)[4]),
                            100 * better);
      }
    out += line + "\n";
  }
  return out;
}

}  // namespace

std::string summary(const Document& document) {
  LODE_CHECK(document.study && document.text && find_table(document, "deal"));
  const StudyFacts& study = *document.study;
  const std::string counts = fmt::format("{} realisations · {} scenarios · seed {}",
                                         study.realisations, study.scenarios, study.seed);
  std::string out =
      wrapped(study.subtitle.empty() ? study.title : study.title + " · " + study.subtitle) + counts;
  for (const std::string& alternative : study.alternatives) out += " · " + alternative;
  out = wrapped(out.substr(0, out.find(counts))) + wrapped(out.substr(out.find(counts)));
  out += wrapped(fmt::format("million USD of {}, discounted to {}-01-01 (mid-year) at each party's "
                             "own rate · P90 = exceeded with 90 %",
                             study.base_year, study.base_year)) +
         "\n";
  if (study.bids.size() == 1) out += block(document, study.bids);
  for (std::size_t b = 1; b < study.bids.size(); ++b)
    out += (b > 1 ? "\n" : "") + block(document, {study.bids[0], study.bids[b]});
  out += "\n";
  const double breakeven = number(document, "flat_price", 0, 1);
  out += fmt::format("breakeven {} {} $/{} · planning price {:.0f} $/{}\n", study.main_name,
                     std::isnan(breakeven) ? "-" : fmt::format("{:.0f}", breakeven),
                     study.quoted_unit, study.planning_price, study.quoted_unit);
  for (const std::string& line : document.text->flips) out += wrapped(line);
  for (const std::string& line : document.text->dependence) out += wrapped(line);
  std::string trust = "How far to trust this:";
  for (const std::string& line : document.text->trust) trust += " " + line;
  return out + wrapped(trust);
}

}  // namespace lode::report

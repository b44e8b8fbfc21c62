#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "report/report.h"

namespace lode::report {
namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kNarrowestLabel = 14;
constexpr std::size_t kWidestName = 24;  // of a bid, where it heads one column
constexpr std::size_t kOutcomes = 4;     // mean, P90, P50, P10; of one scenario the first alone

double number(const Cell& cell) {
  const double* value = std::get_if<double>(&cell);
  return value ? *value : std::numeric_limits<double>::quiet_NaN();
}

std::string whole(double value) {
  if (std::isnan(value)) return "-";
  if (std::abs(value) >= 1e12) return fmt::format("{:.2e}", value);
  return for_people(std::round(value) + 0.0, "M$");
}

const std::string& word(const std::vector<Cell>& row, std::size_t k) {
  return std::get<std::string>(row[k]);
}

// Columns a terminal uses: code points.
std::size_t width_of(const std::string& s) {
  return static_cast<std::size_t>(
      std::count_if(s.begin(), s.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string cut(const std::string& s, std::size_t width) {
  if (width_of(s) <= width) return s;
  std::size_t at = 0;
  for (std::size_t points = 0; at < s.size(); ++at)
    if ((s[at] & 0xC0) != 0x80 && ++points > width - 1) break;
  return s.substr(0, at) + "…";
}

std::string left(const std::string& s, std::size_t width) {
  return s + std::string(width - std::min(width, width_of(s)), ' ');
}

std::string right(const std::string& s, std::size_t width) {
  return std::string(width - std::min(width, width_of(s)), ' ') + s;
}

std::string centred(const std::string& s, std::size_t width) {
  const std::size_t blanks = width - std::min(width, width_of(s));
  return std::string(blanks / 2, ' ') + s + std::string(blanks - blanks / 2, ' ');
}

// What blanks part; a percent sign stays with its number.
std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string next; in >> next;) {
    if (next[0] == '%' && !out.empty())
      out.back() += " " + next;
    else
      out.push_back(next);
  }
  return out;
}

// Words broken at blanks, lines after the first indented; a word longer than a line is cut into
// pieces.
std::vector<std::string> lines_of(const std::string& text, std::size_t width,
                                  const std::string& indent = "  ") {
  std::vector<std::string> out(1);
  bool empty = true;
  for (std::string next : words_of(text)) {
    if (!empty && width_of(out.back()) + 1 + width_of(next) > width) {
      out.push_back(indent);
      empty = true;
    }
    while (width_of(out.back()) + width_of(next) > width && width_of(next) > 1) {
      std::string piece = cut(next, width - width_of(out.back()));
      piece.resize(piece.size() - std::string("…").size());
      out.back() += piece;
      next.erase(0, piece.size());
      out.push_back(indent);
      empty = true;
    }
    out.back() += (empty ? "" : " ") + next;
    empty = false;
  }
  return out;
}

std::string wrapped(const std::string& text, const std::string& indent = "  ") {
  std::string out;
  for (const std::string& line : lines_of(text, kWidth, indent)) out += line + "\n";
  return out;
}

// A block of the summary as cells: a label, groups of numbers under a heading each.
struct Group {
  std::string name, short_name;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> cells;  // [row][column]
};
struct Block {
  std::vector<std::string> labels;
  std::vector<Group> groups;
};

std::vector<std::size_t> widths_of(const Group& group) {
  std::vector<std::size_t> out;
  for (const std::string& column : group.columns) out.push_back(width_of(column));
  for (const auto& row : group.cells)
    for (std::size_t c = 0; c < row.size(); ++c) out[c] = std::max(out[c], width_of(row[c]));
  return out;
}

// Two blanks before a group, one between its columns.
std::size_t width_of(const std::vector<std::size_t>& columns) {
  std::size_t sum = 1;
  for (const std::size_t w : columns) sum += w + 1;
  return sum;
}

std::string line_of(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
  std::string out = " ";
  for (std::size_t c = 0; c < cells.size(); ++c) out += " " + right(cells[c], widths[c]);
  return out;
}

void finish(std::string& out, std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  out += line + "\n";
}

// Empty: it does not fit.
std::string drawn(const Block& block) {
  std::vector<std::vector<std::size_t>> widths;
  std::size_t numbers = 0, label = 0;
  for (const Group& group : block.groups) {
    widths.push_back(widths_of(group));
    numbers += width_of(widths.back());
  }
  for (const std::string& text : block.labels) label = std::max(label, width_of(text));
  if (numbers + kNarrowestLabel > kWidth) return {};
  label = std::min(label, kWidth - numbers);
  std::string out, first(label, ' '), second = first;
  for (std::size_t g = 0; g < block.groups.size(); ++g) {
    const Group& group = block.groups[g];
    const std::size_t room = width_of(widths[g]) - 2;
    const bool fits = width_of(group.name) <= room;
    first += "  " + centred(cut(fits ? group.name : group.short_name, room), room);
    second += line_of(group.columns, widths[g]);
  }
  finish(out, first);
  finish(out, second);
  for (std::size_t r = 0; r < block.labels.size(); ++r) {
    const std::vector<std::string> lines = lines_of(block.labels[r], label);
    for (std::size_t k = 0; k + 1 < lines.size(); ++k) out += lines[k] + "\n";
    std::string line = left(lines.back(), label);
    for (std::size_t g = 0; g < block.groups.size(); ++g)
      line += line_of(block.groups[g].cells[r], widths[g]);
    finish(out, line);
  }
  return out;
}

const std::vector<Cell>* find_row(const Table* table, const std::string& party,
                                  const std::string& bid) {
  if (!table) return nullptr;
  for (const auto& row : table->rows)
    if (word(row, 0) == party && word(row, 2) == bid) return &row;
  return nullptr;
}

bool is_one_scenario(const Document& document) { return document.study->scenarios == 1; }

std::vector<std::string> outcomes(const std::vector<Cell>* row, std::size_t count) {
  std::vector<std::string> out(count, "-");
  for (std::size_t k = 0; row && k < count; ++k) out[k] = whole(number((*row)[3 + k]));
  return out;
}

// "14 ± 0.2", "better in" as percent; of one scenario the difference alone.
std::vector<std::string> difference(const std::vector<Cell>* row, bool one) {
  if (one) return {row ? whole(number((*row)[3])) : "-"};
  if (!row) return {"-", "-"};
  const double error = number((*row)[4]);
  const std::string shown = std::isnan(error)               ? "-"
                            : error >= 0.95 || error < 0.05 ? whole(error)
                                                            : fmt::format("{:.1f}", error);
  return {whole(number((*row)[3])) + " ± " + left(shown, 3),
          fmt::format("{:.0f} %", 100 * number((*row)[5]))};
}

// The deal table of some bids, with the difference of the first and the other where there are two.
Block deal_block(const Document& document, const std::vector<BidName>& bids,
                 const std::vector<std::string>& short_names) {
  const Table* deal = find_table(document, "deal");
  const bool one = is_one_scenario(document);
  const std::size_t count = one ? 1 : kOutcomes;
  Block block;
  for (std::size_t b = 0; b < bids.size(); ++b)
    block.groups.push_back(
        one ? Group{"", "", {cut(short_names[b], kWidestName)}, {}}
            : Group{bids[b].name, short_names[b], {"mean", "P90", "P50", "P10"}, {}});
  if (bids.size() == 2)
    block.groups.push_back(one ? Group{"", "", {"difference"}, {}}
                               : Group{bids[0].name + " - " + bids[1].name,
                                       short_names[0] + " - " + short_names[1],
                                       {"mean ± s.e.", "better in"},
                                       {}});
  std::string last;
  for (const auto& row : deal->rows) {
    const std::string& party = word(row, 0);
    if (party == last) continue;
    last = party;
    std::vector<std::vector<std::string>> cells;
    bool anything = false;
    for (const BidName& bid : bids) {
      cells.push_back(outcomes(find_row(deal, party, bid.id), count));
      for (const std::string& cell : cells.back()) anything = anything || cell != "0";
    }
    if (!anything) continue;
    block.labels.push_back(word(row, 1));
    for (std::size_t b = 0; b < bids.size(); ++b) block.groups[b].cells.push_back(cells[b]);
    if (bids.size() == 2)
      block.groups[2].cells.push_back(
          difference(find_row(find_table(document, "deal_difference"), party, bids[1].id), one));
  }
  return block;
}

// Numbers too wide for all groups in a line: one group below the other.
std::string apart(const Block& block) {
  std::string out;
  for (const Group& group : block.groups)
    out += (out.empty() ? "" : "\n") + drawn({block.labels, {group}});
  return out;
}

// Built or not: weighted by closing and by being built, if it closes, and if it is built whatever
// happens. Empty: nobody decides.
std::string decided_text(const Document& document, const std::vector<std::string>& names) {
  const Table* decided = find_table(document, "decided");
  if (!decided || decided->rows.empty()) return {};
  Block block;
  for (std::size_t b = 0; b < document.study->bids.size(); ++b)
    block.groups.push_back(
        {document.study->bids[b].name, names[b], {"weighted", "closes", "built"}, {}});
  std::string last;
  for (const auto& row : decided->rows) {
    if (word(row, 0) != last) {
      last = word(row, 0);
      block.labels.push_back(word(row, 1));
      for (Group& group : block.groups) group.cells.push_back({"-", "-", "-"});
    }
    for (std::size_t b = 0; b < block.groups.size(); ++b) {
      if (document.study->bids[b].id != word(row, 2)) continue;
      block.groups[b].cells.back() = {whole(number(row[5])), whole(number(row[6])),
                                      whole(number(row[9]))};
    }
  }
  const std::string table = drawn(block);
  return wrapped(document.text->headline) +
         wrapped(
             "To each, weighted by the chance to close; if it closes; if built whatever happens:",
             "") +
         (table.empty() ? apart(block) : table) + "\n";
}

std::string deal_text(const Document& document, const std::vector<BidName>& bids,
                      const std::vector<std::string>& short_names) {
  const std::string together = drawn(deal_block(document, bids, short_names));
  if (!together.empty() || bids.size() == 1) return together;
  std::string out;  // numbers too wide for two bids in a line: one below the other
  for (std::size_t b = 0; b < bids.size(); ++b)
    out += (b ? "\n" : "") + drawn(deal_block(document, {bids[b]}, {short_names[b]}));
  return out;
}

double indicator(const Document& document, const std::string& name, const std::string& bid) {
  if (const Table* table = find_table(document, "indicators"))
    for (const auto& row : table->rows)
      if (word(row, 0) == bid && word(row, 1) == name) return number(row[3]);
  return std::numeric_limits<double>::quiet_NaN();
}

// What lenders ask first, for each bid; nothing where no bid borrows.
std::string lenders(const Document& document, const std::vector<std::string>& short_names) {
  const auto& bids = document.study->bids;
  const bool one = is_one_scenario(document);
  std::string chance, loss;
  for (std::size_t b = 0; b < bids.size(); ++b) {
    const double p = indicator(document, kChanceBelowCover, bids[b].id);
    const double l = indicator(document, kLendersLoss, bids[b].id);
    const std::string of = bids.size() > 1 ? " (" + short_names[b] + ")" : "";
    if (!std::isnan(p))
      chance += (chance.empty() ? "" : ", ") +
                (one ? std::string(p > 50 ? "yes" : "no") : fmt::format("{:.0f} %", p)) + of;
    if (!std::isnan(p) && !std::isnan(l))
      loss += fmt::format("{}{} M${}", loss.empty() ? "" : ", ", whole(l), of);
  }
  if (chance.empty()) return {};
  const std::string what = one ? "DSCR falls below 1: " : "chance that the DSCR falls below 1: ";
  return "Lenders: " + what + chance +
         (loss.empty() ? "" : (one ? "; loss: " : "; expected loss: ") + loss) + ".";
}

// The rows of the first page that are shares: the buyer's dependence and the chance of being built.
std::string chances(const Document& document, const std::vector<std::string>& short_names) {
  const Table* answers = find_table(document, "answers");
  if (!answers || is_one_scenario(document)) return {};
  std::string out, last;
  for (const auto& row : answers->rows) {
    if (word(row, 6) != "%") continue;
    const auto& bids = document.study->bids;
    const auto bid = std::find_if(bids.begin(), bids.end(),
                                  [&](const BidName& one) { return one.id == word(row, 2); });
    if (bid == bids.end()) continue;
    const double today = number(row[3]), if_built = number(row[5]);
    if (word(row, 0) != last) {
      out += (out.empty() ? "" : ". ") + word(row, 1) + ": ";
      if (!std::isnan(today)) out += fmt::format("{:.0f} % today, ", today);
    } else {
      out += ", ";
    }
    last = word(row, 0);
    out += fmt::format("{:.0f} % expected{} ({})", number(row[4]),
                       std::isnan(if_built) ? "" : fmt::format(" and {:.0f} % if built", if_built),
                       short_names[static_cast<std::size_t>(bid - bids.begin())]);
  }
  return out.empty() ? out : out + ".";
}

std::string price_line(const Document& document) {
  const StudyFacts& study = *document.study;
  const Table* flat = find_table(document, "flat_price");
  const double breakeven = flat && !flat->rows.empty() ? number(flat->rows[0][1])
                                                       : std::numeric_limits<double>::quiet_NaN();
  const std::string unit = " $/" + study.quoted_unit;
  return fmt::format("Breakeven {}: {} · planning price {}.", study.main_name,
                     std::isnan(breakeven) ? "none at any price" : whole(breakeven) + unit,
                     whole(study.planning_price) + unit);
}

}  // namespace

std::vector<std::string> short_names(const std::vector<BidName>& bids) {
  std::vector<std::vector<std::string>> words;
  for (const BidName& bid : bids) words.push_back(words_of(bid.name));
  const auto in_all = [&](const std::string& w) {
    return std::all_of(words.begin(), words.end(), [&](const auto& own) {
      return std::find(own.begin(), own.end(), w) != own.end();
    });
  };
  std::vector<std::string> out;
  for (std::size_t b = 0; b < bids.size(); ++b) {
    std::string name;
    for (const std::string& w : words[b])
      if (bids.size() > 1 && !in_all(w)) name += (name.empty() ? "" : " ") + w;
    out.push_back(name.empty() ? bids[b].name : name);
  }
  std::vector<std::string> sorted = out;
  std::sort(sorted.begin(), sorted.end());
  const bool apart = std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
  for (std::size_t b = 0; b < bids.size() && !apart; ++b) out[b] = bids[b].name;
  return out;
}

std::string summary(const Document& document) {
  LODE_CHECK(document.study && document.text && find_table(document, "deal"));
  const StudyFacts& study = *document.study;
  const std::vector<std::string> names = short_names(study.bids);
  const bool one = is_one_scenario(document);
  std::string counts =
      fmt::format("{} realisations · {} · seed {}", whole(study.realisations),
                  one ? "one scenario" : whole(study.scenarios) + " scenarios", study.seed);
  for (const std::string& alternative : study.alternatives) counts += " · " + alternative;
  std::string out =
      wrapped(study.subtitle.empty() ? study.title : study.title + " · " + study.subtitle) +
      wrapped(counts);
  out += wrapped(fmt::format("million USD of {}, discounted to {}-01-01 (mid-year) at each party's "
                             "own rate{}",
                             study.base_year, study.base_year,
                             one ? "" : " · P90 = exceeded with 90 %")) +
         "\n";
  if (const std::string decided = decided_text(document, names); !decided.empty())
    out += decided + wrapped("If it closes and is built in its first year, whatever happens:");
  if (study.bids.size() == 1) out += deal_text(document, study.bids, names);
  for (std::size_t b = 1; b < study.bids.size(); ++b)
    out += (b > 1 ? "\n" : "") +
           deal_text(document, {study.bids[0], study.bids[b]}, {names[0], names[b]});
  out += "\n";
  if (const std::string line = lenders(document, names); !line.empty()) out += wrapped(line);
  if (const std::string line = chances(document, names); !line.empty()) out += wrapped(line);
  out += wrapped(price_line(document));
  for (const std::string& line : document.text->flips) out += wrapped(line);
  for (const std::string& line : document.text->dependence) out += wrapped(line);
  std::string trust = "How far to trust this:";
  for (const std::string& line : document.text->trust) trust += " " + line;
  return out + wrapped(trust);
}

}  // namespace lode::report

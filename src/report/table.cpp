#include "report/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/csv_text.h"
#include "base/error.h"
#include "base/number.h"
#include "base/printable.h"

namespace lode::report {
namespace {

constexpr const char* kMissing = "-";
constexpr std::size_t kGap = 2;           // blanks between columns
constexpr std::size_t kNarrowest = 12;    // a column of words is not squeezed below this
constexpr std::size_t kWidestText = 100;  // longer lines are hard to read
constexpr double kSmallest = 1e-4;        // below: powers of ten
constexpr double kWholeNumbers = 9e15;    // above, a double is not a count

bool is_missing(const Cell& cell) {
  const double* value = std::get_if<double>(&cell);
  return std::holds_alternative<std::monostate>(cell) || (value && std::isnan(*value));
}

bool is_year(const std::string& column, const std::string& unit) {
  return unit == "year" || column == "year" || column.ends_with("_year");
}

// Three significant digits; none behind the point from 100 on.
int decimals_for(double magnitude) {
  if (!(magnitude > 0) || magnitude >= 99.95) return 0;  // NaN too
  return std::clamp(2 - static_cast<int>(std::floor(std::log10(magnitude * 1.0005))), 0, 6);
}

std::string fixed(double value, int decimals) {
  if (!std::isfinite(value)) return std::isnan(value) ? kMissing : value > 0 ? "inf" : "-inf";
  const double size = std::abs(value);
  if (size > kWholeNumbers || (size > 0 && size < kSmallest)) return fmt::format("{:.2e}", value);
  std::string digits = fmt::format("{:.{}f}", size, decimals);
  const bool zero = digits.find_first_not_of("0.") == std::string::npos;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  for (std::size_t i = point; i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return fmt::format("{}{}", std::signbit(value) && !zero ? "-" : "", digits);
}

bool is_whole(double value) {
  return std::abs(value) < kWholeNumbers && value == std::floor(value);
}

// What one column of numbers has in common.
struct NumberStyle {
  bool years = false;
  bool own = false;  // every cell by itself
  int decimals = 0;
};

NumberStyle style_of(const Table& table, std::size_t column) {
  const Column& head = table.columns[column];
  NumberStyle style;
  style.years = is_year(head.name, head.unit);
  double largest = 0;
  bool whole = true;
  for (const std::vector<Cell>& row : table.rows)
    if (const double* value = std::get_if<double>(&row[column]); value && std::isfinite(*value)) {
      largest = std::max(largest, std::abs(*value));
      whole = whole && is_whole(*value);
    }
  style.own = head.unit.empty() && head.more == 0 && !whole;
  style.decimals = whole ? 0 : decimals_for(largest) + head.more;
  return style;
}

std::string shown(const Cell& cell, const NumberStyle& style, const std::string& unit) {
  if (const std::string* word = std::get_if<std::string>(&cell)) return *word;
  if (is_missing(cell)) return kMissing;
  const double value = std::get<double>(cell);
  if (style.years) return for_people(value, "year");
  return style.own ? for_people(value, unit) : fixed(value, style.decimals);
}

// Columns a terminal uses: code points.
std::size_t width_of(const std::string& s) {
  return static_cast<std::size_t>(
      std::count_if(s.begin(), s.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string padded(const std::string& s, std::size_t width, bool right) {
  const std::string blanks(width - std::min(width, width_of(s)), ' ');
  return right ? blanks + s : s + blanks;
}

// Lines of at most `width`, broken at blanks; a longer word keeps its own line.
std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
    const std::string word = text.substr(at, end - at);
    if (!lines.back().empty() && width_of(lines.back()) + 1 + width_of(word) > width)
      lines.emplace_back();
    if (!word.empty()) lines.back() += (lines.back().empty() ? "" : " ") + word;
    if (end < text.size() && text[end] == '\n' && !lines.back().empty()) lines.emplace_back();
    at = end + 1;
  }
  return lines;
}

std::size_t widest_word(const std::string& text) {
  std::size_t widest = 0;
  for (const std::string& word : wrapped(text, 0)) widest = std::max(widest, width_of(word));
  return widest;
}

struct Layout {
  std::vector<std::vector<std::string>> cells;  // [row][column], as shown
  std::vector<bool> number;                     // [column]
  std::vector<std::size_t> width;               // [column]
};

// A column is one of numbers if it holds a number and no words.
std::vector<bool> number_columns(const Table& table) {
  std::vector<bool> number(table.columns.size(), false);
  for (std::size_t c = 0; c < number.size(); ++c) {
    bool words = false;
    for (const std::vector<Cell>& row : table.rows) {
      words = words || std::holds_alternative<std::string>(row[c]);
      number[c] = number[c] || std::holds_alternative<double>(row[c]);
    }
    number[c] = number[c] && !words;
  }
  return number;
}

// Takes what is too much from the widest columns of words, none of which gets narrower than
// `least`.
void squeeze(Layout& layout, const std::vector<std::size_t>& least, std::size_t width) {
  const std::size_t gaps = layout.width.empty() ? 0 : kGap * (layout.width.size() - 1);
  for (;;) {
    const std::size_t all =
        std::accumulate(layout.width.begin(), layout.width.end(), std::size_t{0}) + gaps;
    if (all <= width) return;
    std::size_t widest = layout.width.size();
    for (std::size_t c = 0; c < layout.width.size(); ++c)
      if (!layout.number[c] && layout.width[c] > least[c] &&
          (widest == layout.width.size() || layout.width[c] > layout.width[widest]))
        widest = c;
    if (widest == layout.width.size()) return;
    --layout.width[widest];
  }
}

Layout lay_out(const Table& table, std::size_t width) {
  Layout layout{rows_for_people(table), number_columns(table), {}};
  for (std::vector<std::string>& row : layout.cells)
    for (std::string& cell : row) cell = printable(cell, true);
  std::vector<std::size_t> least(table.columns.size(), kNarrowest);
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    std::size_t widest =
        std::max(widest_word(heading(table.columns[c].name)), width_of(table.columns[c].unit));
    for (const std::vector<std::string>& row : layout.cells)
      widest = std::max(widest, width_of(row[c]));
    layout.width.push_back(widest);
    // No narrower than its longest word, unless that alone takes up half of the line.
    for (const std::vector<std::string>& row : layout.cells)
      least[c] = std::max(least[c], std::min(widest_word(row[c]), width / 2));
  }
  squeeze(layout, least, width);
  return layout;
}

template <typename T>
std::vector<T> only(const std::vector<T>& all, const std::vector<std::size_t>& columns) {
  std::vector<T> out;
  for (const std::size_t c : columns) out.push_back(all[c]);
  return out;
}

Layout only(const Layout& layout, const std::vector<std::size_t>& columns) {
  Layout out{{}, only(layout.number, columns), only(layout.width, columns)};
  for (const auto& row : layout.cells) out.cells.push_back(only(row, columns));
  return out;
}

// A table too wide for the terminal in parts that stand one below the other: the words and years it
// begins with, then as many of the other columns as there is room for, at least one.
std::vector<std::vector<std::size_t>> parts_of(const Layout& layout, const Table& table,
                                               std::size_t width) {
  std::vector<std::size_t> keys;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (layout.number[c] && !is_year(table.columns[c].name, table.columns[c].unit)) break;
    keys.push_back(c);
  }
  const auto room = [&](const std::vector<std::size_t>& columns) {
    std::size_t sum = 0;
    for (const std::size_t c : columns) sum += layout.width[c] + kGap;
    return sum - std::min(sum, kGap);
  };
  std::vector<std::vector<std::size_t>> parts = {keys};
  for (std::size_t c = keys.size(); c < table.columns.size(); ++c) {
    parts.back().push_back(c);
    if (room(parts.back()) <= width || parts.back().size() <= keys.size() + 1) continue;
    parts.back().pop_back();
    parts.push_back(keys);
    parts.back().push_back(c);
  }
  return parts;
}

// Several lines high where a cell is; `from_below`: short cells stand on the last line.
std::string block(const Layout& layout, const std::vector<std::string>& cells, bool from_below) {
  std::vector<std::vector<std::string>> lines;
  std::size_t height = 1;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    lines.push_back(wrapped(cells[c], layout.width[c]));
    height = std::max(height, lines.back().size());
  }
  std::string out;
  for (std::size_t h = 0; h < height; ++h) {
    std::string line;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const std::size_t above = from_below ? height - lines[c].size() : 0;
      const bool there = h >= above && h - above < lines[c].size();
      line += padded(there ? lines[c][h - above] : "", layout.width[c], layout.number[c]);
      line += std::string(kGap, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

}  // namespace

std::string for_people(double value, const std::string& unit) {
  if (unit == "year" && std::abs(value) < kWholeNumbers) return fmt::format("{:.0f}", value);
  std::string text = fixed(value, is_whole(value) ? 0 : decimals_for(std::abs(value)));
  if (text.find('.') == std::string::npos || text.find('e') != std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::vector<std::vector<std::string>> rows_for_people(const Table& table) {
  std::vector<NumberStyle> styles;
  std::size_t unit_column = table.columns.size();
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    styles.push_back(style_of(table, c));
    if (table.columns[c].name == "unit") unit_column = c;
  }
  std::vector<std::vector<std::string>> out;
  for (const std::vector<Cell>& row : table.rows) {
    LODE_CHECK(row.size() == table.columns.size());
    const std::string* of_row =
        unit_column < row.size() ? std::get_if<std::string>(&row[unit_column]) : nullptr;
    std::vector<std::string> cells;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string& own = table.columns[c].unit;
      NumberStyle style = styles[c];
      if (of_row && own.empty()) style.own = true;
      cells.push_back(shown(row[c], style, own.empty() && of_row ? *of_row : own));
    }
    out.push_back(std::move(cells));
  }
  return out;
}

std::string heading(const std::string& column) {
  std::string out = column;
  if (const std::size_t at = out.find("_exceed"); at != std::string::npos && at + 7 == out.size())
    out.erase(at);
  std::replace(out.begin(), out.end(), '_', ' ');
  for (std::size_t i = 0; i + 2 < out.size(); ++i)
    if ((i == 0 || out[i - 1] == ' ') && out[i] == 'p' && out[i + 1] >= '0' && out[i + 1] <= '9')
      out[i] = 'P';
  return out;
}

void append_csv_row(std::string& out, const Table& table, const std::vector<Cell>& row) {
  LODE_CHECK(row.size() == table.columns.size());
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (const double* value = std::get_if<double>(&row[c])) append_shortest(out, *value);
    if (const std::string* word = std::get_if<std::string>(&row[c])) append_csv(out, *word);
    out += c + 1 < row.size() ? ',' : '\n';
  }
}

std::string to_csv(const Table& table) {
  std::string out;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const Column& column = table.columns[c];
    append_csv(out, column.unit.empty() ? column.name : column.name + "[" + column.unit + "]");
    out += c + 1 < table.columns.size() ? ',' : '\n';
  }
  for (const std::vector<Cell>& row : table.rows) append_csv_row(out, table, row);
  return out;
}

std::string to_text(const Table& table, int width) {
  const std::size_t columns = static_cast<std::size_t>(std::max(width, 20));
  const Layout layout = lay_out(table, columns);
  std::vector<std::string> names, units;
  bool any_unit = false;
  for (const Column& column : table.columns) {
    names.push_back(heading(column.name));
    units.push_back(column.unit);
    any_unit = any_unit || !column.unit.empty();
  }
  std::string out;
  if (!table.title.empty()) out += paragraph(table.title, width) + "\n";
  const auto parts = parts_of(layout, table, columns);
  for (std::size_t p = 0; p < parts.size(); ++p) {
    const Layout part = only(layout, parts[p]);
    if (p > 0) out += "\n";
    out += block(part, only(names, parts[p]), true);
    if (any_unit) out += block(part, only(units, parts[p]), true);
    for (const std::vector<std::string>& row : part.cells) out += block(part, row, false);
  }
  if (!table.note.empty()) out += "\n" + paragraph(table.note, width);
  return out;
}

std::string paragraph(const std::string& text, int width) {
  const std::size_t columns = static_cast<std::size_t>(std::max(width, 20));
  std::string out;
  for (const std::string& line : wrapped(text, std::min(columns, kWidestText))) out += line + "\n";
  return out;
}

}  // namespace lode::report

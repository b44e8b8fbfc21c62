#include "io/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/csv_text.h"
#include "base/missing.h"
#include "base/number.h"
#include "io/faults.h"

namespace lode::io {
namespace {

constexpr std::array<char, 3> kSeparators = {',', ';', '\t'};
constexpr std::size_t kRowsTried = 20;  // of a file whose separator is looked for

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && is_blank(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_blank(s.back())) s.remove_suffix(1);
  return s;
}

std::string_view name_of(char separator) {
  return separator == ',' ? "commas" : separator == ';' ? "semicolons" : "tabs";
}

// The rows of a file, one after the other.
class Rows {
 public:
  Rows(TableStorage& storage, char separator)
      : storage_(storage),
        at_(storage.text.bytes.data()),
        end_(at_ + storage.text.bytes.size()),
        separator_(separator) {}

  // The next row with something in it; false at the end of the file, or where a quote does not
  // close.
  bool next(std::vector<std::string_view>& cells) {
    while (at_ < end_) {
      line_ = next_line_;
      if (*at_ == '#' && comments) {
        ++comment_lines_;
        pass_line();
        continue;
      }
      cells.clear();
      if (!split(cells)) return false;
      if (!std::all_of(cells.begin(), cells.end(), [](auto cell) { return cell.empty(); }))
        return true;
    }
    return false;
  }
  int line() const { return line_; }  // where the row begins
  bool open_quote() const { return open_quote_; }
  int comment_lines() const { return comment_lines_; }

  bool comments = true;

 private:
  bool at_line_end() const { return at_ == end_ || *at_ == '\n' || *at_ == '\r'; }
  void end_line() {
    if (at_ < end_ && *at_ == '\r')
      ++at_, at_ += at_ < end_ && *at_ == '\n';
    else if (at_ < end_)
      ++at_;
    ++next_line_;
  }
  void pass_line() {
    while (!at_line_end()) ++at_;
    end_line();
  }
  const char* pass_cell() {
    while (!at_line_end() && *at_ != separator_) ++at_;
    return at_;
  }

  bool split(std::vector<std::string_view>& cells) {
    for (;;) {
      while (at_ < end_ && is_blank(*at_) && *at_ != separator_) ++at_;
      const char* const begin = at_;
      if (at_ < end_ && *at_ == '"') {
        if (!quoted(cells)) return false;
      } else {
        cells.push_back(unguarded(trimmed({begin, static_cast<std::size_t>(pass_cell() - begin)})));
      }
      if (at_line_end()) {
        end_line();
        return true;
      }
      ++at_;  // the separator
    }
  }

  // A cell in quotes; text after them up to the separator belongs to it as written.
  bool quoted(std::vector<std::string_view>& cells) {
    const char* begin = ++at_;
    std::string text;
    bool copied = false;
    for (;; ++at_) {
      if (at_ == end_) {
        open_quote_ = true;
        return false;
      }
      if (*at_ == '\n' || (*at_ == '\r' && !(at_ + 1 < end_ && at_[1] == '\n'))) ++next_line_;
      if (*at_ != '"') continue;
      if (at_ + 1 == end_ || at_[1] != '"') break;
      text.append(begin, ++at_);
      copied = true;
      begin = at_ + 1;
    }
    const char* const close = at_++;
    const char* const after = at_;
    const std::string_view rest = trimmed({after, static_cast<std::size_t>(pass_cell() - after)});
    std::string_view cell(begin, static_cast<std::size_t>(close - begin));
    if (copied || !rest.empty()) {
      text.append(cell).append(rest);
      cell = storage_.unquoted.emplace_back(std::move(text));
    }
    cells.push_back(unguarded(trimmed(cell)));
    return true;
  }

  TableStorage& storage_;
  const char* at_;
  const char* end_;
  char separator_;
  int line_ = 0, next_line_ = 1, comment_lines_ = 0;
  bool open_quote_ = false;
};

std::vector<std::string> header_under(TableStorage& storage, char separator, bool& even) {
  Rows rows(storage, separator);
  std::vector<std::string_view> cells;
  if (!rows.next(cells)) return {};
  std::vector<std::string> header(cells.begin(), cells.end());
  even = true;
  for (std::size_t k = 0; even && k < kRowsTried && rows.next(cells); ++k)
    even = cells.size() == header.size();
  return header;
}

bool holds_all(const std::vector<std::string>& header, const std::vector<Asked>& columns) {
  std::vector<Fault> faults;
  find_columns(header, columns, {}, {}, faults);
  return faults.empty();
}

// What the case would have to say.
std::string say(const CsvForm& form, std::string_view what) {
  if (!form.before.empty())
    return fmt::format("; write {}{} above the first table of the case", form.before, what);
  return form.key.empty() ? std::string() : fmt::format("; write {} in [{}]", what, form.key);
}

// Given, or the one under which the header holds the asked columns and the rows are as wide as it.
char find_separator(TableStorage& storage, const std::string& file,
                    const std::vector<Asked>& columns, const CsvForm& form,
                    std::vector<Fault>& faults) {
  if (form.dialect.separator != Separator::found)
    return kSeparators[static_cast<std::size_t>(form.dialect.separator) - 1];
  std::vector<char> holding, even;
  char widest = ',';
  std::size_t most = 1;
  for (const char separator : kSeparators) {
    bool is_even = false;
    const auto header = header_under(storage, separator, is_even);
    if (header.size() > most) most = header.size(), widest = separator;
    if (header.size() < 2 || !holds_all(header, columns)) continue;
    holding.push_back(separator);
    if (is_even) even.push_back(separator);
  }
  if (holding.empty()) return widest;
  if (holding.size() == 1) return holding[0];
  if (even.size() == 1) return even[0];
  faults.push_back(
      {{file, 1, 0},
       {},
       {},
       fmt::format("may be parted by {} or by {}{}", name_of(holding[0]), name_of(holding[1]),
                   say(form, "separator = \"comma\", \"semicolon\" or \"tab\""))});
  return holding[0];
}

// Why the columns may be missing from a header.
std::string hint(TableStorage& storage, const std::vector<Asked>& columns, char separator,
                 const std::vector<std::string>& header, const Rows& rows) {
  for (const char other : kSeparators) {
    bool even = false;
    if (other != separator && holds_all(header_under(storage, other, even), columns))
      return fmt::format("; the header is parted by {}, and separator says {}", name_of(other),
                         name_of(separator));
  }
  if (rows.comment_lines() > 0 && finite_number(header[0]))
    return "; the lines above, which begin with #, are comments";
  if (header.size() == 1 && header[0].find_first_of(" \t;,|") != std::string::npos)
    return "; the header is parted by no comma, semicolon or tab, or by another than separator "
           "says";
  return "";
}

Fault open_quote(const std::string& file, int line) {
  return {{file, line, 0}, {}, {}, "has a quote that does not close"};
}
Fault no_header(const std::string& file, const Rows& rows) {
  return {{file, 0, 0},
          {},
          {},
          fmt::format("is empty; a header and rows are needed{}",
                      rows.comment_lines() > 0 ? " (lines that begin with # are comments)" : "")};
}

}  // namespace

std::vector<Asked> numbers_of(const std::vector<std::string>& names) {
  std::vector<Asked> out;
  for (const std::string& name : names) out.push_back({name});
  return out;
}

std::vector<std::size_t> find_columns(const std::vector<std::string>& names,
                                      const std::vector<Asked>& columns, const Source& at,
                                      const std::string& whole, std::vector<Fault>& faults) {
  const auto without_unit = [](std::string_view name) {
    const std::size_t bracket = name.ends_with(']') ? name.rfind('[') : std::string_view::npos;
    return bracket == std::string_view::npos ? name : trimmed(name.substr(0, bracket));
  };
  std::vector<std::size_t> out;
  for (const Asked& column : columns) {
    std::vector<std::size_t> found, nearly;
    for (std::size_t k = 0; k < names.size(); ++k) {
      if (names[k] == column.name) found.push_back(k);
      if (without_unit(names[k]) == column.name) nearly.push_back(k);
    }
    if (found.empty()) found = std::move(nearly);
    if (found.empty())
      faults.push_back(
          {at,
           column.name,
           {},
           fmt::format("this column is missing from {}{}", whole, suggestion(column.name, names))});
    else if (found.size() > 1)
      faults.push_back(
          {at,
           column.name,
           {},
           names[found[0]] == names[found[1]]
               ? fmt::format("this column stands twice in {}", whole)
               : fmt::format("this column is both {} and {} in {}; name one with its unit",
                             names[found[0]], names[found[1]], whole)});
    out.push_back(found.empty() ? names.size() : found[0]);
  }
  return out;
}

void DecimalSigns::see(std::string_view cell, int line) {
  if (cell.starts_with('<') || cell.starts_with('>')) cell.remove_prefix(1);
  const std::size_t sign = cell.find_first_of(".,");
  if (sign == std::string_view::npos) return;
  const auto witness = [&](Witness& whom) {
    if (whom.line == 0) whom = {line, std::string(cell)};
  };
  const std::size_t last = cell.find_last_of(".,");
  const char first = cell[sign];
  std::size_t before = 0, after = 0;
  for (std::size_t i = sign; i > 0 && is_digit(cell[i - 1]); --i) ++before;
  while (last + 1 + after < cell.size() && is_digit(cell[last + 1 + after])) ++after;
  const bool leads_with_zero = before > 0 && cell[sign - before] == '0';
  const bool is_number = printed_
                             ? cell.find_first_not_of("0123456789.,+-() ") == std::string_view::npos
                             : finite_number(cell, first).has_value();
  const bool thousands = before >= 1 && before <= 3 && after == 3 && !leads_with_zero;
  if (first == cell[last]) {
    if (last != sign) {  // groups of thousands: the other sign stands before decimals
      if (printed_ && is_number) witness(first == ',' ? point_ : comma_);
    } else if (is_number) {
      witness(thousands && (first == ',' || printed_) ? either_ : first == ',' ? comma_ : point_);
    }
  } else if (printed_ && is_number) {
    witness(cell[last] == ',' ? comma_ : point_);
  }
}

char DecimalSigns::decide(const CsvForm& form, char separator, const std::string& file,
                          std::vector<Fault>& faults) const {
  if (form.dialect.decimal != Decimal::found)
    return form.dialect.decimal == Decimal::comma ? ',' : '.';
  if (separator == ',') return '.';
  if (comma_.line > 0 && point_.line > 0) {
    faults.push_back({{file, comma_.line, 0},
                      {},
                      {},
                      fmt::format("has decimals after a comma ({}) and, in line {}, after a point "
                                  "({}){}",
                                  comma_.cell, point_.line, point_.cell,
                                  say(form, "decimal = \"comma\" or \"point\""))});
    return '.';
  }
  if (comma_.line > 0) return ',';
  if (point_.line > 0 || either_.line == 0) return '.';
  faults.push_back(
      {{file, either_.line, 0},
       {},
       either_.cell,
       fmt::format("{} may have a decimal sign or one that parts thousands{}", either_.cell,
                   form.key.empty() && form.before.empty()
                       ? "; write it with a decimal point and without thousands"
                       : say(form, "decimal = \"comma\" or \"point\""))});
  return '.';
}

std::string no_number(std::string_view cell, char decimal) {
  if (is_missing_word(cell)) return "is missing; a finite number is needed";
  const char other = decimal == '.' ? ',' : '.';
  if (finite_number(cell, other))
    return fmt::format("is no finite number: decimals stand after a {} in this file",
                       decimal == '.' ? "point" : "comma");
  return "is no finite number";
}

std::optional<double> CellTable::number(std::size_t column, std::size_t row) const {
  return finite_number(columns[column][row], decimal);
}

Source CellTable::at(const std::string& file, std::size_t column, std::size_t row) const {
  return {file, lines[row], place[column]};
}

std::vector<Fault> CellTable::all_faults(const std::string& file) const {
  std::vector<Fault> out = faults;
  for (const RaggedRow& row : ragged)
    out.push_back({{file, row.line, 0},
                   {},
                   {},
                   fmt::format(fmt::runtime(ragged_text), row.cells, row.header)});
  return out;
}

CellTable read_cells(Text text, const std::string& file, const std::vector<Asked>& columns,
                     const CsvForm& form) {
  const auto storage = std::make_shared<TableStorage>();
  storage->text = std::move(text);
  CellTable table;
  table.storage = storage;
  table.notes = storage->text.notes;
  table.columns.resize(columns.size());
  const char separator = find_separator(*storage, file, columns, form, table.faults);
  Rows rows(*storage, separator);
  std::vector<std::string_view> cells;
  if (!rows.next(cells)) {
    table.faults.push_back(rows.open_quote() ? open_quote(file, rows.line())
                                             : no_header(file, rows));
    return table;
  }
  const std::vector<std::string> header(cells.begin(), cells.end());
  std::vector<Fault> missing;
  const auto place = find_columns(header, columns, {file, rows.line(), 0}, "the header", missing);
  if (!missing.empty()) {
    missing[0].message += hint(*storage, columns, separator, header, rows);
    table.faults.insert(table.faults.end(), missing.begin(), missing.end());
    return table;
  }
  for (const std::size_t k : place) {
    table.place.push_back(static_cast<int>(k) + 1);
    table.names.push_back(header[k]);
  }
  rows.comments = form.comments;
  const int comments_above = rows.comment_lines();
  while (rows.next(cells)) {
    if (cells.size() != header.size()) {
      table.ragged.push_back({rows.line(), cells.size(), header.size()});
      continue;
    }
    table.lines.push_back(rows.line());
    for (std::size_t k = 0; k < place.size(); ++k) table.columns[k].push_back(cells[place[k]]);
  }
  if (rows.open_quote()) table.faults.push_back(open_quote(file, rows.line()));
  if (const int below = rows.comment_lines() - comments_above; below > 0)
    table.notes.push_back(fmt::format(
        "{}: {} line{} below the header begin{} with # and {} passed "
        "over",
        file, below, below == 1 ? "" : "s", below == 1 ? "s" : "", below == 1 ? "is" : "are"));
  DecimalSigns signs;
  if (separator != ',')
    for (std::size_t k = 0; k < columns.size(); ++k)
      for (std::size_t row = 0; columns[k].number && row < table.lines.size(); ++row)
        signs.see(table.columns[k][row], table.lines[row]);
  table.decimal = signs.decide(form, separator, file, table.faults);
  return table;
}

RowTable read_rows(Text text, const std::string& file, const CsvForm& form) {
  TableStorage storage{std::move(text), {}};
  RowTable out;
  std::vector<Fault> faults;
  out.separator = find_separator(storage, file, {}, form, faults);
  Rows rows(storage, out.separator);
  std::vector<std::string_view> cells;
  while (rows.next(cells)) {
    out.rows.push_back({rows.line(), {cells.begin(), cells.end()}});
    if (const std::size_t width = out.rows[0].cells.size(); cells.size() != width)
      faults.push_back({{file, rows.line(), 0},
                        {},
                        {},
                        fmt::format("has {} cells; the header has {}", cells.size(), width)});
  }
  out.comments = rows.comment_lines() > 0;
  if (rows.open_quote()) faults.push_back(open_quote(file, rows.line()));
  if (out.rows.size() < 2 && faults.empty()) faults.push_back(no_header(file, rows));
  if (!faults.empty()) throw InputError(std::move(faults));
  return out;
}

NumberTable read_numbers(Text text, const std::string& file,
                         const std::vector<std::string>& columns, const CsvForm& form) {
  const CellTable cells = read_cells(std::move(text), file, numbers_of(columns), form);
  std::vector<Fault> faults = cells.all_faults(file);
  NumberTable table;
  table.columns.resize(columns.size());
  table.lines = cells.lines;
  table.notes = cells.notes;
  for (std::size_t row = 0; row < cells.lines.size(); ++row)
    for (std::size_t k = 0; k < columns.size(); ++k) {
      const std::optional<double> value = cells.number(k, row);
      if (!value)
        faults.push_back(
            {cells.at(file, k, row), columns[k], std::string(cells.columns[k][row]),
             no_number(cells.columns[k][row], cells.decimal) + " (the column counts cells)"});
      table.columns[k].push_back(value.value_or(0));
    }
  if (!faults.empty()) {
    std::stable_sort(faults.begin(), faults.end(),
                     [](const Fault& a, const Fault& b) { return a.source.line < b.source.line; });
    throw InputError(std::move(faults));
  }
  return table;
}

}  // namespace lode::io

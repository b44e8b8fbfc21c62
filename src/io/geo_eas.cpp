#include "io/geo_eas.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "base/number.h"
#include "base/output_file.h"

namespace lode::io {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < line.size();) {
    while (i < line.size() && is_blank(line[i])) ++i;
    const std::size_t begin = i;
    while (i < line.size() && !is_blank(line[i])) ++i;
    if (i > begin) out.push_back(line.substr(begin, i - begin));
  }
  return out;
}

bool read(std::string_view word, int& value) {
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc() && end == word.data() + word.size();
}

// The lines of a file, trimmed, one after the other; they end with LF, CR LF or CR.
class Lines {
 public:
  explicit Lines(std::string_view bytes) : rest_(bytes) {}
  bool next(std::string_view& line) {
    if (rest_.empty()) return false;
    const std::size_t end = std::min(rest_.find_first_of("\r\n"), rest_.size());
    line = rest_.substr(0, end);
    const std::size_t sign = rest_.substr(end).starts_with("\r\n") ? 2 : 1;
    rest_.remove_prefix(std::min(end + sign, rest_.size()));
    while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
    while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
    ++number_;
    return true;
  }
  int number() const { return number_; }

 private:
  std::string_view rest_;
  int number_ = 0;
};

constexpr std::string_view kMissingIs = " (Lode: missing is ", kEnd = ")";

// The code for missing values that the title of a file by Lode states; empty: none.
std::string_view missing_told(std::string_view title) {
  const std::size_t at = title.rfind(kMissingIs);
  if (at == std::string_view::npos || !title.ends_with(kEnd)) return {};
  title.remove_prefix(at + kMissingIs.size());
  return title.substr(0, title.size() - kEnd.size());
}

std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

// -999, or the next of -9999, -99999, ... that is no number of the data; 0: nothing is missing.
double missing_code_for(const GeoEas& data) {
  const auto any = [&](auto holds) {
    return std::any_of(data.column.begin(), data.column.end(), [&](const auto& column) {
      return std::any_of(column.begin(), column.end(), holds);
    });
  };
  if (!any([](double value) { return std::isnan(value); })) return 0;
  double code = -999;
  while (any([&](double value) { return value == code; })) code = code * 10 - 9;
  return code;
}

// Title, number of variables (in a grid followed by its cells), and a line with each variable's
// name.
struct Header {
  std::string_view title;
  std::optional<std::array<int, 3>> cells;
  std::vector<std::string> names;
};

// Nothing, with a fault, if the file has none.
std::optional<Header> read_header(Lines& lines, const std::string& file,
                                  std::vector<Fault>& faults) {
  const auto fault = [&](int line, std::string_view value, std::string message) {
    faults.push_back({{file, line, 0}, {}, std::string(value), std::move(message)});
    return std::nullopt;
  };
  Header out;
  std::string_view line;
  if (!lines.next(out.title) || !lines.next(line))
    return fault(lines.number(), {}, "ends before the number of variables (line 2)");
  const std::vector<std::string_view> counts = words_of(line);
  int count = 0;
  if (counts.empty() || !read(counts[0], count) || count < 1 || count > 10'000)
    return fault(2, line,
                 "a Geo-EAS file has the number of its variables in line 2, from 1 to 10000");
  std::array<int, 3> cells{};
  if (counts.size() >= 4 && read(counts[1], cells[0]) && read(counts[2], cells[1]) &&
      read(counts[3], cells[2]) && *std::min_element(cells.begin(), cells.end()) > 0)
    out.cells = cells;
  for (int k = 0; k < count; ++k) {
    if (!lines.next(line))
      return fault(lines.number(), {},
                   fmt::format("ends before the names of its {} variables", count));
    out.names.emplace_back(line);
  }
  return out;
}

// The rows after the header, and how many there are.
double read_rows(Lines& lines, const Header& header, const std::vector<std::size_t>& place,
                 CellTable& out) {
  const std::string_view missing = missing_told(header.title);
  double rows = 0;
  std::string_view line;
  while (lines.next(line)) {
    const std::vector<std::string_view> words = words_of(line);
    if (words.empty()) continue;
    ++rows;
    if (words.size() != header.names.size()) {
      out.ragged.push_back({lines.number(), words.size(), header.names.size()});
      continue;
    }
    out.lines.push_back(lines.number());
    for (std::size_t k = 0; k < place.size(); ++k) {
      const std::string_view word = words[place[k]];
      out.columns[k].push_back(word == missing ? std::string_view() : word);
    }
  }
  return rows;
}

}  // namespace

CellTable read_geo_eas_cells(Text text, const std::string& file,
                             const std::vector<Asked>& variables) {
  const auto storage = std::make_shared<TableStorage>();
  storage->text = std::move(text);
  CellTable out;
  out.storage = storage;
  out.ragged_text = "has {} numbers; the file has {} variables";
  out.notes = storage->text.notes;
  out.columns.resize(variables.size());
  Lines lines(storage->text.bytes);
  const std::optional<Header> header = read_header(lines, file, out.faults);
  if (!header) return out;
  const std::vector<std::size_t> place =
      find_columns(header->names, variables, {file, 2, 0}, "the variables", out.faults);
  if (!out.faults.empty()) return out;
  for (const std::size_t k : place) {
    out.place.push_back(static_cast<int>(k) + 1);
    out.names.push_back(header->names[k]);
  }
  const double rows = read_rows(lines, *header, place, out);
  if (!header->cells) return out;
  const auto& [nx, ny, nz] = *header->cells;
  const double cells = static_cast<double>(nx) * ny * nz;
  if (rows != cells)
    out.faults.push_back(
        {{file, 2, 0},
         {},
         {},
         fmt::format("tells a grid of {:.0f} cells; the file has {:.0f} rows", cells, rows)});
  return out;
}

void write_geo_eas(const std::filesystem::path& path, const GeoEas& data) {
  LODE_CHECK(data.name.size() == data.column.size());
  const double missing = missing_code_for(data);
  std::string bytes = one_line(data.title);
  if (missing != 0) bytes.append(kMissingIs).append(shortest(missing)).append(kEnd);
  bytes += fmt::format("\n{}", data.name.size());
  if (data.cells)
    bytes += fmt::format(" {} {} {}", (*data.cells)[0], (*data.cells)[1], (*data.cells)[2]);
  bytes += '\n';
  for (std::size_t k = 0; k < data.name.size(); ++k) {
    LODE_CHECK(data.column[k].size() == data.rows());
    bytes += one_line(data.name[k]) + "\n";
  }
  for (std::size_t row = 0; row < data.rows(); ++row)
    for (std::size_t k = 0; k < data.column.size(); ++k) {
      const double value = data.column[k][row];
      append_shortest(bytes, std::isnan(value) ? missing : value);
      bytes += k + 1 < data.column.size() ? ' ' : '\n';
    }
  write_file(path, bytes);
}

}  // namespace lode::io

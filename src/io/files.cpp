#include "io/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <optional>
#include <sstream>

#include "io/faults.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t kLargest = 100'000'000;

[[noreturn]] void refuse(const fs::path& path, std::string message, int line = 0) {
  throw InputError(Fault{{shown(path), line, 0}, {}, {}, std::move(message)});
}

// Length of the UTF-8 sequence that starts at i, 0 if there is none (RFC 3629, table in section 4).
std::size_t utf8_length(const std::string& s, std::size_t i) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(s[k]); };
  const unsigned char lead = byte(i);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || i + length > s.size()) return 0;
  for (std::size_t k = 1; k < length; ++k)
    if ((byte(i + k) & 0xC0) != 0x80) return 0;
  if (lead == 0xE0 && byte(i + 1) < 0xA0) return 0;
  if (lead == 0xED && byte(i + 1) > 0x9F) return 0;
  if (lead == 0xF0 && byte(i + 1) < 0x90) return 0;
  if (lead == 0xF4 && byte(i + 1) > 0x8F) return 0;
  return length;
}

}  // namespace

std::vector<std::string> csv_cells(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"')
        cells.back() += line[++i];
      else
        quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  for (std::string& cell : cells) {
    const auto first = cell.find_first_not_of(" \t"), last = cell.find_last_not_of(" \t");
    cell = first == std::string::npos ? "" : cell.substr(first, last - first + 1);
  }
  return cells;
}

std::string shown(const fs::path& path) {
  std::error_code failed;
  const fs::path relative = fs::relative(path, failed);
  const std::string near = relative.string(), whole = path.string();
  return !failed && !near.empty() && near.size() < whole.size() ? near : whole;
}

Text read_text(const fs::path& path) {
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (status.type() == fs::file_type::not_found)
    refuse(path,
           fs::is_symlink(path, failed) ? "is a link to a file that is not there" : "no such file");
  if (status.type() == fs::file_type::directory) refuse(path, "is a directory; a file is needed");
  if (failed) refuse(path, "cannot be read: " + failed.message());
  if (status.type() != fs::file_type::regular) refuse(path, "is no regular file");
  if (fs::file_size(path, failed) > kLargest && !failed)
    refuse(path, fmt::format("has more than {} bytes, the most that is read", kLargest));
  std::ifstream in(path, std::ios::binary);
  if (!in) refuse(path, "cannot be read");
  std::ostringstream buffer;
  buffer << in.rdbuf();
  if (in.bad()) refuse(path, "cannot be read to its end");
  Text out{buffer.str(), {}};
  const auto starts = [&](std::string_view mark) { return out.bytes.starts_with(mark); };
  if (starts(std::string_view("\xFF\xFE", 2)) || starts(std::string_view("\xFE\xFF", 2)))
    refuse(path, "is UTF-16; only UTF-8 is read (save it as UTF-8)", 1);
  if (starts(std::string_view("\0\0\xFE\xFF", 4)))
    refuse(path, "is UTF-32; only UTF-8 is read (save it as UTF-8)", 1);
  if (starts("\xEF\xBB\xBF")) {
    out.bytes.erase(0, 3);
    out.notes.push_back(shown(path) + ": a UTF-8 byte-order mark was skipped");
  }
  int line = 1;
  for (std::size_t i = 0; i < out.bytes.size();) {
    const std::size_t length = utf8_length(out.bytes, i);
    if (length == 0) refuse(path, "is not UTF-8 here; only UTF-8 is read", line);
    if (out.bytes[i] == '\0') refuse(path, "holds a zero byte; only UTF-8 text is read", line);
    if (out.bytes[i] == '\n') ++line;
    i += length;
  }
  return out;
}

std::vector<std::size_t> find_columns(const std::vector<std::string>& names,
                                      const std::vector<std::string>& columns, const Source& at,
                                      const std::string& whole, std::vector<Fault>& faults) {
  std::vector<std::size_t> out;
  for (const std::string& column : columns) {
    const auto found = std::find(names.begin(), names.end(), column);
    if (found == names.end())
      faults.push_back(
          {at,
           column,
           {},
           fmt::format("this column is missing from {}{}", whole, suggestion(column, names))});
    else if (std::find(found + 1, names.end(), column) != names.end())
      faults.push_back({at, column, {}, "this column stands twice in " + whole});
    out.push_back(static_cast<std::size_t>(found - names.begin()));
  }
  return out;
}

namespace {

// The next line that holds something, without its end; counts lines.
bool next_line(std::istringstream& lines, std::string& line, int& number) {
  while (std::getline(lines, line)) {
    ++number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.find_first_not_of(" \t") != std::string::npos && line[0] != '#') return true;
  }
  return false;
}

}  // namespace

std::optional<double> finite_number(const std::string& cell) {
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  const bool whole = error == std::errc() && end == cell.data() + cell.size();
  return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::vector<std::string> read_header(const Text& text, const std::string& file) {
  std::istringstream lines(text.bytes);
  std::string line;
  int number = 0;
  if (!next_line(lines, line, number)) refuse(file, "is empty; a header and rows are needed");
  return csv_cells(line);
}

CellTable read_cells(const Text& text, const std::string& file,
                     const std::vector<std::string>& columns) {
  std::istringstream lines(text.bytes);
  std::vector<std::size_t> place;
  std::size_t width = 0;
  CellTable table;
  table.columns.resize(columns.size());
  bool header = true;
  int number = 0;
  for (std::string line; next_line(lines, line, number);) {
    if (std::count(line.begin(), line.end(), '"') % 2 != 0) {
      table.faults.push_back({{file, number, 0}, {}, line, "has a quote that does not close"});
      continue;
    }
    std::vector<std::string> cells = csv_cells(line);
    if (header) {
      header = false;
      width = cells.size();
      place = find_columns(cells, columns, {file, number, 0}, "the header", table.faults);
      for (const std::size_t k : place) table.place.push_back(static_cast<int>(k) + 1);
      if (!table.faults.empty()) return table;
    } else if (cells.size() != width) {
      table.faults.push_back({{file, number, 0},
                              {},
                              line,
                              fmt::format("has {} cells; the header has {}", cells.size(), width)});
    } else {
      table.lines.push_back(number);
      for (std::size_t k = 0; k < columns.size(); ++k) table.columns[k].push_back(cells[place[k]]);
    }
  }
  if (header && table.faults.empty()) refuse(file, "is empty; a header and rows are needed");
  return table;
}

NumberTable read_numbers(const Text& text, const std::string& file,
                         const std::vector<std::string>& columns) {
  CellTable cells = read_cells(text, file, columns);
  NumberTable table;
  table.columns.resize(columns.size());
  table.lines = cells.lines;
  for (std::size_t row = 0; row < cells.lines.size(); ++row)
    for (std::size_t k = 0; k < columns.size(); ++k) {
      const std::optional<double> value = finite_number(cells.columns[k][row]);
      if (!value)
        cells.faults.push_back({{file, cells.lines[row], cells.place[k]},
                                columns[k],
                                cells.columns[k][row],
                                "is no finite number (the column counts cells)"});
      table.columns[k].push_back(value.value_or(0));
    }
  if (!cells.faults.empty()) {
    std::stable_sort(cells.faults.begin(), cells.faults.end(),
                     [](const Fault& a, const Fault& b) { return a.source.line < b.source.line; });
    throw InputError(std::move(cells.faults));
  }
  return table;
}

}  // namespace lode::io

#include "io/geo_eas.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <string_view>

#include "base/error.h"

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

// The lines of a file, trimmed, one after the other.
class Lines {
 public:
  Lines(std::string_view bytes, const std::string& file) : rest_(bytes), file_(file) {}
  bool next(std::string_view& line) {
    if (rest_.empty()) return false;
    const std::size_t end = rest_.find('\n');
    line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
    while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
    ++number_;
    return true;
  }
  Source here() const { return {file_, number_, 0}; }
  int number() const { return number_; }

 private:
  std::string_view rest_;
  const std::string& file_;
  int number_ = 0;
};

}  // namespace

CellTable read_geo_eas_cells(const Text& text, const std::string& file,
                             const std::vector<std::string>& variables) {
  Lines lines(text.bytes, file);
  std::string_view line;
  int count = 0;
  if (!lines.next(line) || !lines.next(line))
    throw InputError(Fault{lines.here(), {}, {}, "ends before the number of variables (line 2)"});
  const std::vector<std::string_view> counts = words_of(line);
  if (counts.empty() || !read(counts[0], count) || count < 1 || count > 10'000)
    throw InputError(Fault{lines.here(),
                           {},
                           std::string(line),
                           "a Geo-EAS file has the number of its variables in line 2, from 1 to "
                           "10000"});
  std::array<int, 3> cells{};
  const bool is_grid = counts.size() >= 4 && read(counts[1], cells[0]) &&
                       read(counts[2], cells[1]) && read(counts[3], cells[2]) &&
                       *std::min_element(cells.begin(), cells.end()) > 0;
  std::vector<std::string> names;
  for (int k = 0; k < count; ++k) {
    if (!lines.next(line))
      throw InputError(Fault{
          lines.here(), {}, {}, fmt::format("ends before the names of its {} variables", count)});
    names.emplace_back(line);
  }
  CellTable out;
  const std::vector<std::size_t> place =
      find_columns(names, variables, {file, 2, 0}, "the variables", out.faults);
  if (!out.faults.empty()) return out;
  for (const std::size_t k : place) out.place.push_back(static_cast<int>(k) + 1);
  out.columns.resize(variables.size());
  double rows = 0;
  while (lines.next(line)) {
    const std::vector<std::string_view> words = words_of(line);
    if (words.empty()) continue;
    ++rows;
    if (words.size() != names.size()) {
      out.faults.push_back(
          {lines.here(),
           {},
           std::string(line),
           fmt::format("has {} numbers; the file has {} variables", words.size(), names.size())});
      continue;
    }
    out.lines.push_back(lines.number());
    for (std::size_t k = 0; k < place.size(); ++k) out.columns[k].emplace_back(words[place[k]]);
  }
  const double all = static_cast<double>(cells[0]) * cells[1] * cells[2];
  if (is_grid && rows != all)
    out.faults.push_back(
        {{file, 2, 0},
         {},
         {},
         fmt::format("tells a grid of {:.0f} cells; the file has {:.0f} rows", all, rows)});
  return out;
}

void write_geo_eas(const std::filesystem::path& path, const GeoEas& data, double missing) {
  LODE_CHECK(data.name.size() == data.column.size());
  LODE_CHECK(data.title.find('\n') == std::string::npos);
  std::string bytes = data.title + "\n" + fmt::format("{}", data.name.size());
  if (data.cells)
    bytes += fmt::format(" {} {} {}", (*data.cells)[0], (*data.cells)[1], (*data.cells)[2]);
  bytes += '\n';
  for (std::size_t k = 0; k < data.name.size(); ++k) {
    LODE_CHECK(data.name[k].find('\n') == std::string::npos);
    LODE_CHECK(data.column[k].size() == data.rows());
    bytes += data.name[k] + "\n";
  }
  std::array<char, 32> buffer;
  for (std::size_t row = 0; row < data.rows(); ++row)
    for (std::size_t k = 0; k < data.column.size(); ++k) {
      const double value = std::isnan(data.column[k][row]) ? missing : data.column[k][row];
      const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
      bytes.append(buffer.data(), end);
      bytes += k + 1 < data.column.size() ? ' ' : '\n';
    }
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  out.flush();
  if (!out) throw InputError(Fault{{path.string(), 0, 0}, {}, {}, "cannot be written"});
}

}  // namespace lode::io

#include "io/geo_eas.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <string_view>

#include "base/error.h"
#include "io/files.h"

namespace lode::io {
namespace {

constexpr double kTrimming = 1e21;
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

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

template <class T>
bool read(std::string_view word, T& value) {
  if (word.size() > 1 && word[0] == '+') word.remove_prefix(1);
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc() && end == word.data() + word.size();
}

class GeoEasReader {
 public:
  GeoEasReader(const std::string& bytes, std::string file, const std::vector<double>& missing)
      : rest_(bytes), file_(std::move(file)), missing_(missing) {}

  GeoEas read_all() {
    std::string_view line;
    if (!next(line)) fail("is empty; a title is needed");
    out_.title = std::string(line);
    if (!next(line)) fail("ends before the number of variables (line 2)");
    const std::size_t variables = read_counts(line);
    for (std::size_t k = 0; k < variables; ++k) {
      if (!next(line)) fail(fmt::format("ends before the names of its {} variables", variables));
      out_.name.emplace_back(line);
    }
    out_.column.resize(variables);
    while (next(line)) read_row(words_of(line));
    if (out_.cells) {
      const auto [nx, ny, nz] = *out_.cells;
      const double cells = static_cast<double>(nx) * ny * nz;
      if (static_cast<double>(out_.rows()) != cells)
        faults_.push_back({{file_, 2, 0},
                           {},
                           {},
                           fmt::format("tells a grid of {:.0f} cells; the file has {} rows", cells,
                                       out_.rows())});
    }
    if (!faults_.empty()) throw InputError(std::move(faults_));
    return std::move(out_);
  }

 private:
  bool next(std::string_view& line) {
    if (rest_.empty()) return false;
    const std::size_t end = rest_.find('\n');
    line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
    while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
    ++line_;
    return true;
  }
  [[noreturn]] void fail(std::string message) {
    throw InputError(Fault{{file_, line_, 0}, {}, {}, std::move(message)});
  }

  std::size_t read_counts(std::string_view line) {
    const std::vector<std::string_view> words = words_of(line);
    int variables = 0;
    if (words.empty() || !read(words[0], variables) || variables < 1 || variables > 10'000)
      throw InputError(Fault{{file_, 2, 0},
                             {},
                             std::string(line),
                             "the number of variables is needed, from 1 to 10000"});
    std::array<int, 3> cells{};
    if (words.size() >= 4 && read(words[1], cells[0]) && read(words[2], cells[1]) &&
        read(words[3], cells[2]) && *std::min_element(cells.begin(), cells.end()) > 0)
      out_.cells = cells;
    return static_cast<std::size_t>(variables);
  }

  void read_row(const std::vector<std::string_view>& words) {
    if (words.empty()) return;
    if (words.size() != out_.name.size()) {
      faults_.push_back({{file_, line_, 0},
                         {},
                         {},
                         fmt::format("has {} numbers; the file has {} variables", words.size(),
                                     out_.name.size())});
      return;
    }
    out_.line.push_back(line_);
    for (std::size_t k = 0; k < words.size(); ++k) {
      double value = 0;
      if (!read(words[k], value) || !std::isfinite(value)) {
        faults_.push_back({{file_, line_, static_cast<int>(k) + 1},
                           out_.name[k],
                           std::string(words[k]),
                           "is no finite number (the column counts variables)"});
        value = kMissing;
      } else if (std::abs(value) >= kTrimming ||
                 std::find(missing_.begin(), missing_.end(), value) != missing_.end()) {
        value = kMissing;
      }
      out_.column[k].push_back(value);
    }
  }

  std::string_view rest_;
  std::string file_;
  const std::vector<double>& missing_;
  int line_ = 0;
  GeoEas out_;
  std::vector<Fault> faults_;
};

}  // namespace

GeoEas read_geo_eas(const std::filesystem::path& path, const std::vector<double>& missing) {
  const Text text = read_text(path);
  return GeoEasReader(text.bytes, shown(path), missing).read_all();
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

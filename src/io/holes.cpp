#include "io/holes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <deque>

#include "io/faults.h"
#include "io/files.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

using drill::Format;
using drill::RawTable;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trimmed(const char* begin, const char* end) {
  while (begin < end && is_blank(*begin)) ++begin;
  while (begin < end && is_blank(end[-1])) --end;
  return {begin, static_cast<std::size_t>(end - begin)};
}

// What the views of a table point into.
struct Storage {
  Text text;
  std::deque<std::string> unquoted;  // cells in which "" stood for a quote
};

// The rows of a file, one after the other.
class Rows {
 public:
  Rows(Storage& storage, Format format, char separator)
      : storage_(storage),
        at_(storage.text.bytes.data()),
        end_(at_ + storage.text.bytes.size()),
        format_(format),
        separator_(separator) {}

  // The next row that is not blank; false at the end of the file, or where a quote does not close.
  bool next(std::vector<std::string_view>& cells) {
    while (at_ < end_) {
      cells.clear();
      line_ = next_line_;
      if (format_ == Format::geo_eas)
        split_blanks(cells);
      else if (!split(cells))
        return false;
      if (cells.size() > 1 || (cells.size() == 1 && !cells[0].empty())) return true;
    }
    return false;
  }
  // The next line whole.
  bool next_whole(std::string_view& text) {
    if (at_ == end_) return false;
    line_ = next_line_;
    const char* stop = end_of_line();
    text = trimmed(at_, stop);
    pass(stop);
    return true;
  }
  int line() const { return line_; }
  bool open_quote() const { return open_quote_; }

 private:
  const char* end_of_line() const { return std::find(at_, end_, '\n'); }
  void pass(const char* stop) {
    at_ = stop < end_ ? stop + 1 : end_;
    ++next_line_;
  }

  void split_blanks(std::vector<std::string_view>& cells) {
    const char* stop = end_of_line();
    while (at_ < stop) {
      while (at_ < stop && is_blank(*at_)) ++at_;
      const char* begin = at_;
      while (at_ < stop && !is_blank(*at_)) ++at_;
      if (at_ > begin) cells.emplace_back(begin, static_cast<std::size_t>(at_ - begin));
    }
    pass(stop);
  }

  bool split(std::vector<std::string_view>& cells) {
    const char* stop = end_of_line();
    for (;;) {
      while (at_ < stop && is_blank(*at_) && *at_ != separator_) ++at_;
      if (at_ < stop && *at_ == '"') {
        if (!quoted(cells)) return false;
        stop = end_of_line();
      } else {
        const char* begin = at_;
        while (at_ < stop && *at_ != separator_) ++at_;
        cells.push_back(trimmed(begin, at_));
      }
      if (at_ == stop) {
        pass(stop);
        return true;
      }
      ++at_;  // the separator
    }
  }

  // A cell in quotes; what stands after them up to the separator belongs to it as written.
  bool quoted(std::vector<std::string_view>& cells) {
    const char* begin = ++at_;
    std::string text;
    bool copied = false;
    for (;; ++at_) {
      if (at_ == end_) {
        open_quote_ = true;
        return false;
      }
      if (*at_ == '\n') ++next_line_;
      if (*at_ != '"') continue;
      if (at_ + 1 < end_ && at_[1] == '"') {
        text.append(begin, at_ + 1);
        copied = true;
        begin = ++at_ + 1;
        continue;
      }
      break;
    }
    const char* close = at_++;
    const char* stop = end_of_line();
    const char* after = at_;
    while (at_ < stop && *at_ != separator_) ++at_;
    const std::string_view rest = trimmed(after, at_);
    if (!copied && rest.empty()) {
      cells.push_back(trimmed(begin, close));
    } else {
      text.append(begin, close).append(rest);
      const std::string& kept = storage_.unquoted.emplace_back(std::move(text));
      cells.push_back(trimmed(kept.data(), kept.data() + kept.size()));
    }
    return true;
  }

  Storage& storage_;
  const char* at_;
  const char* end_;
  Format format_;
  char separator_;
  int line_ = 0, next_line_ = 1;
  bool open_quote_ = false;
};

// One table on its way, with the faults that leave none.
class TableReader {
 public:
  TableReader(const drill::TableFile& file, std::vector<std::string> columns, std::string key,
              const fs::path& folder, std::vector<Fault>& faults)
      : file_(file),
        columns_(std::move(columns)),
        key_(std::move(key)),
        path_(folder / file.file),
        faults_(faults) {}

  RawTable read() {
    RawTable table;
    table.file = shown(path_);
    auto storage = std::make_shared<Storage>();
    try {
      storage->text = read_text(path_);
    } catch (const InputError& error) {
      for (Fault fault : error.faults()) {
        fault.key = key_ + ".file";
        faults_.push_back(std::move(fault));
      }
      return table;
    }
    table.byte_order_mark = !storage->text.notes.empty();
    table.column = columns_;
    table.cell.resize(columns_.size());
    table.owner = storage;
    constexpr char kSeparators[] = {',', ',', ';', '\t'};
    Rows rows(*storage, file_.format,
              kSeparators[static_cast<std::size_t>(file_.dialect.separator)]);
    if (file_.dialect.decimal == Decimal::comma) table.decimal = ',';
    std::vector<std::string> header;
    if (!read_header(rows, header) || !find_columns(header, rows.line())) return table;
    read_rows(rows, header.size(), table);
    return table;
  }

 private:
  void fault(int line, std::string value, std::string message, std::string key = {}) {
    faults_.push_back(
        {{shown(path_), line, 0}, std::move(key), std::move(value), std::move(message)});
  }

  bool read_header(Rows& rows, std::vector<std::string>& header) {
    std::vector<std::string_view> cells;
    if (file_.format == Format::csv) {
      if (!rows.next(cells)) {
        fault(rows.open_quote() ? rows.line() : 0, {},
              rows.open_quote() ? "has a quote that does not close"
                                : "is empty; a header and rows are needed");
        return false;
      }
      header.assign(cells.begin(), cells.end());
      return true;
    }
    std::string_view line;
    std::size_t variables = 0;
    bool good = rows.next_whole(line) && rows.next_whole(line);
    if (good) {
      const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), variables);
      good = error == std::errc() && (end == line.data() + line.size() || is_blank(*end));
    }
    if (!good)
      fault(2, std::string(line), "a Geo-EAS file has the number of its variables in line 2");
    for (std::size_t k = 0; good && k < variables; ++k) {
      good = rows.next_whole(line);
      if (good)
        header.emplace_back(line);
      else
        fault(rows.line(), {}, fmt::format("ends before the names of its {} variables", variables));
    }
    return good;
  }

  bool find_columns(const std::vector<std::string>& header, int line) {
    bool good = true;
    for (const std::string& column : columns_) {
      const auto found = std::find(header.begin(), header.end(), column);
      if (found == header.end()) {
        fault(line, column, "this column is missing from the header" + suggestion(column, header),
              key_);
        good = false;
      } else if (std::find(found + 1, header.end(), column) != header.end()) {
        fault(line, column, "this column stands twice in the header", key_);
        good = false;
      }
      place_.push_back(static_cast<std::size_t>(found - header.begin()));
    }
    return good;
  }

  void read_rows(Rows& rows, std::size_t width, RawTable& table) {
    std::vector<std::string_view> cells;
    while (rows.next(cells)) {
      if (cells.size() != width) {
        table.ragged.push_back({rows.line(), cells.size(), width});
        continue;
      }
      table.line.push_back(rows.line());
      for (std::size_t k = 0; k < place_.size(); ++k) table.cell[k].push_back(cells[place_[k]]);
    }
    if (rows.open_quote()) fault(rows.line(), {}, "has a quote that does not close");
    if (table.rows() == 0 && table.ragged.empty()) fault(0, {}, "holds no rows below its header");
  }

  const drill::TableFile& file_;
  std::vector<std::string> columns_;
  std::string key_;
  fs::path path_;
  std::vector<Fault>& faults_;
  std::vector<std::size_t> place_;  // [asked column] in the file
};

}  // namespace

drill::RawCampaign read_holes(const drill::Campaign& campaign, const fs::path& folder) {
  std::vector<Fault> faults;
  const auto read = [&](const auto& table, const std::string& key) {
    return TableReader(table.table, drill::columns_of(table), key, folder, faults).read();
  };
  drill::RawCampaign out{read(campaign.collar, "collar"),
                         read(campaign.survey, "survey"),
                         read(campaign.assay, "assay"),
                         {}};
  for (const drill::IntervalFile& interval : campaign.interval)
    out.interval.push_back(read(interval, "interval." + interval.id));
  if (!faults.empty()) throw InputError(std::move(faults));
  return out;
}

}  // namespace lode::io

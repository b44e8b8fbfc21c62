#include "io/pit_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>

#include "base/memory.h"
#include "base/missing.h"
#include "base/output_file.h"
#include "io/files.h"
#include "io/number_text.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

// line_of(i): the line of value i, asked for only where the sum is too large.
template <class LineOf>
void check_sum(const pit::BlockValues& values, FaultList& faults, const LineOf& line_of) {
  for (const std::vector<std::int64_t>& column : values.column) {
    double sum = 0;
    std::size_t over = column.size();
    for (std::size_t i = 0; i < column.size(); ++i) {
      sum += std::abs(static_cast<double>(column[i]));
      if (sum > kMostSum && over == column.size()) over = i;
    }
    if (over < column.size())
      faults.add(line_of(over), "sum", fmt::format("{:.6g}", sum),
                 "the sizes of the values add up to more than 9e18, the most that is held, from "
                 "this line on: write them in a larger unit");
  }
}

// [block] height; -1 = not a whole number
std::vector<std::int32_t> read_blocks(const fs::path& path, std::vector<std::string>& notes) {
  const MappedFile file(path);
  FaultList faults(file.name());
  LineScanner scan(file.text());
  struct Row {
    std::int64_t id;
    int line;
    std::int32_t height;
  };
  std::vector<Row> rows;
  for (bool first = true; scan.next_line() && !faults.full(); first = false) {
    std::int64_t id = 0;
    std::string_view written;
    if (!scan.integer(id, written)) {
      if (first)
        notes.push_back(fmt::format("{}:{}: a header line was skipped", file.name(), scan.line()));
      else
        faults.add(scan.line(), "id", written,
                   "is no block number; whole numbers from 0 are needed");
      continue;
    }
    std::int64_t place = 0;
    bool whole = true;
    for (int k = 0; k < 3; ++k) {
      if (scan.integer(place, written)) continue;
      Decimal decimal;
      whole = false;
      if (parse_decimal(written, decimal) == NumberFault::not_a_number) {
        faults.add(scan.line(), std::string(1, "xyz"[k]), written,
                   written.empty() ? "is missing: a line is `id x y z ...`" : "is no number");
        break;
      }
    }
    const bool small = whole && place >= 0 && place < (1 << 30);
    rows.push_back({id, scan.line(), small ? static_cast<std::int32_t>(place) : -1});
  }
  if (rows.empty() && faults.empty())
    faults.add(scan.line(), "", "", "holds no block; a line per block, `id x y z ...`, is needed");
  std::vector<std::int32_t> height(rows.size(), -2);
  for (const Row& row : rows) {
    if (row.id < 0 || static_cast<std::size_t>(row.id) >= rows.size())
      faults.add(row.line, "id", fmt::to_string(row.id),
                 fmt::format("is outside 0 to {}: {} lines of blocks must have the ids 0 to {}",
                             rows.size() - 1, rows.size(), rows.size() - 1));
    else if (height[static_cast<std::size_t>(row.id)] != -2)
      faults.add(row.line, "id", fmt::to_string(row.id), "stands twice; an id has one line");
    else
      height[static_cast<std::size_t>(row.id)] = row.height;
  }
  faults.throw_if_any();
  return height;
}

// Lists in the order of the file -> in the order of blocks.
pit::Arcs in_order(std::vector<std::int32_t> needed, const std::vector<std::size_t>& start,
                   const std::vector<std::int32_t>& count, bool ascending) {
  pit::Arcs arcs;
  arcs.first.reserve(count.size() + 1);
  arcs.first.push_back(0);
  for (const std::int32_t n : count)
    arcs.first.push_back(arcs.first.back() + static_cast<std::size_t>(n));
  if (ascending) {
    arcs.needed = std::move(needed);
    return arcs;
  }
  arcs.needed.reserve(needed.size());
  for (std::size_t b = 0; b < count.size(); ++b)
    arcs.needed.insert(arcs.needed.end(), needed.begin() + static_cast<std::ptrdiff_t>(start[b]),
                       needed.begin() + static_cast<std::ptrdiff_t>(start[b]) + count[b]);
  return arcs;
}

void refuse_rings(const pit::Arcs& arcs, const std::vector<int>& line, FaultList& faults) {
  const std::vector<std::int32_t> ring = pit::find_cycle(arcs);
  if (ring.empty()) return;
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(ring.size(), 8); ++i)
    text += fmt::format("{} -> ", ring[i]);
  text += ring.size() > 8 ? fmt::format("... -> {}", ring.front()) : fmt::to_string(ring.front());
  faults.add(line[static_cast<std::size_t>(ring.front())], "precedence", text,
             "blocks need each other in a ring; precedence must have none");
}

// A line per block, in any order: `block count predecessor ...`.
class PrecReader {
 public:
  PrecReader(const fs::path& path, const std::vector<std::int32_t>& height)
      : file_(path),
        faults_(file_.name()),
        scan_(file_.text()),
        height_(height),
        start_(height.size(), 0),
        count_(height.size(), -1),
        line_(height.size(), 0) {
    needed_.reserve(file_.text().size() / 6);
  }

  pit::Arcs read() {
    while (scan_.next_line() && !faults_.full()) {
      std::int64_t block = 0, announced = 0;
      if (!begin_block(block) || !read_count(announced)) continue;
      const std::int64_t found = read_predecessors(block);
      if (found != announced)
        faults_.add(scan_.line(), "count", fmt::to_string(announced),
                    fmt::format("{} predecessors are announced, {} stand here", announced, found));
      ascending_ = ascending_ && block > last_;
      last_ = block;
    }
    check_all_blocks_have_lines();
    faults_.throw_if_any();
    pit::Arcs arcs = in_order(std::move(needed_), start_, count_, ascending_);
    if (!all_above_) refuse_rings(arcs, line_, faults_);
    faults_.throw_if_any();
    return arcs;
  }

 private:
  bool is_block(std::int64_t id) const {
    return id >= 0 && static_cast<std::size_t>(id) < height_.size();
  }
  void refuse_block(const char* what, std::string_view written) {
    faults_.add(scan_.line(), what, written,
                fmt::format("is no block: 0 to {} are known", height_.size() - 1));
  }

  bool begin_block(std::int64_t& block) {
    std::string_view written;
    if (!scan_.integer(block, written) || !is_block(block)) {
      refuse_block("block", written);
      return false;
    }
    const auto b = static_cast<std::size_t>(block);
    if (count_[b] >= 0) {
      faults_.add(scan_.line(), "block", written,
                  fmt::format("stands twice, first in line {}", line_[b]));
      return false;
    }
    line_[b] = scan_.line();
    start_[b] = needed_.size();
    count_[b] = 0;
    return true;
  }

  bool read_count(std::int64_t& announced) {
    std::string_view written;
    if (scan_.integer(announced, written) && announced >= 0) return true;
    faults_.add(scan_.line(), "count", written,
                "the number of predecessors, 0 or more, is needed here");
    return false;
  }

  // Returns the number of words on the rest of the line.
  std::int64_t read_predecessors(std::int64_t block) {
    const auto b = static_cast<std::size_t>(block);
    std::string_view written;
    for (std::int64_t found = 0, id = 0;; ++found) {
      const bool number = scan_.integer(id, written);
      if (!number && written.empty()) return found;
      if (!number || !is_block(id)) {
        refuse_block("predecessor", written);
        continue;
      }
      if (id == block)
        faults_.add(scan_.line(), "predecessor", written, "a block cannot need itself");
      all_above_ =
          all_above_ && height_[b] >= 0 && height_[static_cast<std::size_t>(id)] > height_[b];
      needed_.push_back(static_cast<std::int32_t>(id));
      ++count_[b];
    }
  }

  void check_all_blocks_have_lines() {
    const auto missing = std::count_if(count_.begin(), count_.end(), [](int n) { return n < 0; });
    if (missing == 0 || !faults_.empty()) return;
    const auto first = std::find_if(count_.begin(), count_.end(), [](int n) { return n < 0; });
    faults_.add(scan_.line(), "block", fmt::to_string(first - count_.begin()),
                fmt::format("{} of {} blocks have no line, this one first (cut short?); a block "
                            "without predecessors has `id 0`",
                            missing, count_.size()));
  }

  MappedFile file_;
  FaultList faults_;
  LineScanner scan_;
  const std::vector<std::int32_t>& height_;  // [block]
  std::vector<std::int32_t> needed_;         // predecessors, in the order of the file
  std::vector<std::size_t> start_;           // [block] of its own among them
  std::vector<std::int32_t> count_;          // [block] of them; -1: no line yet
  std::vector<int> line_;                    // [block]
  std::int64_t last_ = -1;
  bool ascending_ = true;  // blocks in the file
  bool all_above_ = true;  // each predecessor is higher than its block, so that there is no ring
};

// Keywords in any order; the objective's rows follow OBJECTIVE_FUNCTION until the next keyword.
class UpitReader {
 public:
  UpitReader(const fs::path& path, std::size_t blocks, const ValueReading& reading)
      : file_(path),
        faults_(file_.name()),
        scan_(file_.text()),
        line_(blocks, 0),
        reading_(reading),
        column_(1, ValueColumn(reading, blocks)) {}

  void read(MineLibPit& out) {
    while (scan_.next_line() && !faults_.full()) {
      std::int64_t block = 0;
      std::string_view written;
      if (scan_.integer(block, written))
        row(block, written);
      else
        keyword(written, out);
    }
    finish();
    faults_.throw_if_any();
    out.values = gather(reading_, column_);
    check_sum(out.values, faults_, [&](std::size_t b) { return line_[b]; });
    faults_.throw_if_any();
    for (const std::string& note : out.values.notes)
      out.notes.push_back(file_.name() + ": " + note);
    if (rows_ < line_.size())
      out.notes.push_back(fmt::format("{}: {} of {} blocks have no value: 0, as MineLib has it",
                                      file_.name(), line_.size() - rows_, line_.size()));
  }

 private:
  void keyword(std::string_view word, MineLibPit& out) {
    const std::string_view value =
        word == "EOF" || word == "OBJECTIVE_FUNCTION" ? "" : scan_.word();
    in_objective_ = word == "OBJECTIVE_FUNCTION";
    const int here = scan_.line();
    if (word == "NAME") {
      out.name = value;
    } else if (word == "TYPE") {
      if (value != "UPIT") faults_.add(here, "TYPE", value, "UPIT is needed here");
    } else if (word == "NBLOCKS") {
      counted_ = true;
      Decimal number;
      if (parse_decimal(value, number) != NumberFault::none || number.digits > 0 ||
          number.mantissa != static_cast<std::int64_t>(line_.size()))
        faults_.add(here, "NBLOCKS", value,
                    fmt::format("the file of blocks has {}; both must agree", line_.size()));
    } else if (word == "OBJECTIVE_FUNCTION") {
      has_objective_ = true;
    } else if (word == "EOF") {
      ended_ = true;
    } else {
      faults_.add(here, "keyword", word,
                  "is not known; NAME, TYPE, NBLOCKS, OBJECTIVE_FUNCTION and EOF are");
    }
  }

  void row(std::int64_t block, std::string_view written) {
    const int here = scan_.line();
    if (!in_objective_)
      return faults_.add(here, "block", written, "a row of numbers before OBJECTIVE_FUNCTION");
    if (block < 0 || static_cast<std::size_t>(block) >= line_.size())
      return faults_.add(here, "block", written,
                         fmt::format("is no block: 0 to {} are known", line_.size() - 1));
    const auto b = static_cast<std::size_t>(block);
    if (line_[b] > 0)
      return faults_.add(here, "block", written,
                         fmt::format("stands twice, first in line {}", line_[b]));
    line_[b] = here;
    ++rows_;
    const std::string_view value = scan_.word();
    const std::string fault = value.empty() ? "the block's value is missing: a row is `block value`"
                                            : column_[0].set(b, value);
    if (!fault.empty()) faults_.add(here, "value", value, fault);
    const std::string_view more = scan_.word();
    if (!more.empty()) faults_.add(here, "value", more, "a row is `block value`, nothing more");
  }

  // Blocks left out count 0 (the format's rule); but if just the last ones are, and no EOF stands,
  // the file was cut short.
  void finish() {
    if (!has_objective_)
      faults_.add(scan_.line(), "OBJECTIVE_FUNCTION", "", "this section is missing");
    if (!counted_) faults_.add(scan_.line(), "NBLOCKS", "", "this line is missing");
    if (!has_objective_ || ended_ || rows_ == line_.size()) return;
    const auto hole = std::find(line_.begin(), line_.end(), 0);
    if (std::any_of(hole, line_.end(), [](int line) { return line > 0; })) return;
    faults_.add(scan_.line(), "OBJECTIVE_FUNCTION", fmt::to_string(rows_),
                fmt::format("rows of {} blocks stand here, none of the last {}: cut short? Write "
                            "their 0, or EOF at the end",
                            rows_, line_.size() - rows_));
  }

  MappedFile file_;
  FaultList faults_;
  LineScanner scan_;
  std::vector<int> line_;  // [block] of its row
  const ValueReading& reading_;
  std::vector<ValueColumn> column_;
  std::size_t rows_ = 0;
  bool in_objective_ = false, has_objective_ = false, counted_ = false, ended_ = false;
};

// Writes text in pieces.
class Writer {
 public:
  explicit Writer(const fs::path& path) : out_(path) {}
  fmt::memory_buffer text;
  void flush_if_large() {
    if (text.size() > (1 << 16)) flush();
  }
  void close() {
    flush();
    out_.close();
  }

 private:
  void flush() {
    out_.write({text.data(), text.size()});
    text.clear();
  }
  OutputFile out_;
};

}  // namespace

MineLibPit read_minelib_pit(const fs::path& blocks, const fs::path& prec, const fs::path& upit,
                            const ValueReading& reading) {
  MineLibPit out;
  const std::vector<std::int32_t> height = read_blocks(blocks, out.notes);
  out.arcs = PrecReader(prec, height).read();
  UpitReader(upit, height.size(), reading).read(out);
  if (out.name.empty()) out.name = upit.stem().string();
  return out;
}

namespace {

// The lines of a grid's values. Where semicolons separate them, the decimal sign may be a comma.
class ValueLines {
 public:
  explicit ValueLines(std::string_view text)
      : semicolon_(first_line(text).find(';') != std::string_view::npos),
        scan_(text, semicolon_ ? ';' : ',') {}
  bool next_line() { return scan_.next_line(); }
  int line() const { return scan_.line(); }
  std::string_view word() {
    const std::string_view word = scan_.word();
    if (!semicolon_ || word.find(',') == std::string_view::npos) return word;
    buffer_.assign(word);
    std::replace(buffer_.begin(), buffer_.end(), ',', '.');
    return buffer_;
  }

 private:
  static std::string_view first_line(std::string_view text) {
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find('\n'));
      const std::size_t first = line.find_first_not_of(" \t\r");
      if (first != std::string_view::npos && line[first] != '%') return line;
      text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return {};
  }
  bool semicolon_;
  LineScanner scan_;
  std::string buffer_;
};

bool is_header(std::string_view text, const ValueColumn& column) {
  ValueLines scan(text);
  if (!scan.next_line()) return false;
  for (std::string_view word = scan.word(); !word.empty(); word = scan.word()) {
    WideDecimal number;
    if (is_missing_word(word) || column.is_missing(word) ||
        parse_wide_decimal(word, number) != NumberFault::not_a_number ||
        std::none_of(word.begin(), word.end(), [](unsigned char c) { return std::isalpha(c); }))
      return false;
  }
  return true;
}

std::string_view without_mark(std::string_view text) {
  return text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text;
}

}  // namespace

int line_of_block(const fs::path& path, std::size_t block) {
  const MappedFile file(path);
  ValueLines scan(without_mark(file.text()));
  if (is_header(without_mark(file.text()), ValueColumn({}, 0))) scan.next_line();
  for (std::size_t row = 0; scan.next_line(); ++row)
    if (row == block) return scan.line();
  return 0;
}

pit::BlockValues read_value_grid(const fs::path& path, std::size_t blocks, std::size_t columns,
                                 const ValueReading& reading) {
  const MappedFile file(path);
  const std::string_view text = without_mark(file.text());
  FaultList faults(file.name());
  ValueLines scan(text);
  const bool header = is_header(text, ValueColumn(reading, 0));
  if (header) scan.next_line();
  const auto shortage = [&](std::size_t rows) {
    faults.add(scan.line(), "lines", fmt::to_string(rows),
               fmt::format("stand here, but the grid has {} blocks, one a line", blocks));
  };
  std::size_t row = 0;
  if (blocks > text.size() / 2 + 1) {  // a line has two signs at least
    while (scan.next_line()) ++row;
    shortage(row);
    faults.throw_if_any();
  }
  need_memory(static_cast<double>(blocks) * static_cast<double>(columns) * 8,
              fmt::format("the values of {} blocks", blocks));
  std::vector<ValueColumn> column(columns, ValueColumn(reading, blocks));
  std::vector<std::uint8_t> present;
  for (; scan.next_line() && !faults.full(); ++row) {
    if (row >= blocks) continue;
    for (std::size_t c = 0; c < columns; ++c) {
      const std::string_view word = scan.word();
      const std::size_t missing = column[c].missing();
      const std::string fault =
          word.empty() ? fmt::format("a line has {} number{}", columns, columns > 1 ? "s" : "")
                       : column[c].set(row, word);
      if (!fault.empty()) faults.add(scan.line(), "value", word, fault);
      if (column[c].missing() == missing || reading.missing_as != "air") continue;
      if (present.empty()) present.assign(blocks, 1);
      present[row] = 0;
    }
    if (const std::string_view more = scan.word(); !more.empty())
      faults.add(
          scan.line(), "value", more,
          fmt::format("a line has {} number{}, nothing more", columns, columns > 1 ? "s" : ""));
  }
  if (!faults.full() && row != blocks) shortage(row);
  faults.throw_if_any();
  pit::BlockValues out = gather(reading, column);
  if (columns == 1)
    check_sum(out, faults, [&](std::size_t block) { return line_of_block(path, block); });
  faults.throw_if_any();
  out.present = std::move(present);
  for (std::string& note : out.notes) note = file.name() + ": " + note;
  if (header) out.notes.push_back(file.name() + ": a header line was skipped");
  return out;
}

void write_block_ids(const fs::path& path, std::span<const std::uint8_t> mined) {
  Writer writer(path);
  for (std::size_t block = 0; block < mined.size(); ++block) {
    if (mined[block]) fmt::format_to(std::back_inserter(writer.text), "{}\n", block);
    writer.flush_if_large();
  }
  writer.close();
}

void write_block_shells(const fs::path& path, std::span<const std::uint16_t> shell,
                        const std::vector<std::string>& label) {
  Writer writer(path);
  for (std::size_t block = 0; block < shell.size(); ++block) {
    if (shell[block] < label.size())
      fmt::format_to(std::back_inserter(writer.text), "{} {}\n", block, label[shell[block]]);
    writer.flush_if_large();
  }
  writer.close();
}

}  // namespace lode::io

// Private to the room: numbers of large text files, read where they lie in the file's memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace lode::io {

// A file mapped into memory. Throws InputError: missing, a directory, unreadable.
class MappedFile {
 public:
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  std::string_view text() const { return {data_, size_}; }
  const std::string& name() const { return name_; }  // as a person would name it

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
  std::string name_;
};

// mantissa / 10^digits; zeros at the end of the decimals are dropped.
struct Decimal {
  std::int64_t mantissa = 0;
  int digits = 0;  // 0 to 18
};
enum class NumberFault { none, not_a_number, too_long };
// The whole of `word` as a decimal number, with or without an exponent. too_long: more than 18
// digits are needed to hold it exactly.
NumberFault parse_decimal(std::string_view word, Decimal& out);

// Words between space, tab, colon and the end of line; `%` starts a comment. Lines without words
// are skipped.
class LineScanner {
 public:
  explicit LineScanner(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}
  bool next_line();         // goes to the next line that has a word; false at the end
  std::string_view word();  // empty at the end of the line
  // The next word as a whole number; false (and `out` unchanged) if it is none or there is none.
  bool integer(std::int64_t& out, std::string_view& written);
  int line() const { return line_; }

 private:
  void skip_separators();
  const char* at_;
  const char* end_;
  int line_ = 1;
  bool started_ = false;
};

// Decimals brought to the same number of digits as they come, exactly.
class ExactColumn {
 public:
  explicit ExactColumn(bool truncate) : truncate_(truncate) {}
  void resize(std::size_t n) { value_.resize(n, 0); }
  // False if it does not fit into 64 bits with the digits that the column needs.
  bool set(std::size_t i, const Decimal& decimal);
  bool add(const Decimal& decimal) {
    value_.push_back(0);
    return set(value_.size() - 1, decimal);
  }
  std::vector<std::int64_t>& value() { return value_; }
  int digits() const { return digits_; }

 private:
  std::vector<std::int64_t> value_;
  int digits_ = 0;
  bool truncate_;
};

// All faults of a file, up to a number that a person reads.
class FaultList {
 public:
  explicit FaultList(std::string file) : file_(std::move(file)) {}
  void add(int line, std::string key, std::string_view value, std::string message);
  bool full() const { return faults_.size() >= 25; }
  bool empty() const { return faults_.empty(); }
  void throw_if_any() const;

 private:
  std::string file_;
  std::vector<Fault> faults_;
};

}  // namespace lode::io

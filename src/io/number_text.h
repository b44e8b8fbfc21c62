// Private to the room: numbers of large text files, parsed in the mapped file without a copy.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/wide.h"

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

// The same in units of 10^-18, whatever the number of digits: rounded to nearest where more
// decimals are written. too_long: 9e18 or more.
struct WideDecimal {
  Wide mantissa = 0;
  int digits = 0;        // decimals that it needs, 0 to 18
  bool rounded = false;  // more than 18 were written
};
NumberFault parse_wide_decimal(std::string_view word, WideDecimal& out);
inline constexpr int kWideDigits = 18;

// Words between space, tab, colon (and one more sign, if asked for) and the end of line; `%` starts
// a comment. Lines without words are skipped.
class LineScanner {
 public:
  explicit LineScanner(std::string_view text, char separator = ' ')
      : at_(text.data()), end_(at_ + text.size()), separator_(separator) {}
  bool next_line();         // goes to the next line that has a word; false at the end
  std::string_view word();  // empty at the end of the line
  // The next word as a whole number; false (and `out` unchanged) if it is none or there is none.
  bool integer(std::int64_t& out, std::string_view& written);
  int line() const { return line_; }

 private:
  bool is_separator(char c) const {
    return c == ' ' || c == '\t' || c == ':' || c == '\r' || c == separator_;
  }
  void skip_separators();
  const char* at_;
  const char* end_;
  char separator_;
  int line_ = 1;
  bool started_ = false;
};

// The faults of a file, up to a number that a person can read.
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

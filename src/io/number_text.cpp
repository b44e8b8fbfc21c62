#include "io/number_text.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "io/files.h"

namespace lode::io {
namespace {

bool times_ten(std::int64_t& value, int times) {
  for (; times > 0 && value != 0; --times)
    if (__builtin_mul_overflow(value, std::int64_t{10}, &value)) return false;
  return true;
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) : name_(shown(path)) {
  const auto refuse = [&](const std::string& message) {
    throw InputError(Fault{{name_, 0, 0}, {}, {}, message});
  };
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0)
    refuse(errno == ENOENT ? "no such file"
           : errno == ENXIO || errno == ENODEV
               ? "is no regular file"  // a socket
               : std::string("cannot be read: ") + std::strerror(errno));
  struct stat status {};
  const bool known = ::fstat(file, &status) == 0;
  if (known && S_ISREG(status.st_mode) && status.st_size > 0) {
    size_ = static_cast<std::size_t>(status.st_size);
    void* const place = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    if (place != MAP_FAILED) data_ = static_cast<const char*>(place);
  }
  ::close(file);
  if (!known || !S_ISREG(status.st_mode))
    refuse(known && S_ISDIR(status.st_mode) ? "is a directory; a file is needed"
                                            : "is no regular file");
  if (size_ > 0 && !data_) refuse("cannot be read into memory");
}

MappedFile::~MappedFile() {
  if (data_) ::munmap(const_cast<char*>(data_), size_);
}

NumberFault parse_decimal(std::string_view word, Decimal& out) {
  constexpr std::int64_t kMost = 999'999'999'999'999'999;
  const char* at = word.data();
  const char* const end = at + word.size();
  const bool negative = at < end && *at == '-';
  if (at < end && (*at == '-' || *at == '+')) ++at;
  std::int64_t mantissa = 0;
  int digits = 0, zeros = 0;  // zeros: read after the point, not yet in mantissa
  bool any = false, point = false, long_ = false;
  for (; at < end; ++at) {
    if (*at == '.' && !point) {
      point = true;
      continue;
    }
    if (*at < '0' || *at > '9') break;
    any = true;
    if (point && *at == '0') {
      ++zeros;
      continue;
    }
    for (; point && zeros > 0; --zeros, ++digits) {
      long_ = long_ || mantissa > kMost / 10;
      if (!long_) mantissa *= 10;
    }
    long_ = long_ || mantissa > kMost / 10;
    if (!long_) mantissa = mantissa * 10 + (*at - '0');
    digits += point;
  }
  if (!any) return NumberFault::not_a_number;
  if (at < end) {
    if (*at != 'e' && *at != 'E') return NumberFault::not_a_number;
    ++at;
    const bool down = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) ++at;
    if (at == end) return NumberFault::not_a_number;
    int exponent = 0;
    for (; at < end; ++at) {
      if (*at < '0' || *at > '9') return NumberFault::not_a_number;
      if (exponent < 10000) exponent = exponent * 10 + (*at - '0');
    }
    digits += down ? exponent : -exponent;
  }
  if (long_) return NumberFault::too_long;
  for (; digits > 0 && mantissa != 0 && mantissa % 10 == 0; --digits) mantissa /= 10;
  if (mantissa == 0) digits = 0;
  if (digits < 0 && (digits < -18 || !times_ten(mantissa, -digits))) return NumberFault::too_long;
  if (digits > 18) return NumberFault::too_long;
  out.mantissa = negative ? -mantissa : mantissa;
  out.digits = digits < 0 ? 0 : digits;
  return NumberFault::none;
}

NumberFault parse_wide_decimal(std::string_view word, WideDecimal& out) {
  constexpr int kMostDigits = 37;  // of a mantissa that 128 bits hold
  const bool negative = word.starts_with('-');
  if (negative || word.starts_with('+')) word.remove_prefix(1);
  const std::size_t end = std::min(word.find_first_of("eE"), word.size());
  Wide mantissa = 0;
  int held = 0, power = 0;
  bool any = false, point = false, more = false;
  for (const char c : word.substr(0, end)) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') return NumberFault::not_a_number;
    any = true;
    const bool fits = held < kMostDigits;
    if (fits) mantissa = 10 * mantissa + (c - '0');
    held += fits && mantissa != 0;
    more = more || (!fits && c != '0');
    power += (fits ? 0 : 1) - (point ? 1 : 0);
  }
  if (!any) return NumberFault::not_a_number;
  if (end < word.size()) {
    Decimal exponent;
    const std::string_view written = word.substr(end + 1);
    const bool whole = written.find_first_not_of("+-0123456789") == std::string_view::npos;
    if (!whole || parse_decimal(written, exponent) != NumberFault::none)
      return NumberFault::not_a_number;
    power += static_cast<int>(std::clamp<std::int64_t>(exponent.mantissa, -100000, 100000));
  }
  out = {};
  if (mantissa == 0) return NumberFault::none;
  int shift = power + kWideDigits;
  const Wide most = 9 * lode::power_of_ten(2 * kWideDigits);
  for (; shift > 0; --shift) {
    if (mantissa >= most) return NumberFault::too_long;
    mantissa *= 10;
  }
  out.rounded = more;
  if (shift < -38) {
    out.rounded = true;
    mantissa = 0;
  } else if (shift < 0) {
    const Wide unit = lode::power_of_ten(-shift), rest = mantissa % unit;
    out.rounded = more || rest != 0;
    mantissa = mantissa / unit + (rest >= unit - rest ? 1 : 0);
  }
  if (mantissa >= most) return NumberFault::too_long;
  out.digits = mantissa == 0 ? 0 : kWideDigits;
  for (Wide left = mantissa; out.digits > 0 && left % 10 == 0; left /= 10) --out.digits;
  out.mantissa = negative ? -mantissa : mantissa;
  return NumberFault::none;
}

void LineScanner::skip_separators() {
  while (at_ < end_ && is_separator(*at_)) ++at_;
}

bool LineScanner::next_line() {
  while (true) {
    if (started_) {
      const void* const found =
          at_ < end_ ? std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_)) : nullptr;
      if (!found) {
        at_ = end_;
        return false;
      }
      at_ = static_cast<const char*>(found) + 1;
      ++line_;
    }
    started_ = true;
    skip_separators();
    if (at_ < end_ && *at_ != '\n' && *at_ != '%') return true;
    if (at_ >= end_) return false;
  }
}

std::string_view LineScanner::word() {
  skip_separators();
  const char* const first = at_;
  while (at_ < end_ && !is_separator(*at_) && *at_ != '\n' && *at_ != '%') ++at_;
  return {first, static_cast<std::size_t>(at_ - first)};
}

bool LineScanner::integer(std::int64_t& out, std::string_view& written) {
  skip_separators();
  const char* at = at_;
  std::int64_t value = 0;
  while (at < end_ && *at >= '0' && *at <= '9' && at - at_ < 18) value = value * 10 + (*at++ - '0');
  const bool ends = at == end_ || is_separator(*at) || *at == '\n' || *at == '%';
  if (at > at_ && ends) {
    written = {at_, static_cast<std::size_t>(at - at_)};
    at_ = at;
    out = value;
    return true;
  }
  written = word();
  Decimal decimal;
  if (parse_decimal(written, decimal) != NumberFault::none || decimal.digits > 0) return false;
  out = decimal.mantissa;
  return true;
}

void FaultList::add(int line, std::string key, std::string_view value, std::string message) {
  if (!full())
    faults_.push_back({{file_, line, 0}, std::move(key), std::string(value), std::move(message)});
}

void FaultList::throw_if_any() const {
  if (!faults_.empty()) throw InputError(faults_);
}

}  // namespace lode::io

#include "io/pit_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <optional>

#include "base/error.h"
#include "base/missing.h"
#include "base/number.h"
#include "io/number_text.h"

namespace lode::io {
namespace {

bool equal_words(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

// To nearest, halves away from zero.
Wide divided(Wide value, Wide by) {
  const Wide rest = value % by;
  const bool up = (rest < 0 ? -rest : rest) >= by - (rest < 0 ? -rest : rest);
  return value / by + (up ? (value < 0 ? -1 : 1) : 0);
}

Wide rescaled(Wide value, int from_digits, int to_digits) {
  return to_digits >= from_digits ? value * power_of_ten(to_digits - from_digits)
                                  : divided(value, power_of_ten(from_digits - to_digits));
}

}  // namespace

std::string fault_of(const ValueReading& reading) {
  if (reading.missing.empty() != reading.missing_as.empty())
    return reading.missing.empty() ? "--missing-as needs --missing: which numbers or words mean "
                                     "that a block has no value"
                                   : "--missing needs --missing-as: what a block without a value "
                                     "counts, a number (0, or "
                                     "the cost of waste), or air: neither mined nor needed";
  WideDecimal number;
  if (!reading.missing_as.empty() && reading.missing_as != "air" &&
      parse_wide_decimal(reading.missing_as, number) != NumberFault::none)
    return fmt::format("--missing-as: {} is neither a number nor air", reading.missing_as);
  return {};
}

ValueColumn::ValueColumn(const ValueReading& reading, std::size_t blocks)
    : reading_(reading), narrow_(blocks, 0) {}

bool ValueColumn::is_missing(std::string_view word) const {
  if (reading_.missing.empty()) return false;
  const std::optional<double> number = finite_number(word);
  return std::any_of(reading_.missing.begin(), reading_.missing.end(),
                     [&](const std::string& code) {
                       return equal_words(word, code) || (number && number == finite_number(code));
                     });
}

std::string ValueColumn::set(std::size_t block, std::string_view word) {
  if (is_missing(word)) {
    ++missing_;
    word = reading_.missing_as == "air" ? std::string_view("0") : reading_.missing_as;
  }
  Decimal decimal;
  NumberFault fault = parse_decimal(word, decimal);
  WideDecimal wide;
  if (fault == NumberFault::too_long) fault = parse_wide_decimal(word, wide);
  if (fault == NumberFault::not_a_number)
    return "is no number; a decimal number is needed (--missing names what means \"no value\")";
  if (fault == NumberFault::too_long)
    return "is too large: the sizes of all values may add up to 9e18";
  if (decimal.mantissa == 0 && wide.mantissa != 0) {
    if (reading_.truncate) {
      wide.mantissa = wide.mantissa / power_of_ten(kWideDigits) * power_of_ten(kWideDigits);
      wide.digits = 0, wide.rounded = false;
    }
    widen();
    wide_[block] = wide.mantissa;
    digits_ = std::max(digits_, wide.digits);
    beyond_ += wide.rounded;
    return {};
  }
  beyond_ += wide.rounded && !reading_.truncate;
  for (; reading_.truncate && decimal.digits > 0; --decimal.digits) decimal.mantissa /= 10;
  put(block, decimal.mantissa, decimal.digits);
  return {};
}

void ValueColumn::put(std::size_t block, std::int64_t mantissa, int digits) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  if (!is_wide()) {
    const auto fits = [](std::int64_t size, int more) {
      for (; more > 0; --more) {
        if (size > kMost / 10) return false;
        size *= 10;
      }
      return true;
    };
    const std::int64_t size = mantissa < 0 ? -mantissa : mantissa;
    if (fits(largest_, digits - digits_) && fits(size, digits_ - digits)) {
      if (digits > digits_) {
        const auto factor = static_cast<std::int64_t>(power_of_ten(digits - digits_));
        for (std::int64_t& value : narrow_) value *= factor;
        largest_ *= factor;
        digits_ = digits;
      }
      const auto factor =
          digits_ > digits ? static_cast<std::int64_t>(power_of_ten(digits_ - digits)) : 1;
      narrow_[block] = mantissa * factor;
      largest_ = std::max(largest_, size * factor);
      return;
    }
    widen();
  }
  wide_[block] = mantissa * power_of_ten(kWideDigits - digits);
  digits_ = std::max(digits_, digits);
}

void ValueColumn::widen() {
  if (is_wide()) return;
  const Wide factor = power_of_ten(kWideDigits - digits_);
  wide_.reserve(narrow_.size());
  for (const std::int64_t value : narrow_) wide_.push_back(value * factor);
  narrow_ = {};
}

double ValueColumn::size() const {
  double sum = 0;
  for (const std::int64_t value : narrow_) sum += std::abs(static_cast<double>(value));
  for (const Wide value : wide_) sum += std::abs(static_cast<double>(value));
  return sum / std::pow(10.0, is_wide() ? kWideDigits : digits_);
}

std::vector<std::int64_t> ValueColumn::rounded(int digits) const {
  if (!is_wide() && digits == digits_) return narrow_;
  std::vector<std::int64_t> out;
  out.reserve(narrow_.size() + wide_.size());
  for (const std::int64_t value : narrow_)
    out.push_back(static_cast<std::int64_t>(rescaled(value, digits_, digits)));
  for (const Wide value : wide_)
    out.push_back(static_cast<std::int64_t>(rescaled(value, kWideDigits, digits)));
  return out;
}

std::vector<Wide> ValueColumn::exact(int digits) const {
  std::vector<Wide> out;
  out.reserve(narrow_.size() + wide_.size());
  for (const std::int64_t value : narrow_) out.push_back(rescaled(value, digits_, digits));
  for (const Wide value : wide_) out.push_back(rescaled(value, kWideDigits, digits));
  return out;
}

std::string ValueColumn::suspicion() const {
  const std::size_t blocks = narrow_.size() + wide_.size();
  for (const double size : kMissingCodes) {
    Decimal code;
    if (size < 99 || parse_decimal(fmt::format("-{}", size), code) != NumberFault::none) continue;
    std::int64_t count = 0;
    if (is_wide())
      count = std::count(wide_.begin(), wide_.end(),
                         code.mantissa * power_of_ten(kWideDigits - code.digits));
    else if (code.digits <= digits_)
      count = std::count_if(narrow_.begin(), narrow_.end(),
                            [wanted = code.mantissa * power_of_ten(digits_ - code.digits)](
                                std::int64_t value) { return value == wanted; });
    if (count >= 3 && static_cast<double>(count) >= 0.005 * static_cast<double>(blocks))
      return fmt::format(
          "-{} stands for {} of {} blocks and is taken as a value; if it means that there is none, "
          "say so: --missing -{} and --missing-as 0 (or another number, or air)",
          size, count, blocks, size);
  }
  return {};
}

pit::BlockValues gather(const ValueReading& reading, const std::vector<ValueColumn>& columns) {
  pit::BlockValues out;
  std::array<double, 2> size{};
  for (std::size_t c = 0; c < columns.size(); ++c) {
    size[c] = columns[c].size();
    out.exact_digits = std::max(out.exact_digits, columns[c].digits());
    out.beyond += columns[c].beyond();
    if (const std::string note = columns[c].suspicion(); !note.empty()) out.notes.push_back(note);
    if (columns[c].missing() > 0)
      out.notes.push_back(fmt::format("{} blocks have no value{}: {}", columns[c].missing(),
                                      columns.size() > 1 ? fmt::format(" in column {}", c + 1) : "",
                                      reading.missing_as == "air"
                                          ? "they are air, neither mined nor needed"
                                          : "they count " + reading.missing_as));
  }
  double largest = 0;
  for (const auto& multiple : reading.multiples)
    largest = std::max(largest, size[0] * static_cast<double>(multiple[0]) +
                                    size[1] * static_cast<double>(multiple[1]));
  out.digits = out.exact_digits;
  while (out.digits > 0 && largest * std::pow(10.0, out.digits) > kMostSum) --out.digits;
  for (const ValueColumn& column : columns) out.column.push_back(column.rounded(out.digits));
  if (out.digits == out.exact_digits && out.beyond == 0) return out;
  for (const ValueColumn& column : columns) out.exact.push_back(column.exact(out.exact_digits));
  return out;
}

}  // namespace lode::io

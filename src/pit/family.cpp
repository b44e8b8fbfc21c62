#include "pit/family.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/error.h"
#include "base/wide.h"

namespace lode::pit {
namespace {

constexpr const char* kWeight = "weight_multiplier";

// Nothing if it is no decimal number of at least 0 and few digits.
std::optional<Factor> parse_factor(const std::string& text) {
  Factor out;
  out.text = text;
  bool point = false, any = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (c >= '0' && c <= '9' && out.mantissa < 100'000'000) {
      out.mantissa = 10 * out.mantissa + (c - '0');
      out.digits += point;
      any = true;
    } else {
      return std::nullopt;
    }
  }
  if (!any) return std::nullopt;
  return out;
}

// All with the same digits, rising.
std::vector<Factor> aligned(const std::vector<std::string>& texts) {
  std::vector<Factor> out;
  int digits = 0;
  for (const std::string& text : texts) {
    const std::optional<Factor> factor = parse_factor(text);
    LODE_CHECK(factor.has_value());
    out.push_back(*factor);
    digits = std::max(digits, factor->digits);
  }
  for (Factor& factor : out) {
    factor.mantissa *= static_cast<std::int64_t>(power_of_ten(digits - factor.digits));
    factor.digits = digits;
  }
  std::sort(out.begin(), out.end(),
            [](const Factor& a, const Factor& b) { return a.mantissa < b.mantissa; });
  return out;
}

}  // namespace

bool Family::by_weight() const { return name == kWeight; }

std::array<std::int64_t, 2> Family::multiples(std::size_t k) const {
  const Factor& factor = factors[k];
  const auto one = static_cast<std::int64_t>(power_of_ten(factor.digits));
  if (by_weight()) return {one, factor.mantissa};
  return {factor.mantissa, one};
}

std::string fault_of_factors(const std::vector<std::string>& texts) {
  for (const std::string& text : texts)
    if (!parse_factor(text)) return text + " is no decimal number from 0 to 1e8";
  const std::vector<Factor> factors = aligned(texts);
  for (std::size_t k = 1; k < factors.size(); ++k)
    if (factors[k].mantissa == factors[k - 1].mantissa) return factors[k].text + " stands twice";
  return {};
}

Family revenue_factors(const std::vector<std::string>& texts) {
  return {"revenue_factor", aligned(texts)};
}

Family weight_multipliers(const std::vector<std::string>& texts) {
  Family out{kWeight, aligned(texts)};
  std::reverse(out.factors.begin(), out.factors.end());
  return out;
}

}  // namespace lode::pit

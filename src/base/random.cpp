#include "base/random.h"

#include <Random123/philox.h>

#include <cmath>
#include <numbers>

#include "base/error.h"

namespace lode {

std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t start) {
  std::uint64_t hash = start;
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 1099511628211ull;
  }
  return hash;
}

Stream::Stream(std::uint64_t seed, std::string_view stage, std::uint64_t scenario)
    : key_(hash_bytes(stage, 14695981039346656037ull ^ (seed * 0x9E3779B97F4A7C15ull))),
      scenario_(scenario) {}

Stream::Pair Stream::uniform_pair(std::uint64_t counter) const {
  const r123::Philox4x32::ctr_type place{
      {static_cast<std::uint32_t>(counter), static_cast<std::uint32_t>(counter >> 32),
       static_cast<std::uint32_t>(scenario_), static_cast<std::uint32_t>(scenario_ >> 32)}};
  const r123::Philox4x32::key_type key{
      {static_cast<std::uint32_t>(key_), static_cast<std::uint32_t>(key_ >> 32)}};
  const auto word = r123::Philox4x32{}(place, key);
  const auto unit = [](std::uint32_t low, std::uint32_t high) {
    const std::uint64_t bits = (std::uint64_t{high} << 32 | low) >> 11;  // 53 bits
    return (static_cast<double>(bits) + 0.5) * 0x1.0p-53;
  };
  return {unit(word[0], word[1]), unit(word[2], word[3])};
}

Stream::Pair Stream::normal_pair(std::uint64_t counter) const {
  const Pair u = uniform_pair(counter);
  const double radius = std::sqrt(-2 * std::log(u.a));
  const double angle = 2 * std::numbers::pi * u.b;
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

double Stream::uniform(std::uint64_t index) const {
  const Pair pair = uniform_pair(index / 2);
  return index % 2 == 0 ? pair.a : pair.b;
}

double Stream::normal(std::uint64_t index) const {
  const Pair pair = normal_pair(index / 2);
  return index % 2 == 0 ? pair.a : pair.b;
}

void Stream::fill_normal(std::span<double> out, std::uint64_t first) const {
  LODE_CHECK(first % 2 == 0);
  for (std::size_t i = 0; i < out.size(); i += 2) {
    const Pair pair = normal_pair((first + i) / 2);
    out[i] = pair.a;
    if (i + 1 < out.size()) out[i + 1] = pair.b;
  }
}

}  // namespace lode

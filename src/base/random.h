// Random numbers as a function of (seed, stage, scenario, index): Philox 4x32-10, Salmon et al.
// (2011).
//
//   const Stream stream(seed, "market.price.copper", scenario);
//   stream.uniform(0)          in (0, 1), 53 bits
//   stream.normal(7)           standard normal, double (Box & Muller 1958)
//
// Guarantee: the same arguments give the same bits in any order and on any thread.
// Streams of different names, seeds or scenarios are independent for every purpose here.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace lode {

class Stream {
 public:
  Stream(std::uint64_t seed, std::string_view stage, std::uint64_t scenario = 0);
  double uniform(std::uint64_t index) const;
  double normal(std::uint64_t index) const;
  // out[i] = normal(first + i), first even; twice as fast as single calls.
  void fill_normal(std::span<double> out, std::uint64_t first = 0) const;

 private:
  struct Pair {
    double a, b;
  };
  Pair uniform_pair(std::uint64_t counter) const;
  Pair normal_pair(std::uint64_t counter) const;
  std::uint64_t key_;
  std::uint64_t scenario_;
};

// FNV-1a, 64 bit: names of streams and hashes of cases. Not cryptographic.
std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t start = 14695981039346656037ull);

}  // namespace lode

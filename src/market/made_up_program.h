// Random programs of markets for tests and benchmarks: regions with linear supply and demand at
// the last of several stages, plants, routes between all regions, stocks between periods, and
// demand that may be left unserved at a penalty.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "market/program.h"

namespace lode::market::made_up {

struct Size {
  std::uint32_t regions = 3, stages = 2, periods = 2, tiers = 2;
};

class Market {
 public:
  Market(const Size& size, unsigned seed) : size_(size), random_(seed) {
    for (std::uint32_t i = 0; i < size.regions * size.stages * size.periods; ++i)
      program.add_row(0, -1);
    for (std::uint32_t t = 0; t < size.periods; ++t)
      for (std::uint32_t r = 0; r < size.regions; ++r) add_region(t, r);
  }
  Program program;

 private:
  double uniform(double low, double high) {
    return low + (high - low) * static_cast<double>(random_()) / 4294967296.0;
  }
  std::uint32_t node(std::uint32_t t, std::uint32_t k, std::uint32_t r) const {
    return (t * size_.stages + k) * size_.regions + r;
  }
  void add_region(std::uint32_t t, std::uint32_t r) {
    const std::uint32_t last = size_.stages - 1;
    const double discount = std::pow(0.95, t);
    Program& p = program;
    for (std::uint32_t k = 0; k < size_.stages; ++k) {
      p.add_column(0, 0, 0, HUGE_VAL), p.enter(node(t, k, r), -1);  // disposal
      p.add_column(discount * uniform(5, 40), discount * uniform(0.5, 4), 0, uniform(5, 40));
      p.enter(node(t, k, r), 1);
      for (std::uint32_t to = 0; to < size_.regions; ++to)
        if (to != r) {
          p.add_column(discount * uniform(1, 12), 0, 0, HUGE_VAL);
          p.enter(node(t, k, r), -1), p.enter(node(t, k, to), 1);
        }
      if (t + 1 < size_.periods) {
        p.add_column(discount * uniform(0.5, 3), 0, 0, HUGE_VAL);
        p.enter(node(t, k, r), -1), p.enter(node(t + 1, k, r), 1);
      }
      if (k < last) {
        p.add_column(discount * uniform(3, 9), 0, 0, uniform(10, 40));
        p.enter(node(t, k, r), -1), p.enter(node(t, k + 1, r), uniform(0.85, 0.98));
      }
    }
    for (std::uint32_t e = 0; e < size_.tiers; ++e) {
      p.add_column(-discount * uniform(60, 200), discount * uniform(0.5, 6), 0, uniform(8, 30));
      p.enter(node(t, last, r), -1);
    }
    p.add_column(discount * uniform(100, 160), 0, 0, HUGE_VAL), p.enter(node(t, last, r), 1);
  }
  Size size_;
  std::mt19937 random_;
};

}  // namespace lode::market::made_up

// The case of `lode market`: docs/market.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "market/market.h"
#include "study/study.h"

namespace lode::io {

// What does not hold across the keys of a world (market_checks.cpp, market_reach.cpp).
std::vector<study::Breach> breaches(const market::World& world);

struct MarketInput {
  market::World world;  // every stage named
  std::vector<std::string> notes;
};
// Throws InputError with every fault of the case.
MarketInput read_market_case(const std::filesystem::path& path);

}  // namespace lode::io

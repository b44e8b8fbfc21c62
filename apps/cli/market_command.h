// `lode market CASE`: the equilibrium of a market in regions, stages and periods, who gains and who
// depends on whom, in the base and in scenarios: docs/market.md.
#pragma once

#include "commands.h"

namespace lode::cli {

struct MarketArguments {
  StageArguments stage;
  std::string csv;  // one table alone
};

// Exit no_answer where a scenario, or the base year, has no answer; the others are told.
Exit market(const MarketArguments& arguments, const Manners& manners);

}  // namespace lode::cli

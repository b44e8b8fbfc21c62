// What `lode pit` prints of a pit: lines for people, the facts and tables of --json, warnings.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "pit/pit.h"
#include "report/json.h"
#include "study/study.h"

namespace lode::report {

struct PitAnswer {
  std::string instance;  // whose pit it is
  pit::PitResult result;
  std::size_t blocks = 0;                                  // that could be mined
  bool rounded = false;                                    // values are not exactly the file's
  int value_digits = 0;                                    // decimals that were kept
  std::optional<pit::Pattern> pattern;                     // of a slope
  int benches = 0;                                         // of that pattern
  std::vector<std::pair<std::string, std::string>> lines;  // of the text: what, and how much
  std::vector<std::pair<std::string, Cell>> facts;         // of the JSON
};

// Why there is no pit, or by what margin there is one: the value of the best block against its
// cost, and each metal's cut-off grades against its highest estimate. Adds lines and facts.
//   grade [metal][block] fraction of mass
void explain_values(std::span<const study::Metal> metals, const study::OreCosts& costs,
                    const pit::PricedBlocks& blocks, std::span<const std::vector<double>> grade,
                    PitAnswer& answer);

// Warnings, a sentence each: a slope that the pattern misses by more than 5 degrees, a pit that is
// cut off by the edge of the model.
std::vector<std::string> warnings_of(const PitAnswer& answer);

std::string pit_text(const PitAnswer& answer);
Document pit_document(const PitAnswer& answer, std::vector<Table> tables);

}  // namespace lode::report

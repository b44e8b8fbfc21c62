// [alternative.NAME] default = "A", note; [alternative.NAME.B] note, and in
// [alternative.NAME.B.set] "key.path" = value: chosen with NAME=B, they take the place of the
// case's own values.
#pragma once

#include <string>
#include <vector>

#include "io/description_reader.h"

namespace lode::io {

struct Choice {
  std::string name, choice, note;
  bool is_default = false;  // the reading that the case itself holds; sets nothing
  Overrides set;
};

// In the order of the file, the default of each first. root outlives the result.
std::vector<Choice> read_alternatives(const Node& root, Faults& faults);

// What the chosen ones ("NAME=CHOICE") set. Throws InputError: none of that name, one chosen
// twice, two that set the same key.
Overrides chosen_overrides(const std::vector<Choice>& alternatives,
                           const std::vector<std::string>& chosen);

// Every alternative and which one of each holds under these choices.
std::vector<study::Alternative> list_alternatives(const std::vector<Choice>& alternatives,
                                                  const std::vector<std::string>& chosen);

}  // namespace lode::io

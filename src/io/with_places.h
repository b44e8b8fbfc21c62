// Adds the place in the file to faults of a room that knows keys only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "study/case.h"

namespace lode::io {

// Returns the result of stage(); a fault without a file gets the place where(key).
template <class Where, class Stage>
auto with_places(const Where& where, const Stage& stage) {
  try {
    return stage();
  } catch (const InputError& error) {
    std::vector<Fault> faults = error.faults();
    for (Fault& fault : faults)
      if (fault.source.file.empty()) fault.source = where(fault.key);
    throw InputError(std::move(faults));
  }
}

// Where a key stands in the case, the first one below it, or the nearest table above it; none: no
// file.
Source place_in(const std::vector<study::Input>& inputs, std::string key);

inline auto places_in(const std::vector<study::Input>& inputs) {
  return [&inputs](const std::string& key) { return place_in(inputs, key); };
}

}  // namespace lode::io

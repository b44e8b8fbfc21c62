#include "io/with_places.h"

#include <algorithm>

namespace lode::io {

Source place_in(const std::vector<study::Input>& inputs, std::string key) {
  while (!key.empty()) {
    const auto found = std::find_if(inputs.begin(), inputs.end(), [&](const study::Input& input) {
      return !input.by_default && (input.key == key || input.key.starts_with(key + "."));
    });
    if (found != inputs.end() && !found->where.file.empty()) return found->where;
    key.resize(key.rfind('.') == std::string::npos ? 0 : key.rfind('.'));
  }
  return {};
}

}  // namespace lode::io

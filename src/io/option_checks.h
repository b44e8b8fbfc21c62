// What the checks of an option case share: no header for users of io.
#pragma once

#include <string>
#include <vector>

#include "io/option_case.h"

namespace lode::io {

using Breaches = std::vector<study::Breach>;

template <class T>
std::vector<std::string> ids(const std::vector<T>& list) {
  std::vector<std::string> out;
  for (const T& one : list) out.push_back(one.id);
  return out;
}

// "\"opn\": there is no [mode.opn]; did you mean open?"
std::string no_such(const std::string& table, const std::vector<std::string>& known,
                    const std::string& id);
template <class T>
std::string no_such(const std::string& table, const std::vector<T>& list, const std::string& id) {
  return no_such(table, ids(list), id);
}

// Adds what is wrong with [holder.NAME] and [node.NAME].
void check_tree(const decision::OptionTerms& terms, Breaches& out);

}  // namespace lode::io

// The faults of one file, collected while it is read.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "io/tree.h"

namespace lode::io {

class Faults {
 public:
  explicit Faults(std::string file) : file_(std::move(file)) {}

  void add(Place place, std::string key, std::string value, std::string message) {
    list.push_back({at(place), std::move(key), std::move(value), std::move(message)});
  }
  // At a value that is wrong.
  void add(const Node& node, std::string key, std::string message) {
    add(node.place, std::move(key), written(node), std::move(message));
  }
  Source at(Place place) const { return {file_, place.line, place.column}; }

  std::vector<Fault> list;

 private:
  std::string file_;
};

// "; did you mean recovery or recoveries?", empty if nothing is near.
std::string suggestion(const std::string& key, const std::vector<std::string>& known);

}  // namespace lode::io

// The list of all parameters, from the rooms' own descriptions: what `lode explain` prints.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/describe.h"

namespace lode::study {

struct Parameter {
  std::string key;   // "deposit.NAME.mill.recovery": NAME stands for a name of the case's choosing
  std::string type;  // number, list, integer, flag, text, texts, choice, table
  std::string unit;
  std::string use;       // fixed, sampled; empty for tables
  std::string range;     // "at least 0 and at most 1"
  std::string allowed;   // names of a choice
  std::string standard;  // default as written; "required" if there is none
  std::string meaning;
};

// Of a whole case; of a record with a description of its own, as the case of one stage has.
std::vector<Parameter> parameters();
std::vector<Parameter> parameters(const std::function<void(Visitor&)>& describe_values);

// Letters to put in, take out or change: Levenshtein (1966).
std::size_t edit_distance(const std::string& a, const std::string& b);

// Keys nearest to a misspelt one (by edit distance), best first, at most three.
std::vector<std::string> nearest(const std::string& key, const std::vector<std::string>& known);

}  // namespace lode::study

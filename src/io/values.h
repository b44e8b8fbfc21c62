// One value of a case file: from its node to numbers, distributions, lists, and its source,
// assumption or method.
//
// Each function adds what is wrong to `faults`, under `input.key`, and returns false; every entry
// of the node is read.
#pragma once

#include <optional>
#include <vector>

#include "io/faults.h"
#include "study/case.h"

namespace lode::io {

// A plain number, written in `unit`; out = written x unit.factor.
bool read_number(Faults& faults, const Node& node, const study::Input& input, Unit unit,
                 Range range, double& out);

// A list of numbers, each in `range`; an item that is not one is named by its own place.
bool read_numbers(Faults& faults, const Node& node, const std::string& key, Unit unit, Range range,
                  std::vector<double>& out);

// { value | a distribution, base, weights, range, source | assumption | method } of a key that
// takes a number. A distribution sets input.distribution (in written units) and out to `base`, or
// to its mean without one.
bool read_number_table(Faults& faults, const Node& table, study::Input& input, Unit unit,
                       Range range, double& out);

// { value, range, source | assumption | method } of a key that takes no single number: the node of
// the value; null if there is none. A node that is no table is its own value.
const Node* value_of(Faults& faults, const Node& node, study::Input& input);

std::string number_text(double value);
std::string allowed_text(Range range, Unit unit);  // "at least 0 and at most 100 %"

}  // namespace lode::io

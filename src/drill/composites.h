// Composites: samples of one length along the holes, within one domain each.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/grid.h"
#include "drill/campaign.h"

namespace lode::drill {

// Grades are in the unit of their element, as the data room writes them; `fraction_in(unit)` turns
// them into fractions. A missing grade is NaN. Holes in the order of the collars, downward in each.
struct Composites {
  std::vector<std::string> hole_name, domain_name;
  std::vector<Element> element;
  // [composite]
  std::vector<std::int32_t> hole, domain;  // index of the names; domain -1: in none
  std::vector<double> from_m, to_m;        // along the hole
  std::vector<Point> centre, start, end;   // on the hole's path, metres
  std::vector<double> density_t_per_m3;    // NaN: not known
  std::vector<double> weight;              // declustering, mean 1; 1 without declustering
  // [element][composite]
  std::vector<std::vector<double>> grade;      // after top cuts
  std::vector<std::vector<double>> uncut;      // before
  std::vector<std::vector<double>> sampled_m;  // length that the grade rests on
  std::size_t size() const { return hole.size(); }
};

}  // namespace lode::drill

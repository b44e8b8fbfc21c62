// How grades change across the contacts of domains, along the holes.
#pragma once

#include <vector>

#include "drill/stretches.h"

namespace lode::drill {

// Distances are along the hole from the contact, negative in the first domain. Of each hole and
// contact, the unbroken run of the domain on either side counts, as far as the reach goes; a
// stretch between two contacts counts for both.
struct ContactProfile {
  std::int32_t first = 0, second = 0;  // domains, first < second
  std::size_t contacts = 0;
  // [element][class of distance], from -reach to +reach
  std::vector<std::vector<double>> length_m, grade_m;  // sampled metres; grade x metres
  double mean(std::size_t element, std::size_t bin) const {
    return grade_m[element][bin] / length_m[element][bin];
  }
};
// By first, then second domain. Classes are bin_m wide from the contact outward; the outermost ends
// at the reach.
std::vector<ContactProfile> contacts(const Contact& rule, const Checked& checked,
                                     const std::vector<std::vector<Stretch>>& stretches);
// On one side.
std::size_t bins_per_side(const Contact& rule);

}  // namespace lode::drill

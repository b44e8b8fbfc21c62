// Ranges as messages and `lode explain` say them.
#pragma once

#include <string>

namespace lode {

// "at least 0 and at most 1", "at least 0", "at most 1"; "any number" without bounds. Bounds are
// written out as in a case file, not as powers of ten.
std::string range_in_words(double low, double high);

}  // namespace lode

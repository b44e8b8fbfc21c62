// Which program this is, to the bit.
#pragma once

#include <string>

namespace lode::cli {

// A hash of the program's own file and the version of the C library (whose functions differ in
// their last digits from one to the next): rows of two builds are never mixed.
std::string build_identity();

}  // namespace lode::cli

// A table of points with variables: the samples that variograms and kriging start from, and targets
// given point by point. CSV with a header, or Geo-EAS.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/dialect.h"
#include "base/missing.h"
#include "drill/drill.h"
#include "io/files.h"
#include "resource/resource.h"

namespace lode::io {

// Which file, and what its columns mean.
struct PointFile {
  std::string file;  // relative to the case
  drill::Format format = drill::Format::csv;
  std::string x = "x", y = "y", z;     // columns; no z: all at height 0
  std::vector<std::string> variables;  // columns
  std::string hole, domain;            // columns, of any text; empty: none
  GivenCodes missing;                  // numbers that mean "not measured" (base/missing.h)
  Dialect dialect;                     // of a CSV
  std::string key = "data";            // table of the case that holds these keys
};
void describe(Visitor& visit, PointFile& points);

struct Points {
  resource::Samples samples;  // variables in the order asked
  std::vector<std::string> hole_name, domain_name;
  std::vector<int> lines;          // [sample] of the file
  std::vector<std::string> notes;  // a byte-order mark, what was missing
  std::string file;                // as a person names it
};

// If the only negative numbers of a variable are codes such as -999, the codes are read as missing.
// A variable with other negative numbers, and a coordinate, keeps such codes as values, with a
// note. Hole and domain get an index by first appearance; domains continue `known_domains`, so that
// samples and targets agree. A missing hole is none (-1), a missing domain a fault. Throws
// InputError with every fault and its line: columns missing or named twice, cells that are not
// numbers, places that are missing or farther than kGreatestLength, no row at all.
Points read_points(const PointFile& points, const std::filesystem::path& folder,
                   const std::vector<std::string>& known_domains = {});

}  // namespace lode::io

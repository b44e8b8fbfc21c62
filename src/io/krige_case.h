// What a case of `lode krige` holds: docs/points.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/dialect.h"
#include "base/grid.h"
#include "io/points.h"
#include "io/stage_case.h"
#include "resource/resource.h"

namespace lode::io {

struct TargetFile {
  std::string file;
  drill::Format format = drill::Format::csv;
  std::string x, y, z;  // columns; empty: named as in the data
  std::string domain;
  Dialect dialect;  // of a CSV
  Point block_m;
};
void describe(Visitor& visit, TargetFile& targets);

struct KrigeCase {
  std::string variable;            // empty: the first of the data
  std::vector<std::string> drift;  // columns at samples and targets
  std::string grid_domain;
  PointFile data;
  std::optional<TargetFile> targets;
  std::optional<Grid> grid;
  std::optional<resource::CrossValidation> cross_validation;
  resource::EstimationMethod method;
  std::vector<resource::SoftBoundary> boundary;

  bool is_plane() const { return data.z.empty(); }
  std::size_t places() const { return is_plane() ? 2 : 3; }  // coordinates
};
void describe(Visitor& visit, KrigeCase& values);
std::vector<study::Breach> breaches(const KrigeCase& values);
void add_idle(IdleKeys& idle, const KrigeCase& values);

// The case with its data read and arranged as kriging takes them.
struct KrigeInput {
  KrigeCase given;
  resource::Samples samples;
  resource::SampleTraits traits;
  std::size_t variable = 0;
  std::vector<std::string> hole_name, domain_name;
  std::optional<resource::Targets> targets;  // of the grid or of the file
  std::vector<std::string> notes;
};
// Throws InputError with every fault of the case, then of each file.
KrigeInput read_krige_case(const std::filesystem::path& path);

}  // namespace lode::io

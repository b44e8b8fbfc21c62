// What a case of `lode krige` holds: docs/points.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/dialect.h"
#include "base/grid.h"
#include "io/io.h"
#include "resource/resource.h"

namespace lode::cli {

enum class Estimator { kriging, indicator, cokriging, inverse_distance, nearest };

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
  Estimator estimator = Estimator::kriging;
  std::string variable;            // empty: the first of the data
  std::vector<std::string> drift;  // columns at samples and targets
  std::string grid_domain;
  io::PointFile data;
  std::optional<TargetFile> targets;
  std::optional<Grid> grid;
  std::optional<resource::CrossValidation> cross_validation;
  resource::Search search;
  resource::Kriging kriging;
  resource::DistanceWeighting weighting;
  resource::Variogram variogram;
  std::vector<resource::Indicator> indicator;
  resource::Coregionalisation coregionalisation;
  std::vector<resource::SoftBoundary> boundary;

  bool is_plane() const { return data.z.empty(); }
};
void describe(Visitor& visit, KrigeCase& values);
std::vector<study::Breach> breaches(const KrigeCase& values);
void add_idle(io::IdleKeys& idle, const KrigeCase& values);

// The data read and everything put where kriging wants it. Throws InputError.
struct KrigeInput {
  resource::Samples samples;
  resource::SampleTraits traits;
  std::size_t variable = 0;
  std::vector<std::string> hole_name, domain_name;
  std::optional<resource::Targets> targets;  // of the grid or of the file
  std::vector<std::string> notes;
};
KrigeInput read_input(const KrigeCase& values, const io::StageCase& file);

}  // namespace lode::cli
template <>
inline constexpr std::array<std::string_view, 5> lode::kNames<lode::cli::Estimator> = {
    "kriging", "indicator", "cokriging", "inverse_distance", "nearest"};

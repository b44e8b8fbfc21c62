// Variography of one variable as a person asks for it: scores, experimental variograms, a model
// given or fitted, a map.
#pragma once

#include <optional>

#include "resource/normal_scores.h"
#include "resource/samples.h"
#include "resource/variogram_fit.h"
#include "resource/variogram_map.h"

namespace lode::resource {

enum class Scores { raw, normal };
enum class FitStart {
  none,    // nothing is fitted; the model, if there is one, is drawn
  model,   // from the model of the case
  spread,  // from starts spread over the lags; types named in the case, angles of its model
};

struct Fit {
  FitStart start = FitStart::none;
  std::vector<std::string> structures = {"spherical"};  // types, for spread
  FitOptions options;
};
void describe(Visitor& visit, Fit& fit);

struct Variography {
  Scores scores = Scores::raw;
  TieRule ties = TieRule::share;
  Lags lags;
  std::vector<Direction> direction;  // none: one omnidirectional
  Variogram model;                   // no nugget and no structure: none
  Fit fit;
  MapLags map{{0, 0, 1}, {0, 0, 0}};  // cells of 0 x 0: none
};
void describe(Visitor& visit, Variography& variography);
struct VariographyBreach {
  std::string key, message;
};
// What does not hold across its keys.
std::vector<VariographyBreach> breaches(const Variography& variography);

struct VariographyResult {
  ExperimentalVariogram experimental;
  std::optional<NormalScores> scores;
  std::optional<Variogram> model;  // fitted, or as given
  std::optional<VariogramFit> fit;
  std::string no_fit;  // why none could be made; empty if all is well
  std::optional<VariogramMap> map;
};

// `weight` (of declustering; may be empty) counts in normal scores alone. Throws InputError as the
// stages it calls.
VariographyResult variography(const Samples& samples, std::size_t variable,
                              std::span<const double> weight, const Variography& asked);

// The same of every variable.
struct VariableVariography {
  std::string variable;
  VariographyResult result;
};
// A fault that has no file says of which variable it is.
std::vector<VariableVariography> variographies(const Samples& samples,
                                               std::span<const double> weight,
                                               const Variography& asked);

// Ever graver; of several variables the gravest counts.
enum class VariographyStatus {
  done,
  stopped,   // the fit, by its most iterations
  no_fit,    // could be made: VariographyResult::no_fit says why
  no_pairs,  // fall into any lag of any direction
};
VariographyStatus status_of(const VariographyResult& result);

// What shows whether a model holds, where nothing more is asked: the three axes of the model within
// 22.5 degrees (one omnidirectional where all its ranges are alike) in lags of a tenth of its
// longest practical range, out to one and a half times that range.
Variography along_axes(const Variogram& model);
// Pairs of one hole, in lags of `lag_m`, thirty at most, out to the same distance.
Variography down_hole(const Variogram& model, double lag_m);

}  // namespace lode::resource
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::resource::Scores> = {"raw",
                                                                                         "normal"};
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::resource::FitStart> = {
    "none", "model", "spread"};

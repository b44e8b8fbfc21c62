// Error of kriging at values it does not use: each sample estimated, as a point, without itself,
// without its drill hole, or without its fold. Leaving out single samples gives errors that
// are too small: their neighbours in the same hole remain.
#pragma once

#include "resource/kriging.h"

namespace lode::resource {

enum class LeaveOut { one, hole, fold };

struct CrossValidation {
  LeaveOut leave_out = LeaveOut::one;
  int folds = 10;  // drawn at random, of equal size but for one
  int seed = 1;
};
void describe(Visitor& visit, CrossValidation& validation);

struct Validation {
  std::vector<std::uint32_t> sample;  // [row] index of those with a value
  std::vector<double> observed;       // [row]
  Estimates estimates;                // [row]
  // Over the rows that were estimated; residual = observed - estimate, score = residual / sd.
  std::size_t rows = 0;
  double mean_residual = 0, mean_absolute = 0, root_mean_square = 0;
  double mean_score = 0, sd_score = 0;
  double correlation = 0;  // of estimate and observed; NaN where one of them does not vary
};
// Throws InputError as krige does, and if holes are to be left out and a sample has none.
Validation cross_validate(const Samples& samples, std::size_t variable, const Variogram& variogram,
                          const Search& search, const Kriging& kriging,
                          const CrossValidation& validation, SampleTraits traits = {});

}  // namespace lode::resource
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::resource::LeaveOut> = {
    "one", "hole", "fold"};

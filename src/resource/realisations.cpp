#include "resource/realisations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <numeric>

#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/random.h"
#include "resource/gaussian_field.h"

namespace lode::resource {
namespace {

constexpr double kClippedLimit = 1e-3;
// Between the logs of the tonnage and the grade factor of a class.
constexpr double kFactorCorrelation = -0.3;

void check_inputs(const Law& law, const Variogram& variogram,
                  const std::vector<ConfidenceClass>& classes, const SimulationOptions& options) {
  LODE_CHECK(law.status == LawStatus::solved);
  if (const std::string fault = fault_of(variogram); !fault.empty())
    throw InputError("variogram: " + fault);
  if (options.realisations < 1) throw InputError("at least one realisation is needed");
  if (classes.empty() || classes.size() > 255)
    throw InputError("between 1 and 255 confidence classes are needed");
  for (std::size_t c = 0; c < classes.size(); ++c) {
    if (!(classes[c].metal_sd >= 0 && classes[c].mean_factor > 0))
      throw InputError(fmt::format(
          "class {}: metal_sd must not be negative and mean_factor positive", classes[c].id));
  }
}

std::vector<std::uint8_t> classes_by_rim(const std::vector<ConfidenceClass>& classes,
                                         const Body& body) {
  for (std::size_t c = 1; c < classes.size(); ++c)
    if (!(classes[c].within > classes[c - 1].within))
      throw InputError(fmt::format("class {}: within must be greater than that of class {}",
                                   classes[c].id, classes[c - 1].id));
  if (classes.back().within != 1)
    throw InputError(
        fmt::format("class {}: within of the last class must be 1, to the rim", classes.back().id));
  std::vector<std::uint8_t> out(body.rim.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::size_t c = 0;
    while (c + 1 < classes.size() && body.rim[i] >= classes[c].within) ++c;
    out[i] = static_cast<std::uint8_t>(c);
  }
  return out;
}

// The box of the grid that the body fills, and each body block's index in it.
struct Box {
  std::array<int, 3> count{};
  std::vector<std::uint32_t> index;  // [body block]
};

Box box_of(const Grid& grid, const Body& body) {
  std::array<int, 3> low = grid.count, high{-1, -1, -1};
  for (const std::uint32_t block : body.block) {
    const auto cell = grid.cell_of(block);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      low[axis] = std::min(low[axis], cell[axis]);
      high[axis] = std::max(high[axis], cell[axis]);
    }
  }
  Grid box;
  for (std::size_t axis = 0; axis < 3; ++axis) box.count[axis] = high[axis] - low[axis] + 1;
  Box out{box.count, {}};
  for (const std::uint32_t block : body.block) {
    const auto cell = grid.cell_of(block);
    out.index.push_back(static_cast<std::uint32_t>(
        box.index(cell[0] - low[0], cell[1] - low[1], cell[2] - low[2])));
  }
  return out;
}

struct ElementLaw {
  double log_mean, log_sd, correlation;  // with the main element's Gaussian
};

std::vector<ElementLaw> element_laws(const Statement& statement, const Law& law) {
  LODE_CHECK(law.by_product_log_mean.size() == statement.by_product.size());
  std::vector<ElementLaw> out{{law.log_mean, law.log_sd, 1}};
  for (std::size_t i = 0; i < statement.by_product.size(); ++i)
    out.push_back({law.by_product_log_mean[i], statement.by_product[i].log_sd,
                   statement.by_product[i].correlation});
  return out;
}

}  // namespace

// Logs of tonnage and grade factor: equal standard deviation s, correlation r, hence of metal 2 s^2
// (1 + r); a lognormal's coefficient of variation is sqrt(exp(variance) - 1).
void draw_class_factors(const std::vector<ConfidenceClass>& classes,
                        const SimulationOptions& options, Realisations& out) {
  const std::size_t count = classes.size();
  out.tonnage_factor.assign(out.realisations * count, 1);
  out.grade_factor.assign(out.realisations * count, 1);
  if (!options.class_uncertainty) return;
  const double r = kFactorCorrelation;
  for (std::size_t k = 0; k < out.realisations; ++k) {
    const Stream stream(options.seed, "resource." + options.name + ".class", k);
    for (std::size_t c = 0; c < count; ++c) {
      const double variance = std::log1p(classes[c].metal_sd * classes[c].metal_sd) / (2 + 2 * r);
      const double s = std::sqrt(variance);
      const double first = stream.normal(2 * c), other = stream.normal(2 * c + 1);
      const double second = r * first + std::sqrt(1 - r * r) * other;
      out.tonnage_factor[k * count + c] =
          classes[c].mean_factor * std::exp(s * first - (0.5 + r) * variance);
      out.grade_factor[k * count + c] = std::exp(s * second - 0.5 * variance);
    }
  }
}

Realisations simulate(const Statement& statement, const Law& law, const Variogram& variogram,
                      const Grid& grid, const Body& body,
                      const std::vector<ConfidenceClass>& classes, const SimulationOptions& options,
                      const Progress& progress) {
  check_inputs(law, variogram, classes, options);
  const Box box = box_of(grid, body);
  const GaussianField field =
      make_gaussian_field(variogram, grid, box.count, options.memory_cap_bytes);
  if (field.clipped_variance > kClippedLimit)
    throw NoAnswer(fmt::format(
        "the simulation would lose {:.2g} of the variance (limit {:.0e}): give it more memory than "
        "{:.0f} MB, shorter ranges or spherical structures",
        field.clipped_variance, kClippedLimit, options.memory_cap_bytes / 1e6));

  const std::vector<ElementLaw> laws = element_laws(statement, law);
  const std::vector<double> trend = log_trend(statement, body);
  const std::size_t blocks = body.block.size();
  Realisations out;
  out.realisations = out.stored = static_cast<std::size_t>(options.realisations);
  out.elements = laws.size();
  out.blocks = blocks;
  out.confidence = classes_of(classes, statement, law, body);
  out.clipped_variance = field.clipped_variance;
  out.embedding_bytes = field.bytes;
  draw_class_factors(classes, options, out);
  const double cells = static_cast<double>(out.elements) * static_cast<double>(out.realisations) *
                       static_cast<double>(blocks);
  need_memory(cells * sizeof(float),
              fmt::format("the ground of {} realisations x {} blocks", out.realisations, blocks));
  out.grade.resize(out.elements * out.realisations * blocks);

  const std::size_t pairs = (out.realisations + 1) / 2;
  std::atomic<std::size_t> done = 0;
  parallel_for(pairs, [&](std::size_t pair) {
    std::array<std::vector<double>, 2> main, own;
    for (std::size_t half = 0; half < 2; ++half)
      main[half].resize(blocks), own[half].resize(blocks);
    for (std::size_t e = 0; e < laws.size(); ++e) {
      const Stream stream(options.seed, fmt::format("resource.{}.{}", options.name, e), pair);
      auto& drawn = e == 0 ? main : own;
      draw_pair(field, stream, box.index, drawn[0], drawn[1]);
      const double r = laws[e].correlation, rest = std::sqrt(1 - r * r);
      for (std::size_t half = 0; half < 2 && 2 * pair + half < out.realisations; ++half) {
        const std::size_t k = 2 * pair + half;
        float* grade = out.grade.data() + (e * out.realisations + k) * blocks;
        for (std::size_t i = 0; i < blocks; ++i) {
          const double gauss = e == 0 ? main[half][i] : r * main[half][i] + rest * own[half][i];
          const double log_median = laws[e].log_mean + (e == 0 ? trend[i] : 0);
          grade[i] = static_cast<float>(std::exp(log_median + laws[e].log_sd * gauss));
        }
      }
    }
    if (progress) progress("resource", static_cast<double>(++done) / static_cast<double>(pairs));
  });
  return out;
}

std::vector<std::uint8_t> classes_of(const std::vector<ConfidenceClass>& classes,
                                     const Statement& statement, const Law& law, const Body& body) {
  if (std::isfinite(classes.front().within)) return classes_by_rim(classes, body);
  std::vector<std::size_t> order(body.rim.size());
  std::iota(order.rbegin(), order.rend(), std::size_t{0});  // the topmost blocks come last
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return body.rim[a] < body.rim[b]; });
  const std::vector<ExpectedShare> above = expected_share(law, statement, body);
  double all = 0, wanted = 0, there = 0;
  for (const ExpectedShare& block : above) all += block.tonnes;
  std::vector<std::uint8_t> out(body.rim.size(), static_cast<std::uint8_t>(classes.size() - 1));
  std::size_t next = 0;
  for (std::size_t c = 0; c + 1 < classes.size(); ++c) {
    wanted += all * (std::isfinite(classes[c].share) ? classes[c].share
                                                     : classes[c].tonnage_t / statement.tonnage_t);
    // A block goes to the class in which most of it lies.
    for (; next < order.size() && there + 0.5 * above[order[next]].tonnes < wanted; ++next) {
      there += above[order[next]].tonnes;
      out[order[next]] = static_cast<std::uint8_t>(c);
    }
  }
  return out;
}

std::vector<AboveCutOff> expected_by_class(const Statement& statement, const Law& law,
                                           const Grid& grid, const Body& body,
                                           std::span<const std::uint8_t> confidence,
                                           std::size_t classes) {
  const double block_t = grid.cell_volume_m3() * statement.density_t_per_m3;
  const std::vector<ExpectedShare> above = expected_share(law, statement, body);
  std::vector<AboveCutOff> out(classes);
  for (std::size_t i = 0; i < above.size(); ++i) {
    out[confidence[i]].tonnes += block_t * above[i].tonnes;
    out[confidence[i]].metal_t += block_t * above[i].metal;
  }
  return out;
}

StatementCheck check_statement(const Statement& statement, const Grid& grid,
                               const Realisations& realisations) {
  const std::size_t count = realisations.realisations;
  LODE_CHECK(count > 0);
  const double block_t = grid.cell_volume_m3() * statement.density_t_per_m3;
  std::vector<double> tonnes(count), metal(count);
  parallel_for(count, [&](std::size_t k) {
    for (std::size_t i = 0; i < realisations.blocks; ++i) {
      const double grade = realisations.at(0, k, i);
      if (!(grade > statement.cut_off)) continue;
      tonnes[k] += block_t;
      metal[k] += block_t * grade;
    }
  });
  StatementCheck check;
  const auto n = static_cast<double>(count);
  double metal_t = 0;
  for (std::size_t k = 0; k < count; ++k) check.tonnes += tonnes[k] / n, metal_t += metal[k] / n;
  if (check.tonnes > 0) check.grade = metal_t / check.tonnes;
  if (count < 2 || !(check.tonnes > 0)) return check;
  // The grade is a ratio of means: its standard error from metal - grade x tonnes (Cochran 1977,
  // ch. 2).
  double tonnes_square = 0, grade_square = 0;
  for (std::size_t k = 0; k < count; ++k) {
    tonnes_square += (tonnes[k] - check.tonnes) * (tonnes[k] - check.tonnes);
    const double rest = (metal[k] - check.grade * tonnes[k]) / check.tonnes;
    grade_square += rest * rest;
  }
  check.tonnes_se = std::sqrt(tonnes_square / (n * (n - 1)));
  check.grade_se = std::sqrt(grade_square / (n * (n - 1)));
  const auto near = [](double mean, double se, double stated) {
    return std::abs(mean - stated) <= std::max(0.01 * stated, 3 * se);
  };
  check.within = near(check.tonnes, check.tonnes_se, statement.tonnage_t) &&
                 near(check.grade, check.grade_se, statement.grade);
  return check;
}

}  // namespace lode::resource

// Equally likely grades of the body's blocks, drawn at block support.
// Gaussian fields by circulant embedding: Dietrich & Newsam (1997), Wood & Chan (1994); a pair of
// realisations (2k, 2k+1) is the real and imaginary part of one transform.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/progress.h"
#include "resource/classification.h"
#include "resource/law.h"
#include "resource/variogram.h"

namespace lode::resource {

// A confidence class, the surest first. Beside a statement the classes lie one around the other
// from the centre of the body to its rim: the blocks whose rim distance is below `within` and that
// are in no class before, or as many as hold the class's tonnage or share of the stated tonnes.
// Infinite: not given.
struct ConfidenceClass {
  std::string id;
  double within = kInfinity;         // rim distance, classes in ascending order; the last is 1
  double metal_sd = kRequired;       // 1 standard deviation on metal, fraction
  double mean_factor = 1;            // of ore: what such classes have lost on closer drilling
  bool inferred = false;             // flagged in every table
  DrillingThresholds drilling = {};  // of a deposit with drill holes, instead of `within`
  double tonnage_t = kInfinity;      // published, above the statement's cut-off
  double share = kInfinity;          // of the stated tonnage
  double grade = kInfinity;          // published mean grade: compared with the model's, not used
};
void describe(Visitor& visit, ConfidenceClass& confidence);

struct SimulationOptions {
  int realisations = 100;
  std::uint64_t seed = 1;
  std::string name;                 // of the deposit: names the random streams
  bool class_uncertainty = true;    // off: the realisations' mean must equal the statement
  double memory_cap_bytes = 512e6;  // of one embedding, per thread
};

// Element 0 is the main one, then the statement's by-products in order.
struct Realisations {
  std::size_t realisations = 0, elements = 0, blocks = 0;  // blocks of the body
  // Of the realisations' grades, how many are held: all, or 1 that all of them share.
  std::size_t stored = 0;
  std::vector<float> grade;  // [element][stored][body block], fraction, without class factors
  std::vector<std::uint8_t> confidence;  // [body block] index of class
  std::vector<double> tonnage_factor;    // [realisation][class], of the ore in its blocks
  std::vector<double> grade_factor;      // [realisation][class], of that ore's grade, all elements
  double clipped_variance = 0;  // share of the spectrum clipped by the embedding; limit 1e-3
  std::size_t embedding_bytes = 0;
  float at(std::size_t element, std::size_t realisation, std::size_t block) const {
    return grade[(element * stored + (stored == 1 ? 0 : realisation)) * blocks + block];
  }
};

// One of them, with the factors of its classes.
class Realisation {
 public:
  Realisation(const Realisations& all, std::size_t index) : all_(all), index_(index) {}
  double grade(std::size_t element, std::size_t block) const {
    return static_cast<double>(all_.at(element, index_, block));
  }
  double tonnage_factor(std::size_t block) const { return all_.tonnage_factor[draw(block)]; }
  double grade_factor(std::size_t block) const { return all_.grade_factor[draw(block)]; }
  // [body block]
  std::span<const float> grades(std::size_t element) const {
    const std::size_t place = element * all_.stored + (all_.stored == 1 ? 0 : index_);
    return std::span(all_.grade).subspan(place * all_.blocks, all_.blocks);
  }
  // [class]
  std::span<const double> tonnage_factors() const { return of_classes(all_.tonnage_factor); }
  std::span<const double> grade_factors() const { return of_classes(all_.grade_factor); }

 private:
  std::size_t classes() const { return all_.tonnage_factor.size() / all_.realisations; }
  std::size_t draw(std::size_t block) const { return index_ * classes() + all_.confidence[block]; }
  std::span<const double> of_classes(const std::vector<double>& factor) const {
    return std::span(factor).subspan(index_ * classes(), classes());
  }
  const Realisations& all_;
  std::size_t index_;
};
// Visits them one after the other: who asks for no more may be given them as they are made.
template <class F>
void for_each_realisation(const Realisations& all, const F& f) {
  for (std::size_t r = 0; r < all.realisations; ++r) f(Realisation(all, r));
}

// Uncertainty of a class: factors of the tonnage and of the grade of what a cut-off takes as ore,
// lognormal, correlation of their logs -0.3, such that metal (their product) has mean mean_factor
// and the class's sd over its mean exactly; one draw per realisation and class. They multiply ore
// and never move a block across a cut-off, so that the sd of metal above any cut-off is the one
// stated. (Mean of grade 1; of tonnage mean_factor x exp(0.3 s^2), s the log-sd of either.)
//
// Fields: one variogram for all elements; a by-product's is rho x main + sqrt(1 - rho^2) x its own.
// Realisation k is the same however many are drawn, on however many threads. Streams
// "resource.<name>.<element>" (a pair of realisations each) and "resource.<name>.class".
//
// Errors: InputError for classes out of order or a faulty variogram; NoAnswer if the clipped
// variance exceeds 1e-3 at the memory cap, or no embedding fits into it.
// Memory: the grades (4 bytes each) and, per thread, embedding_bytes + 32 bytes a body block.
Realisations simulate(const Statement& statement, const Law& law, const Variogram& variogram,
                      const Grid& grid, const Body& body,
                      const std::vector<ConfidenceClass>& classes, const SimulationOptions& options,
                      const Progress& progress = {});

// The factors alone, for realisations whose grades come from elsewhere.
void draw_class_factors(const std::vector<ConfidenceClass>& classes,
                        const SimulationOptions& options, Realisations& out);

// [body block] index of its class: by `within`; or, by rim distance and from the top among those of
// one distance, as many blocks as the law expects to hold the class's tonnes, to half a block.
// Throws InputError for classes out of order.
std::vector<std::uint8_t> classes_of(const std::vector<ConfidenceClass>& classes,
                                     const Statement& statement, const Law& law, const Body& body);
// [class] what the law expects above the statement's cut-off in the blocks of each class.
std::vector<AboveCutOff> expected_by_class(const Statement& statement, const Law& law,
                                           const Grid& grid, const Body& body,
                                           std::span<const std::uint8_t> confidence,
                                           std::size_t classes);

// Does the mean of the realisations meet the statement?
struct StatementCheck {
  double tonnes = 0, grade = 0;        // above the cut-off, mean over realisations
  double tonnes_se = 0, grade_se = 0;  // their standard errors; 0 from a single realisation
  bool within = false;                 // both within max(1 %, 3 standard errors) of the statement
};
// On the grades alone: class factors, a multiplier of mean one, do not enter.
StatementCheck check_statement(const Statement& statement, const Grid& grid,
                               const Realisations& realisations);

}  // namespace lode::resource

// The grade law solved from a published statement, at block support (the block that is mined).
#pragma once

#include <string>
#include <vector>

#include "base/describe.h"
#include "resource/body.h"

namespace lode::resource {

// A by-product known by its mean grade in the ore of the statement (above the main element's
// cut-off).
struct ByProduct {
  std::string id;            // a commodity of the case
  double grade = kRequired;  // fraction, mean in the stated ore
  double log_sd = 0.6;       // standard deviation of ln grade between blocks
  double correlation = 0.3;  // of its Gaussian field with the main element's
};
void describe(Visitor& visit, ByProduct& by_product);

struct Statement {
  // Above the cut-off; infinite: the sum of the classes' (which must then be given).
  double tonnage_t = kInfinity;
  double grade = kInfinity;    // fraction, mean above the cut-off; likewise
  double cut_off = kRequired;  // fraction
  double rim_grade = 1;  // median grade at the rim over that at the centre, log-linear between
  double density_t_per_m3 = kRequired;
  std::vector<ByProduct> by_product;
};
void describe(Visitor& visit, Statement& statement);

enum class LawStatus { solved, body_too_small, grade_not_above_cut_off, no_law };

// ln grade of a body block = log_mean + ln(rim_grade) * (rim - mean rim) + log_sd * N(0, 1).
struct Law {
  LawStatus status = LawStatus::no_law;
  std::string message;  // says why not, with numbers; or a warning (log_sd outside 0.25-1.0)
  double log_mean = 0, log_sd = 0;
  double share_above = 0;    // p: stated tonnes over body tonnes
  double tonnage_error = 0;  // relative residuals of the solution: the certificate, <= 1e-6
  double grade_error = 0;
  // [by-product] such that its mean over the blocks above the main cut-off is as stated.
  std::vector<double> by_product_log_mean;
};

// Solves log_mean and log_sd so that the expected tonnage above the cut-off and its mean grade
// equal the statement: nested bracketing on the exact sum over the body's blocks of lognormal tails
// (Journel & Huijbregts 1978, ch. VI). p > 0.95 -> body_too_small. Throws nothing: "no" is a
// status.
Law fit_law(const Statement& statement, const Grid& grid, const Body& body);

// [body block] ln of a block's median grade over that of a block at the mean rim distance: the
// law's trend.
std::vector<double> log_trend(const Statement& statement, const Body& body);

// [body block] of its tonnes, the part expected above the statement's cut-off, and the metal in it.
struct ExpectedShare {
  double tonnes = 0, metal = 0;
};
std::vector<ExpectedShare> expected_share(const Law& law, const Statement& statement,
                                          const Body& body);

// Expected tonnes and metal above a cut-off under the law, over the whole body: the tonnage-grade
// curve.
struct AboveCutOff {
  double tonnes = 0;
  double metal_t = 0;
};
AboveCutOff expected_above(const Law& law, const Statement& statement, const Grid& grid,
                           const Body& body, double cut_off);

}  // namespace lode::resource

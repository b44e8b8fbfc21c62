// From the law of samples to the law of blocks: the discrete Gaussian model of change of support.
// Matheron (1976); Journel & Huijbregts (1978), ch. VI.B; Rivoirard (1994), ch. 7.
//
//   const Anamorphosis point = make_anamorphosis(grades, declustering_weights);
//   const double r = block_coefficient(gaussian_variogram, grid);
//   const BlockLaw law = make_block_law(point, r);
//   share_above(law, 0.004).tonnage              of the blocks, and the metal in them
//
// A sample is Z = phi(Y), Y standard normal; a block is Zv = phi_r(Yv), and the pair (Y in v, Yv)
// is bigaussian with correlation r, so that phi_r(y) = E[phi(r y + sqrt(1 - r^2) W)]. The series
// sum phi_n r^n h_n(y) of Hermite polynomials is that expectation; here it is taken in closed form
// over the steps of phi, which cannot wiggle or give a negative grade.
//
// What does not hold: the greatest grade is the greatest sample's (no tail is drawn beyond the
// data); the model knows no information effect.
#pragma once

#include <span>
#include <vector>

#include "resource/variogram.h"

namespace lode::resource {

// z = phi(y): a step function of a standard normal.
struct Anamorphosis {
  std::vector<double> grade;  // [step] rising, fraction (or any unit)
  std::vector<double> bound;  // [step - 1] between steps, values of Y, rising
  double mean = 0, variance = 0;
};
// Of samples with weights (declustering; empty: equal). Order and ties do not matter. Samples whose
// steps are thinner than 0.005 of Y are merged to their mean, which keeps the mean of all.
// Throws InputError without a sample, for a value or weight that is not finite, a weight below 0,
// or weights that are all 0.
Anamorphosis make_anamorphosis(std::span<const double> grade, std::span<const double> weight = {});

// phi_0 .. phi_{count - 1}, on polynomials of unit variance: He_n / sqrt(n!) (Rivoirard's H_n up to
// the sign of the odd ones). Closed form over the steps, Rivoirard (1994), ch. 4.
std::vector<double> hermite_coefficients(const Anamorphosis& point, int count);

// r = corr(Y in v, Yv), from the variogram of Y regularised to the block: r^2 = C(v, v) / sill
// (Emery 2007; Chiles & Delfiner 2012, 6.8). In [0, 1).
double block_coefficient(const Variogram& gaussian, const Grid& grid, int points_per_axis = 4);

// r such that the blocks have the given variance, sum over n >= 1 of phi_n^2 r^2n (Journel &
// Huijbregts 1978, VI.B): where only the variogram of grade itself is known. A variance at or above
// that of the samples gives 1, one at or below 0 gives 0.
double block_coefficient_for_variance(const Anamorphosis& point, double block_variance);

// The grade of blocks as a function of their Gaussian, tabulated.
struct BlockLaw {
  double r = 1;
  std::vector<double> grade;        // [node] phi_r, rising; nodes evenly from -6 to 6
  std::vector<double> metal_below;  // [node] integral of phi_r(y) g(y) up to the node
  double mean = 0, variance = 0;    // of the table
};
BlockLaw make_block_law(const Anamorphosis& point, double r);

struct ShareAbove {
  double tonnage = 0;  // share of the blocks whose grade is at or above the cut-off
  double metal = 0;    // their grade times that share
};
ShareAbove share_above(const BlockLaw& law, double cut_off);

// Grades that keep their order and take the law's spread: the block that holds the part (p, q) of
// the tonnage, counted from the poorest, gets the law's mean between its quantiles p and q; all are
// then scaled to the mean that the grades had, so that no metal comes or goes. Ties keep the order
// of their index. [block] in and out; a law of mean 0 leaves the grades as they are.
//
// Simplified: kriging smooths, and this gives the model as a whole the spread that blocks of this
// size have; a single block does not become better known. Selection is as free as if the
// order of the kriged grades were the order of the true ones.
std::vector<double> corrected_to_law(const BlockLaw& law, std::span<const double> grade,
                                     std::span<const double> tonnes);

}  // namespace lode::resource

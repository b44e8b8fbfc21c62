// Samples used to estimate a target: those nearest in the search ellipsoid, whatever the
// variogram's, with limits on their number, per octant and per hole, and domain boundaries.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/grid.h"
#include "resource/samples.h"

namespace lode::resource {

enum class Neighbourhood { ellipsoid, all };

struct Search {
  Neighbourhood neighbourhood = Neighbourhood::ellipsoid;
  double radius_major_m = 0;                     // of the ellipsoid
  double radius_semi_m = 0, radius_minor_m = 0;  // 0: as the major one
  double azimuth_deg = 0, dip_deg = 0, rake_deg = 0;
  int min_samples = 1, max_samples = 0;      // 0: no limit
  int max_per_octant = 0, max_per_hole = 0;  // 0: no limit
  int min_holes = 0;
};
void describe(Visitor& visit, Search& search);
// What does not hold across its keys, empty if all is well.
std::string fault_of(const Search& search);

// Domain boundaries are hard unless a soft one names both domains: then samples of the one speak
// for targets of the other within a distance of the target.
struct SoftBoundary {
  std::string id;
  std::vector<std::string> domains;
  double within_m = 0;  // 0: at any distance
};
void describe(Visitor& visit, SoftBoundary& boundary);

// [target's domain][sample's domain]: distance within which a sample counts; 0 never, infinity
// always. Row by row, n x n.
std::vector<double> boundary_matrix(const std::vector<std::string>& domain_name,
                                    const std::vector<SoftBoundary>& soft);

// A place to estimate, and the samples that may not be used there.
struct SearchTarget {
  Point at;
  std::int32_t domain = -1;  // -1: any sample's domain will do
  std::int32_t group = -1;   // samples of this group are left out (cross-validation)
};

// The samples arranged for search: rotated and scaled so that the ellipsoid is a ball, in cells.
// Distances are metres along the major axis; ties go to the lower sample index. Octants are taken
// along the unrotated axes, as GSLIB's (Deutsch & Journel 1998, srchsupr).
//
// Lengths that differ by less than same() are one (base/same.h; its measure is the smallest of the
// radii and `least_length`, without either the extent of the samples): a sample on the ellipsoid's
// surface is inside, distances tie, a sample stands on the plane between octants.
// Samples at one place count once, against every limit: of those that may be used at a target the
// lowest index takes part, before limits are counted.
class SampleSearch {
 public:
  struct Labels {
    std::vector<std::int32_t> hole, domain, group;  // [sample], or empty
    std::vector<double> boundary;                   // boundary_matrix
  };
  // usable [sample]: false = never a neighbour; empty: all are. least_length: the smallest length
  // of the question beside the radii (block, range); 0: none.
  SampleSearch(const Samples& samples, const Search& search, Labels labels,
               const std::vector<bool>& usable = {}, double least_length = 0);
  ~SampleSearch();
  SampleSearch(const SampleSearch&) = delete;
  SampleSearch& operator=(const SampleSearch&) = delete;

  // Targets grouped into tiles of neighbours, for which candidates are gathered once:
  // order[first[t] .. first[t + 1]) are the targets of tile t.
  struct Tiles {
    std::vector<std::uint32_t> order, first;
  };
  Tiles tiles(std::span<const double> x, std::span<const double> y,
              std::span<const double> z) const;

  // One thread's view: enter a tile, then ask for each of its targets.
  class View {
   public:
    explicit View(const SampleSearch& search);
    ~View();
    // `at` are the targets of the tile.
    void enter(std::span<const Point> at);
    // Samples by position (below); in ascending position. Exact for any target, fastest for those
    // of the tile. Fewer than min_samples or min_holes: as they are; see enough().
    std::span<const std::uint32_t> neighbours(const SearchTarget& target);
    // Samples that were left out somewhere beside an earlier one at their place; of unlike domains
    // or groups (the others are duplicates() of the search). Index, ascending.
    std::vector<std::uint32_t> left_out() const;

   private:
    struct State;
    std::unique_ptr<State> state_;
  };

  // Samples are held cell by cell: position -> sample index. Two samples at one place keep the
  // order of their indices.
  const std::vector<std::uint32_t>& sample_at() const;
  // Samples that are never used: an earlier one of their domain and group is at their place.
  const std::vector<std::uint32_t>& duplicates() const;
  const std::vector<std::uint32_t>& duplicate_of() const;  // [duplicate] that earlier one
  // Places no farther apart are one, in metres; and so are distances as distance() measures them.
  double same() const;
  double same_distance() const;
  // Between two points, in metres along the ellipsoid's major axis.
  double distance(const Point& a, const Point& b) const;
  int holes_among(std::span<const std::uint32_t> positions) const;
  bool enough(std::span<const std::uint32_t> positions) const;

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace lode::resource
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::resource::Neighbourhood> = {
    "ellipsoid", "all"};

#include "resource/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "base/error.h"
#include "base/same.h"
#include "resource/block_covariance.h"
#include "resource/search_cells.h"

namespace lode::resource {
namespace {

constexpr double kAnywhere = std::numeric_limits<double>::infinity();
constexpr double kSamplesPerCell = 3;
constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

// GSLIB's octants, srchsupr: of a sample at (dx, dy, dz) from the target.
std::size_t octant(double dx, double dy, double dz, double same) {
  for (double* d : {&dx, &dy, &dz})
    if (std::abs(*d) <= same) *d = 0;
  std::size_t of_plane = 3;
  if (dx <= 0 && dy > 0)
    of_plane = 0;
  else if (dx > 0 && dy >= 0)
    of_plane = 1;
  else if (dx < 0 && dy <= 0)
    of_plane = 2;
  return of_plane + (dz < 0 ? 4 : 0);
}

[[noreturn]] void refuse_place(const char* what, double coordinate) {
  throw InputError(fmt::format("a {} has a coordinate of {:g}: it must lie within {:g} of zero",
                               what, coordinate, kGreatestLength));
}

}  // namespace

std::string fault_of(const Search& s) {
  if (s.neighbourhood == Neighbourhood::ellipsoid && !(s.radius_major_m > 0))
    return "an ellipsoid needs radius_major above 0 (or neighbourhood = \"all\")";
  for (const double radius : {s.radius_major_m, s.radius_semi_m, s.radius_minor_m})
    if (radius != 0 && !(radius >= kLeastLength && radius <= kGreatestLength))
      return fmt::format("a radius of {} is outside [{}, {}]", radius, kLeastLength,
                         kGreatestLength);
  if (s.max_samples > 0 && s.min_samples > s.max_samples)
    return fmt::format("min_samples = {} is above max_samples = {}", s.min_samples, s.max_samples);
  return {};
}

std::vector<double> boundary_matrix(const std::vector<std::string>& domain_name,
                                    const std::vector<SoftBoundary>& soft) {
  const std::size_t n = domain_name.size();
  std::vector<double> within(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i) within[i * n + i] = kAnywhere;
  const auto named = [&](const SoftBoundary& boundary, std::size_t i) {
    return std::find(boundary.domains.begin(), boundary.domains.end(), domain_name[i]) !=
           boundary.domains.end();
  };
  for (const SoftBoundary& boundary : soft)
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        if (i != j && named(boundary, i) && named(boundary, j))
          within[i * n + j] =
              std::max(within[i * n + j], boundary.within_m > 0 ? boundary.within_m : kAnywhere);
  return within;
}

struct SampleSearch::Data {
  Search search;
  Labels labels;
  std::size_t domains = 0;
  Matrix3 axes;
  Point origin;
  double radius = 0;
  double same = 0, same_u = 0;  // in metres, and as distances in search coordinates
  std::size_t most = 0;         // neighbours
  bool constrained = false;
  std::vector<std::uint32_t> sample;                    // [position]
  std::vector<double> u, v, w;                          // [position] search coordinates
  std::vector<Point> world;                             // [position]
  std::vector<std::int32_t> hole, domain, group;        // [position], or empty
  std::vector<std::uint32_t> duplicates, duplicate_of;  // samples
  std::vector<std::int32_t> place;  // [position] of several samples, -1 alone; empty: all are alone
  std::size_t places = 0;
  Cells cells;
  std::vector<std::uint32_t> first;  // [cell] of positions
  double diameter = 0;               // of all samples

  void find_duplicates(const Samples& samples, std::vector<std::uint32_t>& index,
                       std::vector<std::int32_t>& shared);
  void sort_into_cells(const Samples& samples, const std::vector<std::uint32_t>& index,
                       const std::vector<std::int32_t>& shared);
  Point to_space(const Point& p) const {
    return multiply(axes, {p.x - origin.x, p.y - origin.y, p.z - origin.z});
  }
  // A first guess of how far `most` samples reach.
  double likely_reach() const {
    if (most >= sample.size()) return diameter;
    const double per_cell = static_cast<double>(sample.size()) /
                            static_cast<double>(std::max<std::size_t>(cells.size(), 1));
    return 0.8 * cells.side * std::cbrt(static_cast<double>(most) / std::max(per_cell, 0.1));
  }
};

// Takes later samples at a place of their own domain and group out of `index`; `shared` numbers
// the places that several of those left have.
void SampleSearch::Data::find_duplicates(const Samples& samples, std::vector<std::uint32_t>& index,
                                         std::vector<std::int32_t>& shared) {
  std::vector<std::uint32_t> head(cells.size(), kNobody), next;  // of those kept, cell by cell
  std::vector<std::uint32_t> kept;
  const auto alike = [&](const std::vector<std::int32_t>& label, std::uint32_t a, std::uint32_t b) {
    return label.empty() || label[a] == label[b];
  };
  for (const std::uint32_t i : index) {
    const Point at{samples.x[i], samples.y[i], samples.z[i]}, p = to_space(at);
    std::int32_t own = -1;
    bool duplicate = false;
    for (int iz = cells.along(2, p.z - same_u); iz <= cells.along(2, p.z + same_u) && !duplicate;
         ++iz)
      for (int iy = cells.along(1, p.y - same_u); iy <= cells.along(1, p.y + same_u) && !duplicate;
           ++iy)
        for (int ix = cells.along(0, p.x - same_u);
             ix <= cells.along(0, p.x + same_u) && !duplicate; ++ix)
          for (std::uint32_t k = head[cells.row(iy, iz) + static_cast<std::size_t>(ix)];
               k != kNobody && !duplicate; k = next[k]) {
            const std::uint32_t j = kept[k];
            if (squared_distance(at, {samples.x[j], samples.y[j], samples.z[j]}) > same * same)
              continue;
            duplicate = alike(labels.domain, i, j) && alike(labels.group, i, j);
            if (duplicate) {
              duplicates.push_back(i), duplicate_of.push_back(j);
              break;
            }
            if (shared[k] < 0) shared[k] = static_cast<std::int32_t>(places++);
            own = shared[k];
          }
    if (duplicate) continue;
    std::uint32_t& first_here = head[cells.of(p)];
    next.push_back(first_here);
    first_here = static_cast<std::uint32_t>(kept.size());
    kept.push_back(i);
    shared.push_back(own);
  }
  index = std::move(kept);
}

// The samples of `index` by cell, with what the search needs of each.
void SampleSearch::Data::sort_into_cells(const Samples& samples,
                                         const std::vector<std::uint32_t>& index,
                                         const std::vector<std::int32_t>& shared) {
  const auto in_world = [&](std::uint32_t i) {
    return Point{samples.x[i], samples.y[i], samples.z[i]};
  };
  std::vector<std::uint32_t> cell_of, order;
  for (const std::uint32_t i : index)
    cell_of.push_back(static_cast<std::uint32_t>(cells.of(to_space(in_world(i)))));
  counting_sort(cell_of, cells.size(), order, first);
  for (const std::uint32_t k : order) {
    const std::uint32_t i = index[k];
    const Point p = to_space(in_world(i));
    sample.push_back(i);
    world.push_back(in_world(i));
    u.push_back(p.x), v.push_back(p.y), w.push_back(p.z);
    if (!labels.hole.empty()) hole.push_back(labels.hole[i]);
    if (!labels.domain.empty()) domain.push_back(labels.domain[i]);
    if (!labels.group.empty()) group.push_back(labels.group[i]);
    if (places > 0) place.push_back(shared[k]);
  }
}

SampleSearch::SampleSearch(const Samples& samples, const Search& search, Labels labels,
                           const std::vector<bool>& usable, double least_length)
    : data_(std::make_unique<Data>()) {
  Data& d = *data_;
  d.search = search;
  d.labels = std::move(labels);
  d.axes = rotation(search.azimuth_deg, search.dip_deg, search.rake_deg);
  const double major = search.radius_major_m > 0 ? search.radius_major_m : 1;
  const auto ratio = [&](double radius) { return radius > 0 ? major / radius : 1.0; };
  const double stretch[] = {1, ratio(search.radius_semi_m), ratio(search.radius_minor_m)};
  for (std::size_t k = 0; k < 3; ++k)
    d.axes[k] = {d.axes[k].x * stretch[k], d.axes[k].y * stretch[k], d.axes[k].z * stretch[k]};
  d.radius = search.neighbourhood == Neighbourhood::all ? kAnywhere : search.radius_major_m;

  std::vector<std::uint32_t> index;
  for (std::size_t i = 0; i < samples.size(); ++i)
    if (usable.empty() || usable[i]) index.push_back(static_cast<std::uint32_t>(i));
  const auto world = [&](std::uint32_t i) {
    return Point{samples.x[i], samples.y[i], samples.z[i]};
  };
  if (!index.empty()) d.origin = world(index[0]);
  Point low{kAnywhere, kAnywhere, kAnywhere}, high{-kAnywhere, -kAnywhere, -kAnywhere};
  double farthest = 0;
  for (const std::uint32_t i : index) {
    const Point at = world(i), p = d.to_space(at);
    for (const double c : {at.x, at.y, at.z})
      if (!(std::abs(c) <= farthest)) farthest = std::abs(c);  // NaN too
    low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
  if (!(farthest <= kGreatestLength)) refuse_place("sample", farthest);
  const double n = static_cast<double>(index.size());
  if (index.empty()) low = high = {};
  d.diameter = std::sqrt(squared_distance(low, high));
  double measure = least_length > 0 ? least_length : kAnywhere;
  if (d.radius < kAnywhere)
    for (const double longer : stretch) measure = std::min(measure, major / longer);
  d.same = same_length(measure < kAnywhere ? measure : d.diameter, farthest);
  d.same_u = d.same * std::max({stretch[0], stretch[1], stretch[2]});
  d.radius += d.same_u;
  d.cells = Cells(low, high, n / kSamplesPerCell, 8 * n + 8);
  std::vector<std::int32_t> shared;
  d.find_duplicates(samples, index, shared);
  d.sort_into_cells(samples, index, shared);
  d.domains = static_cast<std::size_t>(std::lround(std::sqrt(double(d.labels.boundary.size()))));
  d.most = search.max_samples > 0 ? static_cast<std::size_t>(search.max_samples) : d.sample.size();
  d.constrained = search.max_per_octant > 0 || (search.max_per_hole > 0 && !d.hole.empty()) ||
                  !d.domain.empty() || !d.group.empty();
}
SampleSearch::~SampleSearch() = default;

const std::vector<std::uint32_t>& SampleSearch::sample_at() const { return data_->sample; }
const std::vector<std::uint32_t>& SampleSearch::duplicates() const { return data_->duplicates; }
const std::vector<std::uint32_t>& SampleSearch::duplicate_of() const { return data_->duplicate_of; }
double SampleSearch::same() const { return data_->same; }
double SampleSearch::same_distance() const { return data_->same_u; }

double SampleSearch::distance(const Point& a, const Point& b) const {
  return length(multiply(data_->axes, {a.x - b.x, a.y - b.y, a.z - b.z}));
}

int SampleSearch::holes_among(std::span<const std::uint32_t> positions) const {
  const auto& hole = data_->hole;
  if (hole.empty()) return 0;
  int count = 0;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const std::int32_t h = hole[positions[i]];
    bool is_new = h >= 0;
    for (std::size_t j = 0; j < i && is_new; ++j) is_new = hole[positions[j]] != h;
    count += is_new;
  }
  return count;
}

bool SampleSearch::enough(std::span<const std::uint32_t> positions) const {
  const Search& s = data_->search;
  return !positions.empty() && positions.size() >= static_cast<std::size_t>(s.min_samples) &&
         (s.min_holes <= 0 || holes_among(positions) >= s.min_holes);
}

SampleSearch::Tiles SampleSearch::tiles(std::span<const double> x, std::span<const double> y,
                                        std::span<const double> z) const {
  const Data& d = *data_;
  Tiles out;
  Point low{kAnywhere, kAnywhere, kAnywhere}, high{-kAnywhere, -kAnywhere, -kAnywhere};
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (const double c : {x[i], y[i], z[i]})
      if (!(std::abs(c) <= kGreatestLength)) refuse_place("target", c);
    const Point p = d.to_space({x[i], y[i], z[i]});
    low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
  if (x.empty()) return out.first = {0}, out;
  constexpr double kTargetsPerTile = 12;
  const double n = static_cast<double>(x.size());
  Cells cells(low, high, n / kTargetsPerTile, n + 8);
  std::vector<std::uint32_t> cell_of(x.size()), first;
  for (std::size_t i = 0; i < x.size(); ++i)
    cell_of[i] = static_cast<std::uint32_t>(cells.of(d.to_space({x[i], y[i], z[i]})));
  counting_sort(cell_of, cells.size(), out.order, first);
  out.first = {0};
  // A tile ends with its cell, at 64 targets, or where it would be wide beside its neighbourhoods.
  const double wide = 0.7 * std::min(d.radius, d.likely_reach());
  const auto place = [&](std::uint32_t k) {
    const std::uint32_t i = out.order[k];
    return d.to_space({x[i], y[i], z[i]});
  };
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (first[c] == first[c + 1]) continue;
    Point start = place(first[c]);
    std::uint32_t start_at = first[c];
    for (std::uint32_t k = first[c] + 1; k < first[c + 1]; ++k)
      if (k - start_at >= 64 || squared_distance(place(k), start) > wide * wide) {
        out.first.push_back(k);
        start = place(k), start_at = k;
      }
    out.first.push_back(first[c + 1]);
  }
  return out;
}

struct SampleSearch::View::State {
  const Data& d;
  explicit State(const Data& data) : d(data), reach(data.likely_reach()) {}

  Point centre;
  double reach;                         // a guess of how far neighbours are
  double farthest = 0;                  // neighbour of a target of this tile, squared
  double spread = 0;                    // farthest target of the tile from its centre
  double gathered = -1;                 // all samples within this of the centre are candidates
  bool whole = false;                   // all samples are candidates
  std::vector<std::uint32_t> position;  // [candidate], ascending
  std::vector<double> u, v, w, d2, nearest;
  std::vector<std::uint32_t> found,
      last;  // of neighbours: positions; candidates of the last target
  std::vector<std::pair<double, std::uint32_t>> sorted;  // distance, candidate
  std::vector<std::int32_t> hole_seen;
  std::vector<int> hole_count;
  std::vector<std::uint32_t> lowest;  // [place] sample
  std::vector<std::size_t> touched;   // places
  std::vector<char> skipped;          // [position]

  void take(std::uint32_t from, std::uint32_t to) {
    for (std::uint32_t p = from; p < to; ++p) {
      const double du = d.u[p] - centre.x, dv = d.v[p] - centre.y, dw = d.w[p] - centre.z;
      if (du * du + dv * dv + dw * dw > gathered * gathered) continue;
      position.push_back(p);
      u.push_back(d.u[p]), v.push_back(d.v[p]), w.push_back(d.w[p]);
    }
  }

  void gather(double radius) {
    position.clear(), u.clear(), v.clear(), w.clear(), last.clear();
    gathered = radius;
    const Cells& c = d.cells;
    const int x0 = c.along(0, centre.x - radius), x1 = c.along(0, centre.x + radius),
              y0 = c.along(1, centre.y - radius), y1 = c.along(1, centre.y + radius),
              z0 = c.along(2, centre.z - radius), z1 = c.along(2, centre.z + radius);
    for (int iz = z0; iz <= z1; ++iz)
      for (int iy = y0; iy <= y1; ++iy) {
        const std::size_t row = c.row(iy, iz);
        take(d.first[row + static_cast<std::size_t>(x0)],
             d.first[row + static_cast<std::size_t>(x1) + 1]);
      }
    whole = position.size() == d.sample.size();
    d2.resize(position.size());
  }

  // How far to gather for targets within `off` of the centre; a hair more, for rounding.
  double needed(double off) const {
    return off * (1 + 1e-9) + std::min(reach, d.radius) * (1 + 1e-9);
  }

  // Squared distances to all candidates, and the one within which they are complete.
  double measure(const Point& at) {
    const std::size_t n = position.size();
    const double *pu = u.data(), *pv = v.data(), *pw = w.data();
    double* out = d2.data();
    for (std::size_t i = 0; i < n; ++i) {
      const double du = pu[i] - at.x, dv = pv[i] - at.y, dw = pw[i] - at.z;
      out[i] = du * du + dv * dv + dw * dw;
    }
    if (whole) return d.radius;
    // A hair less than the triangle's inequality allows, for rounding.
    return std::min(d.radius, (gathered - std::sqrt(squared_distance(at, centre))) * (1 - 1e-12));
  }

  // Whether the farthest of those found, or one that ties with it, may stand beyond `limit`.
  bool complete(double limit) const {
    if (limit >= d.radius || whole) return true;
    if (found.size() < d.most) return false;
    double most = 0;
    for (const std::uint32_t i : found) most = std::max(most, d2[i]);
    return std::sqrt(most) + 2 * d.same_u <= limit;
  }

  // The nearest `most` within `limit`; false if there may be more beyond it.
  bool select(double limit) {
    double bound = limit < 0 ? -1 : limit * limit;
    if (last.size() == d.most && d.most > 0) {
      double known = 0;  // as many are no farther than this
      for (const std::uint32_t i : last) known = std::max(known, d2[i]);
      bound = std::min(bound, squared_plus(known, d.same_u));
    }
    nearest.clear(), found.clear();
    for (std::uint32_t i = 0; i < d2.size(); ++i)
      if (d2[i] <= bound) nearest.push_back(d2[i]), found.push_back(i);
    if (found.size() > d.most) keep_nearest();
    for (const std::uint32_t i : found) farthest = std::max(farthest, d2[i]);
    return complete(limit);
  }

  // (distance + more)^2
  static double squared_plus(double squared, double more) {
    const double sum = std::max(0.0, std::sqrt(squared) + more);
    return sum * sum;
  }

  void keep_nearest() {
    const auto kth = nearest.begin() + static_cast<std::ptrdiff_t>(d.most) - 1;
    std::nth_element(nearest.begin(), kth, nearest.end());
    const double edge = squared_plus(*kth, d.same_u);
    const auto beyond = [&](std::uint32_t i) { return d2[i] > edge; };
    found.erase(std::remove_if(found.begin(), found.end(), beyond), found.end());
    if (found.size() == d.most) return;
    // Ties at the edge: those of the highest index go.
    const double inside = squared_plus(*kth, -d.same_u);
    std::vector<std::uint32_t> tied;
    for (const std::uint32_t i : found)
      if (d2[i] >= inside) tied.push_back(i);
    std::sort(tied.begin(), tied.end(), [&](std::uint32_t a, std::uint32_t b) {
      return d.sample[position[a]] < d.sample[position[b]];
    });
    tied.erase(tied.begin(), tied.end() - static_cast<std::ptrdiff_t>(found.size() - d.most));
    found.erase(std::remove_if(found.begin(), found.end(),
                               [&](std::uint32_t i) {
                                 return std::find(tied.begin(), tied.end(), i) != tied.end();
                               }),
                found.end());
  }

  bool allowed(std::uint32_t p, const SearchTarget& target) const {
    if (!d.group.empty() && target.group >= 0 && d.group[p] == target.group) return false;
    if (d.domain.empty() || target.domain < 0) return true;
    const double within = d.labels.boundary[static_cast<std::size_t>(target.domain) * d.domains +
                                            static_cast<std::size_t>(d.domain[p])];
    return within == kAnywhere || (within > 0 && squared_distance(d.world[p], target.at) <=
                                                     (within + d.same) * (within + d.same));
  }

  // The same under limits per octant and hole and across boundaries: by distance, one by one.
  bool select_constrained(const SearchTarget& target, double limit) {
    sorted.clear(), found.clear();
    for (std::uint32_t i = 0; i < d2.size(); ++i)
      if (limit >= 0 && d2[i] <= limit * limit && allowed(position[i], target))
        sorted.emplace_back(d2[i], i);
    if (d.places > 0) leave_out_later();
    const bool limited =
        d.search.max_per_octant > 0 || (d.search.max_per_hole > 0 && !d.hole.empty());
    if (limited || sorted.size() > d.most) sort_with_ties();
    std::array<int, 8> in_octant{};
    hole_seen.clear(), hole_count.clear();
    for (const auto& [distance, i] : sorted) {
      if (found.size() == d.most) break;
      const std::uint32_t p = position[i];
      if (d.search.max_per_octant > 0) {
        const Point& at = d.world[p];
        int& count =
            in_octant[octant(at.x - target.at.x, at.y - target.at.y, at.z - target.at.z, d.same)];
        if (++count > d.search.max_per_octant) continue;
      }
      if (d.search.max_per_hole > 0 && !d.hole.empty() && !hole_has_room(d.hole[p])) continue;
      found.push_back(i);
    }
    std::sort(found.begin(), found.end());
    return complete(limit);
  }

  // By distance; those that tie with the first of them, by index.
  void sort_with_ties() {
    std::sort(sorted.begin(), sorted.end());
    const auto by_index = [&](const auto& a, const auto& b) {
      return d.sample[position[a.second]] < d.sample[position[b.second]];
    };
    for (auto first = sorted.begin(); first != sorted.end();) {
      const double end = squared_plus(first->first, d.same_u);
      auto last_tied = first + 1;
      while (last_tied != sorted.end() && last_tied->first <= end) ++last_tied;
      if (last_tied - first > 1) std::sort(first, last_tied, by_index);
      first = last_tied;
    }
  }

  // Of those at one place that may be used the lowest index stays.
  void leave_out_later() {
    lowest.resize(d.places, kNobody), skipped.resize(d.sample.size(), 0);
    const auto place_of = [&](const auto& one) { return d.place[position[one.second]]; };
    for (const auto& one : sorted)
      if (const std::int32_t place = place_of(one); place >= 0) {
        std::uint32_t& least = lowest[static_cast<std::size_t>(place)];
        least = std::min(least, d.sample[position[one.second]]);
      }
    const auto gone = [&](const auto& one) {
      const std::int32_t place = place_of(one);
      const std::uint32_t p = position[one.second];
      if (place < 0 || lowest[static_cast<std::size_t>(place)] == d.sample[p]) return false;
      skipped[p] = 1;
      return true;
    };
    touched.clear();
    for (const auto& one : sorted)
      if (const std::int32_t place = place_of(one); place >= 0)
        touched.push_back(static_cast<std::size_t>(place));
    sorted.erase(std::remove_if(sorted.begin(), sorted.end(), gone), sorted.end());
    for (const std::size_t place : touched) lowest[place] = kNobody;
  }

  bool hole_has_room(std::int32_t hole) {
    if (hole < 0) return true;
    const auto at = std::find(hole_seen.begin(), hole_seen.end(), hole);
    if (at == hole_seen.end()) {
      hole_seen.push_back(hole), hole_count.push_back(1);
      return true;
    }
    return ++hole_count[static_cast<std::size_t>(at - hole_seen.begin())] <= d.search.max_per_hole;
  }
};

SampleSearch::View::View(const SampleSearch& search)
    : state_(std::make_unique<State>(*search.data_)) {}
SampleSearch::View::~View() = default;

void SampleSearch::View::enter(std::span<const Point> at) {
  State& s = *state_;
  s.centre = {};
  const double share = 1.0 / static_cast<double>(at.size());
  for (const Point& p : at) {
    const Point q = s.d.to_space(p);
    s.centre.x += share * q.x, s.centre.y += share * q.y, s.centre.z += share * q.z;
  }
  s.spread = 0;
  for (const Point& p : at)
    s.spread = std::max(s.spread, squared_distance(s.d.to_space(p), s.centre));
  s.spread = std::sqrt(s.spread);
  if (s.farthest > 0) s.reach = 1.1 * std::sqrt(s.farthest);
  s.farthest = 0;
  s.gather(s.needed(s.spread));
}

std::vector<std::uint32_t> SampleSearch::View::left_out() const {
  std::vector<std::uint32_t> out;
  for (std::size_t p = 0; p < state_->skipped.size(); ++p)
    if (state_->skipped[p]) out.push_back(state_->d.sample[p]);
  std::sort(out.begin(), out.end());
  return out;
}

std::span<const std::uint32_t> SampleSearch::View::neighbours(const SearchTarget& target) {
  State& s = *state_;
  const Point at = s.d.to_space(target.at);
  for (;;) {
    const double limit = s.measure(at);
    if (s.d.constrained ? s.select_constrained(target, limit) : s.select(limit)) break;
    const double off = std::sqrt(squared_distance(at, s.centre));
    const Point any{s.d.u[0], s.d.v[0], s.d.w[0]};
    s.reach = std::max(
        {1.25 * s.reach, s.d.diameter * 1e-3, std::sqrt(squared_distance(any, s.centre)) * 1e-2});
    s.gather(s.needed(std::max(off, s.spread)));
  }
  s.last = s.found;
  for (std::uint32_t& i : s.found) i = s.position[i];
  return s.found;
}

}  // namespace lode::resource

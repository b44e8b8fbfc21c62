// The estimates of a deposit with drill holes beside what was sampled; without holes these tables
// are empty.
#include "base/distribution.h"
#include "report/drilled_deposits.h"
#include "report/stats.h"
#include "report/tables.h"
#include "report/tables_variogram.h"

namespace lode::report {
namespace {

using resource::kUnclassified;
using study::DrilledModel;
using study::Results;

constexpr std::size_t kMostPoints = 1500;  // of a scatter or a curve on the page

// Where a point lies along the grid's own axes, in metres from its corner.
std::array<double, 3> in_grid(const Grid& grid, const Point& p) {
  const double turn = grid.rotation_deg * std::numbers::pi / 180;
  const double x = p.x - grid.origin.x, y = p.y - grid.origin.y;
  return {x * std::cos(turn) - y * std::sin(turn), x * std::sin(turn) + y * std::cos(turn),
          p.z - grid.origin.z};
}

std::array<double, 3> sizes(const Grid& grid) {
  return {grid.cell_m.x, grid.cell_m.y, grid.cell_m.z};
}

// [estimated block of a grid block], -1 for none.
std::vector<std::int32_t> estimated_at(const Drilled& d) {
  std::vector<std::int32_t> out(d.deposit.grid.size(), -1);
  for (std::size_t b = 0; b < d.holes.block.size(); ++b)
    out[d.holes.block[b]] = static_cast<std::int32_t>(b);
  return out;
}

std::size_t main_element(const DrilledModel& m) {
  const auto& all = m.composites.element;
  return static_cast<std::size_t>(
      std::find_if(all.begin(), all.end(), [&](const auto& e) { return e.id == m.element[0]; }) -
      all.begin());
}

struct Sample {
  std::size_t composite;
  double grade, weight;  // fraction
};
// Composites with a grade of the main element, in a domain (-1: any).
std::vector<Sample> samples_of(const DrilledModel& m, std::int32_t domain) {
  const std::size_t e = main_element(m);
  const double unit = drill::fraction_in(m.composites.element[e].unit);
  std::vector<Sample> out;
  for (std::size_t i = 0; i < m.composites.size(); ++i)
    if (m.composites.domain[i] >= 0 && (domain < 0 || m.composites.domain[i] == domain) &&
        !std::isnan(m.composites.grade[e][i]))
      out.push_back({i, unit * m.composites.grade[e][i], m.composites.weight[i]});
  return out;
}

struct Slice {
  Above kriging, power, nearest, composites;
  double count = 0;
};

// [slice along an axis of the grid] of one domain; samples are those of the domain.
std::vector<Slice> slices_of(const Drilled& d, std::int32_t domain, std::size_t axis,
                             const std::vector<Sample>& samples,
                             const std::vector<std::int32_t>& estimated) {
  const Grid& grid = d.deposit.grid;
  std::vector<Slice> slices(static_cast<std::size_t>(grid.count[axis]));
  for (std::size_t b = 0; b < d.holes.block.size(); ++b) {
    if (d.holes.domain[b] != domain) continue;
    Slice& s = slices[static_cast<std::size_t>(grid.cell_of(d.holes.block[b])[axis])];
    s.kriging.add(d.tonnes(b), d.holes.kriged[0][b]);
    if (!std::isnan(d.holes.inverse_distance[b])) {
      s.power.add(d.tonnes(b), d.holes.inverse_distance[b]);
      s.nearest.add(d.tonnes(b), d.holes.nearest[b]);
    }
  }
  for (const Sample& one : samples) {
    const auto at = in_grid(grid, d.holes.composites.centre[one.composite]);
    std::array<int, 3> cell{};
    bool inside = true;
    for (std::size_t k = 0; k < 3; ++k) {
      cell[k] = static_cast<int>(std::floor(at[k] / sizes(grid)[k]));
      inside = inside && cell[k] >= 0 && cell[k] < grid.count[k];
    }
    if (!inside || estimated[grid.index(cell[0], cell[1], cell[2])] < 0) continue;
    Slice& s = slices[static_cast<std::size_t>(cell[axis])];
    s.composites.add(one.weight, one.grade);
    s.count += 1;
  }
  return slices;
}

}  // namespace

Table swath_table(const Results& r) {
  Table out{
      "swath",
      "Mean grade in slices: kriging, its checks and the composites",
      std::string(
          "Estimated blocks of a domain as kriged, before the change of support; distance along "
          "the grid's axes, elevation as it is. Composites with declustering weights, "
          "where their block is estimated.") +
          kNoHoles,
      {{"deposit", ""},
       {"domain", ""},
       {"direction", ""},
       {"at", "m"},
       {"tonnes", "Mt"},
       {"composites_count", ""},
       {"composites", "%"},
       {"kriging", "%"},
       {"inverse_distance", "%"},
       {"nearest", "%"}},
      {}};
  constexpr std::array<const char*, 3> kDirections = {"easting", "northing", "elevation"};
  for_each_drilled(r, [&](const Drilled& d) {
    const Grid& grid = d.deposit.grid;
    const std::vector<std::int32_t> estimated = estimated_at(d);
    for (std::size_t k = 0; k < d.holes.domain_name.size(); ++k) {
      const auto domain = static_cast<std::int32_t>(k);
      const std::vector<Sample> samples = samples_of(d.holes, domain);
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const std::vector<Slice> slices = slices_of(d, domain, axis, samples, estimated);
        for (std::size_t i = 0; i < slices.size(); ++i) {
          const Slice& s = slices[i];
          if (!(s.kriging.tonnes > 0)) continue;
          const double centre = (static_cast<double>(i) + 0.5) * sizes(grid)[axis];
          out.rows.push_back({d.deposit.id, d.holes.domain_name[k], std::string(kDirections[axis]),
                              axis == 2 ? grid.origin.z + centre : centre, s.kriging.tonnes / 1e6,
                              s.count, s.composites.grade_percent(), s.kriging.grade_percent(),
                              s.power.grade_percent(), s.nearest.grade_percent()});
        }
      }
    }
  });
  return out;
}

Table sample_histogram_table(const Results& r) {
  Table out{"sample_histogram",
            "Grades of the composites, by domain",
            std::string("Main element, declustering weights; the last class takes what lies above "
                        "the 99th percentile.") +
                kNoHoles,
            {{"deposit", ""},
             {"domain", ""},
             {"low", "%"},
             {"high", "%"},
             {"composites", ""},
             {"share", "%"}},
            {}};
  constexpr int kBins = 24;
  for_each_drilled(r, [&](const Drilled& d) {
    for (std::size_t k = 0; k < d.holes.domain_name.size(); ++k) {
      std::vector<Sample> samples = samples_of(d.holes, static_cast<std::int32_t>(k));
      if (samples.empty()) continue;
      std::sort(samples.begin(), samples.end(),
                [](const Sample& a, const Sample& b) { return a.grade < b.grade; });
      const double top = samples[(samples.size() - 1) * 99 / 100].grade;
      const double width = top > 0 ? top / (kBins - 1) : 1;
      std::array<double, kBins> share{}, count{};
      double total = 0;
      for (const Sample& one : samples) {
        const auto bin =
            static_cast<std::size_t>(std::clamp(static_cast<int>(one.grade / width), 0, kBins - 1));
        share[bin] += one.weight;
        count[bin] += 1;
        total += one.weight;
      }
      for (std::size_t bin = 0; bin < kBins; ++bin)
        out.rows.push_back(
            {d.deposit.id, d.holes.domain_name[k], 100 * width * static_cast<double>(bin),
             100 * width * static_cast<double>(bin + 1), count[bin], 100 * share[bin] / total});
    }
  });
  return out;
}

Table log_probability_table(const Results& r) {
  Table out{
      "log_probability",
      "Cumulative grades of the composites, by domain",
      std::string("Main element, declustering weights: share of the composites below a "
                  "grade, and its quantile of the normal law; on a logarithmic scale of "
                  "grade a lognormal law is a straight line.") +
          kNoHoles,
      {{"deposit", ""}, {"domain", ""}, {"grade", "%"}, {"below", "%"}, {"normal_quantile", ""}},
      {}};
  for_each_drilled(r, [&](const Drilled& d) {
    for (std::size_t k = 0; k < d.holes.domain_name.size(); ++k) {
      std::vector<Sample> samples = samples_of(d.holes, static_cast<std::int32_t>(k));
      std::erase_if(samples, [](const Sample& one) { return !(one.weight > 0); });
      std::sort(samples.begin(), samples.end(),
                [](const Sample& a, const Sample& b) { return a.grade < b.grade; });
      double total = 0, below = 0;
      for (const Sample& one : samples) total += one.weight;
      const std::size_t step = samples.size() / 200 + 1;
      for (std::size_t i = 0; i < samples.size(); ++i) {
        const double p = (below + 0.5 * samples[i].weight) / total;
        below += samples[i].weight;
        // Both tails in full, the middle thinned.
        if (i % step != 0 && i >= 20 && i + 20 < samples.size()) continue;
        out.rows.push_back({d.deposit.id, d.holes.domain_name[k], 100 * samples[i].grade, 100 * p,
                            normal_quantile(p)});
      }
    }
  });
  return out;
}

Table composites_variogram_table(const Results& r) {
  Table out = deposit_variogram_table();
  for_each_drilled(r, [&](const Drilled& d) { add_variograms(d.deposit.id, d.holes, out); });
  return out;
}

Table cross_validation_table(const Results& r) {
  Table out{"cross_validation",
            "Each composite estimated from the other holes",
            std::string("Main element, point support, the composite's whole hole left out; at most "
                        "1,500 of them, evenly taken.") +
                kNoHoles,
            {{"deposit", ""}, {"estimated", "%"}, {"actual", "%"}},
            {}};
  for_each_drilled(r, [&](const Drilled& d) {
    const std::size_t step = d.holes.actual.size() / kMostPoints + 1;
    for (std::size_t i = 0; i < d.holes.actual.size(); i += step)
      out.rows.push_back({d.deposit.id, 100 * d.holes.estimated[i], 100 * d.holes.actual[i]});
  });
  return out;
}

Table cross_validation_figures_table(const Results& r) {
  Table out{"cross_validation_figures",
            "Cross-validation in figures",
            std::string("Of all composites that can be estimated from other holes. slope: of the "
                        "regression of the actual on the estimated grade, 1 without conditional "
                        "bias.") +
                kNoHoles,
            {{"deposit", ""},
             {"composites", ""},
             {"mean_actual", "%"},
             {"mean_estimated", "%"},
             {"root_mean_square_error", "%"},
             {"correlation", ""},
             {"slope", ""}},
            {}};
  for_each_drilled(r, [&](const Drilled& d) {
    const std::vector<double>&a = d.holes.actual, &e = d.holes.estimated;
    if (a.empty()) return;
    const auto n = static_cast<double>(a.size());
    const double mean_a = mean_of(a), mean_e = mean_of(e);
    double aa = 0, ee = 0, ae = 0, square = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      aa += (a[i] - mean_a) * (a[i] - mean_a);
      ee += (e[i] - mean_e) * (e[i] - mean_e);
      ae += (a[i] - mean_a) * (e[i] - mean_e);
      square += (a[i] - e[i]) * (a[i] - e[i]);
    }
    out.rows.push_back({d.deposit.id, n, 100 * mean_a, 100 * mean_e, 100 * std::sqrt(square / n),
                        aa > 0 && ee > 0 ? Cell{ae / std::sqrt(aa * ee)} : Cell{},
                        ee > 0 ? Cell{ae / ee} : Cell{}});
  });
  return out;
}

namespace {

// The row of blocks along the grid's x axis that holds most composites.
int holes_row(const Drilled& d, const std::vector<Sample>& samples) {
  std::vector<int> count(static_cast<std::size_t>(d.deposit.grid.count[1]));
  for (const Sample& one : samples) {
    const double v = in_grid(d.deposit.grid, d.holes.composites.centre[one.composite])[1];
    const double row = std::floor(v / d.deposit.grid.cell_m.y);
    if (row >= 0 && row < d.deposit.grid.count[1]) ++count[static_cast<std::size_t>(row)];
  }
  // Of equal rows the one nearest the middle.
  const auto middle = static_cast<std::ptrdiff_t>(count.size() / 2);
  std::ptrdiff_t best = middle;
  for (std::ptrdiff_t k = 0; k < static_cast<std::ptrdiff_t>(count.size()); ++k) {
    const auto at = [&](std::ptrdiff_t i) { return count[static_cast<std::size_t>(i)]; };
    if (at(k) > at(best) || (at(k) == at(best) && std::abs(k - middle) < std::abs(best - middle)))
      best = k;
  }
  return static_cast<int>(best);
}

}  // namespace

Table model_section_table(const Results& r) {
  Table out{
      "model_section",
      "A section through the block model where most of it was drilled",
      std::string("Along the grid's x axis, metres from its corner; grade after the change of "
                  "support. class: missing where no class takes the block. section_y: where "
                  "the section runs.") +
          kNoHoles,
      {{"deposit", ""},
       {"x", "m"},
       {"z", "m"},
       {"grade", "%"},
       {"class", ""},
       {"domain", ""},
       {"section_y", "m"}},
      {}};
  for_each_drilled(r, [&](const Drilled& d) {
    const Grid& grid = d.deposit.grid;
    const int row = holes_row(d, samples_of(d.holes, -1));
    for (std::size_t b = 0; b < d.holes.block.size(); ++b) {
      const auto cell = grid.cell_of(d.holes.block[b]);
      if (cell[1] != row) continue;
      const std::uint8_t c = d.holes.confidence[b];
      out.rows.push_back({d.deposit.id, (cell[0] + 0.5) * grid.cell_m.x,
                          grid.centre(d.holes.block[b]).z, 100 * d.holes.corrected[0][b],
                          c == kUnclassified ? Cell{} : Cell{d.deposit.confidence[c].id},
                          d.holes.domain_name[static_cast<std::size_t>(d.holes.domain[b])],
                          (row + 0.5) * grid.cell_m.y});
    }
  });
  return out;
}

Table hole_section_table(const Results& r) {
  Table out{"hole_section",
            "The drill holes in that section",
            std::string("Composites within one block of the section, on it: from start to end.") +
                kNoHoles,
            {{"deposit", ""},
             {"hole", ""},
             {"x_start", "m"},
             {"z_start", "m"},
             {"x_end", "m"},
             {"z_end", "m"},
             {"grade", "%"}},
            {}};
  for_each_drilled(r, [&](const Drilled& d) {
    const Grid& grid = d.deposit.grid;
    const std::vector<Sample> samples = samples_of(d.holes, -1);
    const double section = (holes_row(d, samples) + 0.5) * grid.cell_m.y;
    const drill::Composites& c = d.holes.composites;
    for (const Sample& one : samples) {
      const auto start = in_grid(grid, c.start[one.composite]),
                 end = in_grid(grid, c.end[one.composite]);
      if (std::abs(0.5 * (start[1] + end[1]) - section) > grid.cell_m.y) continue;
      out.rows.push_back(
          {d.deposit.id, c.hole_name[static_cast<std::size_t>(c.hole[one.composite])], start[0],
           c.start[one.composite].z, end[0], c.end[one.composite].z, 100 * one.grade});
    }
  });
  return out;
}

}  // namespace lode::report

// What a resource report shows of a deposit with drill holes; without one these tables are empty.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>

#include "base/distribution.h"
#include "report/stats.h"
#include "report/tables.h"
#include "report/tables_variogram.h"

namespace lode::report {
namespace {

using resource::kUnclassified;
using study::DrilledModel;
using study::Results;

constexpr const char* kNoHoles = " Empty where no deposit has drill holes.";
constexpr std::size_t kMostPoints = 1500;  // of a scatter or a curve on the page

struct Drilled {
  const study::Deposit& deposit;
  const study::DepositModel& model;
  const study::DepositPlan& plan;
  const DrilledModel& holes;
  std::size_t planning;  // the shell of the planning price
  bool in_planning_shell(std::uint32_t block) const { return plan.block_shell[block] <= planning; }
  double tonnes(std::size_t estimated) const { return model.block_t[holes.block[estimated]]; }
};

template <class F>
void for_each_drilled(const Results& r, const F& f) {
  const study::Plan& plan = r.plans[r.plan_of_bid[0]];
  const std::vector<double>& factors = r.file.values.planning.revenue_factors;
  const auto planning =
      static_cast<std::size_t>(std::find(factors.begin(), factors.end(), 1.0) - factors.begin());
  for (std::size_t d = 0; d < r.models.size(); ++d)
    if (const auto& holes = r.models[d].drilled)
      f(Drilled{r.file.values.deposit[d], r.models[d], plan.deposit[d], *holes, planning});
}

struct Above {
  double tonnes = 0, metal = 0;
  void add(double t, double grade) { tonnes += t, metal += t * grade; }
  Cell grade_percent() const { return tonnes > 0 ? Cell{100 * metal / tonnes} : Cell{}; }
};

struct Group {  // rows of the resource table: a class, or several together
  std::string name;
  std::vector<std::size_t> classes;
};

// Each class; before the first inferred one, those above it together, as the codes add them.
std::vector<Group> groups_of(const study::Deposit& deposit) {
  std::vector<Group> out;
  Group sure;
  for (std::size_t c = 0; c < deposit.confidence.size(); ++c) {
    const resource::ConfidenceClass& one = deposit.confidence[c];
    out.push_back({one.id, {c}});
    if (one.inferred) continue;
    sure.name += (sure.classes.empty() ? "" : " + ") + one.id;
    sure.classes.push_back(c);
  }
  if (sure.classes.size() > 1)
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(sure.classes.size()), sure);
  return out;
}

bool takes(const Group& group, std::uint8_t confidence) {
  return std::find(group.classes.begin(), group.classes.end(), confidence) != group.classes.end();
}

std::vector<double> cut_offs_of(const study::Deposit& deposit) {
  std::vector<double> out = deposit.estimate->cut_offs;
  out.push_back(deposit.estimate->cut_off);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

constexpr std::array<const char*, 2> kPlaces = {"in the ground", "in the planning shell"};

// f(group, cut-off, place, sum of the blocks at or above it) with what `value` adds of a block.
template <class F>
void for_each_resource_row(const Drilled& d, std::size_t element, const F& f) {
  for (std::size_t place = 0; place < kPlaces.size(); ++place)
    for (const Group& group : groups_of(d.deposit))
      for (const double cut_off : cut_offs_of(d.deposit)) {
        Above sum;
        for (std::size_t b = 0; b < d.holes.block.size(); ++b)
          if (takes(group, d.holes.confidence[b]) && d.holes.corrected[0][b] >= cut_off &&
              (place == 0 || d.in_planning_shell(d.holes.block[b])))
            sum.add(d.tonnes(b), d.holes.corrected[element][b]);
        f(group, cut_off, kPlaces[place], sum);
      }
}

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

Table resource_table(const Results& r) {
  Table out{
      "resource",
      "Mineral resource by class and cut-off",
      std::string("Main commodity; kriged blocks after the change of support, without the "
                  "factors of classes. Inferred is never added to the others. in the planning "
                  "shell: inside the pit that is worth mining at the planning price, what "
                  "reporting codes call reasonable prospects. reported = 1: at the case's own "
                  "cut-off. Classes are proposals from drill "
                  "spacing, holes and slope of regression: a competent person decides.") +
          kNoHoles,
      {{"deposit", ""},
       {"place", ""},
       {"class", ""},
       {"cut_off", "%"},
       {"tonnes", "Mt"},
       {"grade", "%"},
       {"metal", "kt"},
       {"reported", ""}},
      {}};
  for_each_drilled(r, [&](const Drilled& d) {
    for_each_resource_row(
        d, 0, [&](const Group& group, double cut_off, const char* place, const Above& sum) {
          out.rows.push_back({d.deposit.id, std::string(place), group.name, 100 * cut_off,
                              sum.tonnes / 1e6, sum.grade_percent(), sum.metal / 1e3,
                              cut_off == d.deposit.estimate->cut_off ? 1.0 : 0.0});
        });
  });
  return out;
}

Table resource_by_product_table(const Results& r) {
  Table out{"resource_by_product",
            "By-products of the resource, above cut-offs of the main commodity",
            std::string("The same tonnes as in the resource table.") + kNoHoles,
            {{"deposit", ""},
             {"by_product", ""},
             {"place", ""},
             {"class", ""},
             {"cut_off", "%"},
             {"tonnes", "Mt"},
             {"grade", "g/t"},
             {"metal", "t"}},
            {}};
  for_each_drilled(r, [&](const Drilled& d) {
    for (std::size_t e = 1; e < d.holes.element.size(); ++e)
      for_each_resource_row(
          d, e, [&](const Group& group, double cut_off, const char* place, const Above& sum) {
            out.rows.push_back({d.deposit.id, d.deposit.estimate->by_product[e - 1].id,
                                std::string(place), group.name, 100 * cut_off, sum.tonnes / 1e6,
                                sum.tonnes > 0 ? Cell{1e6 * sum.metal / sum.tonnes} : Cell{},
                                sum.metal});
          });
  });
  return out;
}

Table estimation_table(const Results& r) {
  Table out{
      "estimation",
      "From samples to blocks, by domain",
      std::string(
          "Samples: composites after top cuts. declustered: the mean that kriging should come "
          "near. Standard deviations: of the declustered composites, of blocks of "
          "this size by the discrete Gaussian model (coefficient r), of the kriged "
          "blocks, which are smoother.") +
          kNoHoles,
      {{"deposit", ""},
       {"domain", ""},
       {"element", ""},
       {"samples", ""},
       {"unit", ""},
       {"declustered_mean", ""},
       {"kriged_mean", ""},
       {"sd_samples", ""},
       {"sd_blocks", ""},
       {"sd_kriged", ""},
       {"r", ""},
       {"density", "t/m3"}},
      {}};
  for_each_drilled(r, [&](const Drilled& d) {
    for (const study::DomainLaw& law : d.holes.law) {
      const double unit = law.element == 0 ? 100 : 1e6;
      out.rows.push_back({d.deposit.id, law.domain, d.holes.element[law.element],
                          static_cast<double>(law.samples),
                          std::string(law.element == 0 ? "%" : "g/t"), unit * law.declustered_mean,
                          unit * law.kriged_mean, unit * std::sqrt(law.sample_variance),
                          unit * std::sqrt(law.law.variance), unit * std::sqrt(law.kriged_variance),
                          law.law.r, law.density_t_per_m3});
      const std::string where = d.holes.element[law.element] + " in " + law.domain;
      if (law.negative > 0)
        out.note +=
            fmt::format(" Kriged below 0 and counted as 0: {} blocks of {}.", law.negative, where);
      if (law.missing > 0)
        out.note += fmt::format(" Without an estimate and counted as 0: {} blocks of {}.",
                                law.missing, where);
    }
  });
  return out;
}

Table support_table(const Results& r) {
  Table out{"support",
            "Tonnage and grade of the blocks: as kriged, and with the spread that blocks have",
            std::string("Classified blocks, without the factors of classes. law: the discrete "
                        "Gaussian model of each domain at the mean that was kriged.") +
                kNoHoles,
            {{"deposit", ""},
             {"cut_off", "%"},
             {"kriged_tonnes", "Mt"},
             {"kriged_grade", "%"},
             {"corrected_tonnes", "Mt"},
             {"corrected_grade", "%"},
             {"law_tonnes", "Mt"},
             {"law_grade", "%"}},
            {}};
  for_each_drilled(r, [&](const Drilled& d) {
    std::vector<double> cuts = cut_offs_of(d.deposit);
    for (int step = 0; step <= 20; ++step) cuts.push_back(d.model.ore_grade * step / 8);
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    for (const double cut : cuts) {
      Above kriged, corrected, law;
      for (std::size_t b = 0; b < d.holes.block.size(); ++b) {
        if (d.holes.confidence[b] == kUnclassified) continue;
        if (d.holes.kriged[0][b] >= cut) kriged.add(d.tonnes(b), d.holes.kriged[0][b]);
        if (d.holes.corrected[0][b] >= cut) corrected.add(d.tonnes(b), d.holes.corrected[0][b]);
      }
      for (const study::DomainLaw& one : d.holes.law) {
        if (one.element != 0 || !(one.law.mean > 0)) continue;
        double tonnes = 0, metal = 0;
        for (std::size_t b = 0; b < d.holes.block.size(); ++b)
          if (d.holes.confidence[b] != kUnclassified &&
              d.holes.domain_name[static_cast<std::size_t>(d.holes.domain[b])] == one.domain)
            tonnes += d.tonnes(b), metal += d.tonnes(b) * d.holes.kriged[0][b];
        if (!(metal > 0)) continue;
        const double scale = metal / tonnes / one.law.mean;
        const resource::ShareAbove share = resource::share_above(one.law, cut / scale);
        law.tonnes += tonnes * share.tonnage;
        law.metal += tonnes * share.metal * scale;
      }
      out.rows.push_back({d.deposit.id, 100 * cut, kriged.tonnes / 1e6, kriged.grade_percent(),
                          corrected.tonnes / 1e6, corrected.grade_percent(), law.tonnes / 1e6,
                          law.grade_percent()});
    }
  });
  return out;
}

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

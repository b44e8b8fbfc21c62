#include "study/drilled.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.h"
#include "study/extent.h"

namespace lode::study {
namespace {

using resource::EstimateStatus;

constexpr std::int32_t kNoDomain = -1;

// Every kind of fault that has no choice, with where it first stands and how often.
void refuse_faults(const std::string& name, const drill::Prepared& prepared) {
  std::vector<Fault> faults;
  for (const drill::FaultKind kind : prepared.unanswered) {
    Fault fault;
    std::size_t count = 0;
    for (const drill::Finding& finding : prepared.checked.findings) {
      if (finding.kind != kind) continue;
      if (count == 0) {
        fault.source = {finding.file, finding.line, 0};
        fault.value = finding.value;
        fault.message =
            (finding.hole.empty() ? "" : "hole " + finding.hole + ": ") + finding.message;
      }
      count += finding.count;
    }
    const drill::FaultRule& rule = drill::rule_of(kind);
    std::vector<std::string_view> choices;
    for (const drill::Repair repair : rule.choices())
      if (repair != drill::Repair::refuse) choices.push_back(drill::name_of(repair));
    fault.key = fmt::format("deposit.{}.holes.repair.{}", name, rule.key);
    fault.message += fmt::format(" (in all {}); choose one of: {}. lode holes lists every one",
                                 count, fmt::join(choices, ", "));
    faults.push_back(std::move(fault));
  }
  throw InputError(std::move(faults));
}

std::size_t element_index(const std::string& name, const drill::Composites& composites,
                          const std::string& key, const std::string& element) {
  const auto& all = composites.element;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == element; });
  if (found != all.end()) return static_cast<std::size_t>(found - all.begin());
  std::vector<std::string> ids;
  for (const auto& one : all) ids.push_back(one.id);
  throw InputError(
      Fault{{},
            fmt::format("deposit.{}.estimate.{}", name, key),
            element,
            fmt::format("is no element of the holes (those are: {})", fmt::join(ids, ", "))});
}

// Composites in a domain, as samples of the asked elements in fractions.
resource::Samples samples_of(const drill::Composites& composites,
                             const std::vector<std::size_t>& elements,
                             std::vector<double>& weight) {
  resource::Samples out;
  for (const std::size_t e : elements) {
    out.name.push_back(composites.element[e].id);
    out.value.emplace_back();
  }
  for (std::size_t i = 0; i < composites.size(); ++i) {
    if (composites.domain[i] == kNoDomain) continue;
    out.x.push_back(composites.centre[i].x);
    out.y.push_back(composites.centre[i].y);
    out.z.push_back(composites.centre[i].z);
    out.hole.push_back(composites.hole[i]);
    out.domain.push_back(composites.domain[i]);
    weight.push_back(composites.weight[i]);
    for (std::size_t v = 0; v < elements.size(); ++v)
      out.value[v].push_back(composites.grade[elements[v]][i] *
                             drill::fraction_in(composites.element[elements[v]].unit));
  }
  return out;
}

// [block] domain by solids named after domains.
std::vector<std::int32_t> domains_by_solid(const std::string& name, const DrilledInput& in,
                                           const std::vector<std::string>& domains) {
  std::vector<std::int32_t> of_solid;
  for (const resource::Solid& solid : in.solid) {
    const auto found = std::find(domains.begin(), domains.end(), solid.id);
    if (found == domains.end() && domains.size() > 1)
      throw InputError(Fault{{},
                             fmt::format("deposit.{}.solid.{}", name, solid.id),
                             {},
                             fmt::format("is named after no domain of the holes (those are: {})",
                                         fmt::join(domains, ", "))});
    of_solid.push_back(found == domains.end() ? 0
                                              : static_cast<std::int32_t>(found - domains.begin()));
  }
  std::vector<std::int32_t> out(in.grid.size(), kNoDomain);
  for (std::size_t s = in.solid.size(); s-- > 0;)  // the first solid is written last
    for (const std::uint32_t block : resource::make_body(in.grid, {in.solid[s]}).block)
      out[block] = of_solid[s];
  return out;
}

// [block] domain of the nearest sample within the search.
std::vector<std::int32_t> domains_by_sample(const DrilledInput& in,
                                            const resource::Samples& samples) {
  resource::Samples places = samples;
  places.value = {std::vector<double>(samples.domain.begin(), samples.domain.end())};
  resource::Search nearest = in.search;
  nearest.min_samples = nearest.max_samples = 1;
  nearest.max_per_octant = nearest.max_per_hole = nearest.min_holes = 0;
  const std::vector<double> found =
      resource::nearest_sample(places, 0, nearest, resource::targets_of(in.grid)).estimate;
  std::vector<std::int32_t> out(in.grid.size(), kNoDomain);
  for (std::size_t b = 0; b < out.size(); ++b)
    if (!std::isnan(found[b])) out[b] = static_cast<std::int32_t>(found[b]);
  return out;
}

resource::Targets targets_of(const Grid& grid, const std::vector<std::uint32_t>& block,
                             const std::vector<std::int32_t>& domain) {
  resource::Targets out;
  for (const std::uint32_t b : block) {
    const Point centre = grid.centre(b);
    out.x.push_back(centre.x);
    out.y.push_back(centre.y);
    out.z.push_back(centre.z);
  }
  out.domain = domain;
  out.block_m = grid.cell_m;
  out.rotation_deg = grid.rotation_deg;
  return out;
}

Extent extent_of(const resource::Samples& samples) {
  Extent out;
  for (std::size_t i = 0; i < samples.size(); ++i)
    out.add({samples.x[i], samples.y[i], samples.z[i]});
  return out;
}

// Largest radius of the search along any axis.
double reach_m(const resource::Search& search) {
  return search.neighbourhood == resource::Neighbourhood::all
             ? kInfinity
             : std::max({search.radius_major_m, search.radius_semi_m, search.radius_minor_m});
}

// An element that no composite in a domain has a value of cannot be estimated.
void refuse_without_values(const std::string& name, const DrilledInput& in,
                           const DrilledFrame& frame) {
  std::vector<Fault> faults;
  for (std::size_t e = 0; e < frame.element.size(); ++e) {
    const std::vector<double>& value = frame.samples.value[e];
    if (std::any_of(value.begin(), value.end(), [](double v) { return !std::isnan(v); })) continue;
    faults.push_back(
        {{},
         fmt::format("deposit.{}.estimate.{}", name,
                     e == 0 ? "element" : "by_product." + in.estimation.by_product[e - 1].id),
         frame.element[e],
         fmt::format("has no value in any of the {} composites in a domain: nothing to estimate "
                     "from ({} composites in all)",
                     frame.samples.size(), frame.composites.size())});
  }
  if (!faults.empty()) throw InputError(std::move(faults));
}

// A search finds no samples that are farther from the whole grid than its radius.
void refuse_out_of_reach(const std::string& name, const DrilledInput& in,
                         const resource::Samples& samples) {
  const Extent holes = extent_of(samples), grid = study::extent_of(in.grid);
  const double gap = holes.gap_m(grid), reach = reach_m(in.search);
  if (gap > reach)
    throw NoAnswer(fmt::format(
        "deposit {}: no block is estimated: its {} composites and its grid lie {:.6g} m apart, "
        "more than the search looks ({:g} m); the composites reach {}; the grid {}",
        name, samples.size(), gap, reach, holes.text(), grid.text()));
}

// What the least demanding class asks for, and the best that the blocks have of each.
std::string why_unclassified(const std::string& name, const DrilledInput& in,
                             const resource::DrillingOfBlocks& drilling) {
  const resource::DrillingThresholds& asked = in.classes.back();
  const std::vector<double>& spacing = drilling.spacing_m.back();
  return fmt::format(
      "deposit {}: no class takes any of its {} estimated blocks: the last of "
      "[deposit.{}.confidence] asks for hole {} within {:g} m, {} holes and a slope of {:g}; the "
      "best of the blocks have {:.4g} m, {} and {:.3g}",
      name, drilling.holes.size(), name, asked.nearest, asked.spacing_m, asked.holes, asked.slope,
      *std::min_element(spacing.begin(), spacing.end()),
      *std::max_element(drilling.holes.begin(), drilling.holes.end()),
      *std::max_element(drilling.slope.begin(), drilling.slope.end()));
}

void keep_only(DrilledModel& model, const std::vector<bool>& keep) {
  const auto filter = [&](auto& values) {
    std::size_t to = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
      if (keep[i]) values[to++] = values[i];
    values.resize(to);
  };
  filter(model.block);
  filter(model.domain);
  filter(model.variance);
  filter(model.slope);
  filter(model.samples);
  filter(model.holes);
  for (auto& kriged : model.kriged) filter(kriged);
}

// What an element is kriged and brought to block support with; 0 is the main one.
struct ElementModels {
  const resource::Variogram& kriging;
  const resource::Variogram* gaussian;  // null: there is none
};

ElementModels models_of(const DrilledInput& in, std::size_t element) {
  const Estimation& e = in.estimation;
  const resource::Variogram* main_gaussian = e.gaussian ? &*e.gaussian : nullptr;
  if (element == 0) return {in.variogram, main_gaussian};
  const DrilledByProduct& own = e.by_product[element - 1];
  if (own.gaussian) return {own.variogram ? *own.variogram : in.variogram, &*own.gaussian};
  if (own.variogram) return {*own.variogram, nullptr};
  return {in.variogram, main_gaussian};
}

// Keeps the blocks in which the main element is estimated. Grades are not corrected: they may be
// below 0 where weights are negative, and are NaN where a by-product has no estimate.
void krige_elements(const std::string& name, const DrilledInput& in,
                    const resource::Samples& samples, const resource::SampleTraits& traits,
                    DrilledModel& model) {
  const resource::Targets targets = targets_of(in.grid, model.block, model.domain);
  std::vector<bool> estimated(targets.size());
  for (std::size_t e = 0; e < model.element.size(); ++e) {
    resource::Estimates found = resource::krige(samples, e, models_of(in, e).kriging, in.search,
                                                in.kriging, targets, traits);
    if (e == 0) {
      model.too_few = targets.size() - found.count(EstimateStatus::estimated);
      for (std::size_t b = 0; b < targets.size(); ++b)
        estimated[b] = found.status[b] == EstimateStatus::estimated;
      model.variance = std::move(found.variance);
      model.slope = std::move(found.slope);
      model.samples = std::move(found.samples);
      model.holes = std::move(found.holes);
      model.dropped = std::move(found.dropped);
    }
    model.kriged.push_back(std::move(found.estimate));
  }
  keep_only(model, estimated);
  if (model.block.empty())
    throw NoAnswer(fmt::format(
        "deposit {}: no block is estimated: of {} blocks in a domain, below the surface, none has "
        "the {} samples that the search asks for within {:g} m; the {} composites reach {}; the "
        "grid {}",
        name, targets.size(), in.search.min_samples, reach_m(in.search), samples.size(),
        extent_of(samples).text(), study::extent_of(in.grid).text()));
}

double block_r(const DrilledInput& in, std::size_t element, const resource::Anamorphosis& point) {
  const ElementModels models = models_of(in, element);
  if (models.gaussian) return resource::block_coefficient(*models.gaussian, in.grid);
  const double share =
      resource::block_covariance(models.kriging, in.grid, {}) / resource::sill(models.kriging);
  return resource::block_coefficient_for_variance(point, share * point.variance);
}

// By element and domain: the samples' law, that of blocks, and the kriged grades brought to it.
void change_support(const DrilledInput& in, const resource::Samples& samples,
                    const std::vector<double>& weight, DrilledModel& model) {
  model.corrected = model.kriged;
  for (auto& grades : model.corrected)  // of what has no law: a domain without a value
    for (double& z : grades) z = z > 0 ? z : 0;
  for (std::size_t e = 0; e < model.element.size(); ++e)
    for (std::size_t d = 0; d < model.domain_name.size(); ++d) {
      std::vector<double> grade, own_weight, kriged, tonnes;
      std::vector<std::size_t> place;
      for (std::size_t i = 0; i < samples.size(); ++i)
        if (samples.domain[i] == static_cast<std::int32_t>(d) && !std::isnan(samples.value[e][i])) {
          grade.push_back(samples.value[e][i]);
          own_weight.push_back(weight[i]);
        }
      for (std::size_t b = 0; b < model.block.size(); ++b)
        if (model.domain[b] == static_cast<std::int32_t>(d)) {
          place.push_back(b);
          kriged.push_back(model.kriged[e][b]);
          tonnes.push_back(model.density_t_per_m3[d]);
        }
      if (grade.empty() || place.empty()) continue;
      DomainLaw law;
      law.domain = model.domain_name[d];
      law.element = e;
      law.samples = grade.size();
      law.blocks = place.size();
      law.density_t_per_m3 = model.density_t_per_m3[d];
      for (double& z : kriged) {
        law.negative += z < 0;
        law.missing += std::isnan(z);
        z = z > 0 ? z : 0;
      }
      for (const double z : grade) law.mean += z / static_cast<double>(grade.size());
      const resource::Anamorphosis point = resource::make_anamorphosis(grade, own_weight);
      law.declustered_mean = point.mean;
      law.sample_variance = point.variance;
      for (const double z : kriged) law.kriged_mean += z / static_cast<double>(kriged.size());
      for (const double z : kriged)
        law.kriged_variance +=
            (z - law.kriged_mean) * (z - law.kriged_mean) / static_cast<double>(kriged.size());
      law.law = resource::make_block_law(point, block_r(in, e, point));
      const std::vector<double> corrected = resource::corrected_to_law(law.law, kriged, tonnes);
      for (std::size_t k = 0; k < place.size(); ++k) model.corrected[e][place[k]] = corrected[k];
      model.law.push_back(std::move(law));
    }
}

void classify_blocks(const std::string& name, const DrilledInput& in,
                     const resource::Samples& samples, DrilledModel& model) {
  resource::Samples main = samples;  // holes count where they have a value of the main element
  std::size_t kept = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (std::isnan(samples.value[0][i])) continue;
    main.x[kept] = samples.x[i], main.y[kept] = samples.y[i], main.z[kept] = samples.z[i];
    main.hole[kept] = samples.hole[i], main.domain[kept] = samples.domain[i];
    ++kept;
  }
  for (auto* column : {&main.x, &main.y, &main.z}) column->resize(kept);
  main.hole.resize(kept), main.domain.resize(kept);
  std::vector<Point> centres;
  for (const std::uint32_t b : model.block) centres.push_back(in.grid.centre(b));
  resource::DrillingOfBlocks drilling;
  drilling.holes = model.holes;
  drilling.slope = model.slope;
  for (const resource::DrillingThresholds& thresholds : in.classes)
    drilling.spacing_m.push_back(
        resource::distance_to_nth_hole(main, centres, model.domain, thresholds.nearest));
  model.spacing_m = drilling.spacing_m.front();
  model.confidence = resource::smoothed(
      in.grid, model.block, resource::classify(drilling, in.classes), in.estimation.classification);
  if (std::all_of(model.confidence.begin(), model.confidence.end(),
                  [](std::uint8_t c) { return c == resource::kUnclassified; }))
    throw NoAnswer(why_unclassified(name, in, drilling));
}

void cross_validate(const DrilledInput& in, const resource::Samples& samples,
                    resource::SampleTraits traits, DrilledModel& model) {
  resource::Targets targets;
  std::vector<double> actual;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (std::isnan(samples.value[0][i])) continue;
    targets.x.push_back(samples.x[i]);
    targets.y.push_back(samples.y[i]);
    targets.z.push_back(samples.z[i]);
    targets.domain.push_back(samples.domain[i]);
    targets.group.push_back(samples.hole[i]);
    actual.push_back(samples.value[0][i]);
  }
  traits.group = samples.hole;
  resource::Kriging point = in.kriging;
  point.support = resource::Support::point;
  const resource::Estimates found =
      resource::krige(samples, 0, in.variogram, in.search, point, targets, traits);
  for (std::size_t i = 0; i < actual.size(); ++i) {
    if (found.status[i] != EstimateStatus::estimated) continue;
    model.actual.push_back(actual[i]);
    model.estimated.push_back(found.estimate[i]);
  }
}

// [domain] by its own key, from the holes, or the deposit's.
std::vector<double> densities(const DrilledInput& in, const drill::Composites& composites) {
  std::vector<double> out;
  for (std::size_t d = 0; d < composites.domain_name.size(); ++d) {
    double density = in.estimation.density_t_per_m3;
    if (in.estimation.density_from == DensityFrom::holes) {
      double sum = 0, weight = 0;
      for (std::size_t i = 0; i < composites.size(); ++i)
        if (composites.domain[i] == static_cast<std::int32_t>(d) &&
            !std::isnan(composites.density_t_per_m3[i])) {
          sum += composites.weight[i] * composites.density_t_per_m3[i];
          weight += composites.weight[i];
        }
      if (weight > 0) density = sum / weight;
    }
    for (const DomainDensity& own : in.estimation.density)
      if (own.id == composites.domain_name[d]) density = own.density_t_per_m3;
    out.push_back(density);
  }
  return out;
}

std::size_t count_outside(const Grid& grid, const drill::Composites& composites) {
  const double turn = grid.rotation_deg * std::numbers::pi / 180;
  std::size_t out = 0;
  for (const Point& p : composites.centre) {
    const double x = p.x - grid.origin.x, y = p.y - grid.origin.y, z = p.z - grid.origin.z;
    const double u = (x * std::cos(turn) - y * std::sin(turn)) / grid.cell_m.x,
                 v = (x * std::sin(turn) + y * std::cos(turn)) / grid.cell_m.y,
                 w = z / grid.cell_m.z;
    out += !(u >= 0 && v >= 0 && w >= 0 && u < grid.count[0] && v < grid.count[1] &&
             w < grid.count[2]);
  }
  return out;
}

}  // namespace

DrilledFrame make_drilled_frame(const std::string& name, const DrilledInput& in) {
  drill::Prepared prepared = drill::prepare(in.campaign, in.tables);
  if (prepared.refused()) refuse_faults(name, prepared);
  DrilledFrame out;
  out.composites = std::move(prepared.composited.composites);
  std::vector<std::size_t> elements{
      element_index(name, out.composites, "element", in.estimation.element)};
  for (const DrilledByProduct& one : in.estimation.by_product)
    elements.push_back(element_index(name, out.composites, "by_product." + one.id + ".element",
                                     one.element.empty() ? one.id : one.element));
  for (const std::size_t e : elements) out.element.push_back(out.composites.element[e].id);
  out.samples = samples_of(out.composites, elements, out.weight);
  refuse_without_values(name, in, out);
  refuse_out_of_reach(name, in, out.samples);
  out.domain = in.solid.empty() ? domains_by_sample(in, out.samples)
                                : domains_by_solid(name, in, out.composites.domain_name);
  return out;
}

DrilledModel make_drilled_model(const std::string& name, const DrilledInput& in,
                                const Progress& progress) {
  return make_drilled_model(name, in, make_drilled_frame(name, in), progress);
}

DrilledModel make_drilled_model(const std::string& name, const DrilledInput& in, DrilledFrame frame,
                                const Progress& progress) {
  LODE_CHECK(!in.classes.empty());
  const auto say = [&](double share) {
    if (progress) progress("resource " + name, share);
  };
  say(0);
  const resource::Samples& samples = frame.samples;
  const std::vector<double>& weight = frame.weight;
  DrilledModel model;
  model.composites = std::move(frame.composites);
  model.element = std::move(frame.element);
  const drill::Composites& composites = model.composites;
  model.domain_name = composites.domain_name;
  resource::SampleTraits traits;
  traits.boundary = resource::boundary_matrix(model.domain_name, in.estimation.soft);
  model.outside_grid = count_outside(in.grid, composites);
  for (std::size_t b = 0; b < frame.domain.size(); ++b)
    if (frame.domain[b] != kNoDomain && !in.air[b]) {
      model.block.push_back(static_cast<std::uint32_t>(b));
      model.domain.push_back(frame.domain[b]);
    }
  say(0.2);
  krige_elements(name, in, samples, traits, model);
  say(0.6);
  const resource::Targets targets = targets_of(in.grid, model.block, model.domain);
  model.inverse_distance =
      resource::inverse_distance(samples, 0, in.search, {in.estimation.power}, targets, traits)
          .estimate;
  model.nearest = resource::nearest_sample(samples, 0, in.search, targets, traits).estimate;
  model.density_t_per_m3 = densities(in, composites);
  change_support(in, samples, weight, model);
  model.variograms = variograms_of(in, samples, weight, model.domain_name);
  classify_blocks(name, in, samples, model);
  say(0.8);
  cross_validate(in, samples, traits, model);
  say(1);
  return model;
}

}  // namespace lode::study

// Check of the case's variogram models: the experimental variograms of its composites beside them.
#include <algorithm>
#include <cmath>

#include "study/drilled.h"

namespace lode::study {
namespace {

// The main element's samples of a domain that have a value.
resource::Samples of_domain(const resource::Samples& samples, const std::vector<double>& weight,
                            std::size_t domain, std::vector<double>& own_weight) {
  resource::Samples out;
  out.name = {samples.name[0]};
  out.value.emplace_back();
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (samples.domain[i] != static_cast<std::int32_t>(domain) || std::isnan(samples.value[0][i]))
      continue;
    out.x.push_back(samples.x[i]), out.y.push_back(samples.y[i]), out.z.push_back(samples.z[i]);
    out.hole.push_back(samples.hole[i]);
    out.value[0].push_back(samples.value[0][i]);
    own_weight.push_back(weight[i]);
  }
  return out;
}

resource::Variogram at_sill_1(resource::Variogram model) {
  const double sill = resource::sill(model);
  model.nugget /= sill;
  for (resource::VariogramStructure& s : model.structure) s.contribution /= sill;
  return model;
}

}  // namespace

std::vector<DomainVariograms> variograms_of(const DrilledInput& in,
                                            const resource::Samples& samples,
                                            const std::vector<double>& weight,
                                            const std::vector<std::string>& domains) {
  std::vector<DomainVariograms> out;
  const resource::Variogram model =
      in.estimation.gaussian ? *in.estimation.gaussian : at_sill_1(in.variogram);
  if (model.structure.empty()) return out;  // a pure nugget has no axes
  for (std::size_t d = 0; d < domains.size(); ++d) {
    std::vector<double> own_weight;
    resource::Samples own = of_domain(samples, weight, d, own_weight);
    if (own.size() < 2) continue;
    const auto [low, high] = std::minmax_element(own.value[0].begin(), own.value[0].end());
    if (*low == *high) continue;
    DomainVariograms one{domains[d], resource::Scores::normal, {}, {}};
    if (!in.estimation.gaussian) {
      one.scores = resource::Scores::raw;
      const double sd = std::sqrt(resource::make_anamorphosis(own.value[0], own_weight).variance);
      for (double& value : own.value[0]) value /= sd;
      own_weight.clear();
    }
    const auto ask = [&](resource::Variography asked) {
      asked.scores = one.scores;
      return resource::variography(own, 0, own_weight, asked);
    };
    one.along_axes = ask(resource::along_axes(model));
    one.down_hole = ask(resource::down_hole(model, in.campaign.composite.length_m));
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace lode::study

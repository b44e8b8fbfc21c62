#include "drill/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/error.h"

namespace lode::drill {
namespace {

struct Weighted {
  std::vector<double> value, weight;
};

// One domain, or all, of one column of values.
template <class Has, class Value, class Weight>
Weighted select(std::size_t n, Has has, Value value, Weight weight) {
  Weighted out;
  for (std::size_t i = 0; i < n; ++i) {
    if (!has(i)) continue;
    out.value.push_back(value(i));
    out.weight.push_back(weight(i));
  }
  return out;
}

std::size_t index_of(const Composites& composites, const std::string& element) {
  const auto found = std::find_if(composites.element.begin(), composites.element.end(),
                                  [&](const Element& e) { return e.id == element; });
  LODE_CHECK(found != composites.element.end());
  return static_cast<std::size_t>(found - composites.element.begin());
}

}  // namespace

Summary summarise(std::span<const double> value, std::span<const double> weight) {
  LODE_CHECK(value.size() == weight.size());
  std::vector<std::size_t> order;
  Summary out;
  double sum = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (std::isnan(value[i]) || !(weight[i] > 0)) continue;
    order.push_back(i);
    out.weight += weight[i];
    sum += weight[i] * value[i];
  }
  out.n = order.size();
  if (out.n == 0) return out;
  out.mean = sum / out.weight;
  double squares = 0;
  for (const std::size_t i : order)
    squares += weight[i] * (value[i] - out.mean) * (value[i] - out.mean);
  out.deviation = std::sqrt(squares / out.weight);
  if (out.mean != 0) out.variation = out.deviation / out.mean;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return value[a] != value[b] ? value[a] < value[b] : a < b;
  });
  out.least = value[order.front()];
  out.most = value[order.back()];
  double reached = 0;
  std::size_t q = 0;
  for (const std::size_t i : order) {
    reached += weight[i];
    while (q < kQuantiles.size() && reached >= kQuantiles[q] * out.weight * (1 - 1e-12))
      out.quantile[q++] = value[i];
  }
  return out;
}

std::vector<DomainSummary> statistics(const Campaign& campaign, const Checked& checked,
                                      const std::vector<std::vector<Stretch>>& stretches,
                                      const Composites& composites) {
  std::vector<const Stretch*> samples;
  for (const auto& hole : stretches)
    for (const Stretch& s : hole)
      if (s.sampled) samples.push_back(&s);
  std::vector<std::int32_t> domains(composites.domain_name.size());
  std::iota(domains.begin(), domains.end(), 0);
  if (!campaign.domain.table.empty()) domains.push_back(-1);
  const bool declustered = !campaign.decluster.element.empty();
  const bool cut = !campaign.top_cut.empty();
  std::vector<DomainSummary> out;
  const auto add = [&](std::size_t e, std::int32_t domain, bool all) {
    const auto of_samples = [&](std::size_t i) { return all || samples[i]->domain == domain; };
    const auto of_composites = [&](std::size_t i) { return all || composites.domain[i] == domain; };
    const auto put = [&](Of of, const Weighted& w) {
      const Summary summary = summarise(w.value, w.weight);
      if (summary.n > 0 || all) out.push_back({e, domain, all, of, summary});
    };
    const auto one = [](std::size_t) { return 1.0; };
    put(Of::samples, select(
                         samples.size(), of_samples,
                         [&](std::size_t i) {
                           return checked.grade[e][static_cast<std::size_t>(samples[i]->row)];
                         },
                         [&](std::size_t i) {
                           return samples[i]->length_m() * (campaign.composite.density_weighted
                                                                ? samples[i]->density_t_per_m3
                                                                : 1);
                         }));
    const auto grade = [&](std::size_t i) { return composites.grade[e][i]; };
    if (cut)
      put(Of::uncut, select(
                         composites.size(), of_composites,
                         [&](std::size_t i) { return composites.uncut[e][i]; }, one));
    put(Of::composites, select(composites.size(), of_composites, grade, one));
    if (declustered)
      put(Of::declustered, select(composites.size(), of_composites, grade,
                                  [&](std::size_t i) { return composites.weight[i]; }));
  };
  for (std::size_t e = 0; e < composites.element.size(); ++e) {
    if (domains.size() > 1)
      for (const std::int32_t domain : domains) add(e, domain, false);
    add(e, -1, true);
  }
  return out;
}

std::vector<CutResult> apply_top_cuts(const std::vector<TopCut>& cuts, Composites& composites) {
  std::vector<CutResult> out;
  std::vector<Fault> faults;
  for (std::size_t k = 0; k < cuts.size(); ++k) {
    const TopCut& cut = cuts[k];
    const auto named =
        std::find(composites.domain_name.begin(), composites.domain_name.end(), cut.domain);
    if (!cut.domain.empty() && named == composites.domain_name.end()) {
      std::string known;
      for (const std::string& name : composites.domain_name)
        known += (known.empty() ? "" : ", ") + name;
      faults.push_back({{},
                        "top_cut." + cut.id + ".domain",
                        cut.domain,
                        "is no domain of the campaign; these are: " + known});
      continue;
    }
    const auto domain = static_cast<std::int32_t>(named - composites.domain_name.begin());
    const std::size_t e = index_of(composites, cut.element);
    std::vector<double> before, after, weight;
    CutResult result;
    result.cut = k;
    for (std::size_t i = 0; i < composites.size(); ++i) {
      double& grade = composites.grade[e][i];
      if (std::isnan(grade) || (!cut.domain.empty() && composites.domain[i] != domain)) continue;
      ++result.composites;
      if (grade > cut.value) ++result.above;
      before.push_back(grade);
      grade = std::min(grade, cut.value);
      after.push_back(grade);
      weight.push_back(composites.sampled_m[e][i]);
    }
    const Summary first = summarise(before, weight), second = summarise(after, weight);
    result.mean_before = first.mean;
    result.mean_after = second.mean;
    result.variation_before = first.variation;
    result.variation_after = second.variation;
    if (first.mean > 0) result.removed = 1 - second.mean / first.mean;
    out.push_back(result);
  }
  if (!faults.empty()) throw InputError(std::move(faults));
  return out;
}

}  // namespace lode::drill

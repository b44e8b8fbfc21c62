#include "drill/composite.h"

#include <algorithm>
#include <cmath>

namespace lode::drill {
namespace {

// The grade of one element over part of a run.
struct Content {
  double length_m = 0, weight = 0, metal = 0;
};

class Compositor {
 public:
  Compositor(const Campaign& campaign, const Checked& checked)
      : rule_(campaign.composite), checked_(checked), elements_(checked.grade.size()) {
    Composites& c = out_.composites;
    for (const Hole& hole : checked.hole) c.hole_name.push_back(hole.name);
    c.domain_name =
        campaign.domain.table.empty() ? std::vector<std::string>{"all"} : checked.domain_name;
    c.element = campaign.assay.element;
    c.grade.resize(elements_);
    c.sampled_m.resize(elements_);
    out_.balance.resize(elements_);
  }

  void run(std::size_t hole, std::span<const Stretch> run, const Path& path) {
    const Cuts cuts = cuts_of_run(rule_, run.front().from_m, run.back().to_m);
    for (const Stretch& s : run)
      for (std::size_t e = 0; e < elements_; ++e) {
        const Content all = content(e, s, s.from_m, s.to_m);
        out_.balance[e].samples_m += all.length_m;
        out_.balance[e].samples += all.metal;
      }
    std::size_t first = 0;
    for (std::size_t k = 0; k + 1 < cuts.depth_m.size(); ++k)
      add(hole, run, first, cuts.depth_m[k], cuts.depth_m[k + 1], path);
    if (cuts.rest_from_m < run.back().to_m) discard(run, first, cuts.rest_from_m);
  }

  Composited done() {
    Composites& c = out_.composites;
    c.uncut = c.grade;
    c.weight.assign(c.size(), 1);
    return std::move(out_);
  }

 private:
  double weight_of(const Stretch& s) const {
    return rule_.density_weighted ? s.density_t_per_m3 : 1;
  }
  Content content(std::size_t e, const Stretch& s, double from_m, double to_m) const {
    const double grade = checked_.grade[e][static_cast<std::size_t>(s.row)];
    const double length = std::min(to_m, s.to_m) - std::max(from_m, s.from_m);
    if (!s.sampled || std::isnan(grade) || length <= 0) return {};
    const double weight = length * weight_of(s);
    return {length, weight, weight * grade};
  }
  std::vector<Content> contents(std::span<const Stretch> run, std::size_t first, double from_m,
                                double to_m) const {
    std::vector<Content> out(elements_);
    for (std::size_t i = first; i < run.size() && run[i].from_m < to_m; ++i)
      for (std::size_t e = 0; e < elements_; ++e) {
        const Content part = content(e, run[i], from_m, to_m);
        out[e].length_m += part.length_m;
        out[e].weight += part.weight;
        out[e].metal += part.metal;
      }
    return out;
  }

  // `first`: the stretch at which the composite before ended.
  void add(std::size_t hole, std::span<const Stretch> run, std::size_t& first, double from_m,
           double to_m, const Path& path) {
    while (first + 1 < run.size() && run[first].to_m <= from_m) ++first;
    const std::vector<Content> all = contents(run, first, from_m, to_m);
    const double needed = rule_.minimum_sampled * (to_m - from_m) - kTouching_m;
    std::vector<double> grade(elements_, kRequired);
    bool any = false;
    for (std::size_t e = 0; e < elements_; ++e) {
      Balance& balance = out_.balance[e];
      const bool enough = all[e].length_m > 0 && all[e].length_m >= needed;
      (enough ? balance.composites_m : balance.undersampled_m) += all[e].length_m;
      (enough ? balance.composites : balance.undersampled) += all[e].metal;
      if (!enough) continue;
      grade[e] = all[e].metal / all[e].weight;
      any = true;
    }
    if (!any) {
      ++out_.undersampled;
      return;
    }
    Composites& c = out_.composites;
    c.hole.push_back(static_cast<std::int32_t>(hole));
    c.domain.push_back(run.front().domain);
    c.from_m.push_back(from_m);
    c.to_m.push_back(to_m);
    c.start.push_back(path.at(from_m));
    c.centre.push_back(path.at((from_m + to_m) / 2));
    c.end.push_back(path.at(to_m));
    c.density_t_per_m3.push_back(density(run, first, from_m, to_m));
    for (std::size_t e = 0; e < elements_; ++e) {
      c.grade[e].push_back(grade[e]);
      c.sampled_m[e].push_back(std::isnan(grade[e]) ? 0 : all[e].length_m);
    }
  }

  static double density(std::span<const Stretch> run, std::size_t first, double from_m,
                        double to_m) {
    double mass = 0, known = 0;
    for (std::size_t i = first; i < run.size() && run[i].from_m < to_m; ++i) {
      const double length = std::min(to_m, run[i].to_m) - std::max(from_m, run[i].from_m);
      if (length <= 0 || std::isnan(run[i].density_t_per_m3)) continue;
      mass += length * run[i].density_t_per_m3;
      known += length;
    }
    return mass / known;
  }

  void discard(std::span<const Stretch> run, std::size_t first, double from_m) {
    const std::vector<Content> all = contents(run, first, from_m, run.back().to_m);
    ++out_.short_rests;
    out_.short_rests_m += run.back().to_m - from_m;
    for (std::size_t e = 0; e < elements_; ++e) {
      out_.balance[e].short_rests_m += all[e].length_m;
      out_.balance[e].short_rests += all[e].metal;
    }
  }

  const Compositing& rule_;
  const Checked& checked_;
  std::size_t elements_;
  Composited out_;
};

}  // namespace

Cuts cuts_of_run(const Compositing& rule, double from_m, double to_m) {
  const double length = to_m - from_m;
  Cuts out{{from_m}, to_m};
  if (rule.residual == Residual::spread) {
    const auto parts = std::max(1L, std::lround(length / rule.length_m));
    for (long k = 1; k < parts; ++k)
      out.depth_m.push_back(from_m + length * static_cast<double>(k) / static_cast<double>(parts));
    out.depth_m.push_back(to_m);
    return out;
  }
  const auto whole = static_cast<long>(std::floor((length + kTouching_m) / rule.length_m));
  for (long k = 1; k <= whole; ++k)
    out.depth_m.push_back(from_m + static_cast<double>(k) * rule.length_m);
  const double rest = to_m - out.depth_m.back();
  if (rest <= kTouching_m) {
    if (whole > 0) out.depth_m.back() = to_m;
    return out;
  }
  const bool is_short = rest < rule.minimum_share * rule.length_m - kTouching_m;
  if (is_short && rule.residual == Residual::discard)
    out.rest_from_m = out.depth_m.back();
  else if (is_short && rule.residual == Residual::merge && whole > 0)
    out.depth_m.back() = to_m;
  else
    out.depth_m.push_back(to_m);
  return out;
}

Composited composite(const Campaign& campaign, const Checked& checked,
                     const std::vector<std::vector<Stretch>>& stretches,
                     const std::vector<Path>& path) {
  Compositor compositor(campaign, checked);
  for (std::size_t h = 0; h < stretches.size(); ++h) {
    const std::vector<Stretch>& all = stretches[h];
    for (std::size_t i = 0; i < all.size();) {
      if (!all[i].sampled) {
        ++i;
        continue;
      }
      std::size_t j = i + 1;
      while (j < all.size() && all[j].sampled && all[j].domain == all[i].domain &&
             all[j].from_m - all[j - 1].to_m <= kTouching_m)
        ++j;
      compositor.run(h, std::span(all).subspan(i, j - i), path[h]);
      i = j;
    }
  }
  return compositor.done();
}

}  // namespace lode::drill

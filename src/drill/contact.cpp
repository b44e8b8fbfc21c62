#include "drill/contact.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace lode::drill {
namespace {

class Profiles {
 public:
  Profiles(const Contact& rule, const Checked& checked) : rule_(rule), checked_(checked) {}

  // The contact between all[at] and all[at + 1].
  void add(const std::vector<Stretch>& all, std::size_t at) {
    const std::int32_t above = all[at].domain, below = all[at + 1].domain;
    ContactProfile& profile = profile_of(std::min(above, below), std::max(above, below));
    ++profile.contacts;
    const double contact_m = all[at].to_m;
    for (std::size_t i = at + 1; i-- > 0;) {
      if (all[i].domain != above || contact_m - all[i].to_m >= rule_.reach_m ||
          (i < at && all[i + 1].from_m - all[i].to_m > kTouching_m))
        break;
      add(profile, all[i], contact_m - all[i].to_m, contact_m - all[i].from_m, above > below);
    }
    for (std::size_t i = at + 1; i < all.size(); ++i) {
      if (all[i].domain != below || all[i].from_m - contact_m >= rule_.reach_m ||
          (i > at + 1 && all[i].from_m - all[i - 1].to_m > kTouching_m))
        break;
      add(profile, all[i], all[i].from_m - contact_m, all[i].to_m - contact_m, below > above);
    }
  }

  std::vector<ContactProfile> done() {
    std::vector<ContactProfile> out;
    for (auto& [pair, profile] : profile_) out.push_back(std::move(profile));
    return out;
  }

 private:
  ContactProfile& profile_of(std::int32_t first, std::int32_t second) {
    ContactProfile& profile = profile_[{first, second}];
    if (profile.length_m.empty()) {
      profile.first = first;
      profile.second = second;
      const std::vector<double> none(2 * bins_per_side(rule_), 0);
      profile.length_m.assign(checked_.grade.size(), none);
      profile.grade_m = profile.length_m;
    }
    return profile;
  }

  // A stretch from `near` to `far` metres off the contact.
  void add(ContactProfile& profile, const Stretch& s, double near, double far, bool in_second) {
    if (!s.sampled) return;
    const std::size_t bins = bins_per_side(rule_);
    for (auto b = static_cast<std::size_t>(std::max(near, 0.0) / rule_.bin_m); b < bins; ++b) {
      const double from = static_cast<double>(b) * rule_.bin_m;
      const double to = std::min(from + rule_.bin_m, rule_.reach_m);
      const double length = std::min(to, far) - std::max(from, near);
      if (from >= far) break;
      if (length <= 0) continue;
      const std::size_t bin = in_second ? bins + b : bins - 1 - b;
      for (std::size_t e = 0; e < profile.length_m.size(); ++e) {
        const double grade = checked_.grade[e][static_cast<std::size_t>(s.row)];
        if (std::isnan(grade)) continue;
        profile.length_m[e][bin] += length;
        profile.grade_m[e][bin] += length * grade;
      }
    }
  }

  const Contact& rule_;
  const Checked& checked_;
  std::map<std::pair<std::int32_t, std::int32_t>, ContactProfile> profile_;
};

}  // namespace

std::size_t bins_per_side(const Contact& rule) {
  return static_cast<std::size_t>(std::ceil(rule.reach_m / rule.bin_m - 1e-9));
}

std::vector<ContactProfile> contacts(const Contact& rule, const Checked& checked,
                                     const std::vector<std::vector<Stretch>>& stretches) {
  Profiles profiles(rule, checked);
  for (const std::vector<Stretch>& all : stretches)
    for (std::size_t i = 0; i + 1 < all.size(); ++i)
      if (all[i].domain >= 0 && all[i + 1].domain >= 0 && all[i].domain != all[i + 1].domain &&
          all[i + 1].from_m - all[i].to_m <= kTouching_m)
        profiles.add(all, i);
  return profiles.done();
}

}  // namespace lode::drill

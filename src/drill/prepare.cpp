#include "drill/prepare.h"

#include <algorithm>
#include <array>

namespace lode::drill {

Prepared prepare(const Campaign& campaign, const RawCampaign& raw) {
  Prepared out;
  out.checked = check(campaign, raw);
  out.stretches = stretches(campaign, out.checked);
  out.unanswered = unanswered(out.checked.findings, campaign.repair);
  const std::array<Station, 1> vertical{};
  for (const Hole& hole : out.checked.hole)
    out.path.emplace_back(hole.collar,
                          hole.usable ? std::span<const Station>(hole.station) : vertical,
                          campaign.desurvey);
  out.composited = composite(campaign, out.checked, out.stretches, out.path);
  Composites& composites = out.composited.composites;
  out.top_cuts = apply_top_cuts(campaign.top_cut, composites);
  if (const std::string& id = campaign.decluster.element; !id.empty()) {
    const auto element = std::find_if(composites.element.begin(), composites.element.end(),
                                      [&](const Element& e) { return e.id == id; });
    const auto e = static_cast<std::size_t>(element - composites.element.begin());
    out.declustered = decluster(composites.centre, composites.grade[e], campaign.decluster);
    composites.weight = out.declustered.weight;
  }
  out.statistics = statistics(campaign, out.checked, out.stretches, composites);
  out.contacts = contacts(campaign.contact, out.checked, out.stretches);
  return out;
}

}  // namespace lode::drill

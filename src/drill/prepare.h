// The whole way from tables to composites.
#pragma once

#include <vector>

#include "drill/composite.h"
#include "drill/contact.h"
#include "drill/decluster.h"
#include "drill/statistics.h"

namespace lode::drill {

struct Prepared {
  Checked checked;
  std::vector<FaultKind> unanswered;  // not empty: the campaign is refused; what else is here was
                                      // made without what these faults touch
  std::vector<Path> path;             // [hole]; of one that is left out: vertical
  std::vector<std::vector<Stretch>> stretches;  // [hole]
  Composited composited;                        // with top cuts and weights
  std::vector<CutResult> top_cuts;
  Declustered declustered;  // scan empty without declustering
  std::vector<DomainSummary> statistics;
  std::vector<ContactProfile> contacts;
  bool refused() const { return !unanswered.empty(); }
};
// Throws InputError where a key names what the tables do not hold (a domain).
Prepared prepare(const Campaign& campaign, const RawCampaign& raw);

}  // namespace lode::drill

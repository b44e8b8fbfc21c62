#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "report/text.h"

namespace lode::report {
namespace {

std::vector<Simplification> resource_of(const study::Case& c) {
  std::vector<Simplification> out;
  const auto any = [&](bool holes) {
    return std::any_of(c.deposit.begin(), c.deposit.end(),
                       [&](const study::Deposit& d) { return d.holes.has_value() == holes; });
  };
  const char* factors =
      " Tonnage uncertainty acts on the tonnes of every block of a confidence class alike. There "
      "is no ground beyond the block model.";
  if (any(false))
    out.push_back({"Resource",
                   std::string("From a statement: the body is a union of simple solids. Grades are "
                               "drawn from a law solved for the published tonnage and grade and "
                               "are not conditioned on drill holes.") +
                       factors});
  if (any(true))
    out.push_back(
        {"Resource",
         std::string("From drill holes: all realisations share one model, kriged block grades that "
                     "are given, in their order and with their mean, the spread that the discrete "
                     "Gaussian model gives blocks of this size; blocks are selected as if kriging "
                     "ranked them without error. No grade is above the highest sample's. A "
                     "block belongs wholly to one domain, so that the rim is not diluted. Classes "
                     "are proposals by thresholds. "
                     "By-products without a variogram of their own are "
                     "kriged with the main element's; kriged grades below 0, and "
                     "by-products without an estimate, count as 0 (the table estimation counts "
                     "them).") +
             factors});
  return out;
}

Simplification pit_of(const study::Case& c) {
  std::string out =
      "Optimal for the block values given, up to their rounding to whole dollars. Slopes are "
      "overall angles by azimuth sector and domain, kept by a finite pattern of blocks; no ramps.";
  for (const study::Deposit& d : c.deposit) {
    if (d.mining_width_m <= 0) out += fmt::format(" {}: no minimum mining width.", d.name);
    if (d.surface.shape == study::SurfaceShape::top)
      out += fmt::format(" {}: flat topography, the top of the block model.", d.name);
  }
  return {"Pit", std::move(out)};
}

}  // namespace

std::vector<Simplification> simplified(const study::Case& c) {
  std::vector<Simplification> out = resource_of(c);
  const std::vector<Simplification> rest = {
      pit_of(c),
      {"Schedule",
       "One fixed sequence of pushbacks and benches at a constant lag, whose pace and destinations "
       "react in each scenario; the sequence itself is not optimised. Within a bench rock is mined "
       "in proportion. One ore stockpile a deposit, fully mixed with fresh ore."},
      {"Plant",
       "One recovery law for each element and stage, learning in a straight line; an element "
       "without a law stays in a stage's rest. No stage feeds one before it; each deposit has its "
       "own mill, a refinery is shared. With a refinery all concentrate of the main element is "
       "refined, stocked or not made; without one the mills' products are sold as they are made, "
       "their charges paid at once. The plan takes tables of by-products, penalties and deductions "
       "as they are at "
       "the mean grades."},
      {"Operations",
       "A curtailed mill or a halt leaves ore in stock, not in the ground. Suspension closes the "
       "whole "
       "venture at once and looks at the trailing price only."},
      {"Market",
       "Prices revert to a long-run level and do not react to the project's own tonnes; "
       "by-products follow the same kind of law. Dependence is arithmetic: imports are replaced "
       "tonne for tonne, without any response of the market."},
      {"Finance",
       "One venture without ring-fence between deposits, whose profitability is that of each of "
       "them; taxes on calendar years, their credits on investment in dollars; limits on interest "
       "period by period, of the debt and of the equity paid in when it opens; taxes are assessed "
       "as if all that is due were paid, and interest on what is put off is not deducted; "
       "value-added tax on capital only, refunded in "
       "dollars; no hedging. The plan "
       "takes the extraction tax at its full rate, of royalties the rate at its price or that of "
       "the first band, and no resource rent tax."},
      {"Deal",
       "Values are conditional on closing; terms are kept and not renegotiated. The order of "
       "terms in the bridge shares out joint effects; another order would share them otherwise."},
      {"Events",
       "They begin independently of one another and of the price; chances and lengths are inputs; "
       "a change that "
       "lasts part of a period counts in proportion; the same events apply to every bid."},
      {"Central tables",
       "Breakeven, price grid, bank case, take, sources and uses stand on base values and the "
       "expected orebody without events, not on the scenarios."}};
  out.insert(out.end(), rest.begin(), rest.end());
  return out;
}

Table simplified_table(const study::Results& r) {
  Table out{"simplified",
            "What is simplified, stage by stage",
            "As the stages' headers in the sources say.",
            {{"stage", ""}, {"text", ""}},
            {}};
  for (const Simplification& one : simplified(r.file->values))
    out.rows.push_back({one.stage, one.text});
  return out;
}

}  // namespace lode::report

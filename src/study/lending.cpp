#include "study/lending.h"

#include <algorithm>
#include <optional>

#include "study/central.h"
#include "study/evaluate.h"
#include "study/scene.h"

namespace lode::study {
namespace {

const Plan& plan_of(const Study& study, const deal::Bid& bid) {
  const auto found = std::find_if(study.plans.begin(), study.plans.end(),
                                  [&](const Plan& plan) { return plan.key == plan_key(bid); });
  LODE_CHECK(found != study.plans.end());
  return *found;
}

}  // namespace

Lending lend(const Study& study, const deal::Bid& bid) {
  return lend(study, bid, plan_of(study, bid));
}

Lending lend(const Study& study, const deal::Bid& bid, const Plan& plan, std::size_t deposits) {
  Lending out;
  const Case& c = study.file->values;
  const auto sign = [&](const World& world, std::optional<double> cover) {
    const Scene scene(study, world);
    return signing_of(scene, operate(scene, plan, {}, deposits, selling_of(study, bid)), bid,
                      cover);
  };
  const finance::Signing central = sign(median_world(study), {});
  out.loans.life_y = central.loans.life_y;
  if (bid.venture.loan.empty()) return out;
  const finance::Signing bank = sign(bank_world(study), std::max(1.0, c.bank_case.covenant));
  out.drawn_usd = central.drawn_usd;
  out.capacity_usd = bank.drawn_usd;
  if (c.financing.sizing != finance::Sizing::at_signing) return out;
  out.loans = c.financing.lending == finance::Lending::bank ? bank.loans : central.loans;
  out.loans.life_y = central.loans.life_y;
  out.loans.limit_usd = std::min(out.loans.limit_usd, central.drawn_usd);
  return out;
}

std::vector<Lending> lending_of_bids(const Study& study) {
  std::vector<Lending> out;
  for (const deal::Bid& bid : study.file->values.bid) out.push_back(lend(study, bid));
  return out;
}

std::vector<Lending> lending_of_steps(const Study& study) {
  std::vector<Lending> out;
  for (const Step& step : study.steps)
    out.push_back(step.groups <= kGroupsBetweenHolders ? study.lending[0]
                  : step.groups == kTermGroups.size()  ? study.lending[step.to]
                                                       : lend(study, step.bid));
  return out;
}

}  // namespace lode::study

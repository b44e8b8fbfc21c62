#include "study/world.h"

#include <utility>

#include "base/error.h"
#include "study/draws.h"
#include "study/prepare.h"

namespace lode::study {

World draw(const Study& study, std::uint64_t scenario) {
  World out;
  out.scenario = scenario;
  out.realisation = static_cast<std::size_t>(scenario) % study.realisation_count();
  out.inputs = draw_inputs(study.file->sampled, study.seed, scenario);
  const ConditionsPool::Lease now = study.conditions->lease();
  now->set_inputs(out);
  if (const std::vector<Breach> broken = breaches_of_draw(now->drawn()); !broken.empty())
    throw InputError(Fault{{}, broken.front().key, {}, "as drawn: " + broken.front().message});
  const Case& drawn = now->drawn();
  out.happenings = draw_events(drawn, study.calendar, study.seed, scenario);
  out.prices = draw_prices(drawn, study.calendar, study.seed, scenario, out.happenings);
  return out;
}

World central_world(const Study& study, market::PricePath prices) {
  World out;
  out.realisation = study.realisation_count();
  out.prices = std::move(prices);
  return out;
}

}  // namespace lode::study

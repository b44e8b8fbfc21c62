#include "study/world.h"

#include <utility>

#include "base/error.h"
#include "study/draws.h"
#include "study/prepare.h"

namespace lode::study {

namespace {

void take_prices(const Study& study, std::shared_ptr<const market::YearPath> path, World& out) {
  out.market = std::move(path);
  out.prices[0] = study.market->quoted(*out.market, study.calendar);
}

}  // namespace

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
  if (study.market)
    take_prices(
        study,
        study.market->path_of(scenario, study.market->draw(drawn, study.calendar, study.seed,
                                                           scenario, out.happenings)),
        out);
  return out;
}

World central_world(const Study& study, market::PricePath prices) {
  World out;
  out.realisation = study.realisation_count();
  out.prices = std::move(prices);
  return out;
}

World median_world(const Study& study) {
  const Case& c = study.file->values;
  World out = central_world(study, market::median_prices(c.commodity, study.calendar));
  if (study.market) take_prices(study, study.market->central_path(), out);
  return out;
}

}  // namespace lode::study

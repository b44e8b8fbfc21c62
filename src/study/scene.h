// A world with its conditions in force: what each stage of a scenario is asked about.
#pragma once

#include "base/error.h"
#include "study/prepare.h"

namespace lode::study {

// Takes conditions from the study's pool, sets them for the world and gives them back. The study
// and the world outlive it. A world that draw() has not made needs a price of each commodity and
// period, a realisation of the study or their mean, and events of the case: LODE_CHECK. Throws
// InputError where events take a parameter out of its range.
class Scene {
  ConditionsPool::Lease lease_;

 public:
  Scene(const Study& of, const World& in)
      : lease_(of.conditions->lease()), study(of), world(in), now(*lease_) {
    const Case& c = of.file->values;
    LODE_CHECK(in.realisation <= of.realisation_count());
    LODE_CHECK(in.prices.size() == c.commodity.size());
    for (const auto& path : in.prices) LODE_CHECK(path.size() == of.calendar.periods());
    for (const Happening& happening : in.happenings) LODE_CHECK(happening.event < c.event.size());
    lease_->set(in);
  }
  const Study& study;
  const World& world;
  const Conditions& now;
};

}  // namespace lode::study

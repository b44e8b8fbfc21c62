// A world with its conditions in force: what each stage of a scenario is asked about.
#pragma once

#include "study/prepare.h"

namespace lode::study {

// Takes conditions from the study's pool, sets them for the world and gives them back. The study
// and the world outlive it.
class Scene {
  ConditionsPool::Lease lease_;

 public:
  Scene(const Study& of, const World& in)
      : lease_(of.conditions->lease()), study(of), world(in), now(*lease_) {
    lease_->set(in);
  }
  const Study& study;
  const World& world;
  const Conditions& now;
};

}  // namespace lode::study

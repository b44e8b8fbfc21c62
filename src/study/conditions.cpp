#include "study/conditions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/range_words.h"
#include "study/plants.h"

namespace lode::study {
namespace {

void change_by(const EventChange& change, double share, const Event& event,
               const SampledMember& member) {
  *member.value *= 1 + share * (change.factor - 1);
  // The last digit of a bound is no fault of the case.
  const double slack = 1e-9 * std::abs(*member.value);
  if (*member.value < member.range.low - slack || *member.value > member.range.high + slack)
    throw InputError(
        Fault{{},
              "event." + event.id + ".change." + change.id,
              fmt::format("{:g}", change.factor),
              fmt::format("takes {} to {:g} (stored units), which must be {}", change.key,
                          *member.value, range_in_words(member.range.low, member.range.high))});
}

}  // namespace

Conditions::Copy::Copy(const CaseFile& file) : values(file.values) {
  const auto members = sampled_members(values);
  const auto may_move = [&](double* value) { moved.emplace_back(value, *value); };
  for (const SampledInput& sampled : file.sampled) {
    input.push_back(members.at(sampled.key).value);
    may_move(input.back());
  }
  for (const Event& event : values.event) {
    change.emplace_back();
    for (const EventChange& one : event.change) {
      change.back().push_back(members.at(one.key));
      may_move(change.back().back().value);
    }
  }
  for (Deposit& deposit : values.deposit)
    for (plant::Stage& stage : deposit.mill.stage)
      for (plant::Recovery& law : stage.recovery)
        if (carries_main(values, stage.makes) && law.id == values.commodity.front().id)
          for (double* recovery : {&law.recovery, &law.start_recovery}) {
            main_recovery.push_back(recovery);
            may_move(recovery);
          }
}

Conditions::Conditions(std::shared_ptr<const CaseFile> file, Calendar calendar)
    : file_(std::move(file)), calendar_(std::move(calendar)), drawn_(*file_) {
  halted_.resize(file_->values.deposit.size());
  for (const Event& event : file_->values.event)
    for (const EventChange& change : event.change)
      events_change_laws_ =
          events_change_laws_ || change.key.find(".recovery.") != std::string::npos;
}

void Conditions::write_inputs(const World& world, Copy& copy) const {
  for (const auto& [value, base] : copy.moved) *value = base;
  LODE_CHECK(world.inputs.empty() || world.inputs.size() == copy.input.size());
  for (std::size_t i = 0; i < world.inputs.size(); ++i)
    *copy.input[i] = world.inputs[i] * file_->sampled[i].factor;
  if (world.stress.recovery_factor != 1)
    for (double* recovery : copy.main_recovery) *recovery *= world.stress.recovery_factor;
}

void Conditions::apply(const World& world, const Changes& changes, Copy& copy) const {
  copy.changes = changes;
  write_inputs(world, copy);
  for (const auto& [happening, share] : changes) {
    const std::size_t e = world.happenings[happening].event;
    const Event& event = drawn_.values.event[e];
    for (std::size_t k = 0; k < event.change.size(); ++k)
      change_by(event.change[k], share, event, copy.change[e][k]);
  }
  if (!events_change_laws_) return;
  if (const Breach law = breach_of_laws(copy.values); !law.key.empty())
    throw InputError(Fault{{}, law.key, {}, "events take it out of bounds: " + law.message});
}

void Conditions::stand_still(const Event& event, double share, std::size_t t) {
  for (const std::string& id : event.halts)
    for (std::size_t d = 0; d < halted_.size(); ++d)
      if (file_->values.deposit[d].id == id) halted_[d][t] = std::min(1.0, halted_[d][t] + share);
  if (event.halts_refinery) refinery_halted_[t] = std::min(1.0, refinery_halted_[t] + share);
  for (const std::string& country : event.closes_transit) {
    auto found = std::find_if(closures_.begin(), closures_.end(),
                              [&](const Closure& closure) { return closure.country == country; });
    if (found == closures_.end())
      found = closures_.insert(closures_.end(),
                               {country, std::vector<double>(calendar_.periods(), 0.0)});
    found->share[t] = std::min(1.0, found->share[t] + share);
  }
}

// Periods with the same changes share a case.
const Case& Conditions::changed(const World& world, const Changes& changes) {
  for (std::size_t i = 0; i < used_; ++i)
    if (pool_[i]->changes == changes) return pool_[i]->values;
  if (used_ == pool_.size()) pool_.push_back(std::make_unique<Copy>(*file_));
  apply(world, changes, *pool_[used_]);
  return pool_[used_++]->values;
}

void Conditions::set_inputs(const World& world) { write_inputs(world, drawn_); }

void Conditions::set(const World& world) {
  const std::size_t periods = calendar_.periods();
  set_inputs(world);
  by_period_.assign(periods, &drawn_.values);
  refinery_halted_.assign(periods, 0.0);
  for (auto& halted : halted_) halted.assign(periods, 0.0);
  closures_.clear();
  used_ = 0;
  Changes changes;
  for (std::size_t t = 0; t < periods; ++t) {
    changes.clear();
    for (std::size_t h = 0; h < world.happenings.size(); ++h) {
      const Happening& happening = world.happenings[h];
      const double share = calendar_.overlap(t, happening.from_y, happening.to_y);
      if (share <= 0) continue;
      const Event& event = drawn_.values.event[happening.event];
      stand_still(event, share, t);
      if (!event.change.empty()) changes.emplace_back(h, share);
    }
    if (!changes.empty()) by_period_[t] = &changed(world, changes);
  }
  tax_.resize(periods);
  for (std::size_t t = 0; t < periods; ++t) tax_[t] = &by_period_[t]->tax;
}

double Conditions::closed(const std::vector<std::string>& transit, std::size_t period) const {
  double worst = 0;
  for (const Closure& closure : closures_)
    if (std::find(transit.begin(), transit.end(), closure.country) != transit.end())
      worst = std::max(worst, closure.share[period]);
  return worst;
}

void ConditionsPool::Return::operator()(Conditions* conditions) const {
  const std::lock_guard lock(pool->mutex_);
  pool->free_.emplace_back(conditions);
}

ConditionsPool::Lease ConditionsPool::lease() {
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      Conditions* one = free_.back().release();
      free_.pop_back();
      return {one, Return{this}};
    }
  }
  return {new Conditions(file_, calendar_), Return{this}};
}

}  // namespace lode::study

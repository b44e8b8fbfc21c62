#include "study/conditions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

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
  std::set<double*> known;
  const auto may_move = [&](double* value) {
    if (known.insert(value).second) moved.emplace_back(value, *value);
  };
  for (const SampledInput& sampled : file.sampled) {
    double* value = members.at(sampled.key).value;
    input.emplace_back(value, *value);
    known.insert(value);
  }
  for (const Event& event : values.event) {
    change.emplace_back();
    for (const EventChange& one : event.change) {
      const bool of_prices = moved_price(values, one).has_value();  // those are a world's own
      change.back().push_back(of_prices ? SampledMember{} : members.at(one.key));
      if (!of_prices) may_move(change.back().back().value);
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
  for (finance::Extraction& one : values.tax.extraction) {
    extraction.push_back(&one.rate);
    may_move(&one.rate);
  }
}

Conditions::Conditions(std::shared_ptr<const CaseFile> file, Calendar calendar)
    : file_(std::move(file)),
      calendar_(std::move(calendar)),
      drawn_(*file_),
      macro_(drawn_.values.macro),
      index_(finance::make_index(macro_, calendar_)) {
  halted_.resize(file_->values.deposit.size());
  for (const Event& event : file_->values.event) {
    for (const EventChange& change : event.change)
      events_change_laws_ =
          events_change_laws_ || change.key.find(".recovery.") != std::string::npos;
    stops_.push_back(stops_of(event));
  }
  closed_.resize(countries_.size());
}

Conditions::Stops Conditions::stops_of(const Event& event) {
  Stops out{{}, {}, event.halts_refinery};
  const std::vector<Deposit>& deposits = file_->values.deposit;
  for (std::size_t d = 0; d < deposits.size(); ++d)
    out.deposit.insert(out.deposit.end(),
                       static_cast<std::size_t>(
                           std::count(event.halts.begin(), event.halts.end(), deposits[d].id)),
                       d);
  for (const std::string& country : event.closes_transit) {
    const auto found = std::find(countries_.begin(), countries_.end(), country);
    out.country.push_back(static_cast<std::size_t>(found - countries_.begin()));
    if (found == countries_.end()) countries_.push_back(country);
  }
  return out;
}

void Conditions::write_inputs(const World& world, Copy& copy) const {
  for (const auto& [value, base] : copy.moved) *value = base;
  LODE_CHECK(world.inputs.empty() || world.inputs.size() == copy.input.size());
  for (std::size_t i = 0; i < copy.input.size(); ++i)
    *copy.input[i].first =
        world.inputs.empty() ? copy.input[i].second : world.inputs[i] * file_->sampled[i].factor;
  if (world.stress.recovery_factor != 1)
    for (double* recovery : copy.main_recovery) *recovery *= world.stress.recovery_factor;
  if (world.stress.extraction_factor != 1)
    for (double* rate : copy.extraction) *rate *= world.stress.extraction_factor;
}

void Conditions::apply(const World& world, const Changes& changes, Copy& copy) const {
  copy.changes = changes;
  write_inputs(world, copy);
  for (const auto& [happening, share] : changes) {
    const std::size_t e = world.happenings[happening].event;
    const Event& event = drawn_.values.event[e];
    for (std::size_t k = 0; k < event.change.size(); ++k)
      if (copy.change[e][k].value) change_by(event.change[k], share, event, copy.change[e][k]);
  }
  if (!events_change_laws_) return;
  if (const Breach law = breach_of_laws(copy.values); !law.key.empty())
    throw InputError(Fault{{}, law.key, {}, "events take it out of bounds: " + law.message});
}

void Conditions::stand_still(const Stops& stops, double share, std::size_t t) {
  for (const std::size_t d : stops.deposit) halted_[d][t] = std::min(1.0, halted_[d][t] + share);
  for (const std::size_t k : stops.country) closed_[k][t] = std::min(1.0, closed_[k][t] + share);
  if (stops.refinery) refinery_halted_[t] = std::min(1.0, refinery_halted_[t] + share);
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
  if (drawn_.values.macro != macro_) {
    macro_ = drawn_.values.macro;
    index_ = finance::make_index(macro_, calendar_);
  }
  by_period_.assign(periods, &drawn_.values);
  refinery_halted_.assign(periods, 0.0);
  for (auto& halted : halted_) halted.assign(periods, 0.0);
  for (auto& closed : closed_) closed.assign(periods, 0.0);
  used_ = 0;
  Changes changes;
  for (std::size_t t = 0; t < periods; ++t) {
    changes.clear();
    for (std::size_t h = 0; h < world.happenings.size(); ++h) {
      const Happening& happening = world.happenings[h];
      const double share = calendar_.overlap(t, happening.from_y, happening.to_y);
      if (share <= 0) continue;
      const Event& event = drawn_.values.event[happening.event];
      stand_still(stops_[happening.event], share, t);
      if (!event.change.empty()) changes.emplace_back(h, share);
    }
    if (!changes.empty()) by_period_[t] = &changed(world, changes);
  }
  tax_.resize(periods);
  for (std::size_t t = 0; t < periods; ++t) tax_[t] = &by_period_[t]->tax;
}

std::vector<double> Conditions::closed(const std::vector<std::string>& transit) const {
  std::vector<double> worst(calendar_.periods(), 0.0);
  for (std::size_t k = 0; k < countries_.size(); ++k)
    if (std::find(transit.begin(), transit.end(), countries_[k]) != transit.end())
      for (std::size_t t = 0; t < worst.size(); ++t) worst[t] = std::max(worst[t], closed_[k][t]);
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

#include "study/events.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/range_words.h"

namespace lode::study {

std::vector<Happening> draw_events(const Case& drawn, const Calendar& calendar, std::uint64_t seed,
                                   std::uint64_t scenario) {
  std::vector<Happening> out;
  const auto years = calendar.years();
  for (std::size_t e = 0; e < drawn.event.size(); ++e) {
    const Event& event = drawn.event[e];
    if (event.date > 0) {
      const double from = event.date - calendar.base_year;
      out.push_back({e, from, from + event.duration_y});
      continue;
    }
    if (event.yearly_probability <= 0) continue;
    const Stream stream(seed, "event." + event.id, scenario);
    double free_from = 0;
    for (std::size_t y = 0; y < years; ++y) {
      const int year = calendar.base_year + static_cast<int>(y);
      const double begins = static_cast<double>(y) + stream.uniform(2 * y + 1);
      if (year < event.first_year || year > event.last_year || begins < free_from) continue;
      if (stream.uniform(2 * y) >= event.yearly_probability) continue;
      out.push_back({e, begins, begins + event.duration_y});
      free_from = begins + event.duration_y;
    }
  }
  return out;
}

namespace {

void apply(const EventChange& change, double share, const Event& event,
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

Regimes::Regimes(const Case& c) { halted_.resize(c.deposit.size()); }

void Regimes::set(const Case& drawn, const Calendar& calendar,
                  const std::vector<Happening>& happenings) {
  const std::size_t periods = calendar.periods();
  by_period_.assign(periods, &drawn);
  refinery_halted_.assign(periods, 0.0);
  for (auto& halted : halted_) halted.assign(periods, 0.0);
  closures_.clear();
  std::size_t used = 0;
  for (std::size_t t = 0; t < periods; ++t) {
    Copy* copy = nullptr;
    for (const Happening& happening : happenings) {
      const double share = calendar.overlap(t, happening.from_y, happening.to_y);
      if (share <= 0) continue;
      const Event& event = drawn.event[happening.event];
      for (const std::string& id : event.halts)
        for (std::size_t d = 0; d < drawn.deposit.size(); ++d)
          if (drawn.deposit[d].id == id) halted_[d][t] = std::min(1.0, halted_[d][t] + share);
      if (event.halts_refinery) refinery_halted_[t] = std::min(1.0, refinery_halted_[t] + share);
      for (const std::string& country : event.closes_transit) {
        auto found = std::find_if(closures_.begin(), closures_.end(), [&](const Closure& closure) {
          return closure.country == country;
        });
        if (found == closures_.end())
          found = closures_.insert(closures_.end(), {country, std::vector<double>(periods, 0.0)});
        found->share[t] = std::min(1.0, found->share[t] + share);
      }
      if (event.change.empty()) continue;
      if (!copy) {
        if (used == pool_.size()) {
          pool_.push_back(std::make_unique<Copy>(Copy{drawn, {}}));
          pool_.back()->members = sampled_members(pool_.back()->values);
        } else {
          pool_[used]->values = drawn;  // lists keep their sizes, so the members' addresses hold
        }
        copy = pool_[used++].get();
      }
      for (const EventChange& change : event.change)
        apply(change, share, event, copy->members.at(change.key));
    }
    if (!copy) continue;
    if (const Breach law = breach_of_laws(copy->values); !law.key.empty())
      throw InputError(Fault{{}, law.key, {}, "events take it out of bounds: " + law.message});
    by_period_[t] = &copy->values;
  }
  tax_.resize(periods);
  for (std::size_t t = 0; t < periods; ++t) tax_[t] = &by_period_[t]->tax;
}

double Regimes::closed(const std::vector<std::string>& transit, std::size_t period) const {
  double worst = 0;
  for (const Closure& closure : closures_)
    if (std::find(transit.begin(), transit.end(), closure.country) != transit.end())
      worst = std::max(worst, closure.share[period]);
  return worst;
}

}  // namespace lode::study

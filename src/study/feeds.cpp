#include "study/feeds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "study/draws.h"
#include "study/events.h"
#include "study/operations.h"
#include "study/plants.h"

namespace lode::study {
namespace {

using Grades = std::array<double, schedule::kMaxElements>;

// [element] the greatest grade of ore in place above any of the tabulated cut-offs up to the one
// that is next to `cut_off`, in one realisation.
Grades richest(const schedule::Inventory& inventory, std::size_t realisation, double cut_off) {
  Grades out{};
  const auto take = [&](const schedule::Ore& ore) {
    if (ore.tonnes <= 0) return;
    for (std::size_t e = 0; e < inventory.elements; ++e)
      out[e] = std::max(out[e], ore.metal_t[e] / ore.tonnes);
  };
  for (std::size_t i = 0; i < inventory.increments.size(); ++i) {
    for (const double tabulated : inventory.cut_off)
      if (tabulated <= cut_off) take(inventory.above(i, realisation, tabulated));
    take(inventory.above(i, realisation, std::min(cut_off, inventory.cut_off.back())));
  }
  return out;
}

// The same of all realisations and cut-offs.
Grades richest(const schedule::Inventory& inventory) {
  Grades out{};
  for (std::size_t r = 0; r <= inventory.realisations; ++r) {
    const Grades one = richest(inventory, r, inventory.cut_off.back());
    for (std::size_t e = 0; e < out.size(); ++e) out[e] = std::max(out[e], one[e]);
  }
  return out;
}

// A tonne of it in the mill's feed: what dilutes it may be richer.
plant::Stream feed_of(const Grades& in_place, const schedule::Mine& mine) {
  plant::Stream out{1, {}};
  for (std::size_t e = 0; e < plant::kMaxElements && e < in_place.size(); ++e)
    out.metal_t[e] = in_place[e] / (e == 0 ? 1 : 1 + mine.dilution);
  out.metal_t[0] = (in_place[0] + mine.dilution * mine.dilution_grade) / (1 + mine.dilution);
  return out;
}

// A fault's place in the case, and the grades of the feed that meets it.
std::optional<Fault> fault_at(const Deposit& d, const Works& works, const plant::Stream& feed) {
  try {
    for (const double years : {0.0, 1e9})
      in_mill_of(d, [&] { return plant::balance(works.circuit, d.mill.stage, {&feed, 1}, years); });
    return {};
  } catch (const InputError& error) {
    Fault fault = error.faults().front();
    std::string grades;
    for (std::size_t e = 0; e < works.element.size(); ++e)
      grades +=
          fmt::format("{}{:.4g} % {}", e > 0 ? ", " : "", 100 * feed.metal_t[e], works.element[e]);
    fault.message =
        fmt::format("for the richest ore that the plan may feed ({}): {}", grades, fault.message);
    return fault;
  }
}

struct Feeds {
  const Study& study;
  std::vector<std::vector<Grades>> richest;  // [plan][deposit]
};

// The highest cut-off that the scenario's prices call for, with the parameters of `now`.
double highest_cut_off(const Case& now, std::size_t d, const Works& works, const Plan& plan,
                       const std::vector<double>& lowest_price) {
  const Deposit& deposit = now.deposit[d];
  const auto& mean = plan.deposit[d].mean_grade;
  double out = 0;
  for (const double years : {0.0, 1e9})
    out = std::max(
        out, cut_off(ore_value(now, deposit, works, lowest_price, plan.key.take(), years, mean),
                     std::span(mean).first(works.element.size())));
  return out;
}

// With what is drawn in a scenario; `now` may be the case of a period with events.
void add_scenario(const Feeds& in, const Case& now, std::uint64_t scenario,
                  std::vector<std::pair<std::uint64_t, Fault>>& out) {
  const Study& study = in.study;
  std::vector<double> lowest;
  for (std::size_t p = 0; p < study.plans.size(); ++p)
    for (std::size_t d = 0; d < now.deposit.size(); ++d) {
      const Deposit& deposit = now.deposit[d];
      const Works& works = study.works[d];
      const schedule::Inventory& inventory = *study.plans[p].deposit[d].inventory;
      if (inventory.increments.empty()) continue;
      if (!fault_at(deposit, works, feed_of(in.richest[p][d], deposit.mine))) continue;
      if (lowest.empty())
        for (const auto& price :
             draw_prices(now, study.calendar, study.seed, scenario,
                         draw_events(now, study.calendar, study.seed, scenario)))
          lowest.push_back(*std::min_element(price.begin(), price.end()));
      const Grades here = richest(inventory, scenario % inventory.realisations,
                                  highest_cut_off(now, d, works, study.plans[p], lowest));
      if (auto fault = fault_at(deposit, works, feed_of(here, deposit.mine)))
        out.emplace_back(scenario, std::move(*fault));
    }
}

bool changes_plants(const Case& c) {
  for (const Event& event : c.event)
    for (const EventChange& change : event.change)
      if (change.key.starts_with("deposit.")) return true;
  return false;
}

}  // namespace

std::vector<Fault> faults_of_plants(const Study& study, std::uint64_t first, std::uint64_t end) {
  Feeds in{study, {}};
  std::map<const schedule::Inventory*, Grades> known;  // plans share them
  for (const Plan& plan : study.plans) {
    in.richest.emplace_back();
    for (const DepositPlan& deposit : plan.deposit) {
      const auto [place, is_new] = known.try_emplace(deposit.inventory.get());
      if (is_new && !deposit.inventory->increments.empty())
        place->second = richest(*deposit.inventory);
      in.richest.back().push_back(place->second);
    }
  }
  const bool by_event = changes_plants(study.file->values);
  constexpr std::uint64_t kPerTask = 100;
  std::vector<std::vector<std::pair<std::uint64_t, Fault>>> told((end - first + kPerTask - 1) /
                                                                 kPerTask);
  parallel_for(told.size(), [&](std::size_t task) {
    const ConditionsPool::Lease now = study.conditions->lease();
    const std::uint64_t from = first + task * kPerTask;
    for (std::uint64_t s = from; s < std::min(end, from + kPerTask); ++s) {
      World world;
      world.inputs = draw_inputs(study.file->sampled, study.seed, s);
      now->set_inputs(world);
      add_scenario(in, now->drawn(), s, told[task]);
      if (!by_event) continue;
      world.happenings = draw_events(now->drawn(), study.calendar, study.seed, s);
      now->set(world);
      const Case* before = &now->drawn();
      for (std::size_t t = 0; t < study.calendar.periods(); ++t)
        if (const Case* here = &now->at(t); here != &now->drawn() && here != before)
          add_scenario(in, *(before = here), s, told[task]);
    }
  });
  std::vector<Fault> out;
  for (auto& part : told)
    for (auto& [scenario, fault] : part) {
      if (std::any_of(out.begin(), out.end(),
                      [&key = fault.key](const Fault& other) { return other.key == key; }))
        continue;
      fault.message = fmt::format("scenario {}: {}", scenario, fault.message);
      out.push_back(std::move(fault));
    }
  return out;
}

}  // namespace lode::study

#include "study/draws.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "study/conditions.h"
#include "study/rules_market.h"

namespace lode::study {
namespace {

// Faults of one key and text, numbers in it apart.
struct Told {
  Fault fault;
  std::uint64_t scenario = 0;
  std::size_t count = 0;
};

// Of a stretch of scenarios, in their order.
std::vector<Told> faults_within(const std::shared_ptr<const CaseFile>& file,
                                const Calendar& calendar, std::uint64_t seed, std::uint64_t first,
                                std::uint64_t end) {
  std::vector<Told> out;
  Conditions now(file, calendar);
  const auto tell = [&](const Fault& fault, std::uint64_t scenario) {
    auto found = std::find_if(out.begin(), out.end(),
                              [&](const Told& told) { return told.fault.key == fault.key; });
    if (found == out.end()) found = out.insert(out.end(), {fault, scenario, 0});
    ++found->count;
  };
  for (std::uint64_t scenario = first; scenario < end; ++scenario) {
    World world;
    world.inputs = draw_inputs(file->sampled, seed, scenario);
    now.set_inputs(world);
    const std::vector<Breach> broken = breaches_of_draw(now.drawn());
    for (const Breach& breach : broken)
      tell({{}, breach.key, {}, "draws values that break a rule: " + breach.message}, scenario);
    if (!broken.empty()) continue;
    try {
      world.happenings = draw_events(now.drawn(), calendar, seed, scenario);
      now.set(world);
    } catch (const InputError& error) {
      for (const Fault& fault : error.faults()) tell(fault, scenario);
    }
  }
  return out;
}

}  // namespace

std::vector<double> draw_inputs(const std::vector<SampledInput>& sampled, std::uint64_t seed,
                                std::uint64_t scenario) {
  std::vector<double> out;
  out.reserve(sampled.size());
  for (const SampledInput& input : sampled)
    out.push_back(
        input.distribution.quantile(Stream(seed, "input." + input.key, scenario).uniform(0)));
  return out;
}

std::vector<Breach> breaches_of_draw(const Case& drawn) {
  std::vector<Breach> out;
  if (Breach law = breach_of_laws(drawn); !law.key.empty()) out.push_back(std::move(law));
  for (const deal::Bid& bid : drawn.bid)
    for (const std::string& fault : deal::faults_of(bid)) out.push_back({"bid." + bid.id, fault});
  if (std::string fault = finance::fault_of(drawn.tax); !fault.empty())
    out.push_back({"tax", std::move(fault)});
  if (drawn.market && drawn.market->prices == Prices::equilibrium)
    for (Breach& breach : elasticity_breaches(*drawn.market)) out.push_back(std::move(breach));
  return out;
}

std::vector<Fault> faults_of_draws(const std::shared_ptr<const CaseFile>& file,
                                   const Calendar& calendar, std::uint64_t seed,
                                   std::uint64_t first, std::uint64_t end) {
  constexpr std::uint64_t kPerTask = 250;
  std::vector<std::vector<Told>> of_task((end - first + kPerTask - 1) / kPerTask);
  parallel_for(of_task.size(), [&](std::size_t task) {
    const std::uint64_t from = first + task * kPerTask;
    of_task[task] = faults_within(file, calendar, seed, from, std::min(end, from + kPerTask));
  });
  std::vector<Told> all;
  for (const std::vector<Told>& part : of_task)
    for (const Told& one : part) {
      const auto found = std::find_if(all.begin(), all.end(), [&](const Told& told) {
        return told.fault.key == one.fault.key;
      });
      if (found == all.end())
        all.push_back(one);
      else
        found->count += one.count;
    }
  std::vector<Fault> out;
  for (Told& told : all) {
    told.fault.message = fmt::format("scenario {} {}", told.scenario, told.fault.message);
    if (told.count > 1)
      told.fault.message +=
          fmt::format(" ({} of {} scenarios do the like)", told.count, end - first);
    out.push_back(std::move(told.fault));
  }
  return out;
}

}  // namespace lode::study

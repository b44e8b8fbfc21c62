#include "study/run.h"

#include <algorithm>
#include <span>
#include <utility>

#include "base/parallel.h"
#include "study/control.h"
#include "study/scene.h"
#include "study/stopwatch.h"

namespace lode::study {
namespace {

// Mean over each year of the prices, per quoted unit.
void write_prices(const Scene& scene, std::vector<double>& row) {
  const Study& study = scene.study;
  for (std::size_t k = 0; k < scene.world.prices.size(); ++k) {
    std::vector<double> weighted = scene.world.prices[k];
    for (std::size_t t = 0; t < weighted.size(); ++t)
      weighted[t] *= study.calendar.length_y[t] * scene.now.drawn().commodity[k].quote_mass_t;
    const std::vector<double> years = study.calendar.by_year(weighted);
    for (std::size_t y = 0; y < years.size(); ++y) row[study.layout.price(k, y)] = years[y];
  }
}

void write_detail(const Scene& scene, Detail& detail) {
  detail.scenario = scene.world.scenario;
  detail.happenings = scene.world.happenings;
  for (std::size_t t = 0; t < scene.study.calendar.periods(); ++t) {
    Case here = scene.now.at(t);
    const auto members = sampled_members(here);
    if (t == 0)
      for (const auto& [key, member] : members)
        detail.inputs.emplace_back(key, std::vector<double>());
    std::size_t i = 0;
    for (const auto& [key, member] : members) detail.inputs[i++].second.push_back(*member.value);
  }
}

// The books that a step shares with a bid are not kept twice: where its terms are between holders
// the venture is the reference's, at its end it is the other bid.
std::array<double, deal::kParties> values_of_step(const Scene& scene, std::size_t s,
                                                  const std::vector<deal::Bid>& bid,
                                                  const std::vector<Books>& books,
                                                  const Operated& operated) {
  const Step& step = scene.study.steps[s];
  deal::Bid blended = blend(bid[0], bid[step.to], step.groups);
  const auto worth = [&](const Books& of) { return values_of(scene, blended, of.flows); };
  if (step.groups == kTermGroups.size()) return worth(books[step.to]);
  blended.venture.as_signed = signed_in(scene, scene.study.lending_of_step[s].loans);
  if (step.groups > kGroupsBetweenHolders) return worth(books_of(scene, operated, blended));
  return values_of(scene, blended, flows_of(scene, blended, books[0].start, books[0].venture));
}

// In chunks, in scenario order; a chunk that an earlier run stored is taken as it is. While a chunk
// is computed, the one before is stored.
void run_scenarios(Results& results, const RunOptions& options, const Sink& sink, const Stop& stop,
                   const Progress& progress) {
  struct {
    std::size_t chunk = 0;
    std::vector<std::vector<double>> rows;
    bool is_new = false;
  } ready;
  const auto hand_on = [&] {
    if (ready.rows.empty()) return;
    if (ready.is_new && sink.store) sink.store(ready.chunk, ready.rows);
    for (std::size_t i = 0; i < ready.rows.size(); ++i)
      results.scenarios.push_back(ready.chunk * kChunk + i);
    results.rows.append(ready.rows);
    if (progress)
      progress("scenarios",
               static_cast<double>(results.rows.size()) / static_cast<double>(options.scenarios));
  };
  for (std::size_t first = 0; first < options.scenarios && !stop.requested(); first += kChunk) {
    const std::size_t chunk = first / kChunk, n = std::min(options.scenarios - first, kChunk);
    std::optional<std::vector<std::vector<double>>> rows =
        sink.stored ? sink.stored(chunk, results.layout.size()) : std::nullopt;
    const bool is_new = !rows || rows->size() < n;
    if (is_new) rows.emplace();
    rows->resize(n);
    parallel_for(is_new ? n + 1 : 1, [&](std::size_t i) {
      if (i == 0)
        hand_on();
      else
        (*rows)[i - 1] = row_of(results, first + i - 1);
    });
    ready = {chunk, std::move(*rows), is_new};
  }
  hand_on();
  if (results.rows.size() < options.scenarios) results.status = RunStatus::interrupted;
}

}  // namespace

std::vector<double> row_of(const Study& study, std::uint64_t scenario, Detail* detail) {
  const Layout& at = study.layout;
  const World world = draw(study, scenario);
  const Scene scene(study, world);
  std::vector<double> row(at.size(), 0.0);
  const auto put = [&](std::size_t place, const auto& values) {
    std::copy(values.begin(), values.end(), row.begin() + static_cast<std::ptrdiff_t>(place));
  };
  put(0, world.inputs);
  write_prices(scene, row);
  OperatedPlans operated(scene);
  std::vector<deal::Bid> bid;
  std::vector<Books> books;
  for (std::size_t b = 0; b < at.bids; ++b) {
    const Operated& by_plan =
        operated(study.plan_of_bid[b], 0, selling_of(study, study.file->values.bid[b]));
    bid.push_back(bid_in(scene, b));
    books.push_back(books_of(scene, by_plan, bid[b]));
    put(at.bid(b),
        answer_of(scene, by_plan, bid[b], books[b], unlevered_of(scene, bid[b], books[b])).values);
  }
  for (std::size_t s = 0; s < at.steps; ++s) {
    put(at.step(s, 0),
        values_of_step(scene, s, bid, books,
                       operated(study.plan_of_step[s], 0, selling_of(study, study.steps[s].bid))));
  }
  for (std::size_t b = 0; b < at.bids; ++b)
    if (study.choices[b].any())
      write_choices(scene, operated, b, std::span(row).subspan(at.choices(b), at.choice.size()));
  if (detail) {
    write_detail(scene, *detail);
    for (std::size_t b = 0; b < at.bids; ++b)
      detail->bid.push_back(
          {std::move(books[b]),
           operated(study.plan_of_bid[b], 0, selling_of(study, study.file->values.bid[b]))});
  }
  return row;
}

Results run(CaseFile file, const RunOptions& options, const Sink& sink, const Stop& stop,
            const Progress& progress, std::vector<CaseFile> readings) {
  Results results;
  try {
    static_cast<Study&>(results) = prepare(std::move(file), options, stop, progress);
  } catch (const Stopped&) {
    results.status = RunStatus::interrupted;
    return results;
  }
  Stopwatch watch(results.seconds);
  if (options.scenario) {
    results.scenarios = {*options.scenario};
    results.details.resize(1);
    results.rows.append({row_of(results, *options.scenario, &results.details.front())});
  } else {
    run_scenarios(results, options, sink, stop, progress);
  }
  watch.lap("scenarios");
  results.control = control_of(results);
  watch.lap("decisions");
  if (options.scenario || results.status == RunStatus::interrupted) return results;
  results.market_effects = market_effects(results, results.rows.size());
  results.price_check = price_check(results, results.rows.size());
  watch.lap("market");
  try {
    results.decided_bridge = decided_bridge(results, stop);
    results.readings = readings_of(results, std::move(readings), stop, progress);
  } catch (const Stopped&) {
    results.status = RunStatus::interrupted;
  }
  watch.lap("readings");
  return results;
}

}  // namespace lode::study

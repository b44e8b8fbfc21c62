#include "study/decided_bridge.h"

#include <algorithm>
#include <utility>

#include "base/parallel.h"
#include "study/results.h"
#include "study/scene.h"

namespace lode::study {
namespace {

// A bid between two others, and what it lets its holders choose.
struct Between {
  const Choices* choices = nullptr;
  std::size_t groups = 0;
  std::string term;
};

std::vector<Between> way_to(const Study& study, std::size_t to) {
  std::vector<Between> out = {{&study.choices[0], 0, ""}};
  for (std::size_t s = 0; s < study.steps.size(); ++s)
    if (study.steps[s].to == to)
      out.push_back({&study.choices_of_step[s], study.steps[s].groups, study.steps[s].term});
  return out;
}

// A run of one bid alone, with the rows of its choices: what decide() looks at.
Results alone(const Results& r, const Between& between, const deal::Bid& base, std::size_t rows) {
  Results out;
  auto file = std::make_shared<CaseFile>();
  file->values = r.file->values;
  file->values.bid = {base};
  out.file = std::move(file);
  out.realisations = r.realisations, out.seed = r.seed;
  out.choices = {*between.choices};
  out.layout.choice = r.layout.choice;
  out.scenarios.assign(r.scenarios.begin(),
                       r.scenarios.begin() + static_cast<std::ptrdiff_t>(rows));
  return out;
}

}  // namespace

std::vector<DecidedStep> decided_bridge(const Results& r, const Stop& stop) {
  std::vector<DecidedStep> out;
  const std::size_t rows = std::min(r.rows.size(), kReadingScenarios),
                    size = r.layout.choice.size();
  for (std::size_t to = 1; to < r.layout.bids; ++to) {
    if (!can_decide(r, 0) || !can_decide(r, to)) continue;
    const std::vector<Between> way = way_to(r, to);
    // [between][row]
    std::vector<std::vector<std::vector<double>>> values(
        way.size(), std::vector<std::vector<double>>(rows, std::vector<double>(size)));
    parallel_for(rows, [&](std::size_t row) {
      if (stop.requested()) return;
      const World world = draw(r, r.scenarios[row]);
      const Scene scene(r, world);
      OperatedPlans operated(scene);
      const deal::Bid from = bid_in(scene, 0), other = bid_in(scene, to);
      for (std::size_t i = 0; i < way.size(); ++i)
        write_choices(scene, operated, *way[i].choices, blend(from, other, way[i].groups),
                      values[i][row], Asked::as_bid);
    });
    stop.check();
    const std::vector<deal::Bid>& bid = r.file->values.bid;
    for (std::size_t i = 0; i < way.size(); ++i) {
      Results one = alone(r, way[i], blend(bid[0], bid[to], way[i].groups), rows);
      one.rows.append(values[i]);
      if (!can_decide(one, 0)) return out;  // too few realisations in these scenarios
      DecidedStep step{to, way[i].term, one.scenarios, {}};
      step.decided = decide(one, 0, arrangement_of(one.file->values.bid[0]));
      out.push_back(std::move(step));
    }
  }
  return out;
}

}  // namespace lode::study

#include "study/readings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "base/parallel.h"
#include "study/results.h"
#include "study/scene.h"

namespace lode::study {
namespace {

// Built in its first year in every scenario.
Decided whatever_happens(const Results& r, std::size_t b) {
  const Project& project = r.file->values.project;
  const deal::Bid& bid = r.file->values.bid[b];
  const std::size_t n = r.rows.size();
  Decided out;
  out.bid = b;
  out.year.assign(n, project.construction_start + static_cast<int>(bid.delay_y));
  out.deposits.assign(n, 0), out.refused.assign(n, 0);
  out.value.resize(n);
  for (std::size_t row = 0; row < n; ++row)
    for (std::size_t p = 0; p < deal::kParties; ++p)
      out.value[row][p] = r.rows.at(row, r.layout.bid(b) + r.layout.answer.own(p));
  return out;
}

// As row_of(), but for what a reading does not ask.
std::vector<double> row_of_reading(const Study& study, std::uint64_t scenario) {
  const Layout& at = study.layout;
  const World world = draw(study, scenario);
  const Scene scene(study, world);
  std::vector<double> row(at.size(), 0.0);
  OperatedPlans operated(scene);
  for (std::size_t b = 0; b < at.bids; ++b) {
    if (study.choices[b].any()) {
      write_choices(scene, operated, b, std::span(row).subspan(at.choices(b), at.choice.size()),
                    Asked::as_bid);
      continue;
    }
    const std::vector<double> values =
        evaluate(scene,
                 operated(study.plan_of_bid[b], 0, selling_of(study, study.file->values.bid[b])),
                 bid_in(scene, b))
            .values;
    std::copy(values.begin(), values.end(), row.begin() + static_cast<std::ptrdiff_t>(at.bid(b)));
  }
  return row;
}

// "capital=announced, price=800": what differs from the choices of the run.
std::string name_of(const CaseFile& file, const CaseFile& own) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < file.alternatives.size(); ++i) {
    const Alternative& one = file.alternatives[i];
    if (one.chosen && !own.alternatives[i].chosen) out.push_back(one.name + "=" + one.choice);
  }
  return fmt::format("{}", fmt::join(out, ", "));
}

Results run_reading(CaseFile file, const Results& own, const Stop& stop, const Progress& progress) {
  RunOptions options;
  options.scenarios = std::min(own.rows.size(), kReadingScenarios);
  options.realisations = own.realisations, options.seed = own.seed;
  Results out;
  static_cast<Study&>(out) = prepare(std::move(file), options, stop, progress, &own);
  std::vector<std::vector<double>> rows(options.scenarios);
  parallel_for(rows.size(), [&](std::size_t i) {
    if (!stop.requested()) rows[i] = row_of_reading(out, i);
  });
  stop.check();
  for (std::size_t i = 0; i < rows.size(); ++i) out.scenarios.push_back(i);
  out.rows.append(rows);
  return out;
}

}  // namespace

Reading reading_of(const Results& r) {
  Reading out{"", r.file, r.scenarios, {}, {}};
  for (std::size_t b = 0; b < r.layout.bids; ++b)
    if (b < r.control.size() && !r.control[b].empty())
      out.bid.push_back(r.control[b].front());
    else
      out.bid.push_back(can_decide(r, b) ? decide(r, b, arrangement_of(r.file->values.bid[b]))
                                         : whatever_happens(r, b));
  return out;
}

std::vector<Reading> readings_of(const Results& r, std::vector<CaseFile> files, const Stop& stop,
                                 const Progress& progress) {
  std::vector<Reading> out;
  for (CaseFile& file : files) {
    std::string name = name_of(file, *r.file);
    if (name.empty()) continue;  // chosen in this run already
    if (progress)
      progress("reading " + name,
               static_cast<double>(out.size()) / static_cast<double>(files.size()));
    const auto of = std::make_shared<const CaseFile>(file);
    try {
      out.push_back(reading_of(run_reading(std::move(file), r, stop, {})));
    } catch (const NoAnswer& none) {
      out.push_back({"", of, {}, {}, none.what()});
    }
    out.back().name = std::move(name);
  }
  return out;
}

}  // namespace lode::study

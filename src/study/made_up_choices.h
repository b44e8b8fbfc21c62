// The made-up case with rights to decide: two deposits, built together, one after the other or not.
#pragma once

#include "study/made_up_runs.h"

namespace lode::study {

inline deal::Right right(std::string id, std::string holder, int until = 0) {
  deal::Right out;
  out.id = std::move(id), out.holder = std::move(holder), out.until = until;
  return out;
}

// Construction from 2026, 2027 or 2028 on; the second deposit's capital a year after the first's.
inline CaseFile choices_case_file() {
  CaseFile file = uncertain_case_file();
  Case& c = file.values;
  Deposit ridge = c.deposit[0];
  ridge.id = ridge.name = "ridge", ridge.lead_y = 3;
  c.project.capital_profile = {0.4, 0.4, 0.2}, c.project.quarters_until = 2032;
  c.deposit[0].capital_profile = {0.4, 0.1}, ridge.capital_profile = {0, 0.3, 0.2};
  c.deposit.push_back(ridge);
  c.study_period.cost_usd = 1e6, c.study_period.grade_error = 0.05;
  c.study_period.finding = {
      {"recovery", "deposit.hill.mill.stage.flotation.recovery.main.recovery", 0.01}};
  for (deal::Bid& bid : c.bid)
    bid.right = {right("build", "sponsor", 2028 + static_cast<int>(bid.delay_y)),
                 right("expand", "sponsor")};
  file.sampled.push_back(
      {"project.capital_overrun", {Distribution::Kind::uniform, {0.9, 1.6}, {}}, 1});
  return file;
}

inline Results choices_run(std::size_t scenarios = 48, int realisations = 8) {
  return run(choices_case_file(), {scenarios, realisations, 3, {}});
}

}  // namespace lode::study

// Compositing by length within domains, with the metal that is lost in it.
#pragma once

#include <vector>

#include "drill/composites.h"
#include "drill/desurvey.h"
#include "drill/stretches.h"

namespace lode::drill {

// Balance of metal from samples to composites. Metal is grade x metres, x t/m3 where composites are
// weighted by density: samples = composites + short_rests + undersampled, to rounding.
struct Balance {
  double samples_m = 0, samples = 0;            // with a grade
  double composites_m = 0, composites = 0;      // in composites that have one
  double short_rests_m = 0, short_rests = 0;    // in rests that were discarded
  double undersampled_m = 0, undersampled = 0;  // in composites of which too little has a grade
};

struct Composited {
  Composites composites;
  std::vector<Balance> balance;  // [element]
  std::size_t short_rests = 0;   // discarded
  double short_rests_m = 0;
  std::size_t undersampled = 0;  // composites that are left out: none of their grades stands
};

// A run of composites starts where a domain starts or where the hole begins to be sampled (the run
// is over where no element has a grade) and is cut every `length_m`; what is left at its end is
// dealt with by the residual rule. A grade is the mean over the sampled length (x density); its
// weights add to sampled_m. Grades are uncut; weights are 1.
//   path   [hole]; of holes that are left out, anything
Composited composite(const Campaign& campaign, const Checked& checked,
                     const std::vector<std::vector<Stretch>>& stretches,
                     const std::vector<Path>& path);

// Depths at which a run is cut, its start and end included; `rest_from` is where a discarded rest
// starts (the end if there is none).
struct Cuts {
  std::vector<double> depth_m;
  double rest_from_m = 0;
};
Cuts cuts_of_run(const Compositing& rule, double from_m, double to_m);

}  // namespace lode::drill

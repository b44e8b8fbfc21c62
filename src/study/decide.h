// What the holders of a bid's rights choose in each scenario, and what everybody gets of it: by least
// squares on what is known, every scenario by a policy fitted on other realisations (decision/turns.h).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clusters.h"
#include "study/choices.h"

namespace lode::study {

struct Results;

// Who decides, and under which terms. A right that nobody has: built in the first year, the others
// with the first, whatever happens.
struct Arrangement {
  std::string id, name;
  // operate: none: the mines follow the case's rule of suspension. sell: none: as the terms of
  // marketing say.
  std::optional<deal::Right> build, expand, operate, sell;
  Variant variant = Variant::as_bid;
  // The promise to build by a year: with its penalty, kept whatever happens, or not made.
  enum class Promise { as_bid, kept, none } promise = Promise::as_bid;
};
// As the bid says.
Arrangement arrangement_of(const deal::Bid& bid);

struct Decided {
  std::size_t bid = 0;
  Arrangement by;
  std::vector<int> year;              // [row] construction starts; 0: never
  std::vector<std::size_t> deposits;  // [row] built in the end; 0 of one that is built: all
  std::vector<char> refused;          // [row] 1: somebody refused what was proposed first
  std::vector<char> runs_on;          // [row] 1: the mines never suspend
  // [row] worth to each party, real USD at its own rate; the sponsor's with its study.
  std::vector<std::array<double, deal::kParties>> value;
  std::vector<std::string> holder;  // who decides or consents
  std::vector<Mean> holder_value;   // [holder] of its side, without the study
  // Of a single holder (else not finite), what no policy can beat (information relaxation, Brown, Smith & Sun 2010,
  // theorem 2.1): if it foresaw everything; and less a penalty, which is a part of what a choice
  // brings beyond its average given what is known then, of mean zero as far as the regressions hold.
  Mean perfect, penalised;
};

// Fewer than 4 realisations among the scenarios, or a bid without choices: LODE_CHECK (can_decide).
bool can_decide(const Results& results, std::size_t bid);
Decided decide(const Results& results, std::size_t bid, const Arrangement& by);

}  // namespace lode::study

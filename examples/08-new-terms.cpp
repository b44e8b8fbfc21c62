// 8. Asking a study again: how large a free stake would make the mining company's bid as good for the
// country as the smelting company's?
//
// Essay 7 ran a study from end to end. Here the same study is prepared once; each of its 200
// scenarios is drawn and mined once and kept. Terms between the holders of a bid change neither
// prices nor mining, so that a new term needs only the last step again, some 50 microseconds a
// scenario.
//
//   prepare   the block model, the plan of each bid, the central case
//   draw      a scenario: sampled inputs, prices, events, one realisation of the orebody
//   operate   mine and mill by a plan: tonnes and metal by period, before any financing
//   evaluate  a bid on that: sales, taxes, loans, and what each party pays and gets
//
// It is built with the tests (scripts/build dev new-terms; build/dev/new-terms) and prints, mean of the
// scenarios in million USD of 2026, each party at its own discount rate:
//
//   $ new-terms studies/larkspur-hill
//   free stake of the fund    country    sponsor
//   20.0 %                      239.8       67.6
//   30.0 %                      265.4       48.1
//   40.0 %                      291.1       28.6
//   as good as the other bid, 296.1: 42.0 %
#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "io/io.h"
#include "study/study.h"

using namespace lode;
using namespace lode::study;

namespace {

// What no term between the holders changes.
struct Kept {
  World world;
  Operated operated;
};

std::vector<Kept> mine_all(const Study& study, std::size_t bid, std::size_t scenarios) {
  const Plan& plan = study.plans[study.plan_of_bid[bid]];
  std::vector<Kept> out(scenarios);
  for (std::size_t s = 0; s < scenarios; ++s) {
    out[s].world = draw(study, s);
    out[s].operated = operate(study, plan, out[s].world);
  }
  return out;
}

struct Worth {
  double country_usd = 0, sponsor_usd = 0;  // means over the scenarios
};

// change_terms: of the bid as it is in each scenario, with the terms that are drawn.
template <class Terms>
Worth worth(const Study& study, std::size_t which, const std::vector<Kept>& kept,
            const Terms& change_terms) {
  const auto own = [&](const Answer& answer, deal::Party party) {
    return answer.values[study.layout.answer.own(static_cast<std::size_t>(party))] /
           static_cast<double>(kept.size());
  };
  Worth out;
  for (const Kept& one : kept) {
    const Scene scene(study, one.world);
    deal::Bid bid = bid_in(scene, which);
    change_terms(bid);
    const Answer answer = evaluate(scene, one.operated, bid);
    for (const deal::Party party : {deal::Party::state, deal::Party::fund, deal::Party::seller})
      out.country_usd += own(answer, party);
    out.sponsor_usd += own(answer, deal::Party::sponsor);
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: new-terms CASE\n");
    return 2;
  }
  const std::size_t scenarios = 200;
  const Study study = prepare(io::read_case(argv[1], {}), {scenarios, 10, 1, {}});
  const std::vector<Kept> miner = mine_all(study, 0, scenarios),
                          smelter = mine_all(study, 1, scenarios);
  const auto with_stake = [&](double fund_stake) {
    return worth(study, 0, miner, [&](deal::Bid& bid) {
      bid.fund_stake = fund_stake;
      bid.sponsor_stake = 1 - fund_stake;
    });
  };
  fmt::print("free stake of the fund    country    sponsor\n");
  for (const double stake : {0.2, 0.3, 0.4}) {
    const Worth now = with_stake(stake);
    fmt::print("{:.1f} %                 {:10.1f} {:10.1f}\n", 100 * stake, now.country_usd / 1e6,
               now.sponsor_usd / 1e6);
  }
  // The country's value rises with its stake: halve the interval in which it meets the other bid's.
  const double wanted = worth(study, 1, smelter, [](deal::Bid&) {}).country_usd;
  double low = 0.2, high = 1;
  while (high - low > 1e-5) {
    const double middle = 0.5 * (low + high);
    (with_stake(middle).country_usd < wanted ? low : high) = middle;
  }
  fmt::print("as good as the other bid, {:.1f}: {:.1f} %\n", wanted / 1e6, 100 * high);
  return 0;
}

// How fast is a bid asked again? All scenarios of a case are drawn and mined once and kept; then new
// terms of one bid are evaluated on them, on one thread. Before any time is printed every number of
// every scenario is compared with a run that draws and mines anew.
//
//   bench_bid CASE [SCENARIOS]
#include <fmt/format.h>

#include <bit>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "base/parallel.h"
#include "io/io.h"
#include "study/study.h"

using namespace lode;
using namespace lode::study;

namespace {

struct Kept {
  World world;
  Operated operated;
};

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

std::size_t bytes(const std::vector<double>& row) { return row.size() * sizeof(double); }
std::size_t bytes(const std::vector<std::vector<double>>& rows) {
  std::size_t out = 0;
  for (const auto& row : rows) out += bytes(row) + sizeof(row);
  return out;
}
std::size_t bytes(const Kept& kept) {
  const Operated& o = kept.operated;
  std::size_t out = sizeof(Kept) + bytes(kept.world.inputs) + bytes(kept.world.prices) +
                    bytes(o.marketed_t) + bytes(o.paid_t) + bytes(o.by_product_t);
  for (const DepositSeries& d : o.deposit)
    out += sizeof(d) + 9 * bytes(d.rock_t) + bytes(d.fed_t) + bytes(d.made_t);
  const finance::Operations& m = o.money;
  out += 12 * bytes(m.revenue_usd) + bytes(m.contained_t) + bytes(m.price_usd_per_t) +
         bytes(m.sold_t) + bytes(m.sales_usd);
  return out + 4 * bytes(o.care_y);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::size_t scenarios = argc > 2 ? static_cast<std::size_t>(std::atoi(argv[2])) : 2000;
  RunOptions options;
  options.scenarios = scenarios;
  const Study study = prepare(io::read_case(argv[1], {}), options);
  const Plan& plan = study.plans[study.plan_of_bid[0]];
  std::vector<Kept> kept(scenarios);
  parallel_for(scenarios, [&](std::size_t s) {
    kept[s].world = draw(study, s);
    kept[s].operated = operate(study, plan, kept[s].world);
  });

  // Term by term the bid of the case in each world, then with better terms for the state.
  const auto terms = [&](const Scene& scene, bool is_new) {
    deal::Bid bid = bid_in(scene, 0);
    if (!is_new) return bid;
    bid.profit_share = 0.3;
    bid.venture.royalty_uplift = 0;
    for (finance::Loan& loan : bid.venture.loan) loan.rate += 0.01;
    return bid;
  };
  const ThreadLimit one(1);
  std::vector<Answer> old;
  for (std::size_t s = 0; s < scenarios; ++s) {
    const Scene scene(study, kept[s].world);
    old.push_back(evaluate(scene, kept[s].operated, terms(scene, false)));
  }
  double fresh_s = -cpu_seconds();
  for (std::size_t s = 0; s < scenarios; ++s) {
    const std::vector<double> row = row_of(study, s);
    for (std::size_t k = 0; k < old[s].values.size(); ++k)
      if (std::bit_cast<std::uint64_t>(row[study.layout.bid(0) + k]) !=
          std::bit_cast<std::uint64_t>(old[s].values[k])) {
        fmt::print("scenario {}, number {}: {} is not {} of a full run\n", s, k, old[s].values[k],
                   row[study.layout.bid(0) + k]);
        return 1;
      }
  }
  fresh_s += cpu_seconds();
  fmt::print("{} x {} numbers equal those of a full run\n", scenarios, study.layout.answer.size());
  double best = kInfinity, mean_usd = 0;
  for (int pass = 0; pass < 5; ++pass) {
    const double start = cpu_seconds();
    double state_usd = 0;
    for (std::size_t s = 0; s < scenarios; ++s) {
      const Scene scene(study, kept[s].world);
      const Answer answer = evaluate(scene, kept[s].operated, terms(scene, true));
      state_usd +=
          answer.values[study.layout.answer.own(static_cast<std::size_t>(deal::Party::state))];
    }
    best = std::min(best, cpu_seconds() - start);
    mean_usd = state_usd / static_cast<double>(scenarios);
  }
  fmt::print(
      "{} scenarios of one bid, new terms: {:.3f} s on one thread (CPU, best of 5); worth "
      "{:.1f} M$ to the state\n",
      scenarios, best, mean_usd / 1e6);
  fmt::print("full rows, all bids and steps:      {:.3f} s\n", fresh_s);
  std::size_t size = 0;
  for (const Kept& one_kept : kept) size += bytes(one_kept);
  fmt::print("kept: {:.1f} MB\n", static_cast<double>(size) / 1e6);
  return 0;
}

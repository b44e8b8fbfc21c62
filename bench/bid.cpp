// How fast is a bid asked again? All scenarios of a case are drawn and mined once and kept; then new
// terms of one bid are evaluated on them, on one thread. Before any time is printed every number of
// every scenario is compared with a run that draws and mines anew: of the case's own terms; of the
// new ones, in fifty scenarios, with a study prepared from a case that has them.
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
  Unlevered unlevered;
};

// Better for the state and dearer to borrow; both keys a bid states, neither moves its plan.
void set_new_terms(deal::Bid& bid) {
  bid.profit_share = 0.3;
  for (finance::Loan& loan : bid.venture.loan) loan.rate += 0.01;
}

// Every number that differs in a bit is told.
bool same(std::size_t scenario, const Answer& kept, const std::vector<double>& row,
          std::size_t from) {
  bool all = true;
  for (std::size_t k = 0; k < kept.values.size(); ++k)
    if (std::bit_cast<std::uint64_t>(row[from + k]) !=
        std::bit_cast<std::uint64_t>(kept.values[k])) {
      fmt::print("scenario {}, number {}: {} is not {} of a full run\n", scenario, k,
                 kept.values[k], row[from + k]);
      all = false;
    }
  return all;
}

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

std::vector<Kept> keep_all(const Study& study, std::size_t scenarios) {
  const Plan& plan = study.plans[study.plan_of_bid[0]];
  std::vector<Kept> kept(scenarios);
  parallel_for(scenarios, [&](std::size_t s) {
    kept[s].world = draw(study, s);
    const Scene scene(study, kept[s].world);
    kept[s].operated = operate(scene, plan);
    kept[s].unlevered = unlevered_of(scene, kept[s].operated, bid_in(scene, 0));
  });
  return kept;
}

Answer answer_of(const Study& study, const Kept& kept, const finance::Signed* anew) {
  const Scene scene(study, kept.world);
  deal::Bid bid = bid_in(scene, 0);
  if (anew) set_new_terms(bid), bid.venture.as_signed = signed_in(scene, *anew);
  return evaluate(scene, kept.operated, bid, kept.unlevered);
}

// The first bid with new terms in every scenario, best of 5 passes.
void time_new_terms(const Study& study, const std::vector<Kept>& kept,
                    const finance::Signed& anew) {
  const std::size_t state = study.layout.answer.own(static_cast<std::size_t>(deal::Party::state));
  double best = kInfinity, mean_usd = 0;
  for (int pass = 0; pass < 5; ++pass) {
    const double start = cpu_seconds();
    double state_usd = 0;
    for (const Kept& one : kept) state_usd += answer_of(study, one, &anew).values[state];
    best = std::min(best, cpu_seconds() - start);
    mean_usd = state_usd / static_cast<double>(kept.size());
  }
  fmt::print(
      "{} scenarios of one bid, new terms: {:.3f} s on one thread (CPU, best of 5); worth "
      "{:.1f} M$ to the state\n",
      kept.size(), best, mean_usd / 1e6);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::size_t scenarios = argc > 2 ? static_cast<std::size_t>(std::atoi(argv[2])) : 2000;
  RunOptions options;
  options.scenarios = scenarios;
  const CaseFile file = io::read_case(argv[1], {});
  CaseFile with_new_terms = file;
  set_new_terms(with_new_terms.values.bid[0]);
  const Study study = prepare(file, options);
  const std::vector<Kept> kept = keep_all(study, scenarios);
  deal::Bid other = study.file->values.bid[0];
  set_new_terms(other);
  const finance::Signed anew = lend(study, other).loans;
  const ThreadLimit one(1);
  std::vector<Answer> old;
  for (std::size_t s = 0; s < scenarios; ++s) old.push_back(answer_of(study, kept[s], nullptr));
  double fresh_s = -cpu_seconds();
  for (std::size_t s = 0; s < scenarios; ++s)
    if (!same(s, old[s], row_of(study, s), study.layout.bid(0))) return 1;
  fresh_s += cpu_seconds();
  const Study renewed = prepare(std::move(with_new_terms), options);
  const std::size_t compared = std::min<std::size_t>(scenarios, 50);
  for (std::size_t s = 0; s < compared; ++s)
    if (!same(s, answer_of(study, kept[s], &anew), row_of(renewed, s), renewed.layout.bid(0)))
      return 1;
  fmt::print("{} x {} numbers equal those of a full run, {} x {} with new terms\n", scenarios,
             study.layout.answer.size(), compared, renewed.layout.answer.size());
  time_new_terms(study, kept, anew);
  fmt::print("full rows, all bids and steps:      {:.3f} s\n", fresh_s);
  std::size_t size = 0;
  for (const Kept& one_kept : kept) size += bytes(one_kept);
  fmt::print("kept: {:.1f} MB\n", static_cast<double>(size) / 1e6);
  return 0;
}

#include "pit/closure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "base/error.h"
#include "pit/pseudoflow.h"

namespace lode::pit {
namespace {

void check(const Arcs& arcs) {
  LODE_CHECK(!arcs.first.empty() && arcs.first.front() == 0 &&
             arcs.first.back() == arcs.needed.size());
  LODE_CHECK(std::is_sorted(arcs.first.begin(), arcs.first.end()));
  std::uint32_t largest = 0;  // a number below 0 becomes a large one
  for (const std::int32_t block : arcs.needed)
    largest = std::max(largest, static_cast<std::uint32_t>(block));
  LODE_CHECK(arcs.needed.empty() || largest < arcs.blocks());
}

// Between blocks and the cells of a graph, which come bench by bench upward.
template <class Graph>
class Solver {
 public:
  template <class... Arguments>
  Solver(std::size_t blocks, std::span<const std::uint8_t> present, const Arguments&... arguments)
      : blocks_(blocks),
        graph_(arguments...),
        solver_(graph_),
        block_(graph_.from_below(present)),
        value_(block_.size()) {}

  Pit solve(std::span<const std::int64_t> value_usd) {
    take(value_usd);
    if (started_)
      solver_.solve_again(value_);
    else
      start();
    Pit pit;
    pit.mined.assign(blocks_, 0);
    for (const std::int32_t cell : solver_.newly_mined()) {
      const std::size_t block = graph_.block_of(cell);
      pit.mined[block] = 1;
      pit.value_usd += value_usd[block];
      ++pit.blocks;
    }
    LODE_CHECK(pit.value_usd == solver_.bound());
    return pit;
  }

  std::vector<std::int32_t> raise(std::span<const std::int64_t> value_usd) {
    std::vector<std::int64_t> rise = value_;
    take(value_usd);
    for (std::size_t i = 0; i < rise.size(); ++i) rise[i] = value_[i] - rise[i];
    if (started_)
      solver_.raise(solver_.cells(), rise);
    else
      start();
    std::vector<std::int32_t> gained;
    for (const std::int32_t cell : solver_.newly_mined())
      gained.push_back(static_cast<std::int32_t>(graph_.block_of(cell)));
    std::sort(gained.begin(), gained.end());
    return gained;
  }

  void forget() { started_ = false; }

  std::vector<Flow> flows() const {
    std::vector<Flow> out;
    solver_.for_each_flow([&](std::int32_t from, std::int32_t to, std::int64_t amount) {
      out.push_back({static_cast<std::int32_t>(graph_.block_of(from)),
                     static_cast<std::int32_t>(graph_.block_of(to)), amount});
    });
    return out;
  }

 private:
  void take(std::span<const std::int64_t> value_usd) {
    if (value_usd.size() != blocks_)
      throw InputError(
          fmt::format("{} block values for a block model of {} blocks", value_usd.size(), blocks_));
    double total = 0;
    for (const std::int32_t block : block_)
      total += std::abs(static_cast<double>(value_usd[static_cast<std::size_t>(block)]));
    if (total > 9e18) throw InputError("the block values add up to more than 9e18");
    for (std::size_t i = 0; i < block_.size(); ++i)
      value_[i] = value_usd[static_cast<std::size_t>(block_[i])];
  }

  void start() {
    std::vector<std::int32_t> cells;
    cells.reserve(block_.size());
    for (const std::int32_t block : block_)
      cells.push_back(graph_.cell_of(static_cast<std::size_t>(block)));
    solver_.solve(std::move(cells), value_);
    started_ = true;
  }

  std::size_t blocks_;
  Graph graph_;
  Pseudoflow<Graph> solver_;
  std::vector<std::int32_t> block_;  // those present, bench by bench upward
  std::vector<std::int64_t> value_;  // of each of them
  bool started_ = false;
};

}  // namespace

struct ClosureSolver::State {
  std::variant<Solver<PaddedGrid>, Solver<ListedArcs>> solver;
};

ClosureSolver::ClosureSolver(const Arcs& arcs) {
  check(arcs);
  state_.reset(
      new State{decltype(State::solver)(std::in_place_type<Solver<ListedArcs>>, arcs.blocks(),
                                        std::span<const std::uint8_t>(), arcs)});
}
ClosureSolver::ClosureSolver(const Grid& grid, const Precedence& precedence) {
  state_.reset(new State{decltype(State::solver)(
      std::in_place_type<Solver<PaddedGrid>>, grid.size(), precedence.present, grid, precedence)});
}
ClosureSolver::~ClosureSolver() = default;
ClosureSolver::ClosureSolver(ClosureSolver&&) noexcept = default;

Pit ClosureSolver::solve(std::span<const std::int64_t> value_usd) {
  return std::visit([&](auto& solver) { return solver.solve(value_usd); }, state_->solver);
}
std::vector<std::int32_t> ClosureSolver::raise(std::span<const std::int64_t> value_usd) {
  return std::visit([&](auto& solver) { return solver.raise(value_usd); }, state_->solver);
}
void ClosureSolver::forget() {
  std::visit([](auto& solver) { solver.forget(); }, state_->solver);
}
std::vector<Flow> ClosureSolver::flows() const {
  return std::visit([](const auto& solver) { return solver.flows(); }, state_->solver);
}

}  // namespace lode::pit

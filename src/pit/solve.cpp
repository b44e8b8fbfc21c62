#include "pit/solve.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include "base/error.h"

namespace lode::pit {
namespace {

// The same on a busy machine.
double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

Certificate checked(Certificate proof) {
  if (!proof.fault.empty()) throw InternalError("the certificate does not hold: " + proof.fault);
  return proof;
}

// make_solver() may build on what certify(pit, flows) and the caller hold.
template <class MakeSolver, class Certify>
PitResult solve_one(const MakeSolver& make_solver, const Certify& certify,
                    const BlockValues& values, Proof proof) {
  PitResult out;
  const double start = processor_seconds();
  ClosureSolver solver = make_solver();
  const Pit pit = solver.solve(values.column[0]);
  out.seconds = processor_seconds() - start;
  out.shells.shell.reserve(pit.mined.size());
  for (const std::uint8_t mined : pit.mined) out.shells.shell.push_back(mined ? 0 : 1);
  out.shells.value_usd = {pit.value_usd};
  out.shells.blocks = {pit.blocks};
  out.worth = {worth_of(values, 1, 0, out.shells.shell, 0, pit.value_usd)};
  if (proof == Proof::yes) out.proof = checked(certify(pit, solver.flows()));
  return out;
}

// Each of these shells against a solution of its own; the last one's proof.
//   values_of(k, out)  writes the values at k of all blocks
template <class ValuesOf>
Certificate proof_of(const Grid& grid, const Precedence& precedence, const Shells& shells,
                     std::size_t first, std::size_t last, const ValuesOf& values_of) {
  Certificate out;
  ClosureSolver solver(grid, precedence);
  std::vector<std::int64_t> value(grid.size());
  for (std::size_t k = first; k <= last; ++k) {
    values_of(k, value);
    const Pit pit = solver.solve(value);
    out = checked(certify(grid, precedence, value, pit, solver.flows()));
    for (std::size_t block = 0; block < grid.size(); ++block)
      LODE_CHECK((shells.shell[block] <= k) == (pit.mined[block] == 1));
  }
  return out;
}

}  // namespace

std::vector<std::uint8_t> PitResult::mined() const {
  std::vector<std::uint8_t> out(shells.shell.size());
  for (std::size_t block = 0; block < out.size(); ++block) out[block] = shells.shell[block] <= pit;
  return out;
}

PitResult solve(const Arcs& precedence, const BlockValues& values, Proof proof) {
  return solve_one([&] { return ClosureSolver(precedence); },
                   [&](const Pit& pit, const std::vector<Flow>& flows) {
                     return certify(precedence, values.column[0], pit, flows);
                   },
                   values, proof);
}

PitResult solve(const Grid& grid, const Precedence& precedence, const BlockValues& values,
                Proof proof) {
  PitResult out = solve_one([&] { return ClosureSolver(grid, precedence); },
                            [&](const Pit& pit, const std::vector<Flow>& flows) {
                              return certify(grid, precedence, values.column[0], pit, flows);
                            },
                            values, proof);
  out.edge = edge_blocks(grid, out.mined());
  return out;
}

PitResult solve(const Grid& grid, const Precedence& precedence, const BlockValues& values,
                const Family& family, Proof proof) {
  TwoColumns columns{values.column[0], values.column[1], {}};
  for (std::size_t k = 0; k < family.factors.size(); ++k)
    columns.multiple.push_back(family.multiples(k));
  PitResult out;
  const double start = processor_seconds();
  out.shells = nested_shells(grid, columns, precedence);
  out.seconds = processor_seconds() - start;
  out.pit = family.factors.size() - 1;
  for (std::size_t k = 0; k < family.factors.size(); ++k) {
    const auto [a, b] = columns.multiple[k];
    out.worth.push_back(worth_of(values, a, b, out.shells.shell, k, out.shells.value_usd[k]));
    out.worth.back().digits += family.factors[k].digits;
  }
  out.edge = edge_blocks(grid, out.mined());
  if (proof == Proof::yes)
    out.proof = proof_of(grid, precedence, out.shells, 0, out.pit,
                         [&](std::size_t k, std::vector<std::int64_t>& value) {
                           const auto [a, b] = columns.multiple[k];
                           for (std::size_t i = 0; i < value.size(); ++i)
                             value[i] = a * columns.first[i] - b * columns.second[i];
                         });
  return out;
}

PitResult solve(const Grid& grid, const Precedence& precedence, const PricedBlocks& blocks,
                const std::vector<double>& factors, Proof proof) {
  const auto one = std::find(factors.begin(), factors.end(), 1.0);
  LODE_CHECK(one != factors.end());
  const auto values_of = [&](std::size_t k, std::span<const std::int32_t> of,
                             std::span<std::int64_t> value) {
    for (const std::int32_t block : of) {
      const auto b = static_cast<std::size_t>(block);
      value[b] = cents_of(blocks, b, factors[k]);
    }
  };
  PitResult out;
  const double start = processor_seconds();
  out.shells = nested_shells(grid, factors.size(), values_of, precedence);
  out.seconds = processor_seconds() - start;
  out.pit = static_cast<std::size_t>(one - factors.begin());
  for (const std::int64_t cents : out.shells.value_usd) out.worth.push_back({cents, cents, 2});
  out.edge = edge_blocks(grid, out.mined());
  if (proof == Proof::yes)
    out.proof = proof_of(grid, precedence, out.shells, out.pit, out.pit,
                         [&](std::size_t k, std::vector<std::int64_t>& value) {
                           for (std::size_t b = 0; b < value.size(); ++b)
                             value[b] = cents_of(blocks, b, factors[k]);
                         });
  return out;
}

std::vector<double> with_one(std::vector<double> factors) {
  if (std::find(factors.begin(), factors.end(), 1.0) == factors.end()) factors.push_back(1);
  std::sort(factors.begin(), factors.end());
  return factors;
}

}  // namespace lode::pit

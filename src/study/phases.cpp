#include "study/phases.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace lode::study {
namespace {

std::size_t bench_of(const Grid& grid, std::size_t block) {  // from the top
  return static_cast<std::size_t>(grid.count[2] - 1 - grid.cell_of(block)[2]);
}

// Ore in each shell and bench, by which any choice of pushbacks can be put together.
struct ShellBench {
  std::size_t shells, benches;
  std::vector<schedule::Increment> cell;  // [shell][bench from the top]
  schedule::Increment& at(std::size_t shell, std::size_t bench) {
    return cell[shell * benches + bench];
  }
};

void charge(schedule::Increment& increment, double once_usd) {
  increment.once_usd += once_usd;
  increment.value_usd -= once_usd;
}

// part [block]: a shell or a pushback, at least `parts` if the block stays. A zone that costs once
// is paid for by the first part that touches it, on the highest bench there.
template <class Part>
ShellBench tabulate(const Deposit& d, const DepositModel& model, const std::vector<Part>& part,
                    std::size_t parts, const std::vector<double>& ore_t_per_t,
                    const std::vector<double>& block_usd) {
  const auto benches = static_cast<std::size_t>(d.grid.count[2]);
  ShellBench out{parts, benches, {}};
  out.cell.resize(parts * benches);
  for (std::size_t block = 0; block < part.size(); ++block) {
    if (part[block] >= parts) continue;
    schedule::Increment& cell = out.at(part[block], bench_of(d.grid, block));
    const double tonnes = model.block_t[block];
    cell.rock_t += tonnes;
    cell.value_usd += block_usd[block];
    if (model.body_block[block] >= 0)
      cell.ore_t += tonnes * ore_t_per_t[static_cast<std::size_t>(model.body_block[block])];
  }
  for (const pit::OneOff& zone : model.ground.one_off) {
    std::pair<std::size_t, std::size_t> first{parts, benches};
    for (const std::uint32_t block : zone.block)
      first = std::min(first, {part[block], bench_of(d.grid, block)});
    if (first.first < parts)
      charge(out.at(first.first, first.second), static_cast<double>(zone.cost_usd));
  }
  return out;
}

// The increments of pushbacks that end at the given shells.
std::vector<schedule::Increment> increments_of(ShellBench& table,
                                               const std::vector<std::uint16_t>& ends) {
  std::vector<schedule::Increment> out;
  std::size_t first = 0;
  for (std::size_t pushback = 0; pushback < ends.size(); ++pushback) {
    for (std::size_t bench = 0; bench < table.benches; ++bench) {
      schedule::Increment sum;
      sum.pushback = static_cast<int>(pushback);
      sum.bench = static_cast<int>(bench);
      for (std::size_t shell = first; shell <= ends[pushback]; ++shell) {
        sum.rock_t += table.at(shell, bench).rock_t;
        sum.ore_t += table.at(shell, bench).ore_t;
        sum.value_usd += table.at(shell, bench).value_usd;
        sum.once_usd += table.at(shell, bench).once_usd;
      }
      if (sum.rock_t > 0) out.push_back(sum);
    }
    first = ends[pushback] + std::size_t{1};
  }
  return out;
}

std::vector<std::uint16_t> every_shell(std::size_t count) {
  std::vector<std::uint16_t> out(count);
  std::iota(out.begin(), out.end(), std::uint16_t{0});
  return out;
}

// The pushbacks of a final shell, wide enough for the equipment. Zones that cost and that the shell
// does not touch are not touched by widening either.
pit::Widened pushbacks_of(const Case& c, const Deposit& d, const DepositModel& model,
                          const DepositShells& of, std::size_t shell) {
  pit::Pushbacks plain =
      pit::choose_pushbacks(of.shells, model.block_t, shell, c.planning.pushbacks);
  if (d.mining_width_m <= 0) return {std::move(plain), 0, 0, 0};
  std::vector<std::uint8_t> excluded(d.grid.size(), 0);
  bool any = false;
  for (std::size_t z = 0; z < of.touched.size(); ++z)
    if (of.touched[z] > shell)
      for (const std::uint32_t block : model.ground.one_off[z].block)
        excluded[block] = 1, any = true;
  const pit::Precedence& free = model.ground.precedence;
  return pit::widen(d.grid, any ? pit::without(d.grid, free, excluded) : free, model.ground.air,
                    of.values.block_usd, plain, d.mining_width_m);
}

// [shell] in what it adds to the one before.
std::vector<double> metal_by_shell(const DepositModel& model, const DepositShells& of) {
  std::vector<double> out(of.shells.blocks.size(), 0.0);
  for (std::size_t block = 0; block < of.shells.shell.size(); ++block)
    if (of.shells.shell[block] < out.size())
      out[of.shells.shell[block]] += metal_t(model, of.values, block);
  return out;
}

std::vector<PushbackRow> pushback_rows(const Planning& planning, const DepositModel& model,
                                       const ExpectedValues& values,
                                       const pit::Pushbacks& pushbacks,
                                       const std::vector<schedule::Increment>& increments) {
  std::vector<PushbackRow> out(pushbacks.shell.size());
  for (std::size_t p = 0; p < out.size(); ++p)
    out[p].factor = planning.revenue_factors[pushbacks.shell[p]];
  for (const schedule::Increment& increment : increments) {
    PushbackRow& row = out[static_cast<std::size_t>(increment.pushback)];
    row.rock_t += increment.rock_t;
    row.ore_t += increment.ore_t;
    row.value_usd += increment.value_usd;
    row.once_usd += increment.once_usd;
    ++row.benches;
  }
  for (std::size_t block = 0; block < pushbacks.pushback.size(); ++block)
    if (pushbacks.pushback[block] != 255)
      out[pushbacks.pushback[block]].metal_t += metal_t(model, values, block);
  return out;
}

// The phases of a deposit being chosen.
class Choice {
 public:
  Choice(const Case& c, const Deposit& d, const DepositModel& model, const DepositShells& of,
         const schedule::SequenceRates& rates)
      : case_(c), d_(d), model_(model), of_(of), rates_(rates) {}

  Phases choose() {
    ShellBench table = tabulate(d_, model_, of_.shells.shell, of_.shells.blocks.size(),
                                of_.values.ore_t_per_t, of_.values.block_usd);
    const std::vector<double> shell_metal_t = metal_by_shell(model_, of_);
    double metal = 0;
    for (std::size_t k = 0; k < table.shells; ++k)
      out_.shells.push_back(try_shell(table, k, metal += shell_metal_t[k]));
    if (out_.pushbacks.shell.empty()) {
      out_.pushbacks.pushback.assign(d_.grid.size(), 255);
      return std::move(out_);
    }
    std::vector<std::uint8_t> mined(d_.grid.size());
    for (std::size_t block = 0; block < mined.size(); ++block)
      mined[block] = out_.pushbacks.pushback[block] != 255;
    out_.blocks_on_edge = pit::blocks_on_edge(d_.grid, mined);
    out_.narrowest_m =
        pit::narrowest_opening_m(d_.grid, model_.ground.air, out_.pushbacks.pushback);
    out_.unwidened_usd = d_.mining_width_m > 0 ? unwidened_usd(table) : best_usd_;
    out_.pushback_rows =
        pushback_rows(case_.planning, model_, of_.values, out_.pushbacks, out_.increments);
    return std::move(out_);
  }

 private:
  schedule::SequenceValue sequence(const std::vector<schedule::Increment>& increments,
                                   int lag) const {
    return schedule::discounted_value(schedule::order_by_lag(increments, lag), rates_);
  }

  std::vector<schedule::Increment> increments_in(const pit::Pushbacks& pushbacks) const {
    ShellBench of = tabulate(d_, model_, pushbacks.pushback, pushbacks.shell.size(),
                             of_.values.ore_t_per_t, of_.values.block_usd);
    return increments_of(of, every_shell(of.shells));
  }

  // A line of the pit-by-pit graph; the best so far is kept.
  ShellRow try_shell(ShellBench& table, std::size_t k, double metal_t) {
    ShellRow row;
    row.factor = case_.planning.revenue_factors[k];
    row.metal_t = metal_t;
    if (of_.shells.blocks[k] == 0) return row;
    const auto each = increments_of(table, every_shell(k + 1));
    for (const schedule::Increment& increment : each) {
      row.ore_t += increment.ore_t;
      row.waste_t += increment.rock_t - increment.ore_t;
    }
    pit::Widened widened = pushbacks_of(case_, d_, model_, of_, k);
    std::vector<schedule::Increment> increments = increments_in(widened.pushbacks);
    const schedule::SequenceValue lagged = sequence(increments, case_.planning.lag_benches);
    row.best_usd = sequence(each, d_.grid.count[2]).value_usd;
    row.worst_usd = sequence(increments_of(table, {static_cast<std::uint16_t>(k)}), 0).value_usd;
    row.lag_usd = lagged.value_usd;
    row.years = lagged.years;
    if (row.lag_usd <= best_usd_) return row;
    best_usd_ = row.lag_usd;
    out_.chosen_shell = k;
    out_.pushbacks = std::move(widened.pushbacks);
    out_.widened = {{}, widened.added, widened.dropped, widened.moved};
    out_.increments = std::move(increments);
    return row;
  }

  double unwidened_usd(ShellBench& table) const {
    const pit::Pushbacks plain = pit::choose_pushbacks(of_.shells, model_.block_t,
                                                       out_.chosen_shell, case_.planning.pushbacks);
    return sequence(increments_of(table, plain.shell), case_.planning.lag_benches).value_usd;
  }

  const Case& case_;
  const Deposit& d_;
  const DepositModel& model_;
  const DepositShells& of_;
  const schedule::SequenceRates& rates_;
  double best_usd_ = 0;
  Phases out_;
};

}  // namespace

DepositShells make_shells(const Case& c, const Deposit& d, const DepositModel& model,
                          const Take& take) {
  DepositShells out{expected_values(c, d, model, take), {}, {}};
  pit::ZonedShells zoned =
      pit::nested_shells(d.grid, out.values.usd, model.ground.precedence, model.ground.one_off);
  out.values.usd.clear();
  out.shells = std::move(zoned.shells);
  out.touched = std::move(zoned.touched);
  return out;
}

Phases choose_phases(const Case& c, const Deposit& deposit, const DepositModel& model,
                     const DepositShells& shells, const schedule::SequenceRates& rates) {
  return Choice(c, deposit, model, shells, rates).choose();
}

}  // namespace lode::study

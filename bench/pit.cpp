// How long does a pit take, against the exact solvers that Debian packages, on the same instances?
// Each solver runs in a process of its own: processor seconds from the values to the answer (its
// graph included) and peak memory. All answers of an instance are compared before a time is shown.
// Then 40 shells against one pit, and restarts against solving from nothing.
//
//   bench_pit [FOLDER [SECONDS]]   FOLDER with kd, p4hd and mineflow_grids unpacked ("" = none);
//                                  a solver is stopped after SECONDS (20)
//   bench_pit shells               the families of shells alone
#include "pit/pit.h"

#include <fmt/format.h>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "base/base.h"
#include "io/pit_files.h"
#include "synthetic_deposit.h"
#ifdef LODE_PIT_RIVALS
#include "pit_rivals.h"
#endif

namespace {

using namespace lode;

double seconds_now() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

struct Instance {
  std::string name;
  Grid grid;
  pit::Precedence precedence;
  std::vector<std::int64_t> value;
  std::optional<pit::Arcs> arcs;  // instead of grid and precedence
};

pit::ClosureSolver solver_of(const Instance& instance) {
  return instance.arcs ? pit::ClosureSolver(*instance.arcs)
                       : pit::ClosureSolver(instance.grid, instance.precedence);
}

struct Run {
  std::int64_t value = 0;
  double seconds = 0;
  std::array<double, 2> more{};  // what else the work wants to tell
  double megabytes = 0;
  bool finished = false;
};

// In a process of its own, stopped after so many processor seconds.
Run measure(double limit_s, const std::function<void(Run&)>& work) {
  int ends[2];
  if (pipe(ends) != 0) std::exit(1);
  const pid_t child = fork();
  if (child == 0) {
    const rlimit limit{static_cast<rlim_t>(limit_s), static_cast<rlim_t>(limit_s)};
    setrlimit(RLIMIT_CPU, &limit);
    Run run;
    const double start = seconds_now();
    work(run);
    run.seconds = seconds_now() - start;
    run.finished = write(ends[1], &run, sizeof run) == sizeof run;
    _exit(0);
  }
  close(ends[1]);
  Run run;
  run.finished = read(ends[0], &run, sizeof run) == sizeof run;
  close(ends[0]);
  rusage usage{};
  int status = 0;
  wait4(child, &status, 0, &usage);
  run.megabytes = static_cast<double>(usage.ru_maxrss) / 1024;
  return run;
}

pit::Precedence slope_45(const Grid& grid) {
  return {{pit::make_pattern(grid, {{{"all", 0, 45}}, 8, {}})}, {}, {}};
}

// Five blocks of a cross above even benches, nine of a square above odd ones.
pit::Precedence pattern_1_5_9(const Grid& grid) {
  pit::Precedence out;
  out.pattern.resize(2);
  for (int y = -1; y <= 1; ++y)
    for (int x = -1; x <= 1; ++x) {
      if (x == 0 || y == 0) out.pattern[0].offsets.push_back({x, y, 1});
      out.pattern[1].offsets.push_back({x, y, 1});
    }
  for (std::size_t block = 0; block < grid.size(); ++block)
    out.domain.push_back(static_cast<std::uint8_t>(grid.cell_of(block)[2] % 2));
  return out;
}

Instance synthetic(const std::string& name, std::array<int, 3> count, std::uint64_t seed,
                   double price, bool pattern) {
  Instance out;
  out.name = name;
  out.grid.count = count;
  out.precedence = pattern ? pattern_1_5_9(out.grid) : slope_45(out.grid);
  out.value = bench::make_deposit(out.grid, seed).values(price);
  return out;
}

Instance of_grid(const std::filesystem::path& file, std::array<int, 3> count) {
  Instance out;
  out.name = file.stem().string();
  out.grid.count = count;
  out.precedence = slope_45(out.grid);
  out.value = io::read_value_grid(file, out.grid.size(), 1, {}).column[0];
  return out;
}

Instance of_minelib(const std::filesystem::path& folder, const std::string& name) {
  const auto file = [&](const char* ending) { return folder / name / (name + ending); };
  io::MineLibPit read = io::read_minelib_pit(file(".blocks"), file(".prec"), file(".upit"), {});
  Instance out;
  out.name = name;
  out.value = std::move(read.values.column[0]);
  out.arcs = std::move(read.arcs);
  return out;
}

#ifdef LODE_PIT_RIVALS
bench::ClosureProblem listed(const Instance& instance) {
  bench::ClosureProblem out{instance.value, {0}, {}};
  if (instance.arcs) {
    out.first = instance.arcs->first;
    out.needed = instance.arcs->needed;
    return out;
  }
  const Grid& grid = instance.grid;
  for (std::size_t block = 0; block < grid.size(); ++block) {
    const auto cell = grid.cell_of(block);
    const std::size_t domain =
        instance.precedence.domain.empty() ? 0 : instance.precedence.domain[block];
    for (const pit::Offset& o : instance.precedence.pattern[domain].offsets) {
      const int x = cell[0] + o.dx, y = cell[1] + o.dy, z = cell[2] + o.dz;
      if (x < 0 || y < 0 || x >= grid.count[0] || y >= grid.count[1] || z >= grid.count[2])
        continue;
      out.needed.push_back(static_cast<std::int32_t>(grid.index(x, y, z)));
    }
    out.first.push_back(out.needed.size());
  }
  return out;
}
#endif

void show(const char* name, const Run& run) {
  if (run.finished)
    fmt::print("  {:24} {:8.3f} s {:7.0f} MB\n", name, run.seconds, run.megabytes);
  else
    fmt::print("  {:24}   stopped  {:7.0f} MB\n", name, run.megabytes);
}

// All solvers on one instance; false if their answers differ.
bool compare(const Instance& instance, [[maybe_unused]] double limit_s) {
  std::vector<std::pair<const char*, Run>> runs;
  runs.emplace_back("Lode", measure(600, [&](Run& run) {
                      const pit::Pit pit = solver_of(instance).solve(instance.value);
                      run.value = pit.value_usd;
                      run.more[0] = static_cast<double>(pit.blocks);
                    }));
#ifdef LODE_PIT_RIVALS
  for (const bench::Rival& rival : bench::rivals())
    runs.emplace_back(
        rival.name, measure(limit_s, [&](Run& run) { run.value = rival.solve(listed(instance)); }));
#endif
  const Run& own = runs.front().second;
  if (!own.finished) return false;
  fmt::print("{}: {} blocks, pit of {:.0f} worth {}\n", instance.name, instance.value.size(),
             own.more[0], own.value);
  for (const auto& [name, run] : runs)
    if (run.finished && run.value != own.value) {
      fmt::print("  {} finds {}\n", name, run.value);
      return false;
    }
  for (const auto& [name, run] : runs) show(name, run);
  return true;
}

double median(std::vector<double> of) {
  const auto middle = of.begin() + static_cast<std::ptrdiff_t>(of.size() / 2);
  std::nth_element(of.begin(), middle, of.end());
  return *middle;
}

// [block] at a price, whole USD: ore is what brings more than its processing.
struct RevenueAndCost {
  std::vector<std::int64_t> revenue, cost;
};
RevenueAndCost revenue_and_cost(const Grid& grid, std::uint64_t seed, double price) {
  const bench::SyntheticDeposit deposit = bench::make_deposit(grid, seed);
  RevenueAndCost out;
  for (std::size_t b = 0; b < grid.size(); ++b) {
    const double metal = deposit.metal_usd[b] * price;
    const bool ore = metal > deposit.kProcessing_usd;
    out.revenue.push_back(ore ? std::llround(metal) : 0);
    out.cost.push_back(std::llround(deposit.mining_usd[b] + (ore ? deposit.kProcessing_usd : 0)));
  }
  return out;
}

// Each shell against a pit of its own, and how many of them differ from the one before.
template <class ValuesOf>
std::optional<std::size_t> different_shells(const Grid& grid, const pit::Precedence& precedence,
                                            const pit::Shells& family, const ValuesOf& values) {
  std::size_t different = 0;
  for (std::size_t k = 0; k < family.blocks.size(); ++k) {
    const pit::Pit pit = pit::ultimate_pit(grid, values(k), precedence);
    if (pit.blocks != family.blocks[k] || pit.value_usd != family.value_usd[k]) return {};
    for (std::size_t b = 0; b < grid.size(); ++b)
      if ((pit.mined[b] != 0) != (family.shell[b] <= k)) return {};
    different += k == 0 || family.blocks[k] != family.blocks[k - 1];
  }
  return different;
}

// 40 shells of a file of revenue and cost against the pit of the last factor alone, in turn, five
// times; both from values in memory to the answer. Each shell against a pit of its own.
bool shells(std::array<int, 3> count, std::uint64_t seed, double price, bool pattern, double step,
            bool by_weight) {
  Grid grid;
  grid.count = count;
  const pit::Precedence precedence = pattern ? pattern_1_5_9(grid) : slope_45(grid);
  const RevenueAndCost in = revenue_and_cost(grid, seed, price);
  // Factors up to 1 in steps of `step`; or, of a weight that is the block's cost, multipliers of
  // value = revenue - cost down to 0. In thousandths.
  const auto multiples = [&](std::size_t k) -> std::array<std::int64_t, 2> {
    const std::int64_t below = std::llround(1000 * step * static_cast<double>(39 - k));
    if (by_weight) return {1000, 1000 + 2 * below};
    return {1000 - below, 1000};
  };
  const auto values = [&](std::size_t k) {
    const auto [r, c] = multiples(k);
    std::vector<std::int64_t> out(grid.size());
    for (std::size_t b = 0; b < out.size(); ++b) out[b] = r * in.revenue[b] - c * in.cost[b];
    return out;
  };
  const std::vector<std::int64_t> last = values(39);
  pit::TwoColumns columns{in.revenue, in.cost, {}};
  for (std::size_t k = 0; k < 40; ++k) columns.multiple.push_back(multiples(k));
  const auto one_pit = [&] { return pit::ultimate_pit(grid, last, precedence); };
  const auto all_shells = [&] { return pit::nested_shells(grid, columns, precedence); };
  malloc_trim(0);  // what was freed would hide what is taken
  const double held_mb = measure(600, [](Run&) {}).megabytes;
  const double one_mb = measure(600, [&](Run&) { one_pit(); }).megabytes - held_mb;
  const double family_mb = measure(600, [&](Run&) { all_shells(); }).megabytes - held_mb;
  pit::Shells family;
  std::vector<double> one_s, family_s, times;
  for (int round = 0; round < 5; ++round) {
    const double start = seconds_now();
    one_pit();
    const double middle = seconds_now();
    family = all_shells();
    const double end = seconds_now();
    one_s.push_back(middle - start), family_s.push_back(end - middle);
    times.push_back((end - middle) / (middle - start));
  }
  const auto different = different_shells(grid, precedence, family, values);
  if (!different) return false;
  fmt::print(
      "40 shells by {}, {}, seed {}, {} blocks, {} different, the last of {}: {:.3f} s {:.0f} MB, "
      "one pit {:.3f} s {:.0f} MB, {:.2f} times (median of 5)\n",
      by_weight ? "weight" : "revenue", pattern ? "1:5:9" : "45 degrees", seed, grid.size(),
      *different, family.blocks[39], median(family_s), family_mb, median(one_s), one_mb,
      median(times));
  return true;
}

// Some values change by up to a tenth; solved again and from nothing.
bool restarts(const Instance& instance) {
  pit::ClosureSolver kept = solver_of(instance);
  std::vector<std::int64_t> value = instance.value;
  kept.solve(value);
  const Stream random(5, "bench.pit.restarts");
  std::uint64_t draw = 0;
  for (const double share : {0.0, 0.001, 0.01, 0.1, 1.0}) {
    for (std::int64_t& each : value)
      if (random.uniform(draw++) < share)
        each += static_cast<std::int64_t>(0.2 * (random.uniform(draw++) - 0.5) *
                                          static_cast<double>(each));
    const double start = seconds_now();
    const pit::Pit again = kept.solve(value);
    const double middle = seconds_now();
    const pit::Pit fresh = solver_of(instance).solve(value);
    const double end = seconds_now();
    if (again.mined != fresh.mined) return false;
    fmt::print("restart, {}, {:5.1f} % of values changed: {:.4f} s, from nothing {:.4f} s\n",
               instance.name, 100 * share, middle - start, end - middle);
  }
  return true;
}

bool all_shells() {
  bool equal = true;
  const std::array<int, 3> million{100, 100, 100};
  for (const std::uint64_t seed : {1, 2, 3})
    for (const bool pattern : {true, false}) {
      for (const double step : {0.01, 0.02})
        equal = shells(million, seed, 0.6, pattern, step, false) && equal;
      equal = shells(million, seed, 0.6, pattern, 0.02, true) && equal;
    }
  return equal;
}

}  // namespace

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);  // line by line into a file too
  const std::filesystem::path folder = argc > 1 ? argv[1] : "";
  if (folder == "shells") return all_shells() ? 0 : 1;
  const double limit_s = argc > 2 ? std::atof(argv[2]) : 20;
  bool equal = true;
  if (!folder.empty()) {
    equal = compare(of_minelib(folder, "kd"), limit_s) && equal;
    equal = compare(of_minelib(folder, "p4hd"), limit_s) && equal;
    const std::filesystem::path grids = folder / "mineflow_grids";
    equal = compare(of_grid(grids / "bauxitemed_120x120x26.dat", {120, 120, 26}), limit_s) && equal;
    const Instance cucase = of_grid(grids / "cucase_170x215x50.dat", {170, 215, 50});
    equal = compare(cucase, 1) && equal;
    equal = restarts(of_minelib(folder, "p4hd")) && restarts(cucase) && equal;
  } else {
    fmt::print("published instances: no folder given, skipped\n");
  }
  const std::array<int, 3> small{50, 50, 50}, million{100, 100, 100};
  for (const double price : {0.35, 0.37, 0.4, 0.5, 1.0})
    equal =
        compare(synthetic(fmt::format("synthetic, 1:5:9, price {}", price), small, 2, price, true),
                limit_s) &&
        equal;
  for (const double price : {0.35, 0.37, 0.4, 0.5})
    equal = compare(synthetic(fmt::format("synthetic, 1:5:9, price {}", price), million, 2, price,
                              true),
                    limit_s) &&
            equal;
  equal = compare(synthetic("synthetic, 45 degrees", million, 2, 0.5, false), 1) && equal;
  equal = compare(synthetic("synthetic, 45 degrees", {250, 200, 200}, 1, 0.5, false), 1) && equal;
  equal = restarts(synthetic("synthetic, 1:5:9", million, 2, 0.5, true)) && equal;
  equal = all_shells() && equal;
  if (!equal) fmt::print("answers differ\n");
  return equal ? 0 : 1;
}

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "report/stats.h"
#include "report/tables.h"

namespace lode::report {
namespace {

using study::DepositYear;
using study::Results;

constexpr std::uint8_t kOutside = 255;  // of Pushbacks::pushback

const study::Plan& reference_plan(const Results& r) { return r.plans[r.plan_of_bid[0]]; }

// Of a statement its body; of drill holes, whose model fills the grid, what is ore more often than not.
bool is_orebody(const study::DepositModel& model, const study::DepositPlan& plan,
                std::size_t block) {
  const std::int32_t b = model.body_block[block];
  return b >= 0 &&
         (!model.drilled || plan.block_ore_probability[static_cast<std::size_t>(b)] >= 0.5);
}

// The row of blocks along the grid's x axis that the pit takes most of; without a pit, the body.
int section_row(const study::Deposit& deposit, const study::DepositModel& model,
                const study::DepositPlan& plan) {
  const Grid& grid = deposit.grid;
  std::vector<double> mined(static_cast<std::size_t>(grid.count[1]), 0.0), body = mined;
  for (int iz = 0; iz < grid.count[2]; ++iz)
    for (int iy = 0; iy < grid.count[1]; ++iy)
      for (int ix = 0; ix < grid.count[0]; ++ix) {
        const std::size_t block = grid.index(ix, iy, iz);
        mined[static_cast<std::size_t>(iy)] += plan.pushbacks.pushback[block] != kOutside;
        body[static_cast<std::size_t>(iy)] += model.body_block[block] >= 0;
      }
  const auto most = std::max_element(mined.begin(), mined.end());
  if (*most > 0) return static_cast<int>(most - mined.begin());
  return static_cast<int>(std::max_element(body.begin(), body.end()) - body.begin());
}

}  // namespace

Table pit_by_pit_table(const Results& r) {
  Table out{"pit_by_pit",
            "Nested shells, all valued at the planning price",
            "best: shell after shell; worst: bench by bench; lag: the pushbacks at a constant lag. "
            "Values before initial capital and income tax. chosen = 1: the plan's final shell.",
            {{"deposit", ""},
             {"factor", ""},
             {"ore", "Mt"},
             {"waste", "Mt"},
             {"best", "M$"},
             {"worst", "M$"},
             {"lag", "M$"},
             {"chosen", ""}},
            {}};
  const study::Plan& plan = reference_plan(r);
  for (std::size_t d = 0; d < plan.deposit.size(); ++d) {
    const study::DepositPlan& p = plan.deposit[d];
    for (std::size_t k = 0; k < p.shells.size(); ++k) {
      const study::ShellRow& s = p.shells[k];
      const bool chosen = k == p.chosen_shell && !p.inventory->increments.empty();
      out.rows.push_back({r.file->values.deposit[d].id, s.factor, s.ore_t / 1e6, s.waste_t / 1e6,
                          s.best_usd / kMillion, s.worst_usd / kMillion, s.lag_usd / kMillion,
                          chosen ? 1.0 : 0.0});
    }
  }
  return out;
}

Table pushbacks_table(const Results& r) {
  Table out{
      "pushbacks",
      "The pushbacks of the plan, in the order of mining",
      "Expected over the realisations. factor: revenue factor of the shell that ends it, before "
      "widening for the equipment. grade: of the main element in ore. value: at the planning "
      "price, undiscounted, before initial capital and income tax; once: costs of zones that it "
      "mines first, taken off the value.",
      {{"deposit", ""},
       {"pushback", ""},
       {"factor", ""},
       {"benches", "number"},
       {"rock", "Mt"},
       {"ore", "Mt"},
       {"strip_ratio", "t/t"},
       {"grade", "%"},
       {"value", "M$"},
       {"once", "M$"}},
      {}};
  const study::Plan& plan = reference_plan(r);
  for (std::size_t d = 0; d < plan.deposit.size(); ++d) {
    double number = 0;
    for (const study::PushbackRow& row : plan.deposit[d].pushback_rows) {
      const bool has_ore = row.ore_t > 0;
      out.rows.push_back({r.file->values.deposit[d].id, ++number, row.factor,
                          static_cast<double>(row.benches), row.rock_t / 1e6, row.ore_t / 1e6,
                          has_ore ? Cell{(row.rock_t - row.ore_t) / row.ore_t} : Cell{},
                          has_ore ? Cell{100 * row.metal_t / row.ore_t} : Cell{},
                          row.value_usd / kMillion, row.once_usd / kMillion});
    }
  }
  return out;
}

Table slopes_table(const Results& r) {
  Table out{
      "slopes",
      "How well the search pattern keeps the slopes",
      "Of the wall round one block, over whole degrees of azimuth, achieved less asked: "
      "steepest is the greatest, flattest the least. More benches come closer. Where two slope "
      "domains meet, walls may differ by more.",
      {{"deposit", ""},
       {"domain", ""},
       {"blocks", "number"},
       {"least_slope", "degrees"},
       {"greatest_slope", "degrees"},
       {"benches", "number"},
       {"offsets", "number"},
       {"steepest_error", "degrees"},
       {"flattest_error", "degrees"}},
      {}};
  for (std::size_t d = 0; d < r.models.size(); ++d) {
    const study::Deposit& deposit = r.file->values.deposit[d];
    const study::Ground& ground = r.models[d].ground;
    for (std::size_t k = 0; k < ground.precedence.pattern.size(); ++k) {
      const pit::Pattern& pattern = ground.precedence.pattern[k];
      const pit::Slopes& slopes = k == 0 ? deposit.slopes : deposit.slope_domain[k - 1].slopes;
      const auto [least, greatest] =
          std::minmax_element(slopes.sector.begin(), slopes.sector.end(),
                              [](const pit::SlopeSector& a, const pit::SlopeSector& b) {
                                return a.angle_deg < b.angle_deg;
                              });
      out.rows.push_back({deposit.id, k == 0 ? "own" : deposit.slope_domain[k - 1].id,
                          static_cast<double>(ground.domain_blocks[k]), least->angle_deg,
                          greatest->angle_deg, static_cast<double>(slopes.benches),
                          static_cast<double>(pattern.offsets.size()), pattern.steepest_error_deg,
                          pattern.flattest_error_deg});
    }
  }
  return out;
}

Table section_table(const Results& r) {
  Table out{"section",
            "Section through each pit where it is widest",
            "Along the grid's x axis, metres from the grid's corner. pushback: its number, in the "
            "order of mining; missing outside the pit. probability_ore: share of realisations in "
            "which the block is worth milling at the planning price; grade: of that part, missing "
            "outside the body.",
            {{"deposit", ""},
             {"x", "m"},
             {"z", "m"},
             {"pushback", ""},
             {"probability_ore", "fraction"},
             {"grade", "%"}},
            {}};
  const study::Plan& plan = reference_plan(r);
  for (std::size_t d = 0; d < plan.deposit.size(); ++d) {
    const study::Deposit& deposit = r.file->values.deposit[d];
    const Grid& grid = deposit.grid;
    const int iy = section_row(deposit, r.models[d], plan.deposit[d]);
    for (int iz = 0; iz < grid.count[2]; ++iz)
      for (int ix = 0; ix < grid.count[0]; ++ix) {
        const std::size_t block = grid.index(ix, iy, iz);
        const std::uint8_t pushback = plan.deposit[d].pushbacks.pushback[block];
        const std::int32_t b = r.models[d].body_block[block];
        if (pushback == kOutside && b < 0) continue;
        const auto k = static_cast<std::size_t>(b);
        out.rows.push_back({deposit.id, (ix + 0.5) * grid.cell_m.x, grid.centre(block).z,
                            pushback == kOutside ? Cell{} : Cell{pushback + 1.0},
                            b < 0 ? 0.0 : plan.deposit[d].block_ore_probability[k],
                            b < 0 ? Cell{} : Cell{100 * plan.deposit[d].block_ore_grade[k]}});
      }
  }
  return out;
}

Table plan_view_table(const Results& r) {
  Table out{
      "plan_view",
      "Each pit from above",
      "Metres from the grid's corner. pushback: the one that opens the surface there; depth: "
      "of the final pit below the highest block; body: 1 where the orebody lies below (of drill "
      "holes: blocks that are ore in at least half of the realisations). The section runs along y "
      "= section_y.",
      {{"deposit", ""},
       {"x", "m"},
       {"y", "m"},
       {"pushback", ""},
       {"depth", "m"},
       {"body", ""},
       {"section_y", "m"}},
      {}};
  const study::Plan& plan = reference_plan(r);
  for (std::size_t d = 0; d < plan.deposit.size(); ++d) {
    const study::Deposit& deposit = r.file->values.deposit[d];
    const Grid& grid = deposit.grid;
    const double section = section_row(deposit, r.models[d], plan.deposit[d]) + 0.5;
    for (int iy = 0; iy < grid.count[1]; ++iy)
      for (int ix = 0; ix < grid.count[0]; ++ix) {
        Cell pushback, depth;
        bool body = false;
        for (int iz = grid.count[2] - 1; iz >= 0; --iz) {
          const std::size_t block = grid.index(ix, iy, iz);
          const std::uint8_t own = plan.deposit[d].pushbacks.pushback[block];
          body = body || is_orebody(r.models[d], plan.deposit[d], block);
          if (own == kOutside) continue;
          if (std::holds_alternative<std::monostate>(pushback)) pushback = own + 1.0;
          depth = (grid.count[2] - iz) * grid.cell_m.z;
        }
        if (!body && std::holds_alternative<std::monostate>(pushback)) continue;
        out.rows.push_back({deposit.id, (ix + 0.5) * grid.cell_m.x, (iy + 0.5) * grid.cell_m.y,
                            pushback, depth, body ? 1.0 : 0.0, section * grid.cell_m.y});
      }
  }
  return out;
}

// The published plan beside Lode's, in the years of the published one.
Table published_plan_table(const Results& r) {
  Table out{"published_plan",
            "A published plan against Lode's own, in the years of that plan",
            "Ore milled. plan: at the planning price on the expected orebody; scenarios: mean. "
            "Empty where the case gives no published plan.",
            {{"deposit", ""},
             {"whose", ""},
             {"first_year", "year"},
             {"last_year", "year"},
             {"published", "Mt"},
             {"plan", "Mt"},
             {"scenarios", "Mt"},
             {"plan_to_published", "%"}},
            {}};
  for (std::size_t d = 0; d < r.layout.deposits; ++d) {
    const study::Deposit& deposit = r.file->values.deposit[d];
    const study::PublishedPlan& published = deposit.published_plan;
    if (published.ore_t.empty()) continue;
    double theirs = 0, plan = 0, scenarios = 0;
    for (std::size_t k = 0; k < published.ore_t.size(); ++k) {
      const int place = published.first_year + static_cast<int>(k) - r.calendar.base_year;
      theirs += published.ore_t[k];
      if (place < 0 || place >= static_cast<int>(r.layout.years)) continue;
      const auto y = static_cast<std::size_t>(place);
      plan += r.central.plan[d].milled_t[y];
      scenarios += mean_of(r.column(r.layout.deposit_year(0, d, DepositYear::milled_t, y)));
    }
    const double last = published.first_year + static_cast<double>(published.ore_t.size()) - 1;
    out.rows.push_back({deposit.id, published.name, static_cast<double>(published.first_year), last,
                        theirs / 1e6, plan / 1e6, scenarios / 1e6,
                        theirs > 0 ? Cell{100 * (plan / theirs - 1)} : Cell{}});
  }
  return out;
}

}  // namespace lode::report

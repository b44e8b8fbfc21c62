#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/tables.h"

namespace lode::report {
namespace {

using study::Measure;
using study::Results;

void add(Table& out, std::string check, double value, double limit, bool holds) {
  out.rows.push_back({std::move(check), value, limit, std::string(holds ? "yes" : "no")});
}
void add_at_most(Table& out, std::string check, double value, double limit) {
  add(out, std::move(check), value, limit, value <= limit);
}

double worst(const Results& r, Measure measure) {
  double most = 0;
  for (std::size_t b = 0; b < r.layout.bids; ++b)
    for (const double value : r.column(r.layout.measure(b, measure))) most = std::max(most, value);
  return most;
}

void check_identities(const Results& r, Table& out) {
  constexpr std::pair<const char*, Measure> kResiduals[] = {
      {"money: pretax cash = all parties, each period", Measure::identity_residual},
      {"metal: in = products + tails + stock", Measure::metal_residual},
      {"loans: fixed point on what is drawn", Measure::facility_residual}};
  for (const auto& [check, measure] : kResiduals) add_at_most(out, check, worst(r, measure), 1e-9);
}

void check_statement(const std::string& name, const resource::Statement& stated,
                     const study::DepositModel& m, Table& out) {
  add_at_most(out, name + "law meets the statement",
              std::max(m.law.tonnage_error, m.law.grade_error), 1e-6);
  const auto meets = [&](const char* what, double found, double error, double statement) {
    add_at_most(out,
                fmt::format("{}realisations meet the stated {} (limit: 1 % or 3 standard errors)",
                            name, what),
                std::abs(found / statement - 1), std::max(0.01, 3 * error / statement));
  };
  meets("tonnage", m.check.tonnes, m.check.tonnes_se, stated.tonnage_t);
  meets("grade", m.check.grade, m.check.grade_se, stated.grade);
  add(out, name + "log standard deviation of the law within 0.25-1.0", m.law.log_sd, 1.0,
      m.law.log_sd >= 0.25 && m.law.log_sd <= 1);
  add_at_most(out, name + "share of the field's variance clipped", m.realisations.clipped_variance,
              1e-3);
}

void check_drilled(const std::string& name, const study::DrilledModel& drilled, Table& out) {
  for (const study::DomainLaw& domain : drilled.law) {
    if (domain.element != 0 || !(domain.declustered_mean > 0)) continue;
    add_at_most(
        out,
        fmt::format("{}kriged mean of {} against the declustered composites'", name, domain.domain),
        std::abs(domain.kriged_mean / domain.declustered_mean - 1), 0.15);
  }
  add_at_most(out, name + "composites outside the block model",
              static_cast<double>(drilled.outside_grid), 0);
}

void check_pit(const std::string& name, const study::Deposit& deposit, const study::DepositModel& m,
               const study::DepositPlan& plan, Table& out) {
  add_at_most(out, name + "pit blocks on the model's edge",
              static_cast<double>(plan.blocks_on_edge), 0);
  if (deposit.statement)  // a drilled body may reach the model's sides
    add_at_most(out, name + "body blocks on the model's edge",
                static_cast<double>(m.body_blocks_on_edge), 0);
  double slope_error = 0;
  for (const pit::Pattern& pattern : m.ground.precedence.pattern)
    if (std::abs(pattern.worst_angle_error_deg) > std::abs(slope_error))
      slope_error = pattern.worst_angle_error_deg;
  add(out, name + "worst slope error of the search pattern, degrees", slope_error, 3,
      std::abs(slope_error) <= 3);
  if (deposit.mining_width_m > 0 && !plan.pushbacks.shell.empty())
    add(out, name + "narrowest bench of a pushback, metres (limit: at least)", plan.narrowest_m,
        deposit.mining_width_m, plan.narrowest_m >= deposit.mining_width_m);
}

// The ore milled by the last year of the published plan.
void check_published_plan(const std::string& name, const Results& r, std::size_t d, Table& out) {
  const auto& published = r.file->values.deposit[d].published_plan;
  if (published.ore_t.empty()) return;
  double ours = 0, theirs = 0;
  for (std::size_t y = 0; y < published.ore_t.size(); ++y) {
    const int place = published.first_year + static_cast<int>(y) - r.calendar.base_year;
    theirs += published.ore_t[y];
    if (place >= 0 && place < static_cast<int>(r.layout.years))
      ours += r.central.plan[d].milled_t[static_cast<std::size_t>(place)];
  }
  add_at_most(out,
              fmt::format("{}ore milled by {} against the published {:.1f} Mt (Lode: {:.1f} Mt)",
                          name, published.first_year + static_cast<int>(published.ore_t.size()) - 1,
                          theirs / 1e6, ours / 1e6),
              theirs > 0 ? std::abs(ours / theirs - 1) : 0, 0.15);
}

}  // namespace

Table checks_table(const Results& r) {
  Table out{"checks",
            "What was checked in this run",
            "Residuals are relative, the worst of all scenarios and bids.",
            {{"check", ""}, {"value", ""}, {"limit", ""}, {"holds", ""}},
            {}};
  check_identities(r, out);
  for (std::size_t d = 0; d < r.models.size(); ++d) {
    const study::Deposit& deposit = r.file->values.deposit[d];
    const study::DepositModel& m = r.models[d];
    const std::string name = deposit.name + ": ";
    if (deposit.statement) check_statement(name, *deposit.statement, m, out);
    if (m.drilled) check_drilled(name, *m.drilled, out);
    check_pit(name, deposit, m, r.plans[r.plan_of_bid[0]].deposit[d], out);
    check_published_plan(name, r, d, out);
  }
  return out;
}

}  // namespace lode::report

#include "market/program.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace lode::market {

std::uint32_t Program::add_row(double right_side, double relaxed) {
  right.push_back(right_side);
  relax.push_back(relaxed);
  return static_cast<std::uint32_t>(right.size() - 1);
}

std::uint32_t Program::add_column(double marginal, double slope, double least, double most) {
  cost.push_back(marginal);
  curvature.push_back(slope);
  low.push_back(least);
  high.push_back(most);
  start.push_back(row.size());
  return static_cast<std::uint32_t>(cost.size() - 1);
}

void Program::enter(std::uint32_t at_row, double coefficient) {
  LODE_CHECK(at_row < right.size() && start.size() > 1);
  for (std::size_t k = start[start.size() - 2]; k < row.size(); ++k)
    if (row[k] == at_row) {
      value[k] += coefficient;
      return;
    }
  row.push_back(at_row);
  value.push_back(coefficient);
  start.back() = row.size();
}

const char* name_of(SolveStatus status) {
  switch (status) {
    case SolveStatus::solved:
      return "solved";
    case SolveStatus::infeasible:
      return "infeasible";
    case SolveStatus::unbounded:
      return "unbounded";
    case SolveStatus::not_converged:
      return "not_converged";
  }
  return "";
}

namespace {

using Wide = long double;

std::vector<Wide> wide_marginals(const Program& p, const std::vector<double>& x,
                                 const std::vector<double>& y) {
  std::vector<Wide> g(p.columns());
  for (std::size_t j = 0; j < p.columns(); ++j) {
    g[j] = Wide(p.cost[j]) + Wide(p.curvature[j]) * x[j];
    for (std::size_t k = p.start[j]; k < p.start[j + 1]; ++k)
      g[j] -= Wide(p.value[k]) * y[p.row[k]];
  }
  for (const Coupling& c : p.couplings) {
    g[c.first] += Wide(c.value) * x[c.second];
    g[c.second] += Wide(c.value) * x[c.first];
  }
  for (const Smooth& s : p.smooth)
    g[s.column] +=
        s.sign * s.price * std::pow(Wide(x[s.column]) / s.quantity, Wide(1) / s.elasticity);
  return g;
}

// Of the integral from the base quantity on.
Wide smooth_value(const Smooth& s, double x) {
  const Wide power = 1 + Wide(1) / s.elasticity, ratio = Wide(x) / s.quantity;
  const Wide scale = Wide(s.sign) * s.price * s.quantity;
  if (std::abs(power) < 1e-12L) return scale * std::log(ratio);
  return scale * (std::pow(ratio, power) - 1) / power;
}

double largest(const std::vector<double>& values) {
  double out = 0;
  for (const double value : values) out = std::max(out, std::abs(value));
  return out > 0 ? out : 1;
}

}  // namespace

std::vector<double> reduced_marginals(const Program& p, const std::vector<double>& x,
                                      const std::vector<double>& y) {
  const std::vector<Wide> g = wide_marginals(p, x, y);
  return {g.begin(), g.end()};
}

double objective(const Program& p, const std::vector<double>& x) {
  Wide sum = 0;
  for (std::size_t j = 0; j < p.columns(); ++j)
    sum += (Wide(p.cost[j]) + Wide(p.curvature[j]) * x[j] / 2) * x[j];
  for (const Coupling& c : p.couplings) sum += Wide(c.value) * x[c.first] * x[c.second];
  for (const Smooth& s : p.smooth) sum += smooth_value(s, x[s.column]);
  return static_cast<double>(sum);
}

Certificate certify(const Program& p, const std::vector<double>& x, const std::vector<double>& y) {
  const double quantity = largest(x), price = largest(y);
  const std::vector<Wide> g = wide_marginals(p, x, y);
  Wide worst = 0, gap = 0;
  const auto count = [&](Wide amount) {
    if (!(amount <= worst)) worst = amount;  // what is no number stays
  };
  std::vector<Wide> left(p.right.begin(), p.right.end());
  for (std::size_t j = 0; j < p.columns(); ++j) {
    const Wide at = Wide(x[j]) / quantity, by = g[j] / price;
    const Wide low = Wide(p.low[j]) / quantity, high = Wide(p.high[j]) / quantity;
    count(std::abs(at - std::min(std::max(at - by, low), high)));
    const Wide room = g[j] > 0 ? Wide(x[j]) - p.low[j] : Wide(p.high[j]) - x[j];
    if (std::isfinite(room)) gap += std::abs(g[j]) * room;
    for (std::size_t k = p.start[j]; k < p.start[j + 1]; ++k)
      left[p.row[k]] -= Wide(p.value[k]) * x[j];
  }
  for (const Wide l : left) count(std::abs(l) / quantity);
  Certificate out;
  out.residual = std::isfinite(worst) ? static_cast<double>(worst) : HUGE_VAL;
  out.gap = static_cast<double>(gap / (1 + std::abs(Wide(objective(p, x)))));
  return out;
}

}  // namespace lode::market

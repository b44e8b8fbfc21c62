#include "decision/finite_differences.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace lode::decision {
namespace {

constexpr double kReach = 7;  // standard deviations of the whole horizon

// One step of theta-weighted differences: (1 - theta dt L) V = (1 + (1 - theta) dt L) V', L the operator
// above. At both ends the value is linear in the price: V_xx = V_x.
class Stepper {
 public:
  Stepper(const OneFactor& model, double low, double width, std::size_t nodes)
      : below_(nodes, 0.0), at_(nodes), above_(nodes, 0.0) {
    const Process& p = model.process;
    const double spread = p.volatility * p.volatility / 2;
    for (std::size_t j = 0; j < nodes; ++j) {
      const double x = low + width * static_cast<double>(j);
      const double drift = p.speed == 0 ? p.drift : p.speed * (p.level - x);
      at_[j] = -model.rate;
      if (j == 0) {
        const double slope = (drift + spread) / width;
        at_[j] -= slope, above_[j] += slope;
      } else if (j + 1 == nodes) {
        const double slope = (drift + spread) / width;
        at_[j] += slope, below_[j] -= slope;
      } else {
        // Central, but from upstream where drift outweighs the spread of a node.
        const bool central = std::abs(drift) * width <= 2 * spread;
        const double up = central ? drift / 2 : std::max(drift, 0.0);
        const double down = central ? -drift / 2 : std::max(-drift, 0.0);
        below_[j] = spread / (width * width) + down / width;
        above_[j] = spread / (width * width) + up / width;
        at_[j] -= below_[j] + above_[j];
      }
    }
  }

  void step(std::vector<double>& v, double dt, double theta) {
    // Steps that differ by rounding alone are one.
    if (std::abs(dt - dt_) > 1e-9 * dt || theta != theta_) factor(dt, theta);
    const std::size_t n = v.size();
    right_.resize(n);
    const double e = (1 - theta) * dt;
    for (std::size_t j = 0; j < n; ++j)
      right_[j] = v[j] + e * (at_[j] * v[j] + (j > 0 ? below_[j] * v[j - 1] : 0) +
                              (j + 1 < n ? above_[j] * v[j + 1] : 0));
    for (std::size_t j = 1; j < n; ++j) right_[j] -= lower_[j] * right_[j - 1];
    v[n - 1] = right_[n - 1] * pivot_[n - 1];
    for (std::size_t j = n - 1; j-- > 0;)
      v[j] = (right_[j] + theta * dt * above_[j] * v[j + 1]) * pivot_[j];
  }

 private:
  void factor(double dt, double theta) {
    dt_ = dt, theta_ = theta;
    const double i = theta * dt;
    const std::size_t n = at_.size();
    lower_.assign(n, 0.0), pivot_.resize(n);
    pivot_[0] = 1 / (1 - i * at_[0]);
    for (std::size_t j = 1; j < n; ++j) {
      lower_[j] = -i * below_[j] * pivot_[j - 1];
      pivot_[j] = 1 / (1 - i * at_[j] + lower_[j] * i * above_[j - 1]);
    }
  }

  std::vector<double> below_, at_, above_, lower_, pivot_, right_;
  double dt_ = 0, theta_ = -1;
};

}  // namespace

DifferencesValue finite_differences(const Rights& rights, const OneFactor& model,
                                    const Differences& options) {
  const std::size_t dates = model.years.size(), modes = rights.mode.size();
  check(rights, dates);
  if (model.years.empty() || model.years[0] != 0) throw InputError("the first date is now, year 0");
  if (!(model.process.volatility > 0))
    throw InputError("finite differences need a volatility above 0");
  const double start = std::log(model.process.start);
  double low = start, high = start;
  for (const double years : model.years) {
    const Step s = step(model.process, years);
    low = std::min(low, s.scale * start + s.shift - kReach * s.deviation);
    high = std::max(high, s.scale * start + s.shift + kReach * s.deviation);
  }
  if (!(high > low)) low -= 1e-3, high += 1e-3;
  // The start stands on a node.
  const double wanted = (high - low) / options.nodes;
  const auto under = static_cast<std::size_t>(std::ceil((start - low) / wanted)) + 1;
  const auto over = static_cast<std::size_t>(std::ceil((high - start) / wanted)) + 1;
  const double width = wanted;
  low = start - width * static_cast<double>(under);
  const std::size_t nodes = under + over + 1;
  std::vector<double> price(nodes);
  for (std::size_t j = 0; j < nodes; ++j) price[j] = std::exp(low + width * static_cast<double>(j));

  DifferencesValue out;
  std::vector<std::vector<double>> value(modes, std::vector<double>(nodes, 0.0)), next = value;
  std::vector<std::size_t> best(nodes);
  std::vector<std::vector<double>> q;
  Stepper implicit(model, low, width, nodes), central = implicit;
  const double last = model.years.back();
  const double steps_per_year = options.steps_per_year * std::max(1.0, last > 0 ? 1 / last : 1.0);
  std::vector<std::size_t> actions;
  // The price between nodes j - 1 and j up to which action a is at least as good as b: payoffs as they
  // are, values linear between the nodes.
  const auto edge_between = [&](std::size_t t, std::size_t a, std::size_t b, std::size_t j) {
    const auto worth = [&](std::size_t k, double way) {
      const std::vector<double>& after = value[rights.action[actions[k]].to];
      const double at = std::exp(low + width * (static_cast<double>(j - 1) + way));
      return model.payoff(t, actions[k], at) + after[j - 1] * (1 - way) + after[j] * way;
    };
    double from = 0, to = 1;
    for (int i = 0; i < 40; ++i) {
      const double way = (from + to) / 2;
      (worth(a, way) >= worth(b, way) ? from : to) = way;
    }
    return std::exp(low + width * (static_cast<double>(j - 1) + from));
  };
  for (std::size_t t = dates; t-- > 0;) {
    std::vector<Trigger> found;
    for (std::size_t m = 0; m < modes; ++m) {
      actions = rights.actions(m, t);
      if (actions.empty()) continue;
      q.assign(actions.size(), std::vector<double>(nodes));
      for (std::size_t k = 0; k < actions.size(); ++k) {
        const std::vector<double>& after = value[rights.action[actions[k]].to];
        for (std::size_t j = 0; j < nodes; ++j)
          q[k][j] = model.payoff(t, actions[k], price[j]) + after[j];
      }
      for (std::size_t j = 0; j < nodes; ++j) {
        best[j] = 0;
        for (std::size_t k = 1; k < actions.size(); ++k)
          if (q[k][j] > q[best[j]][j]) best[j] = k;
        next[m][j] = q[best[j]][j];
      }
      for (std::size_t j = 1; j < nodes; ++j) {
        if (best[j] == best[j - 1]) continue;
        const std::size_t a = best[j - 1], b = best[j];
        found.push_back({t, m, actions[a], actions[b], edge_between(t, a, b, j)});
      }
    }
    std::swap(value, next);
    out.trigger.insert(out.trigger.begin(), found.begin(), found.end());
    if (t == 0) break;
    const double gap = model.years[t] - model.years[t - 1];
    const double whole = std::round(gap * steps_per_year);
    const auto steps = static_cast<int>(whole < 1 ? 1 : std::max(whole, 4.0));
    const double dt = gap / steps;
    for (std::size_t m = 0; m < modes; ++m) {
      if (rights.is_end(m)) continue;
      // Dates that lie close together leave no kinks but the last one.
      if (steps == 1 && t + 2 < dates) {
        central.step(value[m], dt, 0.5);
        continue;
      }
      implicit.step(value[m], dt / 2, 1);
      implicit.step(value[m], dt / 2, 1);
      for (int s = 1; s < steps; ++s) central.step(value[m], dt, 0.5);
    }
  }
  out.value = value[rights.start][under];
  return out;
}

}  // namespace lode::decision

#include "market/solve.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "market/active_set.h"
#include "market/interior_point.h"

namespace lode::market {
namespace {

// Typical price and quantity of the data, to which everything is scaled.
struct Scale {
  double price = 1, quantity = 1;
};

double median_of(std::vector<double> values) {
  std::erase_if(values, [](double v) { return !(v > 0) || !std::isfinite(v); });
  if (values.empty()) return 1;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

Scale scale_of(const Program& p) {
  std::vector<double> prices, quantities;
  for (std::size_t j = 0; j < p.columns(); ++j) {
    prices.push_back(std::abs(p.cost[j]));
    quantities.push_back(std::abs(p.low[j]));
    quantities.push_back(std::abs(p.high[j]));
    if (p.curvature[j] > 0) quantities.push_back(std::abs(p.cost[j]) / p.curvature[j]);
  }
  for (const double b : p.right) quantities.push_back(std::abs(b));
  for (const Smooth& s : p.smooth) prices.push_back(s.price), quantities.push_back(s.quantity);
  return {median_of(std::move(prices)), median_of(std::move(quantities))};
}

Program scaled(const Program& p, const Scale& by) {
  Program out = p;
  const double slope = by.quantity / by.price;
  for (std::size_t j = 0; j < p.columns(); ++j) {
    out.cost[j] /= by.price;
    out.curvature[j] *= slope;
    out.low[j] /= by.quantity;
    out.high[j] /= by.quantity;
  }
  for (Coupling& c : out.couplings) c.value *= slope;
  for (Smooth& s : out.smooth) s.price /= by.price, s.quantity /= by.quantity;
  for (double& b : out.right) b /= by.quantity;
  return out;
}

// How far rows are relaxed where their dual is not unique, of the typical quantity.
constexpr double kRelaxed = 1e-6;

bool relax(Program& p) {
  bool any = false;
  for (std::size_t i = 0; i < p.rows(); ++i) {
    any = any || p.relax[i] != 0;
    p.right[i] += kRelaxed * p.relax[i];
  }
  return any;
}

void place_columns(const Program& p, const InteriorPoint& point, Solution& answer) {
  answer.x = point.x, answer.y = point.y;
  answer.place.assign(p.columns(), Place::between);
  for (std::size_t j = 0; j < p.columns(); ++j) {
    if (point.x[j] - p.low[j] < point.zlow[j] || p.high[j] <= p.low[j])
      answer.place[j] = Place::low;
    else if (p.high[j] - point.x[j] < point.zhigh[j])
      answer.place[j] = Place::high;
  }
  for (const Smooth& s : p.smooth)
    if (answer.place[s.column] == Place::low && p.high[s.column] > p.low[s.column])
      answer.place[s.column] = Place::between;
}

// Of the relaxed program first, where there is one, so that of several duals that one is found.
bool settle_both(const Program& p, const Program& relaxed, bool any, Factor& factor,
                 Solution& answer, int most) {
  if (any && !settle(relaxed, factor, answer, most)) return false;
  return settle(p, factor, answer, most);
}

bool accept(const Program& p, Solution& answer) {
  for (std::size_t j = 0; j < p.columns(); ++j)
    answer.x[j] = std::clamp(answer.x[j], p.low[j], p.high[j]);
  answer.certificate = certify(p, answer.x, answer.y);
  return answer.certificate.residual <= 1e-9;
}

// A previous answer in this scale, its columns within the bounds of now.
Solution carried_over(const Program& p, const Scale& by, const Solution& from) {
  Solution out;
  out.x = from.x, out.y = from.y, out.place = from.place;
  for (double& y : out.y) y /= by.price;
  for (std::size_t j = 0; j < p.columns(); ++j) {
    out.x[j] = std::clamp(out.x[j] / by.quantity, p.low[j], p.high[j]);
    Place& place = out.place[j];
    if (p.high[j] <= p.low[j])
      place = Place::low;
    else if (!std::isfinite(place == Place::low ? p.low[j] : p.high[j]))
      place = Place::between;
  }
  for (const Smooth& s : p.smooth)
    if (!(out.x[s.column] > 0)) out.x[s.column] = s.quantity;
  return out;
}

// The interior point, its active set made exact; without a previous answer of the whole program
// the point alone may do.
bool solve_inside(const Program& p, const Program& relaxed, bool any, Factor& factor,
                  const Solution* from, Solution& answer) {
  const InteriorPoint point = interior_point(relaxed, factor, from);
  answer = {};
  place_columns(relaxed, point, answer);
  const Solution raw = answer;
  const int most = from ? 10 : 200 + static_cast<int>(p.columns() / 20);
  answer.iterations = point.iterations;
  answer.polished = settle_both(p, relaxed, any, factor, answer, most);
  if (answer.polished && accept(p, answer)) {
    answer.status = SolveStatus::solved;
  } else if (!from) {
    const int iterations = answer.iterations, rounds = answer.rounds;
    answer = raw;
    answer.iterations = iterations, answer.rounds = rounds;
    if (accept(p, answer)) answer.status = SolveStatus::solved;
  }
  return answer.status == SolveStatus::solved;
}

bool solve_warm(const Program& p, const Program& relaxed, bool any, const Scale& by, Factor& factor,
                const Solution& from, Solution& answer) {
  if (from.x.size() != p.columns() || from.y.size() != p.rows()) return false;
  const Solution before = carried_over(p, by, from);
  answer = before;
  constexpr int kMostRounds = 4;
  answer.polished = settle_both(p, relaxed, any, factor, answer, kMostRounds);
  if (answer.polished && accept(p, answer)) {
    answer.status = SolveStatus::solved;
    return true;
  }
  return solve_inside(p, relaxed, any, factor, &before, answer);
}

// The program that misses the rows by the least total: where that is not 0 there is no answer.
void find_unmet(const Program& p, Solution& answer) {
  Program phase = p;
  std::fill(phase.cost.begin(), phase.cost.end(), 0.0);
  std::fill(phase.curvature.begin(), phase.curvature.end(), 0.0);
  phase.couplings.clear();
  phase.smooth.clear();
  std::fill(phase.relax.begin(), phase.relax.end(), 0.0);
  for (const Smooth& s : p.smooth)
    phase.low[s.column] =
        std::min(std::max(phase.low[s.column], 1e-4 * s.quantity), phase.high[s.column]);
  const std::size_t first = phase.columns();
  for (std::uint32_t i = 0; i < p.rows(); ++i)
    for (const double sign : {1.0, -1.0}) {
      // Later rows are cheaper: clauses rather than balances are told to lack.
      phase.add_column(2 - static_cast<double>(i) / static_cast<double>(p.rows()), 0, 0, HUGE_VAL);
      phase.enter(i, sign);
    }
  Factor factor(phase);
  Solution least;
  solve_inside(phase, phase, false, factor, nullptr, least);
  for (std::size_t j = first; j < phase.columns(); ++j)
    if (least.x[j] > 1e-7)
      answer.obstacles.push_back({static_cast<std::uint32_t>((j - first) / 2),
                                  (j - first) % 2 == 0 ? least.x[j] : -least.x[j]});
  if (!answer.obstacles.empty()) answer.status = SolveStatus::infeasible;
}

// With every column bounded: those that reach the bound grow without end.
void find_endless(const Program& p, Solution& answer) {
  constexpr double kEnd = 1e5;
  Program boxed = p;
  for (double& high : boxed.high) high = std::min(high, kEnd);
  Factor factor(boxed);
  Solution ends;
  solve_inside(boxed, boxed, false, factor, nullptr, ends);
  for (std::uint32_t j = 0; j < p.columns(); ++j)
    if (!std::isfinite(p.high[j]) && ends.x[j] > 0.5 * kEnd) answer.obstacles.push_back({j, 0});
  if (!answer.obstacles.empty()) answer.status = SolveStatus::unbounded;
}

// Bounds are met as they were given, and what is 0 but for rounding is 0.
void tidy(const Program& p, Solution& s) {
  constexpr double kRounding = 1e-15;
  double price = 0, quantity = 0;
  for (const double x : s.x) quantity = std::max(quantity, std::abs(x));
  for (const double y : s.y) price = std::max(price, std::abs(y));
  for (std::size_t j = 0; j < p.columns(); ++j) {
    const Place place = s.place[j];
    if (place == Place::low || std::abs(s.x[j] - p.low[j]) < kRounding * quantity)
      s.x[j] = p.low[j];
    else if (place == Place::high || std::abs(s.x[j] - p.high[j]) < kRounding * quantity)
      s.x[j] = p.high[j];
  }
  for (double& y : s.y)
    if (std::abs(y) < kRounding * price) y = 0;
}

}  // namespace

Solver::Solver(const Program& program) : factor_(program) {}

Solution Solver::solve(const Program& program, const Solution* from) {
  const Scale by = scale_of(program);
  const Program p = scaled(program, by);
  Program relaxed = p;
  const bool any = relax(relaxed);
  Solution out;
  const bool warm = from && from->status == SolveStatus::solved &&
                    solve_warm(p, relaxed, any, by, factor_, *from, out);
  if (!warm && !solve_inside(p, relaxed, any, factor_, nullptr, out)) {
    find_unmet(p, out);
    if (out.status != SolveStatus::infeasible) find_endless(p, out);
  }
  for (double& x : out.x) x *= by.quantity;
  for (double& y : out.y) y *= by.price;
  for (Solution::Obstacle& o : out.obstacles) o.amount *= by.quantity;
  if (out.status == SolveStatus::solved) {
    tidy(program, out);
    out.certificate = certify(program, out.x, out.y);
  }
  out.objective = objective(program, out.x);
  return out;
}

}  // namespace lode::market

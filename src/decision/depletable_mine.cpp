#include "decision/depletable_mine.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.h"
#include "base/parallel.h"

namespace lode::decision {

void describe(Visitor& visit, DepletableMine& m) {
  visit.fixed("volatility", m.volatility, {"1/sqrt(y)", 1}, {1e-4, 5}, "of the price");
  visit.fixed("yield", m.yield, unit::kPerYear, {-1, 1}, "convenience yield of the metal");
  visit.fixed("nominal_rate", m.nominal_rate, unit::kPerYear, {-0.5, 2},
              "free of risk, in nominal money, continuous");
  visit.fixed("inflation", m.inflation, unit::kPerYear, {-0.5, 2}, "of all costs and of money");
  visit.fixed("reserve", m.reserve, {"units", 1}, {1e-9, 1e15}, "what can be extracted");
  visit.fixed("output", m.output, {"units/y", 1}, {1e-9, 1e15}, "while open");
  visit.fixed("unit_cost", m.unit_cost, {"money/unit", 1}, {0, 1e12}, "of extraction");
  visit.fixed("maintenance", m.maintenance, {"money/y", 1}, {0, 1e15}, "while closed, after tax");
  visit.fixed("open_cost", m.open_cost, {"money", 1}, {0, 1e15}, "of opening a closed mine");
  visit.fixed("close_cost", m.close_cost, {"money", 1}, {0, 1e15}, "of closing an open mine");
  visit.fixed("abandon_cost", m.abandon_cost, {"money", 1}, {-1e15, 1e15},
              "of abandoning it; below 0: what is received");
  visit.fixed("royalty", m.royalty, unit::kFraction, {0, 1}, "of revenue");
  visit.fixed("income_tax", m.income_tax, unit::kFraction, {0, 0.99},
              "of revenue less royalty and cost");
  visit.flag("loss_offset", m.loss_offset, "true: a loss lowers the tax on other income");
  visit.fixed("property_tax_open", m.property_tax_open, unit::kPerYear, {0, 1},
              "of the value of an open mine");
  visit.fixed("property_tax_closed", m.property_tax_closed, unit::kPerYear, {0, 1},
              "of the value of a closed mine");
  visit.flag("may_close", m.may_close, "false: it is open or abandoned, nothing between");
}

namespace {

constexpr double kFar = 5;       // standard deviations beyond the prices asked for
constexpr double kHorizon = 15;  // years over which they are counted, at least
constexpr double kSame = 1e-10;  // two values are the same within this share of the money at hand

double cash_of(const DepletableMine& m, double price) {
  const double revenue = m.output * price, royalty = m.royalty * revenue;
  const double profit = revenue - royalty - m.output * m.unit_cost;
  return profit - m.income_tax * (m.loss_offset ? profit : std::max(profit, 0.0));
}

enum class Regime : unsigned char { goes_on, changes, abandons };

// Open and closed values of one stock: equations in the order V_0, W_0, V_1, W_1, ... with two
// neighbours on either side.
class BandSystem {
 public:
  explicit BandSystem(std::size_t rows) : band_(rows), right_(rows) {}
  double& at(std::size_t row, std::size_t column) { return band_[row][column + 2 - row]; }
  double& right(std::size_t row) { return right_[row]; }
  void clear(std::size_t row) { band_[row].fill(0), right_[row] = 0; }

  // In place, without pivoting: every row is dominated by its diagonal.
  void solve(std::vector<double>& out) {
    const std::size_t n = band_.size();
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t r = i + 1; r < std::min(n, i + 3); ++r) {
        const double factor = band_[r][i + 2 - r] / band_[i][2];
        if (factor == 0) continue;
        for (std::size_t c = i + 1; c < std::min(n, i + 3); ++c)
          band_[r][c + 2 - r] -= factor * band_[i][c + 2 - i];
        right_[r] -= factor * right_[i];
      }
    out.resize(n);
    for (std::size_t i = n; i-- > 0;) {
      double sum = right_[i];
      for (std::size_t c = i + 1; c < std::min(n, i + 3); ++c) sum -= band_[i][c + 2 - i] * out[c];
      out[i] = sum / band_[i][2];
    }
  }

 private:
  std::vector<std::array<double, 5>> band_;
  std::vector<double> right_;
};

struct Axis {
  double low = 0, width = 0;
  std::size_t nodes = 0;
  double price(double place) const { return std::exp(low + width * place); }
};

Axis axis_of(const DepletableMine& m, const MineGrid& grid) {
  const double years = std::max(kHorizon, m.reserve / m.output);
  const double reach = kFar * m.volatility * std::sqrt(years) + 1;
  const double low = std::log(grid.lowest) - reach, high = std::log(grid.highest) + reach;
  const auto nodes = static_cast<std::size_t>(grid.nodes);
  return {low, (high - low) / static_cast<double>(nodes - 1), nodes};
}

struct Marched {
  std::vector<double> open, closed;
  std::vector<MineTriggers> trigger;  // from little stock to all of it
  bool converged = true;
};

class March {
 public:
  March(const DepletableMine& mine, const Axis& axis, int steps)
      : m_(mine), axis_(axis), steps_(steps), system_(2 * axis.nodes), cash_(axis.nodes) {
    const double rate = mine.nominal_rate - mine.inflation;
    discount_open_ = rate + mine.property_tax_open;
    discount_closed_ = rate + mine.property_tax_closed;
    if (!(discount_open_ > 0 && discount_closed_ > 0))
      throw InputError(
          "mine: nominal_rate less inflation plus property tax must be above 0: a closed mine "
          "waits "
          "without end");
    money_ = mine.output * mine.unit_cost + mine.maintenance + mine.open_cost + mine.close_cost +
             std::abs(mine.abandon_cost);
    spread_ = mine.volatility * mine.volatility / 2;
    drift_ = rate - mine.yield - spread_;
    for (std::size_t j = 0; j < axis.nodes; ++j)
      cash_[j] = cash_of(mine, axis.price(static_cast<double>(j)));
  }

  Marched run() {
    const std::size_t n = axis_.nodes;
    Marched out;
    // Without stock there is nothing but the cost of abandoning.
    std::vector<double> open(n, -m_.abandon_cost), solution;
    std::vector<Regime> of(2 * n, Regime::goes_on);
    const double dt = m_.reserve / m_.output / steps_;
    for (int s = 1; s <= steps_; ++s) {
      out.converged = iterate(open, dt, of, solution) && out.converged;
      for (std::size_t j = 0; j < n; ++j) open[j] = solution[2 * j];
      out.trigger.push_back(triggers(of, solution, m_.reserve * s / steps_));
    }
    out.open = open;
    for (std::size_t j = 0; j < n; ++j) out.closed.push_back(solution[2 * j + 1]);
    return out;
  }

 private:
  // The row "the mode goes on" of node j, mode 0 open, 1 closed.
  void fill_row(std::size_t j, std::size_t mode, double dt, const std::vector<double>& less_stock) {
    const std::size_t n = axis_.nodes, row = 2 * j + mode;
    const double h = axis_.width, discount = mode == 0 ? discount_open_ : discount_closed_;
    double below = 0, above = 0, at = discount;
    if (j == 0 || j + 1 == n) {  // linear in the price
      const double slope = (drift_ + spread_) / h;
      if (j == 0)
        at += slope, above = -slope;
      else
        at -= slope, below = slope;
    } else {
      // Central, but from upstream where drift outweighs the spread of a node.
      const bool central = std::abs(drift_) * h <= 2 * spread_;
      below = -(spread_ / (h * h) + (central ? -drift_ / 2 : std::max(-drift_, 0.0)) / h);
      above = -(spread_ / (h * h) + (central ? drift_ / 2 : std::max(drift_, 0.0)) / h);
      at -= below + above;
    }
    system_.clear(row);
    if (j > 0) system_.at(row, row - 2) = below;
    if (j + 1 < n) system_.at(row, row + 2) = above;
    system_.at(row, row) = at + (mode == 0 ? 1 / dt : 0);
    system_.right(row) = mode == 0 ? cash_[j] + less_stock[j] / dt : -m_.maintenance;
  }

  // What is left over in the row "goes on" with these values: below 0 where another regime is better.
  double residual(std::size_t row, const std::vector<double>& x) {
    double sum = -system_.right(row);
    for (std::size_t c = row < 2 ? 0 : row - 2; c < std::min(x.size(), row + 3); ++c)
      sum += system_.at(row, c) * x[c];
    return sum;
  }

  double stopped(std::size_t j, std::size_t mode, Regime regime,
                 const std::vector<double>& x) const {
    if (regime == Regime::abandons) return -m_.abandon_cost;
    return mode == 0 ? x[2 * j + 1] - m_.close_cost : x[2 * j] - m_.open_cost;
  }

  bool iterate(const std::vector<double>& less_stock, double dt, std::vector<Regime>& of,
               std::vector<double>& x) {
    const std::size_t n = axis_.nodes;
    std::vector<double> before;
    // A region grows by a node a pass at the slowest.
    for (std::size_t pass = 0; pass < 4 * n; ++pass) {
      for (std::size_t j = 0; j < n; ++j)
        for (std::size_t mode = 0; mode < 2; ++mode) {
          const std::size_t row = 2 * j + mode;
          fill_row(j, mode, dt, less_stock);
          if (of[row] == Regime::goes_on) continue;
          system_.clear(row);
          system_.at(row, row) = 1;
          if (of[row] == Regime::abandons) {
            system_.right(row) = -m_.abandon_cost;
          } else {
            system_.at(row, mode == 0 ? row + 1 : row - 1) = -1;
            system_.right(row) = mode == 0 ? -m_.close_cost : -m_.open_cost;
          }
        }
      system_.solve(x);
      bool changed = false;
      for (std::size_t j = 0; j < n; ++j)
        for (std::size_t mode = 0; mode < 2; ++mode)
          changed |= improve(j, mode, dt, less_stock, of, x);
      // Where going on and stopping are worth the same, regions may swing without end; values do not.
      bool moved = before.size() != x.size();
      for (std::size_t i = 0; i < x.size() && !moved; ++i)
        moved = std::abs(x[i] - before[i]) > 10 * kSame * (money_ + std::abs(x[i]));
      if (!changed || !moved) return true;
      before = x;
    }
    return false;
  }

  // Whether another regime of this node and mode is better than the present one.
  bool improve(std::size_t j, std::size_t mode, double dt, const std::vector<double>& less_stock,
               std::vector<Regime>& of, const std::vector<double>& x) {
    const std::size_t row = 2 * j + mode, other = mode == 0 ? row + 1 : row - 1;
    const double tolerance = kSame * (money_ + std::abs(x[row]));
    Regime best = of[row];
    double most = x[row];
    if (of[row] != Regime::goes_on) {
      fill_row(j, mode, dt, less_stock);
      // Going on is better where its row would leave a value above what stopping pays.
      if (residual(row, x) < -tolerance * system_.at(row, row))
        best = Regime::goes_on, most = kInfinity;
    }
    for (const Regime regime : {Regime::changes, Regime::abandons}) {
      if (regime == Regime::changes && (!m_.may_close || of[other] == Regime::changes)) continue;
      if (stopped(j, mode, regime, x) > most + tolerance)
        best = regime, most = stopped(j, mode, regime, x);
    }
    const bool changed = best != of[row];
    of[row] = best;
    return changed;
  }

  // Where regimes meet, between two nodes: where going on and stopping leave the same.
  MineTriggers triggers(const std::vector<Regime>& of, const std::vector<double>& x,
                        double stock) const {
    const std::size_t n = axis_.nodes;
    MineTriggers out{stock, kRequired, kRequired, kRequired, kRequired};
    for (std::size_t j = 0; j + 1 < n; ++j) {
      const std::size_t k = j + 1;
      for (std::size_t mode = 0; mode < 2; ++mode)
        if (of[2 * j + mode] == Regime::abandons && of[2 * k + mode] != Regime::abandons)
          (mode == 0 ? out.abandon_open_at : out.abandon_closed_at) =
              edge(k, true, [&](std::size_t i) { return x[2 * i + mode] + m_.abandon_cost; });
      if (!m_.may_close) continue;
      if (of[2 * j] == Regime::changes && of[2 * k] != Regime::changes)
        out.close_at =
            edge(k, true, [&](std::size_t i) { return x[2 * i] - x[2 * i + 1] + m_.close_cost; });
      if (of[2 * j + 1] != Regime::changes && of[2 * k + 1] == Regime::changes)
        out.open_at =
            edge(j, false, [&](std::size_t i) { return x[2 * i + 1] - x[2 * i] + m_.open_cost; });
    }
    return out;
  }

  // The gain of going on grows as the square of the distance from the edge (smooth pasting): from the
  // first two nodes on its side.
  template <class Gain>
  double edge(std::size_t first, bool upward, Gain gain) const {
    const std::size_t second = upward ? first + 1 : first - 1;
    const double a = std::sqrt(std::max(gain(first), 0.0)),
                 b = std::sqrt(std::max(gain(second), 0.0));
    const double back = b > a ? std::clamp(a / (b - a), 0.0, 1.0) : 0.5;
    const auto place = static_cast<double>(first);
    return axis_.price(upward ? place - back : place + back);
  }

  const DepletableMine& m_;
  const Axis& axis_;
  int steps_;
  BandSystem system_;
  std::vector<double> cash_;
  double money_ = 0, discount_open_ = 0, discount_closed_ = 0, spread_ = 0, drift_ = 0;
};

// Lagrange, through the four nodes around a log price.
double between(const std::vector<double>& price, const std::vector<double>& value, double now) {
  const double low = std::log(price.front());
  const double width = std::log(price[1]) - low;
  const double place = (std::log(now) - low) / width;
  const auto first = static_cast<std::size_t>(
      std::clamp(std::floor(place) - 1, 0.0, static_cast<double>(price.size() - 4)));
  double sum = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    double weight = 1;
    for (std::size_t k = 0; k < 4; ++k)
      if (k != i)
        weight *= (place - static_cast<double>(first + k)) /
                  (static_cast<double>(i) - static_cast<double>(k));
    sum += weight * value[first + i];
  }
  return sum;
}

}  // namespace

MineValues solve(const DepletableMine& mine, const MineGrid& grid) {
  LODE_CHECK(grid.lowest > 0 && grid.highest >= grid.lowest && grid.nodes >= 16 && grid.steps >= 2);
  const Axis axis = axis_of(mine, grid);
  std::array<Marched, 2> runs;
  parallel_for(
      2, [&](std::size_t i) { runs[i] = March(mine, axis, grid.steps * (i == 0 ? 1 : 2)).run(); });
  const auto richer = [](double coarse, double fine) { return 2 * fine - coarse; };
  MineValues out;
  out.converged = runs[0].converged && runs[1].converged;
  for (std::size_t j = 0; j < axis.nodes; ++j) {
    out.price.push_back(axis.price(static_cast<double>(j)));
    out.open.push_back(richer(runs[0].open[j], runs[1].open[j]));
    out.closed.push_back(richer(runs[0].closed[j], runs[1].closed[j]));
  }
  // At the stocks of the coarse march; boundaries are those of the fine one.
  for (std::size_t s = runs[0].trigger.size(); s-- > 0;)
    out.trigger.push_back(runs[1].trigger[2 * s + 1]);
  return out;
}

double MineValues::open_at(double now) const { return between(price, open, now); }
double MineValues::closed_at(double now) const { return between(price, closed, now); }

double without_rights(const DepletableMine& m, double price) {
  const double years = m.reserve / m.output, rate = m.nominal_rate - m.inflation;
  const auto annuity = [&](double discount) {
    return discount == 0 ? years : -std::expm1(-discount * years) / discount;
  };
  const double kept = 1 - m.income_tax;
  return m.output * kept *
             ((1 - m.royalty) * price * annuity(m.yield + m.property_tax_open) -
              m.unit_cost * annuity(rate + m.property_tax_open)) -
         m.abandon_cost * std::exp(-(rate + m.property_tax_open) * years);
}

}  // namespace lode::decision

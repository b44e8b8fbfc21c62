#include "market/equilibrium.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>

#include "base/error.h"

namespace lode::market {
namespace {

double greatest(const std::vector<double>& values) {
  double out = 0;
  for (const double value : values) out = std::max(out, std::abs(value));
  return out;
}

double weight_of(const Model& m, std::uint32_t node) { return m.tree.nodes[node].weight; }

// The tax per unit that the prices of an answer make.
std::vector<double> implied_taxes(const Model& m, const Solution& s) {
  std::vector<double> out;
  for (const ValueTax& t : m.value_taxes)
    out.push_back(t.rate * (s.y[t.row] / weight_of(m, t.node) + t.addend));
  return out;
}

// Anderson (1965): the fixed point of a map from its last pairs (x, f = map(x) - x).
class Mixing {
 public:
  std::vector<double> next(const std::vector<double>& x, const std::vector<double>& f) {
    constexpr std::size_t kMost = 8;
    pairs_.push_back({x, f});
    if (pairs_.size() > kMost) pairs_.pop_front();
    const std::size_t n = pairs_.size() - 1, size = x.size();
    std::vector<double> out(size);
    for (std::size_t i = 0; i < size; ++i) out[i] = x[i] + f[i];
    if (n == 0) return out;
    // Least squares of f on the differences of the pairs, by modified Gram-Schmidt.
    std::vector<std::vector<double>> q, d;
    std::vector<double> rest = f;
    for (std::size_t k = n; k-- > 0;) {
      std::vector<double> df(size), dx(size);
      for (std::size_t i = 0; i < size; ++i) {
        df[i] = pairs_[k + 1].f[i] - pairs_[k].f[i];
        dx[i] = pairs_[k + 1].x[i] - pairs_[k].x[i] + df[i];
      }
      const double before = norm(df);
      for (std::size_t j = 0; j < q.size(); ++j) {
        const double share = dot(q[j], df);
        for (std::size_t i = 0; i < size; ++i) df[i] -= share * q[j][i], dx[i] -= share * d[j][i];
      }
      const double length = norm(df);
      if (!(length > 1e-10 * before) || !(length > 0)) continue;
      for (std::size_t i = 0; i < size; ++i) df[i] /= length, dx[i] /= length;
      const double share = dot(df, rest);
      for (std::size_t i = 0; i < size; ++i) rest[i] -= share * df[i], out[i] -= share * dx[i];
      q.push_back(std::move(df)), d.push_back(std::move(dx));
    }
    return out;
  }

 private:
  struct Pair {
    std::vector<double> x, f;
  };
  static double dot(const std::vector<double>& a, const std::vector<double>& b) {
    double out = 0;
    for (std::size_t i = 0; i < a.size(); ++i) out += a[i] * b[i];
    return out;
  }
  static double norm(const std::vector<double>& a) { return std::sqrt(dot(a, a)); }
  std::deque<Pair> pairs_;
};

// Of the demand that a sale meets, and of its fringe: fall of the price per unit sold, from the
// columns that respond. all: as if every one did. Not a number where demand is a curve.
class Slopes {
 public:
  Slopes(const Model& m, const Program& p) : m_(m), p_(p) {
    for (const Smooth& s : p.smooth) curved_.push_back(s.column);
  }

  double of(const Columns::Sale& sale, const Solution* answer) const {
    double response = 0;
    bool flat = false;
    const auto respond = [&](std::uint32_t column, bool always) {
      if (answer && !always && answer->place[column] != Place::between) return;
      if (std::count(curved_.begin(), curved_.end(), column) > 0)
        response = std::nan("");
      else if (p_.curvature[column] > 0)
        response += weight_of(m_, sale.node) / p_.curvature[column];
      else
        flat = true;
    };
    for (const Columns::Use& u : m_.columns.uses) {
      const bool here =
          u.row == sale.market_row || (u.served != kNoIndex && serves(u.served, sale.market_row));
      if (u.node != sale.node || !here) continue;
      if (answer && u.unserved != kNoIndex && answer->place[u.unserved] == Place::between)
        flat = true;  // at the cap the price does not move
      if (p_.low[u.column] < p_.high[u.column]) respond(u.column, false);
    }
    for (const Columns::Coupled& c : m_.columns.coupled)
      if (c.row == sale.market_row) response = std::nan("");
    const Firm& firm = m_.world(sale.node).firm[sale.item];
    for (const Columns::Output& o : m_.columns.outputs)
      if (firm.fringe_responds && o.row == sale.market_row && p_.low[o.column] < p_.high[o.column])
        if (answer || p_.curvature[o.column] > 0) respond(o.column, false);
    if (flat) return 0;
    return response > 0 ? 1 / response : response;
  }

 private:
  bool serves(std::uint32_t column, std::uint32_t row) const {
    for (std::size_t k = p_.start[column]; k < p_.start[column + 1]; ++k)
      if (p_.row[k] == row) return true;
    return false;
  }
  const Model& m_;
  const Program& p_;
  std::vector<std::uint32_t> curved_;
};

class Search {
 public:
  Search(const Model& model, Solver& solver, const Known& known)
      : m_(model), solver_(solver), known_(known), program_(model.program) {
    if (known.from && known.frozen_before > 0) freeze();
    out_.value_tax.assign(m_.value_taxes.size(), 0);
    if (known.from && known.from->value_tax.size() == out_.value_tax.size())
      out_.value_tax = known.from->value_tax;
    for (const Columns::Sale& sale : m_.columns.sales)
      out_.conduct_slope.push_back(Slopes(m_, program_).of(sale, nullptr));
    for (std::size_t i = 0; i < m_.columns.sales.size(); ++i)
      if (is_frozen(m_.columns.sales[i].node)) out_.conduct_slope[i] = known.from->conduct_slope[i];
  }

  Equilibrium go() {
    constexpr int kMostKinks = 40;
    for (int kink = 0; kink < kMostKinks; ++kink) {
      if (!settle_taxes()) return out_;
      if (m_.columns.sales.empty()) return out_;
      std::vector<double> slopes;
      for (const Columns::Sale& sale : m_.columns.sales)
        slopes.push_back(Slopes(m_, program_).of(sale, &out_.solution));
      if (std::any_of(slopes.begin(), slopes.end(), [](double s) { return std::isnan(s); }))
        return refuse(
            "the conduct of a firm is exact for affine demand alone: where it sells, "
            "demand is a curve or depends on other prices");
      if (consistent(slopes)) return out_;
      for (std::size_t i = 0; i < slopes.size(); ++i)
        if (!is_frozen(m_.columns.sales[i].node)) out_.conduct_slope[i] = slopes[i];
    }
    return refuse(
        "a tier or a competing producer begins or ends at the answer of a firm: no slope "
        "of demand is consistent with it");
  }

 private:
  // Only the slopes of sales that are made, or would be, need be those of the answer.
  bool consistent(const std::vector<double>& slopes) const {
    for (std::size_t i = 0; i < slopes.size(); ++i) {
      const double sold = out_.solution.x[m_.columns.sales[i].column];
      if (sold > 0 && !is_frozen(m_.columns.sales[i].node) &&
          std::abs(slopes[i] - out_.conduct_slope[i]) > 1e-12 * (1 + slopes[i]))
        return false;
    }
    return true;
  }

  bool is_frozen(std::uint32_t node) const {
    return known_.from && m_.tree.nodes[node].period < known_.frozen_before;
  }

  Equilibrium refuse(std::string why) {
    out_.status = SolveStatus::not_converged;
    out_.trouble = std::move(why);
    return out_;
  }

  void freeze() {
    const Solution& before = known_.from->solution;
    LODE_CHECK(before.x.size() == program_.columns() && before.y.size() == program_.rows());
    for (std::size_t j = 0; j < program_.columns(); ++j)
      if (is_frozen(m_.column_node[j])) program_.low[j] = program_.high[j] = before.x[j];
    // What was balanced stays so, to the last digit that is held.
    std::vector<long double> left(program_.rows());
    for (std::size_t j = 0; j < program_.columns(); ++j)
      for (std::size_t k = program_.start[j]; k < program_.start[j + 1]; ++k)
        left[program_.row[k]] += static_cast<long double>(program_.value[k]) * before.x[j];
    for (std::size_t i = 0; i < program_.rows(); ++i)
      if (is_frozen(m_.row_node[i]))
        program_.relax[i] = 0, program_.right[i] = static_cast<double>(left[i]);
  }

  void apply() {
    program_.cost = m_.program.cost;
    program_.curvature = m_.program.curvature;
    for (std::size_t i = 0; i < m_.value_taxes.size(); ++i) {
      const ValueTax& t = m_.value_taxes[i];
      program_.cost[t.column] += weight_of(m_, t.node) * out_.value_tax[i];
    }
    for (std::size_t i = 0; i < m_.columns.sales.size(); ++i) {
      const Columns::Sale& sale = m_.columns.sales[i];
      const double conduct = m_.world(sale.node).firm[sale.item].conduct;
      const double slope = std::isnan(out_.conduct_slope[i]) ? 0 : out_.conduct_slope[i];
      program_.curvature[sale.column] += weight_of(m_, sale.node) * conduct * slope;
    }
  }

  // Solves until every value tax is the share of the price that it makes.
  bool settle_taxes() {
    constexpr int kMost = 200;
    Mixing mixing;
    double best = HUGE_VAL;
    int worse = 0;
    for (int i = 0; i < kMost; ++i) {
      apply();
      const Solution* from = out_.passes > 0 ? &out_.solution
                             : known_.from   ? &known_.from->solution
                                             : nullptr;
      const Solution before = from ? *from : Solution{};
      out_.solution = solver_.solve(program_, from ? &before : nullptr);
      ++out_.passes;
      out_.status = out_.solution.status;
      out_.certificate = out_.solution.certificate;
      if (!out_.solved()) return tell_trouble(), false;
      const std::vector<double> implied = implied_taxes(m_, out_.solution);
      std::vector<double> missing(implied.size());
      for (std::size_t k = 0; k < implied.size(); ++k)
        if (!is_frozen(m_.value_taxes[k].node)) missing[k] = implied[k] - out_.value_tax[k];
      const double error = greatest(missing) / std::max(1e-300, greatest(out_.solution.y));
      worse = error < 0.9 * best ? 0 : worse + 1;
      best = std::min(best, error);
      if (error < 1e-15 || (error < 1e-11 && worse > 3)) {
        out_.certificate.residual = std::max(out_.certificate.residual, error);
        return true;
      }
      out_.value_tax = mixing.next(out_.value_tax, missing);
    }
    refuse("the taxes that are shares of prices do not come to rest");
    return false;
  }

  void tell_trouble() {
    const bool rows = out_.status == SolveStatus::infeasible;
    std::string list;
    std::size_t told = 0;
    for (const Solution::Obstacle& o : out_.solution.obstacles) {
      if (++told > 6) continue;
      const std::string& name = rows ? m_.row_name[o.at] : m_.column_name[o.at];
      list += list.empty() ? "" : "; ";
      list += rows ? fmt::format("{} lacks {:.6g}", name, std::abs(o.amount)) : name;
    }
    if (told > 6) list += fmt::format("; and {} more", told - 6);
    if (rows)
      out_.trouble = "cannot be met: " + list;
    else if (out_.status == SolveStatus::unbounded)
      out_.trouble = "grows without end, since it earns more than it costs: " + list;
    else
      out_.trouble = fmt::format("did not converge: residual {:.2g}", out_.certificate.residual);
  }

  const Model& m_;
  Solver& solver_;
  Known known_;
  Program program_;
  Equilibrium out_;
};

}  // namespace

Equilibrium equilibrium(const Model& model, Solver& solver, const Known& known) {
  Equilibrium out = Search(model, solver, known).go();
  if (out.solved() && known.from && known.frozen_before > 0)
    for (std::size_t i = 0; i < model.program.rows(); ++i)
      if (model.tree.nodes[model.row_node[i]].period < known.frozen_before)
        out.solution.y[i] = known.from->solution.y[i];
  return out;
}

Program solved_program(const Model& m, const Equilibrium& e) {
  Program out = m.program;
  for (std::size_t i = 0; i < m.value_taxes.size(); ++i)
    out.cost[m.value_taxes[i].column] += weight_of(m, m.value_taxes[i].node) * e.value_tax[i];
  for (std::size_t i = 0; i < m.columns.sales.size(); ++i) {
    const Columns::Sale& sale = m.columns.sales[i];
    out.curvature[sale.column] +=
        weight_of(m, sale.node) * m.world(sale.node).firm[sale.item].conduct * e.conduct_slope[i];
  }
  return out;
}

std::vector<double> bound_rents(const Model& m, const Equilibrium& e) {
  std::vector<double> out = reduced_marginals(solved_program(m, e), e.solution.x, e.solution.y);
  for (std::size_t j = 0; j < out.size(); ++j) {
    const double x = e.solution.x[j];
    // What a surprise has frozen between its bounds earns no rent of a bound.
    const bool at_bound =
        e.solution.place[j] != Place::between && (x == m.program.low[j] || x == m.program.high[j]);
    out[j] = at_bound ? 0 - out[j] / weight_of(m, m.column_node[j]) : 0;
  }
  return out;
}

}  // namespace lode::market

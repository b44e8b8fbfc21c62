#include "decision/least_squares.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "base/clusters.h"
#include "base/error.h"
#include "base/parallel.h"

namespace lode::decision {
namespace {

// What one regression of a mode learns: the value after an action, shared by the actions that lead
// to the same mode and bring nothing later.
struct Target {
  std::size_t to = 0;
  std::size_t action = kNoDate;  // of one with a later payoff
};

struct Decided {
  std::size_t mode = 0;
  std::vector<std::size_t> actions;
  std::vector<Target> target;
  std::vector<std::size_t> target_of;  // [actions]; kNoDate: nothing is to be expected
};

std::vector<Decided> decided_at(const Rights& rights, std::size_t date, bool last) {
  std::vector<Decided> out;
  for (std::size_t m = 0; m < rights.mode.size(); ++m) {
    Decided d{m, rights.actions(m, date), {}, {}};
    if (d.actions.empty()) continue;
    for (const std::size_t a : d.actions) {
      const Action& action = rights.action[a];
      std::size_t at = kNoDate;
      if (d.actions.size() > 1 && (action.later || (!last && !rights.is_end(action.to)))) {
        for (std::size_t k = 0; k < d.target.size() && !action.later; ++k)
          if (d.target[k].to == action.to && d.target[k].action == kNoDate) at = k;
        if (at == kNoDate) {
          at = d.target.size();
          d.target.push_back({action.to, action.later ? a : kNoDate});
        }
      }
      d.target_of.push_back(at);
    }
    out.push_back(std::move(d));
  }
  return out;
}

// Payoffs of all open actions of one chunk at one date.
struct ChunkPayoffs {
  std::vector<std::vector<double>> known, later;  // [action][path of the chunk]

  ChunkPayoffs(const Rights& rights, const std::vector<Decided>& decided, const Payoff& payoff,
               std::size_t date, std::size_t first, std::size_t n)
      : known(rights.action.size()), later(rights.action.size()) {
    for (const Decided& d : decided)
      for (const std::size_t a : d.actions) {
        known[a].assign(n, 0.0), later[a].assign(n, 0.0);
        payoff(date, a, first, known[a], later[a]);
      }
  }
};

// The terms of a chunk's paths at one date, computed for those that are asked for.
class Terms {
 public:
  Terms(const Basis& basis, const Paths& paths, std::size_t date, std::size_t first, std::size_t n)
      : basis_(basis),
        paths_(paths),
        date_(date),
        first_(first),
        value_(std::make_unique_for_overwrite<double[]>(n * basis.terms())),
        have_(n, 0) {}

  // Of path i of the chunk; always asked with the same policy.
  const double* of(const Policy& policy, std::size_t i) {
    const std::size_t terms = basis_.terms();
    double* out = value_.get() + i * terms;
    if (have_[i]) return out;
    std::array<double, 16> x;
    for (std::size_t f = 0; f < paths_.factors; ++f)
      x[f] = policy.scale[date_].apply(f, paths_.factor(date_, f)[first_ + i]);
    basis_.evaluate({x.data(), paths_.factors}, {out, terms});
    have_[i] = 1;
    return out;
  }

 private:
  const Basis& basis_;
  const Paths& paths_;
  std::size_t date_, first_;
  std::unique_ptr<double[]> value_;
  std::vector<char> have_;
};

double expected(const std::vector<double>& coefficients, const double* terms) {
  double sum = 0;
  for (std::size_t r = 0; r < coefficients.size(); ++r) sum += coefficients[r] * terms[r];
  return sum;
}

// For path i of the chunk; a path with one action open needs no regression.
std::size_t choose(std::size_t t, const Decided& d, const Policy& policy, const ChunkPayoffs& pay,
                   std::size_t i, Terms& terms) {
  std::size_t best = kNoDate;
  double most = kNotAllowed;
  const double* x = nullptr;
  for (const std::size_t a : d.actions) {
    const double known = pay.known[a][i];
    if (known == kNotAllowed) continue;
    if (best == kNoDate) {
      best = a;
      continue;
    }
    if (!x) {
      x = terms.of(policy, i);
      most = pay.known[best][i] + expected(policy.continuation[t * policy.actions + best], x);
    }
    const double q = known + expected(policy.continuation[t * policy.actions + a], x);
    if (q > most) most = q, best = a;
  }
  return best == kNoDate ? d.actions[0] : best;
}

std::size_t chunks_of(const Paths& paths) { return (paths.paths + kChunk - 1) / kChunk; }

class Fit {
 public:
  Fit(const Rights& rights, const Paths& paths, const Payoff& payoff, const LeastSquares& options,
      Valued& out)
      : rights_(rights), paths_(paths), payoff_(payoff), out_(out), chunks_(chunks_of(paths)) {
    out_.basis = Basis(paths.factors, options.greatest_degree);
    std::size_t clusters = 0;
    const auto cluster = clusters_in_order(paths.cluster, paths.paths, clusters);
    if (clusters < 4)
      throw InputError(
          fmt::format("{} clusters of paths: two folds of two halves need 4 at least", clusters));
    out_.clusters = clusters;
    out_.fold.resize(paths.paths), group_.resize(paths.paths);
    for (std::size_t p = 0; p < paths.paths; ++p) {
      out_.fold[p] = static_cast<std::uint8_t>(cluster[p] % 2);
      group_[p] = static_cast<std::uint8_t>(cluster[p] % 2 * 2 + cluster[p] / 2 % 2);
    }
    for (Policy& policy : out_.policy) {
      policy.actions = rights.action.size();
      policy.scale.resize(paths.dates);
      policy.continuation.resize(paths.dates * policy.actions);
    }
  }

  // Backward: both folds at once, each path in its own.
  void train() {
    value_.assign(rights_.mode.size(), std::vector<double>(paths_.paths, 0.0));
    for (std::size_t t = paths_.dates; t-- > 0;) {
      const std::vector<Decided> decided = decided_at(rights_, t, t + 1 == paths_.dates);
      const bool chooses = std::any_of(decided.begin(), decided.end(),
                                       [](const Decided& d) { return !d.target.empty(); });
      set_scales(t);
      if (chooses) regress(t, decided);
      parallel_for(chunks_, [&](std::size_t c) { step_back(t, decided, c); });
    }
  }

 private:
  std::size_t begin(std::size_t chunk) const { return chunk * kChunk; }
  std::size_t size(std::size_t chunk) const {
    return std::min(kChunk, paths_.paths - chunk * kChunk);
  }

  // Of each fold by its own paths: nothing of a path reaches the policy that values it.
  void set_scales(std::size_t t) {
    for (int fold = 0; fold < 2; ++fold) {
      Scale& scale = out_.policy[static_cast<std::size_t>(fold)].scale[t];
      for (std::size_t f = 0; f < paths_.factors; ++f) {
        const std::span<const double> x = paths_.factor(t, f);
        double sum = 0, squares = 0, n = 0;
        for (std::size_t p = 0; p < paths_.paths; ++p)
          if (out_.fold[p] == fold) sum += x[p], ++n;
        const double mean = sum / n;
        for (std::size_t p = 0; p < paths_.paths; ++p)
          if (out_.fold[p] == fold) squares += (x[p] - mean) * (x[p] - mean);
        const double width = std::sqrt(squares / n);
        scale.centre.push_back(mean);
        scale.width.push_back(width > 1e-12 * std::abs(mean) ? width : 0.0);
      }
    }
  }

  // [mode of decided][group]
  using Sums = std::vector<std::array<Moments, 4>>;

  Sums sums_of(std::size_t t, const std::vector<Decided>& decided, std::size_t chunk) const {
    const std::size_t first = begin(chunk), n = size(chunk), terms = out_.basis.terms();
    const ChunkPayoffs pay(rights_, decided, payoff_, t, first, n);
    Terms phi(out_.basis, paths_, t, first, n);
    const auto add_gram = [&](std::size_t i, std::array<Moments, 4>& sums) {
      Moments& m = sums[group_[first + i]];
      const double* x = phi.of(out_.policy[out_.fold[first + i]], i);
      double* g = m.gram.data();
      for (std::size_t r = 0; r < terms; ++r)
        for (std::size_t s = 0; s <= r; ++s) *g++ += x[r] * x[s];
      ++m.paths;
    };
    // Modes in which every path may choose share one sum of products.
    std::array<Moments, 4> all;
    bool have_all = false;
    Sums out;
    std::vector<std::uint8_t> may(n);
    for (const Decided& d : decided) {
      std::array<Moments, 4> sums;
      sums.fill(Moments(terms, d.target.size()));
      if (!d.target.empty()) {
        bool full = true;
        for (std::size_t i = 0; i < n; ++i) {
          int open = 0;
          for (const std::size_t a : d.actions) open += pay.known[a][i] != kNotAllowed;
          may[i] = open > 1;
          full = full && may[i];
        }
        if (full && !have_all) {
          all.fill(Moments(terms, 0));
          for (std::size_t i = 0; i < n; ++i) add_gram(i, all);
          have_all = true;
        }
        for (std::size_t g = 0; full && g < 4; ++g)
          sums[g].gram = all[g].gram, sums[g].paths = all[g].paths;
        for (std::size_t i = 0; i < n; ++i) {
          if (!may[i]) continue;
          if (!full) add_gram(i, sums);
          Moments& m = sums[group_[first + i]];
          const double* x = phi.of(out_.policy[out_.fold[first + i]], i);
          for (std::size_t k = 0; k < d.target.size(); ++k) {
            const Target& target = d.target[k];
            double y = value_[target.to][first + i];
            if (target.action != kNoDate) y += pay.later[target.action][i];
            m.square[k] += y * y;
            double* cross = m.cross.data() + k * terms;
            for (std::size_t r = 0; r < terms; ++r) cross[r] += x[r] * y;
          }
        }
      }
      out.push_back(std::move(sums));
    }
    return out;
  }

  void regress(std::size_t t, const std::vector<Decided>& decided) {
    std::vector<Sums> parts(chunks_);
    parallel_for(chunks_, [&](std::size_t c) { parts[c] = sums_of(t, decided, c); });
    for (std::size_t c = 1; c < chunks_; ++c)
      for (std::size_t k = 0; k < decided.size(); ++k)
        for (std::size_t g = 0; g < 4; ++g) parts[0][k][g].add(parts[c][k][g]);
    for (std::size_t k = 0; k < decided.size(); ++k)
      for (std::size_t fold = 0; fold < 2; ++fold)
        if (!decided[k].target.empty())
          fit(t, decided[k], fold, parts[0][k][2 * fold], parts[0][k][2 * fold + 1]);
  }

  void fit(std::size_t t, const Decided& d, std::size_t fold, const Moments& one,
           const Moments& other) {
    Moments both = one;
    both.add(other);
    Regression r{t, d.mode, static_cast<int>(fold), 0, both.paths, 0, 0};
    double least = 0;
    for (int degree = 0; degree <= out_.basis.degree(); ++degree) {
      const std::size_t terms = out_.basis.terms(degree);
      // Fewer paths than that say nothing of so many terms.
      if (degree > 0 && std::min(one.paths, other.paths) < 5.0 * static_cast<double>(terms)) break;
      const double error = squared_error(other, solve(one, terms), terms) +
                           squared_error(one, solve(other, terms), terms);
      if (degree == 0) r.spread = error;
      if (degree == 0 || error < least) least = error, r.degree = degree;
    }
    r.error = both.paths > 0 ? std::sqrt(least / both.paths) : 0;
    r.spread = both.paths > 0 ? std::sqrt(r.spread / both.paths) : 0;
    out_.regression.push_back(r);
    const std::size_t terms = out_.basis.terms(r.degree);
    const std::vector<double> solved = solve(both, terms);
    Policy& policy = out_.policy[fold];
    for (std::size_t j = 0; j < d.actions.size(); ++j) {
      if (d.target_of[j] == kNoDate) continue;
      const double* from = solved.data() + d.target_of[j] * both.terms;
      policy.continuation[t * policy.actions + d.actions[j]].assign(from, from + terms);
    }
  }

  void step_back(std::size_t t, const std::vector<Decided>& decided, std::size_t chunk) {
    const std::size_t first = begin(chunk), n = size(chunk);
    const ChunkPayoffs pay(rights_, decided, payoff_, t, first, n);
    std::vector<std::vector<double>> next(decided.size(), std::vector<double>(n));
    Terms x(out_.basis, paths_, t, first, n);
    for (std::size_t i = 0; i < n; ++i) {
      const Policy& policy = out_.policy[out_.fold[first + i]];
      for (std::size_t k = 0; k < decided.size(); ++k) {
        const std::size_t a = choose(t, decided[k], policy, pay, i, x);
        next[k][i] = pay.known[a][i] + pay.later[a][i] + value_[rights_.action[a].to][first + i];
      }
    }
    for (std::size_t k = 0; k < decided.size(); ++k)
      std::copy(next[k].begin(), next[k].end(),
                value_[decided[k].mode].begin() + static_cast<std::ptrdiff_t>(first));
  }

  const Rights& rights_;
  const Paths& paths_;
  const Payoff& payoff_;
  Valued& out_;
  std::size_t chunks_;
  std::vector<std::uint8_t> group_;         // [path] fold x 2 + half of the fold
  std::vector<std::vector<double>> value_;  // [mode][path] realised after the date at hand
};

}  // namespace

Valued least_squares(const Rights& rights, const Paths& paths, const Payoff& payoff,
                     const LeastSquares& options) {
  check(rights, paths.dates);
  if (rights.action.size() >= kNone) throw InputError("more than 65,534 actions");
  if (paths.paths == 0 || paths.dates == 0 ||
      paths.state.size() != paths.dates * paths.factors * paths.paths ||
      (!paths.cluster.empty() && paths.cluster.size() != paths.paths))
    throw InputError("states are [date][factor][path] and clusters [path]");
  Valued out;
  Fit(rights, paths, payoff, options, out).train();
  std::vector<std::uint8_t> other(paths.paths);
  for (std::size_t p = 0; p < paths.paths; ++p)
    other[p] = static_cast<std::uint8_t>(1 - out.fold[p]);
  Followed followed = follow(rights, out.basis, out.policy, other, paths, payoff);
  out.path_value = std::move(followed.path_value), out.taken = std::move(followed.taken);
  const Mean mean = clustered_mean(out.path_value, paths.cluster);
  out.value = mean.mean, out.standard_error = mean.standard_error;
  return out;
}

Followed follow(const Rights& rights, const Basis& basis, const std::array<Policy, 2>& policy,
                std::span<const std::uint8_t> use, const Paths& paths, const Payoff& payoff) {
  LODE_CHECK(use.size() == paths.paths && policy[0].scale.size() == paths.dates);
  Followed out{std::vector<double>(paths.paths, 0.0),
               std::vector<std::uint16_t>(paths.dates * paths.paths, kNone)};
  std::vector<std::vector<Decided>> decided;
  for (std::size_t t = 0; t < paths.dates; ++t)
    decided.push_back(decided_at(rights, t, t + 1 == paths.dates));
  parallel_for(chunks_of(paths), [&](std::size_t chunk) {
    const std::size_t first = chunk * kChunk, n = std::min(kChunk, paths.paths - first);
    std::vector<std::size_t> mode(n, rights.start), place(rights.mode.size());
    for (std::size_t t = 0; t < paths.dates; ++t) {
      Terms terms(basis, paths, t, first, n);
      const ChunkPayoffs pay(rights, decided[t], payoff, t, first, n);
      std::fill(place.begin(), place.end(), kNoDate);
      for (std::size_t k = 0; k < decided[t].size(); ++k) place[decided[t][k].mode] = k;
      for (std::size_t i = 0; i < n; ++i) {
        if (place[mode[i]] == kNoDate) continue;
        const Decided& d = decided[t][place[mode[i]]];
        const Policy& by = policy[use[first + i]];
        const std::size_t a = choose(t, d, by, pay, i, terms);
        out.path_value[first + i] += pay.known[a][i] + pay.later[a][i];
        out.taken[t * paths.paths + first + i] = static_cast<std::uint16_t>(a);
        mode[i] = rights.action[a].to;
      }
    }
  });
  return out;
}

Choice decide(const Rights& rights, const Basis& basis, const Policy& policy, std::size_t date,
              std::size_t mode, std::span<const double> state, std::span<const double> known) {
  LODE_CHECK(state.size() == basis.factors() && known.size() == rights.action.size());
  std::array<double, 16> x;
  for (std::size_t f = 0; f < state.size(); ++f) x[f] = policy.scale[date].apply(f, state[f]);
  std::vector<double> terms(basis.terms());
  basis.evaluate({x.data(), state.size()}, terms);
  Choice out{kNone, kNotAllowed};
  for (const std::size_t a : rights.actions(mode, date)) {
    if (known[a] == kNotAllowed) continue;
    double q = known[a];
    const std::vector<double>& b = policy.continuation[date * policy.actions + a];
    for (std::size_t r = 0; r < b.size(); ++r) q += b[r] * terms[r];
    if (q > out.value) out = {static_cast<std::uint16_t>(a), q};
  }
  return out;
}

}  // namespace lode::decision

#include "decision/turns.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/error.h"
#include "decision/folds.h"

namespace lode::decision {
namespace {

using Rows = std::vector<std::vector<double>>;  // [holder or action][path]

void check_game(const Turns& game, const Paths& paths) {
  check(game.rights, paths.dates);
  const std::size_t modes = game.rights.mode.size(), actions = game.rights.action.size();
  if (paths.paths == 0 || paths.state.size() != paths.dates * paths.factors * paths.paths)
    throw InputError("states are [date][factor][path]");
  LODE_CHECK(game.decider.size() == modes && game.consent.size() == actions && actions < kNone &&
             !game.holder.empty());
  for (std::size_t m = 0; m < modes; ++m)
    for (std::size_t t = 0; t < paths.dates; ++t) {
      const std::vector<std::size_t> open = game.rights.actions(m, t);
      if (!open.empty() && std::none_of(open.begin(), open.end(),
                                        [&](std::size_t a) { return game.consent[a].empty(); }))
        throw InputError(
            fmt::format("{} at date {}: every action needs consent", game.rights.mode[m], t));
    }
}

// A difference in the last digits of a regression is none.
bool agrees(double offered, double otherwise) {
  return offered >= otherwise - 1e-9 * (std::abs(offered) + std::abs(otherwise));
}

class Play {
 public:
  Play(const Turns& game, const Paths& paths, const HolderPayoff& payoff,
       const LeastSquares& options)
      : game_(game),
        paths_(paths),
        payoff_(payoff),
        basis_(paths.factors, options.greatest_degree),
        folds_(deal_folds(paths.cluster, paths.paths)),
        holders_(game.holder.size()),
        next_(holders_, Rows(game.rights.mode.size(), std::vector<double>(paths.paths, 0.0))) {}

  // next_[holder][mode][path]: realised under the policies of the path's own fold, which train the
  // other; what is reported goes by the policies of the other fold.
  Played run() {
    out_.clusters = folds_.clusters;
    out_.taken.assign(paths_.dates * paths_.paths, kNone);
    out_.refused.assign(paths_.dates * paths_.paths, 0);
    const std::size_t modes = game_.rights.mode.size();
    chosen_.assign(paths_.dates, std::vector<std::vector<std::uint16_t>>(modes));
    refused_.assign(paths_.dates, std::vector<std::vector<std::uint8_t>>(modes));
    for (std::size_t t = paths_.dates; t-- > 0;) step_back(t);
    follow();
    return std::move(out_);
  }

 private:
  // Of the actions of a mode at one date: payoffs and what they are expected to be worth.
  struct Open {
    std::size_t mode;
    std::vector<std::size_t> action;
    std::vector<Rows> known, later;             // [action][holder]
    std::vector<std::array<Rows, 2>> expected;  // [action][fold] [holder], with what is known
  };

  void step_back(std::size_t t) {
    terms_of(t);
    Rows then(holders_ * game_.rights.mode.size());
    std::vector<Open> all;
    for (std::size_t m = 0; m < game_.rights.mode.size(); ++m) {
      Open open{m, game_.rights.actions(m, t), {}, {}, {}};
      if (open.action.empty()) continue;
      ask(t, open);
      regress(t, open);
      all.push_back(std::move(open));
    }
    for (Open& open : all) {
      std::vector<std::uint16_t> own = choose(open, false, nullptr);
      chosen_[t][open.mode] = choose(open, true, &refused_[t][open.mode]);
      for (std::size_t h = 0; h < holders_; ++h) {
        std::vector<double>& to = then[h * game_.rights.mode.size() + open.mode];
        to.resize(paths_.paths);
        for (std::size_t p = 0; p < paths_.paths; ++p)
          to[p] = open.known[own[p]][h][p] + open.later[own[p]][h][p] +
                  next_[h][game_.rights.action[open.action[own[p]]].to][p];
      }
    }
    for (const Open& open : all)
      for (std::size_t h = 0; h < holders_; ++h)
        next_[h][open.mode] = std::move(then[h * game_.rights.mode.size() + open.mode]);
  }

  // [fold][path][term] in the scale of that fold.
  void terms_of(std::size_t t) {
    std::vector<double> x(paths_.factors);
    for (int fold = 0; fold < 2; ++fold) {
      Scale scale;
      for (std::size_t f = 0; f < paths_.factors; ++f)
        add_factor(scale, paths_.factor(t, f), folds_, fold);
      std::vector<double>& out = terms_[static_cast<std::size_t>(fold)];
      out.resize(paths_.paths * basis_.terms());
      for (std::size_t p = 0; p < paths_.paths; ++p) {
        for (std::size_t f = 0; f < paths_.factors; ++f)
          x[f] = scale.apply(f, paths_.factor(t, f)[p]);
        basis_.evaluate(x, {out.data() + p * basis_.terms(), basis_.terms()});
      }
    }
  }

  void ask(std::size_t t, Open& open) const {
    const std::size_t n = paths_.paths;
    for (const std::size_t a : open.action) {
      Rows known(holders_, std::vector<double>(n, 0.0)), later = known;
      for (std::size_t h = 0; h < holders_; ++h) payoff_(t, a, h, 0, known[h], later[h]);
      open.known.push_back(std::move(known));
      open.later.push_back(std::move(later));
    }
  }

  // What comes after an action, on what is known.
  void regress(std::size_t t, Open& open) {
    const std::size_t n = paths_.paths, terms = basis_.terms();
    open.expected.resize(open.action.size());
    for (std::size_t h = 0; h < holders_; ++h) {
      std::array<Moments, 4> sums;
      sums.fill(Moments(terms, open.action.size()));
      for (std::size_t p = 0; p < n; ++p) add_path(open, h, p, sums[folds_.half[p]]);
      for (std::size_t fold = 0; fold < 2; ++fold) {
        const DegreeFit fit = fit_degree(basis_, sums[2 * fold], sums[2 * fold + 1]);
        out_.regression.push_back({t, open.mode, static_cast<int>(fold), fit.degree,
                                   sums[2 * fold].paths + sums[2 * fold + 1].paths, fit.error,
                                   fit.spread});
        for (std::size_t k = 0; k < open.action.size(); ++k) {
          std::vector<double> expected = open.known[k][h];
          for (std::size_t p = 0; p < n; ++p) {
            const double* x = terms_[fold].data() + p * terms;
            for (std::size_t r = 0; r < basis_.terms(fit.degree); ++r)
              expected[p] += fit.coefficients[k * terms + r] * x[r];
          }
          open.expected[k][fold].push_back(std::move(expected));
        }
      }
    }
  }

  void add_path(const Open& open, std::size_t h, std::size_t p, Moments& m) const {
    const std::size_t terms = basis_.terms();
    std::vector<double> y;
    for (std::size_t k = 0; k < open.action.size(); ++k)
      y.push_back(open.later[k][h][p] + next_[h][game_.rights.action[open.action[k]].to][p]);
    m.add({terms_[folds_.fold[p]].data() + p * terms, terms}, y);
  }

  // [path] place among open.action, by the policy of its own fold or of the other. What the decider
  // would propose last stands unless something it likes better finds consent.
  std::vector<std::uint16_t> choose(const Open& open, bool by_other,
                                    std::vector<std::uint8_t>* refused) const {
    std::vector<std::uint16_t> out(paths_.paths);
    if (refused) refused->assign(paths_.paths, 0);
    const std::size_t decider = game_.decider[open.mode];
    std::vector<std::size_t> order;
    for (std::size_t p = 0; p < paths_.paths; ++p) {
      const std::size_t fold = by_other ? 1 - folds_.fold[p] : folds_.fold[p];
      const auto q = [&](std::size_t k, std::size_t h) { return open.expected[k][fold][h][p]; };
      order.clear();
      for (std::size_t k = 0; k < open.action.size(); ++k)
        if (open.known[k][decider][p] != kNotAllowed) order.push_back(k);
      std::stable_sort(order.begin(), order.end(),
                       [&](std::size_t a, std::size_t b) { return q(a, decider) > q(b, decider); });
      std::size_t outcome = kNoDate;
      for (std::size_t i = order.size(); i-- > 0;) {
        const std::size_t k = order[i];
        const std::vector<std::size_t>& asked = game_.consent[open.action[k]];
        const bool agreed =
            asked.empty() ||
            (outcome != kNoDate && std::all_of(asked.begin(), asked.end(), [&](std::size_t h) {
               return agrees(q(k, h), q(outcome, h));
             }));
        if (agreed) outcome = k;
      }
      LODE_CHECK(outcome != kNoDate);
      out[p] = static_cast<std::uint16_t>(outcome);
      if (refused) (*refused)[p] = outcome != order[0];
    }
    return out;
  }

  void follow() {
    const std::size_t n = paths_.paths;
    out_.path_value.assign(holders_, std::vector<double>(n, 0.0));
    std::vector<std::size_t> mode(n, game_.rights.start);
    for (std::size_t t = 0; t < paths_.dates; ++t) {
      for (std::size_t p = 0; p < n; ++p) {
        const auto& chosen = chosen_[t][mode[p]];
        if (chosen.empty()) continue;
        const std::size_t a = game_.rights.actions(mode[p], t)[chosen[p]];
        out_.taken[t * n + p] = static_cast<std::uint16_t>(a);
        out_.refused[t * n + p] = refused_[t][mode[p]][p];
        mode[p] = game_.rights.action[a].to;
      }
    }
    for (std::size_t h = 0; h < holders_; ++h) {
      add_paid(h);
      out_.value.push_back(clustered_mean(out_.path_value[h], paths_.cluster));
    }
  }

  void add_paid(std::size_t h) {
    const std::size_t n = paths_.paths;
    for (std::size_t t = 0; t < paths_.dates; ++t)
      for (std::size_t a = 0; a < game_.rights.action.size(); ++a) {
        const std::uint16_t* taken = out_.taken.data() + t * n;
        if (std::none_of(taken, taken + n, [&](std::uint16_t one) { return one == a; })) continue;
        std::vector<double> known(n, 0.0), later(n, 0.0);
        payoff_(t, a, h, 0, known, later);
        for (std::size_t p = 0; p < n; ++p)
          if (taken[p] == a) out_.path_value[h][p] += known[p] + later[p];
      }
  }

  const Turns& game_;
  const Paths& paths_;
  const HolderPayoff& payoff_;
  Basis basis_;
  Folds folds_;
  std::size_t holders_;
  std::vector<Rows> next_;  // [holder][mode][path]
  std::array<std::vector<double>, 2> terms_;
  std::vector<std::vector<std::vector<std::uint16_t>>> chosen_;  // [date][mode][path]
  std::vector<std::vector<std::vector<std::uint8_t>>> refused_;
  Played out_;
};

}  // namespace

Played play(const Turns& game, const Paths& paths, const HolderPayoff& payoff,
            const LeastSquares& options) {
  check_game(game, paths);
  return Play(game, paths, payoff, options).run();
}

}  // namespace lode::decision

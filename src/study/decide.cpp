#include "study/decide.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "decision/decision.h"
#include "study/results.h"

namespace lode::study {
namespace {

using decision::kNoDate;

// Of some ten factors a polynomial of degree 2 has 66 terms, of degree 3 286: more than the scenarios
// of a run can tell apart.
constexpr decision::LeastSquares kRegression{2};

// What an action means in the study.
struct Move {
  enum class Kind { build, wait, leave, expand, decline, hold } kind;
  std::size_t date = 0, stage = 0;  // build; expand: of the first deposits
};

// The marketer's earnings are those of whoever sells.
void hand_on_sales(const Arrangement& by, std::array<double, deal::kParties>& value) {
  if (!by.sell || by.sell->holder == "sponsor") return;
  const deal::Party seller = by.sell->holder == "state" ? deal::Party::state : deal::Party::fund;
  double& marketer = value[static_cast<std::size_t>(deal::Party::marketer)];
  value[static_cast<std::size_t>(seller)] += marketer;
  marketer = 0;
}

// One bid's game: dates of decision, modes, actions, holders; and its payoffs from the rows.
class Game {
 public:
  Game(const Results& r, std::size_t bid, const Arrangement& by)
      : r_(r),
        bid_(bid),
        by_(by),
        terms_(terms_of(r.file->values.bid[bid], by)),
        choices_(r.choices[bid]),
        at_(r.layout.choice) {
    promise();
    add_modes();
    add_holders();
    read_rows();
  }

  Decided play() const {
    const decision::HolderPayoff payoff = [this](std::size_t, std::size_t a, std::size_t h,
                                                 std::size_t first, std::span<double> known,
                                                 std::span<double> later) {
      for (std::size_t i = 0; i < known.size(); ++i) pay(a, h, first + i, known[i], later[i]);
    };
    const decision::Played played = decision::play(turns_, paths_, payoff, kRegression);
    Decided out;
    out.bid = bid_, out.by = by_;
    out.holder = turns_.holder;
    out.holder_value = played.value;
    const std::size_t n = r_.rows.size();
    out.year.assign(n, 0), out.deposits.assign(n, 0), out.refused.assign(n, 0);
    out.runs_on.assign(n, by_.variant == Variant::runs_on);
    out.value.resize(n);
    for (std::size_t row = 0; row < n; ++row) tell(played, row, out);
    out.perfect.mean = out.penalised.mean = kInfinity;
    if (turns_.holder.size() == 1) add_bounds(out);
    return out;
  }

 private:
  std::size_t last_stage() const { return choices_.stage.size() - 1; }
  double row_value(std::size_t row, std::size_t place) const {
    return columns_[place].empty() ? r_.rows.at(row, r_.layout.choices(bid_) + place)
                                   : columns_[place][row];
  }

  // The bid with the right to sell where the arrangement puts it.
  static deal::Bid terms_of(deal::Bid bid, const Arrangement& by) {
    if (!by.sell) return bid;
    std::erase_if(bid.right, [](const deal::Right& one) { return one.id == deal::kSell; });
    bid.right.push_back(*by.sell);
    bid.venture.marketer_is_sponsor = by.sell->holder == "sponsor";
    return bid;
  }

  // ---- what the promise to build costs who breaks it

  void promise() {
    if (by_.promise == Arrangement::Promise::none || by_.build->penalty_usd == 0) return;
    const Case& c = r_.file->values;
    const double years = by_.build->promised + 1 - c.project.base_year;
    const auto worth_at = [&](double rate) {
      return by_.build->penalty_usd * std::pow(1 + rate, -years);
    };
    fine_[static_cast<std::size_t>(deal::Party::sponsor)] = -worth_at(terms_.equity_rate);
    fine_[static_cast<std::size_t>(deal::Party::state)] = worth_at(c.discount.state);
  }
  bool is_late(std::size_t date) const {
    return by_.build->promised > 0 && choices_.build_year[date] > by_.build->promised;
  }
  double fine_of(std::size_t h) const {
    return deal::sum_over(sides_[h],
                          [&](deal::Party p) { return fine_[static_cast<std::size_t>(p)]; });
  }

  // ---- the game

  bool must_build() const { return by_.promise == Arrangement::Promise::kept; }
  // Dates of building: those by the promised year alone where the promise is kept.
  std::size_t date_count() const {
    std::size_t n = choices_.build_year.size();
    while (must_build() && n > 1 && is_late(n - 1)) --n;
    return n;
  }
  std::size_t decision_of(int year, bool expands) const {
    const DecisionDate date{year, expands};
    const auto found = std::lower_bound(choices_.decision.begin(), choices_.decision.end(), date);
    return static_cast<std::size_t>(found - choices_.decision.begin());
  }
  bool builds_in_steps() const { return choices_.expand_after > 0 && by_.expand.has_value(); }

  void add(std::string name, std::size_t from, std::size_t to, std::size_t first, std::size_t last,
           bool later, Move move) {
    turns_.rights.action.push_back({std::move(name), from, to, first, last, later});
    moves_.push_back(move);
  }

  // open; built: the end; first@date while the rest may still be built.
  void add_modes() {
    constexpr std::size_t open = 0, end = 1;
    turns_.rights.mode = {"open", "end"};
    turns_.rights.start = open;
    const std::size_t dates = date_count();
    const std::size_t last = decision_of(choices_.build_year[dates - 1], false);
    std::vector<std::size_t> first_at(dates, end);
    for (std::size_t k = 0; k < dates && builds_in_steps(); ++k) {
      first_at[k] = turns_.rights.mode.size();
      turns_.rights.mode.push_back("first deposits since date " + std::to_string(k));
    }
    // Leaving is decided at dates of building alone: at those of expansion more is known than who
    // waits may know.
    for (std::size_t k = 0; k < dates; ++k) {
      const std::size_t j = decision_of(choices_.build_year[k], false);
      if (!must_build()) add("leave", open, end, j, j, false, {Move::Kind::leave});
      for (std::size_t s = choices_.stage.size(); s-- > 0;)
        add("build", open, s == last_stage() ? end : first_at[k], j, j, true,
            {Move::Kind::build, k, s});
    }
    if (last > 0) add("wait", open, open, 0, last - 1, false, {Move::Kind::wait});
    if (last + 1 < choices_.decision.size())  // nobody waits so long
      add("leave", open, end, last + 1, kNoDate, false, {Move::Kind::leave});
    for (std::size_t k = 0; k < dates && builds_in_steps(); ++k) {
      const std::size_t j = decision_of(choices_.build_year[k] + choices_.expand_after, true);
      add("expand", first_at[k], end, j, j, true, {Move::Kind::expand, k});
      add("decline", first_at[k], end, j, j, false, {Move::Kind::decline});
      if (j > 0) add("hold", first_at[k], first_at[k], 0, j - 1, false, {Move::Kind::hold});
      if (j + 1 < choices_.decision.size())
        add("hold", first_at[k], first_at[k], j + 1, kNoDate, false, {Move::Kind::hold});
    }
  }

  std::size_t holder_of(const std::string& name, deal::Side side) {
    const auto found = std::find(turns_.holder.begin(), turns_.holder.end(), name);
    if (found != turns_.holder.end())
      return static_cast<std::size_t>(found - turns_.holder.begin());
    turns_.holder.push_back(name);
    sides_.push_back(std::move(side));
    return turns_.holder.size() - 1;
  }
  std::size_t holder_of(const std::string& name) {
    return holder_of(name, *deal::deciding_side(name, terms_));
  }

  // Who decides by a right: with rule sum all its holders as one.
  std::size_t decider_of(const deal::Right& right) {
    if (right.rule != deal::RightRule::sum) return holder_of(right.holder);
    deal::Side all = *deal::deciding_side(right.holder, terms_);
    std::string name = right.holder;
    for (const std::string& other : right.jointly) {
      const deal::Side side = *deal::deciding_side(other, terms_);
      name += " and " + other;
      for (const deal::Party party : side.parties)
        if (std::find(all.parties.begin(), all.parties.end(), party) == all.parties.end())
          all.parties.push_back(party);
    }
    return holder_of(name, all);
  }
  std::vector<std::size_t> consent_of(const deal::Right& right) {
    std::vector<std::size_t> out;
    if (right.rule == deal::RightRule::proposal)
      for (const std::string& other : right.jointly) out.push_back(holder_of(other));
    for (const std::string& other : right.consent) out.push_back(holder_of(other));
    return out;
  }

  void add_holders() {
    const std::size_t builder = decider_of(*by_.build);
    const std::vector<std::size_t> to_build = consent_of(*by_.build);
    turns_.decider.assign(turns_.rights.mode.size(), builder);
    turns_.consent.resize(moves_.size());
    std::vector<std::size_t> to_expand;
    if (builds_in_steps()) {
      const std::size_t expander = decider_of(*by_.expand);
      to_expand = consent_of(*by_.expand);
      for (std::size_t m = 2; m < turns_.decider.size(); ++m) turns_.decider[m] = expander;
    }
    for (std::size_t a = 0; a < moves_.size(); ++a) {
      if (moves_[a].kind == Move::Kind::build) turns_.consent[a] = to_build;
      if (moves_[a].kind == Move::Kind::expand) turns_.consent[a] = to_expand;
    }
  }

  // ---- its payoffs

  void read_rows() {
    const std::size_t n = r_.rows.size();
    const auto column = [&](std::size_t place) {
      return r_.rows.column(r_.layout.choices(bid_) + place);
    };
    // What regressions ask for again and again: what is worth something to who decides. The rest
    // stays in the rows.
    columns_.resize(at_.size());
    for (const deal::Side& side : sides_)
      for (const deal::Party party : side.parties) {
        const auto p = static_cast<std::size_t>(party);
        columns_[at_.unbuilt(p)] = column(at_.unbuilt(p));
        for (std::size_t k = 0; k < choices_.build_year.size(); ++k)
          for (std::size_t s = 0; s < choices_.stage.size(); ++s) {
            const std::size_t place = at_.value(by_.variant, k, s, p);
            columns_[place] = column(place);
          }
      }
    paths_.paths = n, paths_.dates = choices_.decision.size(), paths_.factors = at_.factors;
    paths_.state.reserve(paths_.dates * paths_.factors * n);
    for (std::size_t j = 0; j < paths_.dates; ++j)
      for (std::size_t f = 0; f < at_.factors; ++f) {
        const std::vector<double> known = column(at_.known(j, f));
        paths_.state.insert(paths_.state.end(), known.begin(), known.end());
      }
    for (const std::uint64_t scenario : r_.scenarios)
      paths_.cluster.push_back(scenario % r_.realisation_count());
    for (std::size_t h = 0; h < sides_.size(); ++h) {
      std::vector<double> nothing(n, fine_of(h));
      for (std::size_t row = 0; row < n; ++row)
        nothing[row] += deal::sum_over(sides_[h], [&](deal::Party p) {
          return row_value(row, at_.unbuilt(static_cast<std::size_t>(p)));
        });
      unbuilt_.push_back(std::move(nothing));
    }
  }

  double worth(std::size_t h, std::size_t row, std::size_t date, std::size_t stage) const {
    return (is_late(date) ? fine_of(h) : 0) + deal::sum_over(sides_[h], [&](deal::Party p) {
             return row_value(row,
                              at_.value(by_.variant, date, stage, static_cast<std::size_t>(p)));
           });
  }

  void pay(std::size_t a, std::size_t h, std::size_t row, double& known, double& later) const {
    const Move& move = moves_[a];
    switch (move.kind) {
      case Move::Kind::build:
        later = worth(h, row, move.date, move.stage);
        break;
      case Move::Kind::expand:
        later = worth(h, row, move.date, last_stage()) - worth(h, row, move.date, 0);
        break;
      case Move::Kind::leave:
        known = unbuilt_[h][row];
        break;
      default:
        break;
    }
  }

  void tell(const decision::Played& played, std::size_t row, Decided& out) const {
    const std::size_t n = r_.rows.size();
    std::size_t date = kNoDate, stage = 0;
    for (std::size_t j = 0; j < paths_.dates; ++j) {
      const std::uint16_t a = played.taken[j * n + row];
      out.refused[row] = static_cast<char>(out.refused[row] | played.refused[j * n + row]);
      if (a == decision::kNone) continue;
      if (moves_[a].kind == Move::Kind::build) date = moves_[a].date, stage = moves_[a].stage;
      if (moves_[a].kind == Move::Kind::expand) stage = last_stage();
    }
    if (date != kNoDate) {
      out.year[row] = choices_.build_year[date];
      out.deposits[row] = choices_.stage[stage];
    }
    std::array<double, deal::kParties>& value = out.value[row];
    const bool fined = date == kNoDate || is_late(date);
    for (std::size_t p = 0; p < deal::kParties; ++p)
      value[p] =
          (fined ? fine_[p] : 0) +
          row_value(row, date == kNoDate ? at_.unbuilt(p) : at_.value(by_.variant, date, stage, p));
    value[static_cast<std::size_t>(deal::Party::sponsor)] -= row_value(row, at_.study_cost());
    hand_on_sales(by_, value);
  }

  // What the single holder gets of a way to build: in truth, and on average given what is known when
  // it is chosen.
  struct Way {
    std::vector<double> brings, average;  // [row]
  };

  Way way_of(std::size_t date, std::size_t stage) const {
    const std::size_t n = r_.rows.size();
    const auto average = [&](const std::vector<double>& brings, int year, bool expands) {
      return decision::expected_from(paths_, decision_of(year, expands), brings, kRegression);
    };
    Way out{std::vector<double>(n), {}};
    for (std::size_t row = 0; row < n; ++row) out.brings[row] = worth(0, row, date, stage);
    out.average = average(out.brings, choices_.build_year[date], false);
    if (!builds_in_steps() || stage > 0) return out;
    std::vector<double> more(n);  // of the later deposits
    for (std::size_t row = 0; row < n; ++row)
      more[row] = worth(0, row, date, last_stage()) - out.brings[row];
    const std::vector<double> expected =
        average(more, choices_.build_year[date] + choices_.expand_after, true);
    for (std::size_t row = 0; row < n; ++row) {
      out.average[row] += std::max(0.0, expected[row]);
      out.brings[row] += std::max(0.0, more[row]);
    }
    return out;
  }

  // Any weight of a penalty of mean zero gives a bound; that of each fold is the one that is best on
  // the other.
  void add_bounds(Decided& out) const {
    const std::size_t n = r_.rows.size();
    std::vector<Way> ways;
    for (std::size_t k = 0; k < date_count(); ++k)
      for (std::size_t s = 0; s < choices_.stage.size(); ++s) ways.push_back(way_of(k, s));
    const auto best = [&](double weight) {
      std::vector<double> value = must_build() ? std::vector<double>(n, -kInfinity) : unbuilt_[0];
      for (const Way& way : ways)
        for (std::size_t row = 0; row < n; ++row)
          value[row] =
              std::max(value[row], way.brings[row] - weight * (way.brings[row] - way.average[row]));
      return value;
    };
    const decision::Folds folds = decision::deal_folds(paths_.cluster, n);
    std::vector<double> bound(n);
    std::array<double, 2> least = {kInfinity, kInfinity};
    for (int tenth = 0; tenth <= 10; ++tenth) {
      const std::vector<double> value = best(tenth / 10.0);
      if (tenth == 0) out.perfect = clustered_mean(value, paths_.cluster);
      std::array<double, 2> sum{};
      for (std::size_t row = 0; row < n; ++row) sum[folds.fold[row]] += value[row];
      for (std::size_t fold = 0; fold < 2; ++fold) {
        if (sum[fold] >= least[fold]) continue;
        least[fold] = sum[fold];
        for (std::size_t row = 0; row < n; ++row)
          if (folds.fold[row] != fold) bound[row] = value[row];
      }
    }
    out.penalised = clustered_mean(bound, paths_.cluster);
  }

  const Results& r_;
  std::size_t bid_;
  const Arrangement& by_;
  deal::Bid terms_;
  std::array<double, deal::kParties> fine_{};  // worth to each party, real
  const Choices& choices_;
  const ChoiceLayout& at_;
  decision::Turns turns_;
  std::vector<Move> moves_;        // [action]
  std::vector<deal::Side> sides_;  // [holder]
  decision::Paths paths_;
  std::vector<std::vector<double>> columns_;  // [place of the bid's choices][row]; or none
  std::vector<std::vector<double>> unbuilt_;  // [holder][row]
};

// Nobody decides: built in the first year.
Decided always(const Results& r, std::size_t bid, const Arrangement& by) {
  Decided out;
  out.bid = bid, out.by = by;
  const std::size_t n = r.rows.size(), at = r.layout.choices(bid);
  const ChoiceLayout& place = r.layout.choice;
  out.year.assign(n, r.choices[bid].build_year.front());
  out.deposits.assign(n, 0), out.refused.assign(n, 0);
  out.runs_on.assign(n, by.variant == Variant::runs_on);
  out.perfect.mean = out.penalised.mean = kInfinity;
  out.value.resize(n);
  const std::size_t stage = r.choices[bid].stage.size() - 1;
  for (std::size_t row = 0; row < n; ++row) {
    for (std::size_t p = 0; p < deal::kParties; ++p)
      out.value[row][p] = r.rows.at(row, at + place.value(by.variant, 0, stage, p));
    out.value[row][static_cast<std::size_t>(deal::Party::sponsor)] -=
        r.rows.at(row, at + place.study_cost());
    hand_on_sales(by, out.value[row]);
  }
  return out;
}

Decided played(const Results& r, std::size_t bid, const Arrangement& by) {
  return by.build ? Game(r, bid, by).play() : always(r, bid, by);
}

// Whoever runs the mines says once whether they suspend by the rule or never, by what is worth more to
// it on the other half of the realisations; whoever builds foresees that. Others who must consent
// refuse what is worth less to them than the rule.
class Operator {
 public:
  Operator(const Results& r, std::size_t bid, const Arrangement& by) : by_(by) {
    const deal::Bid& terms = r.file->values.bid[bid];
    const auto side = [&](const std::string& name) { return *deal::deciding_side(name, terms); };
    holder_ = side(by.operate->holder);
    for (const std::string& other : by.operate->jointly)
      if (by.operate->rule == deal::RightRule::proposal) {
        consent_.push_back(side(other));
      } else {
        for (const deal::Party p : side(other).parties)
          if (std::find(holder_.parties.begin(), holder_.parties.end(), p) == holder_.parties.end())
            holder_.parties.push_back(p);
      }
    for (const std::string& other : by.operate->consent) consent_.push_back(side(other));
    for (const std::uint64_t scenario : r.scenarios)
      cluster_.push_back(scenario % r.realisation_count());
  }

  Decided choose(Decided rule, const Decided& never) const {
    const std::size_t n = rule.value.size();
    const decision::Folds folds = decision::deal_folds(cluster_, n);
    std::array<bool, 2> runs_on{};
    for (std::size_t fold = 0; fold < 2; ++fold) {
      const auto gains = [&](const deal::Side& side) {
        double sum = 0;
        for (std::size_t row = 0; row < n; ++row)
          if (folds.fold[row] != fold) sum += value(never, row, side) - value(rule, row, side);
        return sum;
      };
      runs_on[fold] = gains(holder_) > 0 &&
                      std::all_of(consent_.begin(), consent_.end(),
                                  [&](const deal::Side& side) { return gains(side) >= 0; });
    }
    const bool one_holder = is_the_builder();
    for (std::size_t row = 0; row < n; ++row)
      if (runs_on[folds.fold[row]]) take(never, row, rule);
    if (runs_on[0] || runs_on[1] || !one_holder)
      rule.perfect.mean = rule.penalised.mean = kInfinity;
    return rule;
  }

 private:
  bool is_the_builder() const {
    return by_.build && by_.build->holder == by_.operate->holder && consent_.empty();
  }
  static double value(const Decided& of, std::size_t row, const deal::Side& side) {
    return deal::sum_over(
        side, [&](deal::Party p) { return of.value[row][static_cast<std::size_t>(p)]; });
  }
  static void take(const Decided& from, std::size_t row, Decided& to) {
    to.year[row] = from.year[row], to.deposits[row] = from.deposits[row];
    to.refused[row] = from.refused[row], to.runs_on[row] = 1;
    to.value[row] = from.value[row];
  }
  const Arrangement& by_;
  deal::Side holder_;
  std::vector<deal::Side> consent_;
  std::vector<std::uint64_t> cluster_;
};

}  // namespace

Arrangement arrangement_of(const deal::Bid& bid) {
  Arrangement out;
  out.id = "as_bid", out.name = "As the bid says";
  const auto held = [&](std::string_view id) {
    const deal::Right* right = deal::right_of(bid, id);
    return right ? std::optional(*right) : std::nullopt;
  };
  out.build = held(deal::kBuild), out.expand = held(deal::kExpand);
  out.operate = held(deal::kOperate), out.sell = held(deal::kSell);
  return out;
}

bool can_decide(const Results& r, std::size_t bid) {
  if (!r.choices[bid].any()) return false;
  std::set<std::uint64_t> realisations;
  for (const std::uint64_t scenario : r.scenarios)
    realisations.insert(scenario % r.realisation_count());
  return realisations.size() >= 4;
}

Decided decide(const Results& r, std::size_t bid, const Arrangement& by) {
  LODE_CHECK(can_decide(r, bid));
  Decided out = played(r, bid, by);
  // Of the other terms only the rule's values are computed.
  if (!by.operate || by.variant != Variant::as_bid) return out;
  Arrangement never = by;
  never.variant = Variant::runs_on;
  return Operator(r, bid, by).choose(std::move(out), played(r, bid, never));
}

}  // namespace lode::study

// Several holders of rights that decide in turn, each for its own value, by least squares.
//
//   Turns game{rights, {"sponsor", "fund"}, decider, consent};
//   Played p = play(game, paths, payoff);
//   p.value[1]           // what the fund gets of it, mean and standard error
//   p.taken              // [date][path] what was done
//
// Backward over the dates every holder's value after each action is regressed on what is known; the
// mode's decider proposes the action that is worth most to it; a holder whose consent is needed
// refuses where it expects more of what the decider would do next best. Subgame-perfect (Selten
// 1965) for what each expects; two folds as in least_squares.h, so that no path is valued by a
// policy fitted on it. With one holder it is least_squares().
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/clusters.h"
#include "decision/least_squares.h"

namespace lode::decision {

struct Turns {
  Rights rights;
  std::vector<std::string> holder;
  std::vector<std::size_t> decider;               // [mode] a holder
  std::vector<std::vector<std::size_t>> consent;  // [action] holders that may refuse it
};

// As Payoff, to one holder; kNotAllowed is asked of the decider alone.
using HolderPayoff =
    std::function<void(std::size_t date, std::size_t action, std::size_t holder, std::size_t first,
                       std::span<double> known, std::span<double> later)>;

struct Played {
  std::vector<Mean> value;                      // [holder]
  std::vector<std::vector<double>> path_value;  // [holder][path] present value
  std::vector<std::uint16_t> taken;             // [date][path]; kNone once an end is reached
  std::vector<std::uint8_t> refused;            // [date][path] 1: what was proposed was refused
  std::vector<Regression> regression;           // [holder's, from the last date backward]
  std::size_t clusters = 0;
};

// Every mode with a choice has at each date an action that needs no consent. Throws InputError where
// it has none, and as least_squares. Memory: a double a path for each holder and mode, and for each
// holder and action of one date.
Played play(const Turns& game, const Paths& paths, const HolderPayoff& payoff,
            const LeastSquares& options = {});

}  // namespace lode::decision

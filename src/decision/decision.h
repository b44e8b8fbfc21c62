// Room decision: what a right to choose is worth, and who uses it when. Numbers only: states, actions,
// payoffs and holders of rights in; values, policies and certificates out. It knows no mine and no
// study.
//
//   Rights rights{{"open", "done"}, {{"wait", 0, 0}, {"build", 0, 1, 0, kNoDate, true}}, 0};
//   Paths paths{scenarios, dates, factors, state, realisation};   // what is known; clusters of scenarios
//   Valued v = least_squares(rights, paths, payoff);    // payoff: of waiting known, of building learnt later
//
//   one decider    least_squares.h       any state, any number of paths, out of sample
//                  upper_bound.h         what no policy can beat
//                  finite_differences.h  one factor, without chance
//                  perpetual.h           one stop without end, in closed form
//                  depletable_mine.h     the mine of Brennan & Schwartz (1985)
//   several        tree.h                chance and decisions as data, exact
//                  turns.h               by least squares, in turn, with consent
//   a case         option_terms.h        what a case says of a right; option_model.h: as rights and payoffs;
//                  option_value.h        its answer for one decider; option_tree.h: for several holders
#pragma once

#include "decision/basis.h"
#include "decision/depletable_mine.h"
#include "decision/finite_differences.h"
#include "decision/folds.h"
#include "decision/least_squares.h"
#include "decision/option_model.h"
#include "decision/option_terms.h"
#include "decision/option_tree.h"
#include "decision/option_value.h"
#include "decision/perpetual.h"
#include "decision/process.h"
#include "decision/rights.h"
#include "decision/tree.h"
#include "decision/turns.h"
#include "decision/upper_bound.h"

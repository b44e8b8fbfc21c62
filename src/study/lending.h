// What a bid's lenders sign before the first scenario: how much they lend at most, and when it is
// repaid. No scenario moves it.
#pragma once

#include <vector>

#include "study/case.h"

namespace lode::study {

struct Plan;
struct Study;

struct Lending {
  finance::Signed loans;    // in force, with financing.sizing at_signing
  double drawn_usd = 0;     // by the central case: medians, the median path of prices. Nominal
  double capacity_usd = 0;  // debt that the bank case carries at the covenant's cover. Nominal
};

// Of any bid whose plan the study has. financing.lending policy: limit and years of repayment are
// those of the central case; bank: repayment as the bank case carries it, the limit the lesser of
// the two. Without loans nothing.
Lending lend(const Study& study, const deal::Bid& bid);
// The same built by another plan, later; of its first deposits alone (Start::deposits).
Lending lend(const Study& study, const deal::Bid& bid, const Plan& plan, std::size_t deposits = 0);
// Of every bid of the case; of every step between bids (those between holders have the first bid's
// loans, the last step the other bid's).
std::vector<Lending> lending_of_bids(const Study& study);
std::vector<Lending> lending_of_steps(const Study& study);

}  // namespace lode::study

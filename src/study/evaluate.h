// What a bid comes to in one world: sales, taxes, loans, and what each party pays and gets.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "study/answer.h"
#include "study/operations.h"

namespace lode::study {

// What it costs to dig, mill and sell, in the order of the tables.
inline constexpr std::array kOperatingCosts = {finance::Line::selling,    finance::Line::mining,
                                               finance::Line::processing, finance::Line::general,
                                               finance::Line::refining,   finance::Line::care};

// A bid of the case as it is in a world: with the terms that are drawn, a stake whose price is
// given (that of a planned project's value was found by prepare()), and the loans that were signed.
// Other loans, or other terms that move what is drawn, are signed anew by lend() (lending.h).
deal::Bid bid_in(const Scene& scene, std::size_t bid);
// Loans as they are signed in a world: the limit in proportion to the capital that the feasibility
// study estimates, which is known then. What is spent beyond the estimate is equity.
finance::Signed signed_in(const Scene& scene, finance::Signed loans);

// What an answer tells of the bid's project before its financing and marketing; measures of the
// same names.
struct Unlevered {
  double npv = 0, npv_end = 0, irr = 0, payback_y = 0, late_npv = 0;
  std::array<double, 3> of{};  // royalty uplift, sums of revenue and capital: whose it is
};

// The answer to a bid: a function of its arguments alone, some 50 microseconds. The bid may be any
// whose plan is the one that `operated` followed: the same capacity, a start that is not before its
// own (LODE_CHECK), and at
// base values the same takes of revenue and price (plan_key), which moved the plan's cut-off. Its
// stake has a given price: LODE_CHECK. `world` is the one that was operated in: by-products were
// sold at its prices. Throws InputError where the world's events take a parameter
// out of its range.
Answer evaluate(const Study& study, const World& world, const Operated& operated,
                const deal::Bid& bid);
// The same; the world's conditions are set once for several bids.
Answer evaluate(const Scene& scene, const Operated& operated, const deal::Bid& bid);
// The same for a bid whose unlevered project is known already: new terms of loans, of marketing and
// between holders leave it as it is.
Answer evaluate(const Scene& scene, const Operated& operated, const deal::Bid& bid,
                const Unlevered& unlevered);

// What is sold to whom, and what it brings and costs before taxes and financing, by period.
struct Trade {
  Start start;
  Sales sales;
  finance::Operations money;
  std::vector<double> capital_usd;  // real [period]
};
Trade trade_of(const Scene& scene, const Operated& operated, const deal::Bid& bid);

// By period, what the answer sums up.
struct Books : Trade {
  finance::Venture venture;
  deal::PartyFlows flows;
};
Books books_of(const Scene& scene, const Operated& operated, const deal::Bid& bid);
// The same where only terms between holders differ from those of the bid whose venture is given.
deal::PartyFlows flows_of(const Scene& scene, const deal::Bid& bid, const Start& start,
                          const finance::Venture& venture);
// Where nothing is built: what is paid at closing.
deal::PartyFlows flows_unbuilt(const Scene& scene, const deal::Bid& bid);
// Worth to each party, real USD, at its own rate.
std::array<double, deal::kParties> values_of(const Scene& scene, const deal::Bid& bid,
                                             const deal::PartyFlows& flows);
Answer answer_of(const Scene& scene, const Operated& operated, const deal::Bid& bid,
                 const Books& books, const Unlevered& unlevered);

// The bid's project before its financing and its marketing: equity alone pays, all is sold at
// arm's length. Taxes and royalty uplift included.
finance::Venture project_of(const Scene& scene, const deal::Bid& bid, const Trade& trade);
// What its holders get and pay, real [period].
std::vector<double> project_flow(const finance::Venture& project);
Unlevered unlevered_of(const Scene& scene, const deal::Bid& bid, const Trade& trade);
Unlevered unlevered_of(const Scene& scene, const Operated& operated, const deal::Bid& bid);

// What lenders sign on the bid in one world; at a cover: what they lend at it (finance/signing.h).
finance::Signing signing_of(const Scene& scene, const Operated& operated, const deal::Bid& bid,
                            std::optional<double> cover = std::nullopt);

// A ledger's line deflated to the base date, [period].
std::vector<double> real_row(const finance::Venture& venture, finance::Line line);

}  // namespace lode::study

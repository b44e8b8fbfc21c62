// The order in which a venture pays (Shortfall::by_rank), as data: nobody gets anything while a
// claim above stands unpaid and due.
//
// What is taken off the price or the sale itself cannot go unpaid and has no rank: marketing at
// arm's length, private royalties, streams. Capital after construction, sustaining capital, VAT and
// what is put into the closure fund are bills; what a bill lacks beyond the closure fund in the
// period of closing is borne by the state.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "finance/ledger.h"

namespace lode::finance {

// What can be put off. Debt service has arrears in the loans' own book.
enum class Claim : std::size_t { bills, taxes, guarantee, marketing, management, kCount };
inline constexpr std::size_t kClaims = static_cast<std::size_t>(Claim::kCount);

enum class RankKind { claim, service, reserves, holders };
struct PaymentRank {
  std::string_view what, bearer;  // bearer: who lacks what is not paid
  RankKind kind = RankKind::claim;
  Claim claim{};
  Line due_less_paid{}, unpaid{};  // of a claim: of the period; stock with interest
};
inline constexpr std::array<PaymentRank, 8> kPaymentRanks = {{
    {"operating bills and wages", "suppliers", RankKind::claim, Claim::bills, Line::bills_deferred,
     Line::unpaid_bills},
    {"royalties and taxes", "state", RankKind::claim, Claim::taxes, Line::taxes_deferred,
     Line::unpaid_taxes},
    {"guarantor's fee", "guarantor", RankKind::claim, Claim::guarantee, Line::guarantee_deferred,
     Line::unpaid_guarantee},
    {"debt service, arrears first", "lenders", RankKind::service},
    {"an affiliate's marketing", "marketer", RankKind::claim, Claim::marketing,
     Line::marketing_deferred, Line::unpaid_marketing},
    {"an affiliate's management", "manager", RankKind::claim, Claim::management,
     Line::management_deferred, Line::unpaid_management},
    {"reserves", "", RankKind::reserves},
    {"holders", "holders", RankKind::holders},
}};

}  // namespace lode::finance

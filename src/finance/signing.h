// Loans as they are signed, before any scenario is known: how much may be drawn, and which part of
// it is repaid in which year.
//
//   Signing s = sign_loans(calendar, operations, capital, ...);   // of the central case
//   terms.as_signed = s.loans;                                    // with Sizing::at_signing
//
// Then a scenario draws its share of each need up to the limit, what lies beyond is equity, and
// principal falls due as signed, whatever the cash. Fees "of what will be drawn" are of the limit;
// what is not drawn when construction ends lapses.
#pragma once

#include <span>
#include <vector>

#include "finance/venture.h"

namespace lode::finance {

struct Signing {
  Signed loans;
  double drawn_usd =
      0;  // that the case draws (sign_loans) or that its cash carries (sign_at_cover)
};

// What the case draws and when it repays it, with each loan's own repayment (sculpted: as
// committed), every service paid. Repayment ends reserve_tail_y before the last ore or the licence
// at the latest: a term that is longer is cut, to one period at least.
Signing sign_loans(const Calendar& calendar, const Operations& operations,
                   const std::vector<double>& capital_usd, std::span<const Tax* const> tax,
                   const Financing& financing, const Index& index, const VentureTerms& terms,
                   const Timeline& timeline);

// The debt that the case's cash carries at a cover over the same years: all loans sculpted to it,
// sized by cover, pro rata to their commitments, which do not bound it. No cash: 0.
// Instalments are its principal; interest of a year without cash, which sculpting adds to the loan,
// falls due once it is signed: the cover is then higher.
Signing sign_at_cover(const Calendar& calendar, const Operations& operations,
                      const std::vector<double>& capital_usd, std::span<const Tax* const> tax,
                      const Financing& financing, const Index& index, const VentureTerms& terms,
                      const Timeline& timeline, double cover);

}  // namespace lode::finance

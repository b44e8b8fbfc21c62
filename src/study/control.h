// What the right to decide is worth: the same scenarios with the right elsewhere, shared or absent.
#pragma once

#include <vector>

#include "study/decide.h"

namespace lode::study {

// Of a bid that gives somebody a choice: as it says; then the right to build with another holder, with
// another's consent, with both as one, with nobody; everything built at once; who says whether the
// mines suspend; who sells, at which price; the promise to build kept, or not made.
std::vector<Arrangement> arrangements_of(const deal::Bid& bid);

// [bid][arrangement], the bid's own first; of a bid that gives no choice, or of fewer than 4
// realisations, none.
std::vector<std::vector<Decided>> control_of(const Results& results);

}  // namespace lode::study

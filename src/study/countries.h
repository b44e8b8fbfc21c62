// The countries that a case names: codes stand in offtakes, supplies, transits and events, and are
// compared as they are written.
#pragma once

#include <string>
#include <vector>

#include "study/case.h"

namespace lode::study {

struct Doubt {
  std::string key, value, message;  // message: "is no ...; is \"United States\" meant?"
};
// Names that are almost those of another country of the case: other capitals, blanks or dots; one
// wrong letter, in a long name two ("Unted States"); a country's name where its code is used. Each
// such place is reported once, as a note: two countries may have names as similar as that.
std::vector<Doubt> doubtful_countries(const Case& c);

}  // namespace lode::study

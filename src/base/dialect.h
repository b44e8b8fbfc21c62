// How a CSV is written: what parts its cells and what stands before the decimals. Declared once,
// for every file that a case names; what a case leaves out is found in the file, or refused where
// two readings fit.
#pragma once

#include "base/describe.h"

namespace lode {

enum class Separator { found, comma, semicolon, tab };
enum class Decimal { found, point, comma };

struct Dialect {
  Separator separator = Separator::found;
  Decimal decimal = Decimal::found;
};

template <>
inline constexpr std::array<std::string_view, 4> kNames<Separator> = {"auto", "comma", "semicolon",
                                                                      "tab"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<Decimal> = {"auto", "point", "comma"};

// In the file's own table of the case.
inline void describe(Visitor& visit, Dialect& dialect) {
  visit.choice("separator", dialect.separator,
               "between the cells of a CSV; auto: found in its header");
  visit.choice("decimal", dialect.decimal,
               "the sign before decimals in a CSV; auto: found in its numbers");
}

}  // namespace lode

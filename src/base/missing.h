// What "not measured" looks like in a table: one notion for every reader and every column.
//
//   cell ""  NA  NaN  n/a  ...        missing, in any column           (is_missing_word)
//   number of 1e21 or more, either sign  missing, in any column        (GSLIB's trimming)
//   -999 where the column is a grade  missing: a grade is never below 0
//   -999 among coordinates            a number; suspect, so the reader notes it
//   -999, and the case says missing = [-999]       missing, in any column
//   -999, and the case says missing = []           a number, whatever the column
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "base/describe.h"

namespace lode {

// Empty, blanks alone, or one of these words in any case: what numpy, pandas, R, SAS, Excel and SQL
// write (NaN, -NaN, +NaN, NaT, NA, <NA>, N/A, #N/A, #NA, null, none, ".") and what people type
// (n.a., missing, "-", "--"). Not nd and nil: of an assay they mean "not detected" and "nothing".
bool is_missing_word(std::string_view cell);

// Numbers that programs write for a missing value, with either sign: nines, nines with decimals
// (LAS files: -999.25), the ends of 16 and 32 bits. Whether one of them is a value or none is for
// the column to say.
inline constexpr std::array<double, 20> kMissingCodes = {
    9,     99,     999,   9999,   99999,   999999, 9999999, 99999999, 999999999, 99.9,
    99.99, 999.25, 999.9, 999.99, 9999.25, 9999.9, 9999.99, 99999.99, 32768,     2147483648};
bool is_missing_code(double value);

// At and beyond this, either sign, GSLIB takes a number for "not measured" (Deutsch & Journel 1998,
// its tmin and tmax); the largest floats, which other programs use, lie beyond it too.
inline constexpr double kTrimming = 1e21;

// The list of a case's `missing = [...]`; none: the case does not say.
using GivenCodes = std::optional<std::vector<double>>;

enum class Reading { value, missing, suspect };  // suspect: a value, but the reader notes it

// A number of a column that holds `range` (its ends are values; in the unit of the file). Missing:
// from kTrimming on; in the case's list; a code that lies outside `range`, unless the list is there
// and empty. Suspect: another code from -99 down. Anything else is a value, though it may lie
// outside `range`: that is a fault for the caller to report.
Reading reading_of(double value, Range range, const GivenCodes& given);

}  // namespace lode

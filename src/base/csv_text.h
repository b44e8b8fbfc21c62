// One field of a CSV as Lode writes it, and back. By RFC 4180, and safe in a spreadsheet: a text
// that begins with = + - @, a tab or a line end would be run as a formula, so an apostrophe is
// written before it; a text that begins with apostrophes and then one of these gets one more.
// Numbers are no texts: -3.5 stays -3.5, also where it stands in a column of words.
#pragma once

#include <string>
#include <string_view>

namespace lode {

void append_csv(std::string& out, std::string_view text);

// The text without the apostrophe that append_csv put before it.
std::string_view unguarded(std::string_view cell);

}  // namespace lode

// Text of files and names as a terminal may be sent it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lode {

// Control characters (C0, DEL, C1, those that turn the direction of writing) as \u001b, so that a
// name can neither colour nor clear nor disguise what is shown; bytes that are no UTF-8 as \x9b.
// Line ends and tabs too, unless `lines`. All else as it is.
std::string printable(std::string_view text, bool lines = false);

// The text, or its beginning and how long it is where it has more than `most` bytes: a cell of
// megabytes is not sent to a terminal.
std::string brief(std::string_view text, std::size_t most = 200);

}  // namespace lode

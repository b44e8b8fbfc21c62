// The report as one file: data, script and style inside, readable without a network and, for the
// deal table, without a script.
#pragma once

#include <string>

namespace lode::report {

// json: an envelope as to_json writes it (report/json.h). The same JSON gives the same bytes.
// Throws InputError if it is no envelope.
std::string make_html(const std::string& json);

}  // namespace lode::report

// Where the values of a case come from, as the case states it:
//   source      published: by whom and when
//   assumption  somebody's, with its reason
//   method      follows from how something is done or counted
#pragma once

#include <string>
#include <string_view>

#include "io/faults.h"
#include "study/case.h"

namespace lode::io {

bool is_about(std::string_view key);

// One of the three, said of `path`: sets provenance and note. A source that is none ("made up",
// "own estimate", "method: ...", "?") is a fault that says what to write.
bool read_about(Faults& faults, const Entry& entry, const std::string& path,
                study::Provenance& provenance, std::string& note);

// Whether a source says when: a year from 1800 to 2199, or that it is undated.
bool says_when(const std::string& source);

}  // namespace lode::io

// The case of one stage alone (`lode krige CASE`): a TOML file read through a room's own
// description, with the checks and messages of a whole case (io/case_reader.h) but without
// alternatives and distributions.
//
//   io::StageCase file = io::read_stage_case(path, [&](Visitor& v) { describe(v, values); },
//                                            [&] { return resource::breaches(values); });
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/describe.h"
#include "io/idle.h"
#include "study/case.h"

namespace lode::io {

struct StageCase {
  std::filesystem::path path;        // of the TOML file; data files stand relative to its folder
  std::vector<study::Input> inputs;  // in the order of describe, each with its place
  std::vector<std::string> notes;    // byte-order mark removed, ...
  // Where a key stands, for faults found later (a data file that is not there).
  Source where(const std::string& key) const;
  // Whether the key, or a key below it, is in the file.
  bool gives(const std::string& key) const;
};

// `describe_values` walks the record to fill; `rules` returns what does not hold across its keys,
// `idle` which of them change nothing (io/idle.h); both are asked only where every key reads.
// Throws InputError with every fault at once, by line.
StageCase read_stage_case(const std::filesystem::path& path,
                          const std::function<void(Visitor&)>& describe_values,
                          const std::function<std::vector<study::Breach>()>& rules = {},
                          const std::function<void(IdleKeys&)>& idle = {});

// CASE as a person gives it: a file, or a folder with case.toml. Throws InputError if it has none.
std::filesystem::path case_file(const std::filesystem::path& given);

// Whether the case has this key or table at its top level. Distinguishes a stage's own case from a
// whole one.
bool has_top_key(const std::filesystem::path& path, const std::string& key);

// By place in the file.
std::vector<Fault> sorted(std::vector<Fault> faults);

}  // namespace lode::io

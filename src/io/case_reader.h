// case.toml -> study::CaseFile, through the rooms' own descriptions.
//
// A value may be written bare or with what is known about it:
//   recovery = 0.72
//   recovery = { value = 0.72, source = "company call, 2026-01-18" }
//   recovery = { triangular = [0.65, 0.72, 0.78], assumption = "no test work is public" }
//   dip      = { value = 75, range = [65, 85], assumption = "steep" }          (a fixed parameter)
// `source`, `assumption` or `method` in a table (about.h) hold for every value in it that has none
// of its own. A table that has a key `method` of its own says it of its values one by one.
// [alternative.NAME] default = "A"; [alternative.NAME.B] note, and in [alternative.NAME.B.set]
// "key.path" = value: chosen with NAME=B, they take the place of the case's own values.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "study/case.h"

namespace lode::io {

// path: a TOML file, or a folder with case.toml. choices: "NAME=CHOICE".
// Throws InputError with every fault of the file at once, by line: syntax (which ends the file),
// types, ranges, unknown keys with the nearest known ones, distributions on fixed keys, required
// keys, rules across keys; and those of the alternatives that are not chosen.
study::CaseFile read_case(const std::filesystem::path& path,
                          const std::vector<std::string>& choices = {});

// The case under each of its other readings (key `readings`), beside the choices. Throws InputError:
// what read_case does, and what two choices that are each right break together.
std::vector<study::CaseFile> read_readings(const std::filesystem::path& path,
                                           const std::vector<std::string>& choices = {});

}  // namespace lode::io

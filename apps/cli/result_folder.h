// The folder that a run writes into and that `show` reads from.
#pragma once

#include <filesystem>

#include "commands.h"
#include "report/report.h"

namespace lode::cli {

inline constexpr const char* kCheckpoint = "checkpoint.sqlite";

// The folder to write in, made if need be; with --force freed of what an earlier run wrote, and of
// nothing else. Throws InputError if it must not or cannot be used: the case's own folder, a file,
// not empty without --force or --resume, not writable.
std::filesystem::path prepare_folder(const RunArguments& arguments);

// The folder that a stage's files go into, made if need be. Throws InputError if it is a file, not
// empty without `force`, or cannot be made or read.
std::filesystem::path ready_folder(const std::filesystem::path& folder, bool force);

// Throws InputError, naming the file, unless the tables that the summary draws have the columns
// and kinds of cells that a run writes: a file may have been changed by hand.
void check_summary_tables(const report::Document& document, const std::filesystem::path& folder);

}  // namespace lode::cli

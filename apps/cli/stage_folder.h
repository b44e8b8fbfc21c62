// The folder that a stage's command is told to write into.
#pragma once

#include <memory>
#include <string>

#include "commands.h"
#include "report/result_folder.h"

namespace lode::cli {

// Of `lode holes|variogram|krige|pit`; the first two write a folder only where --out names one.
report::FolderWish stage_wish(const std::string& command, const StageArguments& arguments);
std::unique_ptr<report::ResultFolder> folder_if_asked(const std::string& command,
                                                      const StageArguments& arguments);

}  // namespace lode::cli

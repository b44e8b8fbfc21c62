#include "stage_folder.h"

namespace lode::cli {

report::FolderWish stage_wish(const std::string& command, const StageArguments& arguments) {
  const std::string name = report::standard_folder(arguments.case_path).filename().string();
  return {
      arguments.out, arguments.case_path, command, command + " " + name, {}, {}, arguments.force,
      false};
}

std::unique_ptr<report::ResultFolder> folder_if_asked(const std::string& command,
                                                      const StageArguments& arguments) {
  if (arguments.out.empty()) return nullptr;
  return std::make_unique<report::ResultFolder>(stage_wish(command, arguments));
}

}  // namespace lode::cli

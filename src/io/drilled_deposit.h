// The deposit with drill holes of a whole case, for the command of one stage.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "study/study.h"

namespace lode::io {

struct DrilledDeposit {
  study::CaseFile file;
  std::size_t index = 0;
  const study::Deposit& deposit() const { return file.values.deposit[index]; }
};

// `name` may be empty: the one that has holes. None if the case is of the stage alone. Throws
// InputError with every fault of the case, if no deposit has holes, several have and none is named,
// or the one named is none of them.
std::optional<DrilledDeposit> read_drilled_deposit(const std::filesystem::path& path,
                                                   const std::string& name);

}  // namespace lode::io

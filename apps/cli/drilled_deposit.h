// The deposit with drill holes that a stage's command is given inside a whole case.
#pragma once

#include <optional>

#include "columns.h"
#include "commands.h"
#include "study/study.h"

namespace lode::cli {

struct DrilledDeposit {
  study::CaseFile file;
  std::size_t index = 0;
  std::filesystem::path folder;  // of the case
  const study::Deposit& deposit() const { return file.values.deposit[index]; }
};

// None if the case is of the stage alone. Throws InputError with every fault of the case, if no
// deposit has holes, several have and none is named, or the one named is none of them.
std::optional<DrilledDeposit> drilled_deposit(const StageArguments& arguments);

// Its block model as kriged, with the checks beside it: a row per estimated block; grades in the
// units of the assays.
Columns block_model(const study::Deposit& deposit, const study::DrilledModel& model);

}  // namespace lode::cli

#include "io/drilled_deposit.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "base/error.h"
#include "io/case_reader.h"
#include "io/files.h"
#include "io/stage_case.h"

namespace lode::io {

std::optional<DrilledDeposit> read_drilled_deposit(const std::filesystem::path& given,
                                                   const std::string& name) {
  const std::filesystem::path path = case_file(given);
  if (!has_top_key(path, "deposit")) {
    if (name.empty()) return std::nullopt;
    throw InputError(Fault{{shown(path), 0, 0},
                           "--deposit",
                           name,
                           "this case is of one stage alone and has no deposits"});
  }
  DrilledDeposit out{read_case(path), 0};
  std::vector<std::string> drilled;
  for (std::size_t d = 0; d < out.file.values.deposit.size(); ++d) {
    const study::Deposit& deposit = out.file.values.deposit[d];
    if (!deposit.holes) continue;
    drilled.push_back(deposit.id);
    if (deposit.id == name || name.empty()) out.index = d;
  }
  const bool known = name.empty()
                         ? drilled.size() == 1
                         : std::find(drilled.begin(), drilled.end(), name) != drilled.end();
  if (!known)
    throw InputError(Fault{{shown(path), 0, 0},
                           "--deposit",
                           name,
                           drilled.empty()
                               ? "no deposit of this case has drill holes"
                               : fmt::format("must name one of the deposits with drill holes: {}",
                                             fmt::join(drilled, ", "))});
  return out;
}

}  // namespace lode::io

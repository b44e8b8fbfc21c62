// The case of `lode holes`: a campaign alone, or that of a deposit inside a whole case.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "drill/drill.h"

namespace lode::io {

struct HolesInput {
  drill::Campaign campaign;
  std::shared_ptr<const drill::RawCampaign> tables;
  std::vector<std::string> notes;
  std::function<Source(const std::string&)> where;  // a key of the campaign stands
};
// `deposit` as in read_drilled_deposit. Throws InputError with every fault of the case, then of
// each table; what is wrong with holes is for drill::prepare to say.
HolesInput read_holes_case(const std::filesystem::path& path, const std::string& deposit);

}  // namespace lode::io

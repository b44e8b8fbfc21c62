#include "io/holes_case.h"

#include <utility>

#include "io/drilled_deposit.h"
#include "io/files.h"
#include "io/holes.h"
#include "io/stage_case.h"

namespace lode::io {

HolesInput read_holes_case(const std::filesystem::path& path, const std::string& deposit) {
  HolesInput out;
  if (const auto whole = read_drilled_deposit(path, deposit)) {
    out.campaign = *whole->deposit().holes;
    out.tables = whole->deposit().hole_tables;
    out.notes = whole->file.notes;
    const Source start{shown(case_file(path)), 0, 0};
    out.where = [start](const std::string&) { return start; };
    return out;
  }
  const StageCase file = read_stage_case(
      path, [&](Visitor& visit) { describe(visit, out.campaign); },
      [&] {
        std::vector<study::Breach> breaches;
        for (drill::Breach& breach : drill::breaches(out.campaign))
          breaches.push_back({std::move(breach.key), std::move(breach.message)});
        return breaches;
      },
      [&](IdleKeys& idle) { add_idle(idle, "", out.campaign); });
  out.notes = file.notes;
  out.tables =
      std::make_shared<const drill::RawCampaign>(read_holes(out.campaign, file.path.parent_path()));
  out.where = [file](const std::string& key) { return file.where(key); };
  return out;
}

}  // namespace lode::io

#include "io/case_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "io/case_reader.h"
#include "io/with_places.h"

namespace lode::io {

void check_case(const study::CaseFile& file, const std::filesystem::path& path,
                const study::RunOptions& options, const Progress& progress) {
  std::vector<Fault> faults;
  std::string no;
  const auto gather = [&](const study::CaseFile& of, const std::string& with, const auto& stage) {
    try {
      with_places(places_in(of.inputs), stage);
    } catch (const InputError& error) {
      for (Fault fault : error.faults()) {
        if (std::any_of(faults.begin(), faults.end(), [&](const Fault& told) {
              return told.key == fault.key && told.message == fault.message;
            }))
          continue;
        if (!with.empty()) fault.message += fmt::format(" (with {})", with);
        faults.push_back(std::move(fault));
      }
    } catch (const NoAnswer& answer) {
      if (no.empty())
        no = with.empty() ? answer.what() : fmt::format("{} (with {})", answer.what(), with);
    }
  };
  gather(file, "", [&] { study::prepare(file, options, {}, progress); });
  for (const study::Alternative& other : file.alternatives) {
    if (other.chosen || other.is_default) continue;
    const std::string with = other.name + "=" + other.choice;
    const auto changed = std::make_shared<const study::CaseFile>(read_case(path, {with}));
    gather(*changed, with, [&] { study::refuse_or_frame(changed, options); });
  }
  if (!faults.empty()) throw InputError(std::move(faults));
  if (!no.empty()) throw NoAnswer(no);
}

}  // namespace lode::io

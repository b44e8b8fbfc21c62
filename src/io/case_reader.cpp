#include "io/case_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "io/alternatives.h"
#include "io/description_reader.h"
#include "io/price_series.h"
#include "io/stage_case.h"
#include "io/tree.h"
#include "study/parameters.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

// The copy of a data file stands in the result folder under the same name, so the name must not
// lead out of it.
bool stays_inside(const fs::path& name) {
  return name.is_relative() &&
         std::none_of(name.begin(), name.end(), [](const fs::path& part) { return part == ".."; });
}

void add_price_series(const fs::path& folder, study::CaseFile& out, DescriptionReader& reader) {
  const std::string& name = out.values.price_series_file;
  if (name.empty()) return;
  const Place place = reader.place_of("price_series");
  if (!stays_inside(name))
    return reader.faults.add(place, "price_series", name,
                             "must be a path within the case's folder, without ..");
  try {
    PriceSeries series = read_price_series(folder / name);
    out.values.price_series = std::move(series.points);
    out.data_files.emplace_back(name, std::move(series.bytes));
  } catch (const InputError& error) {
    for (Fault fault : error.faults()) {
      if (fault.source.line == 0)
        fault.message += fmt::format(" (named in {})", reader.faults.at(place).text());
      reader.faults.list.push_back(std::move(fault));
    }
  }
}

// One reading of the whole case under some overrides.
DescriptionReader read_once(const fs::path& path, const Node& root, const Overrides& overrides,
                            const std::string& alternative, study::CaseFile& out) {
  DescriptionReader reader(shown(path), root, overrides, alternative);
  describe(reader, out.values);
  reader.finish();
  reader.add(study::breaches(out.values));
  add_price_series(path.parent_path(), out, reader);
  return reader;
}

// The alternatives that are not chosen must read as well, each alone; what is wrong without them is
// told already.
void check_others(const fs::path& path, const Node& root, const std::vector<Choice>& alternatives,
                  std::vector<Fault>& faults) {
  const std::vector<Fault> told = faults;
  const auto is_told = [&](const Fault& fault) {
    return std::any_of(told.begin(), told.end(), [&](const Fault& other) {
      return other.source.file == fault.source.file && other.source.line == fault.source.line &&
             other.key == fault.key && other.message == fault.message;
    });
  };
  for (const Choice& choice : alternatives) {
    if (choice.is_default) continue;
    study::CaseFile other;
    const std::string name = choice.name + "=" + choice.choice;
    DescriptionReader reader = read_once(path, root, choice.set, name, other);
    for (Fault& fault : reader.faults.list) {
      if (is_told(fault)) continue;
      fault.message += fmt::format(" (with {})", name);
      faults.push_back(std::move(fault));
    }
  }
}

std::uint64_t hash_of(const study::CaseFile& file, const std::vector<std::string>& choices) {
  std::uint64_t hash = hash_bytes(file.text);
  for (const std::string& choice : choices) hash = hash_bytes(choice, hash);
  for (const auto& [name, bytes] : file.data_files)
    hash = hash_bytes(bytes, hash_bytes(name, hash));
  return hash;
}

}  // namespace

study::CaseFile read_case(const fs::path& given, const std::vector<std::string>& choices) {
  const fs::path path = case_file(given);
  Text text = read_text(path);
  const Node root = parse_toml(text, shown(path));
  Faults faults(shown(path));
  const std::vector<Choice> alternatives = read_alternatives(root, faults);
  const Overrides overrides = chosen_overrides(alternatives, choices);

  study::CaseFile out;
  out.notes = text.notes;
  DescriptionReader reader =
      read_once(path, root, overrides, fmt::format("{}", fmt::join(choices, ", ")), out);
  std::move(reader.faults.list.begin(), reader.faults.list.end(), std::back_inserter(faults.list));
  check_others(path, root, alternatives, faults.list);
  if (!faults.list.empty()) throw InputError(sorted(std::move(faults.list)));

  out.alternatives = list_alternatives(alternatives, choices);
  out.sampled = std::move(reader.sampled);
  out.inputs = std::move(reader.inputs);
  out.text = std::move(text.bytes);
  out.hash = hash_of(out, choices);
  return out;
}

}  // namespace lode::io

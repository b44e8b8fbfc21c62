#include "io/case_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "io/alternatives.h"
#include "io/description_reader.h"
#include "io/holes.h"
#include "io/idle.h"
#include "io/input_path.h"
#include "io/market_case.h"
#include "io/price_series.h"
#include "io/stage_case.h"
#include "io/surface_grid.h"
#include "io/tree.h"
#include "study/countries.h"
#include "study/parameters.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

// Once, under the name of its copy in the result folder.
void add_data_file(study::CaseFile& out, const std::string& name, std::string bytes) {
  std::string copy = copy_name(name);
  if (std::none_of(out.data_files.begin(), out.data_files.end(),
                   [&](const auto& file) { return file.first == copy; }))
    out.data_files.emplace_back(std::move(copy), std::move(bytes));
}

void add_price_series(const fs::path& folder, study::CaseFile& out, DescriptionReader& reader) {
  const std::string& name = out.values.price_series_file;
  if (name.empty()) return;
  const Place place = reader.place_of("price_series");
  try {
    PriceSeries series =
        read_price_series(input_path(folder, name), out.values.price_series_dialect);
    out.values.price_series = std::move(series.points);
    out.notes.insert(out.notes.end(), series.notes.begin(), series.notes.end());
    add_data_file(out, name, std::move(series.bytes));
  } catch (const InputError& error) {
    for (Fault fault : error.faults()) {
      if (fault.source.line == 0)
        fault.message += fmt::format(" (named in {})", reader.faults.at(place).text());
      reader.faults.list.push_back(std::move(fault));
    }
  }
}

// The world of the market that prices come from.
void add_market(const fs::path& folder, study::CaseFile& out, DescriptionReader& reader) {
  if (!out.values.market || out.values.market->world_file.empty()) return;
  const std::string& name = out.values.market->world_file;
  const Place place = reader.place_of("market.world");
  try {
    const fs::path file = input_path(folder, name);
    MarketInput input = read_market_case(file);
    out.values.market->world = std::make_shared<const market::World>(std::move(input.world));
    out.notes.insert(out.notes.end(), input.notes.begin(), input.notes.end());
    add_data_file(out, name, read_text(file).bytes);
  } catch (const InputError& error) {
    for (Fault fault : error.faults()) {
      if (fault.source.line == 0)
        fault.message += fmt::format(" (named in {})", reader.faults.at(place).text());
      reader.faults.list.push_back(std::move(fault));
    }
  }
}

// The four corners of the model must lie on the surface; a lattice that holds them holds all.
void check_cover(const study::Deposit& d, const Place& place, DescriptionReader& reader) {
  const study::Heights& h = *d.surface.heights;
  const double a = d.grid.rotation_deg * std::numbers::pi / 180;
  for (const int i : {0, 1})
    for (const int j : {0, 1}) {
      const double u = i * d.grid.count[0] * d.grid.cell_m.x,
                   v = j * d.grid.count[1] * d.grid.cell_m.y;
      const double x = d.grid.origin.x + u * std::cos(a) + v * std::sin(a),
                   y = d.grid.origin.y - u * std::sin(a) + v * std::cos(a);
      if (h.covers(x, y)) continue;
      return reader.faults.add(
          place, fmt::format("deposit.{}.surface.file", d.id), d.surface.file,
          fmt::format("does not cover the block model: its corner ({:.12g}, {:.12g}) lies outside "
                      "({:.12g}, {:.12g}) to ({:.12g}, {:.12g})",
                      x, y, h.x, h.y, h.x + (h.nx - 1) * h.dx, h.y + (h.ny - 1) * h.dy));
    }
}

void add_surfaces(const fs::path& folder, study::CaseFile& out, DescriptionReader& reader) {
  for (study::Deposit& d : out.values.deposit) {
    const std::string &name = d.surface.file, key = fmt::format("deposit.{}.surface.file", d.id);
    if (name.empty() || d.surface.shape != study::SurfaceShape::grid) continue;
    const Place place = reader.place_of(key);
    try {
      SurfaceGrid surface = read_surface_grid(
          input_path(folder, name), {d.surface.dialect, fmt::format("deposit.{}.surface", d.id)});
      d.surface.heights = std::make_shared<const study::Heights>(std::move(surface.heights));
      out.notes.insert(out.notes.end(), surface.notes.begin(), surface.notes.end());
      add_data_file(out, name, std::move(surface.bytes));
      check_cover(d, place, reader);
    } catch (const InputError& error) {
      for (Fault fault : error.faults()) {
        if (fault.source.line == 0)
          fault.message += fmt::format(" (named in {})", reader.faults.at(place).text());
        reader.faults.list.push_back(std::move(fault));
      }
    }
  }
}

// The tables of a deposit's holes, and their bytes for the result folder and the hash.
void add_holes(const fs::path& folder, study::CaseFile& out, DescriptionReader& reader) {
  for (study::Deposit& deposit : out.values.deposit) {
    if (!deposit.holes) continue;
    drill::Campaign& holes = *deposit.holes;
    std::vector<std::pair<std::string, std::string>> files = {{"collar", holes.collar.table.file},
                                                              {"survey", holes.survey.table.file},
                                                              {"assay", holes.assay.table.file}};
    for (const drill::IntervalFile& one : holes.interval)
      files.emplace_back("interval." + one.id, one.table.file);
    for (const auto& [table, name] : files)
      if (name.empty()) return;  // reported where the key was read
    const std::string all = "deposit." + deposit.id + ".holes";
    const bool faulty = std::any_of(reader.faults.list.begin(), reader.faults.list.end(),
                                    [&](const Fault& fault) { return fault.key.starts_with(all); });
    if (faulty) continue;
    try {
      deposit.hole_tables = std::make_shared<const drill::RawCampaign>(read_holes(holes, folder));
      for (const auto& [table, name] : files)
        add_data_file(out, name, read_text(input_path(folder, name)).bytes);
    } catch (const InputError& error) {
      for (const Fault& fault : error.faults()) reader.faults.list.push_back(fault);
    }
  }
}

// One reading of the whole case under some overrides.
DescriptionReader read_once(const fs::path& path, const Node& root, const Overrides& overrides,
                            const std::string& alternative, study::CaseFile& out) {
  DescriptionReader reader(shown(path), root, overrides, alternative);
  describe(reader, out.values);
  reader.finish();
  study::complete(out.values);
  add_market(path.parent_path(), out, reader);
  reader.add(study::breaches(out.values));
  add_price_series(path.parent_path(), out, reader);
  add_surfaces(path.parent_path(), out, reader);
  add_holes(path.parent_path(), out, reader);
  return reader;
}

// The alternatives that are not chosen must read as well, each alone; what is wrong without them is
// already reported. A key that acts in one of the readings is not idle.
void check_others(const fs::path& path, const Node& root, const std::vector<Choice>& alternatives,
                  std::vector<Fault>& faults, IdleKeys& idle, std::vector<study::Input>& given) {
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
    idle.keep_common(idle_keys(other.values));
    for (const study::Input& input : reader.inputs)
      if (!input.alternative.empty()) given.push_back(input);
    for (Fault& fault : reader.faults.list) {
      if (is_told(fault)) continue;
      fault.message += fmt::format(" (with {})", name);
      faults.push_back(std::move(fault));
    }
  }
}

// "NAME=CHOICE, OTHER=CHOICE" as choices.
std::vector<std::string> choices_in(const std::string& reading) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= reading.size();) {
    const std::size_t comma = std::min(reading.find(',', at), reading.size());
    std::string one = reading.substr(at, comma - at);
    one.erase(0, one.find_first_not_of(' '));
    one.erase(one.find_last_not_of(' ') + 1);
    out.push_back(std::move(one));
    at = comma + 1;
  }
  return out;
}

// A reading beside what is chosen already: its choices take the place of those of the same names.
std::vector<std::string> with_reading(const std::vector<std::string>& chosen,
                                      const std::string& reading) {
  std::vector<std::string> out = choices_in(reading);
  for (const std::string& one : chosen) {
    const std::string name = one.substr(0, one.find('=') + 1);
    if (std::none_of(out.begin(), out.end(),
                     [&](const std::string& other) { return other.starts_with(name); }))
      out.push_back(one);
  }
  return out;
}

void check_readings(const std::vector<std::string>& readings,
                    const std::vector<Choice>& alternatives, DescriptionReader& reader) {
  for (const std::string& reading : readings) try {
      chosen_overrides(alternatives, choices_in(reading));
    } catch (const InputError& error) {
      std::string why = error.faults().front().message;
      if (why.starts_with("--with ")) why.erase(0, why.find(": ") + 2);
      reader.faults.add(reader.place_of("readings"), "readings", reading, why);
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
  check_readings(out.values.readings, alternatives, reader);
  std::move(reader.faults.list.begin(), reader.faults.list.end(), std::back_inserter(faults.list));
  IdleKeys idle = idle_keys(out.values);
  std::vector<study::Input> written = reader.inputs;
  if (!choices.empty()) {  // what the case itself gives counts too
    study::Case own;
    const Overrides none;
    DescriptionReader unchanged(shown(path), root, none, {});
    describe(unchanged, own);
    idle.keep_common(idle_keys(own));
  }
  check_others(path, root, alternatives, faults.list, idle, written);
  if (faults.list.empty()) faults.list = faults_of(idle, written);
  if (!faults.list.empty()) throw InputError(sorted(std::move(faults.list)));

  for (const study::Doubt& doubt : study::doubtful_countries(out.values))
    out.notes.push_back(fmt::format("{}: {} = \"{}\": {}",
                                    reader.faults.at(reader.place_of(doubt.key)).text(), doubt.key,
                                    doubt.value, doubt.message));
  out.notes.insert(out.notes.end(), reader.notes.begin(), reader.notes.end());
  out.alternatives = list_alternatives(alternatives, choices);
  out.sampled = std::move(reader.sampled);
  out.inputs = std::move(reader.inputs);
  out.text = std::move(text.bytes);
  out.hash = hash_of(out, choices);
  return out;
}

std::vector<study::CaseFile> read_readings(const fs::path& given,
                                           const std::vector<std::string>& choices) {
  const fs::path path = case_file(given);
  const Text text = read_text(path);
  const Node root = parse_toml(text, shown(path));
  Faults faults(shown(path));
  const std::vector<Choice> alternatives = read_alternatives(root, faults);
  const auto read = [&](const std::vector<std::string>& chosen) {
    study::CaseFile out;
    const Overrides overrides = chosen_overrides(alternatives, chosen);
    DescriptionReader reader = read_once(path, root, overrides, {}, out);
    if (!reader.faults.list.empty()) throw InputError(sorted(std::move(reader.faults.list)));
    out.alternatives = list_alternatives(alternatives, chosen);
    out.sampled = std::move(reader.sampled);
    out.inputs = std::move(reader.inputs);
    return out;
  };
  std::vector<study::CaseFile> out;
  for (const std::string& reading : read(choices).values.readings)
    out.push_back(read(with_reading(choices, reading)));
  return out;
}

}  // namespace lode::io

#include "io/krige_files.h"

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "io/columns.h"

namespace lode::io {

resource::Columns places_of_targets(const KrigeInput& in) {
  const KrigeCase& c = in.given;
  const auto name = [&](const char* of_grid, std::string TargetFile::*own,
                        const std::string& data) {
    if (c.grid) return std::string(of_grid);
    return c.targets && !((*c.targets).*own).empty() ? (*c.targets).*own : data;
  };
  resource::Columns out;
  out.add(name("x", &TargetFile::x, c.data.x), in.targets->x);
  out.add(name("y", &TargetFile::y, c.data.y), in.targets->y);
  if (!c.is_plane()) out.add(name("z", &TargetFile::z, c.data.z), in.targets->z);
  return out;
}

resource::Columns places_of_samples(const KrigeInput& in, std::span<const std::uint32_t> sample) {
  resource::Columns out;
  const auto add = [&](const std::string& name, const std::vector<double>& all) {
    std::vector<double> values;
    for (const std::uint32_t s : sample) values.push_back(all[s]);
    out.add(name, std::move(values));
  };
  add(in.given.data.x, in.samples.x), add(in.given.data.y, in.samples.y);
  if (!in.given.is_plane()) add(in.given.data.z, in.samples.z);
  return out;
}

void write_rows(const std::filesystem::path& folder, const std::string& name,
                const std::string& title, const KrigeCase& given, const resource::Columns& rows,
                RowsOf of) {
  const bool grid = of == RowsOf::targets && given.grid;
  write_csv(folder / (name + ".csv"), rows);
  if (given.data.format == drill::Format::geo_eas)  // out as in
    write_geo_eas(folder / (name + ".dat"), rows, title,
                  grid ? std::optional(given.grid->count) : std::nullopt);
  if (grid) write_vti(folder / (name + ".vti"), rows, given.places(), *given.grid, {});
}

}  // namespace lode::io

#include "io/holes.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "io/csv.h"
#include "io/faults.h"
#include "io/files.h"
#include "io/geo_eas.h"
#include "io/input_path.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

using drill::Format;
using drill::RawTable;

// The columns of a table: the first names the hole, the rest are numbers but for a code.
std::vector<Asked> asked_of(const std::vector<std::string>& columns) {
  std::vector<Asked> out = numbers_of(columns);
  out[0].number = false;
  return out;
}
std::vector<Asked> asked_of(const drill::IntervalFile& interval) {
  std::vector<Asked> out = asked_of(drill::columns_of(interval));
  out.back().number = interval.kind == drill::IntervalKind::number;
  return out;
}
template <class Table>
std::vector<Asked> asked_of(const Table& table) {
  return asked_of(drill::columns_of(table));
}

// The unit of length that the header gives a column: "ft" of "from[ft]".
std::string_view length_told(std::string_view name) {
  const std::size_t bracket = name.ends_with(']') ? name.rfind('[') : std::string_view::npos;
  if (bracket == std::string_view::npos) return {};
  const std::string_view unit = name.substr(bracket + 1, name.size() - bracket - 2);
  for (const std::string_view known : kNames<drill::LengthUnit>)
    if (unit == known) return known;
  return {};
}

RawTable read_table(const drill::TableFile& file, const std::vector<Asked>& columns,
                    const std::string& key, const fs::path& folder, std::vector<Fault>& faults) {
  const fs::path path = input_path(folder, file.file);
  RawTable table;
  table.file = shown(path);
  CellTable cells;
  try {
    Text text = read_text(path);
    table.byte_order_mark = !text.notes.empty();
    cells = file.format == Format::csv
                ? read_cells(std::move(text), table.file, columns, {file.dialect, key, false})
                : read_geo_eas_cells(std::move(text), table.file, columns);
  } catch (const InputError& error) {
    for (Fault fault : error.faults()) {
      fault.key = key + ".file";
      faults.push_back(std::move(fault));
    }
    return table;
  }
  for (Fault& fault : cells.faults) {  // of a column: which table asked for it
    if (!fault.key.empty()) fault.value = std::exchange(fault.key, key);
    faults.push_back(std::move(fault));
  }
  const std::string_view unit = kNames<drill::LengthUnit>[static_cast<std::size_t>(file.unit)];
  for (std::size_t k = 0; k < cells.names.size(); ++k)
    if (const auto told = length_told(cells.names[k]); !told.empty() && told != unit)
      faults.push_back({{table.file, 1, 0},
                        key + ".unit",
                        std::string(unit),
                        fmt::format("the header says {}", cells.names[k])});
  if (cells.faults.empty() && cells.lines.empty() && cells.ragged.empty())
    faults.push_back({{table.file, 0, 0}, {}, {}, "holds no rows below its header"});
  for (const Asked& column : columns) table.column.push_back(column.name);
  if (!cells.names.empty()) table.column = std::move(cells.names);
  table.decimal = cells.decimal;
  table.line = std::move(cells.lines);
  table.cell = std::move(cells.columns);
  for (const RaggedRow& row : cells.ragged)
    table.ragged.push_back({row.line, row.cells, row.header});
  table.owner = std::move(cells.storage);
  return table;
}

}  // namespace

drill::RawCampaign read_holes(const drill::Campaign& campaign, const fs::path& folder) {
  std::vector<Fault> faults;
  const auto read = [&](const auto& table, const std::string& key) {
    return read_table(table.table, asked_of(table), key, folder, faults);
  };
  drill::RawCampaign out{read(campaign.collar, "collar"),
                         read(campaign.survey, "survey"),
                         read(campaign.assay, "assay"),
                         {}};
  for (const drill::IntervalFile& interval : campaign.interval)
    out.interval.push_back(read(interval, "interval." + interval.id));
  if (!faults.empty()) throw InputError(std::move(faults));
  return out;
}

}  // namespace lode::io

#include "io/pit_blocks.h"

#include <fmt/format.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/output_file.h"
#include "base/wide.h"
#include "io/columns.h"
#include "io/pit_shells.h"

namespace lode::io {
namespace {

resource::Columns columns_of(const PitInput& in, const pit::PitResult& result) {
  const std::size_t n = in.grid.size();
  const std::vector<std::uint16_t>& shell = result.shells.shell;
  std::vector<double> id(n), x(n), y(n), z(n), value(n),
      of_shell(n, std::numeric_limits<double>::quiet_NaN());
  resource::Labels destination{"destination", {"mill", "waste", "air"}, {}},
      in_pit{"in_pit", {"no", "yes"}, {}};
  for (std::size_t block = 0; block < n; ++block) {
    const Point centre = in.grid.centre(block);
    id[block] = static_cast<double>(block);
    x[block] = centre.x, y[block] = centre.y, z[block] = centre.z;
    value[block] = static_cast<double>(pit::cents_of(in.blocks, block, 1)) / pit::kCents;
    destination.code.push_back(in.blocks.air[block] ? 2 : in.blocks.is_ore(block) ? 0 : 1);
    in_pit.code.push_back(shell[block] <= result.pit);
    if (shell[block] < in.factors.size()) of_shell[block] = in.factors[shell[block]];
  }
  const EstimateFile& named = in.given.estimates;
  resource::Columns out;
  out.add("id", std::move(id));
  out.add(named.x, std::move(x)), out.add(named.y, std::move(y)), out.add(named.z, std::move(z));
  out.add("tonnes", in.blocks.tonnes);
  for (std::size_t m = 0; m < in.grade.size(); ++m) {
    std::vector<double> grade = in.grade[m];
    for (double& g : grade) g /= study::fraction_of(in.given.metal[m].unit);
    out.add(in.given.metal[m].id, std::move(grade));
  }
  out.add("value", std::move(value));
  out.add("revenue_factor", std::move(of_shell));
  out.label = {std::move(destination), std::move(in_pit)};
  return out;
}

std::string values_text(const pit::PricedBlocks& blocks) {
  std::string out;
  for (std::size_t block = 0; block < blocks.size(); ++block)
    out += blocks.air[block] ? "NA\n" : decimal_text(pit::cents_of(blocks, block, 1), 2) + "\n";
  return out;
}

}  // namespace

void write_pit_blocks(const PitInput& in, const pit::PitResult& result,
                      const std::filesystem::path& folder) {
  write_file(folder / "values.txt", values_text(in.blocks));
  write_csv(folder / "blocks.csv", columns_of(in, result));
  std::vector<std::string> label;
  for (const double factor : in.factors) label.push_back(fmt::format("{}", factor));
  const ShellBlocks shells{in.grid, result.shells.shell, label, in.ground.air};
  write_shells_vti(folder / "pit.vti", shells);
  write_shells_vtp(folder / "pit.vtp", shells);
  write_shells_dxf(folder / "pit.dxf", shells);
}

}  // namespace lode::io

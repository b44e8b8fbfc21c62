#include "block_model.h"

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.h"

namespace lode::cli {

Columns body_blocks(const study::Deposit& deposit, const study::DepositModel& model,
                    const study::Case& c) {
  const resource::Realisations& real = model.realisations;
  const std::size_t n = model.body.block.size();
  const auto stored = static_cast<double>(real.stored);
  const double least = study::least_grade(deposit);
  std::vector<double> x(n), y(n), z(n), tonnes(n), ore(n), ore_grade(n);
  std::vector<std::vector<double>> grade(real.elements, std::vector<double>(n));
  parallel_for(n, [&](std::size_t b) {
    const std::uint32_t block = model.body.block[b];
    const Point at = deposit.grid.centre(block);
    x[b] = at.x, y[b] = at.y, z[b] = at.z;
    tonnes[b] = model.block_t[block];
    double above = 0, metal = 0;
    for (std::size_t r = 0; r < real.stored; ++r) {
      for (std::size_t e = 0; e < real.elements; ++e)
        grade[e][b] += 100 * static_cast<double>(real.at(e, r, b)) / stored;
      if (const auto main = static_cast<double>(real.at(0, r, b)); main >= least)
        above += 1, metal += main;
    }
    ore[b] = above / stored;
    ore_grade[b] = above > 0 ? 100 * metal / above : std::numeric_limits<double>::quiet_NaN();
  });
  Columns out;
  out.add("x", std::move(x));
  out.add("y", std::move(y));
  out.add("z", std::move(z));
  out.add("tonnes", std::move(tonnes));
  const std::vector<std::string> elements = study::elements_of(c, deposit);
  for (std::size_t e = 0; e < real.elements; ++e)
    out.add(elements[e] + "_percent", std::move(grade[e]));
  out.add("ore_probability", std::move(ore));
  out.add("ore_percent", std::move(ore_grade));
  Labels classes{"class", {}, {real.confidence.begin(), real.confidence.end()}};
  for (const resource::ConfidenceClass& one : deposit.confidence) classes.word.push_back(one.id);
  out.label.push_back(std::move(classes));
  return out;
}

void write_block_models(const study::Results& results, const std::filesystem::path& folder) {
  for (std::size_t d = 0; d < results.models.size(); ++d) {
    const study::Deposit& deposit = results.file->values.deposit[d];
    const study::DepositModel& model = results.models[d];
    const Columns blocks = body_blocks(deposit, model, results.file->values);
    write_csv(blocks, folder / (deposit.id + "_blocks.csv"));
    write_vti(blocks, 3, deposit.grid, model.body.block, folder / (deposit.id + "_blocks.vti"));
  }
}

}  // namespace lode::cli

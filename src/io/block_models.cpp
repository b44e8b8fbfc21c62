#include "io/block_models.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "drill/drill.h"
#include "io/columns.h"
#include "io/pit_shells.h"

namespace lode::io {

resource::Columns body_blocks(const study::Deposit& deposit, const study::DepositModel& model,
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
  resource::Columns out;
  out.add("x", std::move(x));
  out.add("y", std::move(y));
  out.add("z", std::move(z));
  out.add("tonnes", std::move(tonnes));
  const std::vector<std::string> elements = study::elements_of(c, deposit);
  for (std::size_t e = 0; e < real.elements; ++e)
    out.add(elements[e] + "_percent", std::move(grade[e]));
  out.add("ore_probability", std::move(ore));
  out.add("ore_percent", std::move(ore_grade));
  resource::Labels classes{"class", {}, {real.confidence.begin(), real.confidence.end()}};
  for (const resource::ConfidenceClass& one : deposit.confidence) classes.word.push_back(one.id);
  out.label.push_back(std::move(classes));
  return out;
}

resource::Columns kriged_blocks(const study::Deposit& deposit, const study::DrilledModel& model) {
  resource::Columns out;
  std::vector<double> x, y, z, density;
  for (std::size_t b = 0; b < model.block.size(); ++b) {
    const Point centre = deposit.grid.centre(model.block[b]);
    x.push_back(centre.x), y.push_back(centre.y), z.push_back(centre.z);
    density.push_back(model.density_t_per_m3[static_cast<std::size_t>(model.domain[b])]);
  }
  out.add("x", std::move(x)), out.add("y", std::move(y)), out.add("z", std::move(z));
  const auto add_grades = [&](const std::string& name, std::size_t e,
                              std::vector<double> fractions) {
    for (const drill::Element& element : model.composites.element)
      if (element.id == model.element[e])
        for (double& grade : fractions) grade /= drill::fraction_in(element.unit);
    out.add(name, std::move(fractions));
  };
  for (std::size_t e = 0; e < model.element.size(); ++e) {
    add_grades(model.element[e], e, model.kriged[e]);
    add_grades(model.element[e] + "_block", e, model.corrected[e]);
  }
  add_grades("inverse_distance", 0, model.inverse_distance);
  add_grades("nearest", 0, model.nearest);
  out.add("variance", model.variance), out.add("slope_of_regression", model.slope);
  out.add("samples", model.samples), out.add("holes", model.holes);
  out.add("spacing", model.spacing_m), out.add("density", std::move(density));
  resource::Labels domain{"domain", model.domain_name, model.domain}, confidence{"class", {}, {}};
  for (const std::uint8_t c : model.confidence)
    confidence.code.push_back(c == resource::kUnclassified ? -1 : c);
  for (const resource::ConfidenceClass& one : deposit.confidence) confidence.word.push_back(one.id);
  out.label = {std::move(domain), std::move(confidence)};
  out.note.push_back(fmt::format(
      "{}: kriged; {}_block: after the change of support; inverse_distance, nearest: the checks; "
      "grades in the units of the assays, variance in those of the variogram's sill",
      model.element[0], model.element[0]));
  return out;
}

void write_block_models(const study::Results& results, const std::filesystem::path& folder) {
  for (std::size_t d = 0; d < results.models.size(); ++d) {
    const study::Deposit& deposit = results.file->values.deposit[d];
    const study::DepositModel& model = results.models[d];
    const resource::Columns blocks = body_blocks(deposit, model, results.file->values);
    write_csv(folder / (deposit.id + "_blocks.csv"), blocks);
    write_vti(folder / (deposit.id + "_blocks.vti"), blocks, 3, deposit.grid, model.body.block);
  }
}

void write_plan_shells(const study::Results& results, const std::filesystem::path& folder) {
  const study::Plan& plan = results.plans[results.plan_of_bid[0]];
  std::vector<std::string> factors;
  for (const double factor : results.file->values.planning.revenue_factors)
    factors.push_back(fmt::format("{}", factor));
  for (std::size_t d = 0; d < plan.deposit.size(); ++d) {
    const study::Deposit& deposit = results.file->values.deposit[d];
    const study::DepositPlan& of = plan.deposit[d];
    const ShellBlocks blocks{deposit.grid, of.block_shell, factors, results.models[d].ground.air};
    std::vector<std::int32_t> pushback;
    for (const std::uint8_t each : of.pushbacks.pushback)
      pushback.push_back(each == 255 ? 0 : each + 1);
    write_shells_vti(folder / (deposit.id + "_shells.vti"), blocks, pushback);
    write_shells_vtp(folder / (deposit.id + "_shells.vtp"), blocks);
    write_shells_dxf(folder / (deposit.id + "_shells.dxf"), blocks);
  }
}

}  // namespace lode::io

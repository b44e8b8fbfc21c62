#include "drilled_deposit.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "io/io.h"

namespace lode::cli {

std::optional<DrilledDeposit> drilled_deposit(const StageArguments& arguments) {
  const std::filesystem::path path = io::case_file(arguments.case_path);
  if (!io::has_top_key(path, "deposit")) {
    if (arguments.deposit.empty()) return std::nullopt;
    throw InputError(Fault{{io::shown(path), 0, 0},
                           "--deposit",
                           arguments.deposit,
                           "this case is of one stage alone and has no deposits"});
  }
  DrilledDeposit out{io::read_case(path), 0, path.parent_path()};
  std::vector<std::string> drilled;
  for (std::size_t d = 0; d < out.file.values.deposit.size(); ++d) {
    const study::Deposit& deposit = out.file.values.deposit[d];
    if (!deposit.holes) continue;
    drilled.push_back(deposit.id);
    if (deposit.id == arguments.deposit || arguments.deposit.empty()) out.index = d;
  }
  const bool known = arguments.deposit.empty() ? drilled.size() == 1
                                               : std::find(drilled.begin(), drilled.end(),
                                                           arguments.deposit) != drilled.end();
  if (!known)
    throw InputError(Fault{{io::shown(path), 0, 0},
                           "--deposit",
                           arguments.deposit,
                           drilled.empty()
                               ? "no deposit of this case has drill holes"
                               : fmt::format("must name one of the deposits with drill holes: {}",
                                             fmt::join(drilled, ", "))});
  return out;
}

Columns block_model(const study::Deposit& deposit, const study::DrilledModel& model) {
  Columns out;
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
  Labels domain{"domain", model.domain_name, model.domain}, confidence{"class", {}, {}};
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

}  // namespace lode::cli

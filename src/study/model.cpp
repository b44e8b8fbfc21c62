#include "study/model.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "study/extent.h"

namespace lode::study {
namespace {

// The body's blocks that are not air.
resource::Body in_ground(const resource::Body& body, const Ground& ground) {
  resource::Body out;
  for (std::size_t i = 0; i < body.block.size(); ++i) {
    if (ground.air[body.block[i]]) continue;
    out.block.push_back(body.block[i]);
    out.rim.push_back(body.rim[i]);
  }
  return out;
}

void note_classes(const Deposit& deposit, DepositModel& model) {
  for (const resource::ConfidenceClass& confidence : deposit.confidence)
    model.class_is_inferred.push_back(confidence.inferred ? 1 : 0);
  model.body_block.assign(deposit.grid.size(), -1);
  for (std::size_t b = 0; b < model.body.block.size(); ++b)
    model.body_block[model.body.block[b]] = static_cast<std::int32_t>(b);
  model.body_blocks_on_edge = resource::blocks_on_edge(deposit.grid, model.body);
}

// A stage knows no deposit: its faults get the deposit's key before their own, and its NoAnswer
// gets the deposit's name.
template <class Stage>
auto of_deposit(const Deposit& deposit, const Stage& stage) {
  const std::string at = "deposit." + deposit.id;
  try {
    return stage();
  } catch (const InputError& error) {
    std::vector<Fault> faults = error.faults();
    for (Fault& fault : faults)
      if (fault.key.empty())
        fault.key = at;
      else if (!fault.key.starts_with("deposit."))
        fault.key = at + (deposit.holes ? ".holes." : ".") + fault.key;
    throw InputError(std::move(faults));
  } catch (const NoAnswer& answer) {
    const std::string text = answer.what(), name = "deposit " + deposit.id + ": ";
    throw NoAnswer(text.starts_with(name) ? text : name + text);
  }
}

DrilledInput input_of(const Deposit& deposit, const Ground& ground) {
  DrilledInput input{*deposit.holes,   *deposit.hole_tables, deposit.grid,
                     deposit.solid,    deposit.variogram,    *deposit.search,
                     *deposit.kriging, *deposit.estimate,    {},
                     ground.air};
  for (const resource::ConfidenceClass& one : deposit.confidence)
    input.classes.push_back(one.drilling);
  return input;
}

Extent extent_of(const std::vector<resource::Solid>& solids) {
  Extent out;
  for (const resource::Solid& solid : solids) {
    const auto [low, high] = resource::extent_of(solid);
    out.add(low);
    out.add(high);
  }
  return out;
}

// No block is in the body: where the solids are, where the grid is, what is air.
std::string why_no_body(const Deposit& deposit, const Ground& ground, std::size_t inside) {
  std::string out = fmt::format(
      "no block centre lies inside its solids, below the surface: the solids reach {}; the grid {}",
      extent_of(deposit.solid).text(), study::extent_of(deposit.grid).text());
  if (inside > 0)
    out += fmt::format(
        "; {} centres lie inside the solids, all of them above the ground ({:.6g} m "
        "at its highest)",
        inside, ground.top_m);
  else
    out += fmt::format(" in blocks of {:g} x {:g} x {:g} m", deposit.grid.cell_m.x,
                       deposit.grid.cell_m.y, deposit.grid.cell_m.z);
  return out;
}

// The classified blocks are the body; all realisations share their grades.
DepositModel from_holes(const Deposit& deposit, DepositFrame frame,
                        const resource::SimulationOptions& options, const Progress& progress) {
  DepositModel model;
  model.ground = std::move(frame.ground);
  model.drilled = make_drilled_model(deposit.id, input_of(deposit, model.ground),
                                     std::move(*frame.holes), progress);
  const DrilledModel& drilled = *model.drilled;

  const double volume = deposit.grid.cell_volume_m3();
  model.block_t.assign(deposit.grid.size(), volume * deposit.estimate->density_t_per_m3);
  for (std::size_t b = 0; b < drilled.block.size(); ++b)
    model.block_t[drilled.block[b]] =
        volume * drilled.density_t_per_m3[static_cast<std::size_t>(drilled.domain[b])];
  for (std::size_t block = 0; block < model.block_t.size(); ++block)
    model.block_t[block] *= model.ground.share[block];
  resource::Realisations& real = model.realisations;
  std::vector<std::size_t> place;
  for (std::size_t b = 0; b < drilled.block.size(); ++b) {
    if (drilled.confidence[b] == resource::kUnclassified) continue;
    place.push_back(b);
    model.body.block.push_back(drilled.block[b]);
    real.confidence.push_back(drilled.confidence[b]);
  }
  real.realisations = static_cast<std::size_t>(options.realisations);
  real.stored = 1;
  real.elements = drilled.corrected.size();
  real.blocks = place.size();
  for (const std::vector<double>& grade : drilled.corrected)
    for (const std::size_t b : place) real.grade.push_back(static_cast<float>(grade[b]));
  resource::draw_class_factors(deposit.confidence, options, real);

  double tonnes = 0, metal = 0, best = 0;
  for (const std::size_t b : place) {
    const double grade = drilled.corrected[0][b];
    best = std::max(best, grade);
    if (grade < deposit.estimate->cut_off) continue;
    tonnes += model.block_t[drilled.block[b]];
    metal += model.block_t[drilled.block[b]] * grade;
  }
  if (!(tonnes > 0))
    throw NoAnswer(fmt::format(
        "none of its {} classified blocks reaches the cut-off {:.4g} %: the best of them holds "
        "{:.4g} %, the best of its {} estimated blocks {:.4g} %",
        place.size(), 100 * deposit.estimate->cut_off, 100 * best, drilled.block.size(),
        100 * *std::max_element(drilled.corrected[0].begin(), drilled.corrected[0].end())));
  model.ore_grade = metal / tonnes;
  return model;
}

DepositModel from_statement(const Deposit& deposit, DepositFrame frame,
                            const resource::SimulationOptions& options, const Progress& progress) {
  DepositModel model;
  model.ground = std::move(frame.ground);
  model.body = std::move(frame.body);
  model.law = std::move(frame.law);
  const resource::Statement& statement = *deposit.statement;
  model.block_t.assign(deposit.grid.size(),
                       deposit.grid.cell_volume_m3() * statement.density_t_per_m3);
  for (std::size_t block = 0; block < model.block_t.size(); ++block)
    model.block_t[block] *= model.ground.share[block];
  model.ore_grade = statement.grade;
  model.realisations = resource::simulate(statement, model.law, deposit.variogram, deposit.grid,
                                          model.body, deposit.confidence, options, progress);
  model.check = resource::check_statement(statement, deposit.grid, model.realisations);
  return model;
}

}  // namespace

DepositFrame make_frame(const Deposit& deposit) {
  return of_deposit(deposit, [&] {
    DepositFrame out;
    out.ground = make_ground(deposit.grid, deposit.surface, deposit.slopes, deposit.slope_domain,
                             deposit.zone);
    if (deposit.holes) {
      out.holes = make_drilled_frame(deposit.id, input_of(deposit, out.ground));
      return out;
    }
    const resource::Body whole = resource::make_body(deposit.grid, deposit.solid);
    out.body = in_ground(whole, out.ground);
    if (out.body.block.empty())
      throw NoAnswer(why_no_body(deposit, out.ground, whole.block.size()));
    out.law = resource::fit_law(*deposit.statement, deposit.grid, out.body);
    if (out.law.status != resource::LawStatus::solved)
      throw NoAnswer("no grade law meets the statement: " + out.law.message);
    return out;
  });
}

DepositModel make_deposit_model(const Deposit& deposit, DepositFrame frame, int realisations,
                                std::uint64_t seed, const Progress& progress) {
  resource::SimulationOptions options;
  options.realisations = realisations;
  options.seed = seed;
  options.name = deposit.id;
  const auto make = deposit.holes ? from_holes : from_statement;
  DepositModel model =
      of_deposit(deposit, [&] { return make(deposit, std::move(frame), options, progress); });
  note_classes(deposit, model);
  return model;
}

DepositModel make_deposit_model(const Deposit& deposit, int realisations, std::uint64_t seed,
                                const Progress& progress) {
  return make_deposit_model(deposit, make_frame(deposit), realisations, seed, progress);
}

}  // namespace lode::study

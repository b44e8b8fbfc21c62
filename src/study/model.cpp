#include "study/model.h"

#include <fmt/format.h>

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

// The classified blocks are the body; all realisations share their grades.
DepositModel from_holes(const Deposit& deposit, Ground ground,
                        const resource::SimulationOptions& options, const Progress& progress) {
  DepositModel model;
  model.ground = std::move(ground);
  DrilledInput input{*deposit.holes,   deposit.hole_tables, deposit.grid,
                     deposit.solid,    deposit.variogram,   *deposit.search,
                     *deposit.kriging, *deposit.estimate,   {},
                     model.ground.air};
  for (const resource::ConfidenceClass& one : deposit.confidence)
    input.classes.push_back(one.drilling);
  model.drilled = make_drilled_model(deposit.id, input, progress);
  const DrilledModel& drilled = *model.drilled;

  const double volume = deposit.grid.cell_volume().value();
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

  double tonnes = 0, metal = 0;
  for (const std::size_t b : place)
    if (drilled.corrected[0][b] >= deposit.estimate->cut_off) {
      tonnes += model.block_t[drilled.block[b]];
      metal += model.block_t[drilled.block[b]] * drilled.corrected[0][b];
    }
  if (!(tonnes > 0))
    throw NoAnswer(
        fmt::format("deposit {}: none of its {} classified blocks reaches the cut-off {:g} %",
                    deposit.id, place.size(), 100 * deposit.estimate->cut_off));
  model.ore_grade = metal / tonnes;
  return model;
}

DepositModel from_statement(const Deposit& deposit, Ground ground,
                            const resource::SimulationOptions& options, const Progress& progress) {
  DepositModel model;
  model.ground = std::move(ground);
  model.body = in_ground(resource::make_body(deposit.grid, deposit.solid), model.ground);
  if (model.body.block.empty())
    throw NoAnswer(fmt::format(
        "deposit {}: no block centre lies inside its solids, below the surface", deposit.id));
  const resource::Statement& statement = *deposit.statement;
  model.block_t.assign(deposit.grid.size(),
                       deposit.grid.cell_volume().value() * statement.density_t_per_m3);
  for (std::size_t block = 0; block < model.block_t.size(); ++block)
    model.block_t[block] *= model.ground.share[block];
  model.ore_grade = statement.grade;
  model.law = resource::fit_law(statement, deposit.grid, model.body);
  if (model.law.status != resource::LawStatus::solved)
    throw NoAnswer(fmt::format("deposit {}: no grade law meets the statement: {}", deposit.id,
                               model.law.message));
  model.realisations = resource::simulate(statement, model.law, deposit.variogram, deposit.grid,
                                          model.body, deposit.confidence, options, progress);
  model.check = resource::check_statement(statement, deposit.grid, model.realisations);
  return model;
}

}  // namespace

DepositModel make_deposit_model(const Deposit& deposit, int realisations, std::uint64_t seed,
                                const Progress& progress) {
  resource::SimulationOptions options;
  options.realisations = realisations;
  options.seed = seed;
  options.name = deposit.id;
  Ground ground = make_ground(deposit.grid, deposit.surface, deposit.slopes, deposit.slope_domain,
                              deposit.zone);
  const auto make = deposit.holes ? from_holes : from_statement;
  DepositModel model = make(deposit, std::move(ground), options, progress);
  note_classes(deposit, model);
  return model;
}

}  // namespace lode::study

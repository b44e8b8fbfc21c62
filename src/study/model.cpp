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

}  // namespace

DepositModel make_deposit_model(const Deposit& deposit, int realisations, std::uint64_t seed,
                                const Progress& progress) {
  DepositModel model;
  model.ground = make_ground(deposit.grid, deposit.surface, deposit.slopes, deposit.slope_domain,
                             deposit.zone);
  model.body = in_ground(resource::make_body(deposit.grid, deposit.solid), model.ground);
  if (model.body.block.empty())
    throw NoAnswer(fmt::format(
        "deposit {}: no block centre lies inside its solids, below the surface", deposit.id));
  model.body_blocks_on_edge = resource::blocks_on_edge(deposit.grid, model.body);
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

  resource::SimulationOptions options;
  options.realisations = realisations;
  options.seed = seed;
  options.name = deposit.id;
  model.realisations = resource::simulate(statement, model.law, deposit.variogram, deposit.grid,
                                          model.body, deposit.confidence, options, progress);
  model.check = resource::check_statement(statement, deposit.grid, model.realisations);
  for (const resource::ConfidenceClass& confidence : deposit.confidence)
    model.class_is_inferred.push_back(confidence.inferred ? 1 : 0);
  model.body_block.assign(deposit.grid.size(), -1);
  for (std::size_t b = 0; b < model.body.block.size(); ++b)
    model.body_block[model.body.block[b]] = static_cast<std::int32_t>(b);
  return model;
}

}  // namespace lode::study

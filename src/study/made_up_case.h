// A small made-up case for the tests of this room: one deposit, two commodities, two bids. No file
// is read.
#pragma once

#include "study/case.h"

namespace lode::study {

inline Case made_up_case() {
  Case c;
  c.title = "made up";
  Project& p = c.project;
  p.base_year = 2026, p.quarters_until = 2029, p.horizon_years = 16, p.construction_start = 2026,
  p.licence_start = 2026;
  p.licence_y = 14, p.closing_year = 2026, p.capital_usd = 40e6, p.capital_profile = {0.5, 0.5};
  c.planning.price_usd = 80, c.planning.revenue_factors = {0.6, 0.8, 1.0, 1.2},
  c.planning.pushbacks = 2, c.planning.lag_benches = 2;
  c.planning.cut_offs = 8;
  market::Commodity main, other;
  main.id = main.name = "main", main.quoted_unit = "lot", main.quote_mass_t = 0.01;
  main.start_usd = 90, main.long_run_usd = 80, main.half_life_y = 1, main.volatility = 0.2,
  main.payable = 0.97, main.selling_usd = 1;
  other.id = other.name = "other", other.start_usd = 4000, other.long_run_usd = 5000,
  other.half_life_y = 2, other.volatility = 0.1;
  other.payable = 0.8, other.selling_usd = 100, other.correlation = 0.5;
  c.commodity = {main, other};

  Deposit d;
  d.id = d.name = "hill";
  d.grid.origin = {0, 0, 0}, d.grid.cell_m = {20, 20, 10}, d.grid.count = {24, 24, 12};
  resource::Solid solid;
  solid.id = "body", solid.shape = resource::Shape::pipe, solid.centre = {240, 240, 120};
  solid.length_m = 160, solid.width_m = 120, solid.height_m = 90, solid.dip_deg = 85;
  d.solid = {solid};
  resource::VariogramStructure structure;
  structure.id = "all", structure.contribution = 0.8, structure.range_major_m = 80,
  structure.range_semi_m = 60, structure.range_minor_m = 40;
  d.variogram.nugget = 0.2, d.variogram.structure = {structure};
  resource::Statement& statement = d.statement.emplace();
  statement.tonnage_t = 2.2e6, statement.grade = 0.012, statement.cut_off = 0.006,
  statement.density_t_per_m3 = 2.7, statement.rim_grade = 0.7;
  resource::ByProduct by_product;
  by_product.id = "other", by_product.grade = 0.001;
  statement.by_product = {by_product};
  resource::ConfidenceClass heart, rim;
  heart.id = "heart", heart.within = 0.6, heart.metal_sd = 0.08;
  rim.id = "rim", rim.metal_sd = 0.2, rim.mean_factor = 0.95, rim.inferred = true;
  d.confidence = {heart, rim};
  pit::SlopeSector sector;
  sector.id = "all", sector.angle_deg = 47;
  d.slopes.sector = {sector}, d.slopes.benches = 4;
  d.mine.movement_cap_t_per_y = 2e6, d.mine.dilution = 0.05, d.mine.dilution_grade = 0.0002,
  d.mine.loss = 0.04;
  plant::Mill& mill = d.mill;
  mill.capacity_t_per_y = 0.3e6, mill.ramp_up = {0.5};
  mill.processing_usd_per_t = 14, mill.general_usd_per_t = 2, mill.sustaining_usd_per_t = 1;
  plant::Stage gravity, flotation;  // the second element first, in a concentrate of its own
  gravity.id = "gravity", gravity.feed = {"ore"}, gravity.product_grade = 0.4,
  gravity.makes = "other_concentrate";
  plant::Recovery other_law, main_law;
  other_law.id = "other", other_law.recovery = 0.6;
  gravity.recovery = {other_law};
  flotation.id = "flotation", flotation.feed = {"gravity.rest"}, flotation.product_grade = 0.5,
  flotation.makes = "concentrate";
  main_law.id = "main", main_law.law = plant::Law::constant_tail, main_law.recovery = 0.8,
  main_law.start_recovery = 0.6, main_law.learning_y = 2.5;
  main_law.reference_grade = 0.012, main_law.tail_grade = 0.0008;
  flotation.recovery = {main_law};
  mill.stage = {gravity, flotation};
  d.lead_y = 2, d.prestrip_y = 1, d.mining_usd_per_t = 2.2, d.mining_usd_per_t_m = 0.003;
  c.deposit = {d};

  plant::Product concentrate, other_concentrate, product;
  concentrate.id = concentrate.name = "concentrate";
  other_concentrate.id = other_concentrate.name = "other_concentrate";
  plant::Payable pays;
  pays.id = "other";
  other_concentrate.pays = {pays};
  product.id = product.name = "product";
  c.product = {concentrate, other_concentrate, product};
  plant::Refinery& refinery = c.refinery.emplace();
  refinery.capacity_t_per_y = 5000, refinery.product_content = 0.9, refinery.yield = 0.97,
  refinery.conversion_usd_per_quote = 5, refinery.fixed_usd_per_y = 0.5e6;
  finance::Extraction extraction, extraction_other;
  extraction.id = "main", extraction.rate = 0.06,
  extraction.base = finance::ExtractionBase::concentrate, extraction.price_share = 0.8;
  extraction_other.id = "other", extraction_other.rate = 0.05;
  c.tax.extraction = {extraction, extraction_other};
  finance::Pool pool;
  pool.id = "all", pool.share = 1, pool.rate = 0.2;
  c.tax.pool = {pool};
  finance::Tax& tax = c.tax;
  tax.income_rate = 0.2, tax.loss_years = 10, tax.property_rate = 0.015, tax.payroll_share = 0.2,
  tax.social_rate = 0.06, tax.vat_rate = 0.16, tax.vat_delay_y = 1, tax.dividend_rate = 0.15,
  tax.dividend_rate_major = 0.05, tax.major_stake = 0.25;
  finance::Macro& macro = c.macro;
  macro.inflation = 0.023, macro.local_inflation_start = 0.08, macro.local_inflation_end = 0.05,
  macro.local_inflation_years = 10, macro.risk_free = 0.042;
  c.financing.share = 0.65, c.financing.reserve_y = 0.5, c.financing.working_capital_days = 60,
  c.financing.support_cap = 20e6;
  c.suspension.care_usd_per_y = 0.3e6, c.suspension.reopen_factor = 1.15;
  c.discount.project = 0.08, c.discount.state = c.discount.guarantor = 0.05;
  c.bank_case.price_usd = 60, c.bank_case.delay_y = 1, c.bank_case.covenant = 1.3;

  deal::Bid first, second;
  first.id = "first", first.name = "First bid", first.sponsor_stake = 0.7, first.fund_stake = 0.3,
  first.stake_price_usd = 2e6, first.equity_rate = 0.12;
  finance::Loan loan;
  loan.id = "bank", loan.commitment_usd = 30e6, loan.rate = 0.07, loan.term_y = 6, loan.grace_y = 1,
  loan.upfront_fee = 0.01, loan.exposure_fee = 0.03;
  first.venture.loan = {loan}, first.venture.marketing_discount = 0.03;
  deal::Offtake offtake;
  offtake.id = "all", offtake.share = 1, offtake.buyer = "B", offtake.marketed_by = "M",
  offtake.refined_in = "H", offtake.transit = {"T"};
  first.offtake = {offtake};
  second = first;
  second.id = "second", second.name = "Second bid", second.venture.marketing_discount = 0,
  second.capital_factor = 0.9, second.delay_y = 1;
  second.stake_price_rule = deal::StakePrice::share_of_value, second.stake_price_share = 0.5,
  second.closing_probability = 0.6;
  c.bid = {first, second};
  complete(c);
  return c;
}

}  // namespace lode::study

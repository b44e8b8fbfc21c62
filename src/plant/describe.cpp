// What the keys of this room mean.
#include "plant/plant.h"

namespace lode::plant {

void describe(Visitor& visit, Recovery& r) {
  visit.choice("law", r.law,
               "how recovery follows the grade of the stage's feed: not at all, by tails that no "
               "feed brings below a grade, or by a table");
  visit.sampled("recovery", r.recovery, unit::kFraction, {0, 1},
                "of the element to the stage's product after learning; constant_tail: at "
                "reference_grade; table: times the table's factor");
  visit.sampled("start_recovery", r.start_recovery, unit::kFraction, {0, 1},
                "the same on the first day");
  visit.sampled("learning", r.learning_y, unit::kYears, {0, 20},
                "from start_recovery to recovery, in a straight line; 0: recovery at once");
  visit.fixed("reference_grade", r.reference_grade, unit::kPercent, {0, 100},
              "constant_tail: head grade at which recovery holds");
  visit.sampled("tail_grade", r.tail_grade, unit::kPercent, {0, 100},
                "constant_tail: grade of tails that no feed brings below (beyond the share always "
                "lost)");
  visit.series("grades", r.grades, unit::kPercent, {0, 100}, "table: head grades, rising");
  visit.series("factors", r.factors, unit::kFraction, {0, 1}, "table: of recovery at each of them");
}

void describe(Visitor& visit, Stage& s) {
  visit.text("name", s.name, false, "as it stands in tables");
  visit.text("kind", s.kind, false, "crush, sort, gravity, flotation, leach, or any other word");
  visit.texts("feed", s.feed,
              "what it is fed with: \"ore\", the product of a stage by its name, what a stage "
              "leaves as NAME.rest");
  visit.fixed("capacity", s.capacity_t_per_y, unit::kMegatonnesPerYear, {0, 1e3},
              "of its own feed a year; 0: no limit of its own");
  visit.sampled("availability", s.availability, unit::kFraction, {0.01, 1},
                "of its capacity: time that it runs");
  visit.series("ramp_up", s.ramp_up, unit::kFraction, {0, 1},
               "share of its capacity in each year of operation; full after the last");
  visit.named("recovery", s.recovery, "how an element goes to the stage's product");
  visit.sampled("mass_pull", s.mass_pull, unit::kFraction, {0, 1},
                "of the feed's tonnes to the product");
  visit.fixed("product_grade", s.product_grade, unit::kPercent, {0, 100},
              "of the first element that has a recovery, instead of mass_pull; 0: mass_pull");
  visit.text("makes", s.makes, false, "the product of the case that the stage's product is");
  const Range range{0, 1000};
  const auto per_tonne = [&](std::string_view key, double& value, std::string_view meaning) {
    visit.sampled(key, value, unit::kUsdPerTonne, range, meaning);
  };
  per_tonne("cost", s.cost_usd_per_t, "of the stage's feed, beside what follows");
  per_tonne("reagents", s.reagents_usd_per_t, "of the stage's feed");
  visit.sampled("power", s.power_kwh_per_t, {"kWh/t", 1}, range,
                "of the stage's feed, at the mill's power_price");
  visit.sampled("water", s.water_m3_per_t, {"m3/t", 1}, range,
                "fresh, of the stage's feed, at the mill's water_price");
  per_tonne("labour_per_tonne", s.labour_usd_per_t, "of the stage's feed");
  visit.sampled("labour", s.labour_usd_per_y, unit::kMillionUsdPerYear, {0, 1e4},
                "crew, while the mill runs");
  per_tonne("sustaining_capital", s.sustaining_usd_per_t, "of the stage's feed");
  visit.sampled("sustaining_capital_per_year", s.sustaining_usd_per_y, unit::kMillionUsdPerYear,
                {0, 1e4}, "while the mill runs");
}

void describe(Visitor& visit, Mill& m) {
  visit.fixed("capacity", m.capacity_t_per_y, unit::kMegatonnesPerYear, {1e-6, 1e3},
              "ore milled a year");
  visit.sampled("availability", m.availability, unit::kFraction, {0.01, 1},
                "of capacity: time that the mill runs");
  visit.series("ramp_up", m.ramp_up, unit::kFraction, {0, 1},
               "share of capacity in each year of operation; full after the last");
  visit.named("stage", m.stage, "a stage of the flowsheet");
  visit.sampled("processing_cost", m.processing_usd_per_t, unit::kUsdPerTonne, {0, 1000},
                "of ore milled, beside what the stages cost");
  visit.sampled("general_cost", m.general_usd_per_t, unit::kUsdPerTonne, {0, 1000},
                "general and administration, of ore milled");
  visit.sampled("sustaining_capital", m.sustaining_usd_per_t, unit::kUsdPerTonne, {0, 1000},
                "of ore milled, beside what the stages need");
  visit.sampled("fixed_cost", m.fixed_usd_per_y, unit::kMillionUsdPerYear, {0, 1e4},
                "while the mill runs");
  visit.sampled("power_price", m.power_usd_per_kwh, {"USD/kWh", 1}, {0, 10},
                "of the stages' power");
  visit.sampled("water_price", m.water_usd_per_m3, {"USD/m3", 1}, {0, 100}, "of the stages' water");
}

void describe(Visitor& visit, Payable& p) {
  visit.sampled("share", p.share, unit::kFraction, {0, 1}, "of its metal in the product");
  visit.sampled("deduction", p.deduction, unit::kPercent, {0, 100},
                "of the product's mass, if that leaves less");
}

void describe(Visitor& visit, Penalty& p) {
  visit.fixed("limit", p.limit, unit::kPercent, {0, 100}, "grade that is free of penalty");
  visit.fixed("step", p.step, unit::kPercent, {1e-6, 100}, "grade above it that `rate` is for");
  visit.sampled("rate", p.usd_per_t, unit::kUsdPerTonne, {0, 1e5},
                "of product, for each step, parts in proportion");
}

void describe(Visitor& visit, Product& p) {
  visit.text("name", p.name, true, "as it stands in tables");
  visit.choice("may_be_sold", p.may_be_sold,
               "where the law lets it be sold: inside = in the host country alone");
  visit.text("because", p.because, false, "the law that says so");
  visit.named("pays", p.pays, "an element that the buyer pays for");
  visit.named("penalty", p.penalty, "an element that the buyer charges for");
  visit.sampled("treatment", p.treatment_usd_per_t, unit::kUsdPerTonne, {0, 1e5}, "of dry product");
  visit.sampled("freight", p.freight_usd_per_t, unit::kUsdPerTonne, {0, 1e4}, "of wet product");
  visit.sampled("moisture", p.moisture, unit::kFraction, {0, 0.5}, "of the wet mass");
}

void describe(Visitor& visit, Refinery& r) {
  visit.text("feed", r.feed, false, "the product of the case that it takes in");
  visit.text("makes", r.makes, false, "the product of the case that it gives");
  visit.fixed("capacity", r.capacity_t_per_y, unit::kTonnesPerYear, {1e-3, 1e9}, "product a year");
  visit.fixed("product_content", r.product_content, unit::kFraction, {1e-6, 1},
              "tonnes of the main commodity in a tonne of product");
  visit.sampled("yield", r.yield, unit::kFraction, {0.01, 1}, "of metal in concentrate to product");
  visit.sampled("conversion_cost", r.conversion_usd_per_quote, unit::kUsdPerQuote, {0, 1e6},
                "of the main commodity in product");
  visit.sampled("fixed_cost", r.fixed_usd_per_y, unit::kMillionUsdPerYear, {0, 1e4},
                "while anything operates");
  visit.choice("when_full", r.when_full,
               "concentrate beyond capacity is stocked, or the mills are curtailed at once");
  visit.fixed("stock_cap", r.stock_cap_y, unit::kYears, {0, 1000},
              "years of refinery intake that may be stocked before mills are curtailed");
}

}  // namespace lode::plant

#include "market/world.h"

namespace lode::market {
namespace {

constexpr Unit kPrice{"price", 1}, kQuantity{"quantity", 1}, kSlope{"price/quantity", 1};
constexpr Range kAny{-1e12, 1e12}, kNotNegative{0, 1e12}, kPositive{1e-12, 1e12};

template <class T>
void statistics(Visitor& visit, T& record) {
  visit.fixed("observed", record.observed, kQuantity, kNotNegative,
              "quantity of the base year by the statistics");
  visit.fixed("deviation", record.deviation, kQuantity, kNotNegative,
              "standard deviation of the statistics; 0: exact");
}

template <class T>
void additions(Visitor& visit, T& record) {
  visit.fixed("capex", record.capex, kPrice, kNotNegative,
              "per unit of capacity a period; left out: none is added");
  visit.integer("lead", record.lead, 0, 1000, "periods from paying for capacity to its first use");
  visit.fixed("most_added", record.most_added, kQuantity, kNotNegative,
              "capacity that can be added in a period");
}

}  // namespace

void describe(Visitor& visit, Producer& p) {
  visit.text("region", p.region, true, "where it is");
  visit.text("stage", p.stage, false, "of what it makes; left out: the first");
  visit.choice("kind", p.kind, "mine, or scrap");
  visit.text("owner", p.owner, false, "[firm.NAME] that sells it; left out: competitive");
  visit.text("marketer", p.marketer, false, "region whose firms sell it; left out: its own");
  visit.row("cost", p.cost, kPrice, kAny, false, "marginal cost of the first unit");
  visit.fixed("slope", p.slope, kSlope, kNotNegative, "rise of marginal cost per unit");
  visit.row("capacity", p.capacity, kQuantity, kNotNegative, false, "a period; left out: no limit");
  visit.row("minimum", p.minimum, kQuantity, kNotNegative, false, "output at least, a period");
  visit.row("output", p.output, kQuantity, kNotNegative, false, "fixed, whatever the price");
  visit.fixed("reserve", p.reserve, kQuantity, kNotNegative, "output of all periods at most");
  visit.row("tax", p.tax, kPrice, kAny, false, "per unit, to its region; below 0: a subsidy");
  visit.fixed("ad_valorem", p.ad_valorem, unit::kFraction, {-1, 0.99}, "tax, share of its price");
  visit.choice("curve", p.curve, "through quantity and price with an elasticity");
  visit.fixed("quantity", p.quantity, kQuantity, kPositive,
              "at `price`, instead of cost and slope");
  visit.fixed("price", p.price, kPrice, kPositive, "at which `quantity` is made");
  visit.fixed("elasticity", p.elasticity, unit::kNone, {0, 1e6}, "of supply, above 0");
  additions(visit, p);
  statistics(visit, p);
}

void describe(Visitor& visit, Plant& p) {
  visit.text("region", p.region, true, "where it is");
  visit.text("from", p.from, true, "stage of its feed");
  visit.text("to", p.to, true, "stage of its product");
  visit.text("owner", p.owner, false, "in words");
  visit.fixed("yield", p.yield, {"unit/unit", 1}, {1e-9, 1e9}, "of product per unit of feed");
  visit.row("cost", p.cost, kPrice, kAny, false, "per unit of feed");
  visit.fixed("slope", p.slope, kSlope, kNotNegative, "rise of that cost per unit");
  visit.row("capacity", p.capacity, kQuantity, kNotNegative, false, "feed a period");
  visit.row("minimum", p.minimum, kQuantity, kNotNegative, false, "feed at least, a period");
  visit.texts("also_from", p.also_from, "further stages that it takes");
  visit.series("also_amount", p.also_amount, {"unit/unit", 1}, {1e-9, 1e9},
               "of each of them per unit of feed");
  visit.texts("more_to", p.more_to, "further stages that it makes");
  visit.series("more_yield", p.more_yield, {"unit/unit", 1}, {1e-9, 1e9},
               "of each of them per unit of feed");
  additions(visit, p);
  statistics(visit, p);
}

void describe(Visitor& visit, Demand& d) {
  visit.text("region", d.region, true, "where it is used");
  visit.text("stage", d.stage, false, "of what is used; left out: the last");
  visit.row("choke", d.choke, kPrice, kAny, false, "price of the first unit used");
  visit.row("slope", d.slope, kSlope, kPositive, false, "fall of the price per unit, above 0");
  visit.row("most", d.most, kQuantity, kNotNegative, false, "used at most, a period");
  visit.row("quantity", d.quantity, kQuantity, kNotNegative, false,
            "used whatever the price; with elasticity: at `price`");
  visit.fixed("price", d.price, kPrice, kPositive, "at which `quantity` is used");
  visit.fixed("elasticity", d.elasticity, unit::kNone, {-1e6, 0}, "of demand, below 0");
  visit.choice("curve", d.curve, "through quantity and price with an elasticity");
  visit.row("penalty", d.penalty, kPrice, kNotNegative, false,
            "for a unit left unserved, the price cap; left out: none may be");
  visit.flag("protected", d.is_protected, "a tier whose shortfall is told first");
  visit.row("tax", d.tax, kPrice, kAny, false, "per unit used, to its region");
  visit.fixed("ad_valorem", d.ad_valorem, unit::kFraction, {-0.99, 1e3},
              "tax, share of the price before it");
  visit.fixed("value_added", d.value_added, {"money", 1}, kNotNegative,
              "of the industries that use it, a period");
  statistics(visit, d);
}

void describe(Visitor& visit, PriceSystem& s) {
  visit.choice("kind", s.kind, "demand or supply");
  visit.text("region", s.region, true, "where it is");
  visit.texts("stages", s.stages, "whose quantities depend on all their prices");
  visit.series("intercept", s.intercept, kQuantity, kAny, "of q = intercept + slopes p, by stage");
  visit.series("slopes", s.slopes, {"quantity/price", 1}, kAny, "row by row, symmetric");
}

void describe(Visitor& visit, Route& r) {
  visit.texts("from", r.from, "regions; left out: all");
  visit.texts("to", r.to, "regions; left out: all");
  visit.texts("stages", r.stages, "carried; left out: all");
  visit.texts("transit", r.transit, "regions or passages that it crosses");
  visit.flag("both_ways", r.both_ways, "the way back too, on the same terms");
  visit.flag("closed", r.closed, "nothing passes");
  visit.flag("resale", r.resale, "false: what arrives must be used in that region");
  visit.row("freight", r.freight, kPrice, kAny, false, "per unit");
  visit.row("tax", r.tax, kPrice, kAny, false, "or duty per unit; below 0: a subsidy");
  visit.fixed("ad_valorem", r.ad_valorem, unit::kFraction, {-0.99, 1e3}, "duty, share of a value");
  visit.choice("ad_valorem_on", r.ad_valorem_on,
               "value: price at the origin with freight (landed), without, or at the destination");
  visit.row("quota", r.quota, kQuantity, kNotNegative, false, "a period, of each pair; 0: a ban");
  visit.fixed("friction", r.friction, kSlope, kNotNegative, "rise of the cost per unit carried");
  visit.fixed("stickiness", r.stickiness, unit::kNone, {0, 1e6},
              "elasticity of an observed flow to its margin; 0: that of [base_year]");
  visit.text("tax_to", r.tax_to, false, "region that receives the tax; left out: the origin");
  visit.text("rent_to", r.rent_to, false, "region that receives a quota's rent; left out: origin");
  statistics(visit, r);
}

void describe(Visitor& visit, Stock& s) {
  visit.text("region", s.region, true, "where it lies");
  visit.text("stage", s.stage, false, "of what is stored; left out: the last");
  visit.fixed("initial", s.initial, kQuantity, kNotNegative, "at the start");
  visit.fixed("loss", s.loss, unit::kFraction, {0, 1}, "share lost a period");
  visit.row("minimum", s.minimum, kQuantity, kNotNegative, false, "held at each period's end");
  visit.row("capacity", s.capacity, kQuantity, kNotNegative, false, "held at most");
  visit.row("holding", s.holding, kPrice, kNotNegative, false,
            "cost per unit carried, in the period that it is carried out of");
}

void describe(Visitor& visit, Offtake& o) {
  visit.text("producer", o.producer, false, "[producer.NAME] whose output it is of");
  visit.text("plant", o.plant, false, "[plant.NAME] whose product it is of");
  visit.texts("buyers", o.buyers, "regions to which it goes");
  visit.fixed("share", o.share, unit::kFraction, {0, 1}, "of the output at least");
  visit.row("amount", o.amount, kQuantity, kNotNegative, false, "at least, instead of a share");
  visit.flag("resale", o.resale, "false: what is delivered must be used in the buyer's region");
  visit.texts("scenarios", o.scenarios,
              "in which it holds (an emergency priority); left out: in all");
}

void describe(Visitor& visit, Firm& f) {
  visit.fixed("conduct", f.conduct, unit::kNone, {0, 1}, "0: takes the price; 1: Cournot");
  visit.flag("fringe_responds", f.fringe_responds,
             "it knows that competitive producers of the region respond to the price");
}

void describe(Visitor& visit, Change& c) {
  visit.text("of", c.of, true, "key of a number or flag, as producer.NAME.capacity");
  visit.fixed("set", c.set, unit::kNone, kAny, "the new value");
  visit.fixed("times", c.times, unit::kNone, kAny, "factor on the value");
  visit.fixed("plus", c.plus, unit::kNone, kAny, "added to the value");
  visit.integer("from", c.from, 1, 1'000'000, "first period");
  visit.integer("until", c.until, 1, 1'000'000, "last period");
}

void describe(Visitor& visit, Scenario& s) {
  visit.fixed("probability", s.probability, unit::kFraction, {0, 1}, "of the scenario");
  visit.integer("surprise", s.surprise, 0, 1'000'000,
                "period in which it comes unexpected: stocks and capacity until then are those of "
                "the base; 0: expected from the first period");
  visit.texts("closes", s.closes, "[route.NAME]");
  visit.texts("no_exports_from", s.no_exports_from, "regions");
  visit.texts("no_imports_to", s.no_imports_to, "regions");
  visit.texts("no_transit", s.no_transit, "regions or passages of [route.NAME] transit");
  visit.integer("from", s.from, 1, 1'000'000, "first period of these closures");
  visit.integer("until", s.until, 1, 1'000'000, "last period of these closures");
  visit.named("change", s.change, "of a number of the case");
}

void describe(Visitor& visit, RegionFacts& r) {
  visit.fixed("governance", r.governance, unit::kNone, {0, 10},
              "of the supply-risk formula, 0 good to 10 bad");
  visit.fixed("trade_factor", r.trade_factor, unit::kNone, {0, 10}, "of that formula");
  visit.fixed("substitution", r.substitution, unit::kNone, {0, 1}, "its index for this buyer");
  visit.fixed("recycled", r.recycled, unit::kFraction, {0, 1},
              "end-of-life recycling input rate; left out: scrap over use");
  visit.flag("adverse", r.adverse, "shares marketed by it are told");
}

void describe(Visitor& visit, BasePrice& p) {
  visit.text("region", p.region, true, "where it is the price");
  visit.text("stage", p.stage, false, "of what; left out: the last");
  visit.fixed("value", p.value, kPrice, kPositive, "of the base year");
}

void describe(Visitor& visit, BaseYear& b) {
  visit.fixed("price", b.price, kPrice, kPositive, "where no [price.NAME] says another");
  visit.fixed("stickiness", b.stickiness, unit::kNone, {1e-3, 1e6},
              "elasticity of observed flows to their margin: 2 to 5 short run, 20 or more long");
}

void describe(Visitor& visit, Expectation& e) {
  visit.texts("scenarios", e.scenarios, "left out: all that have a probability");
  visit.series("probabilities", e.probabilities, unit::kFraction, {0, 1},
               "of each; left out: their own");
  visit.series("tails", e.tails, unit::kFraction, {0, 0.999999},
               "levels at which the mean of the worse part is told");
}

void describe(Visitor& visit, Shares& s) {
  visit.series("quantities", s.quantities, kQuantity, kNotNegative, "of each supplier");
  visit.fixed("rest", s.rest, kQuantity, kNotNegative, "of many small ones, none with a share");
  visit.series("governance", s.governance, unit::kNone, {0, 10}, "of each, 0 good to 10 bad");
  visit.series("trade_factors", s.trade_factors, unit::kNone, {0, 10}, "of each; left out: 1");
}

void describe(Visitor& visit, SupplyRisk& r) {
  visit.fixed("global", r.global, unit::kNone, {0, 100}, "weighted concentration of world supply");
  visit.fixed("sourcing", r.sourcing, unit::kNone, {0, 100}, "the same of the buyer's sources");
  visit.fixed("import_reliance", r.import_reliance, unit::kFraction, {0, 1}, "of the buyer");
  visit.fixed("recycled", r.recycled, unit::kFraction, {0, 1}, "end-of-life recycling input rate");
  visit.fixed("substitution", r.substitution, unit::kNone, {0, 1}, "its index");
}

void describe(Visitor& visit, Reliance& r) {
  visit.fixed("production", r.production, kQuantity, kNotNegative, "primary");
  visit.fixed("scrap", r.scrap, kQuantity, kNotNegative, "secondary");
  visit.fixed("imports", r.imports, kQuantity, kNotNegative, "a year");
  visit.fixed("exports", r.exports, kQuantity, kNotNegative, "a year");
  visit.fixed("stock_change", r.stock_change, kQuantity, kAny, "taken out of stocks");
  visit.fixed("consumption", r.consumption, kQuantity, kPositive, "left out: what the rest leaves");
  visit.fixed("stock", r.stock, kQuantity, kNotNegative, "for months of cover");
}

void describe(Visitor& visit, World& w) {
  visit.text("title", w.title, false, "of the case");
  visit.text("price_unit", w.price_unit, false, "for the tables");
  visit.text("quantity_unit", w.quantity_unit, false, "for the tables");
  visit.text("money_unit", w.money_unit, false, "for the tables: price times quantity");
  visit.integer("periods", w.periods, 1, 400, "how many");
  visit.integer("known_from", w.known_from, 1, 400,
                "period from which scenarios are known; what is decided before holds for all of "
                "them, by their probabilities. 1: each is known from the start");
  visit.fixed("discount", w.discount, {"1/period", 1}, {-0.9, 10}, "rate a period");
  visit.texts("regions", w.regions, "names");
  visit.texts("stages", w.stages, "names, in the order of the chain");
  visit.named("producer", w.producer, "mine or scrap");
  visit.named("plant", w.plant, "that converts one stage into another");
  visit.named("demand", w.demand, "tier of use");
  visit.named("system", w.system, "demand or supply with cross prices");
  visit.named("route", w.route, "that carries between regions");
  visit.named("stock", w.stock, "between periods");
  visit.named("offtake", w.offtake, "who gets an output");
  visit.named("firm", w.firm, "with market power");
  visit.named("scenario", w.scenario, "what is different");
  visit.named("region", w.region, "facts of a region for the measures");
  visit.named("price", w.price, "of the base year");
  visit.optional("base_year", w.base_year, "the curves and routes are calibrated to it");
  visit.named("expectation", w.expectation, "over scenarios");
  visit.named("shares", w.shares, "given: their concentration");
  visit.named("supply_risk", w.supply_risk, "given: the supply-risk formula");
  visit.named("reliance", w.reliance, "given: net import reliance and months of cover");
}

}  // namespace lode::market

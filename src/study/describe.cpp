#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "study/case.h"

namespace lode::study {

void describe(Visitor& visit, PublishedPlan& plan) {
  visit.text("name", plan.name, false, "whose plan, as it stands in sentences");
  visit.integer("first_year", plan.first_year, 0, 2200, "calendar year of the plan's first ore");
  visit.series("ore", plan.ore_t, unit::kMegatonnes, {0, 1e4},
               "ore of each year from first_year on");
}

void describe(Visitor& visit, DrilledByProduct& by_product) {
  visit.text("element", by_product.element, false,
             "of the holes' assays; empty: of the by-product's own name");
  visit.optional("variogram", by_product.variogram,
                 "to krige it with; left out: the deposit's variogram");
  visit.optional(
      "gaussian", by_product.gaussian,
      "of its normal scores, for the change of support; left out: the main element's, or "
      "what its own kriging variogram gives");
}

void describe(Visitor& visit, DomainDensity& domain) {
  visit.fixed("density", domain.density_t_per_m3, unit::kTonnesPerCubicMetre, {0.5, 10},
              "of the rock of this domain, dry");
}

void describe(Visitor& visit, Estimation& e) {
  visit.text("element", e.element, true, "of the holes' assays: the main commodity");
  visit.fixed("cut_off", e.cut_off, unit::kPercent, {1e-7, 100},
              "least grade that is counted as ore");
  visit.series("cut_offs", e.cut_offs, unit::kPercent, {0, 100}, "of the resource table");
  visit.fixed("density", e.density_t_per_m3, unit::kTonnesPerCubicMetre, {0.5, 10},
              "of waste, and of domains that have none of their own, dry");
  visit.choice("density_from", e.density_from,
               "of domains: given here, or the declustered mean of the holes' densities");
  visit.named("domain", e.density, "a domain with a density of its own");
  visit.named("by_product", e.by_product, "a further element of the ore, kriged like the main one");
  visit.named("soft", e.soft, "a boundary across which composites count; all others are hard");
  visit.fixed("power", e.power, unit::kNone, {0.1, 10},
              "of inverse distance, the check beside kriging");
  visit.optional("gaussian", e.gaussian,
                 "variogram of the normal scores, for the change of support; without it the "
                 "kriging variogram is used");
  visit.group("classification", e.classification, "how the map of classes is smoothed");
}

void describe(Visitor& visit, Deposit& d) {
  visit.text("name", d.name, true, "as it stands in tables");
  visit.group("grid", d.grid, "the block model");
  visit.named(
      "solid", d.solid,
      "solids whose union is the body; with drill holes: where each domain is, by its name");
  visit.group(
      "variogram", d.variogram,
      "with a statement: of the Gaussian field behind the grades, sill 1; with drill holes: of "
      "the grades, in any unit");
  visit.optional("holes", d.holes, "the drilling campaign that the grades are kriged from");
  visit.optional("search", d.search, "which composites speak for a block");
  visit.optional("kriging", d.kriging, "how blocks are estimated");
  visit.optional("estimate", d.estimate, "from the holes' composites to a resource");
  visit.optional("statement", d.statement,
                 "the published tonnage and grade that the law is solved for");
  visit.named("confidence", d.confidence, "confidence classes, the surest first");
  visit.group("slopes", d.slopes, "overall slope angles, where no slope domain says otherwise");
  visit.named(
      "slope_domain", d.slope_domain,
      "parts of the ground with slopes of their own, by height, box or solid; a block takes "
      "the first that holds its centre");
  visit.group("surface", d.surface, "the ground's surface: blocks wholly above it are air");
  visit.named("zone", d.zone,
              "ground that may not be mined, or that costs once when it is touched");
  visit.fixed("mining_width", d.mining_width_m, unit::kMetres, {0, 1000},
              "least opening that equipment works in: each bench of each pushback is at least so "
              "wide; 0 = no rule");
  visit.group("mine", d.mine, "capacities and selectivity of the mine");
  visit.group("mill", d.mill, "the concentrator: a flowsheet fed with this deposit's ore");
  visit.fixed("lead", d.lead_y, unit::kYears, {0, 30},
              "from the start of construction to first ore");
  visit.series("capital_profile", d.capital_profile, unit::kFraction, {0, 1},
               "its part of project.capital_profile, by year of construction; none: the deposits "
               "are built together");
  visit.fixed("prestrip", d.prestrip_y, unit::kYears, {0, 10}, "mining before first ore");
  visit.sampled("mining_cost", d.mining_usd_per_t, unit::kUsdPerTonne, {0, 100},
                "of a tonne moved at surface, ore or waste");
  visit.sampled("mining_cost_per_metre", d.mining_usd_per_t_m, {"USD/t/m", 1}, {0, 1},
                "added for each metre below the highest ground");
  visit.group("published_plan", d.published_plan, "somebody else's plan, to compare with");
}

double least_grade(const Deposit& d) {
  return d.statement ? d.statement->cut_off : d.estimate->cut_off;
}

std::vector<std::string> by_products(const Deposit& d) {
  std::vector<std::string> out;
  if (d.statement)
    for (const resource::ByProduct& one : d.statement->by_product) out.push_back(one.id);
  else
    for (const DrilledByProduct& one : d.estimate->by_product) out.push_back(one.id);
  return out;
}

void describe(Visitor& visit, Project& p) {
  visit.text("host", p.host, false, "the country whose deposits they are, as it stands in tables");
  visit.text("fund", p.fund, false,
             "the body that holds the state's stake, as it stands in tables");
  visit.text("country", p.country, false, "the host's code, as the buyers' supplies name origins");
  visit.text("metal", p.metal, false, "what tables of supply count, as it stands in tables");
  visit.integer("base_year", p.base_year, 1900, 2200,
                "values are discounted to 1 January of this year");
  visit.integer("quarters_until", p.quarters_until, 1900, 2200,
                "periods are quarters before this year, years from it on");
  visit.integer("horizon", p.horizon_years, 1, 60, "calendar years in all");
  visit.integer("construction_start", p.construction_start, 1900, 2200, "calendar year");
  visit.fixed("capital", p.capital_usd, unit::kMillionUsd, {0, 1e6}, "initial capital, real");
  visit.sampled("capital_estimate", p.capital_estimate, unit::kFraction, {0.2, 5},
                "factor on initial capital: what the feasibility study finds, known before the "
                "decision to build");
  visit.sampled("capital_overrun", p.capital_overrun, unit::kFraction, {0.2, 10},
                "factor on initial capital: what is spent over what was estimated, known once it "
                "is built");
  visit.series("capital_profile", p.capital_profile, unit::kFraction, {0, 1},
               "share of initial capital in each year of construction, adding to 1");
  visit.integer("licence_start", p.licence_start, 1900, 2200, "calendar year of the grant");
  visit.fixed("licence", p.licence_y, unit::kYears, {1, 100}, "length of the licence");
  visit.integer("closing_year", p.closing_year, 1900, 2200, "when the price of the stake is paid");
  visit.fixed("announced_taxes", p.announced_taxes_usd, unit::kMillionUsd, {0, 1e6},
              "taxes over the life as somebody else has announced them, to compare with; 0: none");
  visit.fixed("jobs", p.jobs, {"people", 1}, {0, 1e6}, "at full capacity");
  visit.fixed("metal_per_commodity", p.metal_per_commodity, unit::kFraction, {1e-6, 1},
              "tonnes of metal in a tonne of the main commodity, for tables of supply");
  visit.fixed("world_supply", p.world_supply_t, unit::kTonnesPerYear, {0, 1e10},
              "metal mined in the world a year, for shares");
}

void describe(Visitor& visit, Planning& p) {
  visit.fixed("price", p.price_usd, unit::kUsdPerQuote, {0, 1e9},
              "flat real price of the main commodity that pit and plan are made on");
  visit.series("revenue_factors", p.revenue_factors, unit::kNone, {0.01, 10},
               "rising factors on revenue that shape the nested shells");
  visit.integer("pushbacks", p.pushbacks, 1, 20, "at most so many in each pit");
  visit.integer("lag", p.lag_benches, 0, 200,
                "benches that a pushback keeps behind the one before");
  visit.integer("cut_offs", p.cut_offs, 2, 40, "tabulated between the floor and the richest ore");
  visit.fixed("discount_rate", p.discount_rate, unit::kPerYear, {0, 0.5},
              "real, that shells are valued at; none: discount.project");
}

void describe(Visitor& visit, Suspension& s) {
  visit.fixed("years_below", s.years_below, unit::kYears, {0.25, 20},
              "cash cost above the trailing price for so long closes the mines");
  visit.sampled("care", s.care_usd_per_y, unit::kMillionUsdPerYear, {0, 1e3},
                "care and maintenance while suspended");
  visit.fixed("reopen_factor", s.reopen_factor, unit::kNone, {1, 5},
              "trailing price over cash cost at which they reopen");
}

void describe(Visitor& visit, EventChange& change) {
  visit.text(
      "key", change.key, true,
      "commodity.NAME.price, or the path of a sampled parameter that is read in each period: in "
      "deposit, refinery, tax, suspension, project.capital_overrun, a commodity's payable or "
      "selling, a product's terms");
  visit.sampled("factor", change.factor, unit::kNone, {0, 100},
                "on that price or parameter while the event lasts");
}

void describe(Visitor& visit, Event& e) {
  visit.text("name", e.name, true, "as it stands in tables");
  visit.sampled("yearly_probability", e.yearly_probability, unit::kPerYear, {0, 1},
                "that it begins in a year in which it is not under way");
  visit.sampled("date", e.date, {"calendar year", 1}, {0, 2300},
                "when it begins, instead of yearly_probability; 0 = not dated");
  visit.sampled("duration", e.duration_y, unit::kYears, {0, 100}, "how long it lasts");
  visit.integer("first_year", e.first_year, 0, 9999, "it does not begin before this year");
  visit.integer("last_year", e.last_year, 0, 9999, "nor after this one");
  visit.named("change", e.change, "factors on sampled parameters while it lasts");
  visit.texts("closes_transit", e.closes_transit,
              "countries through which nothing passes while it lasts");
  visit.texts("halts", e.halts, "deposits whose mine and mill stand still while it lasts");
  visit.flag("halts_refinery", e.halts_refinery, "the refinery stands still while it lasts");
  visit.text("market_scenario", e.market_scenario, false,
             "scenario of the market's world that holds in years of which it lasts half or more");
}

void describe(Visitor& visit, Finding& f) {
  visit.text("key", f.key, true, "path of a sampled parameter that is found");
  visit.fixed("error", f.error, unit::kNone, {0, 1e9},
              "standard deviation of what is found around the truth, in the key's unit");
}

void describe(Visitor& visit, StudyPeriod& s) {
  visit.fixed("years", s.years, unit::kYears, {0, 20}, "from closing until it is done");
  visit.fixed("cost", s.cost_usd, unit::kMillionUsd, {0, 1e4},
              "real, spent evenly by the sponsor, whether it builds or not");
  visit.fixed("grade_error", s.grade_error, unit::kFraction, {0, 10},
              "standard deviation, relative, of what is found of the metal in each deposit's plan; "
              "none: nothing is");
  visit.named("finding", s.finding, "a parameter of which more is known then");
}

void describe(Visitor& visit, BankCase& b) {
  visit.fixed("price", b.price_usd, unit::kUsdPerQuote, {0, 1e9},
              "flat real price of the main commodity");
  visit.fixed("recovery_factor", b.recovery_factor, unit::kFraction, {0.1, 1.5},
              "on the main commodity's recovery, which it must keep at 1 or below");
  visit.fixed("capital_factor", b.capital_factor, unit::kFraction, {0.2, 5}, "on initial capital");
  visit.fixed("delay", b.delay_y, unit::kYears, {0, 10}, "of first ore, whole years");
  visit.fixed("covenant", b.covenant, unit::kNone, {0, 10}, "cover that lenders ask for");
}

void describe(Visitor& visit, Dependence& d) {
  visit.text("adverse", d.adverse, false, "code of the state that dependence is measured against");
  visit.text("adverse_name", d.adverse_name, false, "its name, as it stands in sentences");
  visit.choice("displaces", d.displaces, "which imports the project's tonnes replace");
}

void describe(Visitor& visit, MarketTerms::Clause& clause) {
  visit.text("name", clause.name, true, "as it stands in tables");
}

void describe(Visitor& visit, MarketTerms::Place& p) {
  visit.text("name", p.name, true, "as it stands in tables");
  visit.fixed("longitude", p.longitude, {"degrees", 1}, {-180, 180}, "of where a map shows it");
  visit.fixed("latitude", p.latitude, {"degrees", 1}, {-90, 90}, "of where a map shows it");
}

void describe(Visitor& visit, MarketTerms::Competitor& s) {
  visit.text("name", s.name, true, "as it stands in tables");
  visit.text("region", s.region, false, "of the market's world");
  visit.integer("year", s.year, 0, 2300, "in which it makes so much");
  visit.fixed("tonnes", s.tonnes, unit::kTonnesPerYear, {0, 1e9}, "of metal");
  visit.fixed("cost", s.cost_usd, unit::kUsdPerQuote, {0, 1e9}, "real");
  visit.fixed("public_money", s.public_usd, unit::kMillionUsd, {0, 1e6},
              "loans, guarantees and grants of states");
  visit.text("note", s.note, false, "what the cost is of");
}

void describe(Visitor& visit, MarketTerms& m) {
  visit.choice("prices", m.prices,
               "of the main commodity: drawn from the prior, or solved year by year");
  visit.text("world", m.world_file, true,
             "a case of `lode market` (a TOML file) with a base year, one period");
  visit.text("quoted_in", m.quoted_in, true, "region of the world whose price is the quotation");
  visit.text("quoted_stage", m.quoted_stage, true, "its stage");
  visit.fixed("usd_per_t", m.usd_per_t, {"USD/t", 1}, {1e-9, 1e12},
              "of metal, in one unit of the world's prices: $/kg is 1000");
  visit.fixed("tonnes", m.tonnes, unit::kTonnes, {1e-9, 1e12},
              "of metal, in one unit of the world's quantities: kt is 1000");
  visit.sampled("demand_short", m.demand_short, unit::kNone, {0.001, 2},
                "elasticity of use at once, of all tiers on average; above 0");
  visit.sampled("demand_long", m.demand_long, unit::kNone, {0.001, 5},
                "elasticity of use in the long run, at least demand_short");
  visit.sampled("mine_short", m.mine_short, unit::kNone, {0.001, 2},
                "elasticity of mines' supply at once");
  visit.sampled("mine_long", m.mine_long, unit::kNone, {0.001, 5},
                "elasticity of mines' supply in the long run, at least mine_short");
  visit.sampled("scrap_short", m.scrap_short, unit::kNone, {0.001, 5},
                "elasticity of supply from scrap");
  visit.sampled("growth", m.growth, unit::kPerYear, {-0.1, 0.1},
                "of use, and of others' supply at the long run's price");
  visit.sampled("invest", m.invest, unit::kPerYear, {0, 0.5},
                "part of the gap between what is built and what a price calls for that is closed "
                "in a year");
  visit.integer("lead", m.lead, 1, 20, "years from a price to the supply that it calls for");
  visit.sampled("displaced", m.displaced, unit::kFraction, {0, 1},
                "of the project's output: so much less others build, since they see it coming");
  visit.sampled("supply_volatility", m.supply_volatility, unit::kPerYear, {0, 0.5},
                "standard deviation of shocks to ln of the mines' supply");
  visit.named("clause", m.clause,
              "by the name of a producer of the world that stands for the first bid's tonnes under "
              "another clause: what it gives and costs whom");
  visit.named("place", m.place, "a region that tables and the map show; none: all");
  visit.named("competitor", m.competitor, "another source of the metal, on the cost curve");
}

void describe(Visitor& visit, Case& c) {
  visit.text("title", c.title, true, "of the study");
  visit.text("subtitle", c.subtitle, false, "one line under the title");
  visit.text("price_series", c.price_series_file, false,
             "CSV (year, nominal, deflator) that the price prior is checked against");
  // The series has no table of its own, so these are the keys of base/dialect.h with its name before.
  visit.choice("price_series_separator", c.price_series_dialect.separator,
               "between the cells of the price series; auto: found in its header");
  visit.choice("price_series_decimal", c.price_series_dialect.decimal,
               "the sign before decimals in the price series; auto: found in its numbers");
  visit.texts(
      "readings", c.readings,
      "alternatives (\"NAME=CHOICE\", or several joined by \", \") under which every run values "
      "the bids again, on a part of its scenarios: where the answer turns");
  visit.group("project", c.project, "calendar, capital, licence");
  visit.group("planning", c.planning, "how pits and plans are made");
  visit.named("commodity", c.commodity, "what is priced; the first is the main one");
  visit.optional("market", c.market,
                 "a market that makes the main commodity's prices; left out: its prior does");
  visit.named("deposit", c.deposit, "the deposits");
  visit.named("product", c.product,
              "what mills and refinery make, and \"ore\": where it may be sold, on what terms");
  visit.optional("refinery", c.refinery,
                 "the plant that all concentrate goes to; left out: the mills' products are sold");
  visit.group("macro", c.macro, "inflation and exchange rate");
  visit.group("tax", c.tax, "what the state takes");
  visit.group("financing", c.financing, "how the venture is funded");
  visit.group("suspension", c.suspension, "when the mines stop and start again");
  visit.group("discount", c.discount, "real rates at which each party values its flows");
  visit.group("study_period", c.study_period,
              "what is learnt between closing and the decision to build");
  visit.group("bank_case", c.bank_case, "the lender's downside case");
  visit.named("bid", c.bid, "the offers; the first is the one that others are compared with");
  visit.named("event", c.event, "what may happen around the project");
  visit.group("dependence", c.dependence, "what dependence is measured against");
  visit.named("buyer", c.buyer, "countries whose dependence is measured");
}

namespace {

// A statement without totals has the sums of its classes; the last of classes by rim distance
// reaches the rim.
void complete(resource::Statement& statement, std::vector<resource::ConfidenceClass>& classes) {
  double tonnes = 0, metal = 0;
  bool by_rim = true;
  for (const resource::ConfidenceClass& one : classes) {
    tonnes += one.tonnage_t;
    metal += one.tonnage_t * one.grade;
    by_rim = by_rim && std::isinf(one.tonnage_t) && std::isinf(one.share) &&
             (std::isfinite(one.within) || &one == &classes.back());
  }
  if (std::isinf(statement.tonnage_t)) statement.tonnage_t = tonnes;
  if (std::isinf(statement.grade) && std::isfinite(tonnes)) statement.grade = metal / tonnes;
  if (by_rim && std::isinf(classes.back().within)) classes.back().within = 1;
}

}  // namespace

void complete(Case& c) {
  deal::DiscountRates& rates = c.discount;
  const auto follow = [&](double& rate) {
    if (std::isinf(rate)) rate = rates.project;
  };
  for (double* rate : {&rates.state, &rates.fund, &rates.seller, &rates.marketer, &rates.guarantor,
                       &rates.other_governments, &rates.royalty_holder, &rates.partners,
                       &rates.common, &c.planning.discount_rate})
    follow(*rate);
  for (deal::Bid& bid : c.bid) follow(bid.equity_rate);
  for (Deposit& deposit : c.deposit)
    if (deposit.statement && !deposit.confidence.empty())
      complete(*deposit.statement, deposit.confidence);
}

std::vector<std::string> marketed_products(const Case& c) {
  if (c.refinery) return {c.refinery->makes};
  std::vector<std::string> out;
  for (const plant::Product& product : c.product) {
    const bool pays =
        std::any_of(product.pays.begin(), product.pays.end(), [&](const plant::Payable& one) {
          return !c.commodity.empty() && one.id == c.commodity.front().id;
        });
    const bool made = std::any_of(c.deposit.begin(), c.deposit.end(), [&](const Deposit& d) {
      return std::any_of(d.mill.stage.begin(), d.mill.stage.end(),
                         [&](const plant::Stage& stage) { return stage.makes == product.id; });
    });
    if (pays && made) out.push_back(product.id);
  }
  return out;
}

bool is_marketed(const Case& c, const deal::Offtake& offtake) {
  const std::vector<std::string> products = marketed_products(c);
  return offtake.product.empty() ||
         std::find(products.begin(), products.end(), offtake.product) != products.end();
}

std::map<std::string, SampledMember> sampled_members(Case& c) {
  struct Collector final : Visitor {
    std::map<std::string, SampledMember> found;
    std::string path;
    std::vector<std::size_t> lengths;
    void number(std::string_view key, double& value, Unit unit, Range range, Use use,
                std::string_view) override {
      if (use == Use::sampled)
        found[path + std::string(key)] = {&value,
                                          {range.low * unit.factor, range.high * unit.factor}};
    }
    void series(std::string_view, std::vector<double>&, Unit, Range, std::string_view) override {}
    void integer(std::string_view, int&, int, int, std::string_view) override {}
    void flag(std::string_view, bool&, std::string_view) override {}
    void text(std::string_view, std::string&, bool, std::string_view) override {}
    void texts(std::string_view, std::vector<std::string>&, std::string_view) override {}
    void choice_index(std::string_view, int&, std::span<const std::string_view>,
                      std::string_view) override {}
    void names(std::string_view, std::vector<std::string>&, std::string_view) override {}
    void enter(std::string_view key, std::string_view) override {
      lengths.push_back(path.size());
      path += std::string(key) + ".";
    }
    void leave() override {
      path.resize(lengths.back());
      lengths.pop_back();
    }
  } collector;
  describe(collector, c);
  return std::move(collector.found);
}

}  // namespace lode::study

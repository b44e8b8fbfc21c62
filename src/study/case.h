// A case: everything that a study reads, typed and checked; and where each value came from.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/base.h"
#include "deal/deal.h"
#include "finance/finance.h"
#include "market/market.h"
#include "pit/pit.h"
#include "plant/plant.h"
#include "resource/resource.h"
#include "schedule/schedule.h"
#include "study/drilled.h"
#include "study/ground.h"

namespace lode::study {

// A published plan, to compare Lode's plan with.
struct PublishedPlan {
  std::string name = "a published plan";  // whose, as it stands in sentences
  int first_year = 0;
  std::vector<double> ore_t;  // [year]
};
void describe(Visitor& visit, PublishedPlan& plan);

struct Deposit {
  std::string id;
  std::string name;
  Grid grid;
  std::vector<resource::Solid> solid;
  resource::Variogram variogram;
  // Its grades come from one of two: a published statement, or drill holes, which are kriged.
  std::optional<resource::Statement> statement;
  std::optional<drill::Campaign> holes;
  std::optional<resource::Search> search;  // these three with holes alone
  std::optional<resource::Kriging> kriging;
  std::optional<Estimation> estimate;
  // Read by io from the files that `holes` names; shared by every copy of the case.
  std::shared_ptr<const drill::RawCampaign> hole_tables;
  std::vector<resource::ConfidenceClass> confidence;
  pit::Slopes slopes;  // where no slope domain says otherwise
  std::vector<SlopeDomain> slope_domain;
  Surface surface;
  std::vector<Zone> zone;
  double mining_width_m = 0;  // least working width of the equipment
  schedule::Mine mine;
  plant::Mill mill;
  double lead_y = kRequired;  // from the start of construction to first ore
  // Its part of project.capital_profile, by year of construction; empty: it is not built apart.
  std::vector<double> capital_profile;
  double prestrip_y = 1;                // mining before first ore
  double mining_usd_per_t = kRequired;  // at surface, ore and waste
  double mining_usd_per_t_m = 0;        // for each metre below surface
  PublishedPlan published_plan;
};
void describe(Visitor& visit, Deposit& deposit);
// Reporting cut-off of the main grade, fraction, and by-products (ids of commodities), from the
// statement or from the estimate.
double least_grade(const Deposit& deposit);
std::vector<std::string> by_products(const Deposit& deposit);

struct Project {
  std::string host = "Host country";  // whose deposits they are: the state, its fund and the seller
                                      // of the stake together
  std::string fund;                   // the state's, by name
  std::string country;                // its code, as the buyers' supplies name origins
  std::string metal = "metal";        // what tables of supply count: "Cu"
  int base_year = 0;
  int quarters_until = 0;  // periods are quarters before this year, years from it on
  int horizon_years = 40;
  int construction_start = 0;      // calendar year
  double capital_usd = kRequired;  // initial, real
  // Factors on it: from what is announced to what a feasibility study estimates, known before it is
  // built; from there to what is spent.
  double capital_estimate = 1, capital_overrun = 1;
  std::vector<double> capital_profile;  // [year of construction] shares, adding to 1
  int licence_start = 0;
  double licence_y = kRequired;
  int closing_year = 0;  // when the stake is paid for
  double jobs = 0;       // at full capacity
  // Taxes over the life as announced by others, to compare the receipts with; 0: none.
  double announced_taxes_usd = 0;
  // Tonnes of metal in a tonne of the main commodity, for tables of supply.
  double metal_per_commodity = 1;
  double world_supply_t = 0;  // metal a year, for shares
};
void describe(Visitor& visit, Project& project);

struct Planning {
  double price_usd = kRequired;         // of the main commodity, per quoted unit, real, flat
  std::vector<double> revenue_factors;  // rising; 1 is the planning price
  int pushbacks = 4;
  int lag_benches = 6;
  int cut_offs = 20;
  double discount_rate = kInfinity;  // infinite: that of the project
};
void describe(Visitor& visit, Planning& planning);

struct Suspension {
  double years_below = 2;  // cash cost above the trailing price for so long
  double care_usd_per_y = 0;
  double reopen_factor = 1;  // x cash cost
};
void describe(Visitor& visit, Suspension& suspension);

// An event outside the project. Either yearly_probability, or date (a year, may be a
// distribution).
struct EventChange {
  std::string id;
  std::string key;  // path of a sampled parameter
  double factor = kRequired;
};
void describe(Visitor& visit, EventChange& change);
struct Event {
  std::string id;
  std::string name;
  double yearly_probability = 0;
  double date = 0;  // calendar year, fractions allowed; 0 = drawn by yearly_probability
  double duration_y = 1;
  int first_year = 0, last_year = 9999;  // when it may begin
  std::vector<EventChange> change;
  std::vector<std::string> closes_transit;  // through these countries nothing passes
  std::vector<std::string> halts;           // deposits whose mine and mill stand still
  bool halts_refinery = false;
  std::string market_scenario;  // of the market's world, that holds while it lasts
};
void describe(Visitor& visit, Event& event);

// Between closing and the decision to build: what the sponsor spends to learn more, and what it then
// knows of a scenario beside prices so far and the estimate of the capital.
struct Finding {
  std::string id;
  std::string key;   // of a sampled parameter
  double error = 0;  // standard deviation of what is found, in the key's unit
};
void describe(Visitor& visit, Finding& finding);
struct StudyPeriod {
  double years = 0, cost_usd = 0;  // real, spent evenly; before any tax
  double grade_error = kInfinity;  // relative, of the metal in each deposit's plan; none: not found
  std::vector<Finding> finding;
};
void describe(Visitor& visit, StudyPeriod& period);

struct BankCase {
  double price_usd = kRequired;  // flat, per quoted unit
  double recovery_factor = 1, capital_factor = 1;
  double delay_y = 0;
  double covenant = 1;  // DSCR that lenders ask for
};
void describe(Visitor& visit, BankCase& bank);

struct Dependence {
  std::string adverse;       // code of the state that dependence is measured on
  std::string adverse_name;  // as it stands in sentences; empty: the code
  market::Displaces displaces = market::Displaces::pro_rata;
};
void describe(Visitor& visit, Dependence& dependence);

// Where prices of the main commodity come from: the prior of [commodity.NAME], or a market that is
// solved year by year, in which the project's own output counts (market_prices.h).
enum class Prices { prior, equilibrium };
struct MarketTerms {
  Prices prices = Prices::equilibrium;
  std::string world_file;  // a case of `lode market` with a base year; relative to the case
  std::string quoted_in, quoted_stage;  // region and stage whose price is the quotation
  double usd_per_t = kRequired;         // of metal, in one price of the world
  double tonnes = kRequired;            // of metal, in one quantity of the world
  // Elasticities, above 0: at once, and in the long run.
  double demand_short = 0.08, demand_long = 0.4, mine_short = 0.07, mine_long = 0.8;
  double scrap_short = 0.15;
  double growth = 0;     // of use and of others' supply, a year
  double invest = 0.05;  // of the gap between what is built and what prices call for, a year
  int lead = 3;          // years from a price to the supply that it calls for
  double displaced = 0;  // of the project's output, less built by others
  double supply_volatility = 0;  // of ln of the mines' supply, a year

  struct
      Clause {  // by its id a producer of the world that stands for the first bid's tonnes under it
    std::string id, name;
  };
  std::vector<Clause> clause;
  struct Place {  // a region that tables and maps show
    std::string id, name;
    double longitude = 0, latitude = 0;
  };
  std::vector<Place> place;
  struct Competitor {  // another source of the metal
    std::string id, name, region;
    int year = 0;
    double tonnes = 0, cost_usd = kRequired;  // metal a year; per quoted unit of the main commodity
    double public_usd = 0;                    // public money in it
    std::string note;
  };
  std::vector<Competitor> competitor;

  std::shared_ptr<const market::World> world;  // filled by io from world_file
};
void describe(Visitor& visit, MarketTerms& terms);
void describe(Visitor& visit, MarketTerms::Clause& clause);
void describe(Visitor& visit, MarketTerms::Place& place);
void describe(Visitor& visit, MarketTerms::Competitor& one);

struct Case {
  std::string title, subtitle;
  std::string price_series_file;  // CSV: year, nominal, deflator; relative to the case
  Dialect price_series_dialect;
  // Other readings that every run holds its answer against: alternatives, "NAME=CHOICE" or several
  // joined by ", ".
  std::vector<std::string> readings;
  Project project;
  Planning planning;
  std::vector<market::Commodity> commodity;  // the first is the main one
  std::optional<MarketTerms> market;
  std::vector<Deposit> deposit;
  std::vector<plant::Product> product;      // what mills and refinery make
  std::optional<plant::Refinery> refinery;  // none: what the mills make is sold
  finance::Macro macro;
  finance::Tax tax;
  finance::Financing financing;
  Suspension suspension;
  deal::DiscountRates discount;
  BankCase bank_case;
  StudyPeriod study_period;
  std::vector<deal::Bid> bid;  // the first is the reference that others are compared with
  std::vector<Event> event;
  Dependence dependence;
  std::vector<market::Buyer> buyer;

  std::vector<market::PricePoint> price_series;  // filled by io from price_series_file
};
void describe(Visitor& visit, Case& c);
// Fills values that the case leaves out and that follow from others: rates of discount, a
// statement's totals that are its classes' sums.
void complete(Case& c);
// The products that bring the main commodity to its buyers, which offtakes and the terms of
// marketing are about: the refinery's; without one, those of the mills that pay for it.
std::vector<std::string> marketed_products(const Case& c);
// Whether an offtake is of one of them; one that names no product is.
bool is_marketed(const Case& c, const deal::Offtake& offtake);

// Rules across keys (stakes add to 1, ...): one message per breach, with the key it is best
// reported at.
struct Breach {
  std::string key, message;
  // Keys and tables that the rule looks at: where one of them has a fault of its own, the rule says
  // nothing. Empty: it looks at everything.
  std::vector<std::string> rests_on = {};
};
// Can be asked of a case in which not every key could be read (those have their defaults, or NaN).
std::vector<Breach> breaches(const Case& c);
// Of those, the breach that a draw or an event can cause in a mill's laws of recovery; empty key:
// none.
Breach breach_of_laws(const Case& c);

// ---- what the reader adds: where values come from

struct SampledInput {
  std::string key;
  Distribution distribution;  // in written units
  double factor = 1;          // stored = written x factor
};

// source: published, by whom and when; assumption: somebody's; method: follows from how it is done.
enum class Provenance { none, source, assumption, method };

struct Input {  // one value of the case file
  std::string key, value, unit, meaning;
  Use use = Use::fixed;
  std::optional<Distribution> distribution;
  std::optional<std::pair<double, double>> range;  // of an assumption that is not sampled
  Provenance provenance = Provenance::none;
  std::string note;         // the source or the reason of the assumption
  std::string alternative;  // "resource=872mt" if an alternative set it
  bool by_default = false;  // not in the file
  Source where;
};

struct Alternative {
  std::string name, choice, note;
  bool chosen = false;
  bool is_default = false;  // what the case itself holds
};

struct CaseFile {
  Case values;  // sampled keys hold their base value
  std::vector<SampledInput> sampled;
  std::vector<Input> inputs;  // in the order of describe
  std::vector<Alternative> alternatives;
  std::vector<std::string> notes;                               // byte-order mark removed, ...
  std::string text;                                             // the case as read
  std::vector<std::pair<std::string, std::string>> data_files;  // path relative to the case, bytes
  std::uint64_t hash = 0;  // of the case, its data files and the alternatives chosen
};

struct SampledMember {
  double* value = nullptr;  // into the case, valid while its lists keep their sizes
  Range range;              // allowed, in stored units
};
// Sampled numbers of a case by key path.
std::map<std::string, SampledMember> sampled_members(Case& c);

}  // namespace lode::study

template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::study::Prices> = {
    "prior", "equilibrium"};

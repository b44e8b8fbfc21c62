// What the keys of this room mean.
#include "market/dependence.h"
#include "market/price.h"

namespace lode::market {

void describe(Visitor& visit, Commodity& commodity) {
  constexpr Unit kPerRootYear{"1/sqrt(y)", 1};
  visit.text("name", commodity.name, false, "as it stands in tables");
  visit.text("quoted_unit", commodity.quoted_unit, false,
             "in which the price is quoted: t, kg, mtu");
  visit.fixed("quote_mass", commodity.quote_mass_t, unit::kTonnes, {1e-9, 1e6},
              "tonnes of the commodity in one quoted unit (kg: 0.001, mtu: 0.01)");
  visit.sampled("start", commodity.start_usd, unit::kUsdPerQuote, {1e-9, 1e9},
                "price at the base date, real");
  visit.sampled("long_run", commodity.long_run_usd, unit::kUsdPerQuote, {1e-9, 1e9},
                "median of the price in the long run, real");
  visit.sampled("half_life", commodity.half_life_y, unit::kYears, {0.01, 1000},
                "time in which half of a departure from the long run is gone");
  visit.sampled("volatility", commodity.volatility, kPerRootYear, {0, 5},
                "of the log of the price: 0.3 moves it by about 30 % in a year");
  visit.sampled("correlation", commodity.correlation, unit::kNone, {-1, 1},
                "of its shocks with those of the first commodity");
  visit.sampled("payable", commodity.payable, unit::kFraction, {0, 1},
                "share of the price received for the metal in a product");
  visit.sampled("selling", commodity.selling_usd, unit::kUsdPerQuote, {0, 1e9},
                "freight, insurance and selling");
}

void describe(Visitor& visit, Supply& supply) {
  visit.fixed("tonnes", supply.tonnes, unit::kTonnesPerYear, {0, 1e9}, "imported a year, of metal");
  visit.text("origin", supply.origin, true, "country where it is mined");
  visit.text("marketed_by", supply.marketed_by, false,
             "country of the firm that sells it; if absent, the origin");
  visit.text("refined_in", supply.refined_in, false,
             "country where it is refined; if absent, the origin");
  visit.texts("transit", supply.transit, "countries it passes on its way");
}

void describe(Visitor& visit, Buyer& buyer) {
  visit.text("name", buyer.name, false, "as it stands in tables");
  visit.fixed("consumption", buyer.consumption_t, unit::kTonnesPerYear, {1e-6, 1e9},
              "apparent consumption a year, of metal");
  visit.fixed("domestic", buyer.domestic_t, unit::kTonnesPerYear, {0, 1e9},
              "from own mines and scrap, a year");
  visit.fixed("exports", buyer.exports_t, unit::kTonnesPerYear, {0, 1e9}, "exports a year");
  visit.named("supply", buyer.supply, "a yearly flow into the country");
}

}  // namespace lode::market

// One scenario under one plan: mines, mills and the refinery if there is one, period by period.
// Reacts within the plan: cut-off by the trailing year's price, pace along the fixed sequence, ore
// and concentrate stocks, curtailment, suspension. Simplified, and said in the report: the plant's
// stock of ore is fully mixed; a curtailment or halt leaves ore in stock, not in the ground;
// suspension closes the whole venture at once.
//
// Suspension: cash cost per tonne of product (mining, processing, G&A,
// refining, selling, less by-products) is taken in each period in which every mill that runs is
// past its ramp and there is product. Once it has been above the trailing price x payable for
// years_below in such periods, the next period and those after it are suspended, with care until
// licence or ore end; after a period whose trailing price x payable is above reopen_factor x the
// last cash cost they open again.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "study/conditions.h"
#include "study/market_prices.h"
#include "study/plan.h"

namespace lode::study {

class Scene;

// What whoever runs the mine does about prices, within the plan.
struct Policy {
  bool follows_price = true;  // cut-off by the trailing year's price; else by the planning prices
  bool suspends = true;       // when cash cost stays above the price; else it runs on at a loss
};

struct DepositSeries {  // [period]
  std::vector<double> rock_t, ore_mined_t, milled_t, feed_metal_t, concentrate_metal_t,
      tails_metal_t, cut_off;
  std::vector<double> rock_depth_tm;  // tonnes moved x depth, for haulage cost
  std::vector<double> running_y;      // years in which the mill runs, for what is paid by the year
  std::vector<std::vector<double>> fed_t;   // [element][period] metal in the mill's feed
  std::vector<std::vector<double>> made_t;  // [stage][period] tonnes of what it makes for sale
};

// Main-element metal along the chain, summed over the life: the metal bridge of one scenario.
struct MetalBridge {
  double in_ore_mined = 0, lost = 0, dilution = 0, delivered = 0, ore_stock = 0, milled = 0,
         mill_tails = 0, concentrate = 0, concentrate_stock = 0, refinery_tails = 0, product = 0,
         inferred_in_ore = 0;
  double ore_t = 0, delivered_t = 0;  // of ore
};
struct BridgeField {
  double MetalBridge::*item;
  std::string_view name;  // all in tonnes
};
inline constexpr std::array kBridgeFields = {
    BridgeField{&MetalBridge::in_ore_mined, "metal_in_ore_mined"},
    BridgeField{&MetalBridge::lost, "metal_lost"},
    BridgeField{&MetalBridge::dilution, "metal_dilution"},
    BridgeField{&MetalBridge::delivered, "metal_delivered"},
    BridgeField{&MetalBridge::ore_stock, "metal_ore_stock"},
    BridgeField{&MetalBridge::milled, "metal_milled"},
    BridgeField{&MetalBridge::mill_tails, "metal_mill_tails"},
    BridgeField{&MetalBridge::concentrate, "metal_concentrate"},
    BridgeField{&MetalBridge::concentrate_stock, "metal_concentrate_stock"},
    BridgeField{&MetalBridge::refinery_tails, "metal_refinery_tails"},
    BridgeField{&MetalBridge::product, "metal_product"},
    BridgeField{&MetalBridge::inferred_in_ore, "metal_inferred_in_ore"},
    BridgeField{&MetalBridge::ore_t, "ore"},
    BridgeField{&MetalBridge::delivered_t, "ore_delivered"}};

// What was built, and when.
struct Start {
  double delay_y = 0;        // of construction, after project.construction_start
  std::size_t deposits = 0;  // so many of them, in the order of the case; 0: all
};

struct Operated {
  Start start;                 // of the plan that was followed
  double capacity_factor = 1;  // likewise
  std::vector<DepositSeries> deposit;
  std::vector<MetalBridge> bridge;  // [deposit]; terms after the mills in the first
  // [marketed product][period] main commodity in what is made of it, and the part paid for, which
  // of a refinery's product is all. product_metal_t: the first, of all of them.
  std::vector<std::string> marketed;
  std::vector<std::vector<double>> marketed_t, paid_t;
  std::vector<double> product_metal_t;
  std::vector<double> concentrate_stock_t;  // [period] at its end
  // [commodity][period] paid for in the mills' products, but for the main one in what is marketed.
  std::vector<std::vector<double>> by_product_t;
  // [period] years of care and maintenance, and years in which the refinery's fixed cost runs.
  std::vector<double> care_y, refinery_on_y;
  // All but the main product's revenue and selling cost (room for `sell`).
  finance::Operations money;
  double suspended_y = 0;
  // |in - out| over in, worst of all elements: the identity's certificate.
  double metal_residual = 0;
};

// Some 20 kB for each deposit and bid's plan: of all scenarios small enough to keep, so that other
// terms are evaluated without mining again. A function of its arguments alone. deposits: so many of
// the plan's are built (Start::deposits); today a pit's sequence does not depend on the others
// (sequence.h). Throws InputError where a feed breaks a stage of the mill (prepare() refuses what may).
// selling: of the bid (MarketPrices::selling_of), where prices come from a market that its output moves.
Operated operate(const Study& study, const Plan& plan, const World& world,
                 const Policy& policy = {}, std::size_t deposits = 0,
                 std::size_t selling = MarketPrices::kNone);
// The same; the world's conditions are set once for several plans and bids.
Operated operate(const Scene& scene, const Plan& plan, const Policy& policy = {},
                 std::size_t deposits = 0, std::size_t selling = MarketPrices::kNone);
// Of a bid: kNone where no market is.
std::size_t selling_of(const Study& study, const deal::Bid& bid);

// What plans of a study come to in one world, each operated when it is first asked for. The scene
// outlives it; its answers stay where they are.
class OperatedPlans {
 public:
  explicit OperatedPlans(const Scene& scene) : scene_(scene) {}
  // plan: place in Study::plans.
  const Operated& operator()(std::size_t plan, std::size_t deposits, std::size_t selling);

 private:
  const Scene& scene_;
  // plan, deposits, selling
  std::map<std::tuple<std::size_t, std::size_t, std::size_t>, Operated> known_;
};

// The bid's sales of the main product: what a closed transit holds back is sold when it opens, at
// the price of that day.
struct Sales {
  std::vector<double> sold_t, paid_t;  // [period] main commodity in it, and paid for
  double unsold_t = 0;                 // at the end of the calendar
};
Sales sell(const Operated& operated, const deal::Bid& bid, const Conditions& conditions);
// Adds them to the plan's money: what the finance room needs for this bid.
finance::Operations with_sales(const Operated& operated, const Sales& sales,
                               const Conditions& conditions);

// Mean price over the year before a period; the first price before that.
double trailing_year(const std::vector<double>& price, const Calendar& calendar,
                     std::size_t period);

double production_start_y(const Case& c, const Deposit& deposit, double delay_y);

}  // namespace lode::study

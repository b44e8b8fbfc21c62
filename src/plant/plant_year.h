// One flowsheet alone in a year: the case of `lode plant`, and what its plant makes of the feeds.
//
//   const PlantYear year = plant_year(plant_case);   // breaches(plant_case) must be empty
#pragma once

#include <string>
#include <vector>

#include "base/describe.h"
#include "plant/flowsheet.h"
#include "plant/mill.h"
#include "plant/product.h"

namespace lode::plant {

struct PlantMetal {
  std::string id;
  double price_usd_per_t = 0;  // of what a buyer pays for
};
void describe(Visitor& visit, PlantMetal& metal);

struct PlantFeed {
  std::string id;
  double tonnes_per_y = kRequired;
  std::vector<double> grades;  // [metal] fraction
};
void describe(Visitor& visit, PlantFeed& feed);

struct PlantCase {
  std::string title;
  double years = 100;  // after the start, at which recoveries and ramp-ups are read
  std::vector<PlantMetal> metal;
  std::vector<PlantFeed> feed;
  Mill mill;
  std::vector<Product> product;
};
void describe(Visitor& visit, PlantCase& values);
// Contradictions between its keys, each named in full: the flowsheet's faults, and feeds with more
// metal than a stage can put into its product or rest.
std::vector<StageFault> breaches(const PlantCase& values);

struct ProductYear {
  Stream made;  // by all stages that make it
  Sale sale;
  double paid_usd = 0;
};
// What a stage, or the mill, is fed with a year, and what it takes at that time.
struct Load {
  double fed_t = 0, takes_t = 0;  // takes infinity: it has no limit
  bool is_over() const { return fed_t > takes_t * (1 + 1e-9); }
};
struct PlantYear {
  std::vector<std::string> metals;
  Circuit circuit;
  std::vector<Stream> stream;        // [stream of the circuit] the feeds first
  std::vector<ProductYear> product;  // [product of the case]
  Load mill;
  std::vector<Load> stage;  // [step of the circuit]
  MillCost cost;
  double ore_t = 0;
  std::vector<double> fed_t;  // [metal] in all feeds
  double paid_usd = 0, charges_usd = 0;

  bool is_over() const;
};
// Throws InputError as balance does; other breaches: LODE_CHECK.
PlantYear plant_year(const PlantCase& values);

}  // namespace lode::plant

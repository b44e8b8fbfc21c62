// `lode plant CASE`: one flowsheet alone, its streams, stages and products in a year:
// docs/plants.md.
#pragma once

#include <string>
#include <vector>

#include "commands.h"
#include "io/io.h"
#include "plant/plant.h"

namespace lode::cli {

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
  plant::Mill mill;
  std::vector<plant::Product> product;
};
void describe(Visitor& visit, PlantCase& values);
std::vector<study::Breach> breaches(const PlantCase& values);

// Exit no_answer where a stage or the mill is asked to take more than it can.
Exit plant(const std::string& case_path, const Manners& manners);

}  // namespace lode::cli

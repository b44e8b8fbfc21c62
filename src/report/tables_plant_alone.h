// The tables of `lode plant`.
#pragma once

#include <string>
#include <vector>

#include "plant/plant.h"
#include "report/table.h"

namespace lode::report {

// summary, streams, stages, products, balance.
std::vector<Table> plant_tables(const plant::PlantCase& given, const plant::PlantYear& year);

// What is fed more than it takes, a sentence each; the mill first.
std::vector<std::string> overloads_of(const plant::PlantCase& given, const plant::PlantYear& year);

}  // namespace lode::report

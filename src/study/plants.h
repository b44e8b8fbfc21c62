// A case's plants: which elements a mill is fed with, its flowsheet, the products' terms.
#pragma once

#include <string>
#include <vector>

#include "plant/plant.h"
#include "study/case.h"

namespace lode::study {

// Commodity of each element of a deposit: element 0 is commodity 0, then its by-products.
std::vector<std::size_t> commodities_of(const Case& c, const Deposit& deposit);
std::vector<std::string> elements_of(const Case& c, const Deposit& deposit);  // their ids
// The mill's flowsheet, fed with the deposit's ore.
plant::Circuit circuit_of(const Case& c, const Deposit& deposit);
const plant::Product& product_of(const Case& c, const std::string& id);  // LODE_CHECK: there is one

}  // namespace lode::study

// A case's plants: which elements a mill is fed with, its flowsheet, the products' terms.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plant/plant.h"
#include "study/case.h"

namespace lode::study {

// Commodity of each element of a deposit: element 0 is commodity 0, then its by-products.
std::vector<std::size_t> commodities_of(const Case& c, const Deposit& deposit);
std::vector<std::string> elements_of(const Case& c, const Deposit& deposit);  // their ids
// The mill's flowsheet, fed with the deposit's ore.
plant::Circuit circuit_of(const Case& c, const Deposit& deposit);
// The result of stage(); keys of its faults, which start at the stage, get the deposit's key before
// them.
template <class Stage>
auto in_mill_of(const Deposit& deposit, const Stage& stage) {
  try {
    return stage();
  } catch (const InputError& error) {
    std::vector<Fault> faults = error.faults();
    for (Fault& fault : faults)
      if (!fault.key.starts_with("deposit."))
        fault.key = "deposit." + deposit.id + ".mill." + fault.key;
    throw InputError(std::move(faults));
  }
}
// Whether the product brings the main commodity on: the refinery's feed, or one that is marketed.
bool carries_main(const Case& c, const std::string& product);
const plant::Product& product_of(const Case& c, const std::string& id);  // LODE_CHECK: there is one

// A deposit's mill with the names in it looked up: the same whatever is drawn.
struct Works {
  std::vector<std::size_t> commodity;  // [element] of the case
  std::vector<std::string> element;    // ids
  plant::Circuit circuit;
  struct Made {
    std::size_t stage = 0, product = 0;  // of the mill, of the case
    bool carries_main = false;
    bool is_refined = false;              // on to the refinery
    std::optional<std::size_t> marketed;  // place among marketed_products, without a refinery
  };
  std::vector<Made> made;      // what leaves the mill as a product, in the order of its stages
  bool has_table_law = false;  // of the main element, in any stage
};
Works works_of(const Case& c, const Deposit& deposit);
std::vector<Works> all_works(const Case& c);  // [deposit]

}  // namespace lode::study

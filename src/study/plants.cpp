#include "study/plants.h"

#include <algorithm>

#include "base/error.h"

namespace lode::study {

std::vector<std::size_t> commodities_of(const Case& c, const Deposit& deposit) {
  std::vector<std::size_t> out{0};
  for (const std::string& by_product : by_products(deposit)) {
    const auto found =
        std::find_if(c.commodity.begin(), c.commodity.end(),
                     [&](const auto& commodity) { return commodity.id == by_product; });
    LODE_CHECK(found != c.commodity.end());
    out.push_back(static_cast<std::size_t>(found - c.commodity.begin()));
  }
  return out;
}

std::vector<std::string> elements_of(const Case& c, const Deposit& deposit) {
  std::vector<std::string> out;
  for (const std::size_t k : commodities_of(c, deposit)) out.push_back(c.commodity[k].id);
  return out;
}

plant::Circuit circuit_of(const Case& c, const Deposit& deposit) {
  return plant::make_circuit({&plant::kOre, 1}, deposit.mill.stage, elements_of(c, deposit));
}

bool carries_main(const Case& c, const std::string& product) {
  if (c.refinery) return product == c.refinery->feed;
  const std::vector<std::string> marketed = marketed_products(c);
  return std::find(marketed.begin(), marketed.end(), product) != marketed.end();
}

const plant::Product& product_of(const Case& c, const std::string& id) {
  const auto found = std::find_if(c.product.begin(), c.product.end(),
                                  [&](const plant::Product& product) { return product.id == id; });
  LODE_CHECK(found != c.product.end());
  return *found;
}

Works works_of(const Case& c, const Deposit& deposit) {
  Works out;
  out.commodity = commodities_of(c, deposit);
  out.element = elements_of(c, deposit);
  out.circuit = circuit_of(c, deposit);
  const std::vector<std::string> marketed = marketed_products(c);
  for (std::size_t s = 0; s < deposit.mill.stage.size(); ++s) {
    const plant::Stage& stage = deposit.mill.stage[s];
    for (const plant::Recovery& law : stage.recovery)
      out.has_table_law =
          out.has_table_law || (law.id == out.element[0] && law.law == plant::Law::table);
    if (stage.makes.empty()) continue;
    Works::Made made;
    made.stage = s;
    made.product = static_cast<std::size_t>(&product_of(c, stage.makes) - c.product.data());
    made.carries_main = carries_main(c, stage.makes);
    made.is_refined = c.refinery && stage.makes == c.refinery->feed;
    const auto place = std::find(marketed.begin(), marketed.end(), stage.makes);
    if (!c.refinery && place != marketed.end())
      made.marketed = static_cast<std::size_t>(place - marketed.begin());
    out.made.push_back(made);
  }
  return out;
}

std::vector<Works> all_works(const Case& c) {
  std::vector<Works> out;
  for (const Deposit& deposit : c.deposit) out.push_back(works_of(c, deposit));
  return out;
}

}  // namespace lode::study

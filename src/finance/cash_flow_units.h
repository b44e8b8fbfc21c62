// How a study's table names units, currencies and its own items.
#pragma once

#include <string>
#include <vector>

#include "finance/cash_flow.h"

namespace lode::finance {

// Of metal in a quantity of grade 1 in this unit; 0: no unit that is known.
double fraction_in(const std::string& unit);

struct PriceUnit {
  std::string currency, unit;
};
PriceUnit price_unit(const std::string& text);  // "USD/oz"

// Units of the price in a unit of the quantity; 0: cannot be turned into it.
double conversion(const std::string& from, const std::string& to, double ounce);

inline double value_or(const Row& row, std::size_t t, double otherwise) {
  return row.values.empty() ? otherwise : row.at(t);
}

// Where the item of this id stands; kNoProduct: there is none.
template <class Item>
std::size_t place_of(const std::vector<Item>& items, const std::string& id) {
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i].id == id) return i;
  return kNoProduct;
}

}  // namespace lode::finance

// Products of a plant: in which countries they may be sold, and the buyer's payables and charges.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "plant/flowsheet.h"

namespace lode::plant {

enum class Market { anywhere, inside, nowhere };  // inside: in the host country alone

// The buyer pays for the smaller of share x metal and metal less deduction x tonnes.
struct Payable {
  std::string id;  // the element
  double share = 1;
  double deduction = 0;  // of the product's mass
};
void describe(Visitor& visit, Payable& payable);

// For each `step` of grade above `limit`, usd_per_t of product.
struct Penalty {
  std::string id;  // the element
  double limit = kRequired, step = kRequired, usd_per_t = kRequired;
};
void describe(Visitor& visit, Penalty& penalty);

struct Product {
  std::string id;
  std::string name;
  Market may_be_sold = Market::anywhere;
  std::string because;  // the law that says so
  std::vector<Payable> pays;
  std::vector<Penalty> penalty;
  double treatment_usd_per_t = 0, freight_usd_per_t = 0;  // freight: of wet product
  double moisture = 0;                                    // of the wet mass
};
void describe(Visitor& visit, Product& product);

// What a quantity of it is paid for, and its charges: treatment, freight, penalties.
struct Sale {
  std::array<double, kMaxElements> paid_t{};
  double charges_usd = 0;
};
Sale sale_of(const Product& product, std::span<const std::string> elements, const Stream& stream);
struct LinearSale {
  std::array<Linear, kMaxElements> paid_t{};
  Linear charges_usd;
};
LinearSale sale_of(const Product& product, std::span<const std::string> elements,
                   const LinearStream& stream);

// Why the product may not be sold in `country`, whose host is `host`; empty if it may.
std::string refusal(const Product& product, const std::string& country, const std::string& host);

}  // namespace lode::plant
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::plant::Market> = {
    "anywhere", "inside", "nowhere"};

#include "plant/product.h"

#include <fmt/format.h>

#include <algorithm>

namespace lode::plant {
namespace {

std::size_t place_of(const std::string& id, std::span<const std::string> elements) {
  return static_cast<std::size_t>(std::find(elements.begin(), elements.end(), id) -
                                  elements.begin());
}

double value_of(double v) { return v; }
double value_of(const Linear& v) { return v.value; }

template <class Out, class In>
Out sell(const Product& product, std::span<const std::string> elements, const In& stream) {
  Out out;
  for (const Payable& pays : product.pays) {
    const std::size_t e = place_of(pays.id, elements);
    if (e == elements.size()) continue;
    const auto by_share = stream.metal_t[e] * pays.share;
    const auto deducted = stream.metal_t[e] - stream.tonnes * pays.deduction;
    if (value_of(deducted) > 0)
      out.paid_t[e] = value_of(by_share) <= value_of(deducted) ? by_share : deducted;
  }
  out.charges_usd = stream.tonnes * (product.treatment_usd_per_t +
                                     product.freight_usd_per_t / (1 - product.moisture));
  for (const Penalty& penalty : product.penalty) {
    const std::size_t e = place_of(penalty.id, elements);
    if (e == elements.size()) continue;
    const auto above = stream.metal_t[e] - stream.tonnes * penalty.limit;
    if (value_of(above) > 0)
      out.charges_usd = out.charges_usd + above * (penalty.usd_per_t / penalty.step);
  }
  return out;
}

}  // namespace

Sale sale_of(const Product& product, std::span<const std::string> elements, const Stream& stream) {
  return sell<Sale>(product, elements, stream);
}
LinearSale sale_of(const Product& product, std::span<const std::string> elements,
                   const LinearStream& stream) {
  return sell<LinearSale>(product, elements, stream);
}

std::string refusal(const Product& product, const std::string& country, const std::string& host) {
  const std::string why = product.because.empty() ? "" : ": " + product.because;
  switch (product.may_be_sold) {
    case Market::anywhere:
      return {};
    case Market::inside:
      if (country == host) return {};
      return fmt::format("{} may be sold in {} alone, not in {}{}", product.name, host, country,
                         why);
    case Market::nowhere:
      return fmt::format("{} may not be sold at all{}", product.name, why);
  }
  return {};
}

}  // namespace lode::plant

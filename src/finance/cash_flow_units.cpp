#include "finance/cash_flow_units.h"

#include <map>

namespace lode::finance {
namespace {

// Grams in a unit of mass; 0: none that is known.
double grams_in(const std::string& unit, double ounce) {
  static const std::map<std::string, double> grams = {{"g", 1},
                                                      {"kg", 1e3},
                                                      {"t", 1e6},
                                                      {"kt", 1e9},
                                                      {"Mt", 1e12},
                                                      {"lb", 453.59237},
                                                      {"klb", 453592.37},
                                                      {"Mlb", 453592370},
                                                      {"mtu", 1e4},
                                                      {"stu", 9071.8474},
                                                      {"short_ton", 907184.74}};
  if (unit == "oz") return ounce;
  if (unit == "koz") return 1e3 * ounce;
  if (unit == "Moz") return 1e6 * ounce;
  const auto found = grams.find(unit);
  return found == grams.end() ? 0 : found->second;
}

}  // namespace

double fraction_in(const std::string& unit) {
  if (unit == "fraction") return 1;
  if (unit == "%") return 0.01;
  if (unit == "g/t" || unit == "ppm") return 1e-6;
  return unit == "kg/t" ? 1e-3 : 0;
}

PriceUnit price_unit(const std::string& text) {
  const auto slash = text.find('/');
  if (slash == std::string::npos) return {text, ""};
  return {text.substr(0, slash), text.substr(slash + 1)};
}

double conversion(const std::string& from, const std::string& to, double ounce) {
  if (from == to) return 1;
  const double a = grams_in(from, ounce), b = grams_in(to, ounce);
  return a > 0 && b > 0 ? a / b : 0;
}

}  // namespace lode::finance

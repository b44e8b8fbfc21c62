// Units. A number carries its unit in its name (`rock_t`, `depth_m`, `cost_usd`); a Unit says how a
// parameter is written in a case file and how it is stored: stored = written x factor, in tonnes,
// metres, years, USD and fractions.
#pragma once

#include <string_view>

namespace lode {

struct Unit {
  std::string_view name;
  double factor = 1;
};

namespace unit {
inline constexpr Unit kNone{"-", 1};
inline constexpr Unit kFraction{"fraction", 1};
inline constexpr Unit kPercent{"%", 0.01};
inline constexpr Unit kTonnes{"t", 1};
inline constexpr Unit kMegatonnes{"Mt", 1e6};
inline constexpr Unit kTonnesPerYear{"t/y", 1};
inline constexpr Unit kMegatonnesPerYear{"Mt/y", 1e6};
inline constexpr Unit kTonnesPerCubicMetre{"t/m3", 1};
inline constexpr Unit kKilograms{"kg", 0.001};  // stored in tonnes
inline constexpr Unit kMetres{"m", 1};
inline constexpr Unit kDegrees{"deg", 1};
inline constexpr Unit kYears{"y", 1};
inline constexpr Unit kMonths{"months", 1.0 / 12};  // stored in years
inline constexpr Unit kPerYear{"1/y", 1};
inline constexpr Unit kUsd{"USD", 1};
inline constexpr Unit kMillionUsd{"M$", 1e6};
inline constexpr Unit kMillionUsdPerYear{"M$/y", 1e6};
inline constexpr Unit kUsdPerTonne{"USD/t", 1};
inline constexpr Unit kUsdPerQuote{"USD per quoted unit", 1};
}  // namespace unit

}  // namespace lode

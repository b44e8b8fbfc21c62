// Units: strong types at the doors, plain doubles with the unit in the name in the loops.
//
//   Tonnes ore{71.4e6};  RealUsd value{1.1e9};   value + NominalUsd{1.0}   // does not compile
//
// A Unit also tells how a number is written in a case file: stored = written x factor (SI-like
// base: tonnes, metres, years, USD, fractions). What does not hold: units are not derived by
// multiplication.
#pragma once

#include <compare>
#include <string_view>

namespace lode {

template <class Tag>
class Quantity {
 public:
  constexpr Quantity() = default;
  constexpr explicit Quantity(double value) : value_(value) {}
  constexpr double value() const { return value_; }
  constexpr auto operator<=>(const Quantity&) const = default;
  constexpr Quantity operator-() const { return Quantity{-value_}; }
  constexpr Quantity& operator+=(Quantity other) { return value_ += other.value_, *this; }
  constexpr Quantity& operator-=(Quantity other) { return value_ -= other.value_, *this; }
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return a += b; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return a -= b; }
  friend constexpr Quantity operator*(Quantity a, double f) { return Quantity{a.value_ * f}; }
  friend constexpr Quantity operator*(double f, Quantity a) { return a * f; }
  friend constexpr Quantity operator/(Quantity a, double f) { return Quantity{a.value_ / f}; }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value_ / b.value_; }

 private:
  double value_ = 0;
};

using Tonnes = Quantity<struct TonnesTag>;
using Metres = Quantity<struct MetresTag>;
using CubicMetres = Quantity<struct CubicMetresTag>;
using Years = Quantity<struct YearsTag>;
using Grade = Quantity<struct GradeTag>;            // fraction of mass
using RealUsd = Quantity<struct RealUsdTag>;        // USD of the base date
using NominalUsd = Quantity<struct NominalUsdTag>;  // USD of the day

// How a parameter is written: stored = written * factor.
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

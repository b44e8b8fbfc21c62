// Numbers as a table's text, read and written in one way everywhere.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lode {

// The whole of a cell as a number, if it is a finite one: "1.5", "+1.0", "1e-3", blanks around
// them. `decimal` is the sign before the decimals, '.' or ','; the other one makes it no number, as
// do "nan", "inf", "0x1" and signs that part thousands.
std::optional<double> finite_number(std::string_view cell, char decimal = '.');

// The shortest text that reads back to the same double, as a person writes it: without an exponent
// from 1e-6 to below 1e15 (500000, 0.00001; 1e+20). "" for NaN, "inf" and "-inf" for what is not
// finite.
std::string shortest(double value);
void append_shortest(std::string& out, double value);

}  // namespace lode

// What holders that do not pay their part of the calls owe to those who pay it.
#pragma once

namespace lode::finance {

// Balance of a carry: grows at its rate, by what is paid for the holder, falls by its dividends.
// Returns what of the dividend goes to those who pay.
inline double repay_carry(double& balance, double growth, double paid_for, double dividend) {
  balance = balance * growth + paid_for;
  const double repaid = balance < dividend ? balance : dividend;
  balance -= repaid;
  return repaid;
}

}  // namespace lode::finance

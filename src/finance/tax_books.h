// The books of the income tax: pools of capital and losses carried forward, both in local money,
// year by year.
#pragma once

#include <cstddef>
#include <vector>

#include "base/error.h"
#include "finance/tax.h"

namespace lode::finance {

struct TaxBooks {
  std::vector<double> pool_local;  // [pool] balance not yet deducted
  double balance_local = 0;        // of all pools, kept with them
  // [pool][tax year] what a straight line or a schedule deducts in that year; sized where needed.
  std::vector<std::vector<double>> planned_local;
  std::size_t next_year = 0;       // the first that nothing has been deducted in
  std::vector<double> loss_local;  // [tax year] of that year's loss, what is not yet used
  std::size_t oldest_loss = 0;     // no year before it has any left
  // [tax year] where losses are carried back: income that bore tax and no later loss was set
  // against, the tax on it that may still be refunded, its rate.
  std::vector<double> taxed_local, refundable_local, rate;
  double minimum_base_usd = 0, minimum_credit_local = 0;
  double revenue_usd = 0;  // of the running tax year
  double cost_usd = 0;     // deductible, likewise, without depreciation
};
TaxBooks open_books(const Tax& tax, std::size_t years);  // all zero
// The same in the memory of other books.
void open_books(const Tax& tax, std::size_t years, TaxBooks& books);

// What is in a pool when the books open, deducted by its method; over `years` in equal parts where
// the method goes by the year of spending.
void open_pool(TaxBooks& books, const Tax& tax, std::size_t pool, double balance_local,
               double years, std::size_t first_year);

// `first_year`: the first in which it may be deducted. The second form puts all into one pool.
void add_to_pools(TaxBooks& books, const Tax& tax, double amount_local, std::size_t first_year);
void add_to_pool(TaxBooks& books, const Tax& tax, std::size_t pool, double amount_local,
                 std::size_t first_year);
inline double pool_balance(const TaxBooks& books) { return books.balance_local; }

struct DepreciationYear {
  std::size_t year = 0;
  bool all = false;              // what is left in the pools
  double produced = 0;           // in the year,
  double produced_from_now = 0;  // and in it and all later ones: for units_of_production
};
// Takes the year's deduction out of the pools. Returns it.
double depreciate(TaxBooks& books, const Tax& tax, const DepreciationYear& year);

// Takes losses of the last loss_years years before `year` off, first in first out, at most as much
// as income_local. Returns what was used.
double use_losses(TaxBooks& books, double loss_years, std::size_t year, double income_local);

struct IncomeTax {
  double loss_used_local = 0, tax_local = 0;
};
// At the year's rate, of its taxable income, which is kept as a loss where it is negative.
inline IncomeTax income_tax(TaxBooks& books, const Tax& tax, std::size_t year, double rate,
                            double taxable_local) {
  if (tax.losses == Losses::refunded) return {0, rate * taxable_local};
  if (taxable_local <= 0) {
    books.loss_local[year] = -taxable_local;
    return {};
  }
  const double used = books.oldest_loss < year
                          ? use_losses(books, tax.loss_years, year, tax.loss_cap * taxable_local)
                          : 0;
  if (books.oldest_loss == year) ++books.oldest_loss;  // this year leaves none
  return {used, rate * (taxable_local - used)};
}

// Taxable over deductible; 0 where nothing is deducted.
inline double profitability(double income_local, double deductible_local) {
  return deductible_local > 0 ? (income_local - deductible_local) / deductible_local : 0;
}

struct TaxYear {
  double taxable_local = 0;  // before losses; negative is carried forward
  double deductible_local = 0;
  double profitability = 0;
  double loss_used_local = 0;
  double tax_local = 0;                          // of the year itself
  double loss_back_local = 0, refund_local = 0;  // of earlier years' tax, for losses carried back
  double property_local = 0;                     // due after all
  bool free = false;                             // of tax, by the processing agreement
};
// After close_year, where losses are carried back or grow. Of a loss: sets it against the income of
// the loss_back_y years before, the latest first, and asks back the tax that they paid at their own
// rates; of an income: keeps what later losses may ask for. Then what is carried forward grows.
inline bool moves_losses(const Tax& tax) { return tax.loss_back_y > 0 || tax.loss_uplift > 0; }
void move_losses(TaxBooks& books, const Tax& tax, std::size_t year, double rate, TaxYear& result);
// Raises the year's tax to `minimum_local`; what that adds is kept and lowers the tax of later
// years that is above theirs, if it is credited.
void levy_minimum(TaxBooks& books, const Tax& tax, bool credited, std::size_t year,
                  double minimum_local, TaxYear& result);

// Closes a tax year, taxed at `rate`: dollars at the year's last parity, less depreciation, less
// losses of the last loss_years years (first in, first out, at most loss_cap of the income). A
// profitability of at most `free_up_to` is free of tax and leaves the losses unused; above it the
// full tax of that year (the test of the processing agreement; minus infinity without one).
// `property_local` is the property tax that the same test, made before it, may waive: due (and
// deducted) where the test fails. Losses that are refunded give a negative tax.
inline TaxYear close_year(TaxBooks& books, const Tax& tax, std::size_t year, double rate,
                          double local_per_usd, double depreciation_local, double free_up_to,
                          double property_local = 0) {
  LODE_CHECK(year < books.loss_local.size());
  TaxYear result;
  const double revenue_local = books.revenue_usd * local_per_usd;
  const auto deduct = [&](double deductible_local) {
    result.deductible_local = deductible_local;
    result.taxable_local = revenue_local - deductible_local;
    result.profitability = profitability(revenue_local, deductible_local);
  };
  deduct(books.cost_usd * local_per_usd + depreciation_local);
  result.free = result.deductible_local > 0 && result.profitability <= free_up_to;
  if (!result.free && property_local != 0) {
    result.property_local = property_local;
    deduct(result.deductible_local + property_local);
  }
  books.revenue_usd = books.cost_usd = 0;
  if (result.free) {
    if (result.taxable_local <= 0 && tax.losses == Losses::carried_forward)
      books.loss_local[year] = -result.taxable_local;
    return result;
  }
  const IncomeTax due = income_tax(books, tax, year, rate, result.taxable_local);
  result.loss_used_local = due.loss_used_local;
  result.tax_local = due.tax_local;
  return result;
}

}  // namespace lode::finance

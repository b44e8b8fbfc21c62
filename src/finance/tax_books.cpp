#include "finance/tax_books.h"

#include <algorithm>

#include "base/error.h"

namespace lode::finance {
namespace {

double use_losses(TaxBooks& books, double loss_years, std::size_t year, double income_local) {
  double used = 0;
  for (std::size_t y = 0; y < year && used < income_local; ++y) {
    if (static_cast<double>(year - y) > loss_years + 1e-9) continue;
    const double part = std::min(books.loss_local[y], income_local - used);
    books.loss_local[y] -= part;
    used += part;
  }
  return std::min(used, income_local);  // the last part may round one digit over
}

}  // namespace

TaxBooks open_books(const Tax& tax, std::size_t years) {
  TaxBooks books;
  books.pool_local.assign(tax.pool.size(), 0.0);
  books.loss_local.assign(years, 0.0);
  return books;
}

void add_to_pools(TaxBooks& books, const Tax& tax, double amount_local) {
  LODE_CHECK(tax.pool.size() == books.pool_local.size());
  for (std::size_t p = 0; p < tax.pool.size(); ++p)
    books.pool_local[p] += tax.pool[p].share * amount_local;
}

double pool_balance(const TaxBooks& books) {
  double sum = 0;
  for (const double balance : books.pool_local) sum += balance;
  return sum;
}

double depreciate(TaxBooks& books, const Tax& tax, bool all) {
  LODE_CHECK(tax.pool.size() == books.pool_local.size());
  double sum = 0;
  for (std::size_t p = 0; p < tax.pool.size(); ++p) {
    const double part = books.pool_local[p] * (all ? 1 : tax.pool[p].rate);
    books.pool_local[p] -= part;
    sum += part;
  }
  return sum;
}

TaxYear close_year(TaxBooks& books, const Tax& tax, std::size_t year, double local_per_usd,
                   double depreciation_local, double free_up_to, double property_local) {
  LODE_CHECK(year < books.loss_local.size());
  TaxYear result;
  const double revenue_local = books.revenue_usd * local_per_usd;
  const auto deduct = [&](double deductible_local) {
    result.deductible_local = deductible_local;
    result.taxable_local = revenue_local - deductible_local;
    result.profitability = deductible_local > 0 ? result.taxable_local / deductible_local : 0;
  };
  deduct(books.cost_usd * local_per_usd + depreciation_local);
  result.free = result.deductible_local > 0 && result.profitability <= free_up_to;
  if (!result.free) {
    result.property_local = property_local;
    deduct(result.deductible_local + property_local);
  }
  books.revenue_usd = books.cost_usd = 0;
  if (result.taxable_local <= 0) books.loss_local[year] = -result.taxable_local;
  if (result.taxable_local <= 0 || result.free) return result;
  result.loss_used_local = use_losses(books, tax.loss_years, year, result.taxable_local);
  result.tax_local = tax.income_rate * (result.taxable_local - result.loss_used_local);
  return result;
}

}  // namespace lode::finance

#include "finance/tax_books.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace lode::finance {
namespace {

// Spreads an addition over the tax years. What would fall beyond the last year stays in the
// balance.
void plan(std::vector<double>& planned, const Pool& pool, double amount, std::size_t first_year) {
  const auto take = [&](std::size_t k, double share) {
    if (first_year + k < planned.size()) planned[first_year + k] += amount * share;
  };
  if (pool.method == Depreciation::schedule) {
    for (std::size_t k = 0; k < pool.schedule.size(); ++k) take(k, pool.schedule[k]);
    return;
  }
  double left = pool.life_y;
  for (std::size_t k = 0; left > 1e-12; ++k, left -= 1) take(k, std::min(1.0, left) / pool.life_y);
}

bool is_planned(const Pool& pool) {
  return pool.method == Depreciation::straight_line || pool.method == Depreciation::schedule;
}

double part_of(const Pool& pool, const TaxBooks& books, std::size_t p,
               const DepreciationYear& year) {
  const double balance = books.pool_local[p];
  if (year.all || pool.method == Depreciation::immediate) return balance;
  switch (pool.method) {
    case Depreciation::declining:
      return balance * pool.rate;
    case Depreciation::units_of_production:
      return year.produced_from_now > 0 ? balance * (year.produced / year.produced_from_now) : 0;
    default:
      return std::min(balance, books.planned_local[p][year.year]);
  }
}

}  // namespace

double use_losses(TaxBooks& books, double loss_years, std::size_t year, double income_local) {
  double used = 0;
  for (std::size_t& y = books.oldest_loss; y < year; ++y) {
    if (static_cast<double>(year - y) > loss_years + 1e-9) continue;  // expired, and for good
    const double part = std::min(books.loss_local[y], income_local - used);
    books.loss_local[y] -= part;
    used += part;
    if (books.loss_local[y] > 0) break;
  }
  return std::min(used, income_local);  // the last part may round one digit over
}

TaxBooks open_books(const Tax& tax, std::size_t years) {
  TaxBooks books;
  open_books(tax, years, books);
  return books;
}

void open_books(const Tax& tax, std::size_t years, TaxBooks& books) {
  books.pool_local.assign(tax.pool.size(), 0.0);
  books.planned_local.resize(tax.pool.size());
  for (std::size_t p = 0; p < tax.pool.size(); ++p)
    books.planned_local[p].assign(is_planned(tax.pool[p]) ? years : 0, 0.0);
  books.loss_local.assign(years, 0.0);
  for (auto* row : {&books.taxed_local, &books.refundable_local, &books.rate})
    row->assign(tax.loss_back_y > 0 ? years : 0, 0.0);
  books.next_year = books.oldest_loss = 0;
  for (double* sum : {&books.balance_local, &books.minimum_base_usd, &books.minimum_credit_local,
                      &books.revenue_usd, &books.cost_usd})
    *sum = 0;
}

void add_to_pool(TaxBooks& books, const Tax& tax, std::size_t pool, double amount_local,
                 std::size_t first_year) {
  books.pool_local[pool] += amount_local;
  books.balance_local += amount_local;
  if (is_planned(tax.pool[pool]))
    plan(books.planned_local[pool], tax.pool[pool], amount_local,
         std::max(first_year, books.next_year));
}

void open_pool(TaxBooks& books, const Tax& tax, std::size_t pool, double balance_local,
               double years, std::size_t first_year) {
  books.pool_local[pool] += balance_local;
  books.balance_local += balance_local;
  Pool straight;
  straight.method = Depreciation::straight_line;
  straight.life_y = years > 0 ? years : tax.pool[pool].life_y;
  if (is_planned(tax.pool[pool]))
    plan(books.planned_local[pool], straight, balance_local, first_year);
}

namespace {

void carry_back(TaxBooks& books, const Tax& tax, std::size_t year, double rate, TaxYear& result) {
  if (result.taxable_local > 0) {
    books.taxed_local[year] = result.taxable_local - result.loss_used_local;
    books.refundable_local[year] = result.tax_local;
    books.rate[year] = rate;
    return;
  }
  double& loss = books.loss_local[year];
  for (std::size_t y = year; y-- > 0 && loss > 0;) {
    if (static_cast<double>(year - y) > tax.loss_back_y + 1e-9) return;
    if (books.rate[y] <= 0) continue;
    // Never more than what the year paid: a loss that would ask for more stays.
    const double part =
        std::min({loss, books.taxed_local[y], books.refundable_local[y] / books.rate[y]});
    loss -= part;
    books.taxed_local[y] -= part;
    books.refundable_local[y] -= part * books.rate[y];
    result.loss_back_local += part;
    result.refund_local += part * books.rate[y];
  }
}

}  // namespace

void move_losses(TaxBooks& books, const Tax& tax, std::size_t year, double rate, TaxYear& result) {
  if (tax.loss_back_y > 0 && !result.free) carry_back(books, tax, year, rate, result);
  for (std::size_t y = books.oldest_loss; tax.loss_uplift > 0 && y <= year; ++y)
    books.loss_local[y] *= 1 + tax.loss_uplift;
}

void levy_minimum(TaxBooks& books, const Tax& tax, bool credited, std::size_t year,
                  double minimum_local, TaxYear& result) {
  minimum_local = std::max(0.0, minimum_local);
  if (result.tax_local < minimum_local) {
    if (credited) books.minimum_credit_local += minimum_local - std::max(0.0, result.tax_local);
    result.tax_local = minimum_local;
  } else {
    const double used = std::min(books.minimum_credit_local, result.tax_local - minimum_local);
    books.minimum_credit_local -= used;
    result.tax_local -= used;
  }
  if (tax.loss_back_y > 0) books.refundable_local[year] = result.tax_local - minimum_local;
}

void add_to_pools(TaxBooks& books, const Tax& tax, double amount_local, std::size_t first_year) {
  LODE_CHECK(tax.pool.size() == books.pool_local.size());
  for (std::size_t p = 0; p < tax.pool.size(); ++p)
    add_to_pool(books, tax, p, tax.pool[p].share * amount_local, first_year);
}

double depreciate(TaxBooks& books, const Tax& tax, const DepreciationYear& year) {
  LODE_CHECK(tax.pool.size() == books.pool_local.size());
  double sum = 0, left = 0;
  for (std::size_t p = 0; p < books.pool_local.size(); ++p) {
    const double part = part_of(tax.pool[p], books, p, year);
    books.pool_local[p] -= part;
    left += books.pool_local[p];
    sum += part;
  }
  books.balance_local = left;
  books.next_year = year.year + 1;
  return sum;
}

}  // namespace lode::finance

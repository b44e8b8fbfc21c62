#include "study/rows.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace lode::study {
namespace {

// Against the rows themselves: blocks of any size, columns that move, do not, mostly do not, are equal
// to another or no number.
RC_GTEST_PROP(Rows, give_back_what_was_appended_for_all, ()) {
  const std::size_t width = *rc::gen::inRange<std::size_t>(1, 12);
  std::vector<std::vector<double>> all;
  Rows rows;
  const int blocks = *rc::gen::inRange(0, 6);
  for (int b = 0; b < blocks; ++b) {
    const std::size_t n = *rc::gen::element<std::size_t>(0, 1, 2, 6, 50, 64, 65);
    std::vector<std::vector<double>> block(n,
                                           std::vector<double>(width, b == 2 ? std::nan("") : b));
    for (auto& row : block) {
      for (std::size_t c = 0; c < width; c += 2) row[c] = *rc::gen::inRange(0, c == 4 ? 100 : 2);
      if (width > 6) row[6] = row[0];
    }
    rows.append(block);
    all.insert(all.end(), block.begin(), block.end());
  }
  RC_ASSERT(rows.size() == all.size());
  const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  for (std::size_t c = 0; c < width; ++c) {
    const std::vector<double> column = rows.column(c);
    for (std::size_t r = 0; r < all.size(); ++r) {
      RC_ASSERT(same(rows[r][c], all[r][c]));
      RC_ASSERT(same(column[r], all[r][c]));
    }
  }
  std::size_t seen = 0;
  for (const auto& row : rows) RC_ASSERT(same(row[0], all[seen++][0]));
  RC_ASSERT(seen == all.size());
}

}  // namespace
}  // namespace lode::study

#include "study/rows.h"

#include <algorithm>
#include <bit>

#include "base/error.h"

namespace lode::study {
namespace {

// To the bit, so that what comes out is what went in: NaN is itself, and zeros keep their signs.
bool same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

}  // namespace

void Rows::append(const std::vector<std::vector<double>>& rows) {
  if (rows.empty()) return;
  const std::size_t width = rows.front().size();
  LODE_CHECK(blocks_.empty() || blocks_.front().place.size() == width);
  for (const auto& row : rows) LODE_CHECK(row.size() == width);
  Block block;
  block.rows = rows.size();
  block.place.resize(width);
  block.moves.resize(width);
  std::size_t numbers = 0;
  for (std::size_t c = 0; c < width; ++c) {
    block.moves[c] = std::any_of(rows.begin() + 1, rows.end(),
                                 [&](const auto& row) { return !same(row[c], rows.front()[c]); });
    block.place[c] = static_cast<std::uint32_t>(numbers);
    numbers += block.moves[c] ? rows.size() : 1;
  }
  block.values.reserve(numbers);
  for (std::size_t c = 0; c < width; ++c)
    for (std::size_t r = 0; r < (block.moves[c] ? rows.size() : 1); ++r)
      block.values.push_back(rows[r][c]);
  first_row_.push_back(this->size());
  blocks_.push_back(std::move(block));
}

double Rows::at(std::size_t row, std::size_t place) const {
  const auto after = std::upper_bound(first_row_.begin(), first_row_.end(), row);
  const auto b = static_cast<std::size_t>(after - first_row_.begin()) - 1;
  const Block& block = blocks_[b];
  return block.values[block.place[place] + (block.moves[place] ? row - first_row_[b] : 0)];
}

std::vector<double> Rows::column(std::size_t place) const {
  std::vector<double> out;
  out.reserve(size());
  for (const Block& block : blocks_) {
    const double* values = block.values.data() + block.place[place];
    if (block.moves[place])
      out.insert(out.end(), values, values + block.rows);
    else
      out.insert(out.end(), block.rows, *values);
  }
  return out;
}

}  // namespace lode::study

#include "study/rows.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <unordered_map>

#include "base/error.h"

namespace lode::study {
namespace {

// To the bit, so that what comes out is what went in: NaN is itself, and zeros keep their signs.
bool same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

constexpr std::size_t kBits = 64;

// Fowler, Noll & Vo, of the numbers' bits.
std::uint64_t hash_of(const std::vector<double>& column) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const double value : column) {
    hash = (hash ^ std::bit_cast<std::uint64_t>(value)) * 0x100000001b3;
    hash ^= hash >> 32;
  }
  return hash;
}

struct Commonest {
  double value = 0;
  std::size_t times = 0;
};
Commonest commonest_of(const std::vector<double>& column) {
  std::vector<std::uint64_t> bits;
  for (const double value : column) bits.push_back(std::bit_cast<std::uint64_t>(value));
  std::sort(bits.begin(), bits.end());
  Commonest out;
  for (std::size_t from = 0, to = 0; from < bits.size(); from = to) {
    while (to < bits.size() && bits[to] == bits[from]) ++to;
    if (to - from > out.times) out = {std::bit_cast<double>(bits[from]), to - from};
  }
  return out;
}

}  // namespace

void Rows::append(const std::vector<std::vector<double>>& rows) {
  if (rows.empty()) return;
  const std::size_t width = rows.front().size();
  LODE_CHECK(blocks_.empty() || blocks_.front().place.size() == width);
  for (const auto& row : rows) LODE_CHECK(row.size() == width);
  Block block;
  block.rows = rows.size();
  block.place.reserve(width);
  block.kept.reserve(width);
  std::unordered_map<std::uint64_t, std::size_t> known;  // first column with these numbers
  std::vector<double> column(rows.size());
  for (std::size_t c = 0; c < width; ++c) {
    for (std::size_t r = 0; r < rows.size(); ++r) column[r] = rows[r][c];
    const auto [place, is_new] = known.try_emplace(hash_of(column), c);
    const std::size_t other = place->second;
    const bool equal = !is_new && std::all_of(rows.begin(), rows.end(), [&](const auto& row) {
      return same(row[c], row[other]);
    });
    if (equal) {
      block.place.push_back(block.place[other]);
      block.kept.push_back(block.kept[other]);
    } else {
      keep(block, column);
    }
  }
  block.values.shrink_to_fit();
  first_row_.push_back(this->size());
  blocks_.push_back(std::move(block));
}

void Rows::keep(Block& block, const std::vector<double>& column) {
  block.place.push_back(static_cast<std::uint32_t>(block.values.size()));
  const Commonest common = commonest_of(column);
  if (common.times == column.size()) {
    block.kept.push_back(Kept::one);
    block.values.push_back(column.front());
  } else if (column.size() <= kBits && common.times > 2) {
    std::uint64_t others = 0;
    for (std::size_t r = 0; r < column.size(); ++r)
      if (!same(column[r], common.value)) others |= std::uint64_t{1} << r;
    block.kept.push_back(Kept::sparse);
    block.values.insert(block.values.end(), {common.value, std::bit_cast<double>(others)});
    std::copy_if(column.begin(), column.end(), std::back_inserter(block.values),
                 [&](double value) { return !same(value, common.value); });
  } else {
    block.kept.push_back(Kept::each);
    block.values.insert(block.values.end(), column.begin(), column.end());
  }
}

double Rows::Block::at(std::size_t row, std::size_t column) const {
  const double* const first = values.data() + place[column];
  if (kept[column] == Kept::one) return *first;
  if (kept[column] == Kept::each) return first[row];
  const auto others = std::bit_cast<std::uint64_t>(first[1]);
  const std::uint64_t bit = std::uint64_t{1} << row;
  if ((others & bit) == 0) return *first;
  return first[2 + static_cast<std::size_t>(std::popcount(others & (bit - 1)))];
}

double Rows::at(std::size_t row, std::size_t place) const {
  const auto after = std::upper_bound(first_row_.begin(), first_row_.end(), row);
  const auto b = static_cast<std::size_t>(after - first_row_.begin()) - 1;
  return blocks_[b].at(row - first_row_[b], place);
}

std::vector<double> Rows::column(std::size_t place) const {
  std::vector<double> out;
  out.reserve(size());
  for (const Block& block : blocks_)
    for (std::size_t row = 0; row < block.rows; ++row) out.push_back(block.at(row, place));
  return out;
}

}  // namespace lode::study

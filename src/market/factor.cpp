#include "market/factor.h"

#include <algorithm>
#include <bit>

#include "base/error.h"

namespace lode::market {
namespace {

// Positions below this are of L's entries, those from it on of pivots.
constexpr std::uint32_t kPivot = 0x80000000u;

using Bits = std::vector<std::uint64_t>;

void set(Bits& bits, std::size_t i) { bits[i / 64] |= std::uint64_t{1} << (i % 64); }
void clear(Bits& bits, std::size_t i) { bits[i / 64] &= ~(std::uint64_t{1} << (i % 64)); }

template <class Act>
void for_each(const Bits& bits, Act act) {
  for (std::size_t w = 0; w < bits.size(); ++w)
    for (std::uint64_t word = bits[w]; word; word &= word - 1)
      act(64 * w + static_cast<std::size_t>(std::countr_zero(word)));
}

std::size_t count(const Bits& bits) {
  std::size_t out = 0;
  for (const std::uint64_t word : bits) out += static_cast<std::size_t>(std::popcount(word));
  return out;
}

}  // namespace

Factor::Factor(const Program& p) : columns_(p.columns()), rows_(p.rows()) {
  node_of_column_.assign(columns_, -1);
  for (const Coupling& c : p.couplings)
    for (const std::uint32_t j : {c.first, c.second})
      if (node_of_column_[j] < 0) {
        node_of_column_[j] = static_cast<std::int32_t>(coupled_.size());
        coupled_.push_back(j);
      }
  size_ = coupled_.size() + rows_;
  std::vector<Bits> near(size_, Bits((size_ + 63) / 64));
  const auto join = [&](std::size_t a, std::size_t b) {
    if (a != b) set(near[a], b), set(near[b], a);
  };
  for (const Coupling& c : p.couplings)
    join(static_cast<std::size_t>(node_of_column_[c.first]),
         static_cast<std::size_t>(node_of_column_[c.second]));
  for (std::size_t j = 0; j < columns_; ++j)
    for (std::size_t k = p.start[j]; k < p.start[j + 1]; ++k) {
      if (node_of_column_[j] >= 0)
        join(static_cast<std::size_t>(node_of_column_[j]), coupled_.size() + p.row[k]);
      else
        for (std::size_t l = p.start[j]; l < k; ++l)
          join(coupled_.size() + p.row[k], coupled_.size() + p.row[l]);
    }
  find_order(p, near);
  find_targets(p);
}

// Least degree, the first of equals; the neighbours of what is eliminated become neighbours.
void Factor::find_order(const Program&, std::vector<Bits>& near) {
  std::vector<std::size_t> degree(size_);
  for (std::size_t i = 0; i < size_; ++i) degree[i] = count(near[i]);
  std::vector<bool> done(size_);
  std::vector<std::vector<std::uint32_t>> below(size_);
  rank_.resize(size_);
  for (std::uint32_t place = 0; place < size_; ++place) {
    std::size_t next = size_;
    for (std::size_t i = 0; i < size_; ++i)
      if (!done[i] && (next == size_ || degree[i] < degree[next])) next = i;
    done[next] = true;
    rank_[next] = place;
    for_each(near[next], [&](std::size_t i) {
      below[place].push_back(static_cast<std::uint32_t>(i));
      clear(near[i], next);
      for (std::size_t w = 0; w < near[i].size(); ++w) near[i][w] |= near[next][w];
      clear(near[i], i);
      clear(near[i], next);
      degree[i] = count(near[i]);
    });
  }
  start_.assign(1, 0);
  for (std::vector<std::uint32_t>& list : below) {
    for (std::uint32_t& i : list) i = rank_[i];
    std::sort(list.begin(), list.end());
    index_.insert(index_.end(), list.begin(), list.end());
    start_.push_back(index_.size());
  }
  values_.resize(index_.size());
  pivot_.resize(size_);
}

std::uint32_t Factor::position(std::uint32_t i, std::uint32_t j) const {
  i = rank_[i], j = rank_[j];
  if (i == j) return kPivot + i;
  if (i < j) std::swap(i, j);
  const auto first = index_.begin() + static_cast<std::ptrdiff_t>(start_[j]);
  const auto last = index_.begin() + static_cast<std::ptrdiff_t>(start_[j + 1]);
  const auto found = std::lower_bound(first, last, i);
  LODE_CHECK(found != last && *found == i);
  return static_cast<std::uint32_t>(found - index_.begin());
}

void Factor::find_targets(const Program& p) {
  const auto node = [&](std::size_t k) {
    return static_cast<std::uint32_t>(coupled_.size() + p.row[k]);
  };
  entry_target_.resize(p.row.size());
  for (std::size_t j = 0; j < columns_; ++j)
    for (std::size_t k = p.start[j]; k < p.start[j + 1]; ++k) {
      if (node_of_column_[j] >= 0)
        entry_target_[k] = position(node(k), static_cast<std::uint32_t>(node_of_column_[j]));
      else
        for (std::size_t l = p.start[j]; l <= k; ++l)
          pair_target_.push_back(position(node(k), node(l)));
    }
  for (const Coupling& c : p.couplings)
    coupling_target_.push_back(position(static_cast<std::uint32_t>(node_of_column_[c.first]),
                                        static_cast<std::uint32_t>(node_of_column_[c.second])));
}

void Factor::factorise(const Program& p, const std::vector<double>& weight, double shift) {
  weight_ = weight;
  std::fill(values_.begin(), values_.end(), 0.0);
  for (std::size_t i = 0; i < size_; ++i)
    pivot_[rank_[i]] = i < coupled_.size() ? weight[coupled_[i]] : -shift;
  const auto add = [&](std::uint32_t target, double what) {
    (target >= kPivot ? pivot_[target - kPivot] : values_[target]) += what;
  };
  std::size_t pair = 0;
  for (std::size_t j = 0; j < columns_; ++j) {
    if (node_of_column_[j] >= 0) {
      for (std::size_t k = p.start[j]; k < p.start[j + 1]; ++k) add(entry_target_[k], p.value[k]);
      continue;
    }
    const double inverse = 1 / weight[j];
    for (std::size_t k = p.start[j]; k < p.start[j + 1]; ++k) {
      const double scaled = p.value[k] * inverse;
      for (std::size_t l = p.start[j]; l <= k; ++l) add(pair_target_[pair++], -scaled * p.value[l]);
    }
  }
  for (std::size_t c = 0; c < p.couplings.size(); ++c)
    add(coupling_target_[c], p.couplings[c].value);
  // Right-looking: each column's products are subtracted from the columns below it.
  for (std::size_t j = 0; j < size_; ++j) {
    const double d = pivot_[j], inverse = 1 / d;
    for (std::size_t k = start_[j]; k < start_[j + 1]; ++k) {
      const std::uint32_t i = index_[k];
      const double l = values_[k] * inverse;
      pivot_[i] -= l * values_[k];
      // Rows of column i that column j has too: both lists ascend, and i's holds j's.
      std::size_t at = start_[i];
      for (std::size_t m = k + 1; m < start_[j + 1]; ++m) {
        while (index_[at] != index_[m]) ++at;
        values_[at] -= l * values_[m];
      }
    }
    for (std::size_t k = start_[j]; k < start_[j + 1]; ++k) values_[k] *= inverse;
  }
}

void Factor::solve(const Program& p, std::vector<double>& r, std::vector<double>& s) const {
  std::vector<double> z(size_);
  for (std::size_t i = 0; i < rows_; ++i) z[rank_[coupled_.size() + i]] = s[i];
  for (std::size_t c = 0; c < coupled_.size(); ++c) z[rank_[c]] = r[coupled_[c]];
  for (std::size_t j = 0; j < columns_; ++j) {
    if (node_of_column_[j] >= 0) continue;
    const double scaled = r[j] / weight_[j];
    for (std::size_t k = p.start[j]; k < p.start[j + 1]; ++k)
      z[rank_[coupled_.size() + p.row[k]]] -= p.value[k] * scaled;
  }
  for (std::size_t j = 0; j < size_; ++j)
    for (std::size_t k = start_[j]; k < start_[j + 1]; ++k) z[index_[k]] -= values_[k] * z[j];
  for (std::size_t j = size_; j-- > 0;) {
    z[j] /= pivot_[j];
    for (std::size_t k = start_[j]; k < start_[j + 1]; ++k) z[j] -= values_[k] * z[index_[k]];
  }
  for (std::size_t i = 0; i < rows_; ++i) s[i] = z[rank_[coupled_.size() + i]];
  for (std::size_t j = 0; j < columns_; ++j) {
    if (node_of_column_[j] >= 0) {
      r[j] = z[rank_[static_cast<std::size_t>(node_of_column_[j])]];
      continue;
    }
    for (std::size_t k = p.start[j]; k < p.start[j + 1]; ++k) r[j] -= p.value[k] * s[p.row[k]];
    r[j] /= weight_[j];
  }
}

}  // namespace lode::market

// Rows of numbers kept by column, in blocks of rows. Within a block a column that is constant is
// stored as one number, one that is equal to another not at all, one that mostly has one value as
// that value and the others. Most are: years after the mine, taxes that are not levied, what is the
// same in every variant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lode::study {

class Rows {
 public:
  // Rows of equal width, the same each time: LODE_CHECK. A block of their own.
  void append(const std::vector<std::vector<double>>& rows);

  std::size_t size() const {
    return first_row_.empty() ? 0 : first_row_.back() + blocks_.back().rows;
  }
  bool empty() const { return size() == 0; }
  double at(std::size_t row, std::size_t place) const;
  std::vector<double> column(std::size_t place) const;  // [row]

  class Row {
   public:
    Row(const Rows& rows, std::size_t row) : rows_(&rows), row_(row) {}
    double operator[](std::size_t place) const { return rows_->at(row_, place); }

   private:
    const Rows* rows_;
    std::size_t row_;
  };
  Row operator[](std::size_t row) const { return {*this, row}; }
  class Iterator {
   public:
    Iterator(const Rows& rows, std::size_t row) : rows_(&rows), row_(row) {}
    Row operator*() const { return {*rows_, row_}; }
    Iterator& operator++() {
      ++row_;
      return *this;
    }
    bool operator==(const Iterator& other) const { return row_ == other.row_; }

   private:
    const Rows* rows_;
    std::size_t row_;
  };
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size()}; }

 private:
  // each: [row]. sparse: the commonest value, the bits of the rows that differ, their values.
  enum class Kept : std::uint8_t { one, each, sparse };
  struct Block {
    std::size_t rows = 0;
    std::vector<std::uint32_t> place;  // [column] below: where it begins
    std::vector<Kept> kept;            // [column]
    std::vector<double> values;

    double at(std::size_t row, std::size_t column) const;
  };
  static void keep(Block& block, const std::vector<double>& column);
  std::vector<Block> blocks_;
  std::vector<std::size_t> first_row_;  // [block]
};

}  // namespace lode::study

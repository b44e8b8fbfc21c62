#include "resource/columns.h"

#include <utility>

namespace lode::resource {

std::string Labels::text(std::size_t row) const {
  return code[row] < 0 ? "" : word[static_cast<std::size_t>(code[row])];
}

void Columns::add(std::string column, std::vector<double> values) {
  name.push_back(std::move(column)), number.push_back(std::move(values));
}

void Columns::add(std::string column, const std::vector<std::int32_t>& values) {
  add(std::move(column), std::vector<double>(values.begin(), values.end()));
}

void Columns::append(Columns more) {
  for (std::size_t k = 0; k < more.name.size(); ++k)
    add(std::move(more.name[k]), std::move(more.number[k]));
  for (Labels& labels : more.label) label.push_back(std::move(labels));
  note.insert(note.end(), more.note.begin(), more.note.end());
}

}  // namespace lode::resource

#include "report/tables_krige.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace lode::report {

Table table_of(const resource::Columns& columns, const std::string& name,
               const std::string& title) {
  Table out{name, title, "", {}, {}};
  for (const std::string& column : columns.name) out.columns.push_back({column, ""});
  for (const resource::Labels& labels : columns.label) out.columns.push_back({labels.name, ""});
  for (std::size_t i = 0; i < columns.rows(); ++i) {
    std::vector<Cell> row;
    for (const auto& values : columns.number)
      row.push_back(std::isnan(values[i]) ? Cell{} : Cell{values[i]});
    for (const resource::Labels& labels : columns.label) row.emplace_back(labels.text(i));
    out.rows.push_back(std::move(row));
  }
  return out;
}

Table overview_table(const resource::Columns& columns, std::size_t first) {
  Table out{"overview",
            "Estimates",
            "",
            {{"column", ""}, {"rows", ""}, {"mean", ""}, {"minimum", ""}, {"maximum", ""}},
            {}};
  const resource::Labels& status = columns.label[0];
  const bool told = status.name == "status";
  for (std::size_t k = first; k < columns.number.size(); ++k) {
    double n = 0, sum = 0, low = std::numeric_limits<double>::infinity(),
           high = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < columns.rows(); ++i) {
      const double v = columns.number[k][i];
      if (std::isnan(v) || (told && status.code[i] != 0)) continue;
      n += 1, sum += v, low = std::min(low, v), high = std::max(high, v);
    }
    if (n > 0) out.rows.push_back({columns.name[k], n, sum / n, low, high});
  }
  std::vector<std::string> notes;
  for (const resource::Labels& labels : columns.label)
    for (std::size_t code = 0; code < labels.word.size(); ++code)
      if (const auto n = std::count(labels.code.begin(), labels.code.end(), code); n > 0)
        notes.push_back(fmt::format("{} {}", n, labels.word[code]));
  notes.insert(notes.end(), columns.note.begin(), columns.note.end());
  out.note = fmt::format("{}", fmt::join(notes, "; "));
  return out;
}

Table cross_validation_summary_table(const resource::Validation& validation,
                                     const resource::Columns& columns) {
  Table out{
      "cross_validation_summary", "Cross-validation", "", {{"measure", ""}, {"value", ""}}, {}};
  for (const std::string& note : columns.note) out.note += note;
  const auto row = [&](const char* what, double value) { out.rows.push_back({what, value}); };
  row("samples estimated", static_cast<double>(validation.rows));
  row("mean residual (observed - estimate)", validation.mean_residual);
  row("mean absolute residual", validation.mean_absolute);
  row("root mean square residual", validation.root_mean_square);
  row("mean z-score", validation.mean_score);
  row("standard deviation of z-scores", validation.sd_score);
  row("correlation of estimate and observed", validation.correlation);
  return out;
}

}  // namespace lode::report

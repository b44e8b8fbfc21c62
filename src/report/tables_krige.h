// The tables of `lode krige`.
#pragma once

#include <string>

#include "report/table.h"
#include "resource/resource.h"

namespace lode::report {

// Every row. Words as words.
Table table_of(const resource::Columns& columns, const std::string& name, const std::string& title);

// Mean and range of each column from `first` on, over the rows whose status is "estimated" (all
// rows where there is no status). Note: how many rows have each word, and the columns' notes.
Table overview_table(const resource::Columns& columns, std::size_t first);

// Note: those of the columns.
Table cross_validation_summary_table(const resource::Validation& validation,
                                     const resource::Columns& columns);

}  // namespace lode::report

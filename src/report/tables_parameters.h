// What `lode explain` prints.
#pragma once

#include <string>
#include <vector>

#include "report/table.h"
#include "study/study.h"

namespace lode::report {

// Those at or below `key`, in which a name may stand for NAME: deposit.upper.mill is
// deposit.NAME.mill. Empty key: all. No row: there is none.
Table parameters_table(const std::vector<study::Parameter>& all, const std::string& key);

// Three lines each.
std::string parameters_text(const Table& parameters);

}  // namespace lode::report

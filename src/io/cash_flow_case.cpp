#include "io/cash_flow_case.h"

#include <algorithm>

#include "io/cash_flow_given.h"
#include "io/cash_flow_sense.h"
#include "io/cash_flow_tables.h"

namespace lode::io {
namespace fs = std::filesystem;

namespace {

// Of two faults of one key the first is reported.
void add_new(std::vector<Fault>& faults, const std::vector<Fault>& more) {
  const std::size_t before = faults.size();
  for (const Fault& fault : more)
    if (std::none_of(faults.begin(), faults.begin() + static_cast<std::ptrdiff_t>(before),
                     [&](const Fault& f) { return !f.key.empty() && f.key == fault.key; }))
      faults.push_back(fault);
}

[[noreturn]] void refuse(const StageCase& file, std::vector<Fault> faults) {
  for (Fault& fault : faults)
    if (fault.source.file.empty()) fault.source = file.where(fault.key);
  throw InputError(sorted(std::move(faults)));
}

}  // namespace

CashFlowCase read_cash_flow_case(const fs::path& path) {
  CashFlowCase out;
  out.file = read_stage_case(path, [&](Visitor& visit) { describe(visit, out.terms); });
  std::vector<Fault> faults;
  CashFlowTables tables(out.terms, out.file, faults);
  finance::each_row(out.terms, [&](const std::string& key, Row& row) {
    if (!row.name.empty()) tables.resolve(key, row);
  });
  if (tables.first_year) out.terms.period.first_year = *tables.first_year;
  // Contradictions across rows would only follow from the tables' faults.
  const bool rows_read = faults.empty();
  add_new(faults, idle_keys(out.terms, out.file));
  add_new(faults, senseless(out.terms, out.file));
  if (rows_read) {
    add_new(faults, wrong_count(out.terms, out.file));
    add_new(faults, finance::faults_of(out.terms));
  }
  if (!faults.empty()) refuse(out.file, std::move(faults));
  try {
    for (std::string& note : doubts(out.terms, finance::make_model(out.terms).label))
      out.file.notes.push_back(std::move(note));
  } catch (const InputError& contradiction) {
    refuse(out.file, contradiction.faults());
  }
  return out;
}

}  // namespace lode::io

#include "plant_command.h"

#include <utility>
#include <vector>

#include "io/plant_case.h"
#include "output.h"
#include "report/report.h"

namespace lode::cli {

Exit plant(const std::string& case_path, const Manners& manners) {
  const io::PlantFile file = io::read_plant_case(case_path);
  for (const std::string& note : file.notes) message(manners, note);
  const plant::PlantYear year = plant::plant_year(file.given);
  std::vector<report::Table> tables = report::plant_tables(file.given, year);
  for (const std::string& text : report::overloads_of(file.given, year)) message(manners, text);
  if (manners.json)
    print_text(report::to_json(
        envelope("plant", year.is_over() ? "overloaded" : "done", std::move(tables))));
  else
    print_tables(tables);
  return year.is_over() ? Exit::no_answer : Exit::done;
}

}  // namespace lode::cli

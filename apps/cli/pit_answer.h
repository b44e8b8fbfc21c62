// What the commands of the pit have in common: the answer, and how it is printed.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "commands.h"
#include "io/pit_values.h"
#include "pit/pit.h"
#include "report/report.h"

namespace lode::cli {

struct PitAnswer {
  std::string instance;
  io::Worth worth;
  bool rounded = false;  // values are not exactly the file's
  int value_digits = 0;  // decimals that were kept
  std::size_t blocks_mined = 0, blocks = 0;
  double seconds = 0;
  std::optional<pit::Certificate> proof;
  std::optional<pit::Pattern> pattern;  // of a slope
  int benches = 0;                      // of that pattern
  std::optional<pit::EdgeBlocks> edge;
  std::vector<std::pair<std::string, std::string>> lines;  // of the text: what, and how much
  std::vector<std::pair<std::string, report::Cell>> facts;
};

// Benches as given on the command line or in a case: a number, or "auto".
int benches_of(const std::string& text, const Grid& grid, const pit::Slopes& slopes);

// What is not as asked: a slope that the pattern misses by more than 5 degrees, a pit that the
// model's edge cuts off. One sentence each.
std::vector<std::string> warnings_of(const PitAnswer& answer);

Exit tell(const PitAnswer& answer, std::vector<report::Table> tables, const Manners& manners);

// Processor seconds: the same on a busy machine.
double processor_seconds();

}  // namespace lode::cli

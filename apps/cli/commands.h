// What each command of `lode` does, free of how its arguments are parsed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lode::cli {

// 0 done, 1 our fault, 2 usage, 3 input wrong, 4 no feasible answer, 5 stopped by a limit, 130
// interrupted.
enum class Exit {
  done = 0,
  ours = 1,
  usage = 2,
  input = 3,
  no_answer = 4,
  limit = 5,
  interrupted = 130
};

struct Manners {
  bool json = false;     // results as one JSON object on stdout
  bool quiet = false;    // no progress and no messages on stderr
  bool verbose = false;  // seconds of each stage
};

struct RunArguments {
  std::filesystem::path case_path;
  std::filesystem::path out;  // empty: results/<study>
  std::size_t scenarios = 2000;
  int realisations = 100;
  std::uint64_t seed = 1;
  int threads = 0;  // 0: all
  std::optional<std::uint64_t> scenario;
  std::vector<std::string> with;
  bool force = false, resume = false;
};

// `lode holes|variogram|krige CASE`: the case of one stage, or a whole one of which the stage is
// run for a deposit with drill holes.
struct StageArguments {
  std::filesystem::path case_path;
  std::filesystem::path out;  // empty: tables to the terminal alone (krige: results/<case>)
  std::string deposit;        // of a whole case; empty: the one that has holes
  int threads = 0;
  bool force = false;  // write into a folder that is not empty
};

// The processor must have what the program was built for; else says so and returns false.
bool processor_is_new_enough();

Exit version(const Manners& manners);
// A commented case of a stage, or of a whole study, into a new or empty folder.
Exit init(const std::filesystem::path& folder, const std::string& stage, const Manners& manners);
std::vector<std::string> starter_stages();  // "study" first
// All that run does before its scenarios, without writing anything.
Exit check(const RunArguments& arguments, const Manners& manners);
Exit run(const RunArguments& arguments, const Manners& manners);
// topic: one of topics_text(), or a table of the folder. csv: as CSV; several tables each below a
// line with its name, parted by empty lines.
Exit show(const std::filesystem::path& folder, const std::string& topic, bool csv,
          const Manners& manners);
std::string topics_text();  // the topics of `show` with their tables, a line each
Exit compare(const std::filesystem::path& first, const std::filesystem::path& second,
             const Manners& manners);
// stage: holes, variogram, krige, pit, plant, cashflow, option or market; empty: a whole case.
Exit explain(const std::string& key, const std::string& stage, const Manners& manners);

// Sees to it that all results have left the program: the outcome, or Exit::input with a message if
// stdout cannot be written (a full disk).
Exit flush_results(Exit outcome);

// Runs a command and turns what it throws into messages and exit codes: the one place that catches.
Exit guarded(const std::string& command, const Manners& manners, const std::function<Exit()>& body);

}  // namespace lode::cli

// The command `lode`: parses arguments, calls a command, turns its outcome into an exit code.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "cashflow_command.h"
#include "commands.h"
#include "completion.h"
#include "holes_command.h"
#include "krige_command.h"
#include "market_command.h"
#include "option_command.h"
#include "output.h"
#include "pit_command.h"
#include "plant_command.h"
#include "study/study.h"
#include "variogram_command.h"

namespace {

using namespace lode::cli;

constexpr const char* kExitCodes =
    "Exit codes: 0 done, 1 a fault of lode, 2 usage, 3 input wrong, 4 no feasible answer,\n"
    "5 stopped by a limit, 130 interrupted.";
constexpr int kMostThreads = 4096;

void add_pit_options(CLI::App& command, PitArguments& arguments) {
  command.add_option("CASE", arguments.case_path,
                     "from estimates to a pit: a TOML file, or a folder with case.toml");
  command.add_option("--blocks", arguments.blocks, "MineLib .blocks");
  command.add_option("--prec", arguments.prec, "MineLib .prec");
  command.add_option("--upit", arguments.upit, "MineLib .upit");
  command.add_option("--grid", arguments.grid, "NX,NY,NZ: blocks of a regular grid")
      ->delimiter(',');
  command.add_option(
      "--values", arguments.values,
      "one number a line, x fastest, then y, then z upward; with "
      "--revenue-factors revenue and cost, with --weight-multipliers value and weight");
  command.add_option("--cell", arguments.cell, "X,Y,Z: size of a block, m; default 1,1,1")
      ->delimiter(',');
  command.add_option("--slope", arguments.slope_deg, "overall, degrees from horizontal")
      ->capture_default_str();
  command
      .add_option("--origin", arguments.origin, "X,Y,Z: lower corner of the grid, m; default 0,0,0")
      ->delimiter(',');
  command.add_option("--rotation", arguments.rotation_deg,
                     "of the grid's y axis from north, clockwise, degrees");
  command
      .add_option("--benches", arguments.benches,
                  "depth of the search pattern; auto: until the slope is kept to 3 degrees")
      ->capture_default_str();
  command.add_option("--pattern", arguments.pattern, "1:5:9 instead of a slope");
  command
      .add_option("--revenue-factors", arguments.revenue_factors,
                  "nested shells of factor x revenue - cost")
      ->delimiter(',');
  command
      .add_option("--weight-multipliers", arguments.weight_multipliers,
                  "nested shells of value - multiplier x weight")
      ->delimiter(',');
  command.add_option(
      "--out", arguments.out,
      "file of the mined blocks, one id a line; of a case the folder for its results");
  command.add_option("--vti", arguments.vti, "file of the blocks with their shells, for ParaView");
  command.add_option("--vtp", arguments.vtp, "file of the shells' floors and walls, for ParaView");
  command.add_option("--dxf", arguments.dxf, "file of the shells' outlines, bench by bench");
  command.add_flag("--verify", arguments.verify, "check the closure and the flows that prove it");
  command
      .add_option("--missing", arguments.missing,
                  "numbers or words that mean \"no value\", as -999,NA; with --missing-as")
      ->delimiter(',');
  command.add_option("--missing-as", arguments.missing_as,
                     "what a block without a value counts: a number; or air: neither mined nor "
                     "needed");
  command.add_flag("--truncate", arguments.truncate, "cut all decimals off, towards zero");
  command.add_flag("--force", arguments.force, "of a case: write into a folder that is not empty");
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

// What to say of a word that names no command; empty if it names one.
std::string unknown_command(const CLI::App& app, const std::string& word) {
  std::vector<std::string> known;
  for (const CLI::App* command : commands_of(app)) known.push_back(command->get_name());
  if (std::find(known.begin(), known.end(), word) != known.end()) return {};
  const std::vector<std::string> near = lode::study::nearest(word, known);
  return fmt::format("lode: \"{}\" is no command{}; lode --help lists them", word,
                     near.empty() ? "" : "; did you mean " + near[0] + "?");
}

// The same of the first word that is no flag.
std::string unknown_command(const CLI::App& app, int argc, char** argv) {
  for (int i = 1; i < argc; ++i)
    if (const std::string word = argv[i]; !word.starts_with('-')) return unknown_command(app, word);
  return {};
}

int help(const CLI::App& app, const std::string& command) {
  if (command.empty()) {
    print_text(app.help());
  } else if (const std::string word = unknown_command(app, command); !word.empty()) {
    complain(word);
    return static_cast<int>(Exit::usage);
  } else {
    print_text(app.get_subcommand(command)->help(app.get_name()));
  }
  return static_cast<int>(flush_results(Exit::done));
}

// Every command with its flags, and those of all commands under an empty name.
std::vector<CommandWords> words_of(const CLI::App& app) {
  const auto flags = [](const CLI::App& command) {
    CommandWords out{command.get_parent() ? command.get_name() : "", {}};
    for (const CLI::Option* option : command.get_options())
      for (const std::string& name : option->get_lnames()) out.flags.push_back("--" + name);
    return out;
  };
  std::vector<CommandWords> out = {flags(app)};
  for (const CLI::App* command : commands_of(app)) out.push_back(flags(*command));
  return out;
}

std::string without_end(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

// LODE_THREADS, for the commands that work with threads, where --threads is not given. False, with
// a message, if it is no such number.
bool threads_of_environment(int& threads) {
  const char* told = std::getenv("LODE_THREADS");
  if (!told || !*told) return true;
  const std::string_view text = told;
  int value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && value >= 0 &&
      value <= kMostThreads) {
    threads = value;
    return true;
  }
  complain(fmt::format(
      "LODE_THREADS = \"{}\": the environment's number of threads must be a whole number from 0 "
      "(all) to {}",
      text, kMostThreads));
  return false;
}

// The command line: each command with its arguments and what it does.
class Program {
 public:
  Program();
  int run(int argc, char** argv);

 private:
  struct Command {
    CLI::App* app;
    std::string name;
    std::function<Exit()> act;
  };
  CLI::App* add(const char* name, const char* meaning, std::function<Exit()> act) {
    return commands_.emplace_back(Command{app_.add_subcommand(name, meaning), name, std::move(act)})
        .app;
  }
  void add_case(CLI::App& command) {
    command.add_option("CASE", case_path_, "a TOML file, or a folder with case.toml")->required();
  }
  void add_threads(CLI::App& command) {
    command
        .add_option("--threads", threads_,
                    "0 = all; results never depend on it; default $LODE_THREADS")
        ->check(CLI::Range(0, kMostThreads))
        ->capture_default_str();
    threaded_.push_back(&command);
  }
  void add_counts(CLI::App& command);
  void add_init();
  void add_check_and_run();
  void add_stages();
  void add_show_and_compare();
  void add_explain();
  void add_pit_and_plant();
  void add_cashflow();
  void add_option();
  void add_market();
  void add_about();

  int refuse_usage(const std::string& why) const {
    complain(why);
    return static_cast<int>(Exit::usage);
  }
  int unparsed(const CLI::ParseError& error, int argc, char** argv);

  CLI::App app_{
      "From drill core to deal: what each offer for a mineral deposit is worth, to whom.\n\n"
      "  lode run studies/kazakhstan-tungsten          the reference study and its report\n"
      "  lode show results/kazakhstan-tungsten deal    its deal table again\n",
      "lode"};
  // The parser would wrap -1 to 2^64 - 1.
  const CLI::Validator digits_{[](const std::string& text) {
                                 return text.find_first_not_of("0123456789") == std::string::npos
                                            ? std::string()
                                            : "\"" + text + "\" is no whole number from 0 on";
                               },
                               "", "digits"};
  std::vector<Command> commands_;
  std::vector<CLI::App*> threaded_;  // those that take --threads
  CLI::App* help_ = nullptr;
  CLI::Option* scenario_option_ = nullptr;

  Manners manners_;
  RunArguments run_;
  StageArguments stage_;
  PitArguments pit_;
  CashFlowArguments cash_flow_;
  std::uint64_t scenario_ = 0;
  int threads_ = 0;
  bool csv_ = false;
  std::string case_path_, out_, folder_, second_, option_csv_,
      topic_ = "deal", key_, of_stage_, init_stage_ = "study", plant_path_, help_of_, shell_;
};

Program::Program() {
  app_.footer(kExitCodes);  // of every command
  app_.set_version_flag("-V,--version", std::string("lode ") + LODE_VERSION);
  app_.require_subcommand(1);
  app_.fallthrough();
  app_.add_flag("--json", manners_.json, "results as one JSON object");
  app_.add_flag("--quiet", manners_.quiet, "no progress, no messages");
  app_.add_flag("-v,--verbose", manners_.verbose, "seconds of each stage");
  add_init();
  add_check_and_run();
  add_stages();
  add_show_and_compare();
  add_explain();
  add_pit_and_plant();
  add_cashflow();
  add_option();
  add_market();
  add_about();
}

void Program::add_init() {
  CLI::App* command = add("init", "Write a commented case that runs",
                          [this] { return init(folder_, init_stage_, manners_); });
  command->add_option("DIR", folder_, "new or empty folder")->required();
  command->add_option("--stage", init_stage_, "the case of this stage alone")
      ->check(CLI::IsMember(starter_stages()))
      ->capture_default_str();
}

void Program::add_counts(CLI::App& command) {
  command.add_option("--scenarios", run_.scenarios, "how many")
      ->check(CLI::Range(1, 10'000'000))
      ->capture_default_str();
  command
      .add_option("--realisations", run_.realisations, "of the orebody; scenario s uses s mod this")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  add_threads(command);
  command.add_option("--seed", run_.seed, "of all random streams")
      ->check(digits_)
      ->capture_default_str();
}

void Program::add_check_and_run() {
  const auto add_whole_case = [this](CLI::App& command) {
    add_case(command);
    command.add_option("--with", run_.with, "NAME=ALTERNATIVE of the case; may be repeated")
        ->take_all()
        ->allow_extra_args(false);
  };
  CLI::App* check_command =
      add("check", "Every fault of a case at once, with file and line: all that run would refuse",
          [this] { return check(run_, manners_); });
  add_whole_case(*check_command);
  add_counts(*check_command);

  CLI::App* command = add("run", "Run a case: model, plan, scenarios, report",
                          [this] { return lode::cli::run(run_, manners_); });
  add_whole_case(*command);
  command->add_option("--out", out_, "folder for the results; default results/<study>");
  add_counts(*command);
  scenario_option_ =
      command
          ->add_option("--scenario", scenario_,
                       "this scenario alone, from 0 to below --scenarios, with every period of it")
          ->check(digits_);
  command->add_flag("--force", run_.force, "write over a run that is there");
  command->add_flag("--resume", run_.resume, "go on with a run that was stopped")
      ->excludes("--force")
      ->excludes("--scenario");
}

void Program::add_stages() {
  const auto add_stage = [this](const char* name, const char* meaning, const char* what_out,
                                Exit (*act)(const StageArguments&, const Manners&)) {
    CLI::App* command = add(name, meaning, [this, act] { return act(stage_, manners_); });
    add_case(*command);
    command->add_option("--deposit", stage_.deposit,
                        "of a whole case, where several have drill holes");
    command->add_option("--out", out_, what_out);
    add_threads(*command);
    command->add_flag("--force", stage_.force, "write into a folder that is not empty");
  };
  add_stage("holes", "Drill holes: faults, paths, composites, statistics (docs/holes.md)",
            "folder for tables, composites and paths", holes);
  add_stage("variogram",
            "Experimental variograms of points, a model fitted to them, a map (docs/variogram.md)",
            "folder for the tables as CSV", variogram);
  add_stage("krige", "Estimate points or blocks from samples (docs/points.md)",
            "folder for the results; default results/<case>", krige);
}

void Program::add_show_and_compare() {
  CLI::App* command = add("show", "Tables of a run in the terminal",
                          [this] { return show(folder_, topic_, csv_, manners_); });
  command->add_option("DIR", folder_, "folder of a run")->required();
  command->add_option("TOPIC", topic_, "a topic as below, or one table")->capture_default_str();
  command->add_flag("--csv", csv_, "as CSV, to paste or pipe");
  command->footer(topics_text() + "\n" + kExitCodes);

  CLI::App* two = add("compare", "Two runs side by side",
                      [this] { return compare(folder_, second_, manners_); });
  two->add_option("DIR", folder_, "folder of a run")->required();
  two->add_option("OTHER", second_, "folder of another run")->required();
}

void Program::add_explain() {
  CLI::App* command = add("explain", "What a parameter means, its unit, range, default",
                          [this] { return explain(key_, of_stage_, manners_); });
  command->add_option("KEY", key_, "as in deposit.NAME.mill.recovery; all if left out");
  command->add_option("--stage", of_stage_, "of the case of this stage alone")
      ->check(CLI::IsMember(
          {"holes", "variogram", "krige", "pit", "plant", "cashflow", "option", "market"}));
}

void Program::add_pit_and_plant() {
  CLI::App* command =
      add("pit", "The ultimate pit, or nested shells, of MineLib files or of a grid of values",
          [this] { return pit(pit_, manners_); });
  add_pit_options(*command, pit_);
  add("plant", "One flowsheet alone: its streams, stages and products in a year",
      [this] { return plant(plant_path_, manners_); })
      ->add_option("CASE", plant_path_, "a TOML file, or a folder with case.toml")
      ->required();
}

void Program::add_option() {
  CLI::App* command = add(
      "option", "What a right to choose is worth, and who uses it when (docs/option.md)", [this] {
        return option({stage_, option_csv_}, manners_);
      });
  add_case(*command);
  command->add_option("--out", out_, "folder for every table as CSV");
  add_threads(*command);
  command->add_flag("--force", stage_.force, "write into a folder that is not empty");
  command->add_option("--csv", option_csv_, "print this one table as CSV");
}

void Program::add_market() {
  CLI::App* command =
      add("market", "Prices, flows, gains and dependence in a market (docs/market.md)", [this] {
        return market({stage_, option_csv_}, manners_);
      });
  add_case(*command);
  command->add_option("--out", out_, "folder for every table as CSV");
  command->add_flag("--force", stage_.force, "write into a folder that is not empty");
  command->add_option("--csv", option_csv_, "print this one table as CSV");
}

void Program::add_cashflow() {
  CLI::App* command = add("cashflow", "The cash flow, taxes, loans and values of a study's table",
                          [this] { return cashflow(cash_flow_, manners_); });
  command
      ->add_option("CASE", cash_flow_.cases,
                   "a TOML file, or a folder with case.toml; of several: side by side")
      ->required();
  command->add_option("--out", cash_flow_.out,
                      "folder for a page (report.html) and every table as CSV and JSON");
  command->add_flag("--force", cash_flow_.force, "write into a folder that is not empty");
  command->add_option("--csv", cash_flow_.csv, "print this one table as CSV (lines: all)");
}

void Program::add_about() {
  help_ = app_.add_subcommand("help", "What a command does and takes");
  help_->add_option("COMMAND", help_of_, "the list of commands if left out");
  add("version", "Which version this is", [this] { return version(manners_); });
  add("completion", "A script that completes commands and flags: source <(lode completion bash)",
      [this] {
        print_text(completion(words_of(app_), shell_));
        return Exit::done;
      })
      ->add_option("SHELL", shell_, "bash or zsh")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}));
}

// --help and --version come here too.
int Program::unparsed(const CLI::ParseError& error, int argc, char** argv) {
  if (const std::string word = unknown_command(app_, argc, argv); !word.empty())
    return refuse_usage(word);
  std::ostringstream out, wrong;
  const bool asked_for = app_.exit(error, out, wrong) == 0;
  print_text(out.str());
  if (!asked_for) return refuse_usage(without_end(wrong.str()));
  return static_cast<int>(flush_results(Exit::done));
}

int Program::run(int argc, char** argv) {
  try {
    app_.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return unparsed(error, argc, argv);
  }
  if (*help_) {
    app_.clear();  // else it is the help of `help` that is asked for
    return help(app_, help_of_);
  }
  if (*scenario_option_) run_.scenario = scenario_;
  if (*scenario_option_ && scenario_ >= run_.scenarios)
    return refuse_usage(
        fmt::format("--scenario: {} is not one of the {} scenarios, 0 to {} (--scenarios)",
                    scenario_, run_.scenarios, run_.scenarios - 1));
  if (csv_ && manners_.json) return refuse_usage("lode show: --csv and --json exclude each other");
  for (const CLI::App* command : threaded_)
    if (*command && command->get_option("--threads")->count() == 0 &&
        !threads_of_environment(threads_))
      return static_cast<int>(Exit::usage);
  run_.case_path = stage_.case_path = case_path_;
  run_.out = stage_.out = out_;
  run_.threads = stage_.threads = threads_;
  for (const Command& command : commands_) {
    if (!*command.app) continue;
    if (command.name == "pit")
      if (const std::string fault = usage_fault(pit_); !fault.empty())
        return refuse_usage("lode pit: " + fault);
    return static_cast<int>(flush_results(guarded(command.name, manners_, command.act)));
  }
  return static_cast<int>(Exit::usage);
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_streams();
  if (!processor_is_new_enough()) return static_cast<int>(Exit::ours);
  // A write that fails is reported where it fails, not by the end of the program.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  return Program().run(argc, argv);
}

// The command `lode`: parses arguments, calls a command, turns its outcome into an exit code.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <sstream>

#include "base/parallel.h"
#include "cashflow_command.h"
#include "commands.h"
#include "completion.h"
#include "holes_command.h"
#include "krige_command.h"
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

template <class Body>
int guarded_exit(const std::string& command, const Manners& manners, Body body) {
  return static_cast<int>(flush_results(guarded(
      command, manners, [](void* context) { return (*static_cast<Body*>(context))(); }, &body)));
}

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

// LODE_THREADS, for the commands that work with threads, where --threads is not given. False, and
// told, if it is no such number.
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

}  // namespace

int main(int argc, char** argv) {
  open_standard_streams();
  if (!processor_is_new_enough()) return static_cast<int>(Exit::ours);
  // A write that fails is told where it fails, not by the death of the program.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  CLI::App app{
      "From drill core to deal: what each offer for a mineral deposit is worth, to whom.\n\n"
      "  lode run studies/kazakhstan-tungsten          the reference study and its report\n"
      "  lode show results/kazakhstan-tungsten deal    its deal table again\n",
      "lode"};
  app.footer(kExitCodes);  // of every command
  app.set_version_flag("-V,--version", std::string("lode ") + LODE_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  Manners manners;
  app.add_flag("--json", manners.json, "results as one JSON object");
  app.add_flag("--quiet", manners.quiet, "no progress, no messages");
  app.add_flag("-v,--verbose", manners.verbose, "seconds of each stage");

  std::string folder;
  CLI::App* init_command = app.add_subcommand("init", "Write a commented case that runs");
  init_command->add_option("DIR", folder, "new or empty folder")->required();
  std::string init_stage = "study";
  init_command->add_option("--stage", init_stage, "the case of this stage alone")
      ->check(CLI::IsMember(starter_stages()))
      ->capture_default_str();

  RunArguments arguments;
  std::string case_path, out;
  const auto add_case = [&](CLI::App* command) {
    command->add_option("CASE", case_path, "a TOML file, or a folder with case.toml")->required();
    command->add_option("--with", arguments.with, "NAME=ALTERNATIVE of the case; may be repeated")
        ->take_all()
        ->allow_extra_args(false);
  };
  // The parser would wrap -1 to 2^64 - 1.
  const CLI::Validator digits(
      [](const std::string& text) {
        return text.find_first_not_of("0123456789") == std::string::npos
                   ? std::string()
                   : "\"" + text + "\" is no whole number from 0 on";
      },
      "", "digits");
  const auto add_counts = [&](CLI::App* command) {
    command->add_option("--scenarios", arguments.scenarios, "how many")
        ->check(CLI::Range(1, 10'000'000))
        ->capture_default_str();
    command
        ->add_option("--realisations", arguments.realisations,
                     "of the orebody; scenario s uses s mod this")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    command
        ->add_option("--threads", arguments.threads,
                     "0 = all; results never depend on it; default $LODE_THREADS")
        ->check(CLI::Range(0, kMostThreads))
        ->capture_default_str();
    command->add_option("--seed", arguments.seed, "of all random streams")
        ->check(digits)
        ->capture_default_str();
  };
  CLI::App* check_command = app.add_subcommand(
      "check", "Every fault of a case at once, with file and line: all that run would refuse");
  add_case(check_command);
  add_counts(check_command);

  CLI::App* run_command = app.add_subcommand("run", "Run a case: model, plan, scenarios, report");
  add_case(run_command);
  std::uint64_t scenario = 0;
  run_command->add_option("--out", out, "folder for the results; default results/<study>");
  add_counts(run_command);
  CLI::Option* single =
      run_command
          ->add_option("--scenario", scenario,
                       "this scenario alone, from 0 to below --scenarios, with every period of it")
          ->check(digits);
  run_command->add_flag("--force", arguments.force, "write over a run that is there");
  run_command->add_flag("--resume", arguments.resume, "go on with a run that was stopped")
      ->excludes("--force")
      ->excludes("--scenario");

  StageArguments stage;
  const auto add_stage = [&](const char* name, const char* meaning, const char* what_out) {
    CLI::App* command = app.add_subcommand(name, meaning);
    command->add_option("CASE", case_path, "a TOML file, or a folder with case.toml")->required();
    command->add_option("--deposit", stage.deposit,
                        "of a whole case, where several have drill holes");
    command->add_option("--out", out, what_out);
    command
        ->add_option("--threads", stage.threads,
                     "0 = all; results never depend on it; default $LODE_THREADS")
        ->check(CLI::Range(0, kMostThreads))
        ->capture_default_str();
    command->add_flag("--force", stage.force, "write into a folder that is not empty");
    return command;
  };
  CLI::App* holes_command =
      add_stage("holes", "Drill holes: faults, paths, composites, statistics (docs/holes.md)",
                "folder for tables, composites and paths");
  CLI::App* variogram_command = add_stage(
      "variogram",
      "Experimental variograms of points, a model fitted to them, a map (docs/variogram.md)",
      "folder for the tables as CSV");
  CLI::App* krige_command =
      add_stage("krige", "Estimate points or blocks from samples (docs/points.md)",
                "folder for the results; default results/<case>");

  std::string topic = "deal", second;
  bool csv = false;
  CLI::App* show_command = app.add_subcommand("show", "Tables of a run in the terminal");
  show_command->add_option("DIR", folder, "folder of a run")->required();
  show_command->add_option("TOPIC", topic, "a topic as below, or one table")->capture_default_str();
  show_command->add_flag("--csv", csv, "as CSV, to paste or pipe");
  show_command->footer(topics_text() + "\n" + kExitCodes);

  CLI::App* compare_command = app.add_subcommand("compare", "Two runs side by side");
  compare_command->add_option("DIR", folder, "folder of a run")->required();
  compare_command->add_option("OTHER", second, "folder of another run")->required();

  std::string key;
  CLI::App* explain_command =
      app.add_subcommand("explain", "What a parameter means, its unit, range, default");
  explain_command->add_option("KEY", key, "as in deposit.NAME.mill.recovery; all if left out");
  std::string of_stage;
  explain_command->add_option("--stage", of_stage, "of the case of this stage alone")
      ->check(CLI::IsMember({"holes", "variogram", "krige", "pit", "plant", "cashflow", "option"}));

  PitArguments pit_arguments;
  CLI::App* pit_command = app.add_subcommand(
      "pit", "The ultimate pit, or nested shells, of MineLib files or of a grid of values");
  add_pit_options(*pit_command, pit_arguments);

  std::string plant_path;
  CLI::App* plant_command = app.add_subcommand(
      "plant", "One flowsheet alone: its streams, stages and products in a year");
  plant_command->add_option("CASE", plant_path, "a TOML file, or a folder with case.toml")
      ->required();

  CashFlowArguments cash_flow;
  CLI::App* cashflow_command =
      app.add_subcommand("cashflow", "The cash flow, taxes, loans and values of a study's table");
  cashflow_command
      ->add_option("CASE", cash_flow.cases,
                   "a TOML file, or a folder with case.toml; of several: side by side")
      ->required();
  cashflow_command->add_option("--out", cash_flow.out,
                               "folder for a page (report.html) and every table as CSV and JSON");
  cashflow_command->add_flag("--force", cash_flow.force, "write into a folder that is not empty");
  cashflow_command->add_option("--csv", cash_flow.csv, "print this one table as CSV (lines: all)");

  OptionArguments option_arguments;
  CLI::App* option_command = app.add_subcommand(
      "option", "What a right to choose is worth, and who uses it when (docs/option.md)");
  option_command->add_option("CASE", case_path, "a TOML file, or a folder with case.toml")
      ->required();
  option_command->add_option("--out", out, "folder for every table as CSV");
  option_command->add_flag("--force", stage.force, "write into a folder that is not empty");
  option_command->add_option("--csv", option_arguments.csv, "print this one table as CSV");
  option_command
      ->add_option("--threads", stage.threads,
                   "0 = all; results never depend on it; default $LODE_THREADS")
      ->check(CLI::Range(0, kMostThreads))
      ->capture_default_str();

  std::string help_of;
  CLI::App* help_command = app.add_subcommand("help", "What a command does and takes");
  help_command->add_option("COMMAND", help_of, "the list of commands if left out");
  CLI::App* version_command = app.add_subcommand("version", "Which version this is");
  std::string shell;
  CLI::App* completion_command = app.add_subcommand(
      "completion", "A script that completes commands and flags: source <(lode completion bash)");
  completion_command->add_option("SHELL", shell, "bash or zsh")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}));

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (const std::string word = unknown_command(app, argc, argv); !word.empty()) {
      complain(word);
      return static_cast<int>(Exit::usage);
    }
    std::ostringstream told, wrong;
    const bool asked_for = app.exit(error, told, wrong) == 0;  // --help, --version
    print_text(told.str());
    if (!asked_for) complain(without_end(wrong.str()));
    return static_cast<int>(asked_for ? flush_results(Exit::done) : Exit::usage);
  }
  arguments.case_path = stage.case_path = case_path;
  arguments.out = stage.out = out;
  if (*single) arguments.scenario = scenario;
  if (*single && scenario >= arguments.scenarios) {
    complain(fmt::format("--scenario: {} is not one of the {} scenarios, 0 to {} (--scenarios)",
                         scenario, arguments.scenarios, arguments.scenarios - 1));
    return static_cast<int>(Exit::usage);
  }
  for (const CLI::App* command : {check_command, run_command, holes_command, variogram_command,
                                  krige_command, option_command}) {
    const bool whole = command == check_command || command == run_command;
    if (*command && command->get_option("--threads")->count() == 0 &&
        !threads_of_environment(whole ? arguments.threads : stage.threads))
      return static_cast<int>(Exit::usage);
  }
  if (*help_command) {
    app.clear();  // else it is the help of `help` that is asked for
    return help(app, help_of);
  }
  if (*version_command) return guarded_exit("version", manners, [&] { return version(manners); });
  if (*completion_command) {
    print_text(completion(words_of(app), shell));
    return static_cast<int>(flush_results(Exit::done));
  }
  if (csv && manners.json) {
    complain("lode show: --csv and --json exclude each other");
    return static_cast<int>(Exit::usage);
  }
  if (*init_command)
    return guarded_exit("init", manners, [&] { return init(folder, init_stage, manners); });
  if (*check_command)
    return guarded_exit("check", manners, [&] { return check(arguments, manners); });
  if (*run_command) return guarded_exit("run", manners, [&] { return run(arguments, manners); });
  if (*holes_command) return guarded_exit("holes", manners, [&] { return holes(stage, manners); });
  if (*variogram_command)
    return guarded_exit("variogram", manners, [&] { return variogram(stage, manners); });
  if (*krige_command) return guarded_exit("krige", manners, [&] { return krige(stage, manners); });
  if (*show_command)
    return guarded_exit("show", manners, [&] { return show(folder, topic, csv, manners); });
  if (*compare_command)
    return guarded_exit("compare", manners, [&] { return compare(folder, second, manners); });
  if (*explain_command)
    return guarded_exit("explain", manners, [&] { return explain(key, of_stage, manners); });
  if (*pit_command) {
    if (const std::string fault = usage_fault(pit_arguments); !fault.empty()) {
      complain("lode pit: " + fault);
      return static_cast<int>(Exit::usage);
    }
    return guarded_exit("pit", manners, [&] { return pit(pit_arguments, manners); });
  }
  if (*plant_command)
    return guarded_exit("plant", manners, [&] { return plant(plant_path, manners); });
  if (*cashflow_command)
    return guarded_exit("cashflow", manners, [&] { return cashflow(cash_flow, manners); });
  if (*option_command) {
    option_arguments.stage = stage;
    return guarded_exit("option", manners, [&] { return option(option_arguments, manners); });
  }
  return static_cast<int>(Exit::usage);
}

#include "commands.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <ctime>
#include <functional>
#include <memory>

#include "base/input_file.h"
#include "base/memory.h"
#include "base/output_file.h"
#include "build_identity.h"
#include "io/block_models.h"
#include "io/case_check.h"
#include "io/io.h"
#include "io/krige_case.h"
#include "io/market_case.h"
#include "io/option_case.h"
#include "io/pit_case.h"
#include "io/variogram_case.h"
#include "io/with_places.h"
#include "output.h"
#include "plant/plant.h"
#include "progress_line.h"
#include "report/report.h"
#include "starters.h"
#include "study/study.h"

namespace lode::cli {
namespace fs = std::filesystem;

namespace {

study::RunOptions options_of(const RunArguments& a) {
  return {a.scenarios, a.realisations, a.seed, a.scenario};
}

std::string repeat_line(const RunArguments& a) {
  std::string out = fmt::format("lode run case --scenarios {} --realisations {} --seed {}",
                                a.scenarios, a.realisations, a.seed);
  for (const std::string& choice : a.with) out += " --with " + choice;
  if (a.scenario) out += fmt::format(" --scenario {}", *a.scenario);
  return out;
}

// What may differ from run to run stands here alone: clock, threads, paths. `before`: of the runs
// that this one has gone on with.
void write_log(const fs::path& folder, const RunArguments& a, const study::Results& results,
               double seconds, const std::string& before) {
  std::string log = before;
  const std::time_t now = std::time(nullptr);
  log += fmt::format("{:%Y-%m-%d %H:%M:%S} UTC  lode {}  {}  threads {}\n", fmt::gmtime(now),
                     LODE_VERSION, a.case_path.string(), a.threads);
  for (const std::string& note : results.file->notes) log += note + "\n";
  for (const auto& [stage, time] : results.seconds)
    log += fmt::format("{:14} {:8.2f} s\n", stage, time);
  log += fmt::format("{:14} {:8.2f} s\n", "all", seconds);
  write_file(folder / "run.log", log);
}

// The log of a stopped run, if there is one that can be read.
std::string earlier_log(const fs::path& folder) {
  try {
    return read_file(folder / "run.log", "run.log", 1'000'000);
  } catch (const InputError&) {
    return {};
  }
}

std::atomic<bool> stop_asked{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // set from a signal handler

// The first signal asks the run to stop after its chunk; a second one ends the program.
Stop stop_on_signals() {
  for (const int signal : {SIGINT, SIGTERM})
    std::signal(signal, [](int number) {
      stop_asked.store(true);
      std::signal(number, SIG_DFL);
    });
  return Stop(stop_asked);
}

}  // namespace

Exit guarded(const std::string& command, const Manners& manners,
             const std::function<Exit()>& body) {
  const auto answer = [&](const char* status, std::vector<Fault> faults, const std::string& text,
                          Exit code) {
    if (manners.json)
      print("{}", report::to_json(envelope(command, status, {faults_table(faults)})));
    complain(text);
    return code;
  };
  const auto limit = [&](const std::string& why) {
    return answer("limit", {Fault{{}, {}, {}, why}}, "lode: " + why, Exit::limit);
  };
  try {
    return body();
  } catch (const InputError& error) {
    const std::size_t n = error.faults().size();
    return answer(
        "input_error", error.faults(),
        fmt::format("{}\nlode: {} fault{} in the input", error.what(), n, n == 1 ? "" : "s"),
        Exit::input);
  } catch (const NoAnswer& error) {
    return answer("no_answer", {Fault{{}, {}, {}, error.what()}},
                  fmt::format("lode: no answer: {}", error.what()), Exit::no_answer);
  } catch (const fs::filesystem_error& error) {
    return answer(
        "input_error", {Fault{{error.path1().string(), 0, 0}, {}, {}, error.code().message()}},
        fmt::format("{}: {}", error.path1().string(), error.code().message()), Exit::input);
  } catch (const LimitError& error) {
    return limit(error.what());
  } catch (const std::bad_alloc&) {
    return limit(
        fmt::format("not enough memory: what is asked for needs more than there is; this "
                    "machine has {} left",
                    bytes_text(available_memory())));
  } catch (const std::system_error& error) {  // a thread that cannot be made
    return limit(fmt::format("the machine does not give what is needed: {}", error.what()));
  } catch (const std::exception& error) {
    return answer(
        "internal_error", {Fault{{}, {}, {}, error.what()}},
        fmt::format("lode: our fault, not yours: {}\nPlease report it with the case that shows it.",
                    error.what()),
        Exit::ours);
  }
}

Exit version(const Manners& manners) {
  if (manners.json)
    print("{}", report::to_json(envelope("version", "done", {})));
  else
    print("lode {}\n", LODE_VERSION);
  return Exit::done;
}

std::vector<std::string> starter_stages() {
  std::vector<std::string> out;
  for (const StarterFile& file : starter_files())
    if (out.empty() || out.back() != file.stage) out.push_back(file.stage);
  return out;
}

Exit init(const fs::path& folder, const std::string& stage, const Manners& manners) {
  std::error_code failed;
  if (fs::exists(folder, failed) &&
      !(fs::is_directory(folder, failed) && fs::is_empty(folder, failed)))
    throw InputError(Fault{{folder.string(), 0, 0}, {}, {}, "exists and is not an empty folder"});
  fs::create_directories(folder, failed);
  report::Table files{"files", "What was written", "", {{"file", ""}}, {}};
  for (const StarterFile& file : starter_files()) {
    if (stage != file.stage) continue;
    const fs::path path = folder / file.name;
    write_file(path, file.text);
    files.rows.push_back({path.string()});
  }
  if (manners.json)
    print("{}", report::to_json(envelope("init", "done", {files})));
  else
    for (const auto& row : files.rows) print("{}\n", std::get<std::string>(row[0]));
  message(manners, stage == "study"
                       ? fmt::format("Try: lode check {0}   lode run {0}", folder.string())
                       : fmt::format("Try: lode {} {}", stage, folder.string()));
  return Exit::done;
}

Exit check(const RunArguments& arguments, const Manners& manners) {
  const study::CaseFile file = io::read_case(arguments.case_path, arguments.with);
  for (const std::string& note : file.notes) message(manners, note);
  if (const auto defaults = study::defaults_in_force(file); !defaults.empty())
    message(manners, fmt::format("in force by default: {}", fmt::join(defaults, ", ")));
  {
    const ThreadLimit limit(arguments.threads);
    ProgressLine line(manners.quiet);
    io::check_case(file, arguments.case_path, options_of(arguments), line.callback());
  }
  if (manners.json)
    print("{}", report::to_json(envelope("check", "done", {faults_table({})})));
  else
    print("{}: no faults; {} values, {} of them sampled\n", io::shown(arguments.case_path),
          std::count_if(file.inputs.begin(), file.inputs.end(),
                        [](const auto& input) { return !input.by_default; }),
          file.sampled.size());
  return Exit::done;
}

namespace {

// Where the rows of a run go as they are computed, and come from if a stopped run goes on.
study::Sink sink_to(io::Checkpoint& checkpoint, std::size_t scenarios, const fs::path& folder) {
  study::Sink out;
  out.stored = [&checkpoint, scenarios, folder](std::size_t chunk, std::size_t width) {
    // Room for the store and, as much again, the tables, before the first scenario is computed.
    if (chunk == 0)
      need_disk(16.0 * static_cast<double>(width) * static_cast<double>(scenarios), folder.string(),
                fmt::format("a run of {} scenarios", scenarios));
    return checkpoint.stored(chunk, width, study::kChunk);
  };
  out.store = [&checkpoint](std::size_t chunk, const auto& rows) { checkpoint.store(chunk, rows); };
  return out;
}

Exit tell_interrupted(const RunArguments& arguments, const study::Results& results,
                      const fs::path& folder, const Manners& manners) {
  message(manners,
          fmt::format("lode: stopped after {} of {} scenarios; go on with --resume --out {}",
                      results.rows.size(), arguments.scenarios, folder.string()));
  if (manners.json) print("{}", report::to_json(envelope("run", "interrupted", {})));
  return Exit::interrupted;
}

// What a run that has ended says on stdout and stderr.
void print_run(const report::Document& document, const study::Results& results,
               const fs::path& folder, double seconds, const Manners& manners) {
  if (manners.json) {
    report::Document shown = document;
    const auto wanted = report::tables_of_topic("deal");
    std::erase_if(shown.tables, [&](const report::Table& table) {
      return std::find(wanted.begin(), wanted.end(), table.name) == wanted.end();
    });
    print("{}", report::to_json(shown));
  } else {
    print("{}", report::summary(document));
  }
  if (manners.verbose)
    for (const auto& [stage, time] : results.seconds)
      message(manners, fmt::format("{:14} {:8.2f} s", stage, time));
  if (!manners.json)
    print("report  {}      tables  {}      {:.0f} s\n", (folder / "report.html").string(),
          (folder / "*.csv").string(), seconds);
}

}  // namespace

Exit run(const RunArguments& arguments, const Manners& manners) {
  const auto start = std::chrono::steady_clock::now();
  const auto elapsed = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  study::CaseFile file = io::read_case(arguments.case_path, arguments.with);
  for (const std::string& note : file.notes) message(manners, note);
  report::FolderWish wish{arguments.out,   arguments.case_path, "run", file.values.title, {}, {},
                          arguments.force, arguments.resume};
  if (!arguments.scenario) {
    wish.identity = fmt::format("lode {} case {:016x} seed {} realisations {}", LODE_VERSION,
                                file.hash, arguments.seed, arguments.realisations);
    wish.build = build_identity();
  }
  report::ResultFolder taken(wish);
  const fs::path& folder = taken.path();
  if (!taken.note().empty()) message(manners, taken.note());
  const Stop stop = stop_on_signals();

  study::Sink sink;
  std::unique_ptr<io::Checkpoint> checkpoint;
  if (!arguments.scenario) {
    using Open = io::Checkpoint::Open;
    checkpoint =
        std::make_unique<io::Checkpoint>(folder / report::kCheckpoint, wish.identity, wish.build,
                                         taken.goes_on() ? Open::to_go_on : Open::anew);
    sink = sink_to(*checkpoint, arguments.scenarios, folder);
  }
  const ThreadLimit limit(arguments.threads);
  study::Results results;
  {
    ProgressLine line(manners.quiet);
    const std::vector<study::Input> inputs = file.inputs;
    std::vector<study::CaseFile> readings;
    if (!arguments.scenario) readings = io::read_readings(arguments.case_path, arguments.with);
    results = io::with_places(io::places_in(inputs), [&] {
      return study::run(std::move(file), options_of(arguments), sink, stop, line.callback(),
                        std::move(readings));
    });
  }
  if (results.status == study::RunStatus::interrupted) {
    taken.keep();
    return tell_interrupted(arguments, results, folder, manners);
  }
  const report::Document document = report::make_document(results, repeat_line(arguments));
  const std::string before = taken.goes_on() ? earlier_log(folder) : "";
  taken.clear();
  io::write_plan_shells(results, folder);
  io::write_block_models(results, folder);
  report::write(results, document, folder);
  checkpoint.reset();
  fs::remove(folder / report::kCheckpoint);
  write_log(folder, arguments, results, elapsed(), before);
  taken.keep();
  print_run(document, results, folder, elapsed(), manners);
  return Exit::done;
}

Exit show(const fs::path& folder, const std::string& topic, bool csv, const Manners& manners) {
  std::vector<std::string> names = report::tables_of_topic(topic);
  // A word that is both is the topic to people and the one table to a spreadsheet.
  if ((names.empty() || csv) && report::has_table(folder, topic)) names = {topic};
  if (names.empty()) {
    complain(fmt::format("lode show: \"{}\" is no topic and no table of {}\n\n{}", topic,
                         folder.string(), topics_text()));
    return Exit::usage;
  }
  report::Document document = report::read_folder(folder, names);
  document.command = "show";
  if (manners.json) {
    print("{}", report::to_json(document));
    return Exit::done;
  }
  std::string empty;
  for (const report::Table& table : document.tables)
    if (table.rows.empty()) empty += (empty.empty() ? "" : ", ") + table.name;
  std::erase_if(document.tables, [](const report::Table& table) { return table.rows.empty(); });
  if (!empty.empty()) message(manners, "lode show: without rows: " + empty);
  if (csv) {
    for (const report::Table& table : document.tables) {
      if (names.size() > 1)
        print("{}{}\n", &table == &document.tables.front() ? "" : "\n", table.name);
      print_text(report::to_csv(table));
    }
  } else if (topic == "deal") {
    std::vector<std::string> others = {"flat_price"};
    for (const char* told : {"decided", "answers"})
      if (report::has_table(folder, told)) others.emplace_back(told);
    const report::Document more = report::read_folder(folder, others);
    document.tables.insert(document.tables.end(), more.tables.begin(), more.tables.end());
    report::check_summary_tables(document, folder);
    print("{}", report::summary(document));
  } else {
    print_tables(document.tables);
  }
  return Exit::done;
}

std::string topics_text() {
  std::string out = "TOPIC       tables, each of which may be named instead\n";
  for (const report::Topic& topic : report::topics())
    out += fmt::format("{:12}{}\n", topic.name, fmt::join(topic.tables, ", "));
  return out;
}

Exit compare(const fs::path& first, const fs::path& second, const Manners& manners) {
  const report::Comparison found =
      report::compare(report::read_folder(first), report::read_folder(second));
  if (!manners.json) {
    print("{}", report::to_text(found, table_width()));
    return Exit::done;
  }
  report::Document out = envelope("compare", "done", report::tables_of(found));
  out.facts = {{"same_study", found.same_study ? "yes" : "no"}};
  print("{}", report::to_json(out));
  return Exit::done;
}

namespace {

std::vector<study::Parameter> parameters_of(const std::string& stage) {
  const auto of = [](auto record) {
    return study::parameters([&](Visitor& visit) { describe(visit, record); });
  };
  if (stage == "holes") return of(drill::Campaign{});
  if (stage == "variogram") return of(io::VariogramCase{});
  if (stage == "krige") return of(io::KrigeCase{});
  if (stage == "pit") return of(io::PitCase{});
  if (stage == "plant") return of(plant::PlantCase{});
  if (stage == "cashflow") return of(finance::CashFlowTerms{});
  if (stage == "option") return of(io::OptionCase{});
  if (stage == "market") return of(market::World{});
  return study::parameters();
}

}  // namespace

Exit explain(const std::string& key, const std::string& stage, const Manners& manners) {
  const std::vector<study::Parameter> all = parameters_of(stage);
  const report::Table table = report::parameters_table(all, key);
  if (table.rows.empty()) {
    std::vector<std::string> known;
    for (const study::Parameter& parameter : all) known.push_back(parameter.key);
    const auto near = study::nearest(key, known);
    complain(fmt::format(
        "lode explain: no parameter \"{}\"{}", key,
        near.empty() ? "" : fmt::format("; did you mean {}?", fmt::join(near, " or "))));
    return Exit::usage;
  }
  if (manners.json) {
    print("{}", report::to_json(envelope("explain", "done", {table})));
    return Exit::done;
  }
  print_text(report::parameters_text(table));
  return Exit::done;
}

}  // namespace lode::cli

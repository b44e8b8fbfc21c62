#include "krige_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "base/parallel.h"
#include "krige_case.h"
#include "output.h"
#include "report/report.h"
#include "result_folder.h"

namespace lode::cli {
namespace fs = std::filesystem;
namespace {

using resource::EstimateStatus;

// A table by columns; a million rows stay numbers until they are written.
struct Columns {
  std::vector<std::string> name;
  std::vector<std::vector<double>> number;  // [column][row], NaN = none
  std::vector<EstimateStatus> status;       // [row], or empty
  std::vector<std::string> note;

  void add(std::string column, std::vector<double> values) {
    name.push_back(std::move(column)), number.push_back(std::move(values));
  }
  void add(std::string column, const std::vector<std::int32_t>& values) {
    add(std::move(column), std::vector<double>(values.begin(), values.end()));
  }
  std::size_t rows() const { return number.empty() ? 0 : number[0].size(); }
};

const char* text_of(EstimateStatus status) {
  switch (status) {
    case EstimateStatus::estimated:
      return "estimated";
    case EstimateStatus::too_few:
      return "too_few";
    case EstimateStatus::singular_drift:
      return "singular_drift";
    case EstimateStatus::no_drift:
      return "no_drift";
  }
  return "";
}

void add_places(Columns& out, const KrigeCase& c, const std::vector<double>& x,
                const std::vector<double>& y, const std::vector<double>& z) {
  const bool of_file = c.targets.has_value();
  out.add(of_file && !c.targets->x.empty() ? c.targets->x : c.data.x, x);
  out.add(of_file && !c.targets->y.empty() ? c.targets->y : c.data.y, y);
  if (!c.is_plane()) out.add(of_file && !c.targets->z.empty() ? c.targets->z : c.data.z, z);
}

void add_dropped(Columns& out, const resource::Samples& s,
                 const std::vector<std::uint32_t>& dropped) {
  if (dropped.empty()) return;
  const std::uint32_t i = dropped[0];
  out.note.push_back(
      fmt::format("{} sample{} left out of neighbourhoods where others determine {} (two at one "
                  "place: the later "
                  "in the file goes); the first is sample {} at ({:.10g}, {:.10g}, {:.10g})",
                  dropped.size(), dropped.size() == 1 ? " was" : "s were",
                  dropped.size() == 1 ? "it" : "them", i + 1, s.x[i], s.y[i], s.z[i]));
}

Columns estimates(const KrigeCase& c, const KrigeInput& in) {
  const resource::Targets& targets = *in.targets;
  Columns out;
  add_places(out, c, targets.x, targets.y, targets.z);
  switch (c.estimator) {
    case Estimator::kriging: {
      auto found = resource::krige(in.samples, in.variable, c.variogram, c.search, c.kriging,
                                   targets, in.traits);
      out.add("estimate", std::move(found.estimate)),
          out.add("variance", std::move(found.variance));
      out.add("lagrange", std::move(found.lagrange));
      out.add("slope_of_regression", std::move(found.slope));
      out.add("samples", found.samples), out.add("holes", found.holes);
      out.status = std::move(found.status);
      add_dropped(out, in.samples, found.dropped);
      break;
    }
    case Estimator::indicator: {
      auto found = resource::indicator_krige(in.samples, in.variable, c.indicator, c.search,
                                             c.kriging, targets, in.traits);
      for (std::size_t k = 0; k < c.indicator.size(); ++k) {
        out.add(c.indicator[k].id, std::move(found.probability[k]));
        out.add(c.indicator[k].id + "_kriged", std::move(found.threshold[k].estimate));
        out.add(c.indicator[k].id + "_variance", std::move(found.threshold[k].variance));
      }
      out.add("samples", found.threshold[0].samples), out.add("holes", found.threshold[0].holes);
      out.status = std::move(found.threshold[0].status);
      out.note.push_back(
          fmt::format("largest correction of order {:.6g}", found.largest_correction));
      add_dropped(out, in.samples, found.threshold[0].dropped);
      break;
    }
    case Estimator::cokriging: {
      auto found = resource::cokrige(in.samples, c.coregionalisation, c.search, c.kriging, targets,
                                     in.traits);
      const auto& name = in.samples.name;
      for (std::size_t v = 0; v < name.size(); ++v) {
        out.add(name[v], std::move(found.estimate[v]));
        out.add(name[v] + "_variance", std::move(found.covariance[v * name.size() + v]));
      }
      for (std::size_t a = 0; a < name.size(); ++a)
        for (std::size_t b = a + 1; b < name.size(); ++b)
          out.add(name[a] + "_" + name[b] + "_covariance",
                  std::move(found.covariance[a * name.size() + b]));
      out.add("samples", found.samples);
      out.status = std::move(found.status);
      add_dropped(out, in.samples, found.dropped);
      break;
    }
    case Estimator::inverse_distance:
    case Estimator::nearest: {
      auto found =
          c.estimator == Estimator::nearest
              ? resource::nearest_sample(in.samples, in.variable, c.search, targets, in.traits)
              : resource::inverse_distance(in.samples, in.variable, c.search, c.weighting, targets,
                                           in.traits);
      for (const double e : found.estimate)
        out.status.push_back(std::isnan(e) ? EstimateStatus::too_few : EstimateStatus::estimated);
      out.add("estimate", std::move(found.estimate));
      out.add("nearest_distance", std::move(found.nearest_m));
      out.add("samples", found.samples), out.add("holes", found.holes);
      break;
    }
  }
  return out;
}

Columns validation(const KrigeCase& c, const KrigeInput& in, report::Table& summary) {
  auto found = resource::cross_validate(in.samples, in.variable, c.variogram, c.search, c.kriging,
                                        *c.cross_validation, in.traits);
  Columns out;
  std::vector<double> x, y, z, residual, score;
  for (std::size_t i = 0; i < found.sample.size(); ++i) {
    const std::uint32_t s = found.sample[i];
    x.push_back(in.samples.x[s]), y.push_back(in.samples.y[s]), z.push_back(in.samples.z[s]);
    residual.push_back(found.observed[i] - found.estimates.estimate[i]);
    const double variance = found.estimates.variance[i];
    score.push_back(variance > 0 ? residual[i] / std::sqrt(variance) : std::nan(""));
  }
  out.add(c.data.x, std::move(x)), out.add(c.data.y, std::move(y));
  if (!c.is_plane()) out.add(c.data.z, std::move(z));
  out.add("observed", found.observed);
  out.add("estimate", std::move(found.estimates.estimate));
  out.add("variance", std::move(found.estimates.variance));
  out.add("residual", std::move(residual)), out.add("zscore", std::move(score));
  out.add("samples", found.estimates.samples), out.add("holes", found.estimates.holes);
  out.status = std::move(found.estimates.status);
  add_dropped(out, in.samples, found.estimates.dropped);
  const auto row = [&](const char* what, double value) { summary.rows.push_back({what, value}); };
  row("samples estimated", static_cast<double>(found.rows));
  row("mean residual (observed - estimate)", found.mean_residual);
  row("mean absolute residual", found.mean_absolute);
  row("root mean square residual", found.root_mean_square);
  row("mean z-score", found.mean_score);
  row("standard deviation of z-scores", found.sd_score);
  row("correlation of estimate and observed", found.correlation);
  return out;
}

void write_csv(const Columns& table, const fs::path& path) {
  std::ofstream file(path, std::ios::binary);
  std::string text;
  for (std::size_t k = 0; k < table.name.size(); ++k) text += (k > 0 ? "," : "") + table.name[k];
  text += table.status.empty() ? "\n" : ",status\n";
  for (std::size_t i = 0; i < table.rows(); ++i) {
    for (std::size_t k = 0; k < table.number.size(); ++k) {
      if (k > 0) text += ',';
      if (!std::isnan(table.number[k][i])) text += report::exact(table.number[k][i]);
    }
    if (!table.status.empty()) text += fmt::format(",{}", text_of(table.status[i]));
    text += '\n';
    if (text.size() > 1'000'000) file << text, text.clear();
  }
  file << text;
  file.flush();
  if (!file) throw InputError(Fault{{path.string(), 0, 0}, {}, {}, "cannot be written"});
}

report::Table table_of(const Columns& columns, const std::string& name, const std::string& title) {
  report::Table out{name, title, "a missing number: status says why", {}, {}};
  for (const std::string& column : columns.name) out.columns.push_back({column, ""});
  out.columns.push_back({"status", ""});
  for (std::size_t i = 0; i < columns.rows(); ++i) {
    std::vector<report::Cell> row;
    for (const auto& values : columns.number) {
      if (std::isnan(values[i]))
        row.emplace_back(std::monostate{});
      else
        row.emplace_back(values[i]);
    }
    row.emplace_back(columns.status.empty() ? "" : text_of(columns.status[i]));
    out.rows.push_back(std::move(row));
  }
  return out;
}

void write_blocks(const Columns& columns, const KrigeCase& c, const fs::path& path) {
  std::vector<io::CellArray> arrays;
  for (std::size_t k = c.is_plane() ? 2 : 3; k < columns.number.size(); ++k)
    arrays.push_back({columns.name[k], std::span<const double>(columns.number[k])});
  std::vector<std::uint8_t> status;
  for (const EstimateStatus s : columns.status) status.push_back(static_cast<std::uint8_t>(s));
  arrays.push_back({"status", std::span<const std::uint8_t>(status)});
  io::write_vti(path, *c.grid, arrays);
}

// Of each column over the rows that were estimated.
report::Table overview(const Columns& columns, std::size_t skip) {
  report::Table out{"overview",
                    "Estimates",
                    "",
                    {{"column", ""}, {"rows", ""}, {"mean", ""}, {"minimum", ""}, {"maximum", ""}},
                    {}};
  for (std::size_t k = skip; k < columns.number.size(); ++k) {
    double n = 0, sum = 0, low = kInfinity, high = -kInfinity;
    for (std::size_t i = 0; i < columns.rows(); ++i) {
      const double v = columns.number[k][i];
      if (std::isnan(v) || columns.status[i] != EstimateStatus::estimated) continue;
      n += 1, sum += v, low = std::min(low, v), high = std::max(high, v);
    }
    if (n > 0) out.rows.push_back({columns.name[k], n, sum / n, low, high});
  }
  std::vector<std::string> counts;
  for (const auto status : {EstimateStatus::estimated, EstimateStatus::too_few,
                            EstimateStatus::singular_drift, EstimateStatus::no_drift})
    if (const auto n = std::count(columns.status.begin(), columns.status.end(), status); n > 0)
      out.note += fmt::format("{}{} {}", out.note.empty() ? "" : ", ", n, text_of(status));
  for (const std::string& note : columns.note) out.note += "; " + note;
  return out;
}

bool any_estimated(const Columns& columns) {
  return std::find(columns.status.begin(), columns.status.end(), EstimateStatus::estimated) !=
         columns.status.end();
}

}  // namespace

Exit krige(const KrigeArguments& arguments, const Manners& manners) {
  KrigeCase c;
  const io::StageCase file = io::read_stage_case(
      arguments.case_path, [&](Visitor& visit) { describe(visit, c); },
      [&] { return breaches(c); });
  const KrigeInput in = read_input(c, file);
  for (const auto& notes : {file.notes, in.notes})
    for (const std::string& note : notes) message(manners, note);
  RunArguments where;
  where.case_path = arguments.case_path, where.out = arguments.out, where.force = arguments.force;
  const fs::path folder = prepare_folder(where);
  const ThreadLimit limit(arguments.threads);

  std::vector<report::Table> shown, whole;
  bool any = false;
  if (c.cross_validation) {
    report::Table summary{
        "cross_validation_summary", "Cross-validation", "", {{"measure", ""}, {"value", ""}}, {}};
    const Columns rows = validation(c, in, summary);
    for (const std::string& note : rows.note) summary.note += note;
    any = any || any_estimated(rows);
    write_csv(rows, folder / "cross_validation.csv");
    shown.push_back(std::move(summary));
    if (manners.json) whole.push_back(table_of(rows, "cross_validation", "Samples left out"));
  }
  if (in.targets) {
    const Columns rows = estimates(c, in);
    any = any || any_estimated(rows);
    write_csv(rows, folder / "estimates.csv");
    if (c.grid) write_blocks(rows, c, folder / "estimates.vti");
    shown.push_back(overview(rows, c.is_plane() ? 2 : 3));
    if (manners.json) whole.push_back(table_of(rows, "estimates", "Estimates"));
  }
  const char* status = any ? "done" : "no_answer";
  if (manners.json) {
    whole.insert(whole.begin(), shown.begin(), shown.end());
    print("{}", report::to_json(envelope("krige", status, std::move(whole))));
  } else {
    print_tables(shown);
    print("\n{}\n", (folder / "*").string());
  }
  if (any) return Exit::done;
  fmt::print(stderr,
             "lode: no answer: not a single target or sample could be estimated; the column "
             "status says why\n");
  return Exit::no_answer;
}

}  // namespace lode::cli

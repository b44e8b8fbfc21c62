#include "krige_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "drilled_deposit.h"
#include "krige_case.h"
#include "output.h"
#include "report/report.h"
#include "result_folder.h"

namespace lode::cli {
namespace fs = std::filesystem;
namespace {

using resource::EstimateStatus;

Labels status_of(const std::vector<EstimateStatus>& status) {
  Labels out{"status", {"estimated", "too_few", "singular_drift", "no_drift"}, {}};
  for (const EstimateStatus s : status) out.code.push_back(static_cast<std::int32_t>(s));
  return out;
}

void add_places(Columns& out, const KrigeCase& c, const std::vector<double>& x,
                const std::vector<double>& y, const std::vector<double>& z) {
  // Points as their file names them; centres of blocks as x, y, z, which the next command reads.
  const auto name = [&](const char* of_grid, std::string TargetFile::*own,
                        const std::string& data) {
    if (c.grid) return std::string(of_grid);
    return c.targets && !((*c.targets).*own).empty() ? (*c.targets).*own : data;
  };
  out.add(name("x", &TargetFile::x, c.data.x), x);
  out.add(name("y", &TargetFile::y, c.data.y), y);
  if (!c.is_plane()) out.add(name("z", &TargetFile::z, c.data.z), z);
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

void add_kriged(const KrigeCase& c, const KrigeInput& in, Columns& out) {
  auto found = resource::krige(in.samples, in.variable, c.variogram, c.search, c.kriging,
                               *in.targets, in.traits);
  out.add("estimate", std::move(found.estimate)), out.add("variance", std::move(found.variance));
  out.add("lagrange", std::move(found.lagrange));
  out.add("slope_of_regression", std::move(found.slope));
  out.add("samples", found.samples), out.add("holes", found.holes);
  out.label.push_back(status_of(found.status));
  add_dropped(out, in.samples, found.dropped);
}

void add_indicators(const KrigeCase& c, const KrigeInput& in, Columns& out) {
  auto found = resource::indicator_krige(in.samples, in.variable, c.indicator, c.search, c.kriging,
                                         *in.targets, in.traits);
  for (std::size_t k = 0; k < c.indicator.size(); ++k) {
    out.add(c.indicator[k].id, std::move(found.probability[k]));
    out.add(c.indicator[k].id + "_kriged", std::move(found.threshold[k].estimate));
    out.add(c.indicator[k].id + "_variance", std::move(found.threshold[k].variance));
  }
  out.add("samples", found.threshold[0].samples), out.add("holes", found.threshold[0].holes);
  out.label.push_back(status_of(found.threshold[0].status));
  out.note.push_back(fmt::format("largest correction of order {:.6g}", found.largest_correction));
  add_dropped(out, in.samples, found.threshold[0].dropped);
}

void add_cokriged(const KrigeCase& c, const KrigeInput& in, Columns& out) {
  auto found = resource::cokrige(in.samples, c.coregionalisation, c.search, c.kriging, *in.targets,
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
  out.label.push_back(status_of(found.status));
  add_dropped(out, in.samples, found.dropped);
}

void add_weighted(const KrigeCase& c, const KrigeInput& in, Columns& out) {
  auto found =
      c.estimator == Estimator::nearest
          ? resource::nearest_sample(in.samples, in.variable, c.search, *in.targets, in.traits)
          : resource::inverse_distance(in.samples, in.variable, c.search, c.weighting, *in.targets,
                                       in.traits);
  std::vector<EstimateStatus> status;
  for (const double e : found.estimate)
    status.push_back(std::isnan(e) ? EstimateStatus::too_few : EstimateStatus::estimated);
  out.label.push_back(status_of(status));
  out.add("estimate", std::move(found.estimate));
  out.add("nearest_distance", std::move(found.nearest_m));
  out.add("samples", found.samples), out.add("holes", found.holes);
  add_dropped(out, in.samples, found.dropped);
}

Columns estimates(const KrigeCase& c, const KrigeInput& in) {
  Columns out;
  add_places(out, c, in.targets->x, in.targets->y, in.targets->z);
  switch (c.estimator) {
    case Estimator::kriging:
      add_kriged(c, in, out);
      break;
    case Estimator::indicator:
      add_indicators(c, in, out);
      break;
    case Estimator::cokriging:
      add_cokriged(c, in, out);
      break;
    case Estimator::inverse_distance:
    case Estimator::nearest:
      add_weighted(c, in, out);
      break;
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
  out.label.push_back(status_of(found.estimates.status));
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

// Of each column from `skip` on, over the rows that were estimated.
report::Table overview(const Columns& columns, std::size_t skip) {
  report::Table out{"overview",
                    "Estimates",
                    "",
                    {{"column", ""}, {"rows", ""}, {"mean", ""}, {"minimum", ""}, {"maximum", ""}},
                    {}};
  const Labels& status = columns.label[0];
  const bool told = status.name == "status";
  for (std::size_t k = skip; k < columns.number.size(); ++k) {
    double n = 0, sum = 0, low = kInfinity, high = -kInfinity;
    for (std::size_t i = 0; i < columns.rows(); ++i) {
      const double v = columns.number[k][i];
      if (std::isnan(v) || (told && status.code[i] != 0)) continue;
      n += 1, sum += v, low = std::min(low, v), high = std::max(high, v);
    }
    if (n > 0) out.rows.push_back({columns.name[k], n, sum / n, low, high});
  }
  std::vector<std::string> notes;
  for (const Labels& labels : columns.label)
    for (std::size_t code = 0; code < labels.word.size(); ++code)
      if (const auto n = std::count(labels.code.begin(), labels.code.end(), code); n > 0)
        notes.push_back(fmt::format("{} {}", n, labels.word[code]));
  notes.insert(notes.end(), columns.note.begin(), columns.note.end());
  out.note = fmt::format("{}", fmt::join(notes, "; "));
  return out;
}

bool any_estimated(const Columns& columns) {
  const std::vector<std::int32_t>& status = columns.label[0].code;
  return std::find(status.begin(), status.end(), 0) != status.end();
}

// The block model of a deposit with holes, and for ParaView its holes and composites.
Exit krige_deposit(const DrilledDeposit& whole, const StageArguments& arguments,
                   const Manners& manners) {
  for (const std::string& note : whole.file.notes) message(manners, note);
  ResultFolder taken(stage_wish("krige", arguments));
  const fs::path& folder = taken.path();
  if (!taken.note().empty()) message(manners, taken.note());
  const ThreadLimit limit(arguments.threads);
  const study::Deposit& deposit = whole.deposit();
  const study::DepositModel model = study::make_deposit_model(deposit, 1, 1, {});
  const Columns blocks = block_model(deposit, *model.drilled);
  write_csv(blocks, folder / "estimates.csv");
  write_vti(blocks, 3, deposit.grid, model.drilled->block, folder / "estimates.vti");
  io::write_composites_vtp(folder / "composites.vtp", model.drilled->composites);
  taken.keep();
  report::Table shown = overview(blocks, 3);
  if (manners.json) {
    print("{}", report::to_json(envelope("krige", "done",
                                         {shown, table_of(blocks, "estimates", "Block model")})));
  } else {
    print_tables({shown});
    print("\n{}\n", (folder / "*").string());
  }
  return Exit::done;
}

}  // namespace

Exit krige(const StageArguments& arguments, const Manners& manners) {
  if (const auto whole = drilled_deposit(arguments))
    return krige_deposit(*whole, arguments, manners);
  KrigeCase c;
  const io::StageCase file = io::read_stage_case(
      arguments.case_path, [&](Visitor& visit) { describe(visit, c); }, [&] { return breaches(c); },
      [&](io::IdleKeys& idle) { add_idle(idle, c); });
  const KrigeInput in = read_input(c, file);
  for (const auto& notes : {file.notes, in.notes})
    for (const std::string& note : notes) message(manners, note);
  ResultFolder taken(stage_wish("krige", arguments));
  const fs::path& folder = taken.path();
  if (!taken.note().empty()) message(manners, taken.note());
  const ThreadLimit limit(arguments.threads);

  std::vector<report::Table> shown, whole;
  bool any = false;
  const bool geo_eas = c.data.format == drill::Format::geo_eas;  // out as in
  if (c.cross_validation) {
    report::Table summary{
        "cross_validation_summary", "Cross-validation", "", {{"measure", ""}, {"value", ""}}, {}};
    const Columns rows = validation(c, in, summary);
    for (const std::string& note : rows.note) summary.note += note;
    any = any || any_estimated(rows);
    write_csv(rows, folder / "cross_validation.csv");
    if (geo_eas) write_geo_eas(rows, "Samples left out", {}, folder / "cross_validation.dat");
    shown.push_back(std::move(summary));
    if (manners.json) whole.push_back(table_of(rows, "cross_validation", "Samples left out"));
  }
  if (in.targets) {
    const Columns rows = estimates(c, in);
    any = any || any_estimated(rows);
    write_csv(rows, folder / "estimates.csv");
    if (geo_eas)
      write_geo_eas(rows, "Estimates", c.grid ? std::optional(c.grid->count) : std::nullopt,
                    folder / "estimates.dat");
    if (c.grid) write_vti(rows, c.is_plane() ? 2 : 3, *c.grid, {}, folder / "estimates.vti");
    shown.push_back(overview(rows, c.is_plane() ? 2 : 3));
    if (manners.json) whole.push_back(table_of(rows, "estimates", "Estimates"));
  }
  taken.keep();
  const char* status = any ? "done" : "no_answer";
  if (manners.json) {
    whole.insert(whole.begin(), shown.begin(), shown.end());
    print("{}", report::to_json(envelope("krige", status, std::move(whole))));
  } else {
    print_tables(shown);
    print("\n{}\n", (folder / "*").string());
  }
  if (any) return Exit::done;
  complain(
      "lode: no answer: not a single target or sample could be estimated; the column status says "
      "why");
  return Exit::no_answer;
}

}  // namespace lode::cli

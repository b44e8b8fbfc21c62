#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "drill/findings.h"

namespace lode::drill {
namespace {

constexpr double kFeetInMetre = 1 / 0.3048;

// How much deeper than the holes' told lengths the depths of a table go, in the middle of the
// holes; NaN where fewer than three holes tell it.
double depth_ratio(const std::vector<Hole>& holes, const std::vector<double>& deepest_m) {
  std::vector<double> ratio;
  for (std::size_t h = 0; h < holes.size(); ++h)
    if (holes[h].end_m > 0 && deepest_m[h] > 0) ratio.push_back(deepest_m[h] / holes[h].end_m);
  if (ratio.size() < 3) return kRequired;
  const auto middle = ratio.begin() + static_cast<std::ptrdiff_t>(ratio.size() / 2);
  std::nth_element(ratio.begin(), middle, ratio.end());
  return *middle;
}

void check_depth_unit(double ratio, Findings& findings) {
  const bool feet = std::abs(ratio / kFeetInMetre - 1) < 0.02;
  const bool metres = std::abs(ratio * kFeetInMetre - 1) < 0.02;
  if (!feet && !metres) return;
  findings.add(FaultKind::depth_unit, 1, "", -1, "", [&] {
    return fmt::format("depths are {:.3g} times the lengths of the collar table: are they in {}?",
                       ratio, feet ? "feet" : "metres and the lengths in feet");
  });
}

// One table of intervals on its way.
struct Table {
  const TableFile& file;
  const RawTable& raw;
  Findings findings;
  SortedRows rows;
  Pieces pieces;
};

// A station or a depth that does not read is no depth here; check_surveys tells it.
std::vector<double> deepest_station(const SurveyTable& survey, const RawTable& table,
                                    const HoleIndex& index, std::size_t holes) {
  std::vector<double> out(holes, 0);
  double depth = 0;
  for (std::size_t row = 0; row < table.rows(); ++row)
    if (const std::int32_t hole = index.find(table.cell[0][row]);
        hole >= 0 && cell_kind(table, table.cell[1][row], kDepths, survey.table.missing, depth) ==
                         CellKind::value) {
      double& deepest = out[static_cast<std::size_t>(hole)];
      deepest = std::max(deepest, depth * metres_in(survey.table.unit));
    }
  return out;
}

Repair blank_of(const Element& element, Repair repair) {
  if (element.unsampled == Unsampled::missing) return Repair::missing;
  if (element.unsampled == Unsampled::zero) return Repair::zero;
  return repair;
}

void read_grades(const Campaign& campaign, Table& assay, Checked& out) {
  const Repairs& repairs = campaign.repair;
  for (std::size_t e = 0; e < campaign.assay.element.size(); ++e) {
    const Element& element = campaign.assay.element[e];
    NumberColumn column;
    column.column = 3 + e;
    column.missing = campaign.assay.table.missing;
    if (const double fraction = fraction_in(element.unit); fraction > 0)
      column.whole = 1 / fraction * (1 + 1e-9);
    column.empty = blank_of(element, repairs[FaultKind::empty_value]);
    check_grade_unit(element, column.column, assay.findings);
    std::vector<double> grade = check_numbers(column, assay.raw, assay.findings);
    const auto fill = [&](FaultKind kind) {
      return blank_of(element, repairs[kind]) == Repair::zero ? 0.0 : kRequired;
    };
    grade.insert(grade.end(), {kRequired, fill(FaultKind::gap), fill(FaultKind::gap_at_collar),
                               fill(FaultKind::gap_at_end)});
    out.grade.push_back(std::move(grade));
  }
}

NumberColumn density_column(const Campaign& campaign, const TableFile& file, std::size_t column) {
  NumberColumn out;
  out.column = column;
  out.missing = file.missing;
  out.density = true;
  out.factor = campaign.composite.density_unit == DensityUnit::kg_per_m3 ? 1e-3 : 1;
  return out;
}

constexpr std::size_t kNoRows = static_cast<std::size_t>(NoRow::kCount);

void read_interval(const Campaign& campaign, const IntervalFile& file, Table& table, Checked& out) {
  if (file.id == campaign.domain.table) {
    out.domain = table.pieces;
    out.domain_of = check_codes(campaign.domain, table.raw, file.table.missing, campaign.repair,
                                out.domain_name, table.findings);
    out.domain_of.resize(out.domain_of.size() + kNoRows, -1);
  } else if (file.id == campaign.composite.density) {
    out.density = table.pieces;
    out.density_of =
        check_numbers(density_column(campaign, file.table, 3), table.raw, table.findings);
    out.density_of.resize(out.density_of.size() + kNoRows, kRequired);
  } else if (file.kind == IntervalKind::number) {
    NumberColumn column;
    column.column = 3;
    column.missing = file.table.missing;
    check_numbers(column, table.raw, table.findings);
  } else {
    std::vector<std::string> names;
    check_codes({}, table.raw, file.table.missing, campaign.repair, names, table.findings);
  }
}

void append(Findings& from, std::vector<Finding>& to) {
  std::stable_sort(from.list.begin(), from.list.end(),
                   [](const Finding& a, const Finding& b) { return a.line < b.line; });
  to.insert(to.end(), std::make_move_iterator(from.list.begin()),
            std::make_move_iterator(from.list.end()));
}

}  // namespace

std::vector<std::string> columns_of(const CollarTable& collar) {
  std::vector<std::string> out = {collar.table.hole, collar.x, collar.y, collar.z};
  if (!collar.depth.empty()) out.push_back(collar.depth);
  return out;
}

std::vector<std::string> columns_of(const SurveyTable& survey) {
  return {survey.table.hole, survey.depth, survey.azimuth, survey.dip};
}

std::vector<std::string> columns_of(const AssayTable& assay) {
  std::vector<std::string> out = {assay.table.hole, assay.from, assay.to};
  for (const Element& element : assay.element) out.push_back(element.column);
  if (!assay.density.empty()) out.push_back(assay.density);
  return out;
}

std::vector<std::string> columns_of(const IntervalFile& interval) {
  return {interval.table.hole, interval.from, interval.to, interval.value};
}

Checked check(const Campaign& campaign, const RawCampaign& raw) {
  const Repairs& repairs = campaign.repair;
  Checked out;
  HoleIndex index;
  Findings of_collars(raw.collar, repairs), of_surveys(raw.survey, repairs);
  const double greatest_m = campaign.greatest_depth_m;
  out.hole = check_collars(campaign.collar, raw.collar, greatest_m, index, of_collars);
  const bool ends_are_told = !campaign.collar.depth.empty();

  std::vector<Table> tables;
  tables.push_back({campaign.assay.table, raw.assay, {raw.assay, repairs}, {}, {}});
  for (std::size_t i = 0; i < campaign.interval.size(); ++i)
    tables.push_back(
        {campaign.interval[i].table, raw.interval[i], {raw.interval[i], repairs}, {}, {}});
  std::vector<double> deepest_m(out.hole.size(), 0);
  for (Table& table : tables) {
    table.rows = sort_rows(table.file, table.raw, index, out.hole, ends_are_told, greatest_m,
                           table.findings);
    const std::vector<double>& ends = table.rows.deepest_m;
    if (ends_are_told) check_depth_unit(depth_ratio(out.hole, ends), table.findings);
    for (std::size_t h = 0; h < ends.size(); ++h) deepest_m[h] = std::max(deepest_m[h], ends[h]);
  }
  if (ends_are_told)
    check_depth_unit(
        depth_ratio(out.hole, deepest_station(campaign.survey, raw.survey, index, out.hole.size())),
        of_surveys);
  for (std::size_t h = 0; h < out.hole.size(); ++h)
    if (std::isnan(out.hole[h].end_m) && deepest_m[h] > 0) out.hole[h].end_m = deepest_m[h];

  check_surveys(campaign.survey, raw.survey, greatest_m, repairs, index, out.hole, of_surveys,
                of_collars);
  for (Table& table : tables)
    table.pieces = join_rows(table.rows, table.file, table.raw, repairs, out.hole, table.findings);
  read_grades(campaign, tables[0], out);
  if (!campaign.assay.density.empty()) {
    out.density_t_per_m3 = check_numbers(
        density_column(campaign, campaign.assay.table, 3 + campaign.assay.element.size()),
        raw.assay, tables[0].findings);
    out.density_t_per_m3.resize(out.density_t_per_m3.size() + kNoRows, kRequired);
  }
  for (std::size_t i = 0; i < campaign.interval.size(); ++i)
    read_interval(campaign, campaign.interval[i], tables[i + 1], out);
  out.assay = std::move(tables[0].pieces);
  out.assay_file = raw.assay.file;
  out.assay_line = raw.assay.line;

  append(of_collars, out.findings);
  append(of_surveys, out.findings);
  for (Table& table : tables) append(table.findings, out.findings);
  return out;
}

}  // namespace lode::drill

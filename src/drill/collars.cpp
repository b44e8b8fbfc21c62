// Collars and surveys: where holes start, and where they go.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

#include "drill/desurvey.h"
#include "drill/findings.h"

namespace lode::drill {
namespace {

using enum FaultKind;

// A dip this near to 90 needs no azimuth: the station is straight down or up, to 2 cm in 100 m.
constexpr double kVertical_deg = 0.01;

// A collar row that can be read; `end_m` NaN where no depth is given.
bool read_collar(const CollarTable& collar, const RawTable& table, std::size_t row,
                 double greatest_depth_m, Findings& findings, Hole& hole) {
  const double factor = metres_in(collar.table.unit);
  hole.name = table.cell[0][row];
  hole.line = table.line[row];
  bool good = true;
  for (const auto& [column, value] :
       {std::pair{1, &hole.collar.x}, std::pair{2, &hole.collar.y}, std::pair{3, &hole.collar.z}})
    good = key_number({static_cast<std::size_t>(column), {}, factor}, table, row,
                      collar.table.missing, hole.name, findings, *value) &&
           good;
  if (collar.depth.empty()) return good;
  const std::string_view cell = table.cell[4][row];
  double depth = 0;
  const CellKind kind = cell_kind(table, cell, kDepths, collar.table.missing, depth);
  depth *= factor;
  if (kind == CellKind::missing)
    findings.add(empty_value, hole.line, hole.name, 4, cell,
                 "the hole's length is not told: its deepest interval ends it");
  else if (kind == CellKind::text || depth < 0 || depth > greatest_depth_m)
    findings.add(kind == CellKind::text ? text_in_number
                 : depth < 0            ? negative_depth
                                        : too_deep,
                 hole.line, hole.name, 4, cell,
                 "is no length of a hole: its deepest interval ends it");
  else
    hole.end_m = depth;
  return good;
}

struct SurveyRow {
  Station station;
  int line = 0;
};

// The direction halfway between two, of a station given twice.
Station mean_of(const Station& a, const Station& b) {
  const Point p = direction_of(a), q = direction_of(b);
  const Point sum{p.x + q.x, p.y + q.y, p.z + q.z};
  const double flat = std::hypot(sum.x, sum.y);
  if (flat == 0 && sum.z == 0) return a;
  constexpr double kDegrees = 180 / std::numbers::pi;
  const double azimuth = flat == 0 ? a.azimuth_deg : std::atan2(sum.x, sum.y) * kDegrees;
  return {a.depth_m, azimuth < 0 ? azimuth + 360 : azimuth, std::atan2(sum.z, flat) * kDegrees};
}

class SurveyCheck {
 public:
  SurveyCheck(const SurveyTable& survey, const RawTable& table, double greatest_depth_m,
              const Repairs& repairs, Findings& findings)
      : survey_(survey),
        table_(table),
        greatest_m_(greatest_depth_m),
        repairs_(repairs),
        findings_(findings) {
    double dip = 0;
    for (const std::string_view cell : table.cell[3]) {
      if (kind_of(cell, kDips, dip) != CellKind::value) continue;
      ++dips_;
      if (signed_dip(dip) > 0) ++upward_;
    }
  }

  // One row, judged alone. Sets hole.usable to false where an unanswered fault touches it.
  void read(std::size_t row, Hole& hole, std::vector<SurveyRow>& out) {
    const int line = table_.line[row];
    SurveyRow read{{}, line};
    Station& s = read.station;
    double dip = 0;
    bool good = read_cell(row, 1, kDepths, azimuth_range, hole, s.depth_m);
    good = read_cell(row, 3, kDips, dip_range, hole, dip) && good;
    const bool vertical = good && std::abs(std::abs(dip) - 90) <= kVertical_deg;
    if (vertical && kind_of(table_.cell[2][row], kAzimuths, s.azimuth_deg) == CellKind::missing) {
      dip = std::copysign(90, dip), s.azimuth_deg = 0;
      findings_.add(vertical_station, line, hole.name, 2, table_.cell[2][row],
                    dip == signed_dip(-90) ? "a station straight down needs no azimuth"
                                           : "a station straight up needs no azimuth");
    } else {
      good = read_cell(row, 2, kAzimuths, azimuth_range, hole, s.azimuth_deg) && good;
    }
    if (!good) return;
    s.depth_m *= metres_in(survey_.table.unit);
    s.dip_deg = signed_dip(dip);
    const auto apply = [&](FaultKind kind, int column, const char* message) {
      const Repair repair =
          findings_.add(kind, line, hole.name, column,
                        table_.cell[static_cast<std::size_t>(column)][row], message);
      if (repair == Repair::refuse) hole.usable = false;
      return repair;
    };
    bool stays = true;
    if (s.depth_m < 0) {
      apply(negative_depth, 1, "a station above the collar");
      stays = false;
    }
    // Where the hole's end is known, a station below it is reported as such.
    if (s.depth_m > greatest_m_ &&
        (std::isnan(hole.end_m) || repairs_[station_beyond_end] == Repair::keep)) {
      apply(too_deep, 1, "a station below greatest_depth");
      stays = false;
    }
    if (s.azimuth_deg < 0 || s.azimuth_deg > 360) {
      if (apply(azimuth_range, 2, "an azimuth is in [0, 360] degrees") == Repair::wrap)
        s.azimuth_deg -= 360 * std::floor(s.azimuth_deg / 360);
      else
        stays = false;
    }
    if (std::abs(dip) > 90) {
      apply(dip_range, 3, "a dip is in [-90, 90] degrees");
      stays = false;
    } else if (s.dip_deg > 0) {
      const Repair repair = findings_.add(dip_sign, line, hole.name, 3, table_.cell[3][row],
                                          [&] { return upward_message(); });
      if (repair == Repair::flip) s.dip_deg = -s.dip_deg;
      if (repair == Repair::refuse) hole.usable = false;
    }
    if (stays) out.push_back(read);
  }

  // The stations of a hole against each other.
  std::vector<Station> join(Hole& hole, std::vector<SurveyRow> rows) {
    const LengthUnit unit = survey_.table.unit;
    const auto answer = [&](Repair repair) {
      if (repair == Repair::refuse) hole.usable = false;
      return repair;
    };
    bool ordered = true;
    for (std::size_t i = 1; i < rows.size(); ++i)
      if (rows[i].station.depth_m < rows[i - 1].station.depth_m - kTouching_m) {
        ordered = false;
        if (answer(findings_.add(station_order, rows[i].line, hole.name, 1,
                                 depth_text(rows[i].station.depth_m, unit), [&] {
                                   return fmt::format("stands after a station at {} (line {})",
                                                      depth_text(rows[i - 1].station.depth_m, unit),
                                                      rows[i - 1].line);
                                 })) == Repair::leave_out)
          hole.usable = false;
      }
    if (!ordered)
      std::stable_sort(rows.begin(), rows.end(), [](const SurveyRow& a, const SurveyRow& b) {
        return a.station.depth_m < b.station.depth_m;
      });
    std::vector<Station> out;
    int last_line = 0;
    for (const SurveyRow& row : rows) {
      const Station& s = row.station;
      if (!out.empty() && s.depth_m - out.back().depth_m <= kTouching_m) {
        const Repair repair = answer(
            findings_.add(duplicate_station, row.line, hole.name, 1, depth_text(s.depth_m, unit),
                          [&] { return duplicate_message(out.back(), s, last_line); }));
        if (repair == Repair::last) out.back() = s;
        if (repair == Repair::mean) out.back() = mean_of(out.back(), s);
        continue;
      }
      if (s.depth_m > hole.end_m + kTouching_m &&  // false where the end is not known
          answer(findings_.add(
              station_beyond_end, row.line, hole.name, 1, depth_text(s.depth_m, unit), [&] {
                return fmt::format("lies below the hole's end at {}", depth_text(hole.end_m, unit));
              })) != Repair::keep)
        continue;
      if (!out.empty() && turn_deg(out.back(), s) > 90 &&
          answer(findings_.add(sharp_bend, row.line, hole.name, -1, "", [&] {
            return fmt::format("turns by {:.0f} degrees from the station at {} (line {})",
                               turn_deg(out.back(), s), depth_text(out.back().depth_m, unit),
                               last_line);
          })) == Repair::leave_out)
        continue;
      if (out.empty() && s.depth_m > kTouching_m)
        findings_.add(late_first_station, row.line, hole.name, 1, depth_text(s.depth_m, unit),
                      "the first station lies below the collar; its direction holds from there");
      out.push_back(s);
      last_line = row.line;
    }
    return out;
  }

 private:
  static constexpr Range kAzimuths{0, 360}, kDips{-90, 90};

  CellKind kind_of(std::string_view cell, Range range, double& value) const {
    return cell_kind(table_, cell, range, survey_.table.missing, value);
  }

  // False: the station is left out, and the hole too where the case has made no choice. A code such
  // as -999 stands outside the column's range: a choice for such numbers may answer it too, and
  // leaves it out, whatever the choice is.
  bool read_cell(std::size_t row, std::size_t column, Range range, FaultKind out_of_range,
                 Hole& hole, double& value) {
    const std::string_view cell = table_.cell[column][row];
    const CellKind kind = kind_of(cell, range, value);
    if (kind == CellKind::value || kind == CellKind::suspect) return true;
    double number = 0;
    FaultKind fault = kind == CellKind::text ? text_in_number : empty_key;
    if (fault == empty_key && repairs_[empty_key] == Repair::refuse && column != 1 &&
        repairs_[out_of_range] != Repair::refuse && number_of(table_, cell, number))
      fault = out_of_range;
    const char* message = kind == CellKind::text ? "is no number; the row is left out"
                          : cell.empty()
                              ? "is needed; the row is left out"
                              : "stands for a missing value, and is needed; the row is left out";
    if (findings_.add(fault, table_.line[row], hole.name, static_cast<int>(column), cell,
                      message) == Repair::refuse)
      hole.usable = false;
    return false;
  }

  double signed_dip(double dip) const { return survey_.down == Down::positive ? -dip : dip; }
  std::string upward_message() const {
    std::string out = "points up: drilled upward, or signed the other way";
    if (2 * upward_ > dips_)
      out += fmt::format("; {} of {} stations do: is survey.down right?", upward_, dips_);
    return out;
  }
  static std::string duplicate_message(const Station& a, const Station& b, int line) {
    const bool same = turn_deg(a, b) < 1e-9;
    return fmt::format("line {} has a station at this depth too, of {} direction", line,
                       same ? "the same" : "another");
  }
  static double turn_deg(const Station& a, const Station& b) {
    return angle_between(direction_of(a), direction_of(b)) * 180 / std::numbers::pi;
  }

  const SurveyTable& survey_;
  const RawTable& table_;
  double greatest_m_;
  const Repairs& repairs_;
  Findings& findings_;
  std::size_t dips_ = 0, upward_ = 0;
};

}  // namespace

std::vector<Hole> check_collars(const CollarTable& collar, const RawTable& table,
                                double greatest_depth_m, HoleIndex& index, Findings& findings) {
  check_rows(table, findings);
  std::vector<Hole> holes;
  holes.reserve(table.rows());
  std::map<std::tuple<double, double, double>, std::size_t> places;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view name = table.cell[0][row];
    if (is_missing_word(name)) {
      findings.add(empty_key, table.line[row], "", 0, name, "a collar without a name is left out");
      continue;
    }
    Hole hole;
    hole.usable = read_collar(collar, table, row, greatest_depth_m, findings, hole);
    if (const std::int32_t before = index.find(name); before >= 0) {
      Hole& first = holes[static_cast<std::size_t>(before)];
      const bool same = first.collar.x == hole.collar.x && first.collar.y == hole.collar.y &&
                        first.collar.z == hole.collar.z;
      const Repair repair = findings.add(duplicate_collar, hole.line, name, 0, name, [&] {
        return fmt::format("line {} is a collar of this name too, at {} place", first.line,
                           same ? "the same" : "another");
      });
      if (repair == Repair::last) first = std::move(hole);
      if (repair == Repair::refuse || repair == Repair::leave_out) first.usable = false;
      continue;
    }
    if (hole.usable) {
      const auto [place, is_new] =
          places.try_emplace({hole.collar.x, hole.collar.y, hole.collar.z}, holes.size());
      if (!is_new) {
        const Hole& other = holes[place->second];
        findings.add(shared_collar, hole.line, name, -1, "", [&] {
          return fmt::format("starts where {} starts (line {})", other.name, other.line);
        });
      }
    }
    index.add(name, static_cast<std::int32_t>(holes.size()));
    holes.push_back(std::move(hole));
  }
  return holes;
}

void check_surveys(const SurveyTable& survey, const RawTable& table, double greatest_depth_m,
                   const Repairs& repairs, const HoleIndex& index, std::vector<Hole>& holes,
                   Findings& of_surveys, Findings& of_collars) {
  check_rows(table, of_surveys);
  std::vector<std::vector<SurveyRow>> rows(holes.size());
  SurveyCheck judge(survey, table, greatest_depth_m, repairs, of_surveys);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view name = table.cell[0][row];
    const int line = table.line[row];
    const std::int32_t hole = index.find(name);
    if (is_missing_word(name))
      of_surveys.add(empty_key, line, "", 0, name, "a station without a hole is left out");
    else if (hole < 0)
      of_surveys.add(missing_collar, line, name, 0, name, [&] {
        const std::string_view near = index.similar(name);
        return near.empty() ? std::string("has no collar")
                            : fmt::format("has no collar; {} has", near);
      });
    else
      judge.read(row, holes[static_cast<std::size_t>(hole)], rows[static_cast<std::size_t>(hole)]);
  }
  for (std::size_t h = 0; h < holes.size(); ++h) {
    Hole& hole = holes[h];
    hole.station = judge.join(hole, std::move(rows[h]));
    if (!hole.station.empty()) continue;
    const Repair repair =
        of_collars.add(no_survey, hole.line, hole.name, -1, "", "the hole has no usable station");
    if (repair == Repair::vertical)
      hole.station = {Station{}};
    else
      hole.usable = false;
  }
}

}  // namespace lode::drill

#include "drill/fault.h"

#include <algorithm>
#include <set>

namespace lode::drill {
namespace {

using enum Repair;

constexpr std::array<std::string_view, 16> kRepairNames = {
    "refuse", "leave_out", "keep", "first", "last",    "mean", "sort", "vertical",
    "wrap",   "flip",      "swap", "cut",   "missing", "zero", "half", "limit"};

constexpr std::array<FaultRule, kFaultKinds> kRules = {{
    {"ragged_row", false, {refuse, leave_out}, "a row with more or fewer cells than the header"},
    {"empty_key",
     false,
     {refuse, leave_out},
     "a row without hole, depth, coordinate, azimuth or dip"},
    {"text_in_number",
     false,
     {refuse, missing},
     "a text in a column of numbers; a row whose depth or place it is, is left out"},
    {"negative_depth", false, {refuse, leave_out}, "a station or an interval above the collar"},
    {"too_deep", false, {refuse, leave_out}, "a depth below greatest_depth"},
    {"duplicate_collar", false, {refuse, first, last, leave_out}, "two collars of one name"},
    {"missing_collar", false, {refuse, leave_out}, "rows of a hole that has no collar"},
    {"no_survey", false, {refuse, vertical, leave_out}, "a hole without any station"},
    {"station_order",
     false,
     {refuse, sort, leave_out},
     "a station that stands after a deeper one; leave_out drops the hole"},
    {"duplicate_station", false, {refuse, first, last, mean}, "two stations at one depth"},
    {"station_beyond_end", false, {refuse, keep, leave_out}, "a station below the hole's end"},
    {"azimuth_range", false, {refuse, wrap, leave_out}, "an azimuth below 0 or above 360"},
    {"dip_range", false, {refuse, leave_out}, "a dip below -90 or above 90"},
    {"dip_sign",
     false,
     {refuse, keep, flip},
     "a station that points up: drilled upward (keep), or signed the other way (flip)"},
    {"sharp_bend",
     false,
     {refuse, keep, leave_out},
     "a turn of more than 90 degrees between two stations; leave_out drops the later one"},
    {"reversed_interval",
     false,
     {refuse, swap, leave_out},
     "an interval that ends above its start"},
    {"zero_length", false, {refuse, leave_out}, "an interval that ends where it starts"},
    {"interval_order", false, {refuse, sort}, "an interval that stands after a deeper one"},
    {"overlap",
     false,
     {refuse, first, last, leave_out},
     "two intervals that share a stretch of the hole; first, last: the row that keeps it"},
    {"gap", false, {refuse, missing, zero}, "a stretch between two intervals that has none"},
    {"gap_at_collar", false, {refuse, missing, zero}, "a stretch from the collar that has none"},
    {"gap_at_end", false, {refuse, missing, zero}, "a stretch up to the hole's end that has none"},
    {"beyond_end", false, {refuse, cut, keep, leave_out}, "an interval below the hole's end"},
    {"empty_value", false, {refuse, missing, zero}, "an interval without a value"},
    {"missing_code", false, {refuse, missing, zero}, "a code or a word for a missing value"},
    {"negative_value",
     false,
     {refuse, half, limit, zero, missing},
     "a negative value; half, limit: it stands for less than that"},
    {"below_detection", false, {refuse, half, limit, zero, missing}, "a value written <0.01"},
    {"above_detection", false, {refuse, limit, missing}, "a value written >100"},
    {"above_whole", false, {refuse, missing, keep}, "a grade above the whole mass in its unit"},
    {"grade_unit",
     false,
     {refuse, keep},
     "a column whose name tells another unit than the case; keep: the case holds"},
    {"depth_unit",
     false,
     {refuse, keep},
     "a table whose depths look like another unit than the collars'; keep: the case holds"},
    {"density_range", false, {refuse, missing}, "a density outside (0, 20] t/m3"},
    {"no_density",
     false,
     {refuse, mean, missing},
     "samples without a density where composites are weighted by it; mean: of all known"},
    {"ungrouped_code",
     false,
     {refuse, keep, missing},
     "a code in no group of domains; keep: a domain of its own; missing: no domain"},
    {"byte_order_mark", true, {refuse}, "a UTF-8 byte-order mark, skipped"},
    {"late_first_station",
     true,
     {refuse},
     "a first station below the collar; its direction holds from the collar on"},
    {"vertical_station",
     true,
     {refuse},
     "a station straight down or up without an azimuth, which it does not need"},
    {"suspect_value",
     true,
     {refuse},
     "a number that looks like a code for a missing value; missing = [...] says so"},
    {"shared_collar", true, {refuse}, "two holes that start at one place"},
    {"no_intervals", true, {refuse}, "a hole without any interval in this table"},
}};
static_assert(std::all_of(kRules.begin(), kRules.end(),
                          [](const FaultRule& rule) { return !rule.meaning.empty(); }));

}  // namespace

std::span<const Repair> FaultRule::choices() const {
  const auto end = std::find(allowed.begin() + 1, allowed.end(), refuse);
  return {allowed.begin(), end};
}

const FaultRule& rule_of(FaultKind kind) { return kRules[static_cast<std::size_t>(kind)]; }

std::string_view name_of(Repair repair) { return kRepairNames[static_cast<std::size_t>(repair)]; }

std::vector<FaultSum> summed(std::span<const Finding> findings) {
  std::vector<FaultSum> out;
  std::vector<std::set<std::string_view>> holes;
  for (const Finding& finding : findings) {
    auto at = std::find_if(out.begin(), out.end(), [&](const FaultSum& sum) {
      return sum.kind == finding.kind && sum.file == finding.file && sum.column == finding.column;
    });
    if (at == out.end()) {
      out.push_back({finding.kind, finding.file, finding.column, 0, 0, finding.line});
      holes.emplace_back();
      at = out.end() - 1;
    }
    at->count += finding.count;
    auto& seen = holes[static_cast<std::size_t>(at - out.begin())];
    if (!finding.hole.empty()) seen.insert(finding.hole);
    at->holes = seen.size();
    at->first_line = std::min(at->first_line, finding.line);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const FaultSum& a, const FaultSum& b) { return a.kind < b.kind; });
  return out;
}

std::vector<FaultKind> unanswered(std::span<const Finding> findings, const Repairs& repairs) {
  std::set<FaultKind> out;
  for (const Finding& finding : findings)
    if (!rule_of(finding.kind).note && repairs[finding.kind] == refuse) out.insert(finding.kind);
  return {out.begin(), out.end()};
}

}  // namespace lode::drill

// A drilling campaign as a case describes it: which files hold it, which of their columns mean
// what, in which units, what is done about each kind of fault, and how composites are made.
#pragma once

#include <string>
#include <vector>

#include "base/describe.h"
#include "base/dialect.h"
#include "base/missing.h"
#include "drill/fault.h"

namespace lode::drill {

enum class Format { csv, geo_eas };
enum class LengthUnit { m, ft, us_ft };  // us_ft: US survey foot, 1200/3937 m
double metres_in(LengthUnit unit);

struct TableFile {
  std::string file;  // relative to the case
  Format format = Format::csv;
  Dialect dialect;                  // of a CSV
  LengthUnit unit = LengthUnit::m;  // of depths and coordinates in it
  std::string hole;                 // column
  GivenCodes missing{};             // of every column in it (base/missing.h)
};

struct CollarTable {
  TableFile table;
  std::string x, y, z;  // columns: east, north, up
  std::string depth;    // column of the hole's length; empty: there is none
};

enum class Down { not_said, negative, positive };

struct SurveyTable {
  TableFile table;
  std::string depth, azimuth, dip;  // columns
  Down down = Down::not_said;       // sign of a dip below horizontal
};

enum class GradeUnit {
  not_said,
  percent,
  ppm,
  ppb,
  gram_per_tonne,
  ounce_per_ton,
  fraction,
  other
};
// Fraction of mass in one unit; 0 for what is no grade (`other`).
double fraction_in(GradeUnit unit);
std::string_view symbol_of(GradeUnit unit);  // "%", "g/t"; "" for other

enum class Unsampled { as_repaired, missing, zero };

struct Element {
  std::string id;
  std::string column;
  GradeUnit unit = GradeUnit::not_said;
  Unsampled unsampled = Unsampled::as_repaired;  // instead of repair.gap..., repair.empty_value
};

struct AssayTable {
  TableFile table;
  std::string from, to;  // columns
  std::string density;   // column; empty: none
  std::vector<Element> element;
};

enum class IntervalKind { text, number };

// Any further table of intervals: lithology, alteration, density, core recovery.
struct IntervalFile {
  std::string id;
  TableFile table;
  std::string from, to, value;  // columns
  IntervalKind kind = IntervalKind::text;
};

struct CodeGroup {
  std::string id;
  std::vector<std::string> codes;
};

// Domains: the codes of a text table, alone or in groups. Without a table all is one domain.
struct DomainRule {
  std::string table;  // id of an IntervalFile
  std::vector<CodeGroup> group;
};

enum class Desurvey { minimum_curvature, balanced_tangent, tangent };
enum class Residual { not_said, keep, discard, merge, spread };
enum class DensityUnit { t_per_m3, kg_per_m3 };

struct Compositing {
  double length_m = kRequired;
  Residual residual = Residual::not_said;
  double minimum_share = 0.5;    // of length_m: a residual shorter than that is short
  double minimum_sampled = 0.5;  // share of a composite that has a value; below it is missing
  bool density_weighted = false;
  std::string density;  // id of an IntervalFile of numbers; empty: the assays' own column
  DensityUnit density_unit = DensityUnit::t_per_m3;
};

struct TopCut {
  std::string id;
  std::string element;
  std::string domain;  // empty: every domain
  double value = kRequired;
};

enum class Seek { minimum, maximum };

struct Declustering {
  std::string element;  // whose mean chooses the cell; empty: no declustering
  double smallest_m = 0, largest_m = 0;
  int sizes = 24;
  int origins = 8;
  double y_over_x = 1, z_over_x = 1;  // of the cell
  Seek seek = Seek::minimum;
};

struct Contact {
  double reach_m = 50;  // on either side
  double bin_m = 5;
};

struct Campaign {
  CollarTable collar;
  SurveyTable survey;
  AssayTable assay;
  std::vector<IntervalFile> interval;
  DomainRule domain;
  Desurvey desurvey = Desurvey::minimum_curvature;
  Compositing composite;
  std::vector<TopCut> top_cut;
  Declustering decluster;
  Contact contact;
  Repairs repair;
  double greatest_depth_m = 15'000;  // a depth below is a slip; the deepest hole has 12,262 m
  // No campaign at all: the table is absent from a case that may do without.
  bool empty() const { return collar.table.file.empty(); }
};
void describe(Visitor& visit, Campaign& campaign);

// What does not hold across the keys of a campaign.
struct Breach {
  std::string key, message;
};
std::vector<Breach> breaches(const Campaign& campaign);

}  // namespace lode::drill
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::drill::Format> = {"csv",
                                                                                      "geo_eas"};
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::drill::LengthUnit> = {"m", "ft",
                                                                                          "us_ft"};
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::drill::Down> = {
    "not_said", "negative", "positive"};
template <>
inline constexpr std::array<std::string_view, 8> lode::kNames<lode::drill::GradeUnit> = {
    "not_said", "%", "ppm", "ppb", "g/t", "oz/st", "fraction", "other"};
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::drill::Unsampled> = {
    "as_repaired", "missing", "zero"};
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::drill::IntervalKind> = {
    "text", "number"};
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::drill::Desurvey> = {
    "minimum_curvature", "balanced_tangent", "tangent"};
template <>
inline constexpr std::array<std::string_view, 5> lode::kNames<lode::drill::Residual> = {
    "not_said", "keep", "discard", "merge", "spread"};
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::drill::DensityUnit> = {"t/m3",
                                                                                           "kg/m3"};
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::drill::Seek> = {"minimum",
                                                                                    "maximum"};

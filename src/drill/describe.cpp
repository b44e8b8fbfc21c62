// What the keys of a campaign mean, and what must hold across them.
#include <algorithm>
#include <cmath>

#include "drill/campaign.h"

namespace lode::drill {
namespace {

void describe_file(Visitor& visit, TableFile& table, std::string_view meaning) {
  visit.text("file", table.file, true, meaning);
  visit.choice("format", table.format, "of the file");
  describe(visit, table.dialect);
  visit.choice("unit", table.unit, "of the lengths in this file; us_ft is the US survey foot");
  visit.text("hole", table.hole, true, "column with the name of the hole");
  visit.optional_series("missing", table.missing, unit::kNone, {},
                        "numbers that stand for a missing value in every column of the file; left "
                        "out: -999 and its kin, where the column cannot hold them; []: no number");
}

void describe_ends(Visitor& visit, std::string& from, std::string& to) {
  visit.text("from", from, true, "column with the depth at which an interval starts");
  visit.text("to", to, true, "column with the depth at which it ends");
}

}  // namespace

double metres_in(LengthUnit unit) {
  constexpr double kMetres[] = {1, 0.3048, 1200.0 / 3937};
  return kMetres[static_cast<std::size_t>(unit)];
}

double fraction_in(GradeUnit unit) {
  // A troy ounce is 31.1034768 g, a short ton 907.18474 kg.
  constexpr double kFraction[] = {0, 1e-2, 1e-6, 1e-9, 1e-6, 31.1034768 / 907184.74, 1, 0};
  return kFraction[static_cast<std::size_t>(unit)];
}

std::string_view symbol_of(GradeUnit unit) {
  return unit == GradeUnit::other ? "" : kNames<GradeUnit>[static_cast<std::size_t>(unit)];
}

void describe(Visitor& visit, CollarTable& collar) {
  describe_file(visit, collar.table, "table of collars: one row a hole");
  visit.text("x", collar.x, true, "column with the easting");
  visit.text("y", collar.y, true, "column with the northing");
  visit.text("z", collar.z, true, "column with the height");
  visit.text("depth", collar.depth, false, "column with the length of the hole, if there is one");
}

void describe(Visitor& visit, SurveyTable& survey) {
  describe_file(visit, survey.table, "table of surveys: one row a station");
  visit.text("depth", survey.depth, true, "column with the depth of the station");
  visit.text("azimuth", survey.azimuth, true, "column with degrees clockwise from north");
  visit.text("dip", survey.dip, true, "column with degrees from horizontal");
  visit.choice("down", survey.down, "sign of a dip that points down; must be said");
}

void describe(Visitor& visit, Element& element) {
  visit.text("column", element.column, true, "column with the grade");
  visit.choice("unit", element.unit, "of the grade; must be said; other: no share of mass");
  visit.choice("unsampled", element.unsampled,
               "what an interval without a value counts as for this element");
}

void describe(Visitor& visit, AssayTable& assay) {
  describe_file(visit, assay.table, "table of assays: one row an interval");
  describe_ends(visit, assay.from, assay.to);
  visit.text("density", assay.density, false, "column with the density, if there is one");
  visit.named("element", assay.element, "a grade");
}

void describe(Visitor& visit, IntervalFile& interval) {
  describe_file(visit, interval.table, "table of intervals");
  describe_ends(visit, interval.from, interval.to);
  visit.text("value", interval.value, true, "column with the code or the number");
  visit.choice("kind", interval.kind, "of the value");
}

void describe(Visitor& visit, CodeGroup& group) {
  visit.texts("codes", group.codes, "that make this domain");
}

void describe(Visitor& visit, DomainRule& domain) {
  visit.text("table", domain.table, false, "the interval table whose codes are the domains");
  visit.named("group", domain.group, "a domain of several codes");
}

void describe(Visitor& visit, Compositing& composite) {
  visit.fixed("length", composite.length_m, unit::kMetres, {0.01, 1000}, "of a composite");
  visit.choice(
      "residual", composite.residual,
      "what becomes of the rest at the end of a run of composites; must be said. keep: it "
      "is a composite of its own; discard: a short one is left out, its metal counted; "
      "merge: a short one joins the composite before it; spread: the run is cut into equal "
      "parts");
  visit.fixed("minimum_share", composite.minimum_share, unit::kFraction, {0, 1},
              "of the length, below which a rest is short");
  visit.fixed("minimum_sampled", composite.minimum_sampled, unit::kFraction, {0, 1},
              "of a composite that must have a value; below it its grade is missing");
  visit.flag("density_weighted", composite.density_weighted, "weight grades by density too");
  visit.text("density", composite.density, false,
             "the interval table of densities; empty: the assays' own column");
  visit.choice("density_unit", composite.density_unit, "of the densities as written");
}

void describe(Visitor& visit, TopCut& cut) {
  visit.text("element", cut.element, true, "whose grades are cut");
  visit.text("domain", cut.domain, false, "in which; empty: in all");
  visit.fixed("value", cut.value, unit::kNone, {0, 1e15},
              "the largest grade that a composite keeps, in the element's unit");
}

void describe(Visitor& visit, Declustering& decluster) {
  visit.text("element", decluster.element, false,
             "whose mean chooses the cell; empty: no declustering");
  visit.fixed("smallest", decluster.smallest_m, unit::kMetres, {0, 1e6}, "cell that is tried");
  visit.fixed("largest", decluster.largest_m, unit::kMetres, {0, 1e6}, "cell that is tried");
  visit.integer("sizes", decluster.sizes, 1, 1000, "steps from the smallest to the largest");
  visit.integer("origins", decluster.origins, 1, 100, "of the cells, averaged");
  visit.fixed("y_over_x", decluster.y_over_x, unit::kNone, {1e-3, 1e3}, "of the cell's sides");
  visit.fixed("z_over_x", decluster.z_over_x, unit::kNone, {1e-3, 1e3}, "of the cell's sides");
  visit.choice("seek", decluster.seek,
               "the declustered mean to look for: minimum where rich ground was drilled closer");
}

void describe(Visitor& visit, Contact& contact) {
  visit.fixed("reach", contact.reach_m, unit::kMetres, {0.1, 1e4}, "on either side of a contact");
  visit.fixed("bin", contact.bin_m, unit::kMetres, {0.01, 1e4}, "width of a class of distance");
}

void describe(Visitor& visit, Repairs& repairs) {
  for (std::size_t i = 0; i < kFaultKinds; ++i) {
    const FaultRule& rule = rule_of(static_cast<FaultKind>(i));
    if (rule.note) continue;
    const auto allowed = rule.choices();
    std::vector<std::string_view> names;
    for (const Repair repair : allowed) names.push_back(name_of(repair));
    int index = static_cast<int>(std::find(allowed.begin(), allowed.end(), repairs.choice[i]) -
                                 allowed.begin());
    visit.one_of(rule.key, index, names, rule.meaning);
    repairs.choice[i] = allowed[static_cast<std::size_t>(index)];
  }
}

void describe(Visitor& visit, Campaign& campaign) {
  visit.group("collar", campaign.collar, "where holes start");
  visit.group("survey", campaign.survey, "where holes go");
  visit.group("assay", campaign.assay, "what they met");
  visit.named("interval", campaign.interval, "a further table of intervals");
  visit.group("domain", campaign.domain, "ground that is kept apart");
  visit.choice("desurvey", campaign.desurvey, "the path between stations");
  visit.fixed("greatest_depth", campaign.greatest_depth_m, unit::kMetres, {1, 1e6},
              "down a hole; a depth below it is a fault");
  visit.group("composite", campaign.composite, "samples of one length");
  visit.named("top_cut", campaign.top_cut, "the largest grade that is believed");
  visit.group("decluster", campaign.decluster, "weights against crowded drilling");
  visit.group("contact", campaign.contact, "grades across the contacts of domains");
  visit.group("repair", campaign.repair, "what is done about each kind of fault");
}

std::vector<Breach> breaches(const Campaign& c) {
  std::vector<Breach> out;
  const auto must = [&](bool holds, std::string key, std::string message) {
    if (!holds) out.push_back({std::move(key), std::move(message)});
  };
  const auto has_element = [&](const std::string& id) {
    return std::any_of(c.assay.element.begin(), c.assay.element.end(),
                       [&](const Element& element) { return element.id == id; });
  };
  const auto table_of_kind = [&](const std::string& id, IntervalKind kind) {
    return std::any_of(c.interval.begin(), c.interval.end(), [&](const IntervalFile& table) {
      return table.id == id && table.kind == kind;
    });
  };
  must(c.survey.down != Down::not_said, "survey.down",
       "is required: is a dip below horizontal \"negative\" or \"positive\"?");
  must(!c.assay.element.empty(), "assay.element", "at least one [assay.element.NAME] is required");
  for (const Element& element : c.assay.element)
    must(element.unit != GradeUnit::not_said, "assay.element." + element.id + ".unit",
         "is required: %, ppm, ppb, g/t, oz/st, fraction or other");
  must(c.domain.table.empty() || table_of_kind(c.domain.table, IntervalKind::text), "domain.table",
       "\"" + c.domain.table + "\" is no [interval.NAME] with kind = \"text\"");
  must(c.domain.group.empty() || !c.domain.table.empty(), "domain.group",
       "groups of codes need domain.table");
  std::vector<std::string> codes;
  for (const CodeGroup& group : c.domain.group)
    for (const std::string& code : group.codes) {
      must(std::find(codes.begin(), codes.end(), code) == codes.end(),
           "domain.group." + group.id + ".codes", "\"" + code + "\" stands in two groups");
      codes.push_back(code);
    }
  const Compositing& composite = c.composite;
  must(composite.residual != Residual::not_said, "composite.residual",
       "is required: keep, discard, merge or spread");
  must(composite.density.empty() || table_of_kind(composite.density, IntervalKind::number),
       "composite.density",
       "\"" + composite.density + "\" is no [interval.NAME] with kind = \"number\"");
  must(!composite.density_weighted || !composite.density.empty() || !c.assay.density.empty(),
       "composite.density_weighted", "needs composite.density or assay.density");
  must(composite.density.empty() || c.assay.density.empty(), "composite.density",
       "densities come from one place; assay.density is given too");
  for (const TopCut& cut : c.top_cut)
    must(has_element(cut.element), "top_cut." + cut.id + ".element",
         "\"" + cut.element + "\" is no [assay.element.NAME]");
  const Declustering& cells = c.decluster;
  if (!cells.element.empty()) {
    must(has_element(cells.element), "decluster.element",
         "\"" + cells.element + "\" is no [assay.element.NAME]");
    must(cells.smallest_m > 0, "decluster.smallest", "must be above 0");
    must(cells.largest_m >= cells.smallest_m, "decluster.largest",
         "must be at least decluster.smallest");
  }
  must(c.contact.bin_m <= c.contact.reach_m, "contact.bin", "must not be above contact.reach");
  return out;
}

}  // namespace lode::drill

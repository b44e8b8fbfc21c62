#include "report/tables_holes.h"

#include <fmt/format.h>

#include <cmath>

namespace lode::report {
namespace {

using drill::Composites;
using drill::Prepared;

double number(std::size_t n) { return static_cast<double>(n); }

Cell known(double value) { return std::isnan(value) ? Cell{} : Cell{value}; }

std::string unit_of(const drill::Element& element) {
  return std::string(drill::symbol_of(element.unit));
}

std::string domain_name(const Composites& composites, std::int32_t domain) {
  return domain < 0 ? "none" : composites.domain_name[static_cast<std::size_t>(domain)];
}

std::string choice_text(const drill::Campaign& campaign, drill::FaultKind kind) {
  const drill::FaultRule& rule = drill::rule_of(kind);
  if (rule.note) return "note";
  if (campaign.repair[kind] != drill::Repair::refuse)
    return std::string(drill::name_of(campaign.repair[kind]));
  std::string out = "needed:";
  for (const drill::Repair repair : rule.choices().subspan(1))
    out += fmt::format(" {}", drill::name_of(repair));
  return out;
}

Table campaign_table(const Prepared& prepared) {
  const Composites& composites = prepared.composited.composites;
  Table out{"campaign", "The campaign", "", {{"what", ""}, {"value", ""}, {"unit", ""}}, {}};
  const auto add = [&](const char* what, double value, const char* unit = "") {
    out.rows.push_back({what, value, unit});
  };
  std::size_t left_out = 0, stations = 0, with_assays = 0;
  double drilled = 0, sampled = 0, composited = 0;
  for (std::size_t h = 0; h < prepared.checked.hole.size(); ++h) {
    const drill::Hole& hole = prepared.checked.hole[h];
    if (!hole.usable) ++left_out;
    stations += hole.station.size();
    if (!prepared.checked.assay.of_hole[h].empty()) ++with_assays;
    if (hole.end_m > 0) drilled += hole.end_m;
    for (const drill::Stretch& s : prepared.stretches[h])
      if (s.sampled) sampled += s.length_m();
  }
  for (std::size_t i = 0; i < composites.size(); ++i)
    composited += composites.to_m[i] - composites.from_m[i];
  add("holes", number(prepared.checked.hole.size()));
  add("holes left out", number(left_out));
  add("holes with assays", number(with_assays));
  add("stations used", number(stations));
  add("assay rows", number(prepared.checked.assay.rows));
  add("length of the holes", drilled, "m");
  add("length sampled", sampled, "m");
  add("composites", number(composites.size()));
  add("length of the composites", composited, "m");
  add("short rests discarded", number(prepared.composited.short_rests));
  add("length of the short rests", prepared.composited.short_rests_m, "m");
  add("composites with too little sampled, left out", number(prepared.composited.undersampled));
  return out;
}

Table metal_table(const drill::Campaign& campaign, const Prepared& prepared) {
  const bool by_density = campaign.composite.density_weighted;
  Table out{
      "metal",
      "Metal balance from samples to composites",
      fmt::format("Metal is grade x length{}, lengths in metres. samples = composites + short "
                  "rests + undersampled; residual is what does not add up.",
                  by_density ? " x density (t/m3)" : ""),
      {{"element", ""},
       {"grade_unit", ""},
       {"samples_length", "m"},
       {"samples", ""},
       {"composites_length", "m"},
       {"composites", ""},
       {"short_rests_length", "m"},
       {"short_rests", ""},
       {"undersampled_length", "m"},
       {"undersampled", ""},
       {"residual", ""}},
      {}};
  for (std::size_t e = 0; e < prepared.composited.balance.size(); ++e) {
    const drill::Balance& b = prepared.composited.balance[e];
    const drill::Element& element = campaign.assay.element[e];
    out.rows.push_back({element.id, unit_of(element), b.samples_m, b.samples, b.composites_m,
                        b.composites, b.short_rests_m, b.short_rests, b.undersampled_m,
                        b.undersampled, b.samples - b.composites - b.short_rests - b.undersampled});
  }
  return out;
}

Table statistics_table(const Prepared& prepared) {
  constexpr const char* kOf[] = {"samples", "uncut composites", "composites", "declustered"};
  Table out{"statistics",
            "Grades by domain",
            "samples are weighted by length (by mass where composites are), composites each count "
            "once, declustered ones by their weights. A percentile is the least grade at which the "
            "weights reach that share.",
            {{"element", ""},
             {"domain", ""},
             {"of", ""},
             {"unit", ""},
             {"number", ""},
             {"mean", ""},
             {"deviation", ""},
             {"variation", ""},
             {"least", ""}},
            {}};
  for (const double q : drill::kQuantiles)
    out.columns.push_back({fmt::format("p{:02.0f}", 100 * q), ""});
  out.columns.push_back({"most", ""});
  const Composites& composites = prepared.composited.composites;
  for (const drill::DomainSummary& row : prepared.statistics) {
    const drill::Summary& s = row.summary;
    const drill::Element& element = composites.element[row.element];
    std::vector<Cell> cells = {element.id,
                               row.all ? "all" : domain_name(composites, row.domain),
                               kOf[static_cast<std::size_t>(row.of)],
                               unit_of(element),
                               number(s.n),
                               known(s.mean),
                               known(s.deviation),
                               known(s.variation),
                               known(s.least)};
    for (const double value : s.quantile) cells.push_back(known(value));
    cells.push_back(known(s.most));
    out.rows.push_back(std::move(cells));
  }
  return out;
}

Table top_cuts_table(const drill::Campaign& campaign, const Prepared& prepared) {
  Table out{"top_cuts",
            "Top cuts",
            "On composites, means weighted by sampled length; cuts follow one another.",
            {{"cut", ""},
             {"element", ""},
             {"domain", ""},
             {"unit", ""},
             {"value", ""},
             {"composites", ""},
             {"above", ""},
             {"mean_before", ""},
             {"mean_after", ""},
             {"variation_before", ""},
             {"variation_after", ""},
             {"metal_removed", "%"}},
            {}};
  for (const drill::CutResult& result : prepared.top_cuts) {
    const drill::TopCut& cut = campaign.top_cut[result.cut];
    std::string unit;
    for (const drill::Element& element : campaign.assay.element)
      if (element.id == cut.element) unit = unit_of(element);
    out.rows.push_back({cut.id, cut.element, cut.domain.empty() ? "all" : cut.domain, unit,
                        cut.value, number(result.composites), number(result.above),
                        known(result.mean_before), known(result.mean_after),
                        known(result.variation_before), known(result.variation_after),
                        known(100 * result.removed)});
  }
  return out;
}

Table declustering_table(const drill::Campaign& campaign, const Prepared& prepared) {
  Table out{"declustering",
            "Cell declustering on " + campaign.decluster.element,
            "Size of the cell along x; the first row is the plain mean. The chosen cell's weights "
            "stand with the composites.",
            {{"cell", "m"}, {"mean", ""}, {"chosen", ""}},
            {}};
  for (std::size_t k = 0; k < prepared.declustered.scan.size(); ++k)
    out.rows.push_back({prepared.declustered.scan[k].size_m,
                        known(prepared.declustered.scan[k].mean),
                        k == prepared.declustered.chosen ? "chosen" : ""});
  return out;
}

// Means over the classes [begin, end).
double mean_over(const drill::ContactProfile& profile, std::size_t e, std::size_t begin,
                 std::size_t end) {
  double length = 0, grade = 0;
  for (std::size_t b = begin; b < end; ++b)
    length += profile.length_m[e][b], grade += profile.grade_m[e][b];
  return grade / length;
}

Table contact_table(const drill::Campaign& campaign, const Prepared& prepared) {
  Table out{"contact",
            "Grades at the contacts of domains",
            fmt::format("Length-weighted samples along the holes: near is within {:g} m of the "
                        "contact, far within {:g} m. A step near the contact indicates a hard "
                        "boundary.",
                        campaign.contact.bin_m, campaign.contact.reach_m),
            {{"first", ""},
             {"second", ""},
             {"element", ""},
             {"unit", ""},
             {"contacts", ""},
             {"first_far", ""},
             {"first_near", ""},
             {"second_near", ""},
             {"second_far", ""}},
            {}};
  const Composites& composites = prepared.composited.composites;
  const std::size_t bins = drill::bins_per_side(campaign.contact);
  for (const drill::ContactProfile& profile : prepared.contacts)
    for (std::size_t e = 0; e < composites.element.size(); ++e)
      out.rows.push_back(
          {domain_name(composites, profile.first), domain_name(composites, profile.second),
           composites.element[e].id, unit_of(composites.element[e]), number(profile.contacts),
           known(mean_over(profile, e, 0, bins)), known(profile.mean(e, bins - 1)),
           known(profile.mean(e, bins)), known(mean_over(profile, e, bins, 2 * bins))});
  return out;
}

Table contact_profile_table(const drill::Campaign& campaign, const Prepared& prepared) {
  Table out{"contact_profile",
            "Grades by distance from the contacts of domains",
            "Distances along the hole, negative in the first domain.",
            {{"first", ""},
             {"second", ""},
             {"element", ""},
             {"unit", ""},
             {"from", "m"},
             {"to", "m"},
             {"length", "m"},
             {"mean", ""}},
            {}};
  const Composites& composites = prepared.composited.composites;
  const std::size_t bins = drill::bins_per_side(campaign.contact);
  const auto edge = [&](std::size_t b) {  // of 2 * bins + 1, from -reach to +reach
    const double off = b < bins ? number(bins - b) : number(b - bins);
    const double distance = std::min(off * campaign.contact.bin_m, campaign.contact.reach_m);
    return b < bins ? -distance : distance;
  };
  for (const drill::ContactProfile& profile : prepared.contacts)
    for (std::size_t e = 0; e < composites.element.size(); ++e)
      for (std::size_t b = 0; b < 2 * bins; ++b)
        out.rows.push_back({domain_name(composites, profile.first),
                            domain_name(composites, profile.second), composites.element[e].id,
                            unit_of(composites.element[e]), edge(b), edge(b + 1),
                            profile.length_m[e][b], known(profile.mean(e, b))});
  return out;
}

}  // namespace

Table faults_by_kind_table(const drill::Campaign& campaign, const Prepared& prepared) {
  Table out{"faults",
            "Faults of the tables",
            "choice: what the case says in [repair]; needed: it must say one of these. Rows, "
            "stations, holes and cells whose fault has no choice are left out.",
            {{"fault", ""},
             {"file", ""},
             {"column", ""},
             {"count", ""},
             {"holes", ""},
             {"first_line", ""},
             {"choice", ""},
             {"meaning", ""}},
            {}};
  for (const drill::FaultSum& sum : drill::summed(prepared.checked.findings)) {
    const drill::FaultRule& rule = drill::rule_of(sum.kind);
    out.rows.push_back({std::string(rule.key), sum.file, sum.column, number(sum.count),
                        number(sum.holes), static_cast<double>(sum.first_line),
                        choice_text(campaign, sum.kind), std::string(rule.meaning)});
  }
  return out;
}

Table fault_list_table(const Prepared& prepared) {
  Table out{"fault_list",
            "Every fault with its place",
            "Consecutive lines of a hole with the same fault, column and value stand in one row.",
            {{"fault", ""},
             {"file", ""},
             {"line", ""},
             {"last_line", ""},
             {"count", ""},
             {"hole", ""},
             {"column", ""},
             {"value", ""},
             {"message", ""}},
            {}};
  for (const drill::Finding& f : prepared.checked.findings)
    out.rows.push_back({std::string(drill::rule_of(f.kind).key), f.file,
                        static_cast<double>(f.line), static_cast<double>(f.last_line),
                        number(f.count), f.hole, f.column, f.value, f.message});
  return out;
}

std::vector<Table> holes_tables(const drill::Campaign& campaign, const Prepared& prepared) {
  std::vector<Table> out = {faults_by_kind_table(campaign, prepared), fault_list_table(prepared),
                            campaign_table(prepared), metal_table(campaign, prepared),
                            statistics_table(prepared)};
  if (!campaign.top_cut.empty()) out.push_back(top_cuts_table(campaign, prepared));
  if (!prepared.declustered.scan.empty()) out.push_back(declustering_table(campaign, prepared));
  if (!prepared.contacts.empty()) {
    out.push_back(contact_table(campaign, prepared));
    out.push_back(contact_profile_table(campaign, prepared));
  }
  return out;
}

Table composites_table(const Composites& c) {
  Table out{"composites",
            "Composites",
            "",
            {{"hole", ""},
             {"from", "m"},
             {"to", "m"},
             {"x", "m"},
             {"y", "m"},
             {"z", "m"},
             {"domain", ""}},
            {}};
  for (const drill::Element& element : c.element) {
    out.columns.push_back({element.id, unit_of(element)});
    out.columns.push_back({element.id + "_uncut", unit_of(element)});
    out.columns.push_back({element.id + "_sampled", "m"});
  }
  out.columns.push_back({"density", "t/m3"});
  out.columns.push_back({"weight", ""});
  out.rows.reserve(c.size());
  for (std::size_t i = 0; i < c.size(); ++i) {
    std::vector<Cell> row = {c.hole_name[static_cast<std::size_t>(c.hole[i])],
                             c.from_m[i],
                             c.to_m[i],
                             c.centre[i].x,
                             c.centre[i].y,
                             c.centre[i].z,
                             domain_name(c, c.domain[i])};
    row.reserve(out.columns.size());
    for (std::size_t e = 0; e < c.element.size(); ++e) {
      row.push_back(known(c.grade[e][i]));
      row.push_back(known(c.uncut[e][i]));
      row.push_back(c.sampled_m[e][i]);
    }
    row.push_back(known(c.density_t_per_m3[i]));
    row.push_back(c.weight[i]);
    out.rows.push_back(std::move(row));
  }
  return out;
}

Table hole_list_table(const Prepared& prepared) {
  Table out{"holes",
            "Holes",
            "",
            {{"hole", ""},
             {"line", ""},
             {"x", "m"},
             {"y", "m"},
             {"z", "m"},
             {"length", "m"},
             {"stations", ""},
             {"assay_rows", ""},
             {"composites", ""},
             {"used", ""}},
            {}};
  std::vector<std::size_t> composites(prepared.checked.hole.size(), 0);
  for (const std::int32_t h : prepared.composited.composites.hole)
    ++composites[static_cast<std::size_t>(h)];
  for (std::size_t h = 0; h < composites.size(); ++h) {
    const drill::Hole& hole = prepared.checked.hole[h];
    out.rows.push_back({hole.name, static_cast<double>(hole.line), hole.collar.x, hole.collar.y,
                        hole.collar.z, known(hole.end_m), number(hole.station.size()),
                        number(prepared.checked.assay.of_hole[h].size()), number(composites[h]),
                        hole.usable ? "yes" : "no"});
  }
  return out;
}

}  // namespace lode::report

// The resource by class: of a statement; of a deposit with drill holes, by cut-off too. Without
// holes the tables of drilling are empty.
#include <fmt/format.h>

#include "report/drilled_deposits.h"
#include "report/tables.h"

namespace lode::report {
namespace {

using resource::kUnclassified;
using study::Results;

struct Group {  // rows of the resource table: a class, or several together
  std::string name;
  std::vector<std::size_t> classes;
};

// Each class; before the first inferred one, those above it together, as the codes add them.
std::vector<Group> groups_of(const study::Deposit& deposit) {
  std::vector<Group> out;
  Group sure;
  for (std::size_t c = 0; c < deposit.confidence.size(); ++c) {
    const resource::ConfidenceClass& one = deposit.confidence[c];
    out.push_back({one.id, {c}});
    if (one.inferred) continue;
    sure.name += (sure.classes.empty() ? "" : " + ") + one.id;
    sure.classes.push_back(c);
  }
  if (sure.classes.size() > 1)
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(sure.classes.size()), sure);
  return out;
}

bool takes(const Group& group, std::uint8_t confidence) {
  return std::find(group.classes.begin(), group.classes.end(), confidence) != group.classes.end();
}

std::vector<double> cut_offs_of(const study::Deposit& deposit) {
  std::vector<double> out = deposit.estimate->cut_offs;
  out.push_back(deposit.estimate->cut_off);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

constexpr std::array<const char*, 2> kPlaces = {"in the ground", "in the planning shell"};

// f(group, cut-off, place, sum of the blocks at or above it) with what `value` adds of a block.
template <class F>
void for_each_resource_row(const Drilled& d, std::size_t element, const F& f) {
  for (std::size_t place = 0; place < kPlaces.size(); ++place)
    for (const Group& group : groups_of(d.deposit))
      for (const double cut_off : cut_offs_of(d.deposit)) {
        Above sum;
        for (std::size_t b = 0; b < d.holes.block.size(); ++b)
          if (takes(group, d.holes.confidence[b]) && d.holes.corrected[0][b] >= cut_off &&
              (place == 0 || d.in_planning_shell(d.holes.block[b])))
            sum.add(d.tonnes(b), d.holes.corrected[element][b]);
        f(group, cut_off, kPlaces[place], sum);
      }
}

}  // namespace

Table resource_table(const Results& r) {
  Table out{
      "resource",
      "Mineral resource by class and cut-off",
      std::string("Main commodity; kriged blocks after the change of support, without the "
                  "factors of classes. Inferred is never added to the others. in the planning "
                  "shell: inside the pit that is worth mining at the planning price, what "
                  "reporting codes call reasonable prospects. reported = 1: at the case's own "
                  "cut-off. Classes are proposals from drill "
                  "spacing, holes and slope of regression: a competent person decides.") +
          kNoHoles,
      {{"deposit", ""},
       {"place", ""},
       {"class", ""},
       {"cut_off", "%"},
       {"tonnes", "Mt"},
       {"grade", "%"},
       {"metal", "kt"},
       {"reported", ""}},
      {}};
  for_each_drilled(r, [&](const Drilled& d) {
    for_each_resource_row(
        d, 0, [&](const Group& group, double cut_off, const char* place, const Above& sum) {
          out.rows.push_back({d.deposit.id, std::string(place), group.name, 100 * cut_off,
                              sum.tonnes / 1e6, sum.grade_percent(), sum.metal / 1e3,
                              cut_off == d.deposit.estimate->cut_off ? 1.0 : 0.0});
        });
  });
  return out;
}

Table statement_classes_table(const Results& r) {
  Table out{"statement_classes",
            "Published resource by class, and the model's",
            "stated: tonnes and grade of the class above the statement's cut-off, where the case "
            "gives them. tonnes, grade, metal: what the grade law, which meets the statement as a "
            "whole, expects in the blocks of the class before its mean_factor. metal_sd: standard "
            "deviation of the metal in the class over its mean. Inferred is never added to the "
            "others. Empty where no deposit has a statement.",
            {{"deposit", ""},
             {"class", ""},
             {"stated_tonnes", "Mt"},
             {"stated_grade", "%"},
             {"tonnes", "Mt"},
             {"grade", "%"},
             {"metal", "kt"},
             {"metal_sd", "fraction"},
             {"mean_factor", "fraction"},
             {"inferred", ""}},
            {}};
  for (std::size_t d = 0; d < r.models.size(); ++d) {
    const study::Deposit& deposit = r.file->values.deposit[d];
    const study::DepositModel& m = r.models[d];
    if (!deposit.statement) continue;
    const auto expected =
        resource::expected_by_class(*deposit.statement, m.law, deposit.grid, m.body,
                                    m.realisations.confidence, deposit.confidence.size());
    for (const Group& group : groups_of(deposit)) {
      double stated = 0, stated_metal = 0;
      Above sum;
      for (const std::size_t c : group.classes) {
        const resource::ConfidenceClass& one = deposit.confidence[c];
        const double tonnes =
            std::isfinite(one.share) ? one.share * deposit.statement->tonnage_t : one.tonnage_t;
        stated += tonnes;
        stated_metal += tonnes * one.grade;
        sum.tonnes += expected[c].tonnes;
        sum.metal += expected[c].metal_t;
      }
      const bool alone = group.classes.size() == 1;
      const resource::ConfidenceClass& one = deposit.confidence[group.classes.front()];
      out.rows.push_back(
          {deposit.id, group.name, std::isfinite(stated) ? Cell{stated / 1e6} : Cell{},
           std::isfinite(stated_metal) ? Cell{100 * stated_metal / stated} : Cell{},
           sum.tonnes / 1e6, sum.grade_percent(), sum.metal / 1e3,
           alone ? Cell{one.metal_sd} : Cell{}, alone ? Cell{one.mean_factor} : Cell{},
           std::string(one.inferred ? "yes" : "no")});
    }
  }
  return out;
}

Table resource_by_product_table(const Results& r) {
  Table out{"resource_by_product",
            "By-products of the resource, above cut-offs of the main commodity",
            std::string("The same tonnes as in the resource table.") + kNoHoles,
            {{"deposit", ""},
             {"by_product", ""},
             {"place", ""},
             {"class", ""},
             {"cut_off", "%"},
             {"tonnes", "Mt"},
             {"grade", "g/t"},
             {"metal", "t"}},
            {}};
  for_each_drilled(r, [&](const Drilled& d) {
    for (std::size_t e = 1; e < d.holes.element.size(); ++e)
      for_each_resource_row(
          d, e, [&](const Group& group, double cut_off, const char* place, const Above& sum) {
            out.rows.push_back({d.deposit.id, d.deposit.estimate->by_product[e - 1].id,
                                std::string(place), group.name, 100 * cut_off, sum.tonnes / 1e6,
                                sum.tonnes > 0 ? Cell{1e6 * sum.metal / sum.tonnes} : Cell{},
                                sum.metal});
          });
  });
  return out;
}

Table estimation_table(const Results& r) {
  Table out{
      "estimation",
      "From samples to blocks, by domain",
      std::string(
          "Samples: composites after top cuts. declustered: the mean that kriging should come "
          "near. Standard deviations: of the declustered composites, of blocks of "
          "this size by the discrete Gaussian model (coefficient r), of the kriged "
          "blocks, which are smoother.") +
          kNoHoles,
      {{"deposit", ""},
       {"domain", ""},
       {"element", ""},
       {"samples", ""},
       {"unit", ""},
       {"declustered_mean", ""},
       {"kriged_mean", ""},
       {"sd_samples", ""},
       {"sd_blocks", ""},
       {"sd_kriged", ""},
       {"r", ""},
       {"density", "t/m3"}},
      {}};
  for_each_drilled(r, [&](const Drilled& d) {
    for (const study::DomainLaw& law : d.holes.law) {
      const double unit = law.element == 0 ? 100 : 1e6;
      out.rows.push_back({d.deposit.id, law.domain, d.holes.element[law.element],
                          static_cast<double>(law.samples),
                          std::string(law.element == 0 ? "%" : "g/t"), unit * law.declustered_mean,
                          unit * law.kriged_mean, unit * std::sqrt(law.sample_variance),
                          unit * std::sqrt(law.law.variance), unit * std::sqrt(law.kriged_variance),
                          law.law.r, law.density_t_per_m3});
      const std::string where = d.holes.element[law.element] + " in " + law.domain;
      if (law.negative > 0)
        out.note +=
            fmt::format(" Kriged below 0 and counted as 0: {} blocks of {}.", law.negative, where);
      if (law.missing > 0)
        out.note += fmt::format(" Without an estimate and counted as 0: {} blocks of {}.",
                                law.missing, where);
    }
  });
  return out;
}

Table support_table(const Results& r) {
  Table out{"support",
            "Tonnage and grade of the blocks: as kriged, and with the spread that blocks have",
            std::string("Classified blocks, without the factors of classes. law: the discrete "
                        "Gaussian model of each domain at the mean that was kriged.") +
                kNoHoles,
            {{"deposit", ""},
             {"cut_off", "%"},
             {"kriged_tonnes", "Mt"},
             {"kriged_grade", "%"},
             {"corrected_tonnes", "Mt"},
             {"corrected_grade", "%"},
             {"law_tonnes", "Mt"},
             {"law_grade", "%"}},
            {}};
  for_each_drilled(r, [&](const Drilled& d) {
    std::vector<double> cuts = cut_offs_of(d.deposit);
    for (int step = 0; step <= 20; ++step) cuts.push_back(d.model.ore_grade * step / 8);
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    for (const double cut : cuts) {
      Above kriged, corrected, law;
      for (std::size_t b = 0; b < d.holes.block.size(); ++b) {
        if (d.holes.confidence[b] == kUnclassified) continue;
        if (d.holes.kriged[0][b] >= cut) kriged.add(d.tonnes(b), d.holes.kriged[0][b]);
        if (d.holes.corrected[0][b] >= cut) corrected.add(d.tonnes(b), d.holes.corrected[0][b]);
      }
      for (const study::DomainLaw& one : d.holes.law) {
        if (one.element != 0 || !(one.law.mean > 0)) continue;
        double tonnes = 0, metal = 0;
        for (std::size_t b = 0; b < d.holes.block.size(); ++b)
          if (d.holes.confidence[b] != kUnclassified &&
              d.holes.domain_name[static_cast<std::size_t>(d.holes.domain[b])] == one.domain)
            tonnes += d.tonnes(b), metal += d.tonnes(b) * d.holes.kriged[0][b];
        if (!(metal > 0)) continue;
        const double scale = metal / tonnes / one.law.mean;
        const resource::ShareAbove share = resource::share_above(one.law, cut / scale);
        law.tonnes += tonnes * share.tonnage;
        law.metal += tonnes * share.metal * scale;
      }
      out.rows.push_back({d.deposit.id, 100 * cut, kriged.tonnes / 1e6, kriged.grade_percent(),
                          corrected.tonnes / 1e6, corrected.grade_percent(), law.tonnes / 1e6,
                          law.grade_percent()});
    }
  });
  return out;
}

}  // namespace lode::report

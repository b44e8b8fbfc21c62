// The plants: every stage of the flowsheets at full rate, and what leaves them.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

#include "plant/plant.h"
#include "report/tables.h"
#include "study/plants.h"

namespace lode::report {
namespace {

using study::Results;

// One mill at full rate on the ore of its plan, after learning.
struct FullRate {
  plant::Circuit circuit;
  std::vector<plant::Stream> streams;  // t a year
  std::vector<std::string> elements;
};

FullRate at_full_rate(const Results& r, std::size_t d) {
  const study::Case& c = r.file->values;
  const study::Deposit& deposit = c.deposit[d];
  FullRate out{study::circuit_of(c, deposit), {}, study::elements_of(c, deposit)};
  const auto& mean = r.plans[r.plan_of_bid[0]].deposit[d].mean_grade;
  const double diluted = 1 + deposit.mine.dilution;
  plant::Stream ore{1, {}};
  for (std::size_t e = 0; e < out.elements.size(); ++e) ore.metal_t[e] = mean[e] / diluted;
  ore.metal_t[0] += deposit.mine.dilution * deposit.mine.dilution_grade / diluted;
  const double rate = plant::ore_rate(deposit.mill, out.circuit, ore, 1e9, 1);
  ore.tonnes *= rate;
  for (double& metal : ore.metal_t) metal *= rate;
  out.streams = plant::balance(out.circuit, deposit.mill.stage, {&ore, 1}, 1e9);
  return out;
}

std::string goes_to(const study::Case& c, const std::vector<plant::Stage>& stages,
                    const plant::Stage& stage, bool rest) {
  for (const plant::Stage& next : stages)
    for (const std::string& feed : next.feed)
      if (rest ? feed == stage.id + ".rest" : feed == stage.id || feed == stage.id + ".product")
        return next.name.empty() ? next.id : next.name;
  return rest ? "tails" : study::product_of(c, stage.makes).name;
}

Cell percent(double part, double whole) {
  return whole > 0 ? Cell{100 * part / whole} : Cell{std::monostate{}};
}

}  // namespace

Table flowsheet_table(const Results& r) {
  Table out{"flowsheet",
            "The plants, stage by stage",
            "At full rate on the ore of the reference bid's plan, base values, after learning. "
            "feed: of the stage; metal: of the element in it; recovery: of that to the product.",
            {{"deposit", ""},
             {"order", ""},
             {"stage", ""},
             {"name", ""},
             {"kind", ""},
             {"element", ""},
             {"feed", "kt/y"},
             {"head_grade", "%"},
             {"metal", "t/y"},
             {"recovery", "%"},
             {"made", "kt/y"},
             {"made_grade", "%"},
             {"made_to", ""},
             {"rest_to", ""}},
            {}};
  const study::Case& c = r.file->values;
  for (std::size_t d = 0; d < c.deposit.size(); ++d) {
    if (r.plans[r.plan_of_bid[0]].deposit[d].inventory->increments.empty()) continue;
    const FullRate full = at_full_rate(r, d);
    const std::vector<plant::Stage>& stages = c.deposit[d].mill.stage;
    for (std::size_t i = 0; i < full.circuit.step.size(); ++i) {
      const plant::Circuit::Step& step = full.circuit.step[i];
      const plant::Stage& stage = stages[step.stage];
      const plant::Stream fed = plant::feed_of(full.circuit, i, full.streams);
      const plant::Stream& product = full.streams[full.circuit.product(step.stage)];
      const bool splits = !stage.recovery.empty() || stage.mass_pull < 1;
      for (std::size_t e = 0; e < full.elements.size(); ++e) {
        const bool main_of_split = stage.recovery.empty() && e == 0;
        if (step.law_of[e] < 0 && !main_of_split) continue;
        out.rows.push_back({c.deposit[d].id, static_cast<double>(i + 1), stage.id,
                            stage.name.empty() ? stage.id : stage.name, stage.kind,
                            full.elements[e], fed.tonnes / 1e3, percent(fed.metal_t[e], fed.tonnes),
                            fed.metal_t[e], percent(product.metal_t[e], fed.metal_t[e]),
                            product.tonnes / 1e3, percent(product.metal_t[e], product.tonnes),
                            goes_to(c, stages, stage, false),
                            splits ? Cell{goes_to(c, stages, stage, true)} : Cell{""}});
      }
    }
  }
  return out;
}

double share_of_supply(const Results& r, const deal::Offtake& offtake) {
  const study::Case& c = r.file->values;
  if (!study::is_marketed(c, offtake)) return 0;
  if (study::marketed_products(c).size() == 1) return offtake.share;
  double all = 0, of_product = 0;
  for (std::size_t d = 0; d < c.deposit.size(); ++d) {
    if (r.plans[r.plan_of_bid[0]].deposit[d].inventory->increments.empty()) continue;
    const FullRate full = at_full_rate(r, d);
    for (std::size_t s = 0; s < c.deposit[d].mill.stage.size(); ++s) {
      const std::string& id = c.deposit[d].mill.stage[s].makes;
      if (!study::carries_main(c, id)) continue;
      const double metal_t = full.streams[full.circuit.product(s)].metal_t[0];
      all += metal_t;
      if (id == offtake.product) of_product += metal_t;
    }
  }
  return all > 0 ? offtake.share * of_product / all : 0;
}

namespace {

constexpr std::string_view kSymbols =
    " H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se "
    "Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy "
    "Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U ";

// The rest of an id as chemists write it; none: it does not read as a formula.
std::optional<std::string> spelt(std::string_view rest) {
  std::string count;
  while (!rest.empty() && std::isdigit(static_cast<unsigned char>(rest[0])))
    count += rest[0], rest.remove_prefix(1);
  if (rest.empty()) return count;
  for (const std::size_t length : {2u, 1u}) {
    if (rest.size() < length) continue;
    std::string symbol(rest.substr(0, length));
    symbol[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(symbol[0])));
    if (kSymbols.find(" " + symbol + " ") == std::string_view::npos) continue;
    if (const auto tail = spelt(rest.substr(length))) return count + symbol + *tail;
  }
  return std::nullopt;
}

// "Mo" of "mo", "WO3" of "wo3": the id of an element or an oxide; others as they are.
std::string formula(const std::string& id) {
  const bool has_digit = id.find_first_of("0123456789") != std::string::npos;
  if (id.empty() || (id.size() > 2 && !has_digit)) return id;
  return spelt(id).value_or(id);
}

}  // namespace

Table products_table(const Results& r) {
  Table out{"products",
            "What leaves the plants, and where the law lets it be sold",
            "At full rate on the ore of the reference bid's plan, before a refinery's own limit. "
            "A bid that sells against the law is refused before anything is run.",
            {{"product", ""},
             {"name", ""},
             {"made", "t/y"},
             {"may_be_sold", ""},
             {"because", ""},
             {"pays", ""},
             {"sold_by_bids", ""}},
            {}};
  const study::Case& c = r.file->values;
  std::map<std::string, double> made;
  double concentrate_t = 0;  // main metal on to the refinery
  for (std::size_t d = 0; d < c.deposit.size(); ++d) {
    if (r.plans[r.plan_of_bid[0]].deposit[d].inventory->increments.empty()) continue;
    const FullRate full = at_full_rate(r, d);
    for (std::size_t s = 0; s < c.deposit[d].mill.stage.size(); ++s) {
      const std::string& id = c.deposit[d].mill.stage[s].makes;
      if (id.empty()) continue;
      made[id] += full.streams[full.circuit.product(s)].tonnes;
      if (c.refinery && id == c.refinery->feed)
        concentrate_t += full.streams[full.circuit.product(s)].metal_t[0];
    }
  }
  if (c.refinery)
    made[c.refinery->makes] = concentrate_t * c.refinery->yield / c.refinery->product_content;
  constexpr std::array<std::string_view, 3> kMarkets = {"anywhere", "in the host country alone",
                                                        "nowhere"};
  const std::vector<std::string> marketed = study::marketed_products(c);
  const auto is_marketed = [&](const std::string& id) {
    return std::find(marketed.begin(), marketed.end(), id) != marketed.end();
  };
  for (const plant::Product& product : c.product) {
    std::vector<std::string> pays, sold;
    for (const plant::Payable& one : product.pays)
      pays.push_back(fmt::format("{:g} % of {}", 100 * one.share, formula(one.id)));
    if (c.refinery && product.id == c.refinery->makes)
      pays.push_back(fmt::format("{:g} % of {}", 100 * c.commodity.front().payable,
                                 formula(c.commodity.front().id)));
    for (const deal::Bid& bid : c.bid)
      for (const deal::Offtake& offtake : bid.offtake)
        if (offtake.product == product.id || (offtake.product.empty() && is_marketed(product.id)))
          sold.push_back(fmt::format("{}: {:g} % to {}", bid.name, 100 * offtake.share,
                                     name_of_buyer(c, offtake.buyer)));
    out.rows.push_back({product.id, product.name,
                        made.contains(product.id) ? Cell{made.at(product.id)} : Cell{0.0},
                        std::string(kMarkets[static_cast<std::size_t>(product.may_be_sold)]),
                        product.because, fmt::format("{}", fmt::join(pays, ", ")),
                        fmt::format("{}", fmt::join(sold, "; "))});
  }
  return out;
}

}  // namespace lode::report

// The market that a study's prices come from: what it does to whom, calm and under each regime.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/tables.h"

namespace lode::report {
namespace {

using study::MarketEffects;
using study::Results;

constexpr std::size_t kRegionsInWords = 4;
constexpr const char* kPrior = "Prices of this study are those of its prior: no market is solved.";

// Regions that the case names for tables; without names all.
struct Shown {
  std::size_t region;
  std::string id, name;
};
std::vector<Shown> shown(const Results& r) {
  const study::MarketTerms& m = *r.file->values.market;
  const std::vector<std::string>& regions = r.market->yearly().world().regions;
  std::vector<Shown> out;
  for (const study::MarketTerms::Place& place : m.place)
    out.push_back({market::index_in(regions, place.id), place.id, place.name});
  for (std::size_t i = 0; m.place.empty() && i < regions.size(); ++i)
    out.push_back({i, regions[i], regions[i]});
  return out;
}

std::string regime_name(const Results& r, const std::string& id) {
  if (id.empty()) return "Calm";
  for (const study::Event& event : r.file->values.event)
    if (event.market_scenario == id) return event.name;
  return id;
}

// A bid whose tonnes a producer of the world stands for; its place, or that of no bid.
std::size_t bid_of(const Results& r, const std::string& seller) {
  const std::vector<deal::Bid>& bids = r.file->values.bid;
  for (std::size_t b = 0; b < bids.size(); ++b)
    for (const deal::Offtake& offtake : bids[b].offtake)
      if (offtake.market_producer == seller) return b;
  return bids.size();
}
std::string seller_id(const Results& r, const std::string& seller) {
  if (seller.empty()) return "nobody";
  const std::size_t b = bid_of(r, seller);
  return b < r.file->values.bid.size() ? r.file->values.bid[b].id : seller;
}
std::string seller_name(const Results& r, const std::string& seller) {
  if (seller.empty()) return "Nobody builds";
  for (const study::MarketTerms::Clause& clause : r.file->values.market->clause)
    if (clause.id == seller) return clause.name;
  const std::size_t b = bid_of(r, seller);
  return b < r.file->values.bid.size() ? r.file->values.bid[b].name : seller;
}

struct Spread {
  double mean = 0, p10 = 0, p90 = 0;
};
Spread spread(std::vector<double> values) {
  Spread out;
  for (const double v : values) out.mean += v / static_cast<double>(values.size());
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(
        std::lround(share * static_cast<double>(values.size() - 1)))];
  };
  out.p10 = at(0.1), out.p90 = at(0.9);
  return out;
}
std::vector<double> over_draws(const MarketEffects& e, std::size_t g, std::size_t s,
                               std::size_t region, double MarketEffects::Region::*what) {
  std::vector<double> out;
  for (std::size_t d = 0; d < e.draws; ++d) out.push_back(e.at(g, s, d, region).*what);
  return out;
}

double per_quote(const Results& r) {
  return r.market->usd_per_t(1) * r.file->values.commodity.front().quote_mass_t;
}
double tonnes(const Results& r) { return r.file->values.market->tonnes; }
// M$ in one money of the world: its price times its quantity.
double millions(const Results& r) {
  return r.file->values.market->usd_per_t * tonnes(r) / kMillion;
}

// A row for each regime, seller and region: its first cells, then what `put` adds.
template <class Put>
void for_each_effect(const Results& r, Table& out, const Put& put) {
  const MarketEffects& e = *r.market_effects;
  for (std::size_t g = 0; g < e.regime.size(); ++g)
    for (std::size_t s = 0; s < e.seller.size(); ++s)
      for (const Shown& one : shown(r)) {
        out.rows.push_back({regime_name(r, e.regime[g]), seller_name(r, e.seller[s]), one.name});
        put(g, s, one.region, out.rows.back());
      }
}

}  // namespace

Table market_effects_table(const Results& r) {
  const std::string quote =
      "USD per " +
      (r.file->values.commodity.empty() ? "" : r.file->values.commodity[0].quoted_unit);
  Table out{"market_effects",
            "What the market does to each region, in calm and under each regime",
            kPrior,
            {{"regime", ""},
             {"bid", ""},
             {"region", ""},
             {"price", quote},
             {"price_p10", quote},
             {"price_p90", quote},
             {"change", "%"},
             {"lost_use", "t/y"},
             {"guarded", "t/y"},
             {"gain", "M$/y"},
             {"gain_p10", "M$/y"},
             {"gain_p90", "M$/y"}},
            {}};
  if (!r.market_effects) return out;
  const MarketEffects& e = *r.market_effects;
  out.note = fmt::format(
      "Means over {} draws of elasticities and of the long run's price, with what 10 and 90 % of "
      "them stay below. Calm: twelve years after the project began; each regime as a surprise in "
      "its first year. Change of the price, use lost (guarded: in protected tiers) and gain are "
      "against calm without the project, in the same draw; gain: of the region's consumers, "
      "producers, stocks and taxes together. The project makes {:.0f} t a year of {}.",
      e.draws, e.output * tonnes(r), r.file->values.project.metal);
  for_each_effect(r, out, [&](std::size_t g, std::size_t s, std::size_t region, auto& row) {
    using R = MarketEffects::Region;
    const auto of = [&](double R::*what) { return spread(over_draws(e, g, s, region, what)); };
    std::vector<double> change;
    for (std::size_t d = 0; d < e.draws; ++d)
      change.push_back(100 * (e.at(g, s, d, region).price / e.at(0, 0, d, region).price - 1));
    const Spread price = of(&R::price), gain = of(&R::gain);
    for (const double cell :
         {price.mean * per_quote(r), price.p10 * per_quote(r), price.p90 * per_quote(r),
          spread(change).mean, of(&R::lost).mean * tonnes(r),
          of(&R::lost_protected).mean * tonnes(r), gain.mean * millions(r), gain.p10 * millions(r),
          gain.p90 * millions(r)})
      row.push_back(cell);
  });
  return out;
}

Table market_reliance_table(const Results& r) {
  Table out{"market_reliance",
            "Who relies on whom, in calm and under each regime",
            kPrior,
            {{"regime", ""},
             {"bid", ""},
             {"region", ""},
             {"reliance", "%"},
             {"by_adverse", "%"},
             {"hhi_origin", "0-10,000"},
             {"hhi_seller", "0-10,000"},
             {"cover", "months"}},
            {}};
  if (!r.market_effects) return out;
  const MarketEffects& e = *r.market_effects;
  out.note =
      "Means over draws, as in market_effects. Reliance: net imports and stocks drawn over use; "
      "by_adverse: share of imports that the adverse region markets; concentration of imports by "
      "origin and by who sells them; cover: stocks over a month's use.";
  for_each_effect(r, out, [&](std::size_t g, std::size_t s, std::size_t region, auto& row) {
    using R = MarketEffects::Region;
    const auto of = [&](double R::*what) { return spread(over_draws(e, g, s, region, what)).mean; };
    for (const double cell : {100 * of(&R::net_import_reliance), 100 * of(&R::marketed_by_adverse),
                              of(&R::hhi_origin), of(&R::hhi_marketer), of(&R::cover_months)})
      row.push_back(cell);
  });
  return out;
}

Table clauses_table(const Results& r) {
  Table out{"clauses",
            "What a clause on where the tonnes go gives and costs each region",
            kPrior,
            {{"clause", ""},
             {"region", ""},
             {"region_name", ""},
             {"regime", ""},
             {"regime_name", ""},
             {"price_change", "USD per quote"},
             {"gain_calm", "M$/y"},
             {"gain", "M$/y"},
             {"gain_p10", "M$/y"},
             {"gain_p90", "M$/y"},
             {"breakeven_probability", "%"}},
            {}};
  if (!r.market_effects) return out;
  const MarketEffects& e = *r.market_effects;
  const std::vector<study::MarketTerms::Clause>& clauses = r.file->values.market->clause;
  out.columns[5].unit = "USD per " + r.file->values.commodity.front().quoted_unit;
  if (clauses.empty() || e.seller.size() < 2 + clauses.size()) {
    out.note = "The case names no clauses (market.clause).";
    return out;
  }
  out.note = fmt::format(
      "Against the same tonnes as \"{}\" sells them, over {} draws. Break-even probability: how "
      "likely the regime would have to be in a year for the clause to pay the region on average; "
      "none where it gains or loses in both.",
      seller_name(r, e.seller[1]), e.draws);
  for (std::size_t k = 0; k < clauses.size(); ++k) {
    const std::size_t s = e.seller.size() - clauses.size() + k;
    for (std::size_t g = 0; g < e.regime.size(); ++g)
      for (const Shown& one : shown(r)) {
        std::vector<double> gain, calm;
        double price = 0;
        for (std::size_t d = 0; d < e.draws; ++d) {
          const auto with = e.at(g, s, d, one.region), without = e.at(g, 1, d, one.region);
          gain.push_back(millions(r) * (with.gain - without.gain));
          calm.push_back(millions(r) *
                         (e.at(0, s, d, one.region).gain - e.at(0, 1, d, one.region).gain));
          price += (with.price - without.price) * per_quote(r) / static_cast<double>(e.draws);
        }
        const Spread here = spread(gain), in_calm = spread(calm);
        Cell even;
        if (g > 0 && here.mean * in_calm.mean < 0)
          even = 100 * in_calm.mean / (in_calm.mean - here.mean);
        out.rows.push_back({clauses[k].name, one.id, one.name,
                            e.regime[g].empty() ? "calm" : e.regime[g], regime_name(r, e.regime[g]),
                            price, in_calm.mean, here.mean, here.p10, here.p90, even});
      }
  }
  return out;
}

Table market_places_table(const Results& r) {
  Table out{"market_places",
            "Regions of the market",
            kPrior,
            {{"region", ""},
             {"name", ""},
             {"longitude", "degrees"},
             {"latitude", "degrees"},
             {"is_project", ""}},
            {}};
  if (!r.market_effects) return out;
  out.note = "Where the map shows each.";
  const market::World& w = r.market->yearly().world();
  std::string home;
  for (const market::Producer& p : w.producer)
    if (r.market_effects->seller.size() > 1 && p.id == r.market_effects->seller[1]) home = p.region;
  for (const study::MarketTerms::Place& p : r.file->values.market->place)
    out.rows.push_back({p.id, p.name, p.longitude, p.latitude, p.id == home ? 1.0 : 0.0});
  return out;
}

Table market_flows_table(const Results& r) {
  Table out{"market_flows",
            "Who supplies whom",
            kPrior,
            {{"regime", ""},
             {"regime_name", ""},
             {"bid", ""},
             {"bid_name", ""},
             {"stage", ""},
             {"from", ""},
             {"to", ""},
             {"tonnes", "t/y"},
             {"adverse", ""}},
            {}};
  if (!r.market_effects) return out;
  out.note =
      "At base values, in the balance of the long run. Flows on routes of equal cost are one "
      "of several answers; prices and totals are not. Adverse: from the adverse region.";
  const MarketEffects& e = *r.market_effects;
  const market::World& w = r.market->yearly().world();
  const std::size_t clauses = r.file->values.market->clause.size();
  const auto is_adverse = [&](const std::string& region) {
    return std::any_of(w.region.begin(), w.region.end(), [&](const market::RegionFacts& one) {
      return one.id == region && one.adverse;
    });
  };
  for (const MarketEffects::Flow& f : e.flow) {
    if (f.seller + clauses >= e.seller.size() && f.seller > 0) continue;
    out.rows.push_back({e.regime[f.regime].empty() ? "calm" : e.regime[f.regime],
                        regime_name(r, e.regime[f.regime]), seller_id(r, e.seller[f.seller]),
                        seller_name(r, e.seller[f.seller]), w.stages[f.stage], w.regions[f.from],
                        w.regions[f.to], f.quantity * tonnes(r),
                        is_adverse(w.regions[f.from]) ? 1.0 : 0.0});
  }
  return out;
}

Table cost_curve_table(const Results& r) {
  const study::Case& c = r.file->values;
  const std::string quote = "USD per " + (c.commodity.empty() ? "" : c.commodity[0].quoted_unit);
  Table out{"cost_curve",
            "Other sources of the metal, and what the project needs",
            "The case names no other sources (market.competitor).",
            {{"name", ""},
             {"region", ""},
             {"year", "year"},
             {"tonnes", "t/y"},
             {"cost", quote},
             {"public_money", "M$"},
             {"public_money_per_tonne", "USD per t/y"},
             {"is_project", ""},
             {"note", ""}},
            {}};
  if (!c.market || c.market->competitor.empty() || !r.market) return out;
  out.note = fmt::format(
      "Costs of others as published or derived; the project's: the price at which it is worth "
      "nothing "
      "at {:.0f} %, so that capital is in it. A public loan that is repaid costs far less than its "
      "face.",
      100 * c.discount.project);
  for (const study::MarketTerms::Competitor& s : c.market->competitor) {
    Cell each;
    if (s.tonnes > 0 && s.public_usd > 0) each = s.public_usd / s.tonnes;
    out.rows.push_back({s.name, s.region, static_cast<double>(s.year), s.tonnes, s.cost_usd,
                        s.public_usd / kMillion, each, 0.0, s.note});
  }
  const double made = r.market->planned_output() * tonnes(r), lent = r.lending.front().drawn_usd;
  out.rows.push_back({c.bid.front().name, std::string(),
                      static_cast<double>(c.project.construction_start), made,
                      r.central.breakeven_usd, lent / kMillion, lent / made, 1.0,
                      "breakeven price; public money: loans drawn"});
  std::stable_sort(out.rows.begin(), out.rows.end(), [](const auto& a, const auto& b) {
    return std::get<double>(a[4]) < std::get<double>(b[4]);
  });
  return out;
}

Table price_paths_check_table(const Results& r) {
  Table out{"price_paths_check",
            "Prices that scenarios used against years solved outright",
            kPrior,
            {{"bid", ""},
             {"what", ""},
             {"used", ""},
             {"outright_less_used", ""},
             {"standard_error", ""},
             {"limit", ""},
             {"unit", ""},
             {"passed", ""}},
            {}};
  if (r.price_check.empty()) return out;
  out.note = fmt::format(
      "At most {} scenarios of each bid solved outright with what the project made in them. "
      "Scenarios read "
      "prices between {} levels of its output; the 95th percentile of the error may be 0.5 % in "
      "calm "
      "years and 3 % under regimes, each party's mean may move by one standard error.",
      study::kCheckedScenarios, r.market->yearly().levels().size());
  const auto row = [&](const study::PriceCheck& check, std::string what, double used, double apart,
                       Cell error, double limit, const char* unit) {
    out.rows.push_back({r.file->values.bid[check.bid].id, std::move(what), used, apart, error,
                        limit, std::string(unit), std::abs(apart) <= limit ? "yes" : "no"});
  };
  for (const study::PriceCheck& check : r.price_check) {
    row(check, "price in calm years, 95 % within", static_cast<double>(check.calm_years),
        100 * check.calm_p95, {}, 0.5, "%");
    row(check, "price under regimes, 95 % within", static_cast<double>(check.regime_years),
        100 * check.regime_p95, {}, 3, "%");
    for (std::size_t p = 0; p < deal::kParties; ++p) {
      const study::PriceCheck::Party& party = check.party[p];
      if (party.used.mean == 0) continue;
      row(check, std::string(deal::name_of(static_cast<deal::Party>(p))),
          party.used.mean / kMillion, party.difference / kMillion,
          party.used.standard_error / kMillion, party.used.standard_error / kMillion, "M$");
    }
  }
  return out;
}

std::vector<std::string> market_sentences(const Results& r) {
  if (!r.market_effects) return {};
  const MarketEffects& e = *r.market_effects;
  std::vector<Shown> regions = shown(r);  // in words the first few: the table has all
  regions.erase(
      regions.begin() + static_cast<std::ptrdiff_t>(std::min(regions.size(), kRegionsInWords)),
      regions.end());
  const std::string& unit = r.file->values.commodity.front().quoted_unit;
  using R = MarketEffects::Region;
  const auto mean = [&](std::size_t g, std::size_t s, std::size_t region, double R::*what) {
    return spread(over_draws(e, g, s, region, what)).mean;
  };
  std::size_t worst = 0;
  for (std::size_t g = 1; g < e.regime.size(); ++g)
    if (mean(g, 0, regions.front().region, &R::price) >
        mean(worst, 0, regions.front().region, &R::price))
      worst = g;
  const std::size_t clauses = r.file->values.market->clause.size();
  const std::size_t own = e.seller.size() - clauses;
  std::vector<std::string> out;
  for (const Shown& one : regions) {
    if (mean(0, 0, one.region, &R::use) <= 0) continue;
    const Spread calm = spread(over_draws(e, 0, 0, one.region, &R::price));
    std::string line =
        fmt::format("{}: {:.0f} USD per {} in calm", one.name, calm.mean * per_quote(r), unit);
    const auto with = [&](std::size_t g, std::size_t s) {
      const Spread price = spread(over_draws(e, g, s, one.region, &R::price));
      return fmt::format("{:.0f} ({:.0f} to {:.0f}; use {:+.0f} t a year)",
                         price.mean * per_quote(r), price.p10 * per_quote(r),
                         price.p90 * per_quote(r), -mean(g, s, one.region, &R::lost) * tonnes(r));
    };
    for (std::size_t s = 1; s < own; ++s)
      line += fmt::format("{} {:.0f} with \"{}\"", s == 1 ? "," : " and",
                          mean(0, s, one.region, &R::price) * per_quote(r),
                          seller_name(r, e.seller[s]));
    if (worst > 0) {
      line +=
          fmt::format(". {}: {} if nobody builds", regime_name(r, e.regime[worst]), with(worst, 0));
      for (std::size_t s = 1; s < own; ++s)
        line += fmt::format(", {} with \"{}\"", with(worst, s), seller_name(r, e.seller[s]));
    }
    out.push_back(line + ".");
  }
  for (std::size_t k = 0; k < clauses && own > 1 && worst > 0; ++k) {
    std::string gains;
    for (const Shown& one : regions) {
      const auto gain = [&](std::size_t g) {
        return millions(r) *
               (mean(g, own + k, one.region, &R::gain) - mean(g, 1, one.region, &R::gain));
      };
      if (std::abs(gain(0)) < 0.5 && std::abs(gain(worst)) < 0.5) continue;
      gains += fmt::format("{}{} {:+.0f} and {:+.0f}", gains.empty() ? "" : ", ", one.name, gain(0),
                           gain(worst));
    }
    out.push_back(fmt::format(
        "\"{}\" instead of what \"{}\" says, in M$ a year, calm and under \"{}\": {}.",
        r.file->values.market->clause[k].name, seller_name(r, e.seller[1]),
        regime_name(r, e.regime[worst]), gains.empty() ? "no region gains or loses 0.5" : gains));
  }
  return out;
}

}  // namespace lode::report

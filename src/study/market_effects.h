// What the market does to each region: calm and under each regime that the case's events may bring,
// without the project and with it under each bid and clause. Each draw's elasticities and long run, in
// the balance of the long run; a regime as a surprise in its first year.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace lode::study {

struct Study;

inline constexpr std::size_t kMarketDraws = 60;  // at most

struct MarketEffects {
  // ids of the world's scenarios; the first is empty: calm.
  std::vector<std::string> regime;
  // Producers of the world that stand for the project; the first is empty: nobody builds. Those of the
  // bids first, as the market has them (YearlyMarket), then the clauses.
  std::vector<std::string> seller;
  std::size_t draws = 0, regions = 0;
  double output = 0;  // of the project, in the world's quantity a year
  // One number of a region in one draw.
  struct Region {
    double price = 0;  // of the quoted stage, in the world's unit
    double use = 0, lost = 0,
           lost_protected = 0;  // a year; lost: against calm, nobody, the same draw
    double gain = 0;            // money of the world, against the same
    double net_import_reliance = 0, hhi_origin = 0, hhi_marketer = 0, marketed_by_adverse = 0;
    double cover_months = 0;
  };
  std::vector<Region> of;  // [regime][seller][draw][region]
  const Region& at(std::size_t regime_at, std::size_t seller_at, std::size_t draw,
                   std::size_t region) const {
    return of[((regime_at * seller.size() + seller_at) * draws + draw) * regions + region];
  }
  // Of the inputs' base values.
  struct Flow {
    std::size_t regime, seller, stage, from, to;
    double quantity;
  };
  std::vector<Flow> flow;
};

// In the draws of the first of so many scenarios; none where prices are the prior's.
std::optional<MarketEffects> market_effects(const Study& study, std::size_t scenarios);

}  // namespace lode::study

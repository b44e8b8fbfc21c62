// A made-up case whose prices come from a market.
#pragma once

#include "market/made_up_years.h"
#include "study/events.h"
#include "study/made_up_choices.h"

namespace lode::study {

inline CaseFile market_case_file() {
  CaseFile file = choices_case_file();
  Case& c = file.values;
  MarketTerms& m = c.market.emplace();
  m.quoted_in = "north", m.quoted_stage = "metal";
  m.usd_per_t = 200, m.tonnes = 1000;  // the level of 8,000 USD/t is 40 in the world
  m.supply_volatility = 0.02, m.displaced = 0.3;
  m.clause = {{"tied", "All to north"}};
  m.world = std::make_shared<const market::World>(market::made_up::base_year_world());
  for (deal::Offtake& offtake : c.bid[0].offtake)
    offtake.market_producer = "project", offtake.priced_in = "north";
  for (Event& event : c.event)  // the market makes the price
    std::erase_if(event.change, [&](const EventChange& one) { return moved_price(c, one) == 0; });
  Event ban;
  ban.id = ban.name = "ban", ban.yearly_probability = 0.1, ban.duration_y = 2;
  ban.market_scenario = "ban";
  c.event.push_back(ban);
  return file;
}

}  // namespace lode::study

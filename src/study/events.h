// Events outside the project in one scenario.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "study/case.h"

namespace lode::study {

struct Happening {
  std::size_t event = 0;        // of the case
  double from_y = 0, to_y = 0;  // after the base date
};

// Per event: yearly trials of its probability in years in which it is not under way, or its date.
// Streams "event.<id>"; the same for every bid, so that bids are compared in the same world.
std::vector<Happening> draw_events(const Case& drawn, const Calendar& calendar, std::uint64_t seed,
                                   std::uint64_t scenario);

// The commodity whose price a change moves, by its place: key commodity.NAME.price.
std::optional<std::size_t> moved_price(const Case& c, const EventChange& change);

// [commodity][period] real USD per tonne: as drawn (market::simulate_prices), times the factors of
// the events under way, each in proportion to the part of the period that it lasts.
market::PricePath draw_prices(const Case& drawn, const Calendar& calendar, std::uint64_t seed,
                              std::uint64_t scenario, const std::vector<Happening>& happenings);

}  // namespace lode::study

#include "study/events.h"

#include <string_view>

namespace lode::study {

std::vector<Happening> draw_events(const Case& drawn, const Calendar& calendar, std::uint64_t seed,
                                   std::uint64_t scenario) {
  std::vector<Happening> out;
  const auto years = calendar.years();
  for (std::size_t e = 0; e < drawn.event.size(); ++e) {
    const Event& event = drawn.event[e];
    if (event.date > 0) {
      const double from = event.date - calendar.base_year;
      out.push_back({e, from, from + event.duration_y});
      continue;
    }
    if (event.yearly_probability <= 0) continue;
    const Stream stream(seed, "event." + event.id, scenario);
    double free_from = 0;
    for (std::size_t y = 0; y < years; ++y) {
      const int year = calendar.base_year + static_cast<int>(y);
      const double begins = static_cast<double>(y) + stream.uniform(2 * y + 1);
      if (year < event.first_year || year > event.last_year || begins < free_from) continue;
      if (stream.uniform(2 * y) >= event.yearly_probability) continue;
      out.push_back({e, begins, begins + event.duration_y});
      free_from = begins + event.duration_y;
    }
  }
  return out;
}

std::optional<std::size_t> moved_price(const Case& c, const EventChange& change) {
  constexpr std::string_view kTable = "commodity.", kPrice = ".price";
  std::string_view id = change.key;
  if (!id.starts_with(kTable) || !id.ends_with(kPrice)) return std::nullopt;
  id = id.substr(kTable.size(), id.size() - kTable.size() - kPrice.size());
  for (std::size_t k = 0; k < c.commodity.size(); ++k)
    if (c.commodity[k].id == id) return k;
  return std::nullopt;
}

market::PricePath draw_prices(const Case& drawn, const Calendar& calendar, std::uint64_t seed,
                              std::uint64_t scenario, const std::vector<Happening>& happenings) {
  market::PricePath out = market::simulate_prices(drawn.commodity, calendar, seed, scenario);
  for (const Happening& happening : happenings)
    for (const EventChange& change : drawn.event[happening.event].change)
      if (const auto k = moved_price(drawn, change))
        for (std::size_t t = 0; t < calendar.periods(); ++t) {
          const double share = calendar.overlap(t, happening.from_y, happening.to_y);
          out[*k][t] *= 1 + share * (change.factor - 1);
        }
  return out;
}

}  // namespace lode::study

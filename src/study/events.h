// What happens around the project in one scenario, and which parameters it changes while it lasts.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "study/case.h"

namespace lode::study {

struct Happening {
  std::size_t event = 0;
  double from_y = 0, to_y = 0;  // after the base date
};

// Per event: yearly trials of its probability in years in which it is not under way, or its date.
// Streams "event.<id>"; the same for every bid, so that bids are compared in the same world.
std::vector<Happening> draw_events(const Case& drawn, const Calendar& calendar, std::uint64_t seed,
                                   std::uint64_t scenario);

// The case in force in each period. Where a change lasts for part of a period its factor counts in
// proportion.
class Regimes {
 public:
  explicit Regimes(const Case& c);
  // Rebuilds for one scenario: copies of `drawn` for the periods that an event changes, `drawn`
  // itself elsewhere. Throws InputError if events take a parameter out of its range.
  void set(const Case& drawn, const Calendar& calendar, const std::vector<Happening>& happenings);
  const Case& at(std::size_t period) const { return *by_period_[period]; }
  const std::vector<const finance::Tax*>& tax() const { return tax_; }
  // Share of the period in which the deposit (or the refinery, or a route) stands still: those of
  // events add up to at most 1, a route is closed as long as the worst of its countries.
  double halted(std::size_t deposit, std::size_t period) const { return halted_[deposit][period]; }
  double refinery_halted(std::size_t period) const { return refinery_halted_[period]; }
  double closed(const std::vector<std::string>& transit, std::size_t period) const;

 private:
  struct Copy {
    Case values;
    std::map<std::string, SampledMember> members;
  };
  std::vector<std::unique_ptr<Copy>> pool_;
  std::vector<const Case*> by_period_;
  std::vector<const finance::Tax*> tax_;
  std::vector<std::vector<double>> halted_;
  std::vector<double> refinery_halted_;
  struct Closure {
    std::string country;
    std::vector<double> share;  // [period]
  };
  std::vector<Closure> closures_;
};

}  // namespace lode::study

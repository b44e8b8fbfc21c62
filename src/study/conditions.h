// The case that is in force in each period of a world: what was drawn, and what events change while
// they last.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "study/world.h"

namespace lode::study {

// Made once per thread and set for one world after the other: no list is copied, only the numbers
// that a draw or an event may change are written.
class Conditions {
 public:
  Conditions(std::shared_ptr<const CaseFile> file, Calendar calendar);

  // Inputs and stress alone, no events: drawn() is what draws see.
  void set_inputs(const World& world);
  // Where a change lasts for part of a period its factor counts in proportion. Throws InputError if
  // events take a parameter out of its range.
  void set(const World& world);

  const Case& drawn() const { return drawn_.values; }
  const Case& at(std::size_t period) const { return *by_period_[period]; }
  std::span<const finance::Tax* const> tax() const { return tax_; }  // [period]
  const finance::Index& index() const { return index_; }
  // Share of the period in which the deposit (or the refinery, or a route) is stopped: the shares
  // of several events add up to at most 1; a route is closed as long as the country on it that is
  // closed longest.
  double halted(std::size_t deposit, std::size_t period) const { return halted_[deposit][period]; }
  double refinery_halted(std::size_t period) const { return refinery_halted_[period]; }
  // [period] of a route.
  std::vector<double> closed(const std::vector<std::string>& transit) const;

 private:
  // The parts of the events under way that change parameters in a period: (happening, share).
  using Changes = std::vector<std::pair<std::size_t, double>>;
  // A case and the numbers in it that may change.
  struct Copy {
    explicit Copy(const CaseFile& file);
    Case values;
    using Place = std::pair<double*, double>;        // and its base value
    std::vector<Place> input;                        // [sampled input]
    std::vector<std::vector<SampledMember>> change;  // [event][change]
    std::vector<double*> main_recovery, extraction;  // what stresses move
    std::vector<Place> moved;  // of changes and stresses, those that are no input
    Changes changes;           // that it holds now
  };
  // What an event stops: places of deposits and of countries.
  struct Stops {
    std::vector<std::size_t> deposit, country;
    bool refinery = false;
  };
  Stops stops_of(const Event& event);
  void write_inputs(const World& world, Copy& copy) const;
  void apply(const World& world, const Changes& changes, Copy& copy) const;
  void stand_still(const Stops& stops, double share, std::size_t period);
  const Case& changed(const World& world, const Changes& changes);

  std::shared_ptr<const CaseFile> file_;
  Calendar calendar_;
  Copy drawn_;
  std::vector<std::unique_ptr<Copy>> pool_;  // the first `used_` hold a change of this world
  std::size_t used_ = 0;
  bool events_change_laws_ = false;  // of recovery
  std::vector<const Case*> by_period_;
  std::vector<const finance::Tax*> tax_;
  finance::Macro macro_;  // that the index is of
  finance::Index index_;
  std::vector<std::vector<double>> halted_;
  std::vector<double> refinery_halted_;
  std::vector<std::string> countries_;       // that events close
  std::vector<std::vector<double>> closed_;  // [country][period]
  std::vector<Stops> stops_;                 // [event]
};

// Conditions that are free to be set; as many as there were ever used at once. Safe to ask from any
// thread.
class ConditionsPool {
 public:
  struct Return {
    ConditionsPool* pool;
    void operator()(Conditions* conditions) const;
  };
  using Lease = std::unique_ptr<Conditions, Return>;
  ConditionsPool(std::shared_ptr<const CaseFile> file, Calendar calendar)
      : file_(std::move(file)), calendar_(std::move(calendar)) {}
  Lease lease();

 private:
  std::shared_ptr<const CaseFile> file_;
  Calendar calendar_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Conditions>> free_;
};

}  // namespace lode::study

#include "market/scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/error.h"

namespace lode::market {
namespace {

// Walks the description of a world to the one key that a change names.
class Changer : public Visitor {
 public:
  Changer(const Change& change, int periods) : change_(change), periods_(periods) {}
  bool found = false;
  std::string fault;

  void number(std::string_view key, double& value, Unit, Range range, Use,
              std::string_view) override {
    if (!is_meant(key)) return;
    if (whole_time()) value = changed(value, range);
  }
  void series(std::string_view key, std::vector<double>& values, Unit, Range range,
              std::string_view) override {
    if (!is_meant(key)) return;
    if (whole_time())
      for (double& value : values) value = changed(value, range);
  }
  void row(std::string_view key, Row& row, Unit, Range range, bool, std::string_view) override {
    if (!is_meant(key)) return;
    const bool given = !row.values.empty();
    if (!given && change_.set == kInfinity) return fail("is not given: only `set` can change it");
    std::vector<double> values(static_cast<std::size_t>(periods_), kInfinity);
    if (given)
      for (std::size_t t = 0; t < values.size(); ++t) values[t] = row.at(t);
    if (!given && !all_periods())
      return fail("is not given: it cannot be set for some periods alone");
    for (int t = change_.from; t <= std::min(change_.until, periods_); ++t) {
      double& value = values[static_cast<std::size_t>(t - 1)];
      value = changed(value, range);
    }
    row.values = std::move(values);
  }
  void integer(std::string_view key, int& value, int low, int high, std::string_view) override {
    if (!is_meant(key)) return;
    if (whole_time())
      value =
          static_cast<int>(changed(value, {static_cast<double>(low), static_cast<double>(high)}));
  }
  void flag(std::string_view key, bool& value, std::string_view) override {
    if (!is_meant(key)) return;
    if (whole_time()) value = changed(value, {0, 1}) != 0;
  }
  void text(std::string_view, std::string&, bool, std::string_view) override {}
  void texts(std::string_view, std::vector<std::string>&, std::string_view) override {}

 protected:
  void choice_index(std::string_view, int&, std::span<const std::string_view>,
                    std::string_view) override {}
  void names(std::string_view, std::vector<std::string>&, std::string_view) override {}
  void enter(std::string_view key, std::string_view) override {
    sizes_.push_back(path_.size());
    path_ += key;
    path_ += '.';
  }
  void leave() override {
    path_.resize(sizes_.back());
    sizes_.pop_back();
  }

 private:
  bool is_meant(std::string_view key) {
    const bool meant = change_.of.size() == path_.size() + key.size() &&
                       change_.of.starts_with(path_) && change_.of.ends_with(key);
    found = found || meant;
    return meant;
  }
  void fail(std::string why) { fault = std::move(why); }
  bool all_periods() const { return change_.from <= 1 && change_.until >= periods_; }
  bool whole_time() {
    if (!all_periods()) fail("has one value for all periods: it cannot change in some");
    return all_periods();
  }
  double changed(double value, const Range& range) {
    if (change_.set != kInfinity) value = change_.set;
    if (change_.times != kInfinity) value *= change_.times;
    if (change_.plus != kInfinity) value += change_.plus;
    if (!(value >= range.low && value <= range.high) && value != kInfinity)
      fail(fmt::format("becomes {:g}, outside of what it may be", value));
    return value;
  }

  const Change& change_;
  int periods_;
  std::string path_;
  std::vector<std::size_t> sizes_;
};

bool has(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

}  // namespace

World under(const World& world, const Scenario& scenario) {
  World out = world;
  for (const Change& change : scenario.change) {
    Changer changer(change, world.periods);
    describe(changer, out);
    if (changer.found && changer.fault.empty()) continue;
    throw InputError(Fault{{},
                           fmt::format("scenario.{}.change.{}.of", scenario.id, change.id),
                           change.of,
                           changer.found ? changer.fault : "is no number or flag of the case"});
  }
  return out;
}

bool is_closed(const Route& route, const std::string& from, const std::string& to,
               const Scenario& s, int period) {
  if (route.closed) return true;
  if (period + 1 < s.from || period + 1 > s.until) return false;
  return has(s.closes, route.id) || has(s.no_exports_from, from) || has(s.no_imports_to, to) ||
         std::any_of(route.transit.begin(), route.transit.end(),
                     [&](const std::string& passage) { return has(s.no_transit, passage); });
}

}  // namespace lode::market

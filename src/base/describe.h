// A parameter is declared once. Each room lists its parameters in
//
//   void describe(Visitor& visit, Mill& p) {
//     visit.sampled("recovery", p.recovery, unit::kFraction, {0, 1}, "of metal, to concentrate");
//     visit.fixed("capacity", p.capacity_t_per_y, unit::kMegatonnesPerYear, {0, 1e3}, "of ore");
//   }
//
// and from that list come the reader with its checks, `lode explain`, the sampler, and (through
// `explain --json`) the reference page and the inputs sheet.
//
//   fixed    used once, before the first scenario: a distribution on it is an InputError
//   sampled  may be given as a distribution; a scenario writes its draw into the member
//
// Numbers are stored as written x unit.factor; ranges are in written units. A number whose default
// is NaN (kRequired) must be given; so must a whole number whose default lies outside its range.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/row.h"
#include "base/units.h"

namespace lode {

inline constexpr double kRequired = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();  // a default: none

struct Range {
  double low = -kInfinity;
  double high = kInfinity;
};

enum class Use { fixed, sampled };

// The names of an enum's values, in order, for visit.choice: specialise beside the enum.
//   template <> inline constexpr std::array kNames<Shape> = {"ellipsoid"sv, "cone"sv};
template <class Enum>
inline constexpr std::array<std::string_view, 0> kNames{};

class Visitor {
 public:
  virtual ~Visitor() = default;

  virtual void number(std::string_view key, double& value, Unit unit, Range range, Use use,
                      std::string_view meaning) = 0;
  void fixed(std::string_view key, double& value, Unit unit, Range range,
             std::string_view meaning) {
    number(key, value, unit, range, Use::fixed, meaning);
  }
  void sampled(std::string_view key, double& value, Unit unit, Range range,
               std::string_view meaning) {
    number(key, value, unit, range, Use::sampled, meaning);
  }
  // A list of numbers, always fixed.
  virtual void series(std::string_view key, std::vector<double>& values, Unit unit, Range range,
                      std::string_view meaning) = 0;
  // A list that a case may leave out, which is not the empty list.
  void optional_series(std::string_view key, std::optional<std::vector<double>>& values, Unit unit,
                       Range range, std::string_view meaning) {
    const bool was_given = values.has_value();
    std::vector<double> read = was_given ? *values : std::vector<double>{kRequired};
    series(key, read, unit, range, meaning);
    if (was_given || read.size() != 1 || read[0] == read[0]) values = std::move(read);
  }
  // A quantity by period, always fixed. A visitor that knows no tables sees the name of its line.
  virtual void row(std::string_view key, Row& row, Unit /*unit*/, Range /*range*/, bool required,
                   std::string_view meaning) {
    text(key, row.name, required, meaning);
  }
  virtual void integer(std::string_view key, int& value, int low, int high,
                       std::string_view meaning) = 0;
  virtual void flag(std::string_view key, bool& value, std::string_view meaning) = 0;
  virtual void text(std::string_view key, std::string& value, bool required,
                    std::string_view meaning) = 0;
  virtual void texts(std::string_view key, std::vector<std::string>& values,
                     std::string_view meaning) = 0;

  template <class Enum>
  requires std::is_enum_v<Enum>
  void choice(std::string_view key, Enum& value, std::string_view meaning) {
    int index = static_cast<int>(value);
    choice_index(key, index, kNames<Enum>, meaning);
    value = static_cast<Enum>(index);
  }
  // The same where the names are no enum's: `value` is an index of `names`.
  void one_of(std::string_view key, int& value, std::span<const std::string_view> names,
              std::string_view meaning) {
    choice_index(key, value, names, meaning);
  }

  // A sub-table.
  template <class T>
  void group(std::string_view key, T& value, std::string_view meaning) {
    enter(key, meaning);
    describe(*this, value);
    leave();
  }
  // A sub-table that a case may do without: empty where it is absent, its required keys required
  // where it is there. Whether one is needed is a rule across keys.
  template <class T>
  void optional(std::string_view key, std::optional<T>& value, std::string_view meaning) {
    if (!is_there(key, value.has_value())) return value.reset();
    if (!value) value.emplace();
    group(key, *value, meaning);
  }
  // Named sub-tables, [key.NAME] in the file, in the order of the file; T has a member `std::string
  // id`.
  template <class T>
  void named(std::string_view key, std::vector<T>& items, std::string_view meaning) {
    std::vector<std::string> ids;
    for (const T& item : items) ids.push_back(item.id);
    names(key, ids, meaning);
    items.resize(ids.size());
    enter(key, meaning);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      items[i].id = ids[i];
      enter(ids[i], meaning);
      describe(*this, items[i]);
      leave();
    }
    leave();
  }

 protected:
  // Whether an optional table is to be walked: a reader asks the file, a lister says yes.
  virtual bool is_there(std::string_view, bool has_value) { return has_value; }
  virtual void choice_index(std::string_view key, int& index,
                            std::span<const std::string_view> names, std::string_view meaning) = 0;
  // The names under `key`: a reader replaces them by the file's, a lister by one placeholder.
  virtual void names(std::string_view key, std::vector<std::string>& ids,
                     std::string_view meaning) = 0;
  virtual void enter(std::string_view key, std::string_view meaning) = 0;
  virtual void leave() = 0;
};

}  // namespace lode

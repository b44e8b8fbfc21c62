#include "study/parameters.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/range_words.h"
#include "study/case.h"

namespace lode::study {
namespace {

class Lister final : public Visitor {
 public:
  std::vector<Parameter> list;

  void number(std::string_view key, double& value, Unit unit, Range range, Use use,
              std::string_view meaning) override {
    add(key, "number", meaning);
    list.back().unit = unit.name;
    list.back().use = use == Use::fixed ? "fixed" : "sampled";
    list.back().range = range_in_words(range.low, range.high);
    list.back().standard = std::isnan(value)   ? "required"
                           : std::isinf(value) ? "none"
                                               : fmt::format("{:.10g}", value / unit.factor);
  }
  void series(std::string_view key, std::vector<double>& values, Unit unit, Range range,
              std::string_view meaning) override {
    add(key, "list", meaning);
    list.back().unit = unit.name;
    list.back().use = "fixed";
    list.back().range = range_in_words(range.low, range.high);
    const bool may_be_absent = values.size() == 1 && std::isnan(values[0]);
    list.back().standard = may_be_absent ? "left out" : fmt::format("{}", values);
  }
  void row(std::string_view key, Row& row, Unit unit, Range range, bool required,
           std::string_view meaning) override {
    add(key, "row", meaning);
    list.back().unit = unit.name;
    list.back().use = "fixed";
    list.back().range = range_in_words(range.low, range.high);
    list.back().standard = required ? "required" : row.given() ? row.name : "left out";
  }
  void integer(std::string_view key, int& value, int low, int high,
               std::string_view meaning) override {
    add(key, "integer", meaning);
    list.back().use = "fixed";
    list.back().range = range_in_words(low, high);
    list.back().standard = value < low || value > high ? "required" : fmt::format("{}", value);
  }
  void flag(std::string_view key, bool& value, std::string_view meaning) override {
    add(key, "flag", meaning);
    list.back().use = "fixed";
    list.back().allowed = "true, false";
    list.back().standard = value ? "true" : "false";
  }
  void text(std::string_view key, std::string& value, bool required,
            std::string_view meaning) override {
    add(key, "text", meaning);
    list.back().use = "fixed";
    list.back().standard = required ? "required" : fmt::format("\"{}\"", value);
  }
  void texts(std::string_view key, std::vector<std::string>& values,
             std::string_view meaning) override {
    add(key, "texts", meaning);
    list.back().use = "fixed";
    list.back().standard = fmt::format("{}", values);
  }

 protected:
  bool is_there(std::string_view, bool) override { return true; }
  void choice_index(std::string_view key, int& index, std::span<const std::string_view> names,
                    std::string_view meaning) override {
    add(key, "choice", meaning);
    list.back().use = "fixed";
    list.back().allowed = fmt::format("{}", fmt::join(names, ", "));
    list.back().standard = names[static_cast<std::size_t>(index)];
  }
  void names(std::string_view, std::vector<std::string>& ids, std::string_view) override {
    ids = {"NAME"};
  }
  void enter(std::string_view key, std::string_view meaning) override {
    if (key != "NAME") add(key, "table", meaning);
    path_.push_back(std::string(key));
  }
  void leave() override { path_.pop_back(); }

 private:
  void add(std::string_view key, std::string_view type, std::string_view meaning) {
    Parameter parameter;
    for (const std::string& part : path_) parameter.key += part + ".";
    parameter.key += key;
    parameter.type = type;
    parameter.meaning = meaning;
    list.push_back(std::move(parameter));
  }
  std::vector<std::string> path_;
};

}  // namespace

// One row at a time.
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::vector<Parameter> parameters(const std::function<void(Visitor&)>& describe_values) {
  Lister lister;
  describe_values(lister);
  return std::move(lister.list);
}

std::vector<Parameter> parameters() {
  Case empty;
  return parameters([&](Visitor& visit) { describe(visit, empty); });
}

std::vector<std::string> nearest(const std::string& key, const std::vector<std::string>& known) {
  std::vector<std::pair<std::size_t, std::string>> scored;
  for (const std::string& name : known) {
    const std::size_t distance = edit_distance(key, name);
    if (distance <= std::max<std::size_t>(2, key.size() / 2)) scored.emplace_back(distance, name);
  }
  std::sort(scored.begin(), scored.end());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < scored.size() && i < 3; ++i) out.push_back(scored[i].second);
  return out;
}

}  // namespace lode::study

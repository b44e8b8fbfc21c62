#include "io/values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/range_words.h"
#include "io/about.h"
#include "study/parameters.h"

namespace lode::io {
namespace {

// The entries of a table about a number, before they are checked.
struct About {
  const Node* value = nullptr;
  const Node* base = nullptr;
  const Entry* range = nullptr;
  const Entry* weights = nullptr;
  const Entry* drawn = nullptr;
};

Distribution::Kind kind_of(const std::string& name) {
  const auto& names = kNames<Distribution::Kind>;
  return static_cast<Distribution::Kind>(std::find(names.begin(), names.end(), name) -
                                         names.begin());
}

bool is_distribution(const std::string& name) {
  return static_cast<std::size_t>(kind_of(name)) < kNames<Distribution::Kind>.size();
}

// A number out of range, with the number that may have been meant: 0.87 for 87, but nothing for
// 1.2, which is more likely a typing error.
std::string outside(double value, Range range, Unit unit) {
  const bool percent = range.high == 1 && value >= 2 && value <= 100;
  return fmt::format("must be {}{}", allowed_text(range, unit),
                     percent ? fmt::format("; did you mean {:g}?", value / 100) : "");
}

// What the value may be instead, in written units. An angle's may pass through north, so the
// bounds need not lie inside the key's own range.
bool read_range(Faults& faults, const Entry& entry, study::Input& input) {
  std::vector<double> bounds;
  const std::string key = input.key + ".range";
  if (!read_numbers(faults, entry.value, key, unit::kNone, {}, bounds)) return false;
  if (bounds.size() == 2 && bounds[0] <= bounds[1]) {
    input.range = {bounds[0], bounds[1]};
    return true;
  }
  faults.add(entry.value, key, "must be [low, high] with low <= high");
  return false;
}

bool read_distribution(Faults& faults, const About& about, study::Input& input, Unit unit,
                       Range range, double& out) {
  const Node& node = about.drawn->value;
  const auto refuse = [&](const std::string& message) {
    faults.add(node, input.key, message);
    return false;
  };
  Distribution distribution;
  distribution.kind = kind_of(about.drawn->key);
  if (!read_numbers(faults, node, input.key, unit::kNone, {}, distribution.values)) return false;
  const bool discrete = distribution.kind == Distribution::Kind::discrete;
  if (about.weights) {
    if (!discrete) {
      faults.add(about.weights->value, input.key + ".weights", "go with discrete only");
      return false;
    }
    if (!read_numbers(faults, about.weights->value, input.key + ".weights", unit::kNone, {},
                      distribution.weights))
      return false;
  } else if (discrete) {
    distribution.weights.assign(distribution.values.size(),
                                1.0 / static_cast<double>(distribution.values.size()));
  }
  if (input.use == Use::fixed)
    return refuse(
        "is fixed (used once, for what all scenarios share) and takes no distribution; give "
        "`value` and, for its uncertainty, `range = [low, high]`");
  if (const std::string why = fault_of(distribution); !why.empty()) return refuse(why);
  if (distribution.low() < range.low || distribution.high() > range.high)
    return refuse(fmt::format("reaches from {:g} to {:g}; its whole support must be {}",
                              distribution.low(), distribution.high(), allowed_text(range, unit)));
  if (!std::isfinite(distribution.mean())) return refuse("has no finite mean");
  out = distribution.mean() * unit.factor;
  if (about.base) {
    if (!read_number(faults, *about.base, input, unit, range, out)) return false;
    const double base = out / unit.factor, slack = 1e-9 * std::abs(base);
    if (base < distribution.low() - slack || base > distribution.high() + slack) {
      faults.add(*about.base, input.key + ".base",
                 "lies outside what is drawn, " + distribution.text() +
                     ": no scenario would ever have it");
      return false;
    }
  }
  input.distribution = std::move(distribution);
  return true;
}

// Sorts the table's entries; false if one of them is wrong by itself.
bool sort_entries(Faults& faults, const Node& table, study::Input& input, About& about) {
  bool good = true;
  for (const Entry& entry : table.table) {
    const std::string path = input.key + "." + entry.key;
    if (entry.key == "value") {
      about.value = &entry.value;
    } else if (entry.key == "base") {
      about.base = &entry.value;
    } else if (entry.key == "weights") {
      about.weights = &entry;
    } else if (entry.key == "range") {
      good = read_range(faults, entry, input) && good;
    } else if (is_about(entry.key)) {
      good = read_about(faults, entry, input.key, input.provenance, input.note) && good;
    } else if (!is_distribution(entry.key)) {
      good = false;
      faults.add(entry.place, path, {},
                 "is no known key" +
                     suggestion(entry.key, {"value", "base", "range", "source", "assumption",
                                            "method", "weights", "triangular", "uniform",
                                            "truncated_normal", "discrete", "lognormal"}));
    } else if (about.drawn) {
      good = false;
      faults.add(entry.place, path, {}, "stands beside " + about.drawn->key + "; give one of them");
    } else {
      about.drawn = &entry;
    }
  }
  return good;
}

}  // namespace

std::string suggestion(const std::string& key, const std::vector<std::string>& known) {
  const auto near = study::nearest(key, known);
  return near.empty() ? "" : fmt::format("; did you mean {}?", fmt::join(near, " or "));
}

// All digits but the last, which the change of units may round.
std::string number_text(double value) {
  return std::isinf(value) ? "none" : fmt::format("{:.15g}", value);
}

std::string allowed_text(Range range, Unit unit) {
  const std::string words = range_in_words(range.low, range.high);
  if (unit.name == unit::kNone.name) return words;
  if (unit.name == unit::kFraction.name) return words + " (a fraction)";
  return fmt::format("{} {}", words, unit.name);
}

bool read_number(Faults& faults, const Node& node, const study::Input& input, Unit unit,
                 Range range, double& out) {
  const auto refuse = [&](const std::string& message) {
    faults.add(node, input.key, message);
    return false;
  };
  if (!node.is_number()) return refuse("must be a number, " + allowed_text(range, unit));
  if (!std::isfinite(node.real)) return refuse("must be a finite number");
  if (node.real < range.low || node.real > range.high)
    return refuse(outside(node.real, range, unit));
  out = node.real * unit.factor;
  return true;
}

bool read_numbers(Faults& faults, const Node& node, const std::string& key, Unit unit, Range range,
                  std::vector<double>& out) {
  if (!node.is(Node::Kind::list)) {
    faults.add(node, key, "must be a list of numbers, each " + allowed_text(range, unit));
    return false;
  }
  bool good = true;
  out.clear();
  for (std::size_t i = 0; i < node.list.size(); ++i) {
    const Node& item = node.list[i];
    const bool finite = item.is_number() && std::isfinite(item.real);
    if (!finite || item.real < range.low || item.real > range.high) {
      good = false;
      faults.add(
          item, fmt::format("{}[{}]", key, i),
          finite ? outside(item.real, range, unit)
                 : "must be a finite number: a list of numbers, each " + allowed_text(range, unit));
    }
    out.push_back(item.real * unit.factor);
  }
  return good;
}

bool read_number_table(Faults& faults, const Node& table, study::Input& input, Unit unit,
                       Range range, double& out) {
  About about;
  if (!sort_entries(faults, table, input, about)) return false;
  const auto beside = [&](const Node& node, const char* name, const char* message) {
    faults.add(node, input.key + "." + name, message);
    return false;
  };
  if (about.drawn && about.value)
    return beside(*about.value, "value", "stands beside a distribution; its base value is `base`");
  if (about.drawn) return read_distribution(faults, about, input, unit, range, out);
  if (about.base) return beside(*about.base, "base", "goes with a distribution only");
  if (about.weights) return beside(about.weights->value, "weights", "go with discrete only");
  if (!about.value) {
    faults.add(table, input.key, "must hold `value = ...` or a distribution");
    return false;
  }
  if (!read_number(faults, *about.value, input, unit, range, out)) return false;
  const double written_value = out / unit.factor;
  const double slack = 1e-9 * std::abs(written_value);
  if (input.range &&
      (written_value < input.range->first - slack || written_value > input.range->second + slack)) {
    faults.add(*about.value, input.key, "lies outside its own `range`");
    return false;
  }
  return true;
}

const Node* value_of(Faults& faults, const Node& node, study::Input& input) {
  if (!node.is(Node::Kind::table)) return &node;
  const Node* value = nullptr;
  for (const Entry& entry : node.table) {
    if (entry.key == "value")
      value = &entry.value;
    else if (entry.key == "range")
      read_range(faults, entry, input);
    else if (is_about(entry.key))
      read_about(faults, entry, input.key, input.provenance, input.note);
    else
      faults.add(entry.place, input.key + "." + entry.key, {},
                 "is no known key; value, range, source, assumption or method");
  }
  if (!value) faults.add(node, input.key, "must hold `value = ...`");
  return value;
}

}  // namespace lode::io

#include "io/description_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/range_words.h"
#include "io/about.h"

namespace lode::io {
namespace {

constexpr std::string_view kNameLetters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
constexpr std::size_t kLongestName = 64;

}  // namespace

DescriptionReader::DescriptionReader(const std::string& file, const Node& root,
                                     const Overrides& overrides, std::string alternative)
    : faults(file), overrides_(overrides), alternative_(std::move(alternative)) {
  frames_.push_back({"", &root, {"alternative"}, study::Provenance::none, "", false});
}

void DescriptionReader::number(std::string_view key, double& value, Unit unit, Range range, Use use,
                               std::string_view meaning) {
  study::Input input = start(key, meaning, use);
  input.unit = unit.name;
  const Node* node = find(key, input);
  if (!node) {
    if (std::isnan(value)) return missing(input, allowed_text(range, unit));
    return keep(std::move(input), number_text(value / unit.factor));
  }
  const bool good = node->is(Node::Kind::table)
                        ? read_number_table(faults, *node, input, unit, range, value)
                        : read_number(faults, *node, input, unit, range, value);
  if (!good) return;
  if (input.distribution) sampled.push_back({input.key, *input.distribution, unit.factor});
  std::string text = input.distribution ? input.distribution->text() : "";
  keep(std::move(input), text.empty() ? number_text(value / unit.factor) : text);
}

void DescriptionReader::series(std::string_view key, std::vector<double>& values, Unit unit,
                               Range range, std::string_view meaning) {
  study::Input input = start(key, meaning, Use::fixed);
  input.unit = unit.name;
  const Node* node = find_value(key, input);
  std::vector<double> read;
  if (!node || !read_numbers(faults, *node, input.key, unit, range, read)) return;
  values = std::move(read);
  std::vector<std::string> texts;
  for (const double item : values) texts.push_back(number_text(item / unit.factor));
  keep(std::move(input), fmt::format("[{}]", fmt::join(texts, ", ")));
}

void DescriptionReader::row(std::string_view key, Row& row, Unit unit, Range range, bool required,
                            std::string_view meaning) {
  study::Input input = start(key, meaning, Use::fixed);
  input.unit = unit.name;
  const std::string path = input.key;
  const Node* node = find_value(key, input);
  if (!node) {
    if (required && row.values.empty() && input.by_default)
      missing(input, "a number, a list of one a period, or the name of a table's line");
    return;
  }
  std::vector<double> read(1);
  std::string name;
  if (node->is(Node::Kind::text))
    name = node->text;
  else if (node->is(Node::Kind::list) ? !read_numbers(faults, *node, path, unit, range, read)
                                      : !read_number(faults, *node, input, unit, range, read[0]))
    return;
  if (node->is(Node::Kind::text) && name.find_first_not_of(" \t\r\n") == std::string::npos)
    return faults.add(*node, path, "must not be empty: the name of a table's line");
  if (name.empty() && read.empty()) return faults.add(*node, path, "must not be an empty list");
  keep(std::move(input), written(*node));
  row = {name.empty() ? std::move(read) : std::vector<double>{},
         std::move(name),
         path,
         range.low,
         range.high,
         unit.factor};
}

void DescriptionReader::integer(std::string_view key, int& value, int low, int high,
                                std::string_view meaning) {
  study::Input input = start(key, meaning, Use::fixed);
  const Node* node = find_value(key, input);
  if (node) {
    if (!node->is(Node::Kind::whole) || node->whole < low || node->whole > high)
      return faults.add(*node, input.key, "must be a whole number, " + range_in_words(low, high));
    value = static_cast<int>(node->whole);
  } else if (!input.by_default) {
    return;  // a table without a value, already reported
  } else if (value < low || value > high) {
    return missing(input, fmt::format("a whole number in [{}, {}]", low, high));
  }
  keep(std::move(input), fmt::format("{}", value));
}

void DescriptionReader::flag(std::string_view key, bool& value, std::string_view meaning) {
  study::Input input = start(key, meaning, Use::fixed);
  const Node* node = find_value(key, input);
  if (node) {
    if (!node->is(Node::Kind::flag)) return faults.add(*node, input.key, "must be true or false");
    value = node->flag;
  } else if (!input.by_default) {
    return;
  }
  keep(std::move(input), value ? "true" : "false");
}

void DescriptionReader::text(std::string_view key, std::string& value, bool required,
                             std::string_view meaning) {
  study::Input input = start(key, meaning, Use::fixed);
  const Node* node = find_value(key, input);
  if (!node) {
    if (required && value.empty() && input.by_default) missing(input, "a text");
    return;
  }
  if (!node->is(Node::Kind::text)) return faults.add(*node, input.key, "must be a text in quotes");
  if (required && node->text.find_first_not_of(" \t\r\n") == std::string::npos)
    return faults.add(*node, input.key, "must not be empty");
  value = node->text;
  keep(std::move(input), value);
}

void DescriptionReader::texts(std::string_view key, std::vector<std::string>& values,
                              std::string_view meaning) {
  study::Input input = start(key, meaning, Use::fixed);
  const Node* node = find_value(key, input);
  if (!node) return;
  if (!node->is(Node::Kind::list))
    return faults.add(*node, input.key, "must be a list of texts, [\"A\", \"B\"]");
  std::vector<std::string> read;
  bool good = true;
  for (std::size_t i = 0; i < node->list.size(); ++i) {
    const Node& item = node->list[i];
    if (!item.is(Node::Kind::text) || item.text.empty()) {
      good = false;
      faults.add(item, fmt::format("{}[{}]", input.key, i),
                 "must be a text in quotes, not empty: a list of texts, [\"A\", \"B\"]");
    }
    read.push_back(item.text);
  }
  if (!good) return;
  values = std::move(read);
  keep(std::move(input), fmt::format("{}", fmt::join(values, ", ")));
}

namespace {

// The separator or decimal sign may be given itself in place of its name: separator = ";".
std::string_view name_of(std::string_view word) {
  if (word == ",") return "comma";
  if (word == ";") return "semicolon";
  if (word == "\t") return "tab";
  if (word == ".") return "point";
  return word;
}

}  // namespace

void DescriptionReader::choice_index(std::string_view key, int& index,
                                     std::span<const std::string_view> names,
                                     std::string_view meaning) {
  study::Input input = start(key, meaning, Use::fixed);
  const Node* node = find_value(key, input);
  if (node) {
    const auto found = node->is(Node::Kind::text)
                           ? std::find(names.begin(), names.end(), name_of(node->text))
                           : names.end();
    if (found == names.end()) {
      std::vector<std::string> quoted;
      for (const std::string_view name : names) quoted.push_back(fmt::format("\"{}\"", name));
      return faults.add(*node, input.key,
                        fmt::format("must be one of {}", fmt::join(quoted, ", ")));
    }
    index = static_cast<int>(found - names.begin());
  } else if (!input.by_default) {
    return;
  }
  keep(std::move(input), std::string(names[static_cast<std::size_t>(index)]));
}

void DescriptionReader::names(std::string_view key, std::vector<std::string>& ids,
                              std::string_view) {
  ids.clear();
  const Frame& frame = frames_.back();
  const Node* node = frame.table ? frame.table->find(key) : nullptr;
  if (!node || !node->is(Node::Kind::table)) return;  // enter() reports what is no table
  for (const Entry& entry : node->table) {
    if (is_about(entry.key)) continue;
    const std::string path = fmt::format("{}{}.{}", frame.path, key, entry.key);
    if (!entry.value.is(Node::Kind::table))
      faults.add(entry.value, path, fmt::format("must be a table, [{}]", path));
    else if (entry.key.empty() || entry.key.find_first_not_of(kNameLetters) != std::string::npos)
      faults.add(entry.place, path, {}, "a name may hold letters, digits, _ and - only");
    else if (entry.key.size() > kLongestName)  // names become parts of files' names
      faults.add(entry.place, fmt::format("{}{}.{}...", frame.path, key, entry.key.substr(0, 20)),
                 {},
                 fmt::format("this name has {} letters; it may have {} at most", entry.key.size(),
                             kLongestName));
    else
      ids.push_back(entry.key);
  }
}

// In the file, or made by an alternative that sets a key in it.
bool DescriptionReader::is_there(std::string_view key, bool) {
  const Frame& frame = frames_.back();
  if (frame.table && frame.table->find(key)) return true;
  frames_.back().known.insert(std::string(key));
  const std::string path = fmt::format("{}{}.", frame.path, key);
  const auto next = overrides_.lower_bound(path);
  return next != overrides_.end() && next->first.starts_with(path);
}

void DescriptionReader::enter(std::string_view key, std::string_view) {
  read_about_table();
  Frame& parent = frames_.back();
  parent.known.insert(std::string(key));
  const std::string path = parent.path + std::string(key);
  const Node* node = parent.table ? parent.table->find(key) : nullptr;
  Frame frame{path + ".", nullptr, {}, parent.provenance, parent.note, false};
  if (node && node->is(Node::Kind::table)) {
    frame.table = node;
    places_[path] = node->place;
  } else if (node) {
    faults.add(*node, path, fmt::format("must be a table, [{}]", path));
  }
  frames_.push_back(std::move(frame));
}

void DescriptionReader::leave() {
  read_about_table();
  check_unknown(frames_.back());
  frames_.pop_back();
}

void DescriptionReader::finish() {
  read_about_table();
  check_unknown(frames_.back());
  check_overrides();
  note_undated();
}

void DescriptionReader::add(const std::vector<study::Breach>& breaches) {
  // The same key, one below the other, or an item of a list.
  const auto touches = [](const std::string& a, const std::string& b) {
    const std::string& longer = a.size() < b.size() ? b : a;
    const std::size_t shared = std::min(a.size(), b.size());
    return a.compare(0, shared, b, 0, shared) == 0 &&
           (longer.size() == shared || longer[shared] == '.' || longer[shared] == '[');
  };
  const std::vector<Fault> before = faults.list;
  for (const study::Breach& breach : breaches) {
    const bool in_doubt = std::any_of(before.begin(), before.end(), [&](const Fault& fault) {
      return breach.rests_on.empty() ||
             std::any_of(breach.rests_on.begin(), breach.rests_on.end(),
                         [&](const std::string& key) { return touches(key, fault.key); });
    });
    if (!in_doubt) faults.add(place_of(breach.key), breach.key, {}, breach.message);
  }
}

Place DescriptionReader::place_of(std::string key) const {
  for (;;) {
    if (const auto found = places_.find(key); found != places_.end()) return found->second;
    const auto dot = key.rfind('.');
    if (dot == std::string::npos) return {1, 1};
    key.resize(dot);
  }
}

study::Input DescriptionReader::start(std::string_view key, std::string_view meaning, Use use) {
  Frame& frame = frames_.back();
  frame.known.insert(std::string(key));
  study::Input input;
  input.key = frame.path + std::string(key);
  input.meaning = meaning;
  input.use = use;
  return input;
}

const Node* DescriptionReader::find(std::string_view key, study::Input& input) {
  read_about_table();
  const Frame& frame = frames_.back();
  const Node* node = nullptr;
  if (const auto found = overrides_.find(input.key); found != overrides_.end()) {
    node = found->second;
    input.alternative = alternative_;
    used_overrides_.insert(input.key);
  } else if (frame.table) {
    node = frame.table->find(key);
  }
  input.by_default = !node;
  if (node) {
    input.provenance = frame.provenance;
    input.note = frame.note;
    input.where = faults.at(node->place);
    places_[input.key] = node->place;
  }
  return node;
}

const Node* DescriptionReader::find_value(std::string_view key, study::Input& input) {
  const Node* node = find(key, input);
  return node ? value_of(faults, *node, input) : nullptr;
}

void DescriptionReader::keep(study::Input input, std::string value) {
  input.value = std::move(value);
  inputs.push_back(std::move(input));
}

void DescriptionReader::missing(const study::Input& input, const std::string& needed) {
  faults.add(place_of(input.key), input.key, {}, "is required: " + needed);
}

// The source, assumption or method of a table holds for each of its values that has none of its
// own. A room whose table has a parameter `method` describes it first, so that it is read as that
// parameter here.
void DescriptionReader::read_about_table() {
  Frame& frame = frames_.back();
  if (frame.about_read) return;
  frame.about_read = true;
  const bool has_method = frame.known.contains("method");
  frame.known.insert({"source", "assumption", "method"});
  if (!frame.table) return;
  const std::string path = frame.path.empty() ? "" : frame.path.substr(0, frame.path.size() - 1);
  for (const Entry& entry : frame.table->table)
    if (is_about(entry.key) && !(has_method && entry.key == "method"))
      read_about(faults, entry, path, frame.provenance, frame.note);
}

void DescriptionReader::note_undated() {
  std::set<std::string> told;
  const study::Input* first = nullptr;
  for (const study::Input& input : inputs) {
    if (input.provenance != study::Provenance::source || says_when(input.note)) continue;
    if (told.insert(input.note).second && !first) first = &input;
  }
  if (first)
    notes.push_back(fmt::format(
        "{}:{}: {}: the source \"{}\" says no year{}; one without a date says \"undated\"",
        first->where.file, first->where.line, first->key, first->note,
        told.size() > 1 ? fmt::format(", nor do {} more sources of the case", told.size() - 1)
                        : ""));
}

void DescriptionReader::check_unknown(const Frame& frame) {
  if (!frame.table) return;
  const std::vector<std::string> known(frame.known.begin(), frame.known.end());
  for (const Entry& entry : frame.table->table)
    if (!frame.known.contains(entry.key))
      faults.add(entry.place, frame.path + entry.key, {},
                 "is no known key" + suggestion(entry.key, known));
}

void DescriptionReader::check_overrides() {
  std::vector<std::string> known;
  for (const study::Input& input : inputs) known.push_back(input.key);
  for (const auto& [key, node] : overrides_) {
    if (used_overrides_.contains(key)) continue;
    const bool is_path = std::any_of(
        known.begin(), known.end(),
        [start = key + "."](const std::string& path) { return path.starts_with(start); });
    faults.add(node->place, key, {},
               is_path ? "is a table of this case: set its keys one by one, each path in quotes, "
                         "\"" +
                             key + ".KEY\" = value"
                       : "is no key of this case" + suggestion(key, known));
  }
}

}  // namespace lode::io

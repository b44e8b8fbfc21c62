#include "io/case_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "io/files.h"
#include "study/parameters.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

using Overrides = std::map<std::string, const toml::node*>;  // key path -> node of an alternative

constexpr std::string_view kAbout[] = {"source", "assumption"};

std::string written(const toml::node& node) {
  std::ostringstream out;
  node.visit([&](const auto& value) { out << value; });
  std::string text = out.str();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text.size() > 60 ? text.substr(0, 57) + "..." : text;
}

// All digits but the last, which the change of units may blur.
std::string number_text(double value) { return fmt::format("{:.15g}", value); }

std::string allowed_text(Range range, Unit unit) {
  if (range.low == -kInfinity && range.high == kInfinity) return "a number";
  if (range.high == kInfinity) return fmt::format("at least {:g} {}", range.low, unit.name);
  return fmt::format("in [{:g}, {:g}] {}", range.low, range.high, unit.name);
}

// Walks a description along the TOML tree: fills the case, notes every fault and every input.
class Reader final : public Visitor {
 public:
  Reader(std::string file, const toml::table& root, const Overrides& overrides,
         std::string alternative)
      : file_(std::move(file)), overrides_(overrides), alternative_(std::move(alternative)) {
    frames_.push_back({"", &root, {}, study::Provenance::none, ""});
    about(frames_.back());
    frames_.back().known = {"alternative"};
  }

  std::vector<Fault> faults;
  std::vector<study::Input> inputs;
  std::vector<study::SampledInput> sampled;
  std::map<std::string, Source> places;  // of every key and table read
  std::set<std::string> used_overrides;

  void number(std::string_view key, double& value, Unit unit, Range range, Use use,
              std::string_view meaning) override {
    study::Input input = start(key, meaning, use);
    input.unit = unit.name;
    const toml::node* node = find(key, input);
    if (!node) {
      if (std::isnan(value))
        missing(input, allowed_text(range, unit));
      else
        finish(std::move(input), number_text(value / unit.factor));
      return;
    }
    if (const toml::table* table = node->as_table())
      node = read_about_number(*table, input, unit, range, use, value);
    if (node && read_plain(*node, input, unit, range, value))
      finish(std::move(input), number_text(value / unit.factor));
    else if (!node && input.distribution)
      finish(std::move(input), input.distribution->text());
  }

  void series(std::string_view key, std::vector<double>& values, Unit unit, Range range,
              std::string_view meaning) override {
    study::Input input = start(key, meaning, Use::fixed);
    input.unit = unit.name;
    const toml::node* node = plain(find(key, input), input);
    if (!node) return;
    std::vector<double> read;
    if (!read_list(*node, input,
                   fmt::format("a list of numbers, each {}", allowed_text(range, unit)), read))
      return;
    for (double& item : read) {
      if (!(item >= range.low && item <= range.high)) {
        fault(*node, input.key, number_text(item),
              fmt::format("must be {}", allowed_text(range, unit)));
        return;
      }
      item *= unit.factor;
    }
    values = read;
    std::vector<std::string> texts;
    for (const double item : values) texts.push_back(number_text(item / unit.factor));
    finish(std::move(input), fmt::format("[{}]", fmt::join(texts, ", ")));
  }

  void integer(std::string_view key, int& value, int low, int high,
               std::string_view meaning) override {
    study::Input input = start(key, meaning, Use::fixed);
    const toml::node* node = plain(find(key, input), input);
    if (!node) return finish(std::move(input), fmt::format("{}", value));
    const auto read = node->is_integer() ? node->value<std::int64_t>() : std::nullopt;
    if (!read || *read < low || *read > high)
      return fault(*node, input.key, written(*node),
                   fmt::format("must be a whole number in [{}, {}]", low, high));
    value = static_cast<int>(*read);
    finish(std::move(input), fmt::format("{}", value));
  }

  void flag(std::string_view key, bool& value, std::string_view meaning) override {
    study::Input input = start(key, meaning, Use::fixed);
    const toml::node* node = plain(find(key, input), input);
    if (!node) return finish(std::move(input), value ? "true" : "false");
    if (!node->is_boolean())
      return fault(*node, input.key, written(*node), "must be true or false");
    value = *node->value<bool>();
    finish(std::move(input), value ? "true" : "false");
  }

  void text(std::string_view key, std::string& value, bool required,
            std::string_view meaning) override {
    study::Input input = start(key, meaning, Use::fixed);
    const toml::node* node = plain(find(key, input), input);
    if (!node) {
      if (required && value.empty()) missing(input, "a text");
      return;
    }
    if (!node->is_string())
      return fault(*node, input.key, written(*node), "must be a text in quotes");
    value = *node->value<std::string>();
    finish(std::move(input), value);
  }

  void texts(std::string_view key, std::vector<std::string>& values,
             std::string_view meaning) override {
    study::Input input = start(key, meaning, Use::fixed);
    const toml::node* node = plain(find(key, input), input);
    if (!node) return;
    const toml::array* list = node->as_array();
    std::vector<std::string> read;
    if (list)
      for (const toml::node& item : *list)
        if (const auto text = item.is_string() ? item.value<std::string>() : std::nullopt)
          read.push_back(*text);
    if (!list || read.size() != list->size())
      return fault(*node, input.key, written(*node), "must be a list of texts, [\"A\", \"B\"]");
    values = read;
    finish(std::move(input), fmt::format("{}", fmt::join(values, ", ")));
  }

  // What the alternatives set that no description asked for.
  void check_overrides() {
    for (const auto& [key, node] : overrides_)
      if (!used_overrides.contains(key)) {
        std::vector<std::string> known;
        for (const auto& [path, where] : places) known.push_back(path);
        fault(*node, key, {}, "is no key of this case" + suggestion(key, known));
      }
  }
  void close_root() { unknown_keys(frames_.back()); }
  Source place_of(std::string key) const {
    for (;;) {
      if (const auto found = places.find(key); found != places.end()) return found->second;
      const auto dot = key.rfind('.');
      if (dot == std::string::npos) return {file_, 1, 1};
      key.resize(dot);
    }
  }

 protected:
  void choice_index(std::string_view key, int& index, std::span<const std::string_view> names,
                    std::string_view meaning) override {
    study::Input input = start(key, meaning, Use::fixed);
    const toml::node* node = plain(find(key, input), input);
    if (!node) return finish(std::move(input), std::string(names[static_cast<std::size_t>(index)]));
    const auto read = node->is_string() ? node->value<std::string>() : std::nullopt;
    const auto found = read ? std::find(names.begin(), names.end(), *read) : names.end();
    if (found == names.end()) {
      std::vector<std::string> quoted;
      for (const std::string_view name : names) quoted.push_back(fmt::format("\"{}\"", name));
      return fault(*node, input.key, written(*node),
                   fmt::format("must be one of {}", fmt::join(quoted, ", ")));
    }
    index = static_cast<int>(found - names.begin());
    finish(std::move(input), *read);
  }

  void names(std::string_view key, std::vector<std::string>& ids, std::string_view) override {
    ids.clear();
    const Frame& frame = frames_.back();
    const toml::node* node = frame.table ? frame.table->get(key) : nullptr;
    if (!node || !node->is_table()) return;  // enter() reports what is no table
    std::vector<std::pair<toml::source_position, std::string>> found;
    for (const auto& [id, value] : *node->as_table()) {
      const std::string name(id.str());
      if (std::find(std::begin(kAbout), std::end(kAbout), name) != std::end(kAbout)) continue;
      if (!value.is_table())
        fault(value, frame.path + std::string(key) + "." + name, written(value),
              fmt::format("must be a table, [{}{}.{}]", frame.path, key, name));
      else if (name.find_first_not_of(
                   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") !=
               std::string::npos)
        fault(value, frame.path + std::string(key) + "." + name, {},
              "a name may hold letters, digits, _ and - only");
      else
        found.emplace_back(id.source().begin, name);
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
      return std::pair(a.first.line, a.first.column) < std::pair(b.first.line, b.first.column);
    });
    for (auto& [where, name] : found) ids.push_back(std::move(name));
  }

  void enter(std::string_view key, std::string_view) override {
    Frame& parent = frames_.back();
    parent.known.insert(std::string(key));
    const toml::node* node = parent.table ? parent.table->get(key) : nullptr;
    Frame frame{parent.path + std::string(key) + ".", nullptr, {}, parent.provenance, parent.note};
    if (node && node->is_table()) {
      frame.table = node->as_table();
      places[parent.path + std::string(key)] = place(*node);
      about(frame);
    } else if (node) {
      fault(*node, parent.path + std::string(key), written(*node),
            fmt::format("must be a table, [{}{}]", parent.path, key));
    }
    frames_.push_back(std::move(frame));
  }

  void leave() override {
    unknown_keys(frames_.back());
    frames_.pop_back();
  }

 private:
  struct Frame {
    std::string path;          // with a dot at its end
    const toml::table* table;  // null where the file has none
    std::set<std::string> known;
    study::Provenance provenance;
    std::string note;
  };

  Source place(const toml::node& node) const {
    const auto& begin = node.source().begin;
    return {file_, static_cast<int>(begin.line), static_cast<int>(begin.column)};
  }

  void fault(const toml::node& node, std::string key, std::string value, std::string message) {
    faults.push_back({place(node), std::move(key), std::move(value), std::move(message)});
  }

  void missing(const study::Input& input, const std::string& needed) {
    // The nearest table that the file has tells where it should stand.
    faults.push_back({place_of(input.key), input.key, {}, "is required: " + needed});
  }

  static std::string suggestion(const std::string& key, const std::vector<std::string>& known) {
    const auto near = study::nearest(key, known);
    return near.empty() ? "" : fmt::format("; did you mean {}?", fmt::join(near, " or "));
  }

  void unknown_keys(const Frame& frame) {
    if (!frame.table) return;
    const std::vector<std::string> known(frame.known.begin(), frame.known.end());
    for (const auto& [key, node] : *frame.table) {
      const std::string name(key.str());
      if (frame.known.contains(name)) continue;
      const auto& begin = key.source().begin;
      faults.push_back({{file_, static_cast<int>(begin.line), static_cast<int>(begin.column)},
                        frame.path + name,
                        {},
                        "is no known key" + suggestion(name, known)});
    }
  }

  void about(Frame& frame) {
    for (const std::string_view word : kAbout) {
      frame.known.insert(std::string(word));
      if (const toml::node* node = frame.table->get(word))
        read_note(*node, word, frame.path, frame.provenance, frame.note);
    }
  }

  void read_note(const toml::node& node, std::string_view word, const std::string& path,
                 study::Provenance& provenance, std::string& note) {
    const auto text = node.is_string() ? node.value<std::string>() : std::nullopt;
    if (!text || text->empty())
      return fault(node, path + std::string(word), written(node),
                   "must be a text that says where from or why");
    provenance = word == "source" ? study::Provenance::source : study::Provenance::assumption;
    note = *text;
  }

  study::Input start(std::string_view key, std::string_view meaning, Use use) {
    Frame& frame = frames_.back();
    frame.known.insert(std::string(key));
    study::Input input;
    input.key = frame.path + std::string(key);
    input.meaning = meaning;
    input.use = use;
    return input;
  }

  const toml::node* find(std::string_view key, study::Input& input) {
    const Frame& frame = frames_.back();
    const toml::node* node = nullptr;
    if (const auto found = overrides_.find(input.key); found != overrides_.end()) {
      node = found->second;
      input.alternative = alternative_;
      used_overrides.insert(input.key);
    } else if (frame.table) {
      node = frame.table->get(key);
    }
    if (node) {
      input.where = place(*node);
      input.provenance = frame.provenance;
      input.note = frame.note;
      places[input.key] = input.where;
    } else {
      input.by_default = true;
      places.emplace(input.key, place_of(input.key));
    }
    return node;
  }

  // For all but numbers: { value = ..., source/assumption/range } or the bare value.
  const toml::node* plain(const toml::node* node, study::Input& input) {
    const toml::table* table = node ? node->as_table() : nullptr;
    if (!table) return node;
    const toml::node* value = nullptr;
    for (const auto& [key, item] : *table) {
      const std::string_view name = key.str();
      if (name == "value")
        value = &item;
      else if (name == "source" || name == "assumption")
        read_note(item, name, input.key + ".", input.provenance, input.note);
      else if (name == "range")
        read_range(item, input);
      else
        fault(item, input.key + "." + std::string(name), {},
              "is no known key; value, source, assumption or range");
    }
    if (!value) fault(*node, input.key, written(*node), "must hold `value = ...`");
    return value;
  }

  void read_range(const toml::node& node, study::Input& input) {
    std::vector<double> range;
    if (!read_list(node, input, "range = [low, high]", range)) return;
    if (range.size() != 2 || !(range[0] <= range[1]))
      return fault(node, input.key + ".range", written(node),
                   "must be [low, high] with low <= high");
    input.range = {range[0], range[1]};
  }

  bool read_list(const toml::node& node, const study::Input& input, const std::string& allowed,
                 std::vector<double>& out) {
    const toml::array* list = node.as_array();
    bool good = list != nullptr;
    if (list)
      for (const toml::node& item : *list) {
        const auto number = item.is_number() ? item.value<double>() : std::nullopt;
        good = good && number && std::isfinite(*number);
        out.push_back(number.value_or(0));
      }
    if (!good) fault(node, input.key, written(node), "must be " + allowed);
    return good;
  }

  // { value | base | a distribution, range, source | assumption }. Returns the node of a plain
  // value, or null.
  const toml::node* read_about_number(const toml::table& table, study::Input& input, Unit unit,
                                      Range range, Use use, double& value) {
    const toml::node* plain_value = nullptr;
    const toml::node* base = nullptr;
    const toml::node* drawn = nullptr;
    Distribution distribution;
    std::vector<double> weights;
    bool good = true;
    for (const auto& [key, item] : table) {
      const std::string name(key.str());
      const auto kind =
          std::find(kNames<Distribution::Kind>.begin(), kNames<Distribution::Kind>.end(), name);
      if (name == "value")
        plain_value = &item;
      else if (name == "base")
        base = &item;
      else if (name == "source" || name == "assumption")
        read_note(item, name, input.key + ".", input.provenance, input.note);
      else if (name == "range")
        read_range(item, input);
      else if (name == "weights")
        good = read_list(item, input, "a list of weights", weights) && good;
      else if (kind != kNames<Distribution::Kind>.end()) {
        drawn = &item;
        distribution.kind =
            static_cast<Distribution::Kind>(kind - kNames<Distribution::Kind>.begin());
        good = read_list(item, input, "a list of numbers", distribution.values) && good;
      } else {
        good = false;
        fault(item, input.key + "." + name, {},
              "is no known key" +
                  suggestion(name, {"value", "base", "range", "source", "assumption", "weights",
                                    "triangular", "uniform", "truncated_normal", "discrete"}));
      }
    }
    if (drawn && good)
      return accept(*drawn, base, std::move(distribution), std::move(weights), input, unit, range,
                    use, value);
    if (!plain_value && good)
      fault(table, input.key, written(table), "must hold `value = ...` or a distribution");
    return good ? plain_value : nullptr;
  }

  const toml::node* accept(const toml::node& drawn, const toml::node* base,
                           Distribution distribution, std::vector<double> weights,
                           study::Input& input, Unit unit, Range range, Use use, double& value) {
    if (distribution.kind == Distribution::Kind::discrete && weights.empty())
      weights.assign(distribution.values.size(),
                     1.0 / static_cast<double>(distribution.values.size()));
    distribution.weights = std::move(weights);
    const auto refuse = [&](const std::string& message) {
      fault(drawn, input.key, written(drawn), message);
      return nullptr;
    };
    if (use == Use::fixed)
      return refuse(
          "is fixed (used once, for what all scenarios share) and takes no distribution; give "
          "`value` "
          "and, for its uncertainty, `range = [low, high]`");
    if (const std::string why = fault_of(distribution); !why.empty()) return refuse(why);
    if (distribution.low() < range.low || distribution.high() > range.high)
      return refuse(fmt::format("reaches from {:g} to {:g}; its whole support must be {}",
                                distribution.low(), distribution.high(),
                                allowed_text(range, unit)));
    value = distribution.mean() * unit.factor;
    if (base && !read_plain(*base, input, unit, range, value)) return nullptr;
    sampled.push_back({input.key, distribution, unit.factor});
    input.distribution = std::move(distribution);
    return nullptr;
  }

  bool read_plain(const toml::node& node, const study::Input& input, Unit unit, Range range,
                  double& value) {
    const auto read = node.is_number() ? node.value<double>() : std::nullopt;
    if (!read) {
      fault(node, input.key, written(node),
            fmt::format("must be a number, {}", allowed_text(range, unit)));
      return false;
    }
    if (!std::isfinite(*read)) {
      fault(node, input.key, written(node), "must be a finite number");
      return false;
    }
    if (*read < range.low || *read > range.high) {
      const bool percent = range.high == 1 && *read > 1 && *read <= 100;
      fault(node, input.key, written(node),
            fmt::format("is outside [{:g}, {:g}] {}{}", range.low, range.high, unit.name,
                        percent ? fmt::format("; did you mean {:g}?", *read / 100) : ""));
      return false;
    }
    value = *read * unit.factor;
    return true;
  }

  void finish(study::Input input, std::string value) {
    input.value = std::move(value);
    inputs.push_back(std::move(input));
  }

  std::string file_;
  const Overrides& overrides_;
  std::string alternative_;
  std::vector<Frame> frames_;
};

struct Choice {
  std::string name, choice, note;
  bool is_default = false;
  Overrides set;
};

// [alternative.NAME] default = "A", note; [alternative.NAME.B] note, set = { "key" = value }
std::vector<Choice> read_alternatives(const toml::table& root, const std::string& file,
                                      std::vector<Fault>& faults) {
  std::vector<Choice> out;
  const auto fault = [&](const toml::node& node, std::string key, std::string message) {
    const auto& begin = node.source().begin;
    faults.push_back({{file, static_cast<int>(begin.line), static_cast<int>(begin.column)},
                      std::move(key),
                      {},
                      std::move(message)});
  };
  const toml::node* top = root.get("alternative");
  if (!top) return out;
  if (!top->is_table())
    return fault(*top, "alternative", "must be tables, [alternative.NAME.CHOICE]"), out;
  for (const auto& [name_key, node] : *top->as_table()) {
    const std::string name(name_key.str()), path = "alternative." + name;
    if (!node.is_table()) {
      fault(node, path, "must be a table");
      continue;
    }
    std::string standard, standard_note;
    std::vector<Choice> choices;
    for (const auto& [choice_key, item] : *node.as_table()) {
      const std::string choice(choice_key.str());
      if (choice == "default" || choice == "note") {
        if (!item.is_string())
          fault(item, path + "." + choice, "must be a text");
        else
          (choice == "default" ? standard : standard_note) = *item.value<std::string>();
        continue;
      }
      if (!item.is_table()) {
        fault(item, path + "." + choice, "must be a table with `note` and `set`");
        continue;
      }
      Choice read{name, choice, "", false, {}};
      for (const auto& [key, value] : *item.as_table()) {
        if (key.str() == "note" && value.is_string())
          read.note = *value.value<std::string>();
        else if (key.str() == "set" && value.is_table())
          for (const auto& [set_key, set_value] : *value.as_table())
            read.set[std::string(set_key.str())] = &set_value;
        else
          fault(value, path + "." + choice + "." + std::string(key.str()),
                "is no known key; note (a text) or set (a table of \"key.path\" = value)");
      }
      choices.push_back(std::move(read));
    }
    if (standard.empty())
      fault(node, path + ".default", "is required: the name of the reading that the case holds");
    else
      out.push_back({name, standard, standard_note, true, {}});
    out.insert(out.end(), choices.begin(), choices.end());
  }
  return out;
}

toml::table parse(const Text& text, const std::string& file) {
  try {
    return toml::parse(std::string_view(text.bytes), std::string_view(file));
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    throw InputError(Fault{{file, static_cast<int>(begin.line), static_cast<int>(begin.column)},
                           {},
                           {},
                           fmt::format("is not TOML here: {}", error.description())});
  }
}

void read_price_series(const fs::path& folder, study::CaseFile& out, const Reader& reader,
                       std::vector<Fault>& faults) {
  if (out.values.price_series_file.empty()) return;
  try {
    const NumberTable table =
        read_numbers(folder / out.values.price_series_file, {"year", "nominal", "deflator"});
    out.data_files.emplace_back(out.values.price_series_file,
                                read_text(folder / out.values.price_series_file).bytes);
    for (std::size_t i = 0; i < table.columns[0].size(); ++i)
      out.values.price_series.push_back(
          {static_cast<int>(table.columns[0][i]), table.columns[1][i], table.columns[2][i]});
    if (out.values.price_series.size() < 5)
      faults.push_back({reader.place_of("price_series"), "price_series",
                        out.values.price_series_file, "needs at least five years"});
  } catch (const InputError& error) {
    for (Fault fault : error.faults()) {
      if (fault.source.line == 0)
        fault.message += fmt::format(" (named in {})", reader.place_of("price_series").text());
      faults.push_back(std::move(fault));
    }
  }
}

// One reading of the whole case under some overrides.
Reader read_once(const std::string& file, const toml::table& root, const Overrides& overrides,
                 const std::string& alternative, study::CaseFile& out) {
  Reader reader(file, root, overrides, alternative);
  describe(reader, out.values);
  reader.close_root();
  reader.check_overrides();
  if (reader.faults.empty())
    for (const study::Breach& breach : study::breaches(out.values))
      reader.faults.push_back({reader.place_of(breach.key), breach.key, {}, breach.message});
  return reader;
}

[[noreturn]] void refuse(std::vector<Fault> faults) {
  std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
    return std::pair(a.source.line, a.source.column) < std::pair(b.source.line, b.source.column);
  });
  throw InputError(std::move(faults));
}

Overrides chosen(std::vector<Choice>& alternatives, const std::vector<std::string>& choices,
                 study::CaseFile& out) {
  Overrides overrides;
  std::set<std::string> named;
  for (const std::string& choice : choices) {
    const auto equals = choice.find('=');
    const std::string name = choice.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : choice.substr(equals + 1);
    std::vector<std::string> known;
    const Choice* found = nullptr;
    for (const Choice& alternative : alternatives) {
      known.push_back(alternative.name + "=" + alternative.choice);
      if (alternative.name == name && alternative.choice == value) found = &alternative;
    }
    if (!found)
      throw InputError(
          fmt::format("--with {}: no such alternative; this case has {}", choice,
                      known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", "))));
    if (!named.insert(name).second)
      throw InputError(fmt::format("--with {}: {} is chosen twice", choice, name));
    for (const auto& [key, node] : found->set) {
      if (overrides.contains(key))
        throw InputError(
            fmt::format("--with {}: another chosen alternative sets {} too", choice, key));
      overrides[key] = node;
    }
  }
  for (const Choice& alternative : alternatives) {
    const bool picked = std::find(choices.begin(), choices.end(),
                                  alternative.name + "=" + alternative.choice) != choices.end();
    out.alternatives.push_back(
        {alternative.name, alternative.choice, alternative.note,
         picked || (alternative.is_default && !named.contains(alternative.name))});
  }
  return overrides;
}

}  // namespace

study::CaseFile read_case(const fs::path& given, const std::vector<std::string>& choices) {
  fs::path path = given;
  std::error_code failed;
  if (fs::is_directory(path, failed)) {
    path /= "case.toml";
    if (!fs::exists(path, failed))
      throw InputError(Fault{{shown(given), 0, 0}, {}, {}, "this folder holds no case.toml"});
  }
  Text text = read_text(path);
  const std::string file = shown(path);
  const toml::table root = parse(text, file);

  study::CaseFile out;
  out.notes = text.notes;
  std::vector<Fault> faults;
  std::vector<Choice> alternatives = read_alternatives(root, file, faults);
  const Overrides overrides = chosen(alternatives, choices, out);
  Reader reader =
      read_once(file, root, overrides, fmt::format("{}", fmt::join(choices, ", ")), out);
  faults.insert(faults.end(), reader.faults.begin(), reader.faults.end());
  read_price_series(path.parent_path(), out, reader, faults);
  if (faults.empty())  // the alternatives not chosen must read as well
    for (const Choice& alternative : alternatives) {
      study::CaseFile other;
      const Reader again = read_once(file, root, alternative.set, alternative.choice, other);
      for (Fault fault : again.faults) {
        fault.message += fmt::format(" (with {}={})", alternative.name, alternative.choice);
        faults.push_back(std::move(fault));
      }
    }
  if (!faults.empty()) refuse(std::move(faults));

  out.sampled = std::move(reader.sampled);
  out.inputs = std::move(reader.inputs);
  out.text = std::move(text.bytes);
  out.hash = hash_bytes(out.text);
  for (const std::string& choice : choices) out.hash = hash_bytes(choice, out.hash);
  for (const auto& [name, bytes] : out.data_files)
    out.hash = hash_bytes(bytes, hash_bytes(name, out.hash));
  return out;
}

}  // namespace lode::io

#include "io/alternatives.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace lode::io {
namespace {

std::string label(const Choice& choice) { return choice.name + "=" + choice.choice; }

Choice read_choice(const std::string& name, const Entry& entry, Faults& faults) {
  Choice out{name, entry.key, "", false, {}};
  const std::string path = "alternative." + name + "." + entry.key;
  bool sets = false;
  for (const Entry& part : entry.value.table) {
    if (part.key == "note" && part.value.is(Node::Kind::text)) {
      out.note = part.value.text;
    } else if (part.key == "set" && part.value.is(Node::Kind::table)) {
      sets = true;
      for (const Entry& item : part.value.table) out.set[item.key] = &item.value;
    } else {
      faults.add(part.value, path + "." + part.key,
                 "is no known key; note (a text) or set (a table of \"key.path\" = value)");
      sets = sets || part.key == "set";
    }
  }
  if (!sets)
    faults.add(entry.value.place, path, {},
               fmt::format("sets nothing: give [{}.set] with \"key.path\" = value", path));
  return out;
}

// One [alternative.NAME]: its default first.
std::vector<Choice> read_alternative(const Entry& entry, Faults& faults) {
  const std::string path = "alternative." + entry.key;
  Choice standard{entry.key, "", "", true, {}};
  std::vector<Choice> out;
  for (const Entry& part : entry.value.table) {
    const std::string key = path + "." + part.key;
    if (part.key == "default" || part.key == "note") {
      if (!part.value.is(Node::Kind::text) || part.value.text.empty())
        faults.add(part.value, key, "must be a text");
      else
        (part.key == "default" ? standard.choice : standard.note) = part.value.text;
    } else if (!part.value.is(Node::Kind::table)) {
      faults.add(part.value, key, "must be a table with `note` and `set`");
    } else {
      out.push_back(read_choice(entry.key, part, faults));
    }
  }
  if (!entry.value.find("default"))
    faults.add(entry.value.place, path + ".default", {},
               "is required: the name of the reading that the case holds");
  for (const Choice& choice : out)
    if (choice.choice == standard.choice)
      faults.add(entry.value.find(choice.choice)->place, path + "." + choice.choice, {},
                 "is the default, what the case itself holds, and cannot set anything");
  if (out.empty())
    faults.add(entry.value.place, path, {}, "has no other reading: give [" + path + ".CHOICE.set]");
  out.insert(out.begin(), standard);
  return out;
}

}  // namespace

std::vector<Choice> read_alternatives(const Node& root, Faults& faults) {
  std::vector<Choice> out;
  const Node* top = root.find("alternative");
  if (!top) return out;
  if (!top->is(Node::Kind::table)) {
    faults.add(*top, "alternative", "must be tables, [alternative.NAME.CHOICE]");
    return out;
  }
  for (const Entry& entry : top->table) {
    if (!entry.value.is(Node::Kind::table)) {
      faults.add(entry.value, "alternative." + entry.key, "must be a table");
      continue;
    }
    for (Choice& choice : read_alternative(entry, faults)) out.push_back(std::move(choice));
  }
  return out;
}

Overrides chosen_overrides(const std::vector<Choice>& alternatives,
                           const std::vector<std::string>& chosen) {
  Overrides out;
  std::set<std::string> named;
  for (const std::string& wanted : chosen) {
    const auto found = std::find_if(alternatives.begin(), alternatives.end(),
                                    [&](const Choice& c) { return label(c) == wanted; });
    if (found == alternatives.end()) {
      std::vector<std::string> known;
      for (const Choice& choice : alternatives) known.push_back(label(choice));
      throw InputError(
          fmt::format("--with {}: no such alternative; this case has {}", wanted,
                      known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", "))));
    }
    if (!named.insert(found->name).second)
      throw InputError(fmt::format("--with {}: {} is chosen twice", wanted, found->name));
    for (const auto& [key, node] : found->set)
      if (!out.emplace(key, node).second)
        throw InputError(
            fmt::format("--with {}: another chosen alternative sets {} too", wanted, key));
  }
  return out;
}

std::vector<study::Alternative> list_alternatives(const std::vector<Choice>& alternatives,
                                                  const std::vector<std::string>& chosen) {
  std::vector<study::Alternative> out;
  const auto is_chosen = [&](const Choice& choice) {
    return std::find(chosen.begin(), chosen.end(), label(choice)) != chosen.end();
  };
  for (const Choice& choice : alternatives) {
    const bool another = std::any_of(alternatives.begin(), alternatives.end(), [&](const auto& c) {
      return c.name == choice.name && is_chosen(c);
    });
    out.push_back({choice.name, choice.choice, choice.note,
                   is_chosen(choice) || (choice.is_default && !another), choice.is_default});
  }
  return out;
}

}  // namespace lode::io

#include "io/about.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace lode::io {
namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_letter(char c) {  // those of other scripts are bytes above 127
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) > 127;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
}

// How texts begin that are no source, and the key that they belong to; with `names`, a source may
// also begin like this, if a year follows: the name of an author.
struct Beginning {
  std::string_view text, key;
  bool names = false;
};
constexpr std::array<Beginning, 27> kNoSources = {{{"method", "method"},
                                                   {"by method", "method"},
                                                   {"by definition", "method"},
                                                   {"convention", "method", true},
                                                   {"made up", "assumption"},
                                                   {"made-up", "assumption"},
                                                   {"assumption", "assumption"},
                                                   {"assumed", "assumption"},
                                                   {"own ", "assumption"},
                                                   {"our ", "assumption"},
                                                   {"my ", "assumption"},
                                                   {"guess", "assumption"},
                                                   {"best guess", "assumption"},
                                                   {"educated guess", "assumption"},
                                                   {"invented", "assumption"},
                                                   {"fictional", "assumption"},
                                                   {"fictitious", "assumption"},
                                                   {"hypothetical", "assumption"},
                                                   {"placeholder", "assumption"},
                                                   {"dummy", "assumption"},
                                                   {"estimate", "assumption", true},
                                                   {"rough", "assumption", true},
                                                   {"expert", "assumption", true},
                                                   {"internal", "assumption", true},
                                                   {"typical", "assumption", true},
                                                   {"rule of thumb", "assumption", true},
                                                   {"none", "assumption", true}}};
// The whole of a text that names nobody.
constexpr std::array<std::string_view, 16> kNobody = {
    "none", "unknown", "n/a",    "na",        "nil",      "tbd",     "tba", "todo",
    "xxx",  "x",       "source", "not known", "not said", "various", "own", "to be confirmed"};

// The entry as it should stand: what follows "method: " alone, else all of it.
std::string as_written(const std::string& text, std::string_view key) {
  const auto colon = text.find(':');
  const std::string head = lower(trimmed(text.substr(0, colon)));
  const bool is_label = head == "method" || head == "assumption";
  const std::string rest = !is_label                    ? text
                           : colon == std::string::npos ? ""
                                                        : trimmed(text.substr(colon + 1));
  return fmt::format("{} = \"{}\"", key, rest.empty() ? "..." : rest);
}

// Why a text is no source; empty if it may be one.
std::string no_source(const std::string& text) {
  constexpr const char* kIs =
      "is no source: a source is published, by whom and when (\"Geological Survey, 2024: ...\")";
  const std::string said = lower(text);
  if (std::find(kNobody.begin(), kNobody.end(), said) != kNobody.end())
    return fmt::format("{}; write assumption = \"...\" with the reason", kIs);
  for (const Beginning& one : kNoSources) {
    if (!said.starts_with(one.text) || (one.names && says_when(text))) continue;
    // "Methods in Mining, 2019" and "Guessoum, 2004" are sources: the word must end there.
    const bool ends = said.size() == one.text.size() || one.text.back() == ' ' ||
                      !is_letter(said[one.text.size()]);
    if (ends) return fmt::format("{}; write {}", kIs, as_written(text, one.key));
  }
  return {};
}

}  // namespace

bool is_about(std::string_view key) {
  return key == "source" || key == "assumption" || key == "method";
}

bool read_about(Faults& faults, const Entry& entry, const std::string& path,
                study::Provenance& provenance, std::string& note) {
  const std::string key = path.empty() ? entry.key : path + "." + entry.key;
  const auto refuse = [&](const std::string& why) {
    faults.add(entry.value, key, why);
    return false;
  };
  const std::string text = entry.value.is(Node::Kind::text) ? trimmed(entry.value.text) : "";
  if (std::none_of(text.begin(), text.end(), is_letter))
    return refuse("must be a text that says where from or why");
  if (entry.key == "source")
    if (const std::string why = no_source(text); !why.empty()) return refuse(why);
  provenance = entry.key == "source"       ? study::Provenance::source
               : entry.key == "assumption" ? study::Provenance::assumption
                                           : study::Provenance::method;
  note = entry.value.text;
  return true;
}

bool says_when(const std::string& source) {
  if (lower(source).find("undated") != std::string::npos) return true;
  for (std::size_t i = 0; i + 4 <= source.size(); ++i) {
    if (i > 0 && is_digit(source[i - 1])) continue;
    if (i + 4 < source.size() && is_digit(source[i + 4])) continue;
    const std::string year = source.substr(i, 4);
    if (std::all_of(year.begin(), year.end(), is_digit) && year >= "1800" && year < "2200")
      return true;
  }
  return false;
}

}  // namespace lode::io

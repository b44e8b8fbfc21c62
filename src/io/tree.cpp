#include "io/tree.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

namespace lode::io {
namespace {

constexpr std::size_t kLargest = 16'000'000;  // bytes; a case has some thirty thousand
constexpr int kDeepest = 64;                  // levels; a case has six

Place place_of(const toml::source_region& source) {
  return {static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
}

Node convert(const toml::node& node) {
  Node out;
  out.place = place_of(node.source());
  node.visit([&](const auto& value) {
    using Value = std::decay_t<decltype(value)>;
    if constexpr (toml::is_string<Value>) {
      out.kind = Node::Kind::text;
      out.text = value.get();
    } else if constexpr (toml::is_integer<Value>) {
      out.kind = Node::Kind::whole;
      out.whole = value.get();
      out.real = static_cast<double>(value.get());
    } else if constexpr (toml::is_floating_point<Value>) {
      out.kind = Node::Kind::real;
      out.real = value.get();
    } else if constexpr (toml::is_boolean<Value>) {
      out.kind = Node::Kind::flag;
      out.flag = value.get();
    } else if constexpr (toml::is_array<Value>) {
      out.kind = Node::Kind::list;
      for (const toml::node& item : value) out.list.push_back(convert(item));
    } else if constexpr (toml::is_table<Value>) {
      out.kind = Node::Kind::table;
      for (const auto& [key, item] : value)
        out.table.push_back({std::string(key.str()), place_of(key.source()), convert(item)});
      std::stable_sort(out.table.begin(), out.table.end(), [](const Entry& a, const Entry& b) {
        return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
      });
    } else {
      out.kind = Node::Kind::moment;
      std::ostringstream text;
      text << value;
      out.text = text.str();
    }
  });
  return out;
}

[[noreturn]] void refuse(const std::string& file, Place place, std::string message) {
  throw InputError(Fault{{file, place.line, place.column}, {}, {}, std::move(message)});
}

// Keys nest by their dots and values by their brackets; the library recurses on both, so that a
// hostile line could exhaust the stack. Counts dots of a line's key and open brackets, outside
// quotes and comments; multi-line texts are taken line by line, which can only count too much.
void check_depth(const Text& text, const std::string& file) {
  int line = 1, dots = 0, open = 0;
  char quote = 0;
  for (std::size_t i = 0; i < text.bytes.size(); ++i) {
    const char c = text.bytes[i];
    if (c == '\n') {
      ++line, dots = 0, quote = 0;
    } else if (quote) {
      if (c == '\\' && quote == '"')
        ++i;
      else if (c == quote)
        quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#') {
      while (i + 1 < text.bytes.size() && text.bytes[i + 1] != '\n') ++i;
    } else if (c == '.') {
      ++dots;
    } else if (c == '=' || c == ',' || c == ']') {
      dots = 0;
    }
    if (!quote && (c == '[' || c == '{')) ++open;
    if (!quote && (c == ']' || c == '}')) open = std::max(open - 1, 0);
    if (dots > kDeepest || open > kDeepest)
      refuse(file, {line, 0}, fmt::format("nests deeper than {} levels here", kDeepest));
  }
}

void write(std::string& out, const Node& node) {
  if (out.size() > 60) return;  // cut anyway
  const auto each = [&](const auto& items, const auto& one) {
    for (std::size_t i = 0; i < items.size() && out.size() <= 60; ++i) {
      out += i > 0 ? ", " : "";
      one(items[i]);
    }
  };
  switch (node.kind) {
    case Node::Kind::text:
      out += "\"" + node.text + "\"";
      break;
    case Node::Kind::whole:
      out += fmt::format("{}", node.whole);
      break;
    case Node::Kind::real:
      out += fmt::format("{:.10g}", node.real);
      break;
    case Node::Kind::flag:
      out += node.flag ? "true" : "false";
      break;
    case Node::Kind::moment:
      out += node.text;
      break;
    case Node::Kind::list:
      out += "[";
      each(node.list, [&](const Node& item) { write(out, item); });
      out += "]";
      break;
    case Node::Kind::table:
      out += "{ ";
      each(node.table, [&](const Entry& entry) {
        out += entry.key + " = ";
        write(out, entry.value);
      });
      out += " }";
  }
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const Entry& entry : table)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

std::string written(const Node& node) {
  std::string out;
  write(out, node);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  if (out.size() <= 60) return out;
  std::size_t end = 57;
  while (end > 0 && (out[end] & 0xC0) == 0x80) --end;  // not within a character
  return out.substr(0, end) + "...";
}

Node parse_toml(const Text& text, const std::string& file) {
  if (text.bytes.size() > kLargest)
    refuse(file, {},
           fmt::format("has {} bytes; a case may have {} at most", text.bytes.size(), kLargest));
  check_depth(text, file);
  try {
    return convert(toml::parse(std::string_view(text.bytes), std::string_view(file)));
  } catch (const toml::parse_error& error) {
    refuse(file, place_of(error.source()),
           fmt::format("is not TOML here: {}", error.description()));
  }
}

}  // namespace lode::io

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

// Keys nest by their dots and values by their brackets; the library and the tree recurse on both,
// so that a file with deep nesting could exhaust the stack. Walks the text as TOML 1.0 defines it
// (strings of one line and of several, comments, headers, arrays, inline tables), as far as it is
// TOML: the parser reads nothing after its first error.
class DepthCheck {
 public:
  DepthCheck(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  void run() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"' || c == '\'')
        skip_string(c);
      else if (c == '#')
        at_ = std::min(text_.find('\n', at_), text_.size()) - 1;
      else
        take(c);
      if (level() > kDeepest)
        refuse(file_, {line_, 0}, fmt::format("nests deeper than {} levels here", kDeepest));
    }
  }

 private:
  struct Open {
    char bracket;  // of an array or an inline table
    int level;     // within it, without the dots of the key at hand
  };

  int level() const { return (open_.empty() ? header_ : open_.back().level) + dots_; }

  void take(char c) {
    const bool in_table = open_.empty() || open_.back().bracket == '{';
    if (c == '\n') {
      ++line_;
      if (open_.empty()) dots_ = 0, in_key_ = true, in_header_ = false, begins_ = true;
      return;
    }
    if (c == ' ' || c == '\t' || c == '\r') return;
    if (c == '[' && open_.empty() && (begins_ || in_header_)) {  // [table] or [[table]]
      if (!in_header_) header_ = 0, dots_ = 0;
      in_header_ = true;
    } else if (c == ']' && in_header_) {
      if (in_key_) header_ = dots_ + 1;
      dots_ = 0, in_key_ = false;
    } else if (c == '[' || c == '{') {
      open_.push_back({c, level() + 1});
      dots_ = 0, in_key_ = c == '{';
    } else if (c == ']' || c == '}') {
      if (!open_.empty()) open_.pop_back();
      dots_ = 0, in_key_ = false;
    } else if (c == ',') {
      dots_ = 0, in_key_ = in_table && !open_.empty();
    } else if (c == '=') {
      in_key_ = false;
    } else if (c == '.' && in_key_) {
      ++dots_;
    }
    begins_ = false;
  }

  // To the last character of the string that begins here. A string of one line that does not close
  // on it is no TOML.
  void skip_string(char quote) {
    begins_ = false;
    const std::string three(3, quote);
    const bool lines = text_.substr(at_, 3) == three;
    for (at_ += lines ? 3 : 1; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') ++line_;
      if (c == '\n' && !lines) return;
      if (c == '\\' && quote == '"') {
        if (at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++line_;
        ++at_;
      } else if (c == quote && (!lines || text_.substr(at_, 3) == three)) {
        if (!lines) return;
        at_ += 2;  // and up to two quotes before the closing three are of the text: """a"""""
        for (int more = 0; more < 2 && at_ + 1 < text_.size() && text_[at_ + 1] == quote; ++more)
          ++at_;
        return;
      }
    }
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0;
  int line_ = 1, header_ = 0, dots_ = 0;
  bool in_key_ = true, in_header_ = false, begins_ = true;
  std::vector<Open> open_;
};

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
  DepthCheck(text.bytes, file).run();
  try {
    return convert(toml::parse(std::string_view(text.bytes), std::string_view(file)));
  } catch (const toml::parse_error& error) {
    refuse(file, place_of(error.source()),
           fmt::format("is not TOML here: {}", error.description()));
  }
}

}  // namespace lode::io

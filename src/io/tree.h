// A TOML file as a plain tree in which every key and value knows its place; the only user of the
// TOML library.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/files.h"

namespace lode::io {

struct Place {
  int line = 0, column = 0;  // from 1
};

struct Entry;

struct Node {
  enum class Kind { text, whole, real, flag, moment, list, table };
  Kind kind = Kind::table;
  Place place;
  std::string text;        // of a text; of a moment (a date or time) as written
  std::int64_t whole = 0;  // of a whole number
  double real = 0;         // of any number; NaN and infinities are TOML
  bool flag = false;
  std::vector<Node> list;
  std::vector<Entry> table;  // in the order of the file

  bool is(Kind asked) const { return kind == asked; }
  bool is_number() const { return kind == Kind::whole || kind == Kind::real; }
  const Node* find(std::string_view key) const;  // of a table; null: not there, or no table
};

struct Entry {
  std::string key;
  Place place;  // of the key
  Node value;
};

// The value as a person wrote it, on one line, cut to 60 characters.
std::string written(const Node& node);

// Throws InputError with the place where the text is not valid TOML, where it nests deeper than 64
// levels or where it is larger than 16 MB.
Node parse_toml(const Text& text, const std::string& file);

}  // namespace lode::io

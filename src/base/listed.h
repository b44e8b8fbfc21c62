// For the tests of every room: what a describe(...) declares, and that each declaration is sound.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "base/describe.h"

namespace lode {

// Named lists get one item, NAME.
class Listed final : public Visitor {
 public:
  std::map<std::string, Use> use;  // by key path
  // Of the record itself, not of what stands below it, in the order of declaration:
  std::string keys, required, sampled;

  void number(std::string_view key, double& value, Unit unit, Range range, Use of,
              std::string_view meaning) override {
    add(key, of, meaning);
    EXPECT_FALSE(unit.name.empty()) << key;
    EXPECT_LT(range.low, range.high) << key;
    if (of == Use::sampled) append(sampled, key);
    if (std::isnan(value)) {
      append(required, key);
    } else if (std::isfinite(value)) {  // else no limit
      EXPECT_GE(value / unit.factor, range.low) << key;
      EXPECT_LE(value / unit.factor, range.high) << key;
    }
  }
  void series(std::string_view key, std::vector<double>&, Unit, Range,
              std::string_view meaning) override {
    add(key, Use::fixed, meaning);
  }
  void integer(std::string_view key, int& value, int low, int high,
               std::string_view meaning) override {
    add(key, Use::fixed, meaning);
    EXPECT_LT(low, high) << key;
    if (value < low || value > high) append(required, key);
  }
  void flag(std::string_view key, bool&, std::string_view meaning) override {
    add(key, Use::fixed, meaning);
  }
  void text(std::string_view key, std::string&, bool must, std::string_view meaning) override {
    add(key, Use::fixed, meaning);
    if (must) append(required, key);
  }
  void texts(std::string_view key, std::vector<std::string>&, std::string_view meaning) override {
    add(key, Use::fixed, meaning);
  }

 protected:
  bool is_there(std::string_view, bool) override { return true; }
  void choice_index(std::string_view key, int& index, std::span<const std::string_view> names,
                    std::string_view meaning) override {
    add(key, Use::fixed, meaning);
    EXPECT_LT(static_cast<std::size_t>(index), names.size()) << key;
  }
  void names(std::string_view key, std::vector<std::string>& ids, std::string_view) override {
    append(keys, key);
    ids = {"NAME"};
  }
  void enter(std::string_view key, std::string_view meaning) override {
    EXPECT_FALSE(meaning.empty()) << key;
    path_ += std::string(key) + ".";
  }
  void leave() override { path_.erase(path_.rfind('.', path_.size() - 2) + 1); }

 private:
  void append(std::string& list, std::string_view key) const {
    if (!path_.empty()) return;
    if (!list.empty()) list += ' ';
    list += key;
  }
  void add(std::string_view key, Use of, std::string_view meaning) {
    EXPECT_FALSE(meaning.empty()) << key;
    EXPECT_TRUE(use.emplace(path_ + std::string(key), of).second) << key << " is there twice";
    append(keys, key);
  }
  std::string path_;
};

template <class T>
Listed listed() {
  T value;
  Listed out;
  describe(out, value);
  return out;
}

}  // namespace lode

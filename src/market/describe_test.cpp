// Every parameter record lists the keys that case files use, and what has no default must be given.
#include <gtest/gtest.h>

#include <cmath>

#include "market/market.h"

namespace lode::market {
namespace {

class Lister : public Visitor {
 public:
  std::string keys, required, sampled;

  void number(std::string_view key, double& value, Unit, Range range, Use use,
              std::string_view meaning) override {
    add(key, meaning);
    EXPECT_LT(range.low, range.high);
    if (use == Use::sampled) append(sampled, key);
    if (std::isnan(value)) append(required, key);
  }
  void series(std::string_view key, std::vector<double>&, Unit, Range,
              std::string_view m) override {
    add(key, m);
  }
  void integer(std::string_view key, int&, int, int, std::string_view m) override { add(key, m); }
  void flag(std::string_view key, bool&, std::string_view m) override { add(key, m); }
  void text(std::string_view key, std::string&, bool must, std::string_view m) override {
    add(key, m);
    if (must) append(required, key);
  }
  void texts(std::string_view key, std::vector<std::string>&, std::string_view m) override {
    add(key, m);
  }

 protected:
  void choice_index(std::string_view key, int&, std::span<const std::string_view> names,
                    std::string_view m) override {
    EXPECT_FALSE(names.empty());
    add(key, m);
  }
  void names(std::string_view key, std::vector<std::string>&, std::string_view m) override {
    add(key, m);
  }
  void enter(std::string_view, std::string_view) override {}
  void leave() override {}

 private:
  static void append(std::string& list, std::string_view key) {
    if (!list.empty()) list += ' ';
    list += key;
  }
  void add(std::string_view key, std::string_view meaning) {
    EXPECT_FALSE(meaning.empty()) << key;
    append(keys, key);
  }
};

template <class T>
Lister listed() {
  T value;
  Lister lister;
  describe(lister, value);
  return lister;
}

TEST(Describe, lists_the_keys) {
  EXPECT_EQ(listed<Commodity>().keys,
            "name quoted_unit quote_mass start long_run half_life volatility correlation payable "
            "selling");
  EXPECT_EQ(listed<Supply>().keys, "tonnes origin marketed_by refined_in transit");
  EXPECT_EQ(listed<Buyer>().keys, "name consumption domestic exports supply");
}

TEST(Describe, asks_for_what_has_no_default) {
  EXPECT_EQ(listed<Commodity>().required, "start long_run");
  EXPECT_EQ(listed<Supply>().required, "tonnes origin");
  EXPECT_EQ(listed<Buyer>().required, "consumption");
}

TEST(Describe, lets_prices_vary_between_scenarios) {
  EXPECT_EQ(listed<Commodity>().sampled,
            "start long_run half_life volatility correlation payable selling");
  EXPECT_EQ(listed<Buyer>().sampled, "");
}

}  // namespace
}  // namespace lode::market

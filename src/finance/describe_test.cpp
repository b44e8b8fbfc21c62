#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

#include "finance/finance.h"

namespace lode::finance {
namespace {

// Lists every key with its use; checks that a default lies in its range.
class Lister : public Visitor {
 public:
  std::map<std::string, Use> keys;
  void number(std::string_view key, double& value, Unit unit, Range range, Use use,
              std::string_view meaning) override {
    add(key, use, meaning);
    EXPECT_FALSE(unit.name.empty()) << key;
    if (!std::isnan(value)) {
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
    EXPECT_TRUE(low <= value && value <= high) << key;
  }
  void flag(std::string_view key, bool&, std::string_view meaning) override {
    add(key, Use::fixed, meaning);
  }
  void text(std::string_view key, std::string&, bool, std::string_view meaning) override {
    add(key, Use::fixed, meaning);
  }
  void texts(std::string_view key, std::vector<std::string>&, std::string_view meaning) override {
    add(key, Use::fixed, meaning);
  }

 protected:
  void choice_index(std::string_view key, int& index, std::span<const std::string_view> names,
                    std::string_view meaning) override {
    add(key, Use::fixed, meaning);
    EXPECT_LT(static_cast<std::size_t>(index), names.size()) << key;
  }
  void names(std::string_view, std::vector<std::string>& ids, std::string_view) override {
    ids = {"NAME"};
  }
  void enter(std::string_view key, std::string_view) override { path_ += std::string(key) + "."; }
  void leave() override { path_.erase(path_.rfind('.', path_.size() - 2) + 1); }

 private:
  void add(std::string_view key, Use use, std::string_view meaning) {
    EXPECT_FALSE(meaning.empty()) << key;
    EXPECT_TRUE(keys.emplace(path_ + std::string(key), use).second) << key << " is there twice";
  }
  std::string path_;
};

template <class T>
std::map<std::string, Use> keys_of() {
  T value;
  Lister lister;
  describe(lister, value);
  return lister.keys;
}

TEST(Describe, lists_every_parameter_once) {
  EXPECT_EQ(keys_of<Macro>().size(), 6u);
  EXPECT_EQ(keys_of<Financing>().size(), 7u);
  EXPECT_EQ(keys_of<Loan>().size(), 8u);
  EXPECT_EQ(keys_of<Tax>().size(), 4u + 2u + 5u + 12u);
}

TEST(Describe, rates_of_tax_and_money_are_sampled_and_loans_are_not) {
  for (const auto& [key, use] : keys_of<Macro>()) EXPECT_EQ(use, Use::sampled) << key;
  for (const auto& [key, use] : keys_of<Loan>()) EXPECT_EQ(use, Use::fixed) << key;
  const auto tax = keys_of<Tax>();
  for (const char* key : {"income_rate", "extraction.NAME.rate", "pool.NAME.rate", "property_rate",
                          "vat_rate", "dividend_rate", "social_rate"})
    EXPECT_EQ(tax.at(key), Use::sampled) << key;
  for (const char* key : {"pool.NAME.share", "major_stake", "processing_agreement.in_force"})
    EXPECT_EQ(tax.at(key), Use::fixed) << key;
}

}  // namespace
}  // namespace lode::finance

// Every parameter record lists the keys that case files use, and what has no default must be given.
#include <gtest/gtest.h>

#include <cmath>

#include "resource/resource.h"

namespace lode::resource {
namespace {

class Lister : public Visitor {
 public:
  std::string keys, required;

  void number(std::string_view key, double& value, Unit, Range range, Use use,
              std::string_view meaning) override {
    add(key, meaning);
    EXPECT_LT(range.low, range.high);
    EXPECT_EQ(use, Use::fixed);  // all of this room goes into realisations that all scenarios share
    if (std::isnan(value)) append(required, key);
  }
  void series(std::string_view key, std::vector<double>&, Unit, Range,
              std::string_view m) override {
    add(key, m);
  }
  void integer(std::string_view key, int&, int, int, std::string_view m) override { add(key, m); }
  void flag(std::string_view key, bool&, std::string_view m) override { add(key, m); }
  void text(std::string_view key, std::string&, bool, std::string_view m) override { add(key, m); }
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
  EXPECT_EQ(listed<Solid>().keys, "shape x y z length width height azimuth dip dip_direction toe");
  EXPECT_EQ(listed<Statement>().keys, "tonnage grade cut_off rim_grade density by_product");
  EXPECT_EQ(listed<ByProduct>().keys, "grade log_sd correlation");
  EXPECT_EQ(listed<Variogram>().keys, "nugget azimuth dip rake structure");
  EXPECT_EQ(listed<VariogramStructure>().keys,
            "type contribution range_major range_semi range_minor");
  EXPECT_EQ(listed<ConfidenceClass>().keys, "within metal_sd mean_factor inferred");
}

TEST(Describe, asks_for_what_has_no_default) {
  EXPECT_EQ(listed<Solid>().required, "x y z length width height");
  EXPECT_EQ(listed<Statement>().required, "tonnage grade cut_off density");
  EXPECT_EQ(listed<ByProduct>().required, "grade");
  EXPECT_EQ(listed<Variogram>().required, "");
  EXPECT_EQ(listed<VariogramStructure>().required,
            "contribution range_major range_semi range_minor");
  EXPECT_EQ(listed<ConfidenceClass>().required, "metal_sd");
}

}  // namespace
}  // namespace lode::resource

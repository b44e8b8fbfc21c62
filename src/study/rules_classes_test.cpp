#include "study/rules_classes.h"

#include <gtest/gtest.h>

#include "study/made_up_case.h"

namespace lode::study {
namespace {

// Of the made-up deposit: 2.2 Mt of 1.2 % in two classes, changed.
template <class Change>
std::vector<Breach> after(const Change& change) {
  Deposit d = made_up_case().deposit[0];
  change(d, d.confidence);
  return class_breaches(d, "deposit.hill");
}
using Classes = std::vector<resource::ConfidenceClass>;

void by_tonnes(Classes& classes, double first_t, double second_t) {
  for (resource::ConfidenceClass& one : classes) one.within = kInfinity;
  classes[0].tonnage_t = first_t, classes[1].tonnage_t = second_t;
}

TEST(ClassRules, hold_for_classes_by_rim_by_tonnage_and_by_share) {
  EXPECT_TRUE(after([](Deposit&, Classes&) {}).empty());
  EXPECT_TRUE(after([](Deposit&, Classes& k) { by_tonnes(k, 1e6, 1.2e6); }).empty());
  EXPECT_TRUE(after([](Deposit&, Classes& k) {
                for (auto& one : k) one.within = kInfinity, one.share = 0.5;
              }).empty());
}

TEST(ClassRules, refuse_what_leaves_a_class_without_a_place) {
  struct Wrong {
    std::vector<Breach> found;
    const char *key, *says;
  };
  for (const Wrong& wrong : {
           Wrong{after([](Deposit&, Classes&k) { k.clear(); }), "confidence",
                 "one to eight classes"},
           {after([](Deposit&, Classes&k) { k.resize(9); }), "confidence", "one to eight"},
           {after([](Deposit&, Classes&k) {
              for (auto& one : k) one.within = kInfinity;
            }),
            "confidence", "says nowhere"},
           {after([](Deposit&, Classes&k) { k[0].tonnage_t = 1e6; }), "confidence.heart.tonnage",
            "beside `within`"},
           {after([](Deposit&, Classes&k) { by_tonnes(k, 1e6, kInfinity); }), "confidence.rim",
            "has no `tonnage`"},
           {after([](Deposit&, Classes&k) { k[0].within = 1; }), "confidence.rim.within",
            "must rise"},
           {after([](Deposit&, Classes&k) { k[1].within = 0.9; }), "confidence.rim.within",
            "within = 1"},
           {after([](Deposit&, Classes&k) { by_tonnes(k, 1e6, 1.3e6); }), "confidence",
            "adds to 2.3 Mt, the statement says 2.2 Mt"},
           {after([](Deposit&, Classes&k) {
              for (auto& one : k) one.within = kInfinity, one.share = 0.51;
            }),
            "confidence", "add to 1.02"},
           {after([](Deposit&d, Classes&) { d.statement->grade = kInfinity; }), "statement.grade",
            "is required"},
           {after([](Deposit&d, Classes&) { d.statement->tonnage_t = kInfinity; }),
            "statement.tonnage", "is required"},
       }) {
    ASSERT_EQ(wrong.found.size(), 1u) << wrong.says;
    EXPECT_EQ(wrong.found[0].key, std::string("deposit.hill.") + wrong.key);
    EXPECT_NE(wrong.found[0].message.find(wrong.says), std::string::npos) << wrong.found[0].message;
  }
}

// Tonnes that add up, grades that do not: 1 Mt of 2 % and 1.2 Mt of 1 % are 32 kt, not 26.4 kt.
TEST(ClassRules, refuse_grades_that_give_other_metal_than_the_statement) {
  const auto with_second_grade = [](double grade) {
    return after([&](Deposit&, Classes& k) {
      by_tonnes(k, 1e6, 1.2e6);
      k[0].grade = 0.02, k[1].grade = grade;
    });
  };
  const auto found = with_second_grade(0.01);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found[0].message.find("32000 t"), std::string::npos) << found[0].message;
  EXPECT_TRUE(with_second_grade(0.0064 / 1.2).empty());
}

TEST(ClassRules, leave_classes_by_drilling_alone) {
  EXPECT_TRUE(after([](Deposit& d, Classes& k) {
                d.holes.emplace();
                for (auto& one : k) one.within = kInfinity;
              }).empty());
}

}  // namespace
}  // namespace lode::study

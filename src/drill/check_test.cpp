// Each kind of fault: where it is reported, in which words, and what each choice makes of it.
#include <gtest/gtest.h>

#include <cmath>

#include "drill/made_up_campaign.h"

namespace lode::drill {
namespace {

using enum FaultKind;

struct FaultCase {
  const char* name;
  FaultKind kind;
  const char* file;
  int line;
  const char* says;  // part of the message
  void (*change)(MadeUpCampaign&);
};

const FaultCase kCases[] = {
    {"empty_key", empty_key, "assay.csv", 3, "is needed",
     [](MadeUpCampaign& c) { c.assays = "A,0,10,1\nA,,20,2\nB,0,10,3"; }},
    {"no_name", empty_key, "collar.csv", 4, "without a name",
     [](MadeUpCampaign& c) { c.collars += "\n,1,2,3"; }},
    {"text_in_depth", text_in_number, "assay.csv", 2, "is no number",
     [](MadeUpCampaign& c) { c.assays = "A,x,10,1\nA,10,20,2\nB,0,10,3"; }},
    {"text_in_grade", text_in_number, "assay.csv", 3, "is no number",
     [](MadeUpCampaign& c) { c.assays = "A,0,10,1\nA,10,20,high\nB,0,10,3"; }},
    {"text_in_collar", text_in_number, "collar.csv", 2, "is no number",
     [](MadeUpCampaign& c) { c.collars = "A,east,0,100\nB,50,0,100"; }},
    {"negative_depth", negative_depth, "assay.csv", 2, "above the collar",
     [](MadeUpCampaign& c) { c.assays = "A,-5,10,1\nA,10,20,2\nB,0,10,3"; }},
    {"negative_station", negative_depth, "survey.csv", 2, "above the collar",
     [](MadeUpCampaign& c) { c.surveys = "A,-1,0,-90\nA,0,0,-90\nB,0,0,-90"; }},
    {"too_deep", too_deep, "assay.csv", 4, "below greatest_depth",
     [](MadeUpCampaign& c) { c.assays = "A,0,10,1\nA,10,20,2\nB,0,1e7,3"; }},
    {"station_too_deep", too_deep, "survey.csv", 5, "below greatest_depth",
     [](MadeUpCampaign& c) {
       c.collars += "\nC,9,0,100";
       c.surveys += "\nC,0,0,-90\nC,1e8,0,-90";
     }},
    {"collar_too_deep", too_deep, "collar.csv", 3, "no length of a hole",
     [](MadeUpCampaign& c) {
       c.campaign.collar.depth = "depth";
       c.collars = "A,0,0,100,20\nB,50,0,100,1e8";
     }},
    {"duplicate_collar", duplicate_collar, "collar.csv", 4, "line 2 is a collar of this name too",
     [](MadeUpCampaign& c) { c.collars += "\nA,9,9,9"; }},
    {"missing_collar", missing_collar, "assay.csv", 6, "has no collar",
     [](MadeUpCampaign& c) { c.assays += "\nZ,0,10,3"; }},
    {"missing_collar_near", missing_collar, "survey.csv", 4, "has no collar; A has",
     [](MadeUpCampaign& c) { c.surveys += "\na,0,0,-90"; }},
    {"no_survey", no_survey, "collar.csv", 3, "no usable station",
     [](MadeUpCampaign& c) { c.surveys = "A,0,0,-90"; }},
    {"station_order", station_order, "survey.csv", 3, "stands after a station at 15 m (line 2)",
     [](MadeUpCampaign& c) { c.surveys = "A,15,0,-90\nA,0,0,-90\nB,0,0,-90"; }},
    {"duplicate_station", duplicate_station, "survey.csv", 3, "line 2 has a station at this depth",
     [](MadeUpCampaign& c) { c.surveys = "A,0,0,-90\nA,0,9,-80\nB,0,0,-90"; }},
    {"station_beyond_end", station_beyond_end, "survey.csv", 4, "below the hole's end at 20 m",
     [](MadeUpCampaign& c) { c.surveys += "\nB,9000,0,-90"; }},
    {"azimuth_range", azimuth_range, "survey.csv", 2, "in [0, 360]",
     [](MadeUpCampaign& c) { c.surveys = "A,0,-10,-90\nB,0,0,-90"; }},
    {"dip_range", dip_range, "survey.csv", 4, "in [-90, 90]",
     [](MadeUpCampaign& c) { c.surveys += "\nB,10,0,-91"; }},
    {"dip_sign", dip_sign, "survey.csv", 2, "2 of 2 stations do: is survey.down right?",
     [](MadeUpCampaign& c) { c.surveys = "A,0,0,60\nB,0,0,60"; }},
    {"sharp_bend", sharp_bend, "survey.csv", 4, "turns by 130 degrees",
     [](MadeUpCampaign& c) { c.surveys = "A,0,0,-90\nB,0,0,-40\nB,10,180,-10"; }},
    {"reversed_interval", reversed_interval, "assay.csv", 3, "ends above its start",
     [](MadeUpCampaign& c) { c.assays = "A,0,10,1\nA,20,10,2\nB,0,10,3"; }},
    {"zero_length", zero_length, "assay.csv", 3, "ends where it starts",
     [](MadeUpCampaign& c) { c.assays = "A,0,10,1\nA,10,10,2\nB,0,10,3"; }},
    {"interval_order", interval_order, "assay.csv", 3, "stands after a deeper interval (line 2)",
     [](MadeUpCampaign& c) { c.assays = "A,10,20,1\nA,0,10,2\nB,0,10,3"; }},
    {"overlap", overlap, "assay.csv", 3, "overlaps line 2 (0 - 10)",
     [](MadeUpCampaign& c) { c.assays = "A,0,10,1\nA,8,20,2\nB,0,10,3"; }},
    {"same_interval", overlap, "assay.csv", 3, "is the same interval as line 2",
     [](MadeUpCampaign& c) { c.assays = "A,0,10,1\nA,0,10,2\nB,0,10,3"; }},
    {"gap", gap, "assay.csv", 3, "between this row and the one above",
     [](MadeUpCampaign& c) { c.assays = "A,0,10,1\nA,12,20,2\nB,0,10,3"; }},
    {"gap_at_collar", gap_at_collar, "assay.csv", 2, "from the collar",
     [](MadeUpCampaign& c) { c.assays = "A,3,10,1\nA,10,20,2\nB,0,10,3"; }},
    {"gap_at_end", gap_at_end, "assay.csv", 3, "to the hole's end",
     [](MadeUpCampaign& c) {
       c.campaign.collar.depth = "depth";
       c.collars = "A,0,0,100,25\nB,50,0,100,20";
     }},
    {"beyond_end", beyond_end, "assay.csv", 3, "below the hole's end at 15 m",
     [](MadeUpCampaign& c) {
       c.campaign.collar.depth = "depth";
       c.collars = "A,0,0,100,15\nB,50,0,100,20";
     }},
    {"empty_value", empty_value, "assay.csv", 3, "no value",
     [](MadeUpCampaign& c) { c.assays = "A,0,10,1\nA,10,20,\nB,0,10,3"; }},
    {"missing_code", missing_code, "assay.csv", 3, "stands for a missing value",
     [](MadeUpCampaign& c) { c.assays = "A,0,10,1\nA,10,20,-99\nB,0,10,3"; }},
    {"negative_value", negative_value, "assay.csv", 3, "below zero",
     [](MadeUpCampaign& c) { c.assays = "A,0,10,1\nA,10,20,-0.5\nB,0,10,3"; }},
    {"below_detection", below_detection, "assay.csv", 3, "below what the laboratory detects",
     [](MadeUpCampaign& c) { c.assays = "A,0,10,1\nA,10,20,<0.01\nB,0,10,3"; }},
    {"above_detection", above_detection, "assay.csv", 3, "above what the laboratory measures",
     [](MadeUpCampaign& c) { c.assays = "A,0,10,1\nA,10,20,> 50\nB,0,10,3"; }},
    {"above_whole", above_whole, "assay.csv", 3, "more than the whole",
     [](MadeUpCampaign& c) { c.assays = "A,0,10,1\nA,10,20,101\nB,0,10,3"; }},
    {"grade_unit", grade_unit, "assay.csv", 1, "says ppm; assay.element.cu.unit says %",
     [](MadeUpCampaign& c) { c.campaign.assay.element[0].column = "Cu_ppm"; }},
    {"depth_unit", depth_unit, "assay.csv", 1, "are they in feet?",
     [](MadeUpCampaign& c) {
       c.campaign.collar.depth = "depth";
       c.collars = "A,0,0,100,6.1\nB,50,0,100,6.1\nC,9,0,100,6.1";
       c.surveys += "\nC,0,0,-90";
       c.assays += "\nC,0,20,1";
     }},
    {"density_range", density_range, "rho.csv", 2, "in (0, 20] t/m3",
     [](MadeUpCampaign& c) {
       c.add_interval("rho", IntervalKind::number, "A,0,20,2700\nB,0,20,2.7");
       c.campaign.composite.density = "rho";
     }},
    {"no_density", no_density, "assay.csv", 4, "without a density",
     [](MadeUpCampaign& c) {
       c.add_interval("rho", IntervalKind::number, "A,0,20,2.7\nB,10,20,2.7");
       c.campaign.composite.density = "rho";
       c.campaign.composite.density_weighted = true;
       c.campaign.repair[gap_at_collar] = Repair::missing;
     }},
    {"ungrouped_code", ungrouped_code, "rock.csv", 3, "stands in no group",
     [](MadeUpCampaign& c) {
       c.add_interval("rock", IntervalKind::text, "A,0,20,bx\nB,0,20,fault");
       c.campaign.domain = {"rock", {{"ore", {"bx"}}}};
     }},
};

const Finding* find(const Prepared& prepared, const FaultCase& test) {
  for (const Finding& finding : prepared.checked.findings)
    if (finding.kind == test.kind && finding.file == test.file && finding.line == test.line)
      return &finding;
  return nullptr;
}

TEST(DrillCheck, every_kind_of_fault_is_tested) {
  for (std::size_t k = 0; k < kFaultKinds; ++k) {
    const auto kind = static_cast<FaultKind>(k);
    if (rule_of(kind).note || kind == ragged_row) continue;  // in tests of their own
    EXPECT_TRUE(std::any_of(std::begin(kCases), std::end(kCases), [&](const FaultCase& test) {
      return test.kind == kind;
    })) << rule_of(kind).key;
  }
}

TEST(DrillCheck, each_fault_is_told_with_its_place_and_refuses_until_it_has_a_choice) {
  EXPECT_FALSE(MadeUpCampaign().prepare().refused());
  for (const FaultCase& test : kCases) {
    SCOPED_TRACE(test.name);
    MadeUpCampaign c;
    test.change(c);
    const Prepared refused = c.prepare();
    const Finding* finding = find(refused, test);
    ASSERT_NE(finding, nullptr);
    EXPECT_NE(finding->message.find(test.says), std::string::npos) << finding->message;
    EXPECT_TRUE(refused.refused());
    EXPECT_GT(refused.composited.composites.size() + refused.checked.findings.size(), 1u);
    // Every choice answers it; the finding stays.
    for (const Repair repair : rule_of(test.kind).choices().subspan(1)) {
      c.campaign.repair[test.kind] = repair;
      const Prepared answered = c.prepare();
      EXPECT_NE(find(answered, test), nullptr) << name_of(repair);
      for (const FaultKind kind : answered.unanswered) EXPECT_NE(kind, test.kind);
    }
  }
}

// The mean grade of hole A after a repair, over what is sampled.
double grade_of_a(const Prepared& prepared) {
  const Composites& c = prepared.composited.composites;
  double metal = 0, length = 0;
  for (std::size_t i = 0; i < c.size(); ++i)
    if (c.hole[i] == 0 && !std::isnan(c.grade[0][i]))
      metal += c.grade[0][i] * c.sampled_m[0][i], length += c.sampled_m[0][i];
  return metal / length;
}

TEST(DrillCheck, repairs_do_what_they_say) {
  struct RepairCase {
    const char* assays;
    FaultKind kind;
    Repair repair;
    double grade;  // of hole A, by hand
  };
  for (const RepairCase& test : {
           RepairCase{"A,0,10,1\nA,10,20,-0.5", negative_value, Repair::half, (1 + 0.25) / 2},
           RepairCase{"A,0,10,1\nA,10,20,-0.5", negative_value, Repair::limit, (1 + 0.5) / 2},
           RepairCase{"A,0,10,1\nA,10,20,-0.5", negative_value, Repair::zero, 0.5},
           RepairCase{"A,0,10,1\nA,10,20,-0.5", negative_value, Repair::missing, 1},
           RepairCase{"A,0,10,1\nA,10,20,-0.5", negative_value, Repair::refuse, 1},
           RepairCase{"A,0,10,1\nA,10,20,<0.02", below_detection, Repair::half, (1 + 0.01) / 2},
           RepairCase{"A,0,10,1\nA,10,20,>50", above_detection, Repair::limit, 25.5},
           RepairCase{"A,0,10,1\nA,10,20,-99", missing_code, Repair::zero, 0.5},
           RepairCase{"A,0,10,1\nA,10,20,", empty_value, Repair::zero, 0.5},
           RepairCase{"A,0,10,1\nA,20,30,1", gap, Repair::zero, 2.0 / 3},
           RepairCase{"A,0,10,1\nA,20,30,1", gap, Repair::missing, 1},
           RepairCase{"A,10,20,1", gap_at_collar, Repair::zero, 0.5},
           RepairCase{"A,0,10,1\nA,20,10,3", reversed_interval, Repair::swap, 2},
           RepairCase{"A,0,10,1\nA,20,10,3", reversed_interval, Repair::leave_out, 1},
           RepairCase{"A,0,10,1\nA,5,15,4", overlap, Repair::first, (10 + 20) / 15.0},
           RepairCase{"A,0,10,1\nA,5,15,4", overlap, Repair::last, (5 + 40) / 15.0},
           RepairCase{"A,0,10,1\nA,5,15,4", overlap, Repair::leave_out, (5 + 20) / 10.0},
           RepairCase{"A,10,20,1\nA,0,10,3", interval_order, Repair::sort, 2},
       }) {
    MadeUpCampaign c;
    c.assays = test.assays;
    c.campaign.composite.minimum_sampled = 0;
    c.campaign.repair[test.kind] = test.repair;
    EXPECT_NEAR(grade_of_a(c.prepare()), test.grade, 1e-12)
        << test.assays << " " << name_of(test.repair);
  }
}

// A row that is left out leaves nothing known, never a zero.
TEST(DrillCheck, a_row_left_out_is_no_gap_to_be_filled_with_zero) {
  MadeUpCampaign c;
  c.assays = "A,0,10,1\nA,20,10,9\nA,20,30,1";
  c.campaign.repair[reversed_interval] = Repair::leave_out;
  c.campaign.repair[gap] = Repair::zero;
  const Prepared prepared = c.prepare();
  EXPECT_NEAR(grade_of_a(prepared), 1, 1e-12);
  EXPECT_FALSE(prepared.refused());
}

TEST(DrillCheck, counts_do_not_depend_on_the_choices) {
  MadeUpCampaign c;
  c.assays = "A,10,20,1\nA,0,10,2\nA,5,12,3\nA,30,40,\nA,40,50,-1";
  const auto counts = [&] {
    std::string out;
    for (const FaultSum& sum : summed(c.prepare().checked.findings))
      out += std::string(rule_of(sum.kind).key) + " " + std::to_string(sum.count) + " ";
    return out;
  };
  const std::string before = counts();
  c.campaign.repair[interval_order] = Repair::sort;
  c.campaign.repair[overlap] = Repair::first;
  c.campaign.repair[gap] = Repair::zero;
  c.campaign.repair[empty_value] = Repair::missing;
  c.campaign.repair[negative_value] = Repair::half;
  EXPECT_EQ(counts(), before);
  EXPECT_EQ(before,
            "interval_order 1 overlap 2 gap 1 empty_value 1 negative_value 1 no_intervals 1 ");
}

TEST(DrillCheck, notes_need_no_choice) {
  MadeUpCampaign c;
  c.collars += "\nC,0,0,100";
  c.surveys = "A,5,0,-90\nB,0,0,-90\nC,0,0,-90";
  const Prepared prepared = c.prepare();
  std::string told;
  for (const Finding& finding : prepared.checked.findings)
    told += std::string(rule_of(finding.kind).key) + " ";
  EXPECT_EQ(told, "shared_collar late_first_station no_intervals ");
  EXPECT_FALSE(prepared.refused());
}

TEST(DrillCheck, feet_become_metres) {
  MadeUpCampaign c;
  c.campaign.collar.table.unit = c.campaign.survey.table.unit = c.campaign.assay.table.unit =
      LengthUnit::ft;
  const Prepared prepared = c.prepare();
  EXPECT_NEAR(prepared.checked.hole[1].collar.x, 15.24, 1e-12);
  EXPECT_NEAR(prepared.checked.hole[0].end_m, 6.096, 1e-12);
}

}  // namespace
}  // namespace lode::drill

// What is missing in tables of holes is never read as data, in any column; and stations that need
// no azimuth.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "drill/made_up_campaign.h"

namespace lode::drill {
namespace {

using enum FaultKind;

constexpr const char* kWords[] = {"", "NA", "NaN", "nan", "n/a", "null", "-"};
constexpr const char* kCodes[] = {"-999", "-99", "-9999", "-99999", "-1e21", "1e21", "-999.25"};

bool tells(const Prepared& prepared, FaultKind kind, const std::string& file, int line) {
  for (const Finding& finding : prepared.checked.findings)
    if (finding.kind == kind && finding.file == file && finding.line <= line &&
        line <= finding.last_line)
      return true;
  return false;
}

// Every word and code in place of %: the campaign without a choice is refused, with the line told;
// with the choice the result is that of `without`, the table without the row or value.
struct MissingCase {
  const char* name;
  std::string MadeUpCampaign::*table;
  const char* rows;  // % is the cell
  const char* file;
  int line;
  FaultKind word, code;  // the kind of fault
  const char* without;
};

const MissingCase kCases[] = {
    {"depth of a station", &MadeUpCampaign::surveys, "A,0,0,-90\nA,%,0,-80\nB,0,0,-90",
     "survey.csv", 3, empty_key, empty_key, "A,0,0,-90\nB,0,0,-90"},
    {"azimuth", &MadeUpCampaign::surveys, "A,0,30,-60\nA,10,%,-61\nB,0,0,-90", "survey.csv", 3,
     empty_key, empty_key, "A,0,30,-60\nB,0,0,-90"},
    {"dip", &MadeUpCampaign::surveys, "A,0,30,-60\nA,10,30,%\nB,0,0,-90", "survey.csv", 3,
     empty_key, empty_key, "A,0,30,-60\nB,0,0,-90"},
    {"from", &MadeUpCampaign::assays, "A,0,10,1\nA,%,20,2\nB,0,10,3", "assay.csv", 3, empty_key,
     empty_key, "A,0,10,1\nB,0,10,3"},
    {"to", &MadeUpCampaign::assays, "A,0,10,1\nA,10,%,2\nB,0,10,3", "assay.csv", 3, empty_key,
     empty_key, "A,0,10,1\nB,0,10,3"},
    {"grade", &MadeUpCampaign::assays, "A,0,10,1\nA,10,20,%\nB,0,10,3", "assay.csv", 3,
     missing_code, missing_code, "A,0,10,1\nB,0,10,3"},
    {"hole of an interval", &MadeUpCampaign::assays, "A,0,10,1\n%,10,20,2\nB,0,10,3", "assay.csv",
     3, empty_key, missing_collar, "A,0,10,1\nB,0,10,3"},
};

std::string filled(std::string rows, const std::string& cell) {
  return rows.replace(rows.find('%'), 1, cell);
}

void expect_same_composites(const Prepared& a, const Prepared& b) {
  const Composites &p = a.composited.composites, &q = b.composited.composites;
  ASSERT_EQ(p.size(), q.size());
  for (std::size_t i = 0; i < p.size(); ++i) {
    EXPECT_EQ(p.from_m[i], q.from_m[i]);
    EXPECT_EQ(p.to_m[i], q.to_m[i]);
    EXPECT_EQ(p.centre[i].x, q.centre[i].x);
    EXPECT_EQ(p.centre[i].y, q.centre[i].y);
    EXPECT_EQ(p.centre[i].z, q.centre[i].z);
    if (std::isnan(p.grade[0][i]) && std::isnan(q.grade[0][i])) continue;
    EXPECT_EQ(p.grade[0][i], q.grade[0][i]);
  }
}

TEST(Missing, words_and_codes_are_data_in_no_column) {
  for (const MissingCase& test : kCases)
    for (const bool code : {false, true})
      for (const char* cell : code ? std::span<const char* const>(kCodes) : kWords) {
        SCOPED_TRACE(std::string(test.name) + " = " + cell);
        MadeUpCampaign c, without;
        c.*test.table = filled(test.rows, cell);
        without.*test.table = test.without;
        c.campaign.repair[azimuth_range] = Repair::wrap;  // never of a missing code
        const FaultKind own = code                                        ? test.code
                              : cell[0] == 0 && test.word == missing_code ? empty_value
                                                                          : test.word;
        FaultKind told = own;
        if (code && std::string(test.name) == "azimuth") told = azimuth_range;
        const Prepared first = c.prepare();
        EXPECT_TRUE(tells(first, told, test.file, test.line));
        EXPECT_EQ(first.refused(), told != azimuth_range);
        c.campaign.repair[own] =
            own == missing_code || own == empty_value ? Repair::missing : Repair::leave_out;
        const Prepared answered = c.prepare();
        EXPECT_FALSE(answered.refused());
        if (own != missing_code && own != empty_value)
          expect_same_composites(answered, without.prepare());
        else
          EXPECT_TRUE(std::isnan(answered.checked.grade[0][1]));
      }
}

TEST(Missing, coordinates_and_lengths_of_collars) {
  for (const char* cell : {"NA", "nan", "-1e21"}) {
    MadeUpCampaign c;
    c.collars = std::string("A,0,") + cell + ",100\nB,50,0,100";
    EXPECT_TRUE(tells(c.prepare(), empty_key, "collar.csv", 2)) << cell;
  }
  // A code is a coordinate unless the case says otherwise; it is reported.
  MadeUpCampaign c;
  c.collars = "A,0,0,-999\nB,50,0,100";
  const Prepared read = c.prepare();
  EXPECT_FALSE(read.refused());
  EXPECT_TRUE(tells(read, suspect_value, "collar.csv", 2));
  EXPECT_EQ(read.checked.hole[0].collar.z, -999);
  c.campaign.collar.table.missing = std::vector<double>{-999};
  EXPECT_TRUE(c.prepare().refused());
  EXPECT_TRUE(tells(c.prepare(), empty_key, "collar.csv", 2));
  for (const char* cell : {"", "NA", "-999", "-99"}) {
    MadeUpCampaign length;
    length.campaign.collar.depth = "depth";
    length.collars = std::string("A,0,0,100,") + cell + "\nB,50,0,100,20";
    length.campaign.repair[empty_value] = Repair::missing;
    const Prepared prepared = length.prepare();
    EXPECT_FALSE(prepared.refused()) << cell;
    EXPECT_TRUE(tells(prepared, empty_value, "collar.csv", 2)) << cell;
    EXPECT_EQ(prepared.checked.hole[0].end_m, 20);  // of its deepest interval
  }
}

TEST(Missing, the_list_of_a_table_holds_for_all_its_columns) {
  MadeUpCampaign c;
  c.assays = "A,0,10,7\nA,10,20,2\nB,0,10,3";
  c.campaign.assay.table.missing = std::vector<double>{7};
  c.campaign.repair[missing_code] = Repair::missing;
  EXPECT_TRUE(std::isnan(c.prepare().checked.grade[0][0]));
  c.assays = "A,0,10,-999\nA,10,20,2\nB,0,10,3";
  c.campaign.assay.table.missing = std::vector<double>{};  // no number: -999 is a negative grade
  EXPECT_TRUE(tells(c.prepare(), negative_value, "assay.csv", 2));
}

TEST(Missing, densities_and_codes_of_domains) {
  for (const char* cell : {"NA", "-999", "-99"}) {
    MadeUpCampaign c;
    c.add_interval("rho", IntervalKind::number, std::string("A,0,20,") + cell + "\nB,0,20,2.7");
    c.campaign.composite.density = "rho";
    EXPECT_TRUE(tells(c.prepare(), missing_code, "rho.csv", 2)) << cell;
    MadeUpCampaign d;
    d.add_interval("rock", IntervalKind::text, std::string("A,0,20,") + cell + "\nB,0,20,ore");
    d.campaign.domain.table = "rock";
    d.campaign.repair[missing_code] = Repair::missing;
    const Prepared prepared = d.prepare();
    EXPECT_TRUE(tells(prepared, missing_code, "rock.csv", 2)) << cell;
    EXPECT_EQ(prepared.checked.domain_name, (std::vector<std::string>{"ore"})) << cell;
  }
}

// A direction straight down has no azimuth: the station counts as with any azimuth written,
// wherever it stands and whatever the method.
TEST(VerticalStation, needs_no_azimuth) {
  const char* surveys[] = {
      "A,0,%,-90\nA,50,45,-80\nA,100,45,-70\nB,0,0,-90",   // at the collar, then inclined
      "A,0,45,-80\nA,50,%,-90\nA,100,200,-85\nB,0,0,-90",  // in the middle
      "A,0,45,-80\nA,50,%,-90\nB,0,0,-90",                 // at the end
      "A,30,%,-90\nA,60,120,-75\nB,0,0,-90",               // no station at the collar
      "A,0,%,-89.995\nA,50,45,-80\nB,0,0,-90",             // within the tolerance
      "A,0,%,90\nA,50,45,80\nB,0,0,-90",                   // straight up
  };
  for (const Desurvey method :
       {Desurvey::minimum_curvature, Desurvey::balanced_tangent, Desurvey::tangent})
    for (const char* survey : surveys)
      for (const char* cell : {"", "NA", "-999", "nan"}) {
        SCOPED_TRACE(std::string(survey) + " " + cell);
        MadeUpCampaign c, written;
        for (MadeUpCampaign* one : {&c, &written}) {
          one->assays = "A,0,40,1\nA,40,50,2\nA,50,100,3\nB,0,10,3";
          one->campaign.desurvey = method;
          one->campaign.repair[dip_sign] = Repair::keep;
        }
        c.surveys = filled(survey, cell);
        std::string exact = filled(survey, "137");
        if (const auto at = exact.find("-89.995"); at != std::string::npos)
          exact.replace(at, 7, "-90");
        written.surveys = exact;
        const Prepared a = c.prepare(), b = written.prepare();
        EXPECT_FALSE(a.refused());
        bool told = false;
        for (const Finding& finding : a.checked.findings) told |= finding.kind == vertical_station;
        EXPECT_TRUE(told);
        const Composites &p = a.composited.composites, &q = b.composited.composites;
        ASSERT_EQ(p.size(), q.size());
        for (std::size_t i = 0; i < p.size(); ++i) {
          EXPECT_NEAR(p.centre[i].x, q.centre[i].x, 1e-12);
          EXPECT_NEAR(p.centre[i].y, q.centre[i].y, 1e-12);
          EXPECT_NEAR(p.centre[i].z, q.centre[i].z, 1e-12);
        }
      }
}

// By hand: along the arc of 10 degrees in 50 m, at 45 m the hole has turned by 9 degrees.
TEST(VerticalStation, lies_on_the_arc) {
  MadeUpCampaign c;
  c.collars = "A,0,0,0\nB,50,0,0";
  c.surveys = "A,0,,-90\nA,50,45,-80\nA,100,45,-70\nB,0,0,-90";
  c.assays = "A,0,40,1\nA,40,50,2\nA,50,100,3\nB,0,10,3";
  const Prepared prepared = c.prepare();
  const Composites& found = prepared.composited.composites;
  const double turn = 10 * std::numbers::pi / 180, radius = 50 / turn, angle = 0.9 * turn;
  const double out = radius * (1 - std::cos(angle)), down = radius * std::sin(angle);
  ASSERT_GT(found.size(), 4u);
  EXPECT_NEAR(found.from_m[4], 40, 1e-12);
  EXPECT_NEAR(found.centre[4].x, out / std::numbers::sqrt2, 1e-9);
  EXPECT_NEAR(found.centre[4].y, out / std::numbers::sqrt2, 1e-9);
  EXPECT_NEAR(found.centre[4].z, -down, 1e-9);
  EXPECT_NEAR(out / std::numbers::sqrt2, 2.494, 5e-4);  // as told with the case
}

TEST(VerticalStation, an_inclined_one_needs_its_azimuth) {
  MadeUpCampaign c;
  c.surveys = "A,0,,-89.9\nB,0,0,-90";
  EXPECT_TRUE(c.prepare().refused());
  EXPECT_TRUE(tells(c.prepare(), empty_key, "survey.csv", 2));
}

}  // namespace
}  // namespace lode::drill

#include "study/drilled.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "study/made_up_drilled.h"

namespace lode::study {
namespace {

std::size_t index_of(const DrilledModel& m, const std::string& domain) {
  return static_cast<std::size_t>(std::find(m.domain_name.begin(), m.domain_name.end(), domain) -
                                  m.domain_name.begin());
}

// Whether estimates in the west use grades of the east. [block of the west] by its column x = 10 or
// 30.
std::set<double> columns_that_change(const std::vector<resource::SoftBoundary>& soft) {
  MadeUpDrilled as_drilled, richer(10);
  as_drilled.estimation.soft = richer.estimation.soft = soft;
  const DrilledModel a = as_drilled.model(), b = richer.model();
  EXPECT_EQ(a.block, b.block);
  std::set<double> out;
  for (std::size_t i = 0; i < a.block.size(); ++i)
    if (a.domain[i] == static_cast<std::int32_t>(index_of(a, "west")) &&
        a.kriged[0][i] != b.kriged[0][i])
      out.insert(as_drilled.grid.centre(a.block[i]).x);
  return out;
}

TEST(Drilled, boundaries_are_hard_unless_a_soft_one_lies_within_reach) {
  EXPECT_EQ(columns_that_change({}), std::set<double>{});
  // Blocks of the column x = 10 stand on composites, whose grade they have whatever else is near.
  EXPECT_EQ(columns_that_change({{"contact", {"west", "east"}, 0}}), std::set<double>{30});
  // The east's holes are 20 m from the middle column and 40 m from the west's own.
  EXPECT_EQ(columns_that_change({{"contact", {"west", "east"}, 15}}), std::set<double>{});
  EXPECT_EQ(columns_that_change({{"contact", {"west", "east"}, 25}}), std::set<double>{30});
}

TEST(Drilled, a_block_is_of_its_nearest_composites_domain_where_there_are_no_solids) {
  const MadeUpDrilled ground;
  const DrilledModel m = ground.model();
  ASSERT_EQ(m.block.size(), ground.grid.size());
  for (std::size_t i = 0; i < m.block.size();
       ++i)  // the middle is as near to both: the earlier row
    EXPECT_EQ(m.domain_name[static_cast<std::size_t>(m.domain[i])],
              ground.grid.centre(m.block[i]).x > 40 ? "east" : "west");
}

TEST(Drilled, the_first_solid_that_holds_a_centre_gives_the_domain) {
  MadeUpDrilled ground;
  resource::Solid east, west;
  east.id = "east", west.id = "west";
  east.shape = west.shape = resource::Shape::ellipsoid;
  east.centre = {40, 20, 20}, west.centre = {20, 20, 20};
  east.length_m = west.length_m = 70, east.width_m = west.width_m = 60;
  east.height_m = west.height_m = 30;
  east.azimuth_deg = west.azimuth_deg = 90;
  ground.solid = {west, east};
  const DrilledModel m = ground.model();
  std::size_t at = 0, overlap = 0;
  for (std::size_t b = 0; b < ground.grid.size(); ++b) {
    const Point c = ground.grid.centre(b);
    const auto inside = [&](const Point& o) {
      return std::pow((c.x - o.x) / 35, 2) + std::pow((c.y - o.y) / 30, 2) +
                 std::pow((c.z - o.z) / 15, 2) <=
             1;
    };
    const bool in_west = inside(west.centre), in_east = inside(east.centre);
    overlap += in_west && in_east;
    if (!in_west && !in_east) continue;
    ASSERT_LT(at, m.block.size());
    EXPECT_EQ(m.block[at], b);
    EXPECT_EQ(m.domain_name[static_cast<std::size_t>(m.domain[at])], in_west ? "west" : "east");
    ++at;
  }
  EXPECT_EQ(at, m.block.size());
  EXPECT_GT(overlap, 0u);
  EXPECT_LT(at, ground.grid.size());
}

TEST(Drilled, air_is_not_estimated) {
  MadeUpDrilled ground;
  for (std::size_t b = 18; b < 24; ++b) ground.air[b] = 1;  // the upper bench
  const DrilledModel m = ground.model();
  EXPECT_EQ(m.block.size(), 18u);
  EXPECT_LT(m.block.back(), 18u);
}

TEST(Drilled, density_comes_from_the_holes_where_there_is_some_unless_a_domain_has_its_own) {
  MadeUpDrilled ground;
  ground.holes.add_interval("sg", drill::IntervalKind::number,
                            "A,0,40,2.6\nB,0,40,3.0\nC,0,10,2.9");
  ground.holes.campaign.composite.density = "sg";
  for (const drill::FaultKind kind : {drill::FaultKind::gap, drill::FaultKind::gap_at_end})
    ground.holes.campaign.repair[kind] = drill::Repair::missing;
  const auto density = [&](const char* domain) {
    const DrilledModel m = ground.model();
    return m.density_t_per_m3[index_of(m, domain)];
  };
  EXPECT_EQ(density("west"), 2.5);  // as given
  ground.estimation.density_from = DensityFrom::holes;
  EXPECT_NEAR(density("west"), 2.8, 1e-12);  // four composites of 2.6 and four of 3.0
  EXPECT_NEAR(density("east"), 2.9, 1e-12);  // the one that has some
  ground.estimation.density = {{"west", 2.7}};
  EXPECT_EQ(density("west"), 2.7);
  EXPECT_NEAR(density("east"), 2.9, 1e-12);
}

TEST(Drilled, a_by_product_takes_its_own_variogram_else_the_main_one) {
  MadeUpDrilled ground;
  ground.holes.campaign.assay.element.push_back(
      {"au", "au", drill::GradeUnit::gram_per_tonne, drill::Unsampled::as_repaired});
  std::string assays;  // gold: the copper's digits as grams
  for (const char c : ground.holes.assays + "\n") {
    if (c == '\n')
      assays += assays.substr(assays.rfind(',')) + c;
    else
      assays += c;
  }
  assays.pop_back();
  ground.holes.assays = assays;
  ground.estimation.by_product = {{"au", "", {}, {}}};
  const DrilledModel shared = ground.model();
  for (std::size_t i = 0; i < shared.block.size(); ++i)  // g/t over per cent
    EXPECT_NEAR(shared.kriged[1][i], 1e-4 * shared.kriged[0][i], 1e-15);
  // Of a pure nugget ordinary kriging is the mean of the samples.
  resource::Variogram nugget;
  nugget.nugget = 1;
  ground.estimation.by_product[0].variogram = nugget;
  ground.kriging.support = resource::Support::point;
  const DrilledModel own = ground.model();
  for (std::size_t i = 0; i < own.block.size(); ++i) {
    const Point at = ground.grid.centre(own.block[i]);
    double mean = 0;
    for (std::size_t s = 0; s < own.composites.size(); ++s)
      if (own.composites.domain[s] == own.domain[i]) mean += own.composites.grade[1][s] / 8;
    const bool on_a_sample = at.x != 30;
    if (!on_a_sample) {
      EXPECT_NEAR(own.kriged[1][i], 1e-6 * mean, 1e-15);
    }
  }
}

TEST(Drilled, the_change_of_support_keeps_each_domains_mean) {
  MadeUpDrilled ground(2);
  const DrilledModel m = ground.model();
  for (std::size_t d = 0; d < m.domain_name.size(); ++d) {
    double kriged = 0, corrected = 0;
    for (std::size_t i = 0; i < m.block.size(); ++i)
      if (m.domain[i] == static_cast<std::int32_t>(d))
        kriged += m.kriged[0][i], corrected += m.corrected[0][i];
    EXPECT_GT(kriged, 0);
    EXPECT_NEAR(corrected, kriged, 1e-9 * kriged);
  }
}

}  // namespace
}  // namespace lode::study

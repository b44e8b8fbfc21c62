// For the tests of deposits with drill holes: a campaign, its blocks and how they are estimated.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "drill/made_up_campaign.h"
#include "study/drilled.h"

namespace lode::study {

// Four upright holes of 40 m, two in the west and two in the east; 3 x 2 x 4 blocks of 20 x 20 x 10
// metres around them.
struct MadeUpDrilled {
  drill::MadeUpCampaign holes;
  Grid grid{{0, 0, 0}, {20, 20, 10}, {3, 2, 4}};
  std::vector<resource::Solid> solid;
  resource::Variogram variogram;
  resource::Search search;
  resource::Kriging kriging;
  Estimation estimation;
  std::vector<std::uint8_t> air = std::vector<std::uint8_t>(24, 0);

  explicit MadeUpDrilled(double east_factor = 1) {
    holes.collars = "A,10,10,40\nB,10,30,40\nC,50,10,40\nD,50,30,40";
    holes.surveys = "A,0,0,-90\nB,0,0,-90\nC,0,0,-90\nD,0,0,-90";
    std::string rock;
    holes.assays.clear();
    for (int hole = 0; hole < 4; ++hole)
      for (int k = 0; k < 4; ++k) {
        const std::string interval = std::string(1, static_cast<char>('A' + hole)) + "," +
                                     std::to_string(10 * k) + "," + std::to_string(10 * k + 10);
        const double grade = (1 + 0.3 * hole + 0.11 * k * k) * (hole < 2 ? 1 : east_factor);
        const char* newline = hole + k > 0 ? "\n" : "";
        holes.assays += newline + interval + "," + std::to_string(grade);
        rock += newline + interval + (hole < 2 ? ",west" : ",east");
      }
    holes.add_interval("rock", drill::IntervalKind::text, rock);
    holes.campaign.domain.table = "rock";
    resource::VariogramStructure structure;
    structure.id = "all", structure.contribution = 0.9;
    structure.range_major_m = structure.range_semi_m = structure.range_minor_m = 100;
    variogram.nugget = 0.1, variogram.structure = {structure};
    search.neighbourhood = resource::Neighbourhood::all;
    search.radius_major_m = 1;
    estimation.element = "cu", estimation.cut_off = 0.001, estimation.density_t_per_m3 = 2.5;
  }
  DrilledModel model() const {
    const drill::RawCampaign tables = holes.raw();
    return make_drilled_model("hill",
                              {holes.campaign,
                               tables,
                               grid,
                               solid,
                               variogram,
                               search,
                               kriging,
                               estimation,
                               {resource::DrillingThresholds{1e5, 1, 1, -10}},
                               air},
                              {});
  }
};

}  // namespace lode::study

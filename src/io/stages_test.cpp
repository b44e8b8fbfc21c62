// The cases of the stages, read and answered by calls of the rooms, without the program.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/error.h"
#include "decision/decision.h"
#include "io/drilled_deposit.h"
#include "io/holes_case.h"
#include "io/krige_case.h"
#include "io/krige_files.h"
#include "io/market_case.h"
#include "io/option_case.h"
#include "io/pit_blocks.h"
#include "io/pit_case.h"
#include "io/pit_family.h"
#include "io/pit_files.h"
#include "io/plant_case.h"
#include "io/variogram_case.h"
#include "io/with_places.h"
#include "market/market.h"
#include "pit/pit.h"
#include "plant/plant.h"
#include "resource/resource.h"

namespace lode::io {
namespace {
namespace fs = std::filesystem;

class StagesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "lode-stages-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }
  fs::path folder_;
};

// The values that the case's pit is written with, solved again as a grid of values.
TEST_F(StagesTest, a_case_of_estimates_has_the_pit_of_its_values) {
  const PitInput in = read_pit_case("cases/starters/pit");
  EXPECT_EQ(in.factors, (std::vector<double>{0.6, 0.8, 1, 1.2}));
  const pit::PitResult found =
      pit::solve(in.grid, in.ground.precedence, in.blocks, in.factors, pit::Proof::yes);
  write_pit_blocks(in, found, folder_);
  ValueReading reading;
  reading.missing = {"NA"}, reading.missing_as = "air";
  const pit::BlockValues values =
      read_value_grid(folder_ / "values.txt", in.grid.size(), 1, reading);
  pit::Precedence precedence = in.ground.precedence;
  precedence.present = values.present;
  const pit::PitResult again = pit::solve(in.grid, precedence, values, pit::Proof::yes);
  EXPECT_EQ(found.mined(), again.mined());
  const auto cents = static_cast<std::int64_t>(found.worth[found.pit].objective);
  EXPECT_GT(cents, 0);
  EXPECT_EQ(cents,
            again.shells.value_usd[0] * static_cast<std::int64_t>(power_of_ten(2 - values.digits)));
  const pit::Contents in_pit = pit::contents_of(in.blocks, in.grade, found.shells.shell, found.pit);
  EXPECT_EQ(in_pit.cents, cents);
  EXPECT_NEAR(in_pit.ore_t + in_pit.waste_t,
              static_cast<double>(found.blocks_mined()) * in.grid.cell_volume_m3() * 2.7,
              1e-3);  // the case's density
}

TEST_F(StagesTest, a_case_of_samples_is_kriged_and_left_out_as_the_estimators_do) {
  const KrigeInput in = read_krige_case("cases/points/krige.toml");
  const KrigeCase& c = in.given;
  resource::Columns rows = places_of_targets(in);
  rows.append(resource::estimate(in.samples, in.variable, c.method, *in.targets, in.traits));
  EXPECT_EQ(rows.name[0], "x");
  EXPECT_EQ(rows.rows(), in.targets->size());
  EXPECT_TRUE(resource::any_estimated(rows));
  const resource::Estimates kriged =
      resource::krige(in.samples, in.variable, c.method.variogram, c.method.search,
                      c.method.kriging, *in.targets, in.traits);
  EXPECT_EQ(rows.number[c.places()], kriged.estimate);
  const resource::Columns places = places_of_samples(in, std::vector<std::uint32_t>{4});
  EXPECT_EQ(places.number[1][0], in.samples.y[4]);
  write_rows(folder_, "estimates", "Estimates", c, rows, RowsOf::targets);
  EXPECT_TRUE(fs::exists(folder_ / "estimates.csv"));
  EXPECT_FALSE(fs::exists(folder_ / "estimates.vti"));  // points, no grid
}

// Pairs counted here: an unordered pair once, in the lag that its distance falls into.
TEST_F(StagesTest, a_case_of_points_has_the_variogram_of_its_pairs) {
  const VariogramFile read = read_variogram_case("cases/points/variogram.toml");
  const VariogramPoints in = read_variogram_points(read);
  const resource::Samples& s = in.points.samples;
  const auto found = resource::variographies(s, in.weight, read.given.variography);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(resource::status_of(found[0].result), resource::VariographyStatus::done);
  for (const resource::VariogramLag& lag : found[0].result.experimental.direction[0].lag) {
    std::uint64_t pairs = 0;
    double sum = 0;
    for (std::size_t i = 0; i < s.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        const double d = std::hypot(s.x[i] - s.x[j], s.y[i] - s.y[j]);
        if (d > lag.from_m && d <= lag.to_m)
          pairs += 1, sum += (s.value[0][i] - s.value[0][j]) * (s.value[0][i] - s.value[0][j]);
      }
    EXPECT_EQ(lag.pairs, pairs);
    EXPECT_NEAR(lag.semivariance, sum / 2 / static_cast<double>(pairs), 1e-9);
  }
}

// Two pits, one plant: the flowsheet of the case by hand.
TEST_F(StagesTest, a_case_of_a_plant_has_the_balance_by_hand) {
  const plant::PlantCase given = read_plant_case("cases/starters/plant").given;
  const plant::PlantYear year = plant::plant_year(given);
  const double mo_t = 0.60 * (3e6 * 0.0003 + 0.6 * 6e6 * 0.0001);
  EXPECT_NEAR(year.product[0].made.metal_t[1], mo_t, 1e-6);
  EXPECT_NEAR(year.product[0].made.tonnes, mo_t / 0.50, 1e-6);
  const double wo3_t = 3e6 * 0.0020 + 0.6 * 6e6 * 0.0013, fed_t = 3e6 + 0.6 * 6e6 - mo_t / 0.50,
               grade = wo3_t / fed_t;
  const double recovery = 0.75 * (1 - 0.0002 / grade) / (1 - 0.0002 / 0.0020);
  EXPECT_NEAR(year.product[1].made.metal_t[0], recovery * wo3_t, 1e-6);
  EXPECT_NEAR(year.paid_usd, 0.97 * mo_t * 33000 + 0.78 * recovery * wo3_t * 49000, 1e-2);
  EXPECT_FALSE(year.is_over());
}

// Wait on all paths and build where the sign is 1 (cases/option/given-paths/expected.csv).
TEST_F(StagesTest, a_case_of_paths_has_the_value_of_waiting_for_the_sign) {
  const OptionInput in = read_option_case("cases/option/given-paths");
  ASSERT_TRUE(in.paths.has_value());
  EXPECT_EQ(in.paths->years, (std::vector<double>{0, 1}));
  const decision::RightOnPaths right = decision::right_on_paths(in.given.terms, *in.paths);
  EXPECT_NEAR(right.fitted.value.mean, 0.91486863, 1e-6);
  EXPECT_EQ(right.fitted.value.clusters, 60U);
}

// cases/market/a3-export-tax/expected.csv: a tax of 14 against free trade.
TEST_F(StagesTest, a_market_case_has_the_prices_of_its_scenarios) {
  const MarketInput in = read_market_case("cases/market/a3-export-tax");
  const market::MarketAnswer all = market::answer(in.world);
  ASSERT_TRUE(all.solved);
  ASSERT_EQ(all.scenarios.size(), 2U);
  const market::ScenarioAnswer& tax = all.scenarios[1];
  EXPECT_EQ(tax.id, "tax");
  EXPECT_NEAR(market::price_of(tax.model, tax.equilibrium, tax.model.balance[1]), 440.0 / 7, 1e-11);
  EXPECT_NEAR(tax.welfare.world.total(), 17470.0 / 7, 1e-9);
  EXPECT_NEAR(tax.welfare.objective, 17470.0 / 7 - 360, 1e-9);
}

TEST_F(StagesTest, a_case_of_holes_is_the_campaign_that_prepare_composites) {
  const HolesInput in = read_holes_case("cases/starters/holes", "");
  const drill::Prepared found = drill::prepare(in.campaign, *in.tables);
  EXPECT_FALSE(found.refused());
  ASSERT_EQ(found.checked.hole.size(), 9U);  // collar.csv
  const drill::Composites& composites = found.composited.composites;
  double drilled_m = 0, composited_m = 0;
  for (const drill::Hole& hole : found.checked.hole) drilled_m += hole.end_m;
  for (std::size_t i = 0; i < composites.size(); ++i)
    composited_m += composites.to_m[i] - composites.from_m[i];
  EXPECT_NEAR(composited_m, drilled_m, 1e-6);  // all of it is assayed
  EXPECT_THROW(read_holes_case("cases/starters/holes", "north"), InputError);
}

TEST_F(StagesTest, a_whole_case_gives_the_deposit_that_has_holes) {
  EXPECT_FALSE(read_drilled_deposit("cases/points/krige.toml", "").has_value());
  EXPECT_THROW(read_drilled_deposit("studies/small-copper", "no such deposit"), InputError);
}

TEST_F(StagesTest, a_family_is_refused_with_the_line_that_breaks_it) {
  const auto refusal = [&](const std::string& text, const pit::Family& family) {
    const fs::path file = write("values.txt", text);
    ValueReading reading;
    reading.multiples.clear();
    for (std::size_t k = 0; k < family.factors.size(); ++k)
      reading.multiples.push_back(family.multiples(k));
    try {
      check_family(family, read_value_grid(file, 3, 2, reading), file);
    } catch (const InputError& error) {
      return error.faults()[0];
    }
    return Fault{};
  };
  const pit::Family factors = pit::revenue_factors({"1"});
  EXPECT_EQ(refusal("5 1\n4 1\n3 1\n", factors).key, "");
  EXPECT_EQ(refusal("5 1\n-4 1\n3 1\n", factors).source.line, 2);
  EXPECT_EQ(refusal("5 1\n-4 1\n3 1\n", factors).key, "revenue");
  EXPECT_EQ(refusal("5 1\n4 1\n3 -1\n", pit::weight_multipliers({"2"})).key, "weight");
  const Fault sum = refusal("5 1\n4 1\n9000000000000000 1\n", pit::revenue_factors({"2000"}));
  EXPECT_EQ(sum.key, "revenue_factor");
  EXPECT_EQ(sum.source.line, 3);
}

TEST_F(StagesTest, faults_without_a_place_get_that_of_their_key_or_the_table_above) {
  const std::vector<study::Input> inputs = [] {
    std::vector<study::Input> out(2);
    out[0].key = "mill.capacity", out[0].where = {"case.toml", 7, 1}, out[0].by_default = false;
    out[1].key = "mill.cost", out[1].where = {"case.toml", 9, 1}, out[1].by_default = true;
    return out;
  }();
  EXPECT_EQ(place_in(inputs, "mill.capacity").line, 7);
  EXPECT_EQ(place_in(inputs, "mill.cost").line, 7);  // not given: the first of its table
  EXPECT_EQ(place_in(inputs, "mill").line, 7);
  EXPECT_TRUE(place_in(inputs, "mine").file.empty());
  try {
    with_places(places_in(inputs), []() -> int {
      throw InputError(std::vector<Fault>{{{}, "mill.capacity", "", "too small"},
                                          {{"other.csv", 3, 0}, "mill.capacity", "", "odd"}});
    });
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.faults()[0].source.file, "case.toml");
    EXPECT_EQ(error.faults()[1].source.file, "other.csv");
  }
}

}  // namespace
}  // namespace lode::io

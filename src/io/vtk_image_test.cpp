#include "io/vtk_image.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <regex>
#include <sstream>

#include "base/error.h"

namespace lode::io {
namespace {

namespace fs = std::filesystem;

class VtkImage : public testing::Test {
 protected:
  void SetUp() override {
    path_ = fs::temp_directory_path() /
            ("lode_" + std::to_string(getpid()) + "_" +
             testing::UnitTest::GetInstance()->current_test_info()->name() + ".vti");
  }
  void TearDown() override { fs::remove(path_); }
  std::string bytes() const {
    std::ifstream in(path_, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }
  // A reader of its own for one array: after VTK's description of the format, not our writer.
  template <class T>
  std::vector<T> array(const std::string& name) const {
    const std::string file = bytes();
    std::smatch found;
    EXPECT_TRUE(std::regex_search(
        file, found, std::regex("Name=\"" + name + "\" format=\"appended\" offset=\"([0-9]+)\"")));
    std::size_t at = file.find("<AppendedData encoding=\"raw\">");
    at = file.find('_', at) + 1 + std::stoull(found[1]);
    const auto word = [&] {
      std::uint64_t value;
      std::memcpy(&value, file.data() + at, sizeof value);
      at += sizeof value;
      return value;
    };
    const std::uint64_t blocks = word(), size = word(), last = word();
    std::vector<std::uint64_t> packed;
    for (std::uint64_t b = 0; b < blocks; ++b) packed.push_back(word());
    std::string out;
    for (std::uint64_t b = 0; b < blocks; ++b) {
      std::string part(b + 1 == blocks && last > 0 ? last : size, '\0');
      uLongf length = part.size();
      EXPECT_EQ(uncompress(reinterpret_cast<Bytef*>(part.data()), &length,
                           reinterpret_cast<const Bytef*>(file.data() + at), packed[b]),
                Z_OK);
      EXPECT_EQ(length, part.size());
      out += part;
      at += packed[b];
    }
    std::vector<T> values(out.size() / sizeof(T));
    std::memcpy(values.data(), out.data(), out.size());
    return values;
  }
  fs::path path_;
};

TEST_F(VtkImage, arrays_come_back_as_they_were) {
  Grid grid;
  grid.origin = {100, 200, -50}, grid.cell_m = {20, 30, 10}, grid.count = {80, 70, 60};
  std::vector<double> grade(grid.size());  // 2.7 MB: three blocks
  std::vector<std::int32_t> shell(grid.size());
  std::vector<std::uint8_t> klass(grid.size());
  std::vector<float> share(grid.size());
  for (std::size_t i = 0; i < grid.size(); ++i) {
    grade[i] = std::sin(static_cast<double>(i));
    shell[i] = static_cast<std::int32_t>(i % 7) - 1;
    klass[i] = static_cast<std::uint8_t>(i % 251);
    share[i] = static_cast<float>(i) / 3;
  }
  grade[5] = std::numeric_limits<double>::quiet_NaN();
  const std::vector<CellArray> arrays = {
      {"grade", grade}, {"shell", shell}, {"class", klass}, {"share", share}};
  write_vti(path_, grid, arrays);
  const auto back = array<double>("grade");
  ASSERT_EQ(back.size(), grade.size());
  EXPECT_TRUE(std::isnan(back[5]));
  EXPECT_EQ(std::memcmp(back.data(), grade.data(), 8 * grade.size()), 0);
  EXPECT_EQ(array<std::int32_t>("shell"), shell);
  EXPECT_EQ(array<std::uint8_t>("class"), klass);
  EXPECT_EQ(array<float>("share"), share);
  const std::string first = bytes();
  EXPECT_NE(first.find("WholeExtent=\"0 80 0 70 0 60\" Origin=\"100 200 -50\" "
                       "Spacing=\"20 30 10\" Direction=\"1 0 0 0 1 0 0 0 1\""),
            std::string::npos);
  write_vti(path_, grid, arrays);
  EXPECT_EQ(bytes(), first);
}

// origin + Direction x spacing x index is the grid's own centre, whatever the rotation.
TEST_F(VtkImage, direction_turns_as_the_grid_does) {
  Grid grid;
  grid.origin = {10, 20, 30}, grid.cell_m = {5, 8, 2}, grid.count = {3, 4, 2},
  grid.rotation_deg = 25;
  write_vti(path_, grid, {});
  const std::string file = bytes();
  std::smatch found;
  ASSERT_TRUE(std::regex_search(file, found, std::regex("Direction=\"([^\"]*)\"")));
  std::istringstream in(found[1]);
  std::array<double, 9> d{};
  for (double& x : d) in >> x;
  for (std::size_t block = 0; block < grid.size(); ++block) {
    const auto cell = grid.cell_of(block);
    const double u = (cell[0] + 0.5) * 5, v = (cell[1] + 0.5) * 8, w = (cell[2] + 0.5) * 2;
    const Point centre = grid.centre(block);
    EXPECT_NEAR(10 + d[0] * u + d[1] * v + d[2] * w, centre.x, 1e-12);
    EXPECT_NEAR(20 + d[3] * u + d[4] * v + d[5] * w, centre.y, 1e-12);
    EXPECT_NEAR(30 + d[6] * u + d[7] * v + d[8] * w, centre.z, 1e-12);
  }
}

TEST_F(VtkImage, refuses_what_does_not_fit) {
  Grid grid;
  grid.count = {2, 2, 2};
  const std::vector<double> seven(7), eight(8);
  const auto write = [&](std::vector<CellArray> arrays) { write_vti(path_, grid, arrays); };
  EXPECT_THROW(write({{"a", seven}}), InternalError);
  EXPECT_THROW(write({{"a", eight}, {"a", eight}}), InternalError);
  EXPECT_THROW(write({{"", eight}}), InternalError);
  EXPECT_THROW(write_vti("/no/such/folder/a.vti", grid, {}), InputError);
}

}  // namespace
}  // namespace lode::io

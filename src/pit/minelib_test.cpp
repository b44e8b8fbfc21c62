// Published optima of MineLib (Espinoza et al. 2013) and of MineFlow's grids (Deutsch 2022), read
// from archives beside the tree where they are present; the files themselves are not part of it.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "pit/ultimate_pit.h"

namespace lode::pit {
namespace {

namespace fs = std::filesystem;

// Unpacks ../shared/minelib/NAME.tar.xz into a folder of its own, removed at the end.
class Archive {
 public:
  explicit Archive(const std::string& name) {
    const fs::path archive = fs::path("..") / "shared" / "minelib" / (name + ".tar.xz");
    if (!fs::exists(archive)) {
      why_not_ = archive.string() + " is not there";
      return;
    }
    std::string pattern = (fs::temp_directory_path() / "lode_pit_XXXXXX").string();
    if (!mkdtemp(pattern.data())) {
      why_not_ = "no temporary folder";
      return;
    }
    folder_ = pattern;
    const std::string command =
        "tar xJf '" + archive.string() + "' -C '" + folder_.string() + "' 2>/dev/null";
    if (std::system(command.c_str()) != 0) why_not_ = "tar cannot unpack " + archive.string();
  }
  ~Archive() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  const std::string& why_not() const { return why_not_; }
  fs::path file(const std::string& name) const { return folder_ / name; }

 private:
  std::string why_not_;
  fs::path folder_;
};

// A decimal number times 10^digits, exactly.
std::int64_t scaled(std::string text, int digits) {
  const auto point = text.find('.');
  const auto after = point == std::string::npos ? 0 : static_cast<int>(text.size() - point) - 1;
  if (point != std::string::npos) text.erase(point, 1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  EXPECT_TRUE(error == std::errc() && end == text.data() + text.size()) << text;
  int more = digits - after;
  for (; more > 0; --more) value *= 10;
  for (; more < 0; ++more) {
    EXPECT_EQ(value % 10, 0) << text;
    value /= 10;
  }
  return value;
}

struct Instance {
  Grid grid;
  std::vector<std::size_t> block;  // [id] in the grid
  std::vector<std::uint8_t> present;
  std::vector<std::int64_t> value;  // [block in the grid]
};

Instance read_instance(const Archive& archive, const std::string& name, Point cell_m, int digits) {
  Instance instance;
  std::vector<std::array<int, 3>> place;
  std::ifstream blocks(archive.file(name + "/" + name + ".blocks"));
  for (std::string line; std::getline(blocks, line);) {
    std::istringstream words(line);
    std::size_t id = 0;
    std::array<int, 3> at{};
    words >> id >> at[0] >> at[1] >> at[2];
    EXPECT_EQ(id, place.size());
    place.push_back(at);
  }
  instance.grid.cell_m = cell_m;
  for (const auto& at : place)
    for (std::size_t k = 0; k < 3; ++k)
      instance.grid.count[k] = std::max(instance.grid.count[k], at[k] + 1);
  instance.present.assign(instance.grid.size(), 0);
  instance.value.assign(instance.grid.size(), 0);
  for (const auto& at : place) {
    instance.block.push_back(instance.grid.index(at[0], at[1], at[2]));
    instance.present[instance.block.back()] = 1;
  }
  std::ifstream upit(archive.file(name + "/" + name + ".upit"));
  std::string line;
  while (std::getline(upit, line) && line.rfind("OBJECTIVE", 0) != 0) continue;
  std::size_t id = 0;
  for (std::string text; upit >> id >> text;)
    instance.value[instance.block.at(id)] = scaled(text, digits);
  return instance;
}

// The precedence file lists for each block exactly the pattern's blocks that exist.
void expect_same_precedence(const Archive& archive, const std::string& name,
                            const Instance& instance, const Pattern& pattern) {
  std::ifstream file(archive.file(name + "/" + name + ".prec"));
  std::size_t lines = 0;
  for (std::string line; std::getline(file, line); ++lines) {
    std::istringstream words(line);
    std::size_t id = 0, count = 0;
    if (!(words >> id >> count)) continue;
    std::set<std::size_t> listed, implied;
    for (std::size_t p = 0; words >> p;) listed.insert(instance.block.at(p));
    const auto at = instance.grid.cell_of(instance.block.at(id));
    for (const Offset& o : pattern.offsets) {
      const int x = at[0] + o.dx, y = at[1] + o.dy, z = at[2] + o.dz;
      if (x < 0 || y < 0 || x >= instance.grid.count[0] || y >= instance.grid.count[1] ||
          z >= instance.grid.count[2])
        continue;
      const std::size_t target = instance.grid.index(x, y, z);
      if (instance.present[target]) implied.insert(target);
    }
    ASSERT_EQ(listed, implied) << name << " block " << id;
  }
  EXPECT_EQ(lines, instance.block.size());
}

struct Published {
  const char* name;
  Point cell_m;
  int benches, digits;  // of decimals in the file
  double optimum;       // whole USD
};

void PrintTo(const Published& published, std::ostream* out) { *out << published.name; }

class MineLib : public testing::TestWithParam<Published> {};

// Absent blocks must be left out, not given value 0: arcs through them would ask for blocks that
// the file's precedence does not.
TEST_P(MineLib, ultimate_pit_matches_published_optimum) {
  const Published& published = GetParam();
  const Archive archive(published.name);
  if (!archive.why_not().empty()) GTEST_SKIP() << archive.why_not();
  const Instance instance =
      read_instance(archive, published.name, published.cell_m, published.digits);
  const Pattern pattern = make_pattern(instance.grid, {{{"all", 0, 45}}, published.benches});
  expect_same_precedence(archive, published.name, instance, pattern);
  const Pit pit = ultimate_pit(instance.grid, instance.value, pattern, instance.present);
  const double value = static_cast<double>(pit.value_usd) / std::pow(10.0, published.digits);
  EXPECT_EQ(std::round(value), published.optimum);
}

INSTANTIATE_TEST_SUITE_P(instances, MineLib,
                         testing::Values(Published{"newman1", {1, 1, 1}, 1, 5, 26086899},
                                         Published{"kd", {20, 20, 15}, 8, 6, 652195037},
                                         Published{"p4hd", {1, 1, 0.4}, 8, 0, 293373256}),
                         [](const auto& each) { return std::string(each.param.name); });

std::vector<std::int64_t> read_values(const fs::path& path, std::size_t count, int digits) {
  std::vector<std::int64_t> values;
  std::ifstream file(path);
  for (std::string word; file >> word;) values.push_back(scaled(word, digits));
  EXPECT_EQ(values.size(), count);
  return values;
}

// Values in 1e-8 USD; their sizes add up to less than 9e18. 357,852 blocks at exact values.
TEST(MineFlow, ultimate_pit_matches_published_optimum) {
  const Archive archive("mineflow_grids");
  if (!archive.why_not().empty()) GTEST_SKIP() << archive.why_not();
  Grid grid;
  grid.cell_m = {1, 1, 1};
  grid.count = {120, 120, 26};
  const Pattern pattern = make_pattern(grid, {{{"all", 0, 45}}, 8});
  const auto bauxite =
      read_values(archive.file("mineflow_grids/bauxitemed_120x120x26.dat"), grid.size(), 0);
  const Pit pit = ultimate_pit(grid, bauxite, pattern);
  EXPECT_EQ(pit.value_usd, 28416592);
  EXPECT_EQ(pit.blocks, 74412u);
  grid.count = {170, 215, 50};
  const auto copper =
      read_values(archive.file("mineflow_grids/cucase_170x215x50.dat"), grid.size(), 8);
  const Pit large = ultimate_pit(grid, copper, pattern);
  EXPECT_EQ(large.value_usd, 1918490374164778);
  EXPECT_EQ(large.blocks, 357852u);
}

}  // namespace
}  // namespace lode::pit

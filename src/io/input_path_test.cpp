#include "io/input_path.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <set>

namespace lode::io {
namespace {
namespace fs = std::filesystem;

TEST(InputPath, copies_keep_their_names_beside_the_case_and_only_there) {
  EXPECT_EQ(copy_name("price.csv"), "price.csv");
  EXPECT_EQ(copy_name("./data//x/../price.csv"), "data/price.csv");
  std::set<std::string> copies;
  for (const char* name : {"../price.csv", "../../price.csv", "/data/price.csv",
                           "a/../../price.csv", "case.toml", "case.toml/x.csv"}) {
    const std::string copy = copy_name(name);
    EXPECT_TRUE(copy.starts_with("outside/")) << copy;
    EXPECT_EQ(fs::path(copy), fs::path(copy).lexically_normal());
    copies.insert(copy);
  }
  EXPECT_EQ(copies.size(), 6u);
}

TEST(InputPath, a_copy_is_read_where_a_run_has_put_one) {
  const fs::path at = fs::temp_directory_path() / ("lode_inputs_" + std::to_string(getpid()));
  fs::create_directories(at / "case" / "outside");
  EXPECT_EQ(input_path(at / "case", "../price.csv"), at / "case" / "../price.csv");
  std::ofstream(at / "case" / copy_name("../price.csv")) << "x";
  EXPECT_EQ(input_path(at / "case", "../price.csv"), at / "case" / copy_name("../price.csv"));
  EXPECT_EQ(input_path(at / "case", "price.csv"), at / "case" / "price.csv");
  fs::remove_all(at);
}

}  // namespace
}  // namespace lode::io

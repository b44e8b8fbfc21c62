#include "base/output_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "base/error.h"

namespace lode {
namespace {
namespace fs = std::filesystem;

class OutputFiles : public testing::Test {
 protected:
  OutputFiles() : at(fs::temp_directory_path() / ("lode_output_" + std::to_string(getpid()))) {
    fs::remove_all(at);
    fs::create_directories(at);
  }
  ~OutputFiles() override { fs::remove_all(at); }
  static std::string bytes(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(at), fs::directory_iterator()));
  }
  static std::string refusal(const auto& act) {
    try {
      act();
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  }
  const fs::path at;
};

TEST_F(OutputFiles, are_written_whole_or_not_at_all) {
  write_file(at / "a", "first");
  {
    OutputFile file(at / "a");
    file.write("second");
    EXPECT_EQ(bytes(at / "a"), "first");
  }  // thrown away
  EXPECT_EQ(bytes(at / "a"), "first");
  EXPECT_EQ(entries(), 1u);
  write_file(at / "a", "second");
  EXPECT_EQ(bytes(at / "a"), "second");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(OutputFiles, never_follow_links_nor_fill_pipes) {
  write_file(at / "treasure", "mine");
  fs::create_symlink(at / "treasure", at / "link");
  fs::create_symlink(at / "nothing", at / "dangling");
  fs::create_symlink(at / "treasure", at / "part.lode-part");
  fs::create_hard_link(at / "treasure", at / "hard");
  ASSERT_EQ(mkfifo((at / "pipe").c_str(), 0600), 0);
  for (const char* name : {"link", "dangling", "part", "hard", "pipe"}) {
    write_file(at / name, "result");
    EXPECT_EQ(bytes(at / name), "result") << name;
    EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(at / name))) << name;
  }
  EXPECT_EQ(bytes(at / "treasure"), "mine");
  EXPECT_FALSE(fs::exists(at / "nothing"));
}

TEST_F(OutputFiles, folders_on_the_way_are_no_links) {
  fs::create_directories(at / "away");
  fs::create_directories(at / "out");
  fs::create_directory_symlink(at / "away", at / "out" / "case");
  make_folders(at / "out", "case/tables");
  write_file(at / "out" / "case" / "tables" / "x", "result");
  EXPECT_TRUE(fs::is_empty(at / "away"));
  EXPECT_FALSE(fs::is_symlink(at / "out" / "case"));
}

TEST_F(OutputFiles, tell_the_reason_of_the_system) {
  EXPECT_NE(refusal([&] { write_file(at, "x"); }).find("Is a directory"), std::string::npos);
  EXPECT_NE(refusal([&] { write_file(at / "no" / "x", "x"); }).find("No such file"),
            std::string::npos);
  EXPECT_NE(refusal([&] { write_file("/dev/full", "x"); }).find("No space left on device"),
            std::string::npos);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit small = before;
  small.rlim_cur = 100;
  std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  const std::string said = refusal([&] { write_file(at / "large", std::string(1000, 'x')); });
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_NE(said.find("large: cannot be written: File too large"), std::string::npos) << said;
  EXPECT_EQ(entries(), 0u);
}

}  // namespace
}  // namespace lode

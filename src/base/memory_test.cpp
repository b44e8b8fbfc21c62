#include "base/memory.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cmath>
#include <memory>
#include <string>

namespace lode {
namespace {

std::string refusal(const auto& act) {
  try {
    act();
  } catch (const LimitError& error) {
    return error.what();
  }
  return "accepted";
}

// The limit on addresses is the one that a test can set.
class Limited {
 public:
  explicit Limited(double more) {
    getrlimit(RLIMIT_AS, &before_);
    const double used = used_now();
    rlimit limit = before_;
    limit.rlim_cur = static_cast<rlim_t>(used + more);
    setrlimit(RLIMIT_AS, &limit);
  }
  ~Limited() { setrlimit(RLIMIT_AS, &before_); }

 private:
  // From the limit itself: what is left of a limit that is known.
  static double used_now() {
    rlimit limit{}, old{};
    getrlimit(RLIMIT_AS, &old);
    limit = old;
    limit.rlim_cur = rlim_t{1} << 46;
    setrlimit(RLIMIT_AS, &limit);
    std::FILE* file = std::fopen("/proc/self/status", "r");
    double kilobytes = 0;
    for (char line[256]; file && std::fgets(line, sizeof line, file);)
      if (std::string(line).starts_with("VmSize:"))
        kilobytes = std::stod(std::string(line).substr(7));
    if (file) std::fclose(file);
    setrlimit(RLIMIT_AS, &old);
    return kilobytes * 1024;
  }
  rlimit before_{};
};

TEST(Memory, available_is_no_more_than_what_the_limit_leaves) {
  const double free = available_memory();
  EXPECT_GT(free, 1e6);
  const double more = std::min(free / 2, 3e8);
  const Limited limited(more);
  EXPECT_LE(available_memory(), more * 1.01);
  EXPECT_GE(available_memory(), more * 0.9);
}

TEST(Memory, need_is_compared_before_it_is_taken) {
  const Limited limited(2e8);
  EXPECT_EQ(refusal([] { need_memory(1e7, "a small one"); }), "accepted");
  const std::string said = refusal([] { need_memory(3e9, "a pit"); });
  EXPECT_NE(said.find("not enough memory: a pit needs 3 GB, this machine has "), std::string::npos)
      << said;
}

TEST(Memory, need_of_disk_is_compared_where_the_folder_is_to_be) {
  EXPECT_EQ(refusal([] { need_disk(1, "/tmp/not/there/yet", "a run"); }), "accepted");
  EXPECT_NE(refusal([] { need_disk(1e30, "/tmp/not/there/yet", "a run"); }).find("needs 1e+21 GB"),
            std::string::npos);
}

TEST(Memory, bytes_are_written_as_people_read_them) {
  EXPECT_EQ(bytes_text(3.21e9), "3.21 GB");
  EXPECT_EQ(bytes_text(512e6), "512 MB");
  EXPECT_EQ(bytes_text(999.9e6), "1 GB");
}

}  // namespace
}  // namespace lode

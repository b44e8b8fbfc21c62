#include "io/files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace lode::io {
namespace {

namespace fs = std::filesystem;

std::string refusal(const auto& act) {
  try {
    act();
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

std::string refusal_of_bytes(const std::string& bytes) {
  const fs::path file =
      fs::temp_directory_path() / ("lode_files_test_" + std::to_string(getpid()) + ".txt");
  std::ofstream(file, std::ios::binary) << bytes;
  const std::string said = refusal([&] { read_text(file); });
  fs::remove(file);
  return said;
}

TEST(Files, read_utf8_alone) {
  EXPECT_EQ(refusal_of_bytes("plain, and жар, and \xF0\x9F\x98\x80\n"), "accepted");
  EXPECT_EQ(refusal_of_bytes("\xEF\xBB\xBFwith a mark"), "accepted");
  for (const char* bad :
       {"\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\x80", "\xD0", "\xE2\x82"})
    EXPECT_NE(refusal_of_bytes(std::string("one\ntwo ") + bad).find(":2: is not UTF-8"),
              std::string::npos)
        << bad;
  EXPECT_NE(refusal_of_bytes("\xFF\xFEx").find("UTF-16"), std::string::npos);
  EXPECT_NE(refusal_of_bytes(std::string("a\nb\0c", 5)).find(":2: holds a zero byte"),
            std::string::npos);
}

TEST(Files, refuses_what_is_no_file) {
  EXPECT_NE(refusal([] { read_text("/nowhere"); }).find("no such file"), std::string::npos);
  EXPECT_NE(refusal([] { read_text("/tmp"); }).find("is a directory"), std::string::npos);
  EXPECT_NE(refusal([] { read_text("/dev/zero"); }).find("no regular file"), std::string::npos);
}

}  // namespace
}  // namespace lode::io

#include "base/input_file.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <fstream>

#include "base/error.h"

namespace lode {
namespace {
namespace fs = std::filesystem;

TEST(InputFile, is_a_regular_file_or_told_at_once) {
  const fs::path at = fs::temp_directory_path() / ("lode_input_" + std::to_string(getpid()));
  fs::remove_all(at);
  fs::create_directories(at);
  const std::string whole(10'000, 'x');
  std::ofstream(at / "file") << whole;
  EXPECT_EQ(read_file(at / "file", "file", 10'000), whole);
  std::ofstream(at / "empty");
  EXPECT_EQ(read_file(at / "empty", "empty", 0), "");
  ASSERT_EQ(mkfifo((at / "pipe").c_str(), 0600), 0);
  fs::create_symlink(at / "nothing", at / "link");
  const int plug = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, (at / "socket").c_str(), sizeof address.sun_path - 1);
  ASSERT_EQ(bind(plug, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  const struct {
    fs::path path;
    const char* said;
  } kRefused[] = {{at / "pipe", "is no regular file"},
                  {at / "socket", "is no regular file"},
                  {"/dev/zero", "is no regular file"},
                  {at, "is a directory"},
                  {at / "link", "is a link to a file that is not there"},
                  {at / "nowhere", "no such file"},
                  {at / "file" / "x", "cannot be read: Not a directory"},
                  {at / "file", "has more than 9999 bytes"}};
  for (const auto& [path, said] : kRefused) {
    try {
      read_file(path, "the file", 9999);
      ADD_FAILURE() << path;
    } catch (const InputError& error) {
      EXPECT_EQ(std::string(error.what()).find(std::string("the file: ") + said), 0u)
          << error.what();
    }
  }
  close(plug);
  fs::remove_all(at);
}

}  // namespace
}  // namespace lode

#include "base/input_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"

namespace lode {
namespace fs = std::filesystem;
namespace {

struct Opened {
  explicit Opened(const fs::path& path)
      : file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
  ~Opened() {
    if (file >= 0) ::close(file);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  int file;
};

}  // namespace

std::string read_file(const fs::path& path, const std::string& name, std::uintmax_t most) {
  const auto refuse = [&](const std::string& message) {
    throw InputError(Fault{{name, 0, 0}, {}, {}, message});
  };
  const Opened opened(path);
  if (opened.file < 0) {
    const int error = errno;
    std::error_code failed;
    if (error == ENOENT)
      refuse(fs::is_symlink(path, failed) ? "is a link to a file that is not there"
                                          : "no such file");
    if (error == ENXIO || error == ENODEV) refuse("is no regular file");  // a socket
    refuse(fmt::format("cannot be read: {}", std::strerror(error)));
  }
  struct stat status {};
  if (::fstat(opened.file, &status) != 0)
    refuse(fmt::format("cannot be read: {}", std::strerror(errno)));
  if (S_ISDIR(status.st_mode)) refuse("is a directory; a file is needed");
  if (!S_ISREG(status.st_mode)) refuse("is no regular file");
  const auto size = static_cast<std::uintmax_t>(status.st_size);
  const auto too_large = [&] {
    refuse(fmt::format("has more than {} bytes, the most that is read", most));
  };
  if (size > most) too_large();
  std::string out(size, '\0');
  std::size_t have = 0;
  for (;;) {  // to its end, also where it grows meanwhile or tells no size (/proc)
    if (have == out.size()) out.resize(have + 4096);
    const ssize_t got = ::read(opened.file, out.data() + have, out.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse(fmt::format("cannot be read to its end: {}", std::strerror(errno)));
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
    if (have > most) too_large();
  }
  out.resize(have);
  return out;
}

}  // namespace lode

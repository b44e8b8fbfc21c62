#include "base/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/error.h"

namespace lode {
namespace fs = std::filesystem;
namespace {

bool is_of_the_system(const fs::path& path) {
  const std::string text = path.lexically_normal().string();
  return text.starts_with("/dev/") || text.starts_with("/proc/");
}

}  // namespace

void OutputFile::refuse(int error) const {
  throw InputError(Fault{
      {path_.string(), 0, 0}, {}, {}, fmt::format("cannot be written: {}", std::strerror(error))});
}

OutputFile::OutputFile(fs::path path) : path_(std::move(path)) {
  constexpr int kHow = O_WRONLY | O_CLOEXEC;
  if (is_of_the_system(path_)) {
    file_ = ::open(path_.c_str(), kHow);
    if (file_ < 0) refuse(errno);
    return;
  }
  std::error_code failed;
  if (fs::is_directory(fs::symlink_status(path_, failed))) refuse(EISDIR);
  part_ = path_;
  part_ += ".lode-part";
  ::unlink(part_.c_str());  // of a program that was killed
  file_ = ::open(part_.c_str(), kHow | O_CREAT | O_EXCL | O_NOFOLLOW, 0666);
  if (file_ < 0) refuse(errno);
}

OutputFile::~OutputFile() {
  if (file_ < 0) return;
  ::close(file_);
  if (!part_.empty()) ::unlink(part_.c_str());
}

void OutputFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) refuse(errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void OutputFile::close() {
  // Closed before it is renamed: a full disk may show only here.
  if (::close(std::exchange(file_, -1)) != 0) {
    const int error = errno;
    if (!part_.empty()) ::unlink(part_.c_str());
    refuse(error);
  }
  if (part_.empty() || std::rename(part_.c_str(), path_.c_str()) == 0) return;
  const int error = errno;
  ::unlink(part_.c_str());
  refuse(error);
}

void write_file(const fs::path& path, std::string_view bytes) {
  OutputFile file(path);
  file.write(bytes);
  file.close();
}

void make_folders(const fs::path& folder, const fs::path& below) {
  fs::path at = folder;
  for (const fs::path& part : below) {
    if (part.empty() || part == ".") continue;
    at /= part;
    std::error_code failed;
    const fs::file_status status = fs::symlink_status(at, failed);
    if (fs::is_directory(status)) continue;
    if (fs::exists(status)) fs::remove(at, failed);
    if (!fs::create_directory(at, failed))
      throw InputError(Fault{{at.string(), 0, 0},
                             {},
                             {},
                             "cannot be made: " + (failed ? failed.message() : "is in the way")});
  }
}

}  // namespace lode

// A file that is written whole or not at all: to NAME.lode-part beside it, then renamed. A link, a
// pipe or a device that stands under the name is replaced, never followed or written to; only a
// path that begins with /dev/ or /proc/ (/dev/stdout, /dev/fd/63) is written where it is.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lode {

class OutputFile {
 public:
  // Throws InputError with the system's reason if it cannot be made.
  explicit OutputFile(std::filesystem::path path);
  // Without close(): what was written is removed, what stood there before stays.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view bytes);  // throws InputError, as close()
  void close();

 private:
  [[noreturn]] void refuse(int error) const;
  std::filesystem::path path_, part_;  // part_ empty: written in place
  int file_ = -1;
};

void write_file(const std::filesystem::path& path, std::string_view bytes);

// The folders of `below` (relative) inside `folder`, made if need be. A link or a file that stands
// in their way inside `folder` is removed, never followed. Throws InputError.
void make_folders(const std::filesystem::path& folder, const std::filesystem::path& below);

}  // namespace lode

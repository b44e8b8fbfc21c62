#include "io/vtk_appended.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <vector>

#include "base/error.h"

namespace lode::io {

static_assert(std::endian::native == std::endian::little);

std::string xml_escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

std::size_t append_compressed(std::string& appended, std::span<const std::byte> bytes) {
  constexpr std::size_t kBlock = std::size_t{1} << 20;
  const std::size_t offset = appended.size(), blocks = (bytes.size() + kBlock - 1) / kBlock;
  std::vector<std::uint64_t> header{blocks, kBlock, bytes.size() % kBlock};
  std::string packed;
  for (std::size_t first = 0; first < bytes.size(); first += kBlock) {
    const auto part = bytes.subspan(first, std::min(kBlock, bytes.size() - first));
    uLongf size = compressBound(static_cast<uLong>(part.size()));
    const std::size_t at = packed.size();
    packed.resize(at + size);
    const int status = compress2(reinterpret_cast<Bytef*>(packed.data() + at), &size,
                                 reinterpret_cast<const Bytef*>(part.data()),
                                 static_cast<uLong>(part.size()), Z_DEFAULT_COMPRESSION);
    LODE_CHECK(status == Z_OK);
    packed.resize(at + size);
    header.push_back(size);
  }
  appended.append(reinterpret_cast<const char*>(header.data()),
                  header.size() * sizeof(std::uint64_t));
  appended += packed;
  return offset;
}

}  // namespace lode::io

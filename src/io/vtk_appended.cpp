#include "io/vtk_appended.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <vector>

#include "base/error.h"
#include "base/parallel.h"

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
  std::vector<std::string> packed(blocks);
  parallel_for(blocks, [&](std::size_t b) {
    const auto part = bytes.subspan(b * kBlock, std::min(kBlock, bytes.size() - b * kBlock));
    uLongf size = compressBound(static_cast<uLong>(part.size()));
    packed[b].resize(size);
    const int status = compress2(reinterpret_cast<Bytef*>(packed[b].data()), &size,
                                 reinterpret_cast<const Bytef*>(part.data()),
                                 static_cast<uLong>(part.size()), Z_DEFAULT_COMPRESSION);
    LODE_CHECK(status == Z_OK);
    packed[b].resize(size);
  });
  for (const std::string& block : packed) header.push_back(block.size());
  appended.append(reinterpret_cast<const char*>(header.data()),
                  header.size() * sizeof(std::uint64_t));
  for (const std::string& block : packed) appended += block;
  return offset;
}

}  // namespace lode::io

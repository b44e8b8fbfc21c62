// Private to the room: the appended, compressed part that VTK's XML files share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace lode::io {

// Attributes of <VTKFile> that go with such arrays.
inline constexpr const char* kVtkEncoding =
    "byte_order=\"LittleEndian\" header_type=\"UInt64\" compressor=\"vtkZLibDataCompressor\"";

// The name of a type of numbers in a <DataArray>.
template <class T>
inline constexpr const char* kVtkType = nullptr;
template <>
inline constexpr const char* kVtkType<double> = "Float64";
template <>
inline constexpr const char* kVtkType<float> = "Float32";
template <>
inline constexpr const char* kVtkType<std::int32_t> = "Int32";
template <>
inline constexpr const char* kVtkType<std::uint8_t> = "UInt8";

// A text as it stands in an attribute.
std::string xml_escaped(const std::string& text);

// Adds one array to the raw appended data that follows the underscore; returns its offset there.
// Layout: number of blocks, block size, size of the last (shorter) block or 0, compressed size of
// each block (UInt64 each), then the blocks (VTK file formats, "XML file formats", compressed
// data).
std::size_t append_compressed(std::string& appended, std::span<const std::byte> bytes);

}  // namespace lode::io

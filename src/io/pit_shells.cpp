#include "io/pit_shells.h"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <cmath>
#include <numbers>

#include "base/error.h"
#include "base/output_file.h"
#include "io/vtk_image.h"
#include "io/vtk_poly.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

// A corner of cells in the ground, by its number along each axis.
Point corner(const Grid& grid, const std::array<int, 3>& at) {
  const double u = at[0] * grid.cell_m.x, v = at[1] * grid.cell_m.y;
  const double a = grid.rotation_deg * std::numbers::pi / 180;
  return {grid.origin.x + u * std::cos(a) + v * std::sin(a),
          grid.origin.y - u * std::sin(a) + v * std::cos(a), grid.origin.z + at[2] * grid.cell_m.z};
}

std::vector<std::size_t> shells_that_add(const ShellBlocks& blocks) {
  LODE_CHECK(blocks.shell.size() == blocks.grid.size());
  std::vector<std::uint8_t> adds(blocks.label.size(), 0);
  for (const std::uint16_t shell : blocks.shell)
    if (shell < adds.size()) adds[shell] = 1;
  std::vector<std::size_t> out;
  for (std::size_t k = 0; k < adds.size(); ++k)
    if (adds[k]) out.push_back(k);
  return out;
}

class Surfaces {
 public:
  explicit Surfaces(const ShellBlocks& blocks) : blocks_(blocks), grid_(blocks.grid) {
    points_along_ = {grid_.count[0] + 1, grid_.count[1] + 1};
    point_.assign(static_cast<std::size_t>(points_along_[0]) *
                      static_cast<std::size_t>(points_along_[1]) *
                      static_cast<std::size_t>(grid_.count[2] + 1),
                  -1);
    data_.word_name = "label";
  }

  void add(std::size_t shell) {
    for (std::size_t block = 0; block < grid_.size(); ++block) {
      if (blocks_.shell[block] > shell) continue;
      const auto [x, y, z] = grid_.cell_of(block);
      // Faces seen from within the pit, anticlockwise.
      if (left(x - 1, y, z, shell))
        face({{{x, y, z}, {x, y + 1, z}, {x, y + 1, z + 1}, {x, y, z + 1}}}, shell);
      if (left(x + 1, y, z, shell))
        face({{{x + 1, y, z}, {x + 1, y, z + 1}, {x + 1, y + 1, z + 1}, {x + 1, y + 1, z}}}, shell);
      if (left(x, y - 1, z, shell))
        face({{{x, y, z}, {x, y, z + 1}, {x + 1, y, z + 1}, {x + 1, y, z}}}, shell);
      if (left(x, y + 1, z, shell))
        face({{{x, y + 1, z}, {x + 1, y + 1, z}, {x + 1, y + 1, z + 1}, {x, y + 1, z + 1}}}, shell);
      if (left(x, y, z - 1, shell))
        face({{{x, y, z}, {x + 1, y, z}, {x + 1, y + 1, z}, {x, y + 1, z}}}, shell);
    }
  }

  void write(const fs::path& path) {
    data_.cell_arrays = {{"shell", std::span<const std::int32_t>(shell_)}};
    write_vtp(path, data_);
  }

 private:
  // Whether a cell is ground that the shell does not mine. Cells outside the model are.
  bool left(int x, int y, int z, std::size_t shell) const {
    if (x < 0 || y < 0 || z < 0 || x >= grid_.count[0] || y >= grid_.count[1]) return true;
    const std::size_t block = grid_.index(x, y, z);
    return blocks_.shell[block] > shell && (blocks_.air.empty() || !blocks_.air[block]);
  }

  void face(const std::array<std::array<int, 3>, 4>& corners, std::size_t shell) {
    std::vector<std::int32_t>& polygon = data_.polygons.emplace_back();
    for (const auto& at : corners) {
      std::int32_t& number =
          point_[static_cast<std::size_t>(at[0]) +
                 static_cast<std::size_t>(points_along_[0]) *
                     (static_cast<std::size_t>(at[1]) + static_cast<std::size_t>(points_along_[1]) *
                                                            static_cast<std::size_t>(at[2]))];
      if (number < 0) {
        number = static_cast<std::int32_t>(data_.points.size());
        data_.points.push_back(corner(grid_, at));
      }
      polygon.push_back(number);
    }
    shell_.push_back(static_cast<std::int32_t>(shell) + 1);
    data_.cell_words.push_back(blocks_.label[shell]);
  }

  const ShellBlocks& blocks_;
  const Grid& grid_;
  std::array<int, 2> points_along_;
  std::vector<std::int32_t> point_;  // [corner] its number in the file
  std::vector<std::int32_t> shell_;  // [face]
  PolyData data_;
};

using Outline = std::vector<std::array<int, 2>>;  // corners at which it turns

// Outlines of the part of a bench that a shell mines, with the mined side on the left. Directions:
// 0 +x, 1 +y, 2 -x, 3 -y.
std::vector<Outline> outlines(const ShellBlocks& blocks, int z, std::size_t shell) {
  const Grid& grid = blocks.grid;
  const int nx = grid.count[0], ny = grid.count[1];
  const auto mined = [&](int x, int y) {
    return x >= 0 && y >= 0 && x < nx && y < ny && blocks.shell[grid.index(x, y, z)] <= shell;
  };
  std::vector<std::uint8_t> starts(static_cast<std::size_t>((nx + 1) * (ny + 1)), 0);  // bits
  const auto at = [&](int x, int y) -> std::uint8_t& {
    return starts[static_cast<std::size_t>(x + (nx + 1) * y)];
  };
  const auto edge = [&](int x, int y, int direction) {
    at(x, y) = static_cast<std::uint8_t>(at(x, y) ^ (1 << direction));
  };
  for (int y = 0; y < ny; ++y)
    for (int x = 0; x < nx; ++x) {
      if (!mined(x, y)) continue;
      if (!mined(x, y - 1)) edge(x, y, 0);
      if (!mined(x + 1, y)) edge(x + 1, y, 1);
      if (!mined(x, y + 1)) edge(x + 1, y + 1, 2);
      if (!mined(x - 1, y)) edge(x, y + 1, 3);
    }
  constexpr std::array<int, 4> kX{1, 0, -1, 0}, kY{0, 1, 0, -1};
  std::vector<Outline> out;
  for (int y0 = 0; y0 <= ny; ++y0)
    for (int x0 = 0; x0 <= nx; ++x0)
      while (at(x0, y0) & 1) {  // every outline's first edge along +x starts at a turn
        Outline& outline = out.emplace_back();
        int x = x0, y = y0, direction = 0, last = -1;
        do {
          if (direction != last) outline.push_back({x, y});
          last = direction;
          edge(x, y, direction);
          x += kX[static_cast<std::size_t>(direction)];
          y += kY[static_cast<std::size_t>(direction)];
          // To the left first: where two blocks meet at an edge alone it stays with its own.
          for (const int turn : {1, 0, 3}) {
            direction = (last + turn) % 4;
            if ((at(x, y) >> direction & 1) || (x == x0 && y == y0 && direction == 0)) break;
          }
        } while (!(x == x0 && y == y0 && direction == 0));
      }
  return out;
}

std::string layer_of(const std::string& label) {
  std::string out = "SHELL_" + label;
  for (char& c : out)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return out;
}

}  // namespace

void write_shells_vti(const fs::path& path, const ShellBlocks& blocks,
                      std::span<const std::int32_t> pushback) {
  std::vector<std::int32_t> shell(blocks.shell.size(), 0);
  for (std::size_t block = 0; block < shell.size(); ++block)
    if (blocks.shell[block] < blocks.label.size()) shell[block] = blocks.shell[block] + 1;
  std::vector<CellArray> arrays{{"shell", std::span<const std::int32_t>(shell)}};
  if (!pushback.empty()) arrays.push_back({"pushback", pushback});
  write_vti(path, blocks.grid, arrays);
}

void write_shells_vtp(const fs::path& path, const ShellBlocks& blocks) {
  Surfaces surfaces(blocks);
  for (const std::size_t shell : shells_that_add(blocks)) surfaces.add(shell);
  surfaces.write(path);
}

void write_shells_dxf(const fs::path& path, const ShellBlocks& blocks) {
  fmt::memory_buffer text;
  const auto put = [&](int code, const auto& value) {
    fmt::format_to(std::back_inserter(text), "{:3}\n{}\n", code, value);
  };
  const auto place = [&](const Point& point) {
    put(10, point.x);
    put(20, point.y);
    put(30, point.z);
  };
  put(0, "SECTION"), put(2, "HEADER"), put(9, "$ACADVER"), put(1, "AC1009"), put(0, "ENDSEC");
  put(0, "SECTION"), put(2, "ENTITIES");
  for (const std::size_t shell : shells_that_add(blocks)) {
    const std::string layer = layer_of(blocks.label[shell]);
    for (int z = 0; z < blocks.grid.count[2]; ++z)
      for (const Outline& outline : outlines(blocks, z, shell)) {
        // 66: vertices follow; 70: closed (1), in three dimensions (8); of a vertex 32.
        put(0, "POLYLINE"), put(8, layer), put(66, 1), place({}), put(70, 9);
        for (const auto& [x, y] : outline) {
          put(0, "VERTEX"), put(8, layer);
          place(corner(blocks.grid, {x, y, z}));
          put(70, 32);
        }
        put(0, "SEQEND"), put(8, layer);
      }
  }
  put(0, "ENDSEC"), put(0, "EOF");
  write_file(path, {text.data(), text.size()});
}

}  // namespace lode::io

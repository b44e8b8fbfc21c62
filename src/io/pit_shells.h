// Shells of a pit out, for programs that display pits: blocks (.vti), surfaces (.vtp), contours
// (.dxf).
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/grid.h"

namespace lode::io {

// Shell k mines the blocks whose `shell` is at most k.
struct ShellBlocks {
  Grid grid;
  std::span<const std::uint16_t> shell;  // [block] first shell with it, label.size() if none
  std::vector<std::string> label;        // [shell] its name, for example its revenue factor
  std::span<const std::uint8_t> air;     // [block] 1 = above the ground; empty = none is
};

// All throw InputError if the file cannot be written. Shells count from 1; 0 is no shell.

// "shell" of each block and, if it is not empty, "pushback" [block].
void write_shells_vti(const std::filesystem::path& path, const ShellBlocks& blocks,
                      std::span<const std::int32_t> pushback = {});

// Floors and walls: the faces between what a shell mines and the ground that it leaves, in whole
// block faces, with "shell" and its "label" on each. The pit is open to the top and to air. A shell
// that adds nothing to the one before is left out.
void write_shells_vtp(const std::filesystem::path& path, const ShellBlocks& blocks);

// DXF R12: closed 3D polylines around the part of a bench that a shell mines, at the bench's floor,
// with the mined side on the left of their direction; layer SHELL_<label>, with _ for what is not a
// letter or digit. Blocks that meet at an edge alone have outlines of their own.
void write_shells_dxf(const std::filesystem::path& path, const ShellBlocks& blocks);

}  // namespace lode::io

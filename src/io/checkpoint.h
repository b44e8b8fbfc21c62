// The checkpoint store: rows of a run that was stopped, so that --resume gives the files that an
// unbroken run gives. Private: one SQLite file in the result folder, one writer, chunks in scenario
// order; removed when the run is done.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lode::io {

class Checkpoint {
 public:
  // `identity` names everything that the rows depend on (case hash, version, seed, counts); a store
  // of another identity is an InputError. Errors of the file are InputErrors too.
  Checkpoint(const std::filesystem::path& file, const std::string& identity);
  ~Checkpoint();
  Checkpoint(const Checkpoint&) = delete;
  Checkpoint& operator=(const Checkpoint&) = delete;

  void store(std::size_t chunk, const std::vector<std::vector<double>>& rows);
  std::optional<std::vector<std::vector<double>>> stored(std::size_t chunk) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lode::io

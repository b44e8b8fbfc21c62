// The checkpoint store: rows of a run that was stopped, so that --resume gives the same files as a
// run without a stop. Private: one SQLite file in the result folder, one writer, chunks in scenario
// order; removed when the run is done.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lode::io {

// What a store holds, without resuming it; nullopt: no store that this program can read.
struct StoredRun {
  std::string identity, build;
  std::size_t chunks = 0;
};
std::optional<StoredRun> stored_run(const std::filesystem::path& file);

class Checkpoint {
 public:
  enum class Open { anew, to_go_on };

  // `identity` names everything that the rows depend on (case hash, version, seed, counts) but not
  // how many scenarios there are: more or fewer share the first rows. `build` names the program to
  // the bit: another compiler's rows may differ in their last digits. anew: whatever stood there is
  // replaced. to_go_on: InputError if there is no store, if it is another program's, version's,
  // build's or run's, or if it is damaged. Every problem with the file is an InputError that names
  // it.
  Checkpoint(const std::filesystem::path& file, const std::string& identity,
             const std::string& build, Open open);
  ~Checkpoint();
  Checkpoint(const Checkpoint&) = delete;
  Checkpoint& operator=(const Checkpoint&) = delete;

  // Whole or not at all, also if the machine stops in the middle. Rows have one length.
  void store(std::size_t chunk, const std::vector<std::vector<double>>& rows);
  // The rows as they were stored, bit for bit; nullopt: never stored. InputError if what is there
  // is not what was written, its rows have another length than `width`, or there are more than
  // `most`: told before any memory is taken for them.
  std::optional<std::vector<std::vector<double>>> stored(std::size_t chunk, std::size_t width,
                                                         std::size_t most) const;

 private:
  friend std::optional<StoredRun> stored_run(const std::filesystem::path& file);
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lode::io

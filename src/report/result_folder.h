// The folder that a command writes its results into, and that `show` reads from.
//
// A folder belongs to Lode if it holds what a command of Lode writes at its start (.lode), a
// run.json or a store of Lode's. Only into such a folder, an empty or a new one, are results
// written; --force replaces what a run wrote there and touches nothing else.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "report/json.h"

namespace lode::report {

inline constexpr const char* kCheckpoint = "checkpoint.sqlite";
inline constexpr const char* kCaseFolder = "case";  // the case as run, with its inputs

// What is asked of the folder.
struct FolderWish {
  std::filesystem::path out;  // empty: results/<study>
  std::filesystem::path case_path;
  std::string command;          // "run"
  std::string title;            // of the study; a folder of another one is not taken over unasked
  std::string identity, build;  // of a run that can be resumed; else empty
  bool force = false, resume = false;
  std::vector<std::filesystem::path> more_cases = {};  // that are read too
};

class ResultFolder {
 public:
  // Takes the folder for this command alone, makes it if need be. Throws InputError if it must not
  // or cannot be used: a file, the case's own folder or one around it, a study (case.toml), files
  // that are not Lode's, results without --force or --resume, another run at work in it, not
  // writable. Without --out, results/<study> is taken over from an earlier run of the same study,
  // and a stopped run of the same case and options is resumed.
  explicit ResultFolder(const FolderWish& wish);
  // Unless keep() was called, removes what this command wrote, so that the folder is as it was
  // before.
  ~ResultFolder();
  ResultFolder(const ResultFolder&) = delete;
  ResultFolder& operator=(const ResultFolder&) = delete;

  const std::filesystem::path& path() const;
  const std::string& note() const;  // what was found and is done about it; may be empty
  bool goes_on() const;             // resumes from the store of a stopped run
  // Removes what an earlier run wrote; until this call its results stay.
  void clear();
  void keep();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// results/<study>: named after the case's folder, or its file.
std::filesystem::path standard_folder(const std::filesystem::path& case_path);

// Throws InputError, naming the file, unless the tables that the summary draws have the columns
// and kinds of cells that a run writes: a file may have been changed by hand.
void check_summary_tables(const report::Document& document, const std::filesystem::path& folder);

}  // namespace lode::report

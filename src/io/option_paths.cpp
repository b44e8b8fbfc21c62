#include "io/option_paths.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>

#include "base/error.h"
#include "base/memory.h"
#include "io/csv.h"
#include "io/files.h"

namespace lode::io {
namespace {

namespace fs = std::filesystem;

// The table of paths, sorted into [date][path].
class PathTable {
 public:
  PathTable(const OptionCase& given, const fs::path& folder, std::vector<std::string>& notes)
      : c_(*given.paths), file_(folder / c_.file) {
    const decision::OptionTerms& c = given.terms;
    want(c_.path), want(c_.year);
    for (const std::string& state : c_.state) want(state);
    if (!c_.cluster.empty()) want(c_.cluster);
    for (const decision::OptionAction& a : c.action)
      if (a.pays == decision::Pays::column) want(a.column);
    for (const decision::OptionMode& m : c.mode)
      if (!m.column.empty()) want(m.column);
    table_ = read_numbers(read_text(file_), shown(file_), names_, {c_.dialect, "paths", true});
    for (const std::string& note : table_.notes) notes.push_back(note);
    sort();
  }

  std::size_t paths() const { return path_.size(); }
  const std::vector<double>& years() const { return years_; }
  std::vector<double> column(const std::string& name) const {
    const std::vector<double>& from = table_.columns[place(name)];
    std::vector<double> out(row_.size());
    for (std::size_t i = 0; i < row_.size(); ++i) out[i] = from[row_[i]];
    return out;
  }
  std::vector<std::uint64_t> clusters() const {
    std::vector<std::uint64_t> out;
    if (c_.cluster.empty()) return out;
    std::map<double, std::uint64_t> known;
    const std::vector<double> values = column(c_.cluster);
    for (std::size_t i = 0; i < values.size(); ++i)
      if (values[i] != values[i % paths()])
        throw InputError(Fault{{shown(file_), table_.lines[row_[i]], 0},
                               c_.cluster,
                               fmt::format("{:.10g}", values[i]),
                               fmt::format("the same path is of cluster {:.10g} in line {}",
                                           values[i % paths()], table_.lines[row_[i % paths()]])});
    for (std::size_t p = 0; p < paths(); ++p)
      out.push_back(known.emplace(values[p], known.size()).first->second);
    if (known.size() < 4)
      throw InputError(Fault{
          {shown(file_), 0, 0},
          c_.cluster,
          {},
          fmt::format("has {} clusters; two folds of two halves need 4 at least", known.size())});
    return out;
  }

 private:
  void want(const std::string& name) {
    if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(name);
  }
  std::size_t place(const std::string& name) const {
    return static_cast<std::size_t>(std::find(names_.begin(), names_.end(), name) - names_.begin());
  }

  void sort() {
    const std::vector<double>&path = table_.columns[0], &year = table_.columns[1];
    std::vector<Fault> faults;
    const auto fault = [&](std::size_t row, const std::string& key, double value,
                           std::string message) {
      faults.push_back({{shown(file_), table_.lines[row], 0},
                        key,
                        fmt::format("{:.10g}", value),
                        std::move(message)});
    };
    years_ = year;
    std::sort(years_.begin(), years_.end());
    years_.erase(std::unique(years_.begin(), years_.end()), years_.end());
    for (std::size_t r = 0; r < path.size(); ++r) path_.emplace(path[r], path_.size());
    std::size_t index = 0;
    for (auto& [name, at] : path_) at = index++;
    constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);
    const auto cells = static_cast<double>(years_.size()) * static_cast<double>(path_.size());
    // A place here and a number for each column.
    need_memory(cells * 8 * static_cast<double>(names_.size() - 1),
                fmt::format("{} paths of {} years", path_.size(), years_.size()));
    row_.assign(years_.size() * path_.size(), kAbsent);
    for (std::size_t r = 0; r < path.size(); ++r) {
      const auto date = static_cast<std::size_t>(
          std::lower_bound(years_.begin(), years_.end(), year[r]) - years_.begin());
      std::size_t& at = row_[date * path_.size() + path_.at(path[r])];
      if (year[r] < 0) fault(r, names_[1], year[r], "must be 0, which is now, or later");
      if (at != kAbsent)
        fault(r, names_[1], year[r],
              fmt::format("path {:g} has this year in line {} already", path[r], table_.lines[at]));
      at = r;
    }
    for (const auto& [name, at] : path_)
      for (std::size_t d = 0; d < years_.size(); ++d)
        if (row_[d * path_.size() + at] == kAbsent && faults.size() < 20)
          faults.push_back(
              {{shown(file_), 0, 0},
               names_[0],
               fmt::format("{:.10g}", name),
               fmt::format("has no row for year {:g}; every path needs every year", years_[d])});
    if (path_.size() < 8 && faults.empty())
      faults.push_back({{shown(file_), 0, 0},
                        {},
                        {},
                        fmt::format("has {} paths; at least 8 are needed", path_.size())});
    if (!faults.empty()) throw InputError(std::move(faults));
  }

  const OptionPaths& c_;
  fs::path file_;
  std::vector<std::string> names_;
  NumberTable table_;
  std::vector<double> years_;
  std::map<double, std::size_t> path_;  // name -> index
  std::vector<std::size_t> row_;        // [date][path] of the table
};

}  // namespace

decision::GivenPaths read_option_paths(const OptionCase& given, const fs::path& folder,
                                       std::vector<std::string>& notes) {
  const PathTable table(given, folder, notes);
  const std::vector<std::string>& state = given.paths->state;
  decision::GivenPaths out;
  out.years = table.years();
  const std::size_t n = table.paths(), dates = out.years.size();
  out.paths = {n, dates, state.size(), std::vector<double>(n * dates * state.size()),
               table.clusters()};
  for (std::size_t f = 0; f < state.size(); ++f) {
    const std::vector<double> values = table.column(state[f]);
    for (std::size_t d = 0; d < dates; ++d)
      std::copy_n(
          values.begin() + static_cast<std::ptrdiff_t>(d * n), n,
          out.paths.state.begin() + static_cast<std::ptrdiff_t>((d * out.paths.factors + f) * n));
  }
  const auto read = [&](const std::string& name) {
    if (name.empty()) return decision::kNoColumn;
    out.column.push_back(table.column(name));
    return out.column.size() - 1;
  };
  for (const decision::OptionAction& a : given.terms.action)
    out.action_column.push_back(a.pays == decision::Pays::column ? read(a.column)
                                                                 : decision::kNoColumn);
  for (const decision::OptionMode& m : given.terms.mode) out.mode_column.push_back(read(m.column));
  return out;
}

}  // namespace lode::io

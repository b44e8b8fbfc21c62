#include "base/error.h"

#include <fmt/format.h>

#include <map>
#include <string_view>

#include "base/printable.h"

namespace lode {

namespace {

// What a person reads of it: the rest is counted.
constexpr std::size_t kMostOfFile = 25, kLongestMessage = 4000;

std::string with_thousands(std::size_t number) {
  std::string out = std::to_string(number);
  for (std::size_t i = out.size(); i > 3; i -= 3) out.insert(i - 3, 1, ',');
  return out;
}

}  // namespace

std::string Source::text() const {
  if (line <= 0) return file;
  return column > 0 ? fmt::format("{}:{}:{}", file, line, column)
                    : fmt::format("{}:{}", file, line);
}

std::string Fault::text() const {
  std::string out = printable(source.text());
  if (!out.empty()) out += ": ";
  if (!key.empty())
    out +=
        printable(value.empty() ? brief(key) : fmt::format("{} = {}", brief(key), brief(value))) +
        ": ";
  return out + printable(brief(message, kLongestMessage), true);
}

InputError::InputError(std::vector<Fault> faults) : faults_(std::move(faults)) {
  std::map<std::string_view, std::size_t> told;  // of each file
  for (const Fault& fault : faults_)
    if (++told[fault.source.file] <= kMostOfFile)
      what_.append(what_.empty() ? "" : "\n").append(fault.text());
  for (const auto& [file, count] : told)
    if (count > kMostOfFile)
      what_ += fmt::format("\n{}{}and {} more", printable(file), file.empty() ? "" : ": ",
                           with_thousands(count - kMostOfFile));
}
InputError::InputError(Fault fault) : InputError(std::vector<Fault>{std::move(fault)}) {}
InputError::InputError(std::string message) : InputError(Fault{{}, {}, {}, std::move(message)}) {}

void fail_check(const char* expression, const char* file, int line) {
  const std::string_view path(file);
  throw InternalError(fmt::format("{}:{}: this should hold: {}",
                                  path.substr(path.find_last_of('/') + 1), line, expression));
}

}  // namespace lode

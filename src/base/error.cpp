#include "base/error.h"

#include <fmt/format.h>

#include "base/printable.h"

namespace lode {

std::string Source::text() const {
  if (line <= 0) return file;
  return column > 0 ? fmt::format("{}:{}:{}", file, line, column)
                    : fmt::format("{}:{}", file, line);
}

std::string Fault::text() const {
  std::string out = printable(source.text());
  if (!out.empty()) out += ": ";
  if (!key.empty())
    out += printable(value.empty() ? key : fmt::format("{} = {}", key, value)) + ": ";
  return out + printable(message, true);
}

InputError::InputError(std::vector<Fault> faults) : faults_(std::move(faults)) {
  for (const Fault& fault : faults_) what_ += (what_.empty() ? "" : "\n") + fault.text();
}
InputError::InputError(Fault fault) : InputError(std::vector<Fault>{std::move(fault)}) {}
InputError::InputError(std::string message) : InputError(Fault{{}, {}, {}, std::move(message)}) {}

void fail_check(const char* expression, const char* file, int line) {
  const std::string_view path(file);
  throw InternalError(fmt::format("{}:{}: this should hold: {}",
                                  path.substr(path.find_last_of('/') + 1), line, expression));
}

}  // namespace lode

#include "report/tables_parameters.h"

#include <fmt/format.h>

#include <algorithm>

namespace lode::report {
namespace {

bool fits(const std::string& pattern, const std::string& asked) {
  std::size_t p = 0, a = 0;
  while (p < pattern.size() && a < asked.size()) {
    const std::size_t pe = std::min(pattern.find('.', p), pattern.size()),
                      ae = std::min(asked.find('.', a), asked.size());
    const std::string part = pattern.substr(p, pe - p);
    if (part != "NAME" && part != asked.substr(a, ae - a)) return false;
    p = pe + 1, a = ae + 1;
  }
  return a >= asked.size();
}

}  // namespace

Table parameters_table(const std::vector<study::Parameter>& all, const std::string& key) {
  Table out{
      "parameters",
      "Parameters",
      "NAME stands for a name of the case's choosing. sampled: may be given as a distribution.",
      {{"key", ""},
       {"type", ""},
       {"unit", ""},
       {"use", ""},
       {"range", ""},
       {"allowed", ""},
       {"default", ""},
       {"meaning", ""}},
      {}};
  for (const study::Parameter& p : all)
    if (key.empty() || fits(p.key, key))
      out.rows.push_back({p.key, p.type, p.unit, p.use, p.range, p.allowed, p.standard, p.meaning});
  return out;
}

std::string parameters_text(const Table& parameters) {
  std::string out;
  for (const std::vector<Cell>& row : parameters.rows) {
    const auto text = [&](std::size_t k) { return std::get<std::string>(row[k]); };
    if (text(1) == "table") {
      out += fmt::format("\n[{}]  {}\n", text(0), text(7));
      continue;
    }
    std::string about = text(1);
    if (!text(2).empty() && text(2) != "-") about += ", " + text(2);
    if (!text(4).empty()) about += ", " + text(4);
    if (!text(5).empty()) about += ": " + text(5);
    if (!text(3).empty()) about += ", " + text(3);
    about += text(6) == "required" ? ", required" : ", default " + text(6);
    out += fmt::format("{}\n    {}\n    {}\n", text(0), text(7), about);
  }
  return out;
}

}  // namespace lode::report

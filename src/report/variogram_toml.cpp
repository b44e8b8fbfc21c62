#include "report/variogram_toml.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/number.h"
#include "report/table.h"

namespace lode::report {
namespace {

bool is_bare(const std::string& key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
  });
}

std::string key_of(const std::string& key) {
  if (is_bare(key)) return key;
  std::string out = "\"";
  for (const char c : key) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

template <class Enum>
std::string_view name_of(Enum value) {
  return kNames<Enum>[static_cast<std::size_t>(value)];
}

}  // namespace

std::string variogram_toml(const resource::Variogram& model, const std::string& table) {
  std::string out = fmt::format("[{}]\n", table);
  const auto number = [&](const char* key, double value) {
    out += fmt::format("{} = {}\n", key, shortest(value));
  };
  const auto angles = [&](double azimuth, double dip, double rake) {
    if (azimuth != 0) number("azimuth", azimuth);
    if (dip != 0) number("dip", dip);
    if (rake != 0) number("rake", rake);
  };
  number("nugget", model.nugget);
  if (model.ranges != resource::Ranges::practical)
    out += fmt::format("ranges = \"{}\"\n", name_of(model.ranges));
  angles(model.azimuth_deg, model.dip_deg, model.rake_deg);
  for (const resource::VariogramStructure& s : model.structure) {
    out += fmt::format("[{}.structure.{}]\ntype = \"{}\"\n", table, key_of(s.id), name_of(s.type));
    number("contribution", s.contribution);
    number("range_major", s.range_major_m);
    number("range_semi", s.range_semi_m);
    number("range_minor", s.range_minor_m);
    if (!s.own_axes) continue;
    out += "own_axes = true\n";
    angles(s.azimuth_deg, s.dip_deg, s.rake_deg);
  }
  return out;
}

}  // namespace lode::report

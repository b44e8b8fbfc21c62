#include "report/variogram_toml.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/number.h"
#include "base/output_file.h"
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

std::vector<ModelToml> models_as_tables(const std::vector<resource::VariableVariography>& variables,
                                        resource::Scores scores) {
  std::vector<ModelToml> out;
  for (const resource::VariableVariography& v : variables)
    if (v.result.model)
      out.push_back(
          {v.variable, fmt::format("# {}{}: for the case of lode krige\n{}", v.variable,
                                   scores == resource::Scores::normal ? ", normal scores" : "",
                                   variogram_toml(*v.result.model, "variogram"))});
  return out;
}

void write_models(const std::vector<ModelToml>& models, const std::filesystem::path& folder) {
  std::vector<std::string> taken;
  for (const auto& [variable, table] : models) {
    std::string name = variable.substr(0, 64);  // of a file
    for (char& c : name)
      if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_' && c != '-') c = '_';
    while (std::find(taken.begin(), taken.end(), name) != taken.end()) name += '_';
    taken.push_back(name);
    write_file(folder / ("variogram_" + name + ".toml"), table);
  }
}

}  // namespace lode::report

// The composites that benchmarks of the room resource run on: a CSV of
// holeid,from,to,x,y,z,gauss,grade.
#pragma once

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "resource/samples.h"

namespace lode::bench {

enum class Column { gauss = 6, grade = 7 };

inline resource::Samples read_composites(const char* path, Column column) {
  std::ifstream in(path);
  resource::Samples out;
  out.name = {column == Column::gauss ? "gauss" : "grade"};
  out.value.resize(1);
  std::map<std::string, std::int32_t> holes;
  std::string line, cell;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    std::vector<std::string> row;
    while (std::getline(cells, cell, ',')) row.push_back(cell);
    out.hole.push_back(
        holes.emplace(row.at(0), static_cast<std::int32_t>(holes.size())).first->second);
    out.x.push_back(std::stod(row.at(3))), out.y.push_back(std::stod(row.at(4)));
    out.z.push_back(std::stod(row.at(5)));
    out.value[0].push_back(std::stod(row.at(static_cast<std::size_t>(column))));
  }
  return out;
}

}  // namespace lode::bench

// `lode variogram CASE`: experimental variograms, a model given or fitted, a map.
#pragma once

#include <string>

#include "commands.h"
#include "io/points.h"

namespace lode::cli {

// The case of a run on points alone.
struct PointCase {
  io::PointFile points;
  std::string weight;  // column; empty: none
  resource::Variography variography;
};
void describe(Visitor& visit, PointCase& values);

// Exit::no_answer where there is no pair or a fit cannot be made, Exit::limit where one is stopped
// by its iterations; the tables are printed and written all the same.
Exit variogram(const StageArguments& arguments, const Manners& manners);

}  // namespace lode::cli

// `lode variogram CASE`: experimental variograms, a model given or fitted, a map.
#pragma once

#include "commands.h"

namespace lode::cli {

// Exit::no_answer where there is no pair or a fit cannot be made, Exit::limit where one is stopped
// by its iterations; the tables are printed and written all the same.
Exit variogram(const StageArguments& arguments, const Manners& manners);

}  // namespace lode::cli

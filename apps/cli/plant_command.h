// `lode plant CASE`: one flowsheet alone, its streams, stages and products in a year:
// docs/plants.md.
#pragma once

#include <string>

#include "commands.h"

namespace lode::cli {

// Exit no_answer where a stage or the mill is asked to take more than it can.
Exit plant(const std::string& case_path, const Manners& manners);

}  // namespace lode::cli

// `lode holes CASE`: validate, desurvey, composite, statistics.
#pragma once

#include "commands.h"

namespace lode::cli {

// Exit::input where a kind of fault has no choice in the case; the tables are printed and written
// all the same.
Exit holes(const StageArguments& arguments, const Manners& manners);

}  // namespace lode::cli

// `lode option CASE`: what a right to choose is worth, who uses it when, at which prices:
// docs/option.md.
#pragma once

#include "commands.h"

namespace lode::cli {

struct OptionArguments {
  StageArguments stage;
  std::string csv;  // one table alone
};

// Exit no_answer where the equations of a mine do not come to rest.
Exit option(const OptionArguments& arguments, const Manners& manners);

}  // namespace lode::cli

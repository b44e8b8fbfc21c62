// `lode completion SHELL`: the script that lets a shell complete commands and flags.
#pragma once

#include <string>
#include <vector>

namespace lode::cli {

struct CommandWords {
  std::string command;  // empty: what every command takes
  std::vector<std::string> flags;
};

// shell: bash or zsh. What is neither a command nor a flag is completed as a file.
std::string completion(const std::vector<CommandWords>& words, const std::string& shell);

}  // namespace lode::cli

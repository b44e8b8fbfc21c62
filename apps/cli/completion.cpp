#include "completion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace lode::cli {

std::string completion(const std::vector<CommandWords>& words, const std::string& shell) {
  std::string commands, cases, common;
  for (const CommandWords& one : words) {
    if (one.command.empty()) {
      common = fmt::format("{}", fmt::join(one.flags, " "));
      continue;
    }
    commands += (commands.empty() ? "" : " ") + one.command;
    if (one.command != "help")
      cases += fmt::format("    {}) flags=\"{}\" ;;\n", one.command, fmt::join(one.flags, " "));
  }
  std::string out;
  if (shell == "zsh") out += "autoload -U +X bashcompinit && bashcompinit\n";
  out += "_lode() {\n  local flags= word=${COMP_WORDS[COMP_CWORD]}\n";
  out += fmt::format(
      "  if [ \"$COMP_CWORD\" = 1 ]; then\n"
      "    COMPREPLY=($(compgen -W \"{} {}\" -- \"$word\"))\n    return\n  fi\n",
      commands, common);
  out += "  case ${COMP_WORDS[1]} in\n" + cases;
  out += fmt::format("    help) COMPREPLY=($(compgen -W \"{}\" -- \"$word\")); return ;;\n  esac\n",
                     commands);
  out += fmt::format(
      "  if [[ $word == -* ]]; then COMPREPLY=($(compgen -W \"$flags {}\" -- \"$word\"))\n"
      "  else COMPREPLY=($(compgen -f -- \"$word\")); fi\n",
      common);
  return out + "}\ncomplete -o filenames -F _lode lode\n";
}

}  // namespace lode::cli

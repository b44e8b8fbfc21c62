# The cases that `lode init` writes stand in the program, so that no data folder is needed.
#   lode_starter(STAGE FILE...)      a FILE is NAME=PATH: what it is called in the new folder, and where it stands here
# then lode_starters_source(VARIABLE): the generated file that holds all of them (apps/cli/starters.h).
function(lode_starter stage)
  set(text "")
  foreach(file ${ARGN})
    string(REGEX MATCH "^([^=]+)=(.+)$" _ "${file}")
    set(name ${CMAKE_MATCH_1})
    set(path ${CMAKE_CURRENT_SOURCE_DIR}/${CMAKE_MATCH_2})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    file(READ ${path} content)
    string(APPEND text "    {\"${stage}\", \"${name}\", R\"lode-file(${content})lode-file\"},\n")
  endforeach()
  set_property(GLOBAL APPEND_STRING PROPERTY lode_starters "${text}")
endfunction()

function(lode_starters_source variable)
  get_property(starters GLOBAL PROPERTY lode_starters)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/generated/starters.cpp)
  file(CONFIGURE OUTPUT ${out} @ONLY CONTENT
"#include \"starters.h\"

namespace lode::cli {
namespace {

constexpr StarterFile kFiles[] = {
@starters@};

}  // namespace

std::span<const StarterFile> starter_files() { return kFiles; }

}  // namespace lode::cli
")
  set(${variable} ${out} PARENT_SCOPE)
endfunction()

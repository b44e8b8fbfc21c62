# Puts the kept page (src/report/page/report.js, report.css) into lode_report as text, so that a user's machine
# needs no node and the program no data folder. Included after lode_room(NAME report ...). Made again when the
# kept files change; `scripts/web-build` makes those from web/.
set(page_dir ${CMAKE_CURRENT_LIST_DIR}/page)
set(page_cpp ${CMAKE_CURRENT_BINARY_DIR}/generated/report_page.cpp)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page_dir}/report.js ${page_dir}/report.css)
file(READ ${page_dir}/report.js page_script)
file(READ ${page_dir}/report.css page_style)
foreach(text IN ITEMS page_script page_style)
  string(FIND "${${text}}" ")lode-page\"" at)
  if(NOT at EQUAL -1)
    message(FATAL_ERROR "the report's page holds the mark that ends a raw string")
  endif()
endforeach()
file(CONFIGURE OUTPUT ${page_cpp} @ONLY CONTENT
"namespace lode::report::page {
extern const char* const kScript;
extern const char* const kStyle;
const char* const kScript = R\"lode-page(@page_script@)lode-page\";
const char* const kStyle = R\"lode-page(@page_style@)lode-page\";
}  // namespace lode::report::page
")
target_sources(lode_report PRIVATE ${page_cpp})
set_source_files_properties(${page_cpp} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)  # the page is one

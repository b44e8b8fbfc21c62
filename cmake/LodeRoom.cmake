# lode_room(NAME <room> DEPS <lode rooms...> LIBS <third-party targets, private>)
# One call per room: src/<room>/*.cpp become library lode_<room>; every *_test.cpp beside them joins one test program.
# DEPS are the rooms whose public headers may be included; tests/rooms_test.py holds the includes to them.
function(lode_room)
  cmake_parse_arguments(ARG "" "NAME" "DEPS;LIBS" ${ARGN})
  set(dir ${CMAKE_CURRENT_SOURCE_DIR}/src/${ARG_NAME})
  file(GLOB sources CONFIGURE_DEPENDS ${dir}/*.cpp)
  file(GLOB tests CONFIGURE_DEPENDS ${dir}/*_test.cpp)
  list(REMOVE_ITEM sources ${tests} "")
  add_library(lode_${ARG_NAME} STATIC ${sources})
  target_include_directories(lode_${ARG_NAME} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/src)
  list(TRANSFORM ARG_DEPS PREPEND lode_ OUTPUT_VARIABLE deps)
  target_link_libraries(lode_${ARG_NAME} PUBLIC ${deps} PRIVATE lode_flags ${ARG_LIBS})
  target_precompile_headers(lode_${ARG_NAME} REUSE_FROM lode_std)
  if(LODE_TESTS AND tests)
    add_executable(${ARG_NAME}_test ${tests})
    target_link_libraries(${ARG_NAME}_test PRIVATE lode_${ARG_NAME} lode_flags fmt::fmt GTest::gtest
                          GTest::gtest_main rapidcheck rapidcheck_gtest)
    target_precompile_headers(${ARG_NAME}_test REUSE_FROM lode_std_test)
    target_compile_options(${ARG_NAME}_test PRIVATE -O1)  # a third off their compile time; the oracles are small
    gtest_discover_tests(${ARG_NAME}_test DISCOVERY_TIMEOUT 60 PROPERTIES ENVIRONMENT RC_PARAMS=seed=1 LABELS quick
                         WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  endif()
endfunction()

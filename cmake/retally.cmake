# How every part of retally is compiled, and the two functions by which a part declares itself.

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

# Enough to read a stack trace and a profile by; full debug information would be a fifth of the build.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-g1")

find_package(Threads REQUIRED)
if(BUILD_TESTING)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
endif()

add_library(retally_options INTERFACE)
target_include_directories(retally_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
# Else simdjson's types have other members where nothing is optimised, as in the tests.
target_compile_definitions(retally_options INTERFACE SIMDJSON_DEVELOPMENT_CHECKS=0)
target_compile_options(retally_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual)

if(RETALLY_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -O1)
  add_link_options(-fsanitize=address,undefined)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    set(retally_fuzzed ON)
  endif()
elseif(RETALLY_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer -O1)
  add_link_options(-fsanitize=thread)
endif()

# retally_part(NAME SOURCES a.cc … [LINKS lib …] [TESTS a_test.cc …] [TEST_LINKS lib …] [ONE_THREAD])
# A part is one static library, retally_NAME, and one test program, NAME_test, of the tests that lie beside its code.
# ONE_THREAD: there is but one in these tests, so that ThreadSanitizer would have nothing to see.
function(retally_part name)
  cmake_parse_arguments(part "ONE_THREAD" "" "SOURCES;LINKS;TESTS;TEST_LINKS" ${ARGN})
  add_library(retally_${name} STATIC ${part_SOURCES})
  target_link_libraries(retally_${name} PUBLIC ${part_LINKS} PRIVATE $<BUILD_INTERFACE:retally_options>)
  target_include_directories(retally_${name} PUBLIC $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/src>)
  if(retally_fuzzed)
    target_compile_options(retally_${name} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
  if(RETALLY_TIDY)
    set_target_properties(retally_${name} PROPERTIES CXX_CLANG_TIDY clang-tidy)
  endif()
  if(part_TESTS AND NOT (part_ONE_THREAD AND RETALLY_SANITIZE STREQUAL "thread"))
    retally_test(${name}_test SOURCES ${part_TESTS} LINKS retally_${name} ${part_TEST_LINKS})
  endif()
endfunction()

# retally_test(NAME SOURCES a_test.cc … [LINKS lib …])
function(retally_test name)
  if(NOT BUILD_TESTING)
    return()
  endif()
  cmake_parse_arguments(test "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${test_SOURCES})
  target_link_libraries(${name} PRIVATE ${test_LINKS} retally_options GTest::gmock_main GTest::gtest rapidcheck rapidcheck_gtest)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_definitions(${name} PRIVATE RETALLY_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  # What a test does itself takes little time, to optimise it takes half of its compilation.
  target_compile_options(${name} PRIVATE -O0)
  # The headers of GoogleTest and RapidCheck are most of what a test compiles: several files share them.
  set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
  # One process for all of them: of a process for each, a sanitizer's start would be most of the time.
  add_test(NAME ${name} COMMAND ${name})
  # A sanitizer looks for what is wrong in memory: that needs fewer cases of a property than what is wrong in logic, for
  # which the release tries 100.
  if(RETALLY_SANITIZE)
    set_tests_properties(${name} PROPERTIES ENVIRONMENT RC_PARAMS=max_success=25)
  endif()
endfunction()

# retally_lua(NAME): the scripts of lua/ are part of the program, as NAME/lua_files.h. After retally_part().
# A new one changes their folder; a glob that is checked at each build would have each build say so.
function(retally_lua name)
  file(GLOB paths ${CMAKE_CURRENT_SOURCE_DIR}/lua/*.lua)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/lua ${paths})
  set(LUA_NAMESPACE ${name})
  set(LUA_FILES "")
  foreach(path ${paths})
    get_filename_component(script ${path} NAME_WE)
    file(READ ${path} text)
    string(APPEND LUA_FILES "    {\"${script}\", R\"lua(${text})lua\"},\n")
  endforeach()
  configure_file(${CMAKE_SOURCE_DIR}/cmake/lua_files.h.in ${name}/lua_files.h @ONLY)
  target_include_directories(retally_${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
endfunction()

# What find_package(retally) reads; link with retally::retally.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
include(${CMAKE_CURRENT_LIST_DIR}/retallyTargets.cmake)

# What a packager and then a user do: build libretally alone, install it, build the example with it, run that.
#   cmake -DSOURCE=… -DWORK=… -DCOMPILER=… -P install_test.cmake
function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# What was installed before may hide what is not any more; what was built is built again only where it has changed.
file(REMOVE_RECURSE ${WORK}/prefix)
set(options -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_UNITY_BUILD=ON -DCMAKE_CXX_COMPILER=${COMPILER})
run(${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/library ${options} -DRETALLY_LIBRARY_ONLY=ON)
run(${CMAKE_COMMAND} --build ${WORK}/library)
run(${CMAKE_COMMAND} --install ${WORK}/library --prefix ${WORK}/prefix)

foreach(example debounce worker)
  run(${CMAKE_COMMAND} -S ${SOURCE}/examples/${example} -B ${WORK}/${example} ${options}
    -DCMAKE_PREFIX_PATH=${WORK}/prefix)
  run(${CMAKE_COMMAND} --build ${WORK}/${example})
endforeach()
execute_process(COMMAND ${WORK}/debounce/debounce OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)

set(expected "index document:1 once for 500 changes\nindex document:2 once for 500 changes\n")
if(NOT output STREQUAL expected)
  message(FATAL_ERROR "examples/debounce wrote\n${output}instead of\n${expected}")
endif()

execute_process(COMMAND ${WORK}/worker/worker redis://127.0.0.1:1 ERROR_VARIABLE output RESULT_VARIABLE code)
if(NOT code EQUAL 1 OR NOT output MATCHES "^worker: redis at 127.0.0.1:1: ")
  message(FATAL_ERROR "examples/worker ended with ${code} and wrote\n${output}")
endif()

# SPDX-License-Identifier: Apache-2.0
# house_test(NAME LIBRARY...): builds test_NAME.c of this folder with GLib's test
# framework and registers it.  The program runs from the source root, so that it
# names samples as a reader would.
function(house_test name)
    add_executable(test_${name} test_${name}.c)
    target_link_libraries(test_${name} PRIVATE house_warnings ${ARGN})
    add_test(NAME unit/${name} COMMAND test_${name}
             WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    # A bound for a machine under load, not an expectation.
    set_tests_properties(unit/${name} PROPERTIES TIMEOUT 240 LABELS unit)
endfunction()

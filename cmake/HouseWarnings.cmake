# SPDX-License-Identifier: Apache-2.0
# One target that carries how every file of the project is compiled.
add_library(house_warnings INTERFACE)
target_compile_features(house_warnings INTERFACE c_std_17)
target_compile_options(house_warnings INTERFACE
    -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
    -Wvla -Wformat=2 $<$<BOOL:${WERROR}>:-Werror>)
target_compile_definitions(house_warnings INTERFACE
    _GNU_SOURCE G_LOG_USE_STRUCTURED PROJECT_VERSION="${PROJECT_VERSION}")
target_include_directories(house_warnings INTERFACE
    ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
target_link_libraries(house_warnings INTERFACE PkgConfig::GLIB Threads::Threads)

if(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(house_warnings INTERFACE
        -fstack-protector-strong -fstack-clash-protection -D_FORTIFY_SOURCE=2 -fPIE)
    target_link_options(house_warnings INTERFACE -pie -Wl,-z,relro,-z,now)
endif()

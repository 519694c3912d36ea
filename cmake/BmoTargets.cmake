# One static library per folder, all with the same flags.
add_library(bmo_flags INTERFACE)
target_compile_options(bmo_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Wmissing-declarations
  -Wno-missing-field-initializers  # g++ 12 warns on every designated initialiser otherwise
  -Wno-restrict                    # g++ 12 sees overlaps in std::string::insert that are not there
  $<$<BOOL:${BMO_WERROR}>:-Werror>
  $<$<CONFIG:Debug>:-O1 -g1>)
target_compile_definitions(bmo_flags INTERFACE
  $<$<OR:$<CONFIG:Debug>,$<BOOL:${BMO_ASSERTIONS}>>:_GLIBCXX_ASSERTIONS>)
target_include_directories(bmo_flags INTERFACE "${PROJECT_SOURCE_DIR}")
if(BMO_SANITIZE)
  target_compile_options(bmo_flags INTERFACE -fsanitize=${BMO_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(bmo_flags INTERFACE -fsanitize=${BMO_SANITIZE})
endif()

# bmo_folder(io LINKS bmo_base LIBRARIES ZLIB::ZLIB): the library bmo_io of bmo/io/*.cpp. LIBRARIES
# are third parties, seen by this folder alone. EXTENSIONS: the folder's own .cpp files are added by
# bmo_extensions instead.
function(bmo_folder name)
  cmake_parse_arguments(ARG "EXTENSIONS" "" "LINKS;LIBRARIES;SUBFOLDERS" ${ARGN})
  set(patterns "")
  if(NOT ARG_EXTENSIONS)
    list(APPEND patterns "${PROJECT_SOURCE_DIR}/bmo/${name}/*.cpp")
  endif()
  foreach(sub IN LISTS ARG_SUBFOLDERS)
    list(APPEND patterns "${PROJECT_SOURCE_DIR}/bmo/${name}/${sub}/*.cpp")
  endforeach()
  file(GLOB files CONFIGURE_DEPENDS ${patterns})
  if(NOT files)
    return()
  endif()
  add_library(bmo_${name} STATIC ${files})
  # Each header is compiled alone by `ninja all_verify_interface_header_sets` (part of ./dev test), but
  # for one that its own source includes first: that is a compilation of it alone already.
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/bmo/${name}/*.hpp")
  # A folder's insiders that name its own third parties are compiled with their sources alone.
  foreach(header IN LISTS headers)
    file(STRINGS "${header}" foreign REGEX "^#include <(arrow|parquet|CLI|toml|cairo|pango)[+/]")
    cmake_path(REPLACE_EXTENSION header LAST_ONLY cpp OUTPUT_VARIABLE source)
    set(first "")
    if(EXISTS "${source}")
      file(STRINGS "${source}" first REGEX "^#include" LIMIT_COUNT 1)
    endif()
    cmake_path(RELATIVE_PATH header BASE_DIRECTORY "${PROJECT_SOURCE_DIR}" OUTPUT_VARIABLE included)
    if(foreign OR first STREQUAL "#include \"${included}\"")
      list(REMOVE_ITEM headers "${header}")
    endif()
  endforeach()
  if(headers)
    target_sources(bmo_${name} PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${headers})
    set_target_properties(bmo_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  endif()
  target_link_libraries(bmo_${name} PUBLIC bmo_flags ${ARG_LINKS} PRIVATE ${ARG_LIBRARIES})
endfunction()

set(BMO_TEST_DATA "${PROJECT_SOURCE_DIR}/../shared/data" CACHE PATH
    "Public data sets and hostile files; tests that read them skip where it is absent")

# bmo_unit_tests(io): the program tests/unit/io/*_test.cpp, registered with ctest.
function(bmo_unit_tests name)
  file(GLOB files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/unit/${name}/*_test.cpp")
  if(NOT files OR NOT TARGET bmo_${name})
    return()
  endif()
  add_executable(bmo_${name}_test ${files})
  target_link_libraries(bmo_${name}_test PRIVATE bmo_${name} GTest::gtest_main ${ARGN})
  target_compile_definitions(bmo_${name}_test PRIVATE BMO_TEST_DATA="${BMO_TEST_DATA}")
  bmo_test(unit_${name} bmo_${name}_test)
endfunction()

# A test program for ctest. Without BMO_UNIT_TESTS it is built on demand alone.
function(bmo_test name target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)  # Run once, compiled each time.
  if(BMO_UNIT_TESTS)
    add_test(NAME ${name} COMMAND ${target})
  else()
    set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
  endif()
endfunction()

# Turns a folder of one-file extensions into sources of a target, with a table of them. Each file
# defines a function of its own name, followed by SUFFIX where the name alone is a word of C++.
function(bmo_extensions target)
  cmake_parse_arguments(ARG "" "FOLDER;NAMESPACE;ENTRY;HEADER;SUFFIX" "" ${ARGN})
  file(GLOB files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${ARG_FOLDER}/*.cpp")
  list(SORT files)
  list(LENGTH files count)
  set(decls "")
  set(rows "")
  foreach(file IN LISTS files)
    cmake_path(GET file STEM id)
    string(APPEND decls "const ${ARG_ENTRY}& ${id}${ARG_SUFFIX}();\n")
    string(APPEND rows "      &${id}${ARG_SUFFIX}(),\n")
  endforeach()
  string(MAKE_C_IDENTIFIER "${ARG_FOLDER}" slug)
  set(table "${CMAKE_CURRENT_BINARY_DIR}/tables/${slug}.cpp")
  file(CONFIGURE OUTPUT "${table}" @ONLY CONTENT
"// Written by the build from the file names in @ARG_FOLDER@.
#include <array>

#include \"@ARG_HEADER@\"

namespace @ARG_NAMESPACE@ {
@decls@
std::span<const @ARG_ENTRY@* const> all() {
  static const std::array<const @ARG_ENTRY@*, @count@> kAll{
@rows@  };
  return kAll;
}
}  // namespace @ARG_NAMESPACE@
")
  target_sources(${target} PRIVATE ${files} "${table}")
  # The one declaration of an extension's entry is the table's.
  set_source_files_properties(${files} PROPERTIES COMPILE_OPTIONS -Wno-missing-declarations)
endfunction()

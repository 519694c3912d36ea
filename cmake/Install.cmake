# Puts the program where ./dev and people look for it, and lets `cmake --install` leave one that runs
# anywhere: what Debian lacks lies beside it and is found by rpath. The build tree has links to the
# same, so that both have one rpath: CMake's own for a build ends with an empty entry, which makes the
# loader look for libraries in the current folder.
set(carried_libraries ${arrow_library} ${parquet_library} "${BMO_DUCKDB}")
foreach(library IN LISTS carried_libraries)
  cmake_path(GET library FILENAME name)
  file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/lib/bmo")
  file(CREATE_LINK "${library}" "${PROJECT_BINARY_DIR}/lib/bmo/${name}" SYMBOLIC)
endforeach()
set_target_properties(bmo PROPERTIES
  RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}"
  BUILD_WITH_INSTALL_RPATH ON
  INSTALL_RPATH "$ORIGIN/../lib/bmo;$ORIGIN/lib/bmo")
install(TARGETS bmo RUNTIME DESTINATION bin)
install(FILES ${carried_libraries} DESTINATION lib/bmo)

# Puts the program where ./dev and people look for it, and lets `cmake --install` leave one that runs
# anywhere: what Debian lacks is copied beside it and found by rpath.
set_target_properties(bmo PROPERTIES
  RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}"
  INSTALL_RPATH "$ORIGIN/../lib/bmo")
install(TARGETS bmo RUNTIME DESTINATION bin)
install(FILES ${arrow_library} ${parquet_library} "${BMO_DUCKDB}" DESTINATION lib/bmo)

# The Rust library under rust/: built by cargo where cargo 1.80 or newer is, else left out.
#
# Its target folder is shared by all build trees and work trees of one dependency folder: cargo alone
# knows what must be rebuilt, and a second build of the same sources takes no time.
option(BMO_CHAT "Build tokenizers and chat templates (needs cargo 1.80)" ON)
set(BMO_CHAT_BUILT OFF)
find_program(BMO_CARGO cargo)
if(BMO_CHAT AND BMO_CARGO)
  execute_process(COMMAND "${BMO_CARGO}" --version OUTPUT_VARIABLE version ERROR_QUIET)
  string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" version "${version}")
  if(version VERSION_GREATER_EQUAL 1.80)
    set(BMO_CHAT_BUILT ON)
  endif()
endif()
if(BMO_CHAT AND NOT BMO_CHAT_BUILT)
  message(STATUS "No cargo 1.80: bmo is built without tokenizers and chat templates")
endif()

if(BMO_CHAT_BUILT)
  file(GLOB rust_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/rust/src/*.rs")
  list(APPEND rust_sources "${PROJECT_SOURCE_DIR}/rust/Cargo.toml" "${PROJECT_SOURCE_DIR}/rust/Cargo.lock")
  set(rust_target "${BMO_DEPS}/cargo")
  set(rust_library "${PROJECT_BINARY_DIR}/rust/libbmo_chat.a")
  add_custom_command(
    OUTPUT "${rust_library}"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${PROJECT_BINARY_DIR}/rust"
    COMMAND "${BMO_CARGO}" build --release --locked --quiet
            --manifest-path "${PROJECT_SOURCE_DIR}/rust/Cargo.toml" --target-dir "${rust_target}"
    COMMAND "${CMAKE_COMMAND}" -E copy "${rust_target}/release/libbmo_chat.a" "${rust_library}"
    DEPENDS ${rust_sources}
    COMMENT "Building the Rust library for tokenizers and chat templates"
    VERBATIM)
  add_custom_target(bmo_rust_build DEPENDS "${rust_library}")
  add_library(bmo_rust INTERFACE)
  add_dependencies(bmo_rust bmo_rust_build)
  target_link_libraries(bmo_rust INTERFACE "${rust_library}" Threads::Threads ${CMAKE_DL_LIBS} m)
endif()

# SentencePiece models are read by their own library, where it is installed.
pkg_check_modules(sentencepiece IMPORTED_TARGET sentencepiece)

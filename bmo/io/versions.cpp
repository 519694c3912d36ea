// Asks zlib, zstd and libzip for their versions.
#include "bmo/io/versions.hpp"

#include <zip.h>
#include <zlib.h>
#include <zstd.h>

namespace bmo::io {

std::vector<std::pair<std::string, std::string>> library_versions() {
  return {
      {"libzip", zip_libzip_version()}, {"zlib", zlibVersion()}, {"zstd", ZSTD_versionString()}};
}

}  // namespace bmo::io

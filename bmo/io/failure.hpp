// Turns what the operating system reports into errors that say where, why and what to do.
#pragma once
#include <cstdint>
#include <string>

#include "bmo/io/disk.hpp"

namespace bmo::io {

/// What was being done when the system refused; an errno reads differently for each.
enum class Attempt : std::uint8_t {
  kRead,
  kList,
  kWrite,
  kCreate,
  kSync,
  kRename,
  kRemove,
  kLock,
};

/// The error for errno `code`. ENOSPC and its kin name the free bytes of the file system.
Error system_failure(int code, Attempt attempt, const std::string& path);

/// kIo E_NO_SPACE; `why` says what was observed.
Error no_space(const std::string& path, std::string why);

/// kNotFound E_INPUT, with the names of the same folder that are nearest to the missing one.
Error not_found(Disk& disk, const std::string& path);

/// kBusy E_BUSY; `owner_text` is what the holder left in the lock file.
Error busy(const std::string& path, const std::string& owner_text);

/// "a/b/c" -> "a/b", "c" -> ".", "/c" -> "/".
std::string parent_of(const std::string& path);
/// "a/b/c" -> "c".
std::string name_of(const std::string& path);

}  // namespace bmo::io

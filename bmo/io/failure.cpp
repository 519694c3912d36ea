// Reads an errno in the light of what was tried.
#include "bmo/io/failure.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <sys/resource.h>
#include <sys/statvfs.h>

#include "bmo/base/text.hpp"

namespace bmo::io {
namespace {

std::string verb(Attempt attempt) {
  switch (attempt) {
    case Attempt::kRead:
      return "read it";
    case Attempt::kList:
      return "list the folder";
    case Attempt::kWrite:
      return "write to it";
    case Attempt::kCreate:
      return "create it";
    case Attempt::kSync:
      return "make it durable";
    case Attempt::kRename:
      return "give it its final name";
    case Attempt::kRemove:
      return "remove it";
    case Attempt::kLock:
      return "lock it";
  }
  return "use it";
}

std::string system_text(int code) {
  return std::generic_category().message(code);
}

Error failure(ErrorKind kind, std::string code, const std::string& path) {
  Error error;
  error.kind = kind;
  error.code = std::move(code);
  error.place.file = path;
  return error;
}

bool is_making(Attempt attempt) {
  return attempt == Attempt::kCreate || attempt == Attempt::kRename || attempt == Attempt::kLock;
}

std::string limit_text(decltype(RLIMIT_NOFILE) which) {
  rlimit limit{};
  if (getrlimit(which, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return "unlimited";
  return std::to_string(limit.rlim_cur);
}

/// What the file system says about room, seen from the nearest folder that exists.
std::string room_text(const std::string& path) {
  struct statvfs room{};
  std::string at = path;
  while (statvfs(at.c_str(), &room) != 0) {
    const std::string up = parent_of(at);
    if (up == at) return "the file system is full";
    at = up;
  }
  if (room.f_files > 0 && room.f_favail == 0) {
    return "the file system has no free inodes (room for more files)";
  }
  return "the file system has " + format_size(std::uint64_t{room.f_bavail} * room.f_frsize) +
         " free";
}

Error space_failure(int code, const std::string& path) {
  if (code == EDQUOT) return no_space(path, "the disk quota of this user is used up");
  if (code == EFBIG) {
    return no_space(path, "a file may not grow further: the limit is " + limit_text(RLIMIT_FSIZE) +
                              " bytes (`ulimit -f`) or that of the file system");
  }
  return no_space(path, room_text(path));
}

Error permission_failure(int code, Attempt attempt, const std::string& path) {
  Error error = failure(ErrorKind::kPermission, "E_PERMISSION", path);
  error.message = "the system does not allow us to " + verb(attempt);
  error.why = system_text(code);
  error.hint = code == EROFS ? "name a folder on a file system that can be written to"
                             : "see who may use it with: ls -ld '" + path + "' '" +
                                   parent_of(path) + "'; then chmod it or name another";
  return error;
}

Error creation_failure(int code, const std::string& path) {
  Error error = failure(ErrorKind::kCannotCreate, "E_OUTPUT", path);
  error.message = "the output cannot be created";
  error.why = system_text(code);
  error.hint = "name another output";
  if (code == ELOOP) {
    error.why = "a symbolic link stands at this name, and we never write through one";
    error.hint = "remove the link with: rm '" + path + "'; or name the folder it points to";
  } else if (code == EEXIST) {
    error.why = "the name is already taken";
    error.hint = "name a new folder, or remove what is there";
  } else if (code == ENOENT) {
    error.why = "the folder `" + parent_of(path) + "` does not exist";
    error.hint = "make it with: mkdir -p '" + parent_of(path) + "'";
  } else if (code == ENOTDIR) {
    error.why = "a file stands where a folder is needed";
  }
  return error;
}

Error descriptor_failure(const std::string& path) {
  Error error = failure(ErrorKind::kIo, "E_IO", path);
  error.message = "too many files are open";
  error.why = "the limit is " + limit_text(RLIMIT_NOFILE) + " open files (`ulimit -n`)";
  error.hint = "raise it with: ulimit -n 4096; then run the same command again";
  return error;
}

Error plain_failure(int code, Attempt attempt, const std::string& path) {
  Error error = failure(ErrorKind::kIo, "E_IO", path);
  error.message = "the system failed to " + verb(attempt);
  error.why = system_text(code);
  error.hint = code == EIO ? "check the disk (`dmesg | tail`), then run the same command again"
                           : "run the same command again; if it stays, use another disk";
  return error;
}

std::string missing_hint(Disk& disk, const std::string& folder, const std::string& name) {
  auto listed = disk.list(folder);
  if (!listed) return "check the spelling, or name another file";
  const std::vector<std::string_view> known(listed->begin(), listed->end());
  const std::vector<std::string> near = nearest(name, known);
  if (near.empty()) return "see what is there with: ls '" + folder + "'";
  std::string hint = "did you mean ";
  for (const std::string& candidate : near) {
    if (&candidate != &near.front()) hint += " or ";
    hint += "`" + (folder == "." ? candidate : join(folder, candidate)) + "`";
  }
  return hint + "?";
}

}  // namespace

Error no_space(const std::string& path, std::string why) {
  Error error = failure(ErrorKind::kIo, "E_NO_SPACE", path);
  error.message = "no space is left to write to it";
  error.why = std::move(why);
  error.hint = "free some space, then run the same command again: it goes on where it stopped";
  return error;
}

Error busy(const std::string& path, const std::string& owner_text) {
  Error error = failure(ErrorKind::kBusy, "E_BUSY", path);
  const std::string owner = excerpt(trim_ascii(owner_text), 200);
  error.message = "another run is using this folder";
  error.why = owner.empty() ? "its lock is held; the holder left no name" : "held by " + owner;
  error.hint = "wait until that run has ended, or name another folder";
  return error;
}

Error system_failure(int code, Attempt attempt, const std::string& path) {
  switch (code) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return space_failure(code, path);
    case EACCES:
    case EPERM:
    case EROFS:
      return permission_failure(code, attempt, path);
    case EMFILE:
    case ENFILE:
      return descriptor_failure(path);
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
    case ELOOP:
    case EEXIST:
      if (is_making(attempt)) return creation_failure(code, path);
      break;
    default:
      return plain_failure(code, attempt, path);
  }
  Error error = plain_failure(code, attempt, path);
  if (attempt == Attempt::kRead || attempt == Attempt::kList) {
    error.kind = ErrorKind::kNotFound;
    error.code = "E_INPUT";
    error.message = "there is no such file or folder";
    error.hint = "check the spelling, or name another";
  }
  return error;
}

Error not_found(Disk& disk, const std::string& path) {
  Error error = failure(ErrorKind::kNotFound, "E_INPUT", path);
  error.message = "there is no such file or folder";
  std::string folder = parent_of(path);
  std::string name = name_of(path);
  while (!disk.exists(folder) && parent_of(folder) != folder) {
    name = name_of(folder);
    folder = parent_of(folder);
  }
  error.why = "the folder `" + folder + "` holds no `" + name + "`";
  error.hint = missing_hint(disk, folder, name);
  return error;
}

std::string parent_of(const std::string& path) {
  const std::size_t end = path.find_last_not_of('/');
  if (end == std::string::npos) return path.empty() ? "." : "/";
  const std::size_t slash = path.rfind('/', end);
  if (slash == std::string::npos) return ".";
  const std::size_t last = path.find_last_not_of('/', slash);
  return last == std::string::npos ? "/" : path.substr(0, last + 1);
}

std::string name_of(const std::string& path) {
  const std::size_t end = path.find_last_not_of('/');
  if (end == std::string::npos) return path;
  const std::size_t slash = path.rfind('/', end);
  const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
  return path.substr(begin, end + 1 - begin);
}

}  // namespace bmo::io

// Looks at libraries, processors, memory and folders.
#include "bmo/app/doctor.hpp"

#include <cstdlib>
#include <thread>

#include <sys/utsname.h>
#include <unistd.h>

#include "bmo/base/text.hpp"
#include "bmo/chat/tokenizer.hpp"
#include "bmo/embed/onnx.hpp"
#include "bmo/io/versions.hpp"
#include "bmo/table/versions.hpp"
#include "bmo/workspace/workspace.hpp"

namespace bmo::app {
namespace {

DoctorItem library(std::string name, std::string version) {
  return {.group = "libraries", .name = std::move(name), .value = std::move(version), .fix = ""};
}

void add_libraries(std::vector<DoctorItem>& items, io::Disk& disk) {
  items.push_back(library("Arrow", table::arrow_version()));
  const Result<std::string> duckdb = table::duckdb_version();
  items.push_back(library("DuckDB", duckdb ? *duckdb : duckdb.error().message));
  if (!duckdb) items.back().fix = duckdb.error().hint;
  for (const auto& [name, version] : io::library_versions())
    items.push_back(library(name, version));
  items.push_back(library("SQLite", workspace::sqlite_version()));
  items.push_back(library("tokenizers and templates", chat::chat_libraries()));
  if (const Status chat = chat::chat_is_built(); !chat) items.back().fix = chat.error().hint;
  // Nothing is lacking without it: the encoder that is built in needs no library.
  const Result<embed::OnnxRuntime> onnx = embed::find_onnx_runtime(disk);
  items.push_back(
      library("ONNX Runtime", onnx ? onnx->version : "none (for encoder models alone)"));
}

std::uint64_t memory_of(int pages_name) {
  const long pages = sysconf(pages_name);
  const long page = sysconf(_SC_PAGESIZE);
  if (pages <= 0 || page <= 0) return 0;
  return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page);
}

std::string system_name() {
  utsname name{};
  if (uname(&name) != 0) return "unknown";
  return std::string(name.sysname) + " " + name.release + " " + name.machine;
}

void add_machine(std::vector<DoctorItem>& items) {
  constexpr std::uint64_t kLittleMemory = std::uint64_t{512} << 20U;
  const std::uint64_t free = memory_of(_SC_AVPHYS_PAGES);
  items.push_back({.group = "machine", .name = "system", .value = system_name(), .fix = ""});
  items.push_back({.group = "machine",
                   .name = "cores",
                   .value = std::to_string(std::thread::hardware_concurrency()),
                   .fix = ""});
  items.push_back(
      {.group = "machine",
       .name = "memory",
       .value = format_size(memory_of(_SC_PHYS_PAGES)) + ", " + format_size(free) + " free",
       .fix = free < kLittleMemory ? "close other programs, or use --memory 256MiB" : ""});
}

DoctorItem place(std::string name, const std::string& folder, io::Disk& disk) {
  constexpr std::uint64_t kLittleSpace = std::uint64_t{1} << 30U;
  DoctorItem item{.group = "places", .name = std::move(name), .value = "", .fix = ""};
  const Result<std::uint64_t> free = disk.free_bytes(folder);
  if (!free) {
    item.value = folder + ": " + free.error().message;
    item.fix = free.error().hint;
    return item;
  }
  item.value = folder + ", " + format_size(*free) + " free";
  if (access(folder.c_str(), W_OK) != 0) {
    item.value += ", not writable";
    item.fix = "write exports elsewhere: --out DIR";
  } else if (*free < kLittleSpace) {
    item.fix = "free space: an export needs about the size of its input";
  }
  return item;
}

std::string temporary_folder() {
  const char* named = std::getenv("TMPDIR");
  return named == nullptr || *named == '\0' ? "/tmp" : named;
}

void add_places(std::vector<DoctorItem>& items, io::Disk& disk) {
  items.push_back(place("working folder", ".", disk));
  items.push_back(place("temporary", temporary_folder(), disk));
  const Result<std::string> root = workspace::find_root(disk, ".");
  DoctorItem item{.group = "places", .name = "workspace", .value = "", .fix = ""};
  item.value = root ? *root : "none here (an export needs none)";
  if (!root && root.error().code != "E_NO_WORKSPACE") {
    item.value = root.error().message;
    item.fix = root.error().hint;
  }
  items.push_back(std::move(item));
}

}  // namespace

Result<DoctorAnswer> run_doctor(const Session& session) {
  DoctorAnswer answer;
  add_libraries(answer.items, session.disk);
  add_machine(answer.items);
  add_places(answer.items, session.disk);
  return answer;
}

}  // namespace bmo::app

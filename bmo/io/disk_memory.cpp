// Keeps two states of every file and folder: as seen now, and as a power cut would leave it.
#include "bmo/io/disk_memory.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "bmo/base/check.hpp"
#include "bmo/io/failure.hpp"

namespace bmo::io {
namespace {

std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  while (at < path.size()) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    std::string part = path.substr(at, slash - at);
    if (!part.empty() && part != ".") parts.push_back(std::move(part));
    at = slash + 1;
  }
  return parts;
}

}  // namespace

class MemoryDisk::OpenFile final : public File {
 public:
  OpenFile(MemoryDisk& disk, NodePtr node, std::string path)
      : disk_(disk), node_(std::move(node)), path_(std::move(path)), born_(disk.power_cuts_) {}

  Result<std::size_t> read_at(std::uint64_t offset, char* out, std::size_t size) override {
    const std::scoped_lock guard(disk_.mutex_);
    if (is_lost()) return system_failure(EIO, Attempt::kRead, path_);
    if (offset >= node_->bytes.size()) return std::size_t{0};
    return node_->bytes.copy(out, size, static_cast<std::size_t>(offset));
  }

  Status write_at(std::uint64_t offset, std::string_view bytes) override {
    const std::scoped_lock guard(disk_.mutex_);
    if (is_lost()) return system_failure(EIO, Attempt::kWrite, path_);
    const auto begin = static_cast<std::size_t>(offset);
    if (begin + bytes.size() > node_->bytes.size()) node_->bytes.resize(begin + bytes.size());
    bytes.copy(node_->bytes.data() + begin, bytes.size());
    node_->modified = ++disk_.clock_;
    return ok();
  }

  Status truncate(std::uint64_t size) override {
    const std::scoped_lock guard(disk_.mutex_);
    if (is_lost()) return system_failure(EIO, Attempt::kWrite, path_);
    node_->bytes.resize(static_cast<std::size_t>(size));
    node_->modified = ++disk_.clock_;
    return ok();
  }

  Status sync() override {
    const std::scoped_lock guard(disk_.mutex_);
    if (is_lost()) return system_failure(EIO, Attempt::kSync, path_);
    node_->durable_bytes = node_->bytes;
    return ok();
  }

  Result<FileInfo> info() override {
    const std::scoped_lock guard(disk_.mutex_);
    return disk_.info_of(*node_);
  }

  Status close() override { return ok(); }

 private:
  bool is_lost() const { return born_ != disk_.power_cuts_; }

  MemoryDisk& disk_;
  NodePtr node_;
  std::string path_;
  std::uint64_t born_;
};

class MemoryDisk::HeldLock final : public Lock {
 public:
  HeldLock(MemoryDisk& disk, std::string path)
      : disk_(disk), path_(std::move(path)), born_(disk.power_cuts_) {}
  HeldLock(const HeldLock&) = delete;
  HeldLock& operator=(const HeldLock&) = delete;
  ~HeldLock() override {
    const std::scoped_lock guard(disk_.mutex_);
    if (born_ == disk_.power_cuts_) disk_.locks_.erase(path_);
  }

 private:
  MemoryDisk& disk_;
  std::string path_;
  std::uint64_t born_;
};

MemoryDisk::MemoryDisk() : root_(make_node(true)) {}

MemoryDisk::~MemoryDisk() = default;

MemoryDisk::NodePtr MemoryDisk::make_node(bool is_directory) {
  NodePtr node(new Node);
  node->is_directory = is_directory;
  node->inode = next_inode_++;
  node->modified = ++clock_;
  return node;
}

MemoryDisk::NodePtr MemoryDisk::find(const std::string& path) {
  NodePtr at = root_;
  for (const std::string& part : parts_of(path)) {
    const auto next = at->names.find(part);
    if (next == at->names.end()) return nullptr;
    at = next->second;
  }
  return at;
}

MemoryDisk::NodePtr MemoryDisk::find_folder_of(const std::string& path) {
  NodePtr folder = find(parent_of(path));
  return folder != nullptr && folder->is_directory ? folder : nullptr;
}

FileInfo MemoryDisk::info_of(const Node& node) const {
  FileInfo info;
  info.bytes = node.bytes.size();
  info.modified_ns = node.modified;
  info.changed_ns = node.modified;
  info.inode = node.inode;
  info.is_directory = node.is_directory;
  info.is_regular = !node.is_directory;
  return info;
}

Result<std::unique_ptr<File>> MemoryDisk::open(const std::string& path, Open mode) {
  std::unique_lock guard(mutex_);
  NodePtr node = find(path);
  if (mode == Open::kCreateNew) {
    if (node != nullptr) return system_failure(EEXIST, Attempt::kCreate, path);
    const NodePtr folder = find_folder_of(path);
    if (folder == nullptr) return system_failure(ENOENT, Attempt::kCreate, path);
    node = make_node(false);
    folder->names[name_of(path)] = node;
  } else if (node == nullptr) {
    guard.unlock();
    return not_found(*this, path);
  } else if (node->is_directory) {
    return system_failure(EISDIR, Attempt::kRead, path);
  }
  return std::unique_ptr<File>(std::make_unique<OpenFile>(*this, std::move(node), path));
}

Result<FileInfo> MemoryDisk::info(const std::string& path) {
  std::unique_lock guard(mutex_);
  if (const NodePtr node = find(path)) return info_of(*node);
  guard.unlock();
  return not_found(*this, path);
}

bool MemoryDisk::exists(const std::string& path) {
  const std::scoped_lock guard(mutex_);
  return find(path) != nullptr;
}

Result<std::vector<std::string>> MemoryDisk::list(const std::string& directory) {
  const std::scoped_lock guard(mutex_);
  const NodePtr folder = find(directory);
  if (folder == nullptr) return system_failure(ENOENT, Attempt::kList, directory);
  if (!folder->is_directory) return system_failure(ENOTDIR, Attempt::kList, directory);
  std::vector<std::string> names;
  for (const auto& [name, node] : folder->names)
    names.push_back(name);
  return names;
}

Status MemoryDisk::make_directories(const std::string& path) {
  const std::scoped_lock guard(mutex_);
  NodePtr at = root_;
  for (const std::string& part : parts_of(path)) {
    NodePtr& next = at->names[part];
    if (next == nullptr) {
      next = make_node(true);
      at->durable_names[part] = next;
    } else if (!next->is_directory) {
      return system_failure(ENOTDIR, Attempt::kCreate, path);
    }
    at = NodePtr(next);
  }
  return ok();
}

Status MemoryDisk::rename(const std::string& from, const std::string& to) {
  const std::scoped_lock guard(mutex_);
  const NodePtr node = find(from);
  const NodePtr target = find_folder_of(to);
  if (node == nullptr || target == nullptr) return system_failure(ENOENT, Attempt::kRename, to);
  find_folder_of(from)->names.erase(name_of(from));
  target->names[name_of(to)] = node;
  return ok();
}

Status MemoryDisk::remove(const std::string& path) {
  const std::scoped_lock guard(mutex_);
  const NodePtr node = find(path);
  if (node == nullptr) return ok();
  if (node->is_directory) return system_failure(EISDIR, Attempt::kRemove, path);
  find_folder_of(path)->names.erase(name_of(path));
  return ok();
}

Status MemoryDisk::remove_directory(const std::string& path) {
  const std::scoped_lock guard(mutex_);
  const NodePtr node = find(path);
  if (node == nullptr) return ok();
  if (!node->is_directory) return system_failure(ENOTDIR, Attempt::kRemove, path);
  if (!node->names.empty()) return system_failure(ENOTEMPTY, Attempt::kRemove, path);
  find_folder_of(path)->names.erase(name_of(path));
  return ok();
}

Status MemoryDisk::sync_directory(const std::string& path) {
  const std::scoped_lock guard(mutex_);
  const NodePtr folder = find(path);
  if (folder == nullptr) return system_failure(ENOENT, Attempt::kSync, path);
  folder->durable_names = folder->names;
  return ok();
}

Result<std::unique_ptr<Lock>> MemoryDisk::lock(const std::string& path,
                                               const std::string& owner_text) {
  const std::scoped_lock guard(mutex_);
  const NodePtr folder = find_folder_of(path);
  if (folder == nullptr) return system_failure(ENOENT, Attempt::kLock, path);
  NodePtr& node = folder->names[name_of(path)];
  if (node == nullptr) node = make_node(false);
  if (!locks_.insert(path).second) return busy(path, node->bytes);
  node->bytes = owner_text;
  return std::unique_ptr<Lock>(std::make_unique<HeldLock>(*this, path));
}

Result<std::uint64_t> MemoryDisk::free_bytes(const std::string&) {
  return std::uint64_t{1} << 40U;
}

void MemoryDisk::power_cut() {
  const std::scoped_lock guard(mutex_);
  ++power_cuts_;
  locks_.clear();
  std::vector<NodePtr> left{root_};
  while (!left.empty()) {
    const NodePtr node = left.back();
    left.pop_back();
    node->bytes = node->durable_bytes;
    node->names = node->durable_names;
    for (const auto& [name, child] : node->names)
      left.push_back(child);
  }
}

void MemoryDisk::put(const std::string& path, std::string_view bytes) {
  const std::string folder = parent_of(path);
  BMO_CHECK(make_directories(folder));
  BMO_CHECK(remove(path));
  auto file = open(path, Open::kCreateNew);
  BMO_CHECK(file);
  BMO_CHECK((*file)->write_at(0, bytes));
  BMO_CHECK((*file)->sync());
  BMO_CHECK(sync_directory(folder));
}

}  // namespace bmo::io

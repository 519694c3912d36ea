// One small file per block, each with a checksum of itself.
#include "bmo/pipeline/journal.hpp"

#include <fmt/format.h>

#include "bmo/base/hash.hpp"

namespace bmo::pipeline {
namespace {

constexpr std::size_t kUnderWay = 2;

}  // namespace

std::string sealed(json::Dom document) {
  document.erase("check");
  const std::string text = document.dump();
  document["check"] = to_hex(hash128(text));
  return document.dump();
}

std::optional<json::Dom> unsealed(std::string_view text) {
  auto document = json::parse_dom(text);
  if (!document || !document->is_object()) return std::nullopt;
  const auto check = document->find("check");
  if (check == document->end() || !check->is_string()) return std::nullopt;
  const std::string told = check->get<std::string>();
  document->erase("check");
  if (told != to_hex(hash128(document->dump()))) return std::nullopt;
  return std::move(*document);
}

Journal::Journal(io::Disk& disk, std::string directory, bool durable)
    : disk_(disk), directory_(std::move(directory)), durable_(durable) {}

Journal::~Journal() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::string Journal::path_of(std::uint64_t index) const {
  return io::join(directory_, fmt::format("block-{:08}.json", index));
}

Result<std::vector<json::Dom>> Journal::load() {
  std::vector<json::Dom> records;
  while (disk_.exists(path_of(records.size()))) {
    BMO_TRY_AS(const std::string text, io::read_file(disk_, path_of(records.size())));
    auto record = unsealed(text);
    if (!record || record->value("block", records.size() + 1) != records.size()) break;
    records.push_back(std::move(*record));
  }
  next_ = records.size();
  return records;
}

Status Journal::keep(std::size_t count) {
  next_ = count;
  safe_ = count;
  std::vector<std::uint64_t> stale;
  for (std::uint64_t index = count; disk_.exists(path_of(index)); ++index)
    stale.push_back(index);
  // Last first, so that a crash in between leaves no gap.
  for (auto index = stale.rbegin(); index != stale.rend(); ++index) {
    BMO_TRY(disk_.remove(path_of(*index)));
  }
  return ok();
}

Status Journal::commit(json::Dom record, std::vector<std::shared_ptr<io::File>> to_sync) {
  record["block"] = next_;
  Block block{.index = next_++, .text = sealed(std::move(record)), .to_sync = std::move(to_sync)};
  std::unique_lock lock(mutex_);
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  changed_.wait(lock, [this] { return queue_.size() < kUnderWay || !failure_; });
  if (!failure_) return failure_;
  queue_.push_back(std::move(block));
  changed_.notify_all();
  return ok();
}

Status Journal::drain() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return (queue_.empty() && !busy_) || !failure_; });
  return failure_;
}

std::uint64_t Journal::safe_blocks() const {
  const std::lock_guard lock(mutex_);
  return safe_;
}

void Journal::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return !queue_.empty() || ending_; });
    if (queue_.empty() || !failure_ || ending_) return;
    const Block block = std::move(queue_.front());
    queue_.pop_front();
    busy_ = true;
    lock.unlock();
    Status status = publish(block);
    lock.lock();
    busy_ = false;
    if (status) ++safe_;
    if (!status) failure_ = std::move(status);
    changed_.notify_all();
  }
}

Status Journal::publish(const Block& block) {
  if (durable_) {
    for (const std::shared_ptr<io::File>& file : block.to_sync)
      BMO_TRY(file->sync());
  }
  return io::publish_file(disk_, path_of(block.index), block.text, durable_);
}

}  // namespace bmo::pipeline

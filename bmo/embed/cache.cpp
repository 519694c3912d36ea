// A head that names the encoder, then rows of key, vector and check sum.
#include "bmo/embed/cache.hpp"

#include <cstring>
#include <unordered_set>

namespace bmo::embed {
namespace {

constexpr std::size_t kKeyBytes = 16;
constexpr std::size_t kSumBytes = 8;

std::string head_of(const EncoderCard& card) {
  return "bmo vectors 1 " + card.digest + " " + std::to_string(card.dimension) + "\n";
}

std::string row_text(const Hash128& key, std::span<const std::int8_t> row) {
  std::string out(kKeyBytes, '\0');
  std::memcpy(out.data(), &key.high, 8);
  std::memcpy(out.data() + 8, &key.low, 8);
  out.append(reinterpret_cast<const char*>(row.data()), row.size());
  const std::uint64_t sum = hash64(out);
  out.append(reinterpret_cast<const char*>(&sum), kSumBytes);
  return out;
}

bool is_whole(std::string_view row) {
  std::uint64_t sum = 0;
  std::memcpy(&sum, row.data() + row.size() - kSumBytes, kSumBytes);
  return sum == hash64(row.substr(0, row.size() - kSumBytes));
}

Hash128 key_of(std::string_view row) {
  Hash128 key;
  std::memcpy(&key.high, row.data(), 8);
  std::memcpy(&key.low, row.data() + 8, 8);
  return key;
}

Error other_encoder(const std::string& path) {
  return {.kind = ErrorKind::kMismatch,
          .code = "E_CACHE",
          .message = "these vectors were made by another encoder",
          .hint = "name another file with --cache, or remove this one",
          .place = {.file = path}};
}

Result<std::string> read_exactly(io::File& file, std::uint64_t at, std::size_t size) {
  std::string out(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    BMO_TRY_AS(const std::size_t got, file.read_at(at + done, out.data() + done, size - done));
    if (got == 0) break;
    done += got;
  }
  out.resize(done);
  return out;
}

}  // namespace

std::size_t CachedEncoder::row_bytes() const {
  return kKeyBytes + inner_.card().dimension + kSumBytes;
}

Result<std::unique_ptr<CachedEncoder>> CachedEncoder::open(io::Disk& disk, const std::string& path,
                                                           const Encoder& inner) {
  BMO_TRY_AS(std::unique_ptr<io::Lock> lock, disk.lock(path + ".lock", "bmo embed"));
  const bool is_new = !disk.exists(path);
  BMO_TRY_AS(std::unique_ptr<io::File> file,
             disk.open(path, is_new ? io::Open::kCreateNew : io::Open::kModify));
  BMO_TRY_AS(const io::FileInfo info, file->info());
  std::unique_ptr<CachedEncoder> out(new CachedEncoder(std::move(file), inner));
  out->lock_ = std::move(lock);
  const std::string head = head_of(inner.card());
  out->end_ = head.size();
  if (info.bytes < head.size()) {
    BMO_TRY(out->file_->truncate(0));
    BMO_TRY(out->file_->write_at(0, head));
    return out;
  }
  BMO_TRY_AS(const std::string found, read_exactly(*out->file_, 0, head.size()));
  if (found != head) return other_encoder(path);
  BMO_TRY(out->read_rows(info.bytes));
  return out;
}

/// What follows the last whole row is written over.
Status CachedEncoder::read_rows(std::uint64_t bytes) {
  constexpr std::size_t kRowsAtOnce = 4096;
  while (end_ + row_bytes() <= bytes) {
    BMO_TRY_AS(const std::string some, read_exactly(*file_, end_, kRowsAtOnce * row_bytes()));
    for (std::size_t at = 0; at + row_bytes() <= some.size(); at += row_bytes()) {
      const std::string_view row = std::string_view(some).substr(at, row_bytes());
      if (!is_whole(row)) return ok();
      places_.emplace(key_of(row), end_);
      end_ += row_bytes();
    }
  }
  return ok();
}

Status CachedEncoder::add_missing(std::span<const std::string_view> texts,
                                  std::span<const Hash128> keys) const {
  std::vector<std::string_view> missing;
  std::vector<Hash128> missing_keys;
  std::unordered_set<Hash128, KeyHash> asked;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (places_.contains(keys[i]) || !asked.insert(keys[i]).second) continue;
    missing.push_back(texts[i]);
    missing_keys.push_back(keys[i]);
  }
  misses_ += missing.size();
  hits_ += texts.size() - missing.size();
  if (missing.empty()) return ok();
  Vectors made;
  BMO_TRY(inner_.encode(missing, made));
  std::string rows;
  for (std::size_t i = 0; i < missing.size(); ++i)
    rows += row_text(missing_keys[i], made.row(i));
  BMO_TRY(file_->write_at(end_, rows));
  for (const Hash128& key : missing_keys) {
    places_.emplace(key, end_);
    end_ += row_bytes();
  }
  return ok();
}

Status CachedEncoder::read_row(const Hash128& key, std::vector<std::int8_t>& row) const {
  BMO_TRY_AS(const std::string text,
             read_exactly(*file_, places_.at(key) + kKeyBytes, inner_.card().dimension));
  row.assign(text.size(), 0);
  std::memcpy(row.data(), text.data(), text.size());
  row.resize(inner_.card().dimension);
  return ok();
}

Status CachedEncoder::encode(std::span<const std::string_view> texts, Vectors& out) const {
  std::vector<Hash128> keys;
  for (const std::string_view text : texts)
    keys.push_back(hash128(text));
  BMO_TRY(add_missing(texts, keys));
  out.clear(card().digest, card().dimension);
  std::vector<std::int8_t> row;
  for (const Hash128& key : keys) {
    BMO_TRY(read_row(key, row));
    out.add_row(row);
  }
  return ok();
}

}  // namespace bmo::embed

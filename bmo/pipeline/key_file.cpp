// Finds thresholds by radix selection: a histogram of 16 bits at a time until the wanted rank's bin
// fits in memory.
#include "bmo/pipeline/key_file.hpp"

#include <algorithm>
#include <vector>

#include "bmo/base/check.hpp"

namespace bmo::pipeline {
namespace {

constexpr int kLevels = 8;  // 16 bits each of (hash, record)

std::uint64_t digit_of(const Rank& rank, int level) {
  const std::uint64_t word = level < 4 ? rank.hash : rank.record;
  return word >> (48 - 16 * (level % 4)) & 0xFFFFU;
}

bool shares_prefix(const Rank& rank, const std::vector<std::uint64_t>& prefix) {
  for (std::size_t level = 0; level < prefix.size(); ++level) {
    if (digit_of(rank, static_cast<int>(level)) != prefix[level]) return false;
  }
  return true;
}

}  // namespace

KeyFile::KeyFile(io::File& file, std::uint64_t bytes, const Duplicates* duplicates)
    : file_(file), bytes_(bytes) {
  if (duplicates != nullptr) left_out_ = duplicates->all();
}

Status KeyFile::for_each(const VisitKey& visit) {
  std::vector<KeyedRecord> buffer(65536);
  auto left_out = left_out_.begin();
  for (std::uint64_t at = 0; at < bytes_;) {
    const std::size_t want = static_cast<std::size_t>(
        std::min<std::uint64_t>(buffer.size() * sizeof(KeyedRecord), bytes_ - at));
    BMO_TRY_AS(const std::size_t got,
               file_.read_at(at, reinterpret_cast<char*>(buffer.data()), want));
    BMO_CHECK(got == want);
    for (std::size_t i = 0; i < got / sizeof(KeyedRecord); ++i) {
      while (left_out != left_out_.end() && left_out->record < buffer[i].record)
        ++left_out;
      const bool is_left_out = left_out != left_out_.end() && left_out->record == buffer[i].record;
      if (!is_left_out) visit(buffer[i]);
    }
    at += got;
  }
  return ok();
}

Result<std::uint64_t> count_keys(KeyFile& keys, const TakeKey& take) {
  std::uint64_t out = 0;
  BMO_TRY(keys.for_each([&](const KeyedRecord& record) { out += take(record) ? 1U : 0U; }));
  return out;
}

Result<Rank> nth_rank(KeyFile& keys, std::uint64_t nth, std::uint64_t seed, Purpose purpose,
                      const TakeKey& take) {
  std::vector<std::uint64_t> prefix;
  std::uint64_t in_bin = kBinFits + 1;
  while (static_cast<int>(prefix.size()) < kLevels && in_bin > kBinFits) {
    std::vector<std::uint64_t> histogram(65536);
    const int level = static_cast<int>(prefix.size());
    BMO_TRY(keys.for_each([&](const KeyedRecord& record) {
      if (!take(record)) return;
      const Rank rank = rank_of(record, seed, purpose);
      if (shares_prefix(rank, prefix)) ++histogram[digit_of(rank, level)];
    }));
    std::uint64_t bin = 0;
    while (nth > histogram[bin])
      nth -= histogram[bin++];
    prefix.push_back(bin);
    in_bin = histogram[bin];
  }
  std::vector<Rank> ranks;
  BMO_TRY(keys.for_each([&](const KeyedRecord& record) {
    if (!take(record)) return;
    const Rank rank = rank_of(record, seed, purpose);
    if (shares_prefix(rank, prefix)) ranks.push_back(rank);
  }));
  const auto at = ranks.begin() + static_cast<std::ptrdiff_t>(nth - 1);
  std::nth_element(ranks.begin(), at, ranks.end());
  return *at;
}

}  // namespace bmo::pipeline

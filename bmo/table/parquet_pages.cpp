// Expands pages, and decodes what is in them.
#include "bmo/table/parquet_pages.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include <arrow/util/compression.h>

#include "bmo/io/io.hpp"

namespace bmo::table {
namespace {

constexpr std::int64_t kPlain = 0;
constexpr std::int64_t kOldDictionary = 2;
constexpr std::int64_t kRuns = 3;
constexpr std::int64_t kDeltas = 5;
constexpr std::int64_t kDictionary = 8;

constexpr std::int64_t kUncompressed = 0;
constexpr std::int64_t kSnappy = 1;
constexpr std::int64_t kZstd = 6;

/// `width` bits from bit `at` on, at most 64 of them.
std::uint64_t bits_at(const char* bytes, std::uint64_t at, unsigned width) {
  if (width == 0) return 0;
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  std::memcpy(&low, bytes + at / 8, sizeof low);
  std::memcpy(&high, bytes + at / 8 + 8, sizeof high);
  const unsigned shift = at % 8;
  const std::uint64_t both = shift == 0 ? low : (low >> shift) | (high << (64 - shift));
  return width == 64 ? both : both & ((std::uint64_t{1} << width) - 1);
}

/// Takes a varint off `text`; false where there is none.
bool take_varint(std::string_view& text, std::uint64_t& out) {
  out = 0;
  for (unsigned shift = 0; shift < 64 && !text.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(text[0]);
    text.remove_prefix(1);
    out |= static_cast<std::uint64_t>(byte & 127U) << shift;
    if (byte < 128) return true;
  }
  return false;
}

std::uint64_t from_zigzag(std::uint64_t coded) {
  return (coded >> 1U) ^ (~(coded & 1U) + 1);
}

bool expand_snappy(std::string_view packed, std::span<char> out) {
  static const auto kCodec = arrow::util::Codec::Create(arrow::Compression::SNAPPY);
  if (!kCodec.ok()) return false;
  const auto size = (*kCodec)->Decompress(static_cast<std::int64_t>(packed.size()),
                                          reinterpret_cast<const std::uint8_t*>(packed.data()),
                                          static_cast<std::int64_t>(out.size()),
                                          reinterpret_cast<std::uint8_t*>(out.data()));
  return size.ok() && *size == static_cast<std::int64_t>(out.size());
}

/// False for a compression that we do not write.
bool expand_into(std::int64_t codec, std::string_view packed, std::span<char> out) {
  if (codec == kZstd) return io::expand_zstd(packed, out);
  if (codec == kSnappy) return expand_snappy(packed, out);
  if (codec != kUncompressed || packed.size() != out.size()) return false;
  std::ranges::copy(packed, out.begin());
  return true;
}

}  // namespace

bool RunReader::start() {
  std::uint64_t head = 0;
  if (!take_varint(text_, head)) return false;
  is_packed_ = (head & 1U) != 0;
  left_ = head >> 1U;
  if (is_packed_) {
    if (left_ > UINT32_MAX || left_ * width_ > text_.size()) return false;
    left_ *= 8;
    at_ = group_.size();
    return left_ > 0;
  }
  const std::size_t bytes = (width_ + 7) / 8;
  if (bytes > text_.size()) return false;
  number_ = static_cast<std::uint32_t>(bits_at(text_.data(), 0, static_cast<unsigned>(bytes * 8)));
  text_.remove_prefix(bytes);
  return left_ > 0;
}

void RunReader::unpack() {
  if (width_ <= 8) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, text_.data(), sizeof bits);
    for (unsigned i = 0; i < group_.size(); ++i, bits >>= width_)
      group_[i] = static_cast<std::uint32_t>(bits) & ((1U << width_) - 1);
  } else {
    for (unsigned i = 0; i < group_.size(); ++i)
      group_[i] = static_cast<std::uint32_t>(bits_at(text_.data(), i * width_, width_));
  }
  text_.remove_prefix(width_);
  at_ = 0;
}

NumberRun RunReader::next(std::uint64_t most) {
  if (left_ == 0 && !start()) return {};
  most = std::min(most, left_);
  if (!is_packed_) {
    left_ -= most;
    return {number_, most};
  }
  if (at_ == group_.size()) unpack();
  const std::size_t first = at_++;
  while (at_ < group_.size() && at_ - first < most && group_[at_] == group_[first])
    ++at_;
  left_ -= at_ - first;
  return {group_[first], at_ - first};
}

void PageReader::start(std::string_view chunk, const ParquetChunk& about, LevelLimits limits) {
  chunk_ = chunk;
  about_ = about;
  limits_ = limits;
  bad_ = false;
  seen_ = 0;
  has_dictionary_ = false;
  texts_.clear();
  numbers_.clear();
}

bool PageReader::next_page() {
  while (!bad_ && seen_ < about_.entries) {
    ParquetPage page;
    if (!take_parquet_page(chunk_, page) || page.packed > chunk_.size()) {
      fail();
      return false;
    }
    const std::string_view packed = chunk_.substr(0, page.packed);
    chunk_.remove_prefix(page.packed);
    bad_ = !open_page(page, packed);
    if (!bad_ && page.kind == ParquetPage::Kind::kData) return true;
  }
  bad_ = bad_ || !chunk_.empty();
  return false;
}

bool PageReader::open_page(const ParquetPage& page, std::string_view packed) {
  if (page.kind == ParquetPage::Kind::kOther || !expand(page, packed)) return false;
  if (page.kind == ParquetPage::Kind::kDictionary) return read_dictionary(page);
  entries_ = page.entries;
  seen_ += entries_;
  const bool has_levels = limits_.repetition > 0 || limits_.definition > 0;
  return seen_ <= about_.entries && (!has_levels || page.level_encoding == kRuns) &&
         take_levels(limits_.repetition, repetitions_) &&
         take_levels(limits_.definition, definitions_) && start_values(page);
}

bool PageReader::expand(const ParquetPage& page, std::string_view packed) {
  constexpr std::uint64_t kMost = std::uint64_t{64} << 20U;
  constexpr std::uint64_t kMostRatio = 40'000;  // No codec of ours makes less of more.
  if (page.expanded > kMost + packed.size() * kMostRatio) return false;
  if (page_.size() < page.expanded + kPagePadding) page_.resize(page.expanded + kPagePadding);
  values_ = std::string_view(page_).substr(0, page.expanded);
  return expand_into(about_.codec, packed, std::span(page_).first(page.expanded));
}

bool PageReader::read_dictionary(const ParquetPage& page) {
  if (has_dictionary_ || (page.encoding != kPlain && page.encoding != kOldDictionary)) {
    return false;
  }
  has_dictionary_ = true;
  source_ = Source::kPlain;
  for (std::uint64_t i = 0; i < page.entries && !bad_; ++i) {
    if (about_.type == ParquetType::kBytes) {
      texts_.push_back(text());
    } else {
      numbers_.push_back(word());
    }
  }
  return !bad_ && values_.empty();
}

bool PageReader::take_levels(unsigned limit, RunReader& out) {
  if (limit == 0) return true;
  std::uint32_t size = 0;
  if (values_.size() < sizeof size) return false;
  std::memcpy(&size, values_.data(), sizeof size);
  values_.remove_prefix(sizeof size);
  if (size > values_.size()) return false;
  out = RunReader(values_.substr(0, size), static_cast<unsigned>(std::bit_width(limit)));
  values_.remove_prefix(size);
  return true;
}

bool PageReader::start_values(const ParquetPage& page) {
  index_ = {};
  bit_ = 0;
  if (page.encoding == kPlain) {
    source_ = about_.type == ParquetType::kBoolean ? Source::kBits : Source::kPlain;
    return true;
  }
  if (page.encoding == kDeltas && about_.type == ParquetType::kInt64) return read_deltas();
  if (page.encoding != kDictionary && page.encoding != kOldDictionary) return false;
  source_ = Source::kDictionary;
  if (values_.empty()) return true;  // No value is there.
  const auto width = static_cast<unsigned char>(values_[0]);
  indices_ = RunReader(values_.substr(1), width);
  return has_dictionary_ && width <= 32;
}

/// A first number, then blocks of differences.
bool PageReader::read_deltas() {
  std::uint64_t block = 0;
  std::uint64_t groups = 0;
  std::uint64_t count = 0;
  std::uint64_t first = 0;
  if (!take_varint(values_, block) || !take_varint(values_, groups) ||
      !take_varint(values_, count) || !take_varint(values_, first)) {
    return false;
  }
  if (count > entries_ || groups == 0 || groups > 512 || block % groups != 0 || block > 65'536 ||
      block == 0) {
    return false;
  }
  source_ = Source::kWords;
  next_word_ = 0;
  words_.clear();
  if (count > 0) words_.push_back(from_zigzag(first));
  while (words_.size() < count) {
    if (!read_delta_block(groups, block / groups, count)) return false;
  }
  return true;
}

/// Differences above the block's least, in groups of `size` with as many bits as they need.
bool PageReader::read_delta_block(std::uint64_t groups, std::uint64_t size, std::uint64_t count) {
  std::uint64_t least = 0;
  if (!take_varint(values_, least) || values_.size() < groups) return false;
  least = from_zigzag(least);
  const std::string_view widths = values_.substr(0, groups);
  values_.remove_prefix(groups);
  for (std::size_t g = 0; g < groups && words_.size() < count; ++g) {
    const auto width = static_cast<unsigned char>(widths[g]);
    const std::uint64_t bytes = size * width / 8;
    if (width > 64 || bytes > values_.size()) return false;
    for (std::uint64_t i = 0; i < size && words_.size() < count; ++i)
      words_.push_back(words_.back() + least + bits_at(values_.data(), i * width, width));
    values_.remove_prefix(bytes);
  }
  return true;
}

NumberRun PageReader::repetition(std::uint64_t most) {
  return limits_.repetition == 0 ? NumberRun{0, most} : repetitions_.next(most);
}

NumberRun PageReader::definition(std::uint64_t most) {
  return limits_.definition == 0 ? NumberRun{0, most} : definitions_.next(most);
}

std::size_t PageReader::index() {
  if (index_.count == 0) index_ = indices_.next(UINT64_MAX);
  if (index_.count == 0) {
    fail();
    return SIZE_MAX;
  }
  --index_.count;
  return index_.number;
}

std::string_view PageReader::plain_text() {
  std::uint32_t size = 0;
  if (values_.size() >= sizeof size) {
    std::memcpy(&size, values_.data(), sizeof size);
    values_.remove_prefix(sizeof size);
    if (size <= values_.size()) {
      const std::string_view text = values_.substr(0, size);
      values_.remove_prefix(size);
      return text;
    }
  }
  fail();
  return {};
}

PageReader::TextHash PageReader::text() {
  if (source_ == Source::kDictionary) {
    const std::size_t at = index();
    if (at < texts_.size()) return texts_[at];
  } else if (source_ == Source::kPlain) {
    const std::string_view text = plain_text();
    return {text.empty() ? Hash128{} : hash128(text), text.size()};
  }
  fail();
  return {};
}

std::uint64_t PageReader::plain_word() {
  std::uint64_t word = 0;
  if (values_.size() < sizeof word) {
    fail();
    return 0;
  }
  std::memcpy(&word, values_.data(), sizeof word);
  values_.remove_prefix(sizeof word);
  return word;
}

std::uint64_t PageReader::word() {
  switch (source_) {
    case Source::kPlain:
      return plain_word();
    case Source::kBits:
      if (bit_ < values_.size() * 8) return bits_at(values_.data(), bit_++, 1);
      break;
    case Source::kDictionary: {
      const std::size_t at = index();
      if (at < numbers_.size()) return numbers_[at];
      break;
    }
    case Source::kWords:
      if (next_word_ < words_.size()) return words_[next_word_++];
      break;
  }
  fail();
  return 0;
}

}  // namespace bmo::table

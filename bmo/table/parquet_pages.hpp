// The pages of one column in one row group: levels, and the values that they say are there.
//
// Knows what we write: data pages of the first version with levels as runs, values plain, by a
// dictionary, or whole numbers as deltas. Anything else is a fault. Formats:
// parquet.apache.org/docs/file-format/data-pages/encodings.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/hash.hpp"
#include "bmo/table/parquet_footer.hpp"

namespace bmo::table {

/// `count` times the same number; none where there are no more.
struct NumberRun {
  std::uint32_t number = 0;
  std::uint64_t count = 0;
};

/// Numbers of a few bits as runs and packed groups of eight ("RLE / bit-packing hybrid").
class RunReader {
 public:
  RunReader() = default;
  /// kPagePadding readable bytes must lie behind `text`.
  RunReader(std::string_view text, unsigned width) : text_(text), width_(width) {}
  /// At most `most` of them.
  NumberRun next(std::uint64_t most);

 private:
  bool start();
  void unpack();

  std::string_view text_;
  unsigned width_ = 0;
  bool is_packed_ = false;
  std::uint64_t left_ = 0;  ///< Numbers of this run, or of these groups.
  std::uint32_t number_ = 0;
  std::array<std::uint32_t, 8> group_{};
  std::size_t at_ = 8;  ///< In `group_`.
};

/// Readable bytes behind whatever is unpacked.
constexpr std::size_t kPagePadding = 16;

/// Most levels of each kind in a column: how many bits they take.
struct LevelLimits {
  unsigned repetition = 0;
  unsigned definition = 0;
};

/// Goes through a chunk's pages one by one. After a fault it `is_bad` and gives nothing more. Keeps
/// its memory from chunk to chunk.
class PageReader {
 public:
  /// `chunk` are the chunk's bytes, which must stay where they are.
  void start(std::string_view chunk, const ParquetChunk& about, LevelLimits limits);

  /// Goes to the next page with values; false at the end and at a fault.
  bool next_page();
  bool is_bad() const { return bad_; }

  std::uint64_t entries() const { return entries_; }
  NumberRun repetition(std::uint64_t most);
  NumberRun definition(std::uint64_t most);

  /// The hash and size of the next text.
  struct TextHash {
    Hash128 hash;
    std::uint64_t size = 0;
  };
  TextHash text();
  /// The bits of the next number; 1 for true.
  std::uint64_t word();

 private:
  /// How the values of a page are kept.
  enum class Source : std::uint8_t { kPlain, kBits, kDictionary, kWords };

  bool open_page(const ParquetPage& page, std::string_view packed);
  bool expand(const ParquetPage& page, std::string_view packed);
  bool read_dictionary(const ParquetPage& page);
  bool take_levels(unsigned limit, RunReader& out);
  bool start_values(const ParquetPage& page);
  bool read_deltas();
  bool read_delta_block(std::uint64_t groups, std::uint64_t size, std::uint64_t count);
  std::size_t index();
  std::string_view plain_text();
  std::uint64_t plain_word();
  void fail() { bad_ = true; }

  std::string_view chunk_;
  ParquetChunk about_;
  LevelLimits limits_;
  bool bad_ = false;

  std::string page_;         ///< The present page, expanded, and padding behind it.
  std::string_view values_;  ///< What is left of it.
  std::uint64_t entries_ = 0;
  std::uint64_t seen_ = 0;  ///< Entries of all pages so far.
  RunReader repetitions_;
  RunReader definitions_;
  Source source_ = Source::kPlain;
  RunReader indices_;
  NumberRun index_;
  std::uint64_t bit_ = 0;
  std::vector<std::uint64_t> words_;  ///< Deltas, summed up.
  std::size_t next_word_ = 0;

  bool has_dictionary_ = false;
  std::vector<TextHash> texts_;  ///< Of the dictionary, each hashed once.
  std::vector<std::uint64_t> numbers_;
};

}  // namespace bmo::table

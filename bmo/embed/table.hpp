// A static table: a row of bytes for each known word, added up over a text.
//
// How often a word occurs is in the length of its row, as the fit leaves it: a common word's is
// short. Sums are of integers, so that every machine gets the same bytes.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/embed/embed.hpp"

namespace bmo::embed {

/// What a table is made of. Row i of `values` belongs to keys[i]; a key is `table_key` of a word's
/// hash or of a piece's (table_words.hpp).
struct TableParts {
  std::size_t dimension = 0;
  std::vector<std::uint32_t> keys;
  std::vector<std::int8_t> values;
  std::string language;  ///< "en"
  std::string recipe;    ///< JSON: what it was fitted from, how, and how near it came.
};

/// The bytes of a table's file: two lines of text, the keys, the rows.
std::string write_table(const TableParts& parts);
/// E_TABLE (kBadData) for what no `write_table` wrote.
Result<TableParts> read_table(std::string_view bytes);

/// Thread-safe.
class StaticTable final : public Encoder {
 public:
  explicit StaticTable(TableParts parts);
  const EncoderCard& card() const override { return card_; }
  const std::string& recipe() const { return recipe_; }
  std::size_t num_rows() const { return num_rows_; }
  std::size_t num_bytes() const { return values_.size() + num_rows_ * sizeof(std::uint32_t); }
  Status encode(std::span<const std::string_view> texts, Vectors& out) const override;
  /// Of the words of `texts`, how many have a row of their own.
  struct Coverage {
    std::uint64_t words = 0;
    std::uint64_t known = 0;
  };
  Coverage coverage(std::span<const std::string_view> texts) const;

 private:
  struct Slot {
    std::uint32_t key = 0;
    std::uint32_t row = 0;  ///< From 1; 0: empty.
  };

  const std::int8_t* find(std::uint64_t hash) const;
  /// Memory that texts use one after another.
  struct Scratch {
    std::string folded;
    std::vector<const std::int8_t*> words;
    std::vector<const std::int8_t*> pieces;
    std::vector<std::int32_t> sum;
  };
  void add_unknown(std::string_view word, std::span<std::int32_t> sum, Scratch& scratch) const;
  void sum_words(std::string_view folded, std::span<std::int32_t> sum, Scratch& scratch) const;

  EncoderCard card_;
  std::string recipe_;
  std::size_t num_rows_ = 0;
  std::vector<Slot> slots_;
  std::vector<std::int8_t> values_;
};

/// The table that lies in assets/, built into the program.
Result<std::unique_ptr<StaticTable>> builtin_table();

}  // namespace bmo::embed

// Looks words up by their hashes and adds their rows.
#include "bmo/embed/table.hpp"

#include <array>
#include <bit>

#include "bmo/base/hash.hpp"
#include "bmo/embed/rows.hpp"
#include "bmo/embed/table_words.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::embed {
namespace {

constexpr std::string_view kMagic = "bmo embed table 1\n";
constexpr std::size_t kMaxDimension = 4096;
constexpr std::uint64_t kMaxRows = std::uint64_t{1} << 24U;

void append_key(std::uint32_t key, std::string& out) {
  for (unsigned shift = 0; shift < 32; shift += 8)
    out.push_back(static_cast<char>(key >> shift & 0xFFU));
}

std::uint32_t key_at(std::string_view bytes) {
  std::uint32_t key = 0;
  for (unsigned i = 0; i < 4; ++i)
    key |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  return key;
}

Error broken(std::string why) {
  return {.kind = ErrorKind::kBadData,
          .code = "E_TABLE",
          .message = "this is no whole table of an encoder",
          .why = std::move(why),
          .hint = "make one with bmo embed fit"};
}

std::string digest_of(const TableParts& parts) {
  StreamHash128 hash;
  hash.add(kMagic);
  for (const std::uint32_t key : parts.keys) {
    std::string bytes;
    append_key(key, bytes);
    hash.add(bytes);
  }
  hash.add({reinterpret_cast<const char*>(parts.values.data()), parts.values.size()});
  return to_hex(hash.value());
}

}  // namespace

std::string write_table(const TableParts& parts) {
  json::Dom head;
  head["dimension"] = parts.dimension;
  head["rows"] = parts.keys.size();
  head["language"] = parts.language;
  const Result<json::Dom> recipe = json::parse_dom(parts.recipe);
  head["recipe"] = recipe ? *recipe : json::Dom::object();
  std::string out(kMagic);
  out += head.dump() + "\n";
  for (const std::uint32_t key : parts.keys)
    append_key(key, out);
  out.append(reinterpret_cast<const char*>(parts.values.data()), parts.values.size());
  return out;
}

Result<TableParts> read_table(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return broken("it does not begin as one");
  bytes.remove_prefix(kMagic.size());
  const std::size_t end = bytes.find('\n');
  if (end == std::string_view::npos) return broken("its head has no end");
  BMO_TRY_AS(const json::Dom head, json::parse_dom(bytes.substr(0, end)));
  bytes.remove_prefix(end + 1);
  TableParts parts;
  const std::uint64_t rows = head.value("rows", std::uint64_t{0});
  parts.dimension = head.value("dimension", std::size_t{0});
  parts.language = head.value("language", "");
  parts.recipe = head.value("recipe", json::Dom::object()).dump();
  if (parts.dimension == 0 || parts.dimension > kMaxDimension || rows == 0 || rows > kMaxRows)
    return broken("its head names no size");
  if (bytes.size() != rows * (4 + parts.dimension)) {
    return broken(std::to_string(bytes.size()) + " bytes of rows, " +
                  std::to_string(rows * (4 + parts.dimension)) + " announced");
  }
  for (std::uint64_t row = 0; row < rows; ++row)
    parts.keys.push_back(key_at(bytes.substr(row * 4)));
  bytes.remove_prefix(rows * 4);
  parts.values.assign(reinterpret_cast<const std::int8_t*>(bytes.data()),
                      reinterpret_cast<const std::int8_t*>(bytes.data()) + bytes.size());
  return parts;
}

StaticTable::StaticTable(TableParts parts)
    : card_{.id = "static",
            .digest = digest_of(parts),
            .dimension = parts.dimension,
            .language = parts.language,
            .about = "a row for each known word, added up"},
      recipe_(std::move(parts.recipe)),
      num_rows_(parts.keys.size()),
      slots_(std::bit_ceil(2 * parts.keys.size() + 1)),
      values_(std::move(parts.values)) {
  for (std::size_t row = 0; row < parts.keys.size(); ++row) {
    std::size_t at = parts.keys[row] & (slots_.size() - 1);
    while (slots_[at].row != 0 && slots_[at].key != parts.keys[row])
      at = (at + 1) & (slots_.size() - 1);
    // Of two words with one key the first, more frequent one has the row.
    if (slots_[at].row == 0) slots_[at] = {parts.keys[row], static_cast<std::uint32_t>(row + 1)};
  }
}

const std::int8_t* StaticTable::find(std::uint64_t hash) const {
  const std::uint32_t key = table_key(hash);
  std::size_t at = key & (slots_.size() - 1);
  while (slots_[at].row != 0) {
    if (slots_[at].key == key) return values_.data() + (slots_[at].row - 1) * card_.dimension;
    at = (at + 1) & (slots_.size() - 1);
  }
  return nullptr;
}

/// The mean of the rows of its pieces.
void StaticTable::add_unknown(std::string_view word, std::span<std::int32_t> sum,
                              Scratch& scratch) const {
  scratch.pieces.clear();
  for_each_piece(word, [&](std::uint64_t hash) {
    const std::int8_t* row = find(hash);
    if (row != nullptr) scratch.pieces.push_back(row);
  });
  if (scratch.pieces.empty()) return;
  std::fill(scratch.sum.begin(), scratch.sum.end(), 0);
  add_rows(scratch.pieces, scratch.sum);
  // Of such small numbers a float's quotient is cut off where that of integers is.
  const auto found = static_cast<float>(scratch.pieces.size());
  for (std::size_t i = 0; i < sum.size(); ++i)
    sum[i] += static_cast<std::int32_t>(static_cast<float>(scratch.sum[i]) / found);
}

void StaticTable::sum_words(std::string_view folded, std::span<std::int32_t> sum,
                            Scratch& scratch) const {
  scratch.words.clear();
  for_each_table_word(folded, [&](std::uint64_t hash, std::string_view word) {
    const std::int8_t* row = find(hash);
    if (row != nullptr) {
      scratch.words.push_back(row);
    } else {
      add_unknown(word, sum, scratch);
    }
  });
  add_rows(scratch.words, sum);
}

Status StaticTable::encode(std::span<const std::string_view> texts, Vectors& out) const {
  out.clear(card_.digest, card_.dimension);
  out.values.reserve(texts.size() * card_.dimension);
  std::vector<std::int32_t> sum(card_.dimension);
  Scratch scratch;
  scratch.sum.resize(card_.dimension);
  for (const std::string_view text : texts) {
    std::fill(sum.begin(), sum.end(), 0);
    sum_words(fold_for_table(text, scratch.folded), sum, scratch);
    out.add(std::span<const std::int32_t>(sum));
  }
  return ok();
}

StaticTable::Coverage StaticTable::coverage(std::span<const std::string_view> texts) const {
  Coverage coverage;
  std::string folded;
  for (const std::string_view text : texts) {
    for_each_table_word(fold_for_table(text, folded), [&](std::uint64_t hash, std::string_view) {
      ++coverage.words;
      coverage.known += find(hash) != nullptr ? 1 : 0;
    });
  }
  return coverage;
}

}  // namespace bmo::embed

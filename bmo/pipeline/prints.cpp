// Ranks pairs by what makes one worth keeping, and takes their fingerprints.
#include "bmo/pipeline/prints.hpp"

#include <algorithm>
#include <bit>

#include "bmo/pipeline/scan.hpp"

namespace bmo::pipeline {
namespace {

/// Of two duplicates the lower rank stays: one that a person approved, then the one of which more
/// is known.
std::uint64_t rank_of(const Pair& pair) {
  if (pair.metadata == nullptr) return ~std::uint64_t{0};
  const Metadata& known = *pair.metadata;
  const std::string_view status = known[TextField::kReviewStatus];
  const bool is_approved = status == "approved" || status == "accepted";
  const auto given = [](const auto& list) { return !list.empty(); };
  const auto fields = std::ranges::count_if(known.texts, given) +
                      std::ranges::count_if(known.lists, given) +
                      std::ranges::count_if(known.reals, [](double v) { return !is_absent(v); });
  const std::uint64_t filled = static_cast<std::uint64_t>(fields) + known.scores.size();
  return (is_approved ? 0U : std::uint64_t{1} << 32U) +
         (0xFFFFU - std::min<std::uint64_t>(0xFFFFU, filled));
}

/// Higher values have lower ranks; what has no value comes last.
std::uint64_t rank_of(double value) {
  if (is_absent(value)) return ~std::uint64_t{0};
  constexpr std::uint64_t kSign = std::uint64_t{1} << 63U;
  const auto bits = std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);
  const std::uint64_t ascending = (bits & kSign) != 0 ? ~bits : bits | kSign;
  return ~ascending;
}

/// "" where the id is the content's hash in hex.
std::string_view given_id(const Pair& pair) {
  char hex[32];
  write_hex(pair.content, hex);
  return pair.id == std::string_view(hex, sizeof(hex)) ? std::string_view() : pair.id;
}

void append_length(std::size_t length, std::string& out) {
  const auto value = static_cast<std::uint32_t>(length);
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

}  // namespace

void ItemPrints::clear() {
  made.clear();
  rows.clear();
  names.clear();
  name_ends.clear();
}

void append_name(std::string_view id, std::string_view source, std::string& out) {
  append_length(id.size(), out);
  append_length(source.size(), out);
  out += id;
  out += source;
}

std::string_view source_of(const Pair& pair, std::string_view file) {
  if (pair.metadata == nullptr) return file;
  const std::string_view document = (*pair.metadata)[TextField::kSourceDocument];
  return document.empty() ? file : document;
}

void PrintMaker::make(Item& item, const std::vector<std::string>& file_names,
                      const std::vector<double>& values) {
  const Batch& batch = item.batch;
  ItemPrints& out = item.prints;
  for (std::uint32_t row = 0; row < batch.size(); ++row) {
    if (batch.fates[row] != Fate::kExported) continue;
    const Pair& pair = batch.pairs[row];
    const std::string_view source = source_of(pair, file_names[item.input]);
    fingerprinter_.add(pair,
                       {.record = batch.records[row].number,
                        .rank = values.empty() ? rank_of(pair) : rank_of(values[row]),
                        .source = source_number(source)},
                       out.made);
    out.rows.push_back(row);
    append_name(given_id(pair), source, out.names);
    out.name_ends.push_back(out.names.size());
  }
}

}  // namespace bmo::pipeline

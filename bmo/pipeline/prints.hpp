// What pass one keeps of each pair for finding its duplicates, and how it is written.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/dedup/fingerprint.hpp"

namespace bmo::pipeline {

struct Item;

/// Fingerprints of the pairs of a batch that passed the gates; `names` holds each one's id and
/// source, see append_name.
struct ItemPrints {
  dedup::FingerprintBatch made;
  std::vector<std::uint32_t> rows;  ///< Of each fingerprint in the batch, ascending.
  std::string names;
  std::vector<std::size_t> name_ends;

  void clear();
};

/// Two lengths of 32 bits, then the id (empty where it is the content's hash) and the name of the
/// pair's source.
void append_name(std::string_view id, std::string_view source, std::string& out);

/// The document a pair comes from, else the file.
std::string_view source_of(const Pair& pair, std::string_view file);

/// What stands for a source in a fingerprint.
inline std::uint32_t source_number(std::string_view source) {
  return static_cast<std::uint32_t>(hash64(source));
}

/// Makes the fingerprints of items. One for each worker.
class PrintMaker {
 public:
  explicit PrintMaker(dedup::Fingerprinter::Detail detail) : fingerprinter_(detail) {}

  /// `values` (by row, empty: none) says which pair stays of two: that of the higher one.
  void make(Item& item, const std::vector<std::string>& file_names,
            const std::vector<double>& values);

 private:
  dedup::Fingerprinter fingerprinter_;
};

}  // namespace bmo::pipeline

// Leaves out the pairs for which an SQL expression is not true.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/pipeline/prepare.hpp"
#include "bmo/table/table.hpp"

namespace bmo::pipeline {

/// For one thread. The expression may name the canonical columns, imported scores, `num_tokens`
/// where the run counts them, and our own columns where it scores.
class RowFilter {
 public:
  /// `no`: the ledger's reason of pairs for which it is false; `unknown`: for which it is NULL
  /// since a score was not evaluated. Both are static.
  RowFilter(const PrepareContext& context, const std::string& expression, std::string_view no,
            std::string_view unknown)
      : context_(context), expression_(expression), no_(no), unknown_(unknown) {}

  /// Filters the pairs that are still to be exported; `num_tokens` is by row, or empty.
  Status apply(Item& item, const std::vector<std::uint64_t>& num_tokens);

  /// Reads the expression, so that a bad one is refused before anything else is.
  static Status check(const PrepareContext& context, const std::string& expression);

 private:
  Status find_unknown(std::size_t rows, std::vector<std::uint8_t>& out);

  const PrepareContext& context_;
  const std::string& expression_;
  std::string_view no_;
  std::string_view unknown_;
  Columns columns_ = make_columns(formats::canonical_schema());
  std::size_t num_canonical_ = columns_.columns.size();
  std::unique_ptr<table::Filter> filter_;
  std::unique_ptr<table::Filter> is_null_;
};

}  // namespace bmo::pipeline

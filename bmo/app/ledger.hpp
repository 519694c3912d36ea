// Reads the ledger of an export row by row.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"
#include "bmo/json/json.hpp"

namespace bmo::app {

/// Some thousand rows at a time, each as the text of a JSON object.
using VisitRows = std::function<Status(const std::vector<std::string_view>& rows)>;

/// E_INPUT (kNotFound) where the folder holds no complete export.
Status visit_ledger(io::Disk& disk, const std::string& directory, const VisitRows& visit);

/// A field of a row; "" or 0 where it is not there or of another kind.
std::string text_in(json::Value row, std::string_view field, Arena& arena);
std::uint64_t number_in(json::Value row, std::string_view field);

/// What a user asked for: an id, a content hash, or a record's number, "#12".
class WantedPair {
 public:
  explicit WantedPair(std::string text);
  /// A cheap look: may this row be it?
  bool may_be(std::string_view row) const;
  bool is(json::Value row, Arena& arena) const;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::uint64_t record_ = 0;  ///< 0: it is no number.
};

}  // namespace bmo::app

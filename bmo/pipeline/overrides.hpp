// What people decided about single pairs, against what gates say.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bmo/base/hash.hpp"
#include "bmo/model/batch.hpp"

namespace bmo::pipeline {

/// Binds to the pair's id and content: another text under the same id is another pair.
struct Override {
  std::string id;
  std::string content;  ///< In hex.
  bool keep = false;
  std::string note;  ///< "REASON (NAME)", for the ledger.
};

/// The overrides in force, to be looked up by pair. Read by any thread.
class OverrideSet {
 public:
  /// Later ones win. `head` is the hash of the log that they stand in.
  OverrideSet(std::vector<Override> overrides, std::string head);

  /// nullptr: nobody decided about this pair.
  const Override* find(const Pair& pair) const;
  const std::string& head() const { return head_; }
  std::size_t size() const { return overrides_.size(); }

 private:
  std::vector<Override> overrides_;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> by_pair_;
  std::string head_;
};

/// The reason of a pair that an override drops.
inline constexpr std::string_view kOverrideReason = "override";

}  // namespace bmo::pipeline

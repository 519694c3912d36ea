// Builds batches of pairs by hand, for tests of checks.
#pragma once
#include <deque>
#include <string>
#include <vector>

#include "bmo/checks/checks.hpp"

namespace bmo::checks {

/// A batch whose records are `{}` unless said otherwise.
class Pairs {
 public:
  std::size_t add(std::vector<Message> messages, std::string json = "{}") {
    messages_.push_back(std::move(messages));
    json_.push_back(std::move(json));
    batch_.records.push_back({.number = batch_.records.size() + 1, .json = json_.back()});
    batch_.pairs.push_back({.messages = messages_.back()});
    batch_.fates.push_back(Fate::kExported);
    return batch_.pairs.size() - 1;
  }

  /// One question and its answer.
  std::size_t add(std::string_view instruction, std::string_view response) {
    return add({{.role = Role::kUser, .content = instruction},
                {.role = Role::kAssistant, .content = response}});
  }

  void reject(std::vector<Message> rejected) {
    messages_.push_back(std::move(rejected));
    batch_.pairs.back().rejected = messages_.back();
  }

  const std::vector<Finding>& run(std::span<const CheckEntry* const> checks = all()) {
    facts::Facts scratch;
    checks::run(checks, batch_, scratch);
    return batch_.findings;
  }

  /// "E_EMPTY_FIELD response" for each finding of one row.
  std::vector<std::string> found(std::size_t row) const {
    std::vector<std::string> out;
    for (const Finding& finding : batch_.findings) {
      if (finding.row == row) out.push_back(std::string(finding.code) + " " + finding.field);
    }
    return out;
  }

  Batch& batch() { return batch_; }

 private:
  std::deque<std::vector<Message>> messages_;
  std::deque<std::string> json_;
  Batch batch_;
};

/// What all checks find in one conversation.
inline std::vector<std::string> found_in(std::vector<Message> messages, std::string json = "{}") {
  Pairs pairs;
  pairs.add(std::move(messages), std::move(json));
  pairs.run();
  return pairs.found(0);
}

inline std::vector<std::string> found_in(std::string_view instruction, std::string_view response) {
  Pairs pairs;
  pairs.add(instruction, response);
  pairs.run();
  return pairs.found(0);
}

using Found = std::vector<std::string>;

}  // namespace bmo::checks

// Builds batches of pairs by hand, for tests of checks.
#pragma once
#include <deque>
#include <string>
#include <vector>

#include "bmo/checks/checks.hpp"

namespace bmo::checks {

using Checks = std::vector<const CheckEntry*>;

/// The checks that run always.
inline Checks core_checks() {
  Checks out(all().begin(), all().end());
  std::erase_if(out, [](const CheckEntry* entry) { return entry->card->family != Family::kCore; });
  return out;
}

/// One check by its id.
inline Checks only(std::string_view id) {
  Checks out(all().begin(), all().end());
  std::erase_if(out, [id](const CheckEntry* entry) { return entry->card->id != id; });
  return out;
}

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

  /// Alpaca: an instruction with an input.
  std::size_t add(std::string_view instruction, std::string_view input, std::string_view response) {
    texts_.push_back(std::string(instruction) + "\n" + std::string(input));
    const std::size_t row = add(texts_.back(), response);
    batch_.pairs[row].input_at = static_cast<std::uint32_t>(instruction.size() + 1);
    return row;
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

  const std::vector<Finding>& run(const Checks& checks = core_checks()) {
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
  std::deque<std::string> texts_;
  Batch batch_;
};

/// What the core checks find in one conversation.
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

/// What one check tells of an exchange: the fault's name, or the code where it tells one thing
/// only; empty: nothing.
inline std::string told_by(std::string_view id, std::string_view instruction,
                           std::string_view response, std::string_view input = {}) {
  Pairs pairs;
  if (input.empty()) {
    pairs.add(instruction, response);
  } else {
    pairs.add(instruction, input, response);
  }
  const auto& findings = pairs.run(only(id));
  if (findings.empty()) return {};
  return std::string(findings[0].fault.empty() ? findings[0].code : findings[0].fault);
}

using Found = std::vector<std::string>;

}  // namespace bmo::checks

// What was found among the pairs of a run that says the same thing.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace bmo::app {

struct ThresholdAnswer {
  double threshold = 0;
  std::uint64_t removed = 0;
  std::uint64_t kept = 0;
};

/// What one source (the pairs' document, else their file) loses.
struct SourceLossAnswer {
  std::string source;
  std::uint64_t pairs = 0;
  std::uint64_t equal = 0;  ///< Gone as copies or identical pairs.
  std::uint64_t near = 0;   ///< Gone as near duplicates, or by meaning.
  bool wiped_out = false;   ///< Near duplicates take more than half of what copies left.
};

/// Two pairs whose similarity is next to the threshold.
struct BorderAnswer {
  std::string verdict;  ///< "near" or "semantic".
  double similarity = 0;
  double response = 0;  ///< Similarity of the responses.
  bool removed = false;
  std::string id;  ///< The one that stays.
  std::uint64_t record = 0;
  std::string other_id;
  std::uint64_t other_record = 0;
  std::string instruction;  ///< Begin of the instruction, as it was compared.
  std::string difference;   ///< From the other pair to the one that stays.
};

/// Two pairs for a person to judge, both in full as they were compared.
struct LabelAnswer {
  std::string verdict;  ///< "near" or "semantic".
  double similarity = 0;
  std::string id;
  std::string other_id;
  std::string instruction;
  std::string other_instruction;
  std::string response;
  std::string other_response;
  std::string difference;
};

struct DedupAnswer {
  std::uint64_t pairs = 0;  ///< Looked at: those that passed the gates before.
  std::uint64_t kept = 0;
  double threshold = 0;
  std::map<std::string, std::uint64_t> removed;  ///< By verdict.
  std::map<std::string, std::uint64_t> found;    ///< Pairs of pairs by verdict, removed or not.
  std::vector<ThresholdAnswer> thresholds;
  double semantic_threshold = 0;  ///< 0: duplicates by meaning were not looked for.
  std::vector<ThresholdAnswer> semantic_thresholds;
  std::vector<SourceLossAnswer> sources;  ///< Those that lose most, at most 50.
  std::vector<BorderAnswer> border;
  std::vector<LabelAnswer> labels;  ///< Spread over likeness; where they were asked for.
  std::string labels_file;          ///< Where they are for a person to answer.
  std::vector<std::string> notes;   ///< What was not looked at.
  std::string wiped_out;            ///< Why nothing was published; empty: nothing is held.
  std::string out;                  ///< The export folder, if one was asked for.
  double seconds = 0;
};

}  // namespace bmo::app

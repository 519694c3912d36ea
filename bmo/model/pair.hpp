// Says what a training pair is: a conversation with its metadata, as views into a batch.
#pragma once
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "bmo/base/hash.hpp"

namespace bmo {

enum class Role : std::uint8_t { kSystem, kUser, kAssistant, kTool };

std::string_view role_name(Role role);

/// A number that may be absent: NaN means absent (no canonical number may be NaN).
inline constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();
inline bool is_absent(double value) {
  return std::isnan(value);
}

struct Message {
  Role role = Role::kUser;
  std::string_view content;
  std::string_view name;
  std::string_view tool_calls;  ///< JSON text, byte-exact; empty where there are none.
  std::string_view tool_call_id;
  double weight = kAbsent;
};

// The canonical metadata columns, in their order on disk, are spelled out in fields.hpp; their
// values live in these three arrays so that reading, writing, mapping and filtering share one
// table of names.
enum class TextField : std::uint8_t {
  kSeedId,
  kVariation,
  kCategory,
  kDifficulty,
  kLanguage,
  kSourceDocument,
  kSourceUri,
  kSourceTitle,
  kSourceChunk,
  kSourceAuthor,
  kSourceLicence,
  kGenerationRun,
  kGenerationModel,
  kGenerationProvider,
  kGenerationPrompt,
  kGenerationStartedAt,
  kGenerationOutcome,
  kReviewStatus,
  kReviewBy,
  kReviewAt,
  kReviewNote,
  kCreatedAt,
  kBatch,
  kCount
};
enum class RealField : std::uint8_t {
  kSourceOffset,
  kSourceLength,
  kTemperature,
  kTopP,
  kMaxTokens,
  kSeed,
  kDurationMs,
  kPromptTokens,
  kCompletionTokens,
  kCost,
  kAttempt,
  kReviewMinutes,
  kCount
};
enum class ListField : std::uint8_t { kTopics, kTags, kCount };

struct Score {
  std::string_view name;
  double value = 0;
};

/// What is known about a pair besides its conversation. Empty text, empty list and kAbsent mean
/// that nothing was given.
struct Metadata {
  Metadata() { reals.fill(kAbsent); }

  std::string_view& operator[](TextField f) { return texts[static_cast<std::size_t>(f)]; }
  std::string_view operator[](TextField f) const { return texts[static_cast<std::size_t>(f)]; }
  double& operator[](RealField f) { return reals[static_cast<std::size_t>(f)]; }
  double operator[](RealField f) const { return reals[static_cast<std::size_t>(f)]; }
  std::span<const std::string_view>& operator[](ListField f) {
    return lists[static_cast<std::size_t>(f)];
  }
  std::span<const std::string_view> operator[](ListField f) const {
    return lists[static_cast<std::size_t>(f)];
  }

  std::array<std::string_view, static_cast<std::size_t>(TextField::kCount)> texts;
  std::array<double, static_cast<std::size_t>(RealField::kCount)> reals;
  std::array<std::span<const std::string_view>, static_cast<std::size_t>(ListField::kCount)> lists;
  std::span<const Score> scores;
  std::string_view extra;  ///< JSON object text of every field that no mapping named; or empty.
};

enum class Label : std::uint8_t { kNone, kFalse, kTrue };

/// One training example. All views borrow from the batch that holds it.
struct Pair {
  std::string_view id;  ///< As given, else the content hash in hex.
  Hash128 content;      ///< XXH3-128 of the canonical JSON of {messages, rejected, label, tools}.
  std::span<const Message> messages;
  std::span<const Message> rejected;  ///< The worse answer of a preference pair; empty: none.
  Label label = Label::kNone;
  std::string_view tools;              ///< JSON text, byte-exact; empty where there are none.
  const Metadata* metadata = nullptr;  ///< nullptr: nothing is known.
  /// Alpaca: at which byte of the last user message the `input` part begins (the "\n" before it is
  /// at input_at - 1); 0: the record had no input. Rows that are not Alpaca's keep it as
  /// `metadata.input_at`, so that the three fields come back.
  std::uint32_t input_at = 0;

  /// The last assistant message, or nullptr.
  const Message* response() const;
  /// All before the response.
  std::span<const Message> context() const;
};

}  // namespace bmo

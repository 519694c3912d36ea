// The table itself.
#include "bmo/model/fields.hpp"

namespace bmo {
namespace {

constexpr FieldCard text(std::string_view group, std::string_view name, TextField field) {
  return {group, name, FieldKind::kText, static_cast<std::uint8_t>(field)};
}

constexpr FieldCard real(std::string_view group, std::string_view name, RealField field) {
  return {group, name, FieldKind::kReal, static_cast<std::uint8_t>(field)};
}

constexpr FieldCard list(std::string_view name, ListField field) {
  return {"", name, FieldKind::kTextList, static_cast<std::uint8_t>(field)};
}

constexpr FieldCard kFields[] = {
    text("", "seed_id", TextField::kSeedId),
    text("", "variation", TextField::kVariation),
    list("topics", ListField::kTopics),
    list("tags", ListField::kTags),
    text("", "category", TextField::kCategory),
    text("", "difficulty", TextField::kDifficulty),
    text("", "language", TextField::kLanguage),
    {"", "scores", FieldKind::kScores, 0},
    text("source", "document", TextField::kSourceDocument),
    text("source", "uri", TextField::kSourceUri),
    text("source", "title", TextField::kSourceTitle),
    text("source", "chunk", TextField::kSourceChunk),
    text("source", "author", TextField::kSourceAuthor),
    text("source", "licence", TextField::kSourceLicence),
    real("source", "offset", RealField::kSourceOffset),
    real("source", "length", RealField::kSourceLength),
    text("generation", "run", TextField::kGenerationRun),
    text("generation", "model", TextField::kGenerationModel),
    text("generation", "provider", TextField::kGenerationProvider),
    text("generation", "prompt", TextField::kGenerationPrompt),
    real("generation", "temperature", RealField::kTemperature),
    real("generation", "top_p", RealField::kTopP),
    real("generation", "max_tokens", RealField::kMaxTokens),
    real("generation", "seed", RealField::kSeed),
    text("generation", "started_at", TextField::kGenerationStartedAt),
    real("generation", "duration_ms", RealField::kDurationMs),
    real("generation", "prompt_tokens", RealField::kPromptTokens),
    real("generation", "completion_tokens", RealField::kCompletionTokens),
    real("generation", "cost", RealField::kCost),
    real("generation", "attempt", RealField::kAttempt),
    text("generation", "outcome", TextField::kGenerationOutcome),
    text("review", "status", TextField::kReviewStatus),
    text("review", "by", TextField::kReviewBy),
    text("review", "at", TextField::kReviewAt),
    real("review", "minutes", RealField::kReviewMinutes),
    text("review", "note", TextField::kReviewNote),
    text("", "created_at", TextField::kCreatedAt),
    text("", "batch", TextField::kBatch),
    {"", "extra", FieldKind::kJson, 0},
};

}  // namespace

std::span<const FieldCard> metadata_fields() {
  return kFields;
}

const FieldCard* find_metadata_field(std::string_view path) {
  for (const FieldCard& field : kFields) {
    if (field.group.empty() ? path == field.name
                            : path.size() == field.group.size() + 1 + field.name.size() &&
                                  path.starts_with(field.group) &&
                                  path[field.group.size()] == '.' && path.ends_with(field.name)) {
      return &field;
    }
  }
  return nullptr;
}

}  // namespace bmo

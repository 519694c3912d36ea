// Opens tokenizer and template, and reads the sums out into an answer.
#include "bmo/app/tokens.hpp"

#include <charconv>

#include "bmo/base/text.hpp"
#include "bmo/pipeline/tokens.hpp"

namespace bmo::app {
namespace {

constexpr std::uint64_t kUsualBatch = 8;

Error needs_tokenizer(const std::string& what) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_USAGE",
          .message = what + " needs a tokenizer",
          .why = "tokens are counted as the model's own vocabulary and chat template make them",
          .hint = what == "--cutoff"
                      ? "--tokenizer FOLDER, the one that the model was downloaded to, or --family "
                        "ID for an estimate"
                      : "--tokenizer FOLDER, the one that the model was downloaded to"};
}

Result<std::optional<double>> cost_of(const std::string& price, std::uint64_t tokens) {
  if (price.empty()) return std::optional<double>();
  double each = 0;
  const char* end = price.data() + price.size();
  const auto [stopped, fault] = std::from_chars(price.data(), end, each);
  if (fault != std::errc() || stopped != end || !(each >= 0)) {
    return Error{.kind = ErrorKind::kUsage,
                 .code = "E_USAGE",
                 .message = "cannot read --price `" + excerpt(price) + "`",
                 .hint = "a number for a million tokens: --price 0.48"};
  }
  return std::optional<double>(each * static_cast<double>(tokens) / 1e6);
}

CutoffAnswer cutoff_answer(const chat::SeenSet& seen, const chat::CutoffSum& sum,
                           std::uint64_t batch) {
  const chat::Packing packing = seen.pack(sum.cutoff);
  return {.cutoff = sum.cutoff,
          .rows_cut = sum.rows_cut,
          .tokens_cut = sum.tokens_cut,
          .answer_tokens_lost = sum.answer_tokens_lost,
          .rows_without_answer = sum.rows_without_answer,
          .packed_sequences = packing.sequences,
          .packing_fill = packing.fill,
          .packed_steps = chat::SeenSet::steps(packing.sequences, batch)};
}

/// "Qwen-2.5" is qwen_2_5 too.
Result<const chat::FamilyCard*> family_of(const std::string& name) {
  if (name.empty()) return static_cast<const chat::FamilyCard*>(nullptr);
  std::string id = lower_ascii(name);
  std::ranges::replace_if(id, [](char c) { return c == '-' || c == '.'; }, '_');
  if (const chat::FamilyCard* family = chat::find_family(id)) return family;
  std::vector<std::string_view> known;
  for (const chat::FamilyEntry* entry : chat::families::all())
    known.push_back(entry->card->id);
  return Error{.kind = ErrorKind::kUsage,
               .code = "E_USAGE",
               .message = "unknown model family `" + excerpt(name) + "`" + did_you_mean(id, known),
               .hint =
                   "bmo list families names those that are known without files; --tokenizer "
                   "takes any model's folder"};
}

}  // namespace

Result<pipeline::TokenRules> token_rules(io::Disk& disk, const TokenRequest& request,
                                         const std::string& where, bool sum_up) {
  pipeline::TokenRules rules;
  BMO_TRY_AS(rules.family, family_of(request.family));
  if (request.tokenizer.empty()) {
    if (request.max_tokens) return needs_tokenizer("--max-tokens");
    if (where.find("num_tokens") != std::string::npos) return needs_tokenizer("num_tokens");
    if (request.cutoff && rules.family == nullptr) return needs_tokenizer("--cutoff");
    if (!request.price.empty()) return needs_tokenizer("--price");
    rules.row_tokens = request.cutoff.value_or(0);
    return rules;
  }
  BMO_TRY(cost_of(request.price, 0));
  BMO_TRY_AS(rules.tokenizer, chat::open_tokenizer(disk, request.tokenizer));
  auto opened = chat::ChatTemplate::open(disk, request.tokenizer);
  if (opened) {
    rules.chat = *std::move(opened);
  } else if (opened.error().kind != ErrorKind::kNotFound) {
    return std::move(opened).error();
  }
  rules.most = request.max_tokens;
  rules.sum_up = sum_up;
  rules.cutoff = request.cutoff.value_or(0);
  rules.row_tokens = rules.cutoff;
  return rules;
}

Result<TokensAnswer> tokens_answer(const TokenRequest& request, const pipeline::TokenRules& rules,
                                   const chat::SeenSet& seen) {
  TokensAnswer answer{.tokenizer = rules.tokenizer->path(),
                      .has_template = rules.chat != nullptr,
                      .pairs = seen.pairs(),
                      .rendered = seen.rendered(),
                      .tokens = seen.tokens(),
                      .trained_tokens = seen.trained_tokens(),
                      .mean = seen.mean(),
                      .p50 = seen.percentile(0.5),
                      .p90 = seen.percentile(0.9),
                      .p99 = seen.percentile(0.99),
                      .longest = seen.longest(),
                      .batch = request.batch.value_or(kUsualBatch),
                      .without_stop = seen.without_stop(),
                      .masks = seen.masks(),
                      .dropped = seen.dropped(),
                      .changed = seen.changed(),
                      .refusals = seen.refusals()};
  BMO_TRY_AS(answer.cost, cost_of(request.price, seen.tokens()));
  answer.steps = chat::SeenSet::steps(seen.rendered(), answer.batch);
  for (const chat::CutoffSum& sum : seen.cutoffs())
    answer.cutoffs.push_back(cutoff_answer(seen, sum, answer.batch));
  return answer;
}

}  // namespace bmo::app

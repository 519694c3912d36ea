// Guards first, since they are cheap; the responses of what is left are encoded together.
#include "bmo/dedup/meaning.hpp"

#include <algorithm>
#include <array>

#include "bmo/facts/norm.hpp"

namespace bmo::dedup {
namespace {

constexpr std::array<std::string_view, 10> kDirections{"to", "into",   "from",  "than",  "over",
                                                       "by", "before", "after", "minus", "of"};
constexpr std::size_t kMostBytes = 4096;
constexpr std::uint32_t kShortAnswerWords = 4;

using WordPair = std::pair<std::string_view, std::string_view>;

/// The words on both sides of each word of direction.
std::vector<WordPair> directed(std::string_view norm) {
  std::vector<std::string_view> words;
  facts::for_each_norm_word(norm, [&words](std::string_view word) { words.push_back(word); });
  std::vector<WordPair> out;
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    if (std::ranges::find(kDirections, words[i]) == kDirections.end()) continue;
    if (words[i - 1] != words[i + 1]) out.emplace_back(words[i - 1], words[i + 1]);
  }
  return out;
}

/// The words that hold a digit, sorted, once each.
std::vector<std::string_view> numbers_of(std::string_view norm) {
  std::vector<std::string_view> out;
  facts::for_each_norm_word(norm, [&out](std::string_view word) {
    const bool has_digit = std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
    if (has_digit) out.push_back(word);
  });
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// 1 for yes, -1 for no, 0 for neither.
int yes_or_no(std::string_view norm) {
  const std::string_view word = norm.substr(0, norm.find_first_of(" \n"));
  if (word == "yes" || word == "true" || word == "correct") return 1;
  return word == "no" || word == "false" || word == "incorrect" ? -1 : 0;
}

}  // namespace

bool is_turned_round(std::string_view a, std::string_view b) {
  const std::vector<WordPair> in_a = directed(a);
  if (in_a.empty()) return false;
  const std::vector<WordPair> in_b = directed(b);
  return std::ranges::any_of(in_a, [&](const WordPair& pair) {
    const WordPair turned(pair.second, pair.first);
    return std::ranges::find(in_b, turned) != in_b.end() &&
           std::ranges::find(in_b, pair) == in_b.end();
  });
}

bool contradict(std::string_view a, std::string_view b) {
  if (yes_or_no(a) * yes_or_no(b) < 0) return true;
  const std::vector<std::string_view> in_a = numbers_of(a);
  const std::vector<std::string_view> in_b = numbers_of(b);
  return !std::ranges::includes(in_a, in_b) && !std::ranges::includes(in_b, in_a);
}

std::size_t MeaningJudge::keep(Row row, std::string_view norm, Kept& kept) const {
  const auto [at, is_new] = kept.places.try_emplace(row, kept.texts.size());
  if (is_new) {
    std::string& text = kept.texts.emplace_back();
    survey_.strip(norm, text);
    text.resize(std::min(text.size(), kMostBytes));
  }
  return at->second;
}

Status MeaningJudge::look_at(const ClosePair& pair, std::vector<Asked>& asked) {
  Row first = pair.a;
  Row second = pair.b;
  if (work_.position[first] > work_.position[second]) std::swap(first, second);
  BMO_TRY_AS(const auto both, comparer_.look(first, second, Comparer::Guard::kAll));
  if (!both) return ok();
  const Compared& a = *both->a;
  const Compared& b = *both->b;
  if (work_.options.guards && is_turned_round(a.texts.instruction, b.texts.instruction)) {
    return ok();
  }
  Asked out{.edge = {.first = first,
                     .second = second,
                     .instruction = a.print.instruction == b.print.instruction
                                        ? 1.0F
                                        : std::min(pair.cosine, 1.0F),
                     .kind = EdgeKind::kSemanticVariant,
                     .same_seed = a.print.seed != 0 && a.print.seed == b.print.seed}};
  if (a.print.response == b.print.response) {
    out.edge.response = 1;
    if (a.print.response_amounts == b.print.response_amounts) out.edge.kind = EdgeKind::kSemantic;
  } else if (std::min(a.print.response_words, b.print.response_words) > kShortAnswerWords) {
    out.may_agree = !contradict(a.texts.response, b.texts.response);
    out.answer_a = keep(first, a.texts.response, answers_);
    out.answer_b = keep(second, b.texts.response, answers_);
  }
  const MeaningOptions& meaning = work_.options.meaning;
  if (meaning.verifier != nullptr && out.edge.instruction < static_cast<float>(meaning.sure)) {
    out.question_a = keep(first, a.texts.instruction, questions_);
    out.question_b = keep(second, b.texts.instruction, questions_);
  }
  asked.push_back(out);
  return ok();
}

Status MeaningJudge::encode(const embed::Encoder& encoder, bool in_parallel,
                            const std::vector<std::string>& texts, embed::Vectors& out) const {
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  const std::unique_lock lock =
      in_parallel ? std::unique_lock<std::mutex>() : std::unique_lock(encoding_);
  return encoder.encode(views, out);
}

bool MeaningJudge::is_refused(const Asked& one) const {
  if (one.question_a == one.question_b) return false;
  return embed::cosine(question_vectors_, one.question_a, question_vectors_, one.question_b) <
         static_cast<float>(work_.options.meaning.verified);
}

Status MeaningJudge::judge(std::span<const ClosePair> pairs, std::vector<Edge>& edges) {
  std::vector<Asked> asked;
  answers_ = {};
  questions_ = {};
  for (const ClosePair& pair : pairs)
    BMO_TRY(look_at(pair, asked));
  const MeaningOptions& meaning = work_.options.meaning;
  BMO_TRY(encode(*meaning.encoder, meaning.encodes_in_parallel, answers_.texts, answer_vectors_));
  if (meaning.verifier != nullptr)
    BMO_TRY(encode(*meaning.verifier, false, questions_.texts, question_vectors_));
  for (Asked& one : asked) {
    if (is_refused(one)) continue;
    if (one.answer_a != one.answer_b) {
      one.edge.response = std::clamp(
          embed::cosine(answer_vectors_, one.answer_a, answer_vectors_, one.answer_b), 0.0F, 1.0F);
      const bool agrees =
          one.may_agree && one.edge.response >= static_cast<float>(meaning.agreement);
      if (agrees) one.edge.kind = EdgeKind::kSemantic;
    }
    edges.push_back(one.edge);
  }
  return ok();
}

}  // namespace bmo::dedup

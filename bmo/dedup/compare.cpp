// The cheap questions first: keys, then sizes, then sets, then words, then the answers.
#include "bmo/dedup/compare.hpp"

#include <algorithm>

#include "bmo/dedup/shingles.hpp"
#include "bmo/facts/guards.hpp"
#include "bmo/facts/norm.hpp"

namespace bmo::dedup {
namespace {

constexpr std::size_t kRecent = 256;
constexpr std::size_t kLongAnswer = 2000;
constexpr std::uint32_t kShortAnswerWords = 4;

void sorted_words(std::string_view norm, std::vector<std::string_view>& out) {
  out.clear();
  facts::for_each_norm_word(norm, [&out](std::string_view word) { out.push_back(word); });
  std::sort(out.begin(), out.end());
}

/// Could two sets of these sizes be that alike?
bool sizes_allow(std::size_t a, std::size_t b, double floor) {
  return static_cast<double>(std::min(a, b)) >= floor * static_cast<double>(std::max(a, b));
}

}  // namespace

Comparer::Comparer(const Work& work, const Survey& survey)
    : work_(work), survey_(survey), recent_(2 * kRecent) {}

/// What the fingerprints alone rule out, before any text is read.
bool Comparer::may_match(const Fingerprint& a, const Fingerprint& b) const {
  if (a.frame != b.frame || a.norm == b.norm) return false;
  return !work_.options.guards || (a.amounts == b.amounts && facts::names_agree(a.names, b.names));
}

Result<Compared*> Comparer::recall(Row row, const Fingerprint& print, std::size_t half) {
  Compared& out = recent_[half * kRecent + row % kRecent];
  if (out.row == row) return &out;
  out.row = kNoRow;
  out.print = print;
  BMO_TRY_AS(out.texts, work_.rows.texts(out.print, out.held));
  out.stripped = survey_.strip(out.texts.instruction, skeleton_).stripped;
  cut_shingles(skeleton_, out.shingles);
  make_set(out.shingles);
  out.has_answer = false;
  out.row = row;
  return &out;
}

void Comparer::read_answer(Compared& row) {
  if (row.has_answer) return;
  survey_.strip(row.texts.response, skeleton_);
  cut_shingles(skeleton_, row.answer);
  make_set(row.answer);
  row.has_answer = true;
}

/// Is the one text the other with a word of weight in place of another? That is so where each has a
/// rare word that the other lacks.
bool Comparer::is_swap(std::string_view a, std::string_view b) {
  sorted_words(a, words_a_);
  sorted_words(b, words_b_);
  const auto lacks_rare = [this](const auto& from, const auto& in) {
    only_.clear();
    std::set_difference(from.begin(), from.end(), in.begin(), in.end(), std::back_inserter(only_));
    return std::any_of(only_.begin(), only_.end(),
                       [this](std::string_view word) { return survey_.is_rare_word(word); });
  };
  return lacks_rare(words_a_, words_b_) && lacks_rare(words_b_, words_a_);
}

bool Comparer::guards_agree(const Compared& a, const Compared& b) {
  return !work_.options.guards ||
         (a.stripped == b.stripped && !is_swap(a.texts.instruction, b.texts.instruction));
}

bool Comparer::answers_agree(Compared& a, Compared& b, Edge& edge) {
  if (a.print.response == b.print.response) {
    edge.response = 1;
    return a.print.response_amounts == b.print.response_amounts;
  }
  read_answer(a);
  read_answer(b);
  if (std::max(a.texts.response.size(), b.texts.response.size()) > kLongAnswer) {
    std::vector<std::uint64_t> thin_a = a.answer;
    std::vector<std::uint64_t> thin_b = b.answer;
    thin_out(thin_a);
    thin_out(thin_b);
    edge.response = static_cast<float>(jaccard(thin_a, thin_b));
  } else {
    edge.response = static_cast<float>(jaccard(a.answer, b.answer));
  }
  const bool is_short =
      std::min(a.print.response_words, b.print.response_words) <= kShortAnswerWords;
  return !is_short && edge.response >= static_cast<float>(work_.options.agreement) &&
         a.print.response_amounts == b.print.response_amounts;
}

Result<std::optional<Edge>> Comparer::compare(Row first, Row second) {
  if (work_.position[first] > work_.position[second]) std::swap(first, second);
  Fingerprint first_print;
  Fingerprint second_print;
  BMO_TRY(work_.rows.read(first, first_print));
  BMO_TRY(work_.rows.read(second, second_print));
  if (!may_match(first_print, second_print)) return std::optional<Edge>();
  // Each in its own half, so that neither pushes the other out.
  BMO_TRY_AS(Compared * a, recall(first, first_print, 0));
  BMO_TRY_AS(Compared * b, recall(second, second_print, 1));
  const double floor = work_.options.floor;
  Edge edge{.first = first, .second = second};
  if (a->print.instruction == b->print.instruction) {
    edge.instruction = 1;
  } else {
    if (!sizes_allow(a->shingles.size(), b->shingles.size(), floor)) return std::optional<Edge>();
    edge.instruction = static_cast<float>(jaccard(a->shingles, b->shingles));
    if (edge.instruction < static_cast<float>(floor)) return std::optional<Edge>();
  }
  if (!guards_agree(*a, *b)) return std::optional<Edge>();
  edge.same_seed = a->print.seed != 0 && a->print.seed == b->print.seed;
  if (answers_agree(*a, *b, edge)) {
    edge.kind = EdgeKind::kNear;
  } else {
    edge.kind = edge.instruction == 1.0F && a->print.instruction == b->print.instruction
                    ? EdgeKind::kConflict
                    : EdgeKind::kVariant;
  }
  return std::optional<Edge>(edge);
}

}  // namespace bmo::dedup

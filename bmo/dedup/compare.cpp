// The cheap questions first: keys, then sizes, then sets, then words, then the answers.
#include "bmo/dedup/compare.hpp"

#include <algorithm>

#include "bmo/dedup/contrast.hpp"
#include "bmo/dedup/shingles.hpp"
#include "bmo/facts/norm.hpp"

namespace bmo::dedup {
namespace {

constexpr std::size_t kRecent = 256;
constexpr std::size_t kLongAnswer = 2000;
constexpr std::uint32_t kShortAnswerWords = 4;

void read_words(Compared& row) {
  if (row.has_words) return;
  row.words.clear();
  facts::for_each_norm_word(row.texts.instruction,
                            [&row](std::string_view word) { row.words.push_back(word); });
  std::sort(row.words.begin(), row.words.end());
  row.has_words = true;
}

/// Could two sets of these sizes be that alike?
bool sizes_allow(std::size_t a, std::size_t b, double floor) {
  return static_cast<double>(std::min(a, b)) >= floor * static_cast<double>(std::max(a, b));
}

/// Two neighbouring letters changed places behind the first: "recieve".
bool is_turned(std::string_view a, std::string_view b) {
  constexpr std::size_t kLongEnough = 4;
  if (a.size() != b.size() || a.size() < kLongEnough || a[0] != b[0]) return false;
  std::size_t at = 0;
  while (at < a.size() && a[at] == b[at])
    ++at;
  return at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] &&
         a.substr(at + 2) == b.substr(at + 2);
}

/// One letter is missing behind the first: "boat" for "boats". A letter that is another one
/// ("affect", "effect") makes another word.
bool is_shortened(std::string_view a, std::string_view b) {
  constexpr std::size_t kLongEnough = 4;
  if (a.size() > b.size()) std::swap(a, b);
  if (a.size() + 1 != b.size() || a.size() < kLongEnough || a[0] != b[0]) return false;
  std::size_t at = 0;
  while (at < a.size() && a[at] == b[at])
    ++at;
  return a.substr(at) == b.substr(at + 1);
}

bool has_turned(std::string_view word, const std::vector<std::string_view>& others) {
  return std::any_of(others.begin(), others.end(),
                     [word](std::string_view other) { return is_turned(word, other); });
}

bool has_slip(std::string_view word, const std::vector<std::string_view>& others) {
  return std::any_of(others.begin(), others.end(), [word](std::string_view other) {
    return is_turned(word, other) || is_shortened(word, other);
  });
}

/// Is one of the names nowhere in the sorted words, in whatever case?
bool lacks_name(std::string_view names, const std::vector<std::string_view>& words) {
  bool lacks = false;
  facts::for_each_norm_word(names, [&](std::string_view name) {
    if (lacks || std::binary_search(words.begin(), words.end(), name)) return;
    lacks = !has_turned(name, words);
  });
  return lacks;
}

}  // namespace

Comparer::Comparer(const Work& work, const Survey& survey)
    : work_(work), survey_(survey), recent_(2 * kRecent) {}

/// What the fingerprints alone rule out, before any text is read.
bool Comparer::may_match(const Fingerprint& a, const Fingerprint& b) const {
  if (a.frame != b.frame || a.norm == b.norm) return false;
  return !work_.options.guards || a.amounts == b.amounts;
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
  out.has_words = false;
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

/// Words without one on the other side that they may be a slip of, as guards_agree asks for them;
/// none where one of the sides has none.
void Comparer::find_hinges(Hinges& out) const {
  out.clear();
  const auto list = [](const auto& words, const auto& others, auto is_forgiven,
                       std::vector<std::uint32_t>& to) {
    for (const std::string_view word : words) {
      if (!is_forgiven(word, others)) to.push_back(Survey::counter_of_word(word));
    }
  };
  list(only_a_, only_b_, has_slip, out.rare_a);
  list(only_b_, only_a_, has_slip, out.rare_b);
  list(only_a_, only_b_, has_turned, out.name_a);
  list(only_b_, only_a_, has_turned, out.name_b);
  const auto drop_lonely = [](std::vector<std::uint32_t>& a, std::vector<std::uint32_t>& b) {
    if (!a.empty() && !b.empty()) return;
    a.clear();
    b.clear();
  };
  drop_lonely(out.rare_a, out.rare_b);
  drop_lonely(out.name_a, out.name_b);
}

/// A word that stands on one side alone makes another question of it where it is a name in its
/// text; or where, on both sides, such a word is rare or a name elsewhere: then the one stands in
/// place of the other. Slips of the pen are forgiven. Words that rule each other out never agree.
bool Comparer::guards_agree(Compared& a, Compared& b, Guard guard, Hinges* hinges) {
  if (!work_.options.guards || guard == Guard::kNone) return true;
  if (a.stripped != b.stripped) return false;
  read_words(a);
  read_words(b);
  if (lacks_name(a.texts.names, b.words) || lacks_name(b.texts.names, a.words)) return false;
  only_a_.clear();
  only_b_.clear();
  std::set_difference(a.words.begin(), a.words.end(), b.words.begin(), b.words.end(),
                      std::back_inserter(only_a_));
  std::set_difference(b.words.begin(), b.words.end(), a.words.begin(), a.words.end(),
                      std::back_inserter(only_b_));
  const auto has_rare = [this](const auto& words, const auto& others) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
      return survey_.is_rare_word(word) && !has_slip(word, others);
    });
  };
  const auto has_name = [this](const auto& words, const auto& others) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
      return survey_.is_name(word) && !has_turned(word, others);
    });
  };
  const bool asks_all = guard == Guard::kAll;
  if (asks_all && contrast(only_a_, only_b_)) return false;
  if (asks_all && hinges != nullptr) {
    find_hinges(*hinges);
    return survey_.agrees(*hinges);
  }
  return !(asks_all && has_rare(only_a_, only_b_) && has_rare(only_b_, only_a_)) &&
         !(has_name(only_a_, only_b_) && has_name(only_b_, only_a_));
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

Result<std::optional<Comparer::Both>> Comparer::look(Row first, Row second, Guard guard) {
  Fingerprint print;
  BMO_TRY(work_.rows.read(first, print));
  BMO_TRY_AS(Compared * a, recall(first, print, 0));
  BMO_TRY(work_.rows.read(second, print));
  BMO_TRY_AS(Compared * b, recall(second, print, 1));
  if (!guards_agree(*a, *b, guard)) return std::optional<Both>();
  return std::optional<Both>({a, b});
}

Result<std::optional<Edge>> Comparer::compare(Row first, Row second, Hinges* hinges) {
  if (hinges != nullptr) hinges->clear();
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
  if (!guards_agree(*a, *b, Guard::kAll, hinges)) return std::optional<Edge>();
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

// Reads profiles, those in the program among them, and ranks a value among them.
#include "bmo/metrics/kit/profiles.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "bmo/base/text.hpp"
#include "bmo/model/pair.hpp"

// The assembler copies the file in, so that the program needs no file beside it.
__asm__(
    ".section .rodata\n"
    ".local bmo_published_profiles\n"
    "bmo_published_profiles:\n"
    ".incbin \"" BMO_PUBLISHED_PROFILES
    "\"\n"
    ".local bmo_published_profiles_end\n"
    "bmo_published_profiles_end:\n"
    ".byte 0\n"
    ".previous\n");

extern const char bmo_published_profiles[] __attribute__((visibility("hidden")));
extern const char bmo_published_profiles_end[] __attribute__((visibility("hidden")));

namespace bmo::metrics {
namespace {

constexpr std::size_t kFirstTrait = 3;

constexpr std::array<TraitCard, kNumTraits> kCards{{
    {"instruction_words_p50", "Median length of a question", "words"},
    {"instruction_words_p95", "Long questions (95th percentile)", "words"},
    {"response_words_p50", "Median length of an answer", "words"},
    {"response_words_p95", "Long answers (95th percentile)", "words"},
    {"reading_grade_p50", "Median reading grade", ""},
    {"code", "Answers with code", "%"},
    {"lists", "Answers with a list", "%"},
    {"several_turns", "Pairs with several turns", "%"},
    {"repeated_questions", "Questions asked before", "%"},
    {"repeated_pairs", "Pairs given before", "%"},
    {"distinct_1", "Different words", "%"},
    {"distinct_2", "Different 2-grams", "%"},
    {"distinct_3", "Different 3-grams", "%"},
    {"mtld", "Variety of words (MTLD)", ""},
    {"hdd", "Variety of words (HD-D)", ""},
    {"vendi_250", "Different instructions among 250, in effect", ""},
    {"soundness_mean", "Mean soundness", ""},
    {"soundness_below_85", "Pairs with a soundness below 85", "%"},
}};

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> out;
  while (true) {
    const std::size_t end = line.find('\t');
    out.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return out;
    line.remove_prefix(end + 1);
  }
}

Error bad_profile(std::size_t line, std::string why) {
  Error error{.kind = ErrorKind::kBadData,
              .code = "E_PROFILE",
              .message = "this is no table of profiles",
              .why = std::move(why),
              .hint = "name the columns name, form, pairs and every figure, with tabs between"};
  error.place.line = line;
  return error;
}

bool are_columns(const std::vector<std::string_view>& cells) {
  if (cells.size() != kFirstTrait + kNumTraits) return false;
  for (std::size_t i = 0; i < kNumTraits; ++i) {
    if (cells[kFirstTrait + i] != kCards[i].id) return false;
  }
  return cells[0] == "name" && cells[1] == "form" && cells[2] == "pairs";
}

/// "-" is what is not known.
bool read_number(std::string_view text, double& out) {
  out = kAbsent;
  if (text == "-") return true;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, out);
  return read.ec == std::errc() && read.ptr == end;
}

Result<SetProfile> profile_of(const std::vector<std::string_view>& cells, std::size_t line) {
  if (cells.size() != kFirstTrait + kNumTraits)
    return bad_profile(line, "the line has " + std::to_string(cells.size()) + " cells");
  SetProfile out{.name = std::string(cells[0]), .form = std::string(cells[1])};
  bool sound = read_number(cells[2], out.pairs);
  for (std::size_t i = 0; i < kNumTraits; ++i)
    sound = read_number(cells[kFirstTrait + i], out.values[i]) && sound;
  if (!sound) return bad_profile(line, "a cell is neither a number nor -");
  return out;
}

/// Linear between the two that are nearest; `sorted` is not empty.
double quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

const TraitCard& card_of(Trait trait) {
  return kCards[static_cast<std::size_t>(trait)];
}

Result<std::vector<SetProfile>> read_profiles(std::string_view text) {
  std::vector<SetProfile> out;
  bool named = false;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::size_t end = text.find('\n');
    const std::string_view row = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (row.empty() || row.front() == '#') continue;
    const std::vector<std::string_view> cells = cells_of(row);
    if (named) {
      BMO_TRY_AS(SetProfile profile, profile_of(cells, line));
      out.push_back(std::move(profile));
    } else if (!are_columns(cells)) {
      return bad_profile(line, "its columns are not those of a profile");
    }
    named = true;
  }
  return out;
}

const std::vector<SetProfile>& published_profiles() {
  static const std::vector<SetProfile> kProfiles = [] {
    const auto size = static_cast<std::size_t>(bmo_published_profiles_end - bmo_published_profiles);
    Result<std::vector<SetProfile>> read = read_profiles({bmo_published_profiles, size});
    return read ? std::move(*read) : std::vector<SetProfile>();
  }();
  return kProfiles;
}

Band band_of(std::span<const SetProfile* const> profiles, Trait trait, double value) {
  std::vector<double> sorted;
  for (const SetProfile* profile : profiles) {
    const double known = profile->values[static_cast<std::size_t>(trait)];
    if (!is_absent(known)) sorted.push_back(known);
  }
  Band out{.low = kAbsent, .high = kAbsent, .rank = kAbsent, .count = sorted.size()};
  if (sorted.empty()) return out;
  std::sort(sorted.begin(), sorted.end());
  out.low = quantile(sorted, 0.1);
  out.high = quantile(sorted, 0.9);
  if (is_absent(value)) return out;
  const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), value);
  const auto below = static_cast<double>(first - sorted.begin());
  const auto ties = static_cast<double>(last - first);
  out.rank = 100 * (below + ties / 2) / static_cast<double>(sorted.size());
  return out;
}

}  // namespace bmo::metrics

// Sets of runs of characters, compared one by one.
#include "bmo/dedup/match_check.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <vector>

#include "bmo/base/text.hpp"
#include "bmo/facts/norm.hpp"

namespace bmo::dedup {
namespace {

constexpr double kRounding = 2e-4;
constexpr double kAgreement = 0.70;
/// Answers above 2,000 bytes are compared by a quarter of their runs.
constexpr std::size_t kLongAnswer = 2000;
constexpr double kSampling = 0.15;
constexpr std::size_t kShortText = 40;

constexpr std::array<std::string_view, 13> kNumberWords{"zero", "one",    "two",   "three", "four",
                                                        "five", "six",    "seven", "eight", "nine",
                                                        "ten",  "eleven", "twelve"};

std::string norm_of(std::string_view text) {
  std::string folded;
  std::string out;
  facts::append_norm(text, folded, out);
  return out;
}

/// The number that the word is, be it misspelt by two letters that changed places ("fuor").
std::size_t number_of(std::string_view word) {
  const auto found = std::ranges::find(kNumberWords, word);
  if (found != kNumberWords.end() || word == "there") {
    return static_cast<std::size_t>(found - kNumberWords.begin());
  }
  std::string turned(word);
  for (std::size_t i = 1; i + 1 < word.size() && word.size() > 3; ++i) {
    std::swap(turned[i], turned[i + 1]);
    const auto meant = std::ranges::find(kNumberWords, turned);
    if (meant != kNumberWords.end()) return static_cast<std::size_t>(meant - kNumberWords.begin());
    std::swap(turned[i], turned[i + 1]);
  }
  return kNumberWords.size();
}

std::string read_numbers(std::string_view text, std::string_view norm) {
  std::vector<std::string> runs;
  bool in_run = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_digit = text[i] >= '0' && text[i] <= '9';
    const bool joins =
        in_run && text[i] == ',' && i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9';
    if (is_digit && !in_run) runs.emplace_back();
    if (is_digit) runs.back() += text[i];
    in_run = is_digit || joins;
  }
  facts::for_each_norm_word(norm, [&runs](std::string_view word) {
    const std::size_t number = number_of(word);
    if (number < kNumberWords.size()) runs.push_back(std::to_string(number));
  });
  std::ranges::sort(runs);
  std::string out;
  for (const std::string& run : runs)
    out += run + " ";
  return out;
}

std::vector<std::string> lines_of(std::string_view norm) {
  std::vector<std::string> lines;
  facts::for_each_norm_line(norm, [&lines](std::string_view line) { lines.emplace_back(line); });
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines)
    out += (out.empty() ? "" : " ") + line;
  return out;
}

/// The characters as strings, so that any script counts alike.
std::set<std::string> runs_of(std::string_view text) {
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < text.size(); next_code_point(text, at))
    starts.push_back(at);
  const std::size_t length = starts.size() < kShortText ? 3 : 5;
  const std::size_t characters = starts.size();
  starts.push_back(text.size());
  if (characters <= length) return {std::string(text)};
  std::set<std::string> out;
  for (std::size_t i = 0; i + length <= characters; ++i)
    out.emplace(text.substr(starts[i], starts[i + length] - starts[i]));
  return out;
}

double similarity(const std::string& a, const std::string& b) {
  if (a == b) return 1;
  const std::set<std::string> in_a = runs_of(a);
  const std::set<std::string> in_b = runs_of(b);
  const auto common = static_cast<double>(
      std::ranges::count_if(in_a, [&in_b](const std::string& run) { return in_b.contains(run); }));
  return common / (static_cast<double>(in_a.size() + in_b.size()) - common);
}

struct Bounds {
  double low = 0;
  double high = 0;
};

/// Between what is left without the lines that both have, and all of it.
Bounds similarity_bounds(std::string_view a, std::string_view b) {
  const std::vector<std::string> all_a = lines_of(a);
  const std::vector<std::string> all_b = lines_of(b);
  const auto without = [](const std::vector<std::string>& lines,
                          const std::vector<std::string>& others) {
    std::vector<std::string> out;
    std::ranges::copy_if(lines, std::back_inserter(out), [&others](const std::string& line) {
      return std::ranges::find(others, line) == others.end();
    });
    return out;
  };
  const double of_all = similarity(joined(all_a), joined(all_b));
  const std::vector<std::string> own_a = without(all_a, all_b);
  const std::vector<std::string> own_b = without(all_b, all_a);
  if (own_a.size() == all_a.size() && own_b.size() == all_b.size()) return {of_all, of_all};
  const double of_own = similarity(joined(own_a), joined(own_b));
  return {std::min(of_own, of_all), std::max(of_own, of_all)};
}

std::string contradict_near(const PlainPair& gone, const PlainPair& kept, const MatchClaim& claim) {
  if (claim.similarity < claim.threshold - kRounding)
    return "its similarity is below the threshold";
  const Bounds seen = similarity_bounds(gone.instruction, kept.instruction);
  if (claim.similarity > seen.high + kRounding || claim.similarity < seen.low - kRounding) {
    return "the instructions are alike to " + std::to_string(seen.high) + ", not " +
           std::to_string(claim.similarity);
  }
  if (gone.numbers != kept.numbers) return "the instructions hold other numbers";
  if (claim.kind != EdgeKind::kNear) return {};
  const bool is_long = std::max(gone.response.size(), kept.response.size()) > kLongAnswer;
  const double agree = similarity_bounds(gone.response, kept.response).high;
  if (agree < kAgreement - (is_long ? kSampling : kRounding)) {
    return "the responses agree to " + std::to_string(agree) + " only";
  }
  return {};
}

/// Texts are compared by meaning up to here.
constexpr std::size_t kMeaningBytes = 4096;
/// How far the lines that are left out as boilerplate may move a cosine.
constexpr double kBoilerplate = 0.10;

double plain_cosine(std::span<const std::int8_t> a, std::span<const std::int8_t> b) {
  double product = 0;
  double square_a = 0;
  double square_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double x = a[i];
    const double y = b[i];
    product += x * y;
    square_a += x * x;
    square_b += y * y;
  }
  return product == 0 ? 0 : product / std::sqrt(square_a * square_b);
}

/// With all lines, and without those that both have.
Result<Bounds> cosine_bounds(std::string_view a, std::string_view b,
                             const embed::Encoder& encoder) {
  const std::vector<std::string> all_a = lines_of(a);
  const std::vector<std::string> all_b = lines_of(b);
  const auto text_of = [](const std::vector<std::string>& lines,
                          const std::vector<std::string>& others) {
    std::vector<std::string> own;
    std::ranges::copy_if(lines, std::back_inserter(own), [&others](const std::string& line) {
      return std::ranges::find(others, line) == others.end();
    });
    return joined(own.empty() ? lines : own).substr(0, kMeaningBytes);
  };
  const std::array<std::string, 4> texts{text_of(all_a, {}), text_of(all_b, {}),
                                         text_of(all_a, all_b), text_of(all_b, all_a)};
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  embed::Vectors vectors;
  BMO_TRY(encoder.encode(views, vectors));
  const double of_all = plain_cosine(vectors.row(0), vectors.row(1));
  const double of_own = plain_cosine(vectors.row(2), vectors.row(3));
  return Bounds{.low = std::min(of_all, of_own), .high = std::max(of_all, of_own)};
}

}  // namespace

PlainPair plain_pair(const Pair& pair) {
  std::string instruction;
  for (const Message& message : pair.context()) {
    if (!instruction.empty()) instruction += '\n';
    instruction += message.content;
  }
  const Message* response = pair.response();
  PlainPair out{.instruction = norm_of(instruction),
                .response = response == nullptr ? std::string() : norm_of(response->content),
                .content = pair.content};
  out.numbers = read_numbers(instruction, out.instruction);
  return out;
}

std::string contradict_match(const PlainPair& gone, const PlainPair& kept,
                             const MatchClaim& claim) {
  if (claim.kind == EdgeKind::kCopy) {
    return gone.content == kept.content ? "" : "the two are no copies of each other";
  }
  if (claim.kind == EdgeKind::kIdentical) {
    const bool same = joined(lines_of(gone.instruction)) == joined(lines_of(kept.instruction)) &&
                      joined(lines_of(gone.response)) == joined(lines_of(kept.response));
    return same ? "" : "the two do not say the same words";
  }
  return contradict_near(gone, kept, claim);
}

Result<std::string> contradict_meaning(const PlainPair& gone, const PlainPair& kept,
                                       const MatchClaim& claim, const MeaningOptions& options) {
  if (claim.similarity < claim.threshold - kRounding) {
    return std::string("its similarity is below the threshold");
  }
  if (gone.numbers != kept.numbers) return std::string("the instructions hold other numbers");
  BMO_TRY_AS(const Bounds asked,
             cosine_bounds(gone.instruction, kept.instruction, *options.encoder));
  const double room = asked.low == asked.high ? kRounding : kBoilerplate;
  if (claim.similarity > asked.high + room || claim.similarity < asked.low - room) {
    return "the instructions mean the same to " + std::to_string(asked.high) + ", not " +
           std::to_string(claim.similarity);
  }
  if (options.verifier != nullptr && claim.similarity < options.sure) {
    BMO_TRY_AS(const Bounds verified,
               cosine_bounds(gone.instruction, kept.instruction, *options.verifier));
    const double slack = verified.low == verified.high ? kRounding : kBoilerplate;
    if (verified.high < options.verified - slack) {
      return std::string("the verifier says that the instructions do not mean the same");
    }
  }
  if (joined(lines_of(gone.response)) == joined(lines_of(kept.response))) return std::string();
  BMO_TRY_AS(const Bounds said, cosine_bounds(gone.response, kept.response, *options.encoder));
  if (said.high < options.agreement - (said.low == said.high ? kRounding : kBoilerplate)) {
    return "the responses agree to " + std::to_string(said.high) + " only";
  }
  return std::string();
}

}  // namespace bmo::dedup

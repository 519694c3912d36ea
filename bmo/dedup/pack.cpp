// Runs are hashed by a polynomial over the hashes of their words, rolled from one word to the next.
#include "bmo/dedup/pack.hpp"

#include <algorithm>
#include <cstring>
#include <tuple>

#include "bmo/base/hash.hpp"
#include "bmo/facts/norm.hpp"

namespace bmo::dedup {
namespace {

constexpr std::size_t kShortRun = 8;
constexpr std::size_t kLongRun = 13;
constexpr double kCoveredShare = 0.5;
constexpr double kSuspectShare = 0.3;
constexpr std::uint64_t kWordSeed = 21;
constexpr std::uint64_t kBase = 0x9E3779B97F4A7C15U;
constexpr std::string_view kMagic = "BMOPACK1";

constexpr std::array<std::string_view, 5> kNames{"none", "suspect", "covered", "run", "exact"};

/// The polynomial's low bits are weak: they depend on the low bits of the words alone.
constexpr std::uint64_t finish(std::uint64_t x) {
  x ^= x >> 32U;
  x *= 0xD6E8FEB86659FD93U;
  return x ^ x >> 32U;
}

void hash_words(std::string_view norm, std::vector<std::uint64_t>& out) {
  out.clear();
  facts::for_each_norm_word(
      norm, [&out](std::string_view word) { out.push_back(hash64(word, kWordSeed)); });
}

/// Hashes of all runs of `length` words, in order.
void hash_runs(const std::vector<std::uint64_t>& words, std::size_t length,
               std::vector<std::uint64_t>& out) {
  out.clear();
  if (words.size() < length || length == 0) return;
  std::uint64_t drop = 1;
  for (std::size_t i = 0; i < length; ++i)
    drop *= kBase;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    sum = sum * kBase + words[i];
    if (i >= length) sum -= drop * words[i - length];
    if (i + 1 >= length) out.push_back(finish(sum + length));
  }
}

std::uint64_t hash_all(const std::vector<std::uint64_t>& words) {
  std::uint64_t sum = 0;
  for (const std::uint64_t word : words)
    sum = sum * kBase + word;
  return finish(sum + words.size());
}

bool before(const Gram& a, const Gram& b) {
  return std::tie(a.hash, a.item, a.at) < std::tie(b.hash, b.item, b.at);
}

template <typename T>
void put(std::string& out, const std::vector<T>& values) {
  const std::uint64_t count = values.size();
  out.append(reinterpret_cast<const char*>(&count), sizeof(count));
  out.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

/// Takes apart what `put` wrote; false where the bytes do not hold it.
template <typename T>
bool take(std::string_view& bytes, std::vector<T>& values) {
  std::uint64_t count = 0;
  if (bytes.size() < sizeof(count)) return false;
  std::memcpy(&count, bytes.data(), sizeof(count));
  bytes.remove_prefix(sizeof(count));
  if (count > bytes.size() / sizeof(T)) return false;
  values.resize(count);
  if (count > 0) std::memcpy(values.data(), bytes.data(), count * sizeof(T));
  bytes.remove_prefix(count * sizeof(T));
  return true;
}

std::vector<Gram> copy(std::span<const Gram> grams) {
  return {grams.begin(), grams.end()};
}

Error bad_pack(std::string why) {
  return {.kind = ErrorKind::kBadData,
          .code = "E_PACK",
          .message = "this is no pack of an evaluation set",
          .why = std::move(why),
          .hint = "make the pack again from the evaluation set"};
}

}  // namespace

GramIndex::GramIndex(std::vector<Gram> grams) : grams_(std::move(grams)) {
  std::sort(grams_.begin(), grams_.end(), before);
  unsigned bits = 10;
  while (std::size_t{1} << bits < 8 * grams_.size())
    ++bits;
  shift_ = 64 - bits;
  seen_.resize((std::size_t{1} << bits) / 64);
  for (const Gram& gram : grams_) {
    const std::uint64_t bit = gram.hash >> shift_;
    seen_[bit / 64] |= std::uint64_t{1} << bit % 64;
  }
}

std::span<const Gram> GramIndex::find(std::uint64_t hash) const {
  const std::uint64_t bit = hash >> shift_;
  if ((seen_[bit / 64] >> bit % 64 & 1U) == 0) return {};
  const auto found = std::equal_range(grams_.begin(), grams_.end(), Gram{.hash = hash},
                                      [](const Gram& a, const Gram& b) { return a.hash < b.hash; });
  return {found.first, found.second};
}

std::string_view contamination_name(Contamination found) {
  return kNames[static_cast<std::size_t>(found)];
}

Pack::Pack(std::string name, std::vector<std::uint32_t> words,
           std::array<std::vector<Gram>, 3> grams)
    : name_(std::move(name)),
      words_(std::move(words)),
      exact_(std::move(grams[0])),
      short_(std::move(grams[1])),
      long_(std::move(grams[2])) {}

Pack Pack::build(std::string name, std::span<const std::string_view> items) {
  std::vector<std::uint32_t> sizes;
  std::array<std::vector<Gram>, 3> grams;
  std::string folded;
  std::string norm;
  std::vector<std::uint64_t> words;
  std::vector<std::uint64_t> runs;
  for (std::uint32_t item = 0; item < items.size(); ++item) {
    norm.clear();
    facts::append_norm(items[item], folded, norm);
    hash_words(norm, words);
    sizes.push_back(static_cast<std::uint32_t>(words.size()));
    if (!words.empty()) grams[0].push_back({hash_all(words), item, 0});
    for (const auto& [length, into] : {std::pair{kShortRun, 1}, std::pair{kLongRun, 2}}) {
      hash_runs(words, length, runs);
      for (std::uint32_t at = 0; at < runs.size(); ++at)
        grams[static_cast<std::size_t>(into)].push_back({runs[at], item, at});
    }
  }
  return {std::move(name), std::move(sizes), std::move(grams)};
}

std::string Pack::bytes() const {
  std::string out(kMagic);
  put(out, std::vector<char>(name_.begin(), name_.end()));
  put(out, words_);
  put(out, copy(exact_.all()));
  put(out, copy(short_.all()));
  put(out, copy(long_.all()));
  put(out, std::vector<std::uint64_t>{hash64(out)});
  return out;
}

Result<Pack> Pack::parse(std::string_view bytes) {
  const std::string_view whole = bytes;
  if (!bytes.starts_with(kMagic)) return bad_pack("it does not begin with " + std::string(kMagic));
  bytes.remove_prefix(kMagic.size());
  std::vector<char> name;
  std::vector<std::uint32_t> words;
  std::array<std::vector<Gram>, 3> grams;
  if (!take(bytes, name) || !take(bytes, words) || !take(bytes, grams[0]) ||
      !take(bytes, grams[1]) || !take(bytes, grams[2])) {
    return bad_pack("it ends too early");
  }
  const std::uint64_t sum = hash64(whole.substr(0, whole.size() - bytes.size()));
  std::vector<std::uint64_t> written;
  if (!take(bytes, written) || !bytes.empty() || written != std::vector<std::uint64_t>{sum}) {
    return bad_pack("its checksum does not match its content");
  }
  for (const std::vector<Gram>& some : grams) {
    const bool sound = std::all_of(some.begin(), some.end(), [&words](const Gram& gram) {
      return gram.item < words.size() && gram.at < words[gram.item];
    });
    if (!sound) return bad_pack("it names an item that it does not have");
  }
  return Pack(std::string(name.begin(), name.end()), std::move(words), std::move(grams));
}

PackMatch PackMatcher::match(std::string_view text) {
  norm_.clear();
  facts::append_norm(text, folded_, norm_);
  hash_words(norm_, words_);
  return match_words();
}

PackMatch PackMatcher::match_words() {
  if (words_.empty()) return {};
  const std::span<const Gram> whole = pack_.find_exact(hash_all(words_));
  if (!whole.empty()) return {Contamination::kExact, whole.front().item, 1};
  hits_.clear();
  hash_runs(words_, kShortRun, runs_);
  for (const std::uint64_t run : runs_) {
    for (const Gram& gram : pack_.find_short(run))
      hits_.push_back(std::uint64_t{gram.item} << 32U | gram.at);
  }
  // A run of thirteen holds runs of eight, so without those there is none.
  if (hits_.empty()) return {};
  PackMatch out = judge_coverage();
  hash_runs(words_, kLongRun, runs_);
  for (const std::uint64_t run : runs_) {
    const std::span<const Gram> found = pack_.find_long(run);
    if (found.empty()) continue;
    if (out.found == Contamination::kNone) out.item = found.front().item;
    out.found = Contamination::kRun;
    break;
  }
  return out;
}

/// The item of which the largest share was found. Items of fewer words than a long run count only
/// where all of them was found: eight words of ten may be chance.
PackMatch PackMatcher::judge_coverage() {
  std::sort(hits_.begin(), hits_.end());
  PackMatch best;
  for (std::size_t i = 0; i < hits_.size();) {
    const auto item = static_cast<std::uint32_t>(hits_[i] >> 32U);
    std::uint64_t covered = 0;
    std::uint64_t end = 0;  // Of the words covered so far.
    for (; i < hits_.size() && hits_[i] >> 32U == item; ++i) {
      const std::uint64_t at = hits_[i] & 0xFFFFFFFFU;
      covered += at + kShortRun - std::max(at, std::min(end, at + kShortRun));
      end = at + kShortRun;
    }
    const std::uint64_t words = pack_.words_of(item);
    const double share = static_cast<double>(covered) / static_cast<double>(words);
    if (share <= best.coverage || (words < kLongRun && covered < words)) continue;
    best = {share >= kCoveredShare   ? Contamination::kCovered
            : share >= kSuspectShare ? Contamination::kSuspect
                                     : Contamination::kNone,
            item, share};
  }
  return best;
}

PackMatch PackMatcher::match(const Pair& pair) {
  PackMatch best;
  const auto take = [&best](const PackMatch& match) {
    if (std::tie(match.found, match.coverage) > std::tie(best.found, best.coverage)) best = match;
  };
  joined_.clear();
  for (const Message& message : pair.context()) {
    joined_ += message.content;
    joined_ += '\n';
  }
  for (const Message& message : pair.messages)
    take(match(message.content));
  if (pair.context().size() > 1) take(match(joined_));
  return best;
}

}  // namespace bmo::dedup

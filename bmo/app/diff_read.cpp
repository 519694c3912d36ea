// Turns pairs into keys, sketches and excerpts.
#include "bmo/app/diff_read.hpp"

#include <algorithm>

#include "bmo/base/text.hpp"
#include "bmo/dedup/shingles.hpp"
#include "bmo/facts/norm.hpp"
#include "bmo/facts/word_list.hpp"
#include "bmo/pipeline/run.hpp"

namespace bmo::app {
namespace {

constexpr std::size_t kLeastAnswerWords = 8;
constexpr std::size_t kExcerptBytes = 600;

/// Feeds every pair to `take`, in input order, with the name of its file.
template <typename Take>
Status each_pair(const DiffSource& source, const Session& session, Take take) {
  const auto watch = [&take](const pipeline::Item& item, const std::string& file) -> Status {
    for (std::size_t row = 0; row < item.batch.size(); ++row) {
      if (item.batch.fates[row] == Fate::kExported) take(item.batch.pairs[row], file);
    }
    return ok();
  };
  BMO_TRY(pipeline::run_dry(
      {.sources = source.sources, .out = {}}, source.recipe, source.effort,
      {.disk = session.disk, .stop = session.stop, .progress = session.progress, .watch = watch}));
  return ok();
}

/// Chains the keys of words, so that their order counts.
class WordChain {
 public:
  void add(std::string_view text) {
    words_.clear();
    facts::append_words(text, words_);
    for (const facts::Word& word : words_) {
      key_ = (key_ ^ word.key) * 0x9E3779B97F4A7C15U;
      key_ ^= key_ >> 29U;
    }
    count_ += words_.size();
  }
  /// 0 where there were fewer words than `least`; the chain starts anew.
  std::uint64_t take(std::size_t least) {
    const std::uint64_t out = count_ < least ? 0 : key_ | 1U;
    key_ = 0;
    count_ = 0;
    return out;
  }

 private:
  std::vector<facts::Word> words_;
  std::uint64_t key_ = 0;
  std::size_t count_ = 0;
};

std::uint64_t hash_of(const Metadata* metadata) {
  if (metadata == nullptr) return 0;
  std::uint64_t out = hash64(metadata->extra);
  const auto add = [&out](std::string_view text) { out = hash64(text, out); };
  for (const std::string_view text : metadata->texts)
    add(text);
  for (const double real : metadata->reals)
    add({reinterpret_cast<const char*>(&real), sizeof real});
  for (const auto& list : metadata->lists) {
    for (const std::string_view text : list)
      add(text);
    add("\n");
  }
  for (const Score& score : metadata->scores) {
    add(score.name);
    add({reinterpret_cast<const char*>(&score.value), sizeof score.value});
  }
  return out;
}

/// An id that is no more than the hash of the content says nothing.
std::uint64_t hash_of_id(const Pair& pair) {
  char hex[32];
  write_hex(pair.content, hex);
  return pair.id == std::string_view(hex, sizeof hex) ? 0 : hash64(pair.id) | 1U;
}

/// By the file's name: "train.jsonl", "validation-00000-of-00002.parquet".
std::uint32_t split_of(std::string_view file) {
  const std::string_view name = file.substr(file.rfind('/') + 1);
  constexpr std::string_view kSplits[] = {"train", "validation", "test"};
  for (std::uint32_t i = 0; i < std::size(kSplits); ++i) {
    if (name.starts_with(kSplits[i]) && name.size() > kSplits[i].size() &&
        (name[kSplits[i].size()] == '.' || name[kSplits[i].size()] == '-'))
      return i + 1;
  }
  return 0;
}

DiffRow row_of(const Pair& pair, WordChain& chain) {
  DiffRow out{.content = pair.content, .id = hash_of_id(pair), .metadata = hash_of(pair.metadata)};
  for (const Message& message : pair.context())
    chain.add(message.content);
  out.instruction = chain.take(1);
  if (const Message* response = pair.response()) chain.add(response->content);
  out.response = chain.take(kLeastAnswerWords);
  return out;
}

std::string cut(std::string_view text) {
  return excerpt(text, kExcerptBytes);
}

DiffExcerpt excerpt_of(const Pair& pair) {
  DiffExcerpt out{.id = std::string(pair.id)};
  for (const Message& message : pair.context()) {
    if (message.role == Role::kUser) out.text.question = cut(message.content);
  }
  if (const Message* response = pair.response()) out.text.answer = cut(response->content);
  return out;
}

/// Sketches the words of all messages.
class Sketcher {
 public:
  dedup::Signature sketch(const Pair& pair) {
    norm_.clear();
    for (const Message& message : pair.messages) {
      facts::append_norm(message.content, folded_, norm_);
      norm_ += '\n';
    }
    dedup::cut_shingles(norm_, shingles_);
    dedup::Signature out{};
    dedup::sketch(shingles_, out);
    return out;
  }

 private:
  std::string norm_;
  std::string folded_;
  std::vector<std::uint64_t> shingles_;
};

}  // namespace

Result<std::vector<DiffRow>> read_rows(const DiffSource& source, const Session& session) {
  std::vector<DiffRow> out;
  WordChain chain;
  BMO_TRY(each_pair(source, session, [&](const Pair& pair, const std::string& file) {
    out.push_back(row_of(pair, chain));
    out.back().split = split_of(file);
  }));
  return out;
}

Result<DiffDetails> read_details(const DiffSource& source, const std::vector<bool>& sketch,
                                 const std::vector<std::uint32_t>& shown, const Session& session) {
  DiffDetails out;
  Sketcher sketcher;
  std::uint32_t row = 0;
  auto next = shown.begin();
  BMO_TRY(each_pair(source, session, [&](const Pair& pair, const std::string& /*file*/) {
    if (!sketch.empty() && sketch[row]) out.sketches.push_back({row, sketcher.sketch(pair)});
    if (next != shown.end() && *next == row) {
      out.excerpts.emplace(row, excerpt_of(pair));
      ++next;
    }
    ++row;
  }));
  return out;
}

}  // namespace bmo::app

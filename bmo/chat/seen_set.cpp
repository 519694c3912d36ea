// Sums and a histogram of lengths: enough for every percentile, cutoff and packing asked for later.
#include "bmo/chat/seen_set.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "bmo/base/check.hpp"

namespace bmo::chat {
namespace {

constexpr std::array<std::uint64_t, 7> kCutoffs = {512, 1024, 2048, 4096, 8192, 16384, 32768};

template <typename Key>
void merge_counts(std::map<Key, std::uint64_t>& into, const std::map<Key, std::uint64_t>& from) {
  for (const auto& [key, count] : from)
    into[key] += count;
}

void add_cut(const SeenPair& seen, std::uint64_t trained, CutoffSum& sum) {
  if (seen.tokens.size() <= sum.cutoff) return;
  const std::uint64_t lost = seen.trained_tokens_beyond(sum.cutoff);
  ++sum.rows_cut;
  sum.tokens_cut += seen.tokens.size() - sum.cutoff;
  sum.answer_tokens_lost += lost;
  if (trained > 0 && lost == trained) ++sum.rows_without_answer;
}

/// Puts `count` rows of `length` tokens into the fullest sequences that still hold them.
void place(std::uint64_t length, std::uint64_t count, std::uint64_t cutoff,
           std::map<std::uint64_t, std::uint64_t>& free, std::uint64_t& sequences) {
  while (count > 0) {
    auto space = free.lower_bound(length);
    if (space == free.end()) {
      const std::uint64_t each = cutoff / length;
      const std::uint64_t opened = (count + each - 1) / each;
      free[cutoff] += opened;
      sequences += opened;
      space = free.find(cutoff);
    }
    const std::uint64_t room = space->first;
    const std::uint64_t each = room / length;
    const std::uint64_t full = std::min(space->second, count / each);
    const std::uint64_t rest = full == 0 ? std::min(count, each) : 0;
    const std::uint64_t used = full == 0 ? 1 : full;
    const std::uint64_t left = room - (full == 0 ? rest : each) * length;
    space->second -= used;
    if (space->second == 0) free.erase(space);
    free[left] += used;
    count -= full == 0 ? rest : full * each;
  }
}

}  // namespace

SeenSet::SeenSet(std::uint64_t cutoff) {
  for (const std::uint64_t usual : kCutoffs)
    cutoffs_.push_back({.cutoff = usual});
  const bool is_usual = std::find(kCutoffs.begin(), kCutoffs.end(), cutoff) != kCutoffs.end();
  if (cutoff == 0 || is_usual) return;
  const auto place = std::find_if(cutoffs_.begin(), cutoffs_.end(),
                                  [cutoff](const CutoffSum& sum) { return sum.cutoff > cutoff; });
  cutoffs_.insert(place, {.cutoff = cutoff});
}

void SeenSet::add(const SeenPair& seen, std::span<const Message> messages) {
  ++pairs_;
  if (!seen.refusal.empty()) {
    refuse(seen.refusal, 1);
    return;
  }
  ++rendered_;
  const std::uint64_t trained = seen.trained_tokens();
  tokens_ += seen.tokens.size();
  trained_ += trained;
  ++lengths_[seen.tokens.size()];
  ++masks_[std::string(mask_source_name(seen.mask))];
  if (trained > 0 && !seen.stop_trained) ++without_stop_;
  for (CutoffSum& sum : cutoffs_)
    add_cut(seen, trained, sum);
  for (std::size_t i = 0; i < seen.messages.size(); ++i) {
    if (seen.messages[i] == MessageFate::kShown) continue;
    auto& counts = seen.messages[i] == MessageFate::kDropped ? dropped_ : changed_;
    ++counts[std::string(role_name(messages[i].role))];
  }
}

void SeenSet::refuse(const std::string& why, std::uint64_t count) {
  const bool is_new = !refusals_.contains(why);
  refusals_[is_new && refusals_.size() >= kMostRefusals ? "other" : why] += count;
}

void SeenSet::merge(const SeenSet& other) {
  BMO_CHECK(cutoffs_.size() == other.cutoffs_.size());
  pairs_ += other.pairs_;
  rendered_ += other.rendered_;
  tokens_ += other.tokens_;
  trained_ += other.trained_;
  without_stop_ += other.without_stop_;
  merge_counts(lengths_, other.lengths_);
  merge_counts(masks_, other.masks_);
  merge_counts(dropped_, other.dropped_);
  merge_counts(changed_, other.changed_);
  for (const auto& [why, count] : other.refusals_)
    refuse(why, count);
  for (std::size_t i = 0; i < cutoffs_.size(); ++i) {
    cutoffs_[i].rows_cut += other.cutoffs_[i].rows_cut;
    cutoffs_[i].tokens_cut += other.cutoffs_[i].tokens_cut;
    cutoffs_[i].answer_tokens_lost += other.cutoffs_[i].answer_tokens_lost;
    cutoffs_[i].rows_without_answer += other.cutoffs_[i].rows_without_answer;
  }
}

double SeenSet::mean() const {
  return rendered_ == 0 ? 0 : static_cast<double>(tokens_) / static_cast<double>(rendered_);
}

std::uint64_t SeenSet::percentile(double share) const {
  const auto rank = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(rendered_)));
  std::uint64_t seen = 0;
  for (const auto& [length, count] : lengths_) {
    seen += count;
    if (seen >= rank) return length;
  }
  return longest();
}

Packing SeenSet::pack(std::uint64_t cutoff) const {
  Packing packing;
  if (cutoff == 0) return packing;
  std::map<std::uint64_t, std::uint64_t> free;
  std::uint64_t held = 0;
  for (auto row = lengths_.rbegin(); row != lengths_.rend(); ++row) {
    const std::uint64_t length = std::min(row->first, cutoff);
    if (length == 0) continue;
    held += length * row->second;
    place(length, row->second, cutoff, free, packing.sequences);
  }
  if (packing.sequences == 0) return packing;
  packing.fill = static_cast<double>(held) / static_cast<double>(packing.sequences * cutoff);
  return packing;
}

std::uint64_t SeenSet::steps(std::uint64_t rows, std::uint64_t batch) {
  return batch == 0 ? 0 : (rows + batch - 1) / batch;
}

}  // namespace bmo::chat

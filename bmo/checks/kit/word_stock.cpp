// One open table for words and beginnings: a beginning may be a word itself.
#include "bmo/checks/kit/word_stock.hpp"

namespace bmo::checks {
namespace {

/// Longer beginnings than that are not looked for.
constexpr std::size_t kMostBytes = 32;

std::size_t place_in(std::size_t slots, std::uint64_t key) {
  return (key * 0x9E3779B97F4A7C15ULL >> 32U) & (slots - 1);
}

}  // namespace

WordStock::Slot& WordStock::slot_of(std::uint64_t key) {
  if (2 * used_ >= slots_.size()) grow();
  std::size_t at = place_in(slots_.size(), key);
  while (slots_[at].key != 0 && slots_[at].key != key)
    at = (at + 1) & (slots_.size() - 1);
  if (slots_[at].key == 0) {
    slots_[at].key = key;
    ++used_;
  }
  return slots_[at];
}

void WordStock::grow() {
  std::vector<Slot> grown(2 * slots_.size());
  for (const Slot& slot : slots_) {
    if (slot.key == 0) continue;
    std::size_t at = place_in(grown.size(), slot.key);
    while (grown[at].key != 0)
      at = (at + 1) & (grown.size() - 1);
    grown[at] = slot;
  }
  slots_ = std::move(grown);
}

const WordStock::Slot* WordStock::find(std::uint64_t key) const {
  std::size_t at = place_in(slots_.size(), key);
  while (slots_[at].key != 0 && slots_[at].key != key)
    at = (at + 1) & (slots_.size() - 1);
  return slots_[at].key == 0 ? nullptr : &slots_[at];
}

void WordStock::add(std::string_view text, std::span<const facts::Word> words) {
  ++texts_;
  for (const facts::Word& word : words) {
    Slot& slot = slot_of(word.key);
    if (slot.is_shared || slot.last_text == texts_) continue;
    slot.is_shared = slot.last_text != 0;
    slot.last_text = texts_;
    if (slot.is_shared) add_beginnings(word.in(text));
  }
}

void WordStock::add_beginnings(std::string_view word) {
  for (std::size_t size = 1; size < word.size() && size <= kMostBytes; ++size) {
    const bool is_cut = (static_cast<unsigned char>(word[size]) & 0xC0U) == 0x80;
    if (!is_cut) slot_of(facts::word_key(word.substr(0, size))).is_beginning = true;
  }
}

bool WordStock::has(std::uint64_t key) const {
  const Slot* slot = find(key);
  return slot != nullptr && slot->is_shared;
}

bool WordStock::has_beginning(std::uint64_t key) const {
  const Slot* slot = find(key);
  return slot != nullptr && slot->is_beginning;
}

}  // namespace bmo::checks

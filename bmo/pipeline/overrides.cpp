// Looks decisions up by a pair's id and content.
#include "bmo/pipeline/overrides.hpp"

#include "bmo/base/text.hpp"

namespace bmo::pipeline {
namespace {

std::string hex_of(const Hash128& hash) {
  std::string out(32, '0');
  write_hex(hash, out.data());
  return out;
}

}  // namespace

OverrideSet::OverrideSet(std::vector<Override> overrides, std::string head)
    : overrides_(std::move(overrides)), head_(std::move(head)) {
  for (std::size_t i = 0; i < overrides_.size(); ++i)
    by_pair_[hash64(overrides_[i].id)].push_back(i);
}

const Override* OverrideSet::find(const Pair& pair) const {
  const auto found = by_pair_.find(hash64(pair.id));
  if (found == by_pair_.end()) return nullptr;
  const std::string content = hex_of(pair.content);
  const Override* last = nullptr;
  for (const std::size_t i : found->second) {
    if (overrides_[i].id == pair.id && overrides_[i].content == content) last = &overrides_[i];
  }
  return last;
}

}  // namespace bmo::pipeline

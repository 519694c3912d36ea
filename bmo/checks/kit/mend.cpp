// Runs fixes over a batch and keeps what was there before.
#include <algorithm>

#include "bmo/base/keep_all.hpp"
#include "bmo/base/text.hpp"
#include "bmo/checks/fixes.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

std::string conversation_text(std::span<const Message> messages) {
  std::string out;
  for (const Message& message : messages) {
    if (!out.empty()) out += '\n';
    out += role_name(message.role);
    out += ": ";
    out += message.content;
    out += message.tool_calls;
  }
  return out;
}

/// Mends one pair; its messages are copied only where something changes.
class PairMender {
 public:
  PairMender(Batch& batch, std::size_t row, std::vector<Change>& changes, std::string& scratch)
      : batch_(batch), pair_(batch.pairs[row]), row_(row), changes_(changes), scratch_(scratch) {}

  void mend(const FixEntry& fix) {
    if (fix.mend_turns != nullptr) return mend_turns(fix);
    if (fix.mend_text == nullptr) return;
    for (std::size_t i = 0; i < pair_.messages.size(); ++i)
      mend_message(fix, pair_.messages, i, i);
    for (std::size_t i = 0; i < pair_.rejected.size(); ++i)
      mend_message(fix, pair_.rejected, i, pair_.messages.size() + i);
  }

 private:
  void mend_turns(const FixEntry& fix) {
    std::vector<Message> messages(pair_.messages.begin(), pair_.messages.end());
    std::uint32_t input_at = pair_.input_at;
    Turns turns{messages, input_at, batch_.arena};
    if (!fix.mend_turns(turns)) return;
    tell(fix, "messages", batch_.arena.keep(conversation_text(pair_.messages)),
         batch_.arena.keep(conversation_text(messages)));
    pair_.messages = keep_all<Message>(batch_.arena, messages);
    pair_.input_at = input_at;
  }

  /// `index` counts on behind the conversation for rejected answers, as in `place_of`.
  void mend_message(const FixEntry& fix, std::span<const Message>& list, std::size_t i,
                    std::size_t index) {
    const std::string_view before = list[i].content;
    if (before.empty()) return;
    const bool is_rejected = &list == &pair_.rejected;
    const TextPlace place{.role = list[i].role,
                          .is_response = list[i].role == Role::kAssistant && i + 1 == list.size()};
    const bool has_input = !is_rejected && pair_.input_at > 0 && is_last_question(i) &&
                           pair_.input_at <= before.size();
    const std::string_view after =
        has_input ? mend_halves(fix, before, place) : mend_text(fix, before, place);
    if (after.data() == before.data()) return;
    tell(fix, place_of(batch_, row_, index), before, after);
    std::vector<Message> messages(list.begin(), list.end());
    messages[i].content = after;
    list = keep_all<Message>(batch_.arena, messages);
  }

  bool is_last_question(std::size_t i) const {
    return pair_.messages[i].role == Role::kUser &&
           std::none_of(pair_.messages.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                        pair_.messages.end(),
                        [](const Message& message) { return message.role == Role::kUser; });
  }

  /// The mended text in the arena, or `text` itself.
  std::string_view mend_text(const FixEntry& fix, std::string_view text, const TextPlace& place) {
    scratch_.clear();
    return fix.mend_text(text, place, scratch_) ? batch_.arena.keep(scratch_) : text;
  }

  /// An Alpaca instruction and its input are two texts in one message.
  std::string_view mend_halves(const FixEntry& fix, std::string_view text, const TextPlace& place) {
    const std::string_view asked = text.substr(0, pair_.input_at - 1);
    const std::string_view input = text.substr(pair_.input_at);
    const std::string_view new_asked = mend_text(fix, asked, place);
    const std::string_view new_input = mend_text(fix, input, place);
    if (new_asked.data() == asked.data() && new_input.data() == input.data()) return text;
    std::string joined(new_asked);
    pair_.input_at = 0;
    if (!new_input.empty()) {
      joined += '\n';
      pair_.input_at = static_cast<std::uint32_t>(joined.size());
      joined += new_input;
    }
    return batch_.arena.keep(joined);
  }

  void tell(const FixEntry& fix, std::string field, std::string_view before,
            std::string_view after) {
    changes_.push_back({.row = static_cast<std::uint32_t>(row_),
                        .fix = fix.card->id,
                        .field = std::move(field),
                        .before = before,
                        .after = after});
  }

  Batch& batch_;
  Pair& pair_;
  std::size_t row_;
  std::vector<Change>& changes_;
  std::string& scratch_;
};

Error unknown_fix(std::string_view id) {
  std::vector<std::string_view> known{"safe", "all"};
  for (const FixEntry* fix : fixes::all())
    known.push_back(fix->card->id);
  return {.kind = ErrorKind::kUsage,
          .code = "E_FIX",
          .message = "there is no fix `" + excerpt(id) + "`" + did_you_mean(id, known),
          .hint = "--fix safe, --fix all, or names from bmo list fixes"};
}

Status add_named(std::string_view id, std::vector<const FixEntry*>& out) {
  const auto all = fixes::all();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [id](const FixEntry* fix) { return fix->card->id == id; });
  if (found == all.end()) return unknown_fix(id);
  if (std::find(out.begin(), out.end(), *found) == out.end()) out.push_back(*found);
  return ok();
}

}  // namespace

std::string_view safety_name(Safety safety) {
  return safety == Safety::kSafe ? "safe" : "words";
}

Result<std::vector<const FixEntry*>> parse_fixes(std::string_view text) {
  std::vector<const FixEntry*> out;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (word != "safe" && word != "all") {
      BMO_TRY(add_named(word, out));
      continue;
    }
    for (const FixEntry* fix : fixes::all()) {
      if (word == "all" || fix->card->safety == Safety::kSafe)
        BMO_TRY(add_named(fix->card->id, out));
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const FixEntry* a, const FixEntry* b) {
    return std::pair(a->card->order, a->card->id) < std::pair(b->card->order, b->card->id);
  });
  return out;
}

void mend(std::span<const FixEntry* const> fixes, Batch& batch, std::vector<Change>& changes) {
  std::string scratch;
  for (std::size_t row = 0; row < batch.pairs.size(); ++row) {
    if (batch.fates[row] == Fate::kQuarantined) continue;
    PairMender mender(batch, row, changes, scratch);
    for (const FixEntry* fix : fixes)
      mender.mend(*fix);
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) { return a.row < b.row; });
}

}  // namespace bmo::checks

// What can be mended in a pair without asking its author, one file each in fixes/.
//
// Fixes change pairs between reading and the checks, and only where a run asks for them. Each
// change is told with the text before and after it, so that it can be looked at and taken back.
#pragma once
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/arena.hpp"
#include "bmo/base/result.hpp"
#include "bmo/model/batch.hpp"

namespace bmo::checks {

enum class Safety : std::uint8_t {
  kSafe,   ///< Every word that a reader sees stays.
  kWords,  ///< Adds, masks or drops words.
};

/// "safe", "words".
std::string_view safety_name(Safety safety);

struct FixCard {
  std::string_view id;     ///< Also the file's name: "merge_turns".
  std::string_view code;   ///< The finding that it does away with; empty: no check looks for it.
  std::string_view title;  ///< What it does: "Join neighbouring messages of one role".
  std::string_view why;
  Safety safety = Safety::kSafe;
  int order = 0;            ///< Fixes run from low to high: a text is decoded before it is trimmed.
  std::string_view before;  ///< One JSONL record ...
  std::string_view after;   ///< ... and one that reads as the first does once it is mended.
};

/// Where a text stands.
struct TextPlace {
  Role role = Role::kUser;
  bool is_response = false;  ///< The last message of a pair, or a rejected answer.
};

/// The messages of one pair, to be joined, moved or dropped.
struct Turns {
  std::vector<Message>& messages;
  std::uint32_t& input_at;  ///< As in Pair.
  Arena& arena;
};

/// The name of a role, in a record that would be refused for it.
struct RoleSpelling {
  std::string_view name;
};

/// The bytes of a record that would be refused since they are no UTF-8.
struct RecordBytes {
  std::string_view bytes;
};

template <typename F>
concept HasFixCard = requires {
  { F::card } -> std::convertible_to<const FixCard&>;
};

/// Puts the mended text into `out` (empty before) and returns true, or returns false.
template <typename F>
concept MendsTexts =
    HasFixCard<F> && requires(std::string_view text, const TextPlace& place, std::string& out) {
      { F::mend(text, place, out) } -> std::same_as<bool>;
    };

/// True where it changed something.
template <typename F>
concept MendsTurns = HasFixCard<F> && requires(Turns& turns) {
  { F::mend(turns) } -> std::same_as<bool>;
};

/// What must be mended before a record can be read; put into `out` as for texts. Whoever reads
/// records runs these: the pair is there only afterwards.
template <typename F, typename What>
concept MendsBeforeReading = HasFixCard<F> && requires(const What& what, std::string& out) {
  { F::mend(what, out) } -> std::same_as<bool>;
};

/// One of the four is there.
struct FixEntry {
  const FixCard* card;
  bool (*mend_text)(std::string_view, const TextPlace&, std::string&) = nullptr;
  bool (*mend_turns)(Turns&) = nullptr;
  bool (*mend_role)(std::string_view name, std::string& out) = nullptr;
  bool (*mend_bytes)(std::string_view bytes, std::string& out) = nullptr;
};

template <typename F>
  requires MendsTexts<F> || MendsTurns<F> || MendsBeforeReading<F, RoleSpelling> ||
           MendsBeforeReading<F, RecordBytes>
const FixEntry& fix_entry() {
  if constexpr (MendsTexts<F>) {
    static constexpr FixEntry kEntry{.card = &F::card, .mend_text = &F::mend};
    return kEntry;
  } else if constexpr (MendsTurns<F>) {
    static constexpr FixEntry kEntry{.card = &F::card, .mend_turns = &F::mend};
    return kEntry;
  } else if constexpr (MendsBeforeReading<F, RoleSpelling>) {
    static constexpr FixEntry kEntry{.card = &F::card,
                                     .mend_role = +[](std::string_view name, std::string& out) {
                                       return F::mend(RoleSpelling{name}, out);
                                     }};
    return kEntry;
  } else {
    static constexpr FixEntry kEntry{.card = &F::card,
                                     .mend_bytes = +[](std::string_view bytes, std::string& out) {
                                       return F::mend(RecordBytes{bytes}, out);
                                     }};
    return kEntry;
  }
}

/// One thing that was mended. Texts borrow from the batch; a changed conversation is told as lines
/// of "role: text", a record's bytes that are no UTF-8 as \xNN.
struct Change {
  std::uint32_t row = 0;
  std::string_view fix;  ///< The card's id.
  std::string field;     ///< "messages[2].content"; "messages" for a conversation.
  std::string_view before;
  std::string_view after;
};

/// "safe", "all", or ids with commas, in the order in which they run; empty: none. E_FIX names the
/// nearest id.
Result<std::vector<const FixEntry*>> parse_fixes(std::string_view text);

/// Mends every pair that reading has not quarantined; `changes` may hold what was mended before
/// reading, and is in the order of rows afterwards. Ids and content hashes stay those of the pair
/// as it came, so that what is bound to them goes on being so.
void mend(std::span<const FixEntry* const> fixes, Batch& batch, std::vector<Change>& changes);

namespace fixes {

/// Every fix, by id. The build writes this table from the file names.
std::span<const FixEntry* const> all();

}  // namespace fixes
}  // namespace bmo::checks

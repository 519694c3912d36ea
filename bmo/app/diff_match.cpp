// Sorts rows of both sides by one key after the other and walks them together.
#include "bmo/app/diff_match.hpp"

#include <algorithm>

namespace bmo::app {
namespace {

/// A row that has no partner yet, under the key that it is looked for by.
struct KeyedRow {
  Hash128 key;
  std::uint32_t row = 0;
  friend auto operator<=>(const KeyedRow&, const KeyedRow&) = default;
};

template <typename KeyOf>
std::vector<KeyedRow> keyed(std::span<const DiffRow> rows, const DiffSide& side, KeyOf key_of) {
  std::vector<KeyedRow> out;
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    if (side.partner[row] != kNoRow) continue;
    const Hash128 key = key_of(rows[row]);
    if (key != Hash128{}) out.push_back({key, row});
  }
  std::sort(out.begin(), out.end());
  return out;
}

void tie(DiffMatches& matches, std::uint32_t before, std::uint32_t after, DiffTie how) {
  matches.before.partner[before] = after;
  matches.before.tie[before] = how;
  matches.after.partner[after] = before;
  matches.after.tie[after] = how;
}

template <typename KeyOf>
void match_by(std::span<const DiffRow> before, std::span<const DiffRow> after, DiffTie how,
              KeyOf key_of, DiffMatches& matches) {
  const std::vector<KeyedRow> left = keyed(before, matches.before, key_of);
  const std::vector<KeyedRow> right = keyed(after, matches.after, key_of);
  for (std::size_t i = 0, j = 0; i < left.size() && j < right.size();) {
    if (left[i].key == right[j].key) {
      tie(matches, left[i++].row, right[j++].row, how);
    } else if (left[i].key < right[j].key) {
      ++i;
    } else {
      ++j;
    }
  }
}

/// Marks what is not in a longest ascending run of `order` (partners before, in order after).
void mark_moved(const std::vector<std::uint32_t>& rows, const std::vector<std::uint32_t>& order,
                std::vector<bool>& moved) {
  std::vector<std::uint32_t> tails;  // Where the best run of each length ends.
  std::vector<std::uint32_t> earlier(order.size(), kNoRow);
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    const auto place = std::lower_bound(
        tails.begin(), tails.end(), order[i],
        [&order](std::uint32_t at, std::uint32_t value) { return order[at] < value; });
    if (place != tails.begin()) earlier[i] = *std::prev(place);
    if (place == tails.end()) {
      tails.push_back(i);
    } else {
      *place = i;
    }
  }
  for (const std::uint32_t row : rows)
    moved[row] = true;
  for (std::uint32_t at = tails.empty() ? kNoRow : tails.back(); at != kNoRow; at = earlier[at])
    moved[rows[at]] = false;
}

void find_moved(DiffMatches& matches) {
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> order;
  for (std::uint32_t row = 0; row < matches.after.partner.size(); ++row) {
    if (matches.after.tie[row] != DiffTie::kContent) continue;
    rows.push_back(row);
    order.push_back(matches.after.partner[row]);
  }
  mark_moved(rows, order, matches.moved);
}

double likeness(const dedup::Signature& a, const dedup::Signature& b) {
  std::size_t equal = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    equal += a[i] == b[i] ? 1 : 0;
  return static_cast<double>(equal) / static_cast<double>(a.size());
}

/// Sketches by the keys of their bands.
class Shelf {
 public:
  explicit Shelf(std::span<const DiffSketch> sketches) : sketches_(sketches) {
    for (std::uint32_t i = 0; i < sketches.size(); ++i) {
      for (const std::uint32_t key : dedup::band_keys(sketches[i].signature, 0))
        entries_.push_back((std::uint64_t{key} << 32U) | i);
    }
    std::sort(entries_.begin(), entries_.end());
  }

  /// The likest that has no partner; kNoRow where none is like enough.
  std::uint32_t likest(const DiffSketch& wanted, const DiffSide& side) const {
    constexpr int kMostInBand = 64;
    double best = kLikeEnough;
    std::uint32_t found = kNoRow;
    for (const std::uint32_t key : dedup::band_keys(wanted.signature, 0)) {
      auto at = std::lower_bound(entries_.begin(), entries_.end(), std::uint64_t{key} << 32U);
      for (int left = kMostInBand; left > 0 && at != entries_.end() && *at >> 32U == key; ++at) {
        const DiffSketch& other = sketches_[static_cast<std::uint32_t>(*at)];
        if (side.partner[other.row] != kNoRow) continue;
        --left;
        const double like = likeness(wanted.signature, other.signature);
        if (like < best || (like == best && found <= other.row)) continue;
        best = like;
        found = other.row;
      }
    }
    return found;
  }

 private:
  std::span<const DiffSketch> sketches_;
  std::vector<std::uint64_t> entries_;
};

}  // namespace

std::string_view diff_kind_name(DiffKind kind) {
  constexpr std::string_view kNames[] = {"same", "metadata", "moved", "edited", "new", "gone"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view diff_tie_name(DiffTie tie) {
  constexpr std::string_view kNames[] = {"", "content", "id", "question", "answer", "likeness"};
  return kNames[static_cast<std::size_t>(tie)];
}

DiffMatches match_rows(std::span<const DiffRow> before, std::span<const DiffRow> after) {
  DiffMatches out;
  out.before.partner.assign(before.size(), kNoRow);
  out.before.tie.assign(before.size(), DiffTie::kNone);
  out.after.partner.assign(after.size(), kNoRow);
  out.after.tie.assign(after.size(), DiffTie::kNone);
  out.moved.assign(after.size(), false);
  match_by(before, after, DiffTie::kContent, [](const DiffRow& row) { return row.content; }, out);
  find_moved(out);
  match_by(before, after, DiffTie::kId, [](const DiffRow& row) { return Hash128{0, row.id}; }, out);
  match_by(
      before, after, DiffTie::kInstruction,
      [](const DiffRow& row) { return Hash128{0, row.instruction}; }, out);
  match_by(
      before, after, DiffTie::kResponse,
      [](const DiffRow& row) { return Hash128{0, row.response}; }, out);
  return out;
}

void match_likeness(std::span<const DiffSketch> before, std::span<const DiffSketch> after,
                    DiffMatches& matches) {
  const Shelf shelf(after);
  for (const DiffSketch& sketch : before) {
    const std::uint32_t found = shelf.likest(sketch, matches.after);
    if (found != kNoRow) tie(matches, sketch.row, found, DiffTie::kLikeness);
  }
}

DiffKind kind_before(const DiffMatches& matches, std::uint32_t row) {
  return matches.before.partner[row] == kNoRow ? DiffKind::kGone : DiffKind::kSame;
}

DiffKind kind_after(std::span<const DiffRow> before, std::span<const DiffRow> after,
                    const DiffMatches& matches, std::uint32_t row) {
  const DiffTie how = matches.after.tie[row];
  if (how == DiffTie::kNone) return DiffKind::kNew;
  if (how != DiffTie::kContent) return DiffKind::kEdited;
  const DiffRow& then = before[matches.after.partner[row]];
  if (matches.moved[row] || then.split != after[row].split) return DiffKind::kMoved;
  return then.metadata == after[row].metadata ? DiffKind::kSame : DiffKind::kMetadata;
}

}  // namespace bmo::app

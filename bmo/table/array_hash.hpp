// The typed hash of rows that a decoder has as arrays: validity, offsets, values.
#pragma once
#include <bit>
#include <concepts>
#include <cstdint>
#include <deque>
#include <string_view>
#include <utility>
#include <vector>

#include "bmo/model/columns.hpp"
#include "bmo/table/typed_hash.hpp"

namespace bmo::table {

/// What a decoder's array must tell of its entry `at`.
template <typename A>
concept ReadArray = requires(const A& array, std::uint64_t at, std::size_t child) {
  { array.is_valid(at) } -> std::same_as<bool>;
  { array.text(at) } -> std::same_as<std::string_view>;
  { array.real(at) } -> std::same_as<double>;
  { array.integer(at) } -> std::same_as<std::int64_t>;
  { array.flag(at) } -> std::same_as<bool>;
  { array.range(at) } -> std::same_as<std::pair<std::uint64_t, std::uint64_t>>;  // first, count
  { array.elements() } -> std::same_as<A>;                                       // of a list
  { array.child(child) } -> std::same_as<A>;                                     // of a struct
};

/// One per thread; keeps its memory.
template <ReadArray Array>
class ArrayHasher {
 public:
  /// Starts on `rows` rows, whose hashes `hashes` will hold.
  void start(std::size_t rows, std::vector<Hash128>& hashes) {
    hashes.assign(rows, {});
    rows_ = &hashes;
    std::vector<Entry>& entries = level(0);
    entries.clear();
    for (std::size_t row = 0; row < rows; ++row)
      entries.push_back({row, 0, static_cast<std::uint32_t>(row)});
  }

  void column(const Field& field, std::size_t index, const Array& array) {
    column(field, index, array, 0);
  }

 private:
  /// Entry `at` of an array belongs to `row`; `place` is that of what holds it.
  struct Entry {
    std::uint64_t at = 0;
    Place place = 0;
    std::uint32_t row = 0;
  };

  static constexpr std::size_t kElement = SIZE_MAX;

  static Place place_of(const Entry& entry, std::size_t index) {
    return index == kElement ? entry.place : field_place(entry.place, index);
  }

  std::vector<Entry>& level(std::size_t depth) {
    while (levels_.size() <= depth)
      levels_.emplace_back();
    return levels_[depth];
  }

  void column(const Field& field, std::size_t index, const Array& array, std::size_t depth) {
    switch (field.kind) {
      case ColumnKind::kText:
      case ColumnKind::kJson:
        text(field, index, array, depth);
        return;
      case ColumnKind::kReal:
        each(index, array, depth, [&array](Hash128& row, Place place, std::uint64_t at) {
          add(row, place, Tag::kReal, std::bit_cast<std::uint64_t>(array.real(at)));
        });
        return;
      case ColumnKind::kFlag:
        each(index, array, depth, [&array](Hash128& row, Place place, std::uint64_t at) {
          add(row, place, array.flag(at) ? Tag::kTrue : Tag::kFalse);
        });
        return;
      case ColumnKind::kInteger:
        integer(index, array, depth);
        return;
      case ColumnKind::kList:
        list(field, index, array, depth);
        return;
      case ColumnKind::kStruct:
        structure(field, index, array, depth);
        return;
    }
  }

  /// Null is how these are left out.
  template <typename Add>
  void each(std::size_t index, const Array& array, std::size_t depth, Add&& add_value) {
    for (const Entry& entry : level(depth)) {
      if (array.is_valid(entry.at)) {
        add_value((*rows_)[entry.row], place_of(entry, index), entry.at);
      }
    }
  }

  void text(const Field& field, std::size_t index, const Array& array, std::size_t depth) {
    for (const Entry& entry : level(depth)) {
      const bool is_valid = array.is_valid(entry.at);
      const std::string_view text = is_valid ? array.text(entry.at) : std::string_view();
      if (!text.empty()) {
        add((*rows_)[entry.row], place_of(entry, index), Tag::kText, text);
      } else {
        empty(field, entry, index, is_valid);
      }
    }
  }

  /// Empty, but not in the way that its field is written empty.
  void empty(const Field& field, const Entry& entry, std::size_t index, bool is_valid) {
    if (is_valid != field.optional) return;
    add((*rows_)[entry.row], place_of(entry, index), is_valid ? Tag::kGiven : Tag::kNull);
  }

  void integer(std::size_t index, const Array& array, std::size_t depth) {
    for (const Entry& entry : level(depth)) {
      Hash128& row = (*rows_)[entry.row];
      if (array.is_valid(entry.at)) {
        add(row, place_of(entry, index), Tag::kInteger,
            static_cast<std::uint64_t>(array.integer(entry.at)));
      } else {
        add(row, place_of(entry, index), Tag::kNull);
      }
    }
  }

  void list(const Field& field, std::size_t index, const Array& array, std::size_t depth) {
    std::vector<Entry>& inner = level(depth + 1);
    inner.clear();
    for (const Entry& entry : level(depth)) {
      const bool is_valid = array.is_valid(entry.at);
      const auto [first, count] =
          is_valid ? array.range(entry.at) : std::pair<std::uint64_t, std::uint64_t>();
      if (count == 0) {
        empty(field, entry, index, is_valid);
        continue;
      }
      const Place place = place_of(entry, index);
      add((*rows_)[entry.row], place, Tag::kCount, count);
      for (std::uint64_t i = 0; i < count; ++i)
        inner.push_back({first + i, element_place(place, i), entry.row});
    }
    if (!inner.empty()) column(field.children[0], kElement, array.elements(), depth + 1);
  }

  void structure(const Field& field, std::size_t index, const Array& array, std::size_t depth) {
    std::vector<Entry>& inner = level(depth + 1);
    inner.clear();
    for (const Entry& entry : level(depth)) {
      const Place place = place_of(entry, index);
      if (array.is_valid(entry.at)) {
        inner.push_back({entry.at, place, entry.row});
      } else {
        add((*rows_)[entry.row], place, Tag::kNull);
      }
    }
    if (inner.empty()) return;
    for (std::size_t i = 0; i < field.children.size(); ++i)
      column(field.children[i], i, array.child(i), depth + 1);
  }

  std::vector<Hash128>* rows_ = nullptr;
  std::deque<std::vector<Entry>> levels_;  ///< By depth; a deque, for they are held.
};

}  // namespace bmo::table

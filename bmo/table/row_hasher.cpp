// Hashes columns on their way to an encoder: whole columns at a time, empty values at the cost of a
// glance.
#include <bit>
#include <cmath>
#include <cstdint>
#include <deque>

#include "bmo/table/json_hash.hpp"
#include "bmo/table/proof.hpp"

namespace bmo::table {
namespace {

/// Whose value an entry of a column is: the row, and the place of what holds it.
struct Owner {
  std::uint32_t row = 0;
  Place place = 0;
};

/// In place of a field's index: the owner's place is the value's own.
constexpr std::size_t kElement = SIZE_MAX;

inline Place place_of(const Owner& owner, std::size_t index) {
  return index == kElement ? owner.place : field_place(owner.place, index);
}

}  // namespace

struct RowHasher::State {
  Schema schema;
  Notation notation = Notation::kJson;
  JsonHasher json;
  std::vector<Hash128>* rows = nullptr;
  std::deque<std::vector<Owner>> levels;  ///< Owners at each depth; a deque, for they are held.

  std::vector<Owner>& level(std::size_t depth) {
    while (levels.size() <= depth)
      levels.emplace_back();
    return levels[depth];
  }

  void column(const Field& field, std::size_t index, const Column& column, std::size_t depth) {
    switch (field.kind) {
      case ColumnKind::kText:
        text(index, column, level(depth));
        return;
      case ColumnKind::kJson:
        if (field.nested &&
            (notation == Notation::kJson || (notation == Notation::kCsv && depth > 0))) {
          json_text(field, index, column, level(depth));
        } else {
          text(index, column, level(depth));
        }
        return;
      case ColumnKind::kReal:
        real(index, column, level(depth));
        return;
      case ColumnKind::kInteger:
        integer(index, column, level(depth));
        return;
      case ColumnKind::kFlag:
        flag(index, column, level(depth));
        return;
      case ColumnKind::kList:
        list(field, index, column, depth);
        return;
      case ColumnKind::kStruct:
        structure(field, index, column, depth);
        return;
    }
  }

  Hash128& row_of(const Owner& owner) { return (*rows)[owner.row]; }

  void text(std::size_t index, const Column& column, const std::vector<Owner>& owners) {
    for (std::size_t at = 0; at < owners.size(); ++at) {
      if (column.text[at].empty()) continue;
      add(row_of(owners[at]), place_of(owners[at], index), Tag::kText, column.text[at]);
    }
  }

  void json_text(const Field& field, std::size_t index, const Column& column,
                 const std::vector<Owner>& owners) {
    for (std::size_t at = 0; at < owners.size(); ++at) {
      if (column.text[at].empty()) continue;
      json.add_loose_json(row_of(owners[at]), field, place_of(owners[at], index), column.text[at]);
    }
  }

  void real(std::size_t index, const Column& column, const std::vector<Owner>& owners) {
    for (std::size_t at = 0; at < owners.size(); ++at) {
      if (std::isnan(column.real[at])) continue;
      add(row_of(owners[at]), place_of(owners[at], index), Tag::kReal,
          std::bit_cast<std::uint64_t>(column.real[at]));
    }
  }

  /// In JSON an unset struct spells its numbers 0, which so cannot be told from a number that is.
  void integer(std::size_t index, const Column& column, const std::vector<Owner>& owners) {
    for (std::size_t at = 0; at < owners.size(); ++at) {
      const auto bits = static_cast<std::uint64_t>(column.integer[at]);
      if (bits == 0 && notation != Notation::kColumns) continue;
      add(row_of(owners[at]), place_of(owners[at], index), Tag::kInteger, bits);
    }
  }

  void flag(std::size_t index, const Column& column, const std::vector<Owner>& owners) {
    for (std::size_t at = 0; at < owners.size(); ++at) {
      if (column.flag[at] > 1) continue;
      add(row_of(owners[at]), place_of(owners[at], index),
          column.flag[at] == 1 ? Tag::kTrue : Tag::kFalse);
    }
  }

  void list(const Field& field, std::size_t index, const Column& column, std::size_t depth) {
    const std::vector<Owner>& owners = level(depth);
    std::vector<Owner>& inner = level(depth + 1);
    inner.clear();
    std::uint32_t start = 0;
    for (std::size_t at = 0; at < owners.size(); ++at) {
      const std::uint32_t count = column.ends[at] - start;
      start = column.ends[at];
      if (count == 0) continue;
      const Place place = place_of(owners[at], index);
      add(row_of(owners[at]), place, Tag::kCount, count);
      for (std::uint32_t i = 0; i < count; ++i)
        inner.push_back({owners[at].row, element_place(place, i)});
    }
    this->column(field.children[0], kElement, column.children[0], depth + 1);
  }

  void structure(const Field& field, std::size_t index, const Column& column, std::size_t depth) {
    std::vector<Owner>& owners = level(depth);
    std::vector<Owner>& inner = level(depth + 1);
    inner.clear();
    for (std::size_t at = 0; at < owners.size(); ++at) {
      const Place place = place_of(owners[at], index);
      set(field, column, at, {owners[at].row, place}, inner);
    }
    children(field, column, depth + 1);
  }

  void set(const Field& field, const Column& column, std::size_t at, Owner own,
           std::vector<Owner>& inner) {
    const bool is_set = column.set.empty() || column.set[at] != 0;
    if (is_set) inner.push_back(own);
    if (notation == Notation::kColumns && !is_set) add(row_of(own), own.place, Tag::kNull);
    if (notation != Notation::kColumns && is_set && field.optional) {
      add(row_of(own), own.place, Tag::kGiven);
    }
  }

  void children(const Field& field, const Column& column, std::size_t depth) {
    for (std::size_t i = 0; i < field.children.size(); ++i)
      this->column(field.children[i], i, column.children[i], depth);
  }
};

RowHasher::RowHasher(const Schema& schema, Notation notation) : state_(std::make_unique<State>()) {
  state_->schema = notation == Notation::kCsv ? cells_of(schema) : schema;
  state_->notation = notation;
}

RowHasher::~RowHasher() = default;

void RowHasher::hash(const Columns& rows, std::vector<Hash128>& hashes) {
  hashes.assign(rows.rows, {});
  state_->rows = &hashes;
  std::vector<Owner>& owners = state_->level(0);
  for (std::size_t row = owners.size(); row < rows.rows; ++row)
    owners.push_back({static_cast<std::uint32_t>(row), 0});
  owners.resize(rows.rows);
  for (std::size_t i = 0; i < rows.columns.size(); ++i)
    state_->column(state_->schema[i], i, rows.columns[i], 0);
}

}  // namespace bmo::table

// Walks the events of a row along its schema.
#include "bmo/table/json_hash.hpp"

#include <bit>
#include <cstring>

namespace bmo::table {

using json::EventKind;

namespace {

/// Of two texts of one length, between a word's and twice a word's: their first and last bytes.
template <typename Word>
bool same_ends(std::string_view a, std::string_view b) {
  Word words[4];
  std::memcpy(&words[0], a.data(), sizeof(Word));
  std::memcpy(&words[1], b.data(), sizeof(Word));
  std::memcpy(&words[2], a.data() + a.size() - sizeof(Word), sizeof(Word));
  std::memcpy(&words[3], b.data() + b.size() - sizeof(Word), sizeof(Word));
  return words[0] == words[1] && words[2] == words[3];
}

/// Keys are short: a call of memcmp takes longer than a few loads.
bool same_key(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  if (a.size() >= 8 && a.size() <= 16) return same_ends<std::uint64_t>(a, b);
  if (a.size() >= 4 && a.size() < 8) return same_ends<std::uint32_t>(a, b);
  return a == b;
}

}  // namespace

bool JsonHasher::start(std::string_view text) {
  events_ = reader_.read(text);
  at_ = 0;
  return !events_.empty();
}

Hash128 JsonHasher::row(const Schema& schema, std::string_view text) {
  row_ = {};
  if (!start(text) || kind() != EventKind::kObject) {
    add(row_, 0, Tag::kOther, text);
  } else {
    object(schema, 0);
  }
  return row_;
}

void JsonHasher::add_value(Hash128& row, const Field& field, Place place, std::string_view text) {
  row_ = row;
  if (start(text)) {
    value(field, place);
  } else {
    add(row_, place, Tag::kOther, text);
  }
  row = row_;
}

void JsonHasher::add_loose_json(Hash128& row, const Field& field, Place place,
                                std::string_view text) {
  padded_.assign(text);
  padded_.append(json::EventReader::kPadding, ' ');
  add_value(row, field, place, std::string_view(padded_).substr(0, text.size()));
}

bool JsonHasher::null(const Field& field, Place place) {
  if (kind() != EventKind::kNull) return false;
  if (field.optional) add(row_, place, Tag::kNull);
  ++at_;
  return true;
}

void JsonHasher::value(const Field& field, Place place) {
  switch (field.kind) {
    case ColumnKind::kText:
      text(field, place);
      return;
    case ColumnKind::kJson:
      if (!field.nested) {
        text(field, place);
      } else if (!null(field, place)) {
        any(place);
      }
      return;
    case ColumnKind::kReal:
      real(field, place);
      return;
    case ColumnKind::kInteger:
      integer(place);
      return;
    case ColumnKind::kFlag:
      flag(field, place);
      return;
    case ColumnKind::kList:
      list(field, place);
      return;
    case ColumnKind::kStruct:
      if (kind() != EventKind::kObject) {
        add(row_, place, Tag::kOther);
        any(place);
        return;
      }
      if (field.optional) add(row_, place, Tag::kGiven);
      object(field.children, place);
  }
}

void JsonHasher::text(const Field& field, Place place) {
  if (kind() != EventKind::kString) {
    add(row_, place, Tag::kOther);
    any(place);
    return;
  }
  const std::string_view text = events_[at_++].text();
  if (!text.empty()) {
    add(row_, place, Tag::kText, text);
  } else if (field.optional) {
    add(row_, place, Tag::kGiven);
  }
}

void JsonHasher::real(const Field& field, Place place) {
  if (kind() == EventKind::kReal) {
    add(row_, place, Tag::kReal, events_[at_++].bits);
  } else if (field.whole && kind() == EventKind::kInteger) {
    const auto number = static_cast<double>(static_cast<std::int64_t>(events_[at_++].bits));
    add(row_, place, Tag::kReal, std::bit_cast<std::uint64_t>(number));
  } else if (!null(field, place)) {
    add(row_, place, Tag::kOther);
    any(place);
  }
}

void JsonHasher::integer(Place place) {
  if (kind() != EventKind::kInteger) {
    add(row_, place, Tag::kOther);
    any(place);
    return;
  }
  const std::uint64_t bits = events_[at_++].bits;
  if (bits != 0) add(row_, place, Tag::kInteger, bits);
}

void JsonHasher::flag(const Field& field, Place place) {
  if (kind() == EventKind::kTrue || kind() == EventKind::kFalse) {
    add(row_, place, events_[at_++].kind == EventKind::kTrue ? Tag::kTrue : Tag::kFalse);
  } else if (!null(field, place)) {
    add(row_, place, Tag::kOther);
    any(place);
  }
}

void JsonHasher::list(const Field& field, Place place) {
  if (kind() != EventKind::kArray) {
    add(row_, place, Tag::kOther);
    any(place);
    return;
  }
  ++at_;
  std::size_t count = 0;
  for (; kind() != EventKind::kArrayEnd; ++count)
    value(field.children[0], element_place(place, count));
  ++at_;
  if (count > 0) {
    add(row_, place, Tag::kCount, count);
  } else if (field.optional) {
    add(row_, place, Tag::kGiven);
  }
}

/// Keys come in the schema's order; those left out must be optional.
void JsonHasher::object(const std::vector<Field>& fields, Place place) {
  ++at_;
  std::size_t next = 0;
  while (kind() != EventKind::kObjectEnd) {
    const std::string_view key = events_[at_++].text();
    std::size_t found = next;
    while (found < fields.size() && !same_key(fields[found].name, key))
      ++found;
    if (found == fields.size()) {
      add(row_, place, Tag::kUnknown, key);
      any(place);
      continue;
    }
    missing(fields, next, found, place);
    value(fields[found], field_place(place, found));
    next = found + 1;
  }
  ++at_;
  missing(fields, next, fields.size(), place);
}

void JsonHasher::missing(const std::vector<Field>& fields, std::size_t from, std::size_t to,
                         Place place) {
  for (; from < to; ++from) {
    if (!fields[from].optional) add(row_, field_place(place, from), Tag::kMissing);
  }
}

void JsonHasher::any(Place place) {
  const json::Event& event = events_[at_++];
  switch (event.kind) {
    case EventKind::kNull:
      add(row_, place, Tag::kNull);
      return;
    case EventKind::kTrue:
      add(row_, place, Tag::kTrue);
      return;
    case EventKind::kFalse:
      add(row_, place, Tag::kFalse);
      return;
    case EventKind::kInteger:
      add(row_, place, Tag::kInteger, event.bits);
      return;
    case EventKind::kReal:
      add(row_, place, Tag::kReal, event.bits);
      return;
    case EventKind::kNumber:
      add(row_, place, Tag::kNumber, event.text());
      return;
    case EventKind::kString:
      add(row_, place, Tag::kText, event.text());
      return;
    case EventKind::kArray:
      any_list(place);
      return;
    case EventKind::kObject:
      any_object(place);
      return;
    case EventKind::kArrayEnd:
    case EventKind::kObjectEnd:
      return;
  }
}

void JsonHasher::any_list(Place place) {
  std::size_t count = 0;
  for (; kind() != EventKind::kArrayEnd; ++count)
    any(element_place(place, count));
  ++at_;
  add(row_, place, Tag::kCount, count);
}

void JsonHasher::any_object(Place place) {
  add(row_, place, Tag::kObject);
  for (std::size_t index = 0; kind() != EventKind::kObjectEnd; ++index) {
    const Place field = field_place(place, index);
    add(row_, field, Tag::kObject, events_[at_++].text());
    any(field);
  }
  ++at_;
}

}  // namespace bmo::table

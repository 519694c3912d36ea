// Reads the few structs of parquet.thrift that tell where values lie, and passes over all others.
#include "bmo/table/parquet_footer.hpp"

namespace bmo::table {
namespace {

/// Takes values off a text in Thrift's compact protocol. After the first fault it is `bad` and
/// gives zeros.
class Thrift {
 public:
  enum Type : std::uint8_t {
    kStop = 0,
    kTrue = 1,
    kFalse = 2,
    kByte = 3,
    kInteger64 = 6,
    kDouble = 7,
    kBinary = 8,
    kList = 9,
    kSet = 10,
    kMap = 11,
    kStruct = 12,
  };

  explicit Thrift(std::string_view text) : text_(text) {}

  bool is_bad() const { return bad_; }
  std::string_view rest() const { return text_; }

  /// Calls `take(id)` for each field of a struct; it returns false for one that is to be passed.
  template <typename Take>
  void fields(Take&& take) {
    std::int64_t id = 0;
    while (!bad_) {
      const std::uint8_t head = byte();
      type_ = static_cast<Type>(head & 15U);
      if (type_ == kStop) return;
      const unsigned step = head >> 4U;
      id = step == 0 ? integer() : id + step;
      const Type type = type_;
      if (!take(id)) skip(type, 0);
    }
  }

  /// Calls `take()` for each element of a list.
  template <typename Take>
  void elements(Take&& take) {
    for (std::uint64_t left = list_size(); left > 0 && !bad_; --left)
      take();
  }

  /// Zigzag, of any size.
  std::int64_t integer() {
    const std::uint64_t coded = varint();
    return static_cast<std::int64_t>(coded >> 1U) ^ -static_cast<std::int64_t>(coded & 1U);
  }

  /// A size or a place, never negative.
  std::uint64_t natural() {
    const std::int64_t value = integer();
    if (value < 0) bad_ = true;
    return bad_ ? 0 : static_cast<std::uint64_t>(value);
  }

  std::string_view binary() { return take(varint()); }

 private:
  static constexpr int kMostDepth = 64;

  std::string_view take(std::uint64_t size) {
    if (size > text_.size()) {
      bad_ = true;
      text_ = {};
      return {};
    }
    const std::string_view taken = text_.substr(0, size);
    text_.remove_prefix(size);
    return taken;
  }

  std::uint8_t byte() {
    const std::string_view one = take(1);
    return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one[0]);
  }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      value |= static_cast<std::uint64_t>(next & 127U) << shift;
      if (next < 128) return value;
    }
    bad_ = true;
    return 0;
  }

  std::uint64_t list_size() {
    const std::uint8_t head = byte();
    type_ = static_cast<Type>(head & 15U);
    const std::uint64_t size = head >> 4U;
    return size == 15 ? varint() : size;
  }

  void skip(Type type, int depth) {
    if (depth > kMostDepth) bad_ = true;
    if (bad_) return;
    switch (type) {
      case kTrue:
      case kFalse:
        return;
      case kByte:
        byte();
        return;
      case kDouble:
        take(8);
        return;
      case kBinary:
        binary();
        return;
      case kList:
      case kSet:
        return skip_list(depth);
      case kStruct:
        return skip_struct(depth);
      case kMap:
        bad_ = true;  // No struct of Parquet has one.
        return;
      default:
        varint();
    }
  }

  void skip_list(int depth) {
    std::uint64_t left = list_size();
    const Type type = type_;
    for (; left > 0 && !bad_; --left) {
      if (type == kTrue || type == kFalse) {
        byte();
      } else {
        skip(type, depth + 1);
      }
    }
  }

  void skip_struct(int depth) {
    while (!bad_) {
      const std::uint8_t head = byte();
      const auto type = static_cast<Type>(head & 15U);
      if (type == kStop) return;
      if (head < 16) integer();
      skip(type, depth + 1);
    }
  }

  std::string_view text_;
  Type type_ = kStop;
  bool bad_ = false;
};

ParquetNode read_node(Thrift& in) {
  ParquetNode out;
  in.fields([&](std::int64_t id) {
    switch (id) {
      case 1:
        out.type = static_cast<ParquetType>(in.integer());
        return true;
      case 3:
        out.repetition = static_cast<ParquetRepetition>(in.integer());
        return true;
      case 4:
        out.name = in.binary();
        return true;
      case 5:
        out.children = static_cast<std::uint32_t>(in.natural());
        return true;
      case 6:
        out.is_text = in.integer() == 0;
        return true;
      default:
        return false;
    }
  });
  return out;
}

/// Where a chunk begins: at its dictionary, where it has one.
void read_chunk_details(Thrift& in, ParquetChunk& out) {
  std::uint64_t dictionary = 0;
  in.fields([&](std::int64_t id) {
    switch (id) {
      case 1:
        out.type = static_cast<ParquetType>(in.integer());
        return true;
      case 4:
        out.codec = in.integer();
        return true;
      case 5:
        out.entries = in.natural();
        return true;
      case 7:
        out.size = in.natural();
        return true;
      case 9:
        out.begin = in.natural();
        return true;
      case 11:
        dictionary = in.natural();
        return true;
      default:
        return false;
    }
  });
  if (dictionary > 0) out.begin = dictionary;
}

ParquetChunk read_chunk(Thrift& in) {
  ParquetChunk out;
  in.fields([&](std::int64_t id) {
    if (id == 3) read_chunk_details(in, out);
    return id == 3;
  });
  return out;
}

ParquetRowGroup read_group(Thrift& in) {
  ParquetRowGroup out;
  in.fields([&](std::int64_t id) {
    if (id == 1) in.elements([&] { out.chunks.push_back(read_chunk(in)); });
    if (id == 3) out.rows = in.natural();
    return id == 1 || id == 3;
  });
  return out;
}

/// What a page header says of pages of its kind: entries, encoding and, of data, that of levels.
void read_page_kind(Thrift& in, ParquetPage& out, bool is_data) {
  std::int64_t definition = 0;
  std::int64_t repetition = 0;
  in.fields([&](std::int64_t id) {
    if (id == 1) out.entries = in.natural();
    if (id == 2) out.encoding = in.integer();
    if (id == 3 && is_data) definition = in.integer();
    if (id == 4 && is_data) repetition = in.integer();
    return id <= 2 || (id <= 4 && is_data);
  });
  out.level_encoding = definition == repetition ? definition : -1;
}

}  // namespace

bool read_parquet_footer(std::string_view text, ParquetFooter& out) {
  Thrift in(text);
  in.fields([&](std::int64_t id) {
    switch (id) {
      case 2:
        in.elements([&] { out.nodes.push_back(read_node(in)); });
        return true;
      case 3:
        out.rows = in.natural();
        return true;
      case 4:
        in.elements([&] { out.groups.push_back(read_group(in)); });
        return true;
      default:
        return false;
    }
  });
  return !in.is_bad();
}

bool take_parquet_page(std::string_view& text, ParquetPage& out) {
  out = {};
  Thrift in(text);
  in.fields([&](std::int64_t id) {
    switch (id) {
      case 1: {
        const std::int64_t kind = in.integer();
        if (kind == 0 || kind == 2) out.kind = static_cast<ParquetPage::Kind>(kind);
        return true;
      }
      case 2:
        out.expanded = in.natural();
        return true;
      case 3:
        out.packed = in.natural();
        return true;
      case 5:
      case 7:
        read_page_kind(in, out, id == 5);
        return true;
      default:
        return false;
    }
  });
  text = in.rest();
  return !in.is_bad();
}

}  // namespace bmo::table

// Reads Arrow IPC back with a decoder of our own, small because it knows only what we write:
// streams and files of plain columns, uncompressed, without dictionaries.
//
// A stream is messages, each a length, a description (a flatbuffer) and a body of buffers; a file
// is "ARROW1", a stream, and a footer that says where each batch lies. Of a description only the
// record batch's lengths and offsets are read: what the columns are is known from the schema, and
// buffers that do not fit it are a fault. Format: arrow.apache.org/docs/format/Columnar.html.
#include <cstring>

#include "bmo/table/array_hash.hpp"
#include "bmo/table/proof.hpp"

namespace bmo::table {
namespace {

/// Little-endian numbers at places that are checked; a place outside makes the whole bytes bad.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

  template <typename Number>
  Number at(std::uint64_t place) {
    Number out{};
    if (place > bytes_.size() || bytes_.size() - place < sizeof(Number)) {
      bad_ = true;
    } else {
      std::memcpy(&out, bytes_.data() + place, sizeof out);
    }
    return out;
  }
  bool is_bad() const { return bad_; }

  /// Follows an offset as flatbuffers keep them.
  std::uint64_t follow(std::uint64_t place) { return place + at<std::uint32_t>(place); }
  /// The place of field `index` of the table at `table`; 0 where it has none.
  std::uint64_t field(std::uint64_t table, unsigned index) {
    const auto fields =
        static_cast<std::uint64_t>(static_cast<std::int64_t>(table) - at<std::int32_t>(table));
    const std::uint64_t entry = 4 + 2 * std::uint64_t{index};
    if (at<std::uint16_t>(fields) < entry + 2) return 0;
    const std::uint16_t offset = at<std::uint16_t>(fields + entry);
    return offset == 0 ? 0 : table + offset;
  }

 private:
  std::string_view bytes_;
  bool bad_ = false;
};

constexpr std::uint8_t kSchemaMessage = 1;
constexpr std::uint8_t kBatchMessage = 3;

struct Node {
  std::uint64_t rows = 0;
  std::uint64_t nulls = 0;
};

struct Batch {
  std::uint64_t rows = 0;
  std::vector<Node> nodes;
  std::vector<std::string_view> buffers;
};

/// One array: where its buffers begin, and what comes after it in the batch.
class IpcArray {
 public:
  IpcArray(const Batch& batch, const Field& field, std::size_t node, std::size_t buffer)
      : batch_(&batch), field_(&field), node_(node), buffer_(buffer) {}

  bool is_valid(std::uint64_t at) const {
    const std::string_view bits = batch_->buffers[buffer_];
    return bits.empty() || ((static_cast<unsigned char>(bits[at / 8]) >> (at % 8)) & 1U) != 0;
  }
  std::string_view text(std::uint64_t at) const {
    const auto [first, size] = range(at);
    return batch_->buffers[buffer_ + 2].substr(first, size);
  }
  double real(std::uint64_t at) const { return value<double>(at); }
  std::int64_t integer(std::uint64_t at) const { return value<std::int64_t>(at); }
  bool flag(std::uint64_t at) const {
    return ((static_cast<unsigned char>(batch_->buffers[buffer_ + 1][at / 8]) >> (at % 8)) & 1U) !=
           0;
  }
  std::pair<std::uint64_t, std::uint64_t> range(std::uint64_t at) const {
    const auto first = static_cast<std::uint64_t>(value<std::int32_t>(at));
    return {first, static_cast<std::uint64_t>(value<std::int32_t>(at + 1)) - first};
  }
  IpcArray elements() const { return {*batch_, field_->children[0], node_ + 1, buffer_ + 2}; }
  IpcArray child(std::size_t index) const {
    IpcArray array{*batch_, field_->children[0], node_ + 1, buffer_ + 1};
    for (std::size_t i = 0; i < index; ++i) {
      array = {*batch_, field_->children[i + 1], array.node_ + nodes_of(field_->children[i]),
               array.buffer_ + buffers_of(field_->children[i])};
    }
    return array;
  }

  static std::size_t nodes_of(const Field& field) {
    std::size_t count = 1;
    for (const Field& child : field.children)
      count += nodes_of(child);
    return count;
  }
  static std::size_t buffers_of(const Field& field) {
    std::size_t count = 2;
    if (field.kind == ColumnKind::kText || field.kind == ColumnKind::kJson) count = 3;
    if (field.kind == ColumnKind::kStruct) count = 1;
    for (const Field& child : field.children)
      count += buffers_of(child);
    return count;
  }

  /// Do the buffers hold what their lengths claim? Checked once, so that nothing above need ask.
  bool is_sound(std::uint64_t rows) const {
    const Node& node = batch_->nodes[node_];
    const std::string_view bits = batch_->buffers[buffer_];
    if (node.rows != rows || (bits.empty() ? node.nulls != 0 : bits.size() < (rows + 7) / 8)) {
      return false;
    }
    switch (field_->kind) {
      case ColumnKind::kText:
      case ColumnKind::kJson:
        return are_offsets_sound(rows, batch_->buffers[buffer_ + 2].size());
      case ColumnKind::kReal:
      case ColumnKind::kInteger:
        return batch_->buffers[buffer_ + 1].size() >= rows * 8;
      case ColumnKind::kFlag:
        return batch_->buffers[buffer_ + 1].size() >= (rows + 7) / 8;
      case ColumnKind::kList: {
        const std::uint64_t count = batch_->nodes[node_ + 1].rows;
        return are_offsets_sound(rows, count) && elements().is_sound(count);
      }
      case ColumnKind::kStruct:
        break;
    }
    for (std::size_t i = 0; i < field_->children.size(); ++i) {
      if (!child(i).is_sound(rows)) return false;
    }
    return true;
  }

 private:
  template <typename Number>
  Number value(std::uint64_t at) const {
    Number out{};
    std::memcpy(&out, batch_->buffers[buffer_ + 1].data() + at * sizeof(Number), sizeof out);
    return out;
  }

  bool are_offsets_sound(std::uint64_t rows, std::uint64_t end) const {
    if (rows == 0) return true;
    if (batch_->buffers[buffer_ + 1].size() < (rows + 1) * 4) return false;
    std::int32_t before = 0;
    for (std::uint64_t row = 0; row <= rows; ++row) {
      const auto offset = value<std::int32_t>(row);
      if (offset < before) return false;
      before = offset;
    }
    return static_cast<std::uint64_t>(before) <= end;
  }

  const Batch* batch_;
  const Field* field_;
  std::size_t node_;
  std::size_t buffer_;
};

class StreamReader {
 public:
  explicit StreamReader(const ProofFile& file) : file_(file) {}

  Status run(const TakeHashes& take) {
    BMO_TRY_AS(disk_file_, file_.disk.open(file_.path, io::Open::kRead));
    BMO_TRY_AS(const io::FileInfo info, disk_file_->info());
    size_ = info.bytes;
    char head[8] = {};
    BMO_TRY(fill(head, sizeof head, 0));
    if (std::memcmp(head, "ARROW1\0", 8) == 0) at_ = 8;
    const bool is_file = at_ != 0;
    for (bool seen_schema = false;; seen_schema = true) {
      BMO_TRY_AS(const std::uint8_t kind, message());
      if (kind == 0) break;
      if (kind != (seen_schema ? kBatchMessage : kSchemaMessage)) return fault("messages");
      if (kind == kBatchMessage) BMO_TRY(batch(take));
    }
    return is_file ? footer() : ok();
  }

 private:
  Status fault(const char* what) const {
    return Error{.kind = ErrorKind::kInternal,
                 .code = "E_PROOF",
                 .message = "a written file cannot be read back",
                 .why = std::string("its ") + what + " are not those of an Arrow stream",
                 .hint = "please report this; the input is untouched",
                 .place = {.file = file_.path}};
  }

  Status fill(char* out, std::size_t size, std::uint64_t place) {
    for (std::size_t done = 0; done < size;) {
      BMO_TRY_AS(const std::size_t got, disk_file_->read_at(place + done, out + done, size - done));
      if (got == 0) return fault("bytes");
      done += got;
    }
    return ok();
  }

  /// Bytes not yet read: what a length can claim at most.
  std::uint64_t left() const { return size_ - at_; }

  /// Reads the next message; its kind, or 0 at the stream's end.
  Result<std::uint8_t> message() {
    std::uint32_t prefix[2] = {};
    BMO_TRY(fill(reinterpret_cast<char*>(prefix), sizeof prefix, at_));
    if (prefix[0] != UINT32_MAX || prefix[1] > left()) return fault("messages").error();
    start_ = at_;
    at_ += sizeof prefix;
    if (prefix[1] == 0) return std::uint8_t{0};
    description_.resize(prefix[1]);
    BMO_TRY(fill(description_.data(), description_.size(), at_));
    at_ += description_.size();
    Bytes bytes(description_);
    const std::uint64_t table = bytes.follow(0);
    const std::uint64_t kind = bytes.field(table, 1);
    const std::uint64_t header = bytes.field(table, 2);
    const std::uint64_t length = bytes.field(table, 3);
    const auto body = length == 0 ? std::uint64_t{0} : bytes.at<std::uint64_t>(length);
    if (kind == 0 || header == 0 || body > left() || bytes.is_bad()) {
      return fault("messages").error();
    }
    header_ = bytes.follow(header);
    const auto tag = bytes.at<std::uint8_t>(kind);
    body_.resize(body);
    BMO_TRY(fill(body_.data(), body_.size(), at_));
    at_ += body;
    if (tag == kBatchMessage) {
      blocks_.push_back({start_, prefix[1] + sizeof prefix, body});
    }
    return bytes.is_bad() ? Result<std::uint8_t>(fault("messages").error())
                          : Result<std::uint8_t>(tag);
  }

  Status batch(const TakeHashes& take) {
    Bytes bytes(description_);
    const std::uint64_t length = bytes.field(header_, 0);
    const std::uint64_t nodes = bytes.field(header_, 1);
    const std::uint64_t buffers = bytes.field(header_, 2);
    if (nodes == 0 || buffers == 0 || bytes.field(header_, 3) != 0) return fault("batches");
    batch_.rows = length == 0 ? 0 : bytes.at<std::uint64_t>(length);
    read_nodes(bytes, bytes.follow(nodes));
    const bool inside = read_buffers(bytes, bytes.follow(buffers));
    if (bytes.is_bad() || !inside || batch_.rows > size_ * 8) return fault("batches");
    return hash(take);
  }

  void read_nodes(Bytes& bytes, std::uint64_t list) {
    const auto count = bytes.at<std::uint32_t>(list);
    batch_.nodes.clear();
    for (std::uint64_t i = 0; i < count && !bytes.is_bad(); ++i) {
      const std::uint64_t entry = list + 4 + i * 16;
      batch_.nodes.push_back({bytes.at<std::uint64_t>(entry), bytes.at<std::uint64_t>(entry + 8)});
    }
  }

  /// False where a buffer lies outside of the body.
  bool read_buffers(Bytes& bytes, std::uint64_t list) {
    const auto count = bytes.at<std::uint32_t>(list);
    batch_.buffers.clear();
    for (std::uint64_t i = 0; i < count && !bytes.is_bad(); ++i) {
      const std::uint64_t entry = list + 4 + i * 16;
      const auto offset = bytes.at<std::uint64_t>(entry);
      const auto size = bytes.at<std::uint64_t>(entry + 8);
      if (offset > body_.size() || size > body_.size() - offset) return false;
      batch_.buffers.push_back(std::string_view(body_).substr(offset, size));
    }
    return true;
  }

  Status hash(const TakeHashes& take) {
    std::size_t nodes = 0;
    std::size_t buffers = 0;
    std::vector<IpcArray> arrays;
    for (const Field& field : file_.schema) {
      arrays.emplace_back(batch_, field, nodes, buffers);
      nodes += IpcArray::nodes_of(field);
      buffers += IpcArray::buffers_of(field);
    }
    if (nodes != batch_.nodes.size() || buffers != batch_.buffers.size()) return fault("columns");
    hasher_.start(batch_.rows, hashes_);
    for (std::size_t i = 0; i < arrays.size(); ++i) {
      if (!arrays[i].is_sound(batch_.rows)) return fault("columns");
      hasher_.column(file_.schema[i], i, arrays[i]);
    }
    return take(hashes_);
  }

  /// Does the footer name each batch where it was found?
  Status footer() {
    char tail[10] = {};
    if (left() < sizeof tail) return fault("last bytes");
    BMO_TRY(fill(tail, sizeof tail, size_ - sizeof tail));
    std::uint32_t size = 0;
    std::memcpy(&size, tail, sizeof size);
    if (std::memcmp(tail + 4, "ARROW1", 6) != 0 || at_ + size + sizeof tail != size_) {
      return fault("last bytes");
    }
    description_.resize(size);
    BMO_TRY(fill(description_.data(), size, at_));
    Bytes bytes(description_);
    const std::uint64_t field = bytes.field(bytes.follow(0), 3);
    const std::uint64_t list = field == 0 ? 0 : bytes.follow(field);
    const std::uint64_t count = field == 0 ? 0 : bytes.at<std::uint32_t>(list);
    if (count != blocks_.size() || bytes.is_bad()) return fault("footer's entries");
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t entry = list + 4 + i * 24;
      const bool same = bytes.at<std::uint64_t>(entry) == blocks_[i].place &&
                        bytes.at<std::uint32_t>(entry + 8) == blocks_[i].description &&
                        bytes.at<std::uint64_t>(entry + 16) == blocks_[i].body;
      if (!same || bytes.is_bad()) return fault("footer's entries");
    }
    return ok();
  }

  struct Block {
    std::uint64_t place = 0;
    std::uint64_t description = 0;
    std::uint64_t body = 0;
  };

  const ProofFile& file_;
  std::unique_ptr<io::File> disk_file_;
  std::uint64_t size_ = 0;
  std::uint64_t at_ = 0;
  std::uint64_t start_ = 0;
  std::string description_;
  std::uint64_t header_ = 0;
  std::string body_;
  Batch batch_;
  std::vector<Block> blocks_;
  ArrayHasher<IpcArray> hasher_;
  std::vector<Hash128> hashes_;
};

}  // namespace

Status read_arrow_again(const ProofFile& file, const TakeHashes& take) {
  return StreamReader(file).run(take);
}

}  // namespace bmo::table

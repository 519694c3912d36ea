// Reads JSON Lines and JSON arrays back, a block of rows at a time.
#include <cstring>

#include "bmo/table/json_hash.hpp"
#include "bmo/table/proof.hpp"

namespace bmo::table {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 18U;  ///< Stays in a core's cache.
constexpr std::size_t kHashesAtOnce = 1024;

/// Lines of a stream, each with readable bytes behind it.
class Lines {
 public:
  explicit Lines(std::unique_ptr<io::Source> source) : source_(std::move(source)) {
    buffer_.resize(kBlock + json::EventReader::kPadding);
  }

  /// The next line without its end, false at the end of the stream.
  Result<bool> next(std::string_view& line) {
    for (;;) {
      const char* start = buffer_.data() + begin_;
      const void* end = std::memchr(buffer_.data() + searched_, '\n', filled_ - searched_);
      if (end != nullptr) {
        line = {start, static_cast<std::size_t>(static_cast<const char*>(end) - start)};
        begin_ += line.size() + 1;
        searched_ = begin_;
        return true;
      }
      searched_ = filled_;
      BMO_TRY_AS(const bool more, fill());
      if (more) continue;
      line = {buffer_.data() + begin_, filled_ - begin_};
      begin_ = searched_ = filled_;
      return !line.empty();
    }
  }

  /// Of the next line, from where the stream began.
  std::uint64_t position() const { return passed_ + begin_; }

 private:
  Result<bool> fill() {
    std::memmove(buffer_.data(), buffer_.data() + begin_, filled_ - begin_);
    passed_ += begin_;
    filled_ -= begin_;
    searched_ -= begin_;
    begin_ = 0;
    if (buffer_.size() - filled_ < kBlock / 2) buffer_.resize(buffer_.size() * 2);
    const std::size_t room = buffer_.size() - json::EventReader::kPadding - filled_;
    BMO_TRY_AS(const std::size_t got, source_->read(buffer_.data() + filled_, room));
    filled_ += got;
    return got > 0;
  }

  std::unique_ptr<io::Source> source_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t searched_ = 0;
  std::size_t filled_ = 0;
  std::uint64_t passed_ = 0;
};

/// Takes "[", "]" and the commas between rows away. A line that stands where it should not is
/// emptied, which no row that was meant is like.
class ArrayFrame {
 public:
  /// False for a line that is no row.
  bool row_of(std::string_view& line) {
    if (state_ == State::kStart && line == "[]") return pass(State::kEnd);
    if (state_ == State::kStart && line == "[") return pass(State::kComma);
    if (state_ == State::kRow && line == "]") return pass(State::kEnd);
    if (state_ != State::kComma) line = {};
    if (line.empty()) return true;
    const bool goes_on = line.back() == ',';
    if (goes_on) line.remove_suffix(1);
    state_ = goes_on ? State::kComma : State::kRow;
    return true;
  }

  bool is_closed() const { return state_ == State::kEnd; }

 private:
  /// What was seen last: after a comma a row must follow, after a row without one the end.
  enum class State : std::uint8_t { kStart, kComma, kRow, kEnd };

  bool pass(State next) {
    state_ = next;
    return false;
  }

  State state_ = State::kStart;
};

/// No limits: it is our own file.
constexpr io::SourceLimits kAnySize{.min_expanded = UINT64_MAX};

}  // namespace

Status read_json_again(const ProofFile& file, Framing framing, ByteRange range,
                       const TakeHashes& take) {
  // A row belongs to the range that its first byte lies in: the one before is looked at to tell.
  const std::uint64_t from = range.begin == 0 ? 0 : range.begin - 1;
  BMO_TRY_AS(auto source,
             io::open_source(file.disk, {.path = file.path, .member = {}}, from, kAnySize));
  Lines lines(std::move(source));
  JsonHasher hasher;
  ArrayFrame frame;
  std::vector<Hash128> hashes;
  std::string_view line;
  if (range.begin > 0) {
    BMO_TRY_AS(const bool any, lines.next(line));
    if (!any) return ok();
  }
  while (from + lines.position() < range.end) {
    BMO_TRY_AS(const bool any, lines.next(line));
    if (!any) break;
    if (framing == Framing::kArray && !frame.row_of(line)) continue;
    hashes.push_back(hasher.row(file.schema, line));
    if (hashes.size() < kHashesAtOnce) continue;
    BMO_TRY(take(hashes));
    hashes.clear();
  }
  if (framing == Framing::kArray && !frame.is_closed()) hashes.emplace_back();
  return take(hashes);
}

}  // namespace bmo::table

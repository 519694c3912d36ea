// Reads JSON Lines and JSON arrays back, a block of rows at a time.
#include "bmo/table/json_hash.hpp"
#include "bmo/table/json_plain.hpp"
#include "bmo/table/proof.hpp"
#include "bmo/table/proof_window.hpp"

namespace bmo::table {
namespace {

constexpr std::size_t kHashesAtOnce = 1024;

/// The next line without its end, false at the end of the file.
Result<bool> next_line(ProofWindow& window, std::string_view& line) {
  for (std::size_t searched = 0;;) {
    const std::string_view bytes = window.bytes();
    const std::size_t end = bytes.find('\n', searched);
    if (end != std::string_view::npos) {
      line = bytes.substr(0, end);
      window.pass(end + 1);
      return true;
    }
    searched = bytes.size();
    BMO_TRY_AS(const bool more, window.more());
    if (more) continue;
    line = window.bytes();
    window.pass(line.size());
    return !line.empty();
  }
}

class RowReading {
 public:
  explicit RowReading(const ProofFile& file)
      : schema_(file.schema), by_others_(file.by_others), plain_(file.schema) {}

  Hash128 row(std::string_view text) {
    Hash128 row;
    return !by_others_ && plain_.add_row(row, text) ? row : any_.row(schema_, text);
  }

 private:
  const Schema& schema_;
  bool by_others_;
  PlainJson plain_;
  JsonHasher any_;
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

}  // namespace

Status read_json_again(const ProofFile& file, Framing framing, ByteRange range,
                       const TakeHashes& take) {
  // A row belongs to the range that its first byte lies in: the one before is looked at to tell.
  const std::uint64_t from = range.begin == 0 ? 0 : range.begin - 1;
  BMO_TRY_AS(ProofWindow window, ProofWindow::open(file.disk, file.path, from));
  RowReading reading(file);
  ArrayFrame frame;
  std::vector<Hash128> hashes;
  std::string_view line;
  if (range.begin > 0) {
    BMO_TRY_AS(const bool any, next_line(window, line));
    if (!any) return ok();
  }
  while (from + window.position() < range.end) {
    BMO_TRY_AS(const bool any, next_line(window, line));
    if (!any) break;
    if (framing == Framing::kArray && !frame.row_of(line)) continue;
    hashes.push_back(reading.row(line));
    if (hashes.size() < kHashesAtOnce) continue;
    BMO_TRY(take(hashes));
    hashes.clear();
  }
  if (framing == Framing::kArray && !frame.is_closed()) hashes.emplace_back();
  return take(hashes);
}

}  // namespace bmo::table

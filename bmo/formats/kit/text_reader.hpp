// Cuts a text file into chunks of whole records; what a record is, a framer says.
#pragma once
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bmo/base/text.hpp"
#include "bmo/formats/containers.hpp"
#include "bmo/formats/kit/text_chunk.hpp"
#include "bmo/formats/kit/text_scan.hpp"
#include "bmo/formats/kit/text_window.hpp"

namespace bmo::formats {

/// What a framer found from where it was asked to look.
struct Step {
  enum class Kind : std::uint8_t {
    kFrame,  ///< A record [begin, end); go on at `next`.
    kSkip,   ///< No record up to `next`.
    kMore,   ///< The record goes on behind the text.
    kEnd,    ///< No more records.
    kError,  ///< The input is rejected whole; Framer::error() says why.
  };
  Kind kind = Kind::kEnd;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t next = 0;
  std::size_t lines_before = 0;  ///< Line ends between the asked place and `begin`.
  std::size_t lines = 0;         ///< Line ends between the asked place and `next`.
  const char* code = nullptr;    ///< Set where it is no record at all.
  const char* detail = "";
};

/// Errors that all text containers share.
Error empty_input(const std::string& name);
std::string too_long_detail(std::uint64_t limit);

/// A Framer has
///   Step step(std::string_view text, std::size_t at, bool at_end);
///   bool skip(std::string_view text, std::size_t& at, bool at_end);  // over-long: to its end
///   Error error(const Mark& at) const;
///   std::vector<Note> notes() const;
///   std::unique_ptr<Chunk> make_chunk(FramedText);
/// `step` is asked again from the same place after kMore, with more text.
template <typename Framer>
class TextReader final : public Reader {
 public:
  TextReader(TextWindow window, Framer framer, const ReadOptions& options, const Mark& from,
             std::string name)
      : window_(std::move(window)),
        framer_(std::move(framer)),
        options_(options),
        here_(from),
        name_(std::move(name)) {}

  Result<std::unique_ptr<Chunk>> next() override {
    BMO_TRY(skip_mark());
    for (;;) {
      FramedText framed;
      Standing standing{0, here_.line, Step::Kind::kEnd};
      BMO_TRY(gather(framed, standing));
      if (!framed.frames.empty()) return close(std::move(framed), standing);
      window_.pass(standing.at);
      here_.line = standing.line;
      if (standing.last == Step::Kind::kMore) return too_long();
      if (standing.last == Step::Kind::kEnd) return finish();
    }
  }

  std::vector<Note> notes() const override {
    std::vector<Note> notes = framer_.notes();
    if (has_mark_) notes.push_back({"N_BOM", "a byte order mark was skipped"});
    return notes;
  }
  std::uint64_t bytes_done() const override { return window_.bytes_done(); }
  std::uint64_t bytes_total() const override { return window_.bytes_total(); }

 private:
  /// How far `gather` came within the text.
  struct Standing {
    std::size_t at;
    std::uint64_t line;
    Step::Kind last;
  };

  /// Takes steps until the chunk is full, the text is used up or the records end.
  Status gather(FramedText& framed, Standing& standing) {
    while (!is_full(framed, standing.at)) {
      BMO_TRY_AS(const Step step, look(standing.at, framed.frames.empty()));
      standing.last = step.kind;
      if (step.kind == Step::Kind::kError) {
        return framer_.error({window_.offset() + standing.at, standing.line, here_.record});
      }
      if (step.kind == Step::Kind::kMore || step.kind == Step::Kind::kEnd) break;
      if (step.kind == Step::Kind::kFrame) add(framed, step, standing.line);
      standing.at = step.next;
      standing.line += step.lines;
    }
    return ok();
  }

  /// The byte order mark, at the very start of the file.
  Status skip_mark() {
    if (window_.offset() != 0) return ok();
    BMO_TRY(window_.fill(std::max<std::size_t>(options_.chunk_bytes, 3)));
    has_mark_ = window_.text().starts_with("\xEF\xBB\xBF");
    if (has_mark_) window_.pass(3);
    return ok();
  }

  /// One step; reads on where the text ends too early, but only for a chunk's first record: a later
  /// one simply begins the next chunk.
  Result<Step> look(std::size_t at, bool is_first) {
    Step step = framer_.step(window_.text(), at, window_.at_end());
    while (step.kind == Step::Kind::kMore && is_first) {
      const std::size_t have = window_.text().size();
      if (have - at > options_.max_record_bytes + kPatience) break;
      BMO_TRY(window_.fill(have < options_.chunk_bytes ? options_.chunk_bytes : have * 2));
      step = framer_.step(window_.text(), at, window_.at_end());
    }
    return step;
  }

  bool is_full(const FramedText& framed, std::size_t at) const {
    return (options_.batch_records != 0 && framed.frames.size() >= options_.batch_records) ||
           at >= options_.chunk_bytes;
  }

  void add(FramedText& framed, const Step& step, std::uint64_t line) {
    std::size_t size = step.end - step.begin;
    const auto index = static_cast<std::uint32_t>(framed.frames.size());
    if (size > options_.max_record_bytes) {
      framed.faults.push_back(
          {index, "E_RECORD_TOO_LONG", too_long_detail(options_.max_record_bytes)});
      size = kept();
    } else if (step.code != nullptr) {
      framed.faults.push_back({index, step.code, step.detail});
      size = std::min(size, kKeptOfUnreadable);
    }
    framed.frames.push_back({static_cast<std::uint32_t>(step.begin),
                             static_cast<std::uint32_t>(size),
                             static_cast<std::uint32_t>(line - here_.line + step.lines_before)});
  }

  Result<std::unique_ptr<Chunk>> close(FramedText framed, const Standing& standing) {
    framed.buffer = window_.buffer();
    framed.text = window_.text().data();
    framed.first = {window_.offset(), here_.line, here_.record};
    window_.pass(standing.at);
    here_ = {window_.offset(), standing.line, here_.record + framed.frames.size()};
    framed.after = here_;
    return framer_.make_chunk(std::move(framed));
  }

  /// A record that is longer than may be held: its first bytes are kept, the rest is read over.
  Result<std::unique_ptr<Chunk>> too_long() {
    FramedText framed;
    const std::string_view start = window_.text().substr(0, kept());
    auto kept = std::make_shared<const std::string>(start);
    framed.text = kept->data();
    framed.buffer = std::move(kept);
    framed.first = {window_.offset(), here_.line, here_.record};
    framed.frames.push_back({0, static_cast<std::uint32_t>(start.size()), 0});
    framed.faults.push_back({0, "E_RECORD_TOO_LONG", too_long_detail(options_.max_record_bytes)});
    for (bool done = false; !done;) {
      std::size_t at = 0;
      done = framer_.skip(window_.text(), at, window_.at_end());
      here_.line += count_lines(window_.text().substr(0, at));
      window_.pass(at);
      if (!done && window_.at_end()) break;
      if (!done) BMO_TRY(window_.fill(options_.chunk_bytes));
    }
    here_ = {window_.offset(), here_.line, here_.record + 1};
    framed.after = here_;
    return framer_.make_chunk(std::move(framed));
  }

  Result<std::unique_ptr<Chunk>> finish() {
    if (here_.record == 0) return empty_input(name_);
    return std::unique_ptr<Chunk>();
  }

  /// What is kept of a record that is too long; never more than its own bytes.
  std::size_t kept() const {
    return std::min<std::uint64_t>(kKeptOfUnreadable, options_.max_record_bytes);
  }

  // Separators behind a record are looked at with it, so the text may grow so far beyond the limit
  // before a record is called too long.
  static constexpr std::size_t kPatience = std::size_t{64} << 10U;

  TextWindow window_;
  Framer framer_;
  ReadOptions options_;
  Mark here_;
  std::string name_;
  bool has_mark_ = false;
};

/// Opens a text container's reader at a mark.
template <typename Framer>
Result<std::unique_ptr<Reader>> open_text(io::Disk& disk, const io::Input& input,
                                          const ReadOptions& options, const Mark& from,
                                          Framer framer) {
  BMO_TRY_AS(TextWindow window, TextWindow::open(disk, input, from.byte, options.chunk_bytes));
  return std::unique_ptr<Reader>(std::make_unique<TextReader<Framer>>(
      std::move(window), std::move(framer), options, from, input.display()));
}

}  // namespace bmo::formats

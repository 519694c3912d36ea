// Frames JSON values by their nesting.
#include "bmo/formats/kit/text_elements.hpp"

#include "bmo/base/text.hpp"

namespace bmo::formats {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

Step frame(std::string_view text, std::size_t at, std::size_t end, std::size_t next) {
  return {Step::Kind::kFrame, at, end, next, 0, count_lines(text.substr(at, next - at))};
}

}  // namespace

std::vector<Note> ElementFramer::notes() const {
  if (missing_commas_ == 0) return {};
  return {{"N_MISSING_COMMA",
           "commas missing between the array's elements: " + format_count(missing_commas_)}};
}

std::unique_ptr<Chunk> ElementFramer::make_chunk(FramedText framed) {
  return std::make_unique<TextChunk>(std::move(framed));
}

Step ElementFramer::step(std::string_view text, std::size_t at, bool at_end) {
  if (const std::size_t next = skip_spaces(text, at); next > at) return skip_to(text, at, next);
  if (at == text.size()) return {at_end ? Step::Kind::kEnd : Step::Kind::kMore};
  if (ended_) return trailing(text, at);
  const char c = text[at];
  if (mode_ == Mode::kUnknown) {
    mode_ = c == '[' ? Mode::kArray : Mode::kSequence;
    if (mode_ == Mode::kArray) return skip_to(text, at, at + 1);
  }
  const bool comma = mode_ == Mode::kArray && c == ',' && comma_may_come_;
  return comma ? skip_to(text, at, at + 1) : element(text, at, at_end);
}

Step ElementFramer::skip_to(std::string_view text, std::size_t at, std::size_t next) {
  const std::string_view skipped = text.substr(at, next - at);
  note_indent(skipped);
  if (skipped == ",") comma_may_come_ = false;
  return {Step::Kind::kSkip, at, at, next, 0, count_lines(skipped)};
}

void ElementFramer::note_indent(std::string_view spaces) {
  const std::size_t line_end = spaces.rfind('\n');
  if (line_end != std::string_view::npos) indent_ = spaces.substr(line_end + 1);
}

/// What follows the array: one record that is none, however long it is.
Step ElementFramer::trailing(std::string_view text, std::size_t at) {
  Step step = frame(text, at, text.size(), text.size());
  if (trailing_seen_) step.kind = Step::Kind::kSkip;
  trailing_seen_ = true;
  step.code = "E_JSON_TRAILING";
  step.detail = "the array has ended, but more text follows";
  return step;
}

Step ElementFramer::element(std::string_view text, std::size_t at, bool at_end) {
  if (mode_ == Mode::kArray && text[at] == ']') {
    ended_ = true;
    return skip_to(text, at, at + 1);
  }
  nesting_.reset();
  std::size_t end = at;
  const Nesting::State state = nesting_.read(text, end);
  const bool done = state == Nesting::State::kDone || (nesting_.is_bare() && at_end);
  const bool in_doubt =
      nesting_.has_torn_string() || state == Nesting::State::kBroken || (!done && at_end);
  if (in_doubt) {
    const std::size_t next = next_element(text.substr(0, done ? end : text.size()), at + 1);
    if (next != std::string_view::npos) return torn_element(text, at, next);
    if (!done && at_end) return frame(text, at, text.size(), text.size());
  }
  return done ? behind_element(text, at, end, at_end) : Step{Step::Kind::kMore};
}

/// A sound element, with the separator behind it.
Step ElementFramer::behind_element(std::string_view text, std::size_t at, std::size_t end,
                                   bool at_end) {
  if (mode_ == Mode::kSequence) return frame(text, at, end, end);
  std::size_t next = skip_spaces(text, end);
  const bool comma = next < text.size() && text[next] == ',';
  if (comma) next = skip_spaces(text, next + 1);
  if (next == text.size() && !at_end) return {Step::Kind::kMore};
  Step step = frame(text, at, end, next);
  comma_may_come_ = false;
  note_indent(text.substr(end, next - end));
  if (next == text.size()) {
    step.code = "E_JSON_TRUNCATED";
    step.detail = "the file ends behind this element, but its array is not closed";
  } else if (!comma && text[next] != ']') {
    ++missing_commas_;
  }
  return step;
}

Step ElementFramer::torn_element(std::string_view text, std::size_t at, std::size_t next) const {
  std::size_t end = next;
  while (end > at + 1 && is_space(text[end - 1])) --end;
  if (end > at + 1 && text[end - 1] == ',') --end;
  return frame(text, at, end, next);
}

/// The next line that starts as elements do; npos where there is none.
std::size_t ElementFramer::next_element(std::string_view text, std::size_t from) const {
  for (std::size_t at = find_byte(text, from, '\n'); at < text.size();
       at = find_byte(text, at + 1, '\n')) {
    const std::string_view line = text.substr(at + 1);
    if (line.starts_with(indent_) && line.substr(indent_.size()).starts_with('{')) {
      return at + 1 + indent_.size();
    }
  }
  return std::string_view::npos;
}

bool ElementFramer::skip(std::string_view text, std::size_t& at, bool at_end) {
  const std::size_t from = skipping_ ? 0 : 1;
  if (!skipping_) {
    nesting_.reset();
    skips_broken_ = false;
  }
  skipping_ = true;
  const auto state = skips_broken_ ? Nesting::State::kBroken : nesting_.read(text, at);
  skips_broken_ = state == Nesting::State::kBroken;
  const bool in_doubt = skips_broken_ || nesting_.has_torn_string();
  const std::size_t next = in_doubt ? next_element(text, from) : std::string_view::npos;
  if (next != std::string_view::npos) at = next;
  else if (state != Nesting::State::kDone) at = text.size();
  skipping_ = !at_end && next == std::string_view::npos && state != Nesting::State::kDone;
  comma_may_come_ = true;
  return !skipping_;
}

}  // namespace bmo::formats

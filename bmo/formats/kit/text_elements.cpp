// Frames JSON values by their nesting.
#include "bmo/formats/kit/text_elements.hpp"

#include <algorithm>

#include "bmo/base/text.hpp"

namespace bmo::formats {
namespace {

constexpr std::size_t kDeepestIndent = 1024;

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at]))
    ++at;
  return at;
}

Step frame(std::string_view text, std::size_t at, std::size_t end, std::size_t next) {
  return {Step::Kind::kFrame, at, end, next, 0, count_lines(text.substr(at, next - at))};
}

}  // namespace

ElementFramer::ElementFramer(Mode mode, std::string_view before) : mode_(mode) {
  if (mode == Mode::kUnknown) return;
  std::size_t start = before.size();
  while (start > 0 && is_space(before[start - 1]))
    --start;
  const char last = start > 0 ? before[start - 1] : '\0';
  comma_may_come_ = mode == Mode::kArray && last != ',' && last != '[';
  line_is_fresh_ = false;
  note_between(before.substr(start));
}

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
  if (mode_ == Mode::kUnknown) {
    mode_ = text[at] == '[' ? Mode::kArray : Mode::kSequence;
    if (mode_ == Mode::kArray) return skip_to(text, at, at + 1);
  }
  if (mode_ == Mode::kArray && text[at] == ',' && comma_may_come_) {
    comma_may_come_ = false;
    return skip_to(text, at, at + 1);
  }
  if (mode_ == Mode::kArray && text[at] == ']') return end_of_array(text, at, at_end);
  return element(text, at, at_end);
}

Step ElementFramer::skip_to(std::string_view text, std::size_t at, std::size_t next) {
  const std::string_view skipped = text.substr(at, next - at);
  note_between(skipped);
  return {Step::Kind::kSkip, at, at, next, 0, count_lines(skipped)};
}

void ElementFramer::note_between(std::string_view between) {
  for (const char c : between) {
    if (c == '\n') {
      line_is_fresh_ = true;
      indent_.clear();
    } else if (!is_space(c)) {
      line_is_fresh_ = false;
      indent_.clear();
    } else if (line_is_fresh_ && indent_.size() < kDeepestIndent) {
      indent_ += c;
    }
  }
}

/// What follows the array is one record that is none, up to the end of the file.
Step ElementFramer::end_of_array(std::string_view text, std::size_t at, bool at_end) const {
  if (!at_end) return {Step::Kind::kMore};
  if (skip_spaces(text, at + 1) == text.size()) return {Step::Kind::kEnd};
  Step step = frame(text, at, text.size(), text.size());
  step.code = "E_JSON_TRAILING";
  step.detail = "the array ends here, but more text follows";
  return step;
}

Step ElementFramer::element(std::string_view text, std::size_t at, bool at_end) {
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
  std::size_t next = end;
  bool comma = false;
  if (mode_ == Mode::kArray) {
    next = skip_spaces(text, end);
    comma = next < text.size() && text[next] == ',';
    if (comma) next = skip_spaces(text, next + 1);
    if (next == text.size() && !at_end) return {Step::Kind::kMore};
  }
  Step step = frame(text, at, end, next);
  line_is_fresh_ = comma_may_come_ = false;
  note_between(text.substr(end, next - end));
  if (mode_ == Mode::kSequence) return step;
  if (next == text.size()) {
    step.code = "E_JSON_TRUNCATED";
    step.detail = "the file ends behind this element, but its array is not closed";
  } else if (!comma && text[next] != ']') {
    ++missing_commas_;
  }
  return step;
}

Step ElementFramer::torn_element(std::string_view text, std::size_t at, std::size_t next) {
  std::size_t end = next;
  while (end > at + 1 && is_space(text[end - 1]))
    --end;
  if (end > at + 1 && text[end - 1] == ',') --end;
  comma_may_come_ = false;
  note_between(text.substr(end, next - end));
  return frame(text, at, end, next);
}

/// The next line that starts as this element's does; npos where there is none.
std::size_t ElementFramer::next_element(std::string_view text, std::size_t from) const {
  const std::string_view indent = line_is_fresh_ ? std::string_view(indent_) : std::string_view();
  for (std::size_t at = find_byte(text, from, '\n'); at < text.size();
       at = find_byte(text, at + 1, '\n')) {
    const std::string_view line = text.substr(at + 1);
    if (line.starts_with(indent) && line.substr(indent.size()).starts_with('{')) {
      return at + 1 + indent.size();
    }
  }
  return std::string_view::npos;
}

// Asked with the whole element's start first, then with what follows. A torn or broken element is
// only given up for the next line that looks like one.
bool ElementFramer::skip(std::string_view text, std::size_t& at, bool at_end) {
  if (!skipping_) {
    nesting_.reset();
    skips_broken_ = false;
  }
  const std::size_t from = skipping_ ? 0 : 1;
  skipping_ = true;
  if (!skips_broken_) {
    const Nesting::State state = nesting_.read(text, at);
    skips_broken_ = state == Nesting::State::kBroken || nesting_.has_torn_string();
    if (state == Nesting::State::kDone && !skips_broken_) skipping_ = false;
  }
  if (skips_broken_) {
    const std::size_t next = next_element(text, from);
    const std::size_t line = text.rfind('\n');
    if (next != std::string_view::npos) skipping_ = false;
    // The line that the text ends in may yet turn out to be the next element's.
    const bool keeps_line = !at_end && line != std::string_view::npos && line > 0;
    at = next != std::string_view::npos ? next : keeps_line ? line : text.size();
  }
  if (!skipping_) {
    comma_may_come_ = mode_ == Mode::kArray && !skips_broken_;
    line_is_fresh_ = line_is_fresh_ && skips_broken_;
  }
  return !skipping_ || at_end;
}

}  // namespace bmo::formats

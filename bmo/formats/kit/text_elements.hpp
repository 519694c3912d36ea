// Frames the elements of a JSON array, or JSON values that stand one after another.
//
// Only nesting is looked at, so an element that is broken inside still ends where its brackets say.
// Where they say nothing (a quote or a bracket is missing), the next line that starts with '{' as
// far in as this element's line is taken for the next element. What an element is depends on the
// text from its start on and on the white space before it, never on where the reading began.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/formats/kit/text_json.hpp"
#include "bmo/formats/kit/text_reader.hpp"

namespace bmo::formats {

class ElementFramer {
 public:
  enum class Mode : std::uint8_t { kUnknown, kArray, kSequence };

  /// kUnknown at the start of a file; otherwise `before` is the text right before the mark.
  explicit ElementFramer(Mode mode, std::string_view before = {});

  Step step(std::string_view text, std::size_t at, bool at_end);
  bool skip(std::string_view text, std::size_t& at, bool at_end);
  static Error error(const Mark&) { return {}; }
  std::vector<Note> notes() const;
  static std::unique_ptr<Chunk> make_chunk(FramedText framed);

 private:
  Step skip_to(std::string_view text, std::size_t at, std::size_t next);
  Step end_of_array(std::string_view text, std::size_t at, bool at_end) const;
  Step element(std::string_view text, std::size_t at, bool at_end);
  Step behind_element(std::string_view text, std::size_t at, std::size_t end, bool at_end);
  Step torn_element(std::string_view text, std::size_t at, std::size_t next);
  std::size_t next_element(std::string_view text, std::size_t from) const;
  void note_between(std::string_view between);

  Mode mode_;
  bool comma_may_come_ = false;
  bool line_is_fresh_ = true;  ///< Nothing but white space since the last line end.
  std::string indent_;         ///< That white space.
  Nesting nesting_;
  bool skipping_ = false;
  bool skips_broken_ = false;
  std::uint64_t missing_commas_ = 0;
};

}  // namespace bmo::formats

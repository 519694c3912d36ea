// Renders the conversation up to each answer; where that is no beginning of the whole, looks for
// the answer's text instead.
#include "bmo/chat/answer_ranges.hpp"

#include <algorithm>

#include "bmo/base/text.hpp"

namespace bmo::chat {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

class Search {
 public:
  explicit Search(const AnswerSearch& given) : given_(given) {}

  AnswerRanges run() {
    for (std::size_t i = 0; i < given_.messages.size(); ++i) {
      if (given_.messages[i].role == Role::kAssistant) find(i);
    }
    return std::move(found_);
  }

 private:
  void find(std::size_t message) {
    std::size_t begin = begin_by_prefix(message);
    const bool by_prefix = begin != kNowhere;
    std::size_t end = by_prefix ? end_of_content(message, begin) : kNowhere;
    if (by_prefix && end == kNowhere) end = end_by_prefix(message, begin);
    if (end == kNowhere) {
      begin =
          given_.text.find(trim_ascii(given_.messages[message].content), behind_others(message));
      if (begin == kNowhere || given_.messages[message].content.empty()) return;
      end = begin + trim_ascii(given_.messages[message].content).size();
      found_.source = MaskSource::kContent;
    } else if (found_.source == MaskSource::kNone) {
      found_.source = MaskSource::kPrefix;
    }
    end = behind_stop(end);
    found_.ranges.push_back({begin, end});
    last_ = end;
  }

  /// Behind the messages between the last answer and this one.
  std::size_t behind_others(std::size_t message) const {
    std::size_t first = message;
    while (first > 0 && given_.messages[first - 1].role != Role::kAssistant)
      --first;
    std::size_t at = last_;
    for (const Message& other : given_.messages.subspan(first, message - first)) {
      const std::string_view content = trim_ascii(other.content);
      const std::size_t found = given_.text.find(content, at);
      if (found != kNowhere) at = found + content.size();
    }
    return at;
  }

  std::size_t begin_by_prefix(std::size_t message) const {
    const std::string prefix = given_.prefix(message, true);
    const bool leads = !prefix.empty() && given_.text.starts_with(prefix) && prefix.size() >= last_;
    return leads ? prefix.size() : kNowhere;
  }

  /// The answer's own text stands at `begin`, as it is or trimmed.
  std::size_t end_of_content(std::size_t message, std::size_t begin) const {
    const std::string_view content = given_.messages[message].content;
    const std::string_view trimmed = trim_ascii(content);
    if (trimmed.empty() || !given_.messages[message].tool_calls.empty()) return kNowhere;
    for (const std::string_view form : {content, trimmed}) {
      if (given_.text.substr(begin).starts_with(form)) return begin + form.size();
    }
    return kNowhere;
  }

  /// Up to where the conversation that ends with this answer ends, without the line end behind it.
  std::size_t end_by_prefix(std::size_t message, std::size_t begin) const {
    const bool is_last = message + 1 == given_.messages.size();
    const std::string prefix =
        is_last ? std::string(given_.text) : given_.prefix(message + 1, false);
    if (prefix.size() <= begin || !given_.text.starts_with(prefix)) return kNowhere;
    std::size_t end = prefix.size();
    while (end > begin && is_space(prefix[end - 1]))
      --end;
    return end;
  }

  /// Behind the stop token that follows `end`, spaces between them included.
  std::size_t behind_stop(std::size_t end) const {
    std::size_t at = end;
    while (at < given_.text.size() && is_space(given_.text[at]))
      ++at;
    const std::string_view rest = given_.text.substr(at);
    std::size_t size = given_.tokenizer.special_at(rest).size();
    if (size == 0 && !given_.eos_token.empty() && rest.starts_with(given_.eos_token)) {
      size = given_.eos_token.size();
    }
    return size == 0 ? end : at + size;
  }

  const AnswerSearch& given_;
  AnswerRanges found_;
  std::size_t last_ = 0;
};

/// What is left of a text whose thoughts are cut out.
std::string_view behind_thoughts(std::string_view content) {
  constexpr std::string_view kEnd = "</think>";
  const std::size_t end = content.rfind(kEnd);
  return end == kNowhere ? content : trim_ascii(content.substr(end + kEnd.size()));
}

/// Looks on from where the last message was found, then from the beginning.
bool is_in(std::string_view text, std::string_view part, std::size_t& from) {
  std::size_t found = text.find(part, from);
  if (found == kNowhere) found = text.find(part);
  if (found == kNowhere) return false;
  from = std::max(from, found + part.size());
  return true;
}

}  // namespace

AnswerRanges find_answers(const AnswerSearch& search) {
  return Search(search).run();
}

void judge_messages(std::string_view text, std::span<const Message> messages,
                    std::vector<MessageFate>& out) {
  out.clear();
  std::size_t from = 0;
  for (const Message& message : messages) {
    const std::string_view content = trim_ascii(message.content);
    const std::string_view kept = behind_thoughts(content);
    if (is_in(text, content, from)) {
      out.push_back(MessageFate::kShown);
    } else {
      out.push_back(!kept.empty() && kept != content && is_in(text, kept, from)
                        ? MessageFate::kChanged
                        : MessageFate::kDropped);
    }
  }
}

}  // namespace bmo::chat

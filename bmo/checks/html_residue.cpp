// Finds answers with the markup of the page that they were taken from.
#include <algorithm>
#include <array>

#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/byte_set.hpp"
#include "bmo/checks/kit/tasks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

constexpr ByteSet kMarkupBytes("<&");

constexpr auto kTags = std::to_array<std::string_view>({
    "p>",    "/p>",    "br>",      "br/>",     "br />", "div>", "div ",    "/div>",    "span>",
    "span ", "/span>", "article ", "article>", "o:p>",  "/a>",  "td>",     "/td>",     "tr>",
    "li>",   "/li>",   "ul>",      "h1>",      "h2>",   "h3>",  "strong>", "/strong>", "em>",
    "/em>",  "font ",  "b>",       "/b>",      "i>",    "/i>",  "script>",
});
constexpr auto kEntities = std::to_array<std::string_view>({
    "&nbsp;",
    "&amp;",
    "&lt;",
    "&gt;",
    "&quot;",
    "&copy;",
    "&#39;",
    "&rsquo;",
    "&mdash;",
});

template <std::size_t kSize>
bool begins_with_any(std::string_view text, const std::array<std::string_view, kSize>& heads) {
  return std::any_of(heads.begin(), heads.end(),
                     [text](auto head) { return text.starts_with(head); });
}

constexpr auto kMarkupTasks = word_set({
    "web",
    "html5",
    "bold",
    "italicize",
    "italics",
    "hyperlinks",
    "link",
    "links",
    "form",
    "page",
    "heading",
    "headings",
    "email",
});

/// Was a page asked for, or a text with tags in it?
bool may_be_asked_for(const Exchange& exchange) {
  const std::string_view text = exchange.response.text;
  return is_about_code(exchange.asked_words) || kMarkupTasks.any_of(exchange.asked_words) ||
         (exchange.instruction.bytes & facts::kTagByte) != 0 ||
         text.find('`') != std::string_view::npos || text.find("<html") != std::string_view::npos;
}

/// The place of the first tag or entity, or npos.
std::size_t find_markup(std::string_view text) {
  for (std::size_t at = kMarkupBytes.find(text); at != std::string_view::npos;
       at = kMarkupBytes.find(text, at + 1)) {
    const std::string_view rest = text.substr(at);
    if (text[at] == '<' ? begins_with_any(rest.substr(1), kTags) : begins_with_any(rest, kEntities))
      return at;
  }
  return std::string_view::npos;
}

struct HtmlResidue {
  static constexpr CheckCard card{
      .id = "html_residue",
      .code = "W_HTML",
      .title = "The response holds HTML",
      .why =
          "Tags and entities are left from a web page. The model learns to write them into plain "
          "answers.",
      .fix = "Take the tags out and keep the text.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kHygiene,
      .points = 8,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Name a prime.","response":"a < b, and seven > 5."})",
      .bad = R"({"instruction":"Name a prime.","response":"<p>Seven is a prime.</p>"})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      const TextView& response = exchange.response;
      if ((response.bytes & facts::kTagByte) == 0 || may_be_asked_for(exchange)) return;
      const std::size_t at = find_markup(response.text);
      if (at == std::string_view::npos) return;
      sink.report(exchange.row, place_of(batch, exchange.row, exchange.response.index),
                  "found it at byte " + std::to_string(at) + " of the text");
    });
  }
};

}  // namespace

const CheckEntry& html_residue() {
  return entry<HtmlResidue>();
}

}  // namespace bmo::checks

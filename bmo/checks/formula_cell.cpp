// Finds texts that a spreadsheet would run as a formula.
#include <algorithm>
#include <array>

#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

// Functions that reach out of the sheet; found in any case.
constexpr std::array kReachingOut = std::to_array<std::string_view>(
    {"hyperlink", "webservice", "importxml", "importdata", "importhtml", "importfeed",
     "importrange", "image", "call", "register.id", "rtd", "exec"});

constexpr bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// "SUM(": what lists and signed words ("-apple(s)") do not look like.
bool calls_function(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && (is_letter(text[end]) || text[end] == '.'))
    ++end;
  if (end < 2 || end >= text.size() || text[end] != '(') return false;
  const std::string_view name = text.substr(0, end);
  const bool is_upper = std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a'; });
  return is_upper || std::find(kReachingOut.begin(), kReachingOut.end(), lower_ascii(name)) !=
                         kReachingOut.end();
}

/// cmd|' /C calc'!A0: a call of another program (DDE).
bool calls_program(std::string_view text) {
  const std::string_view head = text.substr(0, std::min<std::size_t>(text.size(), 128));
  const std::size_t bar = head.find("|'");
  return bar != std::string_view::npos && head.find("'!", bar) != std::string_view::npos;
}

/// "=" begins a formula by itself; "=>", "==" and "= 5" do not.
bool opens_formula(std::string_view text) {
  const char next = text[1];
  return is_letter(next) || is_digit(next) || next == '"' || next == '(' || next == '+' ||
         next == '-' || next == '@' || next == '\'';
}

bool is_formula(std::string_view text) {
  const std::size_t begin = text.find_first_not_of("\t\r");
  if (begin == std::string_view::npos || begin + 2 > text.size()) return false;
  text.remove_prefix(begin);
  switch (text.front()) {
    case '=':
      return text.size() > 1 && opens_formula(text);
    case '+':
    case '-':
    case '@':
      return calls_function(text.substr(1)) || calls_program(text);
    default:
      return false;
  }
}

struct FormulaCell {
  static constexpr CheckCard card{
      .id = "formula_cell",
      .code = "W_FORMULA",
      .title = "A text would run as a formula in a spreadsheet",
      .why =
          "Excel and its like run a cell that begins this way, which can fetch addresses and "
          "start programs on the machine of whoever opens the file. Trainers do not; bmo keeps "
          "the text byte for byte in training data and disarms it in reports.",
      .fix =
          "Nothing has to be done for training. Do not open such a file in a spreadsheet, or "
          "put an apostrophe before the text first.",
      .severity = Severity::kWarning,
      .family = Family::kCore,
      .good = R"({"instruction":"- list a prime\n= 7?","response":"-7 is not one; +7 is."})",
      .bad = R"json({"instruction":"=HYPERLINK(\"http://a.test\")","response":"A link."})json",
  };

  void inspect(const Batch& batch, const facts::Facts& /*facts*/, FindingSink& sink) const {
    each_message(batch, [&](std::size_t row, const Pair& /*pair*/, std::size_t index,
                            const Message& message) {
      if (!is_formula(message.content)) return;
      sink.report(row, place_of(batch, row, index),
                  "found a text that begins with " + excerpt(message.content, 24));
    });
  }
};

}  // namespace

const CheckEntry& formula_cell() {
  return entry<FormulaCell>();
}

}  // namespace bmo::checks

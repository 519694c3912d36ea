// CSV: one line for each figure, for a spreadsheet.
#include <fmt/format.h>

#include "bmo/report/kit/wording.hpp"

namespace bmo::report {
namespace {

/// Quoted where it must be; a leading sign that a spreadsheet takes for a formula gets a quote mark
/// before it.
std::string field(std::string_view text) {
  std::string out;
  const bool is_formula =
      !text.empty() && (text[0] == '=' || text[0] == '+' || text[0] == '@' || text[0] == '-');
  if (is_formula) out = "'";
  out += text;
  if (out.find_first_of(",\"\r\n") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

/// The shortest text that reads back as the same number.
std::string number(double value) {
  return is_absent(value) ? std::string() : fmt::format("{}", value);
}

struct Csv {
  static constexpr FormCard card{.id = "csv", .ending = ".csv", .title = "CSV, a line a figure"};

  static Result<Written> write(const Document& document) {
    std::string out = "chapter,figure,title,value,unit,low,high,rests_on,method\n";
    for (const metrics::Chapter& chapter : document.chapters) {
      for (const metrics::Figure& figure : chapter.figures) {
        out += fmt::format("{},{},{},{},{},{},{},{},{}\n", field(chapter.card->id),
                           field(figure.id), field(figure.title), number(figure.value),
                           field(figure.unit), number(figure.low), number(figure.high),
                           figure.rests_on, field(figure.method));
      }
    }
    return Written{.bytes = std::move(out), .notes = {}};
  }
};

}  // namespace

const FormEntry& csv() {
  return entry<Csv>();
}

}  // namespace bmo::report

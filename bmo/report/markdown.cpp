// Markdown: for a repository, a wiki, or to be sent.
#include <fmt/format.h>

#include "bmo/report/kit/wording.hpp"

namespace bmo::report {
namespace {

/// A cell holds no bar and no line end.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_mark = c == '|' || c == '\\' || c == '*' || c == '_' || c == '`';
    if (is_mark) out += '\\';
    if (c == '<') {
      out += "&lt;";
    } else {
      out += c == '\n' ? ' ' : c;
    }
  }
  return out;
}

void write_table(const metrics::Table& table, std::string& out) {
  out += fmt::format("\n### {}\n\n", escaped(table.title));
  const std::vector<bool> words = word_columns(table);
  std::string rule;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += "| " + escaped(table.columns[i]) + " ";
    rule += words[i] ? "|---" : "|---:";
  }
  out += "|\n" + rule + "|\n";
  for (const auto& row : table.rows) {
    for (const metrics::Table::Cell& cell : row)
      out += "| " + escaped(cell_text(cell)) + " ";
    out += "|\n";
  }
}

void write_chapter(const metrics::Chapter& chapter, std::string& out) {
  out += fmt::format("\n## {}\n\n{}\n", chapter.card->title, chapter.card->definition);
  if (!chapter.not_evaluated.empty())
    out += "\nNot evaluated: " + escaped(chapter.not_evaluated) + ".\n";
  if (!chapter.figures.empty()) out += "\n| figure | value | rests on |\n|---|---:|---:|\n";
  for (const metrics::Figure& figure : chapter.figures) {
    out += fmt::format("| {} | {} | {} |\n", escaped(figure.title), escaped(figure_text(figure)),
                       number_text(static_cast<double>(figure.rests_on)));
  }
  for (const metrics::Table& table : chapter.tables)
    write_table(table, out);
  out += fmt::format("\nHow: {}.\n\nWhat it does not say: {}\n", chapter.card->formula,
                     chapter.card->caution);
}

struct Markdown {
  static constexpr FormCard card{.id = "markdown", .ending = ".md", .title = "Markdown"};

  static Result<Written> write(const Document& document) {
    std::string out = fmt::format("# {}\n\n", escaped(document.title));
    out += fmt::format("{} pairs from {} records", number_text(static_cast<double>(document.pairs)),
                       number_text(static_cast<double>(document.records)));
    out += fmt::format("; {} could not be read as pairs.\n",
                       number_text(static_cast<double>(document.quarantined)));
    for (const Headline& line : headlines(document)) {
      out += fmt::format("\n| {} | |\n|---|---:|\n", line.question);
      for (const metrics::Figure* figure : line.figures)
        out += fmt::format("| {} | {} |\n", escaped(figure->title), escaped(figure_text(*figure)));
    }
    out += "\n## What to do\n\n";
    for (const Task& task : tasks(document)) {
      out += fmt::format("* **{}** ({}): {}\n", metrics::urgency_name(task.advice->urgency),
                         task.chapter->title, escaped(task.advice->text));
    }
    if (tasks(document).empty()) out += "Nothing that the figures would tell.\n";
    for (const metrics::Chapter& chapter : document.chapters)
      write_chapter(chapter, out);
    return Written{.bytes = std::move(out), .notes = {}};
  }
};

}  // namespace

const FormEntry& markdown() {
  return entry<Markdown>();
}

}  // namespace bmo::report

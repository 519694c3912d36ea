// bmo doctor: what this machine and this build have.
#include <fmt/format.h>

#include "bmo/app/answer_json.hpp"
#include "bmo/cli/text_table.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo doctor",
    "bmo doctor --json",
};

std::string items_text(const app::DoctorAnswer& answer, const Style& style) {
  std::string out;
  std::string group;
  std::optional<TextTable> table;
  std::string lacks;
  for (const app::DoctorItem& item : answer.items) {
    if (item.group != group) {
      if (table) out += table->text(style);
      group = item.group;
      out += (out.empty() ? "" : "\n") + style.paint(Tone::kBold, group) + "\n";
      table.emplace(std::vector<TableColumn>{{""}, {""}});
    }
    table->add_row({item.name, item.value});
    if (!item.fix.empty()) {
      lacks += fmt::format("\n{} {}: {}\n  fix: {}\n", style.paint(Tone::kYellow, "lacking:"),
                           item.name, printable(item.value), printable(item.fix));
    }
  }
  if (table) out += table->text(style);
  return out + lacks;
}

std::string terminal_text(const Style& style) {
  if (!style.terminal) return "none: stdout is a file or a pipe";
  return fmt::format("{} columns, {}, {}", style.columns, style.colour ? "colour" : "no colour",
                     style.unicode ? "UTF-8" : "ASCII");
}

struct Doctor {
  static constexpr VerbCard card{
      .id = "doctor",
      .summary = "Say what this machine and this build have",
      .synopsis = "[FLAG...]",
      .about =
          "Versions of libraries, cores, memory, space and terminal. Exit code 1 where "
          "something that bmo needs is lacking.",
      .examples = kExamples};

  void define(Arguments&) {}

  static int run(Front& front) {
    Result<app::DoctorAnswer> answer = app::run_doctor(front.session());
    if (!answer) return front.fail(answer.error());
    answer->items.insert(answer->items.begin(),
                         {.group = "program", .name = "bmo", .value = BMO_VERSION});
    answer->items.push_back(
        {.group = "places", .name = "terminal", .value = terminal_text(front.style())});
    front.answer(front.json() ? app::to_json(*answer) : items_text(*answer, front.style()));
    for (const app::DoctorItem& item : answer->items) {
      if (!item.fix.empty()) return 1;
    }
    return 0;
  }
};

}  // namespace

const VerbEntry& doctor_verb() {
  return entry<Doctor>();
}

}  // namespace bmo::cli::verbs

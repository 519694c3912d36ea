// bmo list: what bmo knows, by kind.
#include <fmt/format.h>

#include "bmo/app/answer_json.hpp"
#include "bmo/base/text.hpp"
#include "bmo/cli/text_table.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo list formats",
    "bmo list codes",
    "bmo list datasets --json",
};

std::string items_text(const app::ListAnswer& answer, const Style& style) {
  std::string out;
  std::string kind;
  std::optional<TextTable> table;
  const auto flush = [&] {
    if (table) out += table->text(style);
  };
  for (const app::ListItem& item : answer.items) {
    if (item.kind != kind) {
      flush();
      kind = item.kind;
      out += (out.empty() ? "" : "\n") + style.paint(Tone::kBold, kind + "s") + "\n";
      table.emplace(std::vector<TableColumn>{{""}, {""}, {""}});
    }
    const bool coded = !item.severity.empty();
    table->add_row({coded && !item.code.empty() ? item.code : item.name,
                    coded ? item.severity : item.detail, item.summary});
  }
  flush();
  return out;
}

std::string datasets_text(const app::DatasetsAnswer& answer, const Style& style) {
  if (answer.datasets.empty()) {
    return "no data set yet\nnext: bmo import pairs.jsonl --dataset NAME\n";
  }
  TextTable table({{"data set"},
                   {"version", Align::kRight},
                   {"pairs", Align::kRight},
                   {"size", Align::kRight},
                   {"created"}});
  for (const app::DatasetItem& item : answer.datasets) {
    table.add_row({item.name, std::to_string(item.version), format_count(item.pairs),
                   format_size(item.bytes), item.created});
  }
  return table.text(style, "");
}

struct List {
  static constexpr VerbCard card{.id = "list",
                                 .summary = "List formats, checks, codes or data sets",
                                 .synopsis = "KIND [FLAG...]",
                                 .about = "",
                                 .examples = kExamples};

  std::string kind;

  void define(Arguments& flags) {
    std::string known;
    for (const std::string& name : app::list_kinds())
      known += (known.empty() ? "" : ", ") + name;
    flags.positional("KIND", kind, "One of " + known, Need::kRequired);
  }

  int run(Front& front) { return kind == "datasets" ? run_datasets(front) : run_cards(front); }

  static int run_datasets(Front& front) {
    const Result<app::DatasetsAnswer> answer = app::list_datasets(".", front.session());
    if (!answer) return front.fail(answer.error());
    front.answer(front.json() ? app::to_json(*answer) : datasets_text(*answer, front.style()));
    return 0;
  }

  int run_cards(Front& front) const {
    const Result<app::ListAnswer> answer = app::run_list(kind);
    if (!answer) return front.fail(answer.error());
    front.answer(front.json() ? app::to_json(*answer) : items_text(*answer, front.style()));
    return 0;
  }
};

}  // namespace

const VerbEntry& list_verb() {
  return entry<List>();
}

}  // namespace bmo::cli::verbs

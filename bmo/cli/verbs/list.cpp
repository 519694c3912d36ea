// bmo list: what bmo knows, by kind.
#include <algorithm>

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

/// What a kind's lines show beside name and summary.
std::vector<std::string> cells_of(const app::ListItem& item) {
  std::vector<std::string> cells{item.name};
  if (item.kind == "check") cells.push_back(item.code);
  if (!item.severity.empty()) cells.push_back(item.severity);
  std::string_view summary = item.summary;
  if (!item.detail.empty() && summary.ends_with('.')) summary.remove_suffix(1);
  cells.push_back(item.detail.empty() ? item.summary
                                      : fmt::format("{} ({})", summary, item.detail));
  return cells;
}

std::string heading_of(const std::string& kind) {
  if (kind == "dedup") return "methods of finding duplicates";
  return kind == "family" ? "model families" : kind + "s";
}

std::string items_text(const app::ListAnswer& answer, const Style& style) {
  std::string out;
  for (auto first = answer.items.begin(); first != answer.items.end();) {
    const auto last = std::find_if(first, answer.items.end(), [first](const app::ListItem& item) {
      return item.kind != first->kind;
    });
    out += (out.empty() ? "" : "\n") + style.paint(Tone::kBold, heading_of(first->kind)) + "\n";
    TextTable table(std::vector<TableColumn>(cells_of(*first).size()));
    for (; first != last; ++first)
      table.add_row(cells_of(*first));
    out += table.text(style);
  }
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

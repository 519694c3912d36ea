// bmo list: what bmo knows, by kind.
#include <algorithm>

#include <fmt/format.h>

#include "bmo/app/answer_json.hpp"
#include "bmo/app/history.hpp"
#include "bmo/app/trainings.hpp"
#include "bmo/base/text.hpp"
#include "bmo/cli/sparkline.hpp"
#include "bmo/cli/text_table.hpp"
#include "bmo/cli/trainings_text.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo list formats",
    "bmo list codes",
    "bmo list datasets --json",
    "bmo list versions --dataset support",
    "bmo list history --dataset support",
    "bmo list trainings",
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

std::string versions_text(const app::VersionsAnswer& answer, const Style& style) {
  TextTable table({{"version", Align::kRight},
                   {"created"},
                   {"pairs", Align::kRight},
                   {"added", Align::kRight},
                   {"batch"},
                   {"from"}});
  for (const app::VersionItem& item : answer.versions) {
    table.add_row({std::to_string(item.version), item.created, format_count(item.pairs),
                   format_count(item.added), item.batch, item.sources});
  }
  return table.text(style, "");
}

std::string runs_text(const app::RunsAnswer& answer, const Style& style) {
  if (answer.runs.empty()) return "none yet\n";
  TextTable table({{"made"}, {"run"}, {"data set"}, {"pairs", Align::kRight}, {"id"}, {"what"}});
  for (const app::RunItem& item : answer.runs) {
    table.add_row({item.made, item.kind, item.dataset + "@" + std::to_string(item.version),
                   format_count(item.pairs), item.export_id.empty() ? "-" : item.export_id,
                   item.destination.empty() ? item.detail : item.destination});
  }
  return table.text(style, "");
}

std::string linked_text(const app::TrainingsAnswer& answer, const Style& style) {
  if (answer.runs.empty()) return "none yet\nnext: bmo link DIR LOGS...\n";
  return trainings_text(answer.runs, style);
}

std::string history_text(const app::HistoryAnswer& answer, const Style& style) {
  if (answer.versions.empty()) {
    return "no version of this data set was analysed yet\nnext: bmo analyze dataset:" +
           answer.dataset + "\n";
  }
  TextTable table({{"figure"},
                   {"versions"},
                   {"first", Align::kRight},
                   {"latest", Align::kRight},
                   {""},
                   {"last change beyond noise"}});
  for (const app::FigureHistory& figure : answer.figures) {
    table.add_row({figure.id, sparkline(figure.values), metrics::number_text(figure.values.front()),
                   metrics::number_text(figure.values.back()), figure.unit, figure.beyond_noise});
  }
  return fmt::format("{}: versions {} to {}\n", answer.dataset, answer.versions.front(),
                     answer.versions.back()) +
         table.text(style);
}

struct List {
  static constexpr VerbCard card{
      .id = "list",
      .summary = "List formats, checks, codes, data sets and what was done with them",
      .synopsis = "KIND [FLAG...]",
      .about = "",
      .examples = kExamples};

  std::string kind;
  std::string dataset;

  void define(Arguments& flags) {
    std::string known;
    for (const std::string& name : app::list_kinds())
      known += (known.empty() ? "" : ", ") + name;
    flags.positional("KIND", kind, "One of " + known, Need::kRequired);
    flags.text(
        "--dataset", "NAME", dataset,
        "Of this data set: what versions and history need, runs, exports and trainings may have");
  }

  int run(Front& front) {
    if (kind == "datasets") return run_datasets(front);
    if (kind == "trainings")
      return show(app::list_trainings(dataset, front.session()), linked_text, front);
    if (kind == "runs" || kind == "exports") {
      const std::string only = kind == "exports" ? "export" : "";
      return show(app::list_runs(only, dataset, front.session()), runs_text, front);
    }
    if (kind != "versions" && kind != "history") return run_cards(front);
    if (dataset.empty()) return front.fail(no_dataset());
    if (kind == "versions")
      return show(app::list_versions(dataset, front.session()), versions_text, front);
    return show(app::list_history(dataset, front.session()), history_text, front);
  }

  template <typename Answer>
  static int show(const Result<Answer>& answer, std::string (*text)(const Answer&, const Style&),
                  Front& front) {
    if (!answer) return front.fail(answer.error());
    front.answer(front.json() ? app::to_json(*answer) : text(*answer, front.style()));
    return 0;
  }

  Error no_dataset() const {
    return {.kind = ErrorKind::kUsage,
            .code = "E_USAGE",
            .message = "bmo list " + kind + " is about one data set",
            .hint = "bmo list " + kind + " --dataset NAME"};
  }

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

// bmo diff: what became of the pairs of one set in another.
#include "bmo/app/diff.hpp"

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/cli/changes_text.hpp"
#include "bmo/cli/text_table.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo diff dataset:support@1 dataset:support",
    "bmo diff old.jsonl new.jsonl --fail-if gone,edited",
    "bmo diff exports/march exports/april --chapter content,diversity --fail-if \"mtld<-5\"",
    "bmo diff old.jsonl new.jsonl --json",
};

using app::DiffKind;

std::string says(std::string_view mark, std::string_view label, std::string_view text) {
  if (text.empty()) return "";
  return fmt::format("    {} {}: {}\n", mark, label, printable(text));
}

std::string sides_text(const app::DiffSample& sample) {
  const app::DiffText& before = sample.before;
  const app::DiffText& after = sample.after;
  if (sample.kind == DiffKind::kNew)
    return says("+", "question", after.question) + says("+", "answer", after.answer);
  if (sample.kind == DiffKind::kGone)
    return says("-", "question", before.question) + says("-", "answer", before.answer);
  std::string out;
  const auto compare = [&out](std::string_view label, const std::string& then,
                              const std::string& now) {
    if (then == now) {
      out += says(" ", label, now);
    } else {
      out += says("-", label, then) + says("+", label, now);
    }
  };
  compare("question", before.question, after.question);
  compare("answer", before.answer, after.answer);
  return out;
}

std::string sample_text(const app::DiffSample& sample, const Style& style) {
  std::string place;
  if (sample.before_pair != 0) place += fmt::format(" pair {} before", sample.before_pair);
  if (sample.after_pair != 0)
    place += fmt::format("{} pair {} after", place.empty() ? "" : ",", sample.after_pair);
  const std::string tie =
      sample.kind == DiffKind::kEdited ? fmt::format(", found by {}", sample.tie) : "";
  return fmt::format("  {} {}:{}{}\n", style.paint(Tone::kBold, app::diff_kind_name(sample.kind)),
                     printable(sample.id), place, tie) +
         sides_text(sample);
}

std::string counts_text(const app::DiffAnswer& answer, const Style& style) {
  constexpr std::string_view kMeanings[] = {
      "as they were",           "same texts, other metadata", "same texts, other place or split",
      "same pair, other texts", "not there before",           "not there any more"};
  TextTable table({{""}, {"", Align::kRight}, {""}});
  for (std::size_t i = 0; i < app::kNumDiffKinds; ++i) {
    table.add_row({std::string(app::diff_kind_name(static_cast<DiffKind>(i))),
                   format_count(answer.counts[i]), std::string(kMeanings[i])});
  }
  return fmt::format("{} pairs before, {} after\n", format_count(answer.pairs_before),
                     format_count(answer.pairs_after)) +
         table.text(style);
}

struct Diff {
  static constexpr VerbCard card{
      .id = "diff",
      .summary = "Say what became of the pairs of one set in another",
      .synopsis = "BEFORE AFTER [FLAG...]",
      .about =
          "Pairs of equal content are the same, or moved where their order or split is another. Of "
          "the rest, pairs of one id, one question or one answer, and pairs whose texts are alike, "
          "are edited; what is left is gone or new. With --chapter the figures of both stand side "
          "by side, and a change is beyond noise where it is more than 1.96 standard errors. Exit "
          "code 1 where a condition of --fail-if is met.",
      .examples = kExamples};

  app::DiffRequest request;
  std::optional<std::uint64_t> samples;

  void define(Arguments& flags) {
    flags.positional("BEFORE", request.before, "A file, folder, export, or dataset:NAME@VERSION",
                     Need::kRequired);
    flags.positional("AFTER", request.after, "What it is compared with", Need::kRequired);
    flags.texts("--fail-if", "KIND|LIMIT", request.fail_if,
                "Exit with 1 if pairs are same, metadata, moved, edited, new or gone, or a figure "
                "changes so: \"mtld<-5\", \"response_words>10%\"");
    flags.texts("--chapter", "ID", request.chapters,
                "Compare the figures of these chapters: bmo list metrics names them");
    flags.count("--samples", samples, "Pairs shown of each kind (default: 3)");
    flags.text("--where", "EXPR", request.where,
               "Only pairs for which this SQL expression is true");
    flags.text("--map", "FILE|PRESET", request.map, "Mapping file for records of another shape");
    flags.text("--config", "FILE", request.config,
               "A bmo.toml for the figures (default: the workspace's)");
  }

  int run(Front& front) {
    request.threads = static_cast<unsigned>(front.flags().threads.value_or(0));
    request.batch_size = front.flags().batch_size.value_or(0);
    request.samples = static_cast<std::size_t>(samples.value_or(request.samples));
    const Result<app::DiffAnswer> answer = app::run_diff(request, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
    } else {
      show(*answer, front);
    }
    return answer->failed.empty() ? 0 : 1;
  }

  static void show(const app::DiffAnswer& answer, Front& front) {
    for (const std::string& note : answer.notes)
      front.warn("note: " + printable(note) + "\n");
    front.answer(counts_text(answer, front.style()));
    std::string samples;
    for (const app::DiffSample& sample : answer.samples)
      samples += sample_text(sample, front.style());
    if (!samples.empty()) front.remark("\n" + samples);
    const std::string figures = changes_text(answer.figures, front.style());
    if (!figures.empty()) front.answer("\n" + figures);
    for (const std::string& condition : answer.failed)
      front.answer(fmt::format("failed: {}\n", printable(condition)));
  }
};

}  // namespace

const VerbEntry& diff_verb() {
  return entry<Diff>();
}

}  // namespace bmo::cli::verbs

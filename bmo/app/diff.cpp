// Reads both sides, ties their pairs together, and shows some of what changed.
#include "bmo/app/diff.hpp"

#include <algorithm>
#include <chrono>

#include "bmo/app/analyze.hpp"
#include "bmo/app/dataset.hpp"
#include "bmo/app/diff_read.hpp"
#include "bmo/app/mapping_source.hpp"
#include "bmo/base/text.hpp"

namespace bmo::app {
namespace {

/// Beyond that many without a partner on one side, likeness is not looked for.
constexpr std::uint64_t kMostSketches = 200000;

struct Sides {
  DiffSource before;
  DiffSource after;
  std::vector<DiffRow> rows_before;
  std::vector<DiffRow> rows_after;
  DiffMatches matches;
};

Result<pipeline::Recipe> recipe_of(const DiffRequest& request, io::Disk& disk) {
  pipeline::Recipe recipe;
  BMO_TRY_AS(recipe.checks, pipeline::parse_checks("core"));
  BMO_TRY_AS(recipe.mapping_text, mapping_text(disk, request.map));
  recipe.where = request.where;
  return recipe;
}

std::vector<bool> without_partner(const DiffSide& side) {
  std::vector<bool> out(side.partner.size());
  for (std::size_t row = 0; row < out.size(); ++row)
    out[row] = side.partner[row] == kNoRow;
  return out;
}

std::uint64_t count_true(const std::vector<bool>& rows) {
  return static_cast<std::uint64_t>(std::count(rows.begin(), rows.end(), true));
}

/// Ties what is left by likeness, where there is something left on both sides.
Status tie_the_like(Sides& sides, const Session& session, std::vector<std::string>& notes) {
  const std::vector<bool> before = without_partner(sides.matches.before);
  const std::vector<bool> after = without_partner(sides.matches.after);
  const std::uint64_t gone = count_true(before);
  const std::uint64_t added = count_true(after);
  if (gone == 0 || added == 0) return ok();
  if (std::max(gone, added) > kMostSketches) {
    notes.push_back(format_count(gone) + " and " + format_count(added) +
                    " pairs have no partner: too many to look for like ones, so that edits of both "
                    "question and answer count as gone and new");
    return ok();
  }
  BMO_TRY_AS(const DiffDetails old_ones, read_details(sides.before, before, {}, session));
  BMO_TRY_AS(const DiffDetails new_ones, read_details(sides.after, after, {}, session));
  match_likeness(old_ones.sketches, new_ones.sketches, sides.matches);
  return ok();
}

/// Counts kinds, and picks the first few of each but `same`.
class Picker {
 public:
  Picker(std::size_t most, DiffAnswer& answer) : most_(most), answer_(answer) {}

  void see(DiffKind kind, DiffTie tie, std::uint32_t before, std::uint32_t after) {
    const auto index = static_cast<std::size_t>(kind);
    ++answer_.counts[index];
    if (kind == DiffKind::kEdited) ++answer_.ties[static_cast<std::size_t>(tie)];
    if (kind == DiffKind::kSame || picked_[index]++ >= most_) return;
    answer_.samples.push_back({.kind = kind,
                               .tie = std::string(diff_tie_name(tie)),
                               .before_pair = before == kNoRow ? 0 : std::uint64_t{before} + 1,
                               .after_pair = after == kNoRow ? 0 : std::uint64_t{after} + 1});
  }

 private:
  std::size_t most_;
  DiffAnswer& answer_;
  std::array<std::size_t, kNumDiffKinds> picked_{};
};

void count_kinds(const Sides& sides, std::size_t samples, DiffAnswer& answer) {
  Picker picker(samples, answer);
  const DiffMatches& matches = sides.matches;
  for (std::uint32_t row = 0; row < sides.rows_after.size(); ++row) {
    picker.see(kind_after(sides.rows_before, sides.rows_after, matches, row),
               matches.after.tie[row], matches.after.partner[row], row);
  }
  for (std::uint32_t row = 0; row < sides.rows_before.size(); ++row) {
    if (kind_before(matches, row) == DiffKind::kGone)
      picker.see(DiffKind::kGone, DiffTie::kNone, row, kNoRow);
  }
  std::stable_sort(answer.samples.begin(), answer.samples.end(),
                   [](const DiffSample& a, const DiffSample& b) { return a.kind < b.kind; });
}

std::vector<std::uint32_t> rows_of(const std::vector<DiffSample>& samples,
                                   std::uint64_t DiffSample::* place) {
  std::vector<std::uint32_t> out;
  for (const DiffSample& sample : samples) {
    if (sample.*place != 0) out.push_back(static_cast<std::uint32_t>(sample.*place - 1));
  }
  std::sort(out.begin(), out.end());
  return out;
}

Status fill_samples(const Sides& sides, const Session& session, std::vector<DiffSample>& samples) {
  if (samples.empty()) return ok();
  BMO_TRY_AS(const DiffDetails before,
             read_details(sides.before, {}, rows_of(samples, &DiffSample::before_pair), session));
  BMO_TRY_AS(const DiffDetails after,
             read_details(sides.after, {}, rows_of(samples, &DiffSample::after_pair), session));
  for (DiffSample& sample : samples) {
    const auto then = before.excerpts.find(static_cast<std::uint32_t>(sample.before_pair - 1));
    if (then != before.excerpts.end()) {
      sample.before = then->second.text;
      sample.id = then->second.id;
    }
    const auto now = after.excerpts.find(static_cast<std::uint32_t>(sample.after_pair - 1));
    if (now == after.excerpts.end()) continue;
    sample.after = now->second.text;
    sample.id = now->second.id;
  }
  return ok();
}

Result<std::vector<metrics::Chapter>> chapters_of(const DiffRequest& request,
                                                  const std::string& source,
                                                  const Session& session) {
  AnalyzeRequest analysis{.sources = {source},
                          .map = request.map,
                          .where = request.where,
                          .config = request.config,
                          .chapters = request.chapters,
                          .threads = request.threads,
                          .batch_size = request.batch_size};
  BMO_TRY_AS(AnalyzeAnswer answer, run_analyze(analysis, session));
  return std::move(answer.chapters);
}

Status compare_figures(const DiffRequest& request, const Session& session, DiffAnswer& answer) {
  if (request.chapters.empty()) return ok();
  BMO_TRY_AS(const auto before, chapters_of(request, request.before, session));
  BMO_TRY_AS(const auto after, chapters_of(request, request.after, session));
  answer.figures = figure_changes(before, after);
  return ok();
}

/// A kind's name; nothing where the condition is about a figure.
std::optional<DiffKind> kind_named(std::string_view name) {
  for (std::size_t i = 0; i < kNumDiffKinds; ++i) {
    if (diff_kind_name(static_cast<DiffKind>(i)) == name) return static_cast<DiffKind>(i);
  }
  return std::nullopt;
}

/// Wrong conditions are told before anything is read.
Status check_conditions(const DiffRequest& request) {
  for (const std::string& condition : request.fail_if) {
    if (!kind_named(condition)) BMO_TRY(parse_limit(condition));
  }
  return ok();
}

Status judge(const DiffRequest& request, DiffAnswer& answer) {
  for (const std::string& condition : request.fail_if) {
    bool met = false;
    if (const auto kind = kind_named(condition)) {
      met = answer.counts[static_cast<std::size_t>(*kind)] != 0;
    } else {
      BMO_TRY_AS(const FigureLimit limit, parse_limit(condition));
      BMO_TRY_AS(met, is_passed(limit, answer.figures));
    }
    if (met) answer.failed.push_back(condition);
  }
  return ok();
}

}  // namespace

Result<DiffAnswer> run_diff(const DiffRequest& request, const Session& session) {
  const auto start = std::chrono::steady_clock::now();
  BMO_TRY(check_conditions(request));
  BMO_TRY_AS(const pipeline::Recipe recipe, recipe_of(request, session.disk));
  const pipeline::Effort effort{.threads = request.threads, .batch_records = request.batch_size};
  BMO_TRY_AS(const auto before, resolve_sources(session.disk, {request.before}, "."));
  BMO_TRY_AS(const auto after, resolve_sources(session.disk, {request.after}, "."));
  Sides sides{.before = {before, recipe, effort}, .after = {after, recipe, effort}};
  BMO_TRY_AS(sides.rows_before, read_rows(sides.before, session));
  BMO_TRY_AS(sides.rows_after, read_rows(sides.after, session));
  sides.matches = match_rows(sides.rows_before, sides.rows_after);

  DiffAnswer answer{.pairs_before = sides.rows_before.size(),
                    .pairs_after = sides.rows_after.size()};
  BMO_TRY(tie_the_like(sides, session, answer.notes));
  count_kinds(sides, request.samples, answer);
  BMO_TRY(fill_samples(sides, session, answer.samples));
  BMO_TRY(compare_figures(request, session, answer));
  BMO_TRY(judge(request, answer));
  answer.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return answer;
}

}  // namespace bmo::app

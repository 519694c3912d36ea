// Copies the file of sketches part by part, and puts fingerprints in the places of those that
// match.
#include "bmo/pipeline/sketches.hpp"

#include <algorithm>

#include "bmo/dedup/groups.hpp"
#include "bmo/pipeline/scan.hpp"

namespace bmo::pipeline {
namespace {

constexpr std::size_t kRowsAtOnce = 8192;

}  // namespace

bool takes_sketches(const Recipe& recipe) {
  const auto is_exact = [](const dedup::MethodEntry* method) {
    return method->card->id == "exact";
  };
  return recipe.dedup.is_asked() && std::ranges::all_of(recipe.dedup.methods, is_exact) &&
         print_detail(recipe) == dedup::Fingerprinter::Detail::kKeys && recipe.fixes.empty() &&
         !recipe.scores;
}

Result<SketchMatches> find_sketch_matches(io::Disk& disk, const PrintFiles& files,
                                          std::uint64_t memory_bytes) {
  std::vector<dedup::RowsPart> parts{{.prints_path = files.sketches(),
                                      .print_bytes = files.print_bytes,
                                      .texts_path = files.texts(),
                                      .text_bytes = files.text_bytes}};
  BMO_TRY_AS(const dedup::Rows rows, dedup::Rows::open(disk, std::move(parts), 0));
  BMO_TRY_AS(const std::vector<bool> matches,
             dedup::may_repeat(rows, memory_bytes, [](const dedup::Fingerprint& print) {
               return Hash128{print.pattern, 0};
             }));
  SketchMatches out;
  BMO_TRY(rows.scan_prints([&](const dedup::Rows::Chunk& chunk) {
    for (std::size_t i = 0; i < chunk.prints.size(); ++i) {
      const dedup::Row row = chunk.first + static_cast<dedup::Row>(i);
      if (!matches[row]) continue;
      out.records.push_back(chunk.prints[i].record);
      out.rows.push_back(row);
    }
    return ok();
  }));
  return out;
}

Result<PrintsFromSketches> PrintsFromSketches::create(io::Disk& disk, const PrintFiles& files,
                                                      const SketchMatches& matches) {
  PrintsFromSketches out(matches, files.print_bytes);
  BMO_TRY(disk.remove(files.prints()));  // What a killed run left there.
  BMO_TRY_AS(out.prints_, disk.open(files.prints(), io::Open::kCreateNew));
  BMO_TRY_AS(out.sketches_, disk.open(files.sketches(), io::Open::kRead));
  BMO_TRY(out.turn());
  return out;
}

Status PrintsFromSketches::turn() {
  BMO_TRY(prints_->write_at(
      part_first_ * sizeof(dedup::Fingerprint),
      {reinterpret_cast<const char*>(part_.data()), part_.size() * sizeof(dedup::Fingerprint)}));
  part_first_ += part_.size();
  part_.resize(std::min(kRowsAtOnce, bytes_ / sizeof(dedup::Fingerprint) - part_first_));
  return dedup::read_all(*sketches_, part_first_ * sizeof(dedup::Fingerprint), part_.data(),
                         part_.size() * sizeof(dedup::Fingerprint));
}

Status PrintsFromSketches::take(const Item& item) {
  for (const dedup::Fingerprint& print : item.prints.made.prints) {
    const bool is_match =
        taken_ < matches_->records.size() && matches_->records[taken_] == print.record;
    if (!is_match) return ok();  // `finish` will tell.
    const dedup::Row row = matches_->rows[taken_++];
    while (row >= part_first_ + part_.size())
      BMO_TRY(turn());
    part_[row - part_first_] = print;
    part_[row - part_first_].text_at = 0;
  }
  return ok();
}

Status PrintsFromSketches::finish() {
  if (taken_ < matches_->records.size()) {
    return Error{.kind = ErrorKind::kMismatch,
                 .code = "E_INPUT_CHANGED",
                 .message = "an input changed while it was read",
                 .why = "record " + std::to_string(matches_->records[taken_]) +
                        " is no longer the pair that was read first",
                 .hint = "let the writer of the input finish, then run again with --restart"};
  }
  while (!part_.empty())
    BMO_TRY(turn());
  return ok();
}

}  // namespace bmo::pipeline

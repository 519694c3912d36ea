// Runs pass one alone, in a folder that is gone afterwards, or a whole export.
#include "bmo/app/dedup.hpp"

#include <utility>

#include "bmo/app/labels.hpp"

namespace bmo::app {

Result<DedupAnswer> run_dedup(const DedupRequest& request, const Session& session) {
  ExportRequest base = request.base;
  base.dedup = request.methods;
  if (base.dedup.empty()) base.dedup = {"exact", "near"};
  base.compare_thresholds = true;
  if (!request.label_file.empty()) base.labels = request.labels;
  if (!base.out.empty() && base.to.empty()) base.to = {"jsonl"};
  BMO_TRY_AS(ExportAnswer answer,
             base.out.empty() ? find_duplicates(base, session) : run_export(base, session));
  DedupAnswer out = answer.dedup.value_or(DedupAnswer{});
  out.wiped_out = answer.wiped_out;
  out.out = base.out;
  if (!request.label_file.empty()) {
    BMO_TRY(write_labels(session.disk, request.label_file, out.labels));
    out.labels_file = request.label_file;
  }
  out.notes = answer.notes;
  out.seconds = answer.seconds;
  return out;
}

}  // namespace bmo::app

// Fixes that a record needs before it can be read go to its reader; all others follow.
#include "bmo/pipeline/mended_reading.hpp"

namespace bmo::pipeline {
namespace {

formats::RecordMenders menders_of(std::span<const checks::FixEntry* const> fixes) {
  formats::RecordMenders out;
  for (const checks::FixEntry* fix : fixes) {
    if (fix->mend_role != nullptr) out.role = fix->mend_role;
    if (fix->mend_bytes != nullptr) out.bytes = fix->mend_bytes;
  }
  return out;
}

}  // namespace

MendedReader::MendedReader(const formats::Mapping* mapping,
                           std::span<const checks::FixEntry* const> fixes)
    : fixes_(fixes), reader_(mapping, menders_of(fixes)) {
  for (const checks::FixEntry* fix : fixes) {
    if (fix->mend_role != nullptr) role_fix_ = fix->card->id;
    if (fix->mend_bytes != nullptr) bytes_fix_ = fix->card->id;
  }
}

void MendedReader::read(Batch& batch, std::vector<checks::Change>& changes) {
  reader_.read(batch);
  for (const formats::MendedRecord& mended : reader_.mended()) {
    changes.push_back({.row = mended.row,
                       .fix = mended.is_role ? role_fix_ : bytes_fix_,
                       .field = mended.field,
                       .before = mended.before,
                       .after = mended.after});
  }
  checks::mend(fixes_, batch, changes);
}

}  // namespace bmo::pipeline

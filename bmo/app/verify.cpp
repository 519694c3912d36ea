// Hashes every file of an export against its manifest, and checks the conservation equation.
#include "bmo/app/verify.hpp"

#include <chrono>

#include "bmo/app/duplicate_check.hpp"
#include "bmo/app/fix_check.hpp"
#include "bmo/base/text.hpp"
#include "bmo/pipeline/append_file.hpp"
#include "bmo/pipeline/proof.hpp"
#include "bmo/pipeline/publish.hpp"

namespace bmo::app {
namespace {

constexpr const char* kFix = "make the export anew: run the same bmo export with --restart";

Error no_manifest(const std::string& directory) {
  return {.kind = ErrorKind::kNotFound,
          .code = "E_INPUT",
          .message = "this folder holds no complete export",
          .why = "there is no .bmo/manifest.json in it",
          .hint = "name the --out folder of an export, or finish it with the same bmo export",
          .place = {.file = directory}};
}

Result<json::Dom> read_manifest(const std::string& directory, io::Disk& disk) {
  const std::string path = io::join(directory, pipeline::own_path("manifest.json"));
  if (!disk.exists(path)) return no_manifest(directory);
  BMO_TRY_AS(const std::string text, io::read_file(disk, path));
  auto dom = json::parse_dom(text);
  const bool sound = dom && dom->is_object() && dom->contains("files") && dom->contains("tally");
  if (!sound) {
    return Error{.kind = ErrorKind::kBadData,
                 .code = "E_DAMAGED",
                 .message = "the manifest cannot be read",
                 .hint = kFix,
                 .place = {.file = path}};
  }
  return std::move(*dom);
}

/// Stays inside the folder whatever a tampered manifest says.
bool is_inside(const std::string& path) {
  return !path.empty() && path.front() != '/' && path.find("..") == std::string::npos;
}

Result<std::string> damage_of(const std::string& directory, const pipeline::ExportedFile& file,
                              io::Disk& disk) {
  if (!is_inside(file.path)) return std::string("the manifest names a path outside the folder");
  const std::string path = io::join(directory, file.path);
  if (!disk.exists(path)) return std::string("missing");
  BMO_TRY_AS(const auto opened, disk.open(path, io::Open::kRead));
  BMO_TRY_AS(const io::FileInfo info, opened->info());
  if (info.bytes != file.bytes) {
    return format_count(info.bytes) + " bytes, the manifest says " + format_count(file.bytes);
  }
  BMO_TRY_AS(const std::string sha, pipeline::hash_prefix(*opened, path, file.bytes));
  if (sha != file.sha256) return std::string("its SHA-256 is not the manifest's");
  return std::string();
}

/// Files whose bytes are the manifest's, and yet not what was meant: read by a second decoder.
Status add_disproofs(const std::string& directory, const json::Dom& manifest,
                     const Session& session, VerifyAnswer& answer) {
  if (!answer.damage.empty()) return ok();  // Damaged bytes are said already.
  try {
    BMO_TRY_AS(const std::vector<pipeline::Disproof> wrong,
               pipeline::prove_again(
                   {.disk = session.disk, .stop = session.stop, .progress = session.progress},
                   directory, manifest));
    for (const pipeline::Disproof& file : wrong)
      answer.damage.push_back({.path = file.path, .what = file.what, .fix = kFix});
  } catch (const json::Dom::exception&) {
    answer.damage.push_back(
        {.path = pipeline::own_path("manifest.json"), .what = "it is incomplete", .fix = kFix});
  }
  return ok();
}

/// Pairs that went for another one must match one that stayed.
Status add_contradictions(const std::string& directory, const json::Dom& manifest,
                          const Session& session, VerifyAnswer& answer) {
  if (answer.summary.duplicates == 0 || !answer.damage.empty()) return ok();
  BMO_TRY_AS(DuplicateCheck check, check_duplicates(directory, manifest, session));
  answer.matches = check.claims;
  answer.matches_recomputed = check.recomputed;
  if (!check.note.empty()) answer.notes.push_back(check.note);
  for (std::string& fault : check.faults) {
    answer.damage.push_back(
        {.path = pipeline::own_path("ledger.parquet"), .what = std::move(fault), .fix = kFix});
  }
  return ok();
}

/// What the ledger says of mended pairs must come of mending the sources again.
Status add_wrong_fixes(const std::string& directory, const json::Dom& manifest,
                       const Session& session, VerifyAnswer& answer) {
  if (!answer.damage.empty()) return ok();
  BMO_TRY_AS(FixCheck check, check_fixes(directory, manifest, session));
  answer.changes = check.changes;
  answer.changes_recomputed = check.recomputed;
  if (!check.note.empty()) answer.notes.push_back(check.note);
  for (std::string& fault : check.faults) {
    answer.damage.push_back(
        {.path = pipeline::own_path("ledger.parquet"), .what = std::move(fault), .fix = kFix});
  }
  return ok();
}

}  // namespace

Result<VerifyAnswer> run_verify(const std::string& directory, const Session& session) {
  const auto start = std::chrono::steady_clock::now();
  BMO_TRY_AS(const json::Dom manifest, read_manifest(directory, session.disk));
  const std::vector<pipeline::ExportedFile> files = pipeline::files_of(manifest);
  VerifyAnswer answer;
  try {
    const pipeline::Tally tally = pipeline::tally_of(manifest.at("tally"));
    answer.summary = answer_of(tally, files);
    if (!tally.conserved()) {
      answer.damage.push_back({.path = pipeline::own_path("manifest.json"),
                               .what = "its fates do not add up to the records read",
                               .fix = kFix});
    }
  } catch (const json::Dom::exception&) {
    answer.damage.push_back(
        {.path = pipeline::own_path("manifest.json"), .what = "it is incomplete", .fix = kFix});
  }
  answer.summary.out = directory;
  for (const pipeline::ExportedFile& file : files) {
    BMO_TRY_AS(std::string what, damage_of(directory, file, session.disk));
    if (!what.empty()) {
      answer.damage.push_back({.path = file.path, .what = std::move(what), .fix = kFix});
    }
    answer.bytes_read += file.bytes;
    if (session.progress) {
      session.progress({.phase = "verifying", .bytes_done = answer.bytes_read});
    }
  }
  BMO_TRY(add_disproofs(directory, manifest, session, answer));
  BMO_TRY(add_contradictions(directory, manifest, session, answer));
  BMO_TRY(add_wrong_fixes(directory, manifest, session, answer));
  answer.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return answer;
}

}  // namespace bmo::app

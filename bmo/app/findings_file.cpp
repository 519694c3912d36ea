// Hands findings to the format of the file's ending and its text to the disk.
#include "bmo/app/findings_file.hpp"

#include <algorithm>

#include "bmo/app/explain.hpp"
#include "bmo/base/text.hpp"
#include "bmo/catalog/catalog.hpp"
#include "bmo/checks/fixes.hpp"
#include "bmo/pipeline/recipe.hpp"

namespace bmo::app {
namespace {

constexpr std::size_t kWriteAt = std::size_t{1} << 20U;

report::ShownFinding shown(const pipeline::Item& item, const Finding& finding,
                           const std::string& file) {
  const Record& record = item.batch.records[finding.row];
  const bool has_points = finding.component != Component::kNone;
  return {.code = finding.code,
          .severity = severity_name(finding.severity),
          .fault = finding.fault,
          .component = has_points ? component_name(finding.component) : "",
          .points = finding.points,
          .file = file,
          .record = record.number,
          .line = record.line,
          .column = finding.column,
          .byte = record.byte,
          .field = finding.field,
          .detail = finding.detail};
}

Error unknown_ending(const std::string& path) {
  std::string known;
  for (const report::FindingsFormat* format : report::findings::all())
    known += (known.empty() ? "" : ", ") + std::string(format->ending);
  return {.kind = ErrorKind::kUsage,
          .code = "E_USAGE",
          .message = "cannot tell the format of `" + excerpt(path) + "`",
          .why = "its ending is none of " + known,
          .hint = "--findings findings.jsonl"};
}

/// As a POSIX shell reads it back.
std::string quoted(const std::string& word) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/:,=@%+";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string out = "'";
  for (const char byte : word)
    out += byte == '\'' ? "'\\''" : std::string(1, byte);
  return out + "'";
}

std::string sources_of(const ExportRequest& request) {
  std::string out;
  for (const std::string& source : request.sources)
    out += " " + quoted(source);
  if (!request.map.empty()) out += " --map " + quoted(request.map);
  return out;
}

std::string temporary_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
  return path.substr(0, name) + ".tmp-" + path.substr(name);
}

}  // namespace

std::string resolving_command(std::string_view code, const ExportRequest& request) {
  for (const checks::FixEntry* fix : checks::fixes::all()) {
    if (fix->card->code == code)
      return "bmo check" + sources_of(request) + " --fix " + std::string(fix->card->id) + " --diff";
  }
  for (const checks::SetCheckEntry* whole : pipeline::set_checks_of("all")) {
    if (whole->card->code == code) return {};  // No pair alone is at fault.
  }
  const auto card = catalog::explain_code(code);
  if (!card || catalog::is_rule(code)) return {};
  const std::string head = "bmo export" + sources_of(request) + " --to jsonl --out clean";
  if (card->severity == Severity::kError) return head;
  return head + " --checks all --where \"NOT list_contains(bmo_findings, '" + std::string(code) +
         "')\"";
}

Result<std::unique_ptr<FindingsFile>> FindingsFile::create(io::Disk& disk, const std::string& path,
                                                           const ExportRequest& request) {
  const report::FindingsFormat* format = report::find_findings_format(path);
  if (format == nullptr) return unknown_ending(path);
  std::unique_ptr<FindingsFile> out(new FindingsFile(disk, path, request));
  out->temporary_ = temporary_of(path);
  BMO_TRY(disk.remove(out->temporary_));
  BMO_TRY_AS(out->file_, disk.open(out->temporary_, io::Open::kCreateNew));
  out->writer_ = format->make([&request](std::string_view code) -> report::CodeNotes {
    const CodeText text = text_of_code(code);
    return {.title = std::string(text.title),
            .why = std::string(text.why),
            .fix = std::string(text.fix),
            .command = resolving_command(code, request)};
  });
  return out;
}

Status FindingsFile::put(bool all) {
  if (!all && buffer_.size() < kWriteAt) return ok();
  BMO_TRY(file_->write_at(written_, buffer_));
  written_ += buffer_.size();
  buffer_.clear();
  return ok();
}

Status FindingsFile::add(const pipeline::Item& item, const std::string& file) {
  for (const Finding& finding : item.batch.findings)
    writer_->add(shown(item, finding, file), buffer_);
  return put(false);
}

Status FindingsFile::add(const report::ShownFinding& finding) {
  writer_->add(finding, buffer_);
  return put(false);
}

Status FindingsFile::finish(const ExportAnswer& answer) {
  report::FindingsSummary summary{
      .records = answer.records, .quarantined = answer.quarantined, .checked = {}};
  BMO_TRY_AS(const auto checks,
             pipeline::parse_checks(request_.checks.empty() ? "core" : request_.checks));
  for (const checks::CheckEntry* check : checks)
    summary.checked.push_back(check->card->code);
  for (const checks::SetCheckEntry* check : pipeline::set_checks_of(request_.checks))
    summary.checked.push_back(check->card->code);
  writer_->finish(summary, buffer_);
  BMO_TRY(put(true));
  BMO_TRY(file_->sync());
  BMO_TRY(file_->close());
  return disk_.rename(temporary_, path_);
}

}  // namespace bmo::app

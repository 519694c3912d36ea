// The rows that bmo keeps of each record for itself: ledger, quarantine and metadata sidecar, with
// their schemas.
#include "bmo/pipeline/own_rows.hpp"

#include "bmo/base/base64.hpp"
#include "bmo/base/text.hpp"
#include "bmo/pipeline/scoring.hpp"
#include "bmo/pipeline/streams.hpp"

namespace bmo::pipeline {
namespace {

/// Columns of the ledger that every run has: those before the ones of outputs.
constexpr std::size_t kLedgerColumns = 10;
/// What `fill_duplicates` fills.
constexpr std::size_t kDuplicateColumns = 5;

Field text(std::string name) {
  return {.name = std::move(name), .kind = ColumnKind::kText};
}

Field integer(std::string name) {
  return {.name = std::move(name), .kind = ColumnKind::kInteger};
}

/// The content hash in hex, or "" where the id is that already.
std::string_view content_text(Batch& batch, std::uint32_t row) {
  char hex[32];
  write_hex(batch.pairs[row].content, hex);
  const std::string_view text(hex, 32);
  return text == batch.pairs[row].id ? std::string_view() : batch.arena.keep(text);
}

void append_finding(const Finding& finding, Column& out) {
  out.set.push_back(1);
  out.children[0].text.push_back(finding.code);
  out.children[1].text.push_back(severity_name(finding.severity));
  out.children[2].text.push_back(finding.field);
  out.children[3].integer.push_back(static_cast<std::int64_t>(finding.column));
  out.children[4].text.push_back(finding.detail);
  out.children[5].text.push_back(finding.fault);
  out.children[6].text.push_back(
      finding.component == Component::kNone ? "" : component_name(finding.component));
  out.children[7].integer.push_back(finding.points);
}

void fill_findings(const Batch& batch, Column& out) {
  auto finding = batch.findings.begin();
  for (std::uint32_t row = 0; row < batch.size(); ++row) {
    for (; finding != batch.findings.end() && finding->row == row; ++finding)
      append_finding(*finding, out.children[0]);
    out.ends.push_back(static_cast<std::uint32_t>(out.children[0].set.size()));
  }
}

void fill_changes(const Item& item, Column& out) {
  auto change = item.changes.begin();
  Column& element = out.children[0];
  for (std::uint32_t row = 0; row < item.batch.size(); ++row) {
    for (; change != item.changes.end() && change->row == row; ++change) {
      element.set.push_back(1);
      element.children[0].text.push_back(change->fix);
      element.children[1].text.push_back(change->field);
      element.children[2].text.push_back(change->before);
      element.children[3].text.push_back(change->after);
    }
    out.ends.push_back(static_cast<std::uint32_t>(element.set.size()));
  }
}

}  // namespace

Schema ledger_schema(const Recipe& recipe) {
  Schema schema{integer("record"), text("file"), integer("line"), integer("byte"), text("id"),
                text("content"),   text("fate"), text("reason"),  text("split")};
  Field finding{.name = "element", .kind = ColumnKind::kStruct};
  finding.children = {text("code"),   text("severity"), text("field"),     integer("column"),
                      text("detail"), text("fault"),    text("component"), integer("points")};
  schema.push_back({.name = "findings", .kind = ColumnKind::kList, .children = {finding}});
  for (const OutputSpec& spec : recipe.outputs) {
    schema.push_back({.name = "written " + output_name(spec), .kind = ColumnKind::kFlag});
  }
  if (recipe.dedup.is_asked()) {
    schema.insert(schema.end(), {text("method"),
                                 integer("kept_record"),
                                 text("kept_id"),
                                 {.name = "similarity", .kind = ColumnKind::kReal},
                                 text("difference")});
  }
  for (std::size_t s = 0; recipe.scores && s < own_score_names().size(); ++s)
    schema.push_back({.name = own_score_names()[s], .kind = ColumnKind::kReal});
  if (recipe.overrides) schema.push_back(text("override"));
  if (!recipe.fixes.empty()) {
    Field change{.name = "element", .kind = ColumnKind::kStruct};
    change.children = {text("fix"), text("field"), text("before"), text("after")};
    schema.push_back({.name = "changes", .kind = ColumnKind::kList, .children = {change}});
  }
  return schema;
}

Schema quarantine_schema() {
  Field codes{.name = "codes", .kind = ColumnKind::kList, .children = {text("element")}};
  Field raw = text("raw");
  raw.optional = true;
  Field raw_base64 = text("raw_base64");
  raw_base64.optional = true;
  return {text("file"), integer("record"), integer("line"), integer("byte"), codes,
          raw,          raw_base64};
}

Schema sidecar_schema() {
  return {text("id"), formats::metadata_field()};
}

OwnRows::OwnRows(const Recipe& recipe, const std::vector<std::string>& file_names,
                 const Duplicates* duplicates)
    : recipe_(recipe),
      file_names_(file_names),
      duplicates_(duplicates),
      split_names_(split_names(recipe)) {}

/// What every ledger says of a record, but for its findings.
void OwnRows::fill_fates(Item& item, std::span<const std::uint8_t> splits, Columns& out) const {
  Batch& batch = item.batch;
  out.rows = batch.size();
  for (std::uint32_t row = 0; row < batch.size(); ++row) {
    const Record& record = batch.records[row];
    const bool is_pair = batch.fates[row] != Fate::kQuarantined;
    const bool is_exported = batch.fates[row] == Fate::kExported;
    out.columns[0].integer.push_back(static_cast<std::int64_t>(record.number));
    out.columns[1].text.push_back(file_names_[record.file]);
    out.columns[2].integer.push_back(static_cast<std::int64_t>(record.line));
    out.columns[3].integer.push_back(static_cast<std::int64_t>(record.byte));
    out.columns[4].text.push_back(batch.pairs[row].id);
    out.columns[5].text.push_back(is_pair ? content_text(batch, row) : std::string_view());
    out.columns[6].text.push_back(fate_name(batch.fates[row]));
    out.columns[7].text.push_back(item.reasons[row]);
    out.columns[8].text.push_back(is_exported ? split_names_[splits[row]] : std::string_view());
  }
}

Status OwnRows::fill_ledger(Item& item, const Holding& holding,
                            std::span<const std::uint8_t> splits, Columns& out) const {
  Batch& batch = item.batch;
  fill_fates(item, splits, out);
  fill_findings(batch, out.columns[9]);
  std::size_t at = kLedgerColumns;
  for (std::size_t o = 0; o < recipe_.outputs.size(); ++o, ++at) {
    for (std::uint32_t row = 0; row < batch.size(); ++row)
      out.columns[at].flag.push_back(holding.holds(row, o) ? 1 : 0);
  }
  if (recipe_.dedup.is_asked()) {
    BMO_TRY(fill_duplicates(batch, std::span(out.columns).subspan(at, kDuplicateColumns)));
    at += kDuplicateColumns;
  }
  for (const std::vector<double>& score : item.scores) {
    const std::span<const double> reals = std::span(score).first(batch.size());
    out.columns[at].real.insert(out.columns[at].real.end(), reals.begin(), reals.end());
    ++at;
  }
  if (!item.overridden.empty()) {
    for (const std::string_view note : item.overridden)
      out.columns[at].text.push_back(note);
  }
  if (!recipe_.fixes.empty()) fill_changes(item, out.columns.back());
  return ok();
}

Status OwnRows::fill_duplicates(Batch& batch, std::span<Column> out) const {
  for (std::uint32_t row = 0; row < batch.size(); ++row) {
    const bool is_one = batch.fates[row] == Fate::kDuplicate;
    const Duplicate* duplicate = is_one ? duplicates_->find(batch.records[row].number) : nullptr;
    Duplicates::Texts texts;
    if (duplicate != nullptr) {
      BMO_TRY_AS(texts, duplicates_->texts(*duplicate, batch.arena));
    }
    out[0].text.push_back(duplicate == nullptr ? std::string_view() : duplicate->method());
    out[1].integer.push_back(
        duplicate == nullptr ? 0 : static_cast<std::int64_t>(duplicate->kept_record));
    out[2].text.push_back(texts.kept_id);
    out[3].real.push_back(duplicate == nullptr ? kAbsent
                                               : static_cast<double>(duplicate->similarity));
    out[4].text.push_back(texts.difference);
  }
  return ok();
}

void OwnRows::fill_quarantine(Batch& batch, std::span<const std::uint32_t> rows,
                              Columns& out) const {
  out.rows = rows.size();
  auto finding = batch.findings.begin();
  for (const std::uint32_t row : rows) {
    const Record& record = batch.records[row];
    out.columns[0].text.push_back(file_names_[record.file]);
    out.columns[1].integer.push_back(static_cast<std::int64_t>(record.number));
    out.columns[2].integer.push_back(static_cast<std::int64_t>(record.line));
    out.columns[3].integer.push_back(static_cast<std::int64_t>(record.byte));
    while (finding != batch.findings.end() && finding->row < row)
      ++finding;
    std::vector<std::string_view>& codes = out.columns[4].children[0].text;
    for (; finding != batch.findings.end() && finding->row == row; ++finding)
      codes.push_back(finding->code);
    out.columns[4].ends.push_back(static_cast<std::uint32_t>(codes.size()));
    const bool is_text = find_invalid_utf8(record.raw) == std::string_view::npos;
    out.columns[5].text.push_back(is_text ? record.raw : std::string_view());
    out.columns[6].text.push_back(is_text ? std::string_view()
                                          : batch.arena.keep(to_base64(record.raw)));
  }
}

void OwnRows::fill_sidecar(const Batch& batch, std::span<const std::uint32_t> rows,
                           Columns& out) const {
  out.rows = rows.size();
  for (const std::uint32_t row : rows) {
    out.columns[0].text.push_back(batch.pairs[row].id);
    formats::append_metadata(batch.pairs[row], {}, out.columns[1], out.made);
  }
}

}  // namespace bmo::pipeline

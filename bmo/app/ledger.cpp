// Turns Parquet rows of the ledger into JSON, some thousand at a time.
#include "bmo/app/ledger.hpp"

#include <charconv>

#include "bmo/pipeline/publish.hpp"
#include "bmo/table/table.hpp"

namespace bmo::app {
namespace {

constexpr std::size_t kRowsAtOnce = 4096;

}  // namespace

Status visit_ledger(io::Disk& disk, const std::string& directory, const VisitRows& visit) {
  const std::string path = io::join(directory, pipeline::own_path("ledger.parquet"));
  if (!disk.exists(path)) {
    return Error{.kind = ErrorKind::kNotFound,
                 .code = "E_INPUT",
                 .message = "this folder holds no complete export",
                 .why = "there is no .bmo/ledger.parquet in it",
                 .hint = "name the --out folder of an export: --in FOLDER",
                 .place = {.file = directory}};
  }
  BMO_TRY_AS(std::unique_ptr<io::File> file, disk.open(path, io::Open::kRead));
  BMO_TRY_AS(const std::unique_ptr<table::Reader> ledger,
             table::open_reader(std::move(file), table::FileKind::kParquet, 0));
  while (true) {
    BMO_TRY_AS(const std::unique_ptr<table::RowGroup> group, ledger->next(kRowsAtOnce));
    if (!group) return ok();
    std::string text;
    std::vector<std::size_t> ends;
    BMO_TRY(group->to_json(text, ends, [](auto&&...) {}));
    std::vector<std::string_view> rows;
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
      rows.push_back(std::string_view(text).substr(begin, end - begin));
      begin = end;
    }
    BMO_TRY(visit(rows));
  }
}

std::string text_in(json::Value row, std::string_view field, Arena& arena) {
  const json::Value value = row.find(field);
  return value && value.is_string() ? std::string(value.text(arena)) : std::string();
}

std::uint64_t number_in(json::Value row, std::string_view field) {
  const json::Value value = row.find(field);
  return value && value.kind() == json::Kind::kNumber ? static_cast<std::uint64_t>(value.real())
                                                      : 0;
}

WantedPair::WantedPair(std::string text) : text_(std::move(text)) {
  if (!text_.starts_with('#')) return;
  const char* end = text_.data() + text_.size();
  if (std::from_chars(text_.data() + 1, end, record_).ptr != end) record_ = 0;
}

bool WantedPair::may_be(std::string_view row) const {
  // An id may stand escaped in the row's text.
  const bool plain = text_.find_first_of("\"\\/") == std::string::npos;
  return record_ != 0 || !plain || row.find(text_) != std::string_view::npos;
}

bool WantedPair::is(json::Value row, Arena& arena) const {
  if (record_ != 0) return number_in(row, "record") == record_;
  return text_in(row, "id", arena) == text_ || text_in(row, "content", arena) == text_;
}

}  // namespace bmo::app

// One table of columns serves both forms.
#include "bmo/app/labels.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

#include "bmo/base/text.hpp"
#include "bmo/formats/formats.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/json/json.hpp"

namespace bmo::app {
namespace {

constexpr std::array<std::string_view, 5> kYes{"true", "yes", "y", "same", "1"};
constexpr std::array<std::string_view, 5> kNo{"false", "no", "n", "different", "0"};

json::Dom row_dom(const LabelAnswer& label, std::size_t number) {
  return {{"pair", number},
          {"same", nullptr},
          {"method", label.verdict},
          {"similarity", label.similarity},
          {"instruction", label.instruction},
          {"other_instruction", label.other_instruction},
          {"response", label.response},
          {"other_response", label.other_response},
          {"difference", label.difference},
          {"id", label.id},
          {"other_id", label.other_id}};
}

std::string cell(const json::Dom& value) {
  if (value.is_null()) return "";
  if (!value.is_string()) return value.dump();
  std::string out = "\"";
  for (const char c : value.get<std::string>()) {
    out += c;
    if (c == '"') out += c;
  }
  return out + "\"";
}

std::string json_line(const json::Dom& row) {
  return row.dump(-1, ' ', false, json::Dom::error_handler_t::replace) + "\n";
}

std::string csv_line(const json::Dom& row, bool is_head) {
  std::string out;
  for (const auto& [name, value] : row.items())
    out += (out.empty() ? "" : ",") + (is_head ? name : cell(value));
  return out + "\n";
}

Error unreadable(const std::string& path, std::size_t row, std::string why) {
  return {.kind = ErrorKind::kBadData,
          .code = "E_LABELS",
          .message = "cannot read the answer in row " + std::to_string(row),
          .why = std::move(why),
          .hint =
              "set `same` to true or false, or leave it empty; bmo dedup SRC --label FILE "
              "makes such a file",
          .place = {.file = path, .record = row}};
}

/// Any scalar, as it is written; nothing where the field is missing or null.
std::string text_of(json::Value value, Arena& arena) {
  if (!value || value.kind() == json::Kind::kNull) return {};
  if (value.is_string()) return std::string(value.text(arena));
  return std::string(value.raw());
}

std::optional<bool> answer_of(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (std::ranges::count(kYes, text) > 0) return true;
  if (std::ranges::count(kNo, text) > 0) return false;
  return std::nullopt;
}

/// Adds what one record says.
Status take_row(json::Value row, Arena& arena, const std::string& path, std::size_t number,
                Labels& out) {
  const std::string same = text_of(row.find("same"), arena);
  if (same.empty()) {
    ++out.open;
    return ok();
  }
  const std::optional<bool> is_same = answer_of(same);
  if (!is_same) return unreadable(path, number, "`same` holds `" + excerpt(same) + "`");
  const std::string written = text_of(row.find("similarity"), arena);
  Label label{.method = text_of(row.find("method"), arena), .is_same = *is_same};
  const char* end = written.data() + written.size();
  const bool is_number = std::from_chars(written.data(), end, label.similarity).ptr == end &&
                         !written.empty() && label.similarity >= 0 && label.similarity <= 1;
  if (!is_number) return unreadable(path, number, "`similarity` is no number from 0 to 1");
  if (label.method != "near" && label.method != "semantic")
    return unreadable(path, number, "`method` is neither near nor semantic");
  out.answered.push_back(std::move(label));
  return ok();
}

Status take_chunk(formats::Chunk& chunk, const std::string& path, std::size_t& number,
                  Labels& out) {
  Batch batch;
  BMO_TRY(chunk.split(batch));
  json::Document document;
  json::Fault fault;
  for (const Record& record : batch.records) {
    ++number;
    const bool is_read =
        document.parse(record.json, batch.arena, fault) && document.root().is_object();
    if (!is_read) return unreadable(path, number, "it is no object of fields");
    BMO_TRY(take_row(document.root(), batch.arena, path, number, out));
  }
  return ok();
}

}  // namespace

Status write_labels(io::Disk& disk, const std::string& path,
                    const std::vector<LabelAnswer>& labels) {
  if (disk.exists(path)) {
    return Error{.kind = ErrorKind::kCannotCreate,
                 .code = "E_OUTPUT",
                 .message = "the file for answers is there already",
                 .why = "it may hold answers that a person gave",
                 .hint = "name another file, or read its answers with --calibrate " + path,
                 .place = {.file = path}};
  }
  const bool is_csv = path.ends_with(".csv");
  std::string text;
  if (is_csv) text = csv_line(row_dom({}, 0), true);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const json::Dom row = row_dom(labels[i], i + 1);
    text += is_csv ? csv_line(row, false) : json_line(row);
  }
  return io::publish_file(disk, path, text, /*durable=*/true);
}

Result<Labels> read_labels(io::Disk& disk, const std::string& path) {
  const io::Input input{.path = path, .member = {}};
  BMO_TRY_AS(const formats::ContainerEntry* container, formats::recognise(disk, input));
  BMO_TRY_AS(const auto reader, container->open(disk, input, {}, {}));
  Labels out;
  std::size_t number = 0;
  while (true) {
    BMO_TRY_AS(const std::unique_ptr<formats::Chunk> chunk, reader->next());
    if (!chunk) return out;
    BMO_TRY(take_chunk(*chunk, path, number, out));
  }
}

}  // namespace bmo::app

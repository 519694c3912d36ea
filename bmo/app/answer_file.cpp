// Rows go out by their own list of fields and come back through any container that bmo reads.
#include "bmo/app/answer_file.hpp"

#include <algorithm>
#include <array>

#include "bmo/base/text.hpp"
#include "bmo/formats/formats.hpp"

namespace bmo::app {
namespace {

constexpr std::array<std::string_view, 4> kYes{"true", "yes", "y", "1"};
constexpr std::array<std::string_view, 4> kNo{"false", "no", "n", "0"};

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

std::optional<bool> answer_of(const std::string& written, const AnswerWords& words) {
  const std::string text = lower_ascii(written);
  if (text == words.yes || std::ranges::count(kYes, text) > 0) return true;
  if (text == words.no || std::ranges::count(kNo, text) > 0) return false;
  return std::nullopt;
}

/// Adds 1 to `open` where the row is not answered.
Status take_row(json::Value row, Arena& arena, const std::string& path, std::uint64_t number,
                const AnswerWords& words, const TakeAnswer& take, std::uint64_t& open) {
  const std::string written = answer_text(row, words.field, arena);
  if (written.empty()) {
    ++open;
    return ok();
  }
  if (const std::optional<bool> answer = answer_of(written, words))
    return take(row, arena, number, *answer);
  return unreadable_answer(words, path, number,
                           "`" + std::string(words.field) + "` holds `" + excerpt(written) + "`");
}

}  // namespace

Status write_answer_file(io::Disk& disk, const std::string& path, const json::Dom& like,
                         const std::vector<json::Dom>& rows, std::string_view next) {
  if (disk.exists(path)) {
    return Error{.kind = ErrorKind::kCannotCreate,
                 .code = "E_OUTPUT",
                 .message = "the file for answers is there already",
                 .why = "it may hold answers that a person gave",
                 .hint = "name another file, or read its answers with " + std::string(next),
                 .place = {.file = path}};
  }
  const bool is_csv = path.ends_with(".csv");
  std::string text;
  if (is_csv) text = csv_line(like, true);
  for (const json::Dom& row : rows)
    text += is_csv ? csv_line(row, false) : json_line(row);
  return io::publish_file(disk, path, text, /*durable=*/true);
}

std::string answer_text(json::Value row, std::string_view field, Arena& arena) {
  const json::Value value = row.find(field);
  if (!value || value.kind() == json::Kind::kNull) return {};
  if (value.is_string()) return std::string(value.text(arena));
  return std::string(value.raw());
}

Error unreadable_answer(const AnswerWords& words, const std::string& path, std::uint64_t row,
                        std::string why) {
  return {.kind = ErrorKind::kBadData,
          .code = "E_LABELS",
          .message = "cannot read the answer in row " + std::to_string(row),
          .why = std::move(why),
          .hint = "set `" + std::string(words.field) + "` to true or false, or leave it empty; " +
                  std::string(words.make) + " makes such a file",
          .place = {.file = path, .record = row}};
}

Result<std::uint64_t> read_answer_file(io::Disk& disk, const std::string& path,
                                       const AnswerWords& words, const TakeAnswer& take) {
  const io::Input input{.path = path, .member = {}};
  BMO_TRY_AS(const formats::ContainerEntry* container, formats::recognise(disk, input));
  BMO_TRY_AS(const auto reader, container->open(disk, input, {}, {}));
  json::Document document;
  json::Fault fault;
  std::uint64_t number = 0;
  std::uint64_t open = 0;
  while (true) {
    BMO_TRY_AS(const std::unique_ptr<formats::Chunk> chunk, reader->next());
    if (!chunk) return open;
    Batch batch;
    BMO_TRY(chunk->split(batch));
    for (const Record& record : batch.records) {
      ++number;
      if (!document.parse(record.json, batch.arena, fault) || !document.root().is_object())
        return unreadable_answer(words, path, number, "it is no object of fields");
      BMO_TRY(take_row(document.root(), batch.arena, path, number, words, take, open));
    }
  }
}

}  // namespace bmo::app

// Tells the container of an input: its bytes decide, its name only where they do not.
#include <algorithm>

#include "bmo/base/text.hpp"
#include "bmo/formats/containers.hpp"
#include "bmo/formats/kit/text_reader.hpp"
#include "bmo/formats/kit/text_scan.hpp"
#include "bmo/formats/kit/text_sniff.hpp"

namespace bmo::formats {
namespace {

constexpr std::size_t kHead = std::size_t{64} << 10U;
constexpr int kSure = 50;

Error refuse(const io::Input& input, std::string code, std::string message) {
  Error error;
  error.kind = ErrorKind::kBadData;
  error.code = std::move(code);
  error.message = std::move(message);
  error.place.file = input.display();
  error.place.byte = 0;
  return error;
}

/// The first bytes that are not blank: a file may begin with any number of empty lines.
Result<std::string> read_head(io::Disk& disk, const io::Input& input) {
  BMO_TRY_AS(std::string head, io::peek(disk, input, kHead));
  if (head.size() < kHead || !is_blank_line(head)) return head;
  BMO_TRY_AS(TextWindow window, TextWindow::open(disk, input, 0, kHead));
  do {
    window.pass(window.text().size());
    BMO_TRY(window.fill(kHead));
  } while (!window.at_end() && is_blank_line(window.text()));
  return std::string(window.text());
}

const ContainerEntry* by_content(std::string_view head) {
  const ContainerEntry* best = nullptr;
  int score = kSure - 1;
  for (const ContainerEntry* entry : containers::all()) {
    const int found = entry->sniff(head);
    if (found > score) best = entry;
    score = std::max(score, found);
  }
  return best;
}

/// "a/b.jsonl.gz" is named like a JSONL file.
const ContainerEntry* by_name(const io::Input& input) {
  std::string name = lower_ascii(input.member.empty() ? input.path : input.member);
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  }
  for (const ContainerEntry* entry : containers::all()) {
    for (const std::string_view ending : entry->card->read_endings) {
      if (name.ends_with(ending)) return entry;
    }
  }
  return nullptr;
}

Error wrong_encoding(const io::Input& input, Encoding encoding) {
  const std::string name(encoding_name(encoding));
  Error error = refuse(input, "E_ENCODING", "the file is not in UTF-8");
  error.why = "its first bytes look like " + name;
  error.hint = "convert it: iconv -f " + name + " -t UTF-8 '" + input.path + "' > NEW";
  return error;
}

Error not_text(const io::Input& input, std::string_view head) {
  Error error = refuse(input, "E_NOT_TEXT", "the file is not text, nor of a known binary kind");
  const std::string_view start = head.substr(0, 64);
  const auto nuls = std::count(start.begin(), start.end(), '\0');
  error.why = nuls > 0 ? std::to_string(nuls) + " of the first " + std::to_string(start.size()) +
                             " bytes are NUL"
                       : "it begins with " + excerpt(head.substr(0, 8), 40);
  error.hint = "give a file of pairs; `bmo list formats` names the kinds that can be read";
  return error;
}

Error wrong_line_ends(const io::Input& input) {
  Error error = refuse(input, "E_LINE_ENDING", "the lines end with a lone carriage return");
  error.why = "there is no line feed, so the whole file would be one line";
  error.hint = "convert it: tr '\\r' '\\n' < '" + input.path + "' > NEW";
  error.place.line = 1;
  return error;
}

Error unknown_format(const io::Input& input, std::string_view head) {
  Error error = refuse(input, "E_FORMAT", "the kind of file is not known");
  error.why = "it begins with \"" + excerpt(head, 40) + "\"";
  error.hint = "known kinds are";
  char before = ' ';
  for (const ContainerEntry* entry : containers::all()) {
    error.hint += before;
    if (before == ',') error.hint += ' ';
    error.hint += entry->card->id;
    before = ',';
  }
  return error;
}

bool has_lone_returns(const ContainerEntry& entry, std::string_view head) {
  if (entry.card->id != "jsonl" && entry.card->id != "csv") return false;
  const std::string_view text = head.substr(0, head.find_last_not_of("\r\n") + 1);
  return text.find('\r') != std::string_view::npos && text.find('\n') == std::string_view::npos;
}

}  // namespace

Result<const ContainerEntry*> recognise(io::Disk& disk, const io::Input& input) {
  BMO_TRY_AS(const std::string head, read_head(disk, input));
  if (is_blank_line(without_mark(head))) return empty_input(input.display());
  const ContainerEntry* entry = by_content(head);
  if (entry == nullptr) {
    const Encoding encoding = guess_encoding(head);
    if (encoding == Encoding::kBinary) return not_text(input, head);
    if (encoding != Encoding::kText) return wrong_encoding(input, encoding);
    entry = by_name(input);
  }
  if (entry == nullptr) return unknown_format(input, head);
  if (has_lone_returns(*entry, head)) return wrong_line_ends(input);
  return entry;
}

}  // namespace bmo::formats

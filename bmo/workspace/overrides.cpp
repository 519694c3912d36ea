// Reads, proves and extends the log of overrides.
#include "bmo/workspace/overrides.hpp"

#include <charconv>
#include <optional>

#include "bmo/base/hash.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::workspace {
namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 30U;

/// In one line; bytes that are no UTF-8 are replaced.
std::string compact(const json::Dom& dom) {
  return dom.dump(-1, ' ', false, json::Dom::error_handler_t::replace);
}

std::string hash_of(const json::Dom& entry) {
  Sha256 sha;
  sha.add(compact(entry));
  return sha.hex();
}

json::Dom dom_of(const OverrideEntry& entry, const std::string& before) {
  return {{"number", entry.number},
          {"before", before},
          {"id", entry.id},
          {"content", entry.content},
          {"decision", entry.keep ? "keep" : "drop"},
          {"reason", entry.reason},
          {"by", entry.by},
          {"at", entry.at},
          {"expires", entry.expires}};
}

std::string line_of(const json::Dom& entry, const std::string& hash) {
  return compact({{"entry", entry}, {"hash", hash}}) + "\n";
}

/// A line that is what was written, by its own hash.
struct SoundLine {
  OverrideEntry entry;
  std::string before;
  std::string hash;
};

std::string text_in(const json::Dom& dom, const char* name) {
  const auto found = dom.find(name);
  return found != dom.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<SoundLine> parse_line(std::string_view text) {
  const auto dom = json::parse_dom(std::string(text));
  if (!dom || !dom->is_object() || !dom->contains("entry") || !dom->at("entry").is_object())
    return std::nullopt;
  const json::Dom& entry = dom->at("entry");
  SoundLine out{.entry = {}, .before = text_in(entry, "before"), .hash = text_in(*dom, "hash")};
  if (out.hash != hash_of(entry)) return std::nullopt;
  const auto number = entry.find("number");
  if (number == entry.end() || !number->is_number_unsigned()) return std::nullopt;
  out.entry = {.number = number->get<std::uint64_t>(),
               .id = text_in(entry, "id"),
               .content = text_in(entry, "content"),
               .keep = text_in(entry, "decision") == "keep",
               .reason = text_in(entry, "reason"),
               .by = text_in(entry, "by"),
               .at = text_in(entry, "at"),
               .expires = text_in(entry, "expires")};
  return out;
}

Error broken(const std::string& path, std::uint64_t line) {
  return {.kind = ErrorKind::kBadData,
          .code = "E_OVERRIDES",
          .message = "the log of overrides is not as it was written",
          .why = "a line was changed, removed or put in",
          .hint = "put the file back from a copy, or remove it and decide again",
          .place = {.file = path, .line = line}};
}

/// Is there a sound line anywhere behind? Then what does not fit before it is no torn end.
bool goes_on(std::string_view rest) {
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return false;
    if (parse_line(rest.substr(0, end))) return true;
    rest.remove_prefix(end + 1);
  }
  return false;
}

Result<std::unique_ptr<io::File>> open_to_append(io::Disk& disk, const std::string& path,
                                                 std::uint64_t sound_bytes) {
  if (!disk.exists(path)) return disk.open(path, io::Open::kCreateNew);
  BMO_TRY_AS(std::unique_ptr<io::File> file, disk.open(path, io::Open::kModify));
  BMO_TRY(file->truncate(sound_bytes));
  return file;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

int number_at(std::string_view text, std::size_t at, std::size_t size) {
  int value = -1;
  const char* begin = text.data() + at;
  const auto parsed = std::from_chars(begin, begin + size, value);
  return parsed.ptr == begin + size ? value : -1;
}

}  // namespace

Result<OverrideLog> OverrideLog::read(io::Disk& disk, const std::string& path) {
  OverrideLog log;
  if (!disk.exists(path)) return log;
  BMO_TRY_AS(const std::string text, io::read_file(disk, path, kMostBytes));
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const auto line =
        end == std::string_view::npos ? std::nullopt : parse_line(rest.substr(0, end));
    const bool fits =
        line && line->before == log.head_ && line->entry.number == log.entries_.size() + 1;
    if (!fits) {
      if (line || goes_on(rest)) return broken(path, log.entries_.size() + 1);
      break;
    }
    log.entries_.push_back(line->entry);
    log.head_ = line->hash;
    log.sound_bytes_ += end + 1;
    rest.remove_prefix(end + 1);
  }
  return log;
}

Status OverrideLog::append(io::Disk& disk, const std::string& path,
                           std::vector<OverrideEntry> decisions) {
  BMO_TRY_AS(const std::unique_ptr<io::Lock> lock, disk.lock(path + ".lock", "override"));
  BMO_TRY_AS(OverrideLog log, read(disk, path));
  std::string text;
  std::uint64_t number = log.entries_.size();
  for (OverrideEntry& decision : decisions) {
    decision.number = ++number;
    const json::Dom entry = dom_of(decision, log.head_);
    log.head_ = hash_of(entry);
    text += line_of(entry, log.head_);
  }
  BMO_TRY_AS(const std::unique_ptr<io::File> file, open_to_append(disk, path, log.sound_bytes_));
  BMO_TRY(file->write_at(log.sound_bytes_, text));
  BMO_TRY(file->sync());
  BMO_TRY(file->close());
  return disk.sync_directory(folder_of(path));
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const int year = number_at(text, 0, 4);
  const int month = number_at(text, 5, 2);
  const int day = number_at(text, 8, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

}  // namespace bmo::workspace

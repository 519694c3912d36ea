// Keeps the lowest hashes of each kind, and says what a row about a finding holds.
#include "bmo/app/finding_labels.hpp"

#include "bmo/app/answer_file.hpp"
#include "bmo/base/hash.hpp"
#include "bmo/base/text.hpp"

namespace bmo::app {
namespace {

constexpr AnswerWords kWords{
    .field = "right", .yes = "right", .no = "wrong", .make = "bmo check SRC --label FILE"};

/// A text is shown by its two ends, so that a cut can be judged.
constexpr std::size_t kEnd = 2000;

/// The first byte of the character that `at` lies in.
std::size_t character_at(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80)
    --at;
  return at;
}

std::string both_ends(std::string_view text) {
  if (text.size() <= 2 * kEnd) return std::string(text);
  return std::string(text.substr(0, character_at(text, kEnd))) + " [...] " +
         std::string(text.substr(character_at(text, text.size() - kEnd)));
}

/// One message stands alone; of several each is named.
std::string conversation(std::span<const Message> messages) {
  if (messages.size() == 1) return both_ends(messages[0].content);
  std::string out;
  for (const Message& message : messages) {
    if (!out.empty()) out += "\n\n";
    out.append(role_name(message.role)).append(": ").append(message.content);
    if (out.size() > (std::size_t{1} << 20U)) break;
  }
  return both_ends(out);
}

json::Dom row_dom(const std::string& what, const Finding& finding, const Pair& pair,
                  const Record& record, const std::string& file) {
  const Message* response = pair.response();
  return {{"finding", 0},
          {"right", nullptr},
          {"what", what},
          {"field", finding.field},
          {"detail", finding.detail},
          {"instruction", conversation(pair.context())},
          {"response", response == nullptr ? "" : both_ends(response->content)},
          {"file", file},
          {"record", record.number},
          {"id", pair.id}};
}

std::uint64_t order_of(const Finding& finding, std::uint64_t record) {
  const std::string_view number(reinterpret_cast<const char*>(&record), sizeof(record));
  return hash64(finding.field, hash64(number));
}

}  // namespace

void FindingSample::add(const pipeline::Item& item, const std::string& file) {
  for (const Finding& finding : item.batch.findings) {
    const bool is_scored = item.batch.fates[finding.row] != Fate::kQuarantined;
    // Not the finding's own points: a user may have set them to 0.
    if (finding.component == Component::kNone || !is_scored || most_ == 0) continue;
    const Record& record = item.batch.records[finding.row];
    const std::string what = scores::kind_name(finding);
    auto& rows = kinds_[what];
    const std::uint64_t order = order_of(finding, record.number);
    if (rows.size() == most_ && order >= rows.rbegin()->first) continue;
    rows.emplace(order, row_dom(what, finding, item.batch.pairs[finding.row], record, file));
    if (rows.size() > most_) rows.erase(std::prev(rows.end()));
  }
}

std::map<std::string, std::uint64_t> FindingSample::counts() const {
  std::map<std::string, std::uint64_t> out;
  for (const auto& [what, rows] : kinds_)
    out[what] = rows.size();
  return out;
}

Status FindingSample::write(io::Disk& disk, const std::string& path) const {
  std::vector<json::Dom> out;
  for (const auto& [what, rows] : kinds_) {
    for (const auto& [order, row] : rows) {
      out.push_back(row);
      out.back()["finding"] = out.size();
    }
  }
  return write_answer_file(disk, path, row_dom({}, {}, {}, {}, {}), out,
                           "bmo check --calibrate " + path);
}

Status read_finding_labels(io::Disk& disk, const std::string& path, FindingLabels& out) {
  const auto take = [&](json::Value row, Arena& arena, std::uint64_t number,
                        bool is_right) -> Status {
    const std::string what = answer_text(row, "what", arena);
    if (!card_points(what)) {
      return unreadable_answer(
          kWords, path, number,
          "`what` names no finding that takes points: `" + excerpt(what) + "`");
    }
    KindAnswers& kind = out.kinds[what];
    ++kind.answered;
    kind.right += is_right ? 1U : 0U;
    return ok();
  };
  BMO_TRY_AS(const std::uint64_t open, read_answer_file(disk, path, kWords, take));
  out.open += open;
  return ok();
}

}  // namespace bmo::app

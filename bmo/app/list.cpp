// Answers `list` from the catalogue of extensions.
#include "bmo/app/list.hpp"

#include <algorithm>
#include <span>

#include "bmo/base/text.hpp"
#include "bmo/catalog/catalog.hpp"

namespace bmo::app {
namespace {

using catalog::Kind;

/// A word that `list` takes, and the kinds that it shows.
struct ListedKind {
  std::string_view word;
  std::span<const Kind> kinds;
};

constexpr Kind kFormats[] = {Kind::kContainer, Kind::kLayout};
constexpr Kind kContainers[] = {Kind::kContainer};
constexpr Kind kLayouts[] = {Kind::kLayout};
constexpr Kind kMappings[] = {Kind::kMapping};
constexpr Kind kTargets[] = {Kind::kTarget};
constexpr Kind kRules[] = {Kind::kRule};
constexpr Kind kChecks[] = {Kind::kCheck};
constexpr Kind kFixes[] = {Kind::kFix};
constexpr Kind kDedup[] = {Kind::kDedup};
constexpr Kind kMetrics[] = {Kind::kMetric};
constexpr Kind kFamilies[] = {Kind::kFamily};
constexpr Kind kScores[] = {Kind::kScore};
constexpr Kind kCodes[] = {Kind::kCode, Kind::kCheck, Kind::kRule};
constexpr ListedKind kListed[] = {
    {"formats", kFormats},   {"containers", kContainers}, {"layouts", kLayouts},
    {"mappings", kMappings}, {"targets", kTargets},       {"rules", kRules},
    {"checks", kChecks},     {"fixes", kFixes},           {"dedup", kDedup},
    {"metrics", kMetrics},   {"families", kFamilies},     {"scores", kScores},
    {"codes", kCodes}};

/// What the middle column shows of an entry.
std::string_view telling_detail(Kind kind) {
  switch (kind) {
    case Kind::kContainer:
      return "read from";
    case Kind::kLayout:
      return "fields";
    case Kind::kTarget:
      return "layouts";
    case Kind::kRule:
      return "targets";
    case Kind::kFamily:
      return "ends an answer";
    case Kind::kFix:
      return "runs in";
    case Kind::kDedup:
      return "removes";
    default:
      return "";
  }
}

ListItem item_of(const catalog::Entry& entry) {
  ListItem item{.kind = std::string(catalog::kind_name(entry.kind)),
                .name = std::string(entry.name),
                .code = std::string(entry.code),
                .summary = std::string(entry.summary.empty() ? entry.title : entry.summary)};
  if (entry.severity) item.severity = severity_name(*entry.severity);
  const std::string_view wanted = telling_detail(entry.kind);
  for (const catalog::Detail& detail : entry.details) {
    if (!wanted.empty() && detail.name == wanted) item.detail = detail.text;
  }
  return item;
}

/// A check's code is a code like any other.
void list_by_code(std::vector<ListItem>& items) {
  for (ListItem& item : items) {
    item.kind = catalog::kind_name(Kind::kCode);
    item.name = item.code;
  }
  std::ranges::sort(items, {}, &ListItem::name);
}

Error unknown_kind(const std::string& kind) {
  const std::vector<std::string> kinds = list_kinds();
  const std::vector<std::string_view> known(kinds.begin(), kinds.end());
  std::string words;
  for (const std::string& word : kinds)
    words += (words.empty() ? "" : ", ") + word;
  return {.kind = ErrorKind::kUsage,
          .code = "E_KIND",
          .message = "there is no list of `" + excerpt(kind) + "`" + did_you_mean(kind, known),
          .hint = "bmo list knows " + words};
}

}  // namespace

std::vector<std::string> list_kinds() {
  std::vector<std::string> out;
  for (const ListedKind& listed : kListed)
    out.emplace_back(listed.word);
  for (const char* remembered : {"datasets", "versions", "runs", "exports", "trainings", "history"})
    out.emplace_back(remembered);
  return out;
}

Result<ListAnswer> run_list(const std::string& kind) {
  for (const ListedKind& listed : kListed) {
    if (listed.word != kind) continue;
    ListAnswer answer{.kind = kind, .items = {}};
    for (const Kind each : listed.kinds) {
      for (const catalog::Entry& entry : catalog::list(each))
        answer.items.push_back(item_of(entry));
    }
    if (kind == "codes") list_by_code(answer.items);
    return answer;
  }
  return unknown_kind(kind);
}

}  // namespace bmo::app

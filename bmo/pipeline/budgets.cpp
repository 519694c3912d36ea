// Ranks a pair by 32 bits of its score and 32 of a hash, so that equal scores are not settled by
// the order of the input.
#include "bmo/pipeline/budgets.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

#include "bmo/base/hash.hpp"
#include "bmo/base/text.hpp"
#include "bmo/pipeline/scan.hpp"

namespace bmo::pipeline {
namespace {

constexpr std::array<std::string_view, 3> kGroups{"topic", "category", "source"};

constexpr std::uint32_t kNoScore = ~std::uint32_t{0};

/// Falls as the score rises; a pair without one stands behind all others.
std::uint32_t place_of(double score) {
  if (is_absent(score)) return kNoScore;
  const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(score));
  const bool is_negative = bits >> 31U != 0;
  const std::uint32_t rising = is_negative ? ~bits : bits | std::uint32_t{1} << 31U;
  return ~rising;
}

std::string_view group_name(const Pair& pair, GroupBy by) {
  if (pair.metadata == nullptr) return {};
  const Metadata& metadata = *pair.metadata;
  switch (by) {
    case GroupBy::kTopic:
      return metadata[ListField::kTopics].empty() ? std::string_view()
                                                  : metadata[ListField::kTopics].front();
    case GroupBy::kCategory:
      return metadata[TextField::kCategory];
    case GroupBy::kSource:
      break;
  }
  const std::string_view document = metadata[TextField::kSourceDocument];
  return document.empty() ? metadata[TextField::kSourceUri] : document;
}

Error unreadable(const std::string& text) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_USAGE",
          .message = "cannot read --max-per `" + excerpt(text) + "`",
          .why = "it says how many pairs to keep of each topic, category or source",
          .hint = "--max-per topic=200"};
}

}  // namespace

std::string_view group_by_name(GroupBy by) {
  return kGroups[static_cast<std::size_t>(by)];
}

std::optional<GroupBy> parse_group_by(std::string_view text) {
  const auto found = std::ranges::find(kGroups, text);
  if (found == kGroups.end()) return std::nullopt;
  return static_cast<GroupBy>(found - kGroups.begin());
}

std::uint64_t group_key(const Pair& pair, GroupBy by) {
  const std::string_view name = group_name(pair, by);
  return name.empty() ? 0 : std::max(hash64(name), std::uint64_t{1});
}

Result<BudgetRules> parse_budgets(std::optional<std::uint64_t> top, const std::string& max_per,
                                  const std::string& by) {
  BudgetRules out;
  out.top = top;
  if (!by.empty()) out.by = by;
  if (!by.empty() && !top && max_per.empty()) {
    return Error{.kind = ErrorKind::kUsage,
                 .code = "E_USAGE",
                 .message = "--by ranks nothing",
                 .hint = "add --top N or --max-per topic=N"};
  }
  if (max_per.empty()) return out;
  const std::size_t equals = max_per.find('=');
  const auto group = parse_group_by(std::string_view(max_per).substr(0, equals));
  if (equals == std::string::npos || !group) return unreadable(max_per);
  std::uint64_t most = 0;
  const char* end = max_per.data() + max_per.size();
  const auto read = std::from_chars(max_per.data() + equals + 1, end, most);
  if (read.ec != std::errc() || read.ptr != end || most == 0) return unreadable(max_per);
  out.group = *group;
  out.most = most;
  return out;
}

json::Dom budget_rules_dom(const BudgetRules& rules) {
  json::Dom dom;
  if (!rules.is_asked()) return dom;
  dom["by"] = rules.by;
  if (rules.top) dom["top"] = *rules.top;
  if (rules.most) {
    dom["max_per"] = {{"group", group_by_name(rules.group)}, {"most", *rules.most}};
  }
  return dom;
}

bool BudgetKey::has_score() const {
  return order >> 32U != kNoScore;
}

Error no_such_score(const BudgetRules& rules) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_USAGE",
          .message = "no pair has the score `" + excerpt(rules.by) + "` to rank by",
          .why = "it is neither a score of ours nor one that the data gives",
          .hint = "--by bmo_soundness, or a name among the data's scores; see bmo list scores"};
}

BudgetKeys::BudgetKeys(const BudgetRules& rules, std::uint64_t seed)
    : rules_(rules), seed_(seed), score_(thresholds_of({{rules.by, 0.0}}, {}).front()) {}

void BudgetKeys::make(const Item& item, std::vector<BudgetKey>& out) const {
  out.assign(item.batch.size(), {});
  for (std::uint32_t row = 0; row < item.batch.size(); ++row) {
    if (item.batch.fates[row] != Fate::kExported) continue;
    const Pair& pair = item.batch.pairs[row];
    const double score = score_at(item, row, score_).value_or(kAbsent);
    out[row].order = std::uint64_t{place_of(score)} << 32U | hash64(pair.id, seed_) >> 32U;
    if (rules_.most) out[row].group = group_key(pair, rules_.group);
  }
}

}  // namespace bmo::pipeline

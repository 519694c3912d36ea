// Finds thresholds by radix selection over a file of keys: a histogram of 16 bits at a time until
// the wanted rank's bin fits in memory.
#include "bmo/pipeline/decide.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>
#include <numeric>

#include "bmo/base/check.hpp"
#include "bmo/pipeline/scan.hpp"

namespace bmo::pipeline {
namespace {

constexpr std::uint64_t kBinFits = std::uint64_t{1} << 20U;
constexpr int kLevels = 8;  // 16 bits each of (hash, record)

using Visit = std::function<void(const KeyedRecord&)>;

class KeyFile {
 public:
  KeyFile(io::File& file, std::uint64_t bytes, const Duplicates* duplicates)
      : file_(file), bytes_(bytes) {
    if (duplicates != nullptr) left_out_ = duplicates->all();
  }

  std::uint64_t size() const { return bytes_ / sizeof(KeyedRecord) - left_out_.size(); }

  Status for_each(const Visit& visit) {
    std::vector<KeyedRecord> buffer(65536);
    auto left_out = left_out_.begin();
    for (std::uint64_t at = 0; at < bytes_;) {
      const std::size_t want = static_cast<std::size_t>(
          std::min<std::uint64_t>(buffer.size() * sizeof(KeyedRecord), bytes_ - at));
      BMO_TRY_AS(const std::size_t got,
                 file_.read_at(at, reinterpret_cast<char*>(buffer.data()), want));
      BMO_CHECK(got == want);
      for (std::size_t i = 0; i < got / sizeof(KeyedRecord); ++i) {
        while (left_out != left_out_.end() && left_out->record < buffer[i].record)
          ++left_out;
        const bool is_left_out =
            left_out != left_out_.end() && left_out->record == buffer[i].record;
        if (!is_left_out) visit(buffer[i]);
      }
      at += got;
    }
    return ok();
  }

 private:
  io::File& file_;
  std::uint64_t bytes_;
  std::span<const Duplicate> left_out_;  ///< By record.
};

std::uint64_t digit_of(const Rank& rank, int level) {
  const std::uint64_t word = level < 4 ? rank.hash : rank.record;
  return word >> (48 - 16 * (level % 4)) & 0xFFFFU;
}

bool shares_prefix(const Rank& rank, const std::vector<std::uint64_t>& prefix) {
  for (std::size_t level = 0; level < prefix.size(); ++level) {
    if (digit_of(rank, static_cast<int>(level)) != prefix[level]) return false;
  }
  return true;
}

/// The `nth` smallest rank (from 1) among the records that `take` takes.
Result<Rank> nth_rank(KeyFile& keys, std::uint64_t nth, std::uint64_t seed, Purpose purpose,
                      const std::function<bool(const KeyedRecord&)>& take) {
  std::vector<std::uint64_t> prefix;
  std::uint64_t in_bin = kBinFits + 1;
  while (static_cast<int>(prefix.size()) < kLevels && in_bin > kBinFits) {
    std::vector<std::uint64_t> histogram(65536);
    const int level = static_cast<int>(prefix.size());
    BMO_TRY(keys.for_each([&](const KeyedRecord& record) {
      if (!take(record)) return;
      const Rank rank = rank_of(record, seed, purpose);
      if (shares_prefix(rank, prefix)) ++histogram[digit_of(rank, level)];
    }));
    std::uint64_t bin = 0;
    while (nth > histogram[bin])
      nth -= histogram[bin++];
    prefix.push_back(bin);
    in_bin = histogram[bin];
  }
  std::vector<Rank> ranks;
  BMO_TRY(keys.for_each([&](const KeyedRecord& record) {
    if (!take(record)) return;
    const Rank rank = rank_of(record, seed, purpose);
    if (shares_prefix(rank, prefix)) ranks.push_back(rank);
  }));
  const auto at = ranks.begin() + static_cast<std::ptrdiff_t>(nth - 1);
  std::nth_element(ranks.begin(), at, ranks.end());
  return *at;
}

using Take = std::function<bool(const KeyedRecord&)>;

Result<std::uint64_t> limit_record(KeyFile& keys, std::uint64_t limit, const Take& take) {
  std::uint64_t seen = 0;
  std::uint64_t last = 0;
  BMO_TRY(keys.for_each([&](const KeyedRecord& record) {
    if (seen == limit || !take(record)) return;
    ++seen;
    last = record.record;
  }));
  return last;
}

Result<std::uint64_t> count(KeyFile& keys, const Take& take) {
  std::uint64_t out = 0;
  BMO_TRY(keys.for_each([&](const KeyedRecord& record) { out += take(record) ? 1U : 0U; }));
  return out;
}

/// The groups with more than `most` pairs, by group, cut into parts of which each fits in memory.
Result<std::vector<std::vector<std::uint64_t>>> large_groups(KeyFile& keys, std::uint64_t most) {
  std::map<std::uint64_t, std::uint64_t> sizes;
  BMO_TRY(keys.for_each([&](const KeyedRecord& record) {
    if (record.budget.group != 0) ++sizes[record.budget.group];
  }));
  std::vector<std::vector<std::uint64_t>> parts;
  std::uint64_t room = 0;
  for (const auto& [group, size] : sizes) {
    if (size <= most) continue;
    if (size > room) {
      parts.emplace_back();
      room = std::max(size, kBinFits);
    }
    parts.back().push_back(group);
    room -= size;
  }
  return parts;
}

/// The last rank of each of these groups that is within its budget.
Status end_groups(KeyFile& keys, const std::vector<std::uint64_t>& groups, std::uint64_t most,
                  std::vector<Decisions::GroupEnd>& out) {
  std::vector<std::vector<Rank>> ranks(groups.size());
  BMO_TRY(keys.for_each([&](const KeyedRecord& record) {
    const auto group = std::ranges::lower_bound(groups, record.budget.group);
    if (group == groups.end() || *group != record.budget.group) return;
    ranks[static_cast<std::size_t>(group - groups.begin())].push_back(
        rank_of(record, 0, Purpose::kBudget));
  }));
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto last = ranks[i].begin() + static_cast<std::ptrdiff_t>(most - 1);
    std::nth_element(ranks[i].begin(), last, ranks[i].end());
    out.push_back({groups[i], *last});
  }
  return ok();
}

/// The budgets of groups first, then that of the whole.
Status decide_budgets(KeyFile& keys, const BudgetRules& rules, Decisions& out) {
  const Take has_score = [](const KeyedRecord& record) { return record.budget.has_score(); };
  BMO_TRY_AS(const std::uint64_t scored, count(keys, has_score));
  if (scored == 0 && keys.size() > 0) return no_such_score(rules);
  if (rules.most) {
    BMO_TRY_AS(const auto parts, large_groups(keys, *rules.most));
    for (const std::vector<std::uint64_t>& groups : parts)
      BMO_TRY(end_groups(keys, groups, *rules.most, out.group_ends));
  }
  if (!rules.top) return ok();
  const Take take = [&out](const KeyedRecord& record) { return out.over_budget(record).empty(); };
  BMO_TRY_AS(const std::uint64_t left, count(keys, take));
  if (*rules.top >= left) return ok();
  Rank last{};
  if (*rules.top > 0) {
    BMO_TRY_AS(last, nth_rank(keys, *rules.top, 0, Purpose::kBudget, take));
  }
  out.top_last = last;
  return ok();
}

/// Groups with the size and hash of those of their members that are taken. `members` by record.
Result<std::map<std::uint64_t, SplitGroup>> gather(KeyFile& keys,
                                                   std::span<const GroupMember> members,
                                                   std::uint64_t seed, const Take& take) {
  std::map<std::uint64_t, SplitGroup> groups;
  auto member = members.begin();
  BMO_TRY(keys.for_each([&](const KeyedRecord& record) {
    while (member != members.end() && member->record < record.record)
      ++member;
    if (member == members.end() || member->record != record.record || !take(record)) return;
    const std::uint64_t hash = rank_of(record, seed, Purpose::kSplit).hash;
    SplitGroup& group =
        groups.try_emplace(member->group, SplitGroup{.group = member->group, .hash = hash})
            .first->second;
    group.hash = std::min(group.hash, hash);
    ++group.size;
  }));
  return groups;
}

/// Places the groups and lowers `room` by what they take.
Status place(KeyFile& keys, std::span<const GroupMember> members, std::uint64_t seed,
             const Take& take, std::vector<std::uint64_t>& room, Decisions& out) {
  BMO_TRY_AS(const auto by_group, gather(keys, members, seed, take));
  std::vector<SplitGroup> groups;
  for (const auto& [name, group] : by_group) {
    groups.push_back(group);
    // The least of many hashes is small: mixed again, it says nothing of the size.
    groups.back().hash =
        hash64({reinterpret_cast<const char*>(&group.hash), sizeof(group.hash)}, seed);
  }
  const std::vector<std::size_t> splits = place_groups(groups, room);
  auto placed = std::make_shared<std::vector<PlacedMember>>();
  for (const GroupMember& member : members) {
    const auto group = std::ranges::lower_bound(groups, member.group, {}, &SplitGroup::group);
    if (group == groups.end() || group->group != member.group) continue;  // None is taken.
    placed->push_back({member.record, splits[static_cast<std::size_t>(group - groups.begin())]});
  }
  out.placed = std::move(placed);
  return ok();
}

/// Thresholds for the pairs that stand alone, so that each split fills up.
Status decide_splits(KeyFile& keys, const Recipe& recipe, std::uint64_t n,
                     std::span<const GroupMember> members, Decisions& out) {
  const Take take = [&out](const KeyedRecord& record) {
    return out.over_budget(record).empty() && out.in_sample(record) && out.in_limit(record);
  };
  std::vector<std::uint64_t> room = split_sizes(recipe.split, n);
  if (!members.empty()) BMO_TRY(place(keys, members, recipe.seed, take, room, out));
  const Take alone = [&](const KeyedRecord& record) {
    return take(record) && !placed_split(out, record.record);
  };
  BMO_TRY_AS(const std::uint64_t left, count(keys, alone));
  std::uint64_t end = 0;
  for (const std::uint64_t size : room) {
    const std::uint64_t begin = end;
    end = std::min(end + size, left);
    Decisions::SplitEnd split{.last = {}, .empty = begin == end};
    if (!split.empty) {
      BMO_TRY_AS(split.last, nth_rank(keys, end, recipe.seed, Purpose::kSplit, alone));
    }
    out.split_ends.push_back(split);
  }
  return ok();
}

}  // namespace

KeyedRecord keyed_record(const Item& item, std::size_t row) {
  return {.key = item.keys[row],
          .record = item.batch.records[row].number,
          .budget = item.budget_keys.empty() ? BudgetKey{} : item.budget_keys[row]};
}

Rank rank_of(const KeyedRecord& record, std::uint64_t seed, Purpose purpose) {
  if (purpose == Purpose::kBudget) return {record.budget.order, record.record};
  std::array<std::uint64_t, 2> words{record.key, static_cast<std::uint64_t>(purpose)};
  return {hash64({reinterpret_cast<const char*>(words.data()), sizeof(words)}, seed),
          record.record};
}

std::string_view Decisions::over_budget(const KeyedRecord& record) const {
  if (group_ends.empty() && !top_last) return {};
  const Rank rank = rank_of(record, seed, Purpose::kBudget);
  const auto end = std::ranges::lower_bound(group_ends, record.budget.group, {}, &GroupEnd::group);
  const bool is_limited = end != group_ends.end() && end->group == record.budget.group;
  if (is_limited && rank > end->last) return kMaxPerReason;
  return top_last && rank > *top_last ? kTopReason : std::string_view();
}

bool Decisions::in_sample(const KeyedRecord& record) const {
  return !sample_last || rank_of(record, seed, Purpose::kSample) <= *sample_last;
}

bool Decisions::in_limit(const KeyedRecord& record) const {
  return !limit_last || record.record <= *limit_last;
}

std::size_t Decisions::split_of(const KeyedRecord& record) const {
  if (split_ends.empty()) return 0;
  if (const auto split = placed_split(*this, record.record)) return *split;
  const Rank rank = rank_of(record, seed, Purpose::kSplit);
  for (std::size_t i = 0; i < split_ends.size(); ++i) {
    if (!split_ends[i].empty && rank <= split_ends[i].last) return i;
  }
  return split_ends.size() - 1;
}

std::optional<std::size_t> placed_split(const Decisions& decisions, std::uint64_t record) {
  if (!decisions.placed) return std::nullopt;
  const auto found = std::ranges::lower_bound(*decisions.placed, record, {}, &PlacedMember::record);
  if (found == decisions.placed->end() || found->record != record) return std::nullopt;
  return found->split;
}

bool needs_decisions(const Recipe& recipe) {
  return recipe.sample.has_value() || recipe.limit.has_value() || recipe.split.size() > 1 ||
         recipe.dedup.is_asked() || recipe.budgets.is_asked();
}

std::vector<std::uint64_t> split_sizes(const std::vector<SplitShare>& split, std::uint64_t n) {
  std::vector<std::uint64_t> sizes;
  std::vector<std::pair<double, std::size_t>> remainders;
  std::uint64_t given = 0;
  for (std::size_t i = 0; i < split.size(); ++i) {
    const double exact = split[i].share * static_cast<double>(n);
    // A share such as 0.1 of 70 is 7.000000000000001: what is within rounding of a whole is whole.
    const double whole = std::floor(exact + 1e-9);
    sizes.push_back(static_cast<std::uint64_t>(whole));
    given += sizes.back();
    remainders.emplace_back(-(exact - whole), i);
  }
  std::sort(remainders.begin(), remainders.end());
  for (std::size_t i = 0; given < n && i < remainders.size(); ++i, ++given) {
    ++sizes[remainders[i].second];
  }
  return sizes;
}

Result<Decisions> decide(io::Disk& disk, const std::string& keys_path, std::uint64_t bytes,
                         const Recipe& recipe, const Duplicates* duplicates,
                         std::span<const GroupMember> groups) {
  BMO_TRY_AS(const std::unique_ptr<io::File> file, disk.open(keys_path, io::Open::kRead));
  KeyFile keys(*file, bytes, duplicates);
  Decisions out{.seed = recipe.seed, .kept = keys.size()};
  const Take take = [&out](const KeyedRecord& record) {
    return out.over_budget(record).empty() && out.in_sample(record);
  };
  std::uint64_t n = out.kept;
  if (recipe.budgets.is_asked()) {
    BMO_TRY(decide_budgets(keys, recipe.budgets, out));
    BMO_TRY_AS(n, count(keys, take));
  }
  if (recipe.sample && *recipe.sample < n) {
    n = *recipe.sample;
    if (n == 0) {
      out.sample_last = Rank{};
    } else {
      BMO_TRY_AS(out.sample_last, nth_rank(keys, n, recipe.seed, Purpose::kSample, take));
    }
  }
  if (recipe.limit && *recipe.limit < n) {
    n = *recipe.limit;
    BMO_TRY_AS(out.limit_last, limit_record(keys, n, take));
  }
  if (recipe.split.size() > 1 && n > 0) BMO_TRY(decide_splits(keys, recipe, n, groups, out));
  return out;
}

json::Dom decisions_dom(const Decisions& decisions) {
  json::Dom dom;
  dom["seed"] = decisions.seed;
  dom["kept"] = decisions.kept;
  for (const Decisions::GroupEnd& end : decisions.group_ends)
    dom["group_ends"].push_back({end.group, end.last.hash, end.last.record});
  if (decisions.top_last) dom["top_last"] = {decisions.top_last->hash, decisions.top_last->record};
  if (decisions.sample_last) {
    dom["sample_last"] = {decisions.sample_last->hash, decisions.sample_last->record};
  }
  if (decisions.limit_last) dom["limit_last"] = *decisions.limit_last;
  dom["split_ends"] = json::Dom::array();
  for (const Decisions::SplitEnd& end : decisions.split_ends) {
    dom["split_ends"].push_back({end.last.hash, end.last.record, end.empty});
  }
  return dom;
}

Decisions decisions_of(const json::Dom& dom) {
  Decisions out{.seed = dom.value("seed", std::uint64_t{0}),
                .kept = dom.value("kept", std::uint64_t{0})};
  for (const json::Dom& end : dom.value("group_ends", json::Dom::array()))
    out.group_ends.push_back({.group = end[0], .last = {end[1], end[2]}});
  if (dom.contains("top_last")) out.top_last = Rank{dom["top_last"][0], dom["top_last"][1]};
  if (dom.contains("sample_last")) {
    out.sample_last = Rank{dom["sample_last"][0], dom["sample_last"][1]};
  }
  if (dom.contains("limit_last")) out.limit_last = dom["limit_last"].get<std::uint64_t>();
  for (const json::Dom& end : dom.value("split_ends", json::Dom::array())) {
    out.split_ends.push_back({.last = {end[0], end[1]}, .empty = end[2]});
  }
  return out;
}

}  // namespace bmo::pipeline

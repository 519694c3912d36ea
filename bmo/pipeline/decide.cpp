// One threshold after the other: budgets, sample, limit, splits.
#include "bmo/pipeline/decide.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>
#include <numeric>

#include "bmo/pipeline/decide_splits.hpp"
#include "bmo/pipeline/key_file.hpp"
#include "bmo/pipeline/scan.hpp"

namespace bmo::pipeline {
namespace {

Result<std::uint64_t> limit_record(KeyFile& keys, std::uint64_t limit, const TakeKey& take) {
  std::uint64_t seen = 0;
  std::uint64_t last = 0;
  BMO_TRY(keys.for_each([&](const KeyedRecord& record) {
    if (seen == limit || !take(record)) return;
    ++seen;
    last = record.record;
  }));
  return last;
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
  const TakeKey has_score = [](const KeyedRecord& record) { return record.budget.has_score(); };
  BMO_TRY_AS(const std::uint64_t scored, count_keys(keys, has_score));
  if (scored == 0 && keys.size() > 0) return no_such_score(rules);
  if (rules.most) {
    BMO_TRY_AS(const auto parts, large_groups(keys, *rules.most));
    for (const std::vector<std::uint64_t>& groups : parts)
      BMO_TRY(end_groups(keys, groups, *rules.most, out.group_ends));
  }
  if (!rules.top) return ok();
  const TakeKey take = [&out](const KeyedRecord& record) {
    return out.over_budget(record).empty();
  };
  BMO_TRY_AS(const std::uint64_t left, count_keys(keys, take));
  if (*rules.top >= left) return ok();
  Rank last{};
  if (*rules.top > 0) {
    BMO_TRY_AS(last, nth_rank(keys, *rules.top, 0, Purpose::kBudget, take));
  }
  out.top_last = last;
  return ok();
}

}  // namespace

KeyedRecord keyed_record(const Item& item, std::size_t row) {
  return {.key = item.keys[row],
          .record = item.batch.records[row].number,
          .budget = item.budget_keys.empty() ? BudgetKey{} : item.budget_keys[row],
          .stratum = item.strata.empty() ? 0 : item.strata[row]};
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
  const auto stratum = std::ranges::lower_bound(strata, record.stratum, {}, &StratumEnds::stratum);
  const bool is_named = stratum != strata.end() && stratum->stratum == record.stratum;
  const std::vector<SplitEnd>& ends = is_named ? stratum->ends : split_ends;
  const Rank rank = rank_of(record, seed, Purpose::kSplit);
  for (std::size_t i = 0; i < ends.size(); ++i) {
    if (!ends[i].empty && rank <= ends[i].last) return i;
  }
  return ends.size() - 1;
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
  std::vector<double> shares;
  for (const SplitShare& one : split)
    shares.push_back(one.share);
  return apportion_row(shares, n);
}

Result<Decisions> decide(io::Disk& disk, const std::string& keys_path, std::uint64_t bytes,
                         const Recipe& recipe, const Duplicates* duplicates,
                         std::span<const GroupMember> groups) {
  BMO_TRY_AS(const std::unique_ptr<io::File> file, disk.open(keys_path, io::Open::kRead));
  KeyFile keys(*file, bytes, duplicates);
  Decisions out{.seed = recipe.seed, .kept = keys.size()};
  const TakeKey take = [&out](const KeyedRecord& record) {
    return out.over_budget(record).empty() && out.in_sample(record);
  };
  std::uint64_t n = out.kept;
  if (recipe.budgets.is_asked()) {
    BMO_TRY(decide_budgets(keys, recipe.budgets, out));
    BMO_TRY_AS(n, count_keys(keys, take));
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
  if (recipe.split.size() < 2 || n == 0) return out;
  const TakeKey wanted = [&out](const KeyedRecord& record) {
    return out.over_budget(record).empty() && out.in_sample(record) && out.in_limit(record);
  };
  BMO_TRY(decide_splits(keys, recipe, groups, wanted, out));
  return out;
}

namespace {

json::Dom ends_dom(const std::vector<Decisions::SplitEnd>& ends) {
  json::Dom dom = json::Dom::array();
  for (const Decisions::SplitEnd& end : ends)
    dom.push_back({end.last.hash, end.last.record, end.empty});
  return dom;
}

std::vector<Decisions::SplitEnd> ends_of(const json::Dom& dom) {
  std::vector<Decisions::SplitEnd> out;
  for (const json::Dom& end : dom)
    out.push_back({.last = {end[0], end[1]}, .empty = end[2]});
  return out;
}

json::Dom split_report_dom(const SplitReport& report) {
  return {{"wanted", report.wanted},
          {"given", report.given},
          {"strata", report.strata},
          {"joined", report.joined},
          {"farthest", report.farthest}};
}

}  // namespace

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
  dom["split_ends"] = ends_dom(decisions.split_ends);
  for (const Decisions::StratumEnds& stratum : decisions.strata)
    dom["strata"].push_back({{"stratum", stratum.stratum}, {"ends", ends_dom(stratum.ends)}});
  dom["splits"] = split_report_dom(decisions.splits);
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
  out.split_ends = ends_of(dom.value("split_ends", json::Dom::array()));
  for (const json::Dom& stratum : dom.value("strata", json::Dom::array()))
    out.strata.push_back({stratum.at("stratum"), ends_of(stratum.at("ends"))});
  const json::Dom& report = dom.value("splits", json::Dom::object());
  out.splits.wanted = report.value("wanted", std::vector<std::uint64_t>());
  out.splits.given = report.value("given", std::vector<std::uint64_t>());
  out.splits.strata = report.value("strata", std::uint64_t{0});
  out.splits.joined = report.value("joined", std::uint64_t{0});
  out.splits.farthest = report.value("farthest", 0.0);
  return out;
}

}  // namespace bmo::pipeline

// A table of sizes by stratum and split; groups take their part of it, ranks the rest.
#include "bmo/pipeline/decide_splits.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "bmo/base/hash.hpp"

namespace bmo::pipeline {
namespace {

/// Strata of which no split would get half a pair are one together: the first.
class Strata {
 public:
  Strata(const std::map<std::uint64_t, std::uint64_t>& sizes, const std::vector<double>& shares) {
    double least = 1;
    for (const double share : shares) {
      if (share > 0) least = std::min(least, share);
    }
    sizes_.push_back(0);
    for (const auto& [stratum, size] : sizes) {
      if (stratum == 0 || static_cast<double>(size) * least < 0.5) {
        sizes_[0] += size;
        joined_ += stratum == 0 ? 0U : 1U;
        continue;
      }
      names_.push_back(stratum);
      sizes_.push_back(size);
    }
  }

  const std::vector<std::uint64_t>& sizes() const { return sizes_; }
  const std::vector<std::uint64_t>& names() const { return names_; }  ///< Of all but the first.
  std::uint64_t joined() const { return joined_; }

  std::uint32_t index_of(std::uint64_t stratum) const {
    const auto found = std::ranges::lower_bound(names_, stratum);
    if (found == names_.end() || *found != stratum) return 0;
    return static_cast<std::uint32_t>(found - names_.begin()) + 1;
  }

 private:
  std::vector<std::uint64_t> names_;
  std::vector<std::uint64_t> sizes_;
  std::uint64_t joined_ = 0;
};

class SplitDecision {
 public:
  SplitDecision(KeyFile& keys, const Recipe& recipe, std::span<const GroupMember> members,
                const TakeKey& take, Decisions& out)
      : keys_(keys), recipe_(recipe), members_(members), take_(take), out_(out) {
    for (const SplitShare& split : recipe.split)
      shares_.push_back(split.share);
  }

  Status run() {
    std::map<std::uint64_t, std::uint64_t> sizes;
    BMO_TRY(keys_.for_each([&](const KeyedRecord& record) {
      if (take_(record)) ++sizes[record.stratum];
    }));
    const Strata strata(sizes, shares_);
    strata_ = &strata;
    SizeTable placed(strata.sizes().size(), std::vector<std::uint64_t>(shares_.size()));
    if (!members_.empty()) BMO_TRY(place(placed));
    const SizeTable table = apportion(shares_, strata.sizes(), placed);
    report(table);
    for (std::size_t row = 0; row < table.size(); ++row) {
      for (std::size_t k = 0; k < shares_.size(); ++k)
        placed[row][k] = table[row][k] - placed[row][k];
    }
    return end_strata(placed);
  }

 private:
  /// Groups with the size, strata and hash of those of their members that are taken.
  Result<std::map<std::uint64_t, SplitGroup>> gather() {
    std::map<std::uint64_t, SplitGroup> groups;
    auto member = members_.begin();
    BMO_TRY(keys_.for_each([&](const KeyedRecord& record) {
      while (member != members_.end() && member->record < record.record)
        ++member;
      if (member == members_.end() || member->record != record.record || !take_(record)) return;
      const std::uint64_t hash = rank_of(record, recipe_.seed, Purpose::kSplit).hash;
      SplitGroup& group =
          groups.try_emplace(member->group, SplitGroup{.group = member->group, .hash = hash})
              .first->second;
      group.hash = std::min(group.hash, hash);
      group.add(strata_->index_of(record.stratum));
    }));
    return groups;
  }

  /// Places the groups; `placed` is what they take.
  Status place(SizeTable& placed) {
    BMO_TRY_AS(const auto by_group, gather());
    std::vector<SplitGroup> groups;
    for (const auto& [name, group] : by_group) {
      groups.push_back(group);
      // The least of many hashes is small: mixed again, it says nothing of the size.
      groups.back().hash =
          hash64({reinterpret_cast<const char*>(&group.hash), sizeof(group.hash)}, recipe_.seed);
    }
    SizeTable room = apportion(shares_, strata_->sizes());
    const std::vector<std::size_t> splits = place_groups(groups, room);
    for (std::size_t i = 0; i < groups.size(); ++i) {
      for (const SplitGroup::Part& part : groups[i].parts)
        placed[part.stratum][splits[i]] += part.size;
    }
    auto members = std::make_shared<std::vector<PlacedMember>>();
    for (const GroupMember& member : members_) {
      const auto group = std::ranges::lower_bound(groups, member.group, {}, &SplitGroup::group);
      if (group == groups.end() || group->group != member.group) continue;  // None is taken.
      members->push_back({member.record, splits[static_cast<std::size_t>(group - groups.begin())]});
    }
    out_.placed = std::move(members);
    return ok();
  }

  void report(const SizeTable& table) {
    const std::vector<std::uint64_t>& sizes = strata_->sizes();
    SplitReport& report = out_.splits;
    report.wanted =
        apportion_row(shares_, std::accumulate(sizes.begin(), sizes.end(), std::uint64_t{0}));
    report.given = column_sums(table, shares_.size());
    if (!recipe_.stratify) return;
    report.strata = strata_->names().size();
    report.joined = strata_->joined();
    for (std::size_t row = 0; row < table.size(); ++row) {
      for (std::size_t k = 0; k < shares_.size(); ++k) {
        const double exact = static_cast<double>(sizes[row]) * shares_[k];
        report.farthest =
            std::max(report.farthest, std::abs(static_cast<double>(table[row][k]) - exact));
      }
    }
  }

  bool is_alone(const KeyedRecord& record) const {
    return take_(record) && !placed_split(out_, record.record);
  }

  /// Thresholds for the pairs that stand alone, so that each split fills up with them.
  Status end_strata(const SizeTable& alone) {
    BMO_TRY_AS(out_.split_ends, end_large(0, alone[0]));
    out_.strata.resize(strata_->names().size());
    std::vector<std::uint32_t> part;  // Strata whose ranks fit into memory together.
    std::uint64_t held = 0;
    for (std::uint32_t i = 1; i < alone.size(); ++i) {
      out_.strata[i - 1].stratum = strata_->names()[i - 1];
      const std::uint64_t size =
          std::accumulate(alone[i].begin(), alone[i].end(), std::uint64_t{0});
      if (size > kBinFits) {
        BMO_TRY_AS(out_.strata[i - 1].ends, end_large(i, alone[i]));
        continue;
      }
      if (held + size > kBinFits) {
        BMO_TRY(end_small(part, alone));
        part.clear();
        held = 0;
      }
      part.push_back(i);
      held += size;
    }
    return part.empty() ? ok() : end_small(part, alone);
  }

  /// One stratum of any size.
  Result<std::vector<Decisions::SplitEnd>> end_large(std::uint32_t index,
                                                     const std::vector<std::uint64_t>& sizes) {
    const TakeKey take = [&](const KeyedRecord& record) {
      return strata_->index_of(record.stratum) == index && is_alone(record);
    };
    std::vector<Decisions::SplitEnd> out;
    std::uint64_t end = 0;
    for (const std::uint64_t size : sizes) {
      end += size;
      Decisions::SplitEnd split{.last = {}, .empty = size == 0};
      if (size > 0) {
        BMO_TRY_AS(split.last, nth_rank(keys_, end, recipe_.seed, Purpose::kSplit, take));
      }
      out.push_back(split);
    }
    return out;
  }

  /// Many strata in one walk.
  Status end_small(const std::vector<std::uint32_t>& part, const SizeTable& alone) {
    std::vector<std::vector<Rank>> ranks(part.size());
    BMO_TRY(keys_.for_each([&](const KeyedRecord& record) {
      const auto at = std::ranges::lower_bound(part, strata_->index_of(record.stratum));
      if (at == part.end() || *at != strata_->index_of(record.stratum) || !is_alone(record)) return;
      ranks[static_cast<std::size_t>(at - part.begin())].push_back(
          rank_of(record, recipe_.seed, Purpose::kSplit));
    }));
    for (std::size_t i = 0; i < part.size(); ++i) {
      std::ranges::sort(ranks[i]);
      std::uint64_t end = 0;
      for (const std::uint64_t size : alone[part[i]]) {
        end += size;
        out_.strata[part[i] - 1].ends.push_back(
            {.last = size == 0 ? Rank{} : ranks[i][end - 1], .empty = size == 0});
      }
    }
    return ok();
  }

  KeyFile& keys_;
  const Recipe& recipe_;
  std::span<const GroupMember> members_;
  const TakeKey& take_;
  Decisions& out_;
  const Strata* strata_ = nullptr;
  std::vector<double> shares_;
};

}  // namespace

Status decide_splits(KeyFile& keys, const Recipe& recipe, std::span<const GroupMember> members,
                     const TakeKey& take, Decisions& out) {
  return SplitDecision(keys, recipe, members, take, out).run();
}

}  // namespace bmo::pipeline

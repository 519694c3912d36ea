// Tells what is known about the pairs, and how tags are used.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/metrics/kit/figures.hpp"
#include "bmo/metrics/kit/named.hpp"
#include "bmo/metrics/kit/tag_use.hpp"
#include "bmo/model/fields.hpp"

namespace bmo::metrics {
namespace {

constexpr std::size_t kShownTags = 30;
constexpr std::uint64_t kRare = 10;
constexpr std::size_t kMostSpellings = 400;
constexpr std::size_t kMostSpellingAdvice = 10;
constexpr std::uint64_t kLeastForAll = 100;
constexpr double kNearlyAll = 0.95;

/// Tags that are one but for case, hyphens and a plural s have the same.
std::string folded(std::string_view tag) {
  std::string out;
  for (const char c : lower_ascii(tag)) {
    if (c != ' ' && c != '-' && c != '_' && c != '.') out += c;
  }
  if (out.size() > 1 && out.ends_with('s')) out.pop_back();
  return out;
}

struct MetadataUse {
  static constexpr MetricCard card{
      .id = "metadata",
      .title = "Metadata and tags",
      .definition =
          "Which fields are filled, how tags are used, which of them are two spellings of one, "
          "stand together or exclude each other, and which questions are described in two ways.",
      .formula =
          "share of pairs with a value; two tags are spellings of one where they differ in case, "
          "hyphens, a plural s, or in one letter of at least eight (looked for among the 400 most "
          "used). Redundant: Jaccard = pairs with both / pairs with either, 0.9 and above, or 98 % "
          "of one tag's pairs have the other; phi = correlation of the two. Exclusive: opposites "
          "(easy and hard ...), or two values of a key (level:easy, level:hard) of which at most "
          "5 % of its pairs have two. Described in two ways: the same words asked, another "
          "difficulty, language or category. All over samples of 20,000 with the lowest hashes",
      .source = "Jaccard, 1901; phi: Yule, 1912",
      .caution =
          "Two tags that look alike or stand together may be meant apart; tags below 10 pairs of "
          "the sample are not judged.",
      .order = 6,
  };

  void add(const Observation& seen) {
    ++total;
    const Metadata* metadata = seen.pair.metadata;
    if (metadata == nullptr) return;
    for (std::size_t i = 0; i < texts.size(); ++i)
      texts[i] += metadata->texts[i].empty() ? 0 : 1;
    for (std::size_t i = 0; i < reals.size(); ++i)
      reals[i] += is_absent(metadata->reals[i]) ? 0 : 1;
    for (std::size_t i = 0; i < lists.size(); ++i)
      lists[i] += metadata->lists[i].empty() ? 0 : 1;
    const auto given = (*metadata)[ListField::kTags];
    tagged += given.empty() ? 0 : 1;
    tag_uses += given.size();
    numbers.clear();
    for (const std::string_view tag : given) {
      Tag* known = tags.find_or_add(tag);
      if (known == nullptr) continue;
      if (known->count++ == 0) known->number = static_cast<std::uint32_t>(tags.map().size() - 1);
      numbers.push_back(known->number);
    }
    use.add(seen.pair.content.low, question_of(seen.pair), *metadata, numbers);
  }

  static std::string_view question_of(const Pair& pair) {
    std::string_view out;
    for (const Message& message : pair.messages) {
      if (message.role == Role::kUser) out = message.content;
    }
    return out;
  }

  void conclude(const Settings& /*settings*/, Chapter& out) const {
    Writer writer(out);
    tell_fields(writer);
    writer.share("tagged", "Pairs with a tag", tagged, total);
    if (!tags.map().empty()) {
      const std::vector<std::pair<std::string, std::uint64_t>> sorted = by_use();
      tell_tags(sorted, writer);
      tell_spellings(sorted, writer);
      tell_left_out(tags, "tags", writer);
    }
    std::vector<std::string> names(tags.map().size());
    for (const auto& [name, tag] : tags.map())
      names[tag.number] = name;
    use.tell(names, writer);
  }

  /// The most used first.
  std::vector<std::pair<std::string, std::uint64_t>> by_use() const {
    std::vector<std::pair<std::string, std::uint64_t>> out;
    for (const auto& [name, tag] : tags.map())
      out.emplace_back(name, tag.count);
    std::stable_sort(out.begin(), out.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    return out;
  }

  void tell_fields(Writer& writer) const {
    Table& table =
        writer.table("fields", "Fields that are filled", {"field", "pairs", "%"}, Look::kBars);
    for (const FieldCard& field : metadata_fields()) {
      const std::uint64_t count = count_of(field);
      if (count == 0) continue;
      const auto n = static_cast<double>(count);
      const std::string name =
          (field.group.empty() ? "" : std::string(field.group) + ".") + std::string(field.name);
      table.rows.push_back(
          {text_cell(name), number_cell(n), number_cell(100 * n / static_cast<double>(total))});
    }
  }

  std::uint64_t count_of(const FieldCard& field) const {
    switch (field.kind) {
      case FieldKind::kText:
        return texts[field.slot];
      case FieldKind::kReal:
        return reals[field.slot];
      case FieldKind::kTextList:
        return lists[field.slot];
      default:
        return 0;
    }
  }

  using Sorted = std::vector<std::pair<std::string, std::uint64_t>>;

  void tell_tags(const Sorted& sorted, Writer& writer) const {
    const auto rare = static_cast<std::uint64_t>(
        std::ranges::count_if(sorted, [](const auto& tag) { return tag.second < kRare; }));
    writer.number("tags", "Tags", static_cast<double>(sorted.size()), total);
    writer.number("tags_per_pair", "Tags of a pair",
                  static_cast<double>(tag_uses) / static_cast<double>(total), total);
    writer.number("rare_tags", "Tags with fewer than 10 pairs", static_cast<double>(rare),
                  sorted.size());
    Table& table = writer.table("tags", "Tags", {"tag", "pairs"}, Look::kBars);
    for (std::size_t i = 0; i < std::min(kShownTags, sorted.size()); ++i) {
      const auto count = static_cast<double>(sorted[i].second);
      table.rows.push_back({text_cell(sorted[i].first), number_cell(count)});
      if (total >= kLeastForAll && count >= kNearlyAll * static_cast<double>(total)) {
        writer.advise(Urgency::kInfo,
                      fmt::format("The tag {} stands on nearly all pairs: it tells none apart.",
                                  excerpt(sorted[i].first)));
      }
    }
  }

  /// Which tags to write instead of which, the most used of each first.
  static std::vector<std::pair<std::size_t, std::size_t>> spellings(const Sorted& sorted) {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    std::map<std::string, std::size_t> first;
    std::vector<bool> is_other(sorted.size());
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      const auto [known, is_new] = first.emplace(folded(sorted[i].first), i);
      if (is_new) continue;
      out.emplace_back(known->second, i);
      is_other[i] = true;
    }
    // Each with each: only where that is quick.
    const std::size_t most = std::min(sorted.size(), kMostSpellings);
    for (std::size_t a = 0; a < most; ++a) {
      for (std::size_t b = a + 1; b < most; ++b) {
        if (is_other[a] || is_other[b] || !are_spellings(sorted[a].first, sorted[b].first))
          continue;
        out.emplace_back(a, b);
        is_other[b] = true;
      }
    }
    std::ranges::sort(out);
    return out;
  }

  static void tell_spellings(const Sorted& sorted, Writer& writer) {
    if (sorted.size() > kMostSpellings) {
      writer.advise(Urgency::kInfo,
                    fmt::format("Tags that differ in one letter were looked for among the {} most "
                                "used of {}; case, hyphens and plurals among all.",
                                kMostSpellings, format_count(sorted.size())));
    }
    const auto found = spellings(sorted);
    if (found.empty()) return;
    Table& table = writer.table("tidy", "Two spellings of one tag",
                                {"write", "instead of", "pairs to change"});
    for (const auto& [keep, other] : found) {
      table.rows.push_back({text_cell(sorted[keep].first), text_cell(sorted[other].first),
                            number_cell(static_cast<double>(sorted[other].second))});
      if (table.rows.size() > kMostSpellingAdvice) continue;
      writer.advise(Urgency::kWatch,
                    fmt::format("The tags {} ({} pairs) and {} ({} pairs) look like one: write {}.",
                                excerpt(sorted[keep].first), sorted[keep].second,
                                excerpt(sorted[other].first), sorted[other].second,
                                excerpt(sorted[keep].first)));
    }
  }

  std::uint64_t total = 0;
  std::uint64_t tagged = 0;
  std::uint64_t tag_uses = 0;
  std::array<std::uint64_t, static_cast<std::size_t>(TextField::kCount)> texts{};
  std::array<std::uint64_t, static_cast<std::size_t>(RealField::kCount)> reals{};
  std::array<std::uint64_t, static_cast<std::size_t>(ListField::kCount)> lists{};
  struct Tag {
    std::uint64_t count = 0;
    std::uint32_t number = 0;  ///< As they were met.
  };
  Named<Tag> tags{kMostNames};
  TagUse use;
  std::vector<std::uint32_t> numbers;
};

}  // namespace

const MetricEntry& metadata() {
  return entry<MetadataUse>();
}

}  // namespace bmo::metrics

// Tells what is known about the pairs, and how tags are used.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/metrics/kit/figures.hpp"
#include "bmo/model/fields.hpp"

namespace bmo::metrics {
namespace {

constexpr std::size_t kShownTags = 30;
constexpr std::uint64_t kRare = 10;
constexpr std::size_t kMostSpellings = 400;

/// Letters alone, in lower case: "Set-Up" and "setup" are one.
std::string bare(std::string_view tag) {
  std::string out;
  for (const char c : lower_ascii(tag)) {
    if (c != ' ' && c != '-' && c != '_' && c != '.') out += c;
  }
  return out;
}

/// Can one word be made of the other with so few changes of a letter?
bool is_near(std::string_view a, std::string_view b, std::size_t most) {
  if (a.size() + most < b.size() || b.size() + most < a.size()) return false;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()] <= most;
}

/// "tag" and "tags", "set-up" and "setup", or one letter in a long word.
bool are_spellings(const std::string& a, const std::string& b) {
  const std::string x = bare(a);
  const std::string y = bare(b);
  if (x == y || x + "s" == y || y + "s" == x) return true;
  return std::min(x.size(), y.size()) >= 8 && is_near(x, y, 1);
}

struct MetadataUse {
  static constexpr MetricCard card{
      .id = "metadata",
      .title = "Metadata and tags",
      .definition =
          "Which fields are filled, how tags are used, and which of them are two spellings of one.",
      .formula =
          "share of pairs with a value; two tags are spellings of one where they differ in case, "
          "hyphens, a plural s, or in one letter of at least eight",
      .source = "",
      .caution = "Two tags that look alike may be meant apart.",
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
    for (const std::string_view tag : given)
      ++tags[std::string(tag)];
  }

  void conclude(const Settings& /*settings*/, Chapter& out) const {
    Writer writer(out);
    tell_fields(writer);
    writer.share("tagged", "Pairs with a tag", tagged, total);
    if (tags.empty()) return;
    const auto rare = static_cast<std::uint64_t>(std::count_if(
        tags.begin(), tags.end(), [](const auto& tag) { return tag.second < kRare; }));
    writer.number("tags", "Tags", static_cast<double>(tags.size()), total);
    writer.number("tags_per_pair", "Tags of a pair",
                  static_cast<double>(tag_uses) / static_cast<double>(total), total);
    writer.number("rare_tags", "Tags with fewer than 10 pairs", static_cast<double>(rare),
                  tags.size());
    tell_tags(writer);
    tell_spellings(writer);
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

  void tell_tags(Writer& writer) const {
    std::vector<std::pair<std::string, std::uint64_t>> sorted(tags.begin(), tags.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    Table& table = writer.table("tags", "Tags", {"tag", "pairs"}, Look::kBars);
    for (std::size_t i = 0; i < std::min(kShownTags, sorted.size()); ++i) {
      table.rows.push_back(
          {text_cell(sorted[i].first), number_cell(static_cast<double>(sorted[i].second))});
    }
  }

  void tell_spellings(Writer& writer) const {
    // Each with each: only where that is quick.
    if (tags.size() > kMostSpellings) return;
    for (auto a = tags.begin(); a != tags.end(); ++a) {
      for (auto b = std::next(a); b != tags.end(); ++b) {
        if (!are_spellings(a->first, b->first)) continue;
        const bool keep_first = a->second >= b->second;
        writer.advise(
            Urgency::kWatch,
            fmt::format("The tags {} ({} pairs) and {} ({} pairs) look like one: write {}.",
                        excerpt(a->first), a->second, excerpt(b->first), b->second,
                        excerpt(keep_first ? a->first : b->first)));
      }
    }
  }

  std::uint64_t total = 0;
  std::uint64_t tagged = 0;
  std::uint64_t tag_uses = 0;
  std::array<std::uint64_t, static_cast<std::size_t>(TextField::kCount)> texts{};
  std::array<std::uint64_t, static_cast<std::size_t>(RealField::kCount)> reals{};
  std::array<std::uint64_t, static_cast<std::size_t>(ListField::kCount)> lists{};
  std::map<std::string, std::uint64_t> tags;
};

}  // namespace

const MetricEntry& metadata() {
  return entry<MetadataUse>();
}

}  // namespace bmo::metrics

// Asks the catalogue for data sets and their segments.
#include "bmo/app/dataset.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "bmo/app/versions.hpp"
#include "bmo/base/text.hpp"
#include "bmo/workspace/history.hpp"
#include "bmo/workspace/workspace.hpp"

namespace bmo::app {
namespace {

constexpr std::string_view kPrefix = "dataset:";

/// "support@3" taken apart.
struct DatasetName {
  std::string name;
  std::optional<std::uint64_t> version;
};

Error dataset_error(std::string message, std::string why, std::string hint) {
  return {.kind = ErrorKind::kNotFound,
          .code = "E_DATASET",
          .message = std::move(message),
          .why = std::move(why),
          .hint = std::move(hint)};
}

Result<DatasetName> parse_name(std::string_view text) {
  const std::size_t at = text.find('@');
  DatasetName out{.name = std::string(text.substr(0, at)), .version = {}};
  if (at == std::string_view::npos) return out;
  std::string_view digits = text.substr(at + 1);
  if (digits.starts_with('v')) digits.remove_prefix(1);
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (fault != std::errc() || end != digits.data() + digits.size() || number == 0) {
    return dataset_error("`" + excerpt(text) + "` names no version of a data set", "",
                         "write dataset:NAME for the latest or dataset:NAME@3 for version 3");
  }
  out.version = number;
  return out;
}

/// Always an error: that there is no such data set, or what kept us from looking.
Status unknown_dataset(workspace::Catalogue& catalogue, const DatasetName& wanted) {
  BMO_TRY_AS(const std::vector<workspace::DatasetVersion> all, catalogue.datasets());
  std::vector<std::string_view> names;
  for (const workspace::DatasetVersion& version : all) {
    if (version.dataset == wanted.name) {
      return dataset_error("data set `" + wanted.name + "` has no version " +
                               std::to_string(wanted.version.value_or(0)),
                           "its latest is version " + std::to_string(version.number),
                           "bmo list datasets");
    }
    names.push_back(version.dataset);
  }
  return dataset_error(
      "there is no data set `" + excerpt(wanted.name) + "`" + did_you_mean(wanted.name, names), "",
      names.empty() ? "bmo import FILE --dataset " + excerpt(wanted.name) : "bmo list datasets");
}

/// An open workspace.
struct OpenWorkspace {
  std::string root;
  workspace::Catalogue catalogue;
};

Result<OpenWorkspace> open_workspace(io::Disk& disk, const std::string& start) {
  BMO_TRY_AS(std::string root, workspace::find_root(disk, start));
  BMO_TRY_AS(workspace::Catalogue catalogue,
             workspace::Catalogue::open(workspace::below(root, workspace::kCatalogueName)));
  return OpenWorkspace{std::move(root), std::move(catalogue)};
}

Result<workspace::DatasetVersion> found_version(OpenWorkspace& open, const DatasetName& wanted) {
  BMO_TRY_AS(const std::optional<workspace::DatasetVersion> version,
             open.catalogue.find(wanted.name, wanted.version));
  if (!version) BMO_TRY(unknown_dataset(open.catalogue, wanted));
  return version.value_or(workspace::DatasetVersion{});
}

Error since_error(const std::string& since, std::string why) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_SINCE",
          .message = "nothing is known since `" + excerpt(since) + "`",
          .why = std::move(why),
          .hint = "name a version of the data set or a day: bmo list versions --dataset NAME"};
}

bool is_day(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return false;
  return std::ranges::all_of(text.substr(0, 4), [](char c) { return c >= '0' && c <= '9'; });
}

/// The version after which `since` begins; 0: before the first one.
Result<std::uint64_t> last_before(OpenWorkspace& open, const std::string& dataset,
                                  const std::string& since) {
  if (is_day(since)) {
    BMO_TRY_AS(workspace::History history,
               workspace::History::open(workspace::below(open.root, workspace::kCatalogueName)));
    BMO_TRY_AS(const auto versions, history.versions(dataset));
    std::uint64_t last = 0;
    for (const workspace::VersionRecord& record : versions) {
      if (record.version.created < since) last = record.version.number;
    }
    return last;
  }
  std::string_view digits = since;
  if (digits.starts_with('v')) digits.remove_prefix(1);
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (fault != std::errc() || end != digits.data() + digits.size())
    return since_error(since, "it is neither the number of a version nor a day (2026-03-01)");
  return number;
}

Status append_since(OpenWorkspace& open, const DatasetName& wanted, const std::string& since,
                    std::vector<std::string>& out) {
  BMO_TRY_AS(const workspace::DatasetVersion version, found_version(open, wanted));
  BMO_TRY_AS(const std::uint64_t base, last_before(open, version.dataset, since));
  BMO_TRY_AS(const auto all, open.catalogue.segments(version.dataset, version.number));
  BMO_TRY_AS(const auto known, open.catalogue.segments(version.dataset, base));
  // A version begins with the segments of the one before it.
  if (known.size() >= all.size() || base >= version.number) {
    return since_error(since, "version " + std::to_string(version.number) + " of " +
                                  version.dataset + ", made " + version.created +
                                  ", holds nothing newer");
  }
  for (std::size_t i = known.size(); i < all.size(); ++i)
    out.push_back(workspace::below(open.root, all[i].path));
  return ok();
}

Status append_segments(OpenWorkspace& open, const DatasetName& wanted,
                       std::vector<std::string>& out) {
  BMO_TRY_AS(const workspace::DatasetVersion version, found_version(open, wanted));
  BMO_TRY_AS(const std::vector<workspace::Segment> segments,
             open.catalogue.segments(version.dataset, version.number));
  for (const workspace::Segment& segment : segments) {
    out.push_back(workspace::below(open.root, segment.path));
  }
  return ok();
}

}  // namespace

Result<std::vector<std::string>> resolve_sources(io::Disk& disk,
                                                 const std::vector<std::string>& sources,
                                                 const std::string& start_directory) {
  std::vector<std::string> out;
  std::optional<OpenWorkspace> open;
  for (const std::string& source : sources) {
    if (!source.starts_with(kPrefix)) {
      out.push_back(source);
      continue;
    }
    if (!open) {
      BMO_TRY_AS(OpenWorkspace opened, open_workspace(disk, start_directory));
      open.emplace(std::move(opened));
    }
    BMO_TRY_AS(const DatasetName wanted,
               parse_name(std::string_view(source).substr(kPrefix.size())));
    BMO_TRY(append_segments(*open, wanted, out));
  }
  return out;
}

Result<std::vector<std::string>> resolve_since(io::Disk& disk,
                                               const std::vector<std::string>& sources,
                                               const std::string& since,
                                               const std::string& start_directory) {
  BMO_TRY_AS(OpenWorkspace open, open_workspace(disk, start_directory));
  std::vector<std::string> out;
  for (const std::string& source : sources) {
    if (!source.starts_with(kPrefix))
      return since_error(since, "`" + excerpt(source) + "` is no data set of the workspace");
    BMO_TRY_AS(const DatasetName wanted,
               parse_name(std::string_view(source).substr(kPrefix.size())));
    BMO_TRY(append_since(open, wanted, since, out));
  }
  return out;
}

Result<std::optional<NamedVersion>> named_version(io::Disk& disk, const std::string& source,
                                                  const std::string& start_directory) {
  if (!source.starts_with(kPrefix)) return std::optional<NamedVersion>();
  BMO_TRY_AS(OpenWorkspace open, open_workspace(disk, start_directory));
  BMO_TRY_AS(const DatasetName wanted, parse_name(std::string_view(source).substr(kPrefix.size())));
  BMO_TRY_AS(const workspace::DatasetVersion version, found_version(open, wanted));
  return std::optional(NamedVersion{open.root, version.dataset, version.number});
}

Result<std::string> overrides_of_dataset(io::Disk& disk, const std::string& name,
                                         const std::string& start_directory) {
  BMO_TRY_AS(OpenWorkspace open, open_workspace(disk, start_directory));
  BMO_TRY_AS(const DatasetName wanted, parse_name(name));
  BMO_TRY_AS(const std::optional<workspace::DatasetVersion> version,
             open.catalogue.find(wanted.name, wanted.version));
  if (!version) BMO_TRY(unknown_dataset(open.catalogue, wanted));
  const std::string home = io::join(workspace::kDataName, version ? version->dataset : wanted.name);
  return workspace::below(open.root, io::join(home, workspace::kOverridesName));
}

Result<std::optional<workspace::Config>> settings_for(io::Disk& disk,
                                                      const std::vector<std::string>& sources,
                                                      const std::string& start_directory) {
  const bool any = std::ranges::any_of(
      sources, [](const std::string& source) { return source.starts_with(kPrefix); });
  if (!any) return std::optional<workspace::Config>();
  BMO_TRY_AS(const std::string root, workspace::find_root(disk, start_directory));
  BMO_TRY_AS(workspace::Config config,
             workspace::read_config(disk, workspace::below(root, workspace::kConfigName)));
  return std::optional<workspace::Config>(std::move(config));
}

Result<std::string> index_for(io::Disk& disk, const std::vector<std::string>& sources,
                              const std::string& start_directory) {
  const bool all = !sources.empty() && std::ranges::all_of(sources, [](const std::string& source) {
    return source.starts_with(kPrefix);
  });
  if (!all) return std::string();
  BMO_TRY_AS(const std::string root, workspace::find_root(disk, start_directory));
  return workspace::below(root, workspace::kIndexName);
}

Result<DatasetsAnswer> list_datasets(const std::string& start_directory, const Session& session) {
  BMO_TRY_AS(OpenWorkspace open, open_workspace(session.disk, start_directory));
  BMO_TRY_AS(const std::vector<workspace::DatasetVersion> all, open.catalogue.datasets());
  DatasetsAnswer answer{.workspace = open.root, .datasets = {}};
  for (const workspace::DatasetVersion& version : all) {
    answer.datasets.push_back({.name = version.dataset,
                               .version = version.number,
                               .pairs = version.pairs,
                               .bytes = version.bytes,
                               .created = version.created});
  }
  return answer;
}

}  // namespace bmo::app

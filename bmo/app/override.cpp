// Finds the pairs that a decision is about, and writes it to the log.
#include "bmo/app/override.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <set>

#include "bmo/app/dataset.hpp"
#include "bmo/app/export.hpp"
#include "bmo/app/ledger.hpp"
#include "bmo/app/points.hpp"
#include "bmo/base/hash.hpp"
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/pipeline/publish.hpp"
#include "bmo/pipeline/run.hpp"
#include "bmo/pipeline/scoring.hpp"
#include "bmo/workspace/workspace.hpp"

namespace bmo::app {
namespace {

constexpr std::size_t kShown = 10;

Error usage(std::string message, std::string why, std::string hint) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_USAGE",
          .message = std::move(message),
          .why = std::move(why),
          .hint = std::move(hint)};
}

Status check_request(const OverrideRequest& request) {
  if (request.keep == request.drop)
    return usage("say what is to become of the pairs", "one of --keep and --drop is needed",
                 "bmo override ID --keep --reason \"why\"");
  if (trim_ascii(request.reason).empty())
    return usage("a decision needs a reason", "those who read the log later have nothing else",
                 "--reason \"checked against the manual\"");
  if (request.ids.empty() == request.where.empty())
    return usage("name the pairs", "either their ids or --where EXPR, not both",
                 "bmo override ID... or bmo override --where \"bmo_soundness >= 80\"");
  if (!request.expires.empty() && !workspace::is_date(request.expires))
    return usage("cannot read --expires `" + excerpt(request.expires) + "`",
                 "it is the last day on which the decision holds", "--expires 2026-12-31");
  return ok();
}

std::string utc_now(const char* format) {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof(text), format, &parts)};
}

/// The columns of a ledger that a filter may name.
Schema ledger_columns() {
  Schema out;
  for (const char* name : {"id", "file", "fate", "reason", "split"})
    out.push_back({.name = name, .kind = ColumnKind::kText});
  for (const char* name : {"record", "line"})
    out.push_back({.name = name, .kind = ColumnKind::kInteger});
  std::ranges::copy(pipeline::own_columns_schema(), std::back_inserter(out));
  return out;
}

void append_codes(json::Value row, Arena& arena, Column& out) {
  const json::Value findings = row.find("findings");
  if (findings && findings.is_array()) {
    for (const json::Value finding : findings.elements())
      out.children[0].text.push_back(arena.keep(text_in(finding, "code", arena)));
  }
  out.ends.push_back(static_cast<std::uint32_t>(out.children[0].text.size()));
}

void append_ledger_row(json::Value row, const Schema& schema, Arena& arena, Columns& out) {
  ++out.rows;
  for (std::size_t i = 0; i < schema.size(); ++i) {
    Column& column = out.columns[i];
    const json::Value value = row.find(schema[i].name);
    const bool is_number = value && value.kind() == json::Kind::kNumber;
    if (schema[i].kind == ColumnKind::kText)
      column.text.push_back(arena.keep(text_in(row, schema[i].name, arena)));
    if (schema[i].kind == ColumnKind::kInteger)
      column.integer.push_back(static_cast<std::int64_t>(number_in(row, schema[i].name)));
    if (schema[i].kind == ColumnKind::kReal)
      column.real.push_back(is_number ? value.real() : kAbsent);
    if (schema[i].kind == ColumnKind::kList) append_codes(row, arena, column);
  }
}

OverriddenPair pair_of(json::Value row, Arena& arena) {
  OverriddenPair out{.id = text_in(row, "id", arena),
                     .content = text_in(row, "content", arena),
                     .fate = text_in(row, "fate", arena)};
  if (out.content.empty()) out.content = out.id;
  return out;
}

/// A broken record is no pair: nobody can decide to keep it.
Error not_a_pair(const std::string& id) {
  return usage("`" + excerpt(id) + "` was quarantined, and an override mends no record",
               "it could not be read as a pair", "mend the record, then import or export it again");
}

class LedgerSearch {
 public:
  explicit LedgerSearch(const OverrideRequest& request) : request_(request) {
    for (const std::string& id : request.ids)
      wanted_.emplace_back(id);
    met_.resize(wanted_.size());
  }

  Status look(const std::vector<std::string_view>& rows) {
    return request_.where.empty() ? look_for_ids(rows) : filter(rows);
  }

  /// After the last row.
  Status finish() const {
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      if (!met_[i])
        return Error{
            .kind = ErrorKind::kNotFound,
            .code = "E_NOT_FOUND",
            .message = "no record of this export has the id `" + excerpt(wanted_[i].text()) + "`",
            .why = "nothing was decided",
            .hint =
                "an id is given with the data, or the pair's content hash; #N names "
                "record N"};
    }
    return ok();
  }

  std::vector<OverriddenPair> found;

 private:
  Status look_for_ids(const std::vector<std::string_view>& rows) {
    Arena arena;
    for (const std::string_view text : rows) {
      for (std::size_t i = 0; i < wanted_.size(); ++i) {
        json::Fault fault;
        if (!wanted_[i].may_be(text) || !document_.parse(text, arena, fault)) continue;
        const json::Value row = document_.root();
        if (!wanted_[i].is(row, arena)) continue;
        if (text_in(row, "fate", arena) == "quarantined") return not_a_pair(wanted_[i].text());
        met_[i] = true;
        found.push_back(pair_of(row, arena));
      }
    }
    return ok();
  }

  Status filter(const std::vector<std::string_view>& rows) {
    if (!filter_) {
      BMO_TRY_AS(filter_, table::make_filter(request_.where, schema_, {}));
    }
    Arena arena;
    std::vector<OverriddenPair> pairs;
    clear(columns_);
    for (const std::string_view text : rows) {
      json::Fault fault;
      if (!document_.parse(text, arena, fault)) continue;
      append_ledger_row(document_.root(), schema_, arena, columns_);
      pairs.push_back(pair_of(document_.root(), arena));
    }
    std::vector<std::uint8_t> keep;
    BMO_TRY(filter_->evaluate(columns_, keep));
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (keep[i] != 0 && pairs[i].fate != "quarantined") found.push_back(std::move(pairs[i]));
    }
    return ok();
  }

  const OverrideRequest& request_;
  std::vector<WantedPair> wanted_;
  std::vector<bool> met_;
  json::Document document_;
  Schema schema_ = ledger_columns();
  Columns columns_ = make_columns(schema_);
  std::unique_ptr<table::Filter> filter_;
};

Result<std::vector<OverriddenPair>> find_in_export(const OverrideRequest& request,
                                                   const Session& session) {
  LedgerSearch search(request);
  BMO_TRY(visit_ledger(
      session.disk, request.directory,
      [&search](const std::vector<std::string_view>& rows) { return search.look(rows); }));
  BMO_TRY(search.finish());
  return std::move(search.found);
}

std::string hex_of(const Hash128& hash) {
  std::string out(32, '0');
  write_hex(hash, out.data());
  return out;
}

Result<std::vector<OverriddenPair>> find_in_dataset(const OverrideRequest& request,
                                                    const Session& session) {
  BMO_TRY_AS(const std::vector<std::string> sources,
             resolve_sources(session.disk, {"dataset:" + request.dataset}, "."));
  pipeline::Recipe recipe;
  recipe.where = request.where;
  recipe.scores = pipeline::names_own_scores(recipe);
  BMO_TRY_AS(recipe.checks, pipeline::parse_checks(recipe.scores ? "all" : "core"));
  if (recipe.scores) {
    BMO_TRY_AS(recipe.points, own_points(session.disk, ""));
  }
  const std::set<std::string, std::less<>> wanted(request.ids.begin(), request.ids.end());
  std::set<std::string> met;
  std::vector<OverriddenPair> found;
  const auto watch = [&](const pipeline::Item& item, const std::string& /*file*/) {
    for (std::size_t row = 0; row < item.batch.size(); ++row) {
      if (item.batch.fates[row] != Fate::kExported) continue;
      const Pair& pair = item.batch.pairs[row];
      const std::string content = hex_of(pair.content);
      const bool by_id = wanted.contains(pair.id);
      if (!wanted.empty() && !by_id && !wanted.contains(content)) continue;
      if (!wanted.empty()) met.insert(by_id ? std::string(pair.id) : content);
      found.push_back({.id = std::string(pair.id), .content = content, .fate = {}});
    }
    return ok();
  };
  BMO_TRY(pipeline::run_dry(
      {.sources = sources, .out = {}}, recipe, {},
      {.disk = session.disk, .stop = session.stop, .progress = session.progress, .watch = watch}));
  for (const std::string& id : request.ids) {
    if (!met.contains(id))
      return Error{.kind = ErrorKind::kNotFound,
                   .code = "E_NOT_FOUND",
                   .message = "no pair of this data set has the id `" + excerpt(id) + "`",
                   .why = "nothing was decided"};
  }
  return found;
}

std::vector<workspace::OverrideEntry> entries_of(const OverrideRequest& request,
                                                 const std::vector<OverriddenPair>& pairs) {
  const std::string at = utc_now("%Y-%m-%dT%H:%M:%SZ");
  std::vector<workspace::OverrideEntry> out;
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const OverriddenPair& pair : pairs) {
    if (!seen.emplace(pair.id, pair.content).second) continue;
    out.push_back({.id = pair.id,
                   .content = pair.content,
                   .keep = request.keep,
                   .reason = request.reason,
                   .by = request.by,
                   .at = at,
                   .expires = request.expires});
  }
  return out;
}

Status append_in_force(io::Disk& disk, const std::string& path, std::string_view today,
                       std::vector<pipeline::Override>& out, std::vector<std::string>& heads) {
  BMO_TRY_AS(const workspace::OverrideLog log, workspace::OverrideLog::read(disk, path));
  if (log.entries().empty()) return ok();
  heads.push_back(log.head());
  for (const workspace::OverrideEntry& entry : log.entries()) {
    if (!entry.in_force(today)) continue;
    const std::string who = entry.by.empty() ? "" : " (" + entry.by + ")";
    out.push_back({.id = entry.id,
                   .content = entry.content,
                   .keep = entry.keep,
                   .note = (entry.keep ? "keep: " : "drop: ") + entry.reason + who});
  }
  return ok();
}

}  // namespace

Result<OverrideAnswer> run_override(const OverrideRequest& request, const Session& session) {
  BMO_TRY(check_request(request));
  OverrideAnswer answer{.log = io::join(request.directory, pipeline::own_path("overrides.jsonl")),
                        .keep = request.keep,
                        .dry_run = request.dry_run};
  if (!request.dataset.empty()) {
    BMO_TRY_AS(answer.log, overrides_of_dataset(session.disk, request.dataset, "."));
  }
  BMO_TRY_AS(const std::vector<OverriddenPair> pairs, request.dataset.empty()
                                                          ? find_in_export(request, session)
                                                          : find_in_dataset(request, session));
  const std::vector<workspace::OverrideEntry> entries = entries_of(request, pairs);
  if (!request.dry_run && !entries.empty())
    BMO_TRY(workspace::OverrideLog::append(session.disk, answer.log, entries));
  answer.decided = entries.size();
  answer.first.assign(pairs.begin(),
                      pairs.begin() + static_cast<std::ptrdiff_t>(std::min(pairs.size(), kShown)));
  return answer;
}

Result<std::shared_ptr<const pipeline::OverrideSet>> overrides_for(
    const std::vector<std::string>& sources, const std::vector<std::string>& files,
    const std::string& out, io::Disk& disk) {
  constexpr std::string_view kDataset = "dataset:";
  std::vector<std::string> logs;
  for (const std::string& source : sources) {
    if (!source.starts_with(kDataset)) continue;
    BMO_TRY_AS(std::string log, overrides_of_dataset(disk, source.substr(kDataset.size()), "."));
    logs.push_back(std::move(log));
  }
  for (const std::string& file : files) {
    BMO_TRY(disk.info(file));
    logs.push_back(file);
  }
  if (!out.empty()) logs.push_back(io::join(out, pipeline::own_path("overrides.jsonl")));
  std::vector<pipeline::Override> overrides;
  std::vector<std::string> heads;
  const std::string today = utc_now("%Y-%m-%d");
  for (const std::string& log : logs)
    BMO_TRY(append_in_force(disk, log, today, overrides, heads));
  if (overrides.empty()) return std::shared_ptr<const pipeline::OverrideSet>();
  Sha256 sha;
  for (const std::string& head : heads)
    sha.add(head);
  return std::shared_ptr<const pipeline::OverrideSet>(
      std::make_shared<pipeline::OverrideSet>(std::move(overrides), sha.hex()));
}

}  // namespace bmo::app

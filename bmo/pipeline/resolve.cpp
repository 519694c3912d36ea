// Edges, verdicts, names for both, and the files that pass two reads.
#include "bmo/pipeline/resolve.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <new>
#include <numeric>

#include "bmo/base/text.hpp"
#include "bmo/dedup/difference.hpp"
#include "bmo/dedup/groups.hpp"
#include "bmo/dedup/near_memory.hpp"
#include "bmo/dedup/survivors.hpp"
#include "bmo/pipeline/folder.hpp"
#include "bmo/pipeline/journal.hpp"
#include "bmo/pipeline/parallel.hpp"
#include "bmo/pipeline/prints.hpp"
#include "bmo/pipeline/scan.hpp"
#include "bmo/pipeline/stoppable_encoder.hpp"

namespace bmo::pipeline {
namespace {

constexpr std::size_t kShownSources = 50;
constexpr std::size_t kShownSamples = 5;  ///< On each side of the threshold.
constexpr std::size_t kShownText = 160;

std::string report_path(const std::string& directory) {
  return io::join(directory, "duplicates.json");
}

std::string groups_path(const std::string& directory) {
  return io::join(directory, "groups");
}

/// Ids and sources of the rows that something is said about.
class Names {
 public:
  struct Name {
    std::string id;
    std::string source;
  };

  void want(dedup::Row row) { wanted_.push_back(row); }

  /// One walk along the file of names of each part that is asked about.
  Status read(io::Disk& disk, const std::vector<PrintPart>& parts) {
    std::ranges::sort(wanted_);
    wanted_.erase(std::unique(wanted_.begin(), wanted_.end()), wanted_.end());
    dedup::Row first = 0;
    for (const PrintPart& part : parts) {
      const auto end =
          first + static_cast<dedup::Row>(part.files.print_bytes / sizeof(dedup::Fingerprint));
      BMO_TRY(read_part(disk, part, first, end));
      first = end;
    }
    return ok();
  }

  const Name& of(dedup::Row row) const {
    return names_[static_cast<std::size_t>(std::ranges::lower_bound(wanted_, row) -
                                           wanted_.begin())];
  }

 private:
  /// What is wanted of the rows from `first` to `end`.
  Status read_part(io::Disk& disk, const PrintPart& part, dedup::Row first, dedup::Row end) {
    const auto is_wanted = [&] {
      return names_.size() < wanted_.size() && wanted_[names_.size()] < end;
    };
    if (!is_wanted()) return ok();
    BMO_TRY_AS(const auto file, disk.open(part.files.names(), io::Open::kRead));
    std::string buffer;
    std::uint64_t at = 0;
    dedup::Row row = first;
    std::size_t used = 0;
    while (is_wanted()) {
      if (buffer.size() - used < kLengths || buffer.size() - used < entry_bytes(buffer, used)) {
        buffer.erase(0, used);
        used = 0;
        BMO_TRY(read_more(*file, part.files.name_bytes, at, buffer));
        continue;
      }
      if (wanted_[names_.size()] == row) {
        names_.push_back(name_at(buffer, used));
        if (names_.back().source.empty()) names_.back().source = part.source;
      }
      used += entry_bytes(buffer, used);
      ++row;
    }
    return ok();
  }

  static constexpr std::size_t kLengths = 2 * sizeof(std::uint32_t);
  static constexpr std::size_t kPart = std::size_t{1} << 20U;

  static std::uint32_t length_at(const std::string& buffer, std::size_t at) {
    std::uint32_t length = 0;
    std::copy_n(buffer.data() + at, sizeof(length), reinterpret_cast<char*>(&length));
    return length;
  }
  static std::size_t entry_bytes(const std::string& buffer, std::size_t at) {
    return kLengths + length_at(buffer, at) + length_at(buffer, at + sizeof(std::uint32_t));
  }
  static Name name_at(const std::string& buffer, std::size_t at) {
    const std::size_t id = length_at(buffer, at);
    const std::size_t source = length_at(buffer, at + sizeof(std::uint32_t));
    return {.id = buffer.substr(at + kLengths, id),
            .source = buffer.substr(at + kLengths + id, source)};
  }
  static Status read_more(io::File& file, std::uint64_t bytes, std::uint64_t& at,
                          std::string& buffer) {
    const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(kPart, bytes - at));
    const std::size_t before = buffer.size();
    buffer.resize(before + std::max<std::size_t>(part, 1));
    BMO_TRY(dedup::read_all(file, at, buffer.data() + before, buffer.size() - before));
    at += part;
    return ok();
  }

  std::vector<dedup::Row> wanted_;
  std::vector<Name> names_;
};

/// One call of resolve_duplicates.
class Resolving {
 public:
  Resolving(const ResolveJob& job, const dedup::Work& work, double semantic_threshold)
      : job_(job), work_(work) {
    policy_.semantic_threshold = semantic_threshold;
  }

  Result<Resolved> run() {
    BMO_TRY_AS(edges_, dedup::find_edges(work_, methods()));
    if (job_.stop.raised()) return stopped(job_.stop.signal());
    choose_threshold();
    if (job_.rules.is_asked()) removed_ = dedup::choose_survivors(work_, edges_, policy_);
    BMO_TRY_AS(losses_, dedup::count_losses(work_, removed_));
    choose_samples();
    choose_labels();
    BMO_TRY(want_names());
    BMO_TRY(names_.read(job_.disk, job_.parts));
    BMO_TRY_AS(json::Dom proof, write_duplicates());
    BMO_TRY_AS(proof["groups"], write_groups());
    BMO_TRY_AS(json::Dom report, report_dom());
    if (job_.stop.raised()) return stopped(job_.stop.signal());
    BMO_TRY(io::publish_file(job_.disk, report_path(job_.directory),
                             sealed({{"proof", std::move(proof)}, {"report", std::move(report)}}),
                             job_.effort.durable));
    BMO_TRY_AS(std::optional<Resolved> read_back, resolved_before(job_.disk, job_.directory));
    if (read_back) return *std::move(read_back);
    return Error{.kind = ErrorKind::kIo,
                 .code = "E_DAMAGED",
                 .message = "the list of duplicates does not read back as it was written",
                 .hint = "run the same command again; if it repeats, the disk may be failing",
                 .place = {.file = job_.directory}};
  }

 private:
  /// Clusters need likeness, removed or not.
  std::vector<const dedup::MethodEntry*> methods() const {
    if (job_.split_by != SplitBy::kCluster || job_.rules.has("near")) return job_.rules.methods;
    std::vector<const dedup::MethodEntry*> out{dedup::find_method("exact"),
                                               dedup::find_method("near")};
    if (job_.rules.has("semantic")) out.push_back(dedup::find_method("semantic"));
    return out;
  }

  /// The highest threshold that leaves as many rows as were asked for, or comes nearest.
  void choose_threshold() {
    policy_.threshold = job_.rules.threshold;
    if (!job_.rules.target_rows) return;
    const double target = static_cast<double>(*job_.rules.target_rows);
    double best = INFINITY;
    for (const dedup::ThresholdCount& count :
         dedup::count_thresholds(work_, edges_, policy_, steps(0.01))) {
      const double off = std::abs(static_cast<double>(work_.rows.size() - count.removed) - target);
      if (off >= best) continue;
      best = off;
      policy_.threshold = count.threshold;
    }
  }

  /// From 1 down to what edges were kept from.
  std::vector<double> steps(double step) const {
    std::vector<double> out;
    const auto last = static_cast<int>(std::lround((1 - work_.options.floor) / step));
    for (int i = 0; i <= last; ++i)
      out.push_back(std::round((1 - i * step) * 1000) / 1000);
    return out;
  }

  /// Near edges next to the threshold, on either side.
  void choose_samples() {
    std::vector<dedup::Edge> above;
    std::vector<dedup::Edge> below;
    for (const dedup::Edge& edge : edges_) {
      if (edge.kind != dedup::EdgeKind::kNear && edge.kind != dedup::EdgeKind::kSemantic) continue;
      (is_above(edge) ? above : below).push_back(edge);
    }
    keep_nearest(above, true);
    keep_nearest(below, false);
    samples_.insert(samples_.end(), above.rbegin(), above.rend());
    samples_.insert(samples_.end(), below.begin(), below.end());
  }

  /// Every so manieth edge by likeness, of each method: what a person says of these holds for all.
  void choose_labels() {
    if (job_.rules.labels == 0) return;
    for (const dedup::EdgeKind kind : {dedup::EdgeKind::kNear, dedup::EdgeKind::kSemantic}) {
      std::vector<dedup::Edge> all;
      std::ranges::copy_if(edges_, std::back_inserter(all),
                           [kind](const dedup::Edge& edge) { return edge.kind == kind; });
      std::ranges::sort(all, {}, [this](const dedup::Edge& edge) {
        return std::tuple(edge.instruction, work_.position[edge.second],
                          work_.position[edge.first]);
      });
      const std::size_t wanted = std::min<std::size_t>(job_.rules.labels, all.size());
      for (std::size_t i = 0; i < wanted; ++i)
        labels_.push_back(all[(2 * i + 1) * all.size() / (2 * wanted)]);
    }
  }

  double threshold_of(const dedup::Edge& edge) const {
    return edge.kind == dedup::EdgeKind::kSemantic ? policy_.semantic_threshold : policy_.threshold;
  }
  bool is_above(const dedup::Edge& edge) const {
    return edge.instruction >= static_cast<float>(threshold_of(edge));
  }

  void keep_nearest(std::vector<dedup::Edge>& edges, bool lowest_first) const {
    const auto key = [&](const dedup::Edge& e) {
      const double beyond = static_cast<double>(e.instruction) - threshold_of(e);
      return std::tuple(lowest_first ? beyond : -beyond, work_.position[e.second],
                        work_.position[e.first]);
    };
    std::ranges::sort(edges, {}, key);
    if (edges.size() > kShownSamples) edges.resize(kShownSamples);
  }

  Status want_names() {
    for (const dedup::Removed& one : removed_)
      names_.want(one.survivor);
    for (const std::vector<dedup::Edge>* shown : {&samples_, &labels_}) {
      for (const dedup::Edge& edge : *shown) {
        names_.want(edge.first);
        names_.want(edge.second);
      }
    }
    std::ranges::sort(losses_, [](const dedup::Loss& a, const dedup::Loss& b) {
      return std::tuple(a.near + a.equal, a.source) > std::tuple(b.near + b.equal, b.source);
    });
    // A wiped-out source is told of, however many others there are.
    std::ranges::stable_partition(losses_,
                                  [](const dedup::Loss& loss) { return loss.is_wiped_out(); });
    if (losses_.size() > kShownSources) losses_.resize(kShownSources);
    return find_rows_of_sources();
  }

  /// Any row of each source that is shown, to have its name.
  Status find_rows_of_sources() {
    for (const dedup::Loss& loss : losses_)
      row_of_source_.emplace(loss.source, dedup::kNoRow);
    std::size_t missing = row_of_source_.size();
    BMO_TRY(work_.rows.scan_prints([&](const dedup::Rows::Chunk& chunk) {
      for (std::size_t i = 0; i < chunk.prints.size() && missing > 0; ++i) {
        const auto found = row_of_source_.find(chunk.prints[i].source);
        if (found == row_of_source_.end() || found->second != dedup::kNoRow) continue;
        found->second = chunk.first + static_cast<dedup::Row>(i);
        --missing;
      }
      return ok();
    }));
    for (const auto& [source, row] : row_of_source_)
      names_.want(row);
    return ok();
  }

  Result<json::Dom> write_duplicates() {
    BMO_TRY_AS(DuplicatesWriter writer, DuplicatesWriter::create(job_.disk, job_.directory));
    for (const dedup::Removed& one : removed_) {
      if (job_.stop.raised()) return stopped(job_.stop.signal());
      dedup::Fingerprint gone;
      dedup::Fingerprint kept;
      BMO_TRY(work_.rows.read(one.row, gone));
      BMO_TRY(work_.rows.read(one.survivor, kept));
      std::string difference;
      if (one.kind > dedup::EdgeKind::kIdentical) {
        BMO_TRY_AS(difference, difference_of(gone, kept));
      }
      BMO_TRY(writer.add({.record = gone.record,
                          .kept_record = kept.record,
                          .similarity = one.similarity,
                          .kind = static_cast<std::uint32_t>(one.kind)},
                         id_of(one.survivor, kept), difference));
      ++removed_by_kind_[static_cast<std::size_t>(one.kind)];
    }
    return writer.finish(job_.effort.durable);
  }

  /// The first row of each row's group.
  Result<std::vector<dedup::Row>> groups_of_rows() const {
    if (job_.split_by == SplitBy::kCluster) {
      return dedup::find_clusters(work_, edges_, policy_);
    }
    std::vector<dedup::Row> out(work_.rows.size());
    std::iota(out.begin(), out.end(), dedup::Row{0});
    const bool by_source = job_.split_by == SplitBy::kSource;
    BMO_TRY(dedup::for_each_group(
        work_.rows, work_.position, work_.options.memory_bytes / 4,
        [by_source](const dedup::Fingerprint& print) {
          const std::uint64_t key = by_source ? print.source + 1ULL : print.seed;
          return key == 0 ? Hash128{} : Hash128{1, key};
        },
        [&out](std::span<const dedup::Row> rows) {
          for (const dedup::Row row : rows)
            out[row] = rows.front();
          return ok();
        }));
    return out;
  }

  Result<json::Dom> write_groups() {
    std::vector<GroupMember> members;
    if (job_.split_by != SplitBy::kPair) {
      BMO_TRY_AS(const std::vector<dedup::Row> first, groups_of_rows());
      std::vector<std::uint32_t> sizes(first.size());
      for (const dedup::Row row : first)
        ++sizes[row];
      BMO_TRY(work_.rows.scan_prints([&](const dedup::Rows::Chunk& chunk) {
        for (std::size_t i = 0; i < chunk.prints.size(); ++i) {
          const dedup::Row group = first[chunk.first + i];
          if (sizes[group] > 1) members.push_back({chunk.prints[i].record, group});
        }
        return ok();
      }));
    }
    return write_entries<GroupMember>(job_.disk, groups_path(job_.directory), members,
                                      job_.effort.durable);
  }

  Result<std::string> difference_of(const dedup::Fingerprint& gone,
                                    const dedup::Fingerprint& kept) const {
    std::string scratch_gone;
    std::string scratch_kept;
    BMO_TRY_AS(const dedup::Texts a, work_.rows.texts(gone, scratch_gone));
    BMO_TRY_AS(const dedup::Texts b, work_.rows.texts(kept, scratch_kept));
    return dedup::describe_difference(a, b);
  }

  std::string id_of(dedup::Row row, const dedup::Fingerprint& print) const {
    const std::string& given = names_.of(row).id;
    if (!given.empty()) return given;
    std::string hex(32, '\0');
    write_hex(print.raw, hex.data());
    return hex;
  }

  Result<json::Dom> report_dom() {
    json::Dom dom;
    dom["pairs"] = work_.rows.size();
    dom["kept"] = work_.rows.size() - removed_.size();
    dom["threshold"] = policy_.threshold;
    if (job_.rules.has("semantic")) dom["semantic_threshold"] = policy_.semantic_threshold;
    std::array<std::size_t, dedup::kNumEdgeKinds> edges{};
    for (const dedup::Edge& edge : edges_)
      ++edges[static_cast<std::size_t>(edge.kind)];
    dom["edges"] = by_kind(edges);
    dom["removed"] = by_kind(removed_by_kind_);
    dom["thresholds"] = json::Dom::array();
    if (job_.rules.has("near")) add_thresholds(dom["thresholds"]);
    if (job_.rules.has("semantic")) add_semantic_thresholds(dom["semantic_thresholds"]);
    dom["sources"] = json::Dom::array();
    for (const dedup::Loss& loss : losses_)
      dom["sources"].push_back(loss_dom(loss));
    dom["samples"] = json::Dom::array();
    for (const dedup::Edge& edge : samples_) {
      BMO_TRY_AS(json::Dom sample, sample_dom(edge));
      dom["samples"].push_back(std::move(sample));
    }
    for (const dedup::Edge& edge : labels_) {
      BMO_TRY_AS(json::Dom label, label_dom(edge));
      dom["labels"].push_back(std::move(label));
    }
    for (const std::string& note : notes())
      dom["notes"].push_back(note);
    return dom;
  }

  /// What "semantic" did not look at.
  std::vector<std::string> notes() const {
    std::vector<std::string> out;
    const dedup::MeaningOptions& meaning = work_.options.meaning;
    if (meaning.left_out == nullptr || meaning.encoder == nullptr) return out;
    if (meaning.left_out->foreign > 0) {
      const embed::EncoderCard& card = meaning.encoder->card();
      out.push_back(format_count(meaning.left_out->foreign) +
                    " pairs took no part in semantic: they are not in the language of " + card.id +
                    " (" + card.language + ")");
    }
    if (meaning.left_out->edges > 0) {
      out.push_back("semantic found pairs like more than " + format_count(meaning.most_edges) +
                    " others; the strongest of their edges are kept, " +
                    format_count(meaning.left_out->edges) + " are left out");
    }
    return out;
  }

  static json::Dom by_kind(const std::array<std::size_t, dedup::kNumEdgeKinds>& counts) {
    json::Dom dom = json::Dom::object();
    for (std::size_t kind = 0; kind < counts.size(); ++kind) {
      dom[std::string(dedup::edge_kind_name(static_cast<dedup::EdgeKind>(kind)))] = counts[kind];
    }
    return dom;
  }

  void add_thresholds(json::Dom& out) const {
    for (const dedup::ThresholdCount& count :
         dedup::count_thresholds(work_, edges_, policy_, steps(0.05))) {
      out.push_back({{"threshold", count.threshold},
                     {"removed", count.removed},
                     {"kept", work_.rows.size() - count.removed}});
    }
  }

  /// What each cosine would remove beside what the other methods do.
  void add_semantic_thresholds(json::Dom& out) const {
    dedup::Policy policy = policy_;
    const auto last = static_cast<int>(std::lround((1 - work_.options.meaning.floor) / 0.02));
    for (int i = 0; i <= last; ++i) {
      policy.semantic_threshold = 1 - i * 0.02;
      const std::size_t removed = dedup::choose_survivors(work_, edges_, policy).size();
      out.push_back({{"threshold", std::round(policy.semantic_threshold * 1000) / 1000},
                     {"removed", removed},
                     {"kept", work_.rows.size() - removed}});
    }
  }

  json::Dom loss_dom(const dedup::Loss& loss) const {
    return {{"source", names_.of(row_of_source_.at(loss.source)).source},
            {"pairs", loss.pairs},
            {"equal", loss.equal},
            {"near", loss.near},
            {"wiped_out", loss.is_wiped_out()}};
  }

  /// Both pairs in full, as they were compared.
  Result<json::Dom> label_dom(const dedup::Edge& edge) const {
    BMO_TRY_AS(json::Dom dom, sample_dom(edge));
    const auto add = [&](dedup::Row row, const std::string& prefix) -> Status {
      dedup::Fingerprint print;
      BMO_TRY(work_.rows.read(row, print));
      std::string scratch;
      BMO_TRY_AS(const dedup::Texts texts, work_.rows.texts(print, scratch));
      dom[prefix + "instruction"] = texts.instruction;
      dom[prefix + "response"] = texts.response;
      return ok();
    };
    BMO_TRY(add(edge.first, ""));
    BMO_TRY(add(edge.second, "other_"));
    return dom;
  }

  Result<json::Dom> sample_dom(const dedup::Edge& edge) const {
    dedup::Fingerprint first;
    dedup::Fingerprint second;
    BMO_TRY(work_.rows.read(edge.first, first));
    BMO_TRY(work_.rows.read(edge.second, second));
    BMO_TRY_AS(const std::string difference, difference_of(second, first));
    std::string scratch;
    BMO_TRY_AS(const dedup::Texts texts, work_.rows.texts(first, scratch));
    std::string shown(texts.instruction);
    std::ranges::replace(shown, '\n', ' ');
    return json::Dom{{"similarity", std::round(static_cast<double>(edge.instruction) * 1e4) / 1e4},
                     {"response", std::round(static_cast<double>(edge.response) * 1e4) / 1e4},
                     {"verdict", dedup::edge_kind_name(edge.kind)},
                     {"removed", is_above(edge)},
                     {"id", id_of(edge.first, first)},
                     {"record", first.record},
                     {"other_id", id_of(edge.second, second)},
                     {"other_record", second.record},
                     {"instruction", excerpt(shown, kShownText)},
                     {"difference", difference}};
  }

  const ResolveJob& job_;
  const dedup::Work& work_;
  dedup::Policy policy_;
  std::vector<dedup::Edge> edges_;
  std::vector<dedup::Removed> removed_;
  std::vector<dedup::Loss> losses_;
  std::vector<dedup::Edge> samples_;
  std::vector<dedup::Edge> labels_;
  std::map<std::uint32_t, dedup::Row> row_of_source_;
  std::array<std::size_t, dedup::kNumEdgeKinds> removed_by_kind_{};
  Names names_;
};

void heed(Meaning& meaning, const StopFlag& stop) {
  if (meaning.encoder) meaning.encoder = stoppable(std::move(meaning.encoder), stop);
  if (meaning.verifier) meaning.verifier = stoppable(std::move(meaning.verifier), stop);
  meaning.options.encoder = meaning.encoder.get();
  meaning.options.verifier = meaning.verifier.get();
}

Result<dedup::Rows> open_rows(const ResolveJob& job, std::uint64_t memory_bytes) {
  std::vector<dedup::RowsPart> parts;
  for (const PrintPart& part : job.parts) {
    parts.push_back({.prints_path = part.files.prints(),
                     .print_bytes = part.files.print_bytes,
                     .texts_path = part.files.texts(),
                     .text_bytes = part.files.text_bytes,
                     .records_before = part.records_before,
                     .unnamed = source_number({}),
                     .source = source_number(part.source)});
  }
  return dedup::Rows::open(job.disk, std::move(parts), memory_bytes);
}

dedup::NearMemory memory_of(const ResolveJob& job) {
  std::vector<dedup::NearMemory::Part> parts;
  for (const PrintPart& part : job.parts)
    parts.push_back({part.name, part.files.print_bytes / sizeof(dedup::Fingerprint)});
  const StopFlag& stop = job.stop;
  return {job.disk, job.memory, std::move(parts), job.effort.durable,
          [&stop] { return stop.raised(); }};
}

Result<Resolved> resolve_anew(const ResolveJob& job) {
  const std::uint64_t half = job.effort.memory_bytes / 2;
  const std::string scratch = io::join(job.directory, "scratch");
  BMO_TRY(remove_tree(job.disk, scratch));  // What a killed run left there.
  BMO_TRY(job.disk.make_directories(scratch));
  BMO_TRY_AS(const dedup::Rows rows, open_rows(job, half));
  dedup::Options options = dedup_options(job.rules, half);
  BMO_TRY_AS(Meaning meaning, open_meaning(job.rules, job.disk));
  heed(meaning, job.stop);
  options.meaning = meaning.options;
  dedup::LeftOut left_out;
  options.meaning.left_out = &left_out;
  dedup::NearMemory memory = memory_of(job);
  if (!job.memory.empty()) options.near_memory = &memory;
  const dedup::ParallelFor parallel = parallel_for(job.effort.threads, job.stop);
  BMO_TRY_AS(const dedup::Work work, dedup::prepare(rows, options, parallel, job.disk, scratch));
  BMO_TRY_AS(Resolved resolved, Resolving(job, work, meaning.threshold).run());
  if (job.notes != nullptr && !memory.note().empty()) job.notes->push_back(memory.note());
  BMO_TRY(remove_tree(job.disk, scratch));
  return resolved;
}

}  // namespace

Result<std::optional<Resolved>> resolved_before(io::Disk& disk, const std::string& directory) {
  const std::string path = report_path(directory);
  if (!disk.exists(path)) return std::optional<Resolved>();
  BMO_TRY_AS(const std::string text, io::read_file(disk, path));
  auto dom = unsealed(text);
  if (!dom) return std::optional<Resolved>();
  BMO_TRY_AS(std::optional<Duplicates> duplicates,
             Duplicates::load(disk, directory, dom->at("proof")));
  BMO_TRY_AS(auto groups, read_entries<GroupMember>(disk, groups_path(directory),
                                                    dom->at("proof").at("groups")));
  if (!duplicates || !groups) return std::optional<Resolved>();
  return std::optional<Resolved>(Resolved{.duplicates = *std::move(duplicates),
                                          .report = std::move(dom->at("report")),
                                          .groups = *std::move(groups)});
}

Result<Resolved> resolve_duplicates(const ResolveJob& job) {
  BMO_TRY_AS(std::optional<Resolved> before, resolved_before(job.disk, job.directory));
  if (before) return *std::move(before);
  try {
    return resolve_anew(job);
  } catch (const std::bad_alloc&) {
    return Error{.kind = ErrorKind::kMemory,
                 .code = "E_MEMORY",
                 .message = "memory ran out while duplicates were looked for",
                 .hint = "lower --memory, or raise the limit that the system sets"};
  }
}

std::string wiped_out(const json::Dom& report) {
  std::string lost;
  if (report.is_null()) return lost;  // Groups alone were looked for.
  for (const json::Dom& source : report.at("sources")) {
    if (!source.at("wiped_out").get<bool>()) continue;
    const auto pairs = source.at("pairs").get<std::uint64_t>();
    const auto equal = source.at("equal").get<std::uint64_t>();
    lost += (lost.empty() ? "" : "; ") + source.at("source").get<std::string>() + " would lose " +
            format_count(source.at("near").get<std::uint64_t>()) + " of " +
            format_count(pairs - equal) + " pairs that are no copies";
  }
  return lost;
}

}  // namespace bmo::pipeline

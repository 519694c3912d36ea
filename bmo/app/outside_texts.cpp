// Lets the pipeline read the files, so that any shape that it knows will do.
#include "bmo/app/outside_texts.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string_view>

#include "bmo/app/dataset.hpp"
#include "bmo/base/text.hpp"
#include "bmo/metrics/kit/described_topics.hpp"
#include "bmo/metrics/kit/direction_sample.hpp"
#include "bmo/pipeline/run.hpp"

namespace bmo::app {
namespace {

constexpr std::size_t kMostExamples = 500;
constexpr std::size_t kMostPublic = 200'000;
constexpr std::uint64_t kMostTextBytes = std::uint64_t{64} << 20U;

std::string beside(const std::string& path, const std::string& name) {
  const std::size_t slash = path.rfind('/');
  const bool is_whole = name.starts_with('/') || name.starts_with("dataset:");
  return is_whole || slash == std::string::npos ? name : path.substr(0, slash + 1) + name;
}

/// Calls `visit` with the content's hash and the direction of every pair that has one.
Status read_directions(
    const std::vector<std::string>& named, const OutsideReader& reader,
    const std::function<void(std::uint64_t, std::span<const std::int8_t>)>& visit) {
  BMO_TRY_AS(const std::vector<std::string> sources,
             resolve_sources(reader.session.disk, named, "."));
  pipeline::Recipe recipe;
  BMO_TRY_AS(recipe.checks, pipeline::parse_checks("core"));
  const auto watch = [&visit](const pipeline::Item& item, const std::string& /*file*/) {
    for (std::size_t row = 0; row < item.batch.size(); ++row) {
      const bool has_direction = item.directions.size() != 0 &&
                                 item.batch.fates[row] == Fate::kExported &&
                                 item.directions.inverse_norms[row] > 0;
      if (has_direction) visit(item.batch.pairs[row].content.low, item.directions.row(row));
    }
    return ok();
  };
  BMO_TRY(pipeline::run_dry({.sources = sources, .out = {}}, recipe, {.threads = reader.threads},
                            {.disk = reader.session.disk,
                             .stop = reader.session.stop,
                             .progress = reader.session.progress,
                             .watch = watch,
                             .profiles = true,
                             .encoder = &reader.encoder}));
  return ok();
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t end = 0; !text.empty(); text.remove_prefix(std::min(end + 1, text.size()))) {
    end = std::min(text.find('\n'), text.size());
    out.push_back(text.substr(0, end));
  }
  return out;
}

/// The directions of a topic's examples, each once.
class Gathered {
 public:
  void add(std::span<const std::int8_t> row) {
    if (seen_.size() >= kMostExamples) return;
    const std::string_view bytes(reinterpret_cast<const char*>(row.data()), row.size());
    if (!seen_.emplace(bytes).second) return;
    directions_.insert(directions_.end(), row.begin(), row.end());
  }
  std::size_t count() const { return seen_.size(); }
  std::vector<std::int8_t> take() { return std::move(directions_); }

 private:
  std::set<std::string, std::less<>> seen_;
  std::vector<std::int8_t> directions_;
};

Status gather_texts(std::span<const std::string_view> texts, const OutsideReader& reader,
                    Gathered& into) {
  embed::Vectors vectors;
  BMO_TRY(reader.encoder.encode(texts, vectors));
  for (std::size_t row = 0; row < vectors.size(); ++row) {
    if (vectors.inverse_norms[row] > 0) into.add(vectors.row(row));
  }
  return ok();
}

Status gather(const workspace::DescribedTopicConfig& topic, const OutsideReader& reader,
              Gathered& into) {
  if (topic.file.empty()) {
    const std::vector<std::string_view> texts(topic.examples.begin(), topic.examples.end());
    return gather_texts(texts, reader, into);
  }
  const std::string file = beside(reader.config, topic.file);
  if (!file.ends_with(".txt"))
    return read_directions(
        {file}, reader,
        [&into](std::uint64_t, std::span<const std::int8_t> row) { into.add(row); });
  BMO_TRY_AS(const std::string text, io::read_file(reader.session.disk, file, kMostTextBytes));
  return gather_texts(lines_of(text), reader, into);
}

Error too_few(const workspace::DescribedTopicConfig& topic, std::size_t count,
              const std::string& config) {
  Error out{.kind = ErrorKind::kUsage,
            .code = "E_CONFIG",
            .message = "[topics." + excerpt(topic.topic) + "] has " + std::to_string(count) +
                       " examples of its own",
            .why = "a topic is told from others by " + std::to_string(metrics::kLeastExamples) +
                   " different questions or more; 40 are better",
            .hint = "add examples, or name a file of them: examples = \"questions.txt\""};
  out.place.file = config;
  out.place.line = topic.line;
  return out;
}

}  // namespace

Result<std::vector<metrics::Settings::DescribedTopic>> described_topics(
    const workspace::AnalysisConfig& config, const OutsideReader& reader) {
  std::vector<metrics::Settings::DescribedTopic> out;
  for (const workspace::DescribedTopicConfig& topic : config.described) {
    Gathered gathered;
    BMO_TRY(gather(topic, reader, gathered));
    if (gathered.count() < metrics::kLeastExamples)
      return too_few(topic, gathered.count(), reader.config);
    out.push_back({.topic = topic.topic,
                   .share = topic.share,
                   .examples = gathered.count(),
                   .directions = gathered.take()});
  }
  return out;
}

Result<metrics::PublicSets> public_sets(const std::vector<std::string>& sources,
                                        const OutsideReader& reader) {
  metrics::PublicSets out;
  out.names = sources;
  auto sample = std::make_shared<metrics::DirectionSample>(metrics::DirectionSample::Limits{
      .most_bytes = std::size_t{256} << 20U, .most_rows = kMostPublic});
  std::vector<std::string> files;
  for (const std::string& source : sources)
    files.push_back(beside(reader.config, source));
  BMO_TRY(read_directions(
      files, reader,
      [&sample](std::uint64_t rank, std::span<const std::int8_t> row) { sample->add(rank, row); }));
  out.sample = std::move(sample);
  return out;
}

}  // namespace bmo::app

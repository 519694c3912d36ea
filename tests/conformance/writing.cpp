// The steps by which a run writes one file.
#include "tests/conformance/writing.hpp"

#include <numeric>

#include "bmo/base/check.hpp"
#include "bmo/base/text.hpp"

namespace bmo::conformance {
namespace {

template <typename Entries>
auto named(Entries entries, std::string_view id) {
  for (const auto* entry : entries) {
    if (entry->card->id == id) return entry;
  }
  std::fprintf(stderr, "nothing is called %s\n", std::string(id).c_str());
  std::abort();
}

/// Writes rows [first, last), in two appends so that a cut between rows is tried too.
Status append(formats::ShardWriter& writer, const formats::EncodedRows& rows, std::size_t first,
              std::size_t last) {
  const std::size_t middle = first + (last - first) / 2;
  BMO_TRY(writer.append(rows, first, middle));
  return writer.append(rows, middle, last);
}

}  // namespace

std::unique_ptr<Batch> pairs_of(std::string_view jsonl) {
  auto batch = std::make_unique<Batch>();
  batch->bytes = std::make_shared<const std::string>(jsonl);
  std::string_view rest = *batch->bytes;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    batch->records.push_back({.number = batch->records.size() + 1, .raw = line, .json = line});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  formats::RecordReader(nullptr).read(*batch);
  BMO_CHECK(batch->findings.empty());
  return batch;
}

Result<std::string> write_pairs(const Batch& batch, const HowToWrite& how) {
  const Schema schema = how.layout->schema(how.mode);
  std::vector<std::uint32_t> rows(batch.size());
  std::iota(rows.begin(), rows.end(), 0U);
  Columns columns = make_columns(schema);
  how.layout->write(batch, rows, how.mode, columns);

  formats::EncodedRows encoded;
  BMO_TRY(how.container->make_encoder(schema)->encode(columns, encoded));
  auto out = std::make_unique<TextOutput>();
  BMO_TRY_AS(auto writer, how.container->open_shard(*out, schema, how.options, {}));
  const std::size_t cut = how.checkpoint_after;
  BMO_TRY(append(*writer, encoded, 0, cut));
  if (cut > 0) {
    BMO_TRY_AS(const std::string blob, writer->checkpoint());
    if (how.stop_at_checkpoint) {
      writer.reset();
      out = std::make_unique<TextOutput>(out->bytes());
      const formats::ShardState state{.rows = cut, .blobs = {blob}};
      BMO_TRY_AS(writer, how.container->open_shard(*out, schema, how.options, state));
    }
  }
  BMO_TRY(append(*writer, encoded, cut, encoded.rows()));
  BMO_TRY(writer->finish());
  return out->bytes();
}

const formats::ContainerEntry* container_named(std::string_view id) {
  return named(formats::containers::all(), id);
}

const formats::LayoutEntry* layout_named(std::string_view id) {
  return named(formats::layouts::all(), id);
}

std::string file_ending(const HowToWrite& how) {
  std::string out(how.container->card->ending);
  if (how.options.compression == io::Compression::kGzip) out += ".gz";
  if (how.options.compression == io::Compression::kZstd) out += ".zst";
  return out;
}

}  // namespace bmo::conformance

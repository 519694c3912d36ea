// Reads the set as any source of pairs is read, and takes the instructions.
#include "bmo/app/pack.hpp"

#include "bmo/app/dataset.hpp"
#include "bmo/app/mapping_source.hpp"
#include "bmo/dedup/pack.hpp"
#include "bmo/pipeline/plan.hpp"

namespace bmo::app {
namespace {

std::string instruction_of(const Pair& pair) {
  std::string out;
  for (const Message& message : pair.context()) {
    if (!out.empty()) out += '\n';
    out += message.content;
  }
  return out;
}

/// "sets/gsm8k-test.pack" -> "gsm8k-test".
std::string name_of(const std::string& path) {
  std::string name = path.substr(path.rfind('/') + 1);
  if (const std::size_t dot = name.rfind('.'); dot != std::string::npos && dot > 0)
    name.resize(dot);
  return name;
}

/// The instructions of one input, in order; an item that cannot be read keeps its number.
Status read_items(const pipeline::OpenedInput& input, formats::RecordReader& reader, bool mapped,
                  io::Disk& disk, std::vector<std::string>& items, PackAnswer& answer) {
  BMO_TRY_AS(const auto source, input.container->open(disk, input.input, {.mapped = mapped}, {}));
  while (true) {
    BMO_TRY_AS(const std::unique_ptr<formats::Chunk> chunk, source->next());
    if (!chunk) return ok();
    Batch batch;
    BMO_TRY(chunk->split(batch));
    reader.read(batch);
    for (std::size_t row = 0; row < batch.size(); ++row) {
      const bool is_read = batch.fates[row] != Fate::kQuarantined;
      items.push_back(is_read ? instruction_of(batch.pairs[row]) : std::string());
      ++(is_read ? answer.items : answer.skipped);
    }
  }
}

Error nothing_read(const PackRequest& request) {
  return {.kind = ErrorKind::kBadData,
          .code = "E_EMPTY",
          .message = "no record of the set could be read as a pair",
          .hint = "bmo check says why; a set of another shape needs --map",
          .place = {.file = request.sources.front()}};
}

}  // namespace

Result<PackAnswer> run_pack(const PackRequest& request, const Session& session) {
  BMO_TRY_AS(const std::vector<std::string> sources,
             resolve_sources(session.disk, request.sources, "."));
  BMO_TRY_AS(const std::vector<pipeline::OpenedInput> inputs,
             pipeline::open_inputs(session.disk, sources));
  BMO_TRY_AS(const std::string text, mapping_text(session.disk, request.map));
  formats::Mapping mapping;
  if (!text.empty()) {
    BMO_TRY_AS(mapping, formats::parse_mapping(text, "the mapping"));
  }
  formats::RecordReader reader(text.empty() ? nullptr : &mapping);
  PackAnswer answer{.name = request.name.empty() ? name_of(request.out) : request.name,
                    .out = request.out};
  std::vector<std::string> items;
  for (const pipeline::OpenedInput& input : inputs)
    BMO_TRY(read_items(input, reader, !text.empty(), session.disk, items, answer));
  if (answer.items == 0) return nothing_read(request);
  const std::vector<std::string_view> views(items.begin(), items.end());
  const std::string bytes = dedup::Pack::build(answer.name, views).bytes();
  BMO_TRY(io::publish_file(session.disk, request.out, bytes, /*durable=*/true));
  answer.bytes = bytes.size();
  return answer;
}

}  // namespace bmo::app

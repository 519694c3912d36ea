// The ledger by its own container, the sources by theirs.
#include "bmo/app/reread.hpp"

#include "bmo/formats/formats.hpp"
#include "bmo/pipeline/mended_reading.hpp"
#include "bmo/pipeline/publish.hpp"
#include "bmo/table/table.hpp"

namespace bmo::app {
namespace {

constexpr std::size_t kRowsAtOnce = 4096;

/// Those of a recipe as the manifest spells it.
Result<std::vector<const checks::FixEntry*>> fixes_of(const json::Dom& recipe) {
  std::string names;
  for (const json::Dom& id : recipe.value("fixes", json::Dom::array()))
    names += (names.empty() ? "" : ",") + id.get<std::string>();
  return checks::parse_fixes(names);
}

}  // namespace

Status walk_ledger(const std::string& directory, io::Disk& disk,
                   const std::function<void(json::Value, Arena&)>& visit) {
  const std::string path = io::join(directory, pipeline::own_path("ledger.parquet"));
  BMO_TRY_AS(std::unique_ptr<io::File> file, disk.open(path, io::Open::kRead));
  BMO_TRY_AS(const std::unique_ptr<table::Reader> ledger,
             table::open_reader(std::move(file), table::FileKind::kParquet, 0));
  json::Document document;
  while (true) {
    BMO_TRY_AS(const std::unique_ptr<table::RowGroup> rows, ledger->next(kRowsAtOnce));
    if (!rows) return ok();
    std::string text;
    std::vector<std::size_t> ends;
    BMO_TRY(rows->to_json(text, ends, [](auto&&...) {}));
    Arena arena;
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
      json::Fault fault;
      if (document.parse(std::string_view(text).substr(begin, end - begin), arena, fault)) {
        visit(document.root(), arena);
      }
      begin = end;
    }
  }
}

Result<std::vector<pipeline::OpenedInput>> sources_as_found(const std::string& directory,
                                                            const json::Dom& manifest,
                                                            const Session& session) {
  std::vector<pipeline::OpenedInput> none;
  const std::string told = io::join(directory, pipeline::own_path("run.json"));
  if (!session.disk.exists(told)) return none;
  BMO_TRY_AS(const std::string text, io::read_file(session.disk, told));
  const auto run = json::parse_dom(text);
  if (!run || !run->is_object()) return none;
  const std::string folder = run->value("folder", std::string());
  BMO_TRY_AS(const pipeline::Plan plan, pipeline::plan_of(manifest));
  std::vector<std::string> paths;
  for (const pipeline::Fingerprint& print : plan.inputs) {
    paths.push_back(folder + print.name);
    if (folder.empty() || !session.disk.exists(paths.back())) return none;
  }
  BMO_TRY_AS(std::vector<pipeline::OpenedInput> inputs, pipeline::open_inputs(session.disk, paths));
  BMO_TRY_AS(const pipeline::Plan now, pipeline::make_plan(session.disk, {}, inputs));
  for (std::size_t i = 0; i < plan.inputs.size(); ++i) {
    const bool is_same = now.inputs.size() == plan.inputs.size() &&
                         now.inputs[i].bytes == plan.inputs[i].bytes &&
                         now.inputs[i].edges == plan.inputs[i].edges;
    if (!is_same) return none;
  }
  return inputs;
}

Status reread(const std::vector<pipeline::OpenedInput>& inputs, const json::Dom& recipe,
              io::Disk& disk,
              const std::function<void(const Batch&, const std::vector<checks::Change>&)>& visit) {
  const std::string mapping = recipe.value("mapping", std::string());
  formats::Mapping parsed;
  if (!mapping.empty()) {
    BMO_TRY_AS(parsed, formats::parse_mapping(mapping, "the mapping"));
  }
  BMO_TRY_AS(const auto fixes, fixes_of(recipe));
  pipeline::MendedReader reader(mapping.empty() ? nullptr : &parsed, fixes);
  std::uint64_t number = 0;
  for (const pipeline::OpenedInput& input : inputs) {
    BMO_TRY_AS(const auto source,
               input.container->open(disk, input.input, {.mapped = !mapping.empty()}, {}));
    while (true) {
      BMO_TRY_AS(const std::unique_ptr<formats::Chunk> chunk, source->next());
      if (!chunk) break;
      Batch batch;
      BMO_TRY(chunk->split(batch));
      for (Record& record : batch.records)
        record.number = ++number;
      std::vector<checks::Change> changes;
      reader.read(batch, changes);
      visit(batch, changes);
    }
  }
  return ok();
}

}  // namespace bmo::app

// Looks among the presets, then on the disk.
#include "bmo/app/mapping_source.hpp"

#include <vector>

#include "bmo/base/text.hpp"
#include "bmo/formats/formats.hpp"

namespace bmo::app {

namespace {

/// A file that another one names: from that one's folder, unless the path is absolute.
std::string beside(const std::string& file, const std::string& named) {
  if (named.starts_with('/')) return named;
  return file.substr(0, file.rfind('/') + 1) + named;
}

/// "maps/tickets.toml" is the layout "tickets".
std::string layout_name(const std::string& file) {
  const std::string name = file.substr(file.rfind('/') + 1);
  return name.substr(0, name.size() - std::string_view(".toml").size());
}

/// A target's rules, splits and training files are made for its own layouts: with other columns
/// they would start a run that stops.
Error not_for_targets(const std::string& spec, const pipeline::OutputSpec& out,
                      const std::string& file) {
  const targets::TargetCard& card = *out.target->card;
  std::string layouts;
  for (const targets::Offer& offer : card.offers)
    layouts += (layouts.empty() ? "" : ", ") + std::string(offer.layout);
  return {.kind = ErrorKind::kUsage,
          .code = "E_SPEC",
          .message = "`" + excerpt(spec) + "`: a trainer reads its own layouts alone",
          .why = std::string(card.id) + " takes " + layouts +
                 "; its rules and the files that start a run are made for those",
          .hint = "to write such rows: --to " + std::string(out.container->card->id) + ":" + file +
                  "; to read them for " + std::string(card.id) + ": --map " + file + " --to " +
                  std::string(card.id)};
}

}  // namespace

Result<std::string> mapping_text(io::Disk& disk, const std::string& map) {
  if (map.empty()) return std::string();
  std::vector<std::string_view> names;
  for (const formats::MappingPreset& preset : formats::mapping_presets()) {
    if (preset.name == map) return std::string(preset.text);
    names.push_back(preset.name);
  }
  if (!disk.exists(map)) {
    return Error{.kind = ErrorKind::kUsage,
                 .code = "E_MAPPING",
                 .message = "no mapping file and no preset `" + excerpt(map) + "`" +
                            did_you_mean(map, names),
                 .hint = "name a file, or see bmo list mappings"};
  }
  BMO_TRY_AS(std::string text, io::read_file(disk, map));
  const Result<formats::Mapping> mapping = formats::parse_mapping(text, map);
  if (!mapping) return mapping.error();
  if (mapping->schema_file.empty()) return text;
  const std::string file = beside(map, mapping->schema_file);
  BMO_TRY_AS(const std::string schema, io::read_file(disk, file));
  auto parsed = json::RowSchema::parse(schema);
  if (parsed) return formats::with_schema(text, schema);
  Error error = std::move(parsed).error();
  error.place.file = file;
  return error;
}

bool names_mapping_layout(const std::string& spec) {
  return spec.find(':') != std::string::npos && spec.ends_with(".toml");
}

Result<pipeline::OutputSpec> mapping_output(io::Disk& disk, const std::string& spec) {
  const std::size_t colon = spec.find(':');
  const std::string file = spec.substr(colon + 1);
  BMO_TRY_AS(pipeline::OutputSpec out, pipeline::parse_output_spec(spec.substr(0, colon)));
  if (out.target != nullptr) return not_for_targets(spec, out, file);
  out.text = spec;
  out.metadata = formats::MetadataMode::kSidecar;  // the mapping says all that rows hold
  BMO_TRY_AS(out.mapping_text, mapping_text(disk, file));
  BMO_TRY_AS(const formats::Mapping mapping, formats::parse_mapping(out.mapping_text, file));
  BMO_TRY_AS(out.own_layout, formats::make_layout(mapping, layout_name(file)));
  out.layout = out.own_layout.get();
  return out;
}

}  // namespace bmo::app

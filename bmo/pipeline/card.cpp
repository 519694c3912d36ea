// Writes YAML by hand: a few fixed keys, every value quoted as JSON, which is YAML too.
#include "bmo/pipeline/card.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/json/json.hpp"

namespace bmo::pipeline {
namespace {

std::string yaml_text(std::string_view text) {
  std::string out;
  json::append_string(out, text);
  return out;
}

void append_feature(std::string& out, const Field& field, bool is_text_container,
                    std::size_t indent);

void append_children(std::string& out, const std::vector<Field>& fields, bool is_text_container,
                     std::size_t indent) {
  for (const Field& field : fields)
    append_feature(out, field, is_text_container, indent);
}

std::string scalar_type(ColumnKind kind) {
  if (kind == ColumnKind::kReal) return "float64";
  if (kind == ColumnKind::kInteger) return "int64";
  return kind == ColumnKind::kFlag ? "bool" : "string";
}

void append_list(std::string& out, const Field& element, bool is_text_container,
                 const std::string& pad, std::size_t indent) {
  if (element.kind == ColumnKind::kStruct) {
    out += pad + "  list:\n";
    append_children(out, element.children, is_text_container, indent + 2);
  } else if (element.kind == ColumnKind::kList) {
    out += pad + "  list:\n" + pad + "    list: " + scalar_type(element.children[0].kind) + "\n";
  } else {
    out += pad + "  list: " + scalar_type(element.kind) + "\n";
  }
}

void append_feature(std::string& out, const Field& field, bool is_text_container,
                    std::size_t indent) {
  const std::string pad(indent, ' ');
  const bool nested = field.kind == ColumnKind::kList || field.kind == ColumnKind::kStruct;
  out += pad + "- name: " + yaml_text(field.name) + "\n";
  if (!nested || is_text_container) {
    out += pad + "  dtype: " + (nested ? "string" : scalar_type(field.kind)) + "\n";
  } else if (field.kind == ColumnKind::kStruct) {
    out += pad + "  struct:\n";
    append_children(out, field.children, is_text_container, indent + 2);
  } else {
    append_list(out, field.children[0], is_text_container, pad, indent);
  }
}

std::string size_category(std::uint64_t rows) {
  constexpr std::pair<std::uint64_t, std::string_view> kSteps[] = {
      {1000, "n<1K"},           {10000, "1K<n<10K"},    {100000, "10K<n<100K"},
      {1000000, "100K<n<1M"},   {10000000, "1M<n<10M"}, {100000000, "10M<n<100M"},
      {1000000000, "100M<n<1B"}};
  for (const auto& [below, name] : kSteps) {
    if (rows < below) return std::string(name);
  }
  return "1B<n<10B";
}

bool holds_nested_json(const std::vector<Field>& fields) {
  return std::any_of(fields.begin(), fields.end(), [](const Field& field) {
    return field.nested || holds_nested_json(field.children);
  });
}

bool is_json(const OutputSpec& spec) {
  return spec.container->card->id == "jsonl" || spec.container->card->id == "json";
}

std::string head(const Recipe& recipe, std::size_t output, const std::vector<SplitFiles>& splits,
                 std::uint64_t rows) {
  const OutputSpec& spec = recipe.outputs[output];
  std::string out = "---\npretty_name: \"Training pairs\"\ntask_categories:\n- text-generation\n";
  out += "size_categories:\n- " + yaml_text(size_category(rows)) + "\n";
  out += "tags:\n- lora\n- instruction-tuning\n- bmo\n";
  if (rows == 0 || spec.container->card->id == "hf") return out + "---\n";
  out += "configs:\n- config_name: default\n  data_files:\n";
  for (const SplitFiles& split : splits) {
    if (split.rows == 0) continue;
    out += "  - split: " + split.split + "\n    path:\n";
    for (const std::string& path : split.paths)
      out += "    - " + yaml_text(path) + "\n";
  }
  const bool is_csv = spec.container->card->id == "csv";
  if (is_csv) out += "  keep_default_na: false\n";
  const Schema schema = spec.layout->schema(spec.metadata);
  // A value of any shape has no type that every version of the loader knows: let it guess.
  if (holds_nested_json(schema) && is_json(spec)) return out + "---\n";
  out += "dataset_info:\n  features:\n";
  append_children(out, schema, is_csv, 2);
  return out + "---\n";
}

}  // namespace

std::string data_card(const Recipe& recipe, std::size_t output,
                      const std::vector<SplitFiles>& splits, const Tally& tally) {
  const OutputSpec& spec = recipe.outputs[output];
  std::uint64_t rows = 0;
  for (const SplitFiles& split : splits)
    rows += split.rows;
  std::string out = head(recipe, output, splits, rows);
  out += fmt::format("\n# Training pairs\n\n{} pairs, container `{}`, layout `{}`.\n\n",
                     format_count(rows), spec.container->card->id, spec.layout->card->id);
  out += "| split | pairs | files |\n|---|---:|---:|\n";
  for (const SplitFiles& split : splits) {
    out += fmt::format("| {} | {} | {} |\n", split.split, format_count(split.rows),
                       split.paths.size());
  }
  out += "\n## Where every record went\n\n| fate | records |\n|---|---:|\n";
  for (std::size_t fate = 0; fate < kNumFates; ++fate) {
    out += fmt::format("| {} | {} |\n", fate_name(static_cast<Fate>(fate)),
                       format_count(tally.fates[fate]));
  }
  out += fmt::format("| **records read** | **{}** |\n", format_count(tally.records()));
  if (!tally.findings.empty())
    out += "\n## Findings\n\n| code | severity | count |\n|---|---|---:|\n";
  for (const auto& [code, total] : tally.findings) {
    out += fmt::format("| `{}` | {} | {} |\n", code, total.severity, format_count(total.count));
  }
  out +=
      "\nMade by bmo. `.bmo/manifest.json` proves the files, `.bmo/ledger.parquet` tells the "
      "fate of every record,\n`bmo verify` checks both, `bmo why ID` explains one pair.\n";
  return out;
}

std::string saved_state(const std::vector<std::string>& shards, const std::string& split) {
  json::Dom dom;
  dom["_data_files"] = json::Dom::array();
  for (const std::string& shard : shards)
    dom["_data_files"].push_back({{"filename", shard}});
  // All seven keys are needed; a null fingerprint is worked out by the loader.
  dom["_fingerprint"] = nullptr;
  dom["_format_columns"] = nullptr;
  dom["_format_kwargs"] = json::Dom::object();
  dom["_format_type"] = nullptr;
  dom["_output_all_columns"] = false;
  dom["_split"] = split;
  return json::to_text(dom);
}

std::string saved_info() {
  return json::to_text({{"citation", ""}, {"description", ""}, {"homepage", ""}, {"license", ""}});
}

std::string saved_splits(const std::vector<std::string>& splits) {
  return json::to_text({{"splits", splits}});
}

}  // namespace bmo::pipeline

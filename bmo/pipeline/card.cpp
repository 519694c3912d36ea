// Writes YAML by hand: a few fixed keys, every value quoted as JSON, which is YAML too.
#include "bmo/pipeline/card.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/json/json.hpp"
#include "bmo/pipeline/streams.hpp"

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

/// Messages of which some have keys that others lack: as a struct they would all get them, empty,
/// and chat templates stop at `tool_calls: null`. Needs datasets 4.7, which such targets ask for.
bool is_loose(const Field& field) {
  if (field.kind != ColumnKind::kList) return false;
  const std::vector<Field>& keys = field.children[0].children;
  return std::ranges::any_of(keys, [](const Field& key) { return key.optional; });
}

void append_loose_children(std::string& out, const Schema& schema, std::size_t indent) {
  const std::string pad(indent, ' ');
  for (const Field& field : schema) {
    if (is_loose(field)) {
      out += pad + "- name: " + yaml_text(field.name) + "\n" + pad + "  list: json\n";
    } else if (field.kind == ColumnKind::kStruct) {
      out += pad + "- name: " + yaml_text(field.name) + "\n" + pad + "  struct:\n";
      append_loose_children(out, field.children, indent + 2);
    } else {
      append_feature(out, field, false, indent);
    }
  }
}

bool holds_nested_json(const std::vector<Field>& fields) {
  return std::any_of(fields.begin(), fields.end(), [](const Field& field) {
    return field.nested || holds_nested_json(field.children);
  });
}

/// Empty: the loader is to guess, since a value of any shape has no type that every version knows.
std::string feature_list(const OutputSpec& spec, const std::vector<SplitFiles>& splits) {
  const Schema schema = present_schema(spec, splits);
  std::string out;
  const bool is_inline = spec.metadata == formats::MetadataMode::kInline;
  if (!is_json(spec)) {
    append_children(out, schema, spec.container->card->id == "csv", 2);
  } else if (is_inline && spec.offer != nullptr && spec.offer->spelling.argument_objects) {
    append_loose_children(out, schema, 2);
  } else if (!holds_nested_json(schema)) {
    append_children(out, schema, false, 2);
  }
  return out;
}

std::string language_list(const Recipe& recipe, const SetSums& sums) {
  std::vector<std::string> codes = recipe.languages;
  if (codes.empty()) {
    for (const auto& [name, pairs] : sums.languages)
      if (is_language_code(name)) codes.push_back(name);
  }
  std::string out = codes.empty() ? "" : "language:\n";
  for (const std::string& code : codes)
    out += "- " + yaml_text(code) + "\n";
  return out;
}

std::string licence_line(const Recipe& recipe, const SetSums& sums) {
  if (!recipe.licence.empty()) return "license: " + yaml_text(licence_id(recipe.licence)) + "\n";
  if (sums.licences.size() > 1) return "license: other\nlicense_name: several\n";
  if (sums.licences.empty()) return "";
  return "license: " + yaml_text(licence_id(sums.licences.begin()->first)) + "\n";
}

std::string tag_list(const OutputSpec& spec, const SetSums& sums) {
  std::string out = "tags:\n- lora\n- instruction-tuning\n";
  if (sums.rejected != 0) out += "- preference\n- dpo\n";
  if (spec.layout->card->id == "kto") out += "- kto\n";
  if (sums.tool_pairs != 0) out += "- tool-use\n";
  if (sums.multi_turn != 0) out += "- multi-turn\n";
  return out + "- bmo\n";
}

/// Loaders compare the rows that they read with num_examples.
std::string split_list(const std::vector<SplitFiles>& splits) {
  std::string out = "  splits:\n";
  std::uint64_t bytes = 0;
  for (const SplitFiles& split : splits) {
    if (split.rows == 0) continue;
    out += fmt::format("  - name: {}\n    num_bytes: {}\n    num_examples: {}\n", split.split,
                       split.bytes, split.rows);
    bytes += split.bytes;
  }
  return out + fmt::format("  download_size: {0}\n  dataset_size: {0}\n", bytes);
}

std::string head(const Recipe& recipe, const OutputSpec& spec,
                 const std::vector<SplitFiles>& splits, std::uint64_t rows, const SetSums& sums) {
  std::string out = "---\npretty_name: \"Training pairs\"\n" + language_list(recipe, sums) +
                    licence_line(recipe, sums);
  out += "task_categories:\n- text-generation\n";
  out += "size_categories:\n- " + yaml_text(size_category(rows)) + "\n" + tag_list(spec, sums);
  if (rows == 0) return out + "---\n";
  out += "configs:\n- config_name: default\n  data_files:\n";
  for (const SplitFiles& split : splits) {
    if (split.rows == 0) continue;
    out += "  - split: " + split.split + "\n    path:\n";
    for (const std::string& path : split.paths)
      out += "    - " + yaml_text(path) + "\n";
  }
  if (spec.container->card->id == "csv") out += "  keep_default_na: false\n";
  // Older load_dataset takes the state.json of a saved folder for its data, unless told what is.
  if (spec.container->card->id == "hf") return out + "---\n";
  const std::string features = feature_list(spec, splits);
  out += "dataset_info:\n";
  if (!features.empty()) out += "  features:\n" + features;
  return out + split_list(splits) + "---\n";
}

std::string split_table(const std::vector<SplitFiles>& splits) {
  std::string out = "| split | pairs | bytes | files |\n|---|---:|---:|---:|\n";
  for (const SplitFiles& split : splits) {
    out += fmt::format("| {} | {} | {} | {} |\n", split.split, format_count(split.rows),
                       format_count(split.bytes), split.paths.size());
  }
  return out;
}

std::string names_line(std::string_view title, const SetSums::Counts& counts) {
  std::string names;
  for (const auto& [name, pairs] : counts)
    names += (names.empty() ? "" : ", ") + name + " (" + format_count(pairs) + ")";
  return counts.empty() ? "" : fmt::format("| {} | {} |\n", title, names);
}

/// What the pairs hold, of all outputs together.
std::string statistics(const SetSums& sums) {
  constexpr std::uint64_t kBytesPerToken = 4;
  if (sums.pairs == 0) return "";
  const auto row = [](std::string_view name, std::uint64_t value) {
    return fmt::format("| {} | {} |\n", name, format_count(value));
  };
  std::string out = "\n## What is in it\n\n| | |\n|---|---:|\n";
  out += row("pairs exported", sums.pairs) + row("messages", sums.messages);
  out += fmt::format("| messages in a pair | {:.1f} |\n",
                     static_cast<double>(sums.messages) / static_cast<double>(sums.pairs));
  if (sums.multi_turn != 0) out += row("pairs of several exchanges", sums.multi_turn);
  if (sums.system_prompts != 0) out += row("pairs with a system prompt", sums.system_prompts);
  if (sums.tool_pairs != 0) out += row("pairs with tools", sums.tool_pairs);
  if (sums.rejected != 0) out += row("pairs with a rejected answer", sums.rejected);
  out += row("bytes of text", sums.bytes);
  out += row("tokens, at four bytes each", sums.bytes / kBytesPerToken);
  out += row("of them in answers", sums.answer_bytes / kBytesPerToken);
  out += row("tokens of the longest pair", sums.longest / kBytesPerToken);
  return out + names_line("licences", sums.licences) + names_line("languages", sums.languages);
}

/// How a run is started, or the rows are loaded.
std::string first_command(const OutputSpec& spec, const std::vector<std::string>& beside) {
  const auto has = [&beside](std::string_view name) {
    return std::ranges::find(beside, name) != beside.end();
  };
  const std::string title =
      spec.target == nullptr ? "\n## Load it\n\n"
                             : "\n## Train with " + std::string(spec.target->card->title) + "\n\n";
  if (has("train.sh")) return title + "```sh\nMODEL=... sh train.sh\n```\n";
  if (has("train.py")) return title + "```sh\nMODEL=... python train.py\n```\n";
  if (has("upload.py")) return title + "```sh\nMODEL=... python upload.py\n```\n";
  if (spec.target != nullptr) return "";
  const std::string_view call =
      spec.container->card->id == "hf" ? "load_from_disk" : "load_dataset";
  return title +
         fmt::format("```python\nfrom datasets import {0}\n\ndata = {0}(\"FOLDER\")\n```\n", call);
}

std::string fate_table(const Tally& tally) {
  std::string out = "\n## Where every record went\n\n| fate | records |\n|---|---:|\n";
  for (std::size_t fate = 0; fate < kNumFates; ++fate) {
    out += fmt::format("| {} | {} |\n", fate_name(static_cast<Fate>(fate)),
                       format_count(tally.fates[fate]));
  }
  out += fmt::format("| **records read** | **{}** |\n", format_count(tally.records()));
  if (!tally.findings.empty())
    out += "\n## Findings\n\n| code | severity | count |\n|---|---|---:|\n";
  for (const auto& [code, total] : tally.findings)
    out += fmt::format("| `{}` | {} | {} |\n", code, total.severity, format_count(total.count));
  return out;
}

}  // namespace

bool is_language_code(std::string_view name) {
  const std::string_view code = name.substr(0, name.find('-'));
  return (code.size() == 2 || code.size() == 3) &&
         std::ranges::all_of(code, [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string licence_id(std::string_view name) {
  std::string out;
  for (const char c : name)
    out += c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

Schema present_schema(const OutputSpec& spec, const std::vector<SplitFiles>& splits) {
  Schema schema = output_schema(spec);
  if (!is_json(spec)) return schema;
  unsigned present = 0;
  for (const SplitFiles& split : splits)
    present |= split.fields;
  return formats::with_fields(std::move(schema), static_cast<std::uint8_t>(present));
}

std::string data_card(const Recipe& recipe, std::size_t output,
                      const std::vector<SplitFiles>& splits, const Tally& tally,
                      const std::vector<std::string>& beside) {
  const OutputSpec& spec = recipe.outputs[output];
  std::uint64_t rows = 0;
  for (const SplitFiles& split : splits)
    rows += split.rows;
  std::string out = head(recipe, spec, splits, rows, tally.sums);
  out += fmt::format("\n# Training pairs\n\n{} pairs, container `{}`, layout `{}`.\n\n",
                     format_count(rows), spec.container->card->id, spec.layout->card->id);
  out += split_table(splits);
  if (rows != 0) out += first_command(spec, beside);
  out += statistics(tally.sums) + fate_table(tally);
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
